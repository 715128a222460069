"""Names of columns by the first row of a table."""

from __future__ import annotations

from collections.abc import Sequence

from hiertopics.corpus.folder import distinct
from hiertopics.corpus.tables.column_names import ALL_NAMES, plain_name


def header_of(row: Sequence[str]) -> tuple[list[str], bool]:
    """Names of the columns by the first row of a table, and whether the row is what holds them.

    It is, if one of its names is known, or if all differ and none is long or a number. A column
    without a name is called by its number.
    """
    cells = [cell.strip() for cell in row]
    known = any(plain_name(cell) in ALL_NAMES for cell in cells)
    differ = len(set(cells)) == len(cells) > 1 and all(cells)
    plain = all(len(cell) <= 40 and not _is_number(cell) for cell in cells)
    if not known and not (differ and plain):
        return [f"column {number}" for number in range(1, len(row) + 1)], False
    names = [cell or f"column {number}" for number, cell in enumerate(cells, 1)]
    return list(distinct(names)), True


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
