"""The first factors: alternating NMF, layer-wise starts, weights, and what is degenerate."""

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import nnls as scipy_nnls
from sklearn.decomposition import NMF
from support.reference import kkt_violation

from hiertopics.core import start as starts
from hiertopics.core.data import DataMatrix
from hiertopics.core.epochs import has_settled
from hiertopics.core.linalg import gram
from hiertopics.core.network import Documents, forward
from hiertopics.core.nmf import (
    GROUPINGS,
    Factors,
    Problem,
    alternate,
    grouped_factor,
    random_factor,
    unit_columns,
)
from hiertopics.core.start import hand_on_weights, propagate_start, random_layers, start_layers
from hiertopics.datasets import make_topic_hierarchy

pytestmark = pytest.mark.usefixtures("one_thread")


def random_data(seed=0, shape=(60, 40), rank=6, noise=0.2):
    """Nonnegative, of low rank but for noise, half zeros."""
    rng = np.random.default_rng(seed)
    left = rng.random((shape[0], rank)) * (rng.random((shape[0], rank)) < 0.4)
    right = rng.random((rank, shape[1])) * (rng.random((rank, shape[1])) < 0.4)
    return left @ right + noise * rng.random(shape) * (rng.random(shape) < 0.5)


def planted_hierarchy(seed=0):
    """80 documents on 2 themes of 2 subjects each: words of the theme, and of the subject."""
    rng = np.random.default_rng(seed)
    subject = np.arange(80) % 4
    X = np.zeros((80, 48))
    for i, s in enumerate(subject):
        theme = s // 2
        X[i, 8 * theme : 8 * theme + 8] = rng.uniform(0.5, 1, 8)
        X[i, 16 + 8 * s : 24 + 8 * s] = rng.uniform(0.8, 1.6, 8)
    return X + 0.02 * rng.random(X.shape), subject


def lengths(A):
    return np.linalg.norm(A, axis=0)


# Alternating NMF


def alternate_nmf(X, start, **limits):
    found = alternate(Problem(X), Factors(start), **limits)
    return found.A, found.S, found.cost


def dense_cost(X, A, S):
    return np.sum((X - S @ A.T) ** 2)


@pytest.mark.parametrize("form", [np.array, sparse.csr_array])
@pytest.mark.parametrize("seed", range(3))
def test_no_sweep_of_nmf_raises_the_cost(seed, form):
    dense = random_data(seed)
    X = DataMatrix(form(dense))
    start = random_factor(X, 6, np.random.default_rng(seed))
    costs = []
    for n_sweeps in range(40):
        A, S, cost = alternate_nmf(X, start, max_epochs=n_sweeps, tol=0)
        costs.append(cost)
        assert cost == pytest.approx(dense_cost(dense, A, S), rel=1e-10)
        assert (A >= 0).all() and (S >= 0).all()
        np.testing.assert_allclose(lengths(A), 1, rtol=1e-12)
        assert kkt_violation(X.dot(A), gram(A), S).max() < 1e-12
    assert np.diff(costs).max() <= 1e-12 * X.square_norm
    assert costs[-1] < 0.8 * costs[0]


def test_no_sweeps_only_place_the_documents():
    X = DataMatrix(random_data())
    start = random_factor(X, 4, np.random.default_rng(0))
    A, S, cost = alternate_nmf(X, start, max_epochs=0, tol=0)
    assert np.array_equal(A, start)
    assert cost == pytest.approx(dense_cost(random_data(), A, S))


def test_tol_ends_the_sweeps():
    X = DataMatrix(random_data())
    start = random_factor(X, 6, np.random.default_rng(0))
    costs = [alternate_nmf(X, start, max_epochs=n, tol=0)[2] for n in range(60)]
    for tol in (1e-2, 1e-3, 1e-4):
        ended = next(n for n in range(60) if has_settled(costs[: n + 1], tol))
        assert ended < 59
        # Half of max_epochs matters only where topics die, and none does here.
        assert alternate_nmf(X, start, max_epochs=1000, tol=tol)[2] == costs[ended]


