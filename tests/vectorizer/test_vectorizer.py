import pickle
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MaxAbsScaler

from hiertopics.errors import CorpusError, HiertopicsError
from hiertopics.vectorizer.language import stem_vocabulary
from hiertopics.vectorizer.tokens import tokenize
from hiertopics.vectorizer.vectorizer import TextVectorizer

STOP = ("the", "and")


def random_texts(n_docs=60, n_words=30, seed=0):
    """Texts with Zipf's frequencies, so that every limit has terms on both sides."""
    rng = np.random.default_rng(seed)
    words = np.array([*STOP, *(f"w{number}" for number in range(n_words))])
    share = 1 / np.arange(1, len(words) + 1)
    lengths = rng.integers(0, 60, n_docs)
    return [" ".join(rng.choice(words, length, p=share / share.sum())) for length in lengths]


def oracle(**settings):
    return TfidfVectorizer(
        tokenizer=tokenize, token_pattern=None, lowercase=False, stop_words=list(STOP), **settings
    )


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize(
    "limits",
    [
        {"min_df": 1, "max_df": 1.0},
        {"min_df": 3, "max_df": 0.5},
        {"min_df": 0.04, "max_df": 20},
        {"min_df": 1, "max_df": 0.9, "max_terms": 17},
        {"min_df": 2, "max_df": 0.9, "max_terms": 40},
    ],
)
@pytest.mark.parametrize("ngram_range", [(1, 1), (1, 2), (2, 2), (1, 3), (3, 4)])
def test_agrees_with_scikit_learn(ngram_range, limits, seed):
    texts, others = random_texts(seed=seed), random_texts(n_words=50, seed=seed + 9)
    limits = dict(limits)
    max_terms = limits.pop("max_terms", None)
    ours = TextVectorizer(
        stop_words=STOP, ngram_range=ngram_range, max_terms=max_terms, idf_power=1, **limits
    )
    theirs = oracle(ngram_range=ngram_range, max_features=max_terms, sublinear_tf=True, **limits)
    X, expected = ours.fit_transform(texts), theirs.fit_transform(texts)
    assert ours.get_feature_names_out().tolist() == theirs.get_feature_names_out().tolist()
    assert ours.vocabulary_ == theirs.vocabulary_
    expected.sort_indices()
    assert np.array_equal(X.indptr, expected.indptr)
    assert np.array_equal(X.indices, expected.indices)
    np.testing.assert_allclose(X.data, expected.data, rtol=1e-12)
    np.testing.assert_allclose(ours.idf_, theirs.idf_, rtol=1e-12)
    difference = ours.transform(others) - theirs.transform(others)
    assert abs(difference).max() < 1e-12


def test_idf_is_taken_to_a_power():
    texts, common = random_texts(), {"stop_words": STOP, "norm": None}
    plain = TextVectorizer(**common, idf_power=1)
    X = plain.fit_transform(texts)
    for power in (0, 0.5, 1.5, 2):
        vectorizer = TextVectorizer(**common, idf_power=power)
        Y = vectorizer.fit_transform(texts)
        np.testing.assert_allclose(vectorizer.idf_, plain.idf_**power, rtol=1e-12)
        np.testing.assert_allclose(
            Y.data, X.data * plain.idf_[X.indices] ** (power - 1), rtol=1e-12
        )
    assert TextVectorizer().idf_power == 1.5


@pytest.mark.parametrize("setting", [{"norm": None}, {"norm": "l1"}, {"use_idf": False}, {}])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("sublinear_tf", [True, False])
def test_weights_agree_with_scikit_learn(setting, dtype, sublinear_tf):
    texts = random_texts()
    common = {"min_df": 2, "max_df": 0.9, "sublinear_tf": sublinear_tf, "dtype": dtype} | setting
    ours, theirs = TextVectorizer(stop_words=STOP, idf_power=1, **common), oracle(**common)
    X, expected = ours.fit_transform(texts), theirs.fit_transform(texts)
    assert X.dtype == dtype and X.has_canonical_format and X.indices.dtype == np.int32
    assert abs(X - expected).max() < 1e-6
    assert abs(ours.transform(texts) - X).max() < 1e-6
    assert type(X) is type(expected)


WORDS = st.lists(st.sampled_from("network networks networking cat cats dog the".split()))


