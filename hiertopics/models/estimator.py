"""What the estimators share: validation, transforms, labels, scikit-learn's attributes and tags."""

import numpy as np
from sklearn import get_config
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.utils import ClassifierTags
from sklearn.utils.metaestimators import available_if
from sklearn.utils.validation import check_is_fitted, check_non_negative, validate_data

from hiertopics.core.layers import Documents, forward
from hiertopics.core.products import DataMatrix, total
from hiertopics.core.threads import limit_threads
from hiertopics.errors import HiertopicsError
from hiertopics.models.labels import encode_labels, known_rows, label_columns
from hiertopics.models.train import fit_classifier


def _predicts(estimator):
    """Prediction is there before fitting, and after fitting with labels."""
    if hasattr(estimator, "B_") and all(B is None for B in estimator.B_):
        raise AttributeError(
            "this model was fitted without labels, so it predicts none; give y to fit, "
            "or use assign_topics"
        )
    return True


def _output_is_framed(estimator):
    """Whether scikit-learn will wrap the output of transform in a data frame."""
    own = getattr(estimator, "_sklearn_output_config", {}).get("transform")
    return (own or get_config()["transform_output"]) != "default"


class TopicModel(ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator):
    """A factorization of documents into layers of topics, fine to coarse.

    A subclass defines ``fit``, which calls :meth:`_validate_documents` and ends in
    :meth:`_set_fitted`, and holds ``n_topics`` and ``n_threads`` among its parameters.
    """

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.positive_only = True
        tags.input_tags.sparse = True
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        tags.classifier_tags = ClassifierTags()  # it has predict_proba when given labels
        return tags

    def fit_transform(self, X, y=None):
        """Fit the model; the topics of the documents at the last layer.

        Parameters
        ----------
        X, y
            As for ``fit``.

        Returns
        -------
        ndarray of shape (n_docs, k_last)
            The same as ``fit(X, y).transform(X)``.
        """
        return self.fit(X, y).transform(X)

    def transform(self, X, layer=-1):
        """Topics of documents at one layer, by forward propagation; labels are not used.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_docs, n_terms)
            Nonnegative.
        layer : int, default=-1
            0 is the finest; -1 the coarsest. With ``set_output(transform="pandas")`` only the
            last layer can be had here; :meth:`transform_layers` gives the others.

        Returns
        -------
        S : ndarray of shape (n_docs, k_layer)
            Nonnegative weights, in the dtype of X where that is float32 or float64.
        """
        layers = self.transform_layers(X)
        layer = self._check_layer(layer)
        if layer != len(layers) - 1 and _output_is_framed(self):
            raise HiertopicsError(
                "set_output names the topics of the last layer, so transform cannot frame layer "
                f"{layer}; use transform_layers(X)[{layer}]"
            )
        return layers[layer]

    def transform_layers(self, X):
        """Topics of documents at every layer, fine to coarse.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_docs, n_terms)

        Returns
        -------
        list of ndarray of shape (n_docs, k_l)
        """
        check_is_fitted(self)
        return self._propagate(self._validate_documents(X, reset=False))

    def inverse_transform(self, S, layer=-1):
        """Documents as the topics of one layer describe them.

        Parameters
        ----------
        S : array-like of shape (n_docs, k_layer)
        layer : int, default=-1

        Returns
        -------
        ndarray of shape (n_docs, n_terms)
            Dense.
        """
        check_is_fitted(self)
        layer = self._check_layer(layer)
        topics = self._topic_terms(layer)
        S = np.asarray(S)
        if S.ndim != 2 or S.shape[1] != topics.shape[1]:
            raise HiertopicsError(
                f"layer {layer} has {topics.shape[1]} topics, so S must have shape "
                f"(n_docs, {topics.shape[1]}), got {S.shape}"
            )
        return S @ topics.T

    def assign_topics(self, X, layer=-1):
        """The one topic that fits each document best.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_docs, n_terms)
        layer : int, default=-1

        Returns
        -------
        ndarray of int of shape (n_docs,)
            The topic of largest weight; -1 for a document that has no weight on any.
        """
        check_is_fitted(self)
        S = self.transform_layers(X)[self._check_layer(layer)]
        return np.where(S.max(axis=1) > 0, S.argmax(axis=1), -1)

    @available_if(_predicts)
    def decision_function(self, X, layer=-1):
        """How strongly the topics of each document speak for each class: ``S B.T``.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_docs, n_terms)
        layer : int, default=-1
            A layer that was given labels.

        Returns
        -------
        ndarray of shape (n_docs, n_classes)
        """
        check_is_fitted(self)
        layer = self._check_labelled(layer)
        S = self.transform_layers(X)[layer]
        return S @ self.B_[layer].T.astype(S.dtype)

    @available_if(_predicts)
    def predict_proba(self, X, layer=-1):
        """:meth:`decision_function` scaled to sum to one; equal shares where it is all zero.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_docs, n_terms)
        layer : int, default=-1

        Returns
        -------
        ndarray of shape (n_docs, n_classes)
            Shares, not calibrated probabilities.
        """
        decision = self.decision_function(X, layer)
        sums = decision.sum(axis=1, keepdims=True)
        equal = np.full_like(decision, 1 / decision.shape[1])
        return np.divide(decision, sums, out=equal, where=sums > 0)

    @available_if(_predicts)
    def predict(self, X, layer=-1):
        """The class that the topics of each document speak for most (section 3 of the paper).

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_docs, n_terms)
        layer : int, default=-1
            A layer that was given labels.

        Returns
        -------
        ndarray of shape (n_docs,)
        """
        decision = self.decision_function(X, layer)
        classes = self._classes_of(self._check_labelled(layer))
        return classes[decision.argmax(axis=1)]

    def score(self, X, y=None):
        """Accuracy where the model knows labels and y is given, else the explained share of X.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_docs, n_terms)
        y : array-like of shape (n_docs,) or (n_docs, n_layers), optional
            Unknown labels are left out. Of several columns the coarsest labelled layer counts.

        Returns
        -------
        float
            Accuracy, or ``1 - ||X - S A.T||^2 / ||X||^2`` with the topics of the last layer.
        """
        check_is_fitted(self)
        labelled = [l for l, B in enumerate(self.B_) if B is not None]
        if y is not None and labelled:
            truth = label_columns(y, len(y), len(self.A_))[labelled[-1]]
            known = known_rows(truth)
            if known.any():
                return float(np.mean(self.predict(X, labelled[-1])[known] == truth[known]))
        data = self._validate_documents(X, reset=False)
        if data.square_norm == 0:
            return 1.0
        return 1 - self._reconstruction_error(data, self._propagate(data)) / data.square_norm

    @property
    def _n_features_out(self):
        return self.A_[-1].shape[1]

    def _validate_documents(self, X, *, reset):
        """X as a DataMatrix: finite, nonnegative, CSR or CSC or dense."""
        X = validate_data(
            self, X, accept_sparse=("csr", "csc"), dtype=(np.float64, np.float32), reset=reset
        )
        check_non_negative(X, type(self).__name__)
        largest, most = X.max(), 1e-6 * np.sqrt(np.finfo(X.dtype).max)
        if largest > most:
            raise HiertopicsError(
                f"X holds values up to {largest:.3g}, and sums of their squares would overflow "
                f"{X.dtype}; divide X by its largest value"
            )
        return DataMatrix(X)

    def _encode(self, y, n_docs):
        """Labels of each layer and the classes that they name."""
        labels, classes = {}, [None] * len(self._layer_sizes())
        if y is not None:
            for l, column in enumerate(label_columns(y, n_docs, len(classes))):
                if column is not None:
                    classes[l], known = encode_labels(column)
                    if known is not None:
                        labels[l] = known
        return labels, classes

    def _layer_sizes(self):
        """``n_topics`` as a tuple of positive ints, fine to coarse."""
        sizes = self.n_topics
        sizes = tuple(sizes) if np.iterable(sizes) else (sizes,)
        if not sizes or not all(isinstance(k, (int, np.integer)) and k >= 1 for k in sizes):
            raise HiertopicsError(
                "n_topics must be the numbers of topics from fine to coarse, whole numbers of at "
                f"least 1 such as (20, 6), got {self.n_topics!r}"
            )
        if any(fine < coarse for fine, coarse in zip(sizes[:-1], sizes[1:], strict=True)):
            suggestion = tuple(sorted(sizes, reverse=True))
            raise HiertopicsError(
                f"n_topics goes from fine to coarse, got {self.n_topics!r}; "
                f"did you mean {suggestion}?"
            )
        return tuple(int(k) for k in sizes)

    def _set_fitted(self, data, found, labels, classes):
        """Set the attributes that every fitted model has.

        A layer whose labels did not steer the training gets the classifier that fits them best.
        """
        self.A_ = found.A
        self.layer_scales_ = found.D
        self.components_ = self._topic_terms(len(found.A) - 1).T
        S = self._propagate(data)
        B = {l: fit_classifier(S[l], known) for l, known in labels.items() if l not in found.B}
        self.B_ = [{**B, **found.B}.get(l) for l in range(len(found.A))]
        labelled = [found for found in classes if found is not None]
        if labelled:
            self.classes_ = labelled[0] if len(labelled) == 1 else classes
        elif hasattr(self, "classes_"):
            del self.classes_
        error = self._reconstruction_error(data, S)
        self.reconstruction_err_ = float(np.sqrt(error))

    def _propagate(self, data):
        """Every S[l] of the documents, from the factors alone."""
        factors = [A.astype(data.dtype, copy=False) for A in self.A_]
        scales = [D.astype(data.dtype, copy=False) for D in self.layer_scales_]
        weighted = factors[:1] + [A * D[:, None] for A, D in zip(factors[1:], scales, strict=True)]
        n_numbers = data.n_stored + sum(A.size for A in factors)
        with limit_threads(self.n_threads, n_numbers):
            return forward(Documents(data), weighted, D=scales).S

    def _reconstruction_error(self, data, S):
        """``||X - S A.T||^2`` with the last layer's topics."""
        rebuilt = S[-1]
        for A in self.A_[:0:-1]:
            rebuilt = rebuilt @ A.T
        error = data.square_norm - 2 * total(data.dot(self.A_[0]), rebuilt)
        error += total(self.A_[0].T @ self.A_[0], rebuilt.T @ rebuilt)
        if error < np.sqrt(np.finfo(data.dtype).eps) * data.square_norm:
            error = data.residual_square_norm(rebuilt, self.A_[0])
        return error

    def _topic_terms(self, layer):
        """``A[0] A[1] ... A[layer]``, (n_terms, k_layer)."""
        product = self.A_[0]
        for A in self.A_[1 : layer + 1]:
            product = product @ A
        return product

    def _check_layer(self, layer):
        n_layers = len(self.A_)
        if not -n_layers <= layer < n_layers:
            raise HiertopicsError(
                f"layer must be between 0 (finest) and {n_layers - 1} (coarsest), got {layer}"
            )
        return layer % n_layers

    def _check_labelled(self, layer):
        layer = self._check_layer(layer)
        if self.B_[layer] is None:
            labelled = [l for l, B in enumerate(self.B_) if B is not None]
            raise HiertopicsError(
                f"layer {layer} was fitted without labels; ask for one of the layers {labelled}"
            )
        return layer

    def _classes_of(self, layer):
        return self.classes_[layer] if isinstance(self.classes_, list) else self.classes_
