"""Folders, tables, frames and single files in; documents, ids, labels and an account out."""

import csv
import gzip
import io
import json
import os
import pickle
import random
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from docx import Document
from support.folders import write

import hiertopics as ht
from hiertopics.corpus import records
from hiertopics.errors import CorpusError, ReadingWarning

ROWS = [
    {
        "id": "a",
        "text": "Ships sail the sea.",
        "label": "boat",
        "superlabel": "water",
        "year": 1999,
    },
    {"id": "b", "text": "Dough rises\nin a bowl.", "label": "bread", "superlabel": "food"},
    {"id": "c", "text": "", "label": "bread", "superlabel": "food", "year": 2001},
    {"id": "d", "text": 'She said "salt", twice.', "label": None, "superlabel": "food"},
]


def as_csv(rows, delimiter=","):
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [names, *([row.get(name) for name in names] for row in rows)]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(lines)
    return out.getvalue().encode()


def as_jsonl(rows):
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def as_parquet(rows):
    buffer = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(rows), buffer)
    return buffer.getvalue().to_pybytes()


TABLES = {
    "rows.csv": as_csv(ROWS),
    "rows.tsv": as_csv(ROWS, "\t"),
    "semicolon.csv": as_csv(ROWS, ";"),
    "rows.csv.gz": gzip.compress(as_csv(ROWS)),
    "rows.jsonl": as_jsonl(ROWS),
    "ROWS.JSONL.GZ": gzip.compress(as_jsonl(ROWS)),
    "rows.ndjson": as_jsonl(ROWS),
    "rows.json": json.dumps(ROWS).encode(),
    "lines.json": as_jsonl(ROWS),
    "rows.parquet": as_parquet(ROWS),
}


@pytest.mark.smoke
@pytest.mark.parametrize("name", TABLES)
def test_every_kind_of_table_gives_the_same_corpus(tmp_path, name):
    corpus = ht.read_corpus(write(tmp_path, {name: TABLES[name]}) / name)
    assert corpus.ids == ("a", "b", "d")
    assert list(corpus.texts) == [ROWS[0]["text"], ROWS[1]["text"], ROWS[3]["text"]]
    assert corpus.labels.tolist() == [["boat", "water"], ["bread", "food"], [None, "food"]]
    assert [str(year) for year in corpus.metadata["year"]] in (
        ["1999", "None", "None"],
        ["1999.0", "None", "None"],
    )
    assert corpus.skipped == {"empty": (f"{name}:3",)}
    assert corpus.reading["columns"] == {
        "text": ["text"],
        "id": "id",
        "labels": ["label", "superlabel"],
        "metadata": ["year"],
    }
    assert corpus.summary() == "3 documents with 3 labels; passed over 1 row (1 empty)"


@pytest.mark.smoke
def test_a_frame_gives_the_same_corpus():
    corpus = ht.read_corpus(pd.DataFrame(ROWS))
    assert corpus.ids == ("a", "b", "d") and corpus.skipped == {"empty": ("c",)}
    assert corpus.labels.tolist() == [["boat", "water"], ["bread", "food"], [None, "food"]]
    assert corpus.metadata["year"] == (1999.0, None, None)
    unnamed = pd.DataFrame({0: ["first text here", "second text"]}, index=["x", "x"])
    assert ht.read_corpus(unnamed).ids == ("x", "x (2)")


def test_a_list_of_texts():
    assert list(ht.read_corpus(["one", "two"]).texts) == ["one", "two"]


def test_columns_by_name(tmp_path):
    rows = [{"headline": "Storm", "story": "Rain fell.", "kind": "weather", "n": "1"}] * 2
    path = write(tmp_path, {"x.csv": as_csv(rows)}) / "x.csv"
    corpus = ht.read_corpus(
        path, text_column=["headline", "story"], label_columns="kind", metadata_columns=[]
    )
    assert list(corpus.texts) == ["Storm\n\nRain fell."] * 2 and corpus.ids == ("1", "2")
    assert corpus.labels.tolist() == [["weather"]] * 2 and corpus.metadata == {}
    assert ht.read_corpus(path, id_column="kind").ids == ("weather", "weather (2)")
    for wrong in ({"text_column": "body"}, {"id_column": "body"}, {"label_columns": ["body"]}):
        with pytest.raises(CorpusError, match="no column 'body'; the columns are 'headline', 's"):
            ht.read_corpus(path, **wrong)


