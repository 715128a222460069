"""Signs that some tables use in the place of others: apostrophes, separators of several signs."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import NamedTuple, TextIO, cast

ONE_SIGN = "\x1d"
"""What comes in the place of a separator of several signs."""

_SWAPPED = str.maketrans("\"'", "'\"")
_LOOKED_AT = 2**17
_COMPARED_LINES = 50
_LONGEST_SEPARATOR = 5
# Signs between a word, or a quoted one, and the next.
_BETWEEN = re.compile(rf"(?<=[\w\"'])[^\w\"'\r\n]{{2,{_LONGEST_SEPARATOR}}}(?=[\w\"'])")
_SINGLE = ",;\t|^~"
_ENDS = (*"?!.:)]%…", "...", "?)", "!)", ".)")
_LEAST_AROUND, _LEAST_BETWEEN = 0.7, 0.8


class Signs(NamedTuple):
    """What quotes the cells of a table, and its separator if that has several signs.

    The separator `is_regular` where nearly all lines have it between double quotation marks, or its
    sign with the blanks on both sides alone. A text is read as if its quotation marks were double
    ones and its separator `ONE_SIGN`, and cells get back those of them that were theirs.
    """

    quote: str = '"'
    separator: str = ""
    is_regular: bool = False

    @property
    def are_usual(self) -> bool:
        """Whether nothing has to be exchanged."""
        return self.quote == '"' and not self.separator

    @property
    def are_plain_to_see(self) -> bool:
        """Whether most rows speak for them as soon as they are found, though fewer than for others.

        To read the cells with the usual signs would be to keep apostrophes around them, or to have
        every second column empty, or quotation marks around all.
        """
        is_long = len(self.separator.strip(" ")) > 1
        return self.quote == "'" or is_long or self.is_regular

    def of(self, text: TextIO) -> TextIO:
        """The text with the usual signs."""
        return text if self.are_usual else cast(TextIO, _WithUsualSigns(text, self))

    def usual(self, piece: str) -> str:
        """A piece of the text with the usual signs."""
        piece = piece.translate(_SWAPPED) if self.quote == "'" else piece
        return piece.replace(self.separator, ONE_SIGN) if self.separator else piece

    def own(self, cell: str) -> str:
        """A cell with the signs that the text has."""
        cell = cell.translate(_SWAPPED) if self.quote == "'" else cell
        return cell.replace(ONE_SIGN, self.separator) if self.separator else cell


class _WithUsualSigns(io.TextIOBase):
    """A text whose signs are exchanged as it is read."""

    def __init__(self, text: TextIO, signs: Signs):
        self._text = text
        self._signs = signs
        # What a block must not end with.
        self._begun = tuple(signs.separator[:n] for n in range(1, len(signs.separator)))

    def read(self, size: int | None = -1) -> str:
        block = self._text.read(-1 if size is None else size)
        while self._begun and block.endswith(self._begun) and (more := self._text.read(1)):
            block += more
            if block.endswith(self._signs.separator):
                break
        return self._signs.usual(block)

    def readline(self, size: int | None = -1) -> str:  # type: ignore[override]
        return self._signs.usual(self._text.readline(-1 if size is None else size))

    def __iter__(self) -> Iterator[str]:  # type: ignore[override]
        return map(self._signs.usual, self._text)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._text.seek(offset, whence)

    def reconfigure(self, **settings) -> None:
        cast(io.TextIOWrapper, self._text).reconfigure(**settings)


def unusual_signs(text: TextIO) -> list[Signs]:
    """Signs other than the usual that a text may have by its beginning, the likeliest first."""
    text.seek(0)
    head = text.read(_LOOKED_AT).removeprefix("\ufeff")
    lines = [line for line in re.split(r"[\r\n]+", head) if line.strip()][:_COMPARED_LINES]
    found = [""]
    for separator in dict.fromkeys(_BETWEEN.findall(lines[0])) if lines else ():
        n_lines = sum(separator in line for line in lines)
        is_mark = separator.rstrip(_SINGLE) in _ENDS  # of a name, such as "Why?,"
        is_mark = is_mark or _is_empty_cell(separator, lines)
        if separator.strip(" ") and not is_mark and n_lines > 1 and 10 * n_lines > len(lines):
            found.insert(0, separator)
    signs = [
        Signs("'", separator)
        for separator in found
        if any(_is_quoted_singly(head, mark) for mark in _separators_in(lines, separator))
    ]
    return [*signs, *(_doubly_quoted(lines, separator) for separator in found if separator)]


def _doubly_quoted(lines: list[str], separator: str) -> Signs:
    """Signs with a separator, and whether nearly all lines have it in the same way."""
    n_between = sum(f'"{separator}"' in line for line in lines)
    mark = separator.strip(" ")
    if separator == f" {mark} ":
        spaced = [line for line in lines if line.count(mark) == line.count(separator) > 0]
        n_between = max(n_between, len(spaced))
    return Signs('"', separator, n_between >= _LEAST_BETWEEN * len(lines))


def _is_empty_cell(separator: str, lines: list[str]) -> bool:
    """Whether a sign twice has nothing between two separators: it separates alone elsewhere."""
    mark = separator[0]
    if separator != 2 * mark or mark not in _SINGLE:
        return False
    alone = re.compile(f"(?<!{re.escape(mark)}){re.escape(mark)}(?!{re.escape(mark)})")
    return 2 * sum(alone.search(line) is not None for line in lines) > len(lines)


def _separators_in(lines: list[str], separator: str) -> list[str]:
    return [separator] if separator else [mark for mark in _SINGLE if mark in "".join(lines[:3])]


def _is_quoted_singly(head: str, mark: str) -> bool:
    """Whether apostrophes are around cells, nearly all, and not only as those of a quotation are.

    They are doubled or escaped inside of these cells, or keep separators and line ends in them, or
    are around the names of all columns.
    """
    if "'" not in head:
        return False
    first = re.split("[\r\n]", head, maxsplit=1)[0]
    if mark in first and all(name[:1] == name[-1:] == "'" for name in first.split(mark)):
        return True
    before, after = re.escape(mark[-1]), re.escape(mark[0])
    cell = rf"(?<![^{before}\r\n])'((?:[^'\\]|''|\\[\s\S])*)'(?=[{after}\r\n]|$)"
    cells = re.findall(cell, head)
    n_around = sum(2 + each.count("'") for each in cells)
    if n_around < _LEAST_AROUND * head.count("'"):
        return False
    return any(each for each in cells if mark in each or "'" in each or "\n" in each)
