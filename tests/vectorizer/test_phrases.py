"""Words that belong together: found, joined in order, and counted as one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics import BigramAssocMeasures
from scipy import sparse

import hiertopics as ht
from hiertopics.vectorizer import stored_tokens
from hiertopics.vectorizer import stream as streams
from hiertopics.vectorizer.numbering import numbering
from hiertopics.vectorizer.phrases import (
    find_phrases,
    join_phrases,
    joins_by_name,
    likelihood_ratio,
    mutual_information,
)
from hiertopics.vectorizer.stream import read_tokens
from hiertopics.vectorizer.tokens import OwnTokenizer

SPLIT = OwnTokenizer(str.split, lowercase=True, for_ngrams=False)
WORDS = st.lists(st.sampled_from("abcd"), max_size=12)


def documents_of(stream):
    return [
        [stream.words[i] for i in ids[start:end]]
        for ids, ends in stream
        for start, end in zip(ends[:-1], ends[1:], strict=True)
    ]


def joined(document, phrases, beside):
    """What `join_phrases` does to a document, one word at a time."""
    for length in sorted(set(map(len, phrases)), reverse=True):
        out, at = [], 0
        while at < len(document):
            part = tuple(document[at : at + length])
            if len(part) == length and part in phrases:
                out += [" ".join(part), *(part if beside else ())]
                at += length
            else:
                out.append(document[at])
                at += 1
        document = out
    return document


@given(
    st.lists(WORDS, min_size=1),
    st.sets(st.lists(st.sampled_from("abcde"), min_size=2, max_size=3).map(tuple)),
    st.booleans(),
    st.sampled_from([1, 5, 2**20]),
)
def test_joined_as_one_word_at_a_time(documents, phrases, beside, block):
    if beside:  # phrases of one length: the words of a phrase would be found again
        phrases = {phrase for phrase in phrases if len(phrase) == 2}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streams, "_BLOCK", block)
        patch.setattr(stored_tokens, "_READ_AT_ONCE", block)
        texts = list(map(" ".join, documents))
        stream = join_phrases(read_tokens(texts, SPLIT), phrases, beside=beside)
        number_of = numbering()
        steps = joins_by_name(phrases, number_of, beside)
        at_once = read_tokens(texts, SPLIT, number_of=number_of, steps=steps)
        expected = [joined(document, phrases, beside) for document in documents]
        assert documents_of(stream) == documents_of(at_once) == expected
    for made in (stream, at_once):
        counts = [[document.count(word) for word in made.words] for document in expected]
        assert sparse.hstack([part.tocsr() for part in made.counts]).toarray().tolist() == counts


def test_longer_phrases_come_first_and_then_the_leftmost():
    stream = read_tokens(["new york city", "york city hall", "a a a a a"], SPLIT)
    phrases = [("new", "york"), ("york", "city"), ("new", "york", "city"), ("city", "hall")]
    found = documents_of(join_phrases(stream, [*phrases, ("a", "a"), ("not", "there")]))
    assert found == [["new york city"], ["york city", "hall"], ["a a", "a a", "a"]]


def test_measures_are_those_of_nltk():
    rng = np.random.default_rng(0)
    first, second = rng.integers(10, 500, (2, 200))
    together = rng.integers(1, np.minimum(first, second) + 1)
    n_tokens = 50_000
    ratio = likelihood_ratio(together, first, second, n_tokens)
    information = mutual_information(together, first, second, n_tokens)
    for i in range(200):
        counts = (int(together[i]), (int(first[i]), int(second[i])), n_tokens)
        assert information[i] == pytest.approx(BigramAssocMeasures.pmi(*counts))
        # nltk adds a tiny number to every count of the ratio.
        assert abs(ratio[i]) == pytest.approx(BigramAssocMeasures.likelihood_ratio(*counts))
        assert (ratio[i] > 0) == (together[i] * n_tokens > first[i] * second[i])


@pytest.mark.parametrize("measure", ["likelihood", "pmi"])
def test_a_planted_phrase_is_found_and_others_are_not(measure):
    rng = np.random.default_rng(1)
    texts = []
    for _ in range(600):
        words = rng.choice([f"w{number}" for number in range(200)], 30).tolist()
        for _ in range(int(rng.integers(0, 4) == 0)):
            at = rng.integers(0, 30)
            words[at:at] = ["space", "shuttle"]
        texts.append(" ".join(words))
    stream = read_tokens(texts, SPLIT)
    stopped = np.zeros(len(stream.words), bool)
    assert find_phrases(stream, stopped, measure) == [("space", "shuttle")]
    stopped[stream.words.index("space")] = True
    assert find_phrases(stream, stopped, measure) == []


def test_no_pair_reaches_across_documents():
    stream = read_tokens(["x space", "shuttle y"] * 50, SPLIT)
    assert ("space", "shuttle") not in find_phrases(stream, np.zeros(4, bool), threshold=0.0)


TEXTS = ["the space shuttle flew", "a space shuttle landed", "space is large", "a shuttle bus"] * 9


def test_phrases_are_terms_beside_their_words():
    vectorizer = ht.TextVectorizer("english", min_df=1, max_df=1.0, phrases=True)
    X = vectorizer.fit_transform(TEXTS)
    terms = vectorizer.get_feature_names_out().tolist()
    assert vectorizer.phrases_[0] == ("space", "shuttle")
    assert {"space shuttle", "space", "shuttle"} <= set(terms)
    column = X[:, terms.index("space shuttle")].toarray().ravel()
    assert (column > 0).tolist() == [True, True, False, False] * 9
    assert abs(vectorizer.transform(TEXTS) - X).max() == 0
    assert vectorizer.report_["n_phrases"] == len(vectorizer.phrases_)
    plain = ht.TextVectorizer("english", min_df=1, max_df=1.0, phrases=False).fit(TEXTS)
    assert not any(" " in term for term in plain.vocabulary_)


def test_kept_together_words_are_one():
    texts = ["New York is large", "york minster", "a new day in New York"]
    vectorizer = ht.TextVectorizer(
        "english", min_df=1, max_df=1.0, phrases=False, keep_together=["New York"]
    )
    X = vectorizer.fit_transform(texts)
    terms = vectorizer.get_feature_names_out().tolist()
    assert "new york" in terms and "york" in terms
    assert X[0, terms.index("york")] == 0 and X[1, terms.index("york")] > 0
    assert abs(vectorizer.transform(texts) - X).max() == 0


def test_stems_of_phrases_are_merged():
    texts = ["space shuttle", "space shuttles", "space shuttles"] * 4 + ["salt bread"]
    vectorizer = ht.TextVectorizer("english", stem=True, min_df=1, max_df=1.0, phrases=True)
    vectorizer.set_params(keep_together=["space shuttle", "space shuttles"]).fit(texts)
    assert "space shuttles" in vectorizer.vocabulary_
    assert "space shuttle" not in vectorizer.vocabulary_
    assert "space shuttl" in vectorizer.stem_columns_


@pytest.mark.parametrize("phrase", ["e-", "C++", "windows 95", "word"])
def test_what_is_one_word_cannot_be_kept_together(phrase):
    with pytest.raises(ht.HiertopicsError, match="phrases of two words or more, and of"):
        ht.TextVectorizer("english", min_df=1, keep_together=[phrase]).fit(TEXTS)
