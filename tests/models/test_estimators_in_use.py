"""All five estimators in people's hands: starts, callbacks, pipelines, odd data, wrong words."""

import logging
import pickle

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV, KFold
from sklearn.pipeline import make_pipeline
from support.estimators import (
    MODELS,
    assert_same_bits,
    each_of_five,
    every_model,
    fresh,
    labels_for,
    sizes_of,
    solvers_of,
)

from hiertopics import (
    NMF,
    SSNMF,
    DeepNMF,
    HierarchicalNMF,
    HiertopicsError,
    NeuralNMF,
    TextVectorizer,
)

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")


# Starts


@pytest.mark.parametrize("method", [NMF, SSNMF, HierarchicalNMF, DeepNMF, NeuralNMF])
def test_more_starts_never_end_higher_and_sometimes_lower(method):
    """The first starts are the same, so within the ten epochs of a trial more are no worse."""
    lower = []
    for seed in range(4):
        X = np.random.default_rng(seed).random((40, 30))
        model = fresh(method(6), max_epochs=8, max_refinements=0, tol=0, random_state=seed)
        ends = [clone(model).set_params(n_init=n).fit(X).history_[-1] for n in (2, 4, 8)]
        assert (np.diff(ends) <= 1e-12 * ends[0]).all()
        lower.append(ends[-1] < ends[0])
    assert any(lower)


@pytest.mark.parametrize("solver", ["anls", "hals", "mu"])
@pytest.mark.parametrize("method", [NMF, SSNMF])
def test_a_trial_leaves_no_trace_in_the_start_that_goes_on(method, solver, counts):
    """Where the first start is the best of two, it takes the way that it would take alone."""
    X, fine, _ = counts
    n_kept = 0
    for seed in range(6):
        model = fresh(method(5), solver=solver, max_epochs=25, tol=0, random_state=seed)
        alone, tried = (clone(model).set_params(n_init=n).fit(X, fine) for n in (1, 2))
        if tried.history_[0] == alone.history_[0]:
            n_kept += 1
            assert_same_bits(tried, alone)
    assert 0 < n_kept < 6


@every_model
def test_given_factors_are_the_start_and_stay_as_they_were(model, counts):
    X, rng = counts[0], np.random.default_rng(0)
    sizes = (40, *sizes_of(model))
    start = [rng.random(shape) for shape in zip(sizes[:-1], sizes[1:], strict=True)]
    before = [A.copy() for A in start]
    first = fresh(model, init=start, n_init=1, max_epochs=20).fit(X)
    forms = [tuple(start), [A.tolist() for A in start]]
    if len(start) == 1:
        forms += [start[0], start[0].tolist()]
    for form in forms:
        assert_same_bits(first, fresh(model, init=form, random_state=9, max_epochs=20).fit(X))
    assert all(np.array_equal(A, B) for A, B in zip(start, before, strict=True))
    assert not np.array_equal(first.A_[0], fresh(model, max_epochs=20).fit(X).A_[0])


@pytest.mark.parametrize(
    "model", [model for model in MODELS if not hasattr(model, "pooling")], ids=repr
)
def test_a_fitted_model_is_a_start(model, counts):
    X = counts[0]
    if hasattr(model, "balance"):
        model = fresh(model, balance=0)  # else the weights between layers are found anew
    model = fresh(model).fit(X)
    again = fresh(model, init=model.A_, max_epochs=0).fit(X)
    assert again.reconstruction_err_ == pytest.approx(model.reconstruction_err_, rel=1e-9)
    for A, B in zip(again.A_, model.A_, strict=True):
        np.testing.assert_allclose(A, B, atol=1e-12)


# The topics of documents, computed once


