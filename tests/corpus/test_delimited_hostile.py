"""Files under the name of a table that are none, or made to take time and memory."""

import gzip
import pickle
import random
import sqlite3
import time

import pytest
from support.costs_of_reading import measured
from support.delimited import read

import hiertopics as ht
from hiertopics.corpus.tables.delimited import LONGEST_ROW
from hiertopics.errors import CorpusError


def database(tmp_path):
    path = tmp_path / "rows.db"
    with sqlite3.connect(path) as rows:
        rows.execute("create table t (id, text)")
        rows.executemany("insert into t values (?, ?)", [(i, "boat sail") for i in range(200)])
    return path.read_bytes()


BINARY = {
    "random": lambda _: random.Random(1).randbytes(50_000),
    "image": lambda _: b"BM" + random.Random(2).randbytes(50_000),
    "pickle": lambda _: pickle.dumps([{"id": i, "text": "boat sail"} for i in range(200)]),
    "database": database,
}


@pytest.mark.parametrize("made", BINARY)
@pytest.mark.parametrize("name", ["x.csv", "x.tsv", "x.csv.gz"])
def test_what_is_no_text_is_no_table(tmp_path, made, name):
    data = BINARY[made](tmp_path)
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    with pytest.raises(CorpusError, match=f"{name} is no text"):
        ht.read_corpus(tmp_path / name)


def test_zeros_in_cells_are_left_out():
    assert read(b"id,text\n1,bo\0at\n\0\0\n" * 3)[0][0] == ["1", "boat"]


WIDE = ",".join(f"c{number}" for number in range(20_000))
HOSTILE = {
    "20,000 columns": WIDE + "\n" + ",".join("x" * 20_000) + "\n",
    "commas and apostrophes": ",'" * 20_000,
    "commas and quotes": ',"' * 500_000,
    "quotes": '"' * 1_000_000,
    "a quote in each line": '"a\n' * 100_000,
    "an open quote in every other row": "id,text\n" + '1,"a\n2,b\n' * 50_000,
    "an open quote, then closed ones": 'id,text\n1,"a\n' + '2,""\n' * 100_000,
    "an open quote in each line": '"id","text"\n' + '"a""b\n' * 100_000,
    "quotes that are not doubled": "id,text\n" + '1,"a b" c\n' * 50_000,
    "apostrophes": "id,text\n" + "'" * 1_000_000,
    "apostrophes in pairs": "id,text\n" + "'a,''" * 200_000,
    "an open apostrophe in each line": "'id','text'\n" + "'a''b\n" * 100_000,
    "escaped apostrophes": "'id','text'\n" + ",'\\'" * 200_000,
    "signs between words": "a" + "||a" * 100_000 + "\n" + "|" * 1_000_000,
    "many separators": "a" + "".join(f"{x}{y}a" for x in "|:;~@" for y in "|:;~@" * 99) + "\n" * 9,
    "backslashes": "\\" * 1_000_000,
    "escaped quotes": '\\"' * 500_000,
    "commas": "," * 1_000_000,
    "line ends": "\n" * 1_000_000,
    "other line ends": "a,b\r\n" + "a\r,b\n" * 100_000,
    "spaces": 'a, "b"' + " " * 1_000_000,
    "rows of all lengths": "id,text\n" + "".join("x," * (i % 9) + "\n" for i in range(100_000)),
}


@pytest.mark.parametrize("made", HOSTILE)
def test_hostile_tables_end_in_time(made):
    start = time.process_time()
    try:
        read(HOSTILE[made])
    except CorpusError as error:
        assert "x.csv" in str(error)
    assert time.process_time() - start < 5


@pytest.mark.parametrize("head", [b"id,text\n1,boat\n2,", b'id,text\n1,boat\n2,"', b""])
def test_a_line_of_a_gigabyte(tmp_path, head):
    path = tmp_path / "long.csv.gz"
    part = gzip.compress(b"boat sail " * 1_000_000)
    with open(path, "wb") as file:
        file.write(gzip.compress(head))
        for _ in range(100):
            file.write(part)
    costs = measured(path)
    assert costs.seconds < 5 and costs.megabytes < 300, costs
    assert "long.csv.gz" in costs.said
    assert head == b"" or f"{LONGEST_ROW:,} characters" in costs.said


def test_rows_behind_a_long_line_are_read(monkeypatch):
    monkeypatch.setattr("hiertopics.corpus.tables.delimited.LONGEST_ROW", 1000)
    rows, _, doubts = read(f"id,text\n1,boat\n2,{'sail ' * 500}\n3,tide\n")
    assert rows == [["1", "boat"], None, ["3", "tide"]]
    assert doubts == [
        "row 2 (line 3) of x.csv has more than 1,000 characters in a line; it was passed over"
    ]
    rows, _, doubts = read(f"id,text\n1,boat\n2,{'sail ' * 5000}\n3,tide\n")
    assert rows == [["1", "boat"], None] and "what follows was not read" in doubts[0]