@pytest.mark.parametrize(
    ("rows", "text", "id", "labels"),
    [
        ([{"Title": "a", "Abstract": "b c"}], ["Title", "Abstract"], None, []),
        ([{"title": "only titles"}], ["title"], None, []),
        ([{"a": "x", "b": "much longer"}], ["b"], None, []),
        ([{"doc id": "7", "Message": "b c", "Category": "k"}], ["Message"], "doc id", ["Category"]),
        ([{"text": "t", "archive": "cs", "section": "AI"}], ["text"], None, ["section", "archive"]),
        ([{"text": "", "body": "full"}], ["body"], None, []),
    ],
)
def test_columns_are_guessed(tmp_path, rows, text, id, labels):
    path = write(tmp_path, {"x.jsonl": as_jsonl(rows)}) / "x.jsonl"
    columns = ht.read_corpus(path).reading["columns"]
    assert (columns["text"], columns["id"], columns["labels"]) == (text, id, labels)


def test_a_table_without_a_header(tmp_path):
    content = "It rained all day long in the village by the sea and nobody went out.,wet\nx y,dry\n"
    corpus = ht.read_corpus(write(tmp_path, {"x.csv": content}) / "x.csv")
    assert len(corpus) == 2 and corpus.metadata == {"column 2": ("wet", "dry")}


def test_rows_that_cannot_be_read_are_counted(tmp_path):
    lines = b'{"text": "one"}\nnot json\n[1]\n"a string"\n' + b"[" * 100_000 + b'\n{"text": 5}\n'
    corpus = ht.read_corpus(write(tmp_path, {"x.jsonl": lines}) / "x.jsonl")
    assert list(corpus.texts) == ["one", "a string", "5"] and corpus.ids == ("1", "4", "6")
    assert corpus.skipped == {"damaged row": ("x.jsonl:2", "x.jsonl:3", "x.jsonl:5")}
    assert "passed over 3 rows (3 damaged rows)" in corpus.summary()


def test_a_table_in_another_encoding(tmp_path):
    rows = [{"text": "plain words " * 50_000}, {"text": "Gemäß größter Übung"}]
    path = write(tmp_path, {"x.csv": as_csv(rows).decode().encode("cp1252")}) / "x.csv"
    assert ht.read_corpus(path).texts[1] == "Gemäß größter Übung"
    assert "\ufffd" in ht.read_corpus(path, encoding="utf-8").texts[1]
    assert ht.read_corpus(path, encoding="utf-8").reading["bad_bytes"]["texts"] == 1


