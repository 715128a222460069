"""Passes over the variables of a descent."""

import numpy as np

from hiertopics.core.kernels.compiled import compiled


@compiled
def gather_free(x, grad, x_before, scale, lengths, old, rows_before, free, rows):
    """Write what L-BFGS computes with, a row for each free variable; n and m free before and now.

    ``rows``, (m, 3 * n_pairs + 2), takes for each pair, oldest first, the changes of x, then those
    of the gradient, the gradient, and the latter two times the lengths. The change from the point
    before is the latest pair; a pair is zero along variables that were held at zero at any point
    since. ``rows_before`` is what it was at that point, (n, 3 * n_pairs_before + 2); ``old`` and
    ``free`` are the variables that were and are free, ascending. ``lengths``, (k,), are those of
    the variables, over and over, from the first on; gradients are multiplied by ``scale``.
    """
    n_pairs, n_old, k = rows.shape[1] // 3, rows_before.shape[1] // 3, lengths.shape[0]
    # Unsigned, for numba takes a signed index to count from the end where it is negative.
    gradients, gradient = np.uintp(n_pairs), np.uintp(2 * n_pairs)
    by_length, latest = np.uintp(2 * n_pairs + 1), np.uintp(max(n_pairs - 1, 0))
    gradient_before, dropped = np.uintp(2 * n_old), np.uintp(n_old + 1 - n_pairs)
    gradients_before = np.uintp(n_old) + dropped
    scale, place, n_before, t, last = rows.dtype.type(scale), np.uintp(0), old.shape[0], 0, 0
    for q in range(np.uintp(free.shape[0])):
        t += free[q] - last
        if t >= k:
            t %= k
        last = free[q]
        j, row, length = np.uintp(last), rows[q], lengths[np.uintp(t)]
        scaled_grad = scale * grad[j]
        row[gradient] = scaled_grad
        row[by_length + gradients] = length * scaled_grad
        if n_pairs == 0:
            continue
        while place < n_before and old[place] < last:
            place += np.uintp(1)
        if place < n_before and old[place] == last:
            row_before = rows_before[place]
            for p in range(latest):
                row[p] = row_before[p + dropped]
                row[gradients + p] = row_before[gradients_before + p]
            row[latest] = x[j] - x_before[j]
            row[gradients + latest] = scaled_grad - row_before[gradient_before]
        else:
            for p in range(gradient):
                row[p] = 0
        for p in range(gradients):
            row[by_length + p] = length * row[gradients + p]


@compiled
def move_free(x, rows, free, weights, size, there):
    """Write ``(x + size * step)_+``, where the step is 0 along variables that are not free.

    Along those that are it is ``rows @ weights``. Returns the inner product of the gradient with
    the change.
    """
    gradient = np.uintp(2 * (rows.shape[1] // 3))
    size, zero, fall = rows.dtype.type(size), rows.dtype.type(0), 0.0
    there[:] = 0
    for q in range(np.uintp(free.shape[0])):
        row, step, j = rows[q], zero, np.uintp(free[q])
        for t in range(np.uintp(rows.shape[1])):
            step += row[t] * weights[t]
        moved = max(x[j] + size * step, zero)
        fall += row[gradient] * (moved - x[j])
        there[j] = moved
    return fall


@compiled
def descend(x, grad, size, there):
    """``there = (x - size * grad)_+``, all of one shape."""
    size, zero = x.dtype.type(size), x.dtype.type(0)
    for j in range(x.shape[0]):
        there[j] = max(x[j] - size * grad[j], zero)