def test_the_start_and_the_data_are_not_changed():
    dense = random_data()
    X = DataMatrix(dense)
    start = random_factor(X, 4, np.random.default_rng(0))
    start[:, 2] = 0
    before, data = start.copy(), dense.copy()
    alternate_nmf(X, start, max_epochs=10, tol=0)
    assert np.array_equal(start, before) and np.array_equal(dense, data)


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("seed", range(4))
def test_nmf_is_as_good_as_that_of_scikit_learn(seed):
    dense = random_data(seed)
    X = DataMatrix(sparse.csr_array(dense))
    start = random_factor(X, 6, np.random.default_rng(seed))
    _, _, cost = alternate_nmf(X, start, max_epochs=300, tol=0)
    theirs = NMF(6, init="random", solver="cd", tol=0, max_iter=300, random_state=seed).fit(dense)
    assert cost <= 1.01 * theirs.reconstruction_err_**2


@pytest.mark.parametrize("flaw", ["dead", "copies", "all dead"])
def test_dead_topics_are_revived(flaw):
    dense = random_data(rank=4, noise=0.05)
    X = DataMatrix(dense)
    start = random_factor(X, 4, np.random.default_rng(0))
    if flaw == "dead":
        start[:, 1] = 0
    if flaw == "copies":
        start[:, 1] = start[:, 2] = start[:, 0]
    if flaw == "all dead":
        start[:] = 0
    A, S, cost = alternate_nmf(X, start, max_epochs=100, tol=1e-8)
    np.testing.assert_allclose(lengths(A), 1)
    assert S.any(axis=0).all()
    # Better than any three topics can do, even signed ones.
    assert cost < np.sum(np.linalg.svd(dense, compute_uv=False)[3:] ** 2)


@pytest.mark.parametrize("n_dead", [1, 2])
def test_a_dead_topic_is_started_anew_from_what_is_explained_worst(n_dead):
    """Many documents alike, and one or two that share no term with them or with each other."""
    dense = np.zeros((42, 12))
    dense[:40, :6] = np.random.default_rng(0).uniform(1, 1.1, (40, 6))
    dense[17, :] = 0
    dense[17, 7] = 3
    if n_dead == 2:
        dense[29, :] = 0
        dense[29, 9:] = 2
    dense[40:] = dense[:2]
    start = np.zeros((12, 1 + n_dead))
    start[:6, 0] = 1 / np.sqrt(6)
    A, S, cost = alternate_nmf(DataMatrix(dense), start, max_epochs=20, tol=1e-9)
    assert cost < 0.01 * np.sum(dense**2)
    assert A[7].max() == pytest.approx(1) and S[17].max() == pytest.approx(3)
    if n_dead == 2:
        assert A[10].max() == pytest.approx(3**-0.5)


def test_float32_is_kept():
    dense = random_data().astype(np.float32)
    for X in (DataMatrix(dense), DataMatrix(sparse.csr_array(dense))):
        start = random_factor(X, 4, np.random.default_rng(0))
        A, S, cost = alternate_nmf(X, start, max_epochs=20, tol=0)
        assert start.dtype == A.dtype == S.dtype == np.float32
        assert cost == pytest.approx(dense_cost(dense, A, S), rel=1e-3)
        start[:, 0] = 0
        A, S, _ = alternate_nmf(X, start, max_epochs=20, tol=0)
        assert A.dtype == S.dtype == np.float32 and S.any(axis=0).all()


# Parts


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_topic_to_which_no_document_is_nearest_keeps_its_direction(dtype):
    direction = np.zeros(40, dtype)
    direction[:2] = 0.8, 0.6
    A = grouped_factor(DataMatrix(np.tile(direction, (6, 1))), 4, np.random.default_rng(0))
    assert A.dtype == dtype and (direction @ A > 0.9).all()


def test_random_factor_has_positive_unit_columns():
    dense = random_data()
    dense[:, 3] = 0
    X = DataMatrix(sparse.csr_array(dense))
    A = random_factor(X, 5, np.random.default_rng(0))
    assert A.shape == (40, 5) and (A > 0).all(), "even where no document has the term"
    np.testing.assert_allclose(lengths(A), 1)
    assert np.array_equal(A, random_factor(X, 5, np.random.default_rng(0)))
    assert not np.allclose(A, random_factor(X, 5, np.random.default_rng(1)))
    assert np.abs(gram(A) - 1).max() > 0.01


def test_random_factor_looks_at_other_documents_for_each_topic():
    """Each document has a term of its own, so a topic shows whom it was taken from."""
    A = random_factor(DataMatrix(np.eye(300)), 6, np.random.default_rng(0))
    chosen = [set(np.argsort(-A[:, t])[:5]) for t in range(6)]
    assert all(np.sort(A[:, t])[-5] > 2 * np.sort(A[:, t])[-6] for t in range(6))
    assert len(set.union(*chosen)) > 25