def test_a_cut_off_gzip_gives_what_can_be_read(tmp_path):
    whole = gzip.compress(as_jsonl([{"text": f"word {random.random()}"} for _ in range(5000)]))
    corpus = ht.read_corpus(
        write(tmp_path, {"x.jsonl.gz": whole[: len(whole) // 2]}) / "x.jsonl.gz"
    )
    assert 500 < len(corpus) < 5000 and len(list(corpus.texts)) == len(corpus)
    assert corpus.skipped["damaged"] == ("x.jsonl.gz:the end",)


@pytest.mark.smoke
def test_formats_in_a_folder(tmp_path):
    document = Document()
    document.add_paragraph("A boat in a document.")
    document.add_table(1, 2).rows[0].cells[1].text = "in a table"
    document.save(tmp_path / "letter.docx")
    write(
        tmp_path,
        {
            "page.html": "<html><head><title>Boats</title><script>var x</script></head>"
            "<body><p>At <b>sea</b> &amp; land</p></body></html>",
            "notes.md": "---\ntitle: Log\ndate: 2020-05-01\n---\n# Day one\n\n[Sail](http://x.org)",
            "zipped.txt.gz": gzip.compress(b"zipped words"),
            "bad.gz": b"\x1f\x8b broken",
            "bad.docx": b"no document",
            "table.csv": "text\nrow",
            "scan.pdf": tiny_pdf("Boats on paper"),
            "mail.txt": "From: a@b.org\nSubject: Re: Tides\nDate: Fri, 01 May 2020 10:00:00 +0000"
            "\n\n> old words\nNew words.\n",
        },
    )
    corpus = ht.read_corpus(tmp_path)
    found = dict(zip(corpus.ids, corpus.texts, strict=True))
    assert set(found) == {"letter.docx", "mail", "notes.md", "page.html", "scan.pdf", "zipped"}
    assert "boat in a document" in found["letter.docx"] and "in a table" in found["letter.docx"]
    assert "sea & land" in found["page.html"] and "var x" not in found["page.html"]
    assert "Sail" in found["notes.md"] and "x.org" not in found["notes.md"]
    assert found["zipped"] == "zipped words" and "Boats on paper" in found["scan.pdf"]
    assert "Tides" in found["mail"] and "New words" in found["mail"]
    assert "old words" not in found["mail"] and "a@b.org" not in found["mail"]
    assert corpus.skipped == {"table": ("table.csv",), "damaged": ("bad.docx", "bad.gz")}
    dates = dict(zip(corpus.ids, corpus.metadata["date"], strict=True))
    assert dates["notes.md"] == "2020-05-01" and dates["mail"].startswith("2020-05-01")
    assert corpus.reading["taken_for"] == {"HTML": 1, "e-mail": 1}
    kept = ht.read_corpus(tmp_path, strip="none")
    assert "old words" in kept.texts[kept.ids.index("mail")]


def tiny_pdf(text):
    stream = f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R"
        "/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj{each}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(out)
    out += f"xref\n0 6\n0000000000 65535 f \n{table}trailer<</Size 6/Root 1 0 R>>"
    return f"{out}\nstartxref\n{start}\n%%EOF".encode()


def test_a_missing_library_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    write(tmp_path, {"a.docx": b"x", "b.pdf": b"x"})
    with pytest.raises(CorpusError, match="1 needs pypdfium2.*pip install 'hiertopics"):
        ht.read_corpus(tmp_path)


def test_parquet_without_its_library(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(CorpusError, match="Parquet needs pyarrow"):
        ht.read_corpus(write(tmp_path, {"x.parquet": b""}) / "x.parquet")


def test_a_file_in_several_parts(tmp_path):
    write(tmp_path, {"sea/a.txt": "one\n\n  \ntwo words\nthree", "b.txt": "four"})
    corpus = ht.read_corpus(tmp_path, per_line=True)
    assert corpus.ids == ("b:1", "sea/a:1", "sea/a:4", "sea/a:5")
    assert list(corpus.texts) == ["four", "one", "two words", "three"]
    assert corpus.labels.tolist() == [[None], ["sea"], ["sea"], ["sea"]]
    assert corpus.reading["split"] == "lines"
    assert ht.read_corpus(tmp_path, split="lines").ids == corpus.ids


def test_paragraphs_and_runs_of_words_lose_nothing(tmp_path):
    long = "word " * 30
    text = f"Heading\n\n{long}\n{long}\n\n\n{long}\n\nend"
    corpus = ht.read_corpus(write(tmp_path, {"a.txt": text}), split="paragraphs")
    assert corpus.ids == ("a:1", "a:7")
    assert corpus.texts[0].startswith("Heading\n\nword") and corpus.texts[1].endswith("end")
    for length in (1, 2, 7, 50, 1000):
        corpus = ht.read_corpus(tmp_path, split=length)
        assert " ".join(corpus.texts).split() == text.split()
        lengths = [len(passage.split()) for passage in corpus.texts]
        assert set(lengths[:-1]) <= {length} and lengths[-1] < 1.5 * length + 1
        assert len(lengths) == 1 or lengths[-1] >= length / 2
    assert ht.read_corpus(tmp_path, split="20").ids == ht.read_corpus(tmp_path, split=20).ids


def test_rows_are_split_too(tmp_path):
    rows = [{"id": "x", "text": "one\ntwo"}, {"id": "y", "text": "three"}]
    path = write(tmp_path, {"x.jsonl": as_jsonl(rows)}) / "x.jsonl"
    corpus = ht.read_corpus(path, per_line=True)
    assert corpus.ids == ("x:1", "x:2", "y:1")


@pytest.mark.parametrize(
    ("content", "n_documents"), [("one\ntwo\nthree", 3), (f"{'a ' * 40}\n\n{'b ' * 40}", 2)]
)
def test_a_single_text_is_split(tmp_path, content, n_documents):
    corpus = ht.read_corpus(write(tmp_path, {"x.txt": content}) / "x.txt")
    assert len(corpus) == n_documents and corpus.ids[0] == "1" and corpus.labels.shape[1] == 0


def test_a_text_beyond_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(records, "LONGEST_DOCUMENT", 10_000)
    lines = [f"line {number} of the log" for number in range(2000)]
    write(tmp_path, {"big.txt": "\n".join(lines), "small.txt": "small"})
    corpus = ht.read_corpus(tmp_path)
    assert corpus.ids == ("small",) and corpus.skipped == {"too large": ("big.txt",)}
    corpus = ht.read_corpus(tmp_path, per_line=True)
    assert list(corpus.texts) == [*lines, "small"] and corpus.ids[-2] == "big:2000"
    assert len(ht.read_corpus(tmp_path, split=100)) == 101


LABELS = [{"path": "sea/a.txt", "kind": "wet"}, {"path": "./b", "kind": "dry"}, {"path": "gone"}]


def test_labels_from_a_table(tmp_path):
    write(tmp_path, {"in/sea/a.txt": "a", "in/b.txt": "b", "in/c.txt": "c"})
    write(tmp_path, {"labels.csv": as_csv(LABELS)})
    corpus = ht.read_corpus(tmp_path / "in", labels=tmp_path / "labels.csv")
    assert dict(zip(corpus.ids, corpus.labels[:, 0], strict=True)) == {
        "b": "dry",
        "c": None,
        "sea/a": "wet",
    }
    assert corpus.reading["labels_file"] == {
        "id": "path",
        "labels": ["kind"],
        "documents": 2,
        "rows_without_document": 1,
        "such_as": ["gone"],
    }
    write(tmp_path, {"two.csv": "name,fine,broad\na,x,y\nb,z,"})
    corpus = ht.read_corpus(tmp_path / "in", labels=tmp_path / "two.csv")
    assert corpus.labels.tolist() == [["z", None], [None, None], ["x", "y"]]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("id,label\nx,1\n", "none of the 1 rows .* names a document: its column 'id' begins with"),
        ("id\nx\n", "labels need two columns.*has 'id'"),
    ],
)
def test_labels_that_do_not_fit(tmp_path, content, message):
    write(tmp_path, {"in/a.txt": "a", "labels.csv": content})
    with pytest.raises(CorpusError, match=message):
        ht.read_corpus(tmp_path / "in", labels=tmp_path / "labels.csv")
    with pytest.raises(CorpusError, match="read from a table such as labels.csv"):
        ht.read_corpus(tmp_path / "in", labels=tmp_path / "in" / "a.txt")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"split": "pages"}, "'lines', 'paragraphs', a number of words or None, got 'pages'"),
        ({"split": 0}, "got 0"),
        ({"split": True}, "got True"),
        ({"split": 5, "per_line": True}, "exclude each other"),
        ({"strip": "all"}, "strip must be one of auto, email, none, got 'all'"),
        ({"encoding": "klingon"}, "no encoding 'klingon'"),
        ({"text_column": "text"}, "columns are for tables"),
    ],
)
def test_settings_that_do_not_fit(tmp_path, settings, message):
    with pytest.raises(CorpusError, match=message):
        ht.read_corpus(write(tmp_path, {"a.txt": "a"}), **settings)


