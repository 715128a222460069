"""Every file is opened once while a corpus is read, and never again."""

import gzip
import json
import os
import sys
import zipfile

import numpy as np
import pytest
from corpus.test_read import ROWS, as_csv, as_jsonl, as_parquet, tiny_pdf
from docx import Document
from support.folders import write

import hiertopics as ht

OPENED = []
WATCHED = []


def watch(event, arguments):
    if event == "open" and WATCHED and isinstance(arguments[0], str | bytes):
        path = os.path.realpath(os.fsdecode(arguments[0]))
        if path.startswith(WATCHED[0]):
            OPENED.append(os.path.relpath(path, WATCHED[0]))


sys.addaudithook(watch)


@pytest.fixture
def home(tmp_path):
    WATCHED[:] = [os.path.realpath(tmp_path)]
    OPENED.clear()
    yield tmp_path
    WATCHED.clear()


MAIL = "From a@b.org Fri May  1 10:00:00 2020\nFrom: a@b.org\nSubject: Tide\n\nThe body.\n"
FILES = {
    "plain.txt": "A boat.\n\nA second paragraph.",
    "latin.txt": "Schöne Grüße aus dem Hafen".encode("cp1252"),
    "zipped.txt.gz": gzip.compress(b"A zipped boat."),
    "page.html": "<html><p>A page</p></html>",
    "notes.md": "# Notes\n\nof a boat",
    "long.txt": "A long line of words. " * 3000,
    "mails.mbox": MAIL * 3,
    "scan.pdf": tiny_pdf("Boats on paper"),
    "empty.txt": "",
    "image.png": b"\x89PNG\r\n\x1a\n" + bytes(500),
    "broken.gz": b"\x1f\x8b broken",
    "broken.docx": b"PK no document",
}
TABLES = {
    "rows.csv": as_csv(ROWS),
    "rows.tsv": as_csv(ROWS, "\t"),
    "rows.csv.gz": gzip.compress(as_csv(ROWS)),
    "many.csv": as_csv([{"text": f"row {n}", "label": n % 3} for n in range(3000)]),
    "rows.jsonl": as_jsonl(ROWS),
    "rows.json": json.dumps(ROWS).encode(),
    "lines.json": as_jsonl(ROWS),
    "rows.parquet": as_parquet(ROWS),
}


def use(corpus):
    """Go through the texts in several ways."""
    texts = list(corpus.texts)
    assert [corpus.texts[i] for i in range(len(corpus))] == texts
    half = corpus.take(np.arange(len(corpus))[::-2])
    assert list(half.texts) == texts[::-2]
    return texts


def test_the_files_of_a_folder(home):
    write(home, FILES)
    document = Document()
    document.add_paragraph("A boat in a document.")
    document.save(home / "letter.docx")
    OPENED.clear()
    for number, settings in enumerate(({}, {"split": "lines"}, {"strip": "email"}), 1):
        assert len(use(ht.read_corpus(home, **settings))) > 8
        assert sorted(OPENED) == sorted([*FILES, "letter.docx"] * number)


@pytest.mark.parametrize("name", [*FILES, *TABLES, "letter.docx"])
def test_a_single_file(home, name):
    write(home, {**FILES, **TABLES})
    with zipfile.ZipFile(home / "x.zip", "w"):
        document = Document()
        document.add_paragraph("A boat in a document.")
        document.save(home / "letter.docx")
    OPENED.clear()
    try:
        use(ht.read_corpus(home / name))
    except ht.CorpusError:
        assert name in ("empty.txt", "image.png", "broken.gz", "broken.docx")
    assert OPENED == [name]


@pytest.mark.parametrize("labels", ["labels.csv", "labels.jsonl.gz", "labels.parquet"])
def test_a_table_of_labels(home, labels):
    rows = [{"id": "a", "label": "x"}, {"id": "b", "label": "y"}]
    tables = {
        "labels.csv": as_csv(rows),
        "labels.jsonl.gz": gzip.compress(as_jsonl(rows)),
        "labels.parquet": as_parquet(rows),
    }
    write(home, {"in/a.txt": "one", "in/b.txt": "two", **tables})
    OPENED.clear()
    corpus = ht.read_corpus(home / "in", labels=home / labels)
    use(corpus)
    assert corpus.labels.tolist() == [["x"], ["y"]]
    assert sorted(OPENED) == ["in/a.txt", "in/b.txt", labels]


def test_a_text_beyond_the_limit_is_opened_once(home, monkeypatch):
    monkeypatch.setattr("hiertopics.corpus.records.LONGEST_DOCUMENT", 10_000)
    write(home, {"big.txt": "\n".join(f"line {n} of the log" for n in range(2000))})
    OPENED.clear()
    assert len(use(ht.read_corpus(home / "big.txt", per_line=True))) == 2000
    assert OPENED == ["big.txt"]
    assert " ".join(use(ht.read_corpus(home / "big.txt"))).startswith("line 0 of the log\nline 1")
    assert OPENED == ["big.txt"] * 2


@pytest.mark.parametrize("change", ["gone", "shorter", "binary"])
def test_a_file_that_changes_afterwards_disturbs_nothing(tmp_path, change):
    write(tmp_path, {"in/a.txt": "1\n2\n3", "in/b.txt": "4", "x.jsonl": as_jsonl(ROWS)})
    corpora = [ht.read_corpus(tmp_path / "in", per_line=True), ht.read_corpus(tmp_path / "x.jsonl")]
    found = [list(corpus.texts) for corpus in corpora]
    for name in ("in/a.txt", "x.jsonl"):
        if change == "gone":
            (tmp_path / name).unlink()
        else:
            (tmp_path / name).write_bytes(b"1\n" if change == "shorter" else b"\0\0")
    assert [use(corpus) for corpus in corpora] == found and found[0] == ["1", "2", "3", "4"]


def test_a_file_that_changes_meanwhile_disturbs_nothing(tmp_path):
    write(tmp_path, {"x.jsonl": as_jsonl([{"text": f"text {n}"} for n in range(30_000)])})
    path = tmp_path / "x.jsonl"

    def change(stage, done, total):
        if done == 5000:
            path.unlink()
            path.write_bytes(as_jsonl([{"text": "other"}]))

    corpus = ht.read_corpus(path, change)
    assert len(corpus) == len(use(corpus)) == 30_000
