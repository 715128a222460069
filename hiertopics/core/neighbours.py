"""Documents joined by their nearest others: ``(I + W) X`` with rows of unit length.

Documents about the same matter often share few words, but they share neighbours: smoothed over
these, the matrix says more of what a document is about than its own words do. It has several times
the nonzeros of X, and is never formed.
"""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse

from hiertopics.core.data import DataMatrix, look_at, members, multiply
from hiertopics.core.kernels.nearest import nearest_rows
from hiertopics.core.linalg import gram
from hiertopics.core.projection import Projection
from hiertopics.core.threads import over_rows

SAME = 1e-6  # by which the cosine of two copies may differ from 1
MOST_PRODUCTS = 1e10  # multiplications of a search, half a minute; more leave common terms out
ROWS_FORMED = 2048  # documents whose joined rows exist at once, for their lengths


class NeighbourMatrix(DataMatrix):
    """``M X``: each document joined by others, as the rows of M weigh them; never formed.

    Parameters
    ----------
    source : DataMatrix of shape (n_others, n_terms)
        X, of which every entry is known.
    M : CSR array of shape (n_docs, n_others)
        Nonnegative, in the dtype of X.
    lengths : ndarray of shape (n_docs,), float64
        Of the rows of ``M X``.
    """

    def __init__(self, source: DataMatrix, M: sparse.csr_array, lengths: np.ndarray):
        self.source, self.M, self.lengths = source, M, lengths
        self.shape, self.dtype, self.is_sparse = (len(M.indptr) - 1, source.shape[1]), M.dtype, True
        self.X = source.X
        self.n_stored = source.n_stored + M.nnz
        self.square_norm = float((lengths**2).sum())

    def weighted(self, weights: np.ndarray) -> NeighbourMatrix:
        """The documents each scaled by its weight, (n_docs,)."""
        M = self.M.copy()
        M.data *= np.repeat(weights, np.diff(M.indptr)).astype(M.dtype)
        return NeighbourMatrix(self.source, M, self.lengths * weights)

    @functools.cached_property
    def _spread(self):
        """M.T by rows."""
        return self.M.T.tocsr()

    def _stored_before(self):
        return self.M.indptr

    def _part(self, rows):
        return NeighbourMatrix(self.source, look_at(self.M, rows), self.lengths[rows])

    def keep_terms(self, terms: np.ndarray) -> NeighbourMatrix:
        """The same documents with these terms alone."""
        return NeighbourMatrix(self.source.keep_terms(terms), self.M, self.lengths)

    def occurring_terms(self) -> np.ndarray:
        """The terms that occur in any of the others, (n_occurring,) int, ascending."""
        return self.source.occurring_terms()

    def shared_products(self, A: np.ndarray) -> np.ndarray:
        """``X @ A``, which every block of documents needs whole."""
        return self.source.dot(A)

    def dot(self, A: np.ndarray, plus: tuple | None = None) -> np.ndarray:
        """``M X A`` for A of shape (n_terms, k); plus the product of a pair, if given."""
        return multiply(self.M, self.source.dot(A), plus)

    def project(
        self, A: np.ndarray, gram_of_A: np.ndarray | None = None, shared: Any = None
    ) -> Projection:
        """What `solve` reads to fit documents, see DataMatrix."""
        shared = self.source.dot(A) if shared is None else shared
        return Projection(A, multiply(self.M, shared), gram(A) if gram_of_A is None else gram_of_A)

    def transposed_dot(self, Z: np.ndarray) -> np.ndarray:
        """``X.T M.T Z`` for Z of shape (n_docs, k)."""
        return self.source.transposed_dot(multiply(self._spread, Z))

    def group_sums(self, group: np.ndarray, weight: np.ndarray, k: int) -> np.ndarray:
        """The weighted sums of the documents of each of k groups, as for DataMatrix."""
        return self.transposed_dot(members(group, weight, k))

    def row_square_norms(self) -> np.ndarray:
        """The squared norm of each document, (n_docs,), float64."""
        return self.lengths**2

    def _some_rows(self, rows):
        return look_at(self.M, rows) @ self.X


class Joined(NamedTuple):
    """Documents joined by their neighbours, and what the search said of each.

    Attributes
    ----------
    documents : NeighbourMatrix of shape (n_docs, n_terms)
        Their rows have unit length, but for those of empty documents.
    reach : ndarray of shape (n_docs,)
        How near the last of the k nearest of each is; 0 if there are fewer.
    weights : ndarray of shape (n_docs,), float64
        By which each counts in a fit, squared: one in so many as say nearly the same.
    """

    documents: NeighbourMatrix
    reach: np.ndarray
    weights: np.ndarray


