"""What is saved comes back the same, whole or not at all."""

import math
import os
import warnings
import zipfile
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import sparse
from support.estimators import MODELS, every_model, fresh, labelled, labels_for

import hiertopics as ht
from hiertopics.documents.excerpts import Excerpt
from hiertopics.store.values import ValueReader, ValueWriter


def again(fitted, path):
    """What comes back after a way through a file; saved once more it gives the same bytes."""
    ht.save(fitted, path)
    loaded = ht.load(path)
    second = path.with_name("second")
    ht.save(loaded, second)
    assert path.read_bytes() == second.read_bytes()
    return loaded


def test_saving_reports_how_many_arrays_are_written(tmp_path):
    model = ht.NMF(2, random_state=0).fit(np.kron(np.eye(2), np.ones((5, 3))))
    reports = []
    ht.save(model, tmp_path / "model.ht", lambda *report: reports.append(report))
    with zipfile.ZipFile(tmp_path / "model.ht") as archive:
        n_arrays = sum(name.endswith(".npy") for name in archive.namelist())
    assert n_arrays > 1
    assert reports == [("saving", 0, None), ("saving", 0, n_arrays), ("saving", n_arrays, n_arrays)]


def assert_same(one, two):
    """Equal in type and every bit, also NaN and what is inside."""
    assert type(one) is type(two)
    if isinstance(one, np.ndarray):
        assert one.dtype == two.dtype and one.shape == two.shape
        assert one.flags.f_contiguous == two.flags.f_contiguous
        if one.dtype == object:
            assert_same(one.ravel().tolist(), two.ravel().tolist())
        else:
            np.testing.assert_array_equal(one, two)
            assert one.tobytes() == two.tobytes()
    elif isinstance(one, sparse.csr_array):
        assert one.shape == two.shape
        for name in ("data", "indices", "indptr"):
            assert_same(getattr(one, name), getattr(two, name))
    elif isinstance(one, list | tuple):
        assert len(one) == len(two)
        for mine, theirs in zip(one, two, strict=True):
            assert_same(mine, theirs)
    elif isinstance(one, dict):
        assert_same(list(one.items()), list(two.items()))
    elif isinstance(one, float | np.inexact | np.datetime64 | np.timedelta64):
        assert repr(one) == repr(two)
    else:
        assert one == two


def assert_same_estimator(one, two):
    assert type(one) is type(two) and list(vars(one)) == list(vars(two))
    assert_same(vars(one), vars(two))


@pytest.mark.smoke
@every_model
@labelled
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_models_come_back_the_same(model, how, dtype, counts, tmp_path):
    X, fine, broad = counts
    X = X.astype(dtype)
    model = fresh(model, max_epochs=10, tol=0).fit(X, labels_for(model, how, fine, broad))
    loaded = again(model, tmp_path / "model")
    assert_same_estimator(model, loaded)
    assert_same(model.transform_layers(X), loaded.transform_layers(X))
    for layer, B in enumerate(model.B_):
        assert_same(model.assign_topics(X, layer), loaded.assign_topics(X, layer))
        if B is not None:
            assert_same(model.predict(X, layer), loaded.predict(X, layer))
            assert_same(model.predict_proba(X, layer), loaded.predict_proba(X, layer))
    assert hasattr(model, "predict") == hasattr(loaded, "predict")


@pytest.mark.parametrize(
    "names",
    [np.array(["sea", "größe"]), np.array([3, 7]), np.array([0.5, 2.0]), np.array([False, True])],
    ids=lambda names: names.dtype.name,
)
def test_classes_of_every_kind(names, counts, tmp_path):
    X, _, broad = counts
    model = fresh(ht.SSNMF(4)).fit(X, names[broad].tolist())
    assert_same_estimator(model, again(model, tmp_path / "model"))


