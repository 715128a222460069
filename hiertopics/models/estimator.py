"""What the estimators share: fitting, transforms, scikit-learn's attributes and tags."""

import functools
import logging
import numbers
import warnings
from dataclasses import replace

import numpy as np
from sklearn import get_config
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import ClassifierTags, check_random_state
from sklearn.utils.metadata_routing import UNUSED
from sklearn.utils.validation import check_is_fitted, check_non_negative, validate_data

from hiertopics.core.linalg import gram
from hiertopics.core.network import Documents, forward
from hiertopics.core.nmf import renew_classifier
from hiertopics.core.solvers import Stop
from hiertopics.core.threads import limit_threads
from hiertopics.errors import HiertopicsError
from hiertopics.models.label_encoding import encode_labels, encode_targets, labels_per_layer
from hiertopics.models.parameters import check_init, check_layer_sizes, check_number
from hiertopics.models.prediction import ClassPrediction
from hiertopics.models.train import count_numbers
from hiertopics.models.unknown_entries import known_data
from hiertopics.sparse_structure import check_structure


def _output_is_framed(estimator):
    """Whether scikit-learn will wrap the output of transform in a data frame."""
    own = getattr(estimator, "_sklearn_output_config", {}).get("transform")
    return (own or get_config()["transform_output"]) != "default"


def _contrast(S):
    """How unevenly each topic is spread over documents: root of root mean square over mean.

    A topic of words that every text has is spread thin; it says little of any one document.
    """
    mean = S.mean(axis=0, dtype=np.float64)
    square = np.sqrt(np.mean(np.square(S, dtype=np.float64), axis=0))
    return np.sqrt(np.divide(square, mean, out=np.ones_like(mean), where=mean > 0))


