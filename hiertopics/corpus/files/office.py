"""Take the text out of documents that are archives of XML: .docx, .odt, .pptx, .epub.

One reader of a hundred lines for all four, in place of a library each: python-docx builds a tree
that takes a minute for a table of 2,000 rows of merged cells and never ends with a cell that spans
10^9 columns, and knows no footnotes.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from hiertopics.corpus.decode import decode
from hiertopics.corpus.files.bounds import PassedOver, TimeLimit
from hiertopics.corpus.files.html import html_text, tidy
from hiertopics.corpus.files.xml import parse
from hiertopics.natural_order import natural_key

_PIECE = 2**16
# XML of office programs is 5 to 50 times as large as its archive.
_MOST_INFLATED = 100
_SMALL = 10_000_000
_LARGEST = 500_000_000
_LARGEST_BOOK = 50_000_000  # its pages are held

# Parts that hold text, in order; heads and feet of pages, comments and masters do not.
_PARTS = {
    "word": re.compile(r"word/(document[0-9]{0,3}|footnotes|endnotes)\.xml"),
    "ppt": re.compile(r"ppt/(slides/slide|notesSlides/notesSlide)[0-9]{1,6}\.xml"),
    "content.xml": re.compile(r"content\.xml"),
}
_PART_ORDER = ("word/d", "word/f", "word/e", "ppt/s", "ppt/n", "content")
_LEFT_OUT = set(
    "Fallback delText instrText fld tracked-changes annotation note-citation page-number "
    "page-count sequence-decls forms".split()
)
_BREAKS = {
    **dict.fromkeys(("tab", "s"), " "),
    **dict.fromkeys(("br", "cr", "line-break"), "\n"),
    "noBreakHyphen": "-",
}
_ROWS = {"tr", "table-row"}
_CELLS = {"tc", "table-cell"}


class _Archive:
    """Parts of a zipped file, read up to what its size allows."""

    def __init__(self, data: bytes):
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise PassedOver("damaged") from error
        self.names = self._zip.namelist()
        self.limit = TimeLimit(len(data))
        self._left = min(_SMALL + _MOST_INFLATED * len(data), _LARGEST)

    def hold_to(self, n_bytes: int) -> None:
        """Read no more than so many bytes from here on."""
        self._left = min(self._left, n_bytes)

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part, piece by piece; what is written about its size is not believed."""
        try:
            with self._zip.open(name) as part:
                while piece := part.read(_PIECE):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise PassedOver("too large")
                    yield piece
        except RuntimeError as error:  # what zipfile raises where a password is needed
            raise PassedOver("encrypted") from error
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError) as error:
            raise PassedOver("damaged") from error


def office_text(data: bytes) -> tuple[str, Mapping[str, str]]:
    """Text of a document, and title, author and date where it is a book.

    Which of the formats it is, its parts say. Paragraphs have blank lines between them, a row of a
    table is a line, notes are at the end. What was deleted while changes were tracked, comments,
    heads and feet of pages are left out. PassedOver is raised for what is none of them, is damaged,
    needs a password, or inflates beyond what its size allows.
    """
    archive = _Archive(data)
    if "META-INF/container.xml" in archive.names:
        return _book(archive)
    texts: list[str] = []
    for pattern in _PARTS.values():
        parts = [name for name in dict.fromkeys(archive.names) if pattern.fullmatch(name)]
        for name in sorted(parts, key=_part_key):
            texts.append(_part_text(archive, name))
    if not texts:
        raise PassedOver("damaged")
    return tidy("\n\n".join(texts)), {}


def largest_table(data: bytes) -> list[list[str]]:
    """Cells of the table of a .docx that has the most rows, those of tables within it as texts."""
    archive = _Archive(data)
    tables: list[list[list[str]]] = [[]]
    line: list[str] = []
    depth = {"tbl": 0, "t": 0, "left out": 0}

    def start(element: str, _: Mapping[str, str]) -> None:
        if depth["left out"] or element in _LEFT_OUT:
            depth["left out"] += 1
            return
        if element in depth:
            depth[element] += 1
        if depth["tbl"] == 1 and element == "tbl":
            tables.append([])
        elif depth["tbl"] == 1 and element in _ROWS:
            tables[-1].append([])
        elif element in _BREAKS:
            line.append(_BREAKS[element])

    def end(element: str) -> None:
        if depth["left out"]:
            depth["left out"] -= 1
            return
        if depth["tbl"] == 1 and element in _CELLS:
            tables[-1][-1].append("".join(line).strip())
        if element in _CELLS or not depth["tbl"]:
            line.clear() if depth["tbl"] < 2 else line.append(" ")
        elif element in ("p", *_ROWS):
            line.append("\n")
        if element in depth:
            depth[element] -= 1

    def text(characters: str) -> None:
        if depth["t"] and not depth["left out"]:
            line.append(characters)

    if "word/document.xml" in archive.names:
        parse(archive.pieces("word/document.xml"), archive.limit, start, end, text)
    return max(tables, key=len)


