"""NMF of one layer by alternating exact NNLS, and the random topics that it starts from."""

from itertools import count

import numpy as np

from hiertopics.core.nnls import nnls
from hiertopics.core.products import gram

DOCS_PER_TOPIC = 5  # documents averaged into the first guess of a topic


def random_factor(X, k, rng):
    """Guess k topics, each the mean of a few random documents plus a little of every term.

    Parameters
    ----------
    X : DataMatrix of shape (n_docs, n_terms)
    k : int
    rng : numpy.random.Generator

    Returns
    -------
    A : ndarray of shape (n_terms, k)
        Unit columns, in the dtype of X; positive everywhere, so that no term is lost for good.
    """
    n_docs, n_terms = X.shape
    chosen = np.zeros((n_docs, k), dtype=X.dtype)
    size = min(DOCS_PER_TOPIC, n_docs)
    for t in range(k):
        chosen[rng.choice(n_docs, size=size, replace=False), t] = 1.0 / size
    A = X.transposed_dot(chosen)
    level = float(A.mean()) or 1.0
    A += (level * rng.random((n_terms, k))).astype(X.dtype)
    return unit_columns(A)[0]


def unit_columns(A):
    """Scale columns to unit length; a zero column stays zero.

    Returns
    -------
    unit : ndarray, the shape of A
    norms : ndarray of shape (k,)
        What each column was divided by; 1 for a zero column.
    """
    largest = A.max(axis=0, initial=0)
    largest = np.where(largest > 0, largest, 1).astype(A.dtype)
    scaled = A / largest
    norms = np.sqrt(np.einsum("ij,ij->j", scaled, scaled))
    norms = np.where(norms > 0, norms, 1).astype(A.dtype)
    return scaled / norms, largest * norms


def alternate_nmf(X, A, *, max_sweeps, tol):
    """NMF by alternating exact NNLS from the topics given.

    Parameters
    ----------
    X : DataMatrix of shape (n_docs, n_terms)
    A : ndarray of shape (n_terms, k)
    max_sweeps : int
    tol : float
        Ends when a sweep lowers the cost by less than this share of ``||X||^2``.

    Returns
    -------
    A : ndarray of shape (n_terms, k)
        Unit columns; a topic that died is started anew from the worst explained document, and
        stays zero only where the documents leave nothing to explain.
    S : ndarray of shape (n_docs, k)
    cost : float
        ``||X - S A.T||_F^2``.
    """
    S, before = None, np.inf
    for sweep in count():
        HA = X.dot(A)
        G = gram(A)
        S = nnls(HA, G, S)
        square = gram(S)
        cost = X.square_error(S, A, HA, G, square)
        dead = np.flatnonzero(np.diagonal(square) == 0)
        if sweep == max_sweeps or before - cost <= tol * X.square_norm:
            return A, S, cost
        before = cost
        A, norms = unit_columns(nnls(X.transposed_dot(S), square, A))
        S *= norms
        if dead.size and sweep < max_sweeps // 2:
            A = _revive(X, A, S, dead)
            before = np.inf


def _revive(X, A, S, dead):
    """Give dead topics the direction of the documents that the living ones explain worst."""
    explained = np.einsum("ij,ij->i", S @ gram(A).astype(S.dtype), S)
    unexplained = X.row_square_norms() - explained
    worst = np.argsort(-unexplained, kind="stable")[: dead.size]
    chosen = np.zeros((X.shape[0], worst.size), dtype=X.dtype)
    chosen[worst, np.arange(worst.size)] = 1
    A = A.copy()
    A[:, dead[: worst.size]] = unit_columns(X.transposed_dot(chosen))[0]
    return A
