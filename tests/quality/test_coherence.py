"""Coherence equals plain loops over windows, and gensim where gensim defines it."""

import math
import sys
import warnings
from functools import partial
from itertools import chain

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import sparse
from support import quality_twins as twin

import hiertopics as ht
from hiertopics.quality.coherence import MEASURES
from hiertopics.quality.occurrences import count_in_windows, tokens_of
from hiertopics.quality.reference import reference_of

coherences = partial(ht.coherence, average=False)

WINDOWS = {"c_npmi": 10, "c_v": 110}
ALPHABET = "abcdefgh"
TEXTS = st.lists(st.lists(st.sampled_from(ALPHABET), max_size=25), min_size=1, max_size=6)
TOPICS = st.lists(
    st.lists(st.sampled_from(ALPHABET + "z"), unique=True, max_size=5), min_size=1, max_size=4
)


def drawn(seed=0, n_docs=60, n_words=40, longest=300):
    """Texts in which common words repeat within windows, and topics of their words."""
    rng = np.random.default_rng(seed)
    vocabulary = np.array([f"w{i}" for i in range(n_words)])
    part = np.arange(1, n_words + 1) / np.arange(1, n_words + 1).sum()
    texts = [
        rng.choice(vocabulary, rng.integers(0, longest), p=part).tolist() for _ in range(n_docs)
    ]
    texts[3] = []
    return texts, [rng.choice(vocabulary, 6, replace=False).tolist() for _ in range(5)]


def matrix_of(texts):
    terms = sorted(set(chain.from_iterable(texts)))
    return np.array([[text.count(term) for term in terms] for text in texts]), terms


@pytest.mark.smoke
@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("as_gensim", [True, False])
def test_coherence_of_tokens_equals_loops_over_windows(measure, as_gensim):
    texts, topics = drawn()
    cut = twin.gensim_windows_of if as_gensim else twin.windows_of
    length = WINDOWS.get(measure, 10**6)
    windows = [window for text in texts for window in cut(text, length)]
    expected = [twin.coherence(topic, windows, measure) for topic in topics]
    found = coherences(topics, texts, measure=measure, as_gensim=as_gensim)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("form", ["csr", "csc", "coo", "dense", "presence", "negative"])
def test_coherence_of_a_matrix_counts_documents(measure, form):
    texts, topics = drawn(longest=40)
    X, terms = matrix_of(texts)
    expected = [twin.coherence(topic, twin.rows_of(X, terms), measure) for topic in topics]
    dense = {"dense": X, "presence": X > 0, "negative": -0.5 * X}.get(form)
    own = sparse.coo_array(X).asformat(form) if dense is None else dense
    found = coherences(topics, own, terms, measure=measure)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12)


def test_stored_zeros_are_no_words():
    X = sparse.csr_array(np.array([[1.0, 1, 0], [0, 1, 1], [1, 1, 1]]))
    X.data[1] = 0
    dense = X.toarray()
    assert X.nnz > np.count_nonzero(dense)
    for measure in MEASURES:
        topics = [["a", "b"], ["c", "a", "b"]]
        found = coherences(topics, X, list("abc"), measure=measure)
        assert found.tolist() == coherences(topics, dense, "abc", measure=measure).tolist()


def gensim_coherences(topics, texts, measure, window=None):
    """What gensim finds for each topic; it does not take words that the texts lack."""
    if sys.version_info >= (3, 14):
        pytest.skip("there is no gensim for this Python")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from gensim.corpora import Dictionary
        from gensim.models import CoherenceModel
    dictionary = Dictionary(texts)
    return CoherenceModel(
        topics=[[word for word in topic if word in dictionary.token2id] for topic in topics],
        texts=texts,
        corpus=[dictionary.doc2bow(text) for text in texts],
        dictionary=dictionary,
        coherence=measure,
        window_size=window,
        processes=1,
    ).get_coherence_per_topic()


@pytest.mark.parametrize("measure", ["c_npmi", "c_v", "u_mass"])
@pytest.mark.parametrize("window", [None, 1, 2, 7, 60])
def test_coherence_equals_that_of_gensim(measure, window):
    window = None if measure == "u_mass" else window
    texts, topics = drawn(1)
    expected = gensim_coherences(topics, texts, measure, window)
    found = coherences(topics, texts, measure=measure, window=window)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-6)


