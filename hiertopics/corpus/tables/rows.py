"""Rows of a table as they are read: a sample to choose columns by, and no spelling of nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice

from hiertopics.corpus.tables.columns import Columns, is_undecided
from hiertopics.missing import (
    LONGEST,
    SPELLINGS,
    is_missing_cell,
    missing_spellings,
    unknown_labels,
)

SAMPLED_ROWS = 1000
"""Rows of a table by which its columns are chosen, if they show which column is the text."""

_MOST_SAMPLED = 50_000
_READ_CELLS = 200_000

Spellings = Mapping[str, Collection[str]]


def sample_of(rows: Iterator[Mapping | None]) -> list[Mapping | None]:
    """The first rows of a table: a thousand, and more where those leave open what its text is.

    A table that is sorted may begin with many rows without a text.
    """
    sample = list(islice(rows, SAMPLED_ROWS))
    while SAMPLED_ROWS <= len(sample) < _MOST_SAMPLED and is_undecided(
        [row for row in sample[-SAMPLED_ROWS:] if row]
    ):
        more = list(islice(rows, len(sample)))
        sample += more
        if not more:
            break
    return sample


def spellings_in(rows: Sequence[Mapping], columns: Columns) -> dict[str, Collection[str]]:
    """Which spellings mean nothing in each column, by some rows of the table."""
    most = min(SAMPLED_ROWS, max(10, _READ_CELLS // max(len(columns.metadata), 1)))
    rows = rows[:: -(-len(rows) // most)]
    spellings: dict[str, Collection[str]] = {
        name: missing_spellings([_first(row.get(name)) for row in rows])
        for name in columns.metadata
    }
    for name in columns.labels:
        spellings[name] = unknown_labels([_first(row.get(name)) for row in rows])
    return spellings


def spelled_missing(row: Mapping, spellings: Spellings) -> list[str]:
    """Columns in which a row has a spelling of nothing, by the spellings of each column."""
    return [
        name
        for name, value in row.items()
        if (
            len(value) <= LONGEST and is_missing_cell(value, spellings.get(name, SPELLINGS))
            if type(value) is str
            else value is not None
            and type(value) is not list
            and is_missing_cell(value, spellings.get(name, SPELLINGS))
        )
    ]


def missing_remarks(spelled: Counter[tuple[str, str]], n_rows: int) -> Iterator[str]:
    """Say what was taken for nothing in the columns of texts and labels, by column and spelling."""
    for (name, spelling), number in spelled.most_common(3):
        yield f"{spelling!r} in {number:,} of {n_rows:,} rows of {name!r} is taken for no value"


def _first(cell: object) -> object:
    """The first of a list of labels."""
    return next(iter(cell), None) if isinstance(cell, list | tuple) else cell
