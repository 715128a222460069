"""Rows of a table as they are read: a sample to choose columns by, and no spelling of nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import NamedTuple

from hiertopics.corpus.notes import Notes
from hiertopics.corpus.packed import UnpackingError
from hiertopics.corpus.tables.cells import cell_text
from hiertopics.corpus.tables.columns import Columns, is_undecided, title_remark
from hiertopics.corpus.tables.no_answers import no_answers, written
from hiertopics.missing import (
    SPELLINGS,
    TAKEN_AWAY,
    doubtful_classes,
    is_missing,
    is_missing_cell,
    missing_spellings,
    unknown_labels,
)

SAMPLED_ROWS = 1000
"""Rows of a table by which its columns are chosen, if they show which column is the text."""

_MOST_SAMPLED = 50_000
_READ_CELLS = 200_000

AUTO = "auto"
DAMAGE: Mapping = {}
"""In the place of the rows that cannot be reached."""


class Spellings(NamedTuple):
    """What means no value in the cells of a table, by column, in all other columns, and in any.

    No such text is longer than `longest`.
    """

    by_column: Mapping[str, Collection]
    others: Collection
    any: Collection
    longest: int


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


def spellings_in(
    rows: Sequence[Mapping], columns: Columns, missing: Sequence[str], notes: Notes
) -> Spellings:
    """Which spellings mean nothing in each column, by some rows of the table.

    Those are the ones that are given as `missing`, and where "auto" is among them those that are
    known to mean nothing in such a column.
    """
    given = written(value for value in missing if value != AUTO)
    if AUTO not in missing:
        return _spellings({}, given)
    most = min(SAMPLED_ROWS, max(10, _READ_CELLS // max(len(columns.metadata), 1)))
    rows = rows[:: max(1, -(-len(rows) // most))]
    found = {}
    for of, names in ((missing_spellings, columns.metadata), (no_answers, columns.text)):
        for name in names:
            found[name] = of([_first(row.get(name)) for row in rows])
    for name in columns.labels:
        found[name] = unknown_labels([_first(row.get(name)) for row in rows], name)
    for name in columns.labels:
        cells = (_first(row.get(name)) for row in rows)
        for kept in doubtful_classes(cells, found[name] | given):
            notes.remark(
                f"{kept!r} is a class in {name!r}; --missing auto,{kept} takes it for no value"
            )
    # Behind a title it is in nobody's way; alone it is a document that a remark is about.
    gone = TAKEN_AWAY if columns.title is not None else frozenset()
    texts = {name: found[name] | SPELLINGS | gone for name in columns.text}
    return _spellings({**found, **texts}, given)


def _spellings(by_column: Mapping[str, Collection], given: frozenset) -> Spellings:
    by_column = {name: frozenset(own) | given for name, own in by_column.items()}
    others = (SPELLINGS | given) if by_column else given
    listed = frozenset(chain(others, *by_column.values()))
    longest = max((len(each) for each in listed if isinstance(each, str)), default=0)
    return Spellings(by_column, others, listed, longest)


def spelled_missing(row: Mapping, spellings: Spellings) -> list[str]:
    """Columns in which a row has a spelling of nothing, by the spellings of each column."""
    by_column, others, listed, longest = spellings
    return [
        name
        for name, value in row.items()
        if (
            len(value) <= longest and value.strip() in listed
            if type(value) is str
            else value is not None and type(value) is not list
        )
        and is_missing_cell(value, by_column.get(name, others))
    ]


class RowCounts:
    """How many rows were read, and what was taken for nothing in them or is a title alone."""

    def __init__(self) -> None:
        self._n_rows = 0
        self._n_titles_alone = 0
        self._spelled: Counter[tuple[str, str]] = Counter()

    def add(self, row: Mapping, own: Mapping, missing: Sequence[str], columns: Columns) -> None:
        """Count a row as it was written, and as its own without the columns that are missing."""
        self._n_rows += 1
        if not missing and columns.title is None:
            return
        for name in {*missing} & {*columns.text, *columns.labels}:
            if not is_missing(row[name]):
                self._spelled[name, str(row[name]).strip()] += 1
        if columns.title is not None:
            filled = [name for name in columns.text if cell_text(own.get(name))]
            self._n_titles_alone += filled == [columns.title]

    def title_remarks(self, columns: Columns | None) -> list[str]:
        """Say what goes in front of the text, if anything does."""
        if columns is None or columns.title is None:
            return []
        texts = [name for name in columns.text if name != columns.title]
        return [title_remark(columns.title, texts, self._n_titles_alone, self._n_rows)]

    def missing_remarks(self) -> Iterator[str]:
        """Say what was taken for nothing in columns of texts and labels, by column and spelling."""
        by_column: dict[str, list[tuple[str, int]]] = {}
        for (name, spelling), number in self._spelled.most_common():
            by_column.setdefault(name, []).append((spelling, number))
        for name, own in list(by_column.items())[:3]:
            (first, number), *others = own
            more = "".join(f", {spelling!r} in {number:,}" for spelling, number in others[:3])
            if len(others) > 3:
                more += f", {len(others) - 3:,} others"
            taken = f"{', and'.join(more.rsplit(',', 1))}, are" if more else " is"
            yield (
                f"{first!r} in {number:,} of {self._n_rows:,} rows of {name!r}{taken} taken for no "
                "value; --missing none keeps what is written"
            )


def _first(cell: object) -> object:
    """The first of a list of labels."""
    return next(iter(cell), None) if isinstance(cell, list | tuple) else cell


def until_damage(rows: Iterable[Mapping | None]) -> Iterator[Mapping | None]:
    """Rows as far as their file can be read, and `DAMAGE` behind them where that ends early."""
    try:
        yield from rows
    except UnpackingError:
        yield DAMAGE
