"""How the cells of a delimited file are separated and quoted, and what backslashes mean in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple

from hiertopics.corpus.tables.signs import ONE_SIGN, Signs

# Those that prose is least likely to hold come first; blanks separate quoted cells only.
DELIMITERS = f"{ONE_SIGN}\t|;,^~\x01\x1f "
NO_DELIMITER = "\x1e"

ESCAPE = re.compile(r"\\(\r\n|[\s\S])")
ESCAPABLE = {"\\", '"', "'", "\n", "\r\n", "\r", *DELIMITERS}
# Signs with a backslash in front become these, which no text holds, until cells are taken apart.
_LINE_END = "\ufdd2"
_ESCAPED = {"\\": "\ufdd0", '"': "\ufdd1", "\n": _LINE_END, "\r\n": _LINE_END, "\r": _LINE_END}
_ESCAPED_LETTERS = {"n": _LINE_END, "r": _LINE_END, "t": "\ufdd3"}
_ESCAPED_MARK, _ESCAPED_QUOTE = "\ufdd4", "\ufdd5"
_MEANT = {
    "\ufdd0": "\\",
    "\ufdd1": '"',
    _LINE_END: "\n",
    "\ufdd3": "\t",
    _ESCAPED_QUOTE: "'",
}


class Form(NamedTuple):
    """How cells are quoted.

    `escapes` is "" where a backslash is a sign like others, "quotes" where it takes the meaning
    from a quotation mark, "all" where also from separators, line ends and itself; a few odd escapes
    are in front of other signs. Cells that
    `is_spaced` may have blanks in front of their quotation marks. Rows end with `row_end`, if it is
    not "", and other line ends belong to cells then.
    """

    is_quoted: bool = True
    escapes: str = ""
    is_spaced: bool = False
    has_odd_escapes: bool = False
    row_end: Literal["", "\n", "\r"] = ""


class Dialect(NamedTuple):
    """How a file is read: its separator, its form, and how many cells its rows have.

    It is clean if each row that is not blank, from number `first_row` (from 0) on, has that many,
    and all quotation marks are where they belong; `csv.reader` makes no mistake then. The first
    `n_skipped` lines say how to read it; `starts` are the ways in which its rows begin, as a
    `Mender` counts them; `open_column`, if not -1, is the one whose cells hold separators that
    nothing sets apart from those between cells. It `has_bare_ends` where few rows end behind a
    separator, and all other cells are in quotation marks; the `rare_end`, if it is not "", is the
    kind of line ends of which there are few. All of this is about the text with usual signs;
    `signs` are its own.
    """

    delimiter: str
    form: Form
    n_cells: int
    first_row: int = 0
    is_clean: bool = False
    has_nul: bool = False
    n_skipped: int = 0
    starts: Counter[str] | None = None
    open_column: int = -1
    has_bare_ends: bool = False
    rare_end: str = ""
    signs: Signs = Signs()

    @property
    def has_own_signs(self) -> bool:
        """Whether cells have to be given back what their signs mean."""
        return bool(self.form.escapes) or not self.signs.are_usual

    def prepared(self, lines: Iterable[str]) -> Iterator[str]:
        """Lines without signs that mean nothing, and other signs in the place of escapes."""
        replaced = self._replaced_escapes()
        spaced = re.compile(f"(^|{re.escape(self.delimiter)}) +")
        waiting = ""
        for line in lines:
            line = line.replace("\0", "").removeprefix("\ufeff")
            if "\\" in line and self.form.escapes:
                line = waiting + replaced(line)
                waiting = line if line.endswith(_LINE_END) else ""
                if waiting:
                    continue
            elif waiting:
                line, waiting = waiting + line, ""
            yield spaced.sub(r"\1", line) if self.form.is_spaced else line
        if waiting:
            yield waiting

    def _replaced_escapes(self) -> Callable[[str], str]:
        signs = {'"': _ESCAPED['"']}
        if self.form.escapes == "all":
            signs = _ESCAPED | {self.delimiter: _ESCAPED_MARK, "'": _ESCAPED_QUOTE}
            if not self.form.is_quoted:  # as PostgreSQL and MySQL write tables
                signs = {**signs, **_ESCAPED_LETTERS}
        return lambda line: ESCAPE.sub(lambda match: signs.get(match[1], match[0]), line)

    def meant(self, cells: list[str]) -> list[str]:
        """Cells with the signs that their escapes mean, and that the text has."""
        if self.form.escapes:
            table = str.maketrans({**_MEANT, _ESCAPED_MARK: self.delimiter})
            cells = [cell.translate(table) for cell in cells]
        return cells if self.signs.are_usual else [self.signs.own(cell) for cell in cells]
