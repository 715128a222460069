"""Metadata are plain values of Python however a corpus is made, and what is missing is None."""

import json
import math
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import IntEnum

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.folders import write

import hiertopics as ht
from hiertopics.missing import is_missing, known_labels

PLAIN = {str, bool, int, float, date, datetime, tuple, type(None)}
NOON = datetime(2020, 5, 1, 12, 30, 0, 25)
CET = timezone(timedelta(hours=2))
Size = IntEnum("Size", "SMALL LARGE")
Day = type("Day", (date,), {})
VALUES = [
    *((value, value) for value in ("a", "a ", True, 3, 10**30, 2.5, math.inf, date.min, NOON)),
    (NOON.replace(tzinfo=CET), NOON.replace(tzinfo=CET)),
    *((value, None) for value in (None, "", " \n", math.nan, np.float32("nan"), Decimal("NaN"))),
    *((value, None) for value in (pd.NA, pd.NaT, np.datetime64("NaT"), np.timedelta64("NaT"))),
    *((value, None) for value in ([], [None, ""], ())),
    (Day(2020, 5, 1), date(2020, 5, 1)),
    (np.int8(3), 3),
    (np.float32(0.5), 0.5),
    (np.bool_(True), True),
    (np.str_("a"), "a"),
    (np.longdouble(2), "2.0"),
    (np.datetime64("2020-05-01"), date(2020, 5, 1)),
    (np.datetime64("2020-05"), date(2020, 5, 1)),
    (np.datetime64("2020-05-01T12:30:00.000025"), NOON),
    (np.datetime64("2020-05-01T12:30:00.000025999"), NOON),
    (np.datetime64("20000-01-01T00"), "20000-01-01T00"),
    (np.timedelta64(5, "ns"), "5 nanoseconds"),
    (pd.Timestamp(NOON), NOON),
    (pd.Timestamp(NOON, tz="Europe/Paris"), NOON.replace(tzinfo=CET)),
    (pd.Timedelta(days=1), "1 days 00:00:00"),
    (pd.Period("2020-05"), "2020-05"),
    (b"gr\xc3\xb6\xff", "grö\ufffd"),
    (Decimal("1.50"), "1.50"),
    (time(12, 30), "12:30:00"),
    (["x", None, np.int64(3), ["y"]], ("x", 3, ("y",))),
    ({"a": 1}, "{'a': 1}"),
]


@pytest.mark.parametrize(("value", "plain"), VALUES, ids=repr)
def test_every_value_becomes_plain(value, plain):
    def check(corpus):
        (found,) = corpus.metadata["x"]
        assert type(found) in PLAIN and type(found) is type(plain) and found == plain

    corpus = ht.Corpus.from_texts(["a"], metadata={"x": [value]})
    check(corpus)
    check(corpus.take([0]))
    if not isinstance(value, np.generic | dict):  # pandas makes its own of them, columns are made
        frame = pd.DataFrame({"text": ["a"], "x": pd.Series([value], dtype=object)})
        check(ht.read_corpus(frame))


@pytest.mark.parametrize("value", [Size.LARGE, object()])
def test_other_values_become_their_text(value):
    assert ht.Corpus.from_texts(["a"], metadata={"x": [value]}).metadata["x"] == (str(value),)


def test_columns_of_every_origin_are_tuples(tmp_path):
    frame = pd.DataFrame(
        {"text": ["a", "b"], "when": pd.to_datetime(["2020-05-01", None]), "n": [1, np.nan]}
    )
    pq.write_table(pa.Table.from_pandas(frame), tmp_path / "x.parquet")
    write(tmp_path, {"x.jsonl": json.dumps({"text": "a", "n": 1, "tags": ["x", "y"]})})
    write(tmp_path, {"in/a.md": "---\ndate: 2020-05-01\n---\na", "in/b.txt": "b"})
    for source in (frame, tmp_path / "x.parquet"):
        metadata = ht.read_corpus(source).metadata
        assert metadata == {"when": (datetime(2020, 5, 1), None), "n": (1.0, None)}
    assert ht.read_corpus(tmp_path / "x.jsonl").metadata == {"n": (1,), "tags": (("x", "y"),)}
    assert ht.read_corpus(tmp_path / "in").metadata == {"date": ("2020-05-01", None)}
    given_as = {"s": pd.Series([1, 2], index=[5, 6]), 7: np.array([0.5, np.nan])}
    assert ht.Corpus.from_texts(["a", "b"], metadata=given_as).metadata == (
        {"s": (1, 2), "7": (0.5, None)}
    )


def test_labels_that_are_missing_are_none():
    labels = ["x", "", " ", None, math.nan, pd.NA, pd.NaT, 0]
    corpus = ht.Corpus.from_texts(["a"] * 8, labels=labels)
    assert corpus.labels.ravel().tolist() == ["x", *[None] * 6, 0]


@given(st.one_of(st.none(), st.text(), st.floats(), st.integers(), st.lists(st.integers())))
def test_what_is_missing_is_no_known_label(value):
    expected = value is None or (isinstance(value, float) and math.isnan(value))
    assert is_missing(value) == (expected or (isinstance(value, str) and not value.strip()))
    assert bool(known_labels([value, "x"])[0]) != expected


def test_an_array_is_not_missing():
    assert not is_missing(np.array([1, math.nan])) and not is_missing(np.array([]))
