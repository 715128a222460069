"""Sparse matrices of counts: made of blocks of tokens, taken apart by rows, put together again.

Those of a corpus may be larger than the memory, and are gone through some rows at a time.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeAlias

import numpy as np
from scipy import sparse

from hiertopics.vectorizer.stored_array import StoredArray

# Tokens of some documents: numbers of words (int32), and where documents end: document i of the
# block has ids[ends[i]:ends[i + 1]].
Block = tuple[np.ndarray, np.ndarray]

_NONZEROS = 2**19  # In a block of rows.


def ends_of(lengths: np.ndarray) -> np.ndarray:
    """Where documents of these lengths end, one after the other: 0, then each end."""
    return np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])


class Counts:
    """A sparse matrix of counts (n_docs, n_columns), in memory or, when large, in temporary files.

    Rows are added at the end, their indices sorted. `indptr`, `indices` and `data` are the arrays
    of CSR, of which slices can be taken: `row_blocks` gives some rows at a time.
    """

    def __init__(self) -> None:
        self.indices, self.data = StoredArray(np.int32), StoredArray(np.int32)
        self._ends, self._n_columns = array("q", [0]), 0

    def add(self, data: np.ndarray, indices: np.ndarray, lengths: np.ndarray) -> None:
        """Add rows, of so many entries each."""
        self.data.extend(data)
        self.indices.extend(indices)
        self._ends.frombytes((self._ends[-1] + np.cumsum(lengths, dtype=np.int64)).tobytes())
        self.widen(int(indices.max(initial=-1)) + 1)

    def widen(self, n_columns: int) -> None:
        """Have so many columns, if there are fewer."""
        self._n_columns = max(self._n_columns, n_columns)

    @property
    def indptr(self) -> np.ndarray:
        """Where the entries of each row begin, and the last end, int (n_docs + 1,)."""
        return np.frombuffer(self._ends, np.int64)

    @property
    def shape(self) -> tuple[int, int]:
        """Documents and columns."""
        return len(self._ends) - 1, self._n_columns

    def tocsr(self) -> sparse.csr_matrix:
        """All of it in memory."""
        return _rows(self, 0, self.shape[0])


AnyCounts: TypeAlias = "Counts | sparse.csr_matrix"


def stored_counts(blocks: Iterable[sparse.csr_matrix], n_columns: int) -> Counts:
    """Counts of blocks of rows, which have so many columns."""
    made = Counts()
    made.widen(n_columns)
    for block in blocks:
        made.add(block.data, block.indices, np.diff(block.indptr))
    return made


def count_tokens(blocks: Iterable[Block], first: int = 0) -> Counts:
    """How often each document has each number from `first` on, which is column 0.

    The last column is that of the highest number found.
    """
    made = Counts()
    for ids, ends in blocks:
        rows = np.repeat(np.arange(len(ends) - 1), np.diff(ends))
        if first:
            wanted = np.flatnonzero(ids >= first)
            rows, ids = rows[wanted], ids[wanted] - first
        pairs = np.sort(rows << 32 | ids)
        starts = np.flatnonzero(np.diff(pairs, prepend=-1))
        times = np.diff(starts, append=len(pairs))
        pairs = pairs[starts]
        lengths = np.bincount(pairs >> 32, minlength=len(ends) - 1)
        made.add(times, pairs & 0xFFFFFFFF, lengths)
    return made


def row_blocks(*matrices: AnyCounts) -> Iterator[sparse.csr_matrix]:
    """Matrices side by side, some rows at a time, which must not be written to."""
    for rows in aligned_rows(*matrices):
        yield rows[0] if len(rows) == 1 else sparse.hstack(rows, "csr")


def aligned_rows(*matrices: AnyCounts) -> Iterator[list[sparse.csr_matrix]]:
    """The same rows of each matrix, some at a time, which must not be written to."""
    indptr = matrices[0].indptr
    cuts = np.searchsorted(indptr, np.arange(0, indptr[-1], _NONZEROS))
    cuts = np.unique([0, *cuts, len(indptr) - 1])
    for start, stop in zip(cuts[:-1], cuts[1:], strict=True):
        yield [_rows(matrix, start, stop) for matrix in matrices]


def difference(counts: Counts, others: Counts) -> Counts:
    """Counts less others, which have no more columns."""
    others.widen(counts.shape[1])
    parts = (rows - less for rows, less in aligned_rows(counts, others))
    return stored_counts(parts, counts.shape[1])


def rows_where(kept: np.ndarray, counts: Counts) -> Counts:
    """Rows of counts where a mask (n_docs,) is True."""
    mask = iter(kept)
    parts = (rows[np.fromiter(islice(mask, rows.shape[0]), bool)] for rows in row_blocks(counts))
    return stored_counts(parts, counts.shape[1])


def _rows(matrix: AnyCounts, start: int, stop: int) -> sparse.csr_matrix:
    edges = matrix.indptr[start : stop + 1]
    inside = slice(edges[0], edges[-1])
    parts = matrix.data[inside], matrix.indices[inside], edges - edges[0]
    return sparse.csr_matrix(parts, shape=(stop - start, matrix.shape[1]), copy=False)


def column_sums(counts: AnyCounts) -> np.ndarray:
    """Sum of each column of a matrix of counts, int (n_columns,)."""
    sums = np.zeros(counts.shape[1], np.int64)
    for block in row_blocks(counts):  # Whole, bincount would take 16 bytes more for each entry.
        sums += np.bincount(block.indices, block.data, len(sums)).astype(np.int64)
    return sums


def row_sums(counts: AnyCounts) -> np.ndarray:
    """Sum of each row of a matrix of counts, int (n_rows,)."""
    sums = [np.asarray(block.sum(axis=1), np.int64).ravel() for block in row_blocks(counts)]
    return np.concatenate([np.empty(0, np.int64), *sums])


def renamed(counts: sparse.csr_matrix, column_of: np.ndarray, n_columns: int) -> sparse.csr_matrix:
    """A matrix of counts with other columns: those with one new column are added up, -1 is none."""
    columns = column_of[counts.indices]
    kept = np.flatnonzero(columns >= 0)
    edges = np.searchsorted(kept, counts.indptr)
    parts = counts.data[kept], columns[kept], edges
    made = sparse.csr_matrix(parts, shape=(counts.shape[0], n_columns))
    made = made.tocsc().tocsr()  # which sorts by counting, sooner than sum_duplicates would
    made.sum_duplicates()
    return made


def stacked(
    blocks: Iterable[sparse.csr_matrix], n_columns: int, n_nonzeros: int | None, dtype
) -> sparse.csr_matrix:
    """Rows of all blocks (n_rows_of_block, n_columns) as one CSR matrix.

    Where `n_nonzeros` of all blocks is known they are copied as they come, and not kept.
    """
    if n_nonzeros is None:
        blocks = list(blocks)
        n_nonzeros = sum(block.nnz for block in blocks)
    index = np.int32 if max(n_nonzeros, n_columns) < 2**31 else np.int64
    data, indices = np.empty(n_nonzeros, dtype), np.empty(n_nonzeros, index)
    ends, filled = [np.zeros(1, index)], 0
    for block in blocks:
        here = slice(filled, filled + block.nnz)
        data[here], indices[here] = block.data, block.indices
        ends.append((block.indptr[1:] + filled).astype(index))
        filled += block.nnz
    shape = (sum(map(len, ends)) - 1, n_columns)
    return sparse.csr_matrix((data, indices, np.concatenate(ends)), shape=shape)
