"""Tables that are written out in a page of HTML, an old workbook of XML, or a document."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import BinaryIO

from hiertopics.corpus.decode import LONGEST_DOCUMENT, SNIFFED_BYTES, decode
from hiertopics.corpus.files.html import html_text
from hiertopics.corpus.files.page_records import find_records
from hiertopics.corpus.notes import Notes
from hiertopics.corpus.tables.bar_tables import decoded_head, is_bar_table
from hiertopics.corpus.tables.delimited import csv_rows
from hiertopics.corpus.tables.header import header_of, table_head
from hiertopics.printable import printable

Cells = list[list[str]]
# Where the cells of a row are in a source, and in which column where it is said, else -1.
Spans = list[tuple[int, int, int]]

_TAG = re.compile(
    r"<(/?)(?:[A-Za-z]{1,20}:)?(table|tr|td|th|row|cell)(?=[\s/>])([^<>]{0,2000})>", re.IGNORECASE
)
_INDEX = re.compile(r"\bIndex=[\"']?(\d{1,4})")
_HEADER = re.compile(r"<th[\s>]", re.IGNORECASE)
_FEWEST_ROWS = 4
_MOST_CELLS = 2_000  # of a row
_ALIKE = 0.9  # of the rows, for a table to be no layout of a page
_WITHIN = 0.75  # of the words of a page or document, for it to be nothing but its table
_OF_SENTENCES = 5  # words a cell, of the column that has the most


def page_rows(file: BinaryIO, encoding: str | None, notes: Notes) -> Iterator[Mapping | None]:
    """Rows of the largest table in a page of HTML, or in a workbook of Excel 2003 as XML."""
    cells = cells_of_page(_text_of(file, encoding))
    return rows_of_written(cells, printable(os.path.basename(file.name)), notes)


def find_in_page(file: BinaryIO, encoding: str | None) -> Callable | None:
    """The reader of rows of a page that is nothing but a table, or of documents; else None."""
    source = _text_of(file, encoding)
    if (found := find_records(source)) is not None:
        return found
    cells = cells_of_page(source)
    has_names = _HEADER.search(source) is not None
    text = html_text(source) if len(cells) >= _FEWEST_ROWS else ""
    is_whole = _is_whole(cells, text, has_names)
    return partial(_found_rows, cells, has_names) if is_whole else None


def find_in_markdown(file: BinaryIO, encoding: str | None) -> Callable | None:
    """The reader of rows of a file of Markdown that is nothing but a table; None for another."""
    head = file.read(SNIFFED_BYTES)
    file.seek(0)
    return csv_rows if is_bar_table(decoded_head(head, encoding)) else None


def find_in_document(file: BinaryIO, encoding: str | None) -> Callable | None:
    """The reader of rows of a .docx that is nothing but a table; None for another."""
    from hiertopics.corpus.files.bounds import PassedOver
    from hiertopics.corpus.files.office import largest_table, office_text

    data = file.read(LONGEST_DOCUMENT)
    file.seek(0)
    try:
        cells = largest_table(data)
        text = office_text(data)[0] if len(cells) >= _FEWEST_ROWS else ""
    except PassedOver:  # it is said when it is read as a text
        return None
    return partial(_found_rows, cells, False) if _is_whole(cells, text, False) else None


def rows_of_written(
    cells: Cells, name: str, notes: Notes, has_names: bool = False
) -> Iterator[Mapping | None]:
    """Rows of the cells of a table, the first of them the names of its columns."""
    width = max(map(len, cells), default=0)
    head = table_head(cells, width)
    names, first = head.names, head.n_before
    if has_names and not first:
        names, first = header_of(cells[0] + [""] * (width - len(cells[0])))[0], 1
    head.note(name, notes)
    for row in cells[first:]:
        if any(row):
            yield {key: cell or None for key, cell in zip(names, row, strict=False)}


def cells_of_page(source: str) -> Cells:
    """Cells of the table that has the most rows; of tables within it they are texts."""
    tables: list[list[Spans]] = []
    within: list[tuple[list[Spans], list[int]]] = []  # open tables, and where their cell begins
    for tag in _TAG.finditer(source):
        name, is_end = tag[2].lower(), bool(tag[1])
        if within and (name != "table" or is_end):
            rows, begun = within[-1]
            if begun and rows and len(rows[-1]) < _MOST_CELLS:
                rows[-1].append((begun[0], tag.start(), begun[1]))
            begun.clear()
        if name == "table":
            if is_end and within:
                within.pop()
            elif not is_end:
                within.append(([], []))
                tables.append(within[-1][0])
        elif within and not is_end:
            rows, begun = within[-1]
            if name in ("tr", "row"):
                rows.append([])
            elif not tag[3].endswith("/"):
                given = _INDEX.search(tag[3])
                begun += (tag.end(), int(given[1]) - 1 if given else -1)
            elif rows:
                rows[-1].append((0, 0, -1))
    for rows, begun in within:  # what never ends goes to the end
        if begun and rows:
            rows[-1].append((begun[0], len(source), begun[1]))
    largest = max(tables, key=len, default=[])
    return [row for row in (_cells_of(each, source) for each in largest) if any(row)]


def _cells_of(row: Spans, source: str) -> list[str]:
    cells: list[str] = []
    for start, end, column in row:
        cells += [""] * min(column - len(cells), _MOST_CELLS)
        cells.append(html_text(source[start:end]))
    return cells


def _text_of(file: BinaryIO, encoding: str | None) -> str:
    text = decode(file.read(LONGEST_DOCUMENT), encoding).text
    file.seek(0)
    return text


def _found_rows(
    cells: Cells, has_names: bool, file: BinaryIO, encoding: str | None, notes: Notes
) -> Iterator[Mapping | None]:
    name = printable(os.path.basename(file.name))
    notes.remark(
        f"{name} was read as a table, as hardly a word of it is outside of one; --split paragraphs "
        "reads it as a text"
    )
    return rows_of_written(cells, name, notes, has_names)


def _is_whole(cells: Sequence[Sequence[str]], text: str, has_names: bool) -> bool:
    """Whether a text is nothing but a table of these cells, with names, in which sentences are."""
    if len(cells) < _FEWEST_ROWS or len(cells[0]) < 2:
        return False
    width = len(cells[0])
    alike = [row for row in cells if len(row) == width]
    if len(alike) < _ALIKE * len(cells) or not (has_names or header_of(list(cells[0]))[1]):
        return False
    words = [sum(len(row[column].split()) for row in alike) for column in range(width)]
    n_words = len(text.split())
    return max(words) >= _OF_SENTENCES * len(alike) and sum(words) >= _WITHIN * n_words
