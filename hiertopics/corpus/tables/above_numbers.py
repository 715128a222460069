"""What is above numbers and dates: names of columns rather than data."""

from __future__ import annotations

from collections.abc import Sequence

TYPED_ROWS = 5
"""Rows with a number from which on what is above them in words is no chance."""


def is_above_numbers(cell: str, column: Sequence[str]) -> bool:
    """Whether a cell with words is above cells that begin with digits, without exception."""
    filled = [other for other in column if other]
    return (
        len(filled) >= TYPED_ROWS
        and any(sign.isalpha() for sign in cell)
        and not begins_with_digit(cell)
        and all(map(begins_with_digit, filled))
    )


def begins_with_digit(cell: str) -> bool:
    """Whether a cell begins with a digit, behind a sign or that of a currency if it has one."""
    return cell.lstrip("-+$€£ ")[:1].isdigit()
