"""What the factors and weights of a model say of its topics: their terms, parents and documents.

What a document holds of a broad topic is the sum of what it holds of the finest topics under it,
each topic under its one parent. So weights and shares of children add up to those of their parent.
Numpy alone is needed here, so all may ask.
"""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

DOCS_AT_ONCE = 1 << 16


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


def parent_extents(A: Sequence[np.ndarray], S: Sequence[np.ndarray]) -> list[np.ndarray]:
    """To what extent each topic is explained by each of the next broader layer: (k_l, k_{l+1}).

    Topic `c` of layer `l` is explained by topic `p` above it to the extent ``A[l + 1][c, p] * S[l +
    1][:, p].sum()``: the part of its weight, summed over documents, that the model rebuilds from
    that parent. A topic that no parent explains goes by co-occurrence, ``S[l].T @ S[l + 1]``, in
    its stead. A topic without terms explains none and occurs nowhere. There is an array for each
    layer but the last; only proportions within a row have a meaning, and zeros are an orphan's.
    """
    said = [
        _Said(S_l, (topic_terms(A, layer) > 0).any(axis=0))
        for layer, S_l in zip(range(len(A)), S, strict=True)
    ]
    extents = []
    for factor, below, above in zip(A[1:], said, said[1:], strict=False):
        extent = _peak_one(factor) * sum(some.sum(axis=0) for some in above)
        unexplained = ~(extent > 0).any(axis=1)
        if unexplained.any():
            pairs = zip(below, above, strict=True)
            extent[unexplained] = sum(one[:, unexplained].T @ other for one, other in pairs)
        extents.append(extent)
    return extents


class _Said:
    """What documents say of the topics of a layer that have terms, some documents at a time."""

    def __init__(self, S, has_terms):
        self._S, self._has_terms = S, has_terms
        self._peak = max((self._of(rows).max(initial=0.0) for rows in self._rows()), default=0.0)

    def __iter__(self):
        for rows in self._rows():
            yield self._of(rows) / (self._peak if self._peak > 0 else 1.0)

    def _rows(self):
        return (
            slice(first, first + DOCS_AT_ONCE) for first in range(0, len(self._S), DOCS_AT_ONCE)
        )

    def _of(self, rows):
        return np.where(self._has_terms, np.asarray(self._S[rows], dtype=np.float64), 0)


def _peak_one(weights):
    """Scale an array to at most 1, so that no product overflows."""
    weights = np.asarray(weights, dtype=np.float64)
    peak = weights.max(initial=0.0)
    return weights / (peak if peak > 0 else 1.0)


def strongest_parents(extents: Sequence[np.ndarray]) -> list[np.ndarray]:
    """The one parent of each topic, that which explains most of it; (k_l,) int for each layer.

    There is an array for each layer but the last. Of equals the first, -1 for an orphan.
    """
    return [np.where(each.any(axis=1), each.argmax(axis=1), -1) for each in extents]


def layer_sums(
    fine: Any, parents: Sequence[np.ndarray], n_topics: Sequence[int]
) -> list[np.ndarray]:
    """What documents hold of the topics at every layer, added up; (n_docs, k_l) in float64.

    `fine`, an array or a sparse one, has their weights or shares of the finest topics, and comes
    first; `parents` are as :func:`strongest_parents` gives them, and `n_topics` the k_l of every
    layer. An orphan adds to no broader topic.
    """
    layers = [fine.astype(np.float64)]
    for of_layer, n_above in zip(parents, n_topics[1:], strict=True):
        is_under = np.equal.outer(of_layer, np.arange(n_above))
        layers.append(layers[-1] @ is_under.astype(np.float64))
    return layers


def assigned_topics(weights: np.ndarray) -> np.ndarray:
    """The one topic of each document, that of largest weight; (n_docs,) int.

    The weights of the topics of a layer, (n_docs, k_l), are nonnegative, as :func:`layer_sums` adds
    them up. Of equals the first, -1 for a document that has no weight on any topic.
    """
    weights = np.asarray(weights)
    return np.where(weights.max(axis=1, initial=0.0) > 0, weights.argmax(axis=1), -1)
