"""Exchanges of topics: what they gain and lose against brute force, and what they never do."""

from dataclasses import replace

import numpy as np
import pytest

from hiertopics import NMF, HierarchicalNMF, NeuralNMF
from hiertopics.core import exchange as exchanges
from hiertopics.core import start as starts
from hiertopics.core.data import DataMatrix
from hiertopics.core.epochs import Stop
from hiertopics.core.linalg import gram, unit_columns
from hiertopics.core.nmf import Factors, Problem, alternate

K = 6


def planted(seed=0, k=K, n_docs=120):
    """Documents of one topic each, the topics on ten terms of their own; X and the topics."""
    rng = np.random.default_rng(seed)
    topics = np.kron(np.eye(k), np.ones((10, 1))) * (0.5 + rng.random((10 * k, k)))
    shares = np.zeros((n_docs, k))
    shares[np.arange(n_docs), np.arange(n_docs) % k] = 1 + rng.random(n_docs)
    X = shares @ topics.T
    return X * (0.9 + 0.2 * rng.random(X.shape)), unit_columns(topics)[0]


def stuck(seed=0):
    """A minimum of that problem in which two topics share one, and another one is missed."""
    X, topics = planted(seed)
    start = topics.copy()
    start[:, 1] = topics[:, 0]
    odd = np.arange(len(start)) % 2 == 0
    start[odd, 0], start[~odd, 1] = 0, 0
    problem = Problem(DataMatrix(X))
    return problem, topics, alternate(problem, Factors(unit_columns(start)[0]), max_epochs=3, tol=0)


def residual_cost(X, A, S):
    return np.sum((X - S @ A.T) ** 2)


def replace_one_by_one(A, X, k):
    """Brute force: drop topics one after the other, each time the one that X misses least."""
    kept = list(range(A.shape[1]))

    def cost_without(t):
        others = A[:, [u for u in kept if u != t]]
        return residual_cost(X, others, np.linalg.lstsq(others, X.T, rcond=None)[0].T)

    while len(kept) > k:
        kept.remove(min(kept, key=cost_without))
    return kept


@pytest.mark.parametrize("seed", range(8))
def test_those_go_that_the_others_can_replace(seed):
    """Against least squares without each topic; exact where no other is at its bound."""
    rng = np.random.default_rng(seed)
    A = unit_columns(rng.random((30, 8)))[0]
    A[:, 5] = unit_columns(A[:, [0]] + A[:, [1]] + 0.1 * A[:, [5]])[0][:, 0]
    S = rng.random((50, 8)) * rng.uniform(0.5, 1.5, 8)
    for k in (7, 5, 2, 1):
        expected = replace_one_by_one(A, S @ A.T, k)
        np.testing.assert_array_equal(exchanges.hardest_to_replace(A, gram(S), k), expected)
    np.testing.assert_array_equal(exchanges.hardest_to_replace(A, gram(S), 8), np.arange(8))


def test_of_topics_that_repeat_each_other_one_stays_and_the_dead_go():
    rng = np.random.default_rng(0)
    A, S = unit_columns(rng.random((30, K)))[0], rng.random((50, K))
    A[:, 1], S[:, 3], A[:, 4] = A[:, 0], 0, 0
    S[:, 4] = 0
    kept = exchanges.hardest_to_replace(A, gram(S), 3)
    assert kept[0] in (0, 1) and list(kept[1:]) == [2, 5]


def test_a_gain_is_the_fall_of_the_cost_with_the_direction_added():
    problem, _, found = stuck()
    X, A, S = problem.X, found.A, found.S
    directions, gains = exchanges._near_each_topic(X, A, S, np.random.default_rng(0))
    R = X.X - S @ A.T
    for direction, gain in zip(directions.T, gains, strict=True):
        weights = np.maximum(R @ direction, 0)
        fall = np.sum(R**2) - np.sum((R - np.outer(weights, direction)) ** 2)
        assert gain == pytest.approx(fall, rel=1e-6, abs=1e-9 * X.square_norm)
    np.testing.assert_allclose(np.linalg.norm(directions, axis=0), 1)
    assert directions.min() >= 0


def test_directions_are_those_from_which_the_residual_leads_back_to_themselves(monkeypatch):
    """Fixed points of the nonnegative power iteration, the residual written out."""
    monkeypatch.setattr(exchanges, "POWER_STEPS", 500)
    rng = np.random.default_rng(0)
    X = rng.random((40, 25)) ** 3
    found = alternate(Problem(DataMatrix(X)), Factors(rng.random((25, 4))), max_epochs=5, tol=0)
    directions, _ = exchanges._near_each_topic(DataMatrix(X), found.A, found.S, rng)
    R = X - found.S @ found.A.T
    back = unit_columns(np.maximum(R.T @ np.maximum(R @ directions, 0), 0))[0]
    np.testing.assert_allclose(back, directions, atol=1e-6)


