"""The refinement of DeepNMF: step for step, one layer at a time, and what it is good for."""

import numpy as np
import pytest
from scipy import sparse
from support.twins import POOLINGS, one_hot, random_data, random_start, refined_by_twin, some_labels

from hiertopics import DeepNMF, HierarchicalNMF
from hiertopics.core import deep
from hiertopics.core.data import DataMatrix
from hiertopics.core.epochs import Stop
from hiertopics.core.network import Labels
from hiertopics.core.nmf import Factors

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")


@pytest.mark.parametrize("pooling", POOLINGS)
@pytest.mark.parametrize("sizes", [(6,), (8, 4), (8, 5, 3)])
@pytest.mark.parametrize("labelled", ["no layer", "last layer", "every layer"])
def test_refinement_is_the_algorithm_step_for_step_and_its_best_is_kept(pooling, sizes, labelled):
    X, weights = random_data(), (0.5, 2.0, 8.0)[: len(sizes)]
    y = np.column_stack([some_labels(n, seed=n) for n in (4, 3, 2)[: len(sizes)]])
    labels = {} if labelled == "no layer" else {l: one_hot(y[:, l]) for l in range(len(sizes))}
    if labelled == "last layer":
        labels = {len(sizes) - 1: labels[len(sizes) - 1]}
    y = {"no layer": None, "last layer": y[:, -1], "every layer": y}[labelled]
    start = random_start((40, *sizes))
    costs, factors = refined_by_twin(X, start, labels, weights, POOLINGS[pooling], 20)
    for n_epochs in (0, 1, 2, 3, 7, 20):
        model = DeepNMF(sizes, supervision=weights, pooling=pooling, init=start, max_epochs=0)
        model.set_params(max_refinements=n_epochs, tol=0).fit(X, y)
        # Where rounding has no step left to take it may end sooner, and so at the same costs.
        history = np.full(n_epochs + 1, model.history_[-1])
        history[: len(model.history_)] = model.history_
        np.testing.assert_allclose(history, costs[: n_epochs + 1], rtol=1e-7)
        assert len(model.history_) == n_epochs + 1 or model.history_[-6] == model.history_[-1]
        A, B = factors[np.argmin(costs[: n_epochs + 1])]
        for mine, theirs in zip(model.A_, A, strict=True):
            np.testing.assert_allclose(mine, theirs, rtol=1e-6, atol=1e-9 * theirs.max())
        for l in labels:
            np.testing.assert_allclose(model.B_[l], B[l], rtol=1e-6, atol=1e-9 * B[l].max())


def test_the_best_factors_are_kept_where_the_cost_rises_again():
    model = DeepNMF((8, 4), pooling="k-max", max_refinements=60, tol=0, random_state=0)
    history = model.fit(random_data()).history_
    best = int(history.argmin())
    assert 0 < best < 60 and history[-1] > history[best]
    until = DeepNMF((8, 4), pooling="k-max", max_refinements=best, tol=0, random_state=0)
    for A, kept in zip(until.fit(random_data()).A_, model.A_, strict=True):
        np.testing.assert_array_equal(A, kept)


@pytest.mark.parametrize("n_epochs", [0, 1, 4])
def test_a_cost_that_breaks_later_ends_at_the_factors_before(n_epochs):
    X, A = random_data(), random_start((40, 8, 4))
    S = [np.random.default_rng(2).random((50, k)) for k in (8, 4)]
    costs = []

    class Breaking(DataMatrix):
        def square_error(self, *parts):
            costs.append(super().square_error(*parts) if len(costs) <= n_epochs else np.nan)
            return costs[-1]

    layers = [Factors(A_l, S_l) for A_l, S_l in zip(A, S, strict=True)]
    limits = {"pool": None, "tol": 0}
    found = deep.refine(Breaking(X), layers, {}, {}, max_epochs=20, **limits)
    sound = deep.refine(DataMatrix(X), layers, {}, {}, max_epochs=n_epochs, **limits)
    assert found.stop is Stop.NOT_FINITE and len(costs) == n_epochs + 2
    assert sound.stop is Stop.MAX_REFINEMENTS and found.history == sound.history
    for mine, theirs in zip(found.A, sound.A, strict=True):
        np.testing.assert_array_equal(mine, theirs)


