"""The step of L-BFGS among nonnegative variables, in two passes over the variables.

All that the two-loop recursion computes lies in the span of the gradient and of the changes between
the latest points. The first pass gathers the free variables of these vectors and takes their inner
products, with which the recursion is run on coefficients alone; the second adds them up and moves.
"""

import numpy as np

from hiertopics.core.threads import sum_over_rows

WORTH_SHARING = 8192  # variables
FIRST_CHANGE = 0.1  # of the variables, where nothing is known of the curvature
LEAST_CURVATURE = 1e-12  # cosine between the two changes of a pair that is worth its use


class Direction:
    """The quasi-Newton direction at a point, restricted to the free variables.

    Free are the variables that are positive or whose gradient points inward; the others are held
    at zero (two-metric projection, D. P. Bertsekas, SIAM J. Control and Optimization 20, 1982).

    Parameters
    ----------
    points : list of (ndarray of shape (n,), ndarray of shape (n,))
        The latest points with the gradient at each, the one to go on from last.
    lengths : ndarray of shape (n,) or None
        One over the curvature along each variable, which stands in for the inverse Hessian that
        L-BFGS begins with.
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
        x, grad = points[-1]
        self._x, n_pairs = x, len(points) - 1
        gathered = {}

        def look(i, j):
            free = np.flatnonzero((x[i:j] > 0) | (grad[i:j] < 0))
            here = np.stack([point[i:j].take(free) for point, _ in points])
            slopes = np.stack([slope[i:j].take(free) for _, slope in points])
            changes, grad_changes = np.diff(here, axis=0), np.diff(slopes, axis=0)
            part_lengths = 1.0 if lengths is None else lengths[i:j].take(free)
            gathered[i] = (free, here[-1], slopes[-1], changes, grad_changes, part_lengths)
            left = np.concatenate([changes, grad_changes * part_lengths])
            right = np.concatenate([slopes[-1:], grad_changes])
            squares = [np.einsum("pi,pi->p", rows, rows) for rows in (changes, grad_changes)]
            return np.column_stack([left @ right.T, np.concatenate(squares)]).astype(np.float64)

        products = sum_over_rows(len(x), look, WORTH_SHARING)
        of_changes, of_grad_changes, scale = _recursion(products, None if lengths is None else unit)
        self._parts = {}

        def add_up(i, j):
            free, here, slopes, changes, grad_changes, part_lengths = gathered[i]
            step = of_grad_changes.astype(slopes.dtype) @ grad_changes
            step -= slopes
            step *= part_lengths
            step *= scale
            step += of_changes.astype(slopes.dtype) @ changes
            self._parts[i] = (free, here, step, slopes)
            return np.array([step @ slopes, step @ step], dtype=np.float64)

        self.slope, square = sum_over_rows(len(x), add_up, WORTH_SHARING)
        self.first_size = 1.0
        if lengths is None and not n_pairs and square > 0:
            self.first_size = (FIRST_CHANGE * float(np.linalg.norm(x)) or 1.0) / np.sqrt(square)

    def follow(self, size):
        """The point ``(x + size * direction)_+``, and how much the function falls to first order.

        Returns
        -------
        there : ndarray of shape (n,)
        fall : float
            ``grad @ (there - x)``.
        """
        there = np.empty_like(self._x)

        def move(i, j):
            free, here, step, slopes = self._parts[i]
            moved = np.maximum(here + size * step, 0)
            part = there[i:j]
            part[:] = self._x[i:j]
            part[free] = moved
            moved -= here
            return float(slopes @ moved)

        return there, sum_over_rows(len(there), move, WORTH_SHARING)


def _recursion(products, unit):
    """The two-loop recursion of L-BFGS, on coefficients.

    Parameters
    ----------
    products : ndarray of shape (2 n_pairs, n_pairs + 2)
        A row for each change of the variables, then one for each change y of the gradient, oldest
        first; the latter through the lengths. A column for the inner products with the gradient,
        one for those with each y, and one for the square of each row, without the lengths.
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
