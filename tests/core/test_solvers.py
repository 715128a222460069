"""Both minimisers: known minima, every reason to stop, Algorithm 1 exactly as published."""

import numpy as np
import pytest
from scipy.optimize import nnls as scipy_nnls
from support import reference

from hiertopics.core.costs import LOSSES, Sum
from hiertopics.core.data import DataMatrix
from hiertopics.core.epochs import EpochReport, Stop
from hiertopics.core.network import Documents
from hiertopics.core.objective import Objective
from hiertopics.core.solvers import minimise, projected_gradient

pytestmark = pytest.mark.usefixtures("one_thread")


class Quadratic:
    """||M x - c||^2 / 2 and its gradient; remembers where it was asked."""

    def __init__(self, n=12, condition=10.0, seed=0, dtype=float):
        rng = np.random.default_rng(seed)
        left = np.linalg.qr(rng.standard_normal((n + 5, n)))[0]
        right = np.linalg.qr(rng.standard_normal((n, n)))[0]
        self.M = (left * np.geomspace(1, 1 / np.sqrt(condition), n) @ right).astype(dtype)
        self.c = rng.standard_normal(n + 5).astype(dtype)
        self.asked = []

    def __call__(self, x):
        self.asked.append(x.copy())
        residual = self.M @ x - self.c
        # Costs are summed in float64, as the package's are: what float32 loses of a sum depends on
        # the processor.
        exact = residual.astype(float)
        return 0.5 * float(exact @ exact), self.M.T @ residual

    def solution(self):
        return scipy_nnls(self.M.astype(float), self.c.astype(float))[0]


def never_rises(history):
    return all(after < before for before, after in zip(history[:-1], history[1:], strict=True))


# minimise


@pytest.mark.parametrize("condition", [1.0, 10.0, 1e3])
@pytest.mark.parametrize("start", ["random", "ones", "far", "near", "zero", "part zero"])
@pytest.mark.parametrize("seed", range(3))
def test_a_convex_quadratic_is_solved(seed, start, condition):
    function = Quadratic(condition=condition, seed=seed)
    expected = function.solution()
    assert 2 <= np.count_nonzero(expected) <= 10, "bounds matter, and not all of them"
    rng = np.random.default_rng(seed)
    x = {
        "random": rng.random(12),
        "ones": np.ones(12),
        "far": 1e4 * rng.random(12),
        "near": 1e-8 * rng.random(12),
        "zero": np.zeros(12),
        "part zero": rng.random(12) * (rng.random(12) < 0.5),
    }[start]
    before = x.copy()
    found = minimise(function, x, max_epochs=3000, tol=0)
    assert np.array_equal(x, before)
    assert found.stop in (Stop.STATIONARY, Stop.CONVERGED)
    np.testing.assert_allclose(found.x, expected, atol=1e-5 * expected.max())
    assert found.cost == function(found.x)[0] == found.history[-1]
    assert found.cost == pytest.approx(function(expected)[0], rel=1e-9)
    assert never_rises(found.history)
    assert all((asked >= 0).all() for asked in function.asked)


def test_every_accepted_step_is_reported_once():
    function = Quadratic()
    told = []
    found = minimise(function, np.ones(12), max_epochs=10, tol=0, report=told.append)
    assert told == found.history[1:]
    assert len(found.history) == 11


@pytest.mark.parametrize("factor", [2.0**-900, 2.0**900])
def test_the_unit_of_the_cost_changes_nothing(factor):
    function = Quadratic(condition=1e3)

    def in_other_units(x):
        value, grad = function(x)
        return value * factor, grad * factor

    found = minimise(in_other_units, np.ones(12), max_epochs=40, tol=0)
    plain = minimise(function, np.ones(12), max_epochs=40, tol=0)
    assert np.array_equal(found.x, plain.x)
    assert found.history == [value * factor for value in plain.history]
    assert found.cost == plain.cost * factor


def test_minimise_is_quick_and_needs_few_evaluations():
    function = Quadratic(n=50, condition=1e3)
    found = minimise(function, np.ones(50), max_epochs=300, tol=1e-10)
    assert found.stop is Stop.CONVERGED
    assert len(function.asked) < 2 * len(found.history)
    steepest = Quadratic(n=50, condition=1e3)
    theirs = projected_gradient(
        steepest, np.ones(50), step_size=1.0, max_epochs=len(found.history) - 1, tol=0
    )
    best = function(function.solution())[0]
    assert found.cost - best < 0.01 * (theirs.cost - best)


