"""Names of columns by the first rows of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from hiertopics.corpus.folder import distinct
from hiertopics.corpus.notes import Notes
from hiertopics.corpus.tables.above_numbers import (
    TYPED_ROWS,
    begins_with_digit,
    is_above_numbers,
)
from hiertopics.corpus.tables.column_names import ALL_NAMES, plain_name
from hiertopics.corpus.tables.groups import group_headings, without_unnamed
from hiertopics.missing import is_missing, is_missing_cell, is_number

_LONGEST_NAME = 40
_LONGEST_KNOWN = 200  # with blanks and marks; a text takes time, and stays in the memory of names
_ROWS_ABOVE = 30
_MOST_HEADER_ROWS = 4
_SUBHEADERS = frozenset(
    part.strip()
    for part in """
    response / open-ended response / other (please specify) / antwort / offene antwort /
    sonstiges (bitte angeben) / réponse / réponse ouverte / autre (veuillez préciser) / respuesta /
    respuesta abierta / otro (especifique) / resposta / resposta aberta / risposta / antwoord /
    risposta aperta / open antwoord / svar / odpowiedź / otwarta odpowiedź / yanıt / ответ / 回答
    """.split("/")
)
_UNKNOWN = {"unknown", "missing"}
_FEWEST_WORDS = 4  # of a question below a name


class Head(NamedTuple):
    """The names of a table's columns, and how many of its first rows are no data.

    The numbers are those of the rows above the header, such as titles and comments, and of all rows
    that come before the data. The questions are what is asked below a name, as in surveys. The
    groups are headings above the names, each of several columns.
    """

    names: list[str]
    n_above: int
    n_before: int
    questions: Mapping[str, str] = {}
    groups: Sequence[str] = ()

    def note(self, name: str, notes: Notes) -> None:
        """Say what a file of that name has around the names of its columns."""
        notes.questions.update(self.questions)
        if self.groups:
            listed = ", ".join(map(repr, self.groups[:4]))
            listed += " and others" if len(self.groups) > 4 else ""
            one = "heading" if len(self.groups) == 1 else "headings"
            notes.remark(
                f"{name} has {one} of groups of columns above their names, {listed}, which "
                f"{'is' if len(self.groups) == 1 else 'are'} left out"
            )


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


def table_head(rows: Sequence[Sequence[str]], n_cells: int, is_below_groups: bool = False) -> Head:
    """Names of `n_cells` columns by the first rows of a table, and how many rows are no data.

    R leaves out the name of the first column; surveys have a row of questions below the names, and
    one of JSON, or questions above the parts of them. A row `is_below_groups` holds names for sure.
    """
    top = next((i for i, row in enumerate(rows[:_ROWS_ABOVE]) if _is_full(row, rows, n_cells)), 0)
    n_groups = 0 if is_below_groups else group_headings(rows[top:], n_cells)
    if n_groups:
        filled = (cell.strip() for row in rows[top : top + n_groups] for cell in row)
        groups = tuple(dict.fromkeys(filter(None, filled)))
        n_more = top + n_groups
        names, n_above, n_before, questions, _ = table_head(rows[n_more:], n_cells, True)
        return Head(names, n_above + n_more, n_before + n_more, questions, groups)
    row, later = list(rows[top]) if rows else [], rows[top + 1 :]
    # The header may have a cell less than rows have, and the first of them be damaged.
    for place in range(top - 1, max(top - 3, -1), -1):
        above = list(rows[place])
        if len(above) != n_cells - 1 or header_of(row, later)[1]:
            continue
        if not any(other[-1].strip() for other in rows[top:] if len(other) == n_cells):
            names, is_header = header_of(above, rows[top:])  # rows end with a separator
            if is_header:
                return Head([*names, f"column {n_cells}"], place, place + 1)
        names, is_header = header_of(["", *above], rows[top:])
        if is_header or all(map(_is_name, above)):  # as R writes row names
            names = [f"column {n}" if not cell else cell for n, cell in enumerate(["", *above], 1)]
            return Head(list(distinct(names)), place, place + 1)
    names, is_header = header_of(row, later)
    if is_below_groups:
        names = list(distinct([cell.strip() for cell in row]))
    elif not is_header:
        return Head(numbered(n_cells), top, top)
    later = list(takewhile(lambda other: len(other) == n_cells, later))
    if later and _are_parts(row, later[0]):
        names = list(distinct(_with_parts(row, later[0])))
        return Head(names[:n_cells], top, top + 2)
    n_more = _more_headers(later)
    for extra in later[:n_more]:
        pairs = zip(row, extra, strict=False)
        row = [cell if cell.strip() else more for cell, more in pairs]
    if n_more:
        names, _ = header_of(row)
        names = names if len(set(names)) == len(names) else list(distinct(names))
    return Head(names[:n_cells], top, top + 1 + n_more, _questions(names, later[:n_more]))


def headers_among(rows: Sequence[Mapping]) -> tuple[int, dict[str, str]]:
    """How many of the first rows of a table in memory are headers of a survey, and its questions.

    They are taken for data where a program reads one row of names alone.
    """
    names = list(rows[0])
    cells = [["" if is_missing(row.get(n)) else str(row.get(n)) for n in names] for row in rows[:4]]
    n_headers = next((n for n, row in enumerate(cells, 1) if _is_of_json(row)), 0)
    if not n_headers and not cells[0][0].strip():
        n_headers = int(_is_of_subheaders(cells[0]))
    return n_headers, _questions(names, cells[:n_headers])


def names_below_groups(rows: Sequence[Mapping]) -> tuple[list[str], int]:
    """Names of a table in memory whose own are headings of groups, and how many rows have them.

    A program that reads one row of names alone has taken the names of the columns for data.
    """
    names = list(rows[0])
    cells = [["" if is_missing(row.get(n)) else str(row.get(n)) for n in names] for row in rows]
    n_groups = group_headings([without_unnamed(names), *cells], len(names))
    return (list(distinct(cells[n_groups - 1])) if n_groups else []), n_groups


def _questions(names: Sequence[str], below: Sequence[Sequence[str]]) -> dict[str, str]:
    """What is asked below names."""
    return {
        name: " ".join(cell.split())
        for row in below
        for name, cell in zip(names, row, strict=False)
        if name != cell.strip()
        and cell[:1] != "{"
        and (len(cell.split()) >= _FEWEST_WORDS or cell.rstrip().endswith("?"))
    }


def _are_parts(row: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a row has the parts of questions in the header, the later of which have no name."""
    pairs = [(cell.strip(), part.strip()) for cell, part in zip(row, below, strict=False)]
    if not pairs or not pairs[0][0] or pairs[0][1] or len(row) != len(below):
        return False
    unnamed = [part for cell, part in pairs if not cell]
    filled = [part for _, part in pairs if part]
    if not unnamed or not all(unnamed) or any(is_number(part) for part in filled):
        return False
    # A row of data has cells under the first names.
    first = next(i for i, (_, part) in enumerate(pairs) if part)
    is_whole = len(unnamed) > 1 and all(part for _, part in pairs[first:])
    return is_whole or any(part.lower() in _SUBHEADERS for part in filled)