@pytest.mark.parametrize(
    "dtype, tiny, huge", [(np.float64, 1e-320, 1e300), (np.float32, 1e-42, 1e38)]
)
def test_unit_columns_of_any_length(dtype, tiny, huge):
    column = np.array([3, 0, 4], dtype=float)
    A = np.column_stack([column, 0 * column, tiny * column, huge / 5 * column]).astype(dtype)
    A = np.column_stack([A, [tiny, 1, huge]]).astype(dtype)
    unit, norms = unit_columns(A)
    assert unit.dtype == norms.dtype == dtype
    assert np.isfinite(unit).all() and np.isfinite(norms).all() and (norms > 0).all()
    rough = 0.01  # a subnormal number has few digits
    np.testing.assert_allclose(unit[:, 0], column / 5, rtol=1e-6)
    assert not unit[:, 1].any() and norms[1] == 1
    np.testing.assert_allclose(unit[:, 2], column / 5, rtol=rough)
    np.testing.assert_allclose(unit[:, 3], column / 5, rtol=1e-6)
    np.testing.assert_allclose(unit[:, 4], [0, 0, 1], atol=1e-6)
    np.testing.assert_allclose((unit * norms)[:, :4], A[:, :4], rtol=rough)
    np.testing.assert_allclose(norms[[0, 3, 4]], np.array([5, huge, huge], dtype=dtype), rtol=1e-6)


def test_hand_on_weights_even_out_the_norms():
    S = np.random.default_rng(0).random((30, 5)) * [1, 10, 1e3, 1e-4, 0]
    norms = lengths(S)[:4]
    for balance in (0, 0.25, 0.5, 1, 2):
        D = hand_on_weights(gram(S), balance, S.dtype)
        assert D[4] == 1
        assert np.exp(np.mean(np.log(D[:4]))) == pytest.approx(1)
        np.testing.assert_allclose(D[:4] / D[0], (norms / norms[0]) ** -balance)
    np.testing.assert_allclose(
        lengths(S * hand_on_weights(gram(S), 1, S.dtype))[:4], np.exp(np.log(norms).mean())
    )
    assert np.array_equal(hand_on_weights(gram(S), 0, S.dtype), np.ones(5))
    assert np.array_equal(hand_on_weights(np.zeros((2, 2)), 1, np.float64), np.ones(2))
    assert hand_on_weights(gram(S), 0.5, np.float32).dtype == np.float32


def test_random_layers_are_uniform():
    X = DataMatrix(np.zeros((3, 500), dtype=np.float32))
    A = random_layers(X, (20, 8, 3), np.random.default_rng(0))
    assert [A_l.shape for A_l in A] == [(500, 20), (20, 8), (8, 3)]
    assert all(A_l.dtype == np.float32 for A_l in A)
    assert 0 <= A[0].min() < 0.001 and 0.999 < A[0].max() < 1
    assert A[0].mean() == pytest.approx(0.5, abs=0.01)
    again = random_layers(X, (20, 8, 3), np.random.default_rng(0))
    assert all(np.array_equal(a, b) for a, b in zip(A, again, strict=True))


@pytest.mark.parametrize("balance", [0, 0.5])
@pytest.mark.parametrize("unit", [False, True])
def test_given_factors_are_completed_to_a_start(unit, balance):
    X = DataMatrix(random_data())
    given = random_layers(X, (8, 5, 3), np.random.default_rng(0))
    before = [A_l.copy() for A_l in given]
    A, D, S = propagate_start(X, given, balance=balance, unit=unit)
    assert all(np.array_equal(a, b) for a, b in zip(given, before, strict=True))
    assert len(D) == 2
    for A_l, given_l, D_l in zip(A, given, [np.ones(40), *D], strict=True):
        weighted = given_l * D_l[:, None]
        np.testing.assert_allclose(A_l, weighted / lengths(weighted) if unit else weighted)
    for D_l, S_l in zip(D, S, strict=False):
        np.testing.assert_allclose(D_l, hand_on_weights(gram(S_l), balance, S_l.dtype))
    for S_l, expected in zip(S, forward(Documents(X), A, D=D).S, strict=True):
        np.testing.assert_allclose(S_l, expected, atol=1e-12)


