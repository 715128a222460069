"""Take what is said out of transcripts that have marks of time and of grammar in them."""

from __future__ import annotations

import json
import re

from hiertopics.corpus.files.html import html_text
from hiertopics.corpus.files.subtitles import subtitle_text

_SBV_TIMES = re.compile(r"\d{1,2}:\d\d:\d\d\.\d{3},\d{1,2}:\d\d:\d\d\.\d{3}\s*")
_ASS_LINE = re.compile(r"Dialogue:\s?(?:[^,\n]{0,200},){9}(.*)")
_ASS_MARKS = re.compile(r"\{[^{}]{0,400}\}")
_ASS_BREAK = re.compile(r"\\[Nnh]")
_STAMP = re.compile(r'<span class="timestamp"[^<>]{0,400}>[^<]{0,40}</span>')
_TURN = re.compile(r"\*[A-Z0-9]{1,8}:\s?")
_TIER = re.compile(r"[@%]")
# Times behind a turn, and codes of what is heard, of pauses, errors and repetitions.
_CODES = re.compile(r"\x15[^\x15\n]{0,60}\x15|\[[^\[\]\n]{0,200}\]|\([.\d]{1,6}\)|[<>↑↓≈≋‡„⌈⌉⌊⌋]")
_SOUNDS = re.compile(r"(?<!\S)(?:[&+0][^\s\w]?\S{0,40}|xxx|yyy|www)(?!\S)")


def sbv_text(source: str) -> str:
    """What is said in subtitles of YouTube (.sbv), without their times."""
    lines = ["" if _SBV_TIMES.fullmatch(line) else line for line in source.split("\n")]
    return subtitle_text("\n".join(lines))


def ass_text(source: str) -> str:
    r"""What is said in subtitles of SubStation Alpha (.ass, .ssa).

    Examples
    --------
    >>> ass_text("Dialogue: 0,0:00:01.00,0:00:02.00,A,,0,0,0,,{\\i1}The tide{\\i0}\\Nfell")
    'The tide\nfell'
    """
    said = (match[1] for line in source.split("\n") if (match := _ASS_LINE.match(line)))
    return "\n".join(_ASS_BREAK.sub("\n", _ASS_MARKS.sub("", line)) for line in said)


def otranscribe_text(source: str) -> str:
    """The transcript in a file of oTranscribe (.otr), without its marks of time."""
    try:
        page = json.loads(source).get("text", "")
    except (ValueError, AttributeError, RecursionError):
        return source
    return html_text(_STAMP.sub("", page)) if isinstance(page, str) else source


def chat_text(source: str) -> str:
    r"""What is said in a transcript of CHILDES (.cha): no headers, and no tiers of grammar.

    Examples
    --------
    >>> chat_text("@Begin\n*CHI:\tthe boat &-uh [/] the\n\tboat fell . \x151_2\x15\n%mor:\tdet|the")
    'the boat the boat fell .'
    """
    kept: list[str] = []
    is_said = False
    for line in source.split("\n"):
        if turn := _TURN.match(line):
            kept.append(line[turn.end() :])
            is_said = True
        elif _TIER.match(line):
            is_said = False
        elif is_said and line[:1] in ("\t", " "):
            kept[-1] += f" {line.strip()}"
    said = (" ".join(_SOUNDS.sub("", _CODES.sub("", line)).split()) for line in kept)
    return "\n".join(filter(None, said)) if kept else source
