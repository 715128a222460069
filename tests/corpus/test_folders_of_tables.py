"""A folder of tables of the same columns is one corpus."""

import gzip
import json
import sys

import pandas as pd
import pytest
from support.folders import write

import hiertopics as ht
from hiertopics.cli.main import main
from hiertopics.errors import CorpusError, ReadingWarning


def text(n):
    return f"The {'boat ship ferry cargo raft'.split()[n % 5]} number {n} sails to the harbour"


def frame(n, first=0, **columns):
    numbers = range(first, first + n)
    return pd.DataFrame({"id": [f"d{i}" for i in numbers], "text": map(text, numbers), **columns})


def as_csv(table):
    return table.to_csv(index=False)


def test_tables_of_the_same_columns_are_one_corpus(tmp_path):
    months = {f"{month}.csv": frame(9, 9 * k) for k, month in enumerate(("feb", "jan", "mar"))}
    write(tmp_path, {name: as_csv(table) for name, table in months.items()})
    corpus = ht.read_corpus(tmp_path)
    assert list(corpus.texts) == [text(n) for n in range(27)]
    assert corpus.ids == tuple(f"d{n}" for n in range(27)) and not corpus.skipped
    assert corpus.metadata["file"] == tuple(name for name in months for _ in range(9))
    assert {path.split("/")[-1] for path in corpus.inputs} == set(months)
    assert corpus.reading["columns"]["text"] == ["text"]


def test_ids_lead_back_to_file_and_row(tmp_path):
    write(tmp_path, {"jan.csv": as_csv(frame(3)), "2020/feb.csv": as_csv(frame(3))})
    ids = ("2020/feb.csv:d0", "2020/feb.csv:d1", "2020/feb.csv:d2")
    assert ht.read_corpus(tmp_path).ids == (*ids, "jan.csv:d0", "jan.csv:d1", "jan.csv:d2")
    for path in ("jan.csv", "2020/feb.csv"):
        (tmp_path / path).write_text(as_csv(frame(3).drop(columns="id")))
    assert ht.read_corpus(tmp_path).ids[::3] == ("2020/feb.csv:1", "jan.csv:1")


def test_a_record_a_file_has_the_name_of_its_file(tmp_path):
    write(tmp_path, {f"{n}.json": json.dumps({"text": text(n), "by": "Anna"}) for n in range(9)})
    corpus = ht.read_corpus(tmp_path)
    assert corpus.ids == tuple(f"{n}.json" for n in range(9))
    assert list(corpus.texts) == [text(n) for n in range(9)]


def test_tables_of_every_format_are_one_corpus(tmp_path):
    table = frame(4)
    table.to_parquet(tmp_path / "a.parquet")
    write(
        tmp_path,
        {
            "b.csv.gz": gzip.compress(as_csv(frame(4, 4)).encode()),
            "c.jsonl": frame(4, 8).to_json(orient="records", lines=True),
            "d.json": frame(4, 12).to_json(),
            "e.tsv": frame(4, 16).to_csv(index=False, sep="\t"),
        },
    )
    corpus = ht.read_corpus(tmp_path)
    assert list(corpus.texts) == [text(n) for n in range(20)]


def test_folders_are_labels_where_no_column_is(tmp_path):
    messages = [{"user": "U1", "text": text(n), "ts": "1.5"} for n in range(4)]
    files = ("sea/2020-01-01.json", "sea/2020-01-02.json", "land/2020-01-01.json")
    write(tmp_path, dict.fromkeys(files, json.dumps(messages)))
    corpus = ht.read_corpus(tmp_path)
    assert corpus.labels.ravel().tolist() == ["land"] * 4 + ["sea"] * 8
    assert corpus.reading["labels"] == "folders" and corpus.ids[0] == "land/2020-01-01.json:1"
    for n, path in enumerate(files):
        (tmp_path / path).write_text(as_csv(frame(9, 9 * n, label=["x", "y", "y"] * 3)))
        (tmp_path / path).rename((tmp_path / path).with_suffix(".csv"))
    corpus = ht.read_corpus(tmp_path)
    assert set(corpus.labels.ravel()) == {"x", "y"} and corpus.reading["labels"] == "columns"