@every_model
def test_answers_are_the_same_from_the_documents_and_from_their_topics(model, counts):
    X, fine, broad = counts
    model = fresh(model, max_epochs=5)
    S = model.fit_transform_layers(X, labels_for(model, "every layer", fine, broad))
    for layer in range(-1, len(S)):
        for name in ("decision_function", "predict_proba", "predict", "assign_topics"):
            ask = getattr(model, name)
            np.testing.assert_array_equal(ask(X, layer), ask(layer=layer, S=S))
            np.testing.assert_array_equal(
                ask(X[:7], layer), ask(layer=layer, S=[S_l[:7] for S_l in S])
            )


@each_of_five
def test_a_fit_places_its_documents_once(model, counts, monkeypatch):
    X, fine, broad = counts
    placed, place = [], type(model)._propagate

    def counted(self, data):
        placed.append(data.shape)
        return place(self, data)

    monkeypatch.setattr(type(model), "_propagate", counted)
    for how in ("fit", "fit_transform", "fit_transform_layers"):
        placed.clear()
        S = getattr(fresh(model, max_epochs=3), how)(X, broad)
        assert placed == [X.shape]
    placed.clear()
    model = fresh(model, max_epochs=3).fit(X, broad)
    placed.clear()
    model.predict(S=S), model.predict_proba(S=S), model.decision_function(S=S)
    model.assign_topics(S=S)
    assert not placed


@each_of_five
def test_either_documents_or_their_topics_are_asked_about(model, counts):
    X, fine, broad = counts
    model = fresh(model, max_epochs=2)
    S = model.fit_transform_layers(X, broad)
    for name in ("decision_function", "predict_proba", "predict", "assign_topics"):
        ask = getattr(model, name)
        with pytest.raises(HiertopicsError, match="either X, .* or S=.* got neither"):
            ask()
        with pytest.raises(HiertopicsError, match="either X, .* or S=.* got both"):
            ask(X, S=S)
        with pytest.raises(HiertopicsError, match="mask and unknown .* S= comes alone"):
            ask(S=S, unknown=X)
        for wrong in (S[1:], [*S, S[0]], [S_l[:, 1:] for S_l in S], S[-1], [S[0].ravel()], []):
            with pytest.raises(HiertopicsError, match="S must be .* got the shapes"):
                ask(S=wrong)


# Callbacks and loggers


@every_model
@pytest.mark.parametrize("n_init", [1, 3])
def test_callback_hears_every_epoch_once(model, n_init):
    X = np.random.default_rng(0).random((40, 30))
    for solver in solvers_of(model)[: 3 if n_init == 3 else 1]:
        heard = []
        told = fresh(model, solver=solver, n_init=n_init, max_epochs=40, tol=0)
        told.set_params(callback=lambda *news, heard=heard: heard.append(news))
        told.fit(X, np.arange(40) % 3)
        assert [epoch for epoch, _ in heard] == list(range(1, told.n_epochs_ + 1))
        assert told.n_epochs_ > 10
        missing = list(told.history_)
        for _, cost in heard:
            missing.remove(cost)
        # What remains are the starts, one for each layer that is trained by itself.
        assert len(missing) == len(told.history_) - told.n_epochs_
        assert missing[0] == told.history_[0]


@every_model
@pytest.mark.parametrize("n_init", [1, 3])
@pytest.mark.parametrize("last", [3, 13])
def test_callback_stops(model, n_init, last):
    heard = []
    X = np.random.default_rng(0).random((40, 30))

    def stop(epoch, cost):
        heard.append(epoch)
        return epoch == last

    model = fresh(model, tol=0, max_epochs=15, n_init=n_init, callback=stop).fit(X)
    assert heard == list(range(1, last + 1)), "not one epoch after the stop"
    assert model.stop_reason_ == "stopped by the callback"
    in_trial = n_init > 1 and last < 10 and not isinstance(model, DeepNMF)
    assert model.n_epochs_ == (10 if in_trial else last)
    assert np.isfinite(model.transform(X)).all()


