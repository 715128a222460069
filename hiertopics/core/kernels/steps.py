"""Passes over the variables of a descent, each over the free ones among them alone."""

import numpy as np

from hiertopics.core.kernels.compiled import compiled, compiled_within
from hiertopics.core.kernels.vectors import load, store

CHUNK = 2048  # variables whose rows stay in the caches near the processor
WIDTH = 8  # of a vector
STRIDE = CHUNK + WIDTH  # from a row of a chunk to the next, which lie in one array end to end


@compiled_within
def _list_free(x, grad, begin, end, free, at):
    """Write down from ``at`` on which variables are free; returns how many. Without a branch."""
    n, zero = 0, x.dtype.type(0)  # float32 is not compared with a plain 0 before it is widened
    for j in range(begin, end):
        free[at + n] = j
        n += (x[j] > zero) | (grad[j] < zero)
    return n


@compiled_within
def _list_shared(free, at, n, free_before, p, end, shared):
    """Where in two ascending lists the same variables are, the first counted from ``at``.

    Returns how many they are, and the first place in the second list that lies beyond.
    """
    q = n_shared = 0
    while q < n and p < end:
        here, there = free[at + q], free_before[p]
        shared[0, n_shared], shared[1, n_shared] = q, p
        n_shared += here == there
        q += here <= there
        p += there <= here
    return n_shared, p


@compiled_within
def _gather(x, grad, scale, lengths, t, begin, free, at, n, gathered):
    """Fill the first rows of a chunk, whose first variable has length number t."""
    for q in range(n):
        j = free[at + q]
        gathered[q] = x[j]
        gathered[STRIDE + q] = scale * grad[j]
        gathered[2 * STRIDE + q] = lengths[t + j - begin]


@compiled_within
def _gather_pairs(rows_before, n_pairs_before, n_pairs, shared, n_shared, n, gathered):
    """Fill a chunk's rows of pairs and those through lengths, and zeros up to whole vectors."""
    for row in range(4 + 3 * n_pairs):
        for q in range(0 if 3 <= row < 3 + 2 * n_pairs else n, n + WIDTH - 1):
            gathered[row * STRIDE + q] = 0
    dropped = n_pairs_before + 1 - n_pairs
    for pair in range(n_pairs):
        of_grad, of_x = (3 + pair) * STRIDE, (3 + n_pairs + pair) * STRIDE
        through_lengths = (3 + 2 * n_pairs + pair) * STRIDE
        if pair + 1 < n_pairs:
            row = 3 + dropped + pair
            for m in range(n_shared):
                q, p = shared[0, m], shared[1, m]
                gathered[of_grad + q] = rows_before[row, p]
                gathered[of_x + q] = rows_before[row + n_pairs_before, p]
        else:
            for m in range(n_shared):
                q, p = shared[0, m], shared[1, m]
                gathered[of_grad + q] = gathered[STRIDE + q] - rows_before[1, p]
                gathered[of_x + q] = gathered[q] - rows_before[0, p]
        for q in range(n):
            gathered[through_lengths + q] = gathered[of_grad + q] * gathered[2 * STRIDE + q]
    through_lengths = (3 + 3 * n_pairs) * STRIDE
    for q in range(n):
        gathered[through_lengths + q] = gathered[STRIDE + q] * gathered[2 * STRIDE + q]


@compiled_within
def _add_product(gathered, left, right, n, sums, at):
    """Add the products of two rows of a chunk to ``sums[at:at + 2 * WIDTH]``."""
    left, right = left * STRIDE, right * STRIDE
    even, odd = load(sums, at, WIDTH), load(sums, at + WIDTH, WIDTH)
    for q in range(0, n - WIDTH, 2 * WIDTH):
        even += load(gathered, left + q, WIDTH) * load(gathered, right + q, WIDTH)
        odd += load(gathered, left + q + WIDTH, WIDTH) * load(gathered, right + q + WIDTH, WIDTH)
    if (n + WIDTH - 1) // WIDTH % 2 == 1:
        q = (n - 1) // WIDTH * WIDTH
        even += load(gathered, left + q, WIDTH) * load(gathered, right + q, WIDTH)
    store(sums, at, even)
    store(sums, at + WIDTH, odd)


