"""XML: its parts, its text, and a parser that goes through the parts of archives.

Files of XML are cut into tags here, in any state: of feeds and exports many have a bare "&", an
entity of HTML, a character that XML has not, or end in the middle, and expat stops at the first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from xml.parsers import expat

from hiertopics.corpus.files.bounds import PassedOver, TimeLimit
from hiertopics.corpus.files.html import tidy, unescaped
from hiertopics.dates.publication import day

HEADS = frozenset(("teiHeader", "front-matter"))
"""Elements that hold what is about a text."""

# What else is about a text, by the outermost element.
_AROUND = {
    root: frozenset(names.split())
    for root, names in {
        "article": "journal-meta article-id article-categories contrib-group aff author-notes "
        "pub-date history permissions related-article counts funding-group ref-list volume issue "
        "elocation-id fpage lpage self-uri custom-meta-group",
        "FictionBook": "document-info publish-info custom-info src-title-info genre author date "
        "lang src-lang coverpage translator sequence binary",
        "dokument": "doknr ecli gertyp gerort spruchkoerper entsch-datum aktenzeichen doktyp "
        "vorinstanz norm region identifier sprache herausgeber zugriffsrechte",
    }.items()
}
_OF_DATES = ("year", "month", "day", "entsch-datum")

_NAME = r"""[^\W\d][^\s<>/="'&;]{0,199}"""
# A value holds no "<", so that what never ends does so at the next.
_TAG = re.compile(rf"""<(/?)({_NAME})((?:[\s/][^<>"']*)?(?:"[^"<]*"[^<>"']*|'[^'<]*'[^<>"']*)*)>""")
_HASTY_TAG = re.compile(rf"<(/?)({_NAME})([^<>]*)>")
_ATTRIBUTE = re.compile(
    r"""(?<![^\s"'])([^\s=<>"'/]{1,200})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)')"""
)
START = re.compile(rf"<({_NAME})[\s/>]")
"""Where an element begins."""
_DECLARED = re.compile(r"<![^<>\[]{0,2000}(>|\[)")
_OPEN_ENTITY = re.compile(r"&[#\w]{0,40}\Z")
_LONGEST_ENTITY = 41
_BLANKS = re.compile(r"[^\S\n ][^\S\n]*|  [^\S\n]*")
_CDATA_END = "]]>"
_ENDS = {"<!--": "-->", "<![CDATA[": _CDATA_END, "<?": "?>"}
_LONGEST_TAG = 4_000_000
# Elements within a line, of TEI, DocBook and JATS; all others set their words apart.
INLINE = frozenset(
    "hi emph emphasis b i u em strong italic bold sub sup span a ref ptr name persName placeName "
    "orgName geogName rs foreign term w pc c seg choice sic corr orig reg abbr expan add del "
    "supplied unclear gap num q quote said xref ext-link sc lb milestone style font".split()
)
"""Names of elements within a line."""


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


def tokens(pieces: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Parts of XML in order: ("", text), ("a", its attributes as they are written) and ("/a", "").

    Comments and declarations are left out, and entities that a file declares are no more than their
    names. What is broken is text, or ends where something else begins. Memory is bounded by the
    pieces and the longest tag.
    """
    held, until = "", ""
    for piece in _with_ends(pieces):
        is_last = piece is None
        held += piece or ""
        start = 0
        while start < len(held):
            if until:
                end = held.find(until, start)
                stop = end if end >= 0 else len(held) if is_last else max(start, len(held) - 2)
                if until == _CDATA_END and stop > start:
                    yield "", held[start:stop]
                start = stop if end < 0 else end + len(until)
                if end < 0:
                    break
                until = ""
                continue
            opened = held.find("<", start)
            if opened != start:
                stop = opened if opened >= 0 else len(held)
                if opened < 0 and not is_last:
                    entity = _OPEN_ENTITY.search(held, max(start, stop - _LONGEST_ENTITY))
                    stop = entity.start() if entity else stop
                if stop > start:
                    yield "", unescaped(held[start:stop])
                start = stop
                if opened < 0:
                    break
            match = _TAG.match(held, start)
            if match is None and not is_last and held.find("<", start + 1) < 0:
                if len(held) - start < _LONGEST_TAG:
                    break  # more of it is to come
            if match := match or _HASTY_TAG.match(held, start):
                start = match.end()
                yield match[1] + match[2], match[3]
                if match[3].endswith("/") and not match[1]:
                    yield "/" + match[2], ""
                continue
            start, until, text = _special(held, start)
            if text:
                yield "", text
        held = held[start:]


def _with_ends(pieces: Iterable[str]) -> Iterator[str | None]:
    """Pieces of XML, those without the end of a tag put together, and None behind the last."""
    waiting: list[str] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if "<" in piece or ">" in piece or size > _LONGEST_TAG:
            yield "".join(waiting)
            waiting, size = [], 0
    yield "".join(waiting)
    yield None


def _special(held: str, start: int) -> tuple[int, str, str]:
    """Where what is no tag goes on, the mark that ends it, and its text, if it is no mark."""
    for mark, end in _ENDS.items():
        if held.startswith(mark, start):
            return start + len(mark), end, ""
    declared = _DECLARED.match(held, start)
    if declared:  # entities and the like
        return declared.end(), "]>" if declared[1] == "[" else "", ""
    return start + 1, "", "<"


def attributes(written: str) -> dict[str, str]:
    """Attributes of an element by their names, without namespaces."""
    return {
        local(name): unescaped(one or other) for name, one, other in _ATTRIBUTE.findall(written)
    }


def local(name: str) -> str:
    """Name of an element without that of its namespace."""
    return name.rpartition(":")[2]


def break_at(name: str) -> str:
    """What an element puts between the words before and behind its tag."""
    if name in ("lb", "br"):
        return "\n"
    return "" if name in INLINE else "\n\n"


def xml_text(source: str) -> tuple[str, dict[str, str]]:
    """Text of the elements of an XML file, without what is about it, and its date where that says.

    Comments, declarations and marks go; what is within a line, as TEI's names are, stays there.
    What TEI, articles of JATS, books of FictionBook and decisions of German courts have beside
    their text, such as identifiers, rights, references and pictures, is left out.
    """
    parts: list[str] = []
    about: dict[str, str] = {}
    around: frozenset[str] = HEADS | {"metadata"}
    left_out = inner = root = ""
    for token, written in tokens([source]):
        name = local(token.lstrip("/"))
        if not token:
            parts += [] if left_out else [written]
            if inner in _OF_DATES and written.strip():
                about.setdefault(inner, written.strip())
        elif left_out:
            inner = "" if token[0] == "/" else name
            left_out = "" if token[0] == "/" and name == left_out else left_out
        elif name in around and token[0] != "/":
            left_out = inner = name
        else:
            parts.append(break_at(name))
            if not root:
                root, around = name, around | _AROUND.get(name, frozenset())
    date = day(*(about.get(each) for each in _OF_DATES)) if about else None
    return folded("".join(parts)), {"date": date} if date else {}


def folded(text: str) -> str:
    """Text with its blanks folded within lines, and with no two blank lines in a row."""
    text = _BLANKS.sub(" ", text)  # to split a line takes ten times its memory
    return tidy("\n".join(map(str.strip, text.split("\n"))))
