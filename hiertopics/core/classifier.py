"""The classifier B of labelled documents: least squares from sums over them, and its error."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from hiertopics.core.data import DataMatrix
from hiertopics.core.linalg import gram, total
from hiertopics.core.network import Labels
from hiertopics.core.nnls import nnls


@dataclass(frozen=True)
class LabelledSums:
    """What a classifier is fitted to: sums over the documents whose labels are known."""

    products: np.ndarray  # (n_classes, k), float64: Y.T @ S
    gram: np.ndarray  # (k, k), float64: S.T @ S
    dtype: Any  # of the labels

    def __iadd__(self, other: LabelledSums) -> LabelledSums:
        """Add the sums over other documents."""
        gram = self.gram + other.gram
        return replace(self, products=self.products + other.products, gram=gram)

    def scaled(self, norms: np.ndarray) -> LabelledSums:
        """The sums for ``S * norms``."""
        norms = norms.astype(np.float64)
        gram = self.gram * np.outer(norms, norms)
        return replace(self, products=self.products * norms, gram=gram)


def labelled_sums(labels: Labels, S: np.ndarray) -> LabelledSums:
    """The sums over the labelled ones of documents with the topics S, (n_docs, k)."""
    S = S[labels.rows].astype(np.float64)
    return LabelledSums(labels.Y.T @ S, gram(S), labels.Y.dtype)


def renew_classifier(
    sums: LabelledSums, B: np.ndarray | None = None, update: str = "exact"
) -> np.ndarray:
    """B of shape (n_classes, k) for given S, from the documents whose labels are known.

    "exact" minimises ``||Y - S B.T||`` over them, whatever B is given; the other steps start from
    it, or from ones.
    """
    if B is None and update != "exact":
        B = np.ones_like(sums.products)
    B = None if B is None else B.astype(np.float64)
    return nnls(sums.products, sums.gram, B, update).astype(sums.dtype)


def fit_classifier(X: DataMatrix, labels: Labels, S: np.ndarray) -> np.ndarray:
    """B of shape (n_classes, k) that fits the labels of documents best, given their topics S."""

    def add_up(X, labels, S):
        return (), (labelled_sums(labels, S),)

    return renew_classifier(X.each(add_up, labels, S)[1][0])


def label_error(labels: Labels | None, S: np.ndarray, B: Any, weight: float) -> float:
    """``weight * ||L * (Y - S B.T)||^2``, 0 without labels."""
    if labels is None:
        return 0.0
    residual = labels.Y - S[labels.rows] @ B.T
    return weight * total(residual, residual)