@pytest.mark.parametrize("seed", range(3))
def test_curvature_is_learnt_from_the_steps_remembered(seed):
    """Far from the bounds five curvatures, 1 to 100, take 20 steps; steepest descent takes 1000."""
    rng = np.random.default_rng(seed)
    basis = np.linalg.qr(rng.standard_normal((30, 30)))[0]
    curvature = np.repeat(np.geomspace(1, 100, 5), 6)
    bottom = rng.uniform(5, 6, 30)
    asked = []

    def function(x):
        asked.append(x.copy())
        grad = basis @ (curvature * (basis.T @ (x - bottom)))
        return 0.5 * float((x - bottom) @ grad), grad

    found = minimise(function, bottom + 0.01 * rng.random(30), max_epochs=30, tol=0)
    assert found.cost < 1e-8 * found.history[0]
    assert len(asked) < 45


def test_minimise_steps_back_from_where_the_cost_is_not_finite():
    def walled(x):
        if x[0] > 2:
            return np.nan, np.array([np.nan])
        return float((x[0] - 1.9) ** 2), 2 * (x - 1.9)

    found = minimise(walled, np.array([1e-3]), max_epochs=200, tol=0)
    assert found.x[0] == pytest.approx(1.9, abs=1e-6)
    assert np.isfinite(found.history).all() and found.stop is Stop.STATIONARY


@pytest.mark.parametrize("solve", ["minimise", "projected gradient"])
def test_float32_is_kept(solve):
    function = Quadratic(dtype=np.float32)
    x = np.ones(12, dtype=np.float32)
    if solve == "minimise":
        found = minimise(function, x, max_epochs=200, tol=0)
    else:
        found = projected_gradient(function, x, step_size=1.0, max_epochs=200, tol=0)
    assert found.x.dtype == np.float32
    assert all(asked.dtype == np.float32 for asked in function.asked)
    np.testing.assert_allclose(found.x, function.solution(), atol=1e-3)


# Reasons to stop


def minimise_quadratic(**options):
    options = {"x": np.ones(12), "max_epochs": 1000, "tol": 0.0, **options}
    return minimise(Quadratic(condition=1e3), **options)


def descend_quadratic(**options):
    options = {"x": np.ones(12), "max_epochs": 1000, "tol": 0.0, "step_size": 1.0, **options}
    return projected_gradient(Quadratic(condition=1e3), **options)


both = pytest.mark.parametrize("solve", [minimise_quadratic, descend_quadratic])


@both
def test_stops_at_max_epochs(solve):
    for max_epochs in (0, 1, 7):
        found = solve(max_epochs=max_epochs)
        assert found.stop is Stop.MAX_EPOCHS
        assert len(found.history) == max_epochs + 1


@both
def test_stops_where_the_cost_falls_by_less_than_tol_per_epoch(solve):
    full = solve(max_epochs=300).history
    epochs = []
    for tol in (1e-2, 1e-3, 1e-4):
        found = solve(tol=tol)
        assert found.stop is Stop.CONVERGED
        n = len(found.history)
        epochs.append(n)
        assert found.history == full[:n]
        falls = [full[i - 5] - full[i] <= 5 * tol * full[i] for i in range(5, n)]
        assert falls == [False] * (n - 6) + [True]
    assert epochs[0] < epochs[1] < epochs[2]


@both
def test_stops_when_the_report_is_answered_so(solve):
    found = solve(report=EpochReport(lambda epoch, value: epoch == 3))
    assert found.stop is Stop.CALLBACK
    assert len(found.history) == 4
    assert (
        solve(report=EpochReport(lambda epoch, value: None), max_epochs=9).stop is Stop.MAX_EPOCHS
    )


def test_stops_where_no_direction_lowers_the_cost():
    def bowl(x):
        return float(x @ x) + 1, 2 * x

    def slope(x):
        return float(x.sum()) + 1, np.ones_like(x)

    for function in (bowl, slope):
        found = minimise(function, np.zeros(3), max_epochs=50, tol=0)
        assert found.stop is Stop.STATIONARY
        assert found.history == [1] and found.cost == 1 and not found.x.any()
    found = minimise(bowl, np.array([0.0, 5, 0.1]), max_epochs=50, tol=0)
    assert found.stop is Stop.STATIONARY and found.cost == pytest.approx(1)


