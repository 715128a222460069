"""Sparse matrices of counts: made of blocks of tokens, taken apart by rows, put together again."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

import numpy as np
from scipy import sparse

# Tokens of some documents: numbers of words (int32), and where documents end: document i of the
# block has ids[ends[i]:ends[i + 1]].
Block = tuple[np.ndarray, np.ndarray]

_NONZEROS = 2**19  # In a block of rows.


def ends_of(lengths: np.ndarray) -> np.ndarray:
    """Where documents of these lengths end, one after the other: 0, then each end."""
    return np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])


def count_tokens(blocks: Iterable[Block], first: int = 0) -> sparse.csr_matrix:
    """How often each document has each number from `first` on, which is column 0.

    Indices are sorted; the last column is that of the highest number found.
    """
    # Arrays that grow in place: a list of parts, joined at the end, would take twice the memory.
    indices, data, lengths = array("i"), array("i"), array("q")
    for ids, ends in blocks:
        rows = np.repeat(np.arange(len(ends) - 1), np.diff(ends))
        if first:
            wanted = np.flatnonzero(ids >= first)
            rows, ids = rows[wanted], ids[wanted] - first
        pairs = np.sort(rows << 32 | ids)
        starts = np.flatnonzero(np.diff(pairs, prepend=-1))
        data.frombytes(np.diff(starts, append=len(pairs)).astype(np.int32).tobytes())
        pairs = pairs[starts]
        indices.frombytes((pairs & 0xFFFFFFFF).astype(np.int32).tobytes())
        lengths.frombytes(np.bincount(pairs >> 32, minlength=len(ends) - 1).tobytes())
    columns, edges = np.asarray(indices), ends_of(np.asarray(lengths))
    shape = len(edges) - 1, int(columns.max(initial=-1)) + 1
    return sparse.csr_matrix((np.asarray(data), columns, edges), shape=shape)


def row_blocks(*matrices: sparse.csr_matrix) -> Iterator[sparse.csr_matrix]:
    """Matrices side by side, some rows at a time; those of one matrix share its memory."""
    first = matrices[0]
    cuts = np.searchsorted(first.indptr, np.arange(0, first.nnz, _NONZEROS))
    cuts = np.unique([0, *cuts, first.shape[0]])
    for start, stop in zip(cuts[:-1], cuts[1:], strict=True):
        rows = [_rows(matrix, start, stop) for matrix in matrices]
        yield rows[0] if len(rows) == 1 else sparse.hstack(rows, "csr")


def _rows(matrix: sparse.csr_matrix, start: int, stop: int) -> sparse.csr_matrix:
    edges = matrix.indptr[start : stop + 1]
    inside = slice(edges[0], edges[-1])
    parts = matrix.data[inside], matrix.indices[inside], edges - edges[0]
    return sparse.csr_matrix(parts, shape=(stop - start, matrix.shape[1]), copy=False)


def column_sums(counts: sparse.csr_matrix) -> np.ndarray:
    """Sum of each column of a matrix of counts, int (n_columns,)."""
    sums = np.zeros(counts.shape[1], np.int64)
    for block in row_blocks(counts):  # Whole, bincount would take 16 bytes more for each entry.
        sums += np.bincount(block.indices, block.data, len(sums)).astype(np.int64)
    return sums


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
