"""Tables in memory, of any library or of Python itself, give the same corpus."""

from collections import namedtuple
from dataclasses import dataclass

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import hiertopics as ht
from hiertopics.errors import CorpusError

TEXTS = [f"The boat number {n} sails to the harbour, and 'back'\nagain" for n in range(30)]
LABELS = ["sea" if n % 2 else "land" for n in range(30)]
IDS = [f"doc{n}" for n in range(30)]
RECORDS = [
    {"id": key, "text": text, "label": label, "year": 2000 + n}
    for n, (key, text, label) in enumerate(zip(IDS, TEXTS, LABELS, strict=True))
]
FRAME = pd.DataFrame(RECORDS)
Row = namedtuple("Row", "id text label year")


@dataclass
class Post:
    id: str
    text: str
    label: str
    year: int


class Stream:
    """A table that gives its rows by Arrow's stream alone, as those of DuckDB do."""

    def __arrow_c_stream__(self, requested_schema=None):
        return pa.table(FRAME).__arrow_c_stream__(requested_schema)


TABLES = {
    "pandas": FRAME,
    "pandas, of its strings": FRAME.convert_dtypes(),
    "pandas, ids in the index": FRAME.set_index("id"),
    "pandas, categories": FRAME.astype({"label": "category"}),
    "polars": pl.DataFrame(RECORDS),
    "polars, lazy": pl.LazyFrame(RECORDS),
    "pyarrow": pa.Table.from_pylist(RECORDS),
    "a batch of pyarrow": pa.RecordBatch.from_pylist(RECORDS),
    "pyarrow, dictionaries": pa.table(FRAME.astype({"label": "category", "text": "category"})),
    "a stream of Arrow": Stream(),
    "dicts": RECORDS,
    "a generator of dicts": None,
    "named tuples": [Row(**record) for record in RECORDS],
    "data classes": [Post(**record) for record in RECORDS],
    "columns": {name: [record[name] for record in RECORDS] for name in RECORDS[0]},
    "columns of arrays": {name: FRAME[name].to_numpy() for name in FRAME},
    "columns of rows": FRAME.to_dict(),
    "records by id": FRAME.set_index("id").to_dict("index"),
    "lists with a header": [list(FRAME), *FRAME.to_numpy().tolist()],
}


@pytest.mark.parametrize("kind", TABLES)
def test_every_table_in_memory_gives_the_same_corpus(kind):
    source = iter(RECORDS) if kind == "a generator of dicts" else TABLES[kind]
    corpus = ht.read_corpus(source)
    assert list(corpus.texts) == TEXTS and corpus.ids == tuple(IDS)
    assert corpus.labels.tolist() == [[label] for label in LABELS]
    assert corpus.metadata == {"year": tuple(range(2000, 2030))}
    assert corpus.source == "memory" and corpus.reading["columns"]["text"] == ["text"]


TEXTS_WITH_IDS = {
    "a series": pd.Series(TEXTS, index=IDS, name="review"),
    "a series of strings": pd.Series(TEXTS, index=IDS, dtype="string"),
    "pairs": list(zip(IDS, TEXTS, strict=True)),
    "lists of two": [list(pair) for pair in zip(IDS, TEXTS, strict=True)],
    "an array of pairs": np.array(list(zip(IDS, TEXTS, strict=True))),
    "items of a dict": dict(zip(IDS, TEXTS, strict=True)).items(),
    "texts by id": dict(zip(IDS, TEXTS, strict=True)),
}


@pytest.mark.parametrize("kind", TEXTS_WITH_IDS)
def test_texts_with_ids(kind):
    corpus = ht.read_corpus(TEXTS_WITH_IDS[kind])
    assert list(corpus.texts) == TEXTS and corpus.ids == tuple(IDS)


@pytest.mark.parametrize(
    "texts",
    [
        pl.Series(TEXTS),
        pa.array(TEXTS),
        pa.chunked_array([TEXTS[:3], TEXTS[3:]]),
        np.array(TEXTS),
        np.array(TEXTS, dtype=object),
        TEXTS,
        tuple(TEXTS),
        iter(TEXTS),
        pd.Index(TEXTS),
    ],
    ids=lambda texts: f"{type(texts).__module__}.{type(texts).__name__}",
)
def test_texts_alone(texts):
    corpus = ht.read_corpus(texts)
    assert list(corpus.texts) == TEXTS and corpus.ids == tuple(map(str, range(1, 31)))


