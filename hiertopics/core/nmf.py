"""NMF of one layer, with or without labels, by alternating steps from the topics given.

Equation (2) is a least squares problem in each of A, B and S when the other two are held. One
epoch renews S, then A, then B, by the same step: ``exact`` solves the problem (alternating
nonnegative least squares), ``hals`` takes one sweep of coordinate descent, ``mu`` one
multiplicative step. No step ever raises the cost.

Exact steps are taken with momentum (A. M. S. Ang and N. Gillis, Neural Computation 31, 2019): S
and A go on a little in the direction of their last change, further each time that lowers the cost.
A step that would raise it is taken again without. On text this takes a third of the epochs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import sparse

from hiertopics.core.classifier import label_error, labelled_sums, renew_classifier
from hiertopics.core.data import DataMatrix
from hiertopics.core.epochs import Report, Stop, has_settled, run_epochs
from hiertopics.core.linalg import extrapolate, gram, scale_columns, unit_columns
from hiertopics.core.network import Labels
from hiertopics.core.projection import Projection

DOCS_PER_TOPIC = 5  # documents averaged into the first guess of a topic
GROUPINGS = 5  # rounds of spherical k-means that part the documents among the first guesses
NOTHING_LEFT = 1e-12  # share of ||X||^2 below which a cost is no more worth lowering


def random_factor(X: DataMatrix, k: int, rng: np.random.Generator) -> np.ndarray:
    """Guess k topics, each the mean of a few random documents plus a little of every term.

    A has the shape (n_terms, k), unit columns and the dtype of X, and is positive everywhere, so
    that no term is lost for good.
    """
    n_docs, n_terms = X.shape
    size = min(DOCS_PER_TOPIC, n_docs)
    chosen = np.array([rng.choice(n_docs, size=size, replace=False) for _ in range(k)])
    A = _add_documents(X, chosen, 1.0 / size)
    level = float(A.mean()) or 1.0
    A += (level * rng.random((n_terms, k))).astype(X.dtype)
    return unit_columns(A)[0]


def _add_documents(X, chosen, weight):
    """The weighted sum of the documents of each row of chosen, (k, n_chosen); (n_terms, k)."""
    k, size = chosen.shape
    entries = np.full(k * size, weight, X.dtype), (chosen.ravel(), np.repeat(np.arange(k), size))
    members = sparse.csr_array(entries, shape=(X.shape[0], k))

    def add_up(X, members):
        return (), (X.transposed_dot(members.toarray()),)

    return X.each(add_up, members)[1][0]


def grouped_factor(X: DataMatrix, k: int, rng: np.random.Generator) -> np.ndarray:
    """Guess k topics by a few rounds of spherical k-means from :func:`random_factor`.

    Each is the mean direction of the documents nearest to it by angle, and a little of every term,
    so that no term is lost for good and small data does not lead every seed to the same guess. A
    topic to which no document is nearest keeps its last direction. A has the shape (n_terms, k),
    unit columns and the dtype of X.

    References
    ----------
    S. Wild, J. Curry and A. Dougherty, Pattern Recognition 37, 2004, for spherical k-means as a
    start of NMF.
    """
    A = random_factor(X, k, rng)
    norms = np.sqrt(X.row_square_norms())
    some = norms > 0
    if not some.any():
        return A
    weight = np.divide(norms[some].min(), norms, out=np.zeros_like(norms), where=some)
    weight = weight.astype(X.dtype)

    def group(X, weight):
        # The nearest by angle: a document's own norm does not change which topic that is.
        nearest = X.dot(A).argmax(axis=1)
        sizes = np.bincount(nearest[weight > 0], minlength=k)
        return (), (X.group_sums(nearest, weight, k), sizes)

    for _ in range(GROUPINGS):
        sums, sizes = X.each(group, weight)[1]
        means, deserted = unit_columns(sums)[0], sizes == 0
        means[:, deserted] = A[:, deserted]
        A = means
    A += (float(A.mean()) * rng.random(A.shape)).astype(X.dtype)
    return unit_columns(A)[0]


@dataclass(frozen=True)
class Problem:
    """What one layer factorizes: equation (2), or (1) where there are no labels."""

    X: DataMatrix
    labels: Labels | None = None
    weight: float = 1.0  # of the label error, lambda


@dataclass(frozen=True)
class Factors:
    """A factorization, and how it was reached."""

    A: np.ndarray  # (n_terms, k)
    S: Any = None  # (n_docs, k); None at the start
    B: Any = None  # (n_classes, k); None without labels or at the start
    gram_of_S: Any = None  # (k, k), float64: S.T @ S, where the cost is known
    # The cost after each renewal of S: once for the topics given, then once an epoch.
    history: tuple = ()
    stop: Stop = Stop.MAX_EPOCHS
    momentum: Momentum | None = None  # with which `alternate` would go on

    @property
    def cost(self) -> float:
        """The last cost."""
        return self.history[-1]


@dataclass(frozen=True)
class Momentum:
    """How far the next step of :func:`alternate` goes beyond its own end."""

    A: np.ndarray  # the factors at the last step, A as it was before momentum was added
    S: np.ndarray
    size: float = 0.5  # the share of the change since then that is added
    largest: float = 1.0  # what the size may grow to

    def after(self, A: np.ndarray, S: np.ndarray) -> Momentum:
        """The momentum after a step that did not raise the cost."""
        largest = min(1.0, self.largest * 1.05)
        return Momentum(A, S, min(largest, self.size * 1.1), largest)

    def refused(self, A: np.ndarray, S: np.ndarray) -> Momentum:
        """The momentum after a step that raised the cost, and was taken again without."""
        return Momentum(A, S, self.size / 1.5, self.size)


def alternate(
    problem: Problem,
    start: Factors,
    *,
    max_epochs: int,
    tol: float,
    update: str = "exact",
    report: Report | None = None,
) -> Factors:
    """Factorize by alternating steps, "exact", "hals" or "mu".

    Where S or B of the start is None, it begins with a step from ones, so that no entry is locked
    at zero. With a history the iteration continues as if it had never stopped: S belongs to A, and
    is not renewed first; the history found begins with the last cost.

    A has unit columns, unless there was no epoch. A topic that died is started anew from the
    documents explained worst ("mu" lets none die), and stays zero only where they leave nothing to
    explain. ``max_epochs``, ``tol`` and ``report`` are those of
    :func:`~hiertopics.core.epochs.run_epochs` and :func:`~hiertopics.core.epochs.has_settled`.
    """
    here = start if start.history else _renew_documents(problem, start, update)
    n_before = len(here.history)
    last_revival = 0 if update == "mu" else max_epochs // 2

    def dead_topics(here, epoch):
        """The topics that are to be started anew after this epoch."""
        revives = 0 < epoch <= last_revival
        return np.flatnonzero(np.diag(here.gram_of_S) == 0) if revives else np.array([], int)

    def step(here, epoch):
        dead = dead_topics(here, epoch - 1)
        return _step(problem, _revive(problem, here, dead) if dead.size else here, update)

    def settled(here, history):
        """Whether there is no more to gain that is worth the time."""
        fall, left = history[-2] - history[-1], history[-1]
        falls = fall > 0 and left > NOTHING_LEFT * problem.X.square_norm
        if falls and not has_settled(history, tol):
            return False
        return not dead_topics(here, len(history) - n_before).size

    here, history, stop = run_epochs(
        step, here, max_epochs=max_epochs, settled=settled, report=report, history=here.history
    )
    return replace(here, history=tuple(history[n_before - 1 :]), stop=stop)


def _step(problem, here, update):
    """One epoch: with momentum, and without where that would raise the cost."""
    if update != "exact":
        return _advance(problem, here, update)[0]
    momentum = here.momentum
    if momentum is not None:
        found, A = _advance(problem, here, update, momentum)
        if found.cost <= here.cost:
            return replace(found, momentum=momentum.after(A, here.S))
    found, A = _advance(problem, here, update)
    momentum = Momentum(A, here.S) if momentum is None else momentum.refused(A, here.S)
    return replace(found, momentum=momentum)


def _advance(problem, here, update, momentum=None):
    """Renew A, B and S once; also A as it was before momentum was added."""
    X, labels = problem.X, problem.labels
    before, size = (None, 0.0) if momentum is None else (momentum.S, momentum.size)

    def add_up(X, S, before, labels):
        if before is not None:
            S = extrapolate(S, before, size)
        return (), (X.project_terms(S), labels and labelled_sums(labels, S))

    projection, labelled = X.each(add_up, here.S, before, labels)[1]
    # A guess without a zero says nothing of the supports; from none they are found sooner.
    start = None if update == "exact" and here.A.all() else here.A
    pure, norms = unit_columns(X.solve(projection, start, update))
    B = labels and renew_classifier(labelled.scaled(norms), here.B / norms, update)
    A = pure
    if momentum is not None:
        A, _ = unit_columns(extrapolate(pure, momentum.A, momentum.size))
    return _renew_documents(problem, replace(here, A=A, B=B), update, norms), pure


def _renew_documents(problem, start, update, norms=None):
    """A point with S renewed for its A, with its first B where there is none, and the cost.

    S was found for an A that was divided by norms since, if those are given.
    """
    X, labels, weight = problem.X, problem.labels, problem.weight
    A, S, B = start.A, start.S, start.B
    gram_of_A = gram(A)

    def first_look(X, S, labels):
        projection = X.project(A, gram_of_A)
        if S is None and update != "exact":
            S = np.ones_like(projection.products)
        S = X.solve(projection, S, update)
        return (S,), (labelled_sums(labels, S),)

    if labels is not None and B is None:
        (S,), (labelled,) = X.each(first_look, S, labels)
        B = renew_classifier(labelled, None, update)

    def renew(X, S, labels):
        projection = X.project(A, gram_of_A)
        if S is not None and norms is not None:
            S = scale_columns(S, norms)
        if S is None and update != "exact":
            S = np.ones_like(projection.products)
        S = renew_topics(X, projection, S, labels, B, weight, update)
        square = gram(S)
        cost = X.square_error(S, projection, square) + label_error(labels, S, B, weight)
        return (S,), (cost, square)

    (S,), (cost, square) = X.each(renew, S, labels)
    return replace(start, S=S, B=B, gram_of_S=square, history=(cost,), momentum=None)


def renew_topics(
    X: DataMatrix,
    projection: Projection,
    S: np.ndarray | None,
    labels: Labels | None,
    B: Any,
    weight: float,
    update: str,
) -> np.ndarray:
    """S for given A and B: the labelled documents are fitted to their labels too; (n_docs, k)."""
    if labels is None:
        return X.solve(projection, S, update)
    others = np.delete(np.arange(X.shape[0]), labels.rows)
    products = projection.products.copy()
    products[labels.rows] += (weight * (labels.Y @ B)).astype(products.dtype)
    renewed = np.empty_like(products)
    for rows, extra in ((others, 0.0), (labels.rows, weight * gram(B))):
        some = replace(projection, products=products[rows], rows=rows, extra=extra)
        renewed[rows] = X.solve(some, None if S is None else S[rows], update)
    return renewed


def _revive(problem, here, dead):
    """Give dead topics the direction of the documents that the living ones explain worst."""
    X, A = problem.X, here.A

    def unexplained(X, S):
        explained = np.einsum("ij,ij->i", X.known_dot(S, X.project(A)), S)
        return (X.row_square_norms() - explained,), ()

    (left,), _ = X.each(unexplained, here.S)
    worst = np.argsort(-left, kind="stable")[: dead.size]
    A = A.copy()
    A[:, dead[: worst.size]] = unit_columns(_add_documents(X, worst[:, None], 1.0))[0]
    return _renew_documents(problem, replace(here, A=A), "exact")
