"""A way out of poor minima of NMF: topics that others can replace give way to what is missed.

Alternating steps end in one of many minima, and which one is decided by the start. A poor one has
two topics where one would do, and none where the documents have something in common. Both can be
told: how far the cost would rise if a topic went, and what another direction would take from the
residual. Some are exchanged at once, a few epochs show whether that paid, and if not, they are
taken back; so the cost never rises. (N. Ueda, R. Nakano, Z. Ghahramani and G. Hinton, Neural
Computation 12, 2000, split and merge mixtures in the same spirit.)
"""

from dataclasses import replace

import numpy as np

from hiertopics.core.factors import add_dot, cross_gram, gram, unit_columns
from hiertopics.core.nmf import Factors, alternate
from hiertopics.core.solvers import Stop

ROUNDS = 6  # of exchanges at most
AT_ONCE = 4  # topics exchanged in a round; half as many after one that did not pay
TRIAL_EPOCHS = 4  # after these an exchange has to pay
WORTH_TRYING = 0.7  # gain over loss, both with the other topics held as they are
DISTINCT = 0.5  # cosine from which two directions are taken for the same
POWER_STEPS = 4  # towards the directions that take most from the residual
SETTLED = 1e-4  # the cost falls by less than this share of itself per epoch: time to exchange
RIDGE = 1e-10  # keeps the gram of topics that repeat each other invertible


def settle_with_exchanges(settle, problem, rng, *, max_epochs, tol, callback=None):
    """Alternating steps until they have nearly settled, exchanges of topics, and on to the end.

    Parameters
    ----------
    settle : callable
        ``settle(tol, callback)`` gives the Factors at which the cost fell by no more than tol.
    problem : Problem
        Without labels, every entry of X known.
    rng : numpy.random.Generator
    max_epochs : int
        All together, those of exchanges that did not pay among them.
    tol : float
        From :data:`SETTLED` on, nothing is exchanged.
    callback : callable, optional
        ``callback(epoch, cost)``; a true answer stops.

    Returns
    -------
    Factors
        The history has the lowest cost so far, after each epoch.
    """
    found = settle(max(tol, SETTLED), callback)
    if tol >= SETTLED or found.stop is not Stop.CONVERGED:
        return found
    for go_on in (
        lambda here, **limits: exchange(problem, here, rng, **limits),
        lambda here, **limits: alternate(problem, here, tol=tol, **limits),
    ):
        done = len(found.history) - 1
        report = callback and (lambda epoch, cost, done=done: callback(done + epoch, cost))
        rest = go_on(found, max_epochs=max_epochs - done, callback=report)
        found = replace(rest, history=(*found.history, *rest.history[1:]))
        if found.stop is Stop.CALLBACK:
            break
    return found


def exchange(problem, here, rng, *, max_epochs, callback=None):
    """Exchange topics as long as that pays.

    Parameters
    ----------
    problem : Problem
        Without labels, every entry of X known.
    here : Factors
        With a history.
    rng : numpy.random.Generator
    max_epochs : int
    callback : callable, optional
        ``callback(epoch, cost)``; a true answer stops.

    Returns
    -------
    Factors
        Of no higher cost. The history begins with the last cost of ``here`` and has the lowest
        cost so far after each epoch.
    """
    history, most, stop = [here.cost], AT_ONCE, Stop.MAX_EPOCHS
    for _ in range(ROUNDS):
        done = len(history) - 1
        if done + TRIAL_EPOCHS > max_epochs:
            break
        A, n_exchanged = propose(problem.X, here.A, here.S, rng, most)
        if not n_exchanged:
            break
        best = here.cost
        report = callback and (
            lambda epoch, cost, done=done, best=best: callback(done + epoch, min(best, cost))
        )
        trial = alternate(problem, Factors(A), max_epochs=TRIAL_EPOCHS, tol=0, callback=report)
        history += [min(best, cost) for cost in trial.history[1:]]
        if trial.cost < best:
            here = trial
        else:
            most = n_exchanged // 2
        if trial.stop is Stop.CALLBACK:
            stop = Stop.CALLBACK
            break
        if not most:
            break
    return replace(here, history=tuple(history), stop=stop)


def propose(X, A, S, rng, most):
    """Put directions that the residual has much of in the place of topics that others can replace.

    Parameters
    ----------
    X : DataMatrix of shape (n_docs, n_terms)
    A : ndarray of shape (n_terms, k)
        Unit columns.
    S : ndarray of shape (n_docs, k)
    rng : numpy.random.Generator
    most : int
        Topics exchanged at most.

    Returns
    -------
    A : ndarray of shape (n_terms, k)
    n_exchanged : int
    """
    losses = _losses(A, S)
    directions, gains = _missed_directions(X, A, S, rng)
    leaving = np.argsort(losses, kind="stable")
    coming = _distinct(directions, np.argsort(-gains, kind="stable"), most)
    A, n_exchanged = A.copy(), 0
    for old, new in zip(leaving, coming, strict=False):
        if gains[new] <= WORTH_TRYING * losses[old]:
            break
        A[:, old] = directions[:, new]
        n_exchanged += 1
    return A, n_exchanged


def _losses(A, S):
    """By how much the cost would rise without each topic, the others free to take its place; (k,).

    The rise of a least squares cost when one variable is fixed at 0 is its square over its entry
    in the diagonal of the inverse gram; that the others must stay nonnegative is left out.
    """
    G = gram(A)
    inverse = np.linalg.inv(G + RIDGE * np.eye(len(G)))
    return np.diag(gram(S)) / np.diag(inverse)


def _missed_directions(X, A, S, rng):
    """Unit directions that take much from the residual, one searched for near each topic.

    A nonnegative power iteration on the residual, from the documents of each topic with random
    signs, which part them in two.

    Returns
    -------
    directions : ndarray of shape (n_terms, k)
    gains : ndarray of shape (k,)
        By how much the cost would fall with the direction added, all topics held.
    """
    own = S == S.max(axis=1, keepdims=True)  # of every topic, where none has any of a document
    norms = np.sqrt(X.row_square_norms())[:, None]
    weights = np.where(own, norms * rng.standard_normal(S.shape), 0).astype(X.dtype)
    for _ in range(POWER_STEPS + 1):
        directions = X.transposed_dot(weights)
        add_dot(directions, A, -cross_gram(S, weights))
        directions = unit_columns(np.maximum(directions, 0, out=directions))[0]
        weights = X.dot(directions)
        add_dot(weights, S, -cross_gram(A, directions))
        np.maximum(weights, 0, out=weights)
    return directions, np.diag(gram(weights))


def _distinct(directions, order, most):
    """The first few in this order that are not nearly the same as one before; list of int."""
    cosines, chosen = gram(directions), []
    for new in order:
        if len(chosen) == most:
            break
        if all(cosines[new, old] < DISTINCT for old in chosen):
            chosen.append(new)
    return chosen
