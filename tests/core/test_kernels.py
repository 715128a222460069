"""Each kernel against its slow twin, and the same bits whatever the number of threads."""

import multiprocessing
import os
import threading

import numba
import numpy as np
import pytest
from scipy import sparse
from support import reference

from hiertopics.core.data import DataMatrix
from hiertopics.core.kernels import lbfgs as step_kernels
from hiertopics.core.kernels import nnls as nnls_kernels
from hiertopics.core.kernels import nnls_batched as batched_kernels
from hiertopics.core.kernels import products as product_kernels
from hiertopics.core.kernels.compiled import WITHOUT_ENTRY, threads_offered
from hiertopics.core.kernels.nnls import (
    COORDINATE,
    EXACT,
    MULTIPLICATIVE,
    _append_to_factor,
    _descend_to_feasible,
    adjoint_rows,
    masked_adjoint_rows,
    masked_update_rows,
    scale_to_unit_diagonal,
    update_rows,
)
from hiertopics.core.kernels.nnls_batched import ROWS_TOGETHER, solve_rows
from hiertopics.core.kernels.products import (
    add_weighted,
    column_products,
    combine_columns,
    csr_dot_rows,
    csr_dot_rows_by_vectors,
    csr_dot_rows_plainly,
    csr_sum_groups,
    masked_product_rows,
    multiply_columns,
)
from hiertopics.core.linalg import (
    accumulate,
    add_scaled,
    cross_gram,
    dot_rows,
    gram,
    total,
    unit_columns,
)
from hiertopics.core.masked import MaskedMatrix
from hiertopics.core.nnls import nnls, nnls_adjoint
from hiertopics.core.projection import Projection
from hiertopics.core.threads import over_rows, sum_over_rows, use_threads

MANY = 5 * ROWS_TOGETHER + 7  # several chunks, and the last one not full
FOR_THREADS = 60 * ROWS_TOGETHER + 7  # work enough that both threads are at it together
ROUNDING = {np.float32: 1e-5, np.float64: 1e-12}
DTYPES = [np.float32, np.float64]


@pytest.fixture(autouse=True)
def one_thread():
    before = use_threads(1)
    yield
    use_threads(before)


