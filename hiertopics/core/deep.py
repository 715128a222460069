"""The passes of deep NMF: one layer at a time, with pooling between layers (section 1.5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hiertopics.core.data import DataMatrix
from hiertopics.core.epochs import Report, Stop, has_settled, run_epochs
from hiertopics.core.linalg import gram
from hiertopics.core.network import Labels, rebuild
from hiertopics.core.nmf import Factors, Problem, label_error, renew_classifier, renew_topics
from hiertopics.core.nnls import nnls


def keep_strongest(S: np.ndarray, n_kept: int = 1) -> np.ndarray:
    """Keep the strongest topics of each document and set its others to zero.

    Parameters
    ----------
    S : ndarray of shape (n_docs, k)
    n_kept : int, default=1
        Topics that each document keeps; of equals the first.

    Returns
    -------
    ndarray of shape (n_docs, k)
    """
    strongest = np.argsort(-S, axis=1, kind="stable")[:, :n_kept]
    kept = np.zeros_like(S)
    np.put_along_axis(kept, strongest, np.take_along_axis(S, strongest, axis=1), axis=1)
    return kept


POOLINGS = {"max": keep_strongest, "k-max": lambda S: keep_strongest(S, (S.shape[1] + 1) // 2)}


@dataclass(frozen=True)
class Refined:
    """Where the refinement ended.

    Attributes
    ----------
    A : list of ndarray
    B : dict of int to ndarray
    history : tuple of float
        The cost before and after each epoch.
    stop : Stop
    """

    A: list
    B: dict
    history: tuple
    stop: Stop


def place(X: DataMatrix, A: list[np.ndarray], pool: Callable | None) -> list[np.ndarray]:
    """Topics of documents at every layer, by NNLS, pooled between layers.

    Parameters
    ----------
    X : DataMatrix of shape (n_docs, n_terms)
    A : list of ndarray
    pool : callable or None

    Returns
    -------
    list of ndarray of shape (n_docs, k_l)
    """
    S = [X.solve(X.project(A[0]))]
    for A_l in A[1:]:
        S.append(nnls(_hand_on(S[-1], pool) @ A_l, gram(A_l)))
    return S


def refine(
    X: DataMatrix,
    layers: list[Factors],
    labels: dict[int, Labels],
    weights: dict[int, float],
    *,
    pool: Callable | None,
    max_epochs: int,
    tol: float,
    report: Report | None = None,
) -> Refined:
    """Refine the factors of layers that were found one after the other.

    Parameters
    ----------
    X : DataMatrix of shape (n_docs, n_terms)
    layers : list of Factors
        What the first forward pass found.
    labels : dict of int to Labels
    weights : dict of int to float
        Of the label error of each labelled layer.
    pool : callable or None
    max_epochs : int
    tol : float
        Stop when the cost changes by at most this much, relative to itself, per epoch over the
        last five.
    report : callable, optional
        ``report(cost)`` after each epoch; return True to stop.

    Returns
    -------
    Refined
        The factors of the lowest cost, ``||W * (X - S[L] A[L].T ... A[0].T)||^2`` plus the label
        errors.
    """
    S = [found.S for found in layers]

    def problem(l):
        H = X if l == 0 else DataMatrix(_hand_on(S[l - 1], pool))
        return Problem(H, labels.get(l), weights.get(l, 0.0))

    def step(here, epoch):
        A, B = list(here.A), dict(here.B)
        if epoch > 1:
            for l in range(len(A)):
                layer = problem(l)
                S[l] = renew_topics(layer, layer.X.project(A[l]), S[l], B.get(l), "mu")
        for l in range(len(A) - 1, -1, -1):
            if l + 1 < len(A):
                S[l] = S[l + 1] @ A[l + 1].T
            A[l], B_l = _step_factor(problem(l), A[l], B.get(l), S[l])
            if B_l is not None:
                B[l] = B_l
        cost = _cost(X, A, B, S, labels, weights)
        lowest = (cost, A, B) if cost <= here.lowest[0] else here.lowest
        return _Refinement(A, B, cost, lowest)

    A, B = [found.A for found in layers], {l: layers[l].B for l in labels}
    cost = _cost(X, A, B, S, labels, weights)
    here, history, stop = run_epochs(
        step,
        _Refinement(A, B, cost, (cost, A, B)),
        max_epochs=max_epochs,
        settled=lambda _, history: has_settled(history, tol),
        report=report,
        limit=Stop.MAX_REFINEMENTS,
    )
    _, A, B = here.lowest
    return Refined(A, B, tuple(history), stop)


@dataclass(frozen=True)
class _Refinement:
    """The factors after an epoch, their cost, and the lowest cost so far with its factors."""

    A: list
    B: dict
    cost: float
    lowest: tuple


def _hand_on(S, pool):
    return S if pool is None else pool(S)


def _step_factor(problem, A, B, S):
    """One multiplicative step of A, and of B where there are labels, with S held."""
    X = problem.X
    A = X.solve(X.project_terms(S), A, "mu")
    if problem.labels is not None:
        B = renew_classifier(problem.labels, S, B, "mu")
    return A, B


def _cost(X, A, B, S, labels, weights):
    """The error of X rebuilt from the last layer, plus the label errors."""
    ones = [np.ones(A_l.shape[1], dtype=A_l.dtype) for A_l in A[:-1]]
    rebuilt = rebuild(A, ones, S[-1], len(A) - 1)[-1]
    error = X.square_error(rebuilt, X.project(A[0]), gram(rebuilt))
    for l, known in labels.items():
        error += label_error(Problem(X, known, weights[l]), S[l], B[l])
    return error