def test_targets_and_names_of_a_frame(counts, tmp_path):
    import pandas

    X, _, broad = counts
    frame = pandas.DataFrame(X.toarray(), columns=[f"term {j}" for j in range(X.shape[1])])
    targets = pandas.DataFrame(np.eye(2)[broad], columns=["left", "right"])
    model = fresh(ht.NeuralNMF((4, 2))).set_output(transform="pandas").fit(frame, targets=targets)
    loaded = again(model, tmp_path / "model")
    assert_same_estimator(model, loaded)
    assert loaded.transform(frame).equals(model.transform(frame))


def test_settings_that_json_does_not_know(counts, tmp_path):
    X, _, _ = counts
    rng = np.random.default_rng(0)
    start = [rng.random((40, 4)), rng.random((4, 2))]
    model = ht.NeuralNMF(
        np.array([4, 2]),
        layer_weights=(np.float32(1), 0.25),
        tol=np.float64(1e-5),
        max_epochs=np.int64(9),
        init=start,
        random_state=np.random.RandomState(5),
    ).set_params(n_init="auto")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(X)
    loaded = again(model, tmp_path / "model")
    mine, theirs = model.get_params(), loaded.get_params()
    one, two = mine.pop("random_state"), theirs.pop("random_state")
    mine |= {"layer_weights": (1.0, 0.25), "tol": 1e-5, "max_epochs": 9}  # numbers of Python
    assert_same(mine, theirs)
    assert one.random_sample(7).tolist() == two.random_sample(7).tolist(), "numbers go on"
    model.set_params(tol=math.nan, balance=math.inf)
    loaded = again(model, tmp_path / "model")
    assert math.isnan(loaded.tol) and loaded.balance == math.inf


def test_wishes_of_the_session_are_left_out(counts, tmp_path):
    X, _, _ = counts
    model = fresh(ht.NMF(4)).set_params(callback=lambda epoch, cost: False, verbose=True).fit(X)
    ht.save(model, tmp_path / "model")
    loaded = ht.load(tmp_path / "model")
    assert loaded.callback is None and loaded.verbose is False and model.verbose is True


def test_code_is_refused_and_the_way_round_it_is_named(counts, tmp_path):
    X, _, _ = counts
    pooled = fresh(ht.DeepNMF((4, 2), pooling=lambda S: S), tol=0).fit(X)
    with pytest.raises(ht.StoreError, match=r"pooling of this DeepNMF .* set_params\(pooling=None"):
        ht.save(pooled, tmp_path / "model")
    own = fresh(ht.NeuralNMF((4, 2))).fit(X).set_params(loss=lambda network, partials: 0.0)
    with pytest.raises(ht.StoreError, match=r"set_params\(loss='every_depth'\)"):
        ht.save(own, tmp_path / "model")
    split = ht.TextVectorizer(tokenizer=str.split).fit(["cats chase mice", "salt and bread"])
    with pytest.raises(ht.StoreError, match=r"tokenizer .* set_params\(tokenizer=None\)"):
        ht.save(split, tmp_path / "model")
    loaded = again(split.set_params(tokenizer=None), tmp_path / "model")
    loaded.set_params(tokenizer=str.split)
    split.set_params(tokenizer=str.split)
    texts = ["salt and cats", "cats-and-mice"]
    assert_same(loaded.transform(texts).toarray(), split.transform(texts).toarray())


class OwnNMF(ht.NMF):
    """A model of the user's."""


@pytest.mark.parametrize(
    "other, message",
    [
        (ht.NMF(3), "not fitted; call fit"),
        (ht.TextVectorizer(), "not fitted; call fit"),
        (OwnNMF(3), "expected a fitted model of hiertopics.*got a .*OwnNMF"),
        ({"a": 1}, "got a builtins.dict"),
        (type("Run", (), {})(), "got a .*Run"),
    ],
)
def test_what_is_not_of_hiertopics_is_refused(other, message, tmp_path):
    with pytest.raises(ht.StoreError, match=message):
        ht.save(other, tmp_path / "file")
    assert os.listdir(tmp_path) == []