def test_tables_with_other_columns_are_said(tmp_path):
    people = pd.DataFrame({"name": ["Anna", "Bob"], "age": [30, 40]})
    write(
        tmp_path,
        {
            "a_people.csv": as_csv(people),
            "jan.csv": as_csv(frame(9, stars=3)),
            "feb.csv": as_csv(frame(9, 9)[["text", "id"]]),
        },
    )
    corpus = ht.read_corpus(tmp_path)
    assert len(corpus) == 18 and corpus.skipped == {"other columns": ("a_people.csv",)}
    assert corpus.metadata["stars"] == (None,) * 9 + (3,) * 9 or set(
        map(str, corpus.metadata["stars"])
    ) == {"None", "3"}


def test_names_of_another_style_are_the_same_column(tmp_path):
    table = frame(9).rename(columns={"id": "Letter No", "text": "What was said"})
    plain = frame(9, 9, stars="3").rename(columns={"id": "letter_no", "text": "what-was.said"})
    loud = frame(9, 18).rename(columns={"id": "LETTER NO", "text": "WHAT WAS SAID"})
    tables = {"a.csv": table, "b.csv": plain, "c.csv": loud}
    write(tmp_path, {name: as_csv(each) for name, each in tables.items()})
    corpus = ht.read_corpus(tmp_path)
    assert list(corpus.texts) == [text(n) for n in range(27)] and not corpus.skipped
    assert corpus.reading["columns"]["text"] == ["What was said"]
    assert set(corpus.metadata) - {"Letter No"} == {"stars", "file"}
    asked = ht.read_corpus(tmp_path, text_column="what-was.said", id_column="LETTER NO")
    assert list(asked.texts) == list(corpus.texts) and asked.ids == tuple(
        f"d{n}" for n in range(27)
    )


def test_two_columns_of_one_table_are_never_the_same(tmp_path):
    one = frame(9, Text="short")
    other = frame(9, 9).rename(columns={"text": "TEXT"})
    write(tmp_path, {"a.csv": as_csv(one), "b.csv": as_csv(other), "c.csv": as_csv(frame(9, 18))})
    with pytest.warns(ReadingWarning, match="b.csv"):
        corpus = ht.read_corpus(tmp_path, text_column="text")
    assert list(corpus.texts) == [text(n) for n in (*range(9), *range(18, 27))]
    assert set(corpus.metadata["Text"]) == {"short", None}


def test_tables_of_texts_that_are_left_out_are_in_doubt(tmp_path):
    said = frame(9).rename(columns={"text": "remarks", "id": "number"})
    write(tmp_path, {"y1.csv": as_csv(frame(40)), "y2.csv": as_csv(said), "y3.csv": as_csv(said)})
    doubt = (
        "y2.csv: left out with its rows (9), as none of its columns is called 'text', but 'number' "
        "and 'remarks'; give the columns of all files the same names, or read it alone, and 1 more "
        "file is like it"
    )
    with pytest.warns(ReadingWarning):
        corpus = ht.read_corpus(tmp_path)
    assert corpus.reading["doubts"] == [doubt] and len(corpus) == 40


def test_of_tables_without_a_common_column_the_one_with_most_text_is_read(tmp_path):
    about = pd.DataFrame({"name": ["Anna", "Bob"], "about": ["likes to sail", "likes a boat"]})
    write(tmp_path, {"a_people.csv": as_csv(about), "posts.csv": as_csv(frame(40))})
    corpus = ht.read_corpus(tmp_path)
    assert len(corpus) == 40 and corpus.skipped == {"other columns": ("a_people.csv",)}