# Layer-wise start


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("form", [np.array, sparse.csr_array])
@pytest.mark.parametrize("n_topics", [(5,), (9, 4), (10, 6, 3)])
def test_a_start_is_a_network_with_unit_columns(n_topics, form, dtype):
    X = DataMatrix(form(random_data().astype(dtype)))
    A, D, S = start_layers(X, n_topics, np.random.default_rng(0), balance=0.5)
    sizes = (40, *n_topics)
    assert [A_l.shape for A_l in A] == list(zip(sizes[:-1], sizes[1:], strict=True))
    assert [D_l.shape for D_l in D] == [(k,) for k in n_topics[:-1]]
    assert [S_l.shape for S_l in S] == [(60, k) for k in n_topics]
    for array in [*A, *D, *S]:
        assert array.dtype == dtype and np.isfinite(array).all() and (array >= 0).all()
    tolerance = 1e-5 if dtype == np.float32 else 1e-10
    for A_l in A:
        np.testing.assert_allclose(lengths(A_l), 1, rtol=tolerance)
    for D_l, S_l in zip(D, S, strict=False):
        np.testing.assert_allclose(D_l, hand_on_weights(gram(S_l), 0.5, S_l.dtype), rtol=tolerance)
    if dtype == np.float64:
        for S_l, expected in zip(S, forward(Documents(X), A, D=D).S, strict=True):
            np.testing.assert_allclose(S_l, expected, atol=1e-8 * expected.max())


def test_a_start_is_the_generators_alone():
    X = DataMatrix(random_data())
    starts = [start_layers(X, (6, 3), np.random.default_rng(s), balance=0.5)[0] for s in (0, 0, 1)]
    assert all(np.array_equal(a, b) for a, b in zip(starts[0], starts[1], strict=True))
    assert not np.allclose(starts[0][0], starts[2][0])


@pytest.mark.parametrize("balance", [0, 1])
def test_a_broader_layer_begins_as_an_nmf_of_the_data_in_the_terms_of_the_topics_below(balance):
    """Without an epoch each layer is its first guess: topics of X, written in those below."""
    X = DataMatrix(random_data())
    A, D, S = start_layers(
        X, (9, 5, 3), np.random.default_rng(7), balance=balance, n_candidates=(1, 1), max_epochs=0
    )
    rng = np.random.default_rng(7)
    guesses = [grouped_factor(X, 9, rng), *(random_factor(X, k, rng) for k in (5, 3))]
    np.testing.assert_allclose(A[0], guesses[0])
    topics = A[0]
    for l in (1, 2):
        topics = topics / D[l - 1]
        linked = np.array([scipy_nnls(topics, guess)[0] for guess in guesses[l].T]).T
        np.testing.assert_allclose(A[l], linked / lengths(linked), atol=1e-10)
        topics = topics @ A[l]


def test_more_candidates_explain_the_layer_below_no_worse_and_sometimes_better():
    errors = []
    for seed in range(5):
        X = DataMatrix(random_data(seed, rank=20))
        for n_broad in (1, 4):
            A, D, S = start_layers(
                X, (20, 6), np.random.default_rng(seed), balance=0.5, n_candidates=(1, n_broad)
            )
            errors.append(np.sum((S[0] * D[0] - S[1] @ A[1].T) ** 2))
    one, four = np.array(errors).reshape(5, 2).T
    assert (four <= one * (1 + 1e-9)).all() and (four < (1 - 1e-5) * one).any()


@pytest.mark.parametrize("saved_by", ["several starts", "an exchange"])
def test_the_fit_is_saved_from_topics_that_merged(saved_by, monkeypatch):
    """From one start two fine topics may end as one, which a planted hierarchy shows."""
    where_it_applies, never = starts.can_exchange, lambda *_: False
    ways = {"several starts": (6, never), "an exchange": (1, where_it_applies)}
    ratios = []
    for seed in range(6):
        counts = make_topic_hierarchy(300, 400, (8, 2), purity=0.6, random_state=seed).X
        costs = []
        for n_fine, can_exchange in ((1, never), ways[saved_by]):
            monkeypatch.setattr(starts, "can_exchange", can_exchange)
            A, _, S = start_layers(
                DataMatrix(counts),
                (8,),
                np.random.default_rng(seed),
                balance=0,
                n_candidates=(n_fine, 1),
            )
            costs.append(dense_cost(counts.toarray(), A[0], S[0]))
        ratios.append(costs[1] / costs[0])
    assert max(ratios) < 1.001 and min(ratios) < 0.97


