"""The bundled corpus is what it is said to be, and its tree shows its themes."""

from collections import Counter

import numpy as np
import pytest

import hiertopics as ht

BROAD = {"astronomy", "cooking", "music", "sport"}


def test_bundled_corpus_is_as_described(everyday):
    corpus = ht.read_corpus(everyday)
    assert len(corpus) == 216 and not corpus.skipped
    assert set(corpus.labels[:, 1]) == BROAD
    assert set(Counter(corpus.labels[:, 0]).values()) == {18}
    assert len(set(map(tuple, corpus.labels))) == 12
    texts = list(corpus.texts)
    assert all(60 <= len(text.split()) <= 150 for text in texts)
    assert len(set(texts)) == 216


def test_bundled_texts_are_no_template(everyday):
    """No two texts share a run of ten words."""
    seen = {}
    corpus = ht.read_corpus(everyday)
    for name, text in zip(corpus.ids, corpus.texts, strict=True):
        words = text.lower().split()
        for run in {tuple(words[i : i + 10]) for i in range(len(words) - 9)}:
            assert run not in seen, f"{name} and {seen[run]} share {' '.join(run)!r}"
            seen[run] = name


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_unsupervised_tree_shows_the_themes(everyday, seed):
    run = ht.fit_corpus(ht.read_corpus(everyday), random_state=seed)
    assert run.tree.n_topics == (12, 4)
    majorities = {}
    for node in run.tree:
        label, count = node.labels[0]
        assert count > 0.9 * node.n_documents, f"{node.name} is a mixture"
        majorities[node.level, node.index] = label
        if node.level == 0:
            parent = node.parent
            assert label in everyday_children(everyday, majorities[1, parent])
    fine = [label for (level, _), label in majorities.items() if level == 0]
    broad = [label for (level, _), label in majorities.items() if level == 1]
    assert len(set(fine)) == 12 and set(broad) == BROAD


def everyday_children(everyday, theme):
    return {path.name for path in (everyday / theme).iterdir()}


def test_folder_labels_train_only_when_asked(everyday):
    corpus = ht.read_corpus(everyday)
    free = ht.fit_corpus(corpus)
    steered = ht.fit_corpus(corpus, labels="folders")
    assert all(B is None for B in free.model.B_)
    assert all(B is not None for B in steered.model.B_)
    assert steered.model.score(
        steered.vectorizer.transform(corpus.texts), corpus.labels_for(2)
    ) == pytest.approx(1, abs=0.02)
    assert not np.array_equal(free.model.A_[0], steered.model.A_[0])