def test_sources_that_are_none(tmp_path):
    with pytest.raises(CorpusError, match="no row in .* that can be read"):
        ht.read_corpus(write(tmp_path, {"x.csv": ""}) / "x.csv")
    with pytest.raises(CorpusError, match="no column looks like text; the columns are 'n'"):
        ht.read_corpus(write(tmp_path, {"n.jsonl": '{"n": 1}'}) / "n.jsonl")
    with pytest.raises(CorpusError, match="is no JSON list"):
        ht.read_corpus(write(tmp_path, {"n.json": '[{"text": '}) / "n.json")
    with pytest.raises(CorpusError, match="a table is given by its own name: .*/in/x.csv"):
        ht.read_corpus(write(tmp_path, {"in/x.csv": "a", "in/y.txt": ""}) / "in")
    with pytest.raises(CorpusError, match="without rows"):
        ht.read_corpus(pd.DataFrame({"text": []}))


def test_links_are_followed_when_asked(tmp_path):
    write(tmp_path, {"in/a.txt": "a", "out/b.txt": "b", "out/deep/c.txt": "c"})
    os.symlink(tmp_path / "out", tmp_path / "in" / "away")
    os.symlink(tmp_path / "in", tmp_path / "in" / "loop")
    os.symlink(tmp_path / "out" / "deep", tmp_path / "in" / "deep")
    assert ht.read_corpus(tmp_path / "in").ids == ("a",)
    corpus = ht.read_corpus(tmp_path / "in", follow_links=True)
    assert sorted(corpus.texts) == ["a", "b", "c"]
    assert corpus.skipped["link"] == ("deep/", "loop/")


