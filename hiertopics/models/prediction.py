"""Classes from topics: what a model can do when it was fitted with labels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from sklearn.utils.metadata_routing import UNUSED
from sklearn.utils.metaestimators import available_if
from sklearn.utils.validation import check_is_fitted

from hiertopics.errors import HiertopicsError
from hiertopics.matrix_checks import Matrix
from hiertopics.missing import known_labels
from hiertopics.models.label_encoding import ClassLabels, labels_per_layer
from hiertopics.models.signatures import called_like
from hiertopics.models.transforms import TopicTransform

Method = TypeVar("Method", bound=Callable)


def _predicts(estimator):
    """Refuse for a model that was fitted without labels, and say what to do."""
    if hasattr(estimator, "B_") and all(B is None for B in estimator.B_):
        raise AttributeError(
            "this model was fitted without labels, so it predicts none; give y to fit, "
            "or use assign_topics"
        )
    return True


def _where_labels_are_known(method: Method) -> Method:
    """A method that a model has before it is fitted, and when it was fitted with labels."""
    return available_if(_predicts)(method)


_called_for_classes = called_like(
    TopicTransform.assign_topics,
    "; the layer is one that was given labels, -1 the broadest of those",
)


class ClassPrediction(TopicTransform):
    """The predicting side of a topic model, for one that is trained."""

    B_: list[np.ndarray | None]
    classes_: np.ndarray | list[np.ndarray | None]

    __metadata_request__predict = {"layer": UNUSED, "S": UNUSED}
    __metadata_request__predict_proba = {"layer": UNUSED, "S": UNUSED}
    __metadata_request__decision_function = {"layer": UNUSED, "S": UNUSED}

    @_where_labels_are_known
    @_called_for_classes
    def decision_function(self, *args: Any, **kwargs: Any) -> np.ndarray:
        """How strongly the topics of each document speak for each class: ``S B.T``.

        Returns
        -------
        ndarray of shape (n_docs, n_classes)
        """
        return self._decide(*args, **kwargs)[0]

    @_where_labels_are_known
    @_called_for_classes
    def predict_proba(self, *args: Any, **kwargs: Any) -> np.ndarray:
        """:meth:`decision_function` scaled to sum to one; equal shares where it is all zero.

        Returns
        -------
        ndarray of shape (n_docs, n_classes)
            Shares, not calibrated probabilities.
        """
        decision, _ = self._decide(*args, **kwargs)
        sums = decision.sum(axis=1, keepdims=True)
        equal = np.full_like(decision, 1 / decision.shape[1])
        return np.divide(decision, sums, out=equal, where=sums > 0)

    @_where_labels_are_known
    @_called_for_classes
    def predict(self, *args: Any, **kwargs: Any) -> np.ndarray:
        """The class that the topics of each document speak for most (section 3 of the paper).

        Returns
        -------
        ndarray of shape (n_docs,)
        """
        decision, classes = self._decide(*args, **kwargs)
        return classes[decision.argmax(axis=1)]

    def score(
        self,
        X: Matrix,
        y: ClassLabels | None = None,
        mask: Matrix | None = None,
        unknown: Matrix | None = None,
    ) -> float:
        """Accuracy where the model knows labels and y is given, else the explained share of X.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_docs, n_terms)
        y : array-like of shape (n_docs,) or (n_docs, n_layers), optional
            Unknown labels are left out. Of several columns the broadest labelled layer's counts;
            a single column is taken for that layer's.
        mask, unknown : {array-like, sparse matrix} of shape (n_docs, n_terms), optional
            As for ``fit``.

        Returns
        -------
        float
            Accuracy, or ``1 - ||X - S A.T||^2 / ||X||^2`` with the topics of the last layer.
        """
        check_is_fitted(self)
        if y is not None and any(B is not None for B in self.B_):
            predicted = self.predict(X, mask=mask, unknown=unknown)
            given = labels_per_layer(y, len(predicted), len(self.A_))
            columns = [column for column in given if column is not None]
            truth = columns[self._check_labelled(-1) if len(columns) > 1 else 0]
            known = known_labels(truth)
            if not known.any():
                raise HiertopicsError("y holds no known label to score by; leave it out")
            return float(np.mean(predicted[known] == truth[known]))
        return self._explained_share(X, mask, unknown)

    def _check_labelled(self, layer):
        labelled = [l for l, B in enumerate(self.B_) if B is not None]
        if layer == -1 and labelled:
            return labelled[-1]
        layer = self._check_layer(layer)
        if layer not in labelled:
            raise HiertopicsError(
                f"layer {layer} was fitted without labels; ask for one of the layers {labelled}"
            )
        return layer

    def _decide(self, X=None, layer=-1, mask=None, unknown=None, *, S=None):
        """How strongly topics speak for each class of a layer, (n_docs, n_classes); the classes."""
        check_is_fitted(self)
        layer = self._check_labelled(layer)
        S_l = self._topics_of(X, mask, unknown, S)[layer]
        classes = self.classes_[layer] if isinstance(self.classes_, list) else self.classes_
        return S_l @ np.asarray(self.B_[layer], dtype=S_l.dtype).T, classes
