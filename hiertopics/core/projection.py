"""What a least squares fit of one side of the data reads of the factors of the other side."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True)
class Projection:
    """Factors, and the products of the data and of the factors themselves with them.

    For fitting documents the factors are the terms of topics, ``A``; for fitting terms they are
    the topics of documents, ``S``.

    Attributes
    ----------
    factor : ndarray of shape (n, k)
        ``A``, or ``S``.
    products : ndarray of shape (n_rows, k)
        ``X @ A``, or ``X.T @ S``.
    gram : ndarray of shape (k, k)
        ``A.T @ A``, or ``S.T @ S``; float64.
    rows : ndarray of int of shape (n_rows,), optional
        The documents (or terms) that the products are of; all by default.
    extra : ndarray of shape (k, k), optional
        Added to the gram of each of them.
    """

    factor: np.ndarray
    products: np.ndarray
    gram: np.ndarray
    rows: np.ndarray | None = None
    extra: np.ndarray | None = None

    def of_rows(self, rows: np.ndarray, extra: np.ndarray | None) -> Projection:
        """The same for some of the documents, with something added to the gram of each."""
        return replace(self, products=self.products[rows], rows=rows, extra=extra)