def test_guesses_from_alike_documents_point_to_their_groups():
    """Three groups of documents by angle, of very different lengths, and an empty document."""
    rng = np.random.default_rng(0)
    groups = np.kron(np.eye(3), np.ones((20, 8))) + 0.05 * rng.random((60, 24))
    X = np.vstack([groups * rng.lognormal(0, 2, (60, 1)), np.zeros((1, 24))])
    found = [grouped_factor(DataMatrix(X), 3, np.random.default_rng(s)) for s in range(8)]
    centres = unit_columns(np.kron(np.eye(3), np.ones((8, 1))))[0]
    matched = [np.sort((A.T @ centres).max(axis=0))[0] > 0.9 for A in found]
    assert sum(matched) >= 4  # k-means may join two groups
    assert all((A > 0).all() for A in found) and not np.array_equal(found[0], found[1])
    np.testing.assert_allclose(lengths(found[0]), 1)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_grouped_start_is_spherical_k_means(dtype):
    """Every document counts by its direction alone, however long it is."""
    dense = (random_data() * np.random.default_rng(1).lognormal(0, 2, (60, 1))).astype(dtype)
    dense[7] = 0
    found = grouped_factor(DataMatrix(sparse.csr_array(dense)), 4, np.random.default_rng(0))
    rng = np.random.default_rng(0)
    A = random_factor(DataMatrix(dense), 4, rng).astype(float)
    directions = dense / np.maximum(np.linalg.norm(dense.astype(float), axis=1), 1e-300)[:, None]
    for _ in range(GROUPINGS):
        nearest = (directions @ A).argmax(axis=1)
        assert set(nearest) == set(range(4)), "no topic is deserted"
        A = np.array([directions[nearest == t].sum(axis=0) for t in range(4)]).T
        A /= np.linalg.norm(A, axis=0)
    A += A.mean() * rng.random(A.shape)
    A /= np.linalg.norm(A, axis=0)
    np.testing.assert_allclose(found, A, atol=1e-5 if dtype == np.float32 else 1e-12)


@pytest.mark.parametrize("balance", [0, 0.5])
@pytest.mark.parametrize("seed", range(3))
def test_a_planted_hierarchy_is_found(seed, balance):
    dense, subject = planted_hierarchy(seed)
    A, D, S = start_layers(DataMatrix(dense), (4, 2), np.random.default_rng(seed), balance=balance)
    fine, broad = S[0].argmax(axis=1), S[1].argmax(axis=1)
    # One topic per subject, one per theme, and the topics of a theme lie under its own.
    assert sorted({(f, s) for f, s in zip(fine, subject, strict=True)}, key=lambda p: p[1]) == [
        (fine[s], s) for s in range(4)
    ]
    assert len(set(fine)) == 4 and len(set(broad)) == 2
    assert {(b, s // 2) for b, s in zip(broad, subject, strict=True)} == {
        (broad[0], 0),
        (broad[2], 1),
    }
    parents = A[1].argmax(axis=1)
    assert np.array_equal(parents[fine], broad)


# What is degenerate


@pytest.mark.parametrize("data", ["random", "zero", "all documents the same", "one entry"])
@pytest.mark.parametrize("form", [np.array, sparse.csr_array])
@pytest.mark.parametrize(
    "shape, n_topics",
    [
        ((5, 30), (8, 3)),
        ((30, 5), (8, 3)),
        ((3, 3), (5, 4)),
        ((1, 10), (3, 2)),
        ((10, 1), (3, 2, 1)),
        ((20, 15), (3, 6)),
        ((1, 1), (1,)),
    ],
)
def test_more_topics_than_the_data_can_bear(shape, n_topics, form, data):
    dense = np.random.default_rng(0).random(shape)
    if data == "zero":
        dense[:] = 0
    if data == "all documents the same":
        dense[:] = dense[0]
    if data == "one entry":
        dense[:] = 0
        dense[0, 0] = 2
    X = DataMatrix(form(dense))
    A, D, S = start_layers(X, n_topics, np.random.default_rng(0), balance=0.5)
    for array in [*A, *D, *S]:
        assert np.isfinite(array).all() and (array >= 0).all()
    for A_l, S_l in zip(A, S, strict=True):
        norms = lengths(A_l)
        alive = norms > 0
        np.testing.assert_allclose(norms[alive], 1)
        assert not S_l[:, ~alive].any()
        assert alive.any() == dense.any()
    if n_topics[0] >= min(shape):
        assert dense_cost(dense, A[0], S[0]) <= 1e-3 * np.sum(dense**2)
