"""Rows of XML files that hold records, such as feeds, exports of blogs and databases."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from typing import BinaryIO, NamedTuple, TextIO

from hiertopics.corpus.decode import LONGEST_DOCUMENT, opened_table, opened_text
from hiertopics.corpus.files.html import html_text
from hiertopics.corpus.files.vocabularies import Row
from hiertopics.corpus.files.xml import HEADS, attributes, break_at, folded, local, tokens
from hiertopics.corpus.files.xml_shapes import (
    BLOCKS,
    KEYS,
    VALUES,
    Outline,
    Shape,
    close,
    has_known_root,
    has_several,
    key_attribute,
    repeated_root,
    shape_of,
    shape_of_several,
)
from hiertopics.corpus.notes import Notes
from hiertopics.corpus.packed import UnpackingError
from hiertopics.printable import printable

_PIECE = 2**18
_DEEPEST = 100
_TEXT = "text"  # the field of what a record has between its elements
_NO_FIELDS = {"xmlns", "lang", "space", "schemaLocation", "nil"}

RowReader = Callable[[BinaryIO, str | None, Notes], Iterator[Mapping | None]]


def record_reader(file: BinaryIO, encoding: str | None) -> RowReader | None:
    """A reader of the rows of an open file of XML; None where it holds no records, but one text.

    The file is at its start then.
    """
    text = opened_text(file, encoding)
    try:
        shape = _known_shape(text) or _shape(text)
    except UnpackingError:
        shape = None
    text.detach()
    file.seek(0)
    return None if shape is None else partial(_rows, shape)


def _known_shape(text: TextIO) -> Shape | None:
    """Shape of a file of known records, by its beginning: a dump is gone through once."""
    if not has_known_root(text.read(_PIECE)):
        return None
    text.seek(0)
    shape = shape_of(_up_to_damage(text))
    return shape if shape is not None and shape.path is None else None


def _up_to_damage(text: TextIO) -> Iterator[str]:
    with suppress(UnpackingError):
        yield from _pieces(text)


def _shape(text: TextIO) -> Shape | None:
    text.seek(0)
    name = repeated_root(_pieces(text))
    text.seek(0)
    is_several = bool(name) and has_several(_pieces(text), name)
    text.seek(0)
    return shape_of_several(_pieces(text), name) if is_several else shape_of(_pieces(text))


def _pieces(text: TextIO) -> Iterator[str]:
    return iter(lambda: text.read(_PIECE), "")


def _rows(
    shape: Shape, file: BinaryIO, encoding: str | None, notes: Notes
) -> Iterator[Mapping | None]:
    """Rows of the records of a shape; None for one that never ends or is too large."""
    name = printable(os.path.basename(file.name))
    found = _Found(Counter(), [])
    names = " or ".join(f"<{each}>" for each in list(shape.outlines)[:3])
    notes.remark(f"XML was read as a table: each {names} in it is a document")
    try:
        with opened_table(file, encoding) as text:
            for row in shape.vocabulary.choose(_contents(shape, text, found)):
                row = shape.vocabulary.finish(row) if isinstance(row, dict) else row
                if isinstance(row, str):
                    found.left_out[row] += 1
                else:
                    yield row
    finally:  # what was read of a damaged file is said, too
        found.say(name, notes)


class _Found(NamedTuple):
    """What is counted while records are read: what is none, and which have no end."""

    left_out: Counter[str]
    broken: list[int]

    def say(self, name: str, notes: Notes) -> None:
        """Put it into the notes."""
        if self.left_out:
            counts = (f"{kind} ({number:,})" for kind, number in self.left_out.most_common())
            notes.remark(f"left out of {name} by what they are: {', '.join(counts)}")
        if self.broken:
            n = len(self.broken)
            have = "1 record has" if n == 1 else f"{n:,} records have"
            notes.doubt(
                f"{have} no end in {name}, the first is number {self.broken[0]:,}: it was read as "
                "far as it goes"
            )


def _contents(shape: Shape, text: TextIO, found: _Found) -> Iterator[Row | None]:
    """What is in each record by its fields; None for one that is too large."""
    for number, record in enumerate(_records(shape, text), 1):
        if record.n_comments:
            found.left_out["comment"] += record.n_comments
        if not record.is_whole:
            found.broken.append(number)
        yield record.contents()


def _records(shape: Shape, text: TextIO) -> Iterator[_Record]:
    """The records of a file, one by one."""
    above = [_Holder("", {})]
    record: _Record | None = None
    for token, written in tokens(_pieces(text)):
        if record is not None:
            if token == record.end and not record.is_within(record.name):
                yield record
                record = None
            elif token and token[0] != "/" and record.is_next(token):
                record.is_whole = False
                yield record
                record = _Record(shape, token, written, above)
            elif token[:1] == "/" and record.is_left(token[1:], above):
                record.is_whole = False
                yield record
                record = None
                close(above, token[1:])
            else:
                record.take(token, written)
        elif not token:
            continue
        elif token[0] == "/":
            close(above, token[1:])
        elif shape.path is None and local(token) in shape.vocabulary.records:
            record = _Record(shape, token, written, above)
        elif token in shape.outlines and tuple(each.name for each in above[1:]) == shape.path:
            record = _Record(shape, token, written, above)
        elif len(above) < _DEEPEST:
            is_said = len(above) > 1 or shape.vocabulary.is_closed  # what is known of its fields
            above.append(_Holder(token, attributes(written) if is_said else {}))
    if record is not None:
        record.is_whole = False
        yield record


class _Holder(NamedTuple):
    """An open element that records are in, and its attributes."""

    name: str
    values: Mapping[str, str]


class _Element:
    """An open element of a record, the path of its field, and what is in it so far."""

    __slots__ = ("name", "outline", "path", "parts", "is_text", "values")

    def __init__(self, name: str, outline: Outline | None, path: str, is_text: bool):
        self.name, self.outline, self.path, self.is_text = name, outline, path, is_text
        self.parts: list[str] = []
        self.values: dict[str, str] = {}


class _Record:
    """A record while it is read."""

    def __init__(self, shape: Shape, name: str, written: str, above: list[_Holder]):
        self.name, self.end = name, f"/{name}"
        self.is_whole = True
        self.n_comments = 0
        self._vocabulary = shape.vocabulary
        self._found: dict[str, list[str]] = {}
        self._size = 0
        self._left_out = ""
        outline = shape.outlines.get(name)  # not of what comes late in a large file
        is_text = outline is not None and (not outline.children or outline.n_text > 0)
        self._stack = [_Element(name, outline, "", is_text)]
        for holder in above:
            for key, value in holder.values.items():
                self._put(f"{local(holder.name)}.{key}", value)
        for key, value in attributes(written).items():
            if key not in _NO_FIELDS:
                self._put(key, value)

    def is_within(self, name: str) -> bool:
        """Whether an element of this name is open in it."""
        return any(element.name == name for element in self._stack[1:])

    def is_next(self, name: str) -> bool:
        """Whether an element is the next record, this one having no end."""
        if name != self.name or len(self._stack) > 2:
            return False
        outline = self._stack[0].outline
        return bool(self._vocabulary.records) or outline is None or name not in outline.children

    def is_left(self, name: str, above: list[_Holder]) -> bool:
        """Whether an end of this name is that of what the record is in, this one having no end."""
        return not self.is_within(name) and any(each.name == name for each in above)

    def take(self, token: str, written: str) -> None:
        """Take the next part of the record."""
        self._size += len(written)
        if self._size > LONGEST_DOCUMENT:
            return
        if not token:
            if not self._left_out:
                self._stack[-1].parts.append(written)
        elif self._left_out:
            self._left_out = "" if token == "/" + self._left_out else self._left_out
        elif token[0] != "/":
            self._open(token, written)
        elif self.is_within(token[1:]):
            while self._stack[-1].name != token[1:]:
                self._end()
            self._end()

    def _open(self, token: str, written: str) -> None:
        name = local(token)
        attribute, key = key_attribute(token, written)
        if name in HEADS or token in self._vocabulary.left_out:
            self.n_comments += name == "comment"
            self._left_out = token
            return
        above = self._stack[-1]
        if len(self._stack) > _DEEPEST:
            return
        if len(self._stack) == 1 and name in BLOCKS:
            above.is_text = True
        is_within = len(self._stack) > 1 or name in BLOCKS or self._is_mixed()
        if above.is_text and is_within and name not in self._vocabulary.around:
            self._stack.append(_Element(token, None, above.path, True))
            above.parts.append(break_at(name))
            return
        outline = above.outline.children.get(key or token) if above.outline else None
        parts = [above.path, key or self._name(token)]
        if not key and name in VALUES and local(above.name) == "arr":
            parts.pop()  # of the values of a list none has a name
        path = ".".join(filter(None, parts))
        is_text = path in self._vocabulary.fields if outline is None else outline.is_mixed
        element = _Element(token, outline, path, is_text)
        if "=" in written:
            element.values = attributes(written)
            element.values.pop(attribute, None)
        self._stack.append(element)

    def _is_mixed(self) -> bool:
        """Whether a record has text between its elements, which are marks within it then."""
        outline = self._stack[0].outline
        is_mixed = outline is not None and outline.n_text > 0 and bool(outline.children)
        return is_mixed or self._vocabulary.is_text

    def _name(self, token: str) -> str:
        """Name of a field: with its namespace where the vocabulary knows it by that."""
        return token if token in self._vocabulary.fields else local(token)

    def _end(self) -> None:
        element = self._stack.pop()
        above = self._stack[-1]
        if element.is_text and above.is_text and element.path == above.path:
            above.parts += [*element.parts, break_at(local(element.name))]
            return
        value = "".join(element.parts)
        path = element.path
        if self._vocabulary.is_closed:
            path += _kind_of(element.name, element.values)
        if value.strip():
            self._put(path, folded(value) if element.is_text else value)
            return
        for key, each in element.values.items():
            if key not in _NO_FIELDS and not _is_other_link(element):
                is_value = key == "value" and local(element.name) in KEYS
                self._put(path if is_value else f"{path}.{key}", each)

    def _put(self, path: str, value: str) -> None:
        fields = self._vocabulary.fields
        name = fields.get(path, "" if self._vocabulary.is_closed else path)
        if name and value.strip():
            self._found.setdefault(name, []).append(value.strip())

    def contents(self) -> Row | None:
        """What is in the record by its fields; None if it is too large."""
        if self._size > LONGEST_DOCUMENT:
            return None
        while len(self._stack) > 1:
            self._end()
        if self._stack[0].is_text and (text := folded("".join(self._stack[0].parts))):
            self._found.setdefault(_TEXT, []).append(text)
        row: Row = {}
        for name, values in self._found.items():
            if name in self._vocabulary.html:
                values = [*map(_without_html, values)]
            row[name] = values[0] if len(values) == 1 else values
        return row


def _without_html(text: str) -> str:
    return html_text(text) if "<" in text or "&" in text else text


def _kind_of(name: str, values: Mapping[str, str]) -> str:
    """What tells fields of one name apart: the tags of a post are no categories of it."""
    return ".post_tag" if name == "category" and values.get("domain") == "post_tag" else ""


def _is_other_link(element: _Element) -> bool:
    """Whether it is a link to something else than the page of a feed's item."""
    return element.name == "link" and element.values.get("rel", "alternate") != "alternate"
