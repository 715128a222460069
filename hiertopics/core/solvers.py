"""The way down: minimise a function of nonnegative variables.

``minimise`` needs no step size. ``projected_gradient`` is Algorithm 1 of the paper to the letter.
Both see a flat vector and a function; neither knows what the variables mean.
"""

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np

from hiertopics.core.kernels.lbfgs import descend
from hiertopics.core.lbfgs import Direction, Points
from hiertopics.core.threads import over_rows

MEMORY = 5  # pairs kept by the quasi-Newton step, each up to four copies of the free variables
MEMORY_WITH_CURVATURE = 2  # enough where the curvature of every variable is known about
SUFFICIENT = 1e-4  # Armijo's constant
MAX_HALVINGS = 25
WINDOW = 5  # epochs over which the fall of the cost is judged


class Stop(Enum):
    """Why a solver ended; the value is the sentence shown to people."""

    CONVERGED = "converged: the cost falls by less than tol per epoch"
    STATIONARY = "converged: no direction lowers the cost any more"
    MAX_EPOCHS = "stopped at max_epochs before the cost settled; raise max_epochs to go on"
    MAX_REFINEMENTS = (
        "stopped at max_refinements before the cost settled; raise max_refinements to go on"
    )
    CALLBACK = "stopped by the callback"
    ROSE = "stopped: the cost ended above where it started; lower step_size"
    NOT_FINITE = "stopped: the cost is not finite; lower step_size, or mend the cost"


@dataclass
class Descent:
    """Where a solver ended.

    Attributes
    ----------
    x : ndarray
    value : float
    history : list of float
        The cost at the start and after each epoch.
    stop : Stop
    """

    x: np.ndarray
    value: float
    history: list
    stop: Stop


def minimise(function, x, *, max_epochs, tol, callback=None, step_lengths=None):
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
    callback : callable, optional
        ``callback(epoch, value)`` after each epoch; a true answer stops.
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

    value, history, stop = start, [start], Stop.MAX_EPOCHS
    if not (np.isfinite(start) and np.isfinite(grad).all()):
        return Descent(x, start, history, Stop.NOT_FINITE)
    n_pairs = MEMORY if lengths() is None else MEMORY_WITH_CURVATURE
    points = Points(x, grad, n_pairs, 1 / unit)
    for epoch in range(1, max_epochs + 1):
        found = _step(function, value, unit, Direction(points, lengths(), unit))
        if found is None and points.forget():
            found = _step(function, value, unit, Direction(points, lengths(), unit))
        if found is None:
            stop = Stop.STATIONARY
            break
        value, grad = found
        points.accept(grad)
        history.append(value)
        if callback is not None and callback(epoch, history[-1]):
            stop = Stop.CALLBACK
            break
        if has_settled(history, tol):
            stop = Stop.CONVERGED
            break
    return Descent(points.x, history[-1], history, stop)


def projected_gradient(function, x, *, step_size, max_epochs, tol, callback=None):
    """Algorithm 1: ``A <- (A - gamma dC/dA)_+`` for all factors at once, with a fixed step.

    Parameters
    ----------
    function, x, max_epochs, tol, callback
        As for :func:`minimise`; the cost may rise.
    step_size : float
        gamma.

    Returns
    -------
    Descent
    """
    step_size = float(step_size)  # of one kind, for which the kernel is compiled
    value, grad = function(x)
    history, stop = [value], Stop.MAX_EPOCHS
    for epoch in range(1, max_epochs + 1):
        with np.errstate(over="ignore", invalid="ignore"):
            candidate = projected_step(x, grad, step_size)
            value_next, grad_next = function(candidate)
            finite = _is_finite(value_next, grad_next)
        if not finite:
            stop = Stop.NOT_FINITE
            break
        x, value, grad = candidate, value_next, grad_next
        history.append(value)
        if callback is not None and callback(epoch, value):
            stop = Stop.CALLBACK
            break
        if has_settled(history, tol):
            stop = Stop.CONVERGED
            break
    if stop in (Stop.CONVERGED, Stop.MAX_EPOCHS) and value > history[0]:
        stop = Stop.ROSE
    return Descent(x, value, history, stop)


def has_settled(history, tol):
    """Whether the cost moved by less than tol of itself per epoch over the last epochs."""
    if len(history) <= WINDOW:
        return False
    return abs(history[-1 - WINDOW] - history[-1]) <= tol * WINDOW * abs(history[-1])


def projected_step(x, grad, size):
    """``(x - size * grad)_+``, of the shape of x."""
    there = np.empty_like(x)
    over_rows(len(x), lambda i, j: descend(x[i:j], grad[i:j], size, there[i:j]))
    return there


def _is_finite(value, grad):
    """Whether all are finite; where their sum is, there is no need to look at each."""
    return np.isfinite(value) and (np.isfinite(grad.sum()) or np.isfinite(grad).all())


def _step(function, value, unit, direction):
    """Value and gradient after an accepted step, or None where none lowers the cost."""
    if not direction.slope < 0:
        return None
    size = direction.first_size
    for _ in range(MAX_HALVINGS):
        candidate, fall = direction.follow(size)
        candidate_value, candidate_grad = function(candidate)
        if candidate_value <= value + SUFFICIENT * unit * fall and fall < 0:
            if candidate_value < value:
                return candidate_value, candidate_grad
            return None
        size *= 0.4
    return None
