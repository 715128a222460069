"""The pipeline as one call, and the script of the design as users write it."""

import json
import pickle

import numpy as np
import pytest

import hiertopics as ht
from hiertopics.choosing import suggest_topics
from hiertopics.report.html.write import write_report
from hiertopics.tree.edit import with_fields


@pytest.mark.smoke
def test_script_runs_as_users_write_it(everyday):
    corpus = ht.read_corpus(everyday)
    vectorizer = ht.TextVectorizer(language="english", stem=False)
    X = vectorizer.fit_transform(corpus.texts)
    model = ht.NeuralNMF(n_topics=(12, 4), random_state=0).fit(X, corpus.labels_for(2))
    tree = ht.topic_tree(model, vectorizer.get_feature_names_out(), X, corpus.ids)
    assert str(tree).startswith("216 documents, 12 topics in 4 groups")
    assert model.score(X, corpus.labels_for(2)) > 0.95


@pytest.fixture(scope="module")
def run(everyday):
    stages = []
    run = ht.fit_corpus(
        ht.read_corpus(everyday), (12, 4), progress=lambda *report: stages.append(report)
    )
    assert [stage for stage, *_ in stages][0] == "counting words"
    assert {stage for stage, *_ in stages} == {"counting words", "fitting", "building the tree"}
    return run


@pytest.mark.smoke
def test_run_holds_all_that_was_made(run):
    assert run.tree.n_topics == (12, 4)
    assert run.corpus_report["n_documents"] == 216 and run.corpus_report["n_empty"] == 0
    assert run.corpus_report["n_terms"] == len(run.vectorizer.get_feature_names_out())
    assert run.provenance["model"]["n_topics"] == [12, 4]
    assert {"hiertopics", "numpy", "numba"} <= set(run.provenance["versions"])
    json.dumps([run.provenance, run.corpus_report])


@pytest.mark.smoke
def test_run_has_the_figures_of_its_topics(run, everyday):
    X = run.vectorizer.transform(ht.read_corpus(everyday).texts)
    assert run.evaluation == ht.evaluate(run, X)
    assert {"npmi", "diversity", "affinity", "nmi"} <= set(run.evaluation.layers[0])


def test_a_run_without_words_has_no_figures(monkeypatch):
    corpus = ht.Corpus.from_texts(["cats chase mice", "bread needs salt"] * 2)
    monkeypatch.setattr(
        "hiertopics.run.with_passages",
        lambda tree, *_: with_fields(tree, lambda node: {"words": ()}),
    )
    assert ht.fit_corpus(corpus, 2).evaluation is None


def test_run_can_be_pickled_and_used(run, everyday):
    copy = pickle.loads(pickle.dumps(run))
    texts = list(ht.read_corpus(everyday).texts)[:5]
    np.testing.assert_array_equal(
        copy.model.transform(copy.vectorizer.transform(texts)),
        run.model.transform(run.vectorizer.transform(texts)),
    )


@pytest.mark.smoke
def test_own_model_and_vectorizer_are_used(everyday):
    corpus = ht.read_corpus(everyday)
    run = ht.fit_corpus(
        corpus,
        vectorizer=ht.TextVectorizer(max_terms=300),
        model=ht.NeuralNMF(6, max_epochs=20, random_state=1, n_init=1),
    )
    assert run.corpus_report["n_terms"] == 300 and run.tree.n_topics == (6,)


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"use_labels": True}, "no labels to train with"),
        ({"n_topics": 3, "model": ht.NeuralNMF(3)}, "n_topics or a model, not both"),
    ],
)
def test_errors_tell_what_to_do(arguments, message):
    corpus = ht.Corpus.from_texts(["cats chase mice", "bread needs salt"])
    with pytest.raises(ht.HiertopicsError, match=message):
        ht.fit_corpus(corpus, **arguments)


def test_topics_of_the_documents_are_computed_once(everyday, tmp_path, monkeypatch):
    passes = []
    propagate = ht.NeuralNMF._propagate
    monkeypatch.setattr(
        ht.NeuralNMF, "_propagate", lambda *each: passes.append(each) or propagate(*each)
    )
    corpus = ht.read_corpus(everyday)
    run = ht.fit_corpus(corpus, (12, 4), use_labels=True)
    write_report(run, tmp_path / "page.html")
    ht.save(run, tmp_path / "run.ht")
    assert len(passes) == 1
    told = []
    applied = run.apply(corpus, lambda *report: told.append(report))
    assert len(passes) == 2
    assert told[0] == ("reading", 0, 216) and told[-2:] == [
        ("reading", 216, 216),
        ("finding topics", 0, None),
    ]
    X = run.vectorizer.transform(corpus.texts)
    for layer, topics in enumerate(run.documents.topics):
        np.testing.assert_array_equal(topics, run.model.assign_topics(X, layer))
        np.testing.assert_array_equal(topics, applied.topics[layer])
        np.testing.assert_array_equal(run.documents.predicted[layer], run.model.predict(X, layer))
        counts = [node.n_documents for node in run.tree.layers[layer]]
        assert np.bincount(topics[topics >= 0], minlength=len(counts)).tolist() == counts


def test_own_callback_is_heard_and_kept():
    heard, shown = [], []

    def hear(epoch, cost):
        heard.append(epoch)

    model = ht.NeuralNMF(np.int64(2), random_state=0, callback=hear)
    texts = ["cats chase mice", "mice fear cats", "bread needs salt", "salt and bread"] * 3
    ht.fit_corpus(
        ht.Corpus.from_texts(texts), model=model, progress=lambda *report: shown.append(report)
    )
    assert model.callback is hear
    assert heard == [done for stage, done, _ in shown if stage == "fitting"][1:]


def test_unknown_labels_do_not_describe():
    texts = ["cats chase mice", "mice fear cats", "bread needs salt", "salt and bread"] * 3
    corpus = ht.Corpus.from_texts(texts, labels=[0, 0, 1, -1] * 3)
    run = ht.fit_corpus(corpus, 2)
    assert {label for node in run.tree for label, _ in node.labels} == {"0", "1"}


def test_corpus_in_memory_without_labels():
    texts = ["cats chase mice", "mice fear cats", "bread needs salt", "salt and bread"] * 3
    run = ht.fit_corpus(ht.Corpus.from_texts(texts), 2)
    assert {node.n_documents for node in run.tree} == {6}
    assert all(node.labels == () for node in run.tree)


@pytest.mark.parametrize(
    "n_docs, expected",
    [(1, (1, 1)), (2, (2, 2)), (216, (12, 4)), (2225, (22, 6)), (20_000, (38, 9))],
)
def test_suggested_topics(n_docs, expected):
    assert suggest_topics(n_docs) == expected


def test_suggested_topics_grow_and_stay_readable():
    suggested = [suggest_topics(n) for n in (1, 2, 5, 10, 100, 1000, 10_000, 10**6, 10**9)]
    assert suggested == sorted(suggested)
    assert all(1 <= broad <= fine for fine, broad in suggested)
