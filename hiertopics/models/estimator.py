"""What the estimators share: how they are fitted, their checks, scikit-learn's tags."""

from __future__ import annotations

import inspect
import logging
import warnings
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import ClassifierTags, check_random_state

from hiertopics.core.classifier import fit_classifier
from hiertopics.core.epochs import Stop
from hiertopics.core.interrupts import hold_interrupt, is_interrupted, unless_interrupted
from hiertopics.core.threads import limit_threads
from hiertopics.core.topics import parent_extents, strongest_parents, topic_terms
from hiertopics.errors import HiertopicsError
from hiertopics.matrix_checks import Matrix
from hiertopics.models.label_encoding import (
    ClassLabels,
    encode_labels,
    encode_targets,
    labels_per_layer,
)
from hiertopics.models.parameters import (
    check_choice,
    check_init,
    check_layer_sizes,
    check_number,
    check_per_layer,
)
from hiertopics.models.prediction import ClassPrediction
from hiertopics.models.signatures import called_like
from hiertopics.models.train import Task, count_numbers

if TYPE_CHECKING:
    from typing_extensions import Self

Callback: TypeAlias = Callable[[int, float], object]


FITTED = """\
Attributes
----------
A_ : list of ndarray
    Factors: (n_terms, k_0), then (k_{l-1}, k_l). ``S[l-1] ~ S[l] A_[l].T``. NMF and SSNMF have one,
    with columns of unit length.
B_ : list of ndarray of shape (n_classes, k_l), or None for a layer without labels
components_ : ndarray of shape (k_last, n_terms)
    The broadest topics in terms: the product of the A_, transposed.
classes_ : ndarray of shape (n_classes,)
    Where labels were given; a list with one entry per layer where several layers had labels.
layer_scales_ : list of ndarray of shape (k_l,)
    Weights with which each layer but the last hands on its topics; ones without ``balance``.
parents_ : list of ndarray of int of shape (k_l,)
    For each layer but the last, the topic of the next one that explains most of each topic; -1
    where none does. Under these, ``assign_topics`` and trees add up what documents hold.
history_ : ndarray of shape (n_epochs_ + 1,)
    Cost of the topics kept, at the start and after each epoch. HierarchicalNMF has that of each
    layer in turn, (n_epochs_ + n_layers,).
n_epochs_ : int
stop_reason_ : str
    Why training ended.
reconstruction_err_ : float
    ``||X - S A.T||_F`` with the topics of the last layer, over the known entries.
X_fit_ : CSR array of shape (n_docs, n_terms)
    With ``neighbours`` the documents of the fit, among which other documents find theirs.
reach_fit_ : ndarray of shape (n_docs,)
    With ``neighbours`` the cosine of each document of the fit with the last of its nearest.
n_features_in_ : int
feature_names_in_ : ndarray of shape (n_features_in_,)
    Where X had names.

"""


