"""Rows of an archive of the web (.warc, and .wet of Common Crawl): the text of each page in it."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from hiertopics.corpus.decode import LONGEST_DOCUMENT, decode
from hiertopics.corpus.files.html import html_text
from hiertopics.corpus.notes import Notes
from hiertopics.printable import printable

_LONGEST_LINE = 2**16
_MOST_LINES = 1000
_BLOCK = 2**20
_PAGES = ("text/html", "application/xhtml+xml", "text/plain")


def web_archive_rows(
    file: BinaryIO, encoding: str | None, notes: Notes
) -> Iterator[Mapping | None]:
    """Text, address and date of each page that was fetched; None for one that is too large.

    Pictures, scripts and what the server did not find are left out, and counted.
    """
    name = printable(os.path.basename(file.name))
    n_left = n_read = 0
    while (fields := _record_fields(file)) is not None:
        size = int(fields.get("content-length", "0"))
        kind = fields.get("warc-type", "")
        if kind not in ("response", "conversion", "resource") or size > LONGEST_DOCUMENT:
            whole = _passed(file, size)
            if size > LONGEST_DOCUMENT:
                yield None
        else:
            data = file.read(size)
            whole = len(data) == size
            text = _text(data, fields, encoding) if kind != "response" else _page(data, encoding)
            n_left += text is None
            n_read += whole and text is not None
            if not whole:
                yield None
            elif text is not None:
                yield {
                    "text": text,
                    "url": fields.get("warc-target-uri", "").strip("<>"),
                    "date": fields.get("warc-date"),
                }
        if not whole:
            notes.doubt(f"{name} breaks off behind page {n_read:,}; read are those")
            return
    if n_left:
        notes.remark(f"left out of {name}: {n_left:,} answers that are no pages of text")


def _record_fields(file: BinaryIO) -> dict[str, str] | None:
    """The header of the next record; None at the end, and where no record follows."""
    for _ in range(_MOST_LINES):
        line = file.readline(_LONGEST_LINE)
        if line.strip():
            return _fields(file) if line.startswith(b"WARC/") else None
        if not line:
            return None
    return None


def _fields(file: BinaryIO) -> dict[str, str]:
    """Fields of a header by their names in lower case, up to a blank line."""
    fields: dict[str, str] = {}
    for _ in range(_MOST_LINES):
        line = file.readline(_LONGEST_LINE)
        if not line.strip():
            if not line:  # what it announces is not there
                fields["content-length"] = "1"
            break
        name, _, value = line.decode("utf-8", "replace").partition(":")
        fields[name.strip().lower()] = value.strip()
    if not fields.get("content-length", "0").isdecimal():
        fields["content-length"] = "0"
    return fields


def _passed(file: BinaryIO, size: int) -> bool:
    """Pass over so many bytes; whether there were as many."""
    while size > 0 and (block := file.read(min(size, _BLOCK))):
        size -= len(block)
    return size <= 0


def _text(data: bytes, fields: Mapping[str, str], encoding: str | None) -> str | None:
    """A text or page by the type that a header says; None for what is neither."""
    kind = fields.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _PAGES:
        return None
    text = decode(data, encoding).text
    return text if kind == "text/plain" else html_text(text)


def _page(data: bytes, encoding: str | None) -> str | None:
    """The text of what a server answered; None for what is no page, or was not found."""
    head, _, body = data.partition(b"\r\n\r\n")
    status, *lines = head.decode("utf-8", "replace").split("\r\n")
    pairs = (line.partition(":") for line in lines[:_MOST_LINES])
    fields = {name.strip().lower(): value.strip() for name, _, value in pairs}
    if status.split(" ")[1:2] != ["200"]:
        return None
    if fields.get("transfer-encoding", "").lower() == "chunked":
        body = _unchunked(body)
    packed = fields.get("content-encoding", "").lower()
    if packed in ("gzip", "x-gzip", "deflate"):
        unzip = zlib.decompressobj(32 + zlib.MAX_WBITS)
        try:
            body = unzip.decompress(body, LONGEST_DOCUMENT)
        except zlib.error:
            return None
    elif packed not in ("", "identity"):
        return None
    return _text(body, fields, encoding)


def _unchunked(body: bytes) -> bytes:
    """What was sent in pieces, each behind its size; bytes that were not are as they are."""
    pieces, start = [], 0
    while (end := body.find(b"\r\n", start)) >= 0:
        try:
            size = int(body[start:end].partition(b";")[0], 16)
        except ValueError:
            break
        if size == 0:
            break
        pieces.append(body[end + 2 : end + 2 + size])
        start = end + 2 + size + 2
    return b"".join(pieces) or body
