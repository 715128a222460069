"""Names within objects of JSON that are data, as the words of a text are, and not columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hiertopics.missing import is_missing

_MOST_COLUMNS = 100  # within one object
_FILLED = 0.5  # of the rows, by the columns of an object
_DEEPEST = 8


def wide_objects(rows: Sequence[Mapping], names: Sequence[str]) -> dict[str, list[str]]:
    """Columns with a dotted name, by the object they are within, where that has data for names.

    Such an object has more than a hundred different names, most of which most rows lack.
    """
    within: dict[str, list[str]] = {}
    for name in names if len(names) > _MOST_COLUMNS else ():
        above = ""
        for part in name.split(".", _DEEPEST)[:-1]:
            above = f"{above}.{part}" if above else part
            within.setdefault(above, []).append(name)
    wide: dict[str, list[str]] = {}
    for above, own in within.items():  # the outermost comes first
        is_known = any(above.startswith(f"{outer}.") for outer in wide)
        if len(own) > _MOST_COLUMNS and not is_known and _are_sparse(rows, own):
            wide[above] = own
    return wide


def _are_sparse(rows: Sequence[Mapping], names: Sequence[str]) -> bool:
    n_filled = sum(not is_missing(row.get(name)) for row in rows for name in names)
    return n_filled < _FILLED * len(rows) * len(names)