def test_coherence_of_real_texts_equals_that_of_gensim(everyday):
    run = ht.fit_corpus(ht.read_corpus(everyday), (12, 4))
    texts = [text.lower().split() for text in ht.read_corpus(everyday).texts]
    known = set(chain.from_iterable(texts))
    topics = [[w for w, _ in node.words if w in known] for node in run.tree.layers[0]]
    others = texts[::2]  # a corpus to refer to need not be that of the topics
    for measure in ("c_npmi", "c_v", "u_mass"):
        for reference in (texts, others):
            expected = gensim_coherences(topics, reference, measure)
            found = coherences(topics, reference, measure=measure)
            np.testing.assert_allclose(found, expected, rtol=0, atol=1e-6)
            mean = ht.coherence(topics, reference, measure=measure)
            assert mean == pytest.approx(np.mean(expected), abs=1e-6)


@given(texts=TEXTS, topics=TOPICS, window=st.integers(1, 12), as_gensim=st.booleans())
def test_windows_are_counted_as_by_looking_at_each(texts, topics, window, as_gensim):
    words = [*ALPHABET, "a b"]
    pairs = np.array([[i, j] for i in range(len(words)) for j in range(len(words))]).T
    found = count_in_windows(tokens_of(texts), words, pairs, window, as_gensim)
    cut = twin.gensim_windows_of if as_gensim else twin.windows_of
    windows = [each for text in texts for each in cut(text, window)]
    assert found.n_windows == len(windows)
    for i, word in enumerate(ALPHABET):
        assert found.alone[i] == sum(word in each for each in windows)
    for (i, j), together in zip(pairs.T, found.together, strict=True):
        if max(i, j) < len(ALPHABET):
            expected = sum(words[i] in each and words[j] in each for each in windows)
            assert together == expected
        if i == j:
            assert together == found.alone[i]


def joined_windows(texts, phrase, window):
    """For every window whether its tokens have a phrase as a run."""
    parts = phrase.split(" ")
    for text in texts:
        for start in range(max(len(text) - window + 1, 1)):
            own = text[start : start + window]
            yield any(own[i : i + len(parts)] == parts for i in range(len(own)))


@given(
    texts=st.lists(st.lists(st.sampled_from("abc"), max_size=25), min_size=1, max_size=6),
    window=st.integers(1, 12),
)
def test_a_phrase_is_where_its_parts_follow_one_another(texts, window):
    words = ["a b", "c b c", "a"]
    pairs = np.array([[0, 0, 1], [1, 2, 2]])
    found = count_in_windows(tokens_of(texts), words, pairs, window)
    held = np.array([list(joined_windows(texts, word, window)) for word in words])
    assert found.alone.tolist() == held.sum(axis=1).tolist()
    assert found.together.tolist() == [(held[i] & held[j]).sum() for i, j in pairs.T]
    short = count_in_windows(tokens_of(texts), words, pairs, 1, as_gensim=True)
    assert short.alone[:2].tolist() == [0, 0], "no window has room for it"
    whole = count_in_windows(tokens_of(texts), words, pairs)
    held = np.array([list(joined_windows(texts, word, 10**6)) for word in words])
    assert whole.alone.tolist() == held.sum(axis=1).tolist()


def test_a_phrase_that_is_a_token_is_that_token():
    texts = [["space shuttle", "space", "shuttle"], ["space", "shuttle"]]
    found = count_in_windows(tokens_of(texts), ["space shuttle"], np.array([[0], [0]]))
    assert found.alone.tolist() == [1]


def test_pairs_and_documents_are_looked_up_some_at_a_time(monkeypatch):
    texts, topics = drawn(3)
    whole = {measure: coherences(topics, texts, measure=measure) for measure in MEASURES}
    for size in ("_AT_ONCE", "_TABLE"):
        monkeypatch.setattr(f"hiertopics.quality.occurrences.{size}", 70)
    for measure, expected in whole.items():
        assert coherences(topics, texts, measure=measure).tolist() == expected.tolist()


def test_texts_as_str_are_split_as_the_vectorizer_does():
    texts = ["The Moon hides the SUN.", "moon and sun, don't", "bread", "salt & bread"]
    tokens = [["the", "moon", "hides", "the", "sun"], ["moon", "and", "sun", "don't"]]
    tokens += [["bread"], ["salt", "bread"]]
    topics = [["moon", "sun"], ["bread", "salt"], ["don't", "moon"]]
    for measure in MEASURES:
        expected = coherences(topics, tokens, measure=measure)
        for form in (texts, (text for text in texts), ht.Corpus.from_texts(texts)):
            assert coherences(topics, form, measure=measure).tolist() == expected.tolist()