def test_callback_stops_hierarchical_nmf_in_any_layer(counts):
    """Epochs are counted through the layers; the layers to come keep their start."""
    X = counts[0]
    model = fresh(HierarchicalNMF((6, 4, 2)), n_init=1, max_epochs=12, tol=0)
    full = clone(model).fit(X)
    assert full.n_epochs_ == 36 and len(full.history_) == 39
    for last, layer in ((5, 0), (15, 1), (36, 2)):
        stopped = clone(model).set_params(callback=lambda epoch, _, last=last: epoch == last)
        stopped.fit(X)
        assert stopped.n_epochs_ == last and len(stopped.history_) == last + 3
        done = last + layer + 1
        np.testing.assert_array_equal(stopped.history_[:done], full.history_[:done])
        assert [A.shape for A in stopped.A_] == [(40, 6), (6, 4), (4, 2)]


@each_of_five
def test_epochs_are_logged_and_never_printed(model, counts, caplog, capsys):
    X, own = counts[0], logging.getLogger("someone's own")
    for verbose, logger in ((True, "hiertopics"), (own, "someone's own"), (False, None)):
        caplog.clear()
        heard = []
        told = fresh(model, verbose=verbose)
        told.set_params(callback=lambda *news, heard=heard: heard.append(news))
        with caplog.at_level(logging.INFO):
            told.fit(X)
        lines = [f"epoch {epoch}: cost {cost:.6g}" for epoch, cost in heard]
        assert [record.getMessage() for record in caplog.records] == (lines if verbose else [])
        assert {record.name for record in caplog.records} == ({logger} if verbose else set())
    assert capsys.readouterr() == ("", "")


# scikit-learn's tools


@pytest.mark.smoke
@every_model
def test_clone_pickle_and_data_frames(model, counts):
    X, fine, broad = counts
    model = fresh(model).fit(X, labels_for(model, "every layer", fine, broad))
    copy = pickle.loads(pickle.dumps(model))
    np.testing.assert_array_equal(copy.transform(X), model.transform(X))
    np.testing.assert_array_equal(copy.predict(X), model.predict(X))
    assert copy.get_params() == model.get_params() == clone(model).get_params()
    assert not hasattr(clone(model), "A_")
    frame = model.set_output(transform="pandas").transform(X)
    columns = [f"{type(model).__name__.lower()}{t}" for t in range(sizes_of(model)[-1])]
    assert list(frame.columns) == columns == list(model.get_feature_names_out())
    np.testing.assert_array_equal(frame.to_numpy(), copy.transform(X))
    if len(sizes_of(model)) > 1:
        with pytest.raises(HiertopicsError, match=r"transform_layers\(X\)\[0\]"):
            model.transform(X, layer=0)


@pytest.mark.smoke
@pytest.mark.parametrize("method", [NMF, SSNMF, HierarchicalNMF, DeepNMF, NeuralNMF])
def test_pipelines_take_texts_and_predict(method):
    texts = ["cats chase mice", "mice fear cats", "bread needs salt", "salt and flour"] * 5
    labels = ["animals", "animals", "food", None] * 5
    pipeline = make_pipeline(TextVectorizer(), fresh(method(2))).fit(texts, labels)
    assert list(pipeline.predict(["cats and mice", "flour and bread"])) == ["animals", "food"]
    np.testing.assert_array_equal(
        pipeline.transform(texts), clone(pipeline).fit_transform(texts, labels)
    )


@each_of_five
def test_grid_search_with_labels_and_without(model, counts):
    X, _, broad = counts
    folds = KFold(2, shuffle=True, random_state=0)
    grid = {"n_topics": [1, model.n_topics], "tol": [1e-3]}
    search = GridSearchCV(fresh(model, supervision=10, n_init="auto"), grid, cv=folds)
    assert search.fit(X, broad).best_params_["n_topics"] == model.n_topics
    assert search.best_score_ > 0.9 and (search.predict(X) == broad).mean() > 0.9
    by_share = search.fit(X).cv_results_["mean_test_score"]
    assert 0 < by_share[0] < by_share[1] <= 1
