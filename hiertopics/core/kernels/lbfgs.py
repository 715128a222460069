"""Passes over the variables of a descent, each over the free ones among them alone."""

import numpy as np

from hiertopics.core.kernels.compiled import compiled, compiled_within
from hiertopics.core.kernels.vectors import load, store

CHUNK = 2048  # variables whose rows stay in the caches near the processor
FEW = 512  # free variables moved at a time; most of what is cleared for them is still in the caches
WIDTH = 8  # of a vector
STRIDE = CHUNK + WIDTH  # from a row of a chunk to the next, which lie in one array end to end

# Where an index may be negative numba looks whether it is, and the loop is then not run on the
# vector units: kernels count from where a slice begins, or by unsigned numbers.


@compiled_within
def _list_free(x, grad, begin, free):
    """Write down which variables of a chunk are free; returns how many. Without a branch."""
    n, zero = np.uintp(0), x.dtype.type(0)  # float32 is not compared with a wider 0
    first = np.uintp(begin)  # a signed number and an unsigned one add up to a float
    for j in range(np.uintp(x.shape[0])):
        free[n] = first + j
        n += np.uintp((x[j] > zero) | (grad[j] < zero))
    return np.intp(n)


@compiled_within
def _list_shared(free, free_before, before, begin, places, shared):
    """Which free variables of a chunk were free before: their numbers in both lists.

    Parameters
    ----------
    free : ndarray of int of shape (n,)
        Of the chunk, which begins with variable ``begin``.
    free_before : ndarray of int
        Of the part, ascending; number ``before`` is the first that does not lie ahead of the chunk.
    places : ndarray of int of shape (CHUNK,)
        Room to work in.
    shared : ndarray of int of shape (2, CHUNK)

    Returns
    -------
    n_shared : int
    before : int
        The number of the first that lies behind the chunk.
    """
    places[:] = 0
    while before < free_before.shape[0] and free_before[before] < begin + CHUNK:
        places[free_before[before] - begin] = before + 1
        before += 1
    n_shared, numbers, numbers_before = np.uintp(0), shared[0], shared[1]
    for q in range(np.uintp(free.shape[0])):
        place = places[np.uintp(free[q] - begin)]
        numbers[n_shared], numbers_before[n_shared] = q, place - 1
        n_shared += np.uintp(place > 0)
    return np.intp(n_shared), before


@compiled_within
def _row(gathered, number):
    """A row of a chunk."""
    return gathered[number * STRIDE : (number + 1) * STRIDE]


@compiled_within
def _gather(x, grad, scale, lengths, begin, free, gathered):
    """Fill the first rows of a chunk, of which x, gradient and lengths are given."""
    of_x, of_grad, of_length = _row(gathered, 0), _row(gathered, 1), _row(gathered, 2)
    for q in range(np.uintp(free.shape[0])):
        j = np.uintp(free[q] - begin)
        of_x[q] = x[j]
        of_grad[q] = scale * grad[j]
        of_length[q] = lengths[j]


@compiled_within
def _pick(row_before, numbers, numbers_before, out):
    """Fill the places of variables that were free before."""
    for m in range(np.uintp(numbers.shape[0])):
        out[numbers[m]] = row_before[numbers_before[m]]


@compiled_within
def _pick_change(row, row_before, numbers, numbers_before, out):
    """The same, with the change from before."""
    for m in range(np.uintp(numbers.shape[0])):
        out[numbers[m]] = row[numbers[m]] - row_before[numbers_before[m]]


@compiled_within
def _multiply(left, right, n, out):
    """The product of two rows, entry by entry."""
    for q in range(np.uintp(n)):
        out[q] = left[q] * right[q]


