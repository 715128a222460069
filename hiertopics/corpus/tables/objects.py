"""Rows of JSON: a list of objects or of texts, or an object or a text a line."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from typing import BinaryIO, TextIO

from hiertopics.corpus.decode import LONGEST_DOCUMENT, opened_table
from hiertopics.corpus.notes import Notes
from hiertopics.errors import CorpusError


def json_lines(file: BinaryIO, encoding: str | None, notes: Notes) -> Iterator[Mapping | None]:
    """Rows of JSON lines: an object, or a text, a line."""
    with opened_table(file, encoding) as text:
        yield from _rows_by_line(text)


def json_rows(file: BinaryIO, encoding: str | None, notes: Notes) -> Iterator[Mapping | None]:
    """Rows of a JSON list of objects or of texts, or in truth of JSON lines."""
    with opened_table(file, encoding) as text:
        head = text.read(4096).lstrip()
        if not head.startswith("["):
            text.seek(0)
            yield from _rows_by_line(text)
            return
        try:
            rows = json.loads(head + text.read(4 * LONGEST_DOCUMENT))
        except (ValueError, RecursionError) as error:
            raise CorpusError(
                f"{os.path.basename(file.name)} is no JSON list that can be read ({error}); "
                "a large one is better kept as JSON lines, an object a line"
            ) from None
    yield from map(_as_row, rows)


def _rows_by_line(text: TextIO) -> Iterator[Mapping | None]:
    # A line beyond the limit is read in pieces, none of which is JSON.
    for line in iter(lambda: text.readline(LONGEST_DOCUMENT), ""):
        if line.strip():
            try:
                yield _as_row(json.loads(line))
            except (ValueError, RecursionError):
                yield None


def _as_row(row: object) -> Mapping | None:
    if isinstance(row, str):
        return {"text": row}
    return row if isinstance(row, dict) else None
