"""Passes over the variables of a descent."""

import numpy as np

from hiertopics.core.kernels.compiled import compiled


@compiled
def gather_free(x, grad, x_before, scale, lengths, old, rows_before, free, rows):
    """Write what L-BFGS computes with, a row for each free variable.

    Parameters
    ----------
    x, grad, x_before : ndarray of shape (n,)
        The newest point, the gradient there, and the point before.
    scale : float
        What gradients are multiplied by.
    lengths : ndarray of shape (k,)
        The lengths of the variables, over and over, from the first on.
    old : ndarray of int of shape (n_before,)
        Which variables were free at the point before, ascending.
    rows_before : ndarray of shape (n_before, 3 * n_pairs_before + 2)
        What ``rows`` was.
    free : ndarray of int of shape (n_free,)
        Which variables are free, ascending.
    rows : ndarray of shape (n_free, 3 * n_pairs + 2)
        Takes for each pair, oldest first, the changes of x, then those of the gradient, the
        gradient, and the latter two times the lengths. The change from the point before is the
        latest pair; a pair is zero along variables that were held at zero at any point since.
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
