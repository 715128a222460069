"""Rows of exports of literature databases: BibTeX, RIS, PubMed, EndNote, Web of Science and others.

One reader serves all formats with a mark in front of each field, of which rispy (0.10) knows
RIS alone, which it reads three times faster. Of 80 BibTeX entries, the first with a brace too few,
this one reads 80, bibtexparser (2.1) 79 in the same time, and pybtex none.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from hiertopics.corpus.decode import (
    LONGEST_DOCUMENT,
    SNIFFED_BYTES,
    bounded_lines,
    opened_table,
)
from hiertopics.corpus.files.pubmed_abstracts import abstract_rows, are_abstracts
from hiertopics.corpus.notes import Notes
from hiertopics.dates.publication import day
from hiertopics.printable import printable

Row = dict[str, object]

# How a record begins, and what the other lines of such a file begin with.
_FLAVOURS = [
    (re.compile(start), re.compile(mark))
    for start, mark in (
        (r"TY {0,2}- ", r"([A-Z][A-Z0-9]) {0,2}-(?: |$)"),
        (r"PMID- ", r"([A-Z]{2,4}) {0,2}-(?: |$)"),
        (r"%0 ", r"%([A-Z0-9@+\[])(?: |$)"),
        (r"PT [A-Z]", r"([A-Z][A-Z0-9])(?: |$)"),
        (r"RT [A-Z][a-z]", r"([A-Z][A-Z0-9]) "),  # of RefWorks
        (r"Record #\d{1,6} of \d", r"([A-Z]{2,3}): "),  # of Cochrane
        (r"<\d{1,6}>$", r"([A-Z][\w/ ()\[\]-]{1,40})$"),  # of Ovid
    )
]
_EXPORT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,9}(?:FN [^\n]{1,99}\s{1,9}VR 1|TY  - [A-Z]|PMID- [0-9]|%0 [A-Z]"
    rb"|Record #1 of \d{1,6}\s{1,9}[A-Z]{2}: |RT [A-Z][a-z][^\n]{1,40}\n(?:SR|ID|A1|T1) )"
)
_OVID = re.compile(
    rb"(?:^|\n)<1>\s{0,9}\n(?:Accession Number|Unique Identifier|Authors?|Title|VN|DB)\s{0,9}\n  "
)
_BIBTEX = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s{0,9}%[^\n]{0,200}\n){0,9}\s{0,9}@(?:article|book|booklet|collection|comment"
    rb"|conference|inbook|incollection|inproceedings|manual|mastersthesis|misc|online|phdthesis"
    rb"|preamble|proceedings|report|string|techreport|thesis|unpublished)\s{0,9}[{(]",
    re.IGNORECASE,
)
_NAMES = {
    **dict.fromkeys(("TI", "T1", "T", "Title"), "title"),
    **dict.fromkeys(("AB", "N2", "X", "Abstract"), "abstract"),
    **dict.fromkeys(("FAU", "AF", "AU", "A1", "A", "Author", "Authors"), "authors"),
    **dict.fromkeys(("PY", "Y1", "YR", "DP", "D", "Year of Publication"), "year"),
    **dict.fromkeys(("KW", "OT", "MH", "DE", "K", "K1", "KY", "Key Concepts"), "keywords"),
    **dict.fromkeys(("JF", "JO", "T2", "JA", "SO", "JT", "J", "B", "Source"), "journal"),
    **dict.fromkeys(("DO", "DI", "LID", "AID", "R", "DOI"), "doi"),
    **dict.fromkeys(("ID", "AN", "PMID", "UT", "M"), "id"),
    **dict.fromkeys(("Accession Number", "Unique Identifier"), "id"),
    **dict.fromkeys(("LA", "G"), "language"),
}
_COLUMNS = tuple("id title abstract authors year date journal keywords doi language".split())
# Where more than the year is, by the mark that only such files have.
_DATES = {"TY": ("DA", "PY", "Y1"), "PMID": ("DP",), "0": ("8", "D"), "PT": ("PY", "PD")}
_DATES |= {"RT": ("YR", "FD")}
_YEAR = re.compile(r"\b(1[5-9]|20)[0-9]{2}\b")
_DOI = re.compile(r"10\.[0-9]{4,9}/\S+")

_ENTRY = re.compile(
    r"[ \t]{0,20}@[ \t]{0,20}([A-Za-z]{1,40})\s{0,20}[{(]\s{0,20}([^\s,{}()\"=]{0,200})"
)
_PART = re.compile(r'[{}",#=]|\\.|[^{}",#=\\]+|\\')
_NO_ENTRIES = {"comment", "preamble"}
_BIBTEX_NAMES = {
    **{"keyword": "keywords", "author": "authors", "editor": "authors", "langid": "language"},
    **dict.fromkeys(("journaltitle", "booktitle", "series"), "journal"),
}
_ACCENTS = dict(
    zip(
        "`'^\"~=.cvuHkr",
        "\u0300\u0301\u0302\u0308\u0303\u0304\u0307\u0327\u030c\u0306\u030b\u0328\u030a",
        strict=True,
    )
)
_ACCENT = re.compile(r"""\{?\\(?:([`'^"~=.])\s?|([cvuHkr])(?:\s|(?=\{)))\{?\\?([a-zA-Z])\}?\}?""")
_LETTERS = {
    **{"ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å"},
    **{"o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "i": "i", "j": "j"},
    # As Mendeley and others write signs.
    **{"textless": "<", "textgreater": ">", "textbar": "|", "textasciitilde": "~"},
    **{"textendash": "–", "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’"},
    **{
        "textmu": "µ",
        "textregistered": "®",
        "texttrademark": "™",
        "textpm": "±",
        "textbullet": "•",
    },
    **{"texttimes": "×", "textellipsis": "…", "textasciicircum": "^", "textunderscore": "_"},
    **{"textquotedblleft": "“", "textquotedblright": "”", "textbackslash": "\\", "textdegree": "°"},
}
_LETTER = re.compile(rf"\{{?\\({'|'.join(_LETTERS)})(?![a-zA-Z])(?:\{{\}}|\s)?\}}?")
_BARE_COMMAND = re.compile(r"\{\\([a-zA-Z]{1,40})\}")  # it would run into what follows
_SHAPE = re.compile(r"(?<=\{)\\(?:em|it|bf|rm|sc|sl|tt|itshape|bfseries)\s")
# Braces of formulas and of commands are for those who read them; others keep capitals.
_BRACES = re.compile(r"(\$[^$]{0,400}\$|\\[a-zA-Z]{1,40}\{[^{}]{0,2000}\})|[{}]")


def ending_of_export(head: bytes) -> str | None:
    """Ending that the name of an export with these first bytes should have; None for others."""
    if _BIBTEX.match(head):
        return ".bib"
    is_tagged = _EXPORT.match(head) or _OVID.search(head) or are_abstracts(head)
    return ".ris" if is_tagged else None


def tagged_rows(file: BinaryIO, encoding: str | None, notes: Notes) -> Iterator[Mapping | None]:
    """Rows of an export whose fields begin with marks, such as RIS, or of abstracts of PubMed."""
    head = file.read(SNIFFED_BYTES)
    file.seek(0)
    if are_abstracts(head):
        with opened_table(file, encoding) as text:
            yield from abstract_rows(bounded_lines(text))
        return
    record: dict[str, list[list[str]]] = {}
    mark, n_characters = "", 0
    flavour = None
    with opened_table(file, encoding) as text:
        for line in bounded_lines(text):
            line = line.rstrip()
            if flavour is None:
                flavour = next((each for each in _FLAVOURS if each[0].match(line)), None)
            if flavour is None:
                continue
            if flavour[0].match(line):
                yield from _tagged_row(record)
                record, mark, n_characters = {}, "", 0
            n_characters += len(line)
            match = flavour[1].match(line)
            if match:
                mark = match[1]
                record.setdefault(mark, []).append([line[match.end() :].strip()])
            elif line and mark and n_characters <= LONGEST_DOCUMENT:
                # A line is an author of Web of Science, a keyword of EndNote; all else goes on.
                if (mark in ("AU", "AF") and "PT" in record) or mark == "K":
                    record[mark].append([line.strip()])
                else:
                    record[mark][-1].append(line.strip())
    yield from _tagged_row(record)


def _tagged_row(record: Mapping[str, list[list[str]]]) -> Iterator[Row]:
    values: dict[str, list[str]] = {}
    is_of_science = record.get("PT", [[""]])[0][0] in ("J", "B", "S", "P")
    for mark, name in _NAMES.items():
        if is_of_science and mark == "ID":  # its own keywords
            name = "keywords"
        if mark in record and (name not in values or name in ("keywords", "doi")):
            found = [" ".join(parts) for parts in record[mark]]
            values.setdefault(name, []).extend(found)
    if is_of_science and "keywords" in values:
        values["keywords"] = [word for each in values["keywords"] for word in each.split(";")]
    if "PMID" in record:  # the source is a whole reference, a star is at the main subjects
        found = record.get("JT") or record.get("TA") or []
        values["journal"] = [" ".join(parts) for parts in found]
        values["keywords"] = [word.replace("*", "") for word in values.get("keywords", ())]
    marks = next((marks for mark, marks in _DATES.items() if mark in record), ())
    values["date"] = [" ".join(parts) for mark in marks for parts in record.get(mark, ())]
    if len(values) > 1:
        yield _row(values)


def bibtex_rows(file: BinaryIO, encoding: str | None, notes: Notes) -> Iterator[Mapping | None]:
    """Rows of a BibTeX file, an entry each; one that never closes ends where the next begins."""
    macros: dict[str, str] = {}
    unclosed: list[str] = []
    with opened_table(file, encoding) as text:
        for entry in _entries(bounded_lines(text)):
            start = _ENTRY.match(entry)
            if start is None or start[1].lower() in _NO_ENTRIES:
                continue
            is_macro = start[1].lower() == "string"
            place = start.start(2) if is_macro else start.end()
            fields, is_closed = _fields(entry, place, macros)
            unclosed += [] if is_closed else [start[2]]
            if is_macro:
                macros.update(fields)
            elif not fields:
                yield None
            else:
                pairs = reversed(fields.items())  # of two of a name the first stays
                named = {_BIBTEX_NAMES.get(key, key): value for key, value in pairs}
                authors = re.split(r"\sand\s", " ".join(named.pop("authors", "").split()))
                words = re.split("[;,]", named.pop("keywords", ""))
                year = named.get("year") or named.get("date", "")
                dates = [named.pop(each, "") for each in ("date", "year", "month", "day")]
                lists = {"authors": authors, "keywords": words, "id": [start[2]], "year": [year]}
                lists["date"] = dates
                plain = {key: [value] for key, value in named.items() if key in _COLUMNS}
                yield _row({**plain, **lists})
    if unclosed:
        n, name = len(unclosed), os.path.basename(file.name)
        have = "1 entry has" if n == 1 else f"{n:,} entries have"
        notes.doubt(
            f"{have} a brace that never closes in {printable(name)}, the first is "
            f"{printable(unclosed[0])!r}: what follows the brace was taken for a part of its field"
        )


def _entries(lines: Iterable[str]) -> Iterator[str]:
    """Texts of entries, from a line that begins with an @ to the next."""
    entry: list[str] = []
    n_characters = 0
    for line in lines:
        if _ENTRY.match(line):
            if entry:
                yield "\n".join(entry)
            entry, n_characters = [], 0
        n_characters += len(line)
        if (entry or _ENTRY.match(line)) and n_characters <= LONGEST_DOCUMENT:
            entry.append(line)
    if entry:
        yield "\n".join(entry)


def _fields(entry: str, start: int, macros: Mapping[str, str]) -> tuple[dict[str, str], bool]:
    """Names, in lower case, and values of an entry, and whether its braces close.

    Of a name that comes twice the first value stays.
    """
    fields: dict[str, str] = {}
    name, bare = "", ""
    value: list[str] = []
    depth, is_quoted = 0, False
    for match in _PART.finditer(entry, start):
        part = match[0]
        depth += (part == "{") - (part == "}")
        if depth < 0:
            break
        if part == '"' and not depth:
            is_quoted = not is_quoted
        elif is_quoted or depth or part == "}":
            value.append(part)
        elif part == "=":
            name, value, bare = bare.strip().lower(), [], ""
        elif part in ",#":
            value.append(macros.get(bare.strip().lower(), bare.strip()))
            if part == "," and name:
                fields.setdefault(name, "".join(value))
                name, value = "", []
            bare = ""
        else:
            bare += part
    value.append(macros.get(bare.strip(" \t\r\n)").lower(), bare.strip(" \t\r\n)")))
    if name:
        fields.setdefault(name, "".join(value))
    return fields, depth <= 0 and not is_quoted


def _row(values: Mapping[str, list[str]]) -> Row:
    """A row by its columns, those that have a value."""
    row: Row = {}
    for name in _COLUMNS:
        plain = [each for each in map(_plain, values.get(name, ())) if each]
        pattern = {"year": _YEAR, "doi": _DOI}.get(name)
        if name in ("authors", "keywords"):
            row[name] = plain
        elif name == "date":
            found = day(*plain)
            row[name] = found if found and len(found) > 4 else None  # the year has its own
        elif pattern:
            match = pattern.search(" ".join(plain))
            row[name] = match and (int(match[0]) if name == "year" else match[0])
        elif plain:
            row[name] = "\n\n".join(plain) if name == "abstract" else plain[0]
    return {name: value for name, value in row.items() if value}


def _plain(value: str) -> str:
    """A value in one line, without the braces of LaTeX, its accented letters composed."""
    value = " ".join(value.split())
    if "\\" in value:
        value = _ACCENT.sub(
            lambda match: unicodedata.normalize("NFC", match[3] + _ACCENTS[match[1] or match[2]]),
            value,
        )
        value = _SHAPE.sub("", value)
        value = _LETTER.sub(lambda match: _LETTERS[match[1]], value)
        value = _BARE_COMMAND.sub(r"\\\1 ", value)
        value = re.sub(r"\\([&%_#$])", r"\1", value.replace("\\,", " "))
    return _BRACES.sub(lambda match: match[1] or "", value).strip()