def test_what_was_set_after_fitting_and_would_not_load_is_not_saved(counts, tmp_path):
    vectorizer = ht.TextVectorizer().fit(["cats chase mice", "salt and bread"])
    with pytest.raises(ht.StoreError, match="stem was set after fitting.*fit again"):
        ht.save(vectorizer.set_params(stem=True), tmp_path / "file")
    model = fresh(ht.NMF(4)).fit(counts[0])
    model.A_ = [model.A_[0][:-1]]
    with pytest.raises(ht.StoreError, match="components_ does not fit A_"):
        ht.save(model, tmp_path / "file")
    model = fresh(ht.NMF(4)).fit(counts[0])
    model.mine_ = object()
    with pytest.raises(ht.StoreError, match="mine_ of this NMF holds a object"):
        ht.save(model, tmp_path / "file")


@pytest.mark.smoke
@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"stem": True, "language": "de", "fold_accents": True},
        {"stop_words": {"the", "und"}, "more_stop_words": ["of"], "dtype": np.float32},
        {"ngram_range": (1, 2), "use_idf": False, "norm": None, "keep": frozenset({"numbers"})},
        {"keep_together": ("der see",), "max_df": 0.9, "dtype": np.dtype("float64")},
    ],
    ids=str,
)
def test_vectorizers_come_back_the_same(settings, alltag, tmp_path):
    texts = list(ht.read_corpus(alltag).texts)
    vectorizer = ht.TextVectorizer(**settings).fit(texts[::2])
    loaded = again(vectorizer, tmp_path / "vectorizer")
    assert_same_estimator(vectorizer, loaded)
    mine, theirs = vectorizer.transform(texts[1::2]), loaded.transform(texts[1::2])
    for name in ("data", "indices", "indptr"):
        assert_same(getattr(mine, name), getattr(theirs, name))


ODD = [
    {"title": "one", "odd": math.nan},
    {"title": None, "odd": np.float32(0.1)},
    {"title": "ü\ud83d", "odd": datetime(2020, 1, 2, 3, tzinfo=timezone.utc)},
    {"title": "", "odd": {"$": [1, (2, None)], 3: {date(1999, 12, 31), "x"}}},
]


@pytest.fixture(scope="module")
def small_run():
    """A run of a few documents, with metadata and labels of every kind."""
    texts = ["cats chase mice", "mice fear cats", "bread needs salt", "salt and bread"] * 6
    texts[0] = "Of mice and cats. " * 100
    labels = [["a", 1], [None, 2.5], ["b", True], ["b", None]] * 6
    metadata = {
        "title": [row["title"] for row in ODD] * 6,
        "odd": tuple(row["odd"] for row in ODD) * 6,
        "when": np.arange("2020-01", "2022-01", dtype="datetime64[M]"),
        "range": range(24),
    }
    corpus = ht.Corpus.from_texts(texts, labels=labels, metadata=metadata)
    corpus.labels[:, 1] = np.array([1, 2, True, None] * 6, object)
    return ht.fit_corpus(corpus, (3, 2), use_labels=True)


def assert_same_run(one, two):
    assert_same_estimator(one.model, two.model)
    assert_same_estimator(one.vectorizer, two.vectorizer)
    assert one.tree == two.tree and str(one) == str(two)
    assert_same([one.corpus_report, one.provenance], [two.corpus_report, two.provenance])
    assert one.evaluation == two.evaluation and one.evaluation.layers
    mine, theirs = one.documents, two.documents
    for name in ("ids", "fine_shares", "parents", "n_topics", "topics", "labels", "predicted"):
        assert_same(getattr(mine, name), getattr(theirs, name))
    assert type(theirs.excerpts) is tuple and {type(each) for each in theirs.excerpts} == {Excerpt}
    assert tuple(mine.excerpts) == theirs.excerpts and repr(mine) == repr(theirs)


