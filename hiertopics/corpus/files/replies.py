"""Leave out the older mails that texts have below them, as columns of mails of helpdesks have."""

from __future__ import annotations

import re

from hiertopics.corpus.files.forwarded import without_older_mail
from hiertopics.corpus.files.mail import announcement, announces, without_quotations

_RULE = "-_=* \t\r"
_TIME = re.compile(r"\d[:.h]\d\d|@|\d{4}")
_MOST_LINES = 3  # of an announcement
_LONGEST_SUBJECT = 15  # words
_ENDS = (".", "!", "?", "。", "！", "？", ",", ":")


def has_replies(text: str) -> bool:
    """Whether an older mail is below a text, as programs put it there."""
    if ":" not in text and "：" not in text and "-----" not in text:
        return False
    text = text.replace("\r\n", "\n")
    return without_replies(text) != text


def without_replies(text: str) -> str:
    """A text without the older mails below it; all of it where there is nothing above them.

    These begin with a header (From, Sent, To, Subject), a line such as "Original Message", or one
    that says who wrote when. What follows is left out to the end, or up to the last line with
    ``>`` in front where there are such lines.
    """
    older = without_older_mail(text)
    lines = older.split("\n")
    is_quoted = _is_announced(lines)
    kept = without_quotations(older, is_mail=False).split("\n") if is_quoted else lines
    end = _end(kept)
    if end == len(lines) and older == text:
        return text
    while end and not kept[end - 1].strip(_RULE):
        end -= 1
    bare = "\n".join(kept[:end])
    # The subject of a mail that was sent on, which goes in front of its body.
    is_subject = "\n" not in bare.strip() and not bare.rstrip().endswith(_ENDS)
    if not bare.strip() or is_subject and len(bare.split()) <= _LONGEST_SUBJECT:
        return text
    return bare


def _is_announced(lines: list[str]) -> bool:
    return any(line.startswith(">") for line in lines) and _end(lines) < len(lines)


def _end(lines: list[str]) -> int:
    """Where the line is that says who wrote what follows, and when; else where the lines end."""
    for number, line in enumerate(lines):
        if line.rstrip().endswith((":", "：")) and announces(line):
            first = max(number - _MOST_LINES + 1, 0)
            start = announcement(lines[first : number + 1])
            if start is not None and _TIME.search(" ".join(lines[first + start : number + 1])):
                if any(map(str.strip, lines[: first + start])):
                    return first + start
    return len(lines)
