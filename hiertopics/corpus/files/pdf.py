"""Take the text out of PDF files, in the order in which it is read.

Of made files of a line, a page and thirty pages pypdfium2 is 2.9 to 5 times as fast as pypdf;
columns written line by line gain least. Two thirds to nine tenths of the time are the library's
own. It takes ligatures apart, and sets blanks where pypdf doubles or forgets them.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from statistics import median
from threading import Lock

from hiertopics.corpus.files.bounds import PassedOver, TimeLimit
from hiertopics.corpus.files.print_columns import Line, by_columns, places_on, text_of

# The library must not be entered by two threads at once.
_LOCK = Lock()
# So many pages in a row that cannot be read are the end of a file that lies about its pages.
_MOST_BAD_PAGES = 100
_MOST_CHARACTERS = 50_000_000
# Where the library found a word divided at the end of a line, it leaves out the line end.
_DIVIDES = "\ufffe\x02"
_HYPHENS = f"{_DIVIDES}\u2010\u00ad"
_ENDS = f"{_DIVIDES}\r\n"
_LINE_ENDS = re.compile(f"(?<=[{_DIVIDES}\n])")
_STREAM = re.compile(rb"stream\r?\n(?=[\x48\x58\x68\x78])")
_HARMLESS = 20_000
_PIECE = 2**14
_MOST_INFLATED = 100
_LARGEST_STREAM = 50_000_000
# Running heads are among so many lines at the top of a page, and at its bottom.
_EDGE = 3
_NUMBERS = re.compile(r"[0-9]+|\b[ivxlc]+\b")
# Paragraphs are further apart than lines, and their first line may be indented.
_PARAGRAPH_GAP = 1.35
_INDENT = 6.0


def pdf_text(data: bytes, keep_heads: bool = False) -> tuple[str, list[str], int]:
    """Text of a PDF, lines left out, and how many pages hold no text.

    Lines at the top and the bottom of pages that come again on the pages next to them, numbers
    aside, are left out unless `keep_heads`, or unless they are more than half of all lines. Blank
    lines are between paragraphs; words divided at a line end have "-" and a line feed in them.
    PassedOver is raised for a file that needs a password, has pictures of text alone, takes too
    long or is damaged.
    """
    _check_streams(data)
    with _LOCK:
        found = list(_pages(data))
    if not any(found):
        is_damaged = all(page is None for page in found)
        raise PassedOver("damaged" if is_damaged else "scan without text")
    pages = [page or [] for page in found]
    heads = [] if keep_heads else _running_heads(pages)
    if 2 * len(heads) > sum(map(len, pages)):  # they are what the file is about
        heads = []
    left_out = {id(line) for line in heads}
    gaps = [one.y - two.y for page in pages for one, two in pairwise(page) if one.y > two.y + 1]
    gap = _PARAGRAPH_GAP * median(gaps) if gaps else 0
    kept = ([line for line in page if id(line) not in left_out] for page in pages)
    shown = dict.fromkeys(_without_numbers(line.text) for line in heads)
    text = _joined([_with_paragraphs(lines, gap) for lines in kept if lines])
    return text, list(shown), sum(not page for page in pages)


def _check_streams(data: bytes) -> None:
    """Raise `PassedOver` where a few kilobytes inflate to hundreds of megabytes."""
    place = 0
    # To find the word takes a tenth of the time of a search for all of what a stream begins with.
    while 0 <= (place := data.find(b"stream", place)) < len(data) - _HARMLESS:
        match = None if data.endswith(b"end", 0, place) else _STREAM.match(data, place)
        place += len(b"stream")
        if match is None:
            continue
        first = start = match.end()
        end = data.find(b"endstream", start) % (len(data) + 1)
        if end - start < _HARMLESS:
            continue
        inflating, size = zlib.decompressobj(), 0
        piece = data[start : start + _PIECE]
        try:
            # Words and drawings inflate to ten times their size, and few streams are followed.
            while piece and size >= _MOST_INFLATED * (start - first) and start < end:
                size += len(inflating.decompress(piece, _LARGEST_STREAM))
                start += _PIECE
                piece = data[start : min(start + _PIECE, end)]
                if size >= _LARGEST_STREAM:
                    raise PassedOver("too large")
        except zlib.error:
            pass


def _pages(data: bytes) -> Iterator[list[Line] | None]:
    """Lines of each page, None of one that cannot be read."""
    # For a page of a few lines, the library's own classes take as long as it does.
    from pypdfium2 import raw

    limit, n_bad, n_characters = TimeLimit(len(data)), 0, 0
    document = raw.FPDF_LoadMemDocument64(data, len(data), None)
    try:
        n_pages = raw.FPDF_GetPageCount(document)
        if n_pages < 1:
            is_locked = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD
            raise PassedOver("encrypted" if is_locked else "damaged")
        for number in range(n_pages):
            limit.check()
            page = raw.FPDF_LoadPage(document, number)
            if not page:
                n_bad += 1
                if n_bad == _MOST_BAD_PAGES:
                    return
                yield None
                continue
            n_bad = 0
            text = raw.FPDFText_LoadPage(page)
            try:
                lines = _lines(raw, text)
            finally:
                raw.FPDFText_ClosePage(text)
                raw.FPDF_ClosePage(page)
            n_characters += sum(len(line.text) for line in lines)
            if n_characters > _MOST_CHARACTERS:
                raise PassedOver("too large")
            yield lines
    finally:
        if document:
            raw.FPDF_CloseDocument(document)


def _lines(raw, page) -> list[Line]:
    """Lines of a page as they are read, those without a word left out."""
    size = raw.FPDFText_CountChars(page)
    if size <= 0:
        return []
    text = text_of(page, size)
    place = places_on(page, len(text) == size)
    is_plain = "\ufffe" not in text and "\x02" not in text
    lines: list[Line] = []
    start = 0
    for row in text.split("\n") if is_plain else _LINE_ENDS.split(text):
        line = row.rstrip(_ENDS)
        if line and not line.isspace():
            is_divided = row[-1] in _DIVIDES or line[-1] in _HYPHENS
            line = line.rstrip(_HYPHENS) + "-" if is_divided else line.rstrip()
            lines.append(Line(line, *place(start), start))
        start += len(row) + is_plain
    return by_columns(page, lines, place)


def _without_numbers(line: str) -> str:
    return _NUMBERS.sub("#", " ".join(line.casefold().split()))


def _running_heads(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """Lines at the edges of pages that come again in their place, on one of the next two pages."""
    if len(pages) < 2:
        return []
    edges: list[dict[tuple[str, int], Line]] = []
    for page in pages:
        ordered = sorted(page, key=attrgetter("y"), reverse=True)
        ends = ordered[:_EDGE] + ordered[_EDGE:][-_EDGE:]
        edges.append({(_without_numbers(line.text), round(line.y)): line for line in ends})
    times = Counter(key for edge in edges for key in edge)
    enough = 2 if len(pages) == 2 else 3
    return [
        line
        for number, edge in enumerate(edges)
        for key, line in edge.items()
        if times[key] >= enough
        and any(key in near for near in edges[max(number - 2, 0) : number + 3] if near is not edge)
    ]


def _with_paragraphs(lines: Sequence[Line], gap: float) -> str:
    """Lines of a page, with blank ones where a paragraph begins."""
    parts = [lines[0].text]
    for number, (before, line) in enumerate(pairwise(lines), 2):
        is_apart = before.y - line.y > gap > 0
        margin = line.x - _INDENT
        if not is_apart and before.x < margin:  # an indented line is between two of the same margin
            after = lines[number] if number < len(lines) else before
            is_apart = after.x < margin and abs(before.x - after.x) < 2
        parts += ["\n\n" if is_apart else "\n", line.text]
    return "".join(parts)


def _joined(pages: Sequence[str]) -> str:
    """Text of all pages, in the same paragraph where a sentence goes on."""
    parts = list(pages[:1])
    for before, page in pairwise(pages):
        goes_on = before[-1].isalnum() or before[-1] in "-,;"
        parts += ["\n" if goes_on and page[0].islower() else "\n\n", page]
    return "".join(parts)
