"""What is shown of a text: passages of whole sentences, those that carry its topics, titles."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

import hiertopics as ht
from hiertopics.documents.excerpts import (
    PASSAGE,
    TITLE,
    WHOLE,
    Excerpts,
    passage_weigher,
    split_passages,
    telling_passages,
    title_of,
)
from hiertopics.documents.tree_details import with_passages
from hiertopics.tree.build import build_tree

FILLER = "Nothing of note was said about it on that day either. "
LONG = FILLER * 30 + "The choir sang a song in the choir. " + FILLER * 30 + "A goal! The team won."


def weigh(passages):
    """One topic of music, one of sport."""
    fine = np.array(
        [[p.lower().count("choir"), p.count("goal") + p.count("team")] for p in passages]
    )
    return [fine, fine.sum(axis=1, keepdims=True)]


def excerpts(*texts, shares, titles=None):
    return Excerpts(texts, sparse.csr_array(np.array(shares, np.float32)), weigh, titles)


@given(st.text(st.sampled_from("ab .!?\n…。"), max_size=900), st.integers(1, 80))
def test_passages_hold_all_of_a_text_in_order(text, length):
    passages = split_passages(text, length)
    assert "".join("".join(passages).split()) == "".join(text.split())
    assert all(passage.strip() == passage and passage for passage in passages)
    assert all(len(passage) <= 3 * length for passage in passages)


def test_passages_end_where_sentences_end():
    passages = split_passages(FILLER * 40)
    assert len(passages) > 4 and all(passage.endswith("either.") for passage in passages)
    assert all(PASSAGE <= len(passage) < PASSAGE + len(FILLER) for passage in passages[:-1])


def test_a_line_of_megabytes_is_split_once():
    # Searched to its end for every passage, it would take minutes.
    passages = split_passages("x" * 4_000_000 + " end")
    assert len(passages) == 12_500 and set(map(len, passages[:-1])) == {PASSAGE}


def test_the_telling_passages_are_chosen_in_the_order_of_the_text():
    passages = ["a" * 400, "b" * 400, "c" * 400]
    assert telling_passages(passages, [1, 0, 2], 800) == (passages[0], passages[2])
    assert telling_passages(passages, [1, 0, 2], 100) == (passages[2],)
    assert telling_passages(passages, [1, 1, 1], 400) == (passages[0],)


def test_a_long_text_shows_what_its_topics_say_and_a_short_one_all():
    made = excerpts(LONG, LONG, " A short one.\n", "", shares=[[1, 0], [0, 1], [1, 0], [0, 0]])
    music, sport, short, empty = made
    assert any("choir" in passage for passage in music.passages)
    assert not any("choir" in passage for passage in sport.passages)
    assert any("goal" in passage for passage in sport.passages)
    assert sum(map(len, music.passages)) <= WHOLE
    assert short.passages == ("A short one.",) and empty == ("", ())
    assert [made[row] for row in range(4)] == list(made) and made[-1] == empty
    assert len(made) == 4
    with pytest.raises(IndexError):
        made[4]


def test_no_passage_is_weighed_twice():
    seen = Counter()

    def counted(passages):
        seen.update(passages)
        return weigh(passages)

    days = [[f"Day {row}-{n}: a choir sang, all was well." for n in range(60)] for row in range(4)]
    texts = [*map(" ".join, days), "A choir.", "A goal!"]
    layers = [np.array([[2.0, 1], [0, 1], [1, 0], [1, 3], [1, 0], [0, 1]]), np.ones((6, 1))]
    tree = build_tree([np.eye(2), np.ones((2, 1))], layers, ["choir", "goal"], list("abcdef"))
    made = Excerpts(texts, sparse.csr_array(layers[0]), counted)
    with_passages(tree, "abcdef", made)
    shown = list(made)
    assert list(made) == shown and made[0] == shown[0]
    assert shown == list(Excerpts(texts, sparse.csr_array(layers[0]), weigh))
    assert set(seen) == {passage for text in texts for passage in split_passages(text)}
    assert set(seen.values()) == {1}


def test_titles_are_given_or_the_first_words():
    made = excerpts("First line.\nMore.", "Text", shares=[[1, 0], [1, 0]], titles=[None, "Given"])
    assert [excerpt.title for excerpt in made] == ["First line.", "Given"]
    assert title_of("\n ***\n  Two   words\n") == "Two words" and title_of(" - ") == ""
    cut = title_of("word " * 60)
    assert len(cut) <= TITLE and cut.endswith("word…")
    assert len(title_of("x" * 300)) <= TITLE


def test_typical_documents_show_the_passage_that_carries_the_topic():
    texts = [LONG, LONG]
    factors = [np.eye(2), np.ones((2, 1))]
    layers = [np.array([[2.0, 1], [0, 1]]), np.ones((2, 1))]
    tree = build_tree(factors, layers, ["choir", "goal"], ["m", "s"])
    shown = with_passages(tree, ["m", "s"], excerpts(*texts, shares=layers[0]))
    music, sport = shown.layers[0]
    assert music.documents[0].id == "m" and "choir" in music.documents[0].passage
    assert sport.documents[0].id == "s" and "goal" in sport.documents[0].passage
    assert music.documents[0].title.startswith("Nothing of note")
    assert [node.words for node in shown] == [node.words for node in tree]


def test_a_run_shows_passages_with_words_of_the_topic():
    run = ht.fit_corpus(ht.read_corpus("corpora/everyday"), (12, 4))
    for node in run.tree.layers[0]:
        for document in node.documents:
            said = document.passage.lower()
            assert document.title and any(word in said for word, _ in node.words)
    words = run.vectorizer.get_feature_names_out()
    assert len(run.documents.excerpts) == 216 and len(words) == run.model.A_[0].shape[0]


def test_a_passage_with_more_of_a_topic_says_more_of_it():
    corpus = ht.read_corpus("corpora/everyday")
    run = ht.fit_corpus(corpus, (12, 4), use_labels=True)
    topic = next(node for node in run.tree.layers[0] if "crescent" in dict(node.words))
    # Words of other topics take nothing away.
    full = (
        "The moon, a crescent, over soup, bread, jars, pianos, violins, bikes, shoes and the choir."
    )
    scrap = "Moon."
    weights = passage_weigher(run.vectorizer, run.model)([full, scrap])[0][:, topic.index]
    assert weights[0] > weights[1] > 0
    X = run.vectorizer.transform(corpus.texts)
    for layer, predicted in enumerate(run.documents.predicted):
        np.testing.assert_array_equal(predicted, run.model.predict(X, layer=layer))
    assert set(run.documents.predicted[0]) != set(run.documents.predicted[1])
