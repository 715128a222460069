"""Rows of cells at the beginning of a text that have no header, or one that quotes all names."""

from __future__ import annotations

import csv
import io

_LEAST_ALIKE = 0.9
_LEAST_NAMED_ROWS = 2
_LEAST_ROWS, _LEAST_CELLS = 10, 4  # without a header
_ANKI = "#separator:"
_OF_ANKI = {"comma": ",", "semicolon": ";", "space": " ", "pipe": "|", "colon": ":"}


def rows_at_the_top(head: str, is_whole: bool) -> tuple[int, int] | None:
    """How many rows at the beginning of a text are alike, of how many; None if it is no table.

    R writes a table as ``"name" "text"`` with blanks, or tabs, between and a number in front of
    each row that has no name; Anki writes cards with tabs and lines of ``#separator:tab`` above.
    Without a header it takes ten rows of four cells to be a table.
    """
    head = head.lstrip("\r\n")
    first, _, below = head.partition("\n")
    first = first.rstrip("\r")
    if first.startswith(_ANKI):
        while below.startswith("#"):
            below = below.partition("\n")[2]
        name = first.removeprefix(_ANKI).strip().lower()
        return _alike(below, _OF_ANKI.get(name, "\t"), 2, _LEAST_NAMED_ROWS, is_whole)
    for mark in " \t":
        names = first[1:-1].split(f'"{mark}"')
        is_quoted = first[:1] == first[-1:] == '"' and not any('"' in name for name in names)
        if is_quoted and len(names) > 1 and below.startswith('"'):
            n_most = len(names) + 1
            if found := _alike(below, mark, len(names), _LEAST_NAMED_ROWS, is_whole, n_most):
                return found
    return _alike(head, "\t", _LEAST_CELLS, _LEAST_ROWS, is_whole)


def _alike(
    text: str, mark: str, least: int, least_rows: int, is_whole: bool, n_most: int | None = None
) -> tuple[int, int] | None:
    """How many rows have as many cells as the first one; None where these are too few."""
    lines = io.StringIO(text, newline="")
    try:
        rows = [row for row in csv.reader(lines, delimiter=mark, escapechar="\\") if any(row)]
    except csv.Error:
        return None
    rows = rows if is_whole else rows[:-1]
    n_cells = len(rows[0]) if rows else 0
    n_alike = sum(len(row) == n_cells for row in rows)
    if n_cells < least or (n_most is not None and n_cells > n_most):
        return None
    are_enough = n_alike >= max(least_rows, _LEAST_ALIKE * len(rows))
    return (n_alike, len(rows)) if are_enough else None
