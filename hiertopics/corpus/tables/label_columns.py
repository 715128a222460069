"""Choose the columns of a table that hold labels, and find cells that hold several."""

from __future__ import annotations

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


def _lists_of_labels(rows, names: Sequence[str]) -> dict[str, tuple[str, list]]:
    """Columns with several labels in a cell, by the sign between them, and their cells."""
    found = {}
    for name in names:
        cells = values_in([row.get(name) for row in rows[:READ_ROWS]])
        separator = separator_in(cells)
        if separator is not None:
            found[name] = separator, cells
    return found
