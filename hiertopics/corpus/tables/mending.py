"""Rows of a delimited file whose quotation marks or separators are not where they belong."""

from __future__ import annotations

import csv
from collections import Counter, deque
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from hiertopics.corpus.tables.quoted_cells import (
    closing,
    has_end_inside,
    mended_cells,
    single,
    without_end,
)
from hiertopics.corpus.tables.quoting import Dialect

# How far a quoted cell is followed in search of its end. The reach shrinks with the number of
# faults, and once more when so many lines were followed in vain, so that a file of nothing but
# faults is still read in time.
_REACH = 2**24
_LENIENT_REACH = 2**20
_SHORTEST_REACH, _LAST_REACH = 2**14, 0
_MOST_FOLLOWED = 2**16
# Lines behind a fault among which the next sound row is looked for.
_DAMAGED_LINES, _LAST_DAMAGED_LINES = 200, 2
_CHECKED_LINES = 50
TOO_LONG, ENDLESS = "\ufdd6\n", "\ufdd7\n"
"""What comes in the place of a line that is too long to be read, and of one without an end."""

_TOO_LONG = {TOO_LONG: "long line", ENDLESS: "endless"}
_USUAL_START = 0.02


class _Found(NamedTuple):
    """Cells from some line on, how many lines they take, and whether they end as they should.

    With a fault, the cells are those before it. The first `n_before` cells are those in front of
    the fault, or of the first cell that goes on in another line, which is at `start` in the lines.
    """

    cells: list[str]
    n_lines: int
    is_sound: bool
    start: int = 0
    n_before: int = 0


