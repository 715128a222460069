"""Each kernel against its slow twin, and the same bits whatever the number of threads."""

import numba
import numpy as np
import pytest
import reference
from scipy import sparse

from hiertopics.core import kernels
from hiertopics.core.kernels import (
    COORDINATE,
    EXACT,
    MULTIPLICATIVE,
    ROWS_PER_CHUNK,
    adjoint_rows,
    column_products,
    combine_columns,
    csr_dot_rows,
    masked_adjoint_rows,
    masked_product_rows,
    masked_update_rows,
    update_rows,
    use_threads,
)

MANY = 5 * ROWS_PER_CHUNK + 7  # several chunks, and the last one not full
FOR_THREADS = 60 * ROWS_PER_CHUNK + 7  # work enough that both threads are at it together
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


@pytest.mark.parametrize("index_dtype", [np.int32, np.int64])
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(MANY, 30, 5), (1, 30, 5), (40, 30, 1), (40, 1, 3)])
def test_csr_dot_agrees_with_its_twin(shape, dtype, index_dtype):
    n_docs, n_terms, k = shape
    X = random_csr(n_docs, n_terms, dtype, index_dtype)
    dense = np.random.default_rng(1).standard_normal((n_terms, k)).astype(dtype)
    before = np.random.default_rng(2).standard_normal((n_docs, k)).astype(dtype)
    out, expected = before.copy(), before.copy()
    csr_dot_rows(*X, dense, out)
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


