"""Lines of printed pages, and their order where a file has two columns line by line."""

from __future__ import annotations

import ctypes
import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
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
_NEAR = 3  # lines of the left column among which the next one is


class Line(NamedTuple):
    """A line of a page and where it begins.

    This is in points from the left and from the bottom, and in the text of the page.
    """

    text: str
    x: float
    y: float
    start: int


Places = Callable[[int], tuple[float, float]]
"""Where a character is printed, in points from the left and from the bottom of its page."""


def places_on(page) -> Places:
    """Where the characters of a page are, by their positions in its text."""
    from pypdfium2 import raw

    # Most of the time goes into these calls, so that nothing is looked up or made for one of them.
    index_of, origin_of = raw.FPDFText_GetCharIndexFromTextIndex, raw.FPDFText_GetCharOrigin
    handle, x, y = page.raw, ctypes.c_double(), ctypes.c_double()
    into = ctypes.byref(x), ctypes.byref(y)

    def place(position: int) -> tuple[float, float]:
        origin_of(handle, index_of(handle, position), *into)
        return x.value, y.value

    return place


class _Piece(NamedTuple):
    """A part of a line that is written at once: its sides, in points."""

    left: float
    bottom: float
    right: float
    top: float


def by_columns(page, lines: Sequence[Line], place: Places) -> list[Line]:
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
    lefts = [text.rstrip() for text in page.get_text_bounded(right=gutter).split("\r\n")]
    found: list[Line] = []
    columns: tuple[list[Line], list[Line]] = ([], [])
    for line in lines:
        # Most lines begin with the next one of the left column, and need no search.
        near = lefts[:_NEAR]
        nth = next((nth for nth, text in enumerate(near) if line.text.startswith(text)), None)
        known = "" if nth is None else lefts[nth]
        lefts = lefts if nth is None else lefts[nth + 1 :]
        if any(piece.bottom - 1 < line.y < piece.top for piece in across):
            found += [*columns[0], *columns[1], line]
            columns = ([], [])
            continue
        for column, part in zip(columns, _divided(line, gutter, len(known), place), strict=True):
            column.extend([part] if part.text else [])
    return [*found, *columns[0], *columns[1]]


def _divided(line: Line, gutter: float, n_left: int, place: Places) -> tuple[Line, Line]:
    """What is left and what is right of the white between two columns, without text if nothing is.

    As many characters as are given are left of it, or else, and where that is wrong, it is sought.
    """
    right = line if line.x >= gutter else _rest(line, n_left, place)
    if line.x < gutter and (not n_left or right.x < gutter):
        characters = range(len(line.text))
        cut = bisect_left(characters, gutter, key=lambda nth: place(line.start + nth)[0])
        right = _rest(line, cut, place)
    return line._replace(text=line.text[: right.start - line.start].strip()), right


def _rest(line: Line, cut: int, place: Places) -> Line:
    """A line from so many characters on."""
    text = line.text[cut:].strip()
    start = line.start + len(line.text) - len(line.text[cut:].lstrip())
    return Line(text, *(place(start) if text else (math.inf, line.y)), start)


def _pieces(page) -> list[_Piece]:
    """Pieces of lines, those joined that follow one another without a gap."""
    from pypdfium2 import raw

    pieces: list[_Piece] = []
    handle, rect_of = page.raw, raw.FPDFText_GetRect
    sides = [ctypes.c_double() for _ in range(4)]
    into = [ctypes.byref(side) for side in sides]
    for number in range(page.count_rects()):
        rect_of(handle, number, *into)
        left, top, right, bottom = [side.value for side in sides]
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