@pytest.mark.smoke
@pytest.mark.parametrize("use_labels", [False, True])
def test_run_comes_back_the_same(use_labels, everyday, tmp_path):
    corpus = ht.read_corpus(everyday)
    run = ht.fit_corpus(corpus, (12, 4), use_labels=use_labels)
    loaded = again(run, tmp_path / "run")
    assert_same_run(run, loaded)
    assert dict(loaded.documents.metadata) == dict(run.documents.metadata)
    X, Y = (each.vectorizer.transform(list(corpus.texts)[:40]) for each in (run, loaded))
    assert_same(X.toarray(), Y.toarray())
    assert_same(run.model.transform_layers(X), loaded.model.transform_layers(Y))


def test_run_with_odd_metadata_comes_back(small_run, tmp_path):
    loaded = again(small_run, tmp_path / "run")
    assert_same_run(small_run, loaded)
    assert_same(small_run.documents.metadata, loaded.documents.metadata)
    assert any(len(each.passages) > 1 for each in loaded.documents.excerpts)


DAYS = ["2020-01-01 12:00:00.5", None, "1999-12-31 00:00:00.0", None]


@pytest.mark.smoke
def test_metadata_of_pandas(tmp_path):
    import pandas

    frame = pandas.DataFrame(
        {
            "text": ["cats chase mice", "mice fear cats", "bread needs salt", "salt, bread"] * 3,
            "day": pandas.to_datetime(
                ["2020-01-01 12:00:00.5", None, "1999-12-31 00:00:00.0", None] * 3
            ),
            "count": pandas.array([1, None, 3, 4] * 3, dtype="Int64"),
        }
    )
    run = ht.fit_corpus(ht.read_corpus(frame), 2)
    ht.save(run, tmp_path / "run")
    metadata = ht.load(tmp_path / "run").documents.metadata
    day = [datetime(2020, 1, 1, 12, 0, 0, 500000), None, datetime(1999, 12, 31), None] * 3
    assert metadata["day"] == tuple(day)
    assert metadata["count"] == (1, None, 3, 4) * 3


def test_metadata_that_cannot_be_stored_is_named(small_run, tmp_path):
    documents = replace(small_run.documents, metadata={"owner": [object()] * 24})
    with pytest.raises(ht.StoreError, match="metadata 'owner' holds a object.*expected text"):
        ht.save(replace(small_run, documents=documents), tmp_path / "run")
    documents = replace(small_run.documents, metadata={"owner": ["me"]})
    with pytest.raises(ht.StoreError, match="metadata 'owner' does not fit"):
        ht.save(replace(small_run, documents=documents), tmp_path / "run")
    with pytest.raises(ht.StoreError, match="vectorizer must be one of TextVectorizer"):
        ht.save(replace(small_run, vectorizer=None), tmp_path / "run")


def test_parts_of_different_runs_are_not_saved(small_run, counts, tmp_path):
    model = fresh(ht.NeuralNMF((3, 2))).fit(counts[0])
    with pytest.raises(ht.StoreError, match="do not have the same terms"):
        ht.save(replace(small_run, model=model), tmp_path / "run")
    other = ht.fit_corpus(ht.Corpus.from_texts(["cats chase mice", "salt and bread"] * 12), 2)
    for parents, message in (
        ((np.array([1, 1, 1]),), "do not have the same parents of topics"),
        ((np.array([0, 2, 1]),), "parents are not there"),
        ((np.array([0.0, 0, 1]),), "parents are not there"),
        ((), "parents are not there"),
    ):
        with pytest.raises(ht.StoreError, match=message):
            ht.save(
                replace(small_run, documents=replace(small_run.documents, parents=parents)),
                tmp_path / "run",
            )
    with pytest.raises(ht.StoreError, match="does not have the topics of its model"):
        ht.save(replace(small_run, tree=other.tree), tmp_path / "run")


def test_tree_comes_back_the_same(small_run, tmp_path):
    assert again(small_run.tree, tmp_path / "tree") == small_run.tree
    first, *others = small_run.tree.layers[0]
    for change in ({"share": math.nan}, {"children": (7,)}, {"children": (0,)}, {"parent": None}):
        layers = ((replace(first, **change), *others), *small_run.tree.layers[1:])
        with pytest.raises(ht.StoreError, match="this TopicTree is not whole"):
            ht.save(replace(small_run.tree, layers=layers), tmp_path / "broken")


