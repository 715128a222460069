"""Choose the columns of a table that hold labels, and find cells that hold several."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from hiertopics.corpus.notes import Notes
from hiertopics.corpus.tables.column_names import named_for
from hiertopics.corpus.tables.column_reading import (
    READ_ROWS,
    ColumnReading,
    read_column,
    values_in,
)
from hiertopics.corpus.tables.label_lists import first_label, n_with_several, separator_in
from hiertopics.corpus.tables.named_columns import option_of

_UNNAMED = re.compile(r"column \d{1,4}")
_MOST_CLASSES = 40
_OFTEN = 5  # times that a class comes on average


def label_columns(
    rows: Sequence[Mapping], free: Mapping[str, ColumnReading], notes: Notes
) -> tuple[tuple[str, ...], dict[str, str]]:
    """Choose columns of labels among the `free` ones, fine to broad, and find their separators.

    Those are of columns with several labels in a cell, "" where they are lists.
    """
    free = dict(free)
    named = {use: named_for(use, free) for use in ("fine", "broad")}
    lists = _lists_of_labels(rows, [name for own in named.values() for name in own])
    for name, (separator, cells) in lists.items():
        free[name] = read_column([first_label(cell, separator) for cell in cells])
    chosen: list[str] = []
    for own in named.values():
        own = [name for name in own if name not in chosen]
        fitting = [name for name in own if free[name].is_classes]
        chosen += sorted(fitting, key=lambda name: free[name].n_distinct < 2)[:1]
        if not fitting and own and free[own[0]].n_filled:
            notes.remark(
                f"{own[0]!r} has {free[own[0]].counted} and is taken for no label; "
                f"--label {option_of(own[:1])} takes it for one"
            )
    if not chosen and free and all(_UNNAMED.fullmatch(name) for row in rows[:9] for name in row):
        chosen = [name for name, reading in free.items() if _are_classes(reading)][:1]
        for name in chosen:
            notes.remark(
                f"{name!r} has {free[name].counted} and is taken for the label, as columns have no "
                "names; --label COLUMN takes another"
            )
    for name in (each for each in chosen if each in lists):
        separator, cells = lists[name]
        n_several, n_rows = n_with_several(cells, separator), free[name].n_rows
        taken_whole = f"; --label {option_of([name])} takes them as they are" if separator else ""
        notes.remark(
            f"{name!r} has several labels in {n_several:,} of {n_rows:,} rows, and the first is "
            f"taken{taken_whole}"
        )
    labels = tuple(sorted(chosen, key=lambda name: -free[name].n_distinct))
    return labels, {name: lists[name][0] for name in labels if name in lists}


def _are_classes(reading: ColumnReading) -> bool:
    """Whether a column without a name holds a few classes that come again and again."""
    is_few = 2 <= reading.n_distinct <= min(_MOST_CLASSES, reading.n_filled / _OFTEN)
    return is_few and reading.filled == 1 and reading.words <= 3


def _lists_of_labels(rows, names: Sequence[str]) -> dict[str, tuple[str, list]]:
    """Columns with several labels in a cell, by the sign between them, and their cells."""
    found = {}
    for name in names:
        cells = values_in([row.get(name) for row in rows[:READ_ROWS]])
        separator = separator_in(cells)
        if separator is not None:
            found[name] = separator, cells
    return found
