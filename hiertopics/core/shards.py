"""A data matrix in shards: stretches of documents whose products are computed one after the other.

The shards depend on the documents alone, and what they give is added in their order. So the same
bits come out whether all of them are in memory, or each is read from disk when its turn comes.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Sequence

import numpy as np
from scipy import sparse

from hiertopics.core.data import DOC_WORK, DataMatrix, look_at, multiply

SHARD_WORK = 1 << 22  # of its documents together: 13,000 abstracts, or 3,300 reports


def shard_ends(n_stored: np.ndarray, before: int = 0) -> np.ndarray:
    """Where shards end among documents that store so many entries each; (n_complete,) int.

    A shard is complete with the document that brings its work to `SHARD_WORK`. What comes later
    does not change where it ends, so that documents may come one after the other; ``before`` is the
    work of those that have come since the last end.
    """
    work = before + np.cumsum(np.asarray(n_stored, np.int64) + DOC_WORK)
    ends, done = [], 0
    while len(work) and work[-1] - done >= SHARD_WORK:
        ends.append(int(np.searchsorted(work, done + SHARD_WORK)) + 1)
        done = work[ends[-1] - 1]
    return np.array(ends, int)


def in_shards(X: DataMatrix) -> DataMatrix:
    """The same data in shards, where it is sparse and more than one; X is one that looks at all."""
    if not X.is_sparse:
        return X
    ends = shard_ends(np.diff(X.X.indptr))
    cuts = np.unique([0, *ends.tolist(), X.shape[0]])
    if len(cuts) <= 2:
        return X
    rows = itertools.pairwise(cuts.tolist())
    parts = [DataMatrix(look_at(X.X, slice(*pair)), distinct=True) for pair in rows]
    return ShardedMatrix(parts, X.X)


class ShardedMatrix(DataMatrix):
    """X in several shards of documents, sparse and complete.

    Parameters
    ----------
    shards : sequence of DataMatrix
        In the order of the documents.
    X : CSR array of shape (n_docs, n_terms), optional
        All of them as one, where that is in memory.
    """

    def __init__(self, shards: Sequence[DataMatrix], X: sparse.csr_array | None = None):
        self.shards, self.X, self.is_sparse = list(shards), X, True
        ends = np.cumsum([0, *(shard.shape[0] for shard in self.shards)]).tolist()
        self.shape, self.dtype = (ends[-1], self.shards[0].shape[1]), self.shards[0].dtype
        self.n_stored = sum(shard.n_stored for shard in self.shards)
        self._rows = [slice(*pair) for pair in itertools.pairwise(ends)]

    def _each(self) -> Iterator[tuple[slice, DataMatrix]]:
        return zip(self._rows, self.shards, strict=True)

    @functools.cached_property
    def square_norm(self) -> float:
        """``||X||_F^2``."""
        return sum(shard.square_norm for shard in self.shards)

    def occurring_terms(self) -> np.ndarray:
        """The terms that occur, (n_occurring,) int, ascending."""
        occurs = np.zeros(self.shape[1], bool)
        for shard in self.shards:
            occurs[shard.occurring_terms()] = True
        return np.flatnonzero(occurs)

    def keep_terms(self, terms: np.ndarray) -> ShardedMatrix:
        """The same documents with these terms alone, in the same shards."""
        return ShardedMatrix([shard.keep_terms(terms) for shard in self.shards])

    @functools.cached_property
    def blocks(self) -> list:
        """The blocks of each shard, as for DataMatrix."""
        return [
            (slice(rows.start + some.start, rows.start + some.stop), block)
            for rows, shard in self._each()
            for some, block in shard.blocks
        ]

    def dot(self, A: np.ndarray, plus: tuple | None = None) -> np.ndarray:
        """``X @ A``, as for DataMatrix."""
        if self.X is not None and plus is None:
            return multiply(self.X, A)  # row by row the same, and threads meet but once
        out = np.empty((self.shape[0], A.shape[1]), A.dtype)
        for rows, shard in self._each():
            left = None if plus is None else (plus[0][rows], plus[1])
            multiply(shard.X, A, left, out[rows])
        return out

    def transposed_dot(
        self, Z: np.ndarray, plus: tuple | None = None, out: np.ndarray | None = None
    ) -> np.ndarray:
        """``X.T @ Z``, as for DataMatrix: the products of the shards, added in their order."""
        out = np.empty((self.shape[1], Z.shape[1]), Z.dtype) if out is None else out
        for rows, shard in self._each():
            is_first = rows.start == 0
            multiply(shard.by_term, Z[rows], plus if is_first else None, out, add=not is_first)
        return out

    def group_sums(self, group: np.ndarray, weight: np.ndarray, k: int) -> np.ndarray:
        """The weighted sums of the documents of each of k groups, as for DataMatrix."""
        sums = (shard.group_sums(group[rows], weight[rows], k) for rows, shard in self._each())
        return functools.reduce(np.add, sums)

    def row_square_norms(self) -> np.ndarray:
        """The squared norm of each document, (n_docs,), float64."""
        return np.concatenate([shard.row_square_norms() for shard in self.shards])

    def residual_square_norm(self, S: np.ndarray, A: np.ndarray) -> float:
        """``||X - S A.T||_F^2`` from the residual itself, as for DataMatrix."""
        return sum(shard.residual_square_norm(S[rows], A) for rows, shard in self._each())
