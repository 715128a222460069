"""Recognise columns of fixed width, which blanks set apart and no separator."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from hiertopics.corpus.notes import Notes
from hiertopics.corpus.tables.header import is_known

_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
_LEAST_LINES, _COMPARED_LINES, _LONGEST_LINE = 8, 60, 10_000
_MOST_LINES = 0.8


def doubt_fixed_width(rows: Sequence[Sequence[str]], name: str, notes: Notes) -> None:
    """Say of a table by its first rows where it looks like columns of fixed width."""
    rows = [row for row in rows if row][:_COMPARED_LINES]
    are_whole = all(len(row) == 1 for row in rows)
    lines = [row[0] for row in rows]
    if are_whole and _has_wide_names(lines):
        are_fixed = True
    elif rows and any(map(is_known, rows[0])):
        are_fixed = False  # a table whose cells are filled up
    else:
        # Separators that texts hold leave the columns in front of them in one cell.
        are_fixed = len(common_starts(lines)) >= (1 if are_whole else 2)
    if are_fixed:
        notes.doubt(
            f"{name} looks like a table of columns of fixed width, which are not taken apart: each "
            "line was read as one cell; save it with tabs or commas"
        )


def common_starts(lines: Sequence[str]) -> list[int]:
    """Places at which a word begins behind several blanks in nearly all lines, none if few."""
    lines = [line[:_LONGEST_LINE] for line in lines if line.strip()]
    if len(lines) < _LEAST_LINES:
        return []
    starts = Counter(gap.end() for line in lines for gap in _GAP.finditer(line))
    return sorted(place for place, n in starts.items() if n >= _MOST_LINES * len(lines))


def _has_wide_names(lines: Sequence[str]) -> bool:
    """Whether there are blanks between names of columns, and between what is below."""
    names = lines[0].strip().split("  ") if lines else []
    n_spaced = sum("  " in line.strip() for line in lines)
    return len(names) > 1 and 2 * n_spaced > len(lines) and any(map(is_known, names))
