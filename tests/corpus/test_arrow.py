"""Parquet, Feather and Arrow files give the rows that are in them."""

import datetime as dt
import gzip
import io

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow import feather, ipc

import hiertopics as ht
from hiertopics.corpus.notes import Notes
from hiertopics.corpus.tables.arrow import arrow_rows, parquet_rows
from hiertopics.errors import CorpusError

ROWS = [{"id": f"doc{n}", "text": f"boat number {n}", "label": "ab"[n % 2]} for n in range(3000)]
TABLE = pa.Table.from_pylist(ROWS)


def as_parquet(table, **options):
    file = io.BytesIO()
    pq.write_table(table, file, **options)
    return file.getvalue()


def as_arrow(table, new):
    file = io.BytesIO()
    with new(file, table.schema) as writer:
        writer.write_table(table, max_chunksize=1700)
    return file.getvalue()


def as_feather(table, **options):
    file = io.BytesIO()
    feather.write_feather(table, file, **options)
    return file.getvalue()


def rows(data, read=parquet_rows):
    file = io.BytesIO(data)
    file.name = "x"
    return list(read(file, None, Notes()))


FILES = {
    "x.parquet": as_parquet(TABLE),
    "one_group.parquet": as_parquet(TABLE, row_group_size=10**6, compression="zstd"),
    "small_groups.parquet": as_parquet(TABLE, row_group_size=7, use_dictionary=False),
    "dictionaries.parquet": as_parquet(
        TABLE.set_column(2, "label", TABLE["label"].dictionary_encode())
    ),
    "x.feather": as_feather(TABLE),
    "plain.feather": as_feather(TABLE, compression="uncompressed"),
    "x.arrow": as_arrow(TABLE, ipc.new_file),
    "stream.arrow": as_arrow(TABLE, ipc.new_stream),
    "x.ipc": as_arrow(TABLE, ipc.new_file),
    "zipped.parquet.gz": gzip.compress(as_parquet(TABLE)),
    "zipped.feather.gz": gzip.compress(as_feather(TABLE)),
}


@pytest.mark.parametrize("name", FILES)
def test_every_file_gives_the_same_corpus(tmp_path, name):
    (tmp_path / name).write_bytes(FILES[name])
    corpus = ht.read_corpus(tmp_path / name)
    assert list(corpus.texts) == [row["text"] for row in ROWS]
    assert corpus.ids == tuple(row["id"] for row in ROWS)
    assert corpus.labels.ravel().tolist() == [row["label"] for row in ROWS]


def test_an_index_of_pandas_is_the_ids(tmp_path):
    frame = pd.DataFrame(ROWS).set_index("id")
    for index in ("id", None):
        frame.rename_axis(index).to_parquet(tmp_path / "x.parquet")
        corpus = ht.read_corpus(tmp_path / "x.parquet")
        assert corpus.ids == tuple(row["id"] for row in ROWS)


def test_values_become_those_of_python():
    moment = dt.datetime(2021, 5, 1, 5, 31, 7, 123456)
    table = pa.table(
        {
            "ns": pa.array([1619847067123456789, None], pa.timestamp("ns")),
            "zoned": pa.array([moment, None], pa.timestamp("us", "UTC")),
            "far": pa.array([316_500_000_000_000_000, None], pa.timestamp("us")),
            "day": pa.array([moment.date(), None]),
            "tags": [["a", "b"], None],
            "post": [{"body": "A boat", "meta": {"n": 1}}, None],
            "turns": [[{"said": "Hi."}, {"said": "You."}], []],
            "whole": pa.array([1.0, None]),
        }
    )
    first, second = rows(as_parquet(table))
    assert first["ns"] == moment and first["zoned"] == moment.replace(tzinfo=dt.timezone.utc)
    assert first["far"].startswith("11999") and first["day"] == moment.date()
    assert first["post.body"] == "A boat" and first["post.meta.n"] == 1
    assert first["tags"] == ["a", "b"] and first["turns.said"] == ["Hi.", "You."]
    assert second["ns"] is None and second["far"] is None and second["tags"] is None


def test_rows_are_read_as_they_are_asked_for():
    """A row group of many rows is not held as rows of Python."""
    file = io.BytesIO(as_parquet(TABLE, row_group_size=10**6))
    file.name = "x"
    found = parquet_rows(file, None, Notes())
    before = pa.total_allocated_bytes()
    assert next(found) == ROWS[0]
    assert pa.total_allocated_bytes() - before < 5_000_000
    found.close()


@pytest.mark.parametrize("name", ["x.parquet", "x.feather", "x.arrow", "stream.arrow"])
def test_damage_ends_in_an_error_or_a_corpus(tmp_path, name):
    whole = FILES[name]
    rng = np.random.default_rng(0)
    for _ in range(30):
        data = bytearray(whole)
        for position in rng.integers(0, len(data), 3):
            data[position] = rng.integers(256)
        path = tmp_path / f"y.{name.split('.')[-1]}"
        path.write_bytes(data[: rng.integers(1, len(data) + 1)])
        try:
            ht.read_corpus(path)
        except CorpusError as error:
            assert path.name in str(error) or "no column" in str(error)


def test_an_empty_stream():
    assert rows(as_arrow(TABLE.slice(0, 0), ipc.new_stream), arrow_rows) == []