def test_a_start_at_zero_is_not_taken_for_a_minimum():
    found = minimise(
        lambda x: (float((x[0] - 1) ** 2), 2 * (x - 1)), np.zeros(1), max_epochs=50, tol=0
    )
    assert found.x[0] == pytest.approx(1)


def test_each_reason_reads_as_a_sentence():
    assert all(len(stop.value.split()) > 3 for stop in Stop)
    assert len({stop.value for stop in Stop}) == len(Stop)


# Algorithm 1


def test_three_steps_by_hand():
    """(x - 1)^2 + 2 (y + 1)^2 from (0, 2) with gamma = 1/4; every number here is exact."""
    asked = []

    def function(x):
        asked.append(x.tolist())
        grad = np.array([2 * (x[0] - 1), 4 * (x[1] + 1)])
        return float((x[0] - 1) ** 2 + 2 * (x[1] + 1) ** 2), grad

    start = np.array([0.0, 2])
    found = projected_gradient(function, start, step_size=0.25, max_epochs=3, tol=0)
    assert asked == [[0, 2], [0.5, 0], [0.75, 0], [0.875, 0]]
    assert found.history == [19, 2.25, 2.0625, 2.015625]
    assert found.x.tolist() == [0.875, 0] and found.cost == 2.015625
    assert found.stop is Stop.MAX_EPOCHS
    assert start.tolist() == [0, 2]


def network(loss="reconstruction", n_layers=2):
    rng = np.random.default_rng(0)
    sizes = (9, 5, 3, 2)[: n_layers + 1]
    X = rng.random((11, 9))
    A = [rng.random(shape) for shape in zip(sizes[:-1], sizes[1:], strict=True)]
    D = [np.ones(k) for k in sizes[1:-1]]
    cost = Sum(LOSSES[loss]([1.0] * n_layers))
    objective = Objective(Documents(DataMatrix(X)), A, {}, D, cost, unit=False)
    return X, A, D, objective


@pytest.mark.parametrize("loss", LOSSES)
def test_algorithm_1_on_the_network_with_the_papers_gradient(loss):
    X, A, D, objective = network(loss)
    gamma = 0.02
    found = projected_gradient(
        objective, objective.pack(A, {}), step_size=gamma, max_epochs=3, tol=0
    )
    for value in found.history:
        expected, grads, _ = reference.cost_and_gradient(X, A, {}, D, loss, [1.0, 1.0], {}, {})
        assert value == pytest.approx(expected, rel=1e-10)
        last = A
        A = [np.maximum(A_l - gamma * grad, 0) for A_l, grad in zip(A, grads, strict=True)]
    assert any((A_l == 0).any() for A_l in last), "the projection was at work"
    np.testing.assert_allclose(found.x, objective.pack(last, {}), atol=1e-10)


def test_the_cost_of_algorithm_1_may_rise():
    found = descend_quadratic(step_size=2.5, max_epochs=20)
    assert not never_rises(found.history)
    assert found.history[-1] > found.history[0] and found.stop is Stop.ROSE


def test_a_cost_that_settles_above_its_start_is_told():
    """A step of 3 / 2 throws x from 0 to the far side of this well, into a ditch that holds it."""

    def function(x):
        if x[0] < 1:
            return 1.0, np.array([-2.0])
        return 5.0 + float((x[0] - 3) ** 2), 2 * (x - 3) / 3

    options = {"step_size": 1.5, "max_epochs": 100, "tol": 1e-6}
    found = projected_gradient(function, np.zeros(1), **options)
    assert found.stop is Stop.ROSE and found.cost == pytest.approx(5)
    found = projected_gradient(function, np.array([2.0]), **options)
    assert found.stop is Stop.CONVERGED


@pytest.mark.parametrize("start", [(np.nan, 1.0), (np.inf, 1.0), (1.0, np.nan), (1.0, np.inf)])
def test_a_cost_that_is_not_finite_at_the_start_is_told(start):
    value, slope = start

    def function(x):
        return value, np.full_like(x, slope)

    for found in (
        minimise(function, np.ones(2), max_epochs=5, tol=0),
        projected_gradient(function, np.ones(2), step_size=0.1, max_epochs=5, tol=0),
    ):
        assert found.stop is Stop.NOT_FINITE
        assert found.x.tolist() == [1, 1] and len(found.history) == 1