# Columns


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n_rows", [1, ROWS_PER_CHUNK, MANY])
def test_columns_agree_with_their_twins(n_rows, dtype):
    rng = np.random.default_rng(0)
    left, right = rng.standard_normal((2, n_rows, 5)).astype(dtype)
    by_left, by_right = rng.standard_normal((2, 5)).astype(dtype)
    sums = np.full((-(-n_rows // ROWS_PER_CHUNK), 5), np.nan)
    expected = np.empty_like(sums)
    column_products(left, right, sums)
    reference.column_products(left, right, expected)
    np.testing.assert_allclose(sums.sum(axis=0), expected.sum(axis=0), rtol=1e-10, atol=1e-12)
    out, other = np.full((2, n_rows, 5), np.nan, dtype)
    combine_columns(left, by_left, right, by_right, out)
    reference.combine_columns(left, by_left, right, by_right, other)
    np.testing.assert_allclose(out, other, rtol=ROUNDING[dtype], atol=ROUNDING[dtype])


def random_lists(n_docs, n_terms, seed=0):
    """Short sorted lists of terms: known ones of every third document, unknown ones of others."""
    rng = np.random.default_rng(seed)
    listed = rng.random((n_docs, n_terms)) < 0.2
    listed[4] = listed[5] = listed[6] = False
    indptr = np.concatenate([[0], np.cumsum(listed.sum(axis=1))])
    return np.nonzero(listed)[1], indptr, np.arange(n_docs) % 3 == 0


# update_rows


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n_docs, k", [(MANY, 4), (1, 4), (60, 1), (60, 2)])
def test_nnls_agrees_with_every_support_tried(n_docs, k, dtype):
    gram, A = random_gram(k)
    B = random_rows(n_docs, A, dtype)
    S, expected = np.zeros((2, n_docs, k), dtype=dtype)
    update_rows(EXACT, B, gram, S)
    reference.nnls_rows(B, gram, expected)
    np.testing.assert_allclose(S, expected, rtol=ROUNDING[dtype], atol=ROUNDING[dtype])
    assert np.array_equal(S > 0, expected > 0)
    if n_docs > 1:
        share = (S > 0).mean()
        assert 0.1 < share < 0.9, "both faces and corners are met"
        assert np.array_equal(S[-1], S[n_docs // 2])


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    "flaws", [{"duplicate": True}, {"dead": True}, {"duplicate": 1, "dead": 1}]
)
def test_nnls_with_dependent_topics_fits_as_well_as_every_support_tried(flaws, dtype):
    gram, A = random_gram(5, **flaws)
    B = random_rows(80, A, dtype)
    S, expected = np.zeros((2, 80, 5), dtype=dtype)
    update_rows(EXACT, B, gram, S)
    reference.nnls_rows(B, gram, expected)
    # The solution is not unique, but what it says of the document is.
    np.testing.assert_allclose(S @ A.T, expected @ A.T, rtol=1e-4, atol=10 * ROUNDING[dtype])
    assert (S >= 0).all()
    if "dead" in flaws:
        assert not S[:, 2].any()


def test_nnls_of_a_hand_made_case():
    gram = np.array([[4.0, 2], [2, 2]])
    B = np.array([[8.0, 5], [8, 2], [-1, 3], [-1, -1], [0, 0]])
    S = np.zeros_like(B)
    update_rows(EXACT, B, gram, S)
    np.testing.assert_allclose(S, [[1.5, 1], [2, 0], [0, 1.5], [0, 0], [0, 0]], atol=1e-15)


# adjoint_rows


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n_docs, k", [(MANY, 6), (1, 6), (60, 1)])
def test_adjoint_agrees_with_its_twin(n_docs, k, dtype):
    gram, A = random_gram(k)
    rng = np.random.default_rng(2)
    S = (rng.random((n_docs, k)) * (rng.random((n_docs, k)) < 0.6)).astype(dtype)
    if n_docs > 1:
        S[:3] = 0
        S[3] = 1
    D = rng.standard_normal((n_docs, k)).astype(dtype)
    Z, expected = np.full((2, n_docs, k), np.nan, dtype=dtype)
    adjoint_rows(D, S, gram, Z)
    reference.adjoint_rows(D, S, gram, expected)
    np.testing.assert_allclose(Z, expected, rtol=ROUNDING[dtype] * 10, atol=ROUNDING[dtype] * 10)
    assert not Z[S == 0].any()


def test_adjoint_of_topics_of_very_different_length():
    lengths = np.array([1e-150, 1, 1e150, 1e-3])
    gram, _ = random_gram(4)
    D = np.random.default_rng(3).standard_normal((20, 4))
    S = np.ones_like(D)
    S[::2, 1] = 0
    Z, expected = np.empty((2, 20, 4))
    adjoint_rows(D * lengths, S, gram * np.outer(lengths, lengths), Z)
    adjoint_rows(D, S, gram, expected)
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


@pytest.mark.parametrize("method", [EXACT, COORDINATE, MULTIPLICATIVE])
def test_no_step_raises_the_objective(method):
    gram, A = random_gram(6)
    B = np.maximum(random_rows(MANY, A, np.float64), 0)
    S = np.random.default_rng(2).random(B.shape)
    update_rows(method, B, gram, S)
    for _ in range(20):
        before = objective(B, gram, S)
        update_rows(method, B, gram, S)
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
            unique = [np.linalg.matrix_rank(A[known[i]]) == k or extra.any() for i in rows]
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
    gram, A = random_gram(k)
    rng = np.random.default_rng(4)
    data, indices, indptr = random_csr(FOR_THREADS, len(A), dtype, index_dtype)
    dense = rng.random((len(A), k)).astype(dtype)
    B = random_rows(FOR_THREADS, A, dtype)
    D = rng.standard_normal((FOR_THREADS, k)).astype(dtype)
    solved = np.zeros_like(B)
    update_rows(EXACT, B, gram, solved)

    def multiply(first, last):
        out = np.zeros((last - first, k), dtype)
        csr_dot_rows(data, indices, indptr[first : last + 1].copy(), dense, out)
        return out

    def solve(first, last):
        S = np.zeros((last - first, k), dtype)
        update_rows(EXACT, B[first:last].copy(), gram, S)
        return S

    def solve_from_all_topics(first, last):
        S = np.ones((last - first, k), dtype)
        update_rows(EXACT, B[first:last].copy(), gram, S)
        return S

    def sweep(first, last):
        S = np.ones((last - first, k), dtype)
        update_rows(COORDINATE, B[first:last].copy(), gram, S)
        return S

    def scale(first, last):
        S = np.ones((last - first, k), dtype)
        update_rows(MULTIPLICATIVE, B[first:last].copy(), gram, S)
        return S

    lists = random_lists(FOR_THREADS, len(A))

    def solve_masked(first, last):
        S = np.zeros((last - first, k), dtype)
        rows = np.arange(first, last)
        nothing = np.zeros((k, k))
        factor = A.astype(dtype)
        masked_update_rows(EXACT, B[first:last].copy(), factor, gram, nothing, rows, *lists, S)
        return S

    def pull_back(first, last):
        Z = np.empty((last - first, k), dtype)
        adjoint_rows(D[first:last].copy(), solved[first:last].copy(), gram, Z)
        return Z

    return {
        f.__name__: f
        for f in (multiply, solve, solve_from_all_topics, sweep, scale, solve_masked, pull_back)
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
    for i in (0, 1, ROWS_PER_CHUNK - 1, ROWS_PER_CHUNK, FOR_THREADS // 2, FOR_THREADS - 1):
        assert np.array_equal(run(i, i + 1)[0], whole[i])


@pytest.mark.parametrize("dtype", DTYPES)
def test_kernels_write_only_their_last_argument(dtype):
    gram, A = random_gram(5)
    B = random_rows(30, A, dtype)
    X = random_csr(30, len(A), dtype, np.int32)
    S = np.zeros_like(B)
    inputs = [B, gram, *X, A.astype(dtype)]
    before = [array.copy() for array in inputs]
    update_rows(EXACT, B, gram, S)
    solved = S.copy()
    adjoint_rows(B, S, gram, np.empty_like(B))
    csr_dot_rows(*X, inputs[-1], np.empty((30, 5), dtype))
    assert all(np.array_equal(a, b) for a, b in zip(inputs, before, strict=True))
    assert np.array_equal(S, solved)


def test_use_threads_returns_what_was_and_stays_within_the_machine():
    limit = numba.config.NUMBA_NUM_THREADS
    before = numba.get_num_threads()
    assert use_threads(10**6) == before
    assert numba.get_num_threads() == limit
    assert use_threads(1) == limit
    assert use_threads(None) == 1
    assert numba.get_num_threads() == 1
    use_threads(before)


def test_every_kernel_has_a_twin():
    public = [
        name
        for name in dir(kernels)
        if not name.startswith("_") and hasattr(getattr(kernels, name), "py_func")
    ]
    assert sorted(public) == [
        "adjoint_rows",
        "column_products",
        "combine_columns",
        "csr_dot_rows",
        "masked_adjoint_rows",
        "masked_product_rows",
        "masked_update_rows",
        "update_rows",
    ]
    assert all(callable(getattr(reference, name)) for name in public)
