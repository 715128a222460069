"""From a data matrix to trained factors: starts, restarts, descent, and the final form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from hiertopics.core.data import DataMatrix
from hiertopics.core.epochs import Report, Stop
from hiertopics.core.linalg import unit_columns
from hiertopics.core.network import Documents, Labels
from hiertopics.core.nmf import renew_classifier
from hiertopics.core.objective import Objective
from hiertopics.core.solvers import minimise, projected_gradient
from hiertopics.core.start import propagate_start, random_layers, start_layers

MAX_STARTS = 10
NETWORK_BUDGET = 200_000  # numbers that all starts of a network may touch in an epoch together
LAYER_BUDGET = 1_000_000  # the same for all starts of one layer, whose epochs are cheaper
FINE_CANDIDATES = 5  # starts of the first layer that each of several network starts may have
CANDIDATES = 10  # starts of each upper layer, all network starts together
TIE = 1e-9  # share of a cost by which rounding may order starts that end alike; the first goes on
TRIAL_EPOCHS = 10  # after these the costs of the starts differ by basin


@dataclass(frozen=True)
class Plan:
    """How to train.

    Attributes
    ----------
    n_topics : tuple of int
        Topics per layer, fine to broad.
    cost : callable
    supervision : dict of int to float
        Weight of the label error of each steered layer; it is part of the cost too.
    balance : float
    unit : bool
        Whether the columns of every A are kept at unit length.
    solver : {"quasi-newton", "pgd"}
    step_size : float or None
    init : {"layerwise", "random"} or list of ndarray
    n_init : int
    max_epochs : int
    tol : float
    """

    n_topics: tuple
    cost: Any
    supervision: dict
    balance: float
    unit: bool
    solver: str
    step_size: float | None
    init: Any
    n_init: int
    max_epochs: int
    tol: float


@dataclass(frozen=True)
class Trained:
    """What training found, in the terms of the fitted attributes.

    Attributes
    ----------
    A : list of ndarray
    B : dict of int to ndarray
    D : list of ndarray
    history : sequence of float
    stop : Stop
    n_epochs : int
    """

    A: list
    B: dict
    D: list
    history: tuple
    stop: Stop
    n_epochs: int


@dataclass(frozen=True)
class Point:
    """The state of the training of a network.

    Attributes
    ----------
    objective : Objective
    x : ndarray
        The factors end to end.
    history : sequence of float
    stop : Stop
    """

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

    Parameters
    ----------
    n_init : int
    start : callable
        ``start()`` gives another state to start from at each call.
    go_on : callable
        ``go_on(state, max_epochs, report)`` gives the state it leads to, a frozen dataclass
        with the ``history`` of these epochs, the last ``cost`` and the reason to ``stop``.
    max_epochs : int
    report : callable, optional
        ``report(cost)`` after each epoch; return True to stop. With several starts the first epochs
        are reported when the best start is known.

    Returns
    -------
    state
        Its history is that of all epochs.
    """
    if n_init == 1:
        return go_on(start(), max_epochs, report)
    trial_epochs = min(TRIAL_EPOCHS, max_epochs)
    best: Any = None
    for _ in range(n_init):
        trial = go_on(start(), trial_epochs, None)
        if best is None or not best.cost <= (1 + TIE) * trial.cost:
            best = trial
    if report is not None and any(report(cost) for cost in best.history[1:]):
        return replace(best, stop=Stop.CALLBACK)
    if best.stop is not Stop.MAX_EPOCHS:
        return best
    rest = go_on(best, max_epochs - trial_epochs, report)
    return replace(rest, history=(*best.history, *rest.history[1:]))


def train(
    X: DataMatrix,
    labels: dict[int, Labels],
    plan: Plan,
    rng: np.random.Generator,
    report: Report | None = None,
) -> Trained:
    """Train the factors of a network on X.

    Parameters
    ----------
    X : DataMatrix
    labels : dict of int to Labels
    plan : Plan
    rng : numpy.random.Generator
    report : callable, optional
        See :func:`try_starts`.

    Returns
    -------
    Trained
    """
    point = try_starts(
        plan.n_init,
        lambda: _start(X, labels, plan, rng),
        lambda point, *limits: _descend(point, plan, *limits),
        plan.max_epochs,
        report,
    )
    A, _, B = point.objective.unpack(point.x)
    factors = undo_weights(A, B, point.objective.D, unit=plan.unit)
    return Trained(*factors, point.history, point.stop, len(point.history) - 1)


def _start(X, labels, plan, rng):
    """One start of the network."""
    if isinstance(plan.init, str) and plan.init == "layerwise":
        affordable = count_starts(X, plan.n_topics, LAYER_BUDGET)
        A, D, S = start_layers(
            X,
            plan.n_topics,
            rng,
            balance=plan.balance,
            labels=labels,
            weights=plan.supervision,
            n_candidates=(
                max(affordable // plan.n_init, min(FINE_CANDIDATES, affordable)),
                max(1, CANDIDATES // plan.n_init),
            ),
        )
    else:
        A = plan.init
        if isinstance(A, str):
            A = random_layers(X, plan.n_topics, rng)
        A, D, S = propagate_start(X, A, balance=plan.balance, unit=plan.unit)
    documents = Documents(X, labels, S)
    B = {l: renew_classifier(known, S[l]) for l, known in labels.items()}
    objective = Objective(documents, A, B, D, plan.cost, unit=plan.unit)
    return Point(objective, objective.pack(A, B))


def _descend(point, plan, max_epochs, report=None):
    """Run the plan's solver from a point."""
    objective, x = point.objective, point.x
    limits = {"max_epochs": max_epochs, "tol": plan.tol, "report": report}
    if plan.solver == "pgd":
        step_size = objective.safe_step(x) if plan.step_size is None else plan.step_size
        found = projected_gradient(objective, x, step_size=step_size, **limits)
    else:
        found = minimise(objective, x, step_lengths=objective.step_lengths, **limits)
    return Point(objective, found.x, tuple(found.history), found.stop)


def undo_weights(
    A: list[np.ndarray], B: dict[int, np.ndarray], D: list[np.ndarray], *, unit: bool
) -> tuple[list, dict, list]:
    """Factors with D undone, so that ``S[l-1] ~ S[l] A[l].T`` holds for them as they are.

    Undoing D changes the length of a column of A[l]. Scaled back to unit length, it scales S[l],
    and with it what the next layer sees, what D[l] means, and the classifier of the layer.

    Parameters
    ----------
    A, D : list of ndarray
    B : dict of int to ndarray
    unit : bool
        Whether the columns of A are to have unit length.

    Returns
    -------
    A, B, D
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
