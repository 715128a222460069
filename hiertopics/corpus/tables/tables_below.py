"""Headers below the first one of a table: of the same columns, or of another table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from hiertopics.corpus.notes import Notes, listed
from hiertopics.corpus.tables.header import is_known
from hiertopics.missing import is_missing_cell, is_number

_LONGEST_NAME, _MOST_WORDS = 40, 4
_NO_NAME = "0123456789"  # nor is one empty
_FEWEST_NUMBERS, _MOST_NUMBERS = 5, 0.9
_MOST_KNOWN = 2
_QUOTED_NAMES = 4


class HeadersBelow:
    """What says of a row whether it holds names of columns, by rows from the top of its table.

    It does if its cells look like names and differ, and two things speak for it: a cell that is
    known as a name of columns, or one that is above and below numbers. In a list of columns, such
    as a codebook, names come again and again.
    """

    def __init__(self, rows: Sequence[Sequence[str]], n_cells: int) -> None:
        rows = [row for row in rows if row and len(row) == n_cells]
        self._n_cells = n_cells
        self._n_rows = Counter(map(tuple, rows))
        columns = [[row[place].strip() for row in rows] for place in range(n_cells)]
        self._cells = list(map(Counter, columns))
        self._n_known = [sum(map(is_known, column)) for column in columns]
        self._are_numbers = list(map(_are_numbers, columns))
        lengths = [sum(map(len, column)) for column in columns]
        self.longest = lengths.index(max(lengths, default=0)) if lengths else 0
        # Where names are no numbers and others are, most rows are seen to be others at once.
        self.telling = self._are_numbers.index(True) if True in self._are_numbers else self.longest

    def holds_names(self, row: Sequence[str]) -> bool:
        """Whether a row holds the names of columns."""
        if len(row) != self._n_cells or len(row) < 2 or len(row[self.longest]) > _LONGEST_NAME:
            return False
        cells = [cell.strip() for cell in row]
        if not all(map(_looks_like_name, cells)):
            return False
        n_same = self._n_rows[tuple(row)]
        evidence = 0
        for place, cell in enumerate(cells):
            if self._cells[place][cell] == n_same:
                is_rare = self._n_known[place] - n_same <= _MOST_KNOWN
                evidence += self._are_numbers[place] + (is_known(cell) and is_rare)
        return evidence > 1 and len({*map(str.casefold, cells)}) == len(cells)


def _looks_like_name(cell: str) -> bool:
    if not cell or len(cell) > _LONGEST_NAME or len(cell.split()) > _MOST_WORDS:
        return False
    return not (cell[0].isdigit() or is_number(cell) or is_missing_cell(cell))


def _are_numbers(column: Sequence[str]) -> bool:
    filled = [cell for cell in column if cell]
    n_numbers = sum(cell.lstrip("-+$€£ ")[:1].isdigit() for cell in filled)
    return n_numbers >= max(_FEWEST_NUMBERS, _MOST_NUMBERS * len(filled))


def as_mappings(
    rows: Iterable[list | None],
    names: list[str],
    header: Sequence[str],
    below: HeadersBelow,
    about: tuple[str, Notes],
) -> Iterator[Mapping | None]:
    """Rows by the names of their columns, up to another table below, which is said.

    A header that comes again is no row; where the names come in another order, so do the cells from
    there on. It is `about` a file by its name, and its notes.
    """
    first = header[0] if header else None
    known = {name.strip().casefold(): name for name in names}
    number, telling = 0, below.telling
    rows = iter(rows)
    for row in rows:
        if not row:
            if row is None:
                number += 1
                yield None
            continue
        if row[0] == first and row == header:
            continue
        try:
            may_be_names = row[telling][:1] not in _NO_NAME and len(row[telling]) <= _LONGEST_NAME
        except IndexError:  # a short row, which is none
            may_be_names = False
        if may_be_names and below.holds_names(row):
            again = [known.get(cell.strip().casefold()) for cell in row]
            if None in again:
                _say(row, number, sum(map(bool, rows)), *about)
                return
            names = [name for name in again if name is not None]
            continue
        number += 1
        yield dict(zip(names, row))  # noqa: B905 - twice as fast so, and rows may be short


def _say(row: Sequence[str], number: int, n_left: int, name: str, notes: Notes) -> None:
    shown = [repr(cell.strip()) for cell in row[:_QUOTED_NAMES]]
    shown += ["others"] * (len(row) > _QUOTED_NAMES)
    notes.doubt(
        f"below row {number:,} of {name} another table begins, with the columns {listed(shown)}; "
        f"its {n_left:,} rows are not read: save it as a file of its own"
    )
