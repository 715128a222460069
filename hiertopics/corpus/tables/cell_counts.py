"""Count the cells of all rows of a delimited file, for each separator that it may have."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TextIO

import numpy as np

from hiertopics.corpus.tables.quoting import DELIMITERS, ESCAPABLE, ESCAPE, NO_DELIMITER, Form

_BLOCK = 2**20
_HEAD_ROWS = 60
_MOST_ROWS_ABOVE = 30
_RARE_ENDS = 0.2
_FEW, _FEW_ROWS = 0.02, 3
_MOST_FEW = 4  # as many of the other ones there are
_SEP_LINE = re.compile(r'"?sep=(.)"?$', re.IGNORECASE)

# Byte order marks inside are those of files that were joined to one.
_BOM_IN_LINE = re.compile("(?<=[\n\r])\ufeff")
_INCHES = re.compile(r'(?<=\d)" ')


@dataclass
class Counts:
    """How many cells the rows of a file have, if one separator is assumed."""

    rows: Counter[int] = field(default_factory=Counter)
    head: list[int] = field(default_factory=list)
    is_regular: bool = True  # no quotation mark but around cells, and doubled inside
    waiting: int = 0  # separators behind the last line end
    n_marks: int = 0  # separators, those in front of a quotation mark, and those at ends of lines
    n_quoted: int = 0
    n_bare: int = 0

    def settled(self) -> tuple[int, int] | None:
        """Cells of every row from some row near the top on, and that row; None if they differ."""
        above: Counter[int] = Counter()
        for first, n_cells in enumerate(self.head[:_MOST_ROWS_ABOVE]):
            rest = self.rows - above
            if len(rest) == 1 and n_cells in rest:
                is_table = rest[n_cells] >= first and all(fewer < n_cells for fewer in above)
                return (n_cells, first) if is_table else None
            above[n_cells] += 1
        return None


@dataclass
class Survey:
    """What one pass over a file finds under a form: `Counts` by separator, and signs that matter.

    `sep` is the separator that a first line such as ``sep=;`` names.
    """

    form: Form
    counts: dict[str, Counts]
    first_line: str = ""
    sep: str = ""
    has_quotes: bool = False
    has_nul: bool = False
    ends: Counter[str] = field(default_factory=Counter)  # of lines, if there is a lone "\r"
    has_spaced_quotes: bool = False
    followers: Counter[str] = field(default_factory=Counter)  # of backslashes
    n_quoted_starts: int = 0  # rows that begin with a quotation mark
    ends_inside: bool = False
    n_inches: int = 0  # marks behind a number, where marks mean nothing
    longest: int = 0

    def row_ends(self) -> list[Literal["\n", "\r"]]:
        """Line ends that may be the only ones between rows, where a text has several, by number."""
        ends: list[Literal["\n", "\r"]] = ["\n", "\r"]
        most = max(self.ends.values(), default=0)
        likely = [end for end in ends if self.ends["\r"] and self.ends[end] >= _RARE_ENDS * most]
        return sorted(likely, key=lambda end: -self.ends[end])

    def rare_end(self) -> str:
        """The kind of line ends of which there are few, beside many of another, "" if none is."""
        rare, usual = sorted("\n\r", key=lambda end: self.ends[end])
        n_rare, n_usual = self.ends[rare], self.ends[usual]
        is_few = n_rare <= max(_FEW_ROWS, _FEW * n_usual) and _MOST_FEW * n_rare <= n_usual
        return rare if n_rare and is_few else ""

    def has_bare_ends(self, delimiter: str) -> bool:
        """Whether few rows end behind a separator, and all other cells are in quotation marks.

        Programs that quote every cell write two quotation marks for an empty one.
        """
        counts = self.counts[delimiter]
        n_rows = counts.rows.total()
        is_few = 0 < counts.n_bare <= max(1, min(_FEW_ROWS, int(_FEW * n_rows)))
        is_quoted = counts.n_marks == counts.n_quoted + counts.n_bare
        return is_few and is_quoted and self.n_quoted_starts == n_rows

    def few_odd(self, delimiter: str) -> bool:
        """Whether few rows have a quotation mark without a partner, where marks mean nothing.

        Programs that quote nothing write inches as such. Those that separate by commas or
        semicolons quote their cells.
        """
        if self.form.is_quoted or self.form.escapes:
            return False
        rows = self.counts['"'].rows
        n_odd = sum(number for n_cells, number in rows.items() if n_cells % 2 == 0)
        n_odd += self.n_inches if delimiter in ",;" else 0
        return 0 < n_odd <= max(_FEW_ROWS, _FEW * rows.total())

    def clean(self, delimiter: str) -> tuple[int, int] | None:
        """Cells of all rows and the first of them, if this separates them without exception."""
        counts = self.counts[delimiter]
        if delimiter == " " and not self.form.is_quoted:
            return None
        return counts.settled() if counts.is_regular and not self.ends_inside else None


def _blocks(text: TextIO, size: int) -> Iterator[str]:
    """A text in parts, none of which ends between the two signs of a pair."""
    while block := text.read(size):
        while block.endswith(("\r", "\\")) and (more := text.read(1)):
            block += more
        yield block


def survey(text: TextIO, form: Form, limit: int) -> Survey:
    """Count the cells of all rows of a text under a form, for each separator that it may have.

    It ends early where a line is longer than `limit`.
    """
    marks = DELIMITERS + NO_DELIMITER + '"' * (not form.is_quoted)
    found = Survey(form, {mark: Counts() for mark in marks})
    tail, is_inside, length, n_inside, is_first = "", False, 0, 0, True
    last = ""
    for block in _blocks(text, min(_BLOCK, limit // 2)):
        if is_first:
            found.first_line = next(re.finditer("[^\r\n]*", block))[0].removeprefix("\ufeff")
            match = _SEP_LINE.match(found.first_line)
            found.sep = match[1] if match else ""
            if found.sep:
                found.counts.setdefault(found.sep, Counts())
            is_first = False
        _note_signs(found, block)
        last = block[-1]
        outside, is_inside = _outside(found, block, is_inside)
        if outside:
            _count(found, tail, outside)
            tail = outside[-1]
        end = max(block.rfind("\n"), block.rfind("\r"))
        length = length + len(block) if end < 0 else len(block) - end
        n_inside = n_inside + len(block) if is_inside and not outside else 0
        found.longest = max(found.longest, length, n_inside)
        if length > limit:
            break
    if last not in "\n\r" or is_inside:
        _count(found, tail, "\n")
    found.ends_inside = is_inside
    return found


def _note_signs(found: Survey, block: str) -> None:
    found.has_quotes = found.has_quotes or '"' in block
    found.has_nul = found.has_nul or "\0" in block or "\ufeff" in block
    if "\\" in block:
        found.followers.update(ESCAPE.findall(block))


def _outside(found: Survey, block: str, is_inside: bool) -> tuple[str, bool]:
    """What is outside of quotation marks, with one mark for what is inside of each pair."""
    form = found.form
    if "\ufeff" in block:
        block = _BOM_IN_LINE.sub("", block)
    if form.escapes:
        taken = ESCAPABLE if form.escapes == "all" else {'"'}
        block = ESCAPE.sub(lambda match: "x" if match[1] in taken else match[0], block)
    if not form.is_quoted and '" ' in block:
        block, n_inches = _INCHES.subn("x ", block)
        found.n_inches += n_inches
    if form.is_quoted and ('"' in block or is_inside):
        parts = block.split('"')
        kept = parts[is_inside::2]
        block = '"'.join(kept)
        if is_inside and kept:
            block = '"' + block
        is_inside ^= len(parts) % 2 == 0
    if form.row_end == "\r":
        block = block.replace("\n", "x").replace("\r", "\n")
    elif "\r" in block:
        block = block.replace("\r\n", "\n")
        if "\r" in block:
            found.ends.update({"\r": block.count("\r"), "\n": block.count("\n")})
            block = block.replace("\r", "x" if form.row_end else "\n")
    if form.is_quoted and ' "' in block:
        found.has_spaced_quotes = True
        if form.is_spaced:
            block = re.sub(' +"', '"', block)
    return block, is_inside


def _count(found: Survey, tail: str, outside: str) -> None:
    """Add what is outside of quotation marks in a block; `tail` is the last sign before it."""
    codes = np.frombuffer(outside.encode("latin-1", "replace"), np.uint8)
    ends = np.flatnonzero(codes == 10)
    lengths = np.diff(ends, prepend=-1) - 1
    is_row = lengths > 0
    if len(ends) and tail not in ("", "\n"):
        is_row[0] = True
    quoted = found.form.is_quoted and '"' in outside
    both = tail + outside if quoted else outside
    if quoted and found.first_line[:1] == '"':
        found.n_quoted_starts += both.count('\n"') + (not tail and outside[0] == '"')
    for mark, counts in found.counts.items():
        if mark in outside:
            before = np.searchsorted(np.flatnonzero(codes == ord(mark)), ends)
            total = outside.count(mark)
        else:
            before, total = np.zeros(len(ends), int), 0
        cells = np.diff(before, prepend=0) + 1
        if len(ends):
            cells[0] += counts.waiting
            counts.waiting = total - int(before[-1])
        else:
            counts.waiting += total
        cells = cells[is_row]
        if len(counts.head) < _HEAD_ROWS:
            counts.head += cells[: _HEAD_ROWS - len(counts.head)].tolist()
        for n_cells, n_rows in zip(*np.unique(cells, return_counts=True), strict=True):
            counts.rows[int(n_cells)] += int(n_rows)
        if quoted and f'"{mark}"' in found.first_line:
            counts.n_marks += total
            counts.n_quoted += both.count(mark + '"')
            counts.n_bare += both.count(mark + "\n")
        if quoted and counts.is_regular:
            sign = re.escape(mark)
            opened = re.compile(f'"(?<=[^"{sign}\\n]")')
            closed = re.compile(f'"(?=[^"{sign}\\n])')
            counts.is_regular = not (opened.search(both) or closed.search(both))
