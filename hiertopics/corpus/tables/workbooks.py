"""Rows of workbooks: .xlsx, .xlsm, .xls and .ods."""

from __future__ import annotations

import io
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from gzip import GzipFile
from itertools import islice
from typing import Any, BinaryIO, NamedTuple

from hiertopics.corpus.decode import LONGEST_DOCUMENT, is_text
from hiertopics.corpus.notes import Notes
from hiertopics.corpus.tables.delimited import csv_rows
from hiertopics.corpus.tables.header import Head, table_head
from hiertopics.errors import CorpusError
from hiertopics.printable import printable

_SAMPLE = 200
_ROWS_ABOVE = 30
_BLOCK = 2**20
# Longer texts are cut when a cell is written.
_CELL_LIMIT = 32_767
# A cell of a merged range is filled with such a value, a label say, and not with a text.
_LONGEST_MERGED = 100
# The reader holds all cells between the first and the last one that has a value.
_MOST_CELLS = 8_000_000
# Parts of workbooks are unzipped as a whole. Texts have a fourth of their size when they are
# zipped, and rows of formatted cells without a value a hundredth.
_SMALL_PART = 20_000_000
_MOST_UNZIPPED = {"strings": 25, "other": 200}
_XLSX_CELL = re.compile(rb' r="([A-Z]{1,3})([0-9]{1,7})"(?:[^>]*[^/>])?>')
_ODS_ROWS = re.compile(rb'number-rows-repeated="([0-9]{1,9})"')
# A repeated cell counts where it has a value, or where another one follows it.
_ODS_CELLS = re.compile(
    rb'number-columns-repeated="([0-9]{1,9})"(?:[^>]*[^/>]>|[^>]*/>\s*<table:(?:covered-)?table-c)'
)


class _Sheet(NamedTuple):
    """A sheet by its name, the names of its columns, where its data begin, and its size."""

    name: str
    columns: list[str]
    first: int
    n_rows: int
    n_words: float  # of the column that has the most
    rows: Callable[[], Iterator[Sequence]]
    head: Head


def workbook_rows(file: BinaryIO, encoding: str | None, notes: Notes) -> Iterator[Mapping | None]:
    """Rows of the sheet of a workbook that reads like a table of texts, and of those like it.

    That is the sheet with the most words in one of its columns; others with the same columns are
    read with it, and every row says in a column "sheet" which it is of. Hidden sheets, rows that
    are empty and lines above the header are left out; of a formula the value is taken.
    """
    name = printable(os.path.basename(file.name))
    head = file.read(_BLOCK)
    file.seek(0)
    if is_text(head) and not head.lstrip().startswith(b"<"):  # a .csv that was called .xls
        yield from csv_rows(file, encoding, notes)
        return
    sheets = list(_sheets(file, name))
    if not sheets:
        return
    best = max(sheets, key=lambda sheet: sheet.n_words)
    alike = [sheet for sheet in sheets if sheet.columns == best.columns]
    others = [sheet for sheet in sheets if sheet.columns != best.columns]
    best.head.note(name, notes)
    if len(alike) > 1:
        notes.remark(f"{name}: all sheets with the same columns are read, {_listed(alike)}")
    if others:
        which = f"the sheet {best.name!r} is" if len(alike) == 1 else "these are"
        notes.remark(f"{name}: {which} read, and not {_listed(others)}; save another one as .csv")
    yield from _rows_of_sheets(alike, name, notes)


def _listed(sheets: Sequence[_Sheet]) -> str:
    shown = [f"{sheet.name!r} ({sheet.n_rows:,} rows)" for sheet in sheets[:4]]
    return ", ".join(shown) + (" and others" if len(sheets) > 4 else "")


def _rows_of_sheets(sheets: Sequence[_Sheet], name: str, notes: Notes) -> Iterator[Mapping]:
    cut = []
    number = 0
    for sheet in sheets:
        said = {"sheet": sheet.name} if len(sheets) > 1 and "sheet" not in sheet.columns else {}
        unnamed = [column.startswith("column ") for column in sheet.columns]
        for row in islice(sheet.rows(), sheet.first, None):
            if all(cell is None for cell in row):
                continue
            number += 1
            if any(type(cell) is str and len(cell) >= _CELL_LIMIT for cell in row):
                cut.append(number)
            cells = zip(sheet.columns, row, unnamed, strict=False)
            yield {
                column: cell for column, cell, is_bare in cells if cell is not None or not is_bare
            } | said
    if cut:
        notes.doubt(
            f"{len(cut):,} of {number:,} rows of {name} have a cell of {_CELL_LIMIT:,} characters, "
            "the most that a cell can have: longer texts were cut when it was saved, first in row "
            f"{cut[0]:,}"
        )


