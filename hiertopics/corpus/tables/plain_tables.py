"""Tables under a name that is one of plain texts, such as answers.txt."""

from __future__ import annotations

import re
from contextlib import suppress
from io import TextIOWrapper
from typing import BinaryIO, cast

from hiertopics.corpus.decode import (
    GZIP_ERRORS,
    SNIFFED_BYTES,
    marked_encoding,
    open_bytes,
    opened_text,
)
from hiertopics.corpus.tables.cell_counts import survey
from hiertopics.corpus.tables.header import header_of, is_known
from hiertopics.corpus.tables.quoting import Form

_NAME = re.compile(r"\.(txt|dat)(\.gz)?$", re.IGNORECASE)
# Prose has commas and semicolons in most lines, and hardly ever a tab.
_LEAST_ROWS = {"\t": 10, ";": 100, "|": 100, ",": 100}


def holds_table(path: str) -> bool:
    """Whether the file by this path is a table beyond doubt, though its name says plain text."""
    with suppress(OSError, *GZIP_ERRORS), open_bytes(path) as file:
        return is_table(file, file.read(SNIFFED_BYTES), None)
    return False


def is_table(file: BinaryIO, head: bytes, encoding: str | None, longest: int = 2**24) -> bool:
    """Whether an open file with these first bytes is a table beyond doubt; it is at its start then.

    It is, if its first line holds names of columns, some of them known, and each of a hundred lines
    or more, of ten where tabs separate them, has as many cells. No letter, poem, log or code does.
    """
    if not _NAME.search(file.name):
        return False
    first = head.decode(encoding or marked_encoding(head) or "utf-8", "replace")
    first = first.removeprefix("\ufeff").partition("\n")[0].rstrip("\r")
    marks = [mark for mark in _LEAST_ROWS if _is_header(first.split(mark))]
    if not marks:
        return False
    text = opened_text(file, encoding, newline="")
    is_regular = False
    for form in (Form(), Form(is_quoted=False)):
        text.seek(0)
        found = survey(text, form, longest)
        for mark in marks if form.is_quoted else [mark for mark in marks if mark == "\t"]:
            is_long = found.counts[mark].rows.total() > _LEAST_ROWS[mark]
            is_regular |= is_long and found.clean(mark) == (first.count(mark) + 1, 0)
        if is_regular or not found.has_quotes:
            break
    cast(TextIOWrapper, text).detach()
    file.seek(0)
    return is_regular


def _is_header(cells: list[str]) -> bool:
    cells = [cell.strip().strip('"') for cell in cells]
    are_names = len(cells) > 1 and all(cell and len(cell.split()) <= 4 for cell in cells)
    has_number = any(cell[:1].isdigit() for cell in cells)
    return are_names and not has_number and any(map(is_known, cells)) and header_of(cells)[1]