def test_texts_in_any_order(tmp_path):
    rows = [{"text": f"text {number}"} for number in range(200)]
    path = write(tmp_path, {"x.jsonl.gz": gzip.compress(as_jsonl(rows))}) / "x.jsonl.gz"
    corpus = ht.read_corpus(path)
    expected = [row["text"] for row in rows]
    assert list(corpus.texts) == expected and [corpus.texts[i] for i in range(200)] == expected
    order = np.random.default_rng(0).permutation(200)
    assert list(corpus.texts[order]) == [expected[i] for i in order]
    assert [corpus.texts[int(i)] for i in order[:20]] == [expected[i] for i in order[:20]]
    assert list(corpus.texts[5:50:7]) == expected[5:50:7] and corpus.texts[-1] == "text 199"
    assert list(pickle.loads(pickle.dumps(corpus.texts[10:13]))) == expected[10:13]
    taken = corpus.take(np.arange(200) % 2 == 0)
    assert list(taken.texts) == expected[::2] and taken.ids == corpus.ids[::2]
    with pytest.raises(IndexError):
        corpus.texts[200]


def test_order_does_not_depend_on_the_locale(tmp_path):
    names = ["ä.txt", "z.txt", "Z2.txt", "z10.txt", "é/1.txt", "İ.txt", "ß.txt", "_.txt"]
    write(tmp_path, {name: name for name in names})
    code = "import sys, hiertopics as ht; print(ascii(ht.read_corpus(sys.argv[1]).ids))"
    seen = set()
    for locale in ("C", "C.UTF-8", "tr_TR.UTF-8", "POSIX"):
        command = [sys.executable, "-c", code, str(tmp_path)]
        environment = {**os.environ, "LC_ALL": locale, "PYTHONHASHSEED": str(len(seen))}
        seen.add(subprocess.run(command, env=environment, capture_output=True).stdout)
    assert len(seen) == 1 and b"z10" in seen.pop()


def test_traits_are_told_for_each_text_once(tmp_path):
    write(tmp_path, {"a.txt": "From: a\nSubject: b\n\none\ntwo\n", "b.txt": "c"})
    corpus = ht.read_corpus(tmp_path, per_line=True)
    assert len(corpus) == 4
    assert corpus.reading["taken_for"] == {"e-mail": 1}
    assert corpus.reading["encodings"] == {"utf-8": 2}


def test_ids_are_in_natural_order(tmp_path):
    corpus = ht.read_corpus(write(tmp_path, {f"{i}.txt": "x" for i in range(30)}))
    assert all(int(a) < int(b) for a, b in pairwise(corpus.ids))


HEADERS = [
    (",text,label\n0,Ships sail,boat\n1,Dough,bread\n", ["Ships sail", "Dough"], ["boat", "bread"]),
    ("text,label,\nShips sail,boat,\nDough,bread,\n", ["Ships sail", "Dough"], ["boat", "bread"]),
    ("text,label,label\nShips,boat,x\nDough,bread,y\n", ["Ships", "Dough"], ["boat", "bread"]),
    (
        "\ufefftext;label\nShips, sail;boat\nDough;bread\n",
        ["Ships, sail", "Dough"],
        ["boat", "bread"],
    ),
    ("text\nShips sail, the sea\nDough\n", ["Ships sail, the sea", "Dough"], None),
    ('text,label\n"a ""b""\nc",boat\nDough,bread\n', ['a "b"\nc', "Dough"], ["boat", "bread"]),
]


