"""Many fits agree on one model, which is one of the package like any other."""

import itertools

import numpy as np
import pytest
from sklearn.exceptions import NotFittedError
from sklearn.utils.validation import check_is_fitted
from support.estimators import assert_same_bits, each_of_five, fresh, labels_for, sizes_of

import hiertopics as ht
from hiertopics.datasets import make_topic_hierarchy
from hiertopics.quality.stability import match_topics, recurring_topics

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
PLANTED = make_topic_hierarchy(200, 300, n_topics=(4, 2), random_state=0)
X = PLANTED.X


@each_of_five
def test_it_is_a_fitted_model_with_the_parameters_of_the_one_given(model):
    model = fresh(model, neighbours=10, random_state=7)
    before = repr(model.get_params())
    found = ht.consensus(model, X, n_fits=3)
    assert type(found) is type(model)
    assert repr(found.get_params()) == repr(model.get_params()) == before
    with pytest.raises(NotFittedError):
        check_is_fitted(model)
    assert tuple(A.shape[1] for A in found.A_) == sizes_of(model)
    tree = ht.topic_tree(found, [f"term{i}" for i in range(X.shape[1])], X)
    assert tree.n_topics == sizes_of(model)


@each_of_five
def test_it_costs_no_more_than_the_fits(model):
    model = fresh(model, tol=1e-7)
    fits = [fresh(model, random_state=seed, tol=1e-7).fit(X) for seed in range(4)]
    found = ht.consensus(model, X, n_fits=4)
    costs = [fit.reconstruction_err_ for fit in fits]
    assert found.reconstruction_err_ <= max(costs) * 1.0001


@each_of_five
def test_the_bits_are_the_same_for_any_number_of_threads_and_for_a_fitted_model(model):
    one = ht.consensus(fresh(model, n_threads=1), X, n_fits=2, random_state=3)
    fitted = fresh(model, n_threads=2).fit(X)
    A = [factor.copy() for factor in fitted.A_]
    assert_same_bits(one, ht.consensus(fitted, X, n_fits=2, random_state=3))
    assert all(map(np.array_equal, A, fitted.A_))


@each_of_five
def test_one_fit_is_that_fit(model):
    expected = fresh(model, random_state=5).fit(X)
    assert_same_bits(expected, ht.consensus(fresh(model), X, n_fits=1, random_state=5))


def test_planted_topics_are_found_where_single_fits_miss_some():
    planted = make_topic_hierarchy(400, 600, n_topics=(12, 4), random_state=1)
    model = ht.NeuralNMF((12, 4), init="random", n_init=1, neighbours=20)
    sets = [ht.consensus(model, planted.X, random_state=seed) for seed in (0, 10)]
    single = [fresh(model, random_state=seed, n_init=1).fit(planted.X) for seed in range(3)]

    def agreement(one, other):
        return match_topics(one.A_[0], other.A_[0])[1].mean()

    assert agreement(*sets) > 0.99
    assert min(agreement(*pair) for pair in itertools.combinations(single, 2)) < 0.95


def test_sparse_and_dense_give_the_same():
    model = ht.NeuralNMF((4, 2), neighbours=10)
    dense = ht.consensus(model, X.toarray(), n_fits=3)
    for factor, other in zip(ht.consensus(model, X, n_fits=3).A_, dense.A_, strict=True):
        np.testing.assert_allclose(factor, other, atol=1e-6)


@each_of_five
def test_labels_are_used(model):
    fine, broad = PLANTED.y.T
    y = labels_for(model, "last layer", fine, broad)
    found = ht.consensus(fresh(model), X, y, n_fits=2)
    hidden = y == -1
    assert np.mean(found.predict(X)[hidden] == broad[hidden]) > 0.9


def test_unknown_entries_stay_out():
    some = X.toarray()
    some[::7, ::5] = np.nan
    found = ht.consensus(ht.NMF(4), some, n_fits=3)
    assert np.isfinite(found.A_[0]).all()


def test_steps_are_reported():
    steps = []
    ht.consensus(ht.NMF(4), X, n_fits=2, progress=lambda *step: steps.append(step))
    assert steps == [("fitting from many seeds", done, 3) for done in range(3)]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"n_fits": 0}, "n_fits must be"),
        ({"n_fits": 2.5}, "n_fits must be"),
        ({"random_state": -1}, "random_state must be"),
    ],
)
def test_what_cannot_be_done_is_said(changes, message):
    with pytest.raises(ht.HiertopicsError, match=message):
        ht.consensus(ht.NMF(4), X, **changes)


def test_topics_of_one_fit_alone_are_left_out_and_others_are_means():
    topics = np.eye(9, 4)
    fits = [topics[:, [0, 1, 2]], topics[:, [2, 1, 0]] + 0.1, topics[:, [3, 0, 1]]]
    found = recurring_topics(fits)
    assert found.shape == (9, 3)
    assert found.argmax(axis=0).tolist() == [0, 1, 2]
    np.testing.assert_allclose(np.linalg.norm(found, axis=0), 1)


def test_there_are_as_many_topics_as_a_fit_has_at_least():
    alike = np.full((6, 3), 0.9) + 0.1 * np.eye(6, 3)
    assert recurring_topics([alike, alike[:, ::-1]]).shape == (6, 3)
    assert recurring_topics([np.zeros((6, 3))] * 2).shape == (6, 3)