def _sheets(file: BinaryIO, name: str) -> Iterator[_Sheet]:
    """The visible sheets of a workbook in which there is a row of data."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum
    except ImportError:
        raise CorpusError(
            f"{name} needs python-calamine; install it with pip install 'hiertopics[files]', or "
            "save the sheet as .csv"
        ) from None
    try:
        if isinstance(file, GzipFile):
            file = io.BytesIO(file.read(LONGEST_DOCUMENT))
        _check_size(file, name)
        file.seek(0)
        workbook = CalamineWorkbook.from_filelike(file)
        for about in workbook.sheets_metadata:
            if about.typ != SheetTypeEnum.WorkSheet or about.visible != SheetVisibleEnum.Visible:
                continue
            sheet = _described(about.name, workbook.get_sheet_by_name(about.name))
            if sheet is not None:
                yield sheet
    except CorpusError:
        raise
    except (CalamineError, zipfile.BadZipFile, zlib.error, ValueError, OSError) as error:
        raise CorpusError(f"{name} is no workbook that can be read: {error}") from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what the reader did not foresee
            raise
        raise CorpusError(f"{name} is no workbook that can be read, it is damaged") from None


def _described(name: str, sheet: Any) -> _Sheet | None:
    def rows() -> Iterator[Sequence]:
        return _cells(sheet)

    sample = list(islice(rows(), _SAMPLE))
    width = max(map(len, sample), default=0)
    shown = [["" if cell is None else str(cell) for cell in row] for row in sample]
    top = _top(shown)
    head = table_head(shown[top:], width)
    columns, first = head.names, head.n_before + top
    n_rows = (sheet.end[0] + 1 if sheet.end else 0) - first
    if width == 0 or n_rows < 1:
        return None
    words = [
        sum(len(row[i].split()) for row in sample[first:] if type(row[i]) is str)
        for i in range(width)
    ]
    n_words = max(words) / max(len(sample) - first, 1) * n_rows
    return _Sheet(name, columns, first, n_rows, n_words, rows, head)


def _top(rows: Sequence[Sequence[str]]) -> int:
    """Number of rows above a table that an empty row divides from it, and that are narrower."""
    n_filled = [sum(map(bool, row)) for row in rows]
    top = 0
    for number, filled in enumerate(n_filled[1:_ROWS_ABOVE], 1):
        if filled > max(n_filled[:number]) and not n_filled[number - 1]:
            top = number
    return top


def _cells(sheet: Any) -> Iterator[list]:
    """Rows of a sheet: None for an empty cell, labels of merged cells in all of their rows."""
    left = sheet.start[1] if sheet.start else 0
    merged: dict[int, list] = {}
    for (top, first), (bottom, last) in getattr(sheet, "merged_cell_ranges", None) or ():
        if bottom > top and first == last:
            merged.setdefault(top, []).append((first - left, bottom))
    filled: dict[int, tuple[int, Any]] = {}
    for number, row in enumerate(sheet.iter_rows()):
        cells = [_cell(cell) for cell in row]
        for column, bottom in merged.get(number, ()):
            if 0 <= column < len(cells) and _is_short(cells[column]):
                filled[column] = bottom, cells[column]
        for column, (bottom, value) in filled.items():
            if number <= bottom and cells[column] is None:
                cells[column] = value
        yield cells


def _cell(cell: Any) -> Any:
    if cell == "":
        return None
    if type(cell) is float and cell.is_integer():  # a workbook has no other numbers
        return int(cell)
    return cell if type(cell) in (str, float, bool, date, datetime) else str(cell)


def _is_short(value: Any) -> bool:
    return value is not None and len(str(value)) <= _LONGEST_MERGED


def _check_size(file: BinaryIO, name: str) -> None:
    """Raise a CorpusError of a zipped workbook that would take much more memory than room."""
    if not zipfile.is_zipfile(file):
        return
    with zipfile.ZipFile(file) as archive:
        for part in archive.infolist():
            kind = "strings" if part.filename.endswith("sharedStrings.xml") else "other"
            ratio = part.file_size / max(part.compress_size, 1)
            if part.file_size > _SMALL_PART and ratio > _MOST_UNZIPPED[kind]:
                raise CorpusError(
                    f"{name} is too large to be read: {part.filename} in it grows from "
                    f"{part.compress_size:,} to {part.file_size:,} bytes; save the sheet as .csv"
                )
        # Read to the end, a part that is larger than it says is found out.
        n_cells = max((_extent(archive, part) for part in archive.infolist()), default=0)
    if n_cells > _MOST_CELLS:
        raise CorpusError(
            f"{name} has cells so far apart that {n_cells:,} would be held; delete what is far "
            "from the table, or save the sheet as .csv"
        )


def _extent(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """Cells between the first one and the last one with a value, in a part of a workbook."""
    is_sheet = "worksheets/" in part.filename
    is_content = part.filename == "content.xml"
    columns: set[bytes] = set()
    n_rows = n_columns = n_waiting = 0
    rest = b""
    with archive.open(part) as stream:
        while block := stream.read(_BLOCK):
            block = rest + block
            rest = block[block.rfind(b"<") :][:1000]
            if is_sheet:
                cells = _XLSX_CELL.findall(block)
                columns.update(column for column, _ in cells)
                n_rows = max([n_rows, *(int(row) for _, row in cells[-1:])])
            elif is_content:
                # Repeated rows count if a value follows them.
                end = max(block.rfind(b"office:value-type"), 0)
                before = sum(map(int, _ODS_ROWS.findall(block, 0, end)))
                n_rows += block.count(b"<table:table-row") + (n_waiting + before if end else 0)
                n_waiting = sum(map(int, _ODS_ROWS.findall(block, end))) + (0 if end else n_waiting)
                n_columns = max([n_columns, *map(int, _ODS_CELLS.findall(block))])
    n_columns = max([n_columns, *map(_number_of, columns)])
    return n_rows * n_columns


def _number_of(column: bytes) -> int:
    """Number of a column that is called by letters."""
    number = 0
    for letter in column:
        number = 26 * number + letter - 64
    return number
