"""The bundled corpora are what they are said to be, and their trees show their themes."""

from collections import Counter

import numpy as np
import pytest

import hiertopics as ht

BROAD = {
    "everyday": {"astronomy", "cooking", "music", "sport"},
    "alltag": {"garten", "verkehr", "werkstatt"},
}


@pytest.fixture(params=sorted(BROAD))
def bundled(request):
    """Each bundled corpus in turn, as a folder."""
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize(
    ("name", "n_documents", "n_fine", "n_each"), [("everyday", 216, 12, 18), ("alltag", 72, 9, 8)]
)
def test_bundled_corpus_is_as_described(request, name, n_documents, n_fine, n_each):
    corpus = ht.read_corpus(request.getfixturevalue(name))
    assert len(corpus) == n_documents and not corpus.skipped
    assert set(corpus.labels[:, 1]) == BROAD[name]
    assert set(Counter(corpus.labels[:, 0]).values()) == {n_each}
    assert len(set(map(tuple, corpus.labels))) == n_fine
    texts = list(corpus.texts)
    assert all(60 <= len(text.split()) <= 150 for text in texts)
    assert len(set(texts)) == n_documents


def test_table_of_corpora_counts_what_is_there(bundled):
    page = (bundled.parent / "README.md").read_text(encoding="utf-8")
    section = page.split(f"\n## {bundled.name}\n")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")]
    counted = [
        f"| {theme.name} | {', '.join(sorted(topic.name for topic in theme.iterdir()))} "
        f"| {len(list(theme.glob('*/*.txt')))} |"
        for theme in sorted(bundled.iterdir())
    ]
    assert rows == ["| theme | topics | documents |", *counted]
    assert f"{len(list(bundled.glob('*/*/*.txt')))} documents" in section


def test_bundled_texts_are_no_template(bundled):
    """No two texts share a run of ten words."""
    seen = {}
    corpus = ht.read_corpus(bundled)
    for name, text in zip(corpus.ids, corpus.texts, strict=True):
        words = text.lower().split()
        for run in {tuple(words[i : i + 10]) for i in range(len(words) - 9)}:
            assert run not in seen, f"{name} and {seen[run]} share {' '.join(run)!r}"
            seen[run] = name


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize(
    ("name", "language", "n_topics", "purity"),
    [("everyday", "english", None, 0.9), ("alltag", "german", (9, 3), 0.8)],
)
def test_unsupervised_tree_shows_the_themes(request, name, language, n_topics, purity, seed):
    folder = request.getfixturevalue(name)
    vectorizer = ht.TextVectorizer(language=language)
    run = ht.fit_corpus(ht.read_corpus(folder), n_topics, vectorizer=vectorizer, random_state=seed)
    n_fine, n_broad = len(list(folder.glob("*/*"))), len(BROAD[name])
    assert run.tree.n_topics == (n_fine, n_broad)
    majorities = {}
    for node in run.tree:
        label, count = node.labels[0]
        assert count > purity * node.n_documents, f"{node.name} is a mixture"
        majorities[node.layer, node.index] = label
        if node.layer == 0:
            assert (folder / majorities[1, node.parent] / label).is_dir()
    fine = [label for (layer, _), label in majorities.items() if layer == 0]
    broad = [label for (layer, _), label in majorities.items() if layer == 1]
    assert len(set(fine)) == n_fine and set(broad) == BROAD[name]


def test_folder_labels_train_only_when_asked(everyday):
    corpus = ht.read_corpus(everyday)
    free = ht.fit_corpus(corpus)
    steered = ht.fit_corpus(corpus, use_labels=True)
    assert all(B is None for B in free.model.B_)
    assert all(B is not None for B in steered.model.B_)
    assert steered.model.score(
        steered.vectorizer.transform(corpus.texts), corpus.labels_for(2)
    ) == pytest.approx(1, abs=0.02)
    assert not np.array_equal(free.model.A_[0], steered.model.A_[0])
