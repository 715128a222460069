"""NeuralNMF as an estimator: certificates, invariances, scikit-learn habits."""

import logging
import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
import threadpoolctl
from scipy import sparse
from sklearn import config_context
from sklearn.base import clone
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import GridSearchCV, KFold
from sklearn.pipeline import make_pipeline

from hiertopics import HiertopicsError, NeuralNMF, TextVectorizer
from hiertopics.core.costs import LOSSES, Sum, every_depth
from hiertopics.core.epochs import Stop
from hiertopics.models.train import try_starts


@pytest.fixture(scope="module")
def fitted(counts):
    X, _, broad = counts
    labels = np.where(np.arange(60) % 3 == 0, -1, broad)
    return NeuralNMF((4, 2), random_state=0).fit(X, labels)


def test_planted_hierarchy_is_found(counts):
    X, fine, broad = counts
    model = NeuralNMF((4, 2), random_state=0).fit(X)
    for layer, truth in ((0, fine), (1, broad)):
        assigned = model.assign_topics(X, layer)
        pairs = set(zip(truth.tolist(), assigned.tolist(), strict=True))
        assert len(pairs) == len(set(truth.tolist())), "topics and groups correspond one to one"


def test_attributes_fit_together(counts, fitted):
    X = counts[0]
    S = fitted.transform_layers(X)
    assert [A.shape for A in fitted.A_] == [(40, 4), (4, 2)]
    assert fitted.B_[0] is None and fitted.B_[1].shape == (2, 2)
    assert all((A >= 0).all() for A in fitted.A_)
    for A in fitted.A_:
        np.testing.assert_allclose(np.linalg.norm(A, axis=0), 1)
    np.testing.assert_allclose(fitted.components_, (fitted.A_[0] @ fitted.A_[1]).T)
    rebuilt = fitted.inverse_transform(S[1])
    np.testing.assert_allclose(rebuilt, S[1] @ fitted.components_)
    error = np.linalg.norm(X.toarray() - rebuilt)
    assert fitted.reconstruction_err_ == pytest.approx(error, rel=1e-10)
    assert fitted.n_epochs_ == len(fitted.history_) - 1
    assert fitted.score(X) == pytest.approx(1 - error**2 / np.sum(X.toarray() ** 2))


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("sizes", [(4,), (5, 3), (6, 4, 2), (6, 5, 3, 2)])
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("how", [{"balance": 0}, {"balance": 0.5}, {"solver": "pgd"}])
@pytest.mark.parametrize("labelled", [False, True])
def test_history_is_the_cost_of_the_factors_and_never_rises(counts, sizes, loss, how, labelled):
    X, fine, _ = counts
    weights = np.linspace(1, 0.3, len(sizes))
    y = np.repeat(fine[:, None], len(sizes), axis=1) if labelled else None
    model = NeuralNMF(sizes, loss=loss, layer_weights=weights, random_state=1, **how).fit(X, y)
    history = model.history_
    assert (np.diff(history) <= 1e-9 * history[0]).all()
    if loss != "energy":
        S, cost, dense = model.transform_layers(X), 0.0, X.toarray()
        depths = range(len(sizes)) if loss == "every_depth" else [len(sizes) - 1]
        for l in depths:
            cost += weights[l] * np.sum((dense - model.inverse_transform(S[l], l)) ** 2)
        for l, B in enumerate(model.B_ if labelled else []):
            cost += np.sum((np.eye(4)[fine] - S[l] @ B.T) ** 2)
        # The factors are stored with the weights between layers undone; the cost must not notice.
        assert history[-1] == pytest.approx(cost, rel=1e-8)


@pytest.mark.parametrize("sizes", [(4, 2), (6, 4, 2)])
def test_transform_after_fit_repeats_the_training(counts, sizes):
    X = counts[0]
    model = NeuralNMF(sizes, random_state=0)
    np.testing.assert_array_equal(model.fit_transform(X), model.transform(X))
    np.testing.assert_array_equal(model.transform_layers(X)[-1], model.transform(X))
    np.testing.assert_array_equal(model.transform_layers(X)[0], model.transform(X, layer=0))


@pytest.mark.parametrize("convert", [sparse.csc_array, sparse.csr_matrix, lambda X: X.toarray()])
def test_any_container_gives_the_same_model(counts, convert):
    X = counts[0]
    expected = NeuralNMF((4, 2), random_state=0).fit(X)
    got = NeuralNMF((4, 2), random_state=0).fit(convert(X))
    for A, B in zip(expected.A_, got.A_, strict=True):
        np.testing.assert_allclose(A, B, atol=1e-6)


