"""Trees of texts in many languages show words: no stop word, no mark, no half of a word."""

import unicodedata

import pytest
from support.themes import SUBJECTS, documents, whole_words

import hiertopics as ht
from hiertopics.vectorizer.stop_words import stop_words


@pytest.mark.parametrize("language", SUBJECTS)
def test_trees_show_whole_words_of_the_subjects(language):
    corpus = ht.Corpus.from_texts(documents(language))
    run = ht.fit_corpus(corpus, (5, 2))
    assert run.vectorizer.language_ == language
    shown = {word for node in run.tree for words, _ in node.words for word in words.split()}
    terms = {word for term in run.vectorizer.vocabulary_ for word in term.split()}
    assert len(shown) >= 20
    assert not shown & stop_words(language)
    assert not shown - terms
    for word in shown:
        assert all(unicodedata.category(char)[0] in "LM" for char in word), word
    assert not shown - whole_words(language), "halves of words, or two in one"