@pytest.mark.parametrize("seed", range(5))
def test_the_topic_that_is_missed_is_found_first(seed):
    problem, topics, found = stuck(seed)
    rng = np.random.default_rng(0)
    added = exchanges.missed_directions(problem.X, found.A, found.S, rng, 1)
    assert added.shape == (len(topics), 1)
    assert added[:, 0] @ topics[:, 1] > 0.98
    several = exchanges.missed_directions(problem.X, found.A, found.S, rng, K)
    cosines = several.T @ several
    assert (cosines[~np.eye(len(cosines), dtype=bool)] < exchanges.DISTINCT).all()


@pytest.mark.parametrize("seed", range(5))
def test_exchanges_leave_a_minimum_that_steps_cannot_leave(seed):
    problem, topics, found = stuck(seed)
    steps = alternate(problem, found, max_epochs=40, tol=0)
    assert (steps.A.T @ topics).max(axis=0).min() < 0.5, "this start would be no poor one"
    better = exchanges.exchange(problem, found, np.random.default_rng(0), max_epochs=40)
    assert better.cost < 0.1 * steps.cost
    assert (better.A.T @ topics).max(axis=0).min() > 0.98


def test_directions_that_are_nearly_the_same_count_once():
    base = np.eye(4)
    directions = unit_columns(np.column_stack([base[0], base[0] + 0.1 * base[1], base[2], base[3]]))
    assert exchanges._distinct(directions[0], [1, 0, 2, 3], 3) == [1, 2, 3]
    assert exchanges._distinct(directions[0], [1, 0, 2, 3], 2) == [1, 2]