def test_index_type_changes_nothing(counts):
    X = counts[0]
    long = X.copy()
    long.indices, long.indptr = long.indices.astype(np.int64), long.indptr.astype(np.int64)
    short = X.copy()
    short.indices, short.indptr = short.indices.astype(np.int32), short.indptr.astype(np.int32)
    models = [NeuralNMF((4, 2), random_state=0).fit(data) for data in (short, long)]
    np.testing.assert_array_equal(models[0].A_[0], models[1].A_[0])


def test_float32_is_kept_and_close(counts):
    X = counts[0]
    double = NeuralNMF((4, 2), random_state=0).fit(X)
    single = NeuralNMF((4, 2), random_state=0).fit(X.astype(np.float32))
    assert all(A.dtype == np.float32 for A in single.A_)
    assert single.transform(X.astype(np.float32)).dtype == np.float32
    assert single.reconstruction_err_ == pytest.approx(double.reconstruction_err_, rel=1e-3)


def test_same_bits_for_any_number_of_threads():
    rng = np.random.default_rng(0)
    X = sparse.csr_array(sparse.random(700, 300, 0.05, random_state=rng))
    models = [
        NeuralNMF((8, 3), random_state=0, max_epochs=5, tol=0, n_threads=n).fit(X) for n in (1, 2)
    ]
    for one, many in zip(models[0].A_, models[1].A_, strict=True):
        np.testing.assert_array_equal(one, many)
    np.testing.assert_array_equal(models[0].transform(X), models[1].transform(X))


def test_permuting_documents_permutes_topics_of_documents(counts, fitted):
    X = counts[0]
    order = np.random.default_rng(1).permutation(60)
    np.testing.assert_allclose(
        fitted.transform(X[order]), fitted.transform(X)[order], rtol=1e-9, atol=1e-12
    )


def test_scaling_the_data_scales_the_topics_of_documents(counts):
    X = counts[0]
    model = NeuralNMF((4, 2), random_state=0).fit(X)
    np.testing.assert_allclose(model.transform(1000 * X), 1000 * model.transform(X), rtol=1e-8)


def test_seeds_give_different_starts_and_repeat(counts):
    X = counts[0]
    first, second = (NeuralNMF((4, 2), random_state=seed).fit(X) for seed in (0, 1))
    assert first.history_[0] != second.history_[0]
    again = NeuralNMF((4, 2), random_state=0).fit(X)
    np.testing.assert_array_equal(first.history_, again.history_)


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize(
    "change",
    [
        {"n_topics": (5, 2)},
        {"loss": "reconstruction"},
        {"loss": "energy"},
        {"layer_weights": (1, 3)},
        {"balance": 0},
        {"solver": "pgd"},
        {"solver": "pgd", "step_size": 1e-4},
        {"max_epochs": 2},
        {"tol": 0.05},
        {"init": "random"},
        {"n_init": 1},
        {"random_state": 1},
    ],
)
def test_every_parameter_changes_something(change):
    X = np.random.default_rng(0).random((60, 40))
    base = {"random_state": 0, "n_init": 2, "max_epochs": 30}
    expected = NeuralNMF((4, 2), **base).fit(X)
    got = NeuralNMF(**{"n_topics": (4, 2), **base, **change}).fit(X)
    same = len(expected.history_) == len(got.history_) and np.array_equal(
        expected.history_, got.history_
    )
    assert not same


def test_supervision_and_labels_change_the_topics(counts):
    X, fine, broad = counts
    noise = np.random.default_rng(0).permutation(broad)
    weak, strong = (
        NeuralNMF((4, 2), supervision=weight, random_state=0).fit(X, noise) for weight in (0.1, 9)
    )
    free = NeuralNMF((4, 2), random_state=0).fit(X)
    assert not np.allclose(weak.A_[0], strong.A_[0])
    assert not np.allclose(free.A_[0], strong.A_[0])
    assert np.mean(strong.predict(X) == noise) >= np.mean(weak.predict(X) == noise)


def test_zero_supervision_is_no_supervision(counts):
    X, _, broad = counts
    free = NeuralNMF((4, 2), random_state=0).fit(X)
    zero = NeuralNMF((4, 2), supervision=0, random_state=0).fit(X, broad)
    np.testing.assert_allclose(free.A_[0], zero.A_[0], atol=1e-5)


