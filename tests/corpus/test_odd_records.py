"""Records and tables with one odd value in them: the others are read, and nothing stops a run."""

import json
import re
import time

import numpy as np
import pandas as pd
import pytest
from fpdf import FPDF
from support.folders import write

import hiertopics as ht
from hiertopics.errors import CorpusError

TEXTS = {f"doc{i}": f"Text {i} says something of cats and of mice in gardens" for i in range(50)}


@pytest.mark.parametrize("odd", [{"doc50": 7}, {"doc50": float("nan")}, {"title": "A title"}])
def test_an_odd_value_among_texts_by_id_costs_no_other(tmp_path, odd):
    for source in (TEXTS | odd, write(tmp_path, {"x.json": json.dumps(TEXTS | odd)}) / "x.json"):
        corpus = ht.read_corpus(source)
        assert len(corpus) == 50 + (odd.get("title") is not None) and corpus.ids[:2] == (
            "doc0",
            "doc1",
        )
        assert len(corpus) + sum(map(len, corpus.skipped.values())) == 51


def test_an_object_with_names_of_columns_stays_a_record():
    corpus = ht.read_corpus([{"title": "Boats", "text": "They leave the harbour at dawn"}] * 3)
    assert len(corpus) == 3


LONG_NUMBER = '[{"text": %s}, {"text": "boats leave the harbour"}]' % ("9" * 5000)


@pytest.mark.parametrize("content", ["null", LONG_NUMBER, "7", "[]", "{}", '""'])
def test_no_json_stops_a_folder(tmp_path, content):
    good = "text\n" + "boats leave the harbour at dawn\n" * 20
    write(tmp_path, {"a.json": content, "b.csv": good, "c.csv": good})
    corpus = ht.read_corpus(tmp_path)
    assert len(corpus) >= 40 and (len(corpus) > 40 or corpus.skipped)
    try:
        ht.read_corpus(tmp_path / "a.json")
    except CorpusError as error:
        assert "a.json" in str(error) or "no text" in str(error)


def test_a_reader_that_fails_costs_its_file_alone(tmp_path, monkeypatch):
    good = "text\n" + "boats leave the harbour at dawn\n" * 20
    write(tmp_path, {"a.json": "[]", "b.csv": good, "c.csv": good})

    def fails(*_):
        raise RuntimeError("a fault of the reader")

    form = ht.read_corpus.__globals__["format_of"]("a.json")._replace(read=fails)
    monkeypatch.setitem(
        __import__("hiertopics.corpus.formats").corpus.formats.FORMATS, ".json", form
    )
    corpus = ht.read_corpus(tmp_path)
    assert len(corpus) == 40 and corpus.skipped["damaged"] == ("a.json",)


def test_records_may_have_names_that_are_no_text():
    corpus = ht.read_corpus([{1: f"Text {i} says something of mice", 2: "x"} for i in range(9)])
    assert len(corpus) == 9 and corpus.texts[3].startswith("Text 3")


def test_a_column_that_is_too_short_is_said():
    columns = {"text": [f"Text {i} of boats" for i in range(9)], "label": ["x", "y"]}
    with pytest.warns(ht.ReadingWarning, match="'label' of the dict has 2 values"):
        assert len(ht.read_corpus(columns)) == 9


def test_values_under_a_name_are_no_labels_though_called_so():
    texts = [f"{i} boats leave at dawn" for i in range(30)]
    rows = [{"author": {"name": {"label": "ab"[len(t) % 2]}}, "text": t} for t in texts]
    assert ht.read_corpus(rows).labels.shape[1] == 0
    rows = [{"post": {"label": "ab"[len(t) % 2], "text": t}} for t in texts]
    assert ht.read_corpus(rows).labels.shape[1] == 1


def test_deeply_nested_names_are_known_at_once():
    rows = [{"text": f"Boat {i} leaves at dawn"} for i in range(30)]
    for row in rows:
        for _ in range(400):
            row = row.setdefault("replies", {})
            row["label"] = "ab"[len(row) % 2]
    start = time.process_time()
    assert len(ht.read_corpus(rows)) == 30
    assert time.process_time() - start < 20


def test_a_single_value_in_an_array_is_refused():
    with pytest.raises(CorpusError, match="got"):
        ht.read_corpus(np.array("x"))


def test_names_of_rows_in_several_parts_are_joined():
    index = pd.MultiIndex.from_product([[1, 2], ["a", "b"]])
    frame = pd.DataFrame({"text": [f"Text {i} of boats" for i in range(4)]}, index=index)
    assert ht.read_corpus(frame).ids == ("1:a", "1:b", "2:a", "2:b")


def test_a_page_that_cannot_be_read_is_said(tmp_path):
    document = FPDF()
    document.set_font("Helvetica", size=12)
    for number in range(4):
        document.add_page()
        document.multi_cell(0, 8, f"Page {number} has boats that leave the harbour at dawn")
    data = bytes(document.output())
    second = [found.start() for found in re.finditer(rb"/Type /Page\b", data)][1]
    data = data[:second] + b"/Type /Lost" + data[second + 11 :]
    write(tmp_path, {"a/x.pdf": data, "a/y.txt": "boats"})
    with pytest.warns(ht.ReadingWarning, match=r"x\.pdf: 1 page has no text"):
        corpus = ht.read_corpus(tmp_path)
    text = corpus.texts[0]
    assert "Page 0" in text and "Page 3" in text and "Page 1" not in text
