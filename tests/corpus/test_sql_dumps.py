"""The rows of dumps of databases come back from what their programs write."""

import gzip
import io
import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.costs_of_reading import measured
from support.folders import write

import hiertopics as ht
from hiertopics.corpus.notes import Notes
from hiertopics.corpus.tables.sql_dumps import dump_rows
from hiertopics.errors import CorpusError

NAMES = ["id", "text", "label"]


class Dump(io.BytesIO):
    name = "x.sql"


def read(source):
    notes = Notes()
    return list(dump_rows(Dump(source.encode()), None, notes)), notes


def mysql_text(value):
    if value is None or isinstance(value, int):
        return "NULL" if value is None else str(value)
    for sign, escape in (("\\", "\\\\"), ("'", "\\'"), ("\n", "\\n"), ("\r", "\\r"), ('"', '\\"')):
        value = value.replace(sign, escape)
    return f"'{value}'"


def standard_text(value):
    if value is None or isinstance(value, int):
        return "NULL" if value is None else str(value)
    return "'" + value.replace("'", "''") + "'"


def mysqldump(rows, names=NAMES, table="posts", n=3):
    columns = ",\n".join(f"  `{name}` text COMMENT 'a, ''b'' (c' DEFAULT NULL" for name in names)
    values = [f"({','.join(map(mysql_text, row))})" for row in rows]
    inserts = (
        f"INSERT INTO `{table}` VALUES {','.join(values[i : i + n])};\n"
        for i in range(0, len(rows), n)
    )
    return (
        "-- MySQL dump 10.13  Distrib 8.0\n--\n/*!40101 SET NAMES utf8mb4 */;\n\n"
        f"DROP TABLE IF EXISTS `{table}`;\nCREATE TABLE `{table}` (\n{columns},\n"
        f"  PRIMARY KEY (`id`),\n  KEY `k` (`label`(20))\n) ENGINE=InnoDB COMMENT='it''s; a';\n\n"
        f"LOCK TABLES `{table}` WRITE;\n{''.join(inserts)}UNLOCK TABLES;\n"
    )


def postgres_copy(rows, names=NAMES, table="posts"):
    def cell(value):
        if value is None:
            return "\\N"
        value = str(value).replace("\\", "\\\\").replace("\t", "\\t")
        return value.replace("\n", "\\n").replace("\r", "\\r")

    lines = "".join("\t".join(map(cell, row)) + "\n" for row in rows)
    return (
        "--\n-- PostgreSQL database dump\n--\n\nSET standard_conforming_strings = on;\n\n"
        f"CREATE TABLE public.{table} (\n    {names[0]} integer NOT NULL\n);\n\n"
        f"COPY public.{table} ({', '.join(names)}) FROM stdin;\n{lines}\\.\n\n"
    )


def postgres_inserts(rows, names=NAMES, table="posts"):
    columns = ",\n    ".join(f"{name} numeric(5,2) DEFAULT 'a, b'::text" for name in names)
    return (
        "--\n-- PostgreSQL database dump\n--\n\n"
        f"CREATE TABLE public.{table} (\n    {columns},\n    CONSTRAINT c CHECK ((id > 0))\n);\n\n"
        + "".join(
            f"INSERT INTO public.{table} VALUES ({', '.join(map(standard_text, row))});\n"
            for row in rows
        )
    )


def sql_server(rows, names=NAMES, table="posts"):
    listed = ", ".join(f"[{name}]" for name in names)
    texts = [["N" * isinstance(v, str) + standard_text(v) for v in row] for row in rows]
    return "SET ANSI_NULLS ON\nGO\n" + "".join(
        f"INSERT [dbo].[{table}] ({listed}) VALUES ({', '.join(row)})\nGO\n" for row in texts
    )


WRITERS = [mysqldump, postgres_copy, postgres_inserts, sql_server]
SIGNS = [*"ab '\"\\`,;()\n\t\ré字-%_$", "VALUES ", "\nINSERT INTO x "]
TEXT = st.lists(st.sampled_from(SIGNS), max_size=9).map("".join)
CELL = st.one_of(st.none(), TEXT, st.integers(-9, 99))


