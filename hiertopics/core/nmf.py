"""NMF of one layer, with or without labels, by alternating steps from the topics given.

Equation (2) is a least squares problem in each of A, B and S when the other two are held. One
epoch renews S, then A, then B, by the same step: ``exact`` solves the problem (alternating
nonnegative least squares), ``hals`` takes one sweep of coordinate descent, ``mu`` one
multiplicative step. No step ever raises the cost.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hiertopics.core.layers import Labels
from hiertopics.core.nnls import nnls
from hiertopics.core.products import DataMatrix, gram, total
from hiertopics.core.solvers import Stop

DOCS_PER_TOPIC = 5  # documents averaged into the first guess of a topic
GROUPINGS = 5  # rounds of spherical k-means that part the documents among the first guesses
NOTHING_LEFT = 1e-12  # share of ||X||^2 below which a cost is no more worth lowering


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


def grouped_factor(X, k, rng):
    """Guess k topics by a few rounds of spherical k-means from :func:`random_factor`.

    Parameters
    ----------
    X : DataMatrix of shape (n_docs, n_terms)
    k : int
    rng : numpy.random.Generator

    Returns
    -------
    A : ndarray of shape (n_terms, k)
        Unit columns, in the dtype of X: the mean direction of the documents nearest to each topic
        by angle, and a little of every term, so that no term is lost for good and small data does
        not lead every seed to the same guess. A topic to which no document is nearest keeps its
        last direction.

    References
    ----------
    S. Wild, J. Curry and A. Dougherty, Pattern Recognition 37, 2004, for spherical k-means as a
    start of NMF.
    """
    A = random_factor(X, k, rng)
    norms = np.sqrt(X.row_square_norms())
    documents = np.flatnonzero(norms > 0)
    if not documents.size:
        return A
    weight = norms[documents].min() / norms[documents]
    for _ in range(GROUPINGS):
        # The nearest by angle: a document's own norm does not change which topic that is.
        nearest = X.dot(A)[documents].argmax(axis=1)
        member = np.zeros((X.shape[0], k), dtype=X.dtype)
        member[documents, nearest] = weight
        means = unit_columns(X.transposed_dot(member))[0]
        A = np.where(means.any(axis=0), means, A)
    A += (float(A.mean()) * rng.random(A.shape)).astype(X.dtype)
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


@dataclass(frozen=True)
class Problem:
    """What one layer factorizes: equation (2), or (1) where there are no labels.

    Attributes
    ----------
    X : DataMatrix of shape (n_docs, n_terms)
    labels : Labels or None
    weight : float
        Of the label error, lambda.
    """

    X: DataMatrix
    labels: Labels | None = None
    weight: float = 1.0


@dataclass(frozen=True)
class Factors:
    """A factorization, and how it was reached.

    Attributes
    ----------
    A : ndarray of shape (n_terms, k)
    S : ndarray of shape (n_docs, k), or None at the start
    B : ndarray of shape (n_classes, k), or None without labels or at the start
    history : list of float
        The cost after each renewal of S: once for the topics given, then once an epoch.
    stop : Stop
    """

    A: np.ndarray
    S: np.ndarray | None = None
    B: np.ndarray | None = None
    history: tuple = ()
    stop: Stop = Stop.MAX_EPOCHS

    @property
    def cost(self):
        """The last cost."""
        return self.history[-1]


def alternate(
    problem: Problem,
    start: Factors,
    *,
    max_epochs: int,
    tol: float,
    update: str = "exact",
    callback: Callable | None = None,
) -> Factors:
    """Factorize by alternating steps.

    Parameters
    ----------
    problem : Problem
    start : Factors
        Where S or B is None, it begins with a step from ones, so that no entry is locked at zero.
        With a history it is gone on with: its S belongs to its A, and is not renewed first.
    max_epochs : int
    tol : float
        Ends when an epoch lowers the cost by less than this share of itself.
    update : {"exact", "hals", "mu"}, default="exact"
    callback : callable, optional
        ``callback(epoch, cost)`` after each epoch; a true answer stops.

    Returns
    -------
    Factors
        A has unit columns, unless there was no epoch. A topic that died is started anew from the
        documents explained worst ("mu" lets none die), and stays zero only where they leave
        nothing to explain. The history of a start gone on with begins with its last cost.
    """
    X, labels = problem.X, problem.labels
    A, S, B = start.A, start.S, start.B
    history, stop, first_to_settle = list(start.history[-1:]), Stop.MAX_EPOCHS, 1
    for epoch in range(max_epochs + 1):
        if epoch or not history:
            S, B, square, cost = _renew_documents(problem, A, S, B, update)
            history.append(cost)
        else:
            square = gram(S)
        if epoch and callback is not None and callback(epoch, history[-1]):
            stop = Stop.CALLBACK
            break
        if epoch >= first_to_settle and _gained_too_little(history, tol, X.square_norm):
            stop = Stop.CONVERGED
            break
        if epoch == max_epochs:
            break
        A, norms = unit_columns(X.solve_terms(X.transposed_dot(S), S, square, A, update=update))
        S = S * norms
        if labels is not None:
            B = renew_classifier(labels, S, B / norms, update)
        dead = np.flatnonzero(np.diagonal(square) == 0)
        if dead.size and update != "mu" and epoch < max_epochs // 2:
            A = _revive(X, A, S, dead)
            first_to_settle = epoch + 2
    return Factors(A, S, B, tuple(history), stop)


def _renew_documents(problem, A, S, B, update):
    """S for the A at hand, the first B where there is none, ``S.T @ S`` and the cost."""
    X, labels = problem.X, problem.labels
    XA, G = X.dot(A), gram(A)
    if S is None and update != "exact":
        S = np.ones_like(XA)
    if labels is not None and B is None:
        S = X.solve(XA, A, G, S, update=update)
        B = renew_classifier(labels, S, None, update)
    S = renew_topics(problem, A, XA, G, S, B, update)
    square = gram(S)
    return S, B, square, X.square_error(S, A, XA, G, square) + label_error(problem, S, B)


def _gained_too_little(history, tol, square_norm):
    """Whether the last epoch lowered the cost by no more than tol of itself."""
    before, cost = history[-2:]
    return before - cost <= tol * cost or cost <= NOTHING_LEFT * square_norm


def renew_topics(problem, A, XA, G, S, B, update):
    """S for given A and B: the labelled documents are fitted to their labels too; (n_docs, k)."""
    X, labels = problem.X, problem.labels
    if labels is None:
        return X.solve(XA, A, G, S, update=update)
    known = np.zeros(len(XA), dtype=bool)
    known[labels.rows] = True
    of_class = problem.weight * (labels.Y @ B)
    products = XA.copy()
    products[labels.rows] += of_class.astype(XA.dtype)
    renewed = np.empty_like(XA)
    for rows, extra in (
        (np.flatnonzero(~known), None),
        (np.flatnonzero(known), problem.weight * gram(B)),
    ):
        start = None if S is None else S[rows]
        renewed[rows] = X.solve(products[rows], A, G, start, update=update, rows=rows, extra=extra)
    return renewed


def renew_classifier(labels, S, B=None, update="exact"):
    """B for given S, from the documents whose labels are known.

    Parameters
    ----------
    labels : Labels
    S : ndarray of shape (n_docs, k)
    B : ndarray of shape (n_classes, k), optional
        The start; ones by default.
    update : {"exact", "hals", "mu"}, default="exact"

    Returns
    -------
    B : ndarray of shape (n_classes, k)
        For "exact" it minimises ``||Y - S B.T||`` over the known rows.
    """
    S = S[labels.rows].astype(np.float64)
    products = labels.Y.T @ S
    if B is None and update != "exact":
        B = np.ones_like(products)
    B = None if B is None else B.astype(np.float64)
    return nnls(products, gram(S), B, update).astype(labels.Y.dtype)


def label_error(problem, S, B):
    """``weight * ||L * (Y - S B.T)||^2``, 0 without labels."""
    if problem.labels is None:
        return 0.0
    residual = problem.labels.Y - S[problem.labels.rows] @ B.T
    return problem.weight * total(residual, residual)


def _revive(X, A, S, dead):
    """Give dead topics the direction of the documents that the living ones explain worst."""
    explained = np.einsum("ij,ij->i", X.known_dot(S, A, gram(A)), S)
    unexplained = X.row_square_norms() - explained
    worst = np.argsort(-unexplained, kind="stable")[: dead.size]
    chosen = np.zeros((X.shape[0], worst.size), dtype=X.dtype)
    chosen[worst, np.arange(worst.size)] = 1
    A = A.copy()
    A[:, dead[: worst.size]] = unit_columns(X.transposed_dot(chosen))[0]
    return A