def test_unknown_labels_are_predicted(counts, fitted):
    X, _, broad = counts
    hidden = np.arange(60) % 3 == 0
    assert (fitted.predict(X)[hidden] == broad[hidden]).mean() == 1
    assert fitted.score(X, broad) == 1
    np.testing.assert_allclose(fitted.predict_proba(X).sum(axis=1), 1)


def test_the_label_of_an_unknown_document_is_never_seen(counts):
    X, _, broad = counts
    masked = broad.astype(object)
    masked[::4] = None
    as_nan = np.where(np.arange(60) % 4 == 0, np.nan, broad.astype(float))
    as_minus = np.where(np.arange(60) % 4 == 0, -1, broad)
    models = [NeuralNMF((4, 2), random_state=0).fit(X, y) for y in (masked, as_nan, as_minus)]
    for other in models[1:]:
        np.testing.assert_array_equal(models[0].A_[0], other.A_[0])
        np.testing.assert_array_equal(models[0].B_[1], other.B_[1])


def test_labels_at_every_layer(counts):
    X, fine, broad = counts
    names = np.array(["a", "b", "c", "d"], dtype=object)[fine]
    y = np.column_stack([names, np.where(broad == 1, "high", "low")]).astype(object)
    y[::5, 0] = None
    model = NeuralNMF((4, 2), random_state=0).fit(X, y)
    assert [list(found) for found in model.classes_] == [["a", "b", "c", "d"], ["high", "low"]]
    assert (model.predict(X, layer=0) == names).mean() == 1
    assert (model.predict(X) == y[:, 1]).mean() == 1
    assert model.decision_function(X, layer=0).shape == (60, 4)


def test_layer_without_labels_says_where_labels_are(counts, fitted):
    with pytest.raises(HiertopicsError, match=r"layer 0 was fitted without labels.*\[1\]"):
        fitted.predict(counts[0], layer=0)


def test_without_labels_there_is_no_predict(counts):
    model = NeuralNMF((4, 2), random_state=0)
    assert hasattr(model, "predict")
    model.fit(counts[0])
    assert not hasattr(model, "predict")
    assert not hasattr(model, "classes_")


def test_refit_without_labels_forgets_them(counts):
    X, _, broad = counts
    model = NeuralNMF((4, 2), random_state=0).fit(X, broad)
    model.fit(X)
    assert not hasattr(model, "classes_")


def test_works_in_pipeline_grid_search_clone_and_pickle(counts):
    texts = ["cats chase mice", "mice fear cats", "bread needs salt", "salt and flour"] * 5
    labels = ["animals", "animals", "food", "food"] * 5
    pipeline = make_pipeline(TextVectorizer(), NeuralNMF((2,), random_state=0))
    pipeline.fit(texts, labels)
    assert list(pipeline.predict(["cats and mice", "flour and bread"])) == ["animals", "food"]
    copy = pickle.loads(pickle.dumps(pipeline))
    np.testing.assert_array_equal(copy.transform(texts), pipeline.transform(texts))
    X, _, broad = counts
    folds = KFold(2, shuffle=True, random_state=0)
    grid = {"supervision": [0.5, 2.0], "balance": [0, 0.5]}
    search = GridSearchCV(NeuralNMF((4, 2), random_state=0), grid, cv=folds).fit(X, broad)
    assert search.best_score_ > 0.9
    unsupervised = GridSearchCV(NeuralNMF((4, 2), random_state=0), {"balance": [0, 0.5]}, cv=2)
    assert 0 < unsupervised.fit(X).best_score_ <= 1
    assert clone(search.best_estimator_).get_params()["supervision"] in (0.5, 2.0)


def test_pandas_output(counts):
    X = counts[0].toarray()
    model = NeuralNMF((4, 2), random_state=0).set_output(transform="pandas")
    frame = model.fit_transform(X)
    assert list(frame.columns) == ["neuralnmf0", "neuralnmf1"]
    with pytest.raises(HiertopicsError, match=r"transform_layers\(X\)\[0\]"):
        model.transform(X, layer=0)


def test_custom_cost_and_own_start(counts):
    X = counts[0]

    def shrink(network, partials):
        partials.S[-1] += 0.2
        return 0.2 * float(network.S[-1].sum())

    rng = np.random.default_rng(0)
    start = [rng.random((40, 4)), rng.random((4, 2))]
    model = NeuralNMF((4, 2), loss=shrink, init=start, max_epochs=3, tol=0, random_state=0)
    assert model.fit(X).history_[-1] < model.history_[0]


