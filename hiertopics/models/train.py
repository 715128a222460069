"""From a data matrix to trained factors: starts, restarts, descent, and the final form."""

from dataclasses import dataclass, replace

import numpy as np

from hiertopics.core.layers import Documents
from hiertopics.core.nmf import unit_columns
from hiertopics.core.nnls import nnls
from hiertopics.core.objective import Objective
from hiertopics.core.products import gram
from hiertopics.core.solvers import Stop, minimise, projected_gradient
from hiertopics.core.start import propagate_start, random_layers, start_layers

MAX_STARTS = 10
START_BUDGET = 200_000  # numbers (nonzeros and factor entries) that all starts may touch together
CANDIDATES = 3  # starts of each upper layer, all network starts together
TRIAL_EPOCHS = 10  # after these the costs of the starts have told the basins apart


@dataclass(frozen=True)
class Plan:
    """How to train.

    Attributes
    ----------
    n_topics : tuple of int
        Topics per layer, fine to coarse.
    cost : callable
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
    cost: object
    balance: float
    unit: bool
    solver: str
    step_size: object
    init: object
    n_init: int
    max_epochs: int
    tol: float


@dataclass(frozen=True)
class Trained:
    """What training found, in the terms of the fitted attributes.

    Attributes
    ----------
    A, D : list of ndarray
    B : dict of int to ndarray
    history : list of float
    stop : Stop
    """

    A: list
    B: dict
    D: list
    history: list
    stop: Stop


def count_numbers(X, sizes):
    """The size of a problem: nonzeros of X plus entries of the largest factors."""
    return X.n_stored + sum(X.shape) * sizes[0]


def count_starts(X, sizes):
    """How many starts suit a problem: 10 for a small one, 1 for a large one."""
    return int(np.clip(START_BUDGET // max(1, count_numbers(X, sizes)), 1, MAX_STARTS))


def train(X, labels, plan, rng, callback=None):
    """Train the factors of a network on X.

    Every start is taken a few epochs down; the one with the lowest cost goes on.

    Parameters
    ----------
    X : DataMatrix
    labels : dict of int to Labels
    plan : Plan
    rng : numpy.random.Generator
    callback : callable, optional
        ``callback(epoch, cost)``; a true answer stops. With several starts the first epochs are
        reported when the best start is known.

    Returns
    -------
    Trained
    """
    if plan.n_init == 1:
        objective, x = _start(X, labels, plan, rng)
        return _finish(objective, _descend(objective, x, plan, plan.max_epochs, callback), [])
    trial_epochs = min(TRIAL_EPOCHS, plan.max_epochs)
    best = None
    for _ in range(plan.n_init):
        objective, x = _start(X, labels, plan, rng)
        trial = _descend(objective, x, plan, trial_epochs)
        if best is None or not best[1].value <= trial.value:
            best = objective, trial
    objective, trial = best
    for epoch, cost in enumerate(trial.history[1:], start=1):
        if callback is not None and callback(epoch, cost):
            return _finish(objective, replace(trial, stop=Stop.CALLBACK), [])
    if trial.stop is not Stop.MAX_EPOCHS:
        return _finish(objective, trial, [])
    report = callback and (lambda epoch, cost: callback(trial_epochs + epoch, cost))
    rest = _descend(objective, trial.x, plan, plan.max_epochs - trial_epochs, report)
    return _finish(objective, rest, trial.history[:-1])


def _start(X, labels, plan, rng):
    """One start: the objective, and the vector to start from."""
    if isinstance(plan.init, str) and plan.init == "layerwise":
        A, D, S = start_layers(
            X,
            plan.n_topics,
            rng,
            balance=plan.balance,
            n_candidates=max(1, CANDIDATES // plan.n_init),
        )
    else:
        A = plan.init
        if isinstance(A, str):
            A = random_layers(X, plan.n_topics, rng)
        A, D, S = propagate_start(X, A, balance=plan.balance, unit=plan.unit)
    documents = Documents(X, labels, S)
    B = {l: fit_classifier(S[l], known) for l, known in labels.items()}
    objective = Objective(documents, A, B, D, plan.cost, unit=plan.unit)
    return objective, objective.pack(A, B)


def fit_classifier(S, known):
    """Classify by nonnegative least squares from the documents whose class is known.

    Parameters
    ----------
    S : ndarray of shape (n_docs, k)
    known : Labels

    Returns
    -------
    B : ndarray of shape (n_classes, k)
        Minimises ``||Y - S B.T||`` over the known rows.
    """
    S = S[known.rows].astype(np.float64)
    return nnls(known.Y.T @ S, gram(S)).astype(known.Y.dtype)


def _descend(objective, x, plan, max_epochs, callback=None):
    """Run the plan's solver."""
    if plan.solver == "pgd":
        step_size = plan.step_size
        if step_size is None:
            step_size = objective.safe_step(x)
        return projected_gradient(
            objective,
            x,
            step_size=step_size,
            max_epochs=max_epochs,
            tol=plan.tol,
            callback=callback,
        )
    return minimise(objective, x, max_epochs=max_epochs, tol=plan.tol, callback=callback)


def _finish(objective, descent, history):
    """Factors with D undone, so that ``S[l-1] ~ S[l] A[l].T`` holds for them as they are.

    Undoing D changes the length of a column of A[l]. Scaled back to unit length, it scales S[l],
    and with it what the next layer sees, what D[l] means, and the classifier of the layer.
    """
    A, _, B = objective.unpack(descent.x)
    A, B, D = list(A), dict(B), list(objective.D)
    norms = np.ones(A[0].shape[1], dtype=A[0].dtype)
    for l in range(1, len(A)):
        A[l] = A[l] * (norms / D[l - 1])[:, None]
        D[l - 1] = D[l - 1] / norms
        norms = np.ones(A[l].shape[1], dtype=A[l].dtype)
        if objective.unit:
            A[l], norms = unit_columns(A[l])
        if l in B:
            B[l] = B[l] / norms
    return Trained(A, B, D, history + descent.history, descent.stop)
