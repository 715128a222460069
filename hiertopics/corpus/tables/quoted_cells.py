"""Take apart the line of a row whose quotation marks may not be where they belong."""

from __future__ import annotations


def closing(line: str, start: int, mark: str, is_lenient: bool) -> int:
    """Position of the quotation mark that ends a cell, -1 if none in this line does."""
    while True:
        end = line.find('"', start)
        if end < 0:
            return -1
        after = line[end + 1 : end + 2]
        if after == '"':
            start = end + 2
        elif is_lenient and after not in ("", mark, "\n", "\r"):
            start = end + 1
        else:
            return end


def has_end_inside(piece: str, sign: str) -> bool:
    """Whether lines of a row have a line end of this sign outside of quotation marks."""
    outside = '"'.join(without_end(piece).split('"')[::2])
    return sign in outside.replace("\r\n", "")


def without_end(line: str) -> str:
    """A line, or the lines of a row, without the line end."""
    return line[:-2] if line[-2:] == "\r\n" else line[:-1] if line[-1:] in ("\n", "\r") else line


def single(cell: str) -> str:
    """A cell whose quotation marks were doubled."""
    return cell.replace('""', '"')


def mended_cells(rest: str, left: list[str], mark: str, n_cells: int) -> list[str] | None:
    """Cells of a row, one of which has a quotation mark too few or too many.

    Those to the left of it are known, those behind it in the rest of the row are read from the
    right, and it is what is between; None if that makes another number of cells.
    """
    n_right = n_cells - 1 - len(left)
    if n_right < 0 or not rest:
        return None
    right: list[str] = []
    for _ in range(n_right):
        cut = _last_separator(rest, mark)
        if cut < 0:
            return None
        right.append(_unquoted(rest[cut + 1 :]))
        rest = rest[:cut]
    return [*left, _unquoted(rest), *reversed(right)]


def _last_separator(piece: str, mark: str) -> int:
    """Position of the separator in front of the last cell, -1 if there is none."""
    end = len(piece) - 1
    while piece[-1:] == '"' and end > 0:
        opening = piece.rfind('"', 0, end)
        if opening < 1:
            break
        if piece[opening - 1] == mark:
            return opening - 1
        if piece[opening - 1] != '"':
            break
        end = opening - 1
    return piece.rfind(mark)


def _unquoted(cell: str) -> str:
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        cell = cell[1:-1]
    elif cell.count('"') % 2 and cell[0] == '"':
        cell = cell[1:]
    elif cell.count('"') % 2 and cell[-1] == '"':
        cell = cell[:-1]
    return single(cell)
