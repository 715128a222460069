"""Text filled to the width of a terminal, with its subject or figure in the margin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import wrap

from hiertopics.printable import visible

MARGIN = 12  # columns
_NARROWEST = 40


def filled(text: str, lead: str, width: int, encoding: str) -> list[str]:
    """Break a text into lines of a width, the first after a lead, the others in line with it."""
    return wrap(
        visible(text, encoding),
        max(width, _NARROWEST),
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_on_hyphens=False,
    )


def subject_lines(
    statements_by_subject: Iterable[tuple[str, Sequence[str]]], width: int, encoding: str
) -> list[str]:
    """Fill statements, each on lines of its own, with their subject in the margin of the first."""
    return [
        line
        for subject, statements in statements_by_subject
        for number, statement in enumerate(statements)
        for line in filled(
            statement, (subject if number == 0 else "").ljust(MARGIN), width, encoding
        )
    ]
