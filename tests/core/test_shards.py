"""Products and fits in shards are those of one matrix, and shards depend on documents alone."""

from functools import partial

import numpy as np
import pytest
from support import random_matrices

import hiertopics as ht
from hiertopics.core import shards
from hiertopics.core.data import DOC_WORK, DataMatrix
from hiertopics.core.network import Documents, Labels, cost_and_gradient
from hiertopics.core.shards import ShardedMatrix, in_shards, shard_ends
from hiertopics.core.threads import use_threads
from hiertopics.datasets import make_topic_hierarchy
from hiertopics.models.neural import NeuralNMF

N_DOCS, N_TERMS, K = 1500, 90, 7


@pytest.fixture
def small_shards(monkeypatch):
    """Of some 300 documents each."""
    monkeypatch.setattr(shards, "SHARD_WORK", 300 * (DOC_WORK + 9))


random_matrix = partial(random_matrices.random_matrix, N_DOCS, N_TERMS)


def test_shards_end_with_the_document_that_completes_them():
    rng = np.random.default_rng(0)
    n_stored = rng.integers(0, 1000, 50_000)
    ends = shard_ends(n_stored)
    work = np.add.reduceat(n_stored + DOC_WORK, [0, *ends])
    last = n_stored[ends - 1] + DOC_WORK
    assert len(ends) > 5
    assert (work[:-1] >= shards.SHARD_WORK).all()
    assert (work[:-1] - last < shards.SHARD_WORK).all()
    assert work[-1] < shards.SHARD_WORK


@pytest.mark.parametrize("size", [1, 7, 20_000])
def test_shards_are_the_same_for_documents_that_come_in_blocks(size):
    n_stored = np.random.default_rng(0).integers(0, 1000, 30_000)
    found, waiting, first = [], 0, 0
    while first < len(n_stored):
        block = n_stored[first : first + size]
        ends = shard_ends(block, waiting)
        found += (first + ends).tolist()
        rest = block[ends[-1] :] if len(ends) else block
        waiting = (0 if len(ends) else waiting) + (rest + DOC_WORK).sum()
        first += size
    assert found == shard_ends(n_stored).tolist()


def test_no_shard_ends_among_no_documents():
    assert shard_ends(np.empty(0, int)).size == 0
    assert shard_ends(np.empty(0, int), shards.SHARD_WORK - 1).size == 0


def test_dense_and_small_matrices_stay_whole(small_shards):
    dense, small = DataMatrix(np.ones((N_DOCS, 3))), DataMatrix(random_matrix()[:200])
    assert in_shards(dense) is dense
    assert in_shards(small) is small


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_products_in_shards_are_those_of_the_whole(dtype, small_shards):
    whole = DataMatrix(random_matrix(dtype))
    parts = in_shards(whole)
    assert isinstance(parts, ShardedMatrix)
    assert [shard.shape[0] for shard in parts.shards] == pytest.approx([300] * 5, rel=0.1)
    assert (parts.shape, parts.dtype, parts.n_stored) == (whole.shape, whole.dtype, whole.n_stored)
    rng, close = np.random.default_rng(1), dict(rtol=1e-12 if dtype is np.float64 else 1e-5)
    A, S = rng.random((N_TERMS, K)).astype(dtype), rng.random((N_DOCS, K)).astype(dtype)
    square = rng.random((K, K))
    np.testing.assert_array_equal(parts.dot(A), whole.dot(A))
    np.testing.assert_allclose(parts.dot(A, (S, square)), whole.dot(A, (S, square)), **close)
    np.testing.assert_allclose(parts.transposed_dot(S), whole.transposed_dot(S), **close)
    group, weight = rng.integers(0, K, N_DOCS), rng.random(N_DOCS).astype(dtype)
    expected = whole.group_sums(group, weight, K)

    def group_sums(X, group, weight):
        return (), (X.group_sums(group, weight, K),)

    np.testing.assert_allclose(parts.each(group_sums, group, weight)[1][0], expected, **close)
    assert parts.square_norm == pytest.approx(whole.square_norm, rel=1e-12)
    np.testing.assert_array_equal(parts.row_square_norms(), whole.row_square_norms())
    residual = parts.residual_square_norm(S, A)
    assert residual == pytest.approx(whole.residual_square_norm(S, A), rel=1e-6)


def test_terms_that_do_not_occur_are_left_out_of_every_shard(small_shards):
    X = random_matrix()
    X.data[X.indices % 3 == 1] = 0
    X.eliminate_zeros()
    parts = in_shards(DataMatrix(X))
    terms = parts.occurring_terms()
    np.testing.assert_array_equal(terms, DataMatrix(X).occurring_terms())
    assert len(terms) == N_TERMS * 2 // 3
    kept, A = parts.keep_terms(terms), np.random.default_rng(0).random((len(terms), K))
    assert kept.shape == (N_DOCS, len(terms))
    np.testing.assert_allclose(kept.dot(A), X[:, terms] @ A, rtol=1e-12)
    np.testing.assert_allclose(kept.transposed_dot(X @ np.ones((N_TERMS, 2))),
                               X[:, terms].T @ (X @ np.ones((N_TERMS, 2))), rtol=1e-12)  # fmt: skip


