"""Names of columns by the first rows of a table."""

from __future__ import annotations

from collections.abc import Sequence

from hiertopics.corpus.folder import distinct
from hiertopics.corpus.tables.column_names import ALL_NAMES, plain_name
from hiertopics.missing import is_missing_cell, is_number

_LONGEST_NAME = 40
_ROWS_ABOVE = 30
_MOST_HEADER_ROWS = 4
_TYPED_ROWS = 5
_SUBHEADERS = {"response", "open-ended response", "other (please specify)"}
_UNKNOWN = {"unknown", "missing"}


def header_of(row: Sequence[str], later: Sequence[Sequence[str]] = ()) -> tuple[list[str], bool]:
    """Names of the columns by the first row of a table, and whether the row is what holds them.

    It is, if one of its names is known, or if all differ and none is a number, and either none is
    long or some name is above numbers or dates in the `later` rows. It is not, if one of its cells
    comes again and again below it. A column without a name is called by its number.
    """
    cells = [cell.strip() for cell in row]
    if not _is_header(cells, [each for each in later if list(each) != list(row)]):
        return numbered(len(row)), False
    names = [cell or f"column {number}" for number, cell in enumerate(cells, 1)]
    return list(distinct(names)), True


def numbered(n_cells: int) -> list[str]:
    """Names of columns that have none."""
    return [f"column {number}" for number in range(1, n_cells + 1)]


def table_head(rows: Sequence[Sequence[str]], n_cells: int) -> tuple[list[str], int, int]:
    """Names of `n_cells` columns by the first rows of a table, and how many rows are no data.

    The numbers are those of the rows above the header, such as titles and comments, and of all rows
    that come before the data. R leaves out the name of the first column, surveys have a row of
    questions below the names, and one of JSON.
    """
    top = next((i for i, row in enumerate(rows[:_ROWS_ABOVE]) if _is_full(row, rows, n_cells)), 0)
    row, later = list(rows[top]) if rows else [], rows[top + 1 :]
    above = list(rows[top - 1]) if top else []
    if above and len(above) == n_cells - 1 and not header_of(row, later)[1]:
        if not any(other[-1].strip() for other in rows[top:] if len(other) == n_cells):
            names, is_header = header_of(above, rows[top:])  # rows end with a separator
            if is_header:
                return [*names, f"column {n_cells}"], top - 1, top
        names, is_header = header_of(["", *above], rows[top:])
        if is_header or all(map(_is_name, above)):  # as R writes row names
            names = [f"column {n}" if not cell else cell for n, cell in enumerate(["", *above], 1)]
            return list(distinct(names)), top - 1, top
    names, is_header = header_of(row, later)
    if not is_header:
        return numbered(n_cells), top, top
    n_more = _more_headers(later)
    for extra in later[:n_more]:
        pairs = zip(row, extra, strict=False)
        row = [cell if cell.strip() else more for cell, more in pairs]
    if n_more:
        names, _ = header_of(row)
        names = names if len(set(names)) == len(names) else list(distinct(names))
    return names[:n_cells], top, top + 1 + n_more


def is_known(cell: str) -> bool:
    """Whether a column by this name is known to hold texts, ids or labels."""
    return plain_name(cell) in ALL_NAMES


def _is_full(row: Sequence[str], rows: Sequence[Sequence[str]], n_cells: int) -> bool:
    """Whether a row near the top belongs to the table, and is no title above it."""
    filled = [cell for cell in row if cell.strip()]
    if len(row) != n_cells:
        return False
    if row[0].lstrip().startswith("#") and any(
        len(other) == n_cells and any(map(is_known, other)) and other[0][:1] != "#"
        for other in rows[:_ROWS_ABOVE]
    ):
        return False  # a comment
    is_title = n_cells > 1 and len(filled) < 2 and row[0].strip() and not is_known(row[0])
    is_blank = not filled
    return not (is_blank or is_title) or not any(
        len(other) == n_cells and sum(bool(cell.strip()) for cell in other) > 1
        for other in rows[:_ROWS_ABOVE]
    )


def _is_header(cells: list[str], later: Sequence[Sequence[str]]) -> bool:
    columns = [[row[i].strip() for row in later if i < len(row)] for i in range(len(cells))]
    if any(cell and column.count(cell) > 1 for cell, column in zip(cells, columns, strict=True)):
        return False
    if any(map(is_known, cells)):
        return True
    filled = [cell for cell in cells if cell]
    if len(cells) < 2 or len(set(filled)) < len(filled) or any(map(is_number, filled)):
        return False
    if any(map(is_above_numbers, cells, columns)) and 2 * len(filled) >= len(cells):
        return True
    # pandas and R leave the name of a first column of ids empty.
    has_index = not cells[0] and columns[0] and all(columns[0])
    is_whole = len(filled) == len(cells) - bool(has_index and _are_distinct(columns[0]))
    return is_whole and all(map(_is_name, filled))


def _are_distinct(cells: Sequence[str]) -> bool:
    return len(set(cells)) == len(cells)


def is_above_numbers(cell: str, column: Sequence[str]) -> bool:
    """Whether a cell with words is above cells that begin with digits, without exception."""
    filled = [other for other in column if other]
    return (
        len(filled) >= _TYPED_ROWS
        and any(sign.isalpha() for sign in cell)
        and not _begins_with_digit(cell)
        and all(map(_begins_with_digit, filled))
    )


def _begins_with_digit(cell: str) -> bool:
    return cell.lstrip("-+$€£ ")[:1].isdigit()


def _more_headers(rows: Sequence[Sequence[str]]) -> int:
    """How many of the rows below the names are no data either."""
    for number, row in enumerate(rows[:_MOST_HEADER_ROWS], 1):
        filled = [cell for cell in row if cell.strip()]
        if filled and all(cell.lstrip().startswith('{"ImportId"') for cell in filled):
            return number
    n_more = 0
    while n_more < 2 and n_more < len(rows) and _is_second_header(rows[n_more], rows[n_more + 1 :]):
        n_more += 1
    return n_more


def _is_second_header(row: Sequence[str], later: Sequence[Sequence[str]]) -> bool:
    cells = [cell.strip() for cell in row]
    filled = {cell.lower() for cell in cells if cell}
    if filled and filled <= _SUBHEADERS:
        return True
    columns = [[other[i].strip() for other in later if i < len(other)] for i in range(len(cells))]
    numeric = [
        cell
        for cell, column in zip(cells, columns, strict=True)
        if len([other for other in column if other]) >= _TYPED_ROWS
        and all(_begins_with_digit(other) for other in column if other)
    ]
    worded = [cell for cell in numeric if cell and not _begins_with_digit(cell)]
    if not worded or len(worded) < len([cell for cell in numeric if cell]):
        return False
    if any(is_missing_cell(cell) or cell.lower() in _UNKNOWN for cell in worded):
        return False
    return len(worded) > 1 or len(worded[0].split()) > 2 or worded[0].endswith("?")


def _is_name(cell: str) -> bool:
    return len(cell) <= _LONGEST_NAME and not is_number(cell)
