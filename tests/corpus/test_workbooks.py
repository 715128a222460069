"""Workbooks give the table that is in them, as it was written."""

import datetime as dt
import gzip
import io
import re
import sys
import zipfile
from xml.sax.saxutils import escape

import numpy as np
import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from support.costs_of_reading import measured

import hiertopics as ht
from hiertopics.corpus.notes import Notes
from hiertopics.corpus.tables.workbooks import workbook_rows
from hiertopics.errors import CorpusError, ReadingWarning

TEXTS = [f"The boat number {n} sails\nto the harbour in the morning" for n in range(30)]
ROWS = [{"id": n, "text": text, "label": "ab"[n % 2]} for n, text in enumerate(TEXTS)]


def with_openpyxl(path, sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)


def with_xlsxwriter(path, sheets):
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)


def with_pandas(path, sheets):
    with pd.ExcelWriter(path) as writer:
        for name, rows in sheets.items():
            width = max(map(len, rows))
            frame = pd.DataFrame([[*row, *[None] * (width - len(row))] for row in rows])
            frame.to_excel(writer, sheet_name=name, index=False, header=False)


NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text")
)


def as_open_document(path, rows):
    """Write rows as an .ods, which packages with wheels do not write."""

    def cell(value):
        lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
        kind = "string"
        if isinstance(value, int):
            kind = f'float" office:value="{value}'
        return f'<table:table-cell office:value-type="{kind}">{lines}</table:table-cell>'

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr(
            "META-INF/manifest.xml",
            "<manifest:manifest "
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            "</manifest:manifest>",
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content {NAMESPACES}><office:body><office:spreadsheet>"
            f'<table:table table:name="a">{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )


def rows_in(path):
    notes = Notes()
    with open(path, "rb") as file:
        return list(workbook_rows(file, None, notes)), notes


def listed(rows):
    return [list(rows[0]), *(list(row.values()) for row in rows)]


@pytest.mark.parametrize("write", [with_openpyxl, with_xlsxwriter, with_pandas])
@pytest.mark.parametrize(
    "above", [[], [["Answers of June"], []], [[], ["Total", 30], ["", "", ""]]]
)
def test_rows_come_back_as_they_were_written(tmp_path, write, above):
    write(tmp_path / "x.xlsx", {"a": [*above, *listed(ROWS)]})
    found, notes = rows_in(tmp_path / "x.xlsx")
    assert found == ROWS and not notes.doubts and not notes.remarks


def test_an_open_document_is_read_too(tmp_path):
    as_open_document(tmp_path / "x.ods", listed(ROWS))
    assert rows_in(tmp_path / "x.ods")[0] == ROWS


def test_a_workbook_is_a_corpus(tmp_path):
    with_openpyxl(tmp_path / "x.xlsx", {"a": listed(ROWS)})
    (tmp_path / "x.xlsx.gz").write_bytes(gzip.compress((tmp_path / "x.xlsx").read_bytes()))
    for name in ("x.xlsx", "x.xlsx.gz"):
        corpus = ht.read_corpus(tmp_path / name)
        assert list(corpus.texts) == TEXTS and corpus.ids == tuple(map(str, range(30)))
        assert corpus.labels.ravel().tolist() == [row["label"] for row in ROWS]


def test_values_keep_their_types(tmp_path):
    day, moment = dt.date(2021, 5, 1), dt.datetime(2021, 5, 1, 5, 31)
    with xlsxwriter.Workbook(tmp_path / "x.xlsx") as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        names = ["id", "text", "day", "when", "sum", "true", "half", "wrong", "link", "rich"]
        sheet.write_row(0, 0, names)
        for row in range(1, 9):
            sheet.write(row, 0, row)
            sheet.write(row, 1, "a\r\nb\tc _x000D_ \x0b literal")
            sheet.write_datetime(row, 2, day, book.add_format({"num_format": "yyyy-mm-dd"}))
            sheet.write_datetime(row, 3, moment, book.add_format({"num_format": "d.m.yy hh:mm"}))
            sheet.write_formula(row, 4, "=1+1", None, 2)
            sheet.write_boolean(row, 5, True)
            sheet.write(row, 6, 0.5)
            sheet.write_formula(row, 7, "=1/0", None, "#DIV/0!")
            sheet.write_url(row, 8, "https://example.org", None, "an example")
            sheet.write_rich_string(row, 9, "plain ", bold, "bold")
    found, _ = rows_in(tmp_path / "x.xlsx")
    values = [1, "a\r\nb\tc _x000D_ \x0b literal", day, moment, 2, True, 0.5, None]
    assert list(found[0].values()) == [*values, "an example", "plain bold"]
    assert [type(value) for value in found[0].values()][:4] == [int, str, dt.date, dt.datetime]


def test_empty_rows_and_columns_and_formats_are_no_data(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "x.xlsx") as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        for number, row in enumerate(listed(ROWS)):
            for column, cell in enumerate(row):
                sheet.write(3 + 2 * number, 2 + 2 * column, cell)
        for number in range(100, 20_100):
            sheet.write_blank(number, 0, None, bold)
    found, _ = rows_in(tmp_path / "x.xlsx")
    assert found == ROWS


def test_labels_of_merged_cells_are_those_of_all_their_rows(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "x.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(1, 1, ["label", "text", "note"])
        for number, text in enumerate(TEXTS):
            sheet.write(2 + number, 2, text)
        sheet.merge_range(2, 1, 11, 1, "first")
        sheet.merge_range(12, 1, 31, 1, "second")
        sheet.merge_range(2, 3, 4, 3, "a long remark that is no label " * 9)
    found, _ = rows_in(tmp_path / "x.xlsx")
    assert [row["label"] for row in found] == ["first"] * 10 + ["second"] * 20
    assert [row["note"] is None for row in found[:4]] == [False, True, True, True]


def test_the_sheet_of_texts_is_read_and_the_others_are_named(tmp_path):
    about = [["key", "value"], ["made by", "Anna"], ["made in", "June"]]
    numbers = [["year", "n"], *([year, year % 7] for year in range(1900, 2000))]
    sheets = {"about": about, "numbers": numbers, "answers": listed(ROWS), "empty": []}
    with_xlsxwriter(tmp_path / "x.xlsx", sheets)
    found, notes = rows_in(tmp_path / "x.xlsx")
    assert found == ROWS
    assert notes.remarks == [
        "x.xlsx: the sheet 'answers' is read, and not 'about' (2 rows), 'numbers' (100 rows); "
        "--sheet about reads another one"
    ]


def test_sheets_of_the_same_columns_are_one_table(tmp_path):
    sheets = {"2019": listed(ROWS[:12]), "2020": listed(ROWS[12:]), "notes": [["a", "b"], ["c", 1]]}
    with_xlsxwriter(tmp_path / "x.xlsx", sheets)
    found, notes = rows_in(tmp_path / "x.xlsx")
    assert found == [{**row, "sheet": "2019" if row["id"] < 12 else "2020"} for row in ROWS]
    assert "all sheets with the same columns are read" in notes.remarks[0]
    corpus = ht.read_corpus(tmp_path / "x.xlsx")
    assert len(corpus) == 30 and set(corpus.metadata["sheet"]) == {"2019", "2020"}


def test_hidden_sheets_are_left_out(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "x.xlsx") as book:
        book.add_worksheet("seen").write_column(0, 0, ["text", *TEXTS])
        hidden = book.add_worksheet("hidden")
        hidden.write_column(0, 0, ["text", *TEXTS * 3])
        hidden.hide()
    found, notes = rows_in(tmp_path / "x.xlsx")
    assert len(found) == 30 and not notes.remarks


def test_texts_that_were_cut_are_said(tmp_path):
    texts = [*TEXTS, "boat " * 10_000, "boat " * 6000]
    with pytest.warns(UserWarning, match="too long"):
        pd.DataFrame({"text": texts}).to_excel(tmp_path / "x.xlsx")
    with pytest.warns(
        ReadingWarning, match="1 of 32 rows .* of 32,767 characters, .* first in row 31"
    ):
        assert len(ht.read_corpus(tmp_path / "x.xlsx")) == 32


def test_a_table_of_text_that_is_called_a_workbook(tmp_path):
    (tmp_path / "x.xls").write_text("id\ttext\n" + "".join(f"{n}\tboat {n}\n" for n in range(9)))
    assert len(ht.read_corpus(tmp_path / "x.xls")) == 9


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no more", b"\xd0\xcf\x11\xe0" + bytes(99)])
def test_what_is_no_workbook_is_said(tmp_path, content):
    (tmp_path / "x.xlsx").write_bytes(content)
    with pytest.raises(CorpusError, match=r"x\.xlsx"):
        ht.read_corpus(tmp_path / "x.xlsx")


def test_damage_anywhere_ends_in_an_error_or_a_corpus(tmp_path):
    with_xlsxwriter(tmp_path / "x.xlsx", {"a": listed(ROWS)})
    whole = (tmp_path / "x.xlsx").read_bytes()
    rng = np.random.default_rng(0)
    for _ in range(60):
        data = bytearray(whole)
        for position in rng.integers(0, len(data), 3):
            data[position] = rng.integers(256)
        (tmp_path / "y.xlsx").write_bytes(data[: rng.integers(1, len(data) + 1)])
        try:
            ht.read_corpus(tmp_path / "y.xlsx")
        except CorpusError as error:
            assert "y.xlsx" in str(error)


def test_without_its_library(tmp_path, monkeypatch):
    with_xlsxwriter(tmp_path / "x.xlsx", {"a": listed(ROWS)})
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(CorpusError, match=r"needs python-calamine; .*hiertopics\[files\].* \.csv"):
        ht.read_corpus(tmp_path / "x.xlsx")


def changed(source, target, part, change):
    """A workbook with one of its parts changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == part:
                with new.open(part, "w") as file:
                    change(file, data)
            else:
                new.writestr(info.filename, data)


SHEET = "xl/worksheets/sheet1.xml"


def far_cell(file, data):
    row = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    file.write(data.replace(b"</sheetData>", row))


def wide_dimension(file, data):
    file.write(re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', data))


def many_formats(file, data):
    before, after = data.split(b"</sheetData>")
    file.write(before)
    for start in range(100, 700_000, 1000):
        file.write(
            b"".join(
                b'<row r="%d"><c r="A%d" s="1"/><c r="XFD%d" s="1"/></row>' % (n, n, n)
                for n in range(start, start + 1000)
            )
        )
    file.write(b"</sheetData>" + after)


def long_string(file, data):
    before, after = data.split(b"</si>", 1)
    file.write(before.removesuffix(b"</t>"))
    for _ in range(10):
        file.write(b"boat " * 2_000_000)
    file.write(b"</t></si>" + after)


def bombs(folder, name):
    plain = folder / "plain.xlsx"
    with_xlsxwriter(plain, {"a": listed(ROWS)})
    part, change = {
        "far cell": (SHEET, far_cell),
        "dimension": (SHEET, wide_dimension),
        "formats": (SHEET, many_formats),
        "strings": ("xl/sharedStrings.xml", long_string),
    }[name]
    changed(plain, folder / "x.xlsx", part, change)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("far cell", "cells so far apart that 17,179,869,184 would be held"),
        ("dimension", 30),
        ("formats", 30),
        ("strings", "too large to be read: xl/sharedStrings.xml in it grows"),
    ],
)
def test_hostile_workbooks_end_soon_and_in_little_memory(tmp_path, name, says):
    bombs(tmp_path, name)
    costs = measured(tmp_path / "x.xlsx")
    assert says in costs.said if isinstance(says, str) else costs.n_documents == says
    assert costs.megabytes < 300 and costs.seconds < 5, costs


def test_a_part_that_is_larger_than_it_says(tmp_path):
    """The sizes in an archive may lie; parts are read to their end before they are believed."""
    with_xlsxwriter(tmp_path / "x.xlsx", {"a": listed(ROWS)})
    data = (tmp_path / "x.xlsx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo(SHEET).file_size
    assert data.count(size.to_bytes(4, "little")) >= 1
    (tmp_path / "x.xlsx").write_bytes(data.replace(size.to_bytes(4, "little"), b"\x09\0\0\0"))
    with pytest.raises(CorpusError, match="no workbook that can be read"):
        ht.read_corpus(tmp_path / "x.xlsx")


def test_repeated_cells_of_open_documents_are_counted(tmp_path):
    as_open_document(tmp_path / "plain.ods", listed(ROWS))
    cell = b"<table:table-cell %s><text:p>1</text:p></table:table-cell>"
    value = cell % b'office:value-type="float" office:value="1"'
    gap = b'<table:table-cell table:number-columns-repeated="16380"/>'
    rows = b'<table:table-row table:number-rows-repeated="1048000">%s</table:table-row>' % gap
    far = rows + b"<table:table-row>%s%s</table:table-row>" % (gap, value)
    target = tmp_path / "x.ods"
    for added in (rows, far):
        changed(
            tmp_path / "plain.ods",
            target,
            "content.xml",
            lambda file, data, added=added: file.write(
                data.replace(b"</table:table>", added + b"</table:table>")
            ),
        )
        if added == rows:
            assert len(ht.read_corpus(target)) == 30
    with pytest.raises(CorpusError, match="far apart"):
        ht.read_corpus(target)
