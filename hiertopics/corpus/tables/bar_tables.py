"""Tables that bars draw for people to read, in Markdown, Org, MySQL and PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from hiertopics.corpus.decode import marked_encoding
from hiertopics.corpus.folder import distinct
from hiertopics.corpus.notes import Notes
from hiertopics.corpus.tables.above_numbers import is_above_numbers
from hiertopics.corpus.tables.header import is_known

_ROWS_ABOVE = 30
_RULE_SIGNS = frozenset("|+:-= \t")
_BAR = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_COUNT = re.compile(r"\(?[0-9,]+ rows?\b.{0,40}$")
_LEAST_ROWS, _LEAST_SHARE = 3, 0.9
_MOST_OUTSIDE = 3
_FAULTS = {
    "short": "fewer cells than there are columns; the last ones were taken to be missing",
    "long": "more cells than there are columns, as bars inside of a cell make them; {each} was "
    "passed over",
}


def bar_header(lines: Sequence[str]) -> int | None:
    """Which of the first lines of a file names the columns of a table between bars, if any does.

    Below it is a rule of dashes with as many parts.
    """
    for number, (line, rule) in enumerate(zip(lines, lines[1:], strict=False)):
        if number >= _ROWS_ABOVE:
            return None
        if "|" in line and not _is_rule(line) and _is_rule(rule):
            is_open = not line.strip().startswith("|")
            parts = re.split(r"[|+]", rule.strip().strip("|+"))
            if len(parts) == len(_cells(line, is_open)) and all(
                "-" in p or "=" in p for p in parts
            ):
                return number
    return None


def decoded_head(head: bytes, encoding: str | None) -> str:
    """The first bytes of a file as text."""
    text = head.decode(encoding or marked_encoding(head) or "utf-8", "replace")
    return text.removeprefix("\ufeff")


def is_bar_table(head: str) -> bool:
    """Whether the beginning of a text is a table between bars, and next to nothing else.

    One of its names is known, or above numbers.
    """
    lines = [line for line in re.split("\r\n|\n|\r", head) if line.strip()]
    if (place := bar_header(lines)) is None:
        return False
    is_open = not lines[place].strip().startswith("|")
    names = _cells(lines[place], is_open)
    inside = [line for line in lines[place + 2 :] if "|" in line or _is_rule(line)]
    rows = [_cells(line, is_open) for line in inside if not _is_rule(line)]
    rows = [row for row in rows if len(row) == len(names)]
    if len(rows) < _LEAST_ROWS or len(inside) + 2 < _LEAST_SHARE * len(lines) - 1:
        return False
    columns = zip(*rows, strict=True)
    return any(map(is_known, names)) or any(map(is_above_numbers, names, columns))


def bar_rows(lines: Iterable[str], name: str, notes: Notes) -> Iterator[Mapping | None]:
    """Rows of a table between bars, whose header is among the first lines.

    Bars with a backslash in front belong to cells. What is above and below the table is left out,
    and said.
    """
    lines = iter(lines)
    above: list[str] = []
    for line in lines:
        above.append(line)
        if (place := bar_header(above)) is not None:
            break
    else:
        return
    is_open = not above[place].strip().startswith("|")
    names = list(distinct(_names(_cells(above[place], is_open))))
    outside = [line.strip() for line in above[:place] if line.strip() and not _is_rule(line)]
    faults: dict[str, list[int]] = {}
    number = 0
    for line_number, cells in _rows_below(lines, is_open, names, outside, len(above)):
        if cells is None:
            notes.doubt(
                f"below the table of {name} another one begins, in line {line_number:,}, which is "
                "not read; save it as a file of its own"
            )
            break
        number += 1
        if len(cells) != len(names):
            fault = "short" if len(cells) < len(names) else "long"
            faults.setdefault(fault, [0, number, line_number])[0] += 1
        yield dict(zip(names, cells, strict=False)) if len(cells) <= len(names) else None
    _say(name, faults, outside, number, notes)


def _rows_below(
    lines: Iterable[str], is_open: bool, names: list[str], outside: list[str], n_above: int
) -> Iterator[tuple[int, list[str] | None]]:
    """Rows with the numbers of their lines, None for the header of another table.

    What else is there is added to what is `outside`.
    """
    held: tuple[int, list[str]] | None = None  # a row that may be a header
    is_below = is_behind_blank = False
    for number, line in enumerate(lines, n_above + 1):
        if _is_rule(line):
            if is_below or (held and is_behind_blank and held[1] != names):
                yield (held[0] if held else number), None
                return
            held = held if held and held[1] != names else None
        elif line.strip():
            if held:
                yield held
                held, is_behind_blank = None, False
            is_below = is_below or "|" not in line
            if not is_below:
                held = number, _cells(line, is_open)
            elif _COUNT.match(line.strip()) is None:
                outside.append(line.strip())
        else:
            if held:
                yield held
            held, is_behind_blank = None, True
    if held:
        yield held


def _say(
    name: str,
    faults: Mapping[str, Sequence[int]],
    outside: Sequence[str],
    n_rows: int,
    notes: Notes,
) -> None:
    for fault, (number, row, line) in faults.items():
        what = _FAULTS[fault].format(each="it" if number == 1 else "each")
        if number == 1:
            notes.doubt(f"row {row:,} (line {line:,}) of {name} has {what}")
        else:
            first = f"first row {row:,} (line {line:,})"
            notes.doubt(f"{number:,} rows of {name}, {first}, have {what}")
    if outside:
        which = "the line" if len(outside) == 1 else f"{len(outside):,} lines, the first"
        sentence = f"{which} {outside[0][:60]!r}, around the table of {name}, left out"
        say = notes.doubt if len(outside) > max(_MOST_OUTSIDE, n_rows) else notes.remark
        say(sentence)


def _is_rule(line: str) -> bool:
    """Whether a line draws a rule: dashes, and bars or crosses where columns meet."""
    signs = {*line.strip()}
    return signs <= _RULE_SIGNS and bool(signs & {"-", "="}) and bool(signs & {"|", "+"})


def _cells(line: str, is_open: bool) -> list[str]:
    """Cells of a line, which has a bar at both of its ends or, if it is open, at neither."""
    line = line.strip(" \t\r\n") if not is_open else line.rstrip("\r\n")
    if not is_open:
        line = line.removeprefix("|")
        line = line[:-1] if line.endswith("|") and not line.endswith("\\|") else line
    cells = _BAR.split(line)
    return [_BREAK.sub("\n", cell.replace("\\|", "|")).strip() for cell in cells]


def _names(cells: Sequence[str]) -> list[str]:
    return [cell or f"column {number}" for number, cell in enumerate(cells, 1)]
