"""Documents joined by their nearest others: the search, and products that never form the matrix."""

import numpy as np
import pytest
from scipy import sparse

from hiertopics.core import neighbours
from hiertopics.core.costs import Reconstruction
from hiertopics.core.data import DataMatrix
from hiertopics.core.neighbours import join_neighbours, nearest
from hiertopics.core.network import Documents, cost_and_gradient
from hiertopics.core.partials import FirstPartials
from hiertopics.core.threads import limit_threads

every_dtype = pytest.mark.parametrize("dtype", [np.float64, np.float32])


def random_documents(n_docs=60, n_terms=40, seed=0, dtype=np.float64):
    """Sparse, with a copy, an empty document, one alone in its term, and a term that none uses."""
    rng = np.random.default_rng(seed)
    X = rng.random((n_docs, n_terms)) * (rng.random((n_docs, n_terms)) < 0.15)
    X[:, 7:9] = 0
    X[3] = 2 * X[2]
    X[5] = 0
    X[6] = 0
    X[6, 8] = 1
    return sparse.csr_array(X.astype(dtype))


def unit(X):
    lengths = np.linalg.norm(X, axis=1, keepdims=True)
    return X / np.where(lengths > 0, lengths, 1)


def joined_by_hand(X, Y, k, itself):
    """``(I + W) X`` with rows of unit length, dense, from every cosine."""
    X, Y = unit(X.toarray()), unit(Y.toarray())
    cosines = X @ Y.T
    cosines[cosines > 1 - neighbours.SAME] = 0
    assert not (itself and cosines.diagonal().any())
    W = np.zeros_like(cosines)
    for i, row in enumerate(cosines):
        best = np.argsort(-row, kind="stable")[:k]
        W[i, best] = row[best]
    totals = W.sum(axis=1, keepdims=True)
    return unit(X + W / np.where(totals > 0, totals, 1) @ Y)


@every_dtype
@pytest.mark.parametrize("k", [1, 4, 100])
def test_documents_are_joined_by_the_nearest_of_them(k, dtype):
    X = random_documents(dtype=dtype)
    joined = join_neighbours(DataMatrix(X), None, k)
    formed = (joined.M @ joined.X).toarray()
    assert formed.dtype == joined.dtype == dtype
    expected = joined_by_hand(X, X, k, itself=True)
    np.testing.assert_allclose(formed, expected, atol=30 * np.finfo(dtype).eps)
    assert not formed[5].any() and formed[6, 8] == 1


def test_new_documents_are_joined_by_those_of_the_fit():
    X, Y = random_documents(seed=1), random_documents(50, seed=2)
    joined = join_neighbours(DataMatrix(X), DataMatrix(Y), 4)
    assert joined.shape == X.shape
    expected = joined_by_hand(X, Y, 4, itself=False)
    np.testing.assert_allclose((joined.M @ joined.X).toarray(), expected, atol=1e-13)


def test_documents_of_the_fit_find_the_same_neighbours_again():
    X = DataMatrix(random_documents())
    first, again = join_neighbours(X, None, 4), join_neighbours(X, X, 4)
    formed = [(each.M @ each.X).toarray() for each in (first, again)]
    np.testing.assert_allclose(*formed, atol=1e-14)


def test_a_dense_matrix_has_the_neighbours_of_a_sparse_one():
    X = random_documents()
    joined = [join_neighbours(DataMatrix(each), None, 4) for each in (X, X.toarray())]
    np.testing.assert_allclose(*(each.M.toarray() for each in joined), atol=1e-15)


def test_the_same_neighbours_for_any_number_of_threads():
    X = random_documents(1500, 200)
    found = []
    for n_threads in (1, 2, 3):
        with limit_threads(n_threads, 0):
            found.append(nearest(X, X, 7))
    assert all((found[0] != other).nnz == 0 for other in found[1:])


def test_a_search_that_takes_too_long_leaves_the_commonest_terms_out(monkeypatch):
    X = random_documents()
    X = sparse.csr_array(X + sparse.csr_array(([0.1] * 60, ([*range(60)], [0] * 60)), X.shape))
    work = np.sort(np.bincount(X.indices, minlength=X.shape[1]).astype(float) ** 2)
    monkeypatch.setattr(neighbours, "MOST_PRODUCTS", work[:-1].sum())
    rest = sparse.csr_array(X @ sparse.diags_array(1.0 * (np.arange(X.shape[1]) > 0)))
    rest.eliminate_zeros()
    found = [nearest(each, each, 5).toarray() for each in (X, rest)]
    np.testing.assert_allclose(*found, atol=1e-15)


@pytest.fixture(scope="module", params=[60, 700], ids=["one block", "blocks"])
def pair(request):
    """A matrix that is not formed, and the same formed."""
    X = random_documents(request.param)
    joined = join_neighbours(DataMatrix(X), None, 4)
    assert len(joined.blocks) == (1 if request.param == 60 else 2)
    return joined, DataMatrix((joined.M @ joined.X).toarray())


def test_products_are_those_of_the_matrix_formed(pair):
    joined, formed = pair
    rng = np.random.default_rng(0)
    n_docs, n_terms = formed.shape
    A, Z, G = rng.random((n_terms, 3)), rng.random((n_docs, 3)), rng.random((3, 3))
    group, weight = rng.integers(3, size=n_docs), rng.random(n_docs)
    parts = FirstPartials(Z, [(0.5, Z, Z, G)], A, A.T @ A, Z.sum(axis=0), np.array([1.0, 2, 3]))
    for name, *given in (
        ("dot", A),
        ("dot", A, (Z, G)),
        ("transposed_dot", Z),
        ("transposed_dot", Z, (A, G)),
        ("group_sums", group, weight, 3),
        ("residual_square_norm", Z, A),
        ("derivative", parts),
        ("row_square_norms",),
    ):
        results = [getattr(each, name)(*given) for each in pair]
        np.testing.assert_allclose(*results, rtol=1e-11, atol=1e-12, err_msg=name)
    assert joined.square_norm == pytest.approx(formed.square_norm)
    assert joined.square_norm == joined.row_square_norms().sum()
    assert joined.occurring_terms().tolist() == formed.occurring_terms().tolist()
    some = joined.occurring_terms()[::2]
    np.testing.assert_allclose(
        joined.keep_terms(some).dot(A[some]), formed.keep_terms(some).dot(A[some]), atol=1e-13
    )


def test_cost_and_gradient_are_those_of_the_matrix_formed(pair):
    rng = np.random.default_rng(1)
    A = [rng.random((pair[0].shape[1], 5)), rng.random((5, 2))]
    found = []
    for X in pair:
        value, grad, *_ = cost_and_gradient(Documents(X), A, {}, [np.ones(5)], Reconstruction(1))
        found.append([value, *grad])
    for joined, formed in zip(*found, strict=True):
        np.testing.assert_allclose(joined, formed, rtol=1e-9, atol=1e-9)