@given(st.lists(WORDS.map(" ".join), min_size=1, max_size=8), st.sampled_from([(1, 1), (1, 2)]))
@settings(max_examples=60)
def test_stemming_is_counting_stems(texts, ngram_range):
    """Columns are those of the texts stemmed beforehand, under other names."""
    ours = TextVectorizer(
        "english",
        stem=True,
        stop_words=STOP,
        min_df=1,
        max_df=1.0,
        ngram_range=ngram_range,
        idf_power=1,
    )
    stemmed = [
        " ".join(stem_vocabulary([w for w in tokenize(text) if w not in STOP], "english"))
        for text in texts
    ]
    theirs = TfidfVectorizer(
        tokenizer=str.split, token_pattern=None, sublinear_tf=True, ngram_range=ngram_range
    )
    if not any(stemmed):
        with pytest.raises(CorpusError):
            ours.fit(texts)
        return
    X, expected = ours.fit_transform(texts), theirs.fit_transform(stemmed)
    assert set(ours.stem_columns_) == set(theirs.vocabulary_)
    order = [theirs.vocabulary_[stem] for stem in ours.stem_columns_]
    assert abs(X - expected[:, order]).max() < 1e-12
    assert abs(ours.transform(texts) - X).max() < 1e-12
    assert len(set(ours.get_feature_names_out())) == X.shape[1]


def test_a_stem_shows_its_commonest_form():
    texts = ["networks networks network", "running runs", "runs running"]
    vectorizer = TextVectorizer(stem=True, max_df=1.0).fit(texts)
    assert vectorizer.get_feature_names_out().tolist() == ["networks", "running"]  # tie: alphabet
    assert vectorizer.stem_columns_ == {"network": 0, "run": 1}
    unseen = vectorizer.transform(["networking", "runs", "cat"]).toarray()
    assert unseen.tolist() == [[1, 0], [0, 1], [0, 0]]


def test_frequency_limits_are_those_of_the_merged_column():
    texts = ["network", "networks", "networking", "cat", "cat", "dog"]
    vectorizer = TextVectorizer(stem=True, min_df=3).fit(texts)
    assert list(vectorizer.stem_columns_) == ["network"]
    with pytest.raises(CorpusError):
        TextVectorizer(min_df=3).fit(texts)


def test_stop_words_go_before_ngrams_and_in_any_case():
    vectorizer = TextVectorizer(ngram_range=(2, 2), lowercase=False)
    assert list(vectorizer.fit(["Bread AND The Butter"]).vocabulary_) == ["Bread Butter"]


@pytest.mark.parametrize(
    ("n_docs", "expected"), [(1, 1), (99, 1), (100, 2), (216, 2), (999, 2), (1000, 3), (11314, 3)]
)
def test_least_frequency_grows_with_the_corpus(n_docs, expected):
    vectorizer = TextVectorizer().fit(["word", *["word other"] * 4, *[""] * (n_docs - 5)][:n_docs])
    assert vectorizer.min_df_ == expected and vectorizer.n_docs_ == n_docs


@pytest.mark.parametrize("n_docs", [1, 2, 3])
def test_tiny_corpora_keep_their_words(n_docs):
    texts = ["shared word alone", "shared word", "bread"][:n_docs]
    terms = TextVectorizer().fit(texts).get_feature_names_out()
    assert {"shared", "word", "alone"} <= set(terms)


def test_share_still_drops_what_is_everywhere():
    terms = TextVectorizer().fit(["bread salt", "bread", "bread rye"]).get_feature_names_out()
    assert terms.tolist() == ["rye", "salt"]


def test_documents_without_words_are_zero_rows():
    texts = ["", "bread", "12 ?", "the"]
    vectorizer = TextVectorizer()
    X = vectorizer.fit_transform(texts)
    assert X.shape == (4, 1) and X.indptr.tolist() == [0, 0, 1, 1, 1]
    assert vectorizer.transform(["", "unknown"]).nnz == 0


def test_texts_are_read_once():
    X = TextVectorizer().fit_transform(text for text in ["bread salt", "bread"])
    assert X.shape == (2, 2)


@pytest.mark.parametrize("setting", [{}, {"stem": True, "language": "english"}])
def test_tokens_read_before_are_weighed_as_the_texts_are(setting):
    texts = ["heavy stones sink", "a heavy stone sank in new york", "new york has heavy stones"] * 9
    vectorizer = TextVectorizer(keep_together=["new york"], phrases=True, max_df=1.0, **setting)
    vectorizer.fit(texts)
    assert any(" " in term for term in vectorizer.vocabulary_)
    others = ["new york", "", "stones of york", "sank, sank: heavy stones sink"]
    expected = vectorizer.transform(others)
    found = vectorizer.transform(vectorizer.read_tokens(others))
    assert found.shape == expected.shape and (found != expected).nnz == 0 and found.nnz > 5


def test_permuting_documents_permutes_rows():
    texts = random_texts()
    order = np.random.default_rng(3).permutation(len(texts))
    vectorizer = TextVectorizer(ngram_range=(1, 2))
    X = vectorizer.fit_transform(texts)
    permuted = clone(vectorizer).fit_transform([texts[i] for i in order])
    assert abs(X[order] - permuted).max() < 1e-15