SENTENCES = [
    "Ships, boats and a ferry, all of them late",
    "Dough; it rises | slowly, in a bowl",
    'He asked, "why", and left',
    "The tide, again",
    "Salt, butter, flour, and yeast",
]


@pytest.mark.parametrize("is_quoted", [True, False])
@pytest.mark.parametrize("header", [["Nr", "Inhalt", "Ort"], None])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_cells_are_separated_by_what_rows_agree_on(tmp_path, mark, header, is_quoted):
    texts = SENTENCES * 4 if is_quoted else [text.replace(mark, "") for text in SENTENCES * 4]
    rows = [[str(number), text, "x"] for number, text in enumerate(texts)]
    rows = rows if header is None else [header, *rows]
    out = io.StringIO()
    if is_quoted:
        csv.writer(out, delimiter=mark).writerows(rows)
    else:
        out.write("\n".join(map(mark.join, rows)))
    corpus = ht.read_corpus(write(tmp_path, {"x.csv": out.getvalue()}) / "x.csv")
    assert list(corpus.texts) == texts and len(corpus.metadata) == 1
    assert corpus.ids == tuple(row[0] for row in rows if row is not header)


@pytest.mark.parametrize(("content", "found", "labels"), HEADERS)
def test_headers_and_cells_as_programs_write_them(tmp_path, content, found, labels):
    corpus = ht.read_corpus(write(tmp_path, {"x.csv": content}) / "x.csv")
    assert list(corpus.texts) == found and corpus.skipped == {}
    assert labels is None or corpus.labels[:, 0].tolist() == labels
    again = ht.read_corpus(tmp_path / "x.csv", encoding="utf-8")
    assert list(again.texts) == found


def test_a_frame_written_by_pandas_is_read_back(tmp_path):
    frame = pd.DataFrame(
        {
            "text": [
                "<html><p>Ships &amp; boats</p></html>",
                "From: a\nSubject: Re: Tide\n\n> x\nNew.",
                " ",
            ],
            "label": ["boat", "tide", "none"],
        }
    )
    frame.to_csv(tmp_path / "x.csv")
    table, memory = ht.read_corpus(tmp_path / "x.csv"), ht.read_corpus(frame)
    assert list(table.texts) == list(memory.texts)
    assert "Ships & boats" in memory.texts[0] and "> x" not in memory.texts[1]
    assert table.labels.tolist() == memory.labels.tolist() and memory.ids == ("0", "1")
    assert memory.reading["labels"] == "columns" and memory.skipped == {"empty": ("2",)}
    split = ht.read_corpus(frame, per_line=True, text_column="text", label_columns=[])
    assert split.ids[0] == "0:1" and split.labels.shape[1] == 0
    numbered = pd.DataFrame({0: ["one text"], 1: ["k"]})
    assert ht.read_corpus(numbered, text_column=0, id_column=1).ids == ("k",)


def test_rows_with_more_cells_than_columns_are_damaged(tmp_path):
    content = "id,text\n1,Ships sail, the sea\n2,Dough\n3\n"
    with pytest.warns(ReadingWarning, match="row [13] "):
        corpus = ht.read_corpus(write(tmp_path, {"x.csv": content}) / "x.csv")
    assert corpus.ids == ("2",) and len(corpus.reading["doubts"]) == 2
    assert corpus.skipped == {"damaged row": ("x.csv:1",), "empty": ("x.csv:3",)}


def test_a_stray_quote_in_a_tab_separated_table(tmp_path):
    content = 'label\ttext\nham\t"Hello there\nspam\tWin\nham\tBye\n'
    with pytest.warns(ReadingWarning, match=r"row 1 \(line 2\) of x.tsv has a quotation mark"):
        assert len(ht.read_corpus(write(tmp_path, {"x.tsv": content}) / "x.tsv")) == 3