@compiled_within
def _gather_pairs(rows_before, n_pairs_before, n_pairs, numbers, numbers_before, n, gathered):
    """Fill a chunk's rows of pairs and those through lengths, and zeros up to whole vectors."""
    for row in range(4 + 3 * n_pairs):
        first = 0 if 3 <= row < 3 + 2 * n_pairs else n
        _row(gathered, row)[first : n + WIDTH - 1] = 0
    x, grad, lengths = _row(gathered, 0), _row(gathered, 1), _row(gathered, 2)
    dropped = n_pairs_before + 1 - n_pairs
    for pair in range(n_pairs):
        of_grad, of_x = _row(gathered, 3 + pair), _row(gathered, 3 + n_pairs + pair)
        if pair + 1 < n_pairs:
            row = 3 + dropped + pair
            _pick(rows_before[row], numbers, numbers_before, of_grad)
            _pick(rows_before[row + n_pairs_before], numbers, numbers_before, of_x)
        else:
            _pick_change(grad, rows_before[1], numbers, numbers_before, of_grad)
            _pick_change(x, rows_before[0], numbers, numbers_before, of_x)
        _multiply(of_grad, lengths, n, _row(gathered, 3 + 2 * n_pairs + pair))
    _multiply(grad, lengths, n, _row(gathered, 3 + 3 * n_pairs))


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
def gather_free(x, grad, scale, cycle, free_before, rows_before, free, rows, products):
    """Lay the free variables of a part out side by side, and take their inner products.

    Parameters
    ----------
    x, grad : ndarray of shape (n,)
        The newest point and the gradient there.
    scale : float
        What the gradient is multiplied by.
    cycle : ndarray of shape (k,)
        The lengths of the variables, over and over, from the first of the part on.
    free_before : ndarray of int of shape (n_before,)
        Which variables were free at the point before, ascending.
    rows_before : ndarray of shape (3 + 2 * n_pairs_before, n_before or more)
        What ``rows`` was.
    free : ndarray of int of shape (n,)
        Takes which variables are free, counted from the first of the part.
    rows : ndarray of shape (3 + 2 * n_pairs, n)
        Takes the point along the free variables, the gradient, the lengths, then for each pair,
        oldest first, the change of the gradient, and those of the point. The change from the point
        before is the latest pair; a pair is zero along variables that were held at zero at any
        point since.
    products : ndarray of shape (2 * n_pairs + 1, n_pairs + 2)
        Takes a row for each change of the point, one for each change y of the gradient and one for
        the gradient, the latter two through the lengths: its inner products with the gradient and
        with each y, and its square without the lengths.

    Returns
    -------
    int
        How many variables are free.
    """
    n_pairs, n_pairs_before = products.shape[1] - 2, (rows_before.shape[0] - 3) // 2
    scale = rows.dtype.type(scale)
    k = cycle.shape[0]
    lengths = np.empty(CHUNK + k, rows.dtype)
    t = 0
    for j in range(CHUNK + k):
        lengths[j] = cycle[t]
        t = t + 1 if t + 1 < k else 0
    gathered = np.empty((4 + 3 * n_pairs) * STRIDE, rows.dtype)
    shared, places = np.empty((2, CHUNK), np.uintp), np.empty(CHUNK, free.dtype)
    sums = np.zeros((2 * n_pairs + 1) * (n_pairs + 2) * 2 * WIDTH, rows.dtype)
    at = before = 0
    for begin in range(0, x.shape[0], CHUNK):
        end = min(begin + CHUNK, x.shape[0])
        of_x, of_grad = x[begin:end], grad[begin:end]
        n = _list_free(of_x, of_grad, begin, free[at : at + end - begin])
        here = free[at : at + n]
        # Also where none is free, for ``before`` has to go by those that were.
        n_shared, before = _list_shared(here, free_before, before, begin, places, shared)
        if n == 0:
            continue
        _gather(of_x, of_grad, scale, lengths[begin % k :], begin, here, gathered)
        both = shared[0, :n_shared], shared[1, :n_shared]
        _gather_pairs(rows_before, n_pairs_before, n_pairs, *both, n, gathered)
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
            of_chunk, out = _row(gathered, row), rows[row, at : at + n]
            for q in range(np.uintp(n)):  # a slice assigned at once would compile for seconds
                out[q] = of_chunk[q]
        at += n
    place = 0
    for r in range(2 * n_pairs + 1):
        for p in range(n_pairs + 2):
            total = 0.0
            for q in range(place, place + 2 * WIDTH):
                total += sums[q]
            products[r, p] = total
            place += 2 * WIDTH
    return at


@compiled
def move_free(rows, free, of_grad_changes, of_changes, scale, size, there):
    """Write ``(x + size * step)_+`` of a part, which is 0 along variables that are not free.

    Parameters
    ----------
    rows : ndarray of shape (3 + 2 * n_pairs, n_free or more)
    free : ndarray of int of shape (n_free,)
        Both as gather_free wrote them down.
    of_grad_changes, of_changes : ndarray of shape (n_pairs,)
        The step is ``scale * lengths * (of_grad_changes @ y - gradient) + of_changes @ changes``.
    scale, size : float
    there : ndarray of shape (n,)

    Returns
    -------
    float
        The inner product of the gradient with the change.
    """
    n, n_pairs = free.shape[0], of_changes.shape[0]
    scale, size, zero = rows.dtype.type(scale), rows.dtype.type(size), rows.dtype.type(0)
    fall, cleared = 0.0, 0
    step = np.empty(FEW, rows.dtype)
    for begin in range(0, n, FEW):
        end = min(begin + FEW, n)
        few, some = slice(begin, end), range(np.uintp(end - begin))
        here = free[few]
        # A few at a time, so that what is cleared is still near when the new values come.
        there[cleared : here[-1] + 1] = 0
        cleared = here[-1] + 1
        x, grad, lengths = rows[0, few], rows[1, few], rows[2, few]
        for q in some:
            step[q] = -grad[q]
        for p in range(n_pairs):
            change, weight = rows[3 + p, few], of_grad_changes[p]
            for q in some:
                step[q] += weight * change[q]
        for q in some:
            # In this order a gradient of zero stays zero however long the length.
            step[q] = step[q] * lengths[q] * scale
        for p in range(n_pairs):
            change, weight = rows[3 + n_pairs + p, few], of_changes[p]
            for q in some:
                step[q] += weight * change[q]
        for q in some:
            moved = max(x[q] + size * step[q], zero)
            there[np.uintp(here[q])] = moved
            fall += grad[q] * (moved - x[q])
    there[cleared:] = 0
    return fall


@compiled
def descend(x, grad, size, there):
    """``there = (x - size * grad)_+``, all of one shape."""
    size, zero = x.dtype.type(size), x.dtype.type(0)
    for j in range(x.shape[0]):
        there[j] = max(x[j] - size * grad[j], zero)