def _part_key(name: str) -> tuple:
    kind = next(i for i, prefix in enumerate(_PART_ORDER) if name.startswith(prefix))
    return kind, natural_key(name)


def _part_text(archive: _Archive, name: str) -> str:
    """Text of one part; only elements named "t" hold text, in OpenDocument paragraphs do."""
    holders = {"p", "h"} if name == "content.xml" else {"t"}
    done: list[str] = []
    notes: list[str] = []
    line: list[str] = []
    outer: list[list[str]] = []  # paragraphs that a note interrupts
    depth = dict.fromkeys(("left out", "text", "cell"), 0)

    def start(element: str, _: Mapping[str, str]) -> None:
        nonlocal line
        if depth["left out"] or element in _LEFT_OUT:
            depth["left out"] += 1
        elif element == "note":
            outer.append(line)
            line = []
        elif element in _BREAKS:
            line.append(_BREAKS[element])
        depth["text"] += element in holders
        depth["cell"] += element in _CELLS

    def end(element: str) -> None:
        nonlocal line
        depth["text"] -= element in holders
        depth["cell"] -= element in _CELLS
        if depth["left out"]:
            depth["left out"] -= 1
        elif element == "note" and outer:
            notes.append("".join(line))
            line = outer.pop()
        elif element in ("p", "h") and depth["cell"]:
            line.append(" ")
        elif element in ("p", "h") or (element in _ROWS and not depth["cell"]):
            line.append("\n" if element in _ROWS or outer else "\n\n")
            if not outer:
                done.append("".join(line).lstrip(" "))  # stops of tabs are defined by tabs
                line = []

    def text(characters: str) -> None:
        if depth["text"] and not depth["left out"]:
            line.append(characters.replace("\n", " "))

    parse(archive.pieces(name), archive.limit, start, end, text)
    return "".join([*done, *line, "\n\n", *notes])


def _book(archive: _Archive) -> tuple[str, dict[str, str]]:
    """Text of an EPUB in the order of its spine, its title, author and date."""
    found = _elements(archive, "META-INF/container.xml")
    package = next((values["full-path"] for _, values, _ in found if "full-path" in values), "")
    items: dict[str, str] = {}
    spine: list[str] = []
    fields: dict[str, str] = {}
    for element, values, text in _elements(archive, package):
        if element == "item" and "nav" not in values.get("properties", "").split():
            items[values.get("id", "")] = values.get("href", "")
        elif element == "itemref":
            spine.append(values.get("idref", ""))
        elif element in ("title", "creator", "date") and text.strip():
            name = "author" if element == "creator" else element
            fields[name] = f"{fields[name]}, {text.strip()}" if name in fields else text.strip()
    archive.hold_to(_LARGEST_BOOK)
    home = posixpath.dirname(package)
    paths = dict.fromkeys(
        posixpath.normpath(posixpath.join(home, unquote(items[item])))
        for item in spine
        if item in items
    )
    chapters = []
    for path in paths:
        if path in archive.names:
            archive.limit.check()
            page = decode(b"".join(archive.pieces(path))).text
            chapters.append(html_text(page, has_title=False))
    if not chapters:
        raise PassedOver("damaged")
    return tidy("\n\n".join(chapters)), fields


def _elements(archive: _Archive, name: str) -> list[tuple[str, Mapping[str, str], str]]:
    """All elements of a small part, with their values and the text right behind their start."""
    found: list[tuple[str, Mapping[str, str], list[str]]] = []

    def text(characters: str) -> None:
        if found:
            found[-1][2].append(characters)

    parse(
        archive.pieces(name),
        archive.limit,
        lambda element, values: found.append((element, values, [])),
        lambda element: found.append(("", {}, [])),
        text,
    )
    return [(element, values, "".join(parts)) for element, values, parts in found if element]
