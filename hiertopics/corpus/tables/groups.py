"""Headings of groups of columns, in rows above that with the names of the columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from hiertopics.corpus.tables.above_numbers import TYPED_ROWS, is_above_numbers
from hiertopics.corpus.tables.column_names import use_of
from hiertopics.corpus.tables.surveys import is_marked
from hiertopics.missing import is_missing_cell

_MOST_ROWS = 3
_LONGEST_NAME = 60
_MOST_WORDS = 5  # of a name that says what its column holds
_FEWEST_BELOW = 3  # rows
_SENTENCE = 6  # words
_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]+")
# What pandas and R call columns that have no name.
_UNNAMED = re.compile(r"(?:Unnamed: \d+(?:_level_\d+)?|X\.\d+|\.\.\.\d+|V\d+)?$")


def group_headings(rows: Sequence[Sequence[str]], n_cells: int) -> int:
    """How many of the first rows are headings of groups of columns, above the names of these.

    A heading is above several columns: the cells beside it are empty, or have it again. The row of
    the names is the first that fills all cells, if the rows below are of another kind: numbers and
    dates where it has words, answers where it has questions. Else it is by its words, if it says
    more of what the columns hold than the headings do; where these say nothing, if the rows below
    have sentences where it has names.
    """
    for n_headings in range(1, min(_MOST_ROWS, len(rows) - 1) + 1):
        above = [cell.strip() for cell in rows[n_headings - 1]]
        if len(above) != n_cells or not _are_headings(above):
            return 0
        names = [cell.strip() for cell in rows[n_headings]]
        below = [row for row in rows[n_headings + 1 :] if len(row) == n_cells]
        if len(names) == n_cells and _name_all(names, above, below):
            return n_headings
    return 0


def without_unnamed(names: Sequence[str]) -> list[str]:
    """Names of columns, and nothing for those that a program made up."""
    return ["" if _UNNAMED.match(name) else re.sub(r"\.\d+$", "", name) for name in names]


def _are_headings(cells: Sequence[str]) -> bool:
    """Whether cells are of headings: fewer than there are columns, those of a group together."""
    filled = [cell for cell in cells if cell]
    runs = [cell for cell, before in zip(filled, ["", *filled], strict=False) if cell != before]
    return (
        0 < len(set(runs)) == len(runs) < len(cells) > 2
        and all(len(cell) <= _LONGEST_NAME for cell in runs)
        and not any(cell[:1].isdigit() for cell in runs)
    )


def _name_all(names: Sequence[str], above: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether cells name all columns, each otherwise, and are no row of data."""
    if not all(names) or len(below) < _FEWEST_BELOW:
        return False
    columns = [[row[i].strip() for row in below if row[i].strip()] for i in range(len(names))]
    if any(map(_is_value, names, columns)):
        return False
    if _are_of_another_kind(names, above, columns):
        return True
    if len(set(names)) < len(names):
        return False
    n_known = sum(map(_says, set(above)))
    if n_known:
        return sum(map(_says, names)) > n_known
    if any(map(_says, names)):
        return True
    sentences = [min((len(cell.split()) for cell in column), default=0) for column in columns]
    pairs = [(name, n) for name, n in zip(names, sentences, strict=True) if n >= _SENTENCE]
    return bool(pairs) and all(2 * len(name.split()) < n for name, n in pairs)


def _are_of_another_kind(
    names: Sequence[str], above: Sequence[str], columns: Sequence[Sequence[str]]
) -> bool:
    """Whether two names or more are nothing like what is below them, whatever their words say.

    They are words above numbers and dates, or questions above what is none. A name may come again
    below another heading, and a heading is above two columns or more on average.
    """
    if 2 * len(set(above) - {""}) > len(names):
        return False
    places = accumulate((i if cell else 0 for i, cell in enumerate(above)), max)
    if len({(above[i], name) for i, name in zip(places, names, strict=True)}) < len(names):
        return False
    if any(is_missing_cell(name) for name in names):
        return False  # a row of data
    filled = [[cell for cell in column if not is_missing_cell(cell)] for column in columns]
    n_typed = sum(map(is_above_numbers, names, filled))
    n_asked = sum(
        is_marked(name) and len(column) >= TYPED_ROWS and not any(map(is_marked, column))
        for name, column in zip(names, filled, strict=True)
    )
    return n_typed + n_asked > 1


def _is_value(name: str, column: Sequence[str]) -> bool:
    """Whether a cell is like those below it: there again, or of the same form with a number."""
    if name in column or name[:1].isdigit():
        return True
    if len(name) > 3 * _LONGEST_NAME and not is_marked(name):
        return True
    return any(sign.isdigit() for sign in name) and _form(name) in map(_form, column)


def _form(cell: str) -> str:
    return _LETTERS.sub("a", _DIGITS.sub("1", cell))


def _says(name: str) -> bool:
    """Whether a name says what its column holds."""
    return 0 < len(name.split()) <= _MOST_WORDS and use_of(name)[0] is not None
