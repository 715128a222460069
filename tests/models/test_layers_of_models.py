"""HierarchicalNMF and DeepNMF: what each layer is, and what pooling does between layers."""

import numpy as np
import pytest
from scipy import sparse
from support.twins import POOLINGS, one_hot, place, random_data, some_labels

from hiertopics import NMF, SSNMF, DeepNMF, HierarchicalNMF, HiertopicsError
from hiertopics.core import deep

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")


def assert_kkt(factor, slope, largest):
    """No entry can grow and lower the cost, nor can a positive one shrink."""
    assert (slope <= 1e-5 * largest).all()
    assert (np.abs(slope[factor > 1e-9 * factor.max()]) <= 1e-5 * largest).all()


# Hierarchical NMF


@pytest.mark.parametrize("solver", ["anls", "hals", "mu"])
@pytest.mark.parametrize("how", [{}, {"init": "random", "n_init": 3}, {"max_epochs": 4}])
def test_one_layer_is_nmf_bit_for_bit(solver, how):
    X, y, how = random_data(), some_labels(3), {"solver": solver, "random_state": 0, **how}
    for single, method, labels in (
        (NMF(5, **how).fit(X), HierarchicalNMF(5, **how), None),
        (SSNMF(5, supervision=3, **how).fit(X, y), HierarchicalNMF(5, supervision=3, **how), y),
    ):
        layered = method.fit(X, labels)
        np.testing.assert_array_equal(layered.A_[0], single.A_[0])
        np.testing.assert_array_equal(layered.transform(X), single.transform(X))
        np.testing.assert_array_equal(layered.history_, single.history_)
        if labels is not None:
            np.testing.assert_array_equal(layered.B_[0], single.B_[0])


@pytest.mark.parametrize("solver", ["anls", "hals"])
@pytest.mark.parametrize("balance", [0, 0.5, 1])
@pytest.mark.parametrize("labelled", ["no layer", "last layer", "every layer"])
def test_each_layer_is_an_nmf_of_the_topics_below(solver, balance, labelled):
    """A KKT point of equation (2) for S[l-1] D, with the labels of the layer, and its history."""
    X, weights = random_data(), (0.5, 2.0, 8.0)
    y = np.column_stack([some_labels(n, seed=n) for n in (4, 3, 2)])
    y = {"no layer": None, "last layer": y[:, 2], "every layer": y}[labelled]
    model = HierarchicalNMF((8, 5, 3), supervision=weights, balance=balance, solver=solver)
    model.set_params(max_epochs=4000, tol=0, random_state=0).fit(X, y)
    H, costs = X, []
    for l, (A, B, D) in enumerate(
        zip(model.A_, model.B_, [np.ones(40), *model.layer_scales_], strict=True)
    ):
        A = A * D[:, None]
        lengths = np.linalg.norm(A, axis=0)
        A, B = A / lengths, None if B is None else B / lengths
        known, Y = one_hot(y if np.ndim(y) == 1 else y[:, l]) if B is not None else ((), ())
        S = place(H, A, known, Y, B, weights[l])
        residual, largest = H - S @ A.T, np.abs(H.T @ S).max()
        slope_S, cost = residual @ A, np.sum(residual**2)
        if B is not None:
            error = Y - S[known] @ B.T
            slope_S[known] += weights[l] * error @ B
            assert_kkt(B, error.T @ S[known], np.abs(Y.T @ S[known]).max())
            cost += weights[l] * np.sum(error**2)
        assert_kkt(A, residual.T @ S, largest)
        assert_kkt(S, slope_S, largest)
        costs.append(cost)
        if l < 2:
            H = S * (model.layer_scales_[l] / lengths)
            evened = np.linalg.norm(H, axis=0) / np.linalg.norm(S, axis=0) ** (1 - balance)
            np.testing.assert_allclose(evened, evened[0], rtol=1e-5)
    np.testing.assert_allclose(model.history_[-1], costs[-1], rtol=1e-6)
    for cost in costs[:-1]:
        assert np.isclose(model.history_, cost, rtol=1e-6).any()


# Deep NMF


def test_without_refinement_deep_nmf_is_hierarchical_nmf():
    X, y = random_data(), np.column_stack([some_labels(4), some_labels(2)])
    for labels in (None, y[:, 1], y):
        flat = HierarchicalNMF((8, 4), random_state=0).fit(X, labels)
        plain = DeepNMF((8, 4), max_refinements=0, random_state=0).fit(X, labels)
        for one, two in zip([*flat.A_, *flat.B_], [*plain.A_, *plain.B_], strict=True):
            assert one is two is None or np.allclose(one, two, rtol=1e-10, atol=0)
        np.testing.assert_allclose(flat.transform(X), plain.transform(X), rtol=1e-8, atol=1e-12)
        assert plain.n_epochs_ == 0 and plain.stop_reason_ == flat.stop_reason_
    assert DeepNMF((8, 4), max_refinements=0).fit(X).history_.shape == (1,)


