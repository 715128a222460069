"""Minimisers under nonnegativity constraints.

``minimise`` needs no step size. ``projected_gradient`` is Algorithm 1 exactly as published. Both
take a function of a flat vector; neither knows what the variables mean.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from hiertopics.core.epochs import Report, Stop, has_settled, run_epochs
from hiertopics.core.kernels.lbfgs import descend
from hiertopics.core.lbfgs import Direction, LbfgsMemory
from hiertopics.core.threads import over_rows

MEMORY = 5  # pairs kept by the quasi-Newton step, each three copies of the free variables
MEMORY_WITH_CURVATURE = 2  # enough where a bound of the curvature of every variable is known
SUFFICIENT_DECREASE = 1e-4  # Armijo's constant
BACKTRACK = 0.4  # what the step size is multiplied by
MAX_BACKTRACKS = 25

Function: TypeAlias = Callable[[np.ndarray], tuple[float, np.ndarray]]


@dataclass
class Descent:
    """Result of a solver."""

    x: np.ndarray  # (n,): the last point
    history: list[float]  # the cost at the start and after each epoch
    stop: Stop

    @property
    def cost(self) -> float:
        """The last cost."""
        return self.history[-1]


def minimise(
    function: Function,
    x: np.ndarray,
    *,
    max_epochs: int,
    tol: float,
    report: Report | None = None,
    step_lengths: Callable[[], list | None] = lambda: None,
) -> Descent:
    """Projected limited-memory BFGS with a backtracking search along the projected arc.

    Variables at zero whose gradient points outward are held; the quasi-Newton step acts on the
    others (two-metric projection, Bertsekas 1982), so every accepted step lowers the cost. Only
    the free variables are computed with: most of a factor is zero.

    ``function(x)`` returns cost and gradient; the buffer x is reused after the call, do not keep
    it, and return a new gradient array each time. The start x is nonnegative, of shape (n,).
    ``step_lengths()`` returns the inverse diagonal Hessian at the last evaluated point, in the form
    that :class:`~hiertopics.core.lbfgs.Direction` takes, or None; L-BFGS begins with it.
    ``max_epochs``, ``tol`` and ``report`` are those of :func:`~hiertopics.core.epochs.run_epochs`
    and :func:`~hiertopics.core.epochs.has_settled`.
    """
    start, grad = function(x)
    if not (math.isfinite(start) and _is_finite(grad)):
        return Descent(x, [start], Stop.NOT_FINITE)
    # In units near the cost at the start, squares of gradients neither overflow nor vanish;
    # a power of two rounds nothing. One over the smallest would overflow.
    least = np.finfo(x.dtype).minexp + 2
    unit = math.ldexp(1.0, max(math.frexp(start)[1], least)) if start > 0 else 1.0
    n_pairs = MEMORY if step_lengths() is None else MEMORY_WITH_CURVATURE

    def step(memory, _):
        found = _search(function, memory, unit, step_lengths())
        if isinstance(found, Stop) and memory.forget():
            found = _search(function, memory, unit, step_lengths())
        return found

    memory, history, stop = run_epochs(
        step,
        LbfgsMemory(x, grad, start, n_pairs, 1 / unit),
        max_epochs=max_epochs,
        settled=lambda _, history: has_settled(history, tol),
        report=report,
    )
    return Descent(memory.x, history, stop)


def projected_gradient(
    function: Function,
    x: np.ndarray,
    *,
    step_size: float,
    max_epochs: int,
    tol: float,
    report: Report | None = None,
) -> Descent:
    """Algorithm 1: ``A <- (A - gamma dC/dA)_+`` for all factors at once, with a fixed step gamma.

    The cost may rise. Parameters are those of :func:`minimise`.
    """
    step_size = float(step_size)  # the kernel is compiled for this type

    def step(here, _):
        with np.errstate(over="ignore", invalid="ignore"):
            x = projected_step(here.x, here.grad, step_size)
            cost, grad = function(x)
            return Point(x, cost, grad) if _is_finite(grad) else Stop.NOT_FINITE

    here, history, stop = run_epochs(
        step,
        Point(x, *function(x)),
        max_epochs=max_epochs,
        settled=lambda _, history: has_settled(history, tol),
        report=report,
    )
    if (stop is Stop.CONVERGED or stop.limited) and here.cost > history[0]:
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


def _is_finite(grad):
    """Whether all entries are finite; where their sum is, there is no need to look at each."""
    return bool(np.isfinite(grad.sum()) or np.isfinite(grad).all())


def _search(function, memory, unit, lengths):
    """Line search along the projected arc: the memory with its next point, or why there is none.

    A candidate whose cost or gradient is not finite is a step too long. It is also the reason that
    none was accepted, unless the cost was found to rise before it.
    """
    direction = Direction(memory, lengths, unit)
    if not direction.slope < 0:
        return Stop.NOT_FINITE if math.isnan(direction.slope) else Stop.STATIONARY
    size, reason, lower = direction.first_size, Stop.STATIONARY, False
    for _ in range(MAX_BACKTRACKS):
        candidate, fall = direction.follow(size)
        cost, grad = function(candidate)
        if not math.isfinite(cost):
            reason = Stop.NOT_FINITE
        elif cost <= memory.cost + SUFFICIENT_DECREASE * unit * fall and fall < 0:
            # Equal to the last digit, the cost says no more which way is down: a run that took
            # such steps would wander about at its end until max_epochs.
            if not cost < memory.cost:
                return reason
            if _is_finite(grad):
                return memory.accept(grad, cost)
            reason, lower = Stop.NOT_FINITE, True
        elif cost > memory.cost and not lower:
            reason = Stop.STATIONARY
        size *= BACKTRACK
    return reason