class TopicModel(ClassPrediction, ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator):
    """A factorization of documents into layers of topics, fine to broad.

    A subclass has ``n_topics``, ``init``, ``solver``, ``max_epochs``, ``random_state``,
    ``n_threads``, ``tol``, ``verbose`` and ``callback``, the names of its starts in ``_starts``,
    and ``_train(data, labels, sizes, rng, init)``, which returns a
    :class:`~hiertopics.models.train.Trained`.
    """

    __metadata_request__transform = {"layer": UNUSED}

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.positive_only = True
        tags.input_tags.sparse = True
        tags.input_tags.allow_nan = True
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        tags.classifier_tags = ClassifierTags()  # it has predict_proba when given labels
        return tags

    def fit(self, X, y=None, *, mask=None, unknown=None, targets=None):
        """Train the model.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_docs, n_terms)
            Nonnegative; CSR and CSC are used as they are. Zeros are known, NaN is unknown.
        y : array-like of shape (n_docs,) or (n_docs, n_layers), optional
            Class labels; unknown is None, NaN or, among integers, -1. One column labels the last
            layer; several, fine to broad, label each layer.
        mask : {array-like, sparse matrix} of shape (n_docs, n_terms), optional
            Nonzero where X is known, the paper's W. Unknown entries influence nothing.
        unknown : {array-like, sparse matrix} of shape (n_docs, n_terms), optional
            Nonzero where X is unknown: sparse, it hides a part of a large corpus where a mask
            would not fit into memory.
        targets : {array-like, sparse matrix} of shape (n_docs, n_classes), optional
            Instead of y, the paper's Y for the last layer: several classes a document, or any
            nonnegative numbers. A row of NaN is unknown.

        Returns
        -------
        TopicModel
            Itself.

        Raises
        ------
        HiertopicsError
            A ValueError, for parameters, labels or masks that do not fit.
        """
        data = self._validate_documents(X, mask, unknown, reset=True)
        sizes = self._check_sizes()
        if self.n_threads is not None:
            check_number("n_threads", self.n_threads, least=1, whole=True)
        if self.callback is not None and not callable(self.callback):
            raise HiertopicsError(
                f"callback must be a function of epoch and cost, got {self.callback!r}"
            )
        labels, classes = self._encode(y, targets, data, len(sizes))
        seed = check_random_state(self.random_state).randint(np.iinfo(np.int32).max)
        with limit_threads(self.n_threads, count_numbers(data, sizes)):
            found = self._train_on_terms(data, labels, sizes, np.random.default_rng(seed))
            self._set_fitted(data, found, labels, classes)
        if found.stop in (Stop.NOT_FINITE, Stop.ROSE) or (
            found.stop in (Stop.MAX_EPOCHS, Stop.MAX_REFINEMENTS) and self.tol > 0
        ):
            message = f"{type(self).__name__} {found.stop.value}"
            warnings.warn(message, ConvergenceWarning, stacklevel=2)
        return self

    def fit_transform(self, X, y=None, *, mask=None, unknown=None, targets=None):
        """Fit the model; the topics of the documents at the last layer.

        Parameters
        ----------
        X, y, mask, unknown, targets
            As for ``fit``.

        Returns
        -------
        ndarray of shape (n_docs, k_last)
            The same as ``fit(X, ...).transform(X, ...)``.
        """
        fitted = self.fit(X, y, mask=mask, unknown=unknown, targets=targets)
        return fitted.transform(X, mask=mask, unknown=unknown)

    def transform(self, X, layer=-1, mask=None, unknown=None):
        """Topics of documents at one layer, by forward propagation; labels are not used.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_docs, n_terms)
            Nonnegative, NaN where unknown.
        layer : int, default=-1
            0 is the finest; -1 the broadest. With ``set_output(transform="pandas")`` only the
            last layer can be had here; :meth:`transform_layers` gives the others.
        mask, unknown : {array-like, sparse matrix} of shape (n_docs, n_terms), optional
            As for ``fit``: a document is placed by what is known of it.

        Returns
        -------
        S : ndarray of shape (n_docs, k_layer)
            Nonnegative weights, in the dtype of X where that is float32 or float64.
        """
        layers = self.transform_layers(X, mask=mask, unknown=unknown)
        layer = self._check_layer(layer)
        if layer != len(layers) - 1 and _output_is_framed(self):
            raise HiertopicsError(
                "set_output names the topics of the last layer, so transform cannot frame layer "
                f"{layer}; use transform_layers(X)[{layer}]"
            )
        return layers[layer]

    def transform_layers(self, X, mask=None, unknown=None):
        """Topics of documents at every layer, fine to broad.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_docs, n_terms)
        mask, unknown : {array-like, sparse matrix} of shape (n_docs, n_terms), optional
            As for ``fit``.

        Returns
        -------
        list of ndarray of shape (n_docs, k_l)
        """
        check_is_fitted(self)
        return self._propagate(self._validate_documents(X, mask, unknown, reset=False))

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

    def assign_topics(self, X, layer=-1, mask=None, unknown=None):
        """The one topic that fits each document best.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_docs, n_terms)
        layer : int, default=-1
        mask, unknown : {array-like, sparse matrix} of shape (n_docs, n_terms), optional
            As for ``fit``.

        Returns
        -------
        ndarray of int of shape (n_docs,)
            The topic of largest weight times its ``topic_contrast_``; -1 for a document that has
            no weight on any.
        """
        check_is_fitted(self)
        layer = self._check_layer(layer)
        S = self.transform_layers(X, mask=mask, unknown=unknown)[layer]
        S = S * self.topic_contrast_[layer]
        return np.where(S.max(axis=1) > 0, S.argmax(axis=1), -1)

    @property
    def _n_features_out(self):
        return self.A_[-1].shape[1]

    def _train_on_terms(self, data, labels, sizes, rng):
        """Train on the terms that occur, where the method takes the others to zero anyway."""
        init = check_init(self.init, self._starts, data, sizes)
        given, terms = isinstance(init, list), data.occurring_terms()
        kept = self.solver in ("mu", "pgd") or (given and self.max_epochs == 0)
        if kept or not 0 < terms.size < data.shape[1]:
            return self._train(data, labels, sizes, rng, init)
        start = [init[0][terms], *init[1:]] if given else init
        found = self._train(data.keep_terms(terms), labels, sizes, rng, start)
        A = np.zeros((data.shape[1], sizes[0]), dtype=found.A[0].dtype)
        A[terms] = found.A[0]
        return replace(found, A=[A, *found.A[1:]])

    def _check_sizes(self):
        return check_layer_sizes(self.n_topics)

    def _validate_documents(self, X, mask=None, unknown=None, *, reset):
        """X as a DataMatrix: what is known of it is finite and nonnegative."""
        check_structure("X", X)
        X = validate_data(
            self,
            X,
            accept_sparse=("csr", "csc"),
            dtype=(np.float64, np.float32),
            ensure_all_finite=False,
            reset=reset,
        )
        data = known_data(X, mask, unknown)
        check_non_negative(data.X, type(self).__name__)
        return data

    def _encode(self, y, targets, data, n_layers):
        """Labels of each layer and the classes that they name."""
        labels, classes = {}, [None] * n_layers
        columns = classes if y is None else labels_per_layer(y, data.shape[0], n_layers)
        for l, column in enumerate(columns):
            if column is not None:
                classes[l], known = encode_labels(column, data.dtype)
                if known is not None:
                    labels[l] = known
        if targets is not None:
            if n_layers - 1 in labels:
                raise HiertopicsError(
                    "y and targets both label the last layer; give one of them, or leave the last "
                    "column of y unknown"
                )
            classes[-1], known = encode_targets(targets, data.shape[0], data.dtype)
            if known is not None:
                labels[n_layers - 1] = known
        return labels, classes

    def _report_epoch(self, epoch, cost):
        """Tell the logger and the callback of an epoch; true stops training."""
        if self.verbose:
            logger = self.verbose
            if not isinstance(logger, logging.Logger):
                logger = logging.getLogger("hiertopics")
            logger.info("epoch %d: cost %.6g", epoch, cost)
        return self.callback is not None and self.callback(epoch, cost)

    def _set_fitted(self, data, found, labels, classes):
        """Set the attributes that every fitted model has.

        A layer whose labels did not steer the training gets the classifier that fits them best.
        """
        self.A_ = found.A
        self.layer_scales_ = found.D
        self.components_ = self._topic_terms(len(found.A) - 1).T
        S = self._propagate(data)
        B = {l: renew_classifier(known, S[l]) for l, known in labels.items() if l not in found.B}
        self.B_ = [{**B, **found.B}.get(l) for l in range(len(found.A))]
        of_labelled = [names for names in classes if names is not None]
        if of_labelled:
            self.classes_ = of_labelled[0] if len(of_labelled) == 1 else classes
        elif hasattr(self, "classes_"):
            del self.classes_
        self.topic_contrast_ = [_contrast(S_l) for S_l in S]
        self.history_ = np.array(found.history)
        self.n_epochs_ = found.n_epochs
        self.stop_reason_ = found.stop.value
        self.reconstruction_err_ = float(np.sqrt(self._reconstruction_error(data, S)))

    def _propagate(self, data):
        """Every S[l] of the documents, from the factors alone."""
        factors = [A.astype(data.dtype, copy=False) for A in self.A_]
        scales = [D.astype(data.dtype, copy=False) for D in self.layer_scales_]
        weighted = factors[:1] + [A * D[:, None] for A, D in zip(factors[1:], scales, strict=True)]
        with self._limit_threads(data):
            return forward(Documents(data), weighted, D=scales).S

    def _limit_threads(self, data):
        """A context in which the documents are placed on as many threads as suit their number."""
        return limit_threads(self.n_threads, count_numbers(data, [self.A_[0].shape[1]]))

    def _reconstruction_error(self, data, S):
        """``||X - S A.T||^2`` with the last layer's topics."""
        rebuilt = S[-1]
        for A in self.A_[:0:-1]:
            rebuilt = rebuilt @ A.T
        A = self.A_[0].astype(data.dtype, copy=False)
        return data.square_error(rebuilt, A, data.dot(A), gram(A), gram(rebuilt))

    def _explained_share(self, X, mask=None, unknown=None):
        """``1 - ||X - S A.T||^2 / ||X||^2`` over the known entries."""
        data = self._validate_documents(X, mask, unknown, reset=False)
        if data.square_norm == 0:
            return 1.0
        with self._limit_threads(data):
            error = self._reconstruction_error(data, self._propagate(data))
        return 1 - error / data.square_norm

    def _topic_terms(self, layer):
        """``A[0] A[1] ... A[layer]``, (n_terms, k_layer)."""
        return functools.reduce(np.matmul, self.A_[: layer + 1])

    def _check_layer(self, layer):
        n_layers = len(self.A_)
        if not isinstance(layer, numbers.Integral) or not -n_layers <= layer < n_layers:
            raise HiertopicsError(
                f"layer must be between 0 (finest) and {n_layers - 1} (broadest), got {layer!r}"
            )
        return layer % n_layers
