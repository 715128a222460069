"""Columns that were made of a list of objects within each record, such as its comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def of_lists(rows: Sequence[Mapping], names: Sequence[str]) -> set[str]:
    """Those of the columns whose values are of the comments or links of a row and not its own.

    Their names are dotted, and they and all others of the same object have lists of values; an
    object of the row itself may have one such column among others.
    """
    found = set()
    for above in {name.rpartition(".")[0] for name in map(str, names)} - {""}:
        beside = {name for row in rows for name in row if str(name).startswith(f"{above}.")}
        cells = (row.get(name) for row in rows for name in beside)
        if all(cell is None or isinstance(cell, list) for cell in cells):
            found.add(above)
    return {name for name in names if str(name).rpartition(".")[0] in found}
