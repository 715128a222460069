"""What all five estimators promise alike: scikit-learn's checks, attributes, invariances."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.base import clone
from sklearn.utils.estimator_checks import parametrize_with_checks
from support.estimators import (
    arrays_of,
    assert_same_bits,
    each_of_five,
    every_model,
    fresh,
    labelled,
    labels_for,
    sizes_of,
    solvers_of,
)

from hiertopics import NMF, SSNMF, DeepNMF, HierarchicalNMF, NeuralNMF
from hiertopics.core.epochs import Stop
from hiertopics.core.threads import use_threads

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
SHORT = {"max_epochs": 5, "n_init": 2}


@parametrize_with_checks(
    [
        NMF(2, **SHORT),
        SSNMF(2, solver="mu", **SHORT),
        HierarchicalNMF((3, 2), balance=0.5, solver="hals", **SHORT),
        DeepNMF((3, 2), pooling="k-max", max_refinements=5, **SHORT),
        NeuralNMF((3, 2), **SHORT),
        NeuralNMF(2, loss="reconstruction", solver="pgd", init="random", **SHORT),
        NMF(2, neighbours=3, **SHORT),
        NeuralNMF((3, 2), neighbours=3, **SHORT),
        NMF(max_epochs=1),
        DeepNMF(max_epochs=1, max_refinements=1),
        NeuralNMF(init="random", n_init=1, max_epochs=1),
    ]
)
def test_scikit_learn_checks(estimator, check):
    check(estimator)


# Attributes


@every_model
@labelled
def test_attributes_are_as_documented(model, how, counts):
    X, fine, broad = counts
    model = fresh(model).fit(X, labels_for(model, how, fine, broad))
    sizes = sizes_of(model)
    assert [A.shape for A in model.A_] == list(zip((40, *sizes[:-1]), sizes, strict=True))
    assert [D.shape for D in model.layer_scales_] == [(k,) for k in sizes[:-1]]
    for name in ("A_", "B_", "layer_scales_"):
        assert type(getattr(model, name)) is list
    for array in arrays_of(model):
        assert array.dtype == float and np.isfinite(array).all() and (array >= 0).all()
    rebuilt = np.eye(40)
    for A in model.A_:
        rebuilt = rebuilt @ A
    assert model.components_.shape == (sizes[-1], 40)
    np.testing.assert_allclose(model.components_, rebuilt.T, atol=1e-12)
    n_histories = len(sizes) if isinstance(model, HierarchicalNMF) else 1
    assert model.history_.shape == (model.n_epochs_ + n_histories,)
    assert type(model.n_epochs_) is int and model.stop_reason_ in {stop.value for stop in Stop}
    assert type(model.n_features_in_) is int and model.n_features_in_ == 40


@every_model
@labelled
def test_classes_and_classifiers_are_those_of_the_labelled_layers(model, how, counts):
    X, fine, broad = counts
    sizes = sizes_of(model)
    names = np.array(["ant", "bee", "cow", "dog"], dtype=object)
    y = labels_for(model, how, fine, broad)
    y = None if y is None else np.where(y == -1, None, names[y])
    model = fresh(model).fit(X, y)
    n_classes = [0] * len(sizes)
    if how != "no labels":
        n_classes = [4 if how == "every layer" else 0] * (len(sizes) - 1) + [2]
    for B, k, n in zip(model.B_, sizes, n_classes, strict=True):
        assert B is None if n == 0 else B.shape == (n, k)
    assert hasattr(model, "classes_") == hasattr(model, "predict") == (how != "no labels")
    if how == "every layer" and len(sizes) > 1:
        assert [list(found) for found in model.classes_] == [list(names[:n]) for n in n_classes]
    elif how != "no labels":
        assert list(model.classes_) == ["ant", "bee"]
    for l in np.flatnonzero(n_classes):
        assert set(model.predict(X, layer=l)) <= set(names[: n_classes[l]])
        assert model.predict_proba(X, layer=l).shape == (60, n_classes[l])
    assert not hasattr(model.fit(X), "classes_") and set(model.B_) == {None}


@every_model
@labelled
def test_error_and_score_are_those_of_x_as_it_is_rebuilt(model, how, counts):
    X, fine, broad = counts
    model = fresh(model).fit(X, labels_for(model, how, fine, broad))
    rebuilt, norm = model.inverse_transform(model.transform(X)), np.linalg.norm(X.toarray())
    np.testing.assert_allclose(rebuilt, model.transform(X) @ model.components_)
    error = np.linalg.norm(X.toarray() - rebuilt)
    assert type(model.reconstruction_err_) is float
    assert model.reconstruction_err_ == pytest.approx(error, rel=1e-9)
    assert model.score(X) == pytest.approx(1 - (error / norm) ** 2, rel=1e-9)
    if how != "no labels":
        assert model.score(X, broad) == np.mean(model.predict(X) == broad)


@every_model
@labelled
@pytest.mark.parametrize("max_epochs", [0, 30])
def test_columns_have_unit_length_but_for_deep_nmf_and_pgd(model, how, max_epochs, counts):
    X, fine, broad = counts
    y = labels_for(model, how, fine, broad)
    for solver in solvers_of(model):
        model = fresh(model, solver=solver, init="random", max_epochs=max_epochs).fit(X, y)
        if isinstance(model, DeepNMF):
            assert all((D == 1).all() for D in model.layer_scales_)
        elif solver != "pgd":
            for A in model.A_:
                np.testing.assert_allclose(np.linalg.norm(A, axis=0), 1, rtol=1e-12)


@every_model
def test_names_of_terms_are_kept(model, counts):
    frame = pd.DataFrame(counts[0].toarray(), columns=[f"word{j}" for j in range(40)])
    assert list(fresh(model, **SHORT).fit(frame).feature_names_in_) == list(frame.columns)


# Invariances


@pytest.mark.smoke
@every_model
@labelled
def test_fit_transform_is_fit_and_then_transform(model, how, counts):
    X, fine, broad = counts
    y = labels_for(model, how, fine, broad)
    S = fresh(model).fit_transform(X, y)
    model = fresh(model).fit(X, y)
    np.testing.assert_array_equal(S, model.transform(X))
    layers = model.transform_layers(X)
    for once, again in zip(fresh(model).fit_transform_layers(X, y), layers, strict=True):
        np.testing.assert_array_equal(once, again)
    assert [S_l.shape for S_l in layers] == [(60, k) for k in sizes_of(model)]
    for l, S_l in enumerate(layers):
        assert (S_l >= 0).all() and np.array_equal(S_l, model.transform(X, layer=l))


@every_model
def test_documents_are_assigned_by_what_they_hold_of_the_fine_topics_below(model, counts):
    X = counts[0]
    model = fresh(model)
    S = model.fit_transform_layers(X)
    assert [each.shape for each in model.parents_] == [(k,) for k in sizes_of(model)[:-1]]
    held = S[0]
    for l in range(len(S)):
        if l > 0:
            extents = model.A_[l] * S[l].sum(axis=0)
            explained = extents.any(axis=1)
            parents = model.parents_[l - 1]
            assert (parents[explained] == extents.argmax(axis=1)[explained]).all()
            held = np.stack(
                [held[:, parents == topic].sum(axis=1) for topic in range(S[l].shape[1])], axis=1
            )
        strongest = np.where(held.any(axis=1), held.argmax(axis=1), -1)
        assert (model.assign_topics(X, l) == strongest).all()
        assert (model.assign_topics(S=S, layer=l) == strongest).all()


@every_model
def test_float32_is_kept_and_close(model, counts):
    X, fine, broad = counts
    y, narrow = labels_for(model, "every layer", fine, broad), X.astype(np.float32)
    single, double = fresh(model).fit(narrow, y), fresh(model).fit(X, y)
    assert {array.dtype for array in (*arrays_of(single), single.components_)} == {np.dtype("f4")}
    assert single.transform(narrow).dtype == single.predict_proba(narrow).dtype == np.float32
    assert single.transform(X).dtype == double.transform(X).dtype == np.float64
    assert single.history_.dtype == np.float64
    assert single.reconstruction_err_ == pytest.approx(double.reconstruction_err_, rel=1e-3)


@pytest.mark.smoke
@every_model
@labelled
def test_any_container_gives_the_same_model_and_stays_as_it_was(model, how, counts):
    X, fine, broad = counts
    y = labels_for(model, how, fine, broad)
    first = fresh(model, max_epochs=10).fit(X, y)
    for same, form in (
        (True, X.tocsc()),
        (True, sparse.csr_matrix(X)),
        (False, X.toarray()),
        (False, np.asfortranarray(X.toarray())),
    ):
        before = form.copy()
        other = fresh(model, max_epochs=10).fit(form, y)
        if same:
            assert_same_bits(first, other)
            np.testing.assert_array_equal(first.transform(X), other.transform(form))
        # Where nothing is left to gain, rounding decides who goes on for an epoch more.
        both = min(len(first.history_), len(other.history_))
        np.testing.assert_allclose(other.history_[:both], first.history_[:both], rtol=1e-9)
        assert other.history_[-1] == pytest.approx(first.history_[-1], rel=1e-9)
        for A, B in zip(arrays_of(first), arrays_of(other), strict=True):
            np.testing.assert_allclose(A, B, atol=1e-6)
        assert type(form) is type(before) and (form != before).sum() == 0


@each_of_five
@pytest.mark.parametrize("share_unknown", [0, 0.1])
def test_one_thread_gives_the_bits_of_two(model, share_unknown):
    rng = np.random.default_rng(0)
    X = sparse.csr_array(sparse.random(300, 200, 0.05, random_state=rng))
    unknown = sparse.csr_array(rng.random(X.shape) < share_unknown)
    y = rng.integers(-1, 3, 300)
    for solver in solvers_of(model):
        seen, models = [], []
        for n_threads in (1, 2):
            told = fresh(model, n_threads=n_threads, solver=solver, max_epochs=3, tol=0)
            told.set_params(callback=lambda *_, seen=seen: seen.append(use_threads(None)))
            models.append(told.fit(X, y, unknown=unknown))
        assert set(seen) == {1, min(2, use_threads(None))}
        assert_same_bits(*models)
        np.testing.assert_array_equal(*(fitted.transform_layers(X)[0] for fitted in models))


@every_model
def test_a_seed_gives_the_same_bits_and_every_seed_another_start(model, counts):
    X = counts[0]
    for seed in (3, None):
        state = [np.random.RandomState(seed or 5) for _ in range(2)] if seed is None else [seed] * 2
        assert_same_bits(*(fresh(model, random_state=s, **SHORT).fit(X) for s in state))
    for init in (fresh(model).init, "random"):
        starts = [fresh(model, random_state=seed, init=init, max_epochs=0) for seed in range(4)]
        costs = {start.set_params(n_init=1).fit(X).history_[0] for start in starts}
        assert len(costs) == 4


@every_model
@labelled
def test_permuting_documents_permutes_their_topics(model, how, counts):
    X, fine, broad = counts
    y = labels_for(model, how, fine, broad)
    rng, sizes = np.random.default_rng(1), (40, *sizes_of(model))
    start = [rng.random(shape) for shape in zip(sizes[:-1], sizes[1:], strict=True)]
    order = rng.permutation(60)
    model = fresh(model, init=start, max_epochs=5, max_refinements=5, tol=0).fit(X, y)
    other = clone(model).fit(X[order], None if y is None else y[order])
    np.testing.assert_allclose(other.history_, model.history_, rtol=1e-8)
    for S, permuted in zip(
        model.transform_layers(X), other.transform_layers(X[order]), strict=True
    ):
        np.testing.assert_allclose(permuted, S[order], rtol=1e-5, atol=1e-7 * S.max())
    # Permuted documents are those of the fitted model too, whatever else is placed with them.
    for S, permuted in zip(
        model.transform_layers(X), model.transform_layers(X[order[:20]]), strict=True
    ):
        np.testing.assert_allclose(permuted, S[order[:20]], rtol=1e-9, atol=1e-12 * S.max())
