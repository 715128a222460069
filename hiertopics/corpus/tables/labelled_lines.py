"""Lines of a label and a text, without names of columns, as data for classifiers are written."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from hiertopics.corpus.notes import Notes
from hiertopics.corpus.tables.bar_tables import decoded_head
from hiertopics.printable import printable

_FAST = re.compile(r"((?:__label__\S{1,100}[ \t]{1,4}){1,50})(.*)")
_PREFIX = "__label__"
_FEWEST = 10  # lines
_OFTEN = 4  # times that a label comes on average
_MOST_LABELS = 40
_LONGEST_LABEL = 40
_OF_TEXT = 3  # words a line
_LONGEST_START = 200  # bytes up to the first tab

Row = dict[str, object]


def form_of_lines(data: bytes, encoding: str | None) -> int:
    """Form of the lines that a file begins with, for `labelled_rows`; 0 where they are no such.

    1 is ``__label__sea text``, 2 a label, a tab and a text, 3 an id, a label and a text. The last
    line may be a part of one.
    """
    if not data.startswith(_PREFIX.encode()) and b"\t" not in data[:_LONGEST_START]:
        return 0
    head = decoded_head(data, encoding)
    lines = [line for line in head.split("\n")[:-1] if line.strip()]
    if len(lines) < _FEWEST:
        return 0
    if all(_FAST.match(line) for line in lines):
        return 1
    cells = [line.rstrip("\r").split("\t") for line in lines]
    width = len(cells[0])
    if width not in (2, 3) or any(len(row) != width for row in cells):
        return 0
    labels = Counter(row[-2] for row in cells)
    are_words = all(re.search(r"[^\W\d_]", label) for label in labels)
    are_few = 2 <= len(labels) <= _MOST_LABELS and _OFTEN * len(labels) <= len(cells)
    are_short = max(map(len, labels)) <= _LONGEST_LABEL and "" not in labels
    n_words = sum(len(row[-1].split()) for row in cells)
    has_ids = width == 2 or len({row[0] for row in cells}) == len(cells)
    is_sure = are_words and are_few and are_short and has_ids and n_words >= _OF_TEXT * len(cells)
    return width if is_sure else 0


def said_of_lines(path: str, notes: Notes) -> str:
    """Say how the lines of a file are read; its name is returned."""
    name = printable(os.path.basename(path))
    notes.remark(
        f"each line of {name} was read as a label and a text; --per-line reads them as they are"
    )
    return name


def labelled_rows(lines: Iterable[str], form: int) -> Iterator[Row | None]:
    """Rows of lines of a form; None for a line of another."""
    for line in lines:
        if not line.strip():
            continue
        if form == 1:
            match = _FAST.match(line)
            labels = match[1].replace(_PREFIX, "").split() if match else []
            yield {"label": labels[0], "all": labels, "text": match[2]} if match else None
            continue
        cells = line.split("\t", form - 1)
        if len(cells) < form:
            yield None
        else:
            yield dict(zip(("id", "label", "text")[-form:], cells, strict=True))
