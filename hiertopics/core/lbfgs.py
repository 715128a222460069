"""The step of L-BFGS among nonnegative variables, in two passes over the variables.

All that the two-loop recursion computes lies in the span of the gradient and of the changes between
the latest points. The first pass gathers the free variables of these vectors and takes their inner
products, with which the recursion is run on coefficients alone; the second adds up and moves.
"""

import contextlib
import mmap

import numpy as np

from hiertopics.core.kernels.lbfgs import gather_free, move_free
from hiertopics.core.threads import sum_over_rows

WORTH_SHARING = 8192  # variables
PARTS = 8  # of the variables of a factor, at most
FIRST_CHANGE = 0.1  # of the variables, where nothing is known of the curvature
# A forked process writes to pages of its own; where there is no fork, there is no such flag either.
PRIVATE = {"flags": mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS} if hasattr(mmap, "MAP_PRIVATE") else {}
LEAST_CURVATURE = 1e-12  # cosine between the two changes of a pair that is worth its use


class Written:
    """What was written down of the free variables of a point: those of each part side by side.

    Attributes
    ----------
    n_pairs : int
        How many pairs are told of.
    n_free : dict of (int, int) to int
        How many variables of the part that begins and ends there are free. Empty, where nothing
        has been written down.
    """

    def __init__(self, n, n_pairs, dtype):
        self._free = _take_as_written(n, np.int32 if n <= np.iinfo(np.int32).max else np.int64)
        self._n_rows = 3 + 2 * n_pairs
        self._rows = _take_as_written(self._n_rows * n, dtype)
        self.n_pairs, self.n_free = 0, {}

    def of_part(self, first, last, n_free):
        """The places of a part, each a block of its own that has room for all pairs.

        Parameters
        ----------
        first, last : int
            Where the part begins and ends.
        n_free : int
            How many of its variables are free; all, where that is still to be found out.

        Returns
        -------
        free : ndarray of int of shape (n_free,)
        rows : ndarray of shape (3 + 2 * n_pairs, last - first)
            Both as in :func:`~hiertopics.core.kernels.lbfgs.gather_free`.
        """
        rows = self._rows[self._n_rows * first : self._n_rows * last].reshape(self._n_rows, -1)
        return self._free[first : first + n_free], rows[: 3 + 2 * self.n_pairs]


class Points:
    """The newest point of a descent, and what is remembered of those before it.

    The pairs of L-BFGS, a change of the point and that of the gradient, are kept for the variables
    alone that have been free ever since; a variable that was held at zero meanwhile is left out.

    Parameters
    ----------
    x : ndarray of shape (n,)
        Where the descent starts.
    grad : ndarray of shape (n,)
        Kept, not copied.
    n_pairs : int
        How many pairs are kept.
    scale : float, default=1
        What gradients are multiplied by.

    Attributes
    ----------
    x, grad : ndarray of shape (n,)
        The newest point, and the gradient there before it is multiplied.
    next : ndarray of shape (n,)
        The place for the next point.
    now, before : Written
        What the last direction wrote down of its point, and the direction before of its own.
    """

    def __init__(self, x, grad, n_pairs, scale=1.0):
        self.x, self.grad, self.next = x.copy(), grad, np.empty_like(x)
        self.n_pairs, self.scale = n_pairs, scale
        self.now, self.before = (Written(len(x), n_pairs, x.dtype) for _ in range(2))

    def accept(self, grad):
        """The next point is there, with this gradient: it is the newest."""
        self.x, self.next, self.grad = self.next, self.x, grad

    def forget(self):
        """Remember nothing of the points before; returns whether there was anything."""
        n_pairs, self.now.n_pairs, self.now.n_free = self.now.n_pairs, 0, {}
        return n_pairs > 0

    def write_down(self, parts):
        """Write the free variables of the newest point down.

        Parameters
        ----------
        parts : list of (int, int, ndarray of shape (k,))
            Where each begins and ends, and its lengths, over and over.

        Returns
        -------
        products : ndarray of shape (2 n_pairs + 1, n_pairs + 2)
            See :func:`~hiertopics.core.kernels.lbfgs.gather_free`.
        """
        self.now, self.before = now, before = self.before, self.now
        now.n_free = {}
        known = all((first, last) in before.n_free for first, last, _ in parts)
        now.n_pairs = min(before.n_pairs + 1, self.n_pairs) if known else 0

        def gather(first, last, cycle):
            products = np.empty((2 * now.n_pairs + 1, now.n_pairs + 2))
            newest = self.x[first:last], self.grad[first:last]
            there = before.of_part(first, last, before.n_free.get((first, last), 0))
            here = now.of_part(first, last, last - first)
            now.n_free[first, last] = gather_free(
                *newest, self.scale, cycle, *there, *here, products
            )
            return products

        return _sum_over(parts, gather)


