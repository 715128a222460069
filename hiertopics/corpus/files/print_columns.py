"""Lines of printed pages, and their order where a file has two columns line by line."""

from __future__ import annotations

import ctypes
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

# Files that write a page column by column have one piece of text a line, or little more.
_PIECES_A_LINE = 1.6
_FEWEST = 8
# Of the pieces of a page, so many may reach over both columns, as headings do.
_MOST_ACROSS = 0.25
# Lines of prose fill their column, cells of a table hardly do.
_FILLED = 0.6


class Line(NamedTuple):
    """A line of a page and where it begins.

    This is in points from the left and from the bottom, and in the text of the page.
    """

    text: str
    x: float
    y: float
    start: int


def line_at(page, start: int, text: str) -> Line:
    """A line by where its text begins in the text of a page."""
    from pypdfium2 import raw

    x, y = ctypes.c_double(), ctypes.c_double()
    index = raw.FPDFText_GetCharIndexFromTextIndex(page, start)
    raw.FPDFText_GetCharOrigin(page, index, x, y)
    return Line(text, x.value, y.value, start)


class _Piece(NamedTuple):
    """A part of a line that is written at once: its sides, in points."""

    left: float
    bottom: float
    right: float
    top: float


def by_columns(page, lines: Sequence[Line]) -> list[Line]:
    """Lines of a page, a column after the other where they came to and fro between two.

    Most files write one column, then the next, and stay as they are; so do tables. What reaches
    over both columns is between what is above and below it.
    """
    if len(lines) < _FEWEST or page.count_rects() < _PIECES_A_LINE * len(lines):
        return list(lines)
    pieces = _pieces(page)
    gutter = _gutter(pieces)
    if gutter is None:
        return list(lines)
    across = [piece for piece in pieces if piece.left < gutter < piece.right]
    found: list[Line] = []
    columns: tuple[list[Line], list[Line]] = ([], [])
    for line in lines:
        if any(piece.bottom - 1 < line.y < piece.top for piece in across):
            found += [*columns[0], *columns[1], line]
            columns = ([], [])
            continue
        first = line.start
        end = first + len(line.text)
        cut = bisect_left(range(first, end), gutter, key=lambda index: line_at(page, index, "").x)
        for column, start, text in ((0, first, line.text[:cut]), (1, first + cut, line.text[cut:])):
            if text.strip():
                columns[column].append(line_at(page, start, text.strip()))
    return [*found, *columns[0], *columns[1]]


def _pieces(page) -> list[_Piece]:
    """Pieces of lines, those joined that follow one another without a gap."""
    from pypdfium2 import raw

    pieces: list[_Piece] = []
    sides = [ctypes.c_double() for _ in range(4)]
    for number in range(page.count_rects()):
        raw.FPDFText_GetRect(page, number, *sides)
        left, top, right, bottom = (side.value for side in sides)
        last = pieces[-1] if pieces else None
        middle = (bottom + top) / 2
        if last and last.bottom < middle < last.top and -1 < left - last.right < top - bottom:
            low, high = min(bottom, last.bottom), max(top, last.top)
            pieces[-1] = _Piece(last.left, low, max(right, last.right), high)
        else:
            pieces.append(_Piece(left, bottom, right, top))
    return pieces


def _gutter(pieces: Sequence[_Piece]) -> float | None:
    """Where the white between two columns is that are written line by line; None without it."""
    left, right = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    width = right - left
    middle = [piece.left - 1 for piece in pieces if 0.3 < (piece.left - left) / max(width, 1) < 0.7]
    if not middle:
        return None
    gutter = median(middle)
    aside = [piece for piece in pieces if not piece.left < gutter < piece.right]
    sides = [piece.left > gutter for piece in aside]
    columns = [
        [p for p, side in zip(aside, sides, strict=True) if side is s] for s in (False, True)
    ]
    if len(aside) < (1 - _MOST_ACROSS) * len(pieces) or min(map(len, columns)) < _FEWEST:
        return None
    n_changes = sum(one is not two for one, two in pairwise(sides))
    is_filled = all(
        median(piece.right - piece.left for piece in column) > _FILLED * room
        for column, room in zip(columns, (gutter - left, right - gutter), strict=True)
    )
    return gutter if n_changes > len(sides) / 2 and is_filled else None
