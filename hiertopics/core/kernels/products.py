"""Sums over the rows of data and factors."""

import numpy as np

from hiertopics.core.kernels.compiled import compiled, compiled_within
from hiertopics.core.kernels.vectors import AVAILABLE, load, store

SMALLEST_KEPT = 1e-2  # share of a row below which its known entries are summed anew


def _adds_columns(left_width, right_width):
    """A kernel that adds a combination of rows in two ranges of columns, of these widths."""

    @compiled_within
    def add_columns(data, indices, first, last, dense, out, i, left, right):
        # Unsigned, for numba takes a signed index to count from the end where it is negative.
        first, last = np.uintp(first), np.uintp(last)
        entry = dense[np.uintp(indices[first])]
        at_left = data[first] * load(entry, left, left_width)
        at_right = data[first] * load(entry, right, right_width)
        for p in range(first + np.uintp(1), last):
            entry = dense[np.uintp(indices[p])]
            at_left += data[p] * load(entry, left, left_width)
            at_right += data[p] * load(entry, right, right_width)
        row = out[i]
        at_left, at_right = (
            load(row, left, left_width) + at_left,
            load(row, right, right_width) + at_right,
        )
        store(row, left, at_left)
        store(row, right, at_right)

    return add_columns


_add_32, _add_24, _add_20 = _adds_columns(16, 16), _adds_columns(16, 8), _adds_columns(16, 4)
_add_16, _add_12, _add_8 = _adds_columns(8, 8), _adds_columns(8, 4), _adds_columns(4, 4)
_add_4, _add_2 = _adds_columns(2, 2), _adds_columns(1, 1)


@compiled_within
def _add_combination(data, indices, first, last, dense, out, i):
    """Add the sum of ``dense[indices[p]] * data[p]``, p from first to last, to row i.

    The sum is made first: that of some documents is the same wherever it is computed, and those of
    several are added in their order. It is made of a stretch of columns at a time, kept in
    registers while the entries go by: two vectors, as narrow as will do. They may overlap, where
    both come to the same sums.
    """
    start, end = np.intp(0), out.shape[1]  # a plain 0 is a type of its own, to be compiled for
    while start < end:
        stop = min(start + 32, end)
        width = stop - start
        if width > 24:
            _add_32(data, indices, first, last, dense, out, i, start, stop - 16)
        elif width > 20:
            _add_24(data, indices, first, last, dense, out, i, start, stop - 8)
        elif width > 16:
            _add_20(data, indices, first, last, dense, out, i, start, stop - 4)
        elif width > 12:
            _add_16(data, indices, first, last, dense, out, i, start, stop - 8)
        elif width > 8:
            _add_12(data, indices, first, last, dense, out, i, start, stop - 4)
        elif width > 4:
            _add_8(data, indices, first, last, dense, out, i, start, stop - 4)
        elif width > 2:
            _add_4(data, indices, first, last, dense, out, i, start, stop - 2)
        else:
            _add_2(data, indices, first, last, dense, out, i, start, stop - 1)
        start = stop


@compiled
def csr_dot_rows_by_vectors(data, indices, indptr, dense, out):
    """``out += X @ dense`` for X in CSR form; sums in the dtype of ``out``."""
    for i in range(out.shape[0]):
        if indptr[i] < indptr[i + 1]:  # of few documents most terms have nothing
            _add_combination(data, indices, indptr[i], indptr[i + 1], dense, out, i)


@compiled
def csr_dot_rows_plainly(data, indices, indptr, dense, out):
    """The same without vectors."""
    for i in range(out.shape[0]):
        row = out[i]
        before = row.copy()
        row[:] = 0
        for p in range(indptr[i], indptr[i + 1]):
            entry, weight = dense[indices[p]], data[p]
            for t in range(row.shape[0]):
                row[t] += weight * entry[t]
        row += before


csr_dot_rows = csr_dot_rows_by_vectors if AVAILABLE else csr_dot_rows_plainly


@compiled
def csr_sum_groups(data, indices, indptr, group, weight, out):
    """``out = X @ M`` for X in CSR form and M with ``weight[j]`` at ``(j, group[j])``, else 0."""
    out[:] = 0
    for i in range(out.shape[0]):
        row = out[i]
        for p in range(indptr[i], indptr[i + 1]):
            j = indices[p]
            row[group[j]] += weight[j] * data[p]


@compiled
def column_products(left, right, out):
    """Write the sums of left * right by column, in float64."""
    n_rows, k = left.shape
    out[:] = 0.0
    for i in range(n_rows):
        a, b = left[i], right[i]
        for t in range(k):
            out[t] += np.float64(a[t]) * b[t]


@compiled
def add_weighted(out, right, weight):
    """``out += weight * right``."""
    n_rows, k = out.shape
    for i in range(n_rows):
        a, b = out[i], right[i]
        for t in range(k):
            a[t] += weight * b[t]


@compiled
def multiply_columns(A, by, out):
    """``out = A * by``, one factor per column."""
    n_rows, k = A.shape
    for i in range(n_rows):
        a, b = A[i], out[i]
        for t in range(k):
            b[t] = a[t] * by[t]


@compiled
def combine_columns(left, by_left, right, by_right, out):
    """``out = left * by_left + right * by_right``, one factor per column."""
    n_rows, k = left.shape
    for i in range(n_rows):
        a, b, c = left[i], right[i], out[i]
        for t in range(k):
            c[t] = a[t] * by_left[t] + b[t] * by_right[t]


@compiled_within
def _sum_known_anew(i, left, right, dense, indices, first, last, out):
    """Write row i of ``(W * (left @ right.T)) @ dense`` where indices[first:last] are unknown."""
    out[i] = 0
    for j in range(right.shape[0]):
        if first < last and indices[first] == j:
            first += 1
            continue
        entry = 0.0
        for t in range(left.shape[1]):
            entry += left[i, t] * right[j, t]
        for t in range(out.shape[1]):
            out[i, t] += entry * dense[j, t]


@compiled
def masked_product_rows(left, right, dense, indices, indptr, lists_known, out):
    """``out = (W * (left @ right.T)) @ dense``, W the known entries (see masked_update_rows).

    On entry ``out`` holds the product with W all ones; a row that lists what it knows is summed
    from its list instead.
    """
    n_rows, k = left.shape
    width = dense.shape[1]
    for i in range(n_rows):
        sign = 1.0 if lists_known[i] else -1.0
        before = 0.0
        for t in range(width):
            before = max(before, abs(out[i, t]))
            if lists_known[i]:
                out[i, t] = 0
        for p in range(indptr[i], indptr[i + 1]):
            j = indices[p]
            entry = 0.0
            for t in range(k):
                entry += left[i, t] * right[j, t]
            entry *= sign
            for t in range(width):
                out[i, t] += entry * dense[j, t]
        if not lists_known[i]:
            after = 0.0
            for t in range(width):
                after = max(after, abs(out[i, t]))
            if after < SMALLEST_KEPT * before:
                # Where little is left of a row, the difference has lost its digits.
                _sum_known_anew(i, left, right, dense, indices, indptr[i], indptr[i + 1], out)
