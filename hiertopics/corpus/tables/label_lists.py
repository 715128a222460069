"""Several labels in one cell: how they are separated, and which of them is the label."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_FEWEST = 2  # cells with several
_SHARE_BY_COMMA = 0.1  # of the cells, as a comma is in names, too
# As arXiv writes its categories: "math.CO cs.CG", "hep-th".
_CODE = re.compile(r"[a-z]{2,9}(?:-[a-z]{2,9})?(?:\.[A-Za-z]{2}|\.[a-z-]{3,12})?")


def separator_in(cells: Sequence[object]) -> str | None:
    """The sign between the labels in cells of one column, "" where they are lists.

    None where each cell has one. What is between such signs has to come again in other cells,
    beside other labels or alone.
    """
    if sum(isinstance(cell, list | tuple) and len(cell) > 1 for cell in cells) >= _FEWEST:
        return ""
    values = Counter(cell.strip() for cell in cells if isinstance(cell, str))
    return next((sign for sign in (";", "|", ",", " ") if _separates(sign, values)), None)


def first_label(cell: object, separator: str | None) -> object:
    """The first of the labels in a cell, which is the main one by custom."""
    if separator is None:
        return cell
    if isinstance(cell, list | tuple):
        return next(iter(cell), None)
    if not separator or not isinstance(cell, str):
        return cell
    return next((part.strip() for part in cell.split(separator) if part.strip()), None)


def n_with_several(cells: Sequence[object], separator: str) -> int:
    """How many cells have more than one label."""
    return sum(
        len(cell) > 1
        if isinstance(cell, list | tuple)
        else bool(separator) and isinstance(cell, str) and len(_parts(cell, separator)) > 1
        for cell in cells
    )


def _parts(cell: str, separator: str) -> list[str]:
    return [part for part in map(str.strip, cell.split(separator)) if part]


def _separates(separator: str, values: Counter[str]) -> bool:
    parts = {value: _parts(value, separator) for value in values}
    n_several = sum(values[value] for value, own in parts.items() if len(own) > 1)
    if n_several < _FEWEST:
        return False
    if separator == " ":
        tokens = [token for own in parts.values() for token in own]
        n_dotted = sum("." in token for token in tokens)
        return all(map(_CODE.fullmatch, tokens)) and 4 * n_dotted >= len(tokens)
    times = Counter(part for own in parts.values() for part in set(own))
    n_shared = sum(times[part] > 1 for part in times)
    if separator == ",":
        is_often = n_several >= _SHARE_BY_COMMA * values.total()
        return is_often and len(times) < len(values) and 2 * n_shared >= len(times)
    return n_shared > 0