@pytest.mark.parametrize(
    ("value", "text"),
    [(["one", "two"], "one\n\ntwo"), (5, "5"), (["a", None, 3], "a\n\n3"), ({"a": 1}, None)],
)
def test_values_that_are_no_strings(tmp_path, value, text):
    rows = [{"text": value, "label": [["x"]]}, {"text": "plain", "label": ["y", "z"]}]
    corpus = ht.read_corpus(write(tmp_path, {"x.jsonl": as_jsonl(rows)}) / "x.jsonl")
    assert list(corpus.texts) == [*([text] if text else []), "plain"]
    assert corpus.labels[-1].tolist() == ["y"] and repr(corpus)
    table = as_parquet([{"text": b"bytes of harbour"}])
    assert list(ht.read_corpus(write(tmp_path, {"x.parquet": table}) / "x.parquet").texts) == (
        ["bytes of harbour"]
    )


def test_labels_files_keep_all_columns_and_tell_names_apart(tmp_path):
    write(tmp_path, {"in/a": "a", "in/a.txt": "b", "in/sub/B.TXT": "c"})
    long = "a label of many words, longer than any id"
    (tmp_path / "x.csv").write_bytes(
        as_csv(
            [
                {"label": f"{long} 1", "superlabel": long, "path": "a"},
                {"label": f"{long} 2", "superlabel": long, "path": "a.txt"},
                {"label": f"{long} 3", "superlabel": long, "path": "B.TXT"},
            ]
        )
    )
    corpus = ht.read_corpus(tmp_path / "in", labels=tmp_path / "x.csv")
    assert corpus.labels.tolist() == [[f"{long} {number}", long] for number in (1, 2, 3)]
    (tmp_path / "n.jsonl").write_bytes(as_jsonl([{"id": "B", "label": 3}]))
    corpus = ht.read_corpus(tmp_path / "in", labels=tmp_path / "n.jsonl")
    assert corpus.labels.tolist() == [[None], [None], [3]]
    (tmp_path / "bad.csv.gz").write_bytes(gzip.compress(b"id,label\na,b\n" * 9)[:-9])
    with pytest.raises(CorpusError, match="cannot be read"):
        ht.read_corpus(tmp_path / "in", labels=tmp_path / "bad.csv.gz")


def test_a_name_that_two_documents_share_labels_neither(tmp_path):
    write(tmp_path, {"x/a.txt": "1", "y/a.txt": "2", "y/b.txt": "3"})
    write(tmp_path, {"l.csv": "id,label\na,one\nb,two\n"})
    corpus = ht.read_corpus(
        tmp_path / "x", labels=write(tmp_path, {"m.csv": "id,k\na,1\n"}) / "m.csv"
    )
    assert corpus.labels.tolist() == [["1"]]
    os.remove(tmp_path / "m.csv")
    corpus = ht.read_corpus(tmp_path, labels=tmp_path / "l.csv")
    assert corpus.labels.ravel().tolist() == [None, None, "two"]


def test_a_label_of_a_text_is_that_of_its_passages(tmp_path):
    write(
        tmp_path, {"in/a.txt": "one\ntwo", "in/b.txt": "three", "l.csv": "id,label\na,x\nb:1,y\n"}
    )
    corpus = ht.read_corpus(tmp_path / "in", per_line=True, labels=tmp_path / "l.csv")
    assert corpus.labels.ravel().tolist() == ["x", "x", "y"]


@pytest.mark.parametrize("source", [["a"], iter(["a"]), np.array(["a"]), pd.Series(["a"])])
def test_texts_in_memory_of_any_kind(source):
    assert list(ht.read_corpus(source).texts) == ["a"]


@pytest.mark.parametrize("setting", [{"split": 5}, {"labels": "x.csv"}, {"text_column": "a"}])
def test_settings_that_a_list_does_not_take(setting):
    with pytest.raises(CorpusError, match="are for files and tables, and this is a list"):
        ht.read_corpus(["a"], **setting)


@pytest.mark.parametrize("encoding", ["rot13", "base64", "undefined", "idna", "a\0b", 5])
def test_what_is_no_encoding_of_text(tmp_path, encoding):
    with pytest.raises(CorpusError, match="there is no encoding"):
        ht.read_corpus(write(tmp_path, {"a.txt": "a"}), encoding=encoding)


