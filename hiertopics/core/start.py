"""The first factors of a network, layer by layer, and the weights between its layers."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from hiertopics.core.data import DataMatrix
from hiertopics.core.exchange import can_exchange, exchange
from hiertopics.core.interrupts import is_interrupted, unless_interrupted
from hiertopics.core.linalg import gram, unit_columns
from hiertopics.core.network import Labels
from hiertopics.core.nmf import Factors, Problem, alternate, grouped_factor, random_factor
from hiertopics.core.nnls import nnls
from hiertopics.core.topics import topic_terms

TRIAL_EPOCHS = 8  # after these the costs of the candidates differ by basin
LARGEST_LOG = 30  # of a weight between layers; beyond it products would overflow


def hand_on_weights(gram_of_S: np.ndarray, balance: float, dtype: Any) -> np.ndarray:
    """Weights that even out the topics a layer hands on: ``norm ** -balance`` each; (k,).

    They are scaled to a geometric mean of 1, and 1 for a topic without weight. A balance of 0
    leaves the topics as they are; 1 gives all the same norm. The gram is ``S.T @ S``, (k, k).
    """
    norms = np.sqrt(np.diag(gram_of_S))
    alive = norms > 0
    D = np.ones_like(norms)
    if balance and alive.any():
        logs = np.log(norms[alive])
        D[alive] = np.exp(np.clip(-balance * (logs - logs.mean()), -LARGEST_LOG, LARGEST_LOG))
    return D.astype(dtype)


def start_layers(
    X: DataMatrix,
    n_topics: Sequence[int],
    rng: np.random.Generator,
    *,
    balance: float,
    labels: dict[int, Labels] | None = None,
    weights: dict[int, float] | None = None,
    n_candidates: tuple[int, int] = (1, 10),
    max_epochs: int = 30,
    tol: float = 1e-5,
) -> tuple[list, list, list]:
    """Layer-wise start: an NMF of X for the finest topics, then one layer after the other.

    Some of the finest topics are exchanged once, see :mod:`hiertopics.core.exchange`: then seeds
    agree more on what they find.

    A broader layer begins as a short NMF of X of its own, written in terms of the topics below it,
    and is refined as an NMF of those (equation 3, greedily). The topics below alone hold too little
    of what they share: a random start on them often groups what has nothing in common. Of several
    candidates the one is kept that ends at the lowest cost as a layer on the topics below; by their
    errors on X they hardly differ. The labels of a layer take part in its NMFs (equation 2).

    Parameters
    ----------
    X : DataMatrix of shape (n_docs, n_terms)
    n_topics : sequence of int
        Topics per layer, fine to broad.
    rng : numpy.random.Generator
    balance : float
        See :func:`hand_on_weights`.
    labels, weights : dict of int to Labels, and to float, optional
        Of each labelled layer, and of its label error.
    n_candidates : (int, int), default=(1, 10)
        Starts of the first layer, and of each layer above it.
    max_epochs, tol
        Of each NMF, see :func:`~hiertopics.core.nmf.alternate`.

    Returns
    -------
    A : list of ndarray
        Unit columns.
    D : list of ndarray
        The weights with which each layer but the last hands on its topics.
    S : list of ndarray
        Empty after an interrupt: then the layers that had not begun are groups of topics.
    """
    labels, weights = labels or {}, weights or {}
    n_fine, n_broad = n_candidates
    by_cost = operator.attrgetter("cost")

    def factorize(H, l, start, n_epochs=max_epochs):
        problem = Problem(H, labels.get(l), weights.get(l, 1.0))
        return alternate(problem, start, max_epochs=n_epochs, tol=tol)

    def trial(l, guess):
        return factorize(X, l, Factors(guess), min(TRIAL_EPOCHS, max_epochs))

    def begin(l, k, below, topics):
        """Layer l on the topics below it."""
        D = hand_on_weights(below.gram_of_S, balance, X.dtype)
        H = X.handed_on(below.S, D)
        guesses = (link(trial(l, random_factor(X, k, rng)).A, topics, D) for _ in range(n_broad))
        return D, min((factorize(H, l, Factors(guess)) for guess in guesses), key=by_cost)

    trials = (trial(0, grouped_factor(X, n_topics[0], rng)) for _ in range(n_fine))
    fine = min(trials, key=by_cost)
    fine = factorize(X, 0, fine, max(0, max_epochs - TRIAL_EPOCHS))
    problem = Problem(X, labels.get(0))
    if can_exchange(problem, n_topics[0]):
        more = partial(exchange, problem, fine, rng, max_epochs=max_epochs, rounds=1)
        fine = unless_interrupted(more, fine)
    A, S, topics, below = [fine.A], [fine.S], fine.A, fine
    D: list[np.ndarray] = []
    for l, k in enumerate(n_topics[1:], start=1):
        begun: Any = unless_interrupted(partial(begin, l, k, below, topics), None)
        if is_interrupted():
            return *group_topics(A, D, n_topics), []
        D.append(begun[0])
        below = begun[1]
        A.append(below.A)
        S.append(below.S)
        topics = topics @ (below.A / D[-1][:, None])
    return A, D, S


def group_topics(A: list, D: list, n_topics: Sequence[int]) -> tuple[list, list]:
    """Complete factors with layers of groups of topics that are near to each other.

    For a fit that ends before its broader layers have begun: no documents are needed. Also returns
    the weights D completed.
    """
    A, D, topics = list(A), list(D[: len(A) - 1]), topic_terms(A)
    for k in n_topics[len(A) :]:
        near = gram(unit_columns(topics)[0])
        seeds = [0]
        while len(seeds) < k:
            # Of all the one that is farthest from those chosen; one that is chosen is nearest.
            near[seeds[-1], seeds[-1]] = np.inf
            seeds.append(int(near[seeds].max(axis=0).argmin()))
        group = near[seeds].argmax(axis=0)
        member = (group[:, None] == np.arange(k)).astype(topics.dtype)
        A.append(unit_columns(member)[0])
        D.append(np.ones(len(member), topics.dtype))
        topics = topics @ A[-1]
    return A, D


def link(broad: np.ndarray, topics: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Broad topics, written in the topics below, as those are handed on; (k_below, k)."""
    return unit_columns(nnls(broad.T @ topics, gram(topics)).T * weights[:, None])[0]


