"""A file in, its documents out: the file as one, its rows, its lines or its passages."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TextIO

from hiertopics.corpus.columns import Columns, text_of
from hiertopics.corpus.decode import is_text, with_plain_ends
from hiertopics.corpus.formats import SNIFFED_BYTES, FileText, file_text, is_slow, plain_text
from hiertopics.corpus.mail import split_mailbox
from hiertopics.corpus.opening import GZIP_ERRORS, kind_of, open_bytes, opened_text
from hiertopics.corpus.split import has_blank_lines, split_lines
from hiertopics.corpus.tables import read_rows

_LINE_PIECE = 2**20


class Record(NamedTuple):
    """What may be a document.

    `place` says where in its file it is, "" for all of it: the number of a row, of the line that a
    passage begins with, or both. `source` holds what is known about the file, or the row, that it
    comes from, and is the same object for all its passages. A record with a `source.reason` is no
    document; it is there so that records have the same numbers at every reading.
    """

    place: str
    text: str
    source: FileText
    row: Mapping = {}


@dataclass(frozen=True)
class Reader:
    """How files are read: nothing but settings, so that other processes can read as well.

    Attributes
    ----------
    columns : Columns or None
        Files are tables with these columns; None: each is a text.
    split : "lines", "paragraphs", int or None
        As `hiertopics.corpus.split.split_lines` takes it; None for whole texts.
    strip, encoding
        As `hiertopics.corpus.formats.file_text` takes them.
    """

    columns: Columns | None = None
    split: str | int | None = None
    strip: str = "auto"
    encoding: str | None = None

    def records(self, path: str) -> Iterator[Record]:
        """Everything in a file that may be a document, in order; the same each time."""
        if self.columns is not None:
            yield from self._rows(path)
            return
        if kind_of(path) == ".mbox":
            yield from self._mails(path)
            return
        read = file_text(path, self.encoding, self.strip)
        if read.reason == "too large" and self.split is not None:
            yield from self._stream(path)
        else:
            yield from self._passages(read, "", {})

    def _passages(self, read: FileText, place: str, row: Mapping) -> Iterator[Record]:
        if read.reason is not None or self.split is None:
            yield Record(place, read.text, read._replace(text=""), row)
            return
        source = read._replace(text="")
        lines = read.text.split("\n")
        for line, passage in split_lines(lines, self.split, has_blank_lines(lines)):
            yield Record(f"{place}:{line}" if place else str(line), passage, source, row)

    def _rows(self, path: str) -> Iterator[Record]:
        try:
            yield from self.records_of_rows(read_rows(path, self.encoding))
        except GZIP_ERRORS:
            yield Record("the end", "", FileText("", "damaged"))

    def records_of_rows(self, rows: Iterable[Mapping | None]) -> Iterator[Record]:
        """Everything in the rows of a table that may be a document; None is a damaged row."""
        for number, row in enumerate(rows, 1):
            if row is None:
                yield Record(str(number), "", FileText("", "damaged row"))
                continue
            read = plain_text(with_plain_ends(text_of(row, self.columns)), self.strip)
            if "\ufffd" in read.text:
                read = read._replace(n_bad=read.text.count("\ufffd"))
            yield from self._passages(read, str(number), row)

    def _mails(self, path: str) -> Iterator[Record]:
        for mail in self._streamed(path, split_mailbox):
            if mail.source.reason is not None:
                yield mail
                continue
            read = plain_text(mail.text, self.strip)._replace(encoding=mail.source.encoding)
            yield from self._passages(read, mail.place, {})

    def _stream(self, path: str) -> Iterator[Record]:
        """Passages of a text that is too large to be held."""
        yield from self._streamed(path, lambda lines: split_lines(lines, self.split))

    def _streamed(self, path: str, split: Callable) -> Iterator[Record]:
        try:
            with open_bytes(path) as file:
                if not is_text(file.read(SNIFFED_BYTES)):
                    reason = "too large" if is_slow(path) else "not text"
                    yield Record("", "", FileText("", reason))
                    return
                file.seek(0)
                with opened_text(file, self.encoding) as text:
                    source = FileText("", encoding=text.encoding.removesuffix("-sig"))
                    for line, passage in split(_bounded_lines(text)):
                        yield Record(str(line), passage, source)
                    if text.read(1):  # not to the end: what follows is no text
                        yield Record("the end", "", FileText("", "damaged"))
        except GZIP_ERRORS:
            yield Record("", "", FileText("", "damaged"))
        except OSError:
            yield Record("", "", FileText("", "unreadable"))


def _bounded_lines(text: TextIO) -> Iterator[str]:
    """Lines without their ends, in pieces where they are long, up to what is no text any more."""
    for line in iter(lambda: text.readline(_LINE_PIECE), ""):
        if "\0" in line:
            return
        yield line.removesuffix("\n")


def full_path(root: str, path: str) -> str:
    """Path of a file within a folder; `root` itself where the source is one file."""
    return os.path.join(root, path) if path else root