@compiled
def gather_free(
    x,
    grad,
    scale,
    cycle,
    first,
    last,
    free_before,
    rows_before,
    n_before,
    n_pairs_before,
    free,
    rows,
    products,
):
    """Lay the free variables of a part out side by side, and take their inner products.

    Parameters
    ----------
    x, grad : ndarray of shape (n,)
        The newest point and the gradient there.
    scale : float
        What the gradient is multiplied by.
    cycle : ndarray of shape (k,)
        The lengths of the variables, over and over; ``first`` has the first of them.
    first, last : int
        The part.
    free_before : ndarray of int of shape (n,)
        What ``free`` was for the point before.
    rows_before : ndarray of shape (3 + 2 * n_pairs_before or more, n)
        What ``rows`` was.
    n_before : int
        How many variables of the part were free there.
    n_pairs_before : int
        Of how many pairs the rows told.
    free : ndarray of int of shape (n,)
        Takes the free variables of the part, from number ``first`` on.
    rows : ndarray of shape (3 + 2 * n_pairs or more, n)
        Takes, there too, the point, the gradient, the lengths, then for each pair, oldest first,
        the change of the gradient, and those of the point. The change from the point before is the
        latest pair; a pair is zero along variables that were held at zero at any point since.
    products : ndarray of shape (2 * n_pairs + 1, n_pairs + 2)
        Takes a row for each change of the point, one for each change y of the gradient and one for
        the gradient, the latter two through the lengths: its inner products with the gradient and
        with each y, and its square without the lengths.

    Returns
    -------
    int
        How many variables of the part are free.
    """
    n_pairs = products.shape[1] - 2
    scale = rows.dtype.type(scale)
    k = cycle.shape[0]
    lengths = np.empty(CHUNK + k, rows.dtype)
    t = 0
    for j in range(CHUNK + k):
        lengths[j] = cycle[t]
        t = t + 1 if t + 1 < k else 0
    gathered = np.empty((4 + 3 * n_pairs) * STRIDE, rows.dtype)
    shared = np.empty((2, CHUNK), np.intp)
    sums = np.zeros((2 * n_pairs + 1) * (n_pairs + 2) * 2 * WIDTH, rows.dtype)
    at, before, end_before = first, first, first + n_before
    for begin in range(first, last, CHUNK):
        n = _list_free(x, grad, begin, min(begin + CHUNK, last), free, at)
        if n == 0:
            continue
        n_shared, before = _list_shared(free, at, n, free_before, before, end_before, shared)
        _gather(x, grad, scale, lengths, (begin - first) % k, begin, free, at, n, gathered)
        _gather_pairs(rows_before, n_pairs_before, n_pairs, shared, n_shared, n, gathered)
        place = np.intp(0)  # see _add_combination in kernels/products.py
        for r in range(2 * n_pairs + 1):
            left = 3 + n_pairs + r
            plain = left if r < n_pairs else 3 + r - n_pairs if r < 2 * n_pairs else 1
            for right in range(n_pairs + 2):
                # With the gradient, with each of its changes, and the row's square without lengths.
                of_left = plain if right == n_pairs + 1 else left
                of_right = 1 if right == 0 else plain if right == n_pairs + 1 else 2 + right
                _add_product(gathered, of_left, of_right, n, sums, place)
                place += 2 * WIDTH
        for row in range(3 + 2 * n_pairs):
            for q in range(n):
                rows[row, at + q] = gathered[row * STRIDE + q]
        at += n
    place = 0
    for r in range(2 * n_pairs + 1):
        for p in range(n_pairs + 2):
            total = 0.0
            for q in range(place, place + 2 * WIDTH):
                total += sums[q]
            products[r, p] = total
            place += 2 * WIDTH
    return at - first


@compiled
def move_free(rows, first, n, free, of_grad_changes, of_changes, scale, size, last, there):
    """Write the part ``first`` to ``last`` of ``(x + size * step)_+``, which is 0 if not free.

    Parameters
    ----------
    rows : ndarray of shape (3 + 2 * n_pairs or more, n)
    free : ndarray of int of shape (n,)
        Both as gather_free wrote them down.
    first, n : int
        Where the part begins, and how many of it are free.
    of_grad_changes, of_changes : ndarray of shape (n_pairs,)
        The step is ``scale * lengths * (of_grad_changes @ y - gradient) + of_changes @ changes``.
    scale, size : float
    last : int
        Where the part ends.
    there : ndarray of shape (n,)

    Returns
    -------
    float
        The inner product of the gradient with the change.
    """
    n_pairs = of_changes.shape[0]
    scale, size = rows.dtype.type(scale), rows.dtype.type(size)
    for j in range(first, last):
        there[j] = 0
    fall = 0.0
    step = np.empty(CHUNK, rows.dtype)
    for begin in range(first, first + n, CHUNK):
        m = min(CHUNK, first + n - begin)
        for q in range(m):
            step[q] = -rows[1, begin + q]
        for p in range(n_pairs):
            for q in range(m):
                step[q] += of_grad_changes[p] * rows[3 + p, begin + q]
        for q in range(m):
            # In this order a gradient of zero stays zero however long the length.
            step[q] = step[q] * rows[2, begin + q] * scale
        for p in range(n_pairs):
            for q in range(m):
                step[q] += of_changes[p] * rows[3 + n_pairs + p, begin + q]
        for q in range(m):
            here = rows[0, begin + q]
            moved = max(here + size * step[q], rows.dtype.type(0))
            there[free[begin + q]] = moved
            fall += rows[1, begin + q] * (moved - here)
    return fall
