"""Sheets of workbooks are chosen by name, and binary workbooks are read like others."""

import gzip

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from support.binary_workbooks import write_xlsb
from support.costs_of_reading import measured
from support.folders import write

import hiertopics as ht
from hiertopics.cli.main import main
from hiertopics.errors import CorpusError


def write_xlsx(path, sheets, states=()):
    with xlsxwriter.Workbook(path) as book:
        for number, (name, rows) in enumerate(sheets.items()):
            sheet = book.add_worksheet(name)
            if states and states[number]:
                sheet.hide()
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)


def answers(about, n=30):
    texts = [f"The {about} number {i} went to the harbour early" for i in range(n)]
    return [["id", "text", "label"], *([i, text, "ab"[i % 2]] for i, text in enumerate(texts))]


BOOK = {
    "Boats": answers("boat"),
    "Notes of June": [["nr", "comment"], *([i, f"note {i} on bread"] for i in range(12))],
    "Birds": answers("bird", 20),
    "Years": [["year", "number"], *([1990 + i, i] for i in range(9))],
}
WRITERS = [(write_xlsx, "x.xlsx"), (write_xlsb, "x.xlsb")]


@pytest.fixture(params=WRITERS, ids=lambda each: each[1])
def book(request, tmp_path):
    writer, name = request.param
    writer(tmp_path / name, BOOK)
    return tmp_path / name


def test_the_sheets_that_are_left_are_named_with_the_option(book):
    corpus = ht.read_corpus(book)
    assert len(corpus) == 50 and set(corpus.metadata["sheet"]) == {"Boats", "Birds"}
    remarks = " ".join(corpus.reading["remarks"])
    assert "--sheet Boats reads one of them" in remarks
    assert "not 'Notes of June' (12 rows), 'Years' (9 rows)" in remarks
    assert "--sheet 'Notes of June' reads another one" in remarks


@pytest.mark.parametrize(
    ("sheet", "n"),
    [("Boats", 30), ("birds ", 20), (["Birds", "Boats"], 50), ("Notes of June", 12)],
)
def test_sheets_that_are_named_are_read(book, sheet, n):
    corpus = ht.read_corpus(book, sheet=sheet)
    assert len(corpus) == n and "sheet" not in " ".join(corpus.reading.get("remarks", []))


def test_a_zipped_workbook(book):
    zipped = book.with_name(book.name + ".gz")
    zipped.write_bytes(gzip.compress(book.read_bytes()))
    assert len(ht.read_corpus(zipped, sheet="Birds")) == 20


@pytest.mark.parametrize(
    ("sheet", "says"),
    [
        ("Bords", "no sheet 'Bords' in x.xls.; it has 'Boats', 'Notes of June', 'Birds', 'Years'"),
        (["Boats", "Notes of June"], "have other columns, id, text, label and nr, comment"),
        (7, "sheet must be the name of a sheet or a list of names, got 7"),
        ([""], "sheet must be the name"),
    ],
)
def test_wrong_names_are_said(book, sheet, says):
    with pytest.raises(CorpusError, match=says):
        ht.read_corpus(book, sheet=sheet)


@pytest.mark.parametrize(("writer", "name"), WRITERS)
def test_a_hidden_sheet_is_read_if_it_is_named(tmp_path, writer, name):
    writer(tmp_path / name, {"Boats": answers("boat"), "Birds": answers("bird", 20)}, (0, 1))
    assert len(ht.read_corpus(tmp_path / name)) == 30
    assert len(ht.read_corpus(tmp_path / name, sheet="Birds")) == 20


def test_a_sheet_without_rows_is_said(tmp_path):
    write_xlsx(tmp_path / "x.xlsx", {"Boats": answers("boat"), "Empty": [["id", "text"]]})
    with pytest.raises(CorpusError, match="the sheet 'Empty' of x.xlsx has no rows"):
        ht.read_corpus(tmp_path / "x.xlsx", sheet="Empty")


def test_sheets_are_those_of_workbooks(tmp_path):
    write(tmp_path, {"x.csv": "id,text\n1,a boat\n", "in/x.txt": "a boat"})
    for source in (tmp_path / "x.csv", tmp_path / "in", tmp_path / "in" / "x.txt"):
        with pytest.raises(CorpusError, match="sheets are those of workbooks"):
            ht.read_corpus(source, sheet="a")
    with pytest.raises(CorpusError, match="sheets are those of workbooks"):
        ht.read_corpus([{"id": 1, "text": "a boat"}], sheet="a")


def test_sheets_of_a_folder(tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        write_xlsx(tmp_path / name, BOOK)
    write_xlsx(tmp_path / "c.xlsx", {"Boats": answers("boat")})
    corpus = ht.read_corpus(tmp_path, sheet="Birds")
    assert len(corpus) == 40 and corpus.skipped == {"without the sheet": ("c.xlsx",)}
    with pytest.raises(CorpusError, match="there is no sheet 'Fish' in"):
        ht.read_corpus(tmp_path, sheet="Fish")


def test_the_command_takes_sheets(tmp_path, capsys):
    write_xlsx(tmp_path / "x.xlsx", BOOK)
    assert main(["corpus", str(tmp_path / "x.xlsx"), "--sheet", "Boats,Birds"]) == 0
    assert "50 documents" in capsys.readouterr().out
    assert main(["corpus", str(tmp_path / "x.xlsx"), "--sheet", "Bords"]) != 0
    assert "it has 'Boats', 'Notes of June'" in capsys.readouterr().err


CELLS = st.one_of(st.none(), st.text("ab é\n\"',;字", min_size=1, max_size=9), st.integers(-99, 99))


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_any_cells_of_a_binary_workbook(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("book")
    rows = [["id", "text", "label"], *([n, "a boat", *row] for n, row in enumerate(rows))]
    rows[0] += ["c", "d"]
    found = []
    for writer, name in WRITERS:
        writer(folder / name, {"a": rows})
        corpus = ht.read_corpus(folder / name, text_column="text", label_columns=[])
        found.append((list(corpus.texts), corpus.ids, corpus.metadata))
    assert found[0] == found[1]


@pytest.mark.parametrize("first_row", [1_000_000, 4_000_000_000])
def test_cells_far_apart_in_a_binary_workbook(tmp_path, first_row):
    wide = ["id", "text", *[None] * 300, "far"]
    write_xlsb(tmp_path / "x.xlsb", {"a": [wide, [1, "a boat"]]}, first_row=first_row)
    costs = measured(tmp_path / "x.xlsb")
    assert "cells so far apart" in costs.said
    assert costs.megabytes < 300 and costs.seconds < 5, costs


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.9])
def test_a_cut_off_binary_workbook_is_said(tmp_path, keep):
    write_xlsb(tmp_path / "x.xlsb", BOOK)
    data = (tmp_path / "x.xlsb").read_bytes()
    (tmp_path / "x.xlsb").write_bytes(data[: int(keep * len(data))])
    with pytest.raises(CorpusError, match="no workbook that can be read"):
        ht.read_corpus(tmp_path / "x.xlsb")
