"""Of a file of another program, what to do with it is said in a few words."""

import gzip

import pytest
from corpus.test_read import write

import hiertopics as ht

ROWS = "CREATE TABLE `a` (`b` text);\nINSERT INTO `a` VALUES (1,'The boat'),(2,'The oven');\n"


@pytest.mark.parametrize(
    ("name", "data", "advice"),
    [
        ("a.zip", b"PK\x03\x04\0\0", "unpack it"),
        ("a.txt", b"PK\x03\x04\0\0", "unpack it"),
        ("a.tar", b"boat.txt".ljust(257, b"\0") + b"ustar\0", "unpack it"),
        ("a.tar.gz", gzip.compress(b"boat.txt".ljust(257, b"\0") + b"ustar\0"), "unpack it"),
        ("forum.db", b"SQLite format 3\0", "export its texts as .csv"),
        ("forum", b"SQLite format 3\0", "export its texts as .csv"),
        ("a.sav", b"$FL2@(#) SPSS\0\0", "export its texts as .csv"),
        ("a.rds", b"\x1f\x8b\x08\0", "export its texts as .csv"),
        ("a.png", b"\x89PNG\0", "OCR"),
        ("a.mp3", b"ID3\x03\0", "transcribed"),
        ("a.msg", b"boat", "save it as .eml"),
        ("a.bin", b"\0\1", "save a sheet as .csv"),
        ("dump.txt", b"--\n-- PostgreSQL database dump\n--\n", "export its texts as .csv"),
        ("a.sql", b"PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n", "export its texts as .csv"),
    ],
)
def test_what_to_do_with_other_formats(tmp_path, name, data, advice):
    with pytest.raises(ht.CorpusError, match=advice):
        ht.read_corpus(write(tmp_path, {name: data}) / name)


def test_texts_about_databases_are_texts(tmp_path):
    files = {
        "a.sql": "CREATE TABLE a (b text);\n",
        "b.txt": f"We write:\n{ROWS}",
        "c.txt": "Set sail! The boat leaves.\n",
        "dump.sql": ROWS,
    }
    corpus = ht.read_corpus(write(tmp_path, files))
    assert corpus.ids == ("a.sql", "b", "c")
    assert corpus.skipped == {"to be saved as .csv": ("dump.sql",)}
