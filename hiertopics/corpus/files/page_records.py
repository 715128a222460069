"""Rows of pages of HTML that programs export, in which each document has an element of its own."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import BinaryIO, NamedTuple

from hiertopics.corpus.files.html import html_text
from hiertopics.corpus.notes import Notes
from hiertopics.dates.publication import day
from hiertopics.printable import printable

_FEWEST = 2


class _Pages(NamedTuple):
    """What the documents are called, what one begins with, and its fields by class of element."""

    name: str
    begins: re.Pattern[str]
    fields: Mapping[str, str]
    kept: tuple[str, ...] = ()  # fields that go on until they are said again


_KINDS = (
    _Pages(
        "articles of Europresse",
        re.compile(r"<article[\s>]", re.IGNORECASE),
        {
            **{"titreArticle": "title", "DocPublicationName": "source", "DocHeader": "date"},
            **{"docAuthors": "author", "docOcurrContainer": "text"},
        },
    ),
    _Pages(
        "messages of Discord",
        re.compile(r'<div[^<>]{0,200}class="?chatlog__message-container\b'),
        {
            **{"chatlog__author": "sender", "chatlog__timestamp": "date"},
            "chatlog__content": "text",
        },
        ("sender", "date"),
    ),
    _Pages(
        "messages of Telegram",
        re.compile(r'<div class="message default clearfix'),
        {"from_name": "sender", "date": "date", "text": "text"},
        ("sender",),
    ),
)
_ELEMENT = re.compile(r"<([a-z]{1,10})\b[^<>]{0,400}?\bclass=\"?([\w -]{1,200})[^<>]{0,400}>")
_LONG_DATE = re.compile(r"\d{1,2}(?:er)? [^\W\d_]{3,12} \d{4}")
_TITLE = re.compile(r"\btitle=\"([^\"<>]{1,100})\"")


def find_records(source: str) -> Callable | None:
    """The reader of the rows of a page that holds documents of a known program, else None."""
    for kind in _KINDS:
        starts = [match.start() for match in kind.begins.finditer(source)]
        if len(starts) >= _FEWEST:
            parts = [source[a:b] for a, b in zip(starts, [*starts[1:], len(source)], strict=True)]
            rows = [_fields_of(part, kind) for part in parts]
            if 2 * sum("text" in row for row in rows) > len(rows):
                return partial(_rows, kind, rows)
    return None


def _rows(
    kind: _Pages, rows: list[dict[str, str]], file: BinaryIO, encoding: str | None, notes: Notes
) -> Iterator[Mapping | None]:
    name = printable(os.path.basename(file.name))
    notes.remark(
        f"{name} was read as {len(rows):,} {kind.name}, each a document; --split paragraphs reads "
        "the text as it is"
    )
    before: dict[str, str] = {}
    for row in rows:
        before |= {key: row[key] for key in kind.kept if key in row}
        yield {"text": None, **before, **row}


def _fields_of(part: str, kind: _Pages) -> dict[str, str]:
    """Fields of a document, each the text of the first element of a class."""
    row: dict[str, str] = {}
    for match in _ELEMENT.finditer(part):
        classes = match[2].split()
        name = next((kind.fields[each] for each in kind.fields if each in classes), None)
        if name is None or name in row:
            continue
        given = _TITLE.search(match[0]) if name == "date" else None
        text = given[1] if given else html_text(_inner(part, match.end(), match[1]))
        if name == "date":
            found = _LONG_DATE.search(text)
            text = (day(found[0]) or text) if found else text
        if text:
            row[name] = text
    return row


def _inner(source: str, start: int, name: str) -> str:
    """What is within an element, up to its end, or all that follows where it has none."""
    depth = 1
    for tag in re.finditer(rf"<(/?){name}\b", source[start:]):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return source[start : start + tag.start()]
    return source[start:]