@given(texts=TEXTS, topics=TOPICS, measure=st.sampled_from(sorted(MEASURES)))
def test_bounds_and_order_of_topics(texts, topics, measure):
    assume(set(chain(*topics)) & set(chain(*texts)))
    found = coherences(topics, texts, measure=measure)
    reverse = coherences(topics[::-1], texts, measure=measure)
    np.testing.assert_array_equal(found, reverse[::-1])
    twice = coherences([*topics, *topics], texts, measure=measure)
    np.testing.assert_array_equal(twice, np.tile(found, 2))
    known = found[~np.isnan(found)]
    low, high = (-math.inf, 1e-9) if measure == "u_mass" else (-1 - 1e-8, 1 + 1e-8)
    assert (known >= low).all() and (known <= high).all()
    if measure != "u_mass":  # which takes the words in their order
        swapped = coherences([topic[::-1] for topic in topics], texts, measure=measure)
        np.testing.assert_allclose(swapped, found, rtol=0, atol=1e-12)


@pytest.mark.parametrize("measure", ["npmi", "c_npmi", "c_v"])
def test_words_that_always_meet_have_coherence_one(measure):
    texts = [["a", "b", "c"], ["d"], ["e", "d"], ["c", "a", "b"]]
    found = coherences([["a", "b", "c"]], texts, measure=measure)
    assert found == pytest.approx(1, abs=1e-9)
    everywhere = coherences([["a", "b"]], [["a", "b"], ["b", "a"]], measure=measure)
    assert everywhere == pytest.approx(1, abs=1e-12)


def test_words_that_never_meet_are_far_below_zero():
    texts = [["a"], ["b"], ["c"], ["c"]]
    assert coherences([["a", "b"]], texts, measure="npmi")[0] < -0.8
    assert coherences([["a", "b"]], texts, measure="u_mass")[0] < -26


def test_words_that_the_texts_lack_are_left_out():
    texts, topics = drawn(4)
    longer = [["nowhere", *topic, "not there"] for topic in topics]
    for measure in MEASURES:
        found = coherences([*longer, ["nowhere", "w1"], []], texts, measure=measure)
        expected = coherences(topics, texts, measure=measure)
        np.testing.assert_array_equal(found[:-2], expected)
        assert np.isnan(found[-2:]).all()
        assert ht.coherence([*longer, []], texts, measure=measure) == pytest.approx(expected.mean())


def test_word_lists_of_other_tools():
    texts, topics = drawn(5)
    weighted = [[(word, 0.5) for word in topic] for topic in topics]
    forms = [weighted, dict(enumerate(weighted)), tuple(map(tuple, topics)), np.array(topics)]
    for form in forms:
        assert ht.coherence(form, texts) == ht.coherence(topics, texts)
    longer = [[*topic, "w3", topic[0]] for topic in topics]
    assert ht.coherence(longer, texts, n_words=6) == ht.coherence(topics, texts)
    repeated = [[topic[0], *topic] for topic in topics]
    assert ht.coherence(repeated, texts, n_words=6) == ht.coherence(topics, texts)


MISTAKES = {
    "measure must be one of npmi, c_npmi": dict(measure="c_uci"),
    "none of the 2 words of the topics occurs": dict(topics=[["X", "Y"]]),
    "got the text 'a b'; split it": dict(topics=["a b"]),
    "got 'a b'": dict(topics="a b"),
    "got the word 3; look numbers up": dict(topics=[[3, 4]]),
    "window must be at least 1": dict(window=0),
    "u_mass counts whole documents": dict(window=5, measure="u_mass"),
    "does not know which words are neighbours": dict(window=5, texts=np.eye(2), terms="ab"),
    "needs terms": dict(texts=np.eye(2)),
    "for each of the 3 distinct terms, got a matrix of the shape": dict(
        texts=np.eye(2), terms="abc"
    ),
    "terms name the columns": dict(terms="ab"),
    "got a single one": dict(texts="a b"),
    "got none": dict(texts=[]),
    "n_words must be at least 1": dict(n_words=0),
}


@pytest.mark.parametrize("message", MISTAKES)
def test_mistakes_are_told(message):
    given = {"topics": [["a", "b"]], "texts": [["a", "b"], ["b"]], **MISTAKES[message]}
    with pytest.raises(ht.HiertopicsError, match=message):
        ht.coherence(given.pop("topics"), given.pop("texts"), given.pop("terms", None), **given)


def test_a_reference_can_be_used_again():
    texts, topics = drawn(6)
    reference = reference_of(texts)
    for measure in MEASURES:
        first = ht.coherence(topics, reference, measure=measure)
        assert first == ht.coherence(topics, iter(texts), measure=measure)
        assert first == ht.coherence(topics, reference, measure=measure)
