"""Which entries are known: the lists that say so, hiding the others, and what it may cost."""

import tracemalloc

import numpy as np
import pytest
from scipy import sparse

from hiertopics.core import data as products
from hiertopics.core.linalg import column_sums, gram
from hiertopics.core.masked import MaskedMatrix, hide, smaller_sets
from hiertopics.core.partials import FirstPartials

pytestmark = pytest.mark.usefixtures("one_thread")

SHAPE = (61, 46)
either_listed = pytest.mark.parametrize("known", [True, False], ids=["known", "unknown"])
every_mask = pytest.mark.parametrize("share", [0.01, 0.5, 0.95])


def random_known(share, shape=SHAPE):
    """W with this share unknown; one document and one term know all, one of each know nothing."""
    W = (np.random.default_rng(0).random(shape) >= share).astype(float)
    W[8], W[:, 6] = 1, 1
    W[7], W[:, 5] = 0, 0
    return W


# The lists


@either_listed
def test_the_smaller_set_of_each_row_is_listed(known):
    W = np.vstack([random_known(share)[:20] for share in (0.01, 0.5, 0.95)]) != 0
    sets = smaller_sets(sparse.csr_array(W == known), known=known)
    for i, row in enumerate(W):
        listed = sets.indices[sets.indptr[i] : sets.indptr[i + 1]]
        assert listed.tolist() == np.flatnonzero(row == sets.lists_known[i]).tolist()
        assert len(listed) == min(row.sum(), (~row).sum())
    assert set(sets.lists_known) == {True, False} and len(sets.indptr) == len(W) + 1


def test_known_and_unknown_entries_give_the_same_lists():
    """Also where just half of a row is known."""
    W = np.array([[1, 1, 0, 0], [1, 0, 0, 0], [1, 1, 1, 0], [0, 0, 0, 0], [1, 1, 1, 1]])
    one, other = (smaller_sets(sparse.csr_array(W == known), known=known) for known in (1, 0))
    for name in ("indices", "indptr", "lists_known"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


@either_listed
def test_rows_that_need_no_turning_are_kept_as_they_are(known):
    listed = sparse.csr_array(np.eye(4, 9, dtype=bool))
    sets = smaller_sets(listed, known=known)
    assert sets.indices.tolist() == [0, 1, 2, 3] and sets.indptr.tolist() == [0, 1, 2, 3, 4]
    assert (sets.lists_known == known).all()


# Hiding


def with_long_indices(X):
    X = sparse.csr_array(X)
    return sparse.csr_array((X.data, X.indices.astype(np.int64), X.indptr.astype(np.int64)))


def dense_of(X):
    return X.toarray() if sparse.issparse(X) else X


def values_of(X):
    return X.data if sparse.issparse(X) else X


@either_listed
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@every_mask
@pytest.mark.parametrize("form", [np.array, np.asfortranarray, sparse.csr_array, with_long_indices])
def test_hidden_entries_vanish_whatever_they_hold(form, share, dtype, known):
    W = random_known(share)
    dense = (W * np.random.default_rng(1).random(SHAPE)).astype(dtype)
    junk = np.resize([np.nan, np.inf, -np.inf, 1e6, -5, 0], dense.shape).astype(dtype)
    given = form(np.where(W, dense, junk))
    before = given.copy()
    shown = hide(given, sparse.csr_array(W == known), known=known)
    assert shown.dtype == dtype and not np.shares_memory(values_of(shown), values_of(given))
    assert np.array_equal(dense_of(shown), dense)
    assert np.array_equal(dense_of(given), dense_of(before), equal_nan=True)
    if sparse.issparse(given):
        assert shown.nnz == np.count_nonzero(dense)
        assert shown.indices.dtype == shown.indptr.dtype == given.indices.dtype


@either_listed
def test_a_stored_zero_that_is_known_stays_stored(known):
    X = sparse.csr_array((np.array([0.0, 3, 0]), np.array([1, 2, 0]), np.array([0, 2, 3])), (2, 3))
    W = np.array([[1, 1, 0], [0, 1, 1]])
    shown = hide(X, sparse.csr_array(W == known), known=known)
    assert shown.data.tolist() == [0] and shown.indices.tolist() == [1]


# Memory


def use_every_product(X, hidden):
    """What an epoch does with a matrix whose hidden entries are listed."""
    rng = np.random.default_rng(1)
    A, S = rng.random((X.shape[1], 4)), rng.random((X.shape[0], 4))
    M = MaskedMatrix(hide(X, hidden, known=False), hidden, known=False)
    topics = M.project(A)
    M.solve(topics)
    M.solve(M.project_terms(S))
    M.adjoint(S, S, topics)
    slopes = column_sums(topics.products, S)
    M.first_sums(FirstPartials(S, [(1.0, S, S, S.T @ S)], A, slopes, np.ones(4)))
    assert M.square_error(S, topics, gram(S)) > 0
    return M


def test_no_array_of_documents_by_terms_is_ever_made():
    """One in a hundred of the stored entries is hidden, and as many zeros; 8 GB if dense."""
    shape, n_stored = (20_000, 50_000), 400_000
    rng = np.random.default_rng(0)
    places = rng.integers(0, shape[0], n_stored), rng.integers(0, shape[1], n_stored)
    X = sparse.csr_array((rng.random(n_stored), places), shape=shape)
    some = np.arange(0, n_stored, 100)
    places = np.hstack([np.array(places)[:, some], rng.integers(0, shape[0], (2, len(some)))])
    hidden = sparse.csr_array((np.ones(places.shape[1], bool), tuple(places)), shape=shape)
    use_every_product(X[:9], hidden[:9])  # compiling is not what is measured
    tracemalloc.start()
    try:
        M = use_every_product(X, hidden)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert M.n_stored == X.nnz - X.multiply(hidden).nnz + hidden.nnz
    assert M.X.nnz < X.nnz
    stored = X.data.nbytes + X.indices.nbytes
    assert peak < 10 * stored < shape[0] * shape[1] / 10


@either_listed
def test_the_masked_residual_is_never_held_whole(known, monkeypatch):
    monkeypatch.setattr(products, "DENSE_BLOCK", 50_000)
    X = sparse.csr_array(sparse.random(2000, 1000, 0.001, random_state=0))
    listed = sparse.csr_array(sparse.random(2000, 1000, 0.01, random_state=1))
    M = MaskedMatrix(hide(X, listed, known=known), listed, known=known)
    tracemalloc.start()
    try:
        M.residual_square_norm(np.ones((2000, 2)), np.ones((1000, 2)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 * 8 * 50_000 < 8 * 2000 * 1000
