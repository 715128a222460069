"""Passes over the variables of a descent, each over the free ones among them alone."""

import numpy as np

from hiertopics.core.kernels.compiled import compiled
from hiertopics.core.kernels.vectors import load, store

CHUNK = 2048  # variables whose rows stay in the caches near the processor
WIDTH = 8  # of a vector


@compiled
def _list_free(held, newest, begin, end, free, at):
    """Write down from ``at`` on which variables are free; returns how many. Without a branch."""
    n = 0
    for j in range(begin, end):
        free[at + n] = j
        n += (held[newest, 0, j] > 0) | (held[newest, 1, j] < 0)
    return n


@compiled
def _gather(held, order, lengths, begin, free, at, n, gathered):
    """Fill the rows of a chunk, and zeros up to whole vectors; ``lengths`` are those of the chunk.

    The rows are the point, the gradient and the lengths, then for each pair the change of the
    gradient, the change of the point, and the change of the gradient through the lengths.
    """
    n_pairs = order.shape[0] - 1
    newest = order[n_pairs]
    for q in range(n):
        j = free[at + q]
        gathered[0, q] = held[newest, 0, j]
        gathered[1, q] = held[newest, 1, j]
        gathered[2, q] = lengths[j - begin]
    for p in range(n_pairs):
        before, after = order[p], order[p + 1]
        for q in range(n):
            j = free[at + q]
            change = held[after, 1, j] - held[before, 1, j]
            gathered[3 + p, q] = change
            gathered[3 + n_pairs + p, q] = held[after, 0, j] - held[before, 0, j]
            gathered[3 + 2 * n_pairs + p, q] = change * gathered[2, q]
    for row in range(gathered.shape[0]):
        for q in range(n, n + WIDTH - 1):
            gathered[row, q] = 0


@compiled
def _add_product(left, right, n, sums):
    """Add the products of two rows to ``sums`` of shape (2 * WIDTH,)."""
    even, odd = load(sums, 0, WIDTH), load(sums, WIDTH, WIDTH)
    for q in range(0, n - WIDTH, 2 * WIDTH):
        even += load(left, q, WIDTH) * load(right, q, WIDTH)
        odd += load(left, q + WIDTH, WIDTH) * load(right, q + WIDTH, WIDTH)
    if (n + WIDTH - 1) // WIDTH % 2 == 1:
        q = (n - 1) // WIDTH * WIDTH
        even += load(left, q, WIDTH) * load(right, q, WIDTH)
    store(sums, 0, even)
    store(sums, WIDTH, odd)


@compiled
def gather_free(held, order, cycle, first, last, free, rows, products):
    """Lay the free variables of a part out side by side, and take their inner products.

    Parameters
    ----------
    held : ndarray of shape (n_slots, 2, n)
        Points with the gradient at each.
    order : ndarray of int of shape (n_pairs + 1,)
        The slots of the latest points, oldest first.
    cycle : ndarray of shape (k,)
        The lengths of the variables, over and over; ``first`` has the first of them.
    first, last : int
        The part.
    free : ndarray of int of shape (n,)
        Takes the free variables of the part, from number ``first`` on.
    rows : ndarray of shape (3 + 2 * n_pairs or more, n)
        Takes, there too, the point, the gradient, the lengths, the changes of the gradient and
        those of the point.
    products : ndarray of shape (2 * n_pairs, n_pairs + 2)
        Takes a row for each change of the point, then one for each change y of the gradient, the
        latter through the lengths: its inner products with the gradient and with each y, and its
        square without the lengths.

    Returns
    -------
    int
        How many variables of the part are free.
    """
    n_pairs = order.shape[0] - 1
    k = cycle.shape[0]
    lengths = np.empty(CHUNK + k, rows.dtype)
    t = 0
    for j in range(CHUNK + k):
        lengths[j] = cycle[t]
        t = t + 1 if t + 1 < k else 0
    gathered = np.empty((3 + 3 * n_pairs, CHUNK + WIDTH), rows.dtype)
    sums = np.zeros((2 * n_pairs, n_pairs + 2, 2 * WIDTH), rows.dtype)
    at = first
    for begin in range(first, last, CHUNK):
        n = _list_free(held, order[n_pairs], begin, min(begin + CHUNK, last), free, at)
        if n == 0:
            continue
        _gather(held, order, lengths[(begin - first) % k :], begin, free, at, n, gathered)
        for r in range(2 * n_pairs):
            left = gathered[3 + n_pairs + r]
            _add_product(left, gathered[1], n, sums[r, 0])
            for p in range(n_pairs):
                _add_product(left, gathered[3 + p], n, sums[r, 1 + p])
            plain = left if r < n_pairs else gathered[3 + r - n_pairs]
            _add_product(plain, plain, n, sums[r, 1 + n_pairs])
        for row in range(3 + 2 * n_pairs):
            for q in range(n):
                rows[row, at + q] = gathered[row, q]
        at += n
    for r in range(2 * n_pairs):
        for p in range(n_pairs + 2):
            total = 0.0
            for q in range(2 * WIDTH):
                total += sums[r, p, q]
            products[r, p] = total
    return at - first


@compiled
def combine_free(rows, first, n, of_grad_changes, of_changes, scale, step):
    """Write the quasi-Newton step of the free variables of a part.

    Parameters
    ----------
    rows : ndarray of shape (3 + 2 * n_pairs, n)
        What gather_free made.
    first, n : int
        Where the part begins, and how many of it are free.
    of_grad_changes, of_changes : ndarray of shape (n_pairs,)
        The step is ``scale * lengths * (of_grad_changes @ y - gradient) + of_changes @ changes``.
    scale : float
    step : ndarray of shape (n,)
        Takes the step, from number ``first`` on.

    Returns
    -------
    slope, square : float
        The inner products of the step with the gradient and with itself.
    """
    n_pairs = of_changes.shape[0]
    scale = rows.dtype.type(scale)
    for q in range(first, first + n):
        step[q] = -rows[1, q]
    for p in range(n_pairs):
        for q in range(first, first + n):
            step[q] += of_grad_changes[p] * rows[3 + p, q]
    for q in range(first, first + n):
        # In this order a gradient of zero stays zero however long the length.
        step[q] = step[q] * rows[2, q] * scale
    for p in range(n_pairs):
        for q in range(first, first + n):
            step[q] += of_changes[p] * rows[3 + n_pairs + p, q]
    slope = square = 0.0
    for q in range(first, first + n):
        slope += step[q] * rows[1, q]
        square += step[q] * step[q]
    return slope, square


@compiled
def move_free(rows, first, n, free, step, size, last, there):
    """Write the part ``first`` to ``last`` of ``(x + size * step)_+``, which is 0 if not free.

    Returns
    -------
    float
        The inner product of the gradient with the change.
    """
    size = rows.dtype.type(size)
    for j in range(first, last):
        there[j] = 0
    fall = 0.0
    for q in range(first, first + n):
        moved = max(rows[0, q] + size * step[q], rows.dtype.type(0))
        there[free[q]] = moved
        fall += rows[1, q] * (moved - rows[0, q])
    return fall