@pytest.mark.parametrize("seed", range(3))
def test_an_exchange_that_does_not_pay_is_taken_back(seed, monkeypatch):
    """Where the topics that are needed go, and the new ones, which are noise, stay."""
    X, topics = planted(seed)
    problem, rng, asked, told = Problem(DataMatrix(X)), np.random.default_rng(seed), [], []
    best = alternate(problem, Factors(topics), max_epochs=30, tol=0)

    def noise(X, A, S, rng, most):
        asked.append(most)
        return unit_columns(np.tile(rng.random((len(A), 1)), (1, K)))[0]

    monkeypatch.setattr(exchanges, "missed_directions", noise)
    monkeypatch.setattr(exchanges, "hardest_to_replace", lambda A, square, k: np.arange(K, 2 * K))
    monkeypatch.setattr(exchanges, "CROWDED_EPOCHS", 1)
    monkeypatch.setattr(exchanges, "TRIAL_EPOCHS", 1)
    found = exchanges.exchange(
        problem,
        best,
        rng,
        max_epochs=50,
        report=told.append,
    )
    assert asked == [K // 2], "the first round that does not pay is the last"
    assert told == [best.cost, best.cost]
    np.testing.assert_array_equal(found.A, best.A)
    assert found.history == (best.cost,) * 3


def test_there_are_no_more_rounds_than_asked_for():
    """Each of them pays here: the most that is missed is left to be found in the next."""
    problem, rng = Problem(DataMatrix(crowded())), np.random.default_rng(0)
    a_round = exchanges.CROWDED_EPOCHS + exchanges.TRIAL_EPOCHS
    poor = alternate(problem, Factors(rng.random((200, 20))), max_epochs=1, tol=0)
    for rounds in (0, 1, 2):
        found = exchanges.exchange(problem, poor, rng, max_epochs=100, rounds=rounds)
        assert len(found.history) - 1 == rounds * a_round
        assert found.cost < poor.cost or not rounds


def test_costs_of_more_topics_than_asked_for_are_not_told():
    problem, _, found = stuck()
    told = []
    better = exchanges.exchange(
        problem,
        found,
        np.random.default_rng(0),
        max_epochs=exchanges.CROWDED_EPOCHS + exchanges.TRIAL_EPOCHS,
        report=told.append,
    )
    assert told[: exchanges.CROWDED_EPOCHS] == [found.cost] * exchanges.CROWDED_EPOCHS
    assert told == list(better.history[1:]) and told[-1] == better.cost < found.cost


SEED = 5  # of a start from which exchanges are made in several rounds


def crowded():
    """Twenty topics of few documents each: a start that finds them all is rare."""
    return planted(k=20, n_docs=100)[0]


def settle_well(problem, start, rng, draw=0, tol=1e-9):
    """As a model does it, with so many numbers drawn for starts."""

    def settle(tol, report):
        rng.random(draw)
        return alternate(problem, start, max_epochs=1000, tol=tol)

    return exchanges.settle_with_exchanges(settle, problem, rng, max_epochs=3000, tol=tol)


def test_what_is_exchanged_does_not_depend_on_how_many_starts_were_drawn():
    problem = Problem(DataMatrix(crowded()))
    start = Factors(np.random.default_rng(0).random((200, 20)))
    few, many = (settle_well(problem, start, np.random.default_rng(1), draw) for draw in (0, 9))
    assert few.history == many.history
    np.testing.assert_array_equal(few.A, many.A)
    other = settle_well(problem, start, np.random.default_rng(2))
    assert few.history != other.history, "the draws would not matter at all"


def test_epochs_that_did_not_pay_do_not_make_it_settled(monkeypatch):
    rng = np.random.default_rng(0)
    problem, start = Problem(DataMatrix(rng.random((60, 40)))), Factors(rng.random((40, 4)))
    monkeypatch.setattr(
        exchanges,
        "exchange",
        lambda problem, here, rng, **limits: replace(here, history=(here.cost,) * 7),
    )
    tol = exchanges.SETTLED / 2
    settled = alternate(problem, start, max_epochs=1000, tol=exchanges.SETTLED)
    found = settle_well(problem, start, rng, tol=tol)
    assert settled.stop is Stop.CONVERGED and found.stop is Stop.CONVERGED
    last_leg = found.history[len(settled.history) - 1 + 6 :]
    assert len(last_leg) > 5 and last_leg[0] == settled.cost
    assert last_leg[-6] - last_leg[-1] <= 5 * tol * last_leg[-1]


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("max_epochs", [0, 1, 9, 12, 15, 25, 60])
def test_epochs_are_counted_costs_never_rise_and_the_last_is_that_of_the_topics(max_epochs):
    X, told = crowded(), []
    model = NMF(20, tol=1e-7, n_init=1, random_state=SEED, max_epochs=max_epochs)
    model.set_params(callback=lambda epoch, cost: told.append((epoch, cost)))
    model.fit(X)
    assert model.n_epochs_ <= max_epochs
    assert [epoch for epoch, _ in told] == list(range(1, model.n_epochs_ + 1))
    np.testing.assert_array_equal([cost for _, cost in told], model.history_[1:])
    assert (np.diff(model.history_) <= 1e-10 * model.history_[:-1]).all()
    assert model.history_[-1] == pytest.approx(model.reconstruction_err_**2, rel=1e-9)


def test_a_callback_stops_at_any_epoch_also_amid_an_exchange():
    X = crowded()
    whole = NMF(20, tol=1e-7, n_init=1, random_state=SEED).fit(X)
    for last in range(1, whole.n_epochs_ + 1):
        model = NMF(20, tol=1e-7, n_init=1, random_state=SEED, callback=lambda e, c, l=last: e == l)
        model.fit(X)
        assert model.n_epochs_ == last and model.stop_reason_ == Stop.CALLBACK.value
        np.testing.assert_array_equal(model.history_, whole.history_[: last + 1])
        assert model.history_[-1] == pytest.approx(model.reconstruction_err_**2, rel=1e-9)


def test_costs_are_lower_than_without(monkeypatch):
    """Means over seeds; a single seed can lose, for another way leads to another minimum."""
    seeds = range(12)

    def mean_cost():
        fits = [NMF(20, tol=1e-7, n_init=1, random_state=seed).fit(crowded()) for seed in seeds]
        return np.mean([model.history_[-1] for model in fits])

    with_exchanges = mean_cost()
    monkeypatch.setattr(exchanges, "exchange", lambda problem, here, rng, **limits: here)
    assert with_exchanges < 0.5 * mean_cost()


@pytest.mark.parametrize("how", [{"init": "random"}, {"solver": "hals"}, {"tol": 1e-3}, "mask"])
def test_where_nothing_is_exchanged(how, monkeypatch):
    """Other starts, other solvers, broad tolerances, unknown entries."""
    X, mask = crowded(), None
    if how == "mask":
        mask, how = np.random.default_rng(0).random(X.shape) < 0.9, {}
    monkeypatch.setattr(exchanges, "missed_directions", lambda *_: pytest.fail("it exchanged"))
    NMF(20, n_init=1, random_state=0, **how).fit(X, mask=mask)


def test_layers_of_hierarchical_nmf_are_exchanged_as_nmf_does(monkeypatch):
    asked, directions = [], exchanges.missed_directions
    monkeypatch.setattr(
        exchanges,
        "missed_directions",
        lambda X, A, *rest: asked.append(A.shape) or directions(X, A, *rest),
    )
    HierarchicalNMF((20, 4), n_init=1, random_state=0).fit(crowded())
    assert {(200, 20), (20, 4)} <= set(asked)


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_the_finest_topics_of_a_network_are_exchanged_once_as_it_starts(monkeypatch):
    asked, exchange = [], starts.exchange

    def note(problem, here, rng, **limits):
        better = exchange(problem, here, rng, **limits)
        asked.append((here.A.shape, limits["rounds"], better.cost <= here.cost))
        return better

    monkeypatch.setattr(starts, "exchange", note)
    X = crowded()
    fit = {"n_init": 1, "random_state": 0, "max_epochs": 2, "tol": 0}
    NeuralNMF((20, 4), **fit).fit(X)
    assert asked == [((200, 20), 1, True)]
    monkeypatch.setattr(starts, "exchange", lambda *_, **limits: pytest.fail("it exchanged"))
    known = np.random.default_rng(0).random(X.shape) < 0.9
    labels = np.column_stack([np.arange(len(X)) % 3, np.full(len(X), None)]).astype(object)
    NeuralNMF((20, 4), **fit).fit(X, mask=known)
    NeuralNMF((20, 4), **fit).fit(X, labels)