# Pooling


def test_poolings_keep_the_strongest_topics_of_each_document():
    S = np.array([[1, 3, 2, 0.5], [2, 2, 1, 2], [0, 0, 0, 0], [0, 0, 0, 5]])
    strongest = np.array([[0, 3, 0, 0], [2, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 5]])
    half = np.array([[0, 3, 2, 0], [2, 2, 0, 0], [0, 0, 0, 0], [0, 0, 0, 5]])
    for form in (np.float64, np.float32):
        for name, expected in (("max", strongest), ("k-max", half)):
            pooled = deep.POOLINGS[name](S.astype(form))
            assert pooled.dtype == form
            np.testing.assert_array_equal(pooled, expected)
    for k, kept in ((1, 1), (2, 1), (3, 2), (4, 2), (5, 3)):
        wide = np.random.default_rng(k).random((9, k))
        assert (np.count_nonzero(deep.POOLINGS["k-max"](wide), axis=1) == kept).all()
        assert (np.count_nonzero(deep.POOLINGS["max"](wide), axis=1) == 1).all()
        for pool in deep.POOLINGS.values():
            pooled, order = pool(wide), np.random.default_rng(0).permutation(9)
            np.testing.assert_array_equal(pool(wide[order]), pooled[order])
            np.testing.assert_array_equal(pool(wide[4:5]), pooled[4:5])
            assert ((pooled == 0) | (pooled == wide)).all()
            np.testing.assert_array_equal(pooled.max(axis=1), wide.max(axis=1))


@pytest.mark.parametrize("pooling", ["max", "k-max", np.sqrt, None])
def test_transform_pools_as_training_did_each_document_by_itself(pooling):
    X = random_data()
    pool = pooling if callable(pooling) else POOLINGS[pooling]
    model = DeepNMF((8, 5, 3), pooling=pooling, max_refinements=10, random_state=0).fit(X)
    layers, H = model.transform_layers(X), X
    for S, A in zip(layers, model.A_, strict=True):
        np.testing.assert_allclose(S, place(H, A), rtol=1e-7, atol=1e-9 * S.max())
        H = pool(S)
    for i in (0, 7):
        for S, alone in zip(layers, model.transform_layers(X[i : i + 1]), strict=True):
            np.testing.assert_allclose(alone, S[i : i + 1], rtol=1e-9, atol=1e-12)


def test_a_callable_pools_as_its_name_does_and_cannot_harm_the_topics():
    X, how = random_data(), {"max_refinements": 10, "random_state": 0}

    def spoil(S):
        pooled = POOLINGS["k-max"](S)
        S[:] = -1
        return pooled

    for pooling, same in (
        (lambda S: S, None),
        (POOLINGS["max"], "max"),
        (POOLINGS["k-max"], "k-max"),
        (lambda S: POOLINGS["k-max"](S).tolist(), "k-max"),
        (spoil, "k-max"),
    ):
        mine = DeepNMF((8, 4), pooling=pooling, **how).fit(X)
        named = DeepNMF((8, 4), pooling=same, **how).fit(X)
        np.testing.assert_array_equal(mine.history_, named.history_)
        np.testing.assert_array_equal(mine.transform(X), named.transform(X))
    assert not np.array_equal(mine.A_[0], DeepNMF((8, 4), pooling=None, **how).fit(X).A_[0])


@pytest.mark.parametrize(
    "pooling, message",
    [
        (lambda S: None, r"shape it was given, \(50, 8\), got NoneType"),
        (lambda S: S.T, r"shape it was given, \(50, 8\), got ndarray of shape \(8, 50\)"),
        (lambda S: S[:, :3], r"shape it was given, \(50, 8\), got ndarray of shape \(50, 3\)"),
        (lambda S: [], r"shape it was given, \(50, 8\), got list of shape \(0,\)"),
        (lambda S: [[1], [2, 3]], r"shape it was given, \(50, 8\), got list$"),
        (sparse.csr_array, r"shape it was given, \(50, 8\), got csr_array$"),
        (lambda S: "strong", r"shape it was given, \(50, 8\), got str$"),
        (lambda S: -1 - S, "finite, nonnegative weights, got some from -"),
        (lambda S: np.where(S > 0, np.nan, 0), "finite, nonnegative weights, got some from nan"),
        (lambda S: np.where(S > 0, np.inf, 0), "nonnegative weights, got some from 0.0 to inf"),
    ],
)
def test_a_callable_that_returns_no_weights_is_told_so(pooling, message):
    with pytest.raises(HiertopicsError, match=f"^pooling must return .*{message}"):
        DeepNMF((8, 4), pooling=pooling, random_state=0).fit(random_data())