@pytest.mark.parametrize("writer", WRITERS)
@given(st.lists(st.tuples(TEXT, CELL), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_any_cells_come_back(writer, cells):
    rows = [[n, f"the boat {text}", cell] for n, (text, cell) in enumerate(cells)]
    found, notes = read(writer(rows))
    expected = [[None if cell is None else str(cell) for cell in row] for row in rows]
    newlines = "\r\n"
    clean = [[c and c.replace(newlines, "\n").replace("\r", "\n") for c in row] for row in expected]
    got = [
        [c and c.replace(newlines, "\n").replace("\r", "\n") for c in row.values()] for row in found
    ]
    assert got == clean and not notes.doubts
    assert list(found[0]) == NAMES


@given(st.lists(TEXT, min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_what_sqlite_dumps(texts):
    with sqlite3.connect(":memory:") as base:
        base.execute('CREATE TABLE "my posts"(id INTEGER PRIMARY KEY, -- a number\n text TEXT)')
        rows = [[n, f"the boat {text}"] for n, text in enumerate(texts, 1)]
        base.executemany('INSERT INTO "my posts" VALUES(?, ?)', rows)
        source = "PRAGMA foreign_keys=OFF;\n" + "\n".join(base.iterdump())
    found, _ = read(source)
    ends = [text.replace("\r\n", "\n").replace("\r", "\n") for _, text in rows]
    assert [row["text"].replace("\r\n", "\n").replace("\r", "\n") for row in found] == ends
    assert [row["id"] for row in found] == [str(n) for n, _ in rows]


def test_line_ends_as_the_shell_of_sqlite_writes_them():
    source = (
        "PRAGMA foreign_keys=OFF;\nCREATE TABLE a(id int, text text);\nINSERT INTO a VALUES(1,"
        "replace(replace('a boat\\r\\nsails','\\r',char(13)),'\\n',char(10)));\n"
        "INSERT INTO a VALUES(2,unistr('an oven\\u000ais hot'));\nINSERT INTO a VALUES(3,X'00ff');"
    )
    found, _ = read(source)
    assert [row["text"] for row in found] == ["a boat\r\nsails", "an oven\nis hot", None]


POSTS = [[n, f"The boat number {n} sails 'late' to the \"old\" harbour", "ab"[n % 2]]
         for n in range(1, 31)]  # fmt: skip
USERS = [[n, "Ann", "x@y.org"] for n in range(1, 50)]


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("name", ["x.sql", "x.sql.gz", "dump.txt", "backup"])
def test_the_table_of_texts_is_read_and_others_are_named(tmp_path, writer, name):
    users = writer(USERS, ["id", "name", "mail"], "users")
    source = (users + writer(POSTS)).encode()
    write(tmp_path, {name: gzip.compress(source) if name.endswith("gz") else source})
    if name in ("dump.txt", "backup") and writer is sql_server:
        return
    corpus = ht.read_corpus(tmp_path / name)
    assert list(corpus.texts) == [row[1] for row in POSTS] and corpus.ids[0] == "1"
    assert corpus.label_names == ("label",) and not corpus.reading.get("doubts")
    assert "the table 'posts' is read, and not 'users' (49 rows)" in str(corpus.reading["remarks"])
    if name == "x.sql":
        assert len(ht.read_corpus(tmp_path / name, text_column="text")) == 30


@pytest.mark.parametrize("writer", [mysqldump, postgres_inserts])
def test_a_dump_that_is_cut_off_is_said(tmp_path, writer):
    source = writer(POSTS)
    found, notes = read(source[: source.index("number 20") + 12])
    assert found[:19] == [dict(zip(NAMES, map(str, row), strict=True)) for row in POSTS[:19]]
    assert found[19] is None and "first row 20" in notes.doubts[0]


def test_a_dump_without_rows(tmp_path):
    write(tmp_path, {"x.sql": "-- MySQL dump 10.13\n--\nCREATE TABLE `a` (`b` text);\n"})
    with pytest.raises(CorpusError, match="x.sql is a dump without rows"):
        ht.read_corpus(tmp_path / "x.sql")


def test_a_trigger_is_no_row():
    source = mysqldump(POSTS) + "CREATE TRIGGER t BEGIN\nINSERT INTO log SELECT 1;\nEND;\n"
    assert len(read(source)[0]) == 30


HOSTILE = {
    "a text without end": "INSERT INTO `a` VALUES (1,'" + "a" * 20_000_000,
    "marks": "INSERT INTO `a` VALUES (1,'" + "''" * 4_000_000,
    "backslashes": "INSERT INTO `a` VALUES (1,'" + "\\'" * 4_000_000,
    "parentheses": "INSERT INTO `a` VALUES " + "(" * 2_000_000,
    "calls": "INSERT INTO `a` VALUES (" + "f(" * 2_000_000,
    "statements": "INSERT INTO `a` VALUES (\n" * 200_000,
    "columns": "CREATE TABLE `a` (" + "b text, " * 300_000,
    "names": "INSERT INTO " + "a" * 4_000_000,
    "blanks": "INSERT INTO `a` VALUES (" + " " * 4_000_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_dumps_end_soon_and_in_little_memory(tmp_path, kind):
    rows = "-- MySQL dump 10\nINSERT INTO `a` VALUES (1,'a boat sails');\n"
    write(tmp_path, {"x.sql": rows + HOSTILE[kind]})
    costs = measured(tmp_path / "x.sql")
    assert costs.megabytes < 300 and costs.seconds < 5, costs