def _with_parts(row: Sequence[str], below: Sequence[str]) -> list[str]:
    """Names of columns by questions and, where a question has several columns, their parts."""
    names: list[str] = []
    question = ""
    for number, (cell, part) in enumerate(zip(row, below, strict=True)):
        question = cell.strip() or question
        has_more = number + 1 < len(row) and not row[number + 1].strip()
        is_first = has_more and part.strip().lower() not in _SUBHEADERS
        is_one_of = part.strip() and (is_first or not cell.strip())
        names.append(f"{question} - {part.strip()}" if is_one_of else question)
    return names


def is_known(cell: str) -> bool:
    """Whether a column by this name is known to hold texts, ids or labels."""
    return len(cell) <= _LONGEST_KNOWN and plain_name(cell) in ALL_NAMES


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


def _more_headers(rows: Sequence[Sequence[str]]) -> int:
    """How many of the rows below the names are no data either."""
    for number, row in enumerate(rows[:_MOST_HEADER_ROWS], 1):
        if _is_of_json(row):
            return number
    n_more = 0
    while n_more < 2 and n_more < len(rows) and _is_second_header(rows[n_more], rows[n_more + 1 :]):
        n_more += 1
    return n_more


def _is_of_json(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell.strip()]
    return bool(filled) and all(cell.lstrip().startswith('{"ImportId"') for cell in filled)


def _is_of_subheaders(row: Sequence[str]) -> bool:
    filled = {cell.strip().lower() for cell in row if cell.strip()}
    return bool(filled) and (filled <= _SUBHEADERS or len(filled & _SUBHEADERS) > 1)


def _is_second_header(row: Sequence[str], later: Sequence[Sequence[str]]) -> bool:
    cells = [cell.strip() for cell in row]
    if _is_of_subheaders(cells) and (not cells[0] or {*map(str.lower, cells)} <= _SUBHEADERS):
        return True
    columns = [[other[i].strip() for other in later if i < len(other)] for i in range(len(cells))]
    numeric = [
        cell
        for cell, column in zip(cells, columns, strict=True)
        if len([other for other in column if other]) >= TYPED_ROWS
        and all(begins_with_digit(other) for other in column if other)
    ]
    worded = [cell for cell in numeric if cell and not begins_with_digit(cell)]
    if not worded or len(worded) < len([cell for cell in numeric if cell]):
        return False
    if any(is_missing_cell(cell) or cell.lower() in _UNKNOWN for cell in worded):
        return False
    return len(worded) > 1 or len(worded[0].split()) > 2 or worded[0].endswith("?")


def _is_name(cell: str) -> bool:
    return len(cell) <= _LONGEST_NAME and not is_number(cell)
