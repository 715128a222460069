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
    """Sparse, with an empty document, one alone in its term, and a term that none uses."""
    rng = np.random.default_rng(seed)
    X = rng.random((n_docs, n_terms)) * (rng.random((n_docs, n_terms)) < 0.15)
    X[:, 7:9] = 0
    X[5] = 0
    X[6] = 0
    X[6, 8] = 1
    return sparse.csr_array(X.astype(dtype))


def unit(X):
    lengths = np.linalg.norm(X, axis=1, keepdims=True)
    return X / np.where(lengths > 0, lengths, 1)


def cosines_of(X, Y):
    cosines = X @ Y.T
    cosines[cosines > 1 - neighbours.SAME] = 0  # copies
    return cosines


def among_nearest(cosines, k):
    """Which columns are among the k of largest cosine in each row."""
    near = np.zeros(cosines.shape, dtype=bool)
    for i, row in enumerate(cosines):
        near[i, np.argsort(-row, kind="stable")[:k]] = True
    return near & (cosines > 0)


def joined_by_hand(X, Y, k):
    """``(I + W) X`` with rows of unit length, dense, from every cosine."""
    X, Y = unit(X.toarray().astype(float)), unit(Y.toarray().astype(float))
    cosines, among_Y = cosines_of(X, Y), np.sort(cosines_of(Y, Y), axis=1)
    reach = among_Y[:, -k] if k <= len(Y) else np.zeros(len(Y))
    W = np.where(among_nearest(cosines, k) & (cosines >= reach), cosines, 0)
    totals = W.sum(axis=1, keepdims=True)
    return unit(X + W / np.where(totals > 0, totals, 1) @ Y)


def formed(X, k, *others):
    joined = join_neighbours(DataMatrix(X), k, *others).documents
    return (joined.M @ joined.X).toarray()


def test_copies_are_not_neighbours():
    X = random_documents().toarray()
    for times, copy in enumerate((10, 20, 30), start=2):
        X[copy] = times * X[2]
    joined, *_ = join_neighbours(DataMatrix(sparse.csr_array(X)), 4)
    among_copies = joined.M.toarray()[np.ix_([2, 10, 20, 30], [2, 10, 20, 30])]
    assert np.array_equal(among_copies > 0, np.eye(4, dtype=bool))
    assert (joined.M.toarray()[[2, 10, 20, 30]] > 0).sum() > 4


def test_a_document_weighs_as_one_of_those_that_say_nearly_the_same():
    X = random_documents().toarray()
    X[10], X[20] = X[2], 3 * X[2]
    found = join_neighbours(DataMatrix(sparse.csr_array(X)), 4).weights
    cosines = unit(X) @ unit(X).T
    copies = (cosines > 1 - neighbours.SAME).sum(axis=1)
    crowd = np.sort(cosines_of(unit(X), unit(X)), axis=1)[:, -4:].sum(axis=1) + copies.clip(1)
    np.testing.assert_allclose(found, crowd**-0.5, rtol=1e-12)
    assert found[5] == 1 and found[2] < 3**-0.5


def test_copies_of_a_document_count_as_one_in_a_fit():
    """So many letters of one form move topics no further than one does."""
    X = np.vstack([np.eye(3).repeat(4, axis=0) @ np.eye(3, 9), np.eye(9)[[8]]])
    forms = np.vstack([X, X[[12]].repeat(50, axis=0)])
    once, often = (join_neighbours(DataMatrix(sparse.csr_array(each)), 2) for each in (X, forms))
    weighted = [each.documents.weighted(each.weights) for each in (once, often)]
    assert weighted[0].square_norm == pytest.approx(weighted[1].square_norm)


@every_dtype
@pytest.mark.parametrize("k", [1, 4, 100])
def test_documents_are_joined_by_the_nearest_of_them(k, dtype):
    X = random_documents(dtype=dtype)
    found = formed(X, k)
    assert found.dtype == dtype
    np.testing.assert_allclose(found, joined_by_hand(X, X, k), atol=30 * np.finfo(dtype).eps)
    assert not found[5].any() and found[6, 8] == 1


