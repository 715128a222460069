"""A data matrix in shards: stretches of documents whose products are computed one after the other.

The shards depend on the documents alone, and what they give is added in their order. So the same
bits come out whether all of them are in memory, or each is read from disk when its turn comes.
"""

from __future__ import annotations

import functools
import itertools
import operator
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from scipy import sparse

from hiertopics.core.data import DOC_WORK, DataMatrix, csr_of, look_at, multiply, rows_among

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
    return ShardedMatrix(parts, cuts[1:].tolist(), X.X)


class _MadeShards(Sequence):
    """Shards that are made each time that they are asked for, so that none is kept."""

    def __init__(self, make: Callable, sources: Sequence):
        self._make, self._sources = make, sources

    def __len__(self) -> int:
        return len(self._sources)

    def __getitem__(self, number: Any) -> Any:
        return self._make(self._sources[number])


def _with_terms(shard, terms):
    """A shard with these terms alone, of which no entries are copied where the others have none."""
    X, by_term = shard.X, shard.by_term
    starts = by_term.indptr
    if (starts[terms + 1] - starts[terms]).sum() < shard.n_stored:
        return shard.keep_terms(terms)  # zeros are stored of a term that does not occur
    numbers = np.zeros(shard.shape[1], X.indices.dtype)
    numbers[terms] = np.arange(len(terms))
    shape = (shard.shape[0], len(terms))
    ends = np.append(starts[terms], starts[-1])
    kept = DataMatrix(csr_of(shape, X.data, numbers[X.indices], X.indptr), distinct=True)
    kept.by_term = csr_of(shape[::-1], by_term.data, by_term.indices, ends)
    kept.square_norm = shard.square_norm
    return kept


def _add(left, right):
    """The sum of two sums over documents, in place of the first; None is nothing."""
    if left is None:
        return right
    return left if right is None else operator.iadd(left, right)


class ShardedMatrix(DataMatrix):
    """X in several shards of documents, all of it known.

    Parameters
    ----------
    shards : sequence of DataMatrix
        In the order of the documents. They may be made each time that they are asked for.
    ends : sequence of int
        The document after the last of each shard.
    X : CSR array of shape (n_docs, n_terms), optional
        All of them as one, where that is in memory.
    new_rows : callable, default=numpy.empty
        ``new_rows(shape, dtype)`` gives the arrays that hold what is computed for documents.
    """

    def __init__(
        self,
        shards: Sequence[DataMatrix],
        ends: Sequence[int],
        X: sparse.csr_array | None = None,
        new_rows: Callable = np.empty,
    ):
        self.shards, self.ends, self.X, self.new_rows = shards, list(ends), X, new_rows
        first = shards[0]
        self.shape, self.dtype = (self.ends[-1], first.shape[1]), first.dtype
        self.is_sparse = first.is_sparse
        self._rows = [slice(*pair) for pair in itertools.pairwise([0, *self.ends])]

    @functools.cached_property
    def n_stored(self) -> int:
        """How many entries are stored."""
        return sum(shard.n_stored for shard in self.shards)

    def each(self, work: Callable, *rows: Any) -> tuple:
        """Take the documents through a computation shard by shard, see DataMatrix."""
        made: Any = None
        sums: Any = None
        for some, shard in self._each():
            new, more = work(shard, *(rows_among(given, some) for given in rows))
            if made is None:
                made = [self.new_rows((self.shape[0], *a.shape[1:]), a.dtype) for a in new]
            for out, found in zip(made, new, strict=True):
                out[some] = found
            sums = more if sums is None else tuple(map(_add, sums, more))
        return tuple(made), sums

    def first_documents(self, n_numbers: int) -> tuple[slice, DataMatrix]:
        """The first shard, see DataMatrix."""
        return self._rows[0], self.shards[0]

    def handed_on(self, S: np.ndarray, D: np.ndarray) -> ShardedMatrix:
        """The topics of these documents, weighted, in the same shards, see DataMatrix."""
        shards = _MadeShards(lambda rows: DataMatrix(S[rows] * D), self._rows)
        return ShardedMatrix(shards, self.ends, new_rows=self.new_rows)

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
        if self.X is None:
            shards = _MadeShards(lambda shard: _with_terms(shard, terms), self.shards)
        else:
            shards = [shard.keep_terms(terms) for shard in self.shards]
        return ShardedMatrix(shards, self.ends, new_rows=self.new_rows)

    def dot(self, A: np.ndarray, plus: tuple | None = None) -> np.ndarray:
        """``X @ A``, as for DataMatrix."""
        if self.X is not None:
            return multiply(self.X, A, plus)  # row by row the same, and threads meet but once
        left, right = (None, None) if plus is None else plus

        def product(X, left):
            return (X.dot(A, None if left is None else (left, right)),), ()

        return self.each(product, left)[0][0]

    def transposed_dot(self, Z: np.ndarray) -> np.ndarray:
        """``X.T @ Z``, as for DataMatrix: the products of the shards, added in their order."""

        def product(X, Z):
            return (), (X.transposed_dot(Z),)

        return self.each(product, Z)[1][0]

    def row_square_norms(self) -> np.ndarray:
        """The squared norm of each document, (n_docs,), float64."""
        return np.concatenate([shard.row_square_norms() for shard in self.shards])

    def residual_square_norm(self, S: np.ndarray, A: np.ndarray) -> float:
        """``||X - S A.T||_F^2`` from the residual itself, as for DataMatrix."""
        return sum(shard.residual_square_norm(S[rows], A) for rows, shard in self._each())
