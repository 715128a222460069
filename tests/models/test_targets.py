"""A Y of people's own: several classes a document, or any nonnegative numbers."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from scipy.optimize import nnls as scipy_nnls
from sklearn.base import clone

from hiertopics import NMF, SSNMF, DeepNMF, HierarchicalNMF, HiertopicsError, NeuralNMF
from hiertopics.models.label_encoding import encode_targets

GREEDY = {"supervision": 10.0, "random_state": 0}  # labels lead it to the planted hierarchy
MODELS = {
    "NMF": NMF(4, random_state=0),
    "SSNMF": SSNMF(4, random_state=0),
    "HierarchicalNMF": HierarchicalNMF((4, 2), **GREEDY),
    "DeepNMF": DeepNMF((4, 2), tol=1e-3, **GREEDY),
    "NeuralNMF": NeuralNMF((4, 2), random_state=0),
}
every_model = pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)


def assert_same_model(one, other):
    np.testing.assert_array_equal(one.history_, other.history_)
    for part, theirs in zip(one.A_ + one.B_, other.A_ + other.B_, strict=True):
        assert (part is None) == (theirs is None)
        np.testing.assert_array_equal(part, theirs)


def ratings(fine):
    """Three numbers for each document, of no common sum; every fourth document has none."""
    Y = np.array([[5.0, 0, 1], [4, 2, 0], [0, 0, 3], [0.5, 6, 0]])[fine]
    Y[::4] = np.nan
    return Y


@every_model
def test_one_hot_targets_are_labels(counts, model):
    X, _, broad = counts
    y = np.where(np.arange(60) % 3 == 0, -1, broad)
    targets = np.where(y[:, None] < 0, np.nan, np.eye(2)[y])
    by_labels, by_targets = clone(model).fit(X, y), clone(model).fit(X, targets=targets)
    assert_same_model(by_labels, by_targets)
    assert by_targets.classes_.tolist() == [0, 1]
    np.testing.assert_array_equal(by_labels.predict(X), by_targets.predict(X))
    assert by_targets.score(X, broad) == by_labels.score(X, broad) > 0.9


@every_model
def test_any_container_gives_the_same_model(counts, model):
    X, fine, _ = counts
    Y = ratings(fine)
    names = ["sport", "politics", "art"]
    expected = clone(model).fit(X, targets=Y)
    for form in (sparse.csr_array, sparse.csc_matrix, np.asfortranarray, list):
        assert_same_model(clone(model).fit(X, targets=form(Y)), expected)
    named = clone(model).fit(X, targets=pd.DataFrame(Y, columns=names, index=np.arange(60)[::-1]))
    assert_same_model(named, expected)
    assert named.classes_.tolist() == names
    codes = expected.predict(X)
    assert named.predict(X).tolist() == [names[code] for code in codes]


@every_model
def test_a_document_of_several_classes_is_close_to_each(counts, model):
    """Each broad theme is told by one class that all its documents have, and one that is common."""
    X, _, broad = counts
    Y = np.column_stack([broad == 0, broad == 1, np.ones(60, bool)])
    fitted = clone(model).fit(X, targets=Y)
    assert fitted.B_[-1].shape[0] == 3
    decision = fitted.decision_function(X)
    assert (decision[:, :2].argmax(axis=1) == broad).all()
    assert (decision[np.arange(60), broad] > 3 * decision[np.arange(60), 1 - broad]).all()
    np.testing.assert_allclose(fitted.predict_proba(X).sum(axis=1), 1)


@pytest.mark.parametrize("solver", ["quasi-newton", "pgd"])
def test_the_cost_counts_the_known_rows_of_real_valued_targets(counts, solver):
    X, fine, _ = counts
    Y = ratings(fine)
    model = NeuralNMF((4, 2), loss="reconstruction", supervision=0.3, solver=solver, random_state=0)
    model.set_params(tol=0, max_epochs=20).fit(X, targets=Y)
    S, known = model.transform(X), np.arange(60) % 4 > 0
    cost = np.sum((X.toarray() - model.inverse_transform(S)) ** 2)
    cost += 0.3 * np.sum((Y[known] - model.decision_function(X)[known]) ** 2)
    assert model.history_[-1] == pytest.approx(cost, rel=1e-9)


def test_ssnmf_minimises_equation_2_with_real_valued_targets(counts):
    """The cost of the factors found, with each document placed by its terms and its targets."""
    X, fine, _ = counts
    Y, known = ratings(fine), np.arange(60) % 4 > 0
    model = SSNMF(4, supervision=2.0, tol=0, max_epochs=20, random_state=0).fit(X, targets=Y)
    A, B = model.A_[0], model.B_[0]
    cost = 0.0
    for x, y, has in zip(X.toarray(), Y, known, strict=True):
        rows = np.vstack([A, np.sqrt(2.0) * B]) if has else A
        cost += scipy_nnls(rows, np.r_[x, np.sqrt(2.0) * y] if has else x)[1] ** 2
    assert model.history_[-1] == pytest.approx(cost, rel=1e-6)
    free = NMF(4, tol=0, max_epochs=20, random_state=0).fit(X, targets=Y)
    assert np.abs(model.A_[0] - free.A_[0]).max() > 1e-3


@every_model
def test_rows_of_nan_are_documents_without_targets(counts, model):
    X, fine, _ = counts
    Y = ratings(fine)
    nothing = np.full((60, 3), np.nan)
    fitted, free = clone(model).fit(X, targets=nothing), clone(model).fit(X)
    assert_same_model(fitted, free)
    assert not hasattr(fitted, "predict") and not hasattr(fitted, "classes_")
    classes, labels = encode_targets(Y, 60, np.float32)
    assert classes.tolist() == [0, 1, 2] and labels.Y.dtype == np.float32
    assert labels.rows.tolist() == [i for i in range(60) if i % 4]


@pytest.mark.parametrize("name", ["HierarchicalNMF", "DeepNMF", "NeuralNMF"])
def test_targets_at_the_last_layer_beside_labels_at_the_first(counts, name):
    X, fine, broad = counts
    names = np.array(["a", "b", "c", "d"], dtype=object)[fine]
    y = np.column_stack([names, np.full(60, None)])
    targets = pd.DataFrame(np.eye(2)[broad], columns=["low", "high"])
    model = clone(MODELS[name]).fit(X, y, targets=targets)
    assert [list(found) for found in model.classes_] == [["a", "b", "c", "d"], ["low", "high"]]
    assert (model.predict(X, layer=0) == names).mean() > 0.9
    assert (model.predict(X) == np.array(["low", "high"])[broad]).mean() > 0.9
    both = np.column_stack([fine, broad])
    assert_same_model(clone(MODELS[name]).fit(X, both), model)


@pytest.mark.parametrize(
    "targets, message",
    [
        (np.ones((59, 2)), r"numbers of shape \(60, n_classes\), got float64 of \(59, 2\)"),
        (np.ones(60), r"numbers of shape \(60, n_classes\), got float64 of \(60,\)"),
        (np.ones((60, 0)), r"numbers of shape \(60, n_classes\), got float64 of \(60, 0\)"),
        (np.full((60, 2), "a"), r"numbers of shape \(60, n_classes\), got <U1"),
        (np.full((60, 2), None), r"numbers of shape \(60, n_classes\), got object"),
        (np.tile([[1, 2], [np.nan, 1]], (30, 1)), "all NaN, unknown; row 1 is mixed"),
        (np.full((60, 2), -1), "finite and nonnegative, NaN where unknown"),
        (np.full((60, 2), np.inf), "finite and nonnegative, NaN where unknown"),
        (np.full((60, 2), 1e300), "finite and nonnegative, NaN where unknown"),
    ],
)
@pytest.mark.parametrize("kind", [SSNMF, NeuralNMF])
def test_targets_that_do_not_fit_are_told(counts, kind, targets, message):
    X = counts[0].astype(np.float32)
    with pytest.raises(HiertopicsError, match=message):
        kind(3).fit(X, targets=targets)


@every_model
def test_labels_and_targets_for_the_same_layer_are_refused(counts, model):
    X, _, broad = counts
    with pytest.raises(HiertopicsError, match="give one of them, or leave the last column"):
        clone(model).fit(X, broad, targets=np.eye(2)[broad])


@every_model
def test_targets_and_unknown_entries_together(counts, model):
    X, fine, _ = counts
    hidden = np.random.default_rng(0).random(X.shape) < 0.3
    hidden[5] = True  # a document that only its targets tell of
    Y, X = ratings(fine), X.toarray()
    fitted = clone(model).fit(X, targets=Y, unknown=sparse.csr_array(hidden))
    junk = np.where(hidden, 1e6, X)
    assert_same_model(clone(model).fit(junk, targets=Y, mask=~hidden), fitted)
    assert all(np.isfinite(part).all() for part in (*fitted.A_, fitted.B_[-1]))
    decision = fitted.decision_function(junk, mask=~hidden)
    assert not decision[5].any()
    assert (fitted.predict_proba(junk, mask=~hidden)[5] == 1 / 3).all()
