"""Take what is said out of subtitles."""

from __future__ import annotations

import re

from hiertopics.corpus.files.html import unescaped

_TIMES = re.compile(r"[0-9:.,]{5,16}[ \t]{1,9}-->")
_MARKS = re.compile(r"<[^<>]{0,200}>|\{\\[^{}]{0,200}\}")
_ABOUT = ("WEBVTT", "NOTE", "STYLE", "REGION")


def subtitle_text(source: str) -> str:
    r"""What is said in subtitles (.srt, .vtt): without numbers, times and marks.

    Lines that an entry begins with come once where the one before ended with them, as in automatic
    subtitles, which roll; others that come again are said again.

    Examples
    --------
    >>> subtitle_text("1\n00:01,000 --> 00:02,000\n<i>The tide</i>\n\n2\n00:03 --> 00:04\nis low.")
    'The tide\nis low.'
    """
    kept: list[str] = []
    before: list[str] = []
    for block in re.split(r"\n[ \t]*\n", f"{source}\n"):
        lines = block.strip().split("\n")
        time = next((i for i, line in enumerate(lines[:2]) if _TIMES.match(line.strip())), None)
        if time is None and lines[0].startswith(_ABOUT):
            continue
        spoken = lines if time is None else lines[time + 1 :]
        words = [unescaped(_MARKS.sub("", line)).strip() for line in spoken]
        words = [line for line in words if line]
        kept += words[_n_rolled(before, words) :]
        before = words
    return "\n".join(kept)


def _n_rolled(before: list[str], words: list[str]) -> int:
    """How many lines an entry begins with that the one before ended with."""
    longest = min(len(before), len(words))
    return next((n for n in range(longest, 0, -1) if before[-n:] == words[:n]), 0)
