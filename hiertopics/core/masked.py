"""A data matrix of which some entries are not known: the paper's W, without an array of its size.

For each document the smaller of the sets of its known and of its unknown terms is listed, and
every formula of :class:`~hiertopics.core.data.DataMatrix` is corrected on that list: the
``A'A`` of a document loses ``a a'`` for each unknown term, ``S A'`` loses its unknown entries.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from hiertopics.core.data import DataMatrix
from hiertopics.core.kernels.nnls import masked_adjoint_rows, masked_update_rows
from hiertopics.core.kernels.products import masked_product_rows
from hiertopics.core.linalg import column_sums, dot_rows, scale_columns, total
from hiertopics.core.nnls import UPDATES
from hiertopics.core.partials import FirstPartials, FirstSums
from hiertopics.core.projection import Projection
from hiertopics.core.threads import over_rows


@dataclass(frozen=True)
class SmallerSets:
    """Of each row, the known or the unknown columns, whichever are fewer."""

    indices: np.ndarray  # as in CSR, sorted within a row
    indptr: np.ndarray
    lists_known: np.ndarray  # (n_rows,) bool: whether a row lists what is known, else the unknown

    def part(self, first: int, last: int) -> tuple:
        """``indices, indptr, lists_known`` of some of the rows."""
        return self.indices, self.indptr[first : last + 1], self.lists_known[first:last]


def smaller_sets(listed: sparse.csr_array, *, known: bool) -> SmallerSets:
    """The smaller set of each row, where a canonical CSR array stores the known or the unknown."""
    n_rows, n_columns = listed.shape
    counts = np.diff(listed.indptr)
    # Of two halves the known one, so that the lists do not depend on which were given; and row
    # pointers of one type, so that the kernels compile once.
    flipped = 2 * counts >= n_columns + known
    if not flipped.any():
        return SmallerSets(listed.indices, listed.indptr.astype(np.int64), np.full(n_rows, known))
    columns = np.arange(n_columns, dtype=listed.indices.dtype)
    rows = []
    for i in range(n_rows):
        row = listed.indices[listed.indptr[i] : listed.indptr[i + 1]]
        rows.append(np.setdiff1d(columns, row, assume_unique=True) if flipped[i] else row)
    counts = np.where(flipped, n_columns - counts, counts)
    indptr = np.concatenate([[0], np.cumsum(counts)])
    return SmallerSets(np.concatenate(rows), indptr, flipped != known)


class MaskedMatrix(DataMatrix):
    """X of which the entries listed alone, or all but those, are known.

    Parameters
    ----------
    X : ndarray or scipy sparse matrix or array of shape (n_docs, n_terms)
        As for DataMatrix, and 0 where it is not known.
    listed : CSR array of shape (n_docs, n_terms)
        Which entries are known or unknown; only where it stores something counts.
    known : bool
        Whether the listed entries are the known ones.
    """

    is_complete = False

    def __init__(self, X: Any, listed: sparse.csr_array, *, known: bool):
        super().__init__(X)
        self._listed, self._known = listed, known
        self._docs = smaller_sets(listed, known=known)
        self._terms = smaller_sets(listed.T.tocsr(), known=known)
        self.n_stored += len(self._docs.indices)

    @property
    def blocks(self) -> list:
        """One block: the lists of each term number the documents of the whole matrix."""
        return [(slice(0, self.shape[0]), self)]

    def keep_terms(self, terms: np.ndarray) -> MaskedMatrix:
        """See DataMatrix."""
        return MaskedMatrix(self.X[:, terms], self._listed[:, terms], known=self._known)

    def solve(
        self, fixed: Projection, start: np.ndarray | None = None, update: str = "exact"
    ) -> np.ndarray:
        """See DataMatrix; each document (or term) is fitted on the terms that it knows."""
        B, A, G = (np.ascontiguousarray(a) for a in (fixed.products, fixed.factor, fixed.gram))
        S = np.zeros_like(B) if start is None else np.array(start, dtype=B.dtype, order="C")
        rows = np.arange(len(B)) if fixed.rows is None else fixed.rows
        extra, sets = np.zeros_like(G) + fixed.extra, self._terms if fixed.of_terms else self._docs
        lists = (sets.indices, sets.indptr, sets.lists_known)

        def renew(i, j):
            masked_update_rows(UPDATES[update], B[i:j], A, G, extra, rows[i:j], *lists, S[i:j])

        over_rows(len(B), renew)
        return S

    def adjoint(self, D: np.ndarray, S: np.ndarray, topics: Projection) -> np.ndarray:
        """See DataMatrix."""
        Z, D, sets = np.empty_like(S), np.ascontiguousarray(D), self._docs
        A, G = topics.factor, topics.gram

        def pull_back(i, j):
            masked_adjoint_rows(D[i:j], S[i:j], A, G, *sets.part(i, j), Z[i:j])

        over_rows(len(S), pull_back)
        return Z

    def known_dot(self, S: np.ndarray, topics: Projection) -> np.ndarray:
        """See DataMatrix."""
        A = topics.factor
        return _product(self._docs, S, A, A, dot_rows(S, topics.gram))

    def first_sums(self, parts: FirstPartials) -> FirstSums:
        """See DataMatrix."""
        A, norms = parts.A, parts.norms
        grad = self.transposed_dot(parts.X_factor)
        for weight, S, Z, cross in parts.cross:
            grad += weight * _product(self._terms, A, S, Z, dot_rows(A, cross))
            grad += weight * _product(self._terms, A, Z, S, dot_rows(A, cross.T))
        slopes = column_sums(A, grad)
        products = grad if norms is None else scale_columns(grad, 1 / norms)
        return FirstSums(products, np.zeros((A.shape[1],) * 2), slopes)

    def _square_of_fit(self, S, topics, square):
        return total(self.known_dot(S, topics), S)

    def _keep_known(self, block, first):
        sets = self._docs
        for row, i in zip(block, range(first, first + len(block)), strict=True):
            listed = sets.indices[sets.indptr[i] : sets.indptr[i + 1]]
            if sets.lists_known[i]:
                kept = row[listed]
                row[:] = 0
                row[listed] = kept
            else:
                row[listed] = 0
        return block


def _product(sets, left, right, dense, full):
    """``(W * (left @ right.T)) @ dense`` from ``full``, the same with W all ones."""
    out, left, right, dense = (np.ascontiguousarray(array) for array in (full, left, right, dense))

    def multiply(i, j):
        masked_product_rows(left[i:j], right, dense, *sets.part(i, j), out[i:j])

    over_rows(len(out), multiply)
    return out


def hide(X: Any, listed: sparse.csr_array, *, known: bool) -> Any:
    """A copy of X with 0 in place of every entry that is not known; in a sparse X not stored.

    ``listed`` and ``known`` are those of :class:`MaskedMatrix`; unknown entries may hold anything,
    NaN included.
    """
    rows = np.repeat(np.arange(X.shape[0]), np.diff(listed.indptr))
    if sparse.issparse(X):
        stored = _positions(np.repeat(np.arange(X.shape[0]), np.diff(X.indptr)), X.indices, X.shape)
        kept = np.isin(stored, _positions(rows, listed.indices, X.shape)) == known
        indptr = np.concatenate([[0], np.cumsum(kept)])[X.indptr].astype(X.indptr.dtype)
        return sparse.csr_array((X.data[kept], X.indices[kept], indptr), shape=X.shape)
    shown = np.zeros_like(X) if known else X.copy()
    shown[rows, listed.indices] = X[rows, listed.indices] if known else 0
    return shown


def _positions(rows, columns, shape):
    """One number for each entry of a matrix."""
    return rows.astype(np.int64) * shape[1] + columns
