"""The NNLS in k x k form: certificates, the answer of scipy, warm starts and degenerate topics."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import nnls as scipy_nnls
from support.reference import kkt_violation

from hiertopics.core.nnls import nnls, nnls_adjoint

pytestmark = pytest.mark.usefixtures("one_thread")

N_PROBLEMS = 10_000
MAX_CONDITION = 1e6


def objective(B, G, S):
    """1/2 s'Gs - b's of each row."""
    return 0.5 * np.einsum("ij,jk,ik->i", S, G, S) - np.einsum("ij,ij->i", B, S)


# Random problems against scipy


def draw_topics(rng):
    """A of up to 16 x 8: signed or nonnegative, well or badly conditioned, or degenerate."""
    k = int(rng.integers(1, 9))
    n = k + int(rng.integers(0, 9))
    kind = rng.integers(5)
    if kind == 0:  # any condition number from 1 to the limit
        left = np.linalg.qr(rng.standard_normal((n, k)))[0]
        right = np.linalg.qr(rng.standard_normal((k, k)))[0]
        return left * np.logspace(0, -rng.uniform(0, np.log10(MAX_CONDITION)), k) @ right
    if kind == 1:
        return rng.random((n, k)) * (rng.random((n, k)) < 0.6)
    if kind == 2:  # nonnegative, some topics nearly the same
        A = rng.random((n, k))
        for t in range(1, k):
            if rng.random() < 0.5:
                A[:, t] = A[:, rng.integers(t)] + 10 ** -rng.uniform(0, 5.5) * rng.random(n)
        return A
    A = rng.random((n, k)) if kind == 3 else rng.standard_normal((n, k))
    for t in range(1, k):  # copies, multiples, mixtures and zeros
        what = rng.random()
        if what < 0.3:
            A[:, t] = A[:, rng.integers(t)] * rng.choice([1, 2, 0.37])
        elif what < 0.5:
            A[:, t] = 0
        elif what < 0.6:
            A[:, t] = A[:, :t] @ rng.random(t)
    return A


def draw_document(rng, A):
    """x: in the cone of the topics, near it, in their span, opposite, or anywhere; or zero."""
    n, k = A.shape
    kind = rng.integers(7)
    inside = A @ (rng.random(k) * (rng.random(k) < 0.6))
    if kind == 0:
        return inside
    if kind == 1:
        return inside + 1e-4 * rng.standard_normal(n)
    if kind == 2:
        return A @ rng.standard_normal(k)
    if kind == 3:
        return -A @ rng.random(k)
    return rng.random(n) if kind <= 5 else rng.standard_normal(n)


def test_ten_thousand_random_problems_agree_with_scipy():
    rng = np.random.default_rng(2026)
    singular, badly_conditioned, unique, at_zero, solved = 0, 0, 0, 0, 0
    while solved < N_PROBLEMS:
        A = draw_topics(rng)
        values = np.linalg.svd(A, compute_uv=False)
        exactly_singular = values[-1] < 1e-12 * values[0]
        if not exactly_singular and values[0] > MAX_CONDITION * values[-1]:
            continue
        x = draw_document(rng, A)
        solved += 1
        B, G = (x @ A)[None], A.T @ A
        S = nnls(B, G)
        s, theirs = S[0], scipy_nnls(A, x)[0]
        assert np.isfinite(s).all() and (s >= 0).all()
        assert kkt_violation(B, G, S)[0] <= 1e-8
        error, their_error = np.sum((x - A @ s) ** 2), np.sum((x - A @ theirs) ** 2)
        assert abs(error - their_error) <= 1e-8 * (x @ x)
        if not exactly_singular and values[0] < 1e3 * values[-1]:
            assert np.abs(s - theirs).max() <= 1e-6 * np.abs(theirs).max()
            unique += 1
        singular += exactly_singular
        badly_conditioned += not exactly_singular and values[0] > 1e4 * values[-1]
        at_zero += not s.any()
    # The draw holds enough of every kind for the certificate to mean something.
    assert min(singular, badly_conditioned, unique, at_zero) > N_PROBLEMS // 20


@pytest.mark.parametrize("k", [20, 60])
def test_many_topics_reach_a_kkt_point(k):
    rng = np.random.default_rng(k)
    for sparsity in (1.0, 0.2):
        A = rng.random((3 * k, k)) * (rng.random((3 * k, k)) < sparsity)
        X = rng.random((100, 3 * k)) * (rng.random((100, 3 * k)) < 0.3)
        B, G = X @ A, A.T @ A
        S = nnls(B, G)
        assert kkt_violation(B, G, S).max() <= 1e-12
        expected = np.array([scipy_nnls(A, x)[0] for x in X])
        np.testing.assert_allclose(S, expected, atol=1e-10 * expected.max())


# Warm starts


def some_problem(n_docs=150, n_terms=30, k=9, seed=0):
    rng = np.random.default_rng(seed)
    A = rng.random((n_terms, k)) * (rng.random((n_terms, k)) < 0.5)
    X = rng.random((n_docs, n_terms)) * (rng.random((n_docs, n_terms)) < 0.3)
    return X @ A, A.T @ A, A, X


@pytest.mark.parametrize("degenerate", [False, True])
@pytest.mark.parametrize("start", ["random", "sparse", "solution", "ones", "opposite", "huge"])
def test_a_warm_start_changes_nothing(start, degenerate):
    B, G, A, X = some_problem()
    if degenerate:
        A[:, 3], A[:, 4], A[:, 5] = A[:, 0], 0, A[:, 1] + A[:, 2]
        B, G = X @ A, A.T @ A
    rng = np.random.default_rng(1)
    S = nnls(B, G)
    given = {
        "random": rng.random(S.shape),
        "sparse": rng.random(S.shape) * (rng.random(S.shape) < 0.5),
        "solution": S,
        "ones": np.ones_like(S),
        "opposite": 1.0 * (S == 0),
        "huge": 1e12 * rng.random(S.shape),
    }[start]
    before = given.copy()
    warm = nnls(B, G, given)
    assert np.array_equal(given, before)
    assert kkt_violation(B, G, warm).max() <= 1e-12
    np.testing.assert_allclose(objective(B, G, warm), objective(B, G, S), rtol=1e-12, atol=1e-14)
    if not degenerate:
        np.testing.assert_allclose(warm, S, atol=1e-11)


def test_a_start_stored_by_columns_or_in_another_dtype_is_understood():
    B, G, *_ = some_problem()
    S = nnls(B, G)
    start = np.asfortranarray(np.random.default_rng(0).random(S.shape))
    np.testing.assert_allclose(nnls(np.asfortranarray(B), G, start), S, atol=1e-12)
    warm = nnls(B, G, start.astype(np.float32))
    assert warm.dtype == np.float64
    np.testing.assert_allclose(warm, S, atol=1e-12)


# Degenerate topics


def test_dead_topics_stay_at_zero_and_copies_share():
    B, G, A, X = some_problem(k=4)
    many = np.column_stack([A, A[:, 0], np.zeros(len(A)), 3 * A[:, 1], A[:, 2] + A[:, 3]])
    S = nnls(X @ many, many.T @ many, np.ones((len(X), 8)))
    assert np.isfinite(S).all() and not S[:, 5].any()
    plain = nnls(B, G)
    np.testing.assert_allclose(S @ many.T, plain @ A.T, atol=1e-12)
    D = np.random.default_rng(0).standard_normal(S.shape)
    for support in (S, np.ones_like(S)):
        Z = nnls_adjoint(D, support, many.T @ many)
        assert np.isfinite(Z).all() and not Z[support == 0].any()
        assert not Z[:, 5].any()
        assert np.abs(Z).max() < 1e3


def test_all_topics_dead():
    S = nnls(np.zeros((3, 2)), np.zeros((2, 2)), np.ones((3, 2)))
    assert not S.any()
    assert not nnls_adjoint(np.ones((3, 2)), np.ones((3, 2)), np.zeros((2, 2))).any()


def test_no_documents():
    assert nnls(np.empty((0, 3)), np.eye(3)).shape == (0, 3)
    assert nnls_adjoint(np.empty((0, 3)), np.empty((0, 3)), np.eye(3)).shape == (0, 3)


def test_rows_that_no_topic_fits_give_zero():
    _, G, *_ = some_problem(k=6)
    B = -np.random.default_rng(0).random((40, 6))
    B[:, ::2] = 0
    assert not nnls(B, G).any()
    assert not nnls(B, G, np.ones_like(B)).any()
    assert not nnls(np.zeros_like(B), G, np.ones_like(B)).any()


def test_the_adjoint_is_the_transposed_derivative():
    B, G, A, _ = some_problem(n_docs=60)
    rng = np.random.default_rng(5)
    change_B = rng.standard_normal(B.shape)
    change_G = rng.standard_normal(G.shape)
    change_G += change_G.T
    D = rng.standard_normal(B.shape)
    h = 1e-7
    above, below = (
        nnls(B + h * change_B, G + h * change_G),
        nnls(B - h * change_B, G - h * change_G),
    )
    S = nnls(B, G)
    steady = ((above > 0) == (S > 0)).all(axis=1) & ((below > 0) == (S > 0)).all(axis=1)
    assert steady.sum() > 50
    Z = nnls_adjoint(D, S, G)
    forward = np.einsum("ij,ij->i", (above - below) / (2 * h), D)
    backward = np.einsum("ij,ij->i", Z, change_B - S @ change_G)
    np.testing.assert_allclose(forward[steady], backward[steady], rtol=1e-5, atol=1e-6)


# Scale


@pytest.mark.parametrize("factor", [1e-305, 1e-160, 1e-20, 1e20, 1e160, 1.5e308])
def test_scaling_a_document_scales_its_topics(factor):
    B, G, *_ = some_problem()
    lengths = np.sqrt(np.diagonal(G))
    B, G = B / lengths, G / np.outer(lengths, lengths)
    B /= B.max()
    S, scaled = nnls(B, G), nnls(B * factor, G)
    assert np.isfinite(scaled).all()
    np.testing.assert_allclose(scaled / factor, S, rtol=1e-9, atol=1e-12)
    mixed = nnls(B * np.where(np.arange(len(B)) % 2, factor, 1)[:, None], G)
    assert np.array_equal(mixed[1::2], scaled[1::2])
    assert np.array_equal(mixed[::2], S[::2])


@pytest.mark.parametrize("reach", [20, 150])
def test_scaling_a_topic_scales_its_share(reach):
    B, G, *_ = some_problem()
    lengths = 10.0 ** np.linspace(-reach, reach, len(G))
    S = nnls(B, G)
    D = np.random.default_rng(0).standard_normal(B.shape)
    long_G = G * np.outer(lengths, lengths)
    scaled = nnls(B * lengths, long_G)
    assert np.isfinite(scaled).all()
    np.testing.assert_allclose(scaled * lengths, S, rtol=1e-9, atol=1e-12)
    Z, long_Z = nnls_adjoint(D, S, G), nnls_adjoint(D * lengths, scaled, long_G)
    np.testing.assert_allclose(long_Z * lengths, Z, rtol=1e-9, atol=1e-12)


def test_topics_and_documents_of_any_scale_together():
    B, G, *_ = some_problem()
    lengths = 10.0 ** np.linspace(-150, 150, len(G))
    factor = 10.0 ** np.linspace(-150, 150, len(B))[:, None]
    scaled = nnls(B * lengths * factor, G * np.outer(lengths, lengths))
    assert np.isfinite(scaled).all()
    np.testing.assert_allclose(scaled * lengths / factor, nnls(B, G), rtol=1e-9, atol=1e-12)


# Float types


def test_float32_in_float32_out_and_near_float64():
    B, G, *_ = some_problem(k=5)
    S, single = nnls(B, G), nnls(B.astype(np.float32), G)
    assert single.dtype == np.float32
    np.testing.assert_allclose(single, S, atol=2e-6 * S.max())
    D = np.random.default_rng(0).standard_normal(B.shape)
    Z, single_Z = nnls_adjoint(D, S, G), nnls_adjoint(*(M.astype(np.float32) for M in (D, S)), G)
    assert single_Z.dtype == np.float32
    np.testing.assert_allclose(single_Z, Z, atol=2e-6 * np.abs(Z).max())
    assert kkt_violation(B.astype(np.float32), G, single).max() < 1e-5


# The certificate itself


def test_kkt_violation_of_hand_made_points():
    G = np.array([[2.0, 0], [0, 2]])
    B = np.array([[4.0, -2]] * 5 + [[0, 0]])
    S = np.array([[2.0, 0], [2, 1], [0, 0], [-1, 0], [1, 0], [3, 0]])
    # In turn: the solution; 4 where s > 0; b - Gs = 4; b - Gs = 6; 2 where s > 0; 6 over 1.
    np.testing.assert_allclose(kkt_violation(B, G, S), [0, 1, 1, 1.5, 0.5, 6])
    assert kkt_violation(np.array([[-8.0]]), np.eye(1), np.array([[-4.0]]))[0] == 0.5


# Anything finite


amounts = st.one_of(
    st.sampled_from([0.0, 1.0, 2.0, 3.0]),
    st.floats(1e-12, 10),
    st.floats(-12, 12).map(lambda power: 10.0**power),
)
# Signed topics that nearly cancel cost a k x k form its digits; whole numbers stay clear of that.
whole_numbers = st.integers(-3, 3).map(float)


@st.composite
def problems(draw):
    """Topics, documents and a start, with ties, copies and zeros, and the slope to be reached."""
    k, n_terms, n_docs = draw(st.integers(1, 5)), draw(st.integers(1, 6)), draw(st.integers(1, 4))
    # Nonnegative topics nearer to dependence than 1e-7 count as dependent.
    entries, tolerance = draw(st.sampled_from([(amounts, 1e-6), (whole_numbers, 1e-12)]))
    columns = [draw(st.lists(entries, min_size=n_terms, max_size=n_terms)) for _ in range(k)]
    for t in range(1, k):
        if draw(st.booleans()):
            columns[t] = columns[draw(st.integers(0, t - 1))]
    rows = st.lists(entries, min_size=n_terms, max_size=n_terms)
    X = draw(st.lists(rows, min_size=n_docs, max_size=n_docs))
    starts = st.lists(st.floats(0, 1e3), min_size=k, max_size=k)
    start = draw(st.lists(starts, min_size=n_docs, max_size=n_docs))
    return np.array(columns).T, np.array(X), np.array(start), tolerance


@settings(max_examples=400)
@given(problems(), st.booleans())
def test_anything_finite_gives_a_kkt_point(problem, warm):
    A, X, start, tolerance = problem
    B, G = X @ A, A.T @ A
    S = nnls(B, G, start if warm else None)
    assert np.isfinite(S).all() and (S >= 0).all()
    # Each slope against the largest that it could be: the lengths of topic and document.
    largest = np.linalg.norm(X, axis=1, keepdims=True) * np.linalg.norm(A, axis=0)
    slope = B - S @ G
    assert (np.where(S > 0, np.abs(slope), slope) <= tolerance * largest).all()
    Z = nnls_adjoint(start, S, G)
    assert np.isfinite(Z).all() and not Z[S == 0].any()
