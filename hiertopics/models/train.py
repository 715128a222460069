"""What the training of every method has: the task, several starts, and the final form."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from hiertopics.core.data import DataMatrix
from hiertopics.core.epochs import Report, Stop
from hiertopics.core.interrupts import is_interrupted, unless_interrupted
from hiertopics.core.linalg import unit_columns
from hiertopics.core.network import Labels
from hiertopics.core.objective import Objective

MAX_STARTS = 10
NETWORK_BUDGET = 200_000  # numbers that all starts of a network may touch in an epoch together
LAYER_BUDGET = 1_000_000  # the same for all starts of one layer, whose epochs are cheaper
TIE = 1e-9  # share of a cost by which rounding may order starts that end alike; the first goes on
TRIAL_EPOCHS = 10  # after these the costs of the starts differ by basin


@dataclass(frozen=True)
class Task:
    """What to train: X, the labels of the layers that are steered and their weights, the start."""

    X: DataMatrix
    labels: dict[int, Labels]
    weights: dict[int, float]
    sizes: tuple[int, ...]
    init: str | list[np.ndarray]
    rng: np.random.Generator


@dataclass(frozen=True)
class Trained:
    """What training found, in the terms of the fitted attributes."""

    A: list
    B: dict
    D: list
    history: tuple
    stop: Stop
    n_epochs: int


@dataclass(frozen=True)
class Point:
    """The state of the training of a network; x holds the factors end to end."""

    objective: Objective
    x: np.ndarray
    history: tuple = ()
    stop: Stop = Stop.MAX_EPOCHS

    @property
    def cost(self) -> float:
        """The last cost."""
        return self.history[-1]


def count_numbers(X: DataMatrix, sizes: tuple) -> int:
    """The size of a problem: nonzeros of X plus entries of the largest factors."""
    return X.n_stored + sum(X.shape) * sizes[0]


def count_starts(X: DataMatrix, sizes: tuple, budget: int) -> int:
    """How many starts suit a problem: 10 for a small one, 1 for a large one."""
    return int(np.clip(budget // max(1, count_numbers(X, sizes)), 1, MAX_STARTS))


def try_starts(
    n_init: int, start: Callable, go_on: Callable, max_epochs: int, report: Report | None = None
) -> Any:
    """Take every start a few epochs down and go on with the one of lowest cost.

    One whose training failed is taken only where all did.

    ``start()`` gives another state at each call. ``go_on(state, max_epochs, report)`` gives the
    state that it leads to, a frozen dataclass with the ``history`` of these epochs, the last
    ``cost`` and the reason to ``stop``; the state returned has the history of all. ``report(cost)``
    comes after each epoch and returns True to stop; with several starts the first epochs are
    reported when the best start is known.
    """
    if n_init == 1:
        return go_on(start(), max_epochs, report)
    trial_epochs = min(TRIAL_EPOCHS, max_epochs)
    best: Any = go_on(start(), trial_epochs, None)
    for _ in range(n_init - 1):
        trial = unless_interrupted(lambda: go_on(start(), trial_epochs, None), best)
        if _rank(trial, 1 + TIE) < _rank(best):
            best = trial
    if is_interrupted():
        return replace(best, stop=Stop.INTERRUPTED)
    if report is not None and any(report(cost) for cost in best.history[1:]):
        return replace(best, stop=Stop.CALLBACK)
    if best.stop is not Stop.MAX_EPOCHS:
        return best
    rest = go_on(best, max_epochs - trial_epochs, report)
    return replace(rest, history=(*best.history, *rest.history[1:]))


def _rank(state, factor=1.0):
    """What starts are ordered by; a cost may be NaN where training failed."""
    cost = state.cost if math.isfinite(state.cost) else math.inf
    return state.stop.failed, factor * cost


def undo_weights(
    A: list[np.ndarray], B: dict[int, np.ndarray], D: list[np.ndarray], *, unit: bool
) -> tuple[list, dict, list]:
    """Factors with D undone, so that ``S[l-1] ~ S[l] A[l].T`` holds for them as they are.

    Undoing D changes the length of a column of A[l]. Scaled back to unit length, it scales S[l],
    and with it what the next layer sees, what D[l] means, and the classifier of the layer; that is
    done where the columns are to have ``unit`` length.
    """
    A, B, D = list(A), dict(B), list(D)
    norms = np.ones(A[0].shape[1], dtype=A[0].dtype)
    for l in range(len(A)):
        if l > 0:
            A[l] = A[l] * (norms / D[l - 1])[:, None]
            D[l - 1] = D[l - 1] / norms
        norms = np.ones(A[l].shape[1], dtype=A[l].dtype)
        if unit:
            A[l], norms = unit_columns(A[l])
        if l in B:
            B[l] = B[l] / norms
    return A, B, D
