"""The way down: minimise a function of nonnegative variables.

``minimise`` needs no step size. ``projected_gradient`` is Algorithm 1 of the paper to the letter.
Both see a flat vector and a function; neither knows what the variables mean.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hiertopics.core.epochs import Stop, has_settled, run_epochs
from hiertopics.core.kernels.lbfgs import descend
from hiertopics.core.lbfgs import Direction, Points
from hiertopics.core.threads import over_rows

MEMORY = 5  # pairs kept by the quasi-Newton step, each three copies of the free variables
MEMORY_WITH_CURVATURE = 2  # enough where the curvature of every variable is known about
SUFFICIENT = 1e-4  # Armijo's constant
MAX_HALVINGS = 25


@dataclass
class Descent:
    """Where a solver ended.

    Attributes
    ----------
    x : ndarray
    history : list of float
        The cost at the start and after each epoch.
    stop : Stop
    """

    x: np.ndarray
    history: list
    stop: Stop

    @property
    def value(self) -> float:
        """The last cost."""
        return self.history[-1]


def minimise(
    function: Callable,
    x: np.ndarray,
    *,
    max_epochs: int,
    tol: float,
    report: Callable | None = None,
    step_lengths: Callable | None = None,
) -> Descent:
    """Projected limited-memory BFGS with a backtracking search along the projected arc.

    Variables at zero whose gradient points outward are held; the quasi-Newton step acts on the
    others (two-metric projection, Bertsekas 1982), so every accepted step lowers the cost. Only
    the free variables are computed with: most of a factor is zero.

    Parameters
    ----------
    function : callable
        ``function(x) -> (value, gradient)``; x is overwritten after the call, and each gradient is
        an array of its own.
    x : ndarray of shape (n,)
        The start, nonnegative.
    max_epochs : int
        Accepted steps at most.
    tol : float
        Ends when the cost fell by less than this share of itself per epoch over five epochs.
    report : callable, optional
        ``report(cost)`` after each epoch; a true answer stops.
    step_lengths : callable, optional
        ``step_lengths()`` gives one over the curvature along each variable at the point evaluated
        last, in the form of :class:`~hiertopics.core.lbfgs.Direction`, or None where that
        is not known. It stands in for the inverse Hessian that L-BFGS begins with.

    Returns
    -------
    Descent
    """
    start, grad = function(x)
    # In units near the cost at the start, squares of gradients neither overflow nor vanish;
    # a power of two rounds nothing. One over the smallest would overflow.
    least = np.finfo(x.dtype).minexp + 2
    unit = math.ldexp(1.0, max(math.frexp(start)[1], least)) if start > 0 else 1.0

    def lengths():
        return None if step_lengths is None else step_lengths()

    if not (np.isfinite(start) and np.isfinite(grad).all()):
        return Descent(x, [start], Stop.NOT_FINITE)
    n_pairs = MEMORY if lengths() is None else MEMORY_WITH_CURVATURE
    points = Points(x, grad, start, n_pairs, 1 / unit)

    def step(points, _):
        found = _step(function, points, unit, lengths())
        if found is None and points.forget():
            found = _step(function, points, unit, lengths())
        return found or Stop.STATIONARY

    _, history, stop = run_epochs(
        step,
        points,
        max_epochs=max_epochs,
        settled=lambda _, history: has_settled(history, tol),
        report=report,
    )
    return Descent(points.x, history, stop)


def projected_gradient(
    function: Callable,
    x: np.ndarray,
    *,
    step_size: float,
    max_epochs: int,
    tol: float,
    report: Callable | None = None,
) -> Descent:
    """Algorithm 1: ``A <- (A - gamma dC/dA)_+`` for all factors at once, with a fixed step.

    Parameters
    ----------
    function, x, max_epochs, tol, report
        As for :func:`minimise`; the cost may rise.
    step_size : float
        gamma.

    Returns
    -------
    Descent
    """
    step_size = float(step_size)  # of one kind, for which the kernel is compiled

    def step(here, _):
        with np.errstate(over="ignore", invalid="ignore"):
            x = projected_step(here.x, here.grad, step_size)
            cost, grad = function(x)
            return Point(x, cost, grad) if _is_finite(cost, grad) else Stop.NOT_FINITE

    here, history, stop = run_epochs(
        step,
        Point(x, *function(x)),
        max_epochs=max_epochs,
        settled=lambda _, history: has_settled(history, tol),
        report=report,
    )
    if stop in (Stop.CONVERGED, Stop.MAX_EPOCHS) and here.cost > history[0]:
        stop = Stop.ROSE
    return Descent(here.x, history, stop)


@dataclass(frozen=True)
class Point:
    """A point with the cost and the gradient there."""

    x: np.ndarray
    cost: float
    grad: np.ndarray


def projected_step(x: np.ndarray, grad: np.ndarray, size: float) -> np.ndarray:
    """``(x - size * grad)_+``, of the shape of x."""
    there = np.empty_like(x)
    over_rows(len(x), lambda i, j: descend(x[i:j], grad[i:j], size, there[i:j]))
    return there


def _is_finite(value, grad):
    """Whether all are finite; where their sum is, there is no need to look at each."""
    return np.isfinite(value) and (np.isfinite(grad.sum()) or np.isfinite(grad).all())


def _step(function, points, unit, lengths):
    """The points with the next one accepted, or None where no step lowers the cost."""
    direction = Direction(points, lengths, unit)
    if not direction.slope < 0:
        return None
    size = direction.first_size
    for _ in range(MAX_HALVINGS):
        candidate, fall = direction.follow(size)
        cost, grad = function(candidate)
        if cost <= points.cost + SUFFICIENT * unit * fall and fall < 0:
            if cost < points.cost:
                return points.accept(grad, cost)
            return None
        size *= 0.4
    return None
