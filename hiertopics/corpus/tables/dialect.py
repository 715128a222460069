"""Recognise how a delimited file separates and quotes its cells, from all of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TextIO

import numpy as np

from hiertopics.corpus.tables.header import is_known
from hiertopics.corpus.tables.mending import Mender
from hiertopics.corpus.tables.quoting import DELIMITERS, ESCAPE, NO_DELIMITER, Dialect, Form

_BLOCK = 2**20
_HEAD_ROWS = 60
_MOST_ROWS_ABOVE = 30
# Where rows differ, each way to read them is tried on this much of the file.
_TRIED_CHARACTERS = 2**19
_LEAST_AGREEMENT = 0.5
_FEW, _FEW_ROWS = 0.02, 3
_SEP_LINE = re.compile(r'"?sep=(.)"?$', re.IGNORECASE)


@dataclass
class Counts:
    """How many cells the rows of a file have, if one separator is assumed."""

    rows: Counter[int] = field(default_factory=Counter)
    head: list[int] = field(default_factory=list)
    is_regular: bool = True  # no quotation mark but around cells, and doubled inside
    waiting: int = 0  # separators behind the last line end

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
    has_lone_cr: bool = False
    has_spaced_quotes: bool = False
    followers: set[str] = field(default_factory=set)  # of backslashes
    ends_inside: bool = False
    longest: int = 0

    def few_odd(self) -> bool:
        """Whether few rows have a quotation mark without a partner, where marks mean nothing."""
        if self.form.is_quoted:
            return False
        rows = self.counts['"'].rows
        n_odd = sum(number for n_cells, number in rows.items() if n_cells % 2 == 0)
        return 0 < n_odd <= max(_FEW_ROWS, _FEW * rows.total())

    def clean(self, delimiter: str) -> tuple[int, int] | None:
        """Cells of all rows and the first of them, if this separates them without exception."""
        counts = self.counts[delimiter]
        if delimiter == " " and not self.form.is_quoted:
            return None
        return counts.settled() if counts.is_regular and not self.ends_inside else None


def recognised(text: TextIO, prefers_tabs: bool, longest: int) -> Dialect:
    """How a text separates and quotes its cells; it is gone through from its start.

    It is clean only if no line, and no cell, is longer than `longest`.
    """
    plain = survey(text, Form(), longest)
    marks = _likely_delimiters(plain, prefers_tabs)
    forms = _possible_forms(plain)
    found = plain
    for form in forms:
        if form != plain.form:
            text.seek(0)
            found = survey(text, form, longest)
        clean = {mark: settled for mark in marks if (settled := found.clean(mark))}
        several = [mark for mark, (n_cells, _) in clean.items() if n_cells > 1]
        if not form.is_quoted and plain.has_quotes:
            several = [mark for mark in several if not _is_quoted(text, mark)]
        if several:
            # The first row of a table is its header, and names of columns hold no separators.
            mark = min(several, key=lambda mark: (clean[mark][1] > 0, marks.index(mark)))
            is_clean = found.longest <= longest and not found.few_odd()
            return Dialect(
                mark, form, *clean[mark], is_clean, plain.has_nul, n_skipped=bool(plain.sep)
            )
    return _tried(text, plain, marks, forms, longest)


def _likely_delimiters(found: Survey, prefers_tabs: bool) -> list[str]:
    if found.sep:
        return [found.sep]
    marks = [mark for mark in DELIMITERS if found.counts[mark].rows.keys() - {1}]
    if is_known(found.first_line):  # the table has one column, and these are signs of its texts
        marks = [mark for mark in marks if mark not in ",; "]
    if not found.has_quotes:
        marks = [mark for mark in marks if mark != " "]
    return sorted(marks, key=lambda mark: mark != "\t") if prefers_tabs else marks


def _possible_forms(found: Survey) -> list[Form]:
    """Forms that a text may have by the signs in it, the likeliest first."""
    forms = [Form()]
    if found.has_spaced_quotes:
        forms.append(Form(is_spaced=True))
    separators, letters = {*DELIMITERS, "\n", "\r\n", "\r"}, {*"nrt0bZ"}
    followers = found.followers - {"N"}
    if followers & {'"', *separators}:
        is_all = {'"'} < followers | {'"'} <= {"\\", '"', "'", *separators}
        forms.append(Form(escapes="all" if is_all else "quotes"))
    if found.has_quotes:
        forms.append(Form(is_quoted=False))
    if followers and followers <= {"\\", '"', "'", *separators, *letters}:
        forms.append(Form(is_quoted=False, escapes="all"))
    if found.has_lone_cr:
        forms += [form._replace(cr_ends=False) for form in forms]
    return forms


def _is_quoted(text: TextIO, mark: str) -> bool:
    """Whether the quotation marks at the beginning of a text are around cells.

    Tables of tabs often quote nothing, and some of their texts are quotations.
    """
    text.seek(0)
    head, sign = text.read(_TRIED_CHARACTERS), re.escape(mark)
    cells = re.findall(f'(?<![^{sign}\\r\\n])"[^"]*(?:""[^"]*)*"(?=[{sign}\\r\\n]|$)', head)
    share = 0.5 if mark in "\t|" else 0.1
    return sum(cell.count('"') for cell in cells) > share * head.count('"')


def _tried(
    text: TextIO, plain: Survey, marks: list[str], forms: list[Form], longest: int
) -> Dialect:
    """The dialect by which most rows at the beginning of a text are sound and alike."""
    best, most = Dialect(NO_DELIMITER, plain.form, 1), 0.0
    for form in forms:
        text.seek(0)
        lines = _head_lines(text, form)
        for mark in marks:
            if not form.is_quoted and (mark == " " or _is_quoted(text, mark)):
                continue
            dialect, share = _agreement(lines, Dialect(mark, form, 0))
            if dialect.n_cells > 1 and share > most + 1e-9:
                best, most = dialect, share
    if most < _LEAST_AGREEMENT and not plain.sep:
        is_quoted = plain.has_quotes and _is_quoted(text, NO_DELIMITER)
        is_clean = plain.clean(NO_DELIMITER) is not None and plain.longest <= longest
        form = plain.form._replace(is_quoted=is_quoted or is_clean)
        best = Dialect(NO_DELIMITER, form, 1, is_clean=is_clean)
    return best._replace(has_nul=plain.has_nul, n_skipped=bool(plain.sep))


def _head_lines(text: TextIO, form: Form) -> list[str]:
    lines, n_characters = [], 0
    while n_characters < _TRIED_CHARACTERS and (line := text.readline(_TRIED_CHARACTERS)):
        lines.append(line)
        n_characters += len(line)
    return lines if form.cr_ends else re.findall("[^\n]*\n|[^\n]+", "".join(lines))


def _agreement(lines: list[str], dialect: Dialect) -> tuple[Dialect, float]:
    """A dialect with the number of cells that its rows have, and the share of those that do."""
    free = Mender(dialect.prepared(lines), dialect, None)
    head = [cells for cells in free if cells]
    numbers = Counter(map(len, head))
    n_cells = max(numbers, key=lambda number: (numbers[number], number), default=0)
    n_cells = _named_cells(head, n_cells)
    if n_cells < 2:
        return dialect, 0.0
    dialect = dialect._replace(n_cells=n_cells, starts=free.starts)
    rows = Mender(dialect.prepared(lines), dialect, n_cells)
    for _ in rows:
        pass
    return dialect._replace(starts=rows.starts or free.starts), rows.n_sound / rows.n_rows


def _named_cells(head: list[list[str]], n_cells: int) -> int:
    """Cells of the header where it has known names, else `n_cells`; R's header has one less."""
    first = head[0] if head else []
    if len(first) == n_cells or not any(map(is_known, first)):
        return n_cells
    row = next((row for row in head[1:] if len(row) == n_cells), [])
    is_of_r = len(first) == n_cells - 1 and not any(cell[:1] == " " for cell in row)
    return n_cells if is_of_r else len(first)


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
            found.first_line = re.split("[\r\n]", block, maxsplit=1)[0].removeprefix("\ufeff")
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
    found.has_nul = found.has_nul or "\0" in block
    if "\\" in block:
        found.followers |= set(ESCAPE.findall(block))


def _outside(found: Survey, block: str, is_inside: bool) -> tuple[str, bool]:
    """What is outside of quotation marks, with one mark for what is inside of each pair."""
    form = found.form
    if form.escapes:
        block = ESCAPE.sub("x", block)
    if form.is_quoted and ('"' in block or is_inside):
        parts = block.split('"')
        kept = parts[is_inside::2]
        block = '"'.join(kept)
        if is_inside and kept:
            block = '"' + block
        is_inside ^= len(parts) % 2 == 0
    if "\r" in block:
        block = block.replace("\r\n", "\n")
        if "\r" in block:
            found.has_lone_cr = True
            block = block.replace("\r", "\n" if form.cr_ends else "x")
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
        if quoted and counts.is_regular:
            sign = re.escape(mark)
            opened = re.compile(f'"(?<=[^"{sign}\\n]")')
            closed = re.compile(f'"(?=[^"{sign}\\n])')
            both = tail + outside
            counts.is_regular = not (opened.search(both) or closed.search(both))