class TopicModel(ClassPrediction):
    """A factorization of documents into layers of topics, fine to broad.

    A subclass has ``n_topics``, ``init``, ``solver``, ``max_epochs``, ``supervision``, ``balance``,
    ``neighbours``, ``random_state``, ``n_threads``, ``tol``, ``verbose`` and ``callback``, the
    names of its starts in ``_starts`` and of its solvers in ``_solvers``, and ``_train(task)``,
    which makes a :class:`~hiertopics.models.train.Trained` of a
    :class:`~hiertopics.models.train.Task`.
    """

    components_: np.ndarray
    history_: np.ndarray
    n_epochs_: int
    stop_reason_: str
    reconstruction_err_: float
    n_features_in_: int
    feature_names_in_: np.ndarray

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Describe the fitted attributes in the docstring of each method, above its references."""
        super().__init_subclass__(**kwargs)
        text, heading, references = inspect.cleandoc(cls.__doc__ or "").partition("References\n")
        if heading:
            cls.__doc__ = text + FITTED + heading + references

    @property
    def was_interrupted(self) -> bool:
        """Whether Ctrl-C ended the fit, and the topics are the best until then."""
        return getattr(self, "stop_reason_", None) == Stop.INTERRUPTED.value

    def _keep_parameters(self, given):
        """Keep what ``__init__`` was given, its ``locals()``, as scikit-learn wants it kept."""
        vars(self).update({name: value for name, value in given.items() if name != "self"})

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.positive_only = True
        tags.input_tags.sparse = True
        tags.input_tags.allow_nan = not self.neighbours
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        tags.classifier_tags = ClassifierTags()  # it has predict_proba when given labels
        return tags

    def fit(
        self,
        X: Matrix,
        y: ClassLabels | None = None,
        *,
        mask: Matrix | None = None,
        unknown: Matrix | None = None,
        targets: Matrix | None = None,
    ) -> Self:
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
            A ValueError, for parameters, labels or masks that do not fit. The model is as it was
            before.
        KeyboardInterrupt
            After Ctrl-C, within a second or so: the model then has the best topics so far and can
            be used, and ``stop_reason_`` says so. What needs all documents (``parents_``,
            ``reconstruction_err_``, classifiers that steered nothing) is from the first of a large
            corpus. Before there are any topics, and at a second Ctrl-C, the model is as it was.
        """
        self._fit(X, y, mask=mask, unknown=unknown, targets=targets)
        return self

    @called_like(fit)
    def fit_transform_layers(self, *args: Any, **kwargs: Any) -> list[np.ndarray]:
        """Fit the model and return the topics of the documents at every layer, fine to broad.

        They are those that the fit computes, and cost nothing more.

        Returns
        -------
        list of ndarray of shape (n_docs, k_l)
            The same as ``fit(X, ...).transform_layers(X, ...)``.
        """
        return self._fit(*args, **kwargs)

    @called_like(fit)
    def fit_transform(self, *args: Any, **kwargs: Any) -> np.ndarray:
        """Fit the model and return the topics of the documents at the last layer.

        Returns
        -------
        ndarray of shape (n_docs, k_last)
            The same as ``fit(X, ...).transform(X, ...)``.
        """
        return self._fit(*args, **kwargs)[-1]

    def _fit(self, *args, **kwargs):
        """Train the model; S of the training documents at every layer.

        A fit that fails leaves the model as it was; after an interrupt it has the topics so far.
        """
        before = vars(self).copy()
        try:
            with hold_interrupt() as interrupt:
                S = self._fit_anew(*args, **kwargs)
        except BaseException:
            vars(self).clear()
            vars(self).update(before)
            raise
        if interrupt.has_come:
            raise KeyboardInterrupt("the model has the best topics so far")
        return S

    def _fit_anew(self, X, y=None, *, mask=None, unknown=None, targets=None):
        """Train the model; S of the training documents, but after an interrupt."""
        check_number("neighbours", self.neighbours, least=0, whole=True)
        data = self._validate_documents(X, mask, unknown, reset=True)
        data, doc_weights = self._join_to_fit(data)
        sizes = self._check_sizes()
        supervision = self._check_parameters(len(sizes))
        labels, classes = self._encode(y, targets, data, len(sizes))
        weights = {l: float(supervision[l]) for l in labels if supervision[l] > 0}
        seed = check_random_state(self.random_state).randint(np.iinfo(np.int32).max)
        with limit_threads(self.n_threads, count_numbers(data, sizes)):
            task = Task(
                X=data,
                labels={l: labels[l] for l in weights},
                weights=weights,
                sizes=sizes,
                init=check_init(self.init, self._starts, data, sizes),
                rng=np.random.default_rng(seed),
            )
            if doc_weights is not None:
                known = {l: labels[l].weighted(doc_weights) for l in weights}
                task = replace(task, X=data.weighted(doc_weights), labels=known)
            found = self._train_on_terms(task)
            S = unless_interrupted(partial(self._set_fitted, data, found, labels, classes), None)
            if is_interrupted():
                rows, some = data.first_documents(count_numbers(data, sizes))
                some_labels = {l: known.among(rows) for l, known in labels.items()}
                found = replace(found, stop=Stop.INTERRUPTED)
                self._set_fitted(some, found, some_labels, classes)
        if found.stop.failed or (found.stop.limited and self.tol > 0):
            message = f"{type(self).__name__} {found.stop.value}"
            warnings.warn(message, ConvergenceWarning, stacklevel=3)
        return S

    def _train_on_terms(self, task):
        """Train on the terms that occur, where the method takes the others to zero anyway."""
        X, init, terms = task.X, task.init, task.X.occurring_terms()
        given = isinstance(init, list)
        kept = self.solver in ("mu", "pgd") or (given and self.max_epochs == 0)
        if kept or not 0 < terms.size < X.shape[1]:
            return self._train(task)
        start = [init[0][terms], *init[1:]] if given else init
        found = self._train(replace(task, X=X.keep_terms(terms), init=start))
        A = np.zeros((X.shape[1], task.sizes[0]), dtype=found.A[0].dtype)
        A[terms] = found.A[0]
        return replace(found, A=[A, *found.A[1:]])

    def _check_sizes(self):
        return check_layer_sizes(self.n_topics)

    def _check_parameters(self, n_layers):
        """Check what every method has; the weight of the label error at each layer."""
        check_choice("solver", self.solver, self._solvers)
        check_number("max_epochs", self.max_epochs, least=0, whole=True)
        check_number("tol", self.tol, least=0)
        check_number("balance", self.balance, least=0)
        if self.n_threads is not None:
            check_number("n_threads", self.n_threads, least=1, whole=True)
        if self.callback is not None and not callable(self.callback):
            raise HiertopicsError(
                f"callback must be a function of epoch and cost, got {self.callback!r}"
            )
        return check_per_layer("supervision", self.supervision, n_layers)

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
        """Report an epoch to the logger and the callback; return True to stop."""
        if self.verbose:
            logger = self.verbose
            if not isinstance(logger, logging.Logger):
                logger = logging.getLogger("hiertopics")
            logger.info("epoch %d: cost %.6g", epoch, cost)
        return self.callback is not None and self.callback(epoch, cost)

    def _set_fitted(self, data, found, labels, classes):
        """Set the attributes that every fitted model has; S of the training documents.

        A layer whose labels did not steer the training gets the classifier that fits them best.
        """
        self.A_ = found.A
        self.layer_scales_ = found.D
        self.components_ = topic_terms(self.A_).T
        S = self._propagate(data)
        others = {l: known for l, known in labels.items() if l not in found.B}
        B = {l: fit_classifier(data, known, S[l]) for l, known in others.items()}
        self.B_ = [{**B, **found.B}.get(l) for l in range(len(found.A))]
        of_labelled = [names for names in classes if names is not None]
        if of_labelled:
            self.classes_ = of_labelled[0] if len(of_labelled) == 1 else classes
        elif hasattr(self, "classes_"):
            del self.classes_
        self.parents_ = strongest_parents(parent_extents(self.A_, S))
        self.history_ = np.array(found.history)
        self.n_epochs_ = found.n_epochs
        self.stop_reason_ = found.stop.value
        self.reconstruction_err_ = float(np.sqrt(self._reconstruction_error(data, S)))
        return S
