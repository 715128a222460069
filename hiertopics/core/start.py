"""The first factors of a network, layer by layer, and the weights between its layers."""

import numpy as np

from hiertopics.core.layers import rebuild
from hiertopics.core.nmf import (
    Factors,
    Problem,
    alternate,
    label_error,
    random_factor,
    unit_columns,
)
from hiertopics.core.nnls import nnls
from hiertopics.core.products import DataMatrix, gram

LARGEST_LOG = 30  # of a weight between layers; beyond it products would overflow


def hand_on_weights(S, balance):
    """Weights that even out the topics a layer hands on.

    Parameters
    ----------
    S : ndarray of shape (n_docs, k)
    balance : float
        0 leaves the topics as they are; 1 gives all the same norm.

    Returns
    -------
    ndarray of shape (k,)
        ``norm ** -balance``, scaled to a geometric mean of 1; 1 for a topic without weight.
    """
    norms = np.sqrt(np.einsum("ij,ij->j", S, S, dtype=np.float64))
    alive = norms > 0
    D = np.ones_like(norms)
    if balance and alive.any():
        logs = np.log(norms[alive])
        D[alive] = np.exp(np.clip(-balance * (logs - logs.mean()), -LARGEST_LOG, LARGEST_LOG))
    return D.astype(S.dtype)


def start_layers(
    X, n_topics, rng, *, balance, labels=None, weights=None, n_candidates=3, max_epochs=30, tol=1e-5
):
    """Layer-wise start: an NMF of X for the finest topics, then one layer after the other.

    A broader layer begins as an NMF of X of its own, written in terms of the topics below it, and
    is refined as an NMF of those (equation 3, greedily). The topics below alone hold too little
    of what they share: a random start on them often groups what has nothing in common. Of several
    candidates the one that rebuilds X best is kept. The labels of a layer take part in its NMFs
    (equation 2) and in that choice.

    Parameters
    ----------
    X : DataMatrix of shape (n_docs, n_terms)
    n_topics : sequence of int
        Topics per layer, fine to coarse.
    rng : numpy.random.Generator
    balance : float
        See :func:`hand_on_weights`.
    labels : dict of int to Labels, optional
    weights : dict of int to float, optional
        Of the label error of each labelled layer.
    n_candidates : int, default=3
        Starts of each layer above the first.
    max_epochs : int, default=30
        Epochs of each NMF at most.
    tol : float, default=1e-5
        Share of itself by which an epoch of each NMF has to lower its cost.

    Returns
    -------
    A : list of ndarray
        Unit columns.
    D : list of ndarray
        The weights with which each layer but the last hands on its topics.
    S : list of ndarray
    """
    labels, weights = labels or {}, weights or {}

    def factorize(H, l, A):
        problem = Problem(H, labels.get(l), weights.get(l, 1.0))
        return problem, alternate(problem, Factors(A), max_epochs=max_epochs, tol=tol)

    _, fine = factorize(X, 0, random_factor(X, n_topics[0], rng))
    A, D, S = [fine.A], [], [fine.S]
    XA, G = X.dot(fine.A), gram(fine.A)
    topics = fine.A
    for l, k in enumerate(n_topics[1:], start=1):
        D.append(hand_on_weights(S[-1], balance))
        H = DataMatrix(S[-1] * D[-1])
        best = np.inf
        for _ in range(n_candidates):
            _, broad = factorize(X, l, random_factor(X, k, rng))
            linked = nnls(broad.A.T @ topics, gram(topics)).T * D[-1][:, None]
            problem, found = factorize(H, l, unit_columns(linked)[0])
            rebuilt = rebuild([*A, found.A], D, found.S, l)[-1]
            error = X.square_error(rebuilt, A[0], XA, G, gram(rebuilt))
            error += label_error(problem, found.S, found.B)
            if error < best:
                best, chosen = error, found
        A.append(chosen.A)
        S.append(chosen.S)
        topics = topics @ (chosen.A / D[-1][:, None])
    return A, D, S


def random_layers(X, n_topics, rng):
    """Every factor uniform on (0, 1), as in the paper's experiments.

    Returns
    -------
    list of ndarray
    """
    sizes = [X.shape[1], *n_topics]
    return [rng.random(shape).astype(X.dtype) for shape in zip(sizes[:-1], sizes[1:], strict=True)]


def propagate_start(X, A, *, balance, unit):
    """Complete given factors to a start: their topics, and the weights that balance those.

    Parameters
    ----------
    X : DataMatrix
    A : list of ndarray
        As a fitted model has them: ``S[l-1] ~ S[l] A[l].T``.
    balance : float
    unit : bool
        Whether to scale the columns of A to unit length first.

    Returns
    -------
    A, D, S : lists of ndarray, as :func:`start_layers` gives them
    """
    weighted, D, S = [], [], []
    for l, A_l in enumerate(A):
        if l > 0:
            D.append(hand_on_weights(S[-1], balance))
            A_l = A_l * D[-1][:, None]
        if unit:
            A_l = unit_columns(A_l)[0]
        H = X if l == 0 else DataMatrix(S[-1] * D[-1])
        weighted.append(A_l)
        S.append(H.solve(H.dot(A_l), A_l, gram(A_l)))
    return weighted, D, S