def test_a_huge_step_stops_with_the_last_finite_factors():
    def function(x):
        with np.errstate(over="ignore"):
            return float(np.sum((x - 1) ** 2)), 2 * (x - 1)

    found = projected_gradient(function, np.zeros(2), step_size=1e200, max_epochs=50, tol=0)
    assert found.stop is Stop.NOT_FINITE
    assert found.x.tolist() == [0, 0] and found.history == [2] and found.cost == 2


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("n", [1, 7, 300, 70_001])
def test_a_step_of_algorithm_1_is_numpys(n, dtype):
    rng = np.random.default_rng(0)
    x, grad = rng.random(n).astype(dtype), rng.standard_normal(n).astype(dtype)
    found = projected_gradient(lambda x: (1.0, grad), x, step_size=0.5, max_epochs=1, tol=0)
    expected = np.maximum(x - dtype(0.5) * grad, 0)
    assert found.x.dtype == dtype and (n < 300 or (expected == 0).any())
    np.testing.assert_array_equal(found.x, expected)


def test_a_gradient_is_finite_where_its_sum_is_not():
    huge = np.finfo(float).max
    found = projected_gradient(
        lambda x: (1.0, np.array([huge, huge])), np.zeros(2), step_size=0.1, max_epochs=3, tol=0
    )
    assert found.stop is Stop.MAX_EPOCHS and len(found.history) == 4


@pytest.mark.parametrize("flaw", ["value", "gradient"])
def test_a_cost_that_breaks_later_stops_with_the_last_finite_factors(flaw):
    def function(x):
        value, grad = 1 / (1 + x[0]), -1 / (1 + x) ** 2
        if x[0] > 2:
            value, grad = (np.inf, grad) if flaw == "value" else (value, grad * np.nan)
        return value, grad

    found = projected_gradient(function, np.zeros(1), step_size=0.5, max_epochs=500, tol=0)
    assert found.stop is Stop.NOT_FINITE
    assert 1.9 < found.x[0] <= 2
    assert len(found.history) > 3 and found.cost == found.history[-1] == 1 / (1 + found.x[0])


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("flaw", ["value", "gradient"])
@pytest.mark.parametrize("n_sound", [1, 2, 9])
def test_minimise_tells_of_a_cost_that_breaks_after_some_evaluations(flaw, bad, n_sound):
    sound = Quadratic(condition=1e3)

    def function(x):
        value, grad = sound(x)
        if len(sound.asked) > n_sound:
            value, grad = (bad, grad) if flaw == "value" else (value, grad * bad)
        return value, grad

    with np.errstate(invalid="ignore"):
        found = minimise(function, np.ones(12), max_epochs=500, tol=0)
    assert found.stop is Stop.NOT_FINITE and len(found.history) <= n_sound
    assert np.isfinite(found.history).all() and found.cost == Quadratic(condition=1e3)(found.x)[0]


@pytest.mark.parametrize("flaw", ["value", "gradient"])
def test_minimise_walks_up_to_where_the_cost_breaks_and_tells(flaw):
    """The cost falls up to a wall at 2: the reason that no lower one is found is the wall."""

    def function(x):
        value, grad = float((x[0] - 3) ** 2), 2 * (x - 3)
        if x[0] > 2:
            value, grad = (np.nan, grad) if flaw == "value" else (value, grad * np.nan)
        return value, grad

    found = minimise(function, np.zeros(1), max_epochs=500, tol=0)
    assert found.stop is Stop.NOT_FINITE and 1.9 < found.x[0] <= 2


@pytest.mark.parametrize("loss", LOSSES)
def test_the_network_with_a_huge_step_keeps_finite_factors(loss):
    _, A, _, objective = network(loss, 3)
    with np.errstate(all="ignore"):
        found = projected_gradient(
            objective, objective.pack(A, {}), step_size=1e300, max_epochs=20, tol=0
        )
    assert np.isfinite(found.x).all() and np.isfinite(found.history).all()


@pytest.mark.parametrize("loss", LOSSES)
def test_the_cost_of_the_network_never_rises(loss):
    _, A, _, objective = network(loss, 3)
    asked = []

    def function(x):
        asked.append(x.copy())
        return objective(x)

    found = minimise(function, objective.pack(A, {}), max_epochs=60, tol=0)
    assert never_rises(found.history)
    assert found.cost < 0.7 * found.history[0]
    assert all((x >= 0).all() for x in asked)
    assert found.cost == pytest.approx(objective(found.x)[0], rel=1e-12)
