"""The data matrix: its products, its norms, and the residual where a difference would cancel."""

import tracemalloc

import numpy as np
import pytest
from scipy import sparse

from hiertopics.core import data as products
from hiertopics.core.costs import LayerError, Reconstruction
from hiertopics.core.data import DataMatrix
from hiertopics.core.linalg import (
    column_sums,
    extrapolate,
    gram,
    total,
)
from hiertopics.core.masked import MaskedMatrix
from hiertopics.core.network import Documents, forward
from hiertopics.core.partials import FirstPartials, Partials
from hiertopics.core.projection import Projection

pytestmark = pytest.mark.usefixtures("one_thread")

FORMS = {
    "csr_array": sparse.csr_array,
    "csc_array": sparse.csc_array,
    "coo_array": sparse.coo_array,
    "csr_matrix": sparse.csr_matrix,
    "csc_matrix": sparse.csc_matrix,
    "ndarray": np.array,
    "fortran": np.asfortranarray,
}
every_form = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)


def random_dense(n_docs=37, n_terms=23, dtype=float, seed=0):
    """With an empty document and a term that none uses."""
    rng = np.random.default_rng(seed)
    X = rng.random((n_docs, n_terms)) * (rng.random((n_docs, n_terms)) < 0.3)
    X[5] = 0
    X[:, 7] = 0
    return X.astype(dtype)


def with_int64_indices(dense):
    X = sparse.csr_array(dense)
    return sparse.csr_array(
        (X.data, X.indices.astype(np.int64), X.indptr.astype(np.int64)), X.shape
    )