@pytest.mark.parametrize("balance, tolerance", [(0, 1e-9), (0.5, 0.01)])
def test_a_fitted_model_is_a_start(counts, balance, tolerance):
    """Weights between layers are found anew, so with balance the cost is near, not the same."""
    X = counts[0]
    model = NeuralNMF((5, 3, 2), balance=balance, random_state=0).fit(X)
    again = NeuralNMF((5, 3, 2), balance=balance, init=model.A_, max_epochs=0, tol=0).fit(X)
    assert again.history_[0] == pytest.approx(model.history_[-1], rel=tolerance)


def test_callback_stops_and_logger_logs(counts, caplog):
    X = counts[0]
    seen = []
    model = NeuralNMF(
        (4, 2), n_init=1, callback=lambda epoch, cost: seen.append(cost) or epoch == 2, verbose=True
    )
    with caplog.at_level(logging.INFO, logger="hiertopics"):
        model.fit(X)
    assert len(seen) == 2 and model.stop_reason_ == "stopped by the callback"
    assert "epoch 2: cost" in caplog.text


def test_pgd_diverges_with_words_not_numbers(counts):
    model = NeuralNMF((4, 2), solver="pgd", step_size=1e300, random_state=0)
    with pytest.warns(ConvergenceWarning, match="lower step_size"):
        model.fit(counts[0])
    assert np.isfinite(model.A_[0]).all()


def test_degenerate_data_stays_finite():
    blank = np.zeros((5, 4))
    same = np.ones((6, 3))
    one = np.array([[0.0, 2.0, 0.0]])
    for X in (blank, same, one, sparse.csr_array(blank)):
        model = NeuralNMF((4, 2), random_state=0).fit(X)
        for part in (*model.A_, *model.transform_layers(X), model.history_):
            assert np.isfinite(part).all()
        assert np.isfinite(model.reconstruction_err_)
    assert (NeuralNMF((3, 2), random_state=0).fit(blank).assign_topics(blank) == -1).all()


@pytest.mark.parametrize(
    "dtype, scale", [(np.float64, 1e300), (np.float32, 1e30), (np.float64, 1e-170)]
)
def test_values_whose_squares_do_not_fit_are_refused(counts, dtype, scale):
    with pytest.raises(HiertopicsError, match="divide X by its largest value"):
        NeuralNMF((4, 2)).fit(counts[0].astype(dtype) * dtype(scale))


@pytest.mark.parametrize(
    "dtype, scale", [(np.float64, 1e140), (np.float64, 1e-140), (np.float32, 1e9)]
)
def test_scale_of_the_data_does_not_matter(counts, dtype, scale):
    X = counts[0].astype(dtype)
    plain = NeuralNMF((4, 2), random_state=0).fit(X)
    scaled = NeuralNMF((4, 2), random_state=0).fit(X * dtype(scale))
    tolerance = 1e-3 if dtype is np.float32 else 1e-6
    # Starts whose costs differ by rounding alone may give the same topics in another order.
    order = (plain.A_[0].T @ scaled.A_[0]).argmax(axis=1)
    np.testing.assert_allclose(plain.A_[0], scaled.A_[0][:, order], atol=tolerance)


@pytest.mark.parametrize(
    "parameters, message",
    [
        ({"n_topics": (6, 20)}, r"fine to broad.*did you mean \(20, 6\)"),
        ({"n_topics": ()}, "whole numbers of at least 1"),
        ({"n_topics": (4, 0)}, "whole numbers of at least 1"),
        ({"n_topics": 2.5}, "whole numbers of at least 1"),
        ({"loss": "best"}, "loss must be one of 'reconstruction', 'energy', 'every_depth'"),
        ({"solver": "adam"}, "solver must be one of 'quasi-newton', 'pgd', got 'adam'"),
        ({"init": "svd"}, "init must be one of"),
        ({"init": [np.ones((3, 4)), np.ones((4, 2))]}, r"shapes \[\(40, 4\), \(4, 2\)\]"),
        ({"init": [-np.ones((40, 4)), np.ones((4, 2))]}, "finite, nonnegative factors"),
        ({"max_epochs": -1}, "max_epochs must be a whole number of at least 0"),
        ({"max_epochs": 1.5}, "max_epochs must be a whole number"),
        ({"tol": -1e-3}, "tol must be a number of at least 0"),
        ({"tol": "small"}, "tol must be a number of at least 0"),
        ({"n_init": 0}, "n_init must be a whole number of at least 1"),
        ({"balance": np.nan}, "balance must be a number"),
        ({"supervision": (1, 2, 3)}, "supervision needs one number per layer, 2"),
        ({"layer_weights": (1, -1)}, "layer_weights must be a number of at least 0"),
        ({"step_size": -1}, "step_size must be a number"),
        ({"balance": -1}, "balance must be a number of at least 0"),
        ({"n_threads": 0}, "n_threads must be a whole number of at least 1"),
        ({"n_threads": "2"}, "n_threads must be a whole number"),
        ({"loss": ["a"]}, "loss must be one of"),
        ({"layer_weights": (0, 0)}, "must give weight to a layer that the loss .* has, got"),
    ],
)
def test_errors_tell_what_to_do(counts, parameters, message):
    with pytest.raises(HiertopicsError, match=message):
        NeuralNMF(**{"n_topics": (4, 2), **parameters}).fit(counts[0], counts[1])