def test_path_may_be_relative_and_odd(small_run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ht.save(small_run.tree, "größe und so.zip")
    assert ht.load("größe und so.zip") == small_run.tree


def _as_objects(items):
    objects = np.empty((len(items), 1), object)
    for row, item in enumerate(items):
        objects[row, 0] = item
    return objects


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(st.characters(), max_size=5),
    st.dates(),
    st.datetimes(timezones=st.none() | st.just(timezone(timedelta(hours=-3)))),
    st.sampled_from([np.float32, np.float64, np.dtype("float32")]),
)
hashable = st.one_of(st.text(max_size=3), st.integers(), st.dates(), st.tuples(st.integers()))
values = st.recursive(
    scalars
    | arrays.arrays(
        arrays.boolean_dtypes()
        | arrays.integer_dtypes()
        | arrays.floating_dtypes()
        | arrays.unicode_string_dtypes()
        | arrays.datetime64_dtypes(),
        arrays.array_shapes(min_dims=0, min_side=0),
    )
    | st.sets(hashable)
    | st.frozensets(hashable),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(hashable | st.just("$"), inner, max_size=3),
        st.lists(inner, min_size=2, max_size=2).map(_as_objects),
    ),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def archived():
    """From a value to what comes out of a file that holds it."""
    import io

    from hiertopics.store.archive import ArchiveReader, write_archive

    def through(value):
        writer, file = ValueWriter(), io.BytesIO()
        write_archive(file, {"value": writer.write(value, "the value")}, writer.arrays)
        archive = ArchiveReader(file)
        return ValueReader(archive.array).read(archive.content()["value"])

    return through


@given(value=values)
def test_values_come_back_with_their_types(archived, value):
    assert_same(value, archived(value))


@given(
    value=st.text(max_size=3).map(np.str_)
    | arrays.arrays(
        arrays.scalar_dtypes().filter(lambda dtype: dtype.kind in "biuf" and dtype.itemsize <= 8),
        1,
    ).map(lambda array: array[0])
)
def test_numbers_and_text_of_numpy_come_back_as_those_of_python(archived, value):
    assert_same(value.item(), archived(value))


@pytest.mark.parametrize(
    "value",
    [b"a", timedelta(1), np.datetime64("2020-01-01", "ns"), np.timedelta64(3, "ns"), 1j],
    ids=lambda value: type(value).__name__,
)
def test_values_that_no_parameter_or_metadata_has_are_refused(archived, value):
    with pytest.raises(ht.StoreError, match="the value holds a .*expected text, numbers, dates"):
        archived(value)


def test_a_sparse_array_that_points_outside_is_refused(archived):
    """scipy's own full check passes over the row pointers where there are no entries."""
    empty = sparse.csr_array((3, 4), dtype=np.float32)
    empty.indptr = np.array([0, 10**8, 10**8, 0], dtype=np.int32)
    with pytest.raises(ht.HiertopicsError, match="indptr must not fall"):
        archived(empty)


def test_values_that_hypothesis_does_not_think_of(archived):
    nested = [-0.0, math.inf, {"$": "float"}, "\ud83d\udca9", "\0"]
    shares = sparse.csr_array(np.eye(3, 5, dtype=np.float32))
    turned = np.arange(6.0).reshape(2, 3).T
    for value in (nested, shares, turned, np.zeros((0, 3)), np.empty((2, 0), object)):
        assert_same(value, archived(value))
    loop = []
    loop.append(loop)
    with pytest.raises(ht.StoreError, match="the value holds itself"):
        archived(loop)
    for value in (np.longdouble(1), 1j, np.zeros(1, complex), np.random, MODELS[0]):
        with pytest.raises(ht.StoreError, match="the value holds a"):
            archived(value)