def random_csr(n_docs, n_terms, dtype, index_dtype, seed=0):
    """Counts with empty rows, an empty column, two equal rows and stored zeros."""
    rng = np.random.default_rng(seed)
    dense = rng.random((n_docs, n_terms)) * (rng.random((n_docs, n_terms)) < 0.3)
    dense[::7] = 0
    dense[-1] = dense[n_docs // 2]
    if n_terms > 1:
        dense[:, n_terms // 2] = 0
    X = sparse.csr_array(dense.astype(dtype))
    X.data[::5] = 0
    return X.data, X.indices.astype(index_dtype), X.indptr.astype(index_dtype)


def random_gram(k, seed=0, duplicate=False, dead=False):
    """A'A of nonnegative topics, and the topics."""
    A = np.random.default_rng(seed).random((k + 6, k))
    if duplicate:
        A[:, -1] = A[:, 0]
    if dead:
        A[:, k // 2] = 0
    return A.T @ A, A


def random_rows(n_docs, A, dtype, seed=0):
    """Products of documents with the topics A, some documents empty, some twice."""
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n_docs, len(A))) + 0.3
    X[::11] = 0
    B = (X @ A).astype(dtype)
    B[-1] = B[n_docs // 2]
    return B


# csr_dot_rows


@pytest.mark.parametrize("multiply", [csr_dot_rows_by_vectors, csr_dot_rows_plainly])
@pytest.mark.parametrize("index_dtype", [np.int32, np.int64])
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    "shape",
    [
        (MANY, 30, 5),
        (1, 30, 5),
        (40, 1, 3),
        *((40, 30, k) for k in (1, 2, 9, 14, 17, 23, 32, 33, 70)),
    ],
)
def test_csr_dot_agrees_with_its_twin(shape, dtype, index_dtype, multiply):
    n_docs, n_terms, k = shape
    X = random_csr(n_docs, n_terms, dtype, index_dtype)
    dense = np.random.default_rng(1).standard_normal((n_terms, k)).astype(dtype)
    before = np.random.default_rng(2).standard_normal((n_docs, k)).astype(dtype)
    out, expected = before.copy(), before.copy()
    multiply(*X, dense, out)
    reference.csr_dot_rows(*X, dense, expected)
    np.testing.assert_allclose(out, expected, rtol=ROUNDING[dtype], atol=ROUNDING[dtype])
    np.testing.assert_array_equal(out[::7], before[::7])  # documents without a term


def test_csr_dot_adds_up_the_entries_stored_twice():
    data, indices, indptr = np.array([1.0, 2, 4]), np.array([1, 1, 0]), np.array([0, 3, 3])
    out = np.zeros((2, 1))
    csr_dot_rows(data, indices, indptr, np.array([[10.0], [1]]), out)
    assert out.tolist() == [[43], [0]]


def test_csr_dot_of_nothing():
    out = np.empty((0, 2))
    csr_dot_rows(np.empty(0), np.empty(0, np.int32), np.zeros(1, np.int32), np.ones((3, 2)), out)
    assert out.shape == (0, 2)


@pytest.mark.parametrize("index_dtype", [np.int32, np.int64])
@pytest.mark.parametrize("dtype", DTYPES)
def test_sums_of_groups_agree_with_their_twin(dtype, index_dtype):
    X = random_csr(40, 30, dtype, index_dtype)
    rng = np.random.default_rng(1)
    group, weight = rng.integers(4, size=30), rng.random(30).astype(dtype)
    out, expected = np.full((2, 40, 5), np.nan, dtype)
    csr_sum_groups(*X, group, weight, out)
    reference.csr_sum_groups(*X, group, weight, expected)
    np.testing.assert_allclose(out, expected, rtol=ROUNDING[dtype], atol=ROUNDING[dtype])
    assert not out[:, 4].any() and out[:, :4].any(axis=0).all(), "the last group has no one"


# Columns


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n_rows", [1, ROWS_TOGETHER, MANY])
def test_columns_agree_with_their_twins(n_rows, dtype):
    rng = np.random.default_rng(0)
    left, right = rng.standard_normal((2, n_rows, 5)).astype(dtype)
    by_left, by_right = rng.standard_normal((2, 5)).astype(dtype)
    sums, expected = np.full((2, 5), np.nan)
    column_products(left, right, sums)
    reference.column_products(left, right, expected)
    np.testing.assert_allclose(sums, expected, rtol=1e-10, atol=1e-12)
    out, other = np.full((2, n_rows, 5), np.nan, dtype)
    combine_columns(left, by_left, right, by_right, out)
    reference.combine_columns(left, by_left, right, by_right, other)
    np.testing.assert_allclose(out, other, rtol=ROUNDING[dtype], atol=ROUNDING[dtype])
    add_weighted(out, right, dtype(-2))
    reference.add_weighted(other, right, dtype(-2))
    np.testing.assert_allclose(out, other, rtol=ROUNDING[dtype], atol=ROUNDING[dtype])
    multiply_columns(left, by_left, out)
    reference.multiply_columns(left, by_left, other)
    np.testing.assert_array_equal(out, other)


@pytest.mark.parametrize("shape", [(1, 5), (3, 4), (4, 5), (15,)])
def test_what_is_accumulated_has_one_shape(shape):
    with pytest.raises(ValueError, match=r"expected an array of shape \(3, 5\) to add, got"):
        accumulate(np.zeros((3, 5)), np.ones(shape))


def random_lists(n_docs, n_terms, seed=0):
    """Short sorted lists of terms: known ones of every third document, unknown ones of others."""
    rng = np.random.default_rng(seed)
    listed = rng.random((n_docs, n_terms)) < 0.2
    listed[4] = listed[5] = listed[6] = False
    indptr = np.concatenate([[0], np.cumsum(listed.sum(axis=1))])
    return np.nonzero(listed)[1], indptr, np.arange(n_docs) % 3 == 0


# update_rows and solve_rows


def in_unit_lengths(gram):
    """The gram, and one over the lengths of the topics, as solve_rows takes them."""
    scaled, inverse_lengths = np.full_like(gram, np.nan), np.full(len(gram), np.nan)
    scale_to_unit_diagonal(gram, scaled, inverse_lengths)
    return scaled, inverse_lengths


@pytest.mark.parametrize("dead", [False, True])
def test_lengths_agree_with_their_twin(dead):
    gram, _ = random_gram(6, dead=dead)
    scaled, inverse_lengths = in_unit_lengths(gram)
    expected, inverse_expected = np.full_like(gram, np.nan), np.full(6, np.nan)
    reference.scale_to_unit_diagonal(gram, expected, inverse_expected)
    np.testing.assert_allclose(scaled, expected, rtol=1e-14)
    np.testing.assert_allclose(inverse_lengths, inverse_expected, rtol=1e-14)
    assert np.isin(np.diag(scaled), [0, 1]).all() and (inverse_lengths == 0).sum() == dead


def solve_in_blocks(B, gram, S):
    """What block pivoting solves, and by update_rows what it leaves."""
    out, unsolved = np.full_like(S, np.nan), np.ones(len(S), bool)
    solve_rows(B, S, *in_unit_lengths(gram), 8, out, unsolved)
    assert np.isnan(out[unsolved]).all() and np.isfinite(out[~unsolved]).all()
    left = S[unsolved]
    update_rows(EXACT, B[unsolved], gram, left)
    S[:], S[unsolved] = out, left


def solve_one_by_one(B, gram, S):
    update_rows(EXACT, B, gram, S)


both_ways = pytest.mark.parametrize("solve", [solve_in_blocks, solve_one_by_one])


@both_ways
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n_docs, k", [(MANY, 4), (1, 4), (60, 1), (60, 2)])
def test_nnls_agrees_with_every_support_tried(n_docs, k, dtype, solve):
    gram, A = random_gram(k)
    B = random_rows(n_docs, A, dtype)
    S, expected = np.zeros((2, n_docs, k), dtype=dtype)
    solve(B, gram, S)
    reference.nnls_rows(B, gram, expected)
    np.testing.assert_allclose(S, expected, rtol=ROUNDING[dtype], atol=ROUNDING[dtype])
    assert np.array_equal(S > 0, expected > 0)
    if n_docs > 1:
        share = (S > 0).mean()
        assert 0.1 < share < 0.9, "both faces and corners are met"
        assert np.array_equal(S[-1], S[n_docs // 2])


@both_ways
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    "flaws", [{"duplicate": True}, {"dead": True}, {"duplicate": 1, "dead": 1}]
)
def test_nnls_with_dependent_topics_fits_as_well_as_every_support_tried(flaws, dtype, solve):
    gram, A = random_gram(5, **flaws)
    B = random_rows(80, A, dtype)
    S, expected = np.zeros((2, 80, 5), dtype=dtype)
    solve(B, gram, S)
    reference.nnls_rows(B, gram, expected)
    # The solution is not unique, but what it says of the document is.
    np.testing.assert_allclose(S @ A.T, expected @ A.T, rtol=1e-4, atol=10 * ROUNDING[dtype])
    assert (S >= 0).all()
    if "dead" in flaws:
        assert not S[:, 2].any()


@both_ways
def test_nnls_of_a_hand_made_case(solve):
    gram = np.array([[4.0, 2], [2, 2]])
    B = np.array([[8.0, 5], [8, 2], [-1, 3], [-1, -1], [0, 0]])
    S = np.zeros_like(B)
    solve(B, gram, S)
    np.testing.assert_allclose(S, [[1.5, 1], [2, 0], [0, 1.5], [0, 0], [0, 0]], atol=1e-15)


@numba.njit
def descend_from_everywhere(G, b, s):
    """The inner loop of Lawson and Hanson, from a point at which every topic is positive."""
    k = len(b)
    L, z, passive = np.empty((k, k)), np.empty(k), np.empty(k, np.intp)
    for n in range(k):
        _append_to_factor(G, passive, n, n, L)
    return _descend_to_feasible(G, b, s, passive, k, L, z)


def inner_loop(G, b, s, sign=-1):
    """The same as the book has it; the sign is that of the start in the step towards z."""
    s, passive = s.copy(), np.arange(len(b))
    while len(passive):
        z, here = np.linalg.solve(G[np.ix_(passive, passive)], b[passive]), s[passive]
        if (z > 0).all():
            s[passive] = z
            break
        reach = np.where(z <= 0, here / (here - np.minimum(z, 0)), np.inf)
        s[passive] += reach.min() * (z + sign * here)
        s[passive[reach.argmin()]] = 0
        passive = passive[s[passive] > 0]
    return s


def test_the_inner_loop_of_lawson_and_hanson_is_that_of_the_book():
    matters = 0
    for seed in range(1000):
        rng = np.random.default_rng(seed)
        A = unit_columns(rng.standard_normal((12, 8)))[0]
        G = A.T @ A
        b, start = rng.standard_normal((1, 12)) @ A, rng.lognormal(0, 2, 8)
        found, expected = start.copy(), inner_loop(G, b[0], start)
        n_passive = descend_from_everywhere(G, b[0], found)
        np.testing.assert_allclose(found, expected, atol=1e-8)
        assert n_passive == (found > 0).sum()
        assert objective(b, G, found[None]) <= objective(b, G, start[None])
        matters += not np.allclose(expected, inner_loop(G, b[0], start, +1))
    assert matters > 10, "mostly the order in which topics go is the same for a wrong step"


def test_block_pivoting_leaves_what_it_cannot_solve():
    gram, A = random_gram(5, duplicate=True)
    B = random_rows(80, A, np.float64)
    both = np.ones((80, 5))
    one = np.ones((80, 5))
    one[:, 4] = 0
    for start, exchanges, some in ((both, 8, True), (one, 0, False)):
        out, unsolved = np.empty_like(B), np.empty(80, bool)
        solve_rows(B, start, *in_unit_lengths(gram), exchanges, out, unsolved)
        assert unsolved.any() == some
    gram, A = random_gram(12)
    B = random_rows(300, A, np.float64)
    in_time = []
    for exchanges in (1, 2, 8):
        out, unsolved = np.empty_like(B), np.empty(300, bool)
        solve_rows(B, np.ones_like(B), *in_unit_lengths(gram), exchanges, out, unsolved)
        in_time.append((~unsolved).sum())
    assert in_time[0] < in_time[1] < in_time[2], "rows are given up where exchanges are few"


# adjoint_rows and solve_rows without an exchange


def adjoint_in_blocks(D, S, gram, Z):
    unsolved = np.ones(len(S), bool)
    solve_rows(D, S, *in_unit_lengths(gram), 0, Z, unsolved)
    assert not unsolved.any()


either_adjoint = pytest.mark.parametrize("pull_back", [adjoint_in_blocks, adjoint_rows])


@either_adjoint
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n_docs, k", [(MANY, 6), (1, 6), (60, 1)])
def test_adjoint_agrees_with_its_twin(n_docs, k, dtype, pull_back):
    gram, A = random_gram(k)
    rng = np.random.default_rng(2)
    S = (rng.random((n_docs, k)) * (rng.random((n_docs, k)) < 0.6)).astype(dtype)
    if n_docs > 1:
        S[:3] = 0
        S[3] = 1
    D = rng.standard_normal((n_docs, k)).astype(dtype)
    Z, expected = np.full((2, n_docs, k), np.nan, dtype=dtype)
    pull_back(D, S, gram, Z)
    reference.adjoint_rows(D, S, gram, expected)
    np.testing.assert_allclose(Z, expected, rtol=ROUNDING[dtype] * 10, atol=ROUNDING[dtype] * 10)
    assert not Z[S == 0].any()


@either_adjoint
def test_adjoint_of_topics_of_very_different_length(pull_back):
    lengths = np.array([1e-150, 1, 1e150, 1e-3])
    gram, _ = random_gram(4)
    D = np.random.default_rng(3).standard_normal((20, 4))
    S = np.ones_like(D)
    S[::2, 1] = 0
    Z, expected = np.empty((2, 20, 4))
    pull_back(D * lengths, S, gram * np.outer(lengths, lengths), Z)
    pull_back(D, S, gram, expected)
    np.testing.assert_allclose(Z * lengths, expected, rtol=1e-12)


# All kernels


# One step of the way, and rows that know only some terms


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("method", [COORDINATE, MULTIPLICATIVE])
@pytest.mark.parametrize("flaw", [{}, {"duplicate": True}, {"dead": True}])
def test_one_step_agrees_with_its_twin(method, dtype, flaw):
    gram, A = random_gram(5, **flaw)
    B = np.maximum(random_rows(MANY, A, dtype), 0)
    S = np.random.default_rng(2).random(B.shape).astype(dtype)
    S[3] = 0
    S[:, 4] *= B[:, 4] > 1
    expected = np.where((B != 0).any(axis=1)[:, None], S, 0) * (np.diagonal(gram) > 0)
    before = expected.astype(dtype)
    expected = before.copy()
    update_rows(method, B, gram, S)
    reference.update_rows(method, B, gram, expected)
    np.testing.assert_allclose(S, expected, rtol=ROUNDING[dtype], atol=ROUNDING[dtype])
    assert not np.allclose(S, before)


def objective(B, gram, S):
    return 0.5 * np.einsum("it,tu,iu->i", S, gram, S) - np.einsum("it,it->i", B, S)


@pytest.mark.parametrize("update", ["exact", "hals", "mu"])
def test_no_step_raises_the_objective(update):
    gram, A = random_gram(6)
    B = np.maximum(random_rows(MANY, A, np.float64), 0)
    S = np.random.default_rng(2).random(B.shape)
    S = nnls(B, gram, S, update)
    for _ in range(20):
        before = objective(B, gram, S)
        S = nnls(B, gram, S, update)
        assert (objective(B, gram, S) <= before + 1e-12 * np.abs(before)).all()


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("method", [EXACT, COORDINATE, MULTIPLICATIVE])
@pytest.mark.parametrize("n_terms", [10, 40])
def test_masked_update_agrees_with_its_twin(method, n_terms, dtype):
    k, rng = 4, np.random.default_rng(3)
    A = (rng.random((n_terms, k)) * (rng.random((n_terms, k)) < 0.6)).astype(dtype)
    A[:3] = 0
    lists = random_lists(MANY, n_terms)
    rows = rng.permutation(MANY)[:100]
    known = reference.known_entries(*lists, n_terms)
    X = np.where(known, rng.random((MANY, n_terms)), 0)
    B = (X @ A).astype(dtype)[rows]
    root = rng.random((3, k))
    for extra in (np.zeros((k, k)), root.T @ root):
        S = np.full_like(B, 0.5)
        S[:, 3] = 0
        live = np.array([np.diagonal(A[w].T @ A[w] + extra) > 0 for w in known[rows]])
        expected = np.where(live & (B != 0).any(axis=1)[:, None], S, 0).astype(dtype)
        gram = A.astype(float).T @ A.astype(float)
        masked_update_rows(method, B, A, gram, extra, rows, *lists, S)
        reference.masked_update_rows(method, B, A, gram, extra, rows, *lists, expected)
        if method == EXACT:  # with fewer terms than topics the solution is not unique
            unique = [
                extra.any() or (known[i].sum() >= k and np.linalg.matrix_rank(A[known[i]]) == k)
                for i in rows
            ]
            assert sum(unique) > 50
            S, expected = S[unique], expected[unique]
        np.testing.assert_allclose(
            S, expected, rtol=500 * ROUNDING[dtype], atol=10 * ROUNDING[dtype]
        )


@pytest.mark.parametrize("dtype", DTYPES)
def test_masked_adjoint_and_product_agree_with_their_twins(dtype):
    k, n_terms, rng = 4, 50, np.random.default_rng(3)
    A = rng.random((n_terms, k)).astype(dtype)
    lists = random_lists(MANY, n_terms)
    S = (rng.random((MANY, k)) * (rng.random((MANY, k)) < 0.5)).astype(dtype)
    S[reference.known_entries(*lists, n_terms).sum(axis=1) < 2 * k] = 0
    assert (S > 0).any(axis=1).mean() > 0.5
    D = rng.standard_normal((MANY, k)).astype(dtype)
    gram = A.astype(float).T @ A.astype(float)
    Z, expected = np.full((2, MANY, k), np.nan, dtype=dtype)
    masked_adjoint_rows(D, S, A, gram, *lists, Z)
    reference.masked_adjoint_rows(D, S, A, gram, *lists, expected)
    np.testing.assert_allclose(Z, expected, rtol=100 * ROUNDING[dtype], atol=ROUNDING[dtype])
    dense = rng.random((n_terms, 3)).astype(dtype)
    out, expected = np.full((2, MANY, 3), np.nan, dtype=dtype)
    out[:] = S @ (A.T @ dense)
    masked_product_rows(S, A, dense, *lists, out)
    reference.masked_product_rows(S, A, dense, *lists, expected)
    np.testing.assert_allclose(out, expected, rtol=ROUNDING[dtype], atol=10 * ROUNDING[dtype])


def test_what_little_is_left_of_a_topic_keeps_its_digits():
    """Nearly all of a topic is unknown; its known rest is far below the rounding of the whole."""
    A = np.full((60, 2), 1e-9)
    A[::2, 0], A[:20, 1] = 2.0, 3.0
    A[59] = 1e-9, 0.3e-9
    known = np.zeros(60, bool)
    known[[1, 3, 57, 59]] = True
    known[20:56:2] = False
    known[21:57:2] = True  # topic 0 and 1 keep entries of 1e-9 only
    listed = np.flatnonzero(~known)
    x = np.where(known, A @ [2.0, 5.0], 0)
    gram = A.T @ A
    S = np.zeros((1, 2))
    masked_update_rows(
        EXACT, (x @ A)[None], A, gram, np.zeros((2, 2)), np.arange(1),
        listed, np.array([0, len(listed)]), np.array([False]), S,
    )  # fmt: skip
    np.testing.assert_allclose(A[known] @ S[0], x[known], rtol=1e-6)


def kernel_runs(dtype, index_dtype=np.int32):
    """Each kernel as a function that runs it on rows first:last and returns its output."""
    k = 12
    gram_of_topics, A = random_gram(k)
    rng = np.random.default_rng(4)
    X = sparse.csr_array((FOR_THREADS, len(A)), dtype=dtype)
    X.data, X.indices, X.indptr = random_csr(FOR_THREADS, len(A), dtype, index_dtype)
    dense = rng.random((len(A), k)).astype(dtype)
    B = random_rows(FOR_THREADS, A, dtype)
    D = rng.standard_normal((FOR_THREADS, k)).astype(dtype)
    ones = np.ones_like(B)
    solved = nnls(B, gram_of_topics)
    listed = sparse.csr_array(rng.random((FOR_THREADS, len(A))) < 0.2)
    factor = np.ascontiguousarray(A, dtype=dtype)

    def masked(first, last):
        return MaskedMatrix(X[first:last], listed[first:last], known=False)

    return {
        "multiply": lambda i, j: DataMatrix(X[i:j]).dot(dense),
        "solve": lambda i, j: nnls(B[i:j], gram_of_topics),
        "solve_from_all_topics": lambda i, j: nnls(B[i:j], gram_of_topics, ones[i:j]),
        "sweep": lambda i, j: nnls(B[i:j], gram_of_topics, ones[i:j], "hals"),
        "scale": lambda i, j: nnls(B[i:j], gram_of_topics, ones[i:j], "mu"),
        "pull_back": lambda i, j: nnls_adjoint(D[i:j], solved[i:j], gram_of_topics),
        "solve_masked": lambda i, j: masked(i, j).solve(Projection(factor, B[i:j], gram_of_topics)),
        "combine": lambda i, j: add_scaled(B[i:j], dense[0], D[i:j], dense[1]),
    }


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", kernel_runs(np.float64))
def test_the_bits_do_not_depend_on_the_threads(name, dtype):
    run = kernel_runs(dtype)[name]
    one = run(0, FOR_THREADS)
    use_threads(2)
    for _ in range(3):
        assert np.array_equal(run(0, FOR_THREADS), one)


@pytest.mark.parametrize("name", kernel_runs(np.float64))
def test_a_row_does_not_depend_on_the_rows_about_it(name):
    run = kernel_runs(np.float64)[name]
    whole = run(0, FOR_THREADS)
    for i in (0, 1, ROWS_TOGETHER - 1, ROWS_TOGETHER, FOR_THREADS // 2, FOR_THREADS - 1):
        assert np.array_equal(run(i, i + 1)[0], whole[i])


@pytest.mark.parametrize("dtype", DTYPES)
def test_kernels_write_only_their_last_arguments(dtype):
    gram, A = random_gram(5)
    B = random_rows(30, A, dtype)
    X = random_csr(30, len(A), dtype, np.int32)
    S = np.zeros_like(B)
    inputs = [B, gram, *X, A.astype(dtype)]
    before = [array.copy() for array in inputs]
    update_rows(EXACT, B, gram, S)
    solved = S.copy()
    adjoint_rows(B, S, gram, np.empty_like(B))
    for exchanges in (0, 8):
        solve_rows(
            B, S, *in_unit_lengths(gram), exchanges, np.empty_like(B), np.empty(len(B), bool)
        )
    csr_dot_rows(*X, inputs[-1], np.empty((30, 5), dtype))
    assert all(np.array_equal(a, b) for a, b in zip(inputs, before, strict=True))
    assert np.array_equal(S, solved)


# The sharing out of rows


def test_use_threads_returns_what_was_and_stays_within_the_machine():
    before = use_threads(None)
    assert use_threads(10**6) == before
    assert use_threads(1) == threads_offered()
    assert use_threads(None) == 1
    use_threads(before)


@pytest.mark.parametrize("n_threads", [1, 2])
@pytest.mark.parametrize("n_rows", [0, 1, ROWS_TOGETHER, MANY, FOR_THREADS])
def test_every_row_is_handed_out_once(n_rows, n_threads):
    use_threads(n_threads)
    seen = np.zeros(n_rows, int)

    def mark(first, last):
        seen[first:last] += 1

    over_rows(n_rows, mark)
    assert (seen == 1).all()
    assert sum_over_rows(n_rows, lambda first, last: last - first) == n_rows


def test_two_threads_are_at_the_rows_together():
    if threads_offered() < 2:
        pytest.fail("this test needs a machine with two cores, as the project's are")
    use_threads(2)
    both = threading.Barrier(2, timeout=60)
    met = []

    def wait(first, last):
        if not met:
            both.wait()
            met.append(first)

    over_rows(FOR_THREADS, wait)
    assert met


@pytest.mark.parametrize("n_threads", [1, 2])
@pytest.mark.parametrize("share", [over_rows, sum_over_rows])
def test_what_goes_wrong_on_some_rows_is_raised(share, n_threads):
    use_threads(n_threads)

    def fail(first, last):
        raise MemoryError("no room")

    with pytest.raises(MemoryError, match="no room"):
        share(FOR_THREADS, fail)


@pytest.mark.parametrize("dtype", DTYPES)
def test_sums_over_rows_are_right_and_their_bits_do_not_depend_on_the_threads(dtype):
    left, right = np.random.default_rng(0).random((2, FOR_THREADS, 7)).astype(dtype)
    small = np.random.default_rng(1).random((7, 3))

    def all_sums():
        return gram(left), cross_gram(left, right), total(left, right), dot_rows(left, small)

    one = all_sums()
    use_threads(2)
    two = all_sums()
    assert all(np.array_equal(a, b) for a, b in zip(one, two, strict=True))
    left_64, right_64 = left.astype(float), right.astype(float)
    dense = left_64.T @ left_64, left_64.T @ right_64, (left_64 * right_64).sum(), left_64 @ small
    for found, expected in zip(one[:3], dense[:3], strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-12)
    np.testing.assert_allclose(one[3], dense[3], rtol=ROUNDING[dtype])


if hasattr(os, "fork"):

    def test_a_forked_process_shares_out_rows_again():
        use_threads(2)
        over_rows(FOR_THREADS, lambda first, last: None)
        with multiprocessing.get_context("fork").Pool(1) as pool:
            assert pool.apply_async(_rows_of_a_child).get(timeout=60) == FOR_THREADS


def _rows_of_a_child():
    return sum_over_rows(FOR_THREADS, lambda first, last: last - first)


def test_every_kernel_has_a_twin():
    public = [
        name
        for module in (batched_kernels, nnls_kernels, product_kernels)
        for name in dir(module)
        if not name.startswith("_") and hasattr(getattr(module, name), "py_func")
    ]
    assert sorted(public) == [
        "add_weighted",
        "adjoint_rows",
        "column_products",
        "combine_columns",
        "csr_dot_rows",
        "csr_dot_rows_by_vectors",
        "csr_dot_rows_plainly",
        "csr_sum_groups",
        "masked_adjoint_rows",
        "masked_product_rows",
        "masked_update_rows",
        "multiply_columns",
        "scale_to_unit_diagonal",
        "solve_rows",
        "update_rows",
    ]
    assert all(callable(getattr(reference, name)) for name in public)


@pytest.mark.parametrize("module", [batched_kernels, nnls_kernels, product_kernels, step_kernels])
def test_python_can_call_what_is_public_alone(module):
    kernels = {name: of for name, of in vars(module).items() if hasattr(of, "targetoptions")}
    assert len(kernels) >= 3, "the kernels are found"
    for name, kernel in kernels.items():
        for wrapper in WITHOUT_ENTRY:
            assert kernel.targetoptions.get(wrapper, False) == name.startswith("_")
