"""Books of Project Gutenberg without its header, footer and licence."""

from __future__ import annotations

import re

_NAME = "GUTENBERG"
_START = re.compile(
    r"^(?:\*{3} ?START OF TH(?:E|IS) PROJECT GUTENBERG[^*]{0,400}\*{3}|\*END[^\n]{0,60}SMALL PRINT)"
    r"[^\n]*\n",
    re.MULTILINE | re.IGNORECASE,
)
_END = re.compile(
    r"^(?:\*{3} ?END OF TH(?:E|IS) PROJECT GUTENBERG|End of (?:the |this )?Project Gutenberg)",
    re.MULTILINE | re.IGNORECASE,
)
_ABOUT = re.compile(r"^(Title|Author): {1,9}(\S[^\n]{0,300})", re.MULTILINE)


def without_licence(text: str) -> tuple[str, dict[str, str]] | None:
    r"""A book, and its title and author as the header gives them; None for what is none.

    Examples
    --------
    >>> without_licence("Title: Tides\n*** START OF THE PROJECT GUTENBERG EBOOK TIDES ***\nLow.")
    ('Low.', {'title': 'Tides'})
    """
    if _NAME not in text and "SMALL PRINT" not in text:
        return None
    start = _START.search(text)
    end = _END.search(text, start.end() if start else 0)
    if start is None and end is None:
        return None
    book = text[start.end() if start else 0 : end.start() if end else len(text)]
    head = text[: start.start()] if start else ""
    fields = {name.lower(): value.strip() for name, value in _ABOUT.findall(head)}
    return (book.strip("\n"), fields) if book.strip() else None