# Products


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@every_form
def test_products_and_norms_agree_with_dense_ones(form, dtype):
    dense = random_dense(dtype=dtype)
    rng = np.random.default_rng(1)
    A, Z = rng.random((23, 4)).astype(dtype), rng.standard_normal((37, 4)).astype(dtype)
    X = DataMatrix(form(dense))
    assert X.shape == (37, 23) and X.dtype == dtype
    assert X.is_sparse == (form not in (np.array, np.asfortranarray))
    assert X.n_stored == np.count_nonzero(dense)
    rtol = 1e-5 if dtype == np.float32 else 1e-13
    for product, expected in ((X.dot(A), dense @ A), (X.transposed_dot(Z), dense.T @ Z)):
        assert product.dtype == dtype and product.flags.c_contiguous
        np.testing.assert_allclose(product, expected, rtol=rtol, atol=rtol)
    exact = dense.astype(float)
    assert X.square_norm == pytest.approx(np.sum(exact**2), rel=1e-13)
    np.testing.assert_allclose(X.row_square_norms(), np.sum(exact**2, axis=1), rtol=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@every_form
@pytest.mark.parametrize("masked", [False, True])
def test_derivatives_by_factors_before_scaling_are_those_of_the_chain_rule(form, dtype, masked):
    dense = random_dense(dtype=dtype)
    rng = np.random.default_rng(1)
    raw, Z = rng.random((23, 4)), rng.standard_normal((37, 4))
    S, norms = rng.random((37, 4)), np.linalg.norm(raw, axis=0)
    A, Z, S = ((array).astype(dtype) for array in (raw / norms, Z, S))
    X = DataMatrix(form(dense))
    if masked:
        X = MaskedMatrix(form(dense), sparse.csr_array(dense.shape, dtype=bool), known=False)
    grad = dense.T @ Z + 0.5 * A @ (S.T @ Z + Z.T @ S)
    expected = (grad - A * np.sum(A * grad, axis=0)) / norms
    out = np.empty_like(A)
    slopes, norms = column_sums(X.dot(A), Z), norms.astype(dtype)
    sums = X.first_sums(FirstPartials(Z, [(0.5, S, Z, S.T @ Z)], A, slopes, norms))
    got = sums.derivative(A, gram(A), norms, out)
    assert got is out
    np.testing.assert_allclose(got, expected, atol=2e-5 if dtype == np.float32 else 1e-12)


@every_form
def test_factors_stored_by_columns_are_understood(form):
    dense = random_dense()
    A, Z = np.asfortranarray(np.eye(23)[:, :5]), np.ones((37, 10))[:, ::2]
    X = DataMatrix(form(dense))
    np.testing.assert_allclose(X.dot(A), dense @ A)
    np.testing.assert_allclose(X.transposed_dot(Z), dense.T @ Z)


def test_long_indices_are_kept_long():
    dense = random_dense()
    long = with_int64_indices(dense)
    X = DataMatrix(long)
    np.testing.assert_allclose(X.dot(np.eye(23)), dense)
    np.testing.assert_allclose(X.transposed_dot(np.eye(37)), dense.T)
    assert long.indices.dtype == np.int64


def test_stored_zeros_count_for_nothing():
    dense = random_dense()
    csr = sparse.csr_array(dense)
    csr.data[::3] = 0
    X = DataMatrix(csr)
    np.testing.assert_allclose(X.dot(np.eye(23)), csr.toarray())
    np.testing.assert_allclose(X.transposed_dot(np.eye(37)), csr.toarray().T)
    assert X.square_norm == pytest.approx(np.sum(csr.toarray() ** 2))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@every_form
def test_products_plus_those_of_two_others_and_sums_of_groups(form, dtype):
    dense = random_dense(dtype=dtype)
    X = DataMatrix(form(dense))
    rng = np.random.default_rng(1)
    A, Z = rng.random((23, 4)).astype(dtype), rng.standard_normal((37, 4)).astype(dtype)
    S, C = rng.random((37, 3)).astype(dtype), rng.standard_normal((3, 4))
    group = rng.integers(4, size=37)
    member, weight = np.zeros((37, 5)), rng.random(37).astype(dtype)
    member[np.arange(37), group] = weight
    rtol = 1e-5 if dtype == np.float32 else 1e-13
    for found, expected in (
        (X.dot(A, (S, C)), dense @ A + S @ C),
        (X.transposed_dot(Z), dense.T @ Z),
        (X.group_sums(group, weight, 5), dense.T @ member),
    ):
        assert found.dtype == dtype and found.flags.c_contiguous
        np.testing.assert_allclose(found, expected, rtol=rtol, atol=rtol)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_going_on_in_the_direction_of_the_last_change(dtype):
    here, before = np.random.default_rng(1).random((2, 700, 3)).astype(dtype)
    here[::3], before[1::3] = 0, 0
    expected = np.maximum(here + 0.6 * (here - before), 0)
    assert (expected == 0).sum() > 100 and (expected > here).sum() > 500
    found = extrapolate(here, before, 0.6)
    assert found.dtype == dtype
    np.testing.assert_allclose(found, expected, rtol=1e-5 if dtype == np.float32 else 1e-14)


def noncanonical(kind):
    """[[0, 5, 1], [0, 0, 0], [4, 0, 0]] with 5 stored as 2 + 3, and out of order."""
    rows, cols, values = [0, 0, 0, 2], [1, 2, 1, 0], [2.0, 1.0, 3.0, 4.0]
    if kind.startswith("csr"):
        parts = (np.array(values), np.array(cols), np.array([0, 3, 3, 4]))
        return getattr(sparse, kind)(parts, shape=(3, 3))
    if kind.startswith("csc"):
        parts = (np.array([4.0, 3, 2, 1]), np.array([2, 0, 0, 0]), np.array([0, 1, 3, 4]))
        return getattr(sparse, kind)(parts, shape=(3, 3))
    return getattr(sparse, kind)((values, (rows, cols)), shape=(3, 3))


@pytest.mark.parametrize("kind", ["csr_array", "csr_matrix", "csc_array", "coo_array"])
def test_entries_stored_twice_are_added_and_the_users_matrix_is_left_alone(kind):
    given = noncanonical(kind)
    names = ("row", "col", "data") if kind.startswith("coo") else ("indptr", "indices", "data")
    before = [getattr(given, name).copy() for name in names]
    X = DataMatrix(given)
    expected = np.array([[0.0, 5, 1], [0, 0, 0], [4, 0, 0]])
    assert X.square_norm == 42
    assert X.n_stored == 3
    assert X.row_square_norms().tolist() == [26, 0, 16]
    assert np.array_equal(X.dot(np.eye(3)), expected)
    assert np.array_equal(X.transposed_dot(np.eye(3)), expected.T)
    assert np.array_equal(X.X.indices, [1, 2, 0])
    assert X.residual_square_norm(np.zeros((3, 1)), np.zeros((3, 1))) == 42
    for name, array in zip(names, before, strict=True):
        assert np.array_equal(getattr(given, name), array)


def test_entries_in_any_order_are_taken_as_they_stand(monkeypatch):
    monkeypatch.setattr(products, "WORTH_SPLITTING", 30)
    dense = random_dense()
    ordered = sparse.csr_array(dense)
    backwards = np.lexsort((-ordered.indices, ordered.tocoo().row))
    given = ordered.data[backwards], ordered.indices[backwards], ordered.indptr
    given = sparse.csr_array(given, dense.shape)
    X = DataMatrix(given)
    assert np.shares_memory(X.X.data, given.data) and not X.X.has_sorted_indices
    assert [rows for rows, _ in X.blocks] == [slice(0, 19), slice(19, 37)]
    for rows, part in ((slice(0, 37), X), *X.blocks):
        assert np.shares_memory(part.X.data, given.data)
        np.testing.assert_allclose(part.dot(np.eye(23)), dense[rows])
        np.testing.assert_allclose(part.transposed_dot(np.eye(part.shape[0])), dense[rows].T)
        assert part.square_norm == pytest.approx(np.sum(dense[rows] ** 2))
    np.testing.assert_array_equal(X.occurring_terms(), np.delete(np.arange(23), 7))


@every_form
def test_the_users_matrix_is_left_alone(form):
    given = form(random_dense())
    before = given.copy()
    X = DataMatrix(given)
    X.dot(np.ones((23, 2)))
    X.transposed_dot(np.ones((37, 2)))
    X.residual_square_norm(np.ones((37, 2)), np.ones((23, 2)))
    assert abs(given - before).max() == 0


@pytest.mark.parametrize("form", [np.array, sparse.csr_array])
def test_square_norms_of_float32_are_summed_in_float64(form):
    X = DataMatrix(form(np.array([[1e4, *[1] * 99]], dtype=np.float32)))
    assert X.square_norm == 1e8 + 99
    assert X.row_square_norms().tolist() == [1e8 + 99]
    large = DataMatrix(form(np.full((1, 2), 2.0**80, dtype=np.float32)))
    assert large.square_norm == 2.0**161
    assert large.row_square_norms().tolist() == [2.0**161]


def test_gram_and_total_are_summed_in_float64():
    S = np.array([[1e4, 1]] + [[1, 0]] * 99, dtype=np.float32)
    assert gram(S).tolist() == [[1e8 + 99, 1e4], [1e4, 1]]
    assert total(S, S) == 1e8 + 100
    assert gram(S).dtype == np.float64


@pytest.mark.parametrize("form", [np.array, sparse.csr_array])
@pytest.mark.parametrize("shape", [(1, 5), (5, 1), (1, 1)])
def test_one_document_or_one_term(shape, form):
    dense = np.arange(1.0, 6)[: max(shape)].reshape(shape)
    X = DataMatrix(form(dense))
    A, Z = np.ones((shape[1], 2)), np.ones((shape[0], 2))
    np.testing.assert_allclose(X.dot(A), dense @ A)
    np.testing.assert_allclose(X.transposed_dot(Z), dense.T @ Z)
    np.testing.assert_allclose(X.residual_square_norm(Z, A), np.sum((dense - 2) ** 2))


# The residual


@pytest.mark.parametrize("block", [1, 23, 60, 23 * 36, 23 * 37, 10**6])
@every_form
def test_residual_agrees_with_the_dense_formula(form, block, monkeypatch):
    monkeypatch.setattr(products, "DENSE_BLOCK", block)
    dense = random_dense()
    rng = np.random.default_rng(2)
    S, A = rng.random((37, 3)), rng.random((23, 3))
    expected = np.sum((dense - S @ A.T) ** 2)
    assert DataMatrix(form(dense)).residual_square_norm(S, A) == pytest.approx(expected, rel=1e-13)


def test_residual_is_never_held_whole(monkeypatch):
    monkeypatch.setattr(products, "DENSE_BLOCK", 100_000)
    X = DataMatrix(sparse.csr_array(sparse.random(4000, 1000, 0.001, random_state=0)))
    S, A = np.ones((4000, 2)), np.zeros((1000, 2))
    tracemalloc.start()
    try:
        assert X.residual_square_norm(S, A) == pytest.approx(X.square_norm)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 10 * 8 * 100_000 < 8 * 4000 * 1000


@pytest.mark.parametrize("form", [np.array, sparse.csr_array])
def test_residual_of_float32_is_summed_in_float64(form):
    X = DataMatrix(form(np.array([[1e4, *[1] * 99]], dtype=np.float32)))
    zero = np.zeros((1, 1), np.float32), np.zeros((100, 1), np.float32)
    assert X.residual_square_norm(*zero) == 1e8 + 99


@pytest.mark.parametrize("form", [np.array, sparse.csr_array])
def test_square_error_from_the_products_at_hand(form):
    dense = random_dense()
    rng = np.random.default_rng(4)
    S, A = rng.random((37, 3)), rng.random((23, 3))
    error = DataMatrix(form(dense)).square_error(S, Projection(A, dense @ A, A.T @ A), S.T @ S)
    assert error == pytest.approx(np.sum((dense - S @ A.T) ** 2), rel=1e-12)
    X = S @ A.T
    near = DataMatrix(form(X + 1e-7))
    error = near.square_error(S, Projection(A, (X + 1e-7) @ A, A.T @ A), S.T @ S)
    assert error == pytest.approx(37 * 23 * 1e-14, rel=1e-6)


def nearly_exact(n_layers, noise, form):
    """A network whose last layer rebuilds X but for noise, as a share of ||X||."""
    rng = np.random.default_rng(3)
    sizes = [40, 6, 4, 3][: n_layers + 1]
    # Each topic has its own terms, so every layer's NNLS is near the factors planted.
    A = [
        np.eye(k)[np.arange(size) % k] * rng.uniform(1, 2, (size, 1))
        for size, k in zip(sizes[:-1], sizes[1:], strict=True)
    ]
    D = [rng.uniform(0.5, 2, k) for k in sizes[1:-1]]
    planted = rng.random((30, sizes[-1]))
    product = A[0]
    for A_l, D_l in zip(A[1:], D, strict=True):
        product = (product / D_l) @ A_l
    X = planted @ product.T
    change = rng.random(X.shape)
    X += change * (noise * np.linalg.norm(X) / np.linalg.norm(change))
    network = forward(Documents(DataMatrix(form(X))), A, D=D)
    down = network.S[-1] @ product.T
    return network, np.sum((X - down) ** 2), np.sum(X**2)


@pytest.mark.parametrize("form", [np.array, sparse.csr_array])
@pytest.mark.parametrize("n_layers", [1, 2, 3])
def test_nearly_exact_fits_have_an_exact_cost(n_layers, form, monkeypatch):
    monkeypatch.setattr(products, "DENSE_BLOCK", 100)
    for noise in (1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2):
        network, expected, square_norm = nearly_exact(n_layers, noise, form)
        assert 0.1 * noise**2 < expected / square_norm < 10 * noise**2
        cost = Reconstruction(n_layers - 1, 2.0)(network, Partials(network))
        assert cost == pytest.approx(2 * expected, rel=1e-6)
        if n_layers == 1:
            cost = LayerError(0, 2.0)(network, Partials(network))
            assert cost == pytest.approx(2 * expected, rel=1e-6)


@pytest.mark.parametrize("noise", [1e-3, 3e-3, 1e-2, 3e-2])
def test_nearly_exact_fits_of_float32_keep_their_digits(noise):
    network, expected, _ = nearly_exact(1, noise, lambda X: sparse.csr_array(X.astype(np.float32)))
    single = [A_l.astype(np.float32) for A_l in network.A]
    network = forward(network.documents, single)
    assert network.S[0].dtype == np.float32
    cost = Reconstruction(0)(network, Partials(network))
    assert cost == pytest.approx(expected, rel=2e-3)


def test_an_exact_fit_costs_nothing_and_is_not_negative():
    network, _, square_norm = nearly_exact(2, 0.0, np.array)
    cost = Reconstruction(1)(network, Partials(network))
    assert 0 <= cost < 1e-28 * square_norm
    zero = forward(Documents(DataMatrix(np.zeros((3, 4)))), [np.ones((4, 2))])
    assert Reconstruction(0)(zero, Partials(zero)) == 0