def random_layers(
    X: DataMatrix, n_topics: Sequence[int], rng: np.random.Generator
) -> list[np.ndarray]:
    """Every factor uniform on (0, 1), as in the paper's experiments."""
    shapes = itertools.pairwise([X.shape[1], *n_topics])
    return [rng.random(shape).astype(X.dtype) for shape in shapes]


def propagate_start(
    X: DataMatrix, A: list[np.ndarray], *, balance: float, unit: bool
) -> tuple[list, list, list]:
    """Complete given factors to a start: their topics, and the weights that balance those.

    The factors are those of a fitted model, ``S[l-1] ~ S[l] A[l].T``. With ``unit`` their columns
    are scaled to unit length first. Returns A, D and S as :func:`start_layers` does.
    """
    weighted: list[np.ndarray] = []
    D: list[np.ndarray] = []
    S: list[np.ndarray] = []
    H, square = X, np.zeros((0, 0))
    for l, A_l in enumerate(A):
        if l > 0:
            D.append(hand_on_weights(square, balance, X.dtype))
            H, A_l = X.handed_on(S[-1], D[-1]), A_l * D[-1][:, None]
        if unit:
            A_l = unit_columns(A_l)[0]
        weighted.append(A_l)
        found, square = _place(H, A_l)
        S.append(found)
    return weighted, D, S


def _place(H, A):
    """The topics S of documents for a factor, and ``S.T @ S``."""
    gram_of_A = gram(A)

    def place(H):
        S = H.solve(H.project(A, gram_of_A))
        return (S,), (gram(S),)

    (S,), (square,) = H.each(place)
    return S, square
