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
    """``A[0] A[1] ... A[layer]``: how much each topic of a layer uses each term.

    Parameters
    ----------
    A : sequence of ndarray
        Factors, fine to broad: ``A[0]`` of shape (n_terms, k_0), then (k_{l-1}, k_l).
    layer : int, default=-1
        0 is the finest, -1 the broadest.

    Returns
    -------
    ndarray of shape (n_terms, k_layer)
        In the precision of the factors; for the finest layer ``A[0]`` itself.

    Raises
    ------
    IndexError
        Where there is no such layer.
    """
    layer = range(len(A))[layer]
    # From the right, the products stay (topics, topics) small until the last one meets the terms.
    product = np.asarray(A[layer])
    for factor in reversed(A[:layer]):
        product = np.asarray(factor) @ product
    return product


def assigned_topics(S_l: np.ndarray, contrast: np.ndarray | None = None) -> np.ndarray:
    """The one topic of each document: that of largest weight times contrast.

    Parameters
    ----------
    S_l : array-like of shape (n_docs, k_l)
        Nonnegative weights of the topics of one layer in each document.
    contrast : array-like of shape (k_l,), optional
        What each topic's weight counts, a model's ``topic_contrast_[l]``; by default all alike.

    Returns
    -------
    ndarray of int of shape (n_docs,)
        The first of equals; -1 for a document that has no weight on any topic.
    """
    weights = np.asarray(S_l) if contrast is None else np.asarray(S_l) * contrast
    return np.where(weights.max(axis=1, initial=0.0) > 0, weights.argmax(axis=1), -1)