def backward_pass(monkeypatch, X, A, S, labels=None):
    """What the backward pass gives each layer to renew its A from, and the A it gets: 0, 1, 2."""
    calls = []

    class Recorder(DataMatrix):
        def solve(self, fixed, start=None, update="exact"):
            renewed = super().solve(fixed, start, update)
            if fixed.of_terms:
                calls.append((fixed.factor, renewed))
            return renewed

    monkeypatch.setattr(deep, "DataMatrix", Recorder)
    labels = labels or {}
    layers = [
        Factors(A_l, S_l, np.ones((2, A_l.shape[1])) if l in labels else None)
        for l, (A_l, S_l) in enumerate(zip(A, S, strict=True))
    ]
    deep.refine(
        Recorder(X), layers, labels, dict.fromkeys(labels, 3.0), pool=None, max_epochs=1, tol=0
    )
    assert len(calls) == 3
    return calls[::-1]


def test_backward_topics_are_renewed_from_the_layer_above_alone(monkeypatch):
    X, A = random_data(), random_start((40, 7, 5, 3))
    S = [np.random.default_rng(2).random((50, k)) for k in (7, 5, 3)]
    (S0, A0), (S1, A1), (S2, A2) = backward_pass(monkeypatch, X, A, S)
    np.testing.assert_array_equal(S2, S[2])
    np.testing.assert_array_equal(S1, S2 @ A2.T)
    np.testing.assert_array_equal(S0, S1 @ A1.T)
    others = [np.random.default_rng(3).random((50, k)) for k in (7, 5, 3)]
    other_A = random_start((40, 7, 5, 3), seed=4)
    labels = {0: Labels(np.arange(50), np.eye(2)[np.arange(50) % 2])}
    for change, same in (
        ({"X": random_data(5)}, [0, 1, 2]),
        ({"A": [other_A[0], A[1], A[2]]}, [0, 1, 2]),
        ({"labels": labels}, [0, 1, 2]),
        ({"A": [A[0], other_A[1], A[2]]}, [1, 2]),
        ({"S": [others[0], S[1], S[2]]}, [1, 2]),
        ({"S": [S[0], others[1], S[2]]}, [2]),
    ):
        changed = backward_pass(monkeypatch, **{"X": X, "A": A, "S": S, **change})
        seen = [l for l in range(3) if np.array_equal(changed[l][0], (S0, S1, S2)[l])]
        assert seen == same
    assert not np.array_equal(A0, backward_pass(monkeypatch, random_data(5), A, S)[0][1])


@pytest.mark.parametrize("sizes", [(8, 4), (8, 5, 3)])
@pytest.mark.parametrize("seed", range(4))
def test_refinement_lowers_the_cost_of_hierarchical_nmf(sizes, seed):
    X = random_data(seed)
    flat = HierarchicalNMF(sizes, random_state=seed).fit(X)
    model = DeepNMF(sizes, random_state=seed).fit(X)
    assert model.history_[0] == pytest.approx(flat.reconstruction_err_**2, rel=1e-9)
    assert model.history_.min() < 0.99 * model.history_[0]


@pytest.mark.parametrize("sizes", [(12, 5), (12, 6, 3)])
@pytest.mark.parametrize("seed", range(3))
def test_refinement_lowers_the_error_of_counts_as_transform_places_them(sizes, seed):
    counts = np.random.default_rng(seed).poisson(random_data(seed, (200, 150), 12))
    X = sparse.csr_array(counts.astype(float))
    flat = HierarchicalNMF(sizes, random_state=seed).fit(X)
    model = DeepNMF(sizes, random_state=seed).fit(X)
    assert model.reconstruction_err_ < 0.999 * flat.reconstruction_err_


def test_refinement_leaves_an_exact_hierarchy_as_it_is():
    """Where nothing can be lowered nothing is lost."""
    left = np.repeat(np.eye(4), 10, axis=0) * np.random.default_rng(0).uniform(1, 2, (40, 1))
    X = left @ np.repeat(np.eye(4), 5, axis=1)
    model = DeepNMF((6, 4), random_state=0, tol=1e-9).fit(X)
    assert model.reconstruction_err_ < 1e-3 * np.linalg.norm(X)
