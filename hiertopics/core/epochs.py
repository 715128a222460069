"""The one loop of all training: it counts epochs, records costs, reports them and stops."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Protocol, TypeVar

WINDOW = 5  # epochs over which the fall of the cost is judged


class HasCost(Protocol):
    """Where training has come to."""

    @property
    def cost(self) -> float:
        """The cost there."""


State = TypeVar("State", bound=HasCost)


class Stop(Enum):
    """Why training ended; the value is the sentence shown to people."""

    CONVERGED = "converged: the cost falls by less than tol per epoch"
    STATIONARY = "converged: no direction lowers the cost any more"
    MAX_EPOCHS = "stopped at max_epochs before the cost settled; raise max_epochs to go on"
    MAX_REFINEMENTS = (
        "stopped at max_refinements before the cost settled; raise max_refinements to go on"
    )
    CALLBACK = "stopped by the callback"
    ROSE = "stopped: the cost ended above where it started; lower step_size"
    NOT_FINITE = "stopped: the cost is not finite; lower step_size, or mend the cost"


class EpochReport:
    """Counts the epochs of a fit, through all starts, exchanges and layers, and reports each.

    Parameters
    ----------
    callback : callable, optional
        ``callback(epoch, cost)``, epochs counted from 1; a true answer stops.
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
    settled: Callable[[State, list], bool],
    report: Callable[[float], bool] | None = None,
    history: tuple | None = None,
) -> tuple[State, list, Stop]:
    """Take steps until one of the reasons to stop.

    Parameters
    ----------
    step : callable
        ``step(state, epoch)``, epochs counted from 1, gives the next state, or why there is none.
    state : object
        The start.
    max_epochs : int
        Steps at most.
    settled : callable
        ``settled(state, history)`` says after each epoch whether there is no more to gain.
    report : callable, optional
        ``report(cost)`` after each epoch; a true answer stops. See :class:`EpochReport`.
    history : sequence of float, optional
        The costs up to the start; that of the start alone by default.

    Returns
    -------
    state : object
        The last.
    history : list of float
        With the cost after each epoch.
    stop : Stop
    """
    history = [state.cost] if history is None else list(history)
    for epoch in range(1, max_epochs + 1):
        found = step(state, epoch)
        if isinstance(found, Stop):
            return state, history, found
        state = found
        history.append(state.cost)
        if report is not None and report(state.cost):
            return state, history, Stop.CALLBACK
        if settled(state, history):
            return state, history, Stop.CONVERGED
    return state, history, Stop.MAX_EPOCHS


def has_settled(history: list, tol: float) -> bool:
    """Whether the cost moved by less than tol of itself per epoch over the last epochs."""
    if len(history) <= WINDOW:
        return False
    return abs(history[-1 - WINDOW] - history[-1]) <= tol * WINDOW * abs(history[-1])
