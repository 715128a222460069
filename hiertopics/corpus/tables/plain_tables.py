"""Tables under a name that is one of plain texts, such as answers.txt."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from itertools import islice
from typing import BinaryIO, NamedTuple

from hiertopics.corpus.decode import (
    SNIFFED_BYTES,
    opened_text,
)
from hiertopics.corpus.notes import Notes
from hiertopics.corpus.packed import UnpackingError, open_bytes, without_packing
from hiertopics.corpus.tables.above_numbers import is_above_numbers
from hiertopics.corpus.tables.bar_tables import decoded_head, is_bar_table
from hiertopics.corpus.tables.dialect import recognised
from hiertopics.corpus.tables.fixed_width import common_starts
from hiertopics.corpus.tables.header import header_of, is_known
from hiertopics.corpus.tables.mending import Mender
from hiertopics.corpus.tables.quoted_rows import rows_at_the_top
from hiertopics.printable import printable

_NAME = re.compile(r"\.(txt|dat)$", re.IGNORECASE)
_SEP_LINE = re.compile(r'"?sep=(.)"?$', re.IGNORECASE)
_MARKS = "\t;|,"
_COMPARED_ROWS = 200
# Rows below the header from which on lines of two cells, and of more, are no chance.
_LEAST_PAIRS, _LEAST_ROWS = 10, 3
# Prose has a blank behind each comma and semicolon, and cells hardly ever begin with one. From so
# many rows on, rows that are all alike are a table whatever their cells begin with.
_MOST_BLANKS, _LEAST_SPACED_ROWS = 0.1, 100
_MOST_WORDS = 4
_LEAST_ALIKE = 0.9


class _Compared(NamedTuple):
    """The rows that a text has as a table: whether all are alike, and how many are, of how many."""

    is_regular: bool
    n_alike: int
    n_rows: int


def holds_table(path: str) -> bool:
    """Whether the file by this path is a table beyond doubt, though its name says plain text."""
    with suppress(OSError, UnpackingError), open_bytes(path) as file:
        return is_table(file, file.read(SNIFFED_BYTES), None)
    return False


def is_table(
    file: BinaryIO,
    head: bytes,
    encoding: str | None,
    notes: Notes | None = None,
    is_alone: bool = False,
    longest: int = 2**24,
) -> bool:
    """Whether an open file with these first bytes is a table beyond doubt; it is at its start then.

    It is, if its first line holds names of columns, some of them known or above numbers, and each
    line as many cells, which do not begin with blanks as the parts of a sentence do. No letter,
    poem, list, log or code does. Where only nearly all lines have as many, it is a doubt in the
    notes; so are rows of quoted cells or of tabs without a header, and columns of fixed width, in a
    text that `is_alone`.
    """
    if not _NAME.search(without_packing(file.name)):
        return False
    first = decoded_head(head, encoding)
    if is_bar_table(first):
        file.seek(0)
        return True
    lines = re.split("\r\n|\n|\r", first, maxsplit=2)
    names = lines[1 if _SEP_LINE.match(lines[0]) and len(lines) > 1 else 0]
    marks = [mark for mark in _MARKS if _may_be_header(names.split(mark))]
    found = None
    if marks:
        text = opened_text(file, encoding, newline="")
        found = _compared(text, marks, longest)
        text.detach()
        file.seek(0)
    if notes is not None and not (found and found.is_regular):
        name = printable(os.path.basename(file.name))
        counts = (found.n_alike, found.n_rows) if found else None
        if counts is None and is_alone:
            counts = rows_at_the_top(first, len(head) < SNIFFED_BYTES)
        if counts is not None:
            notes.doubt(
                f"{name} was read as a text, yet {counts[0]:,} of its first {counts[1]:,} lines "
                "have the cells of a table; to have it read as one, name it .csv"
            )
        elif is_alone and not marks and len(common_starts(re.split("[\r\n]+", first))) > 1:
            notes.doubt(
                f"{name} was read as a text, yet its lines look like the rows of a table of "
                "columns of fixed width; save it with tabs or commas"
            )
    return found is not None and found.is_regular


def said_of_table(path: str, notes: Notes) -> str:
    """Say that a file under the name of a text was read as a table, and give its name."""
    name = printable(os.path.basename(path))
    notes.remark(
        f"{name} was read as a table, as each of its lines has the cells of the first; "
        "--per-line reads it as a text"
    )
    return name


def _may_be_header(cells: list[str]) -> bool:
    cells = [cell.strip().strip('"') for cell in cells]
    are_names = len(cells) > 1 and all(cell and len(cell.split()) <= _MOST_WORDS for cell in cells)
    return are_names and not any(cell[:1].isdigit() for cell in cells) and header_of(cells)[1]


def _compared(text, marks: list[str], longest: int) -> _Compared | None:
    """How the rows of a text compare to the first; None if they are no table, or too few."""
    dialect = recognised(text, "\t" in marks, longest)
    if dialect.delimiter not in marks or dialect.first_row > 0:
        return None
    text.seek(0)
    lines = islice(dialect.signs.of(text), 10 * _COMPARED_ROWS)
    rows = list(
        islice(filter(None, Mender(dialect.prepared(lines), dialect, None)), _COMPARED_ROWS)
    )
    if not rows or len(rows[0]) != dialect.n_cells:
        return None
    names, later = rows[0], rows[1:]
    alike = [row for row in later if len(row) == dialect.n_cells]
    if len(alike) < (_LEAST_PAIRS if dialect.n_cells == 2 else _LEAST_ROWS):
        return None
    columns = zip(*alike, strict=True)
    if not (any(map(is_known, names)) or any(map(is_above_numbers, names, columns))):
        return None
    begun = [cell[:1] for row in (names, *alike) for cell in row[1:]]
    is_spaced = begun.count(" ") > _MOST_BLANKS * len(begun)
    if is_spaced and not (dialect.is_clean and len(alike) >= _LEAST_SPACED_ROWS):
        return None
    if not dialect.is_clean and len(alike) < _LEAST_ALIKE * len(later):
        return None
    return _Compared(dialect.is_clean, len(alike), len(later))