@pytest.mark.parametrize(
    "y, message",
    [
        (np.zeros(59), r"one label per document, shape \(60,\)"),
        (np.zeros((60, 3)), "2 columns for n_topics with 2 layers, got 3"),
        (np.array([1, "a"] * 30, dtype=object), "all numbers or all strings"),
        (pd.Series([(1, 2)] * 60), "one per document"),
    ],
)
def test_label_errors_tell_what_to_do(counts, y, message):
    with pytest.raises(HiertopicsError, match=message):
        NeuralNMF((4, 2)).fit(counts[0], y)


def test_layer_out_of_range(counts, fitted):
    with pytest.raises(HiertopicsError, match="between 0 .finest. and 1 .broadest., got 2"):
        fitted.transform(counts[0], layer=2)
    with pytest.raises(HiertopicsError, match=r"S must have shape \(n_docs, 2\)"):
        fitted.inverse_transform(np.ones((3, 4)))


def test_labels_keep_float32(counts):
    X, _, broad = counts
    model = NeuralNMF((4, 2), random_state=0).fit(X.astype(np.float32), broad)
    assert {A.dtype for A in (*model.A_, model.B_[1], *model.layer_scales_)} == {np.dtype("f4")}


@pytest.mark.parametrize("step_size", [None, np.float64(1e-3)])
def test_pgd_keeps_float32_whatever_the_type_of_its_step(counts, step_size):
    model = NeuralNMF((4, 2), solver="pgd", step_size=step_size, tol=0, max_epochs=3)
    assert {A.dtype for A in model.fit(counts[0].astype(np.float32)).A_} == {np.dtype("f4")}


@pytest.mark.parametrize("n_init", [1, 3])
def test_callback_hears_every_epoch_once(n_init):
    X = np.random.default_rng(0).random((60, 40))
    heard = []
    model = NeuralNMF(
        (4, 2), n_init=n_init, random_state=0, callback=lambda *news: heard.append(news)
    ).fit(X)
    assert model.n_epochs_ > 10
    assert heard == list(enumerate(model.history_))[1:]
    stopped = NeuralNMF(
        (4, 2), n_init=n_init, random_state=0, callback=lambda epoch, cost: epoch == 12
    ).fit(X)
    assert stopped.n_epochs_ == 12


@dataclass(frozen=True)
class End:
    """Where a start ended."""

    cost: float
    stop: Stop
    history: tuple = (0.0,)


@pytest.mark.parametrize("at", range(3))
@pytest.mark.parametrize(
    ("failed", "other"),
    [
        (End(1, Stop.NOT_FINITE), End(3, Stop.CONVERGED)),
        (End(np.nan, Stop.NOT_FINITE), End(3, Stop.CONVERGED)),
        (End(2, Stop.ROSE), End(5, Stop.STATIONARY)),
        (End(np.nan, Stop.NOT_FINITE), End(7, Stop.NOT_FINITE)),
    ],
)
def test_a_start_that_failed_is_passed_over_for_one_that_did_not(failed, other, at):
    ends = [failed] * 3
    ends[at] = other
    remaining = iter(ends)
    assert try_starts(3, lambda: next(remaining), lambda end, *_: end, 20) is other