def test_own_tokenizer():
    vectorizer = TextVectorizer(tokenizer=partial(str.split, sep=","), stop_words=["c"])
    vectorizer.fit(["A b,C,d", "d"])
    assert vectorizer.get_feature_names_out().tolist() == ["a b", "d"]
    with pytest.raises(HiertopicsError, match="'a b', which n-grams would confuse"):
        vectorizer.set_params(ngram_range=(1, 2)).fit(["A b,C,d"])
    with pytest.raises(HiertopicsError, match="must return words"):
        TextVectorizer(tokenizer=lambda text: [1, 2]).fit(["a"])


def test_scikit_learn_manners():
    stop = ["bread"]
    vectorizer = TextVectorizer(stop_words=stop, min_df=1)
    assert vectorizer.get_params()["stop_words"] is stop
    assert clone(vectorizer).get_params() == vectorizer.get_params()
    for use in (vectorizer.get_feature_names_out, partial(vectorizer.transform, ["a"])):
        with pytest.raises(NotFittedError):
            use()
    texts = random_texts()
    scaled = make_pipeline(vectorizer, MaxAbsScaler()).fit_transform(texts)
    assert scaled.max() == 1
    names = vectorizer.get_feature_names_out()
    assert names.dtype == object and isinstance(names[0], str)
    again = pickle.loads(pickle.dumps(vectorizer))
    assert abs(again.transform(texts) - vectorizer.transform(texts)).max() == 0


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"ngram_range": (2, 1)}, r"two lengths such as \(1, 2\), got \(2, 1\)"),
        ({"ngram_range": 2}, "two lengths"),
        ({"min_df": -1}, "min_df must be 'auto', a count or a share 0 to 1, got -1"),
        ({"max_df": 1.5}, "max_df must be 'auto', a count or a share 0 to 1, got 1.5"),
        ({"max_df": "few"}, "max_df must be"),
        ({"max_terms": 0}, "max_terms must be None or a positive integer, got 0"),
        ({"norm": "max"}, "norm must be"),
        ({"dtype": int}, "dtype must be float64 or float32"),
        ({"stop_words": "english"}, "choose the language by language='english'"),
        ({"stop_words": 3}, "stop_words must be a collection"),
        ({"stop_words": [None]}, "stop_words must be a collection"),
        ({"more_stop_words": [5]}, "more_stop_words must be a collection of str"),
        ({"keep_together": "a b"}, "keep_together must be a collection of str"),
        ({"keep": ("all",)}, "keep must be some of boilerplate, latex, markup, numbers, urls"),
        ({"phrases": "often"}, "phrases must be 'auto', a bool or one of"),
        ({"phrases": True, "ngram_range": (1, 2)}, "leave ngram_range at"),
        ({"n_jobs": 0}, "n_jobs must be None, a number of processes or -1"),
        ({"tokenizer": "words"}, "tokenizer must be a function"),
        ({"stem": True, "language": None}, "stem=True needs a language"),
        ({"stem": True, "language": "polish"}, "no stemmer for language 'polish'"),
        ({"language": "klingon"}, "no stop words for language 'klingon'"),
        ({"norm": "max", "max_terms": 0}, "max_terms must be.*; norm must be"),
    ],
)
def test_settings_are_checked_in_fit(settings, message):
    vectorizer = TextVectorizer(**settings)
    with pytest.raises(HiertopicsError, match=message):
        vectorizer.fit(["bread"])


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ("one text", r"got one str; for a single text give \[text\]"),
        (7, "expected a collection of texts, got one int"),
        ([], "got an empty collection"),
        (["a", None], "document 1 must be a str, got NoneType"),
        ([b"a"], "document 0 must be a str, got bytes"),
        (["", "12"], "no words in 2 documents"),
        (["the and"], "2 words in 1 document: all are stop words"),
        (["the bread", "salt"], r"3 words in 2 documents: 1 are.*fewer than 2 \(min_df=2\)"),
    ],
)
def test_texts_that_cannot_be_used(texts, message):
    with pytest.raises(HiertopicsError, match=message):
        TextVectorizer(min_df=2).fit(texts)


def test_stop_words_are_compared_as_words_are():
    vectorizer = TextVectorizer(
        "english", min_df=1, max_df=1.0, more_stop_words=["Ain’t", "Cafe\u0301"]
    )
    assert list(vectorizer.fit(["ain't the café bread"]).vocabulary_) == ["bread"]
    vectorizer.set_params(fold_accents=True)
    assert list(vectorizer.fit(["the cafe bread"]).vocabulary_) == ["bread"]


def test_a_setting_of_no_use_is_told_before_the_texts_are_read():
    def texts():
        raise AssertionError("read")
        yield

    with pytest.raises(HiertopicsError, match="no stop words for language 'klingon'"):
        TextVectorizer("klingon").fit(texts())
    with pytest.raises(HiertopicsError, match="phrases of two words or more"):
        TextVectorizer(keep_together=["C++"]).fit(texts())
