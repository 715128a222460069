"""JSON whose documents are within others, or whose texts are given as positions of words."""

import json
import random
import time

import pytest
from support.folders import write

import hiertopics as ht
from hiertopics.corpus.tables.inverted_index import rebuilt
from hiertopics.errors import CorpusError


def sentence(i):
    return f"Comment number {i} speaks of gardens, boats, harbours and of {i * 7} cats"


def inverted(text):
    index = {}
    for place, word in enumerate(text.split()):
        index.setdefault(word, []).append(place)
    return index


def read(tmp_path, value):
    return ht.read_corpus(write(tmp_path, {"x.json": json.dumps(value)}) / "x.json")


@pytest.mark.parametrize("name", ["abstract_inverted_index", "InvertedIndex", "words"])
def test_an_inverted_index_is_the_text_that_it_was_made_of(name):
    rng = random.Random(1)
    for n in range(5, 60):
        text = " ".join(rng.choices("The class of a label is one, which the id has.".split(), k=n))
        index = inverted(text)
        if len(index) >= 5 or "nvert" in name:
            assert rebuilt(name, dict(rng.sample([*index.items()], len(index))))[1] == text


@pytest.mark.parametrize(
    "value",
    [
        {"a": [0, 1], "b": [1, 2], "c": [3], "d": [4], "e": [5]},
        {"a": [10], "b": [1999], "c": [3], "d": [4], "e": [0]},
        {"x": [0], "y": [1]},
        {"a": ["0"], "b": [1], "c": [2], "d": [3], "e": [4]},
        {"a": [], "b": [0], "c": [1], "d": [2], "e": [3]},
        {},
        None,
        [0, 1, 2],
    ],
)
def test_lists_of_numbers_that_are_no_positions_stay(value):
    assert rebuilt("box", value) == ("box", value)


def test_abstracts_by_positions_are_texts(tmp_path):
    works = [
        {
            "id": f"W{i}",
            "title": f"Of gardens and {i} harbours",
            "abstract_inverted_index": inverted(f"The class and label of {sentence(i)}")
            if i % 5
            else None,
        }
        for i in range(40)
    ]
    for value in ({"meta": {"count": 40}, "results": works}, works):
        corpus = read(tmp_path, value)
        assert (
            corpus.texts[1] == f"Of gardens and 1 harbours\n\nThe class and label of {sentence(1)}"
        )
        assert corpus.ids[1] == "W1" and not corpus.metadata and corpus.labels.shape == (40, 0)
    assert ", and 8 of 40 rows have a title alone;" in corpus.reading["remarks"][0]


def test_names_by_the_hundred_are_data_and_no_columns(tmp_path):
    rng = random.Random(2)
    names = ["class", "label", "id", "author", *(f"w{i}" for i in range(300))]
    rows = [
        {"text": sentence(i), "year": i, "counts": {k: rng.random() for k in rng.sample(names, 20)}}
        for i in range(60)
    ]
    corpus = read(tmp_path, rows)
    assert [*corpus.metadata] == ["year"] and corpus.labels.shape[1] == 0
    assert [*ht.read_corpus(rows, metadata_columns="counts.class").metadata] == ["counts.class"]
    few = [{"text": sentence(i), "counts": {"a": i, "b": 2}} for i in range(60)]
    assert [*read(tmp_path, few).metadata] == ["counts.a", "counts.b"]


def post(number, replies, kind="t1"):
    within = {"kind": "Listing", "data": {"after": None, "children": replies}} if replies else ""
    data = {"id": f"c{number}", "author": f"user{number}", "created_utc": 1.6e9 + number}
    data |= {"body": sentence(number), "body_html": f"<p>{sentence(number)}</p>"}
    return {"kind": kind, "data": {**data, "replies": within}}


def listing(children):
    return {"kind": "Listing", "data": {"children": children}}


def test_each_comment_of_a_thread_is_a_document(tmp_path):
    start = {"kind": "t3", "data": {"id": "t", "title": "Of boats", "selftext": "What sails well?"}}
    more = {"kind": "more", "data": {"count": 3, "children": ["x", "y"]}}
    comments = [post(0, [post(1, [post(2, [])]), post(3, [])]), post(4, [more]), more]
    corpus = read(tmp_path, [listing([start]), listing(comments)])
    assert corpus.ids == ("t", "c0", "c1", "c2", "c3", "c4")
    assert tuple(corpus.texts) == ("Of boats\n\nWhat sails well?", *map(sentence, range(5)))
    assert corpus.metadata["author"] == (None, *(f"user{i}" for i in range(5)))
    assert {*corpus.metadata} == {"author", "created_utc"}


def chain(n, name="children"):
    made = {"id": n, "author": "Ada", "text": sentence(n), name: []}
    for i in range(n - 1, -1, -1):
        made = {"id": i, "author": "Ada", "text": sentence(i), name: [made]}
    return made


@pytest.mark.parametrize("name", ["children", "replies", "comments"])
def test_replies_of_the_kind_of_what_they_answer_are_documents(tmp_path, name):
    for value in (chain(20, name), [chain(20, name)], {"hits": [chain(20, name)] * 15}):
        corpus = read(tmp_path, value)
        assert tuple(corpus.texts)[:21] == tuple(map(sentence, range(21)))
        assert {*corpus.metadata} <= {"author", "id"}


def test_passages_of_questions_are_documents(tmp_path):
    articles = [
        {
            "title": f"Town{a}",
            "paragraphs": [
                {
                    "context": sentence(10 * a + p),
                    "qas": [{"id": f"{a}{p}{q}", "question": "Which cats?"} for q in range(3)],
                }
                for p in range(4)
            ],
        }
        for a in range(5)
    ]
    for value in ({"version": "2", "data": articles}, articles):
        corpus = read(tmp_path, value)
        assert tuple(corpus.texts) == tuple(
            sentence(10 * a + p) for a in range(5) for p in range(4)
        )
        assert corpus.ids[:2] == ("Town0:1", "Town0:2")
        assert corpus.metadata["title"][4] == "Town1"


@pytest.mark.parametrize("n", [150, 1000, 20_000])
def test_no_depth_hangs(tmp_path, n):
    """Objects of any depth are read or refused, at once."""
    text, kind = sentence(7), '"kind": "t1", "data": {"id": "a", '
    forms = (
        (
            f'{{{kind} "body": "{text}", "replies": {{"kind": "Listing", "data": {{"children": [',
            "]}}}}",
        ),
        (f'{{"id": "a", "text": "{text}", "children": [', "]}"),
        (f'{{"k": 1, "data": {{"body": "{text}", "other": {{"kids": [', "]}}}"),
        ('{"text": {"a": ', ' "x"}}'),
    )
    for opened, closed in forms:
        for above, below in (("", ""), ("[", "]")):
            nested = above + opened * n + "null" * (opened[-1] != "[") + closed * n + below
            path = write(tmp_path, {"x.json": nested}) / "x.json"
            start = time.monotonic()
            try:
                ht.read_corpus(path)
            except CorpusError:
                pass
            assert time.monotonic() - start < 5
