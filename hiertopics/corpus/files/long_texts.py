"""Leave lines out of a text of many megabytes without a list of its lines.

Such a list takes three times what the text does.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from itertools import pairwise

Spans = array
"""Lines that are kept: where the first begins, where the one after it does that is not, and so on.

The items are 64-bit integers, `no_spans` makes one without any.
"""

_LONGEST_BEGINNING = 200
_AT_A_TIME = 2**14


def no_spans() -> Spans:
    """Spans to which those of lines can be added."""
    return array("q")


def line_at(text: str, start: int) -> tuple[str, int]:
    """The line that begins at a position, and where the next one does.

    What would come next after the last line is one past the end of the text.
    """
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    return text[start:end], end + 1


def line_starts(text: str, beginning: re.Pattern) -> Iterator[int]:
    r"""Where lines are that begin as a pattern says; it begins with the ``\n`` before them."""
    if beginning.match(f"\n{text[:_LONGEST_BEGINNING]}"):
        yield 0
    for found in beginning.finditer(text):
        yield found.start() + 1


def keep(kept: Spans, start: int, end: int) -> None:
    """Add the lines between two positions to those that are kept; they come after them."""
    if kept and kept[-1] == start:
        kept[-1] = end
    elif start < end:
        kept.extend((start, end))


def cut(kept: Spans, start: int) -> None:
    """Take away what is kept from a position on."""
    while kept and kept[-2] >= start:
        del kept[-2:]
    if kept:
        kept[-1] = min(kept[-1], start)


def last_lines(text: str, kept: Spans, number: int) -> tuple[list[int], list[str]]:
    """Where the last lines begin that are kept, as many as given, and these lines, in order."""
    starts: list[int] = []
    for k in range(len(kept) - 2, -1, -2):
        start = kept[k + 1]
        while start > kept[k] and len(starts) < number:
            start = max(text.rfind("\n", kept[k], start - 1) + 1, kept[k])
            starts.append(start)
        if len(starts) == number:
            break
    starts.reverse()
    return starts, [line_at(text, start)[0] for start in starts]


def joined(text: str, kept: Spans) -> str:
    """The text of the lines that are kept; the very text where these are all of them."""
    if len(kept) == 2:
        left = text[kept[0] : kept[1]]
    else:
        # Not in one go: there may be as many spans as lines.
        left = "".join(
            "".join([text[kept[k] : kept[k + 1]] for k in range(first, last, 2)])
            for first, last in pairwise([*range(0, len(kept), _AT_A_TIME), len(kept)])
        )
    # One past the end of the text is the end of a last line without its line end.
    return left if not kept or kept[-1] > len(text) else left[:-1]