def join_neighbours(
    documents: DataMatrix,
    k: int,
    others: DataMatrix | None = None,
    reach: np.ndarray | None = None,
) -> Joined:
    """Join each document by its neighbours: rows of ``(I + W) X`` of unit length.

    Two documents are neighbours where each is among the k nearest of the other, by the cosine of
    their rows. A neighbour weighs as much as that cosine, and the weights of a document are scaled
    to sum to 1: the rows of W. That both must be near keeps documents out that are near to
    everything, such as long ones. Copies of a document are not among its neighbours, as they add
    nothing; so a document of the fit finds the same neighbours when it comes again.

    What is said by many, as in a long thread or a form letter, should count as a subject once and
    not as often as it is said. So a document weighs as one in 1 + c, where c sums the cosines with
    its k nearest and counts its copies: the square of its weight is 1 / (1 + c). W. Xu, X. Liu and
    Y. Gong, SIGIR 2003, weigh documents for NMF by all their cosines, which gives those that are
    like no other by far the most.

    A search among many documents leaves the commonest terms out, as many as it takes to keep to
    `MOST_PRODUCTS`; they say least of what two documents share. The result is the same, bit for
    bit, for any number of threads.

    Parameters
    ----------
    documents : DataMatrix of shape (n_docs, n_terms)
    k : int
    others : DataMatrix of shape (n_others, n_terms), optional
        Among which neighbours are found; by default the documents themselves.
    reach : ndarray of shape (n_others,)
        With others, what this function said of them.

    Returns
    -------
    Joined
    """
    X = unit_rows(documents)
    Y = X if others is None else unit_rows(others)
    cosines, rows, copies = nearest(X, Y, k)
    own_reach = cosines[:, -1].copy() if k <= cosines.shape[1] else np.zeros(len(cosines), X.dtype)
    reach = own_reach if reach is None else reach
    near = (rows >= 0) & (cosines >= reach[rows])
    totals = np.where(near, cosines, 0).sum(axis=1, keepdims=True)
    weights = cosines / np.where(totals > 0, totals, 1)
    indptr = np.concatenate([[0], np.cumsum(near.sum(axis=1))])
    W = sparse.csr_array((weights[near], rows[near], indptr), shape=(X.shape[0], Y.shape[0]))
    own = sparse.csr_array(sparse.identity(X.shape[0], X.dtype, format="csr"))
    if others is None:
        source, M = X, sparse.csr_array(own + W)
    else:
        used = np.unique(W.indices)
        source = sparse.vstack([X, Y[used]], format="csr")
        M = sparse.hstack([own, W[:, used]], format="csr")
    M.sort_indices()
    lengths = np.concatenate(
        [
            sparse.linalg.norm(look_at(M, slice(first, first + ROWS_FORMED)) @ source, axis=1)
            for first in range(0, M.shape[0], ROWS_FORMED)
        ]
    )
    M.data *= np.repeat(np.divide(1, lengths, out=lengths, where=lengths > 0), np.diff(M.indptr))
    M.eliminate_zeros()
    joined = NeighbourMatrix(DataMatrix(source), M, (np.diff(M.indptr) > 0).astype(np.float64))
    # Of the documents themselves each is a copy of itself.
    crowd = cosines.sum(axis=1, dtype=np.float64) + np.maximum(copies, 1)
    return Joined(joined, own_reach, 1 / np.sqrt(crowd))


def nearest(
    X: sparse.csr_array, Y: sparse.csr_array, k: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Find the k rows of Y nearest to each row of X, copies left out; both have unit rows.

    Returns
    -------
    cosines : ndarray of shape (n_docs, at most k)
        In falling order, 0 where no other row has a term in common.
    rows : ndarray of int, of the same shape
        -1 there.
    copies : ndarray of int, shape (n_docs,)
        How many rows of Y are the same.
    """
    by_column = _searched_terms(X, Y).tocsc()
    by_column = (by_column.data, by_column.indices, by_column.indptr)
    cosines = np.zeros((X.shape[0], min(k, Y.shape[0])), X.dtype)
    rows = np.full(cosines.shape, -1, by_column[1].dtype)
    copies = np.zeros(X.shape[0], rows.dtype)
    found = (cosines, rows, copies)

    def search(first, last):
        indptr, out = X.indptr[first : last + 1], [each[first:last] for each in found]
        most = X.dtype.type(1 - SAME)
        nearest_rows(X.data, X.indices, indptr, by_column, Y.shape[0], most, *out)

    over_rows(X.shape[0], search)
    return found


def _searched_terms(X, Y):
    """Y without the commonest terms, where a search by all of them would take too long."""
    n_terms = X.shape[1]
    in_X, in_Y = (np.bincount(each.indices, minlength=n_terms) for each in (X, Y))
    work = in_X.astype(np.float64) * in_Y
    if work.sum() <= MOST_PRODUCTS:
        return Y
    rarest = np.argsort(work, kind="stable")
    common = rarest[np.cumsum(work[rarest]) > MOST_PRODUCTS]
    kept = Y.copy()
    kept.data[np.isin(kept.indices, common)] = 0
    kept.eliminate_zeros()
    return kept


def unit_rows(documents: DataMatrix) -> sparse.csr_array:
    """The documents as CSR with rows of unit length, or zero; canonical.

    However they come, they are the same bit for bit: a document that is the last of the nearest of
    another would else be a neighbour once and not again.
    """
    X = sparse.csr_array(documents.X)
    X = X if X.has_sorted_indices else X.sorted_indices()
    squares = sparse.csr_array((np.square(X.data, dtype=np.float64), X.indices, X.indptr), X.shape)
    lengths = np.sqrt(squares @ np.ones(X.shape[1]))
    lengths = np.repeat(np.where(lengths > 0, lengths, 1), np.diff(X.indptr))
    return sparse.csr_array((X.data / lengths.astype(X.dtype), X.indices, X.indptr), X.shape)