def test_fits_in_several_threads_leave_everything_as_it_was(counts):
    X = counts[0]
    expected = NeuralNMF((4, 2), random_state=0).fit(X)
    before = [(pool["filepath"], pool["num_threads"]) for pool in threadpoolctl.threadpool_info()]
    with ThreadPoolExecutor(4) as pool:
        models = list(pool.map(lambda _: NeuralNMF((4, 2), random_state=0).fit(X), range(4)))
    after = [(pool["filepath"], pool["num_threads"]) for pool in threadpoolctl.threadpool_info()]
    assert before == after
    for model in models:
        np.testing.assert_array_equal(model.A_[0], expected.A_[0])


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize(
    "weights", [{"supervision": 10}, {"supervision": 100}, {"layer_weights": (30, 30)}]
)
def test_default_step_of_pgd_suits_the_whole_cost(counts, weights):
    X, _, broad = counts
    model = NeuralNMF((4, 2), solver="pgd", max_epochs=300, random_state=0, **weights)
    history = model.fit(X, broad).history_
    assert history[-1] < history[0] and max(history) == history[0]


def test_pgd_that_ends_higher_says_so(counts):
    model = NeuralNMF((4, 2), solver="pgd", step_size=0.5, tol=0.5, random_state=0)
    with pytest.warns(ConvergenceWarning, match="lower step_size"):
        model.fit(counts[0])


def test_cost_that_is_not_finite_is_told(counts):
    model = NeuralNMF((4, 2), loss=lambda network, partials: np.nan, random_state=0)
    with pytest.warns(ConvergenceWarning, match="not finite"):
        model.fit(counts[0])


@pytest.mark.parametrize("flaw", ["value", "gradient"])
@pytest.mark.parametrize("solver", ["quasi-newton", "pgd"])
def test_own_cost_that_breaks_later_is_told(counts, solver, flaw):
    calls = []

    def breaking(network, partials):
        calls.append(1)
        if len(calls) <= 30:
            return 0.0
        partials.S[0][:] += np.nan if flaw == "gradient" else 0
        return np.nan if flaw == "value" else 0.0

    loss = Sum((*every_depth([1, 1]), breaking))
    limits = {"n_init": 1, "max_epochs": 500, "tol": 0, "random_state": 0}
    step_size = 1e-6 if solver == "pgd" else None
    model = NeuralNMF((4, 2), loss=loss, solver=solver, step_size=step_size, **limits)
    with pytest.warns(ConvergenceWarning, match="not finite.*check the cost"):
        model.fit(counts[0])
    assert 0 < model.n_epochs_ < 40 and np.isfinite(model.history_).all()
    assert all(np.isfinite(A).all() for A in model.A_)


def test_score_of_labels_at_the_fine_layer_only(counts):
    X, fine, _ = counts
    y = np.column_stack([fine.astype(object), np.full(60, None)])
    model = NeuralNMF((4, 2), random_state=0).fit(X, y)
    assert model.score(X, y) == model.score(X, fine) == model.score(X, fine[:, None]) == 1
    assert (model.predict(X) == fine).all()
    with pytest.raises(HiertopicsError, match="one label per document"):
        model.score(X, fine[:-1])


def test_default_weights_are_those_of_the_docstring(counts):
    X = counts[0]
    for loss, weights in (("every_depth", 1), ("energy", (1, 0.1)), ("reconstruction", 1)):
        default = NeuralNMF((4, 2), loss=loss, random_state=0).fit(X)
        explicit = NeuralNMF((4, 2), loss=loss, layer_weights=weights, random_state=0).fit(X)
        np.testing.assert_array_equal(default.history_, explicit.history_)


def test_blas_stays_on_one_thread_while_training(counts):
    seen = []

    def look(epoch, cost):
        seen.extend(
            pool["num_threads"]
            for pool in threadpoolctl.threadpool_info()
            if pool["user_api"] == "blas"
        )

    with threadpoolctl.threadpool_limits(2, user_api="blas"):
        NeuralNMF((4, 2), n_init=1, random_state=0, callback=look).fit(counts[0])
    assert seen and set(seen) == {1}


def test_extreme_balance_stays_finite(counts):
    model = NeuralNMF((4, 2), balance=1e6, random_state=0).fit(counts[0])
    assert all(np.isfinite(A).all() for A in model.A_)


def test_layer_is_no_metadata_to_route(counts):
    with config_context(enable_metadata_routing=True):
        make_pipeline(NeuralNMF((4, 2), random_state=0)).fit(counts[0]).transform(counts[0])
        routing = NeuralNMF().get_metadata_routing()
        for method in ("transform", "inverse_transform", "predict", "decision_function"):
            assert not {"layer", "S"} & set(getattr(routing, method).requests)
        mask = np.ones(counts[0].shape)
        masked = NeuralNMF((4, 2), random_state=0).set_fit_request(mask=True)
        masked.set_transform_request(mask=True)
        make_pipeline(masked).fit(counts[0], mask=mask).transform(counts[0], mask=mask)
