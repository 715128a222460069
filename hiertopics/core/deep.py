"""The passes of deep NMF: one layer at a time, with pooling between layers (section 1.5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hiertopics.core.classifier import label_error, labelled_sums, renew_classifier
from hiertopics.core.data import DataMatrix
from hiertopics.core.epochs import Report, Stop, has_settled, run_epochs
from hiertopics.core.linalg import gram
from hiertopics.core.network import Labels, rebuild
from hiertopics.core.nmf import Factors, Problem, renew_topics
from hiertopics.core.nnls import nnls


def keep_strongest(S: np.ndarray, n_kept: int = 1) -> np.ndarray:
    """Keep the strongest topics of each document, of equals the first, and set others to zero."""
    strongest = np.argsort(-S, axis=1, kind="stable")[:, :n_kept]
    kept = np.zeros_like(S)
    np.put_along_axis(kept, strongest, np.take_along_axis(S, strongest, axis=1), axis=1)
    return kept


POOLINGS = {"max": keep_strongest, "k-max": lambda S: keep_strongest(S, (S.shape[1] + 1) // 2)}


@dataclass(frozen=True)
class Refined:
    """Where the refinement ended."""

    A: list
    B: dict
    history: tuple  # the cost before and after each epoch
    stop: Stop


def place(X: DataMatrix, A: list[np.ndarray], pool: Callable | None) -> list[np.ndarray]:
    """Topics of documents at every layer, (n_docs, k_l), by NNLS, pooled between layers."""
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
    """Refine the factors of layers that were found one after the other, by the first forward pass.

    ``weights`` are those of the label errors of labelled layers, ``max_epochs``, ``tol`` and
    ``report`` those of :func:`~hiertopics.core.epochs.run_epochs`. Gives the factors of the lowest
    cost, ``||W * (X - S[L] A[L].T ... A[0].T)||^2`` plus the label errors.
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
                projection = layer.X.project(A[l])
                S[l] = renew_topics(
                    layer.X, projection, S[l], layer.labels, B.get(l), layer.weight, "mu"
                )
        for l in range(len(A) - 1, -1, -1):
            if l + 1 < len(A):
                S[l] = S[l + 1] @ A[l + 1].T
            layer = problem(l)
            A[l] = layer.X.solve(layer.X.project_terms(S[l]), A[l], "mu")
            if l in B:
                B[l] = renew_classifier(labelled_sums(labels[l], S[l]), B[l], "mu")
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


def _cost(X, A, B, S, labels, weights):
    """The error of X rebuilt from the last layer, plus the label errors."""
    ones = [np.ones(A_l.shape[1], dtype=A_l.dtype) for A_l in A[:-1]]
    rebuilt = rebuild(A, ones, S[-1], len(A) - 1)[-1]
    error = X.square_error(rebuilt, X.project(A[0]), gram(rebuilt))
    for l, known in labels.items():
        error += label_error(known, S[l], B[l], weights[l])
    return error
