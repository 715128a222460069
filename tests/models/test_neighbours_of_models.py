"""Neighbours of documents in the five estimators."""

import numpy as np
import pytest
from scipy import sparse
from support.estimators import each_of_five, fresh

import hiertopics as ht
from hiertopics.core.data import DataMatrix
from hiertopics.core.neighbours import join_neighbours

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")


@pytest.fixture(scope="module")
def X():
    rng = np.random.default_rng(0)
    topics = rng.random((4, 60)) * (rng.random((4, 60)) < 0.3)
    weights = rng.dirichlet(np.full(4, 0.2), 80)
    return sparse.csr_array(rng.poisson(3 * weights @ topics).astype(float))


@each_of_five
@pytest.mark.parametrize("labelled", [False, True])
def test_neighbours_fit_the_documents_joined_and_weighted(model, labelled, X):
    joined, _, weights = join_neighbours(DataMatrix(X), 5)
    targets = np.eye(3)[np.arange(80) % 3]
    steered = {"targets": targets} if labelled else {}
    weighted = {"targets": weights[:, None] * targets} if labelled else {}
    ours = fresh(model, neighbours=5).fit(X, **steered)
    theirs = fresh(model).fit(weights[:, None] * (joined.M @ joined.X).toarray(), **weighted)
    assert ours.n_epochs_ == theirs.n_epochs_
    for A, B in zip(ours.A_, theirs.A_, strict=True):
        np.testing.assert_allclose(A, B, atol=1e-6)
    assert abs(ours.history_[-1] - fresh(model).fit(X).history_[-1]) > 1e-3


@each_of_five
def test_documents_of_the_fit_are_placed_as_in_the_fit(model, X):
    model = fresh(model, neighbours=5)
    layers = model.fit_transform_layers(X)
    for S, again in zip(layers, model.transform_layers(X), strict=True):
        np.testing.assert_allclose(S, again, atol=1e-9)


def test_a_new_document_is_placed_with_its_neighbours(X):
    """Its own words say nothing of the topic, those of its neighbours do."""
    link = sparse.csr_array(([1.0] * 40, ([*range(40)], [0] * 40)), (80, 1))
    X = sparse.csr_array(sparse.hstack([X, link]))
    new = sparse.csr_array(([1.0], ([0], [60])), (1, 61))
    S = ht.NMF(4, random_state=0, neighbours=5).fit(X).transform(new)
    assert (S > 1e-3).sum() >= 1


@pytest.mark.parametrize("how", ["mask", "unknown", "nan"])
def test_neighbours_and_unknown_entries_are_refused_together(how, X):
    hidden = np.zeros(X.shape)
    hidden[0, 0] = 1
    given = {"mask": {"mask": 1 - hidden}, "unknown": {"unknown": hidden}, "nan": {}}[how]
    data = X.toarray()
    if how == "nan":
        data[0, 0] = np.nan
    with pytest.raises(ht.HiertopicsError, match="neighbours=0"):
        ht.NMF(3, neighbours=4).fit(data, **given)


@pytest.mark.parametrize("neighbours", [-1, 2.5, "many"])
def test_neighbours_is_a_whole_number(neighbours, X):
    with pytest.raises(ht.HiertopicsError, match="neighbours"):
        ht.NMF(3, neighbours=neighbours).fit(X)


def test_a_model_with_neighbours_comes_back_from_a_file(tmp_path, X):
    model = ht.NeuralNMF((4, 2), neighbours=5, random_state=0).fit(X)
    ht.save(model, tmp_path / "model.ht")
    loaded = ht.load(tmp_path / "model.ht")
    for S, again in zip(model.transform_layers(X), loaded.transform_layers(X), strict=True):
        np.testing.assert_array_equal(S, again)