def test_each_of_two_neighbours_is_near_to_the_other():
    X = random_documents()
    joined, *_ = join_neighbours(DataMatrix(X), 4)
    joins = joined.M.toarray() > 0
    assert (joins == joins.T).all() and joins.sum() > 2 * 60


def test_new_documents_are_joined_by_those_of_the_fit():
    X, Y = random_documents(seed=1), random_documents(50, seed=2)
    _, reach, _ = join_neighbours(DataMatrix(Y), 4)
    found = formed(X, 4, DataMatrix(Y), reach)
    np.testing.assert_allclose(found, joined_by_hand(X, Y, 4), atol=1e-13)


def test_documents_of_the_fit_find_the_same_neighbours_again():
    X = random_documents()
    _, reach, _ = join_neighbours(DataMatrix(X), 4)
    again = formed(X, 4, DataMatrix(X), reach)
    np.testing.assert_allclose(formed(X, 4), again, atol=1e-14)


def test_neighbours_are_the_same_bit_for_bit_however_documents_are_stored():
    X = random_documents(300)
    order = np.lexsort((-X.indices, np.repeat(np.arange(300), np.diff(X.indptr))))
    backwards = sparse.csr_array((X.data[order], X.indices[order], X.indptr), X.shape)
    assert not backwards.has_sorted_indices
    for other in (backwards, X.toarray()):
        assert np.array_equal(formed(X, 4), formed(other, 4))


def test_the_same_neighbours_for_any_number_of_threads():
    X = random_documents(1500, 200)
    found = []
    for n_threads in (1, 2, 3):
        with limit_threads(n_threads, 0):
            found.append(nearest(X, X, 7))
    for again in found[1:]:
        assert all(map(np.array_equal, again, found[0]))


def test_a_search_that_takes_too_long_leaves_the_commonest_terms_out(monkeypatch):
    X = random_documents()
    X = sparse.csr_array(X + sparse.csr_array(([0.1] * 60, ([*range(60)], [0] * 60)), X.shape))
    work = np.sort(np.bincount(X.indices, minlength=X.shape[1]).astype(float) ** 2)
    monkeypatch.setattr(neighbours, "MOST_PRODUCTS", work[:-1].sum())
    rest = sparse.csr_array(X @ sparse.diags(1.0 * (np.arange(X.shape[1]) > 0)))
    rest.eliminate_zeros()
    (cosines, rows, _), (expected, places, _) = nearest(X, X, 5), nearest(rest, rest, 5)
    np.testing.assert_allclose(cosines, expected, atol=1e-15)
    assert np.array_equal(rows, places)


@pytest.fixture(scope="module", params=[60, 700], ids=["one block", "blocks"])
def pair(request):
    """A matrix that is not formed, its documents weighted, and the same formed."""
    X = random_documents(request.param)
    joined, _, weights = join_neighbours(DataMatrix(X), 4)
    joined = joined.weighted(weights)
    assert len(joined.blocks) == (1 if request.param == 60 else 2)
    return joined, DataMatrix((joined.M @ joined.X).toarray())


def test_products_are_those_of_the_matrix_formed(pair):
    joined, formed = pair
    rng = np.random.default_rng(0)
    n_docs, n_terms = formed.shape
    A, Z, G = rng.random((n_terms, 3)), rng.random((n_docs, 3)), rng.random((3, 3))
    group, weight = rng.integers(3, size=n_docs), rng.random(n_docs)
    for name, *given in (
        ("dot", A),
        ("dot", A, (Z, G)),
        ("transposed_dot", Z),
        ("group_sums", group, weight, 3),
        ("residual_square_norm", Z, A),
        ("row_square_norms",),
    ):
        results = [getattr(each, name)(*given) for each in pair]
        np.testing.assert_allclose(*results, rtol=1e-11, atol=1e-12, err_msg=name)
    parts = FirstPartials(Z, [(0.5, Z, Z, G)], A, Z.sum(axis=0), np.array([1.0, 2, 3]))
    products = [each.first_sums(parts).products for each in pair]
    np.testing.assert_allclose(*products, rtol=1e-11, atol=1e-12)
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