class Mender:
    """Reads rows one by one; a fault in one leaves those around it as they are.

    Iterated, it gives the cells of each row, None for one that is beyond repair. `faults` are, by
    what they are, their number, and the number (from 0) and first line (from 1) of the first row
    that has it: "unclosed" quotation marks, "inner" ones that are not doubled, "stray" ones without
    a partner, backslashes that have "escaped" other signs, rows "broken" by line ends, "short" and
    "long" rows, those whose surplus cells were "joined", those that "swallowed" others, were "cut"
    behind a separator or have an "other end" than most, and "lost" ones; also a "long line" and an
    "endless" one. `starts` are the ways in which sound rows begin,
    by `_start`.

    Without `n_cells` any number of cells is right, as it is in the `n_above` rows at the top; a
    quotation mark that is not doubled ends the row then, if the reader is not lenient.
    """

    def __init__(
        self,
        lines: Iterator[str],
        dialect: Dialect,
        n_cells: int | None,
        n_above: int = 0,
        is_lenient: bool = False,
    ):
        self._lines = islice(lines, dialect.n_skipped, None)
        self._waiting: deque[str] = deque()
        self._dialect = dialect
        self._delimiter = dialect.delimiter
        self._is_quoted = dialect.form.is_quoted
        self._n_cells = n_cells
        self._n_above = n_above
        self._is_lenient = is_lenient
        self.faults: dict[str, list[int]] = {}
        self.n_rows = 0
        self.n_sound = 0
        self._n_followed = 0
        self._line = 1 + dialect.n_skipped
        self.starts: Counter[str] = Counter()
        usual = dialect.starts or Counter()
        self._usual = {k for k, n in usual.items() if n >= _USUAL_START * usual.total()}

    def __iter__(self) -> Iterator[list[str] | None]:
        while self._has(0):
            if not self._waiting[0].strip():
                self._drop(1)
                continue
            cells = self._row()
            self.n_rows += 1
            yield cells if cells is None else self._dialect.meant(cells)

    def _row(self) -> list[str] | None:
        if self._waiting[0] in _TOO_LONG:
            return self._take(1, None, _TOO_LONG[self._waiting[0]])
        found = self._read(0)
        n_cells = None if self.n_rows < self._n_above else self._n_cells
        if not found.is_sound:
            return self._mended(found)
        is_odd = self._is_odd(found.n_lines)
        is_whole = n_cells is None or len(found.cells) == n_cells
        if is_whole and not (is_odd and found.n_lines > 1):
            if is_odd:
                return self._take(found.n_lines, found.cells, "stray")
            if self._swallows(found.n_lines):
                return self._take(found.n_lines, found.cells, "swallowed")
            self.n_sound += 1
            self.starts[_start(self._waiting[0], self._delimiter)] += 1
            return self._take(found.n_lines, found.cells, self._odd_end(found.n_lines))
        return self._ragged(found, is_odd) if found.n_lines == 1 else self._mended(found)

    def _odd_end(self, n_lines: int) -> str:
        """What speaks against the end of a sound row of so many lines, if anything does."""
        last, sign = self._waiting[n_lines - 1], self._dialect.rare_end
        if self._dialect.has_bare_ends and without_end(last)[-1:] == self._delimiter:
            return "cut"
        if not sign:
            return ""
        if self._dialect.form.row_end:
            is_odd = has_end_inside("".join(islice(self._waiting, n_lines)), sign)
        else:
            is_odd = last[-1:] == sign and last[-2:] != "\r\n"
            is_odd = is_odd and self._has(n_lines) and bool(self._waiting[n_lines].strip())
        return "other end" if is_odd else ""

    def _mended(self, found: _Found) -> list[str] | None:
        lenient = self._read(0, is_lenient=True)
        n_cells = self._n_cells
        if n_cells is None:
            is_whole = lenient.is_sound and self._is_lenient
        else:
            is_whole = lenient.is_sound and len(lenient.cells) == n_cells
            is_whole = is_whole and not self._ends_within(lenient.n_lines)
        if is_whole:
            return self._take(lenient.n_lines, lenient.cells, "inner")
        if n_cells is None:
            return self._take(1, None, "lost")
        n_damaged = self._n_damaged()
        for n_lines in dict.fromkeys((n_damaged, 1)):
            piece = without_end("".join(islice(self._waiting, n_lines)))
            left = found.cells[: found.n_before]
            cells = mended_cells(piece[found.start :], left, self._delimiter, n_cells)
            if cells is not None:
                return self._take(n_lines, cells, "unclosed")
        return self._take(n_damaged, None, "lost")

    def _ragged(self, found: _Found, is_odd: bool) -> list[str] | None:
        """A row of one line with too many or too few cells."""
        cells, n_cells = found.cells, self._n_cells
        assert n_cells is not None
        if len(cells) > n_cells:
            if not any(cell.strip() for cell in cells[n_cells:]):
                self.n_sound += 1
                return self._take(1, cells[:n_cells])
            ends = [i for i, cell in enumerate(cells) if cell.count('"') == 1 and cell[-1] == '"']
            first = ends[0] - (len(cells) - n_cells) if is_odd and ends else -1
            if first < 0 and (column := self._dialect.open_column) >= 0:
                end = column + len(cells) - n_cells + 1
                whole = self._delimiter.join(cells[column:end])
                return self._take(1, [*cells[:column], whole, *cells[end:]], "joined")
            if first < 0:
                return self._take(1, None, "long")
            whole = self._delimiter.join(cells[first : ends[0] + 1])[:-1]
            return self._take(1, [*cells[:first], whole, *cells[ends[0] + 1 :]], "unclosed")
        joined, n_lines = list(cells), 1
        while len(joined) < n_cells and self._usual and self._has(n_lines) and n_lines < 50:
            line = self._waiting[n_lines]
            more = self._read(n_lines)
            if _start(line, self._delimiter) in self._usual or not more.is_sound:
                break
            joined[-1] += "\n" + more.cells[0]
            joined += more.cells[1:]
            n_lines += more.n_lines
        if len(joined) == n_cells:
            return self._take(n_lines, joined, "broken")
        return self._take(1, cells, "short")

    def _take(self, n_lines: int, cells: list[str] | None, fault: str = "") -> list[str] | None:
        if not fault and self._dialect.form.has_odd_escapes and cells is not None:
            fault = "escaped" if any("\\" in cell for cell in cells) else ""
        if fault:
            self.faults.setdefault(fault, [0, self.n_rows, self._line])[0] += 1
        self._drop(n_lines)
        return cells

    def _drop(self, n_lines: int) -> None:
        for _ in range(n_lines):
            self._waiting.popleft()
        self._line += n_lines

    def _has(self, position: int) -> bool:
        n_waiting = len(self._waiting)
        if position < n_waiting:
            return True
        self._waiting.extend(islice(self._lines, position + 1 - n_waiting))
        return position < len(self._waiting)

    def _is_odd(self, n_lines: int) -> bool:
        """Whether a quotation mark is left over in the next lines."""
        if n_lines == 1:
            return self._waiting[0].count('"') % 2 == 1
        return sum(line.count('"') for line in islice(self._waiting, n_lines)) % 2 == 1

    def _is_row(self, position: int) -> bool:
        found = self._read(position)
        return (
            found.is_sound
            and len(found.cells) == self._n_cells
            and (not self._usual or _start(self._waiting[position], self._delimiter) in self._usual)
        )

    def _swallows(self, n_lines: int) -> bool:
        """Whether all the lines that a row goes on for look like rows of their own."""
        if n_lines < 3 or self._n_cells in (None, 1):
            return False
        return all(
            self._read(position).n_lines == 1 and self._is_row(position)
            for position in range(1, n_lines - 1)
        )

    def _ends_within(self, n_lines: int) -> bool:
        """Whether a sound row begins behind the first of these lines, and ends with the last."""
        return any(
            position + self._read(position).n_lines == n_lines and self._is_row(position)
            for position in range(max(1, n_lines - _CHECKED_LINES), n_lines)
        )

    def _n_damaged(self) -> int:
        """Lines up to the next one that a sound row begins with."""
        n_lines = _DAMAGED_LINES if self._n_followed < _MOST_FOLLOWED else _LAST_DAMAGED_LINES
        for position in range(1, n_lines):
            if not self._has(position):
                return position
            if self._is_row(position):
                return position
        self._n_followed += n_lines
        return 1

    def _reach(self, is_lenient: bool) -> int:
        """How many characters a quoted cell is followed in search of its end."""
        if self._n_followed > _MOST_FOLLOWED:
            return _LAST_REACH
        n_faults = sum(number for number, *_ in self.faults.values())
        return max((_LENIENT_REACH if is_lenient else _REACH) // (1 + n_faults), _SHORTEST_REACH)

    def _read(self, position: int, is_lenient: bool = False) -> _Found:
        """Cells from a line on; if lenient, a mark ends a cell before a separator only."""
        line, mark = self._waiting[position], self._delimiter
        if not self._is_quoted or '"' not in line:
            return _Found(without_end(line).split(mark), 1, True)
        if not is_lenient:
            try:  # five times as fast where the row ends with its line
                return _Found(next(csv.reader((line,), delimiter=mark, strict=True)), 1, True)
            except csv.Error:
                pass
        reach = self._reach(is_lenient)
        cells: list[str] = []
        n_lines, start, before = 1, 0, 0
        place: tuple[int, ...] = ()  # of the first cell that goes on in another line
        while True:
            if line[start : start + 1] != '"':
                end = line.find(mark, start)
                if end < 0:
                    cells.append(without_end(line[start:]))
                    return _Found(cells, n_lines, True, *place)
                cells.append(line[start:end])
                start = end + 1
                continue
            here = (before + start, len(cells))
            parts: list[str] = []
            start += 1
            while (end := closing(line, start if not parts else 0, mark, is_lenient)) < 0:
                parts.append(line[start:])
                place, start = place or here, 0
                before += len(line)
                if before > reach or not self._has(position + n_lines):
                    self._n_followed += n_lines
                    return _Found(cells, n_lines, False, *place)
                line = self._waiting[position + n_lines]
                n_lines += 1
            cell = single("".join((*parts, line[start:end])))
            after = line[end + 1 : end + 3]
            if not without_end(after):
                return _Found([*cells, cell], n_lines, True, *place)
            if after[0] != mark:
                return _Found(cells, n_lines, False, *(place or here))
            cells.append(cell)
            start = end + 2


def _start(line: str, mark: str) -> str:
    """How a line begins: with a quotation mark or not, and with a digit, a separator or else."""
    quote = '"' if line[:1] == '"' else ""
    sign = line[len(quote) : len(quote) + 1]
    return quote + ("1" if sign.isdigit() else mark if sign == mark else "a")
