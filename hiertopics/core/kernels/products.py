"""Sums over the rows of data and factors."""

import numpy as np

from hiertopics.core.kernels.compiled import compiled, prefetch

AHEAD = 16  # entries that are on their way from memory while one is added
SMALLEST_KEPT = 1e-2  # share of a row below which its known entries are summed anew


@compiled
def _add_combination(data, indices, first, last, dense, row):
    """Add ``dense[indices[p]] * data[p]`` to row, for p from first to last."""
    k = row.shape[0]
    readable = indices.shape[0]  # beyond last too, to have the rows of the next one fetched
    by_fours = last - (last - first) % 4
    # Four entries at a time: the row being summed is read and written a quarter as often.
    for p in range(first, by_fours, 4):
        if p + AHEAD + 4 <= readable:
            for q in range(p + AHEAD, p + AHEAD + 4):
                prefetch(dense, np.intp(indices[q]))
        v0, v1, v2, v3 = data[p], data[p + 1], data[p + 2], data[p + 3]
        r0, r1 = dense[indices[p]], dense[indices[p + 1]]
        r2, r3 = dense[indices[p + 2]], dense[indices[p + 3]]
        for t in range(k):
            row[t] += (v0 * r0[t] + v1 * r1[t]) + (v2 * r2[t] + v3 * r3[t])
    for p in range(by_fours, last):
        value = data[p]
        entry = dense[indices[p]]
        for t in range(k):
            row[t] += value * entry[t]


@compiled
def csr_dot_rows(data, indices, indptr, dense, out):
    """``out += X @ dense`` for X in CSR form; sums in the dtype of ``out``."""
    for i in range(out.shape[0]):
        _add_combination(data, indices, indptr[i], indptr[i + 1], dense, out[i])


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
def combine_columns(left, by_left, right, by_right, out):
    """``out = left * by_left + right * by_right``, one factor per column."""
    n_rows, k = left.shape
    for i in range(n_rows):
        a, b, c = left[i], right[i], out[i]
        for t in range(k):
            c[t] = a[t] * by_left[t] + b[t] * by_right[t]


@compiled
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
