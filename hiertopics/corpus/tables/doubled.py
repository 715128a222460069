"""Columns that hold the text of another one again, as HTML beside plain text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from hiertopics.corpus.tables.cells import cell_text

_READ_ROWS = 200
_LONGEST_READ = 2000
_MOST_ROWS = 0.8  # of those in which both have a text
_FEWEST_ROWS = 2
_TAG = re.compile("<[^<>]{1,200}>")
_WORD = re.compile(r"\w+")


def doubles(rows: Sequence[Mapping], first: str, second: str) -> str | None:
    """Which of two columns has all that the other one has, in most rows: None if neither has.

    Where both have the same, that is the first.
    """
    pairs = []
    for row in rows[:: max(1, len(rows) // _READ_ROWS)]:
        one, other = _plain(row.get(first)), _plain(row.get(second))
        if one and other:
            pairs.append((one, other))
    if len(pairs) < _FEWEST_ROWS:
        return None
    for name, larger in ((first, 0), (second, 1)):
        if sum(pair[1 - larger] in pair[larger] for pair in pairs) >= _MOST_ROWS * len(pairs):
            return name
    return None


def _plain(cell: object) -> str:
    """The words of a cell, the beginning of a long one, without markup."""
    text = cell_text(cell)[:_LONGEST_READ]
    return " ".join(_WORD.findall(_TAG.sub(" ", text).casefold()))
