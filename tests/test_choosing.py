"""Numbers of topics are found in planted hierarchies, and none where there are no topics."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer

import hiertopics as ht
from hiertopics import choosing
from hiertopics.cli.main import main
from hiertopics.datasets import make_topic_hierarchy


def weigh(counts):
    return TfidfTransformer(sublinear_tf=True).fit_transform(counts)


@pytest.fixture(scope="module")
def X():
    return weigh(make_topic_hierarchy(500, 800, n_topics=(9, 3), random_state=0).X)


@pytest.fixture(scope="module")
def counts(X):
    return ht.choose_topics(X, n_threads=1)


def test_both_layers_of_a_planted_hierarchy_are_found(counts):
    assert counts.n_topics == (9, 3)
    assert all(layer.found for layer in counts.layers)
    assert ht.NMF(counts.n_topics[0], max_epochs=1).n_topics == 9


def test_threads_and_formats_change_nothing(X, counts):
    assert ht.choose_topics(X.toarray(), n_threads=2) == counts


def test_the_matrix_given_is_not_written_to(X):
    own = sparse.csr_array(X, dtype=np.float32)
    own = sparse.csr_array((own.data, own.indices[::-1], own.indptr), shape=own.shape)  # no order
    for part in (own.data, own.indices, own.indptr):
        part.flags.writeable = False
    assert choosing._check_documents(own).has_canonical_format


def test_without_neighbours_they_are_found_too(X):
    assert ht.choose_topics(X, neighbours=0).n_topics == (9, 3)


def test_texts_without_topics_have_no_number():
    rng = np.random.default_rng(0)
    frequency = 1 / (3.7 + np.arange(800))
    X = weigh(rng.multinomial(100, frequency / frequency.sum(), size=500))
    counts = ht.choose_topics(X)
    assert not any(layer.found for layer in counts.layers)
    assert counts.n_topics == choosing.suggest_topics(500)
    assert "No number of fine topics is better" in str(counts)


def test_a_sample_is_enough(X, counts, monkeypatch):
    monkeypatch.setattr(choosing, "MOST_DOCS", 300)
    monkeypatch.setattr(choosing, "MOST_TERMS", 500)
    sample = choosing._sample(sparse.csr_array(X, dtype=np.float32), np.random.default_rng(0))
    assert sample.shape[0] <= 300 and sample.shape[1] == 500
    assert np.diff(sample.indptr).all()
    assert ht.choose_topics(X).n_topics[1] == 3


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"X": -np.ones((50, 5))}, "none of them negative"),
        ({"X": np.full((50, 5), np.nan)}, "finite"),
        ({"X": np.ones((19, 5))}, "20 at least"),
        ({"n_layers": 0}, "n_layers must be a whole number of at least 1"),
        ({"neighbours": -1}, "neighbours must be"),
        ({"random_state": -1}, "random_state must be"),
    ],
)
def test_what_cannot_be_done_is_said(X, changes, message):
    with pytest.raises(ht.HiertopicsError, match=message):
        ht.choose_topics(**{"X": X, **changes})


@pytest.mark.parametrize("n_layers", [1, 2, 3, 4])
def test_suggestions_fall_from_fine_to_broad(n_layers):
    for n_docs in (1, 2, 5, 100, 10_000, 10**9):
        sizes = choosing.suggest_topics(n_docs, n_layers)
        assert len(sizes) == n_layers and list(sizes) == sorted(sizes, reverse=True)


def test_fit_corpus_chooses_when_asked_to(everyday, counts, monkeypatch):
    asked = []
    monkeypatch.setattr("hiertopics.run.choose_topics", lambda X, **_: asked.append(X) or counts)
    corpus = ht.read_corpus(everyday)
    run = ht.fit_corpus(corpus, "auto")
    assert run.tree.n_topics == counts.n_topics
    assert run.provenance["topics_chosen"] == counts.to_dict()
    assert [X.shape[0] for X in asked] == [len(corpus)]
    given = ht.fit_corpus(corpus, (6, 2))
    assert given.tree.n_topics == (6, 2) and "topics_chosen" not in given.provenance
    assert len(asked) == 1
    with pytest.raises(ht.HiertopicsError, match="n_topics"):
        ht.fit_corpus(corpus, "many")


def test_the_command_chooses_and_says_what(everyday, counts, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("hiertopics.run.choose_topics", lambda X, **_: counts)
    saved = str(tmp_path / "run.ht")
    main(["fit", "--topics", "auto", str(everyday), "--save", saved])
    said = capsys.readouterr().err
    assert all(sentence in said for sentence in counts.sentences)
    assert ht.load(saved).provenance["topics_chosen"] == counts.to_dict()