def test_a_folder_of_texts_stays_one(tmp_path):
    texts = {f"{n}.txt": text(n) for n in range(9)}
    write(tmp_path, {**texts, "labels.csv": "id,label\n1,a\n", "meta.json": '{"made": "today"}'})
    corpus = ht.read_corpus(tmp_path)
    assert len(corpus) == 9 and corpus.skipped == {"table": ("labels.csv", "meta.json")}


def test_files_about_the_tables_are_no_texts(tmp_path):
    about = {"README.md": "Reviews of boats", "LICENSE": "CC0", "codebook.txt": "stars: 1 to 5"}
    write(tmp_path, {"reviews.csv": as_csv(frame(9)), **about})
    corpus = ht.read_corpus(tmp_path)
    assert len(corpus) == 9
    assert sorted(corpus.skipped["no table"]) == sorted(about)
    assert corpus.summary() == "9 documents; passed over 3 files (3 that are no tables)"


def test_tables_without_a_text_beside_texts(tmp_path):
    numbers = pd.DataFrame({"n": range(9), "m": range(9)})
    tables = {f"{n}.csv": as_csv(numbers) for n in range(3)}
    write(tmp_path, {**tables, "a.txt": text(1), "b.txt": text(2)})
    corpus = ht.read_corpus(tmp_path)
    assert len(corpus) == 2 and len(corpus.skipped["table"]) == 3


def test_columns_are_asked_for_in_folders_of_tables(tmp_path, capsys):
    table = (
        frame(9).rename(columns={"text": "a", "id": "b"}).assign(c="x y z", d=["u", "v", "w"] * 3)
    )
    texts = {f"{n}.txt": text(n) for n in range(9)}
    write(tmp_path, {"x.csv": as_csv(table), "y.csv": as_csv(table), **texts})
    corpus = ht.read_corpus(tmp_path, text_column="a", id_column="b", label_columns="d")
    assert len(corpus) == 18 and corpus.ids[0] == "x.csv:d0"
    assert len(corpus.skipped["no table"]) == 9
    assert corpus.labels.ravel().tolist() == ["u", "v", "w"] * 6
    with pytest.raises(CorpusError, match="there is no column 'e'; the columns are"):
        ht.read_corpus(tmp_path, text_column="e")
    with pytest.raises(CorpusError, match="columns are for tables, and there is none in"):
        ht.read_corpus(write(tmp_path / "texts", texts), text_column="a")
    assert main(["corpus", str(tmp_path), "--text", "a"]) == 0
    assert "18 from" in capsys.readouterr().out


def test_a_damaged_table_costs_no_other(tmp_path):
    tables = {f"{n}.csv": as_csv(frame(5, 5 * n)) for n in range(3)}
    broken = {"x.csv": b"PK\x03\x04" + bytes(50), "y.json": "{{", "z.parquet": b"PAR1", "e.csv": ""}
    write(tmp_path, {**tables, **broken})
    corpus = ht.read_corpus(tmp_path)
    assert len(corpus) == 15
    assert corpus.skipped == {
        "not text": ("x.csv",),
        "damaged": ("y.json", "z.parquet"),
        "empty": ("e.csv",),
    }


def test_what_tables_need_is_said(tmp_path, monkeypatch):
    for n in range(2):
        frame(9, 9 * n).to_parquet(tmp_path / f"{n}.parquet")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(CorpusError, match="needs pyarrow; install it with pip install"):
        ht.read_corpus(tmp_path)
    write(tmp_path, {"x.csv": as_csv(frame(9)), "y.csv": as_csv(frame(9, 9))})
    corpus = ht.read_corpus(tmp_path)
    assert len(corpus) == 18
    assert corpus.skipped == {"needs pyarrow": ("0.parquet", "1.parquet")}


def test_many_tables_of_few_rows(tmp_path):
    write(tmp_path, {f"{n}.json": json.dumps({"text": text(n)}) for n in range(1000)})
    corpus = ht.read_corpus(tmp_path)
    assert len(corpus) == 1000 and corpus.ids[10] == "10.json"