def test_a_mailbox_is_its_mails(tmp_path):
    mails = [
        f"From a@b.org Fri May  1 10:00:0{n} 2020\nFrom: a@b.org\nSubject: Tide {n}\n\nBody {n}.\n"
        for n in range(3)
    ]
    path = write(tmp_path, {"in/x.mbox": "\n".join(mails)}) / "in" / "x.mbox"
    for source in (path, tmp_path / "in"):
        corpus = ht.read_corpus(source)
        assert list(corpus.texts) == [f"Tide {n}\n\nBody {n}." for n in range(3)]
    assert corpus.ids == ("x.mbox:1", "x.mbox:7", "x.mbox:13")


def test_paragraphs_without_blank_lines_are_lines(tmp_path):
    text = "\n".join(["word " * 30, "head", "word " * 40, "word " * 26, "end"])
    corpus = ht.read_corpus(write(tmp_path, {"a.txt": text}), split="paragraphs")
    assert corpus.ids == ("a:1", "a:2", "a:4")


def test_parts_of_a_corpus_keep_their_metadata(tmp_path):
    path = write(tmp_path, {"rows.csv": TABLES["rows.csv"]}) / "rows.csv"
    corpus = ht.read_corpus(path).take([2, 0])
    assert corpus.ids == ("d", "a") and corpus.metadata["year"] == (None, "1999")
    assert len(corpus.take([])) == 0
    long = ht.read_corpus(pd.DataFrame({"text": ["a"], "note": ["x" * 5000]}))
    assert len(long.metadata["note"][0]) == 1000


def test_a_field_beyond_the_limit_is_a_damaged_row(tmp_path, monkeypatch):
    monkeypatch.setattr("hiertopics.corpus.tables.delimited.LONGEST_ROW", 1000)
    content = f"text,label\nShips,x\n{'boat ' * 300},y\nDough,z\n"
    limit = csv.field_size_limit()
    with pytest.warns(ReadingWarning, match="row 2 .line 3. of x.csv has more than 1,000"):
        corpus = ht.read_corpus(write(tmp_path, {"x.csv": content}) / "x.csv")
    csv.field_size_limit(limit)
    assert list(corpus.texts) == ["Ships", "Dough"]
    assert corpus.skipped == {"damaged row": ("x.csv:2",)}


def test_what_no_text_is_in_is_told(tmp_path):
    write(tmp_path, {"x.mbox": "", "x.parquet": b"PAR1 broken", "in/x.mbox": "", "in/a.txt": "a"})
    with pytest.raises(CorpusError, match=r"passed over 1 file \(1 empty\)"):
        ht.read_corpus(tmp_path / "x.mbox")
    assert ht.read_corpus(tmp_path / "in").skipped == {"empty": ("x.mbox",)}
    with pytest.raises(CorpusError, match="x.parquet is no Parquet file that can be read"):
        ht.read_corpus(tmp_path / "x.parquet")
    with pytest.raises(CorpusError, match="no text in text: all rows are empty there"):
        ht.read_corpus(pd.DataFrame({"text": [" ", None, "\n"]}), text_column="text")


def test_a_large_text_that_ends_in_other_bytes(tmp_path, monkeypatch):
    monkeypatch.setattr(records, "LONGEST_DOCUMENT", 10_000)
    lines = "".join(f"line {number} of the log\n" for number in range(2000))
    write(tmp_path, {"x.txt": f"{lines}\0\0\nmore\n", "y.pdf": b"%PDF-" + bytes(20_000)})
    corpus = ht.read_corpus(tmp_path / "x.txt", per_line=True)
    assert len(corpus) == 2000 and corpus.skipped == {"damaged": ("x.txt:the end",)}
    assert ht.read_corpus(tmp_path, per_line=True).skipped["too large"] == ("y.pdf",)
    mail = "From a@b.org\nFrom: a\nSubject: Tide\n\n" + "Body. " * 1000 + "\n\n"
    corpus = ht.read_corpus(write(tmp_path, {"z.mbox": f"{mail}{mail}\0\n{mail}"}) / "z.mbox")
    assert len(corpus) == 2 and corpus.skipped == {"damaged": ("z.mbox:the end",)}