class Direction:
    """The quasi-Newton direction at a point, restricted to the free variables.

    Free are the variables that are positive or whose gradient points inward; the others are held
    at zero (two-metric projection, D. P. Bertsekas, SIAM J. Control and Optimization 20, 1982).

    Parameters
    ----------
    points : Points
        Its newest point is written down, once; a later direction ends the use of this one.
    lengths : list of (int, ndarray of shape (k,)) or None
        One over the curvature along each variable, which stands in for the inverse Hessian that
        L-BFGS begins with: so many variables have these lengths, over and over.
    unit : float, default=1
        What the lengths are multiplied by.

    Attributes
    ----------
    slope : float
        Of the function along the direction; negative, if it descends.
    first_size : float
        How far along it to try first: 1, where something is known of the curvature.
    """

    def __init__(self, points, lengths, unit=1.0):
        self._points = points
        parts = _split(lengths or [(len(points.x), np.ones(1, points.x.dtype))])
        self._parts = parts
        products = points.write_down(parts)
        *coefficients, self._scale, self.slope = _recursion(
            products, None if lengths is None else unit
        )
        self._of_changes, self._of_grad_changes = (c.astype(points.x.dtype) for c in coefficients)
        self.first_size, square = 1.0, products[-1, -1]
        if lengths is None and not points.now.n_pairs and square > 0:
            change = FIRST_CHANGE * float(np.linalg.norm(points.x)) or 1.0
            self.first_size = change / np.sqrt(square)

    def follow(self, size):
        """The point ``(x + size * direction)_+``, and how much the function falls to first order.

        Returns
        -------
        there : ndarray of shape (n,)
            The place for the next point.
        fall : float
            ``grad @ (there - x)``.
        """
        points = self._points
        now, there = points.now, points.next

        def move(first, last, cycle):
            free, rows = now.of_part(first, last, now.n_free[first, last])
            step = self._of_grad_changes, self._of_changes, self._scale, size
            return move_free(rows, free, *step, there[first:last])

        return there, _sum_over(self._parts, move)


def _take_as_written(shape, dtype):
    """An array whose pages are taken from memory when they are first written to.

    Most of it never is. numpy has its large arrays taken in huge pages, each of them whole with its
    first entry.
    """
    n = int(np.prod(shape))
    pages = mmap.mmap(-1, max(1, n * np.dtype(dtype).itemsize), **PRIVATE)
    with contextlib.suppress(AttributeError, OSError):  # neither there on every system, nor needed
        pages.madvise(mmap.MADV_NOHUGEPAGE)
    return np.frombuffer(pages, dtype, n).reshape(shape)


def _split(lengths):
    """The variables in parts that begin with the first length: where, up to where, and lengths."""
    parts, first = [], 0
    for n, cycle in lengths:
        size = -(-max(WORTH_SHARING, -(-n // PARTS)) // len(cycle)) * len(cycle)
        for begin in range(first, first + n, size):
            parts.append((begin, min(begin + size, first + n), cycle))
        first += n
    return parts


def _sum_over(parts, work):
    """The sum of what work gives for each part."""
    return sum_over_rows(len(parts), lambda i, j: sum(work(*part) for part in parts[i:j]), 1)


def _recursion(products, unit):
    """The two-loop recursion of L-BFGS, on coefficients.

    Parameters
    ----------
    products : ndarray of shape (2 n_pairs + 1, n_pairs + 2)
        See :func:`~hiertopics.core.kernels.lbfgs.gather_free`.
    unit : float or None
        What the lengths are multiplied by; None for lengths of 1, where the latest pair tells.

    Returns
    -------
    of_changes, of_grad_changes : ndarray of shape (n_pairs,)
        The direction is ``scale * lengths * (of_grad_changes @ y - gradient)`` and
        ``of_changes @ changes``.
    scale : float
    slope : float
        The inner product of the gradient with the direction.
    """
    n_pairs = len(products) // 2
    squares = products[:, -1]
    with_grad, with_y = products[:, 0], products[:, 1:-1]
    of_changes, of_grad_changes = np.zeros((2, n_pairs))
    curvatures = np.diagonal(with_y[:n_pairs])
    least = LEAST_CURVATURE * np.sqrt(squares[:n_pairs]) * np.sqrt(squares[n_pairs:-1])
    used = np.flatnonzero(curvatures > least)
    for p in reversed(used):
        rest = with_y[p] @ of_grad_changes - with_grad[p]
        of_grad_changes[p] = -rest / curvatures[p]
    if unit is not None:
        scale = unit
    elif len(used):
        scale = curvatures[used[-1]] / squares[n_pairs + used[-1]]
    else:
        scale = 1.0
    for p in used:
        row = n_pairs + p
        slope = scale * (with_y[row] @ of_grad_changes - with_grad[row])
        slope += of_changes @ with_y[:n_pairs, p]
        of_changes[p] = -of_grad_changes[p] - slope / curvatures[p]
    slope = scale * (of_grad_changes @ with_grad[n_pairs:-1] - with_grad[-1])
    slope += of_changes @ with_grad[:n_pairs]
    return of_changes, of_grad_changes, float(scale), float(slope)
