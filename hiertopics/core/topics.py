"""What the factors and weights of a model say of its topics; numpy alone, so all may ask."""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np


class TrainedModel(Protocol):
    """A trained model, as far as whoever describes its topics needs to know it."""

    @property
    def A_(self) -> Sequence[np.ndarray]:
        """Factors, fine to broad."""

    def transform_layers(self, X: Any) -> Sequence[np.ndarray]:
        """Topics of documents at every layer, fine to broad."""


def topic_terms(A: Sequence[np.ndarray], layer: int = -1) -> np.ndarray:
    """``A[0] A[1] ... A[layer]``, (n_terms, k_layer): how much topics of a layer use each term.

    Factors and layers go from fine to broad; the result has the precision of the factors, and is
    ``A[0]`` itself for the finest layer. Raises IndexError where there is no such layer.
    """
    layer = range(len(A))[layer]
    # From the right, the products stay (topics, topics) small until the last one meets the terms.
    product = np.asarray(A[layer])
    for factor in reversed(A[:layer]):
        product = np.asarray(factor) @ product
    return product


def assigned_topics(S_l: np.ndarray, contrast: np.ndarray | None = None) -> np.ndarray:
    """The one topic of each document, that of largest weight times contrast; (n_docs,) int.

    S_l, (n_docs, k_l), has nonnegative weights. ``contrast``, (k_l,), is what each topic's weight
    counts, a model's ``topic_contrast_[l]``; by default all alike. Of equals the first, -1 for a
    document that has no weight on any topic.
    """
    weights = np.asarray(S_l) if contrast is None else np.asarray(S_l) * contrast
    return np.where(weights.max(axis=1, initial=0.0) > 0, weights.argmax(axis=1), -1)
