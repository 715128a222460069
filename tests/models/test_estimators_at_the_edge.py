"""All five estimators where data and labels are odd, and what they say to what is wrong."""

import warnings

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from support.estimators import (
    FIVE,
    arrays_of,
    each_of_five,
    every_model,
    fresh,
    sizes_of,
    solvers_of,
)

from hiertopics import DeepNMF, HierarchicalNMF, HiertopicsError, NeuralNMF

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")


def random_matrix(n_docs, n_terms):
    return np.random.default_rng(0).random((n_docs, n_terms))


def with_empty_lines():
    X = random_matrix(12, 10)
    X[[0, 5]] = 0
    X[:, [2, 9]] = 0
    return X


ODD = {
    "nothing but zeros": np.zeros((5, 4)),
    "one entry": np.outer(np.arange(6) == 2, np.arange(5) == 3) * 7.0,
    "one document": random_matrix(1, 9),
    "one term": random_matrix(9, 1),
    "one document of one term": np.ones((1, 1)),
    "more topics than documents": random_matrix(3, 20),
    "more topics than terms": random_matrix(20, 3),
    "the same document again and again": np.tile(random_matrix(1, 8), (10, 1)),
    "ones": np.ones((7, 6)),
    "empty documents and terms": with_empty_lines(),
    "rank one": np.outer(np.arange(1.0, 9), np.arange(10.0)),
    "tiny and huge documents": random_matrix(8, 7) * np.logspace(-9, 9, 8)[:, None],
}


@pytest.mark.parametrize("name", ODD)
@each_of_five
@pytest.mark.parametrize("form, labelled", [(np.array, True), (sparse.csr_array, False)])
def test_odd_data_give_finite_factors(name, model, form, labelled):
    X, labels = form(ODD[name]), np.arange(len(ODD[name])) % 2
    for solver in solvers_of(model):
        model = fresh(model, solver=solver, max_epochs=30).fit(X, labels if labelled else None)
        for array in (*arrays_of(model), *model.transform_layers(X), model.history_):
            assert np.isfinite(array).all() and (array >= 0).all()
        assert 0 <= model.reconstruction_err_ <= np.linalg.norm(ODD[name]) * (1 + 1e-9)
        assert 0 <= model.score(X) <= 1
        if labelled:
            assert set(model.predict(X)) <= set(labels)
            np.testing.assert_allclose(model.predict_proba(X).sum(axis=1), 1)
        assert (model.assign_topics(X)[~ODD[name].any(axis=1)] == -1).all()


@pytest.mark.parametrize("name", [name for name in ODD if np.linalg.matrix_rank(ODD[name]) < 4])
@each_of_five
def test_as_many_topics_as_the_rank_rebuild_x(name, model):
    """One layer of four topics is enough for these data."""
    X = ODD[name]
    model = fresh(model, n_topics=4, n_init=5, max_epochs=500, tol=1e-9).fit(X)
    assert model.reconstruction_err_ <= 1e-2 * np.linalg.norm(X)


# Labels


@every_model
@pytest.mark.parametrize("unknown", [None, np.nan, -1])
def test_labels_unknown_for_all_are_no_labels(model, unknown, counts):
    X = counts[0]
    free = fresh(model, max_epochs=10).fit(X)
    for y in ([unknown] * 60, [[unknown] * len(sizes_of(model))] * 60):
        blind = fresh(model, max_epochs=10).fit(X, y)
        np.testing.assert_array_equal(blind.history_, free.history_)
        assert not hasattr(blind, "classes_") and not hasattr(blind, "predict")
        assert set(blind.B_) == {None}
        with pytest.raises(AttributeError, match="has no attribute 'predict'"):
            blind.predict(X)


@every_model
def test_one_class_is_predicted_for_all(model, counts):
    y = np.where(np.arange(60) < 3, "only", None)
    assert set(fresh(model).fit(counts[0], y).predict(counts[0])) == {"only"}


@pytest.mark.parametrize(
    "model", [HierarchicalNMF((6, 2)), DeepNMF((6, 2)), NeuralNMF((6, 2))], ids=repr
)
def test_labels_at_every_layer_are_learned_and_any_layer_may_have_none(model, counts):
    X, fine, broad = counts
    names = np.array(["a", "b", "c", "d"], dtype=object)[fine]
    y = np.column_stack([names, np.where(broad == 1, "high", "low")]).astype(object)
    hidden = np.arange(60) % 5 == 0
    y[hidden, 0] = None
    both = fresh(model, n_init="auto").fit(X, y)
    assert [list(found) for found in both.classes_] == [["a", "b", "c", "d"], ["high", "low"]]
    assert (both.predict(X, layer=0)[hidden] == names[hidden]).mean() > 0.9
    assert (both.predict(X) == y[:, 1]).mean() > 0.9 and both.score(X, y) > 0.9
    y[:, 1] = None
    below = fresh(model, n_init="auto").fit(X, y)
    assert list(below.classes_) == ["a", "b", "c", "d"] and below.B_[1] is None
    assert (below.predict(X) == names).mean() > 0.9
    with pytest.raises(HiertopicsError, match=r"layer 1 was fitted without labels.*\[0\]"):
        below.predict(X, layer=1)


# Words

