"""Lines of printed pages, and their order where a file has two columns line by line."""

from __future__ import annotations

import ctypes
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cache
from operator import ne
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


Places = Callable[[int], tuple[float, float]]
"""Where a character is printed, in points from the left and from the bottom of its page."""


@cache
def _unchecked(name: str) -> Callable:
    """A function of the library that does not check the types of its arguments.

    For one that looks up a number, that takes four times as long as the function itself.
    """
    from pypdfium2 import raw

    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p)
    return ctypes.CFUNCTYPE(ctypes.c_int)(address.value or 0)


def text_of(page, size: int) -> str:
    """The text of a page of so many characters."""
    letters = bytearray(2 * size + 2)
    into = ctypes.byref(ctypes.c_char.from_buffer(letters))
    n_letters = _unchecked("FPDFText_GetText")(page, 0, size, into) - 1  # a null is at its end
    return letters[: 2 * n_letters].decode("utf-16-le", errors="ignore")


@cache
def _room(number: int) -> tuple[list, memoryview[float]]:
    """References to numbers that the library writes, by one thread, and these numbers."""
    numbers = (ctypes.c_double * number)()
    size = ctypes.sizeof(ctypes.c_double)
    references = [ctypes.byref(numbers, size * nth) for nth in range(number)]
    return references, memoryview(numbers).cast("B").cast("d")


def places_on(page, are_same: bool) -> Places:
    """Where the characters of a page are, by their positions in its text.

    The positions in the text `are_same` as those on the page unless it has other characters.
    """
    origin_of = _unchecked("FPDFText_GetCharOrigin")
    index_of = _unchecked("FPDFText_GetCharIndexFromTextIndex")
    (into_x, into_y), values = _room(2)

    def place(position: int) -> tuple[float, float]:
        origin_of(page, position if are_same else index_of(page, position), into_x, into_y)
        x, y = values
        return x, y

    return place


_Piece = tuple[float, float, float, float]
"""A part of a line that is written at once: left, bottom, right and top, in points."""


def by_columns(page, lines: Sequence[Line], place: Places) -> list[Line]:
    """Lines of a page, a column after the other where they came to and fro between two.

    Most files write one column, then the next, and stay as they are; so do tables. What reaches
    over both columns is between what is above and below it.
    """
    if len(lines) < _FEWEST:
        return list(lines)
    n_rects = _unchecked("FPDFText_CountRects")(page, 0, -1)
    if n_rects < _PIECES_A_LINE * len(lines):
        return list(lines)
    pieces = _pieces(page, n_rects)
    gutter = _gutter(pieces)
    if gutter is None:
        return list(lines)
    across = [(low - 1, high) for left, low, right, high in pieces if left < gutter < right]
    found: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    cut = 0
    for line in lines:
        text, x, y, start = line
        if across and any(low < y < high for low, high in across):
            found += [*left, *right, line]
            left, right = [], []
        elif x >= gutter:
            right.append(line)
        else:
            cut = _cut(line, gutter, place, cut)
            if own := text[:cut].rstrip():
                left.append(Line(own, x, y, start))
            if other := text[cut:].lstrip():
                at = start + len(text) - len(other)
                right.append(Line(other, *place(at), at))
    return [*found, *left, *right]


def _cut(line: Line, gutter: float, place: Places, guess: int) -> int:
    """How many characters of a line are left of the white between two columns.

    As columns are filled, it is about as many as in the line before.
    """
    text, _, _, start = line
    cut = text.rfind(" ", 0, guess) + 1
    if cut and place(start + cut)[0] >= gutter:
        while (before := text.rfind(" ", 0, cut - 1) + 1) and place(start + before)[0] >= gutter:
            cut = before
    else:
        while (cut := text.find(" ", cut) + 1) and place(start + cut)[0] < gutter:
            pass
        cut = cut or len(text)
    end = len(text[:cut].rstrip())
    if place(start + end - 1)[0] < gutter:
        return cut
    # No blank is between the columns.
    return bisect_left(range(end), gutter, key=lambda nth: place(start + nth)[0])


def _pieces(page, number: int) -> list[_Piece]:
    """Pieces of lines, those joined that follow one another without a gap."""
    pieces: list[_Piece] = []
    rect_of = _unchecked("FPDFText_GetRect")
    into, sides = _room(4)
    before, below, end, above = 0.0, 0.0, 0.0, 0.0
    for nth in range(number):
        rect_of(page, nth, *into)
        left, top, right, bottom = sides
        if below < (bottom + top) / 2 < above and -1 < left - end < top - bottom:
            below, end, above = min(bottom, below), max(right, end), max(top, above)
            pieces[-1] = before, below, end, above
        else:
            before, below, end, above = left, bottom, right, top
            pieces.append((before, below, end, above))
    return pieces


def _gutter(pieces: Sequence[_Piece]) -> float | None:
    """Where the white between two columns is that are written line by line; None without it."""
    first, last = min(piece[0] for piece in pieces), max(piece[2] for piece in pieces)
    width = max(last - first, 1)
    middle = [left - 1 for left, _, _, _ in pieces if 0.3 < (left - first) / width < 0.7]
    if not middle:
        return None
    gutter = median(middle)
    aside = [(left, right) for left, _, right, _ in pieces if not left < gutter < right]
    columns = (
        [right - left for left, right in aside if left <= gutter],
        [right - left for left, right in aside if left > gutter],
    )
    if len(aside) < (1 - _MOST_ACROSS) * len(pieces) or min(map(len, columns)) < _FEWEST:
        return None
    sides = [left > gutter for left, _ in aside]
    n_changes = sum(map(ne, sides, sides[1:]))
    is_filled = all(
        median(widths) > _FILLED * room
        for widths, room in zip(columns, (gutter - first, last - gutter), strict=True)
    )
    return gutter if n_changes > len(sides) / 2 and is_filled else None