def test_texts_with_labels():
    corpus = ht.read_corpus(list(zip(TEXTS, LABELS, strict=True)))
    assert list(corpus.texts) == TEXTS and corpus.labels.ravel().tolist() == LABELS


def test_options_are_for_all_that_has_columns():
    records = [{"a": key, "b": text, "c": label} for key, text, label in zip(IDS, TEXTS, LABELS)]  # noqa: B905
    for source in (records, pl.DataFrame(records), pa.Table.from_pylist(records)):
        corpus = ht.read_corpus(source, text_column="b", id_column="a", label_columns=["c"])
        assert corpus.ids == tuple(IDS) and corpus.labels.ravel().tolist() == LABELS
        assert len(ht.read_corpus(source, text_column="b", split="lines")) == 60
        with pytest.raises(CorpusError, match="there is no column 'd'; the columns are 'a', 'b'"):
            ht.read_corpus(source, text_column="d")


def test_an_index_is_asked_for_by_its_name():
    for frame in (FRAME.set_index("id"), FRAME.set_index("id").assign(url="x")):
        corpus = ht.read_corpus(frame, id_column="id")
        assert corpus.ids == tuple(IDS) and corpus.reading["columns"]["id"] == "id"


def test_numbers_as_ids_have_no_decimals():
    frame = pd.DataFrame({"id": [*map(float, range(29)), None], "text": TEXTS})
    assert ht.read_corpus(frame, id_column="id").ids == (*map(str, range(29)), "30")
    series = pd.Series(TEXTS[:2], index=[1.0, 2.5])
    assert ht.read_corpus(series).ids == ("1", "2.5")


def test_nested_values_are_columns():
    nested = [{"post": {"body": text, "tags": ["a", "b"]}} for text in TEXTS]
    for source in (
        nested,
        pl.DataFrame(nested),
        pa.Table.from_pylist(nested),
        pd.DataFrame(nested),
    ):
        corpus = ht.read_corpus(source)
        assert list(corpus.texts) == TEXTS
        assert corpus.metadata["post.tags"] == (("a", "b"),) * 30


def test_arrays_in_cells_are_lists(tmp_path):
    frame = pd.DataFrame({"text": TEXTS, "tags": [np.array(["a", "b"])] * 30})
    assert ht.read_corpus(frame).metadata["tags"] == (("a", "b"),) * 30


def test_missing_texts_are_passed_over():
    for missing in (None, np.nan, pd.NA, ""):
        corpus = ht.read_corpus(pd.Series([*TEXTS, missing]))
        assert len(corpus) == 30 and corpus.skipped == {"empty": ("30",)}


def test_column_names_of_all_sorts():
    frame = pd.DataFrame([[text, 7] for text in TEXTS])
    assert list(ht.read_corpus(frame).texts) == TEXTS
    frame.columns = pd.MultiIndex.from_tuples([("post", "text"), ("post", "n")])
    assert ht.read_corpus(frame).reading["columns"]["text"] == ["post text"]
    frame.columns = ["text", "text"]
    assert ht.read_corpus(frame).reading["columns"]["text"] == ["text"]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (7, "expected the path of a folder or a file, a data frame, .* got an int"),
        (object(), "of pairs of an id and a text; got an object"),
        ([{"text": "a"}, "b"], "record 2 must be a dict, got a str"),
        ([Row("a", "b", "c", 1), None], "record 2 must be a Row, got a NoneType"),
        ([("a", "b"), "c"], "a list in which some items are lists"),
        ([{"n": 1}, {"n": 2}], "no column looks like text"),
        (pd.DataFrame({"text": []}), "one without rows"),
        ({}, "one without rows"),
        ([], "expected texts, got none"),
        (["a", 3], "text 1 must be a str, got int"),
        (pd.Series([1.5, 2.5]), "no column looks like text|all rows are empty"),
    ],
)
def test_what_is_no_table_is_said(source, message):
    with pytest.raises(CorpusError, match=message):
        ht.read_corpus(source)


def test_any_cells_come_back_from_every_library():
    rng = np.random.default_rng(3)
    signs = list("ab \n\t\"'\\,;|é中\U0001f600\u200b\u00a0\x01")
    texts = ["x" + "".join(rng.choice(signs, 20)) + "x" for _ in range(50)]
    records = [{"id": str(n), "text": text} for n, text in enumerate(texts)]
    for make in (pd.DataFrame, pl.DataFrame, pa.Table.from_pylist, list):
        assert list(ht.read_corpus(make(records)).texts) == texts