def test_blocks_lie_within_shards_and_make_up_all_documents(small_shards, monkeypatch):
    monkeypatch.setattr("hiertopics.core.data.WORTH_SPLITTING", 100)
    parts = in_shards(DataMatrix(random_matrix()))
    rows = []
    for first, shard in zip([0, *parts.ends], parts.shards, strict=False):
        for some, block in shard.blocks:
            rows.append(slice(first + some.start, first + some.stop))
            assert (block.X != parts.X[rows[-1]]).nnz == 0
    assert len(rows) == 2 * len(parts.shards)
    assert [some.start for some in rows] == [0, *(some.stop for some in rows[:-1])]
    assert rows[-1].stop == N_DOCS


def test_documents_go_through_a_computation_shard_by_shard(small_shards):
    X, rng = random_matrix(), np.random.default_rng(3)
    parts, S = in_shards(DataMatrix(X)), rng.random((N_DOCS, K))
    labels = Labels(np.arange(5, N_DOCS, 3), rng.random((len(range(5, N_DOCS, 3)), 2)))
    seen = []

    def work(documents, numbers, S, labels, nothing, several):
        assert nothing is None
        np.testing.assert_array_equal(documents.X.toarray(), X[numbers].toarray())
        np.testing.assert_array_equal(several["S"][0], S)
        seen.append(len(numbers))
        Y = np.zeros((len(S), 2))
        Y[labels.rows] = labels.Y
        return (S + 1, Y, S[:, 0]), (documents.transposed_dot(S), float(len(S)), nothing)

    (more, Y, first), (products, n_docs, nothing) = parts.each(
        work, np.arange(N_DOCS), S, labels, None, {"S": [S]}
    )
    assert seen == [shard.shape[0] for shard in parts.shards]
    np.testing.assert_array_equal(more, S + 1)
    np.testing.assert_array_equal(first, S[:, 0])
    np.testing.assert_array_equal(Y[labels.rows], labels.Y)
    assert Y.sum() == pytest.approx(labels.Y.sum())
    np.testing.assert_allclose(products, X.T @ S, rtol=1e-12)
    assert (n_docs, nothing) == (N_DOCS, None)


def test_what_is_handed_on_is_in_the_same_shards(small_shards):
    parts, rng = in_shards(DataMatrix(random_matrix())), np.random.default_rng(4)
    S, D = rng.random((N_DOCS, K)), rng.random(K)
    handed_on = parts.handed_on(S, D)
    assert handed_on.ends == parts.ends
    assert (handed_on.shape, handed_on.is_sparse) == ((N_DOCS, K), False)
    whole = DataMatrix(S * D)
    assert handed_on.square_norm == pytest.approx(whole.square_norm, rel=1e-12)
    Z = rng.random((N_DOCS, 2))
    np.testing.assert_allclose(handed_on.transposed_dot(Z), whole.transposed_dot(Z), rtol=1e-12)
    np.testing.assert_allclose(handed_on.dot(np.eye(K)), whole.dot(np.eye(K)), rtol=1e-12)


@pytest.mark.parametrize("method", [ht.NMF, ht.SSNMF, ht.HierarchicalNMF, ht.DeepNMF, NeuralNMF])
def test_fits_in_shards_are_those_of_the_whole(method, monkeypatch):
    """The same but for rounding, also with labels; every way through the documents takes part."""
    X = make_topic_hierarchy(600, 200, n_topics=(K, 3), random_state=0)
    sizes = K if method in (ht.NMF, ht.SSNMF) else (K, 3)
    y = None if method is ht.NMF else np.where(np.arange(600) % 4, -1, np.arange(600) % 3)
    model = method(sizes, random_state=0, max_epochs=15, tol=0, n_init=2)
    whole = model.fit_transform_layers(X.X, y)
    cost = model.history_
    monkeypatch.setattr(shards, "SHARD_WORK", 100 * (DOC_WORK + 30))
    assert len(in_shards(DataMatrix(X.X)).shards) > 4
    parts = model.fit_transform_layers(X.X, y)
    np.testing.assert_allclose(model.history_, cost, rtol=1e-9)
    for one, other in zip(parts, whole, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-6 * np.abs(other).max())


def test_cost_and_gradient_are_those_of_the_whole(small_shards):
    X, rng = random_matrix(), np.random.default_rng(2)
    A = [rng.random((N_TERMS, K)), rng.random((K, 3))]
    cost = NeuralNMF()._cost({}, 2)
    D = [np.ones(K)]
    found = [
        cost_and_gradient(Documents(data), A, {}, D, cost)
        for data in (DataMatrix(X), in_shards(DataMatrix(X)))
    ]
    assert found[1][0] == pytest.approx(found[0][0], rel=1e-12)
    for one, other in zip(found[0][1], found[1][1], strict=True):
        np.testing.assert_allclose(other, one, rtol=1e-9, atol=1e-9 * np.abs(one).max())


def test_a_fit_in_shards_is_the_same_for_any_number_of_threads(small_shards):
    X, found = random_matrix(), []
    before = use_threads(None)
    for n_threads in (1, 2, 3):
        model = NeuralNMF((K, 3), random_state=0, max_epochs=20, tol=0, n_threads=n_threads)
        found.append(model.fit_transform_layers(X))
    use_threads(before)
    for other in found[1:]:
        for one, two in zip(found[0], other, strict=True):
            np.testing.assert_array_equal(one, two)
