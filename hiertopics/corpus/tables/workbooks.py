"""Rows of workbooks: .xlsx, .xlsm, .xlsb, .xls and .ods."""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, BinaryIO, NamedTuple

from hiertopics.corpus.decode import LONGEST_DOCUMENT, is_text
from hiertopics.corpus.notes import Notes
from hiertopics.corpus.packed import Unpacked
from hiertopics.corpus.tables.delimited import csv_rows
from hiertopics.corpus.tables.header import Head, table_head
from hiertopics.corpus.tables.named_columns import option_of
from hiertopics.corpus.tables.workbook_size import check_size
from hiertopics.corpus.tables.written_tables import page_rows
from hiertopics.errors import CorpusError, NoSheetError
from hiertopics.printable import printable

_SAMPLE = 200
_SHOWN_NAMES = 20
_ROWS_ABOVE = 30
_BLOCK = 2**20
# Longer texts are cut when a cell is written.
_CELL_LIMIT = 32_767
# A cell of a merged range is filled with such a value, a label say, and not with a text.
_LONGEST_MERGED = 100


class _Sheet(NamedTuple):
    """A sheet by its name, the names of its columns, where its data begin, and its size."""

    name: str
    columns: list[str]
    first: int
    n_rows: int
    n_words: float  # of the column that has the most
    rows: Callable[[], Iterator[Sequence]]
    head: Head


def workbook_rows(
    file: BinaryIO, encoding: str | None, notes: Notes, sheets: Sequence[str] = ()
) -> Iterator[Mapping | None]:
    """Rows of the sheet of a workbook that reads like a table of texts, and of those like it.

    That is the sheet with the most words in one of its columns; others with the same columns are
    read with it, and every row says in a column "sheet" which it is of. Where names of `sheets` are
    given, it is these. Hidden sheets that are not named, rows that are empty and lines above the
    header are left out; of a formula the value is taken. A NoSheetError is raised where a sheet is
    not there, a CorpusError where sheets that are named have other columns.
    """
    name = printable(os.path.basename(file.name))
    head = file.read(_BLOCK)
    file.seek(0)
    if is_text(head):  # a .csv that was called .xls, or a page, as many programs write it
        if sheets:
            raise NoSheetError(f"{name} is a text without sheets; read it without naming one")
        is_page = head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
        yield from (page_rows if is_page else csv_rows)(file, encoding, notes)
        return
    found = list(_sheets(file, name, sheets))
    if not found:
        return
    if sheets:
        _check_alike(found, name)
        chosen = found
    else:
        chosen = _chosen(found, name, notes)
    chosen[0].head.note(name, notes)
    yield from _rows_of_sheets(chosen, name, notes)


def _chosen(sheets: Sequence[_Sheet], name: str, notes: Notes) -> list[_Sheet]:
    """The sheet with the most words and those with its columns, which is said."""
    best = max(sheets, key=lambda sheet: sheet.n_words)
    alike = [sheet for sheet in sheets if sheet.columns == best.columns]
    others = [sheet for sheet in sheets if sheet.columns != best.columns]
    if len(alike) > 1:
        notes.remark(
            f"{name}: all sheets with the same columns are read, {_listed(alike)}; --sheet "
            f"{option_of([best.name])} reads one of them"
        )
    if others:
        which = f"the sheet {best.name!r} is" if len(alike) == 1 else "these are"
        notes.remark(
            f"{name}: {which} read, and not {_listed(others)}; --sheet "
            f"{option_of([others[0].name])} reads {'that' if len(others) == 1 else 'another'} one"
        )
    return alike


def _check_alike(sheets: Sequence[_Sheet], name: str) -> None:
    """Raise a CorpusError of sheets that do not have most of their columns in common."""
    first = sheets[0]
    for sheet in sheets[1:]:
        same, all_names = {*first.columns} & {*sheet.columns}, {*first.columns} | {*sheet.columns}
        if 2 * len(same) <= len(all_names):
            raise CorpusError(
                f"the sheets {first.name!r} and {sheet.name!r} of {name} have other columns, "
                f"{', '.join(first.columns[:5])} and {', '.join(sheet.columns[:5])}; choose sheets "
                "of the same"
            )


def _wanted_names(workbook: Any, wanted: Sequence[str], name: str, kinds: Any) -> list[str]:
    """Names of the sheets that are asked for, in the order in which the workbook has them."""
    names = [about.name for about in workbook.sheets_metadata if about.typ == kinds.WorkSheet]
    chosen = {}
    for asked in wanted:
        alike = [own for own in names if own.strip().casefold() == asked.strip().casefold()]
        if not alike:
            shown = ", ".join(map(repr, names[:_SHOWN_NAMES]))
            shown += f" and {len(names) - _SHOWN_NAMES:,} more" if len(names) > _SHOWN_NAMES else ""
            raise NoSheetError(f"there is no sheet {asked!r} in {name}; it has {shown}")
        chosen[asked if asked in alike else alike[0]] = None
    return [own for own in names if own in chosen]


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


def _sheets(file: BinaryIO, name: str, wanted: Sequence[str]) -> Iterator[_Sheet]:
    """The sheets that are wanted, or the visible ones, if there is a row of data in them."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum
    except ImportError:
        raise CorpusError(
            f"{name} needs python-calamine; install it with pip install 'hiertopics[files]', or "
            "save the sheet as .csv"
        ) from None
    try:
        if isinstance(file, Unpacked):
            file = io.BytesIO(file.read(LONGEST_DOCUMENT))
        check_size(file, name)
        file.seek(0)
        workbook = CalamineWorkbook.from_filelike(file)
        visible = SheetTypeEnum.WorkSheet, SheetVisibleEnum.Visible
        names = (
            _wanted_names(workbook, wanted, name, SheetTypeEnum)
            if wanted
            else [
                each.name
                for each in workbook.sheets_metadata
                if (each.typ, each.visible) == visible
            ]
        )
        for own in names:
            sheet = _described(own, workbook.get_sheet_by_name(own))
            if sheet is not None:
                yield sheet
            elif wanted:
                raise CorpusError(f"the sheet {own!r} of {name} has no rows below names of columns")
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
