"""The training loop shared by all solvers."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from enum import Enum
from typing import Protocol, TypeAlias, TypeVar

from hiertopics.core.interrupts import is_interrupted, note_interrupt

WINDOW = 5  # epochs over which the change of the cost is judged

# ``report(cost)`` after each epoch; a true return value stops training.
Report: TypeAlias = Callable[[float], object]


class HasCost(Protocol):
    """A state of training with its cost."""

    @property
    def cost(self) -> float:
        """The cost of this state."""


State = TypeVar("State", bound=HasCost)


class Stop(Enum):
    """Why training ended; the value is the sentence shown to people."""

    CONVERGED = "converged: the cost changes by at most tol (relative) per epoch"
    STATIONARY = "converged: the line search found no lower cost"
    MAX_EPOCHS = "stopped at max_epochs before the cost settled; raise max_epochs to go on"
    MAX_REFINEMENTS = (
        "stopped at max_refinements before the cost settled; raise max_refinements to go on"
    )
    CALLBACK = "stopped by the callback"
    INTERRUPTED = "interrupted: these are the best topics so far"
    ROSE = "stopped: the final cost is above the initial cost; lower step_size"
    NOT_FINITE = (
        "stopped: the cost or its gradient is not finite; lower step_size, or check the cost "
        "function"
    )

    @property
    def asked_for(self) -> bool:
        """Whether somebody ended training, and nothing else is to begin."""
        return self in (Stop.CALLBACK, Stop.INTERRUPTED)

    @property
    def failed(self) -> bool:
        """Whether the result is not to be relied on."""
        return self in (Stop.NOT_FINITE, Stop.ROSE)

    @property
    def limited(self) -> bool:
        """Whether more epochs might have lowered the cost."""
        return self in (Stop.MAX_EPOCHS, Stop.MAX_REFINEMENTS)


class EpochReport:
    """Count the epochs of a fit, over all starts, exchanges and layers, and report each.

    ``callback(epoch, cost)``, epochs counted from 1, returns True to stop.
    """

    def __init__(self, callback: Callable[[int, float], object] | None = None):
        self._callback, self._n_epochs = callback, 0

    def __call__(self, cost: float) -> bool:
        """Count and report an epoch; returns whether training is to stop."""
        self._n_epochs += 1
        return self._callback is not None and bool(self._callback(self._n_epochs, cost))


def run_epochs(
    step: Callable[[State, int], State | Stop],
    state: State,
    *,
    max_epochs: int,
    settled: Callable[[State, list[float]], bool],
    report: Report | None = None,
    history: Sequence[float] | None = None,
    limit: Stop = Stop.MAX_EPOCHS,
) -> tuple[State, list[float], Stop]:
    """Iterate `step` until a reason to stop; the last state, the costs, and the reason.

    ``step(state, epoch)``, epochs counted from 1, returns the next state, or a Stop that says why
    there is none. Training also ends where ``report(cost)`` after an epoch returns True, see
    :class:`EpochReport`, where ``settled(state, history)`` does, and after `max_epochs` for the
    reason `limit`. Where the next cost is not finite, or an interrupt comes that
    :func:`~hiertopics.core.interrupts.hold_interrupt` holds, it ends at the state before.

    `history` has the costs up to the initial state, its cost alone by default; the list returned
    goes on with the cost after each epoch.
    """
    history = [state.cost] if history is None else list(history)
    if not math.isfinite(state.cost):
        return state, history, Stop.NOT_FINITE
    if is_interrupted():
        return state, history, Stop.INTERRUPTED
    try:
        for epoch in range(1, max_epochs + 1):
            found = step(state, epoch)
            if isinstance(found, Stop):
                return state, history, found
            if not math.isfinite(found.cost):
                return state, history, Stop.NOT_FINITE
            state = found
            history.append(state.cost)
            if report is not None and report(state.cost):
                return state, history, Stop.CALLBACK
            if settled(state, history):
                return state, history, Stop.CONVERGED
    except KeyboardInterrupt:
        note_interrupt()
        return state, history, Stop.INTERRUPTED
    return state, history, limit


def has_settled(history: Sequence[float], tol: float) -> bool:
    """Whether the cost changed by at most `tol` (relative) per epoch over the last `WINDOW`."""
    if len(history) <= WINDOW:
        return False
    return abs(history[-1 - WINDOW] - history[-1]) <= tol * WINDOW * abs(history[-1])
