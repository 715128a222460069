"""Each kernel against its slow twin, and the same bits whatever the number of threads."""

import numba
import numpy as np
import pytest
import reference
from scipy import sparse

from hiertopics.core import kernels
from hiertopics.core.kernels import (
    ROWS_PER_CHUNK,
    adjoint_rows,
    csr_dot_rows,
    nnls_rows,
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
    out, expected = np.full((2, n_docs, k), np.nan, dtype=dtype)
    csr_dot_rows(*X, dense, out)
    reference.csr_dot_rows(*X, dense, expected)
    np.testing.assert_allclose(out, expected, rtol=ROUNDING[dtype], atol=ROUNDING[dtype])
    assert not out[::7].any()


def test_csr_dot_adds_up_the_entries_stored_twice():
    data, indices, indptr = np.array([1.0, 2, 4]), np.array([1, 1, 0]), np.array([0, 3, 3])
    out = np.full((2, 1), np.nan)
    csr_dot_rows(data, indices, indptr, np.array([[10.0], [1]]), out)
    assert out.tolist() == [[43], [0]]


def test_csr_dot_of_nothing():
    out = np.empty((0, 2))
    csr_dot_rows(np.empty(0), np.empty(0, np.int32), np.zeros(1, np.int32), np.ones((3, 2)), out)
    assert out.shape == (0, 2)


# nnls_rows


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n_docs, k", [(MANY, 4), (1, 4), (60, 1), (60, 2)])
def test_nnls_agrees_with_every_support_tried(n_docs, k, dtype):
    gram, A = random_gram(k)
    B = random_rows(n_docs, A, dtype)
    S, expected = np.zeros((2, n_docs, k), dtype=dtype)
    nnls_rows(B, gram, S)
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
    nnls_rows(B, gram, S)
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
    nnls_rows(B, gram, S)
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
    nnls_rows(B, gram, solved)

    def multiply(first, last):
        out = np.empty((last - first, k), dtype)
        csr_dot_rows(data, indices, indptr[first : last + 1].copy(), dense, out)
        return out

    def solve(first, last):
        S = np.zeros((last - first, k), dtype)
        nnls_rows(B[first:last].copy(), gram, S)
        return S

    def solve_from_all_topics(first, last):
        S = np.ones((last - first, k), dtype)
        nnls_rows(B[first:last].copy(), gram, S)
        return S

    def pull_back(first, last):
        Z = np.empty((last - first, k), dtype)
        adjoint_rows(D[first:last].copy(), solved[first:last].copy(), gram, Z)
        return Z

    return {f.__name__: f for f in (multiply, solve, solve_from_all_topics, pull_back)}


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
    nnls_rows(B, gram, S)
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
    assert sorted(public) == ["adjoint_rows", "csr_dot_rows", "nnls_rows"]
    assert all(callable(getattr(reference, name)) for name in public)
