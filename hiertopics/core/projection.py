"""What a least squares fit of one side of the data reads of the factors of the other side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from hiertopics.core.linalg import accumulate


@dataclass(frozen=True)
class Projection:
    """Factors, and the products of the data and of the factors themselves with them.

    For fitting documents the factors are the terms of topics, ``A``; for fitting terms they are
    the topics of documents, ``S``. ``n`` and ``n_rows`` are the numbers of terms and documents, or
    the other way round.
    """

    factor: Any  # (n, k): A, or S; None in the sum of several
    products: np.ndarray  # (n_rows, k): X @ A, or X.T @ S
    gram: np.ndarray  # (k, k), float64: A.T @ A, or S.T @ S
    rows: np.ndarray | None = None  # (n_rows,): which documents the products are of, if not all
    extra: np.ndarray | float = 0.0  # (k, k): added to the gram of each of them
    of_terms: bool = False  # whether terms are fitted

    def __iadd__(self, other: Projection) -> Projection:
        """Add what other documents say of the terms, in place of the products."""
        accumulate(self.products, other.products)
        return replace(self, factor=None, gram=self.gram + other.gram)
