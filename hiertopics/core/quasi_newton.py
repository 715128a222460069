"""The step of L-BFGS among nonnegative variables, in two passes over the variables.

All that the two-loop recursion computes lies in the span of the gradient and of the changes between
the latest points. The first pass gathers the free variables of these vectors and takes their inner
products, with which the recursion is run on coefficients alone; the second adds them up and moves.
"""

import numpy as np

from hiertopics.core.kernels.steps import combine_free, gather_free, move_free
from hiertopics.core.threads import over_rows, sum_over_rows

WORTH_SHARING = 8192  # variables
PARTS = 32  # of the variables of a factor, at most
FIRST_CHANGE = 0.1  # of the variables, where nothing is known of the curvature
LEAST_CURVATURE = 1e-12  # cosine between the two changes of a pair that is worth its use


class Points:
    """The latest points of a descent with the gradient at each, and a place for the next one.

    Parameters
    ----------
    x : ndarray of shape (n,)
        Where the descent starts.
    grad : ndarray of shape (n,)
    n_pairs : int
        How many points before the newest are kept.

    Attributes
    ----------
    held : ndarray of shape (n_pairs + 2, 2, n)
    order : ndarray of int of shape (n_points,)
        Where in it the points are, oldest first.
    free, rows, step : ndarray
        What the kernels write down of the free variables; each direction overwrites them.
    """

    def __init__(self, x, grad, n_pairs):
        n = len(x)
        self.held = np.empty((n_pairs + 2, 2, n), x.dtype)
        self.held[0] = x, grad
        self.order = np.zeros(1, np.intp)
        self.free = np.empty(n, np.intp)
        self.rows = np.empty((3 + 2 * n_pairs, n), x.dtype)
        self.step = np.empty(n, x.dtype)

    @property
    def x(self):
        """The newest point, (n,)."""
        return self.held[self.order[-1], 0]

    @property
    def next(self):
        """The place for the next point, (n,)."""
        return self.held[self._spare(), 0]

    def accept(self, grad):
        """The next point is there, with this gradient: it is the newest, and the oldest may go."""
        spare = self._spare()
        into = self.held[spare, 1]
        over_rows(len(into), lambda i, j: np.copyto(into[i:j], grad[i:j]), WORTH_SHARING)
        self.order = np.append(self.order, spare)[1 - len(self.held) :]

    def forget(self):
        """Keep the newest point alone; returns whether there were others."""
        n_before, self.order = len(self.order), self.order[-1:]
        return n_before > 1

    def _spare(self):
        """A place without a point: places are taken in turn, and there is one more than points."""
        return (self.order[-1] + 1) % len(self.held)


class Direction:
    """The quasi-Newton direction at a point, restricted to the free variables.

    Free are the variables that are positive or whose gradient points inward; the others are held
    at zero (two-metric projection, D. P. Bertsekas, SIAM J. Control and Optimization 20, 1982).

    Parameters
    ----------
    points : Points
        A later direction from the same points, and the next point accepted, end the use of this.
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
        n_pairs = len(points.order) - 1
        self._points, self._n_free = points, {}
        rows = points.rows
        parts = _split(lengths or [(len(points.x), np.ones(1, rows.dtype))])
        self._parts = parts

        def gather(first, last, cycle):
            products = np.empty((2 * n_pairs, n_pairs + 2))
            self._n_free[first] = gather_free(
                points.held, points.order, cycle, first, last, points.free, rows, products
            )
            return products

        products = _sum_over(parts, gather)
        *coefficients, scale = _recursion(products, None if lengths is None else unit)
        of_changes, of_grad_changes = (numbers.astype(rows.dtype) for numbers in coefficients)

        def combine(first, last, cycle):
            n_free = self._n_free[first]
            return np.array(
                combine_free(rows, first, n_free, of_grad_changes, of_changes, scale, points.step)
            )

        self.slope, square = _sum_over(parts, combine)
        self.first_size = 1.0
        if lengths is None and not n_pairs and square > 0:
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
        points, there = self._points, self._points.next

        def move(first, last, cycle):
            n_free = self._n_free[first]
            return move_free(
                points.rows, first, n_free, points.free, points.step, size, last, there
            )

        return there, _sum_over(self._parts, move)


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
    products : ndarray of shape (2 n_pairs, n_pairs + 2)
        See :func:`~hiertopics.core.kernels.steps.gather_free`.
    unit : float or None
        What the lengths are multiplied by; None for lengths of 1, where the latest pair tells.

    Returns
    -------
    of_changes, of_grad_changes : ndarray of shape (n_pairs,)
        The direction is ``scale * lengths * (of_grad_changes @ y - gradient)`` and
        ``of_changes @ changes``.
    scale : float
    """
    n_pairs = len(products) // 2
    squares = products[:, -1]
    with_grad, with_y = products[:, 0], products[:, 1:-1]
    of_changes, of_grad_changes = np.zeros((2, n_pairs))
    curvatures = np.diagonal(with_y[:n_pairs])
    least = LEAST_CURVATURE * np.sqrt(squares[:n_pairs]) * np.sqrt(squares[n_pairs:])
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
    return of_changes, of_grad_changes, float(scale)
