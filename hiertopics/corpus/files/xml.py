"""XML: its text, whatever its elements, and a parser that goes through it piece by piece."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from xml.parsers import expat

from hiertopics.corpus.files.bounds import PassedOver, TimeLimit
from hiertopics.corpus.files.html import tidy, unescaped

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


def parse(
    pieces: Iterable[bytes],
    limit: TimeLimit,
    start: Callable[[str, Mapping[str, str]], object],
    end: Callable[[str], object],
    text: Callable[[str], object],
) -> None:
    """Go through XML, whatever its size and depth, without entities that it declares.

    Functions are called for each element's start and end, by names without namespaces, and for each
    text.

    PassedOver is raised where it is no XML, declares entities of its own (a few lines of them may
    mean gigabytes), or takes too long.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise PassedOver("damaged")

    @lru_cache(maxsize=1000)
    def local(name: str) -> str:
        return name.rpartition(" ")[2]

    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda name, values: start(
        local(name), {local(key): value for key, value in values.items()} if values else values
    )
    parser.EndElementHandler = lambda name: end(local(name))
    parser.CharacterDataHandler = text
    try:
        for piece in pieces:
            limit.check()
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise PassedOver("damaged") from error


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