WRONG = [
    ("n_topics", 2.5, "whole numbers of at least 1"),
    ("n_topics", 0, "whole numbers of at least 1"),
    ("n_topics", "20", "whole numbers of at least 1"),
    ("n_topics", (), "whole numbers of at least 1"),
    ("n_topics", (2, 4), "from fine to broad"),
    ("supervision", -1, "a number of at least 0"),
    ("supervision", "much", "a number of at least 0"),
    ("supervision", (1, 2, 3), "one number per layer"),
    ("solver", "adam", "one of 'anls', 'hals', 'mu'"),
    ("solver", None, "one of 'anls', 'hals', 'mu'"),
    ("max_epochs", -1, "a whole number of at least 0"),
    ("max_epochs", 1.5, "a whole number of at least 0"),
    ("max_refinements", -1, "a whole number of at least 0"),
    ("max_refinements", None, "a whole number of at least 0"),
    ("tol", -1e-3, "a number of at least 0"),
    ("tol", "small", "a number of at least 0"),
    ("balance", np.nan, "a number of at least 0"),
    ("pooling", "mean", "one of 'max', 'k-max'"),
    ("pooling", 3, "one of 'max', 'k-max'"),
    ("init", "svd", "one of 'documents', 'random'"),
    ("init", 3, "one of 'documents', 'random'"),
    ("init", ["a", "b"], "factors of the shapes [(40, 4)"),
    ("n_init", 0, "a whole number of at least 1"),
    ("n_init", "many", "a whole number of at least 1"),
    ("n_threads", 0, "a whole number of at least 1"),
    ("n_threads", "2", "a whole number of at least 1"),
    ("callback", "print", "a function of epoch and cost"),
]


@pytest.mark.parametrize(
    "model, name, value, expected",
    [
        pytest.param(model, *row, id=f"{type(model).__name__} {row[0]}={row[1]}")
        for model in FIVE
        for row in WRONG
        if row[0] in model.get_params()
    ],
)
def test_errors_name_the_parameter_what_was_expected_and_what_came(
    model, name, value, expected, counts
):
    if isinstance(model, NeuralNMF):
        expected = expected.replace("'anls', 'hals', 'mu'", "'quasi-newton', 'pgd'")
        expected = expected.replace("'documents', 'random'", "'layerwise', 'random'")
    with pytest.raises(HiertopicsError) as caught:
        fresh(model, **{name: value}).fit(counts[0], counts[1])
    message = str(caught.value)
    assert message.startswith(name) and expected in message and f"got {value!r}" in message


@each_of_five
@pytest.mark.parametrize("wrong", ["shape", "number", "sign", "nan"])
def test_errors_in_given_factors_are_told(model, wrong, counts):
    sizes = (40, *sizes_of(model))
    start = [np.ones(shape) for shape in zip(sizes[:-1], sizes[1:], strict=True)]
    if wrong == "shape":
        start[-1] = start[-1].T
    if wrong == "number":
        start = start * 2
    if wrong in ("sign", "nan"):
        start[-1][0, 0] = -1 if wrong == "sign" else np.nan
    with pytest.raises(HiertopicsError, match="^init must hold") as caught:
        fresh(model, init=start).fit(counts[0])
    if wrong in ("shape", "number"):
        assert str([A.shape for A in start]) in str(caught.value)


@each_of_five
def test_errors_in_data_and_labels_are_told(model, counts):
    X, fine, _ = counts
    n_layers = len(sizes_of(model))
    model = fresh(model, max_epochs=2).fit(X, fine)
    for wrong, message in (
        ({"X": -X}, f"Negative values in data passed to {type(model).__name__}"),
        ({"X": X * np.inf}, "X contains infinity"),
        ({"X": X.toarray()[0]}, "Expected 2D array, got 1D array"),
        ({"X": X[:0]}, "Found array with 0 sample"),
        ({"X": X * 1e200}, "divide X by its largest value"),
        ({"X": X, "y": fine[1:]}, r"one label per document, shape \(60,\).*got shape \(59,\)"),
        ({"X": X, "y": np.ones((60, 4))}, f"expected {n_layers} columns.*got 4"),
        ({"X": X, "y": [1, "a"] * 30}, "all numbers or all strings"),
        ({"X": X, "y": pd.Series([(1, 2)] * 60)}, "one per document"),
    ):
        with pytest.raises(ValueError, match=message):
            fresh(model).fit(**wrong)
    with pytest.raises(ValueError, match="X has 39 features, but .* is expecting 40"):
        model.transform(X[:, 1:])
    with pytest.raises(HiertopicsError, match=f"between 0 .* and {n_layers - 1} .*got {n_layers}"):
        model.transform(X, layer=n_layers)
    with pytest.raises(HiertopicsError, match=r"so S must have shape \(n_docs, \d\), got \(3, 9\)"):
        model.inverse_transform(np.ones((3, 9)))


@each_of_five
def test_the_warning_names_the_parameter_that_was_too_small(model, counts):
    name = "max_refinements" if isinstance(model, DeepNMF) else "max_epochs"
    with pytest.warns(ConvergenceWarning) as told:
        model = fresh(model, **{name: 1}).fit(counts[0])
    reason = f"stopped at {name} before the cost settled; raise {name} to go on"
    assert model.stop_reason_ == reason
    assert [str(warning.message) for warning in told] == [f"{type(model).__name__} {reason}"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fresh(model, **{name: 1}, tol=0).fit(counts[0])
        fresh(DeepNMF((4, 2)), max_refinements=0).fit(counts[0])
