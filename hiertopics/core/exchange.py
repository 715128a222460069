"""A way out of poor minima of NMF: topics that others can replace give way to what is missed.

Alternating steps end in one of many minima, and which one is decided by the start. A poor one has
two topics where one would do, and none where the documents have something in common. So topics
are added in the directions that take most from the residual, and all settle together for a few
epochs. Then, of old topics and new ones, those are dropped that the others can best replace. If the
cost ends no lower, the topics from before come back; so it never rises. (N. Ueda, R. Nakano,
Z. Ghahramani and G. Hinton, Neural Computation 12, 2000, split and merge mixtures in the same
spirit.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from hiertopics.core.data import DataMatrix
from hiertopics.core.epochs import Report, Stop
from hiertopics.core.interrupts import unless_interrupted
from hiertopics.core.linalg import add_dot, cross_gram, gram, raise_to_zero, unit_columns
from hiertopics.core.nmf import Factors, Problem, alternate

ROUNDS = 4  # of exchanges at most; one that does not lower the cost is the last
ADDED = 0.5  # topics added in a round, as a share of those there are
CROWDED_EPOCHS = 2  # with the topics added
TRIAL_EPOCHS = 5  # with as many topics as before; by then the cost has to be lower
DISTINCT = 0.5  # cosine from which two directions are taken for the same
POWER_STEPS = 2  # towards the directions that take most from the residual
SETTLED = 1e-3  # the cost falls by less than this share of itself per epoch: time to exchange
RIDGE = 1e-10  # keeps the gram of topics that repeat each other invertible


def can_exchange(problem: Problem, k: int) -> bool:
    """Whether k topics can be exchanged: only from all of X, without labels, are losses known."""
    return k > 1 and problem.labels is None and problem.X.is_complete


def settle_with_exchanges(
    settle: Callable,
    problem: Problem,
    rng: np.random.Generator,
    *,
    max_epochs: int,
    tol: float,
    report: Report | None = None,
) -> Factors:
    """Alternating steps until they have nearly settled, exchanges of topics, and on to the end.

    ``settle(tol, report)`` gives the Factors at which the cost fell by no more than tol; from
    :data:`SETTLED` on, nothing is exchanged. ``max_epochs`` is for all together, the epochs of
    exchanges that were undone among them; the history has the lowest cost so far after each.
    """
    rng = np.random.default_rng(rng.integers(2**32))  # however often starts draw from that
    found = settle(max(tol, SETTLED), report)
    if tol >= SETTLED or found.stop is not Stop.CONVERGED:
        return found
    for go_on in (
        lambda here, **limits: exchange(problem, here, rng, **limits),
        lambda here, **limits: alternate(problem, here, tol=tol, **limits),
    ):
        done = len(found.history) - 1
        # Without the history: an exchange that was undone would look like a cost that has settled.
        here = replace(found, history=(found.cost,))
        limits = {"max_epochs": max_epochs - done, "report": report}
        interrupted = replace(here, stop=Stop.INTERRUPTED)
        rest = unless_interrupted(partial(go_on, here, **limits), interrupted)
        found = replace(rest, history=(*found.history, *rest.history[1:]))
        if found.stop.asked_for:
            break
    return found


def exchange(
    problem: Problem,
    here: Factors,
    rng: np.random.Generator,
    *,
    max_epochs: int,
    report: Report | None = None,
    rounds: int = ROUNDS,
) -> Factors:
    """Exchange topics as long as that lowers the cost, ``rounds`` times at most.

    ``here`` has a history, and the problem is one that :func:`can_exchange`. The history found
    begins with the last cost of ``here`` and has the lowest cost so far after each epoch; while
    there are more topics, that is the cost from before.
    """
    history, stop = [here.cost], Stop.MAX_EPOCHS

    def go_on(A, S, n_epochs, lowest):
        """Some epochs from these factors, reported with ``lowest(cost)``."""
        shown = report and (lambda cost: report(lowest(cost)))
        found = alternate(problem, Factors(A, S), max_epochs=n_epochs, tol=0, report=shown)
        history.extend(lowest(cost) for cost in found.history[1:])
        return found

    for _ in range(rounds):
        if len(history) - 1 + CROWDED_EPOCHS + TRIAL_EPOCHS > max_epochs:
            break
        before, k = here.cost, here.A.shape[1]
        added = missed_directions(problem.X, here.A, here.S, rng, int(ADDED * k))
        A = np.hstack([here.A, added])
        S = _each_row(problem.X, here.S, lambda S, n=added.shape[1]: np.pad(S, ((0, 0), (0, n))))
        crowd = go_on(A, S, CROWDED_EPOCHS, lambda cost, b=before: b)
        if crowd.stop.asked_for:
            stop = crowd.stop
            break
        kept = hardest_to_replace(crowd.A, crowd.gram_of_S, k)
        A, S = crowd.A[:, kept], _each_row(problem.X, crowd.S, lambda S, kept=kept: S[:, kept])
        trial = go_on(A, S, TRIAL_EPOCHS, lambda cost, b=before: min(b, cost))
        here = min(here, trial, key=lambda found: found.cost)
        if trial.stop.asked_for:
            stop = trial.stop
            break
        if here.cost >= before:
            break
    return replace(here, history=tuple(history), stop=stop)


def _each_row(X, S, change):
    """The topics of documents, each row changed by itself."""
    return X.each(lambda _, S: ((change(S),), ()), S)[0][0]


def hardest_to_replace(A: np.ndarray, gram_of_S: np.ndarray, k: int) -> np.ndarray:
    """The k topics that are left when, one after the other, the one goes whose loss costs least.

    The rise of a least squares cost when one variable is fixed at 0 is its square over its entry
    in the diagonal of the inverse gram; that the others, which take its place, must stay
    nonnegative is left out. A has the shape (n_terms, n_topics) and unit columns, ``S.T @ S`` the
    shape (n_topics, n_topics); the result is (k,) int, ascending.
    """
    kept, squares = np.arange(A.shape[1]), gram_of_S
    inverse = np.linalg.inv(gram(A) + RIDGE * np.eye(len(kept)))
    while len(kept) > k:
        least = np.argmin(np.diag(squares) / np.diag(inverse))
        rest = np.delete(np.arange(len(kept)), least)
        # How much each of the others grows for each unit of the one that goes.
        shares = -inverse[rest, least] / inverse[least, least]
        to_rest = np.insert(np.eye(len(rest)), least, shares, axis=0)
        squares = to_rest.T @ squares @ to_rest
        inverse = inverse[np.ix_(rest, rest)] + np.outer(shares, inverse[least, rest])
        kept = kept[rest]
    return kept


def missed_directions(
    X: DataMatrix, A: np.ndarray, S: np.ndarray, rng: np.random.Generator, most: int
) -> np.ndarray:
    """Unit directions that take most from the residual, (n_terms, n_found), ``most`` at most.

    No two of them are nearly the same.
    """
    directions, gains = _near_each_topic(X, A, S, rng)
    return directions[:, _distinct(directions, np.argsort(-gains, kind="stable"), most)]


def _near_each_topic(X, A, S, rng):
    """Unit directions (n_terms, k), one searched for near each topic, and their gains (k,).

    A nonnegative power iteration on the residual, from the documents of each topic with random
    signs, which part them in two. By its gain a direction would lower the cost if it were added and
    all topics were held.
    """
    signs = rng.standard_normal(X.shape[0])

    def begin(X, S, signs):
        own = S == S.max(axis=1, keepdims=True)  # of every topic, where none has any of a document
        signed_norms = (np.sqrt(X.row_square_norms()) * signs).astype(X.dtype)
        return (), sums(X, S, np.where(own, signed_norms[:, None], X.dtype.type(0)))

    def go_on(X, S):
        weights = raise_to_zero(X.dot(directions, (S, -cross_gram(A, directions))))
        return (), sums(X, S, weights)

    def sums(X, S, weights):
        return X.transposed_dot(weights), cross_gram(S, weights), gram(weights)

    products, cross, _ = X.each(begin, S, signs)[1]
    for _ in range(POWER_STEPS + 1):
        add_dot(products, A, -cross)
        directions = unit_columns(raise_to_zero(products))[0]
        products, cross, squares = X.each(go_on, S)[1]
    return directions, np.diag(squares)


def _distinct(directions, order, most):
    """The first few in this order that are not nearly the same as one before; list of int."""
    cosines, chosen = gram(directions), []
    for new in order:
        if len(chosen) == most:
            break
        if all(cosines[new, old] < DISTINCT for old in chosen):
            chosen.append(new)
    return chosen
