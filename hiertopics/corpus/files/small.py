"""Take the words out of subtitles, notebooks and XML."""

from __future__ import annotations

import json
import re

from hiertopics.corpus.files.html import tidy, unescaped
from hiertopics.corpus.files.markdown import markdown_text

_TIMES = re.compile(r"[0-9:.,]{5,16}[ \t]{1,9}-->")
_MARKS = re.compile(r"<[^<>]{0,200}>|\{\\[^{}]{0,200}\}")
_ABOUT = ("WEBVTT", "NOTE", "STYLE", "REGION")
# Elements that hold what is about a text, or a picture's drawing.
_HEADS = re.compile(r"<(?:[\w.-]{1,40}:)?(teiHeader|front-matter|metadata)[\s>]")
_ELEMENT = re.compile(r"<(/?)(?:[\w.-]{1,40}:)?([\w.-]{1,100})[^<>]*>")
_DECLARED = re.compile(r"<[!?][^<>\[]*(?:>|\[)")
_COMMENT_END = "-->"
_CDATA = "<![CDATA["
# Elements within a line, of TEI, DocBook and JATS; all others set their words apart.
_INLINE = set(
    "hi emph emphasis b i u em strong italic bold sub sup span a ref ptr name persName placeName "
    "orgName geogName rs foreign term w pc c seg choice sic corr orig reg abbr expan add del "
    "supplied unclear gap num q quote said xref ext-link sc lb milestone".split()
)


def subtitle_text(source: str) -> str:
    r"""What is said in subtitles (.srt, .vtt): without numbers, times and marks.

    Lines that two entries in a row share, as those of automatic subtitles do, come once.

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
        kept += [line for line in words if line and line not in before]
        before = words
    return "\n".join(kept)


def notebook_text(source: str) -> str:
    """Prose of a Jupyter notebook: its cells of Markdown, in order; the source if it is none."""
    try:
        cells = json.loads(source)["cells"]
        found = ["".join(c["source"]) for c in cells if c["cell_type"] in ("markdown", "raw")]
    except (ValueError, TypeError, KeyError, RecursionError):
        return source
    return tidy("\n\n".join(markdown_text(cell)[0] for cell in found))


def xml_text(source: str) -> str:
    """Text of the elements of an XML file, of TEI without its header.

    Comments, declarations and marks go; what is within a line, as TEI's names are, stays there.
    """
    parts: list[str] = []
    place, last_end = 0, source.rfind(">") + 1
    left_out = ""
    while place < len(source):
        start = source.find("<", place, last_end)
        start = len(source) if start < 0 else start
        parts += [] if left_out else [unescaped(source[place:start])]
        if source.startswith(_CDATA, start):
            end = source.find("]]>", start)
            end = len(source) if end < 0 else end
            parts += [] if left_out else [source[start + len(_CDATA) : end]]
            place = end + 3
            continue
        if source.startswith("<!--", start):
            end = source.find(_COMMENT_END, start)
            place = (len(source) if end < 0 else end) + 3
            continue
        match = _ELEMENT.match(source, start) or _DECLARED.match(source, start)
        place = match.end() if match else start + 1
        if match is None or match.re is _DECLARED:
            if match and match[0].endswith("["):  # entities and the like
                end = source.find("]>", place)
                place = len(source) if end < 0 else end + 2
            continue
        name = match[2]
        if name == left_out and match[1]:
            left_out = ""
        elif not left_out and _HEADS.match(source, start) and not match[0].endswith("/>"):
            left_out = name
        elif not left_out and (name not in _INLINE or name == "lb"):
            parts.append("\n\n" if name != "lb" else "\n")
    return tidy("\n".join(" ".join(line.split()) for line in "".join(parts).split("\n")))
