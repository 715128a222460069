"""Words divided at the ends of lines."""

import pickle

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import hiertopics as ht
from hiertopics.vectorizer.stream import read_tokens
from hiertopics.vectorizer.tokens import Cleaning


def words_of(texts, n_jobs=None):
    """Words of each text, in order."""
    stream = read_tokens(texts, Cleaning(), n_jobs)
    return [
        [stream.words[i] for i in ids[start:end]]
        for ids, ends in stream
        for start, end in zip(ends[:-1], ends[1:], strict=True)
    ]


ENDINGS = ["-\n", "- \n", "-\r\n", "\u2010\n", "\u00ad\n", "¬\n", "-\n\n   ", "-\f", "-\n\f"]


@pytest.mark.parametrize("end", ENDINGS)
def test_kinds_of_ends(end):
    texts = [f"the infor{end}mation of", "information is"]
    assert words_of(texts)[0] == ["the", "information", "of"]


@pytest.mark.parametrize(
    ("divided", "elsewhere", "words"),
    [
        ("loca-\nted", "ted is a name", ["located"]),  # half of it occurs nowhere
        ("on-\nline", "put it on this line, online", ["online"]),
        ("well-\nknown", "a well-known man", ["well", "known"]),
        ("well-\nknown", "well, known to all", ["well", "known"]),
        ("well-\nknown", "well known, well-known, wellknown", ["well", "known"]),
        ("Anglo-\nSaxon", "nothing", ["anglo", "saxon"]),  # a name begins
        ("INFOR-\nMATION", "nothing", ["information"]),
        ("x-\nray", "nothing", ["ray"]),
        ("words --\nmore", "nothing", ["words", "more"]),
        ("a -\nmore", "nothing", ["more"]),
        ("un-\nbe-\nlievable", "nothing", ["unbelievable"]),
        ("Müll-\nabfuhr", "nothing", ["müllabfuhr"]),
        ("12-\n14 ab-\n3", "nothing", ["ab"]),
    ],
)
def test_what_the_corpus_tells(divided, elsewhere, words):
    assert words_of([divided, elsewhere])[0] == words


LINES = st.lists(
    st.sampled_from(["in", "for", "mation", "infor", "wordy", "well", "known"]), max_size=8
)
ENDS = st.sampled_from([" ", "\n", "-\n", "-", ". "])


@given(st.lists(st.tuples(LINES, ENDS), min_size=1, max_size=8), st.sampled_from([1, 2]))
def test_streams_are_those_of_texts_without_line_ends(parts, n_docs):
    texts = [end.join(words) for words, end in parts] * n_docs
    stream = read_tokens(texts, Cleaning())
    # The same texts, each divided word written as it was decided.
    plain = [_decided(text, stream.joined) for text in texts]
    made = read_tokens(plain, Cleaning())
    assert words_of(texts) == words_of(plain)
    order = [stream.words.index(word) for word in made.words]
    counts, expected = stream.counts[0].tocsr(), made.counts[0].tocsr()
    assert (counts.toarray()[:, order] == expected.toarray()).all()
    assert counts.sum() == expected.sum() and counts.has_sorted_indices
    assert stream.first_equal.tolist() == made.first_equal.tolist()


def _decided(text, joined):
    for word, is_one in sorted(joined.items(), key=lambda item: -len(item[0])):
        text = text.replace(word.replace("\5", "-\n"), word.replace("\5", "" if is_one else " "))
    return text


TEXTS = [
    f"Infor-\nmation w{i % 7} of iron-\nclad men {'iron-clad' * (i % 2)} on{'-' * (i % 3)}\nline."
    for i in range(60)
] + ["information online"] * 9


def test_other_texts_are_read_as_those_of_the_fit(tmp_path):
    vectorizer = ht.TextVectorizer(min_df=1, max_df=1.0, phrases=False, keep=["boilerplate"])
    X = vectorizer.fit_transform(TEXTS)
    assert {"information", "iron", "clad"} <= {*vectorizer.vocabulary_}
    assert not {"infor", "mation", "ironclad"} & {*vectorizer.vocabulary_}
    for again in (vectorizer, pickle.loads(pickle.dumps(vectorizer))):
        Y = again.transform(TEXTS)
        assert (X != Y).nnz == 0
        assert (again.transform(iter(TEXTS)) != again.transform(again.read_tokens(TEXTS))).nnz == 0
    parallel = ht.TextVectorizer(
        min_df=1, max_df=1.0, phrases=False, keep=["boilerplate"], n_jobs=2
    )
    assert (parallel.fit_transform(TEXTS) != X).nnz == 0
    ht.save(vectorizer, tmp_path / "v.ht")
    assert (ht.load(tmp_path / "v.ht").transform(TEXTS) != X).nnz == 0


PARTED = st.lists(st.tuples(LINES, ENDS), min_size=1, max_size=6)


@given(st.lists(PARTED, min_size=1, max_size=3), st.lists(PARTED, min_size=1, max_size=3))
@example([[(["infor", "mation"], " ")]], [[(["infor"], "-\n"), (["mation"], " ")]])
@settings(max_examples=50)
def test_tokens_read_before_are_divided_as_texts_are(fitted, others):
    fitted, others = (
        ["".join(" ".join(words) + end for words, end in parts) for parts in texts]
        for texts in (fitted, others)
    )
    vectorizer = ht.TextVectorizer(language=None, min_df=1, max_df=1.0, keep=["boilerplate"])
    vectorizer.fit([*fitted, "one text more"])
    read = vectorizer.read_tokens(others)
    rows = vectorizer.transform(others)
    assert (vectorizer.transform(read) != rows).nnz == 0
    taken = read.take(np.arange(len(others)) % 2 == 0)
    assert (vectorizer.transform(taken) != rows[::2]).nnz == 0
    others = [*others, "one text more"]
    rows = vectorizer.fit_transform(vectorizer.read_tokens(others))
    assert (vectorizer.fit_transform(others) != rows).nnz == 0


def test_unseen_divisions_follow_the_terms():
    texts = [f"w{i % 7} carrots potatoes and a market garden" for i in range(30)]
    vectorizer = ht.TextVectorizer(min_df=1, max_df=1.0, phrases=False, keep=["boilerplate"])
    vectorizer.fit(texts)

    def found(text):
        row = vectorizer.transform([text]).toarray()[0]
        return [*vectorizer.get_feature_names_out()[np.flatnonzero(row)]]

    assert found("pota-\ntoes") == ["potatoes"]
    assert found("market-\ngarden") == ["garden", "market"]
    assert found("car-\ngo") == []


def test_of_new_texts_only_terms_are_joined():
    texts = ["hills long range", "long river", "long town", "long bridge valley"]
    vectorizer = ht.TextVectorizer(min_df=1, max_df=3, phrases=False).fit(texts)
    divided, plain = vectorizer.transform(["hills-\nlong valley", "hills-long valley"]).toarray()
    assert (divided == plain).all() and divided.astype(bool).sum() == 2
    assert vectorizer.transform(["a bri-\ndge"]).nnz == 1
