"""Unknown entries of X through the estimators: they have no say, and can be predicted."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from scipy.optimize import nnls as scipy_nnls

from hiertopics import NMF, SSNMF, DeepNMF, HierarchicalNMF, HiertopicsError, NeuralNMF
from hiertopics.models.unknown_entries import known_data

N_DOCS, N_TERMS = 40, 24
SOLVERS = ("anls", "hals", "mu")
MODELS = {
    f"{kind.__name__}-{solver}": (kind, sizes, solver)
    for kind, sizes, solvers in (
        (NMF, 3, SOLVERS),
        (SSNMF, 3, SOLVERS),
        (HierarchicalNMF, (4, 2), SOLVERS),
        (DeepNMF, (4, 2), SOLVERS),
        (NeuralNMF, (4, 2), ("quasi-newton", "pgd")),
    )
    for solver in solvers
}
every_model = pytest.mark.parametrize("name", MODELS)
every_form = pytest.mark.parametrize("form", [np.array, sparse.csr_array])


def make(name, **changes):
    kind, sizes, solver = MODELS[name]
    limits = {"n_topics": sizes, "n_init": 1, "max_epochs": 10, "tol": 0, "random_state": 0}
    if kind is DeepNMF:
        limits["max_refinements"] = 5
    return kind(solver=solver, **{**limits, **changes})


def data():
    """X, some labels, and what is hidden: a third; half of document 9; all of 7 and of term 5."""
    rng = np.random.default_rng(0)
    X = rng.random((N_DOCS, 4)) @ rng.random((4, N_TERMS)) * (rng.random((N_DOCS, N_TERMS)) < 0.8)
    y = np.where(np.arange(N_DOCS) % 4 == 3, -1, np.arange(N_DOCS) % 3)
    hidden = rng.random(X.shape) < 0.3
    hidden[9] = np.arange(N_TERMS) % 2 == 0
    hidden[7], hidden[:, 5] = True, True
    return X, y, hidden


def assert_same_model(one, other):
    np.testing.assert_array_equal(one.history_, other.history_)
    for A, theirs in zip(one.A_, other.A_, strict=True):
        np.testing.assert_array_equal(A, theirs)
    for B, theirs in zip(one.B_, other.B_, strict=True):
        assert (B is None) == (theirs is None)
        np.testing.assert_array_equal(B, theirs)


def answers(model, X, **known):
    """All that a fitted model says of documents."""
    return {
        **{f"layer {l}": S for l, S in enumerate(model.transform_layers(X, **known))},
        "transform": model.transform(X, **known),
        "predict": model.predict(X, **known),
        "predict_proba": model.predict_proba(X, **known),
        "decision_function": model.decision_function(X, **known),
        "assign_topics": model.assign_topics(X, layer=0, **known),
        "score": model.score(X, **known),
        "accuracy": model.score(X, np.arange(X.shape[0]) % 3, **known),
    }


# Unknown entries have no say


@every_form
@every_model
def test_every_way_to_hide_entries_gives_the_same_fit(name, form):
    X, y, hidden = data()
    expected = make(name).fit(form(X), y, unknown=sparse.csr_array(hidden))
    assert_same_model(make(name).fit(form(np.where(hidden, np.nan, X)), y), expected)
    for how in (
        {"mask": ~hidden},
        {"mask": np.where(hidden, 0.0, -2.5)},
        {"mask": pd.DataFrame(~hidden)},
        {"mask": sparse.csr_array(~hidden)},
        {"mask": sparse.coo_matrix(np.where(hidden, 0.0, 0.1))},
        {"unknown": hidden.tolist()},
        {"unknown": sparse.csc_array(hidden.astype(np.int8))},
    ):
        assert_same_model(make(name).fit(form(X), y, **how), expected)


@every_form
@every_model
def test_what_hidden_entries_hold_changes_nothing(name, form):
    X, y, hidden = data()
    known = {"mask": ~hidden}
    model = make(name).fit(form(X), y, **known)
    expected = answers(model, form(X), **known)
    for junk in (1e6, np.resize([np.nan, -5.0, np.inf, -np.inf], X.shape)):
        other = form(np.where(hidden, junk, X))
        assert_same_model(make(name).fit(other, y, **known), model)
        for method, found in answers(model, other, **known).items():
            np.testing.assert_array_equal(found, expected[method], err_msg=method)


@every_form
@every_model
def test_every_way_to_hide_entries_gives_the_same_answers(name, form):
    X, y, hidden = data()
    model = make(name).fit(form(X), y, mask=~hidden)
    expected = answers(model, form(X), mask=~hidden)
    plain = answers(model, form(X))
    S = make(name).fit_transform(form(X), y, mask=~hidden)
    np.testing.assert_array_equal(S, expected["transform"])
    for method, found in answers(model, form(X), unknown=sparse.csr_array(hidden)).items():
        np.testing.assert_array_equal(found, expected[method], err_msg=method)
        assert method == "accuracy" or not np.array_equal(found, plain[method]), method
    for method, found in answers(model, form(np.where(hidden, np.nan, X))).items():
        np.testing.assert_array_equal(found, expected[method], err_msg=method)


@every_model
def test_knowing_everything_is_no_mask(name):
    X, y, _ = data()
    X, ones, nothing = sparse.csr_array(X), np.ones(X.shape), sparse.csr_array(X.shape)
    plain = make(name).fit(X, y)
    for known in ({"mask": ones}, {"mask": sparse.csr_array(ones)}, {"unknown": nothing}):
        model = make(name).fit(X, y, **known)
        np.testing.assert_allclose(model.history_, plain.history_, rtol=1e-12)
        for A, theirs in zip(model.A_, plain.A_, strict=True):
            np.testing.assert_allclose(A, theirs, atol=1e-12)
        np.testing.assert_allclose(model.transform(X, **known), plain.transform(X), atol=1e-12)


@every_model
def test_mask_and_unknown_and_nan_add_up(name):
    X, y, hidden = data()
    third = np.add.outer(np.arange(N_DOCS), np.arange(N_TERMS)) % 3
    X_with_nan = np.where(hidden & (third == 0), np.nan, X)
    expected = make(name).fit(X, y, unknown=hidden)
    for form in (np.array, sparse.csr_array):
        mask = form((~(hidden & (third == 1))).astype(int))
        model = make(name).fit(X_with_nan, y, mask=mask, unknown=form(hidden & (third == 2)))
        assert_same_model(model, expected)


@pytest.mark.parametrize("name", ["NMF-anls", "NeuralNMF-quasi-newton"])
def test_a_zero_is_known_stored_or_not(name):
    X, _, _ = data()
    zero = X == 0
    full = sparse.csr_array(np.where(zero, 1, X))
    full.data[full.data == 1] = 0
    assert full.nnz == X.size
    plain, stored = make(name).fit(sparse.csr_array(X)), make(name).fit(full)
    np.testing.assert_allclose(plain.A_[0], stored.A_[0], atol=1e-9)
    unknown = make(name).fit(X, unknown=zero)
    assert np.abs(plain.A_[0] - unknown.A_[0]).max() > 0.05


@pytest.mark.parametrize("name", ["NMF-anls", "NeuralNMF-quasi-newton"])
def test_what_is_unknown_may_be_listed_in_any_order(name):
    X, _, hidden = data()
    ordered = sparse.csr_array(np.where(hidden, np.nan, X))
    backwards = np.lexsort((-ordered.indices, ordered.tocoo().row))
    turned = ordered.data[backwards], ordered.indices[backwards], ordered.indptr
    turned = sparse.csr_array(turned, ordered.shape)
    assert not turned.has_sorted_indices
    assert known_data(turned)._listed.has_canonical_format, "as the kernels need it"
    one, other = make(name).fit(ordered), make(name).fit(turned)
    np.testing.assert_allclose(one.A_[0], other.A_[0], atol=1e-9)


@every_form
def test_what_is_given_is_left_alone(form):
    X, y, hidden = data()
    X, mask = form(np.where(hidden, np.nan, X)), sparse.csr_array(~hidden)
    twice = sparse.csr_array((np.ones(4), [5, 3, 3, 1], [0, 4] + [4] * (N_DOCS - 1)), X.shape)
    given = [X, mask, twice]
    before = [matrix.copy() for matrix in given]
    NMF(2, random_state=0).fit(X, mask=mask, unknown=twice).transform(X, mask=mask)
    for matrix, copy in zip(given, before, strict=True):
        for name in ("data", "indices", "indptr") if sparse.issparse(matrix) else ("T",):
            np.testing.assert_array_equal(getattr(matrix, name), getattr(copy, name))


# The answers are right


@every_form
@every_model
def test_documents_are_placed_by_the_terms_that_they_know(name, form):
    X, y, hidden = data()
    model = make(name).fit(form(X), y, mask=~hidden)
    S = model.transform_layers(form(X), mask=~hidden)
    for x, known, s in zip(X, ~hidden, S[0], strict=True):
        expected = scipy_nnls(known[:, None] * model.A_[0], known * x)[0]
        np.testing.assert_allclose(s, expected, atol=1e-9 * max(1, expected.max()))
    error = np.sum((X - model.inverse_transform(S[-1]))[~hidden] ** 2)
    assert model.reconstruction_err_ == pytest.approx(np.sqrt(error), rel=1e-9)
    share = 1 - error / np.sum(X[~hidden] ** 2)
    assert 0.3 < share < 1
    assert model.score(form(X), mask=~hidden) == pytest.approx(share, rel=1e-9)
    strongest = np.where(S[0].any(axis=1), S[0].argmax(axis=1), -1)
    assert (model.assign_topics(form(X), 0, mask=~hidden) == strongest).all()


@every_model
def test_what_is_not_known_at_all_has_no_weight(name):
    X, y, hidden = data()
    model = make(name).fit(X, y, mask=~hidden)
    assert not model.A_[0][5].any() and not model.components_[:, 5].any()
    assert not any(S[7].any() for S in model.transform_layers(X, mask=~hidden))
    assert model.assign_topics(X, mask=~hidden)[7] == -1
    for part in (*model.A_, *model.B_, *model.layer_scales_, model.history_):
        assert part is None or np.isfinite(part).all()


@every_model
def test_when_nothing_is_known_there_are_no_topics(name):
    X, nothing = data()[0], np.zeros((N_DOCS, N_TERMS))
    model = make(name).fit(X, mask=nothing)
    assert all(np.isfinite(A).all() for A in model.A_)
    assert not model.transform(X, mask=nothing).any()
    assert model.reconstruction_err_ == 0 and model.score(X, mask=nothing) == 1


@pytest.mark.parametrize("name", [name for name in MODELS if not name.startswith("Hier")])
def test_the_cost_of_what_is_known_never_rises(name):
    X, y, hidden = data()
    sizes = 4 if MODELS[name][0] is not NeuralNMF else (4, 2)
    model = make(name, n_topics=sizes, max_epochs=40).fit(X, y, mask=~hidden)
    history = model.history_
    assert (np.diff(history) <= 1e-9 * history[0]).all() and history[-1] < history[0]


@pytest.mark.parametrize("solver", ["quasi-newton", "pgd"])
@pytest.mark.parametrize("loss", ["every_depth", "reconstruction"])
def test_history_is_the_cost_of_what_is_known(loss, solver):
    X, y, hidden = data()
    model = make(f"NeuralNMF-{solver}", loss=loss, layer_weights=(1, 0.5), supervision=2)
    model.fit(X, y, mask=~hidden)
    S, known = model.transform_layers(X, mask=~hidden), y >= 0
    errors = [np.sum((X - model.inverse_transform(S[l], l))[~hidden] ** 2) for l in (0, 1)]
    cost = errors[0] * (loss == "every_depth") + 0.5 * errors[1]
    cost += 2 * np.sum((np.eye(3)[y[known]] - S[1][known] @ model.B_[1].T) ** 2)
    assert model.history_[-1] == pytest.approx(cost, rel=1e-8)


@every_model
def test_float32_is_kept(name):
    X, y, hidden = data()
    model = make(name).fit(X.astype(np.float32), y, mask=~hidden)
    assert {part.dtype for part in (*model.A_, model.B_[-1])} == {np.dtype(np.float32)}
    single = model.transform(X.astype(np.float32), mask=~hidden)
    assert single.dtype == np.float32
    np.testing.assert_allclose(single, model.transform(X, mask=~hidden), atol=1e-3 * single.max())


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("kind", [NMF, NeuralNMF])
def test_hidden_entries_of_a_planted_matrix_are_predicted(kind, seed):
    """As well as their own noise allows: the planted matrix itself is off by the floor."""
    rng = np.random.default_rng(seed)
    planted = rng.gamma(1, size=(400, 5)) @ rng.gamma(1, size=(5, 200))
    X = np.maximum(planted + 0.3 * rng.standard_normal(planted.shape), 0)
    hidden = rng.random(X.shape) < 0.3

    def error(guess):
        return np.sqrt(np.mean((X - guess)[hidden] ** 2))

    floor = error(planted)
    assert floor == pytest.approx(0.3, rel=0.05)
    known = {"unknown": sparse.csr_array(hidden)}
    model = kind(5, random_state=0).fit(X, **known)
    assert error(model.inverse_transform(model.transform(X, **known))) <= 1.05 * floor
    # Zeros in place of what is unknown would be believed.
    blank = np.where(hidden, 0, X)
    believed = kind(5, random_state=0).fit(blank)
    assert error(believed.inverse_transform(believed.transform(blank))) > 2 * floor


# Data frames and mistakes


@every_model
def test_data_frames_with_gaps(name):
    X, y, hidden = data()
    X[:, 3], expected = np.round(5 * X[:, 3]), make(name)
    expected.fit(X, y, mask=~hidden)
    frame = pd.DataFrame(X, columns=[f"term {j}" for j in range(N_TERMS)]).mask(hidden)
    model = make(name).fit(frame, pd.Series(y))
    assert_same_model(model, expected)
    assert list(model.feature_names_in_) == list(frame.columns)
    np.testing.assert_array_equal(model.predict(frame), expected.predict(X, mask=~hidden))
    whole = frame.fillna(1.0)
    got = model.transform(whole, mask=frame.notna())
    np.testing.assert_array_equal(got, expected.transform(X, mask=~hidden))


@pytest.mark.parametrize("argument", ["mask", "unknown"])
@pytest.mark.parametrize(
    "given, message",
    [
        (np.ones((N_TERMS, N_DOCS)), r"shape of X, \(40, 24\), got \(24, 40\)"),
        (sparse.csr_array((N_TERMS, N_DOCS)), r"shape of X, \(40, 24\), got \(24, 40\)"),
        (np.ones(N_DOCS), r"shape of X, \(40, 24\), got \(40,\)"),
        (True, r"shape of X, \(40, 24\), got \(\)"),
        (np.full((N_DOCS, N_TERMS), "yes"), "numbers or booleans, got <U3"),
        (np.full((N_DOCS, N_TERMS), None), "numbers or booleans, got object"),
        (sparse.csr_array((N_DOCS, N_TERMS), dtype=complex), "numbers or booleans, got complex"),
    ],
)
def test_masks_that_do_not_fit_are_told(given, message, argument):
    X, y, _ = data()
    model = NMF(2, random_state=0).fit(X, y)
    for method in (model.fit, model.transform, model.predict, model.score, model.assign_topics):
        with pytest.raises(HiertopicsError, match=f"{argument} must .*{message}"):
            method(X, **{argument: given})


@every_form
@every_model
def test_infinite_and_negative_entries_that_are_known_are_refused(name, form):
    X, y, hidden = data()
    i, j = np.argwhere(~hidden & (X > 0))[50]
    for wrong, message in ((np.inf, "infinity"), (-1.0, "Negative values")):
        X[i, j] = wrong
        with pytest.raises(ValueError, match=message):
            make(name).fit(form(X), y, mask=~hidden)
    model = make(name).fit(form(X), y, unknown=hidden | (X < 0))
    with pytest.raises(ValueError, match="Negative values"):
        model.transform(form(X), mask=~hidden)
