"""Rows of JSON: objects or texts a line, in a list, or anywhere in an object."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain, islice
from typing import BinaryIO, TextIO

from hiertopics.corpus.decode import LONGEST_DOCUMENT, opened_table
from hiertopics.corpus.notes import Notes
from hiertopics.corpus.tables.shapes import DAMAGED, records_in, rows_of
from hiertopics.errors import CorpusError
from hiertopics.printable import printable

_HEAD = 2**16
_BLOCK = 2**20
# Of a list no more than this is held at a time, and shorter ones may hold the table in an item.
_SAMPLE = 1000
# It is decoded again with each block that it takes.
_LARGEST_ITEM = 2**24
# A list is read item by item, lines one by one; only what is nested otherwise is held.
_LARGEST_OBJECT = 2 * LONGEST_DOCUMENT
# Such a line is passed over; a file that is hardly more than one line ends with it.
_LONGEST_LINE = 4 * LONGEST_DOCUMENT

# Line ends within strings are not allowed, and met.
_DECODER = json.JSONDecoder(strict=False)
_LINE_DECODER = json.JSONDecoder()
_TOO_DEEP = object()
_BETWEEN = re.compile(r"[\s,]*")
_NEXT_LIST = re.compile(r"\]\s*\[")
# Archives of some services assign their lists to a variable of JavaScript.
_ASSIGNED = re.compile(r"\s*[A-Za-z_$][\w.$]{0,200}\s{0,20}[=(]\s{0,20}(?=[\[{])")
_NEXT_ITEM = re.compile(r"\}\s*,\s*(?=\{)")
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[\[\]{},]', re.DOTALL)
_STRING_OR_LAST_COMMA = re.compile(r'("[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z))|,(?=\s*[\]}])', re.DOTALL)
_LIST = re.compile(r'"\s*:\s*\[(?=\s*\{)')
_DEEPEST_MENDED = 100
# What is larger is not looked through for strings: expressions take memory for each escape.
_LARGEST_MENDED = 2 * 2**20


def json_rows(
    file: BinaryIO, encoding: str | None, notes: Notes, by_line: bool = False
) -> Iterator[Mapping | None]:
    """Rows of JSON of any shape: lines, a list, columns, or records within an object.

    `by_line` is for a file whose name says that its lines are rows; that is believed where some of
    them are. Objects within the records are flattened, as `rows_of` says.
    """
    name = printable(os.path.basename(file.name))
    with opened_table(file, encoding) as text:
        head = text.read(_HEAD)
        if len(head) == _HEAD and "\n" not in head and head.lstrip().startswith("{"):
            head += text.readline(LONGEST_DOCUMENT) + text.read(_HEAD)
        if _is_by_line(head, by_line):
            text.seek(0)
            yield from rows_of(_lines(text, name, notes))
            return
        assigned = _ASSIGNED.match(head)
        head = head[assigned.end() :] if assigned else head.lstrip()
        if not head.startswith("["):
            yield from _rows_of_object(head, text, name, notes, by_line)
            return
        items = _items(head[1:], text, name, notes)
        sample = list(islice(items, _SAMPLE))
        is_short = len(sample) < _SAMPLE
        yield from records_in(sample, name, notes) if is_short else rows_of(chain(sample, items))


def json_lines(file: BinaryIO, encoding: str | None, notes: Notes) -> Iterator[Mapping | None]:
    """Rows of JSON lines; see `json_rows`."""
    return json_rows(file, encoding, notes, by_line=True)


def _is_by_line(head: str, is_expected: bool) -> bool:
    """Whether lines are values of their own, judged by those at the beginning of a file."""
    lines = [line for line in head.split("\n") if line.strip()]
    if len(lines) > 2 or (len(lines) > 1 and len(head) >= _HEAD):
        n_more = lines.pop() != ""  # it may be cut off
    else:
        n_more = 0
    values = map(_value, lines)
    lists = (value for value in values if isinstance(value, dict | list | str))
    n_values = sum(not (isinstance(v, list) and v and isinstance(v[0], dict)) for v in lists)
    return len(lines) + n_more > 1 and n_values * (4 if is_expected else 2) > len(lines)


def _value(line: str) -> object:
    try:
        return _LINE_DECODER.decode(line)
    except (ValueError, RecursionError):
        return DAMAGED


def _lines(text: TextIO, name: str, notes: Notes) -> Iterator[object]:
    """The values of lines; a line beyond the limit is passed over."""
    for number, line in enumerate(iter(partial(text.readline, LONGEST_DOCUMENT), ""), 1):
        size = len(line)
        while len(line) == LONGEST_DOCUMENT and not line.endswith("\n"):
            line = text.readline(LONGEST_DOCUMENT)
            size += len(line)
            if size > _LONGEST_LINE:
                notes.doubt(
                    f"line {number:,} of {name} is longer than {_LONGEST_LINE:,} characters, and "
                    "the file is read up to there"
                )
                yield DAMAGED
                return
        if size > len(line):
            yield DAMAGED
        elif line.strip():
            yield _value(line)


def _items(buffer: str, text: TextIO, name: str, notes: Notes) -> Iterator[object]:
    """The items of a list that has begun, read block by block; lists that follow it belong to it.

    A damaged item ends where the next object begins.
    """
    position = number = 0
    while True:
        start, position = position, _after_blanks(buffer, position)
        if buffer.startswith("]", position):
            following = _NEXT_LIST.match(buffer, position)
            if following is None:
                return
            position = following.end()
            continue
        item, end = _item(buffer, position)
        may_go_on = end == len(buffer) or (end is None and not _NEXT_ITEM.search(buffer, position))
        size = len(buffer) - start
        if may_go_on and item is not _TOO_DEEP:
            more = text.read(min(max(_BLOCK, 3 * size), max(_LARGEST_ITEM - size, 0)))
            if more:
                buffer, position = buffer[start:] + more, 0
                continue
        if position == len(buffer) or item is _TOO_DEEP or size >= _LARGEST_ITEM:
            if not number:
                why = "is nested too deeply" if item is _TOO_DEEP else "does not end"
                raise CorpusError(f"{name} is no JSON list that can be read: its first item {why}")
            notes.doubt(f"{name} breaks off behind item {number:,} of its list; read are those")
            return
        if item is DAMAGED:
            item, end = _mended_item(buffer, position)
        number += item is not DAMAGED
        position = len(buffer) if end is None else end
        yield item


def _after_blanks(text: str, position: int) -> int:
    found = _BETWEEN.match(text, position)
    return position if found is None else found.end()


def _item(text: str, position: int) -> tuple[object, int | None]:
    """The value that begins at a place, and its end: of the text if it is cut off there.

    A damaged one has no end.
    """
    try:
        return _DECODER.raw_decode(text, position)
    except RecursionError:
        return _TOO_DEEP, len(text)
    except json.JSONDecodeError as error:
        # An escape, a number or a name may be cut off too.
        is_cut = error.msg.startswith("Unterminated") or error.pos >= len(text) - 12
        return DAMAGED, len(text) if is_cut else None
    except ValueError:  # a number of thousands of digits
        return DAMAGED, None


def _mended_item(text: str, position: int) -> tuple[object, int]:
    """A damaged item without the commas that nothing follows, or as damaged, and its end."""
    ends = [match.start() + 1 for match in islice(_NEXT_ITEM.finditer(text, position), 8)]
    last = text.rfind("}", position) + 1
    for end in ends or [last or len(text)]:
        if end - position > _LARGEST_MENDED:
            break
        item, _ = _item(_without_last_commas(text[position:end]), 0)
        if isinstance(item, dict | list):
            return item, end
    return DAMAGED, next(iter(ends), len(text))


def _rows_of_object(
    text: str, more: TextIO, name: str, notes: Notes, by_line: bool
) -> Iterator[Mapping | None]:
    """Rows of an object that is held as a whole, or of several that follow one another."""
    blocks, size = [text], len(text)
    if _item(text, 0)[0] is not _TOO_DEEP:  # then it is no use to read on
        while size <= _LARGEST_OBJECT and (block := more.read(_BLOCK)):
            blocks.append(block)
            size += len(block)
    if size > _LARGEST_OBJECT:
        raise CorpusError(
            f"{name} has more than {_LARGEST_OBJECT:,} characters and is neither a list nor lines "
            "of JSON; save it as JSON lines, a record a line"
        )
    text, blocks = "".join(blocks), []
    values: list[object] = []
    position = 0
    while text[position:].strip(" \t\n,);"):
        value, end = _item(text, position)
        if value is _TOO_DEEP and not values:
            raise CorpusError(f"{name} is nested too deeply to be read")
        if value in (DAMAGED, _TOO_DEEP) and values:
            notes.doubt(f"{name} breaks off behind object {len(values):,}; read are those")
            break
        if value is DAMAGED:
            yield from _rows_of_damaged(text, name, notes)
            return
        values.append(value)
        position = _after_blanks(text, end or 0)
    is_single = len(values) == 1
    yield from records_in(values[0], name, notes, by_line) if is_single else rows_of(values)


def _rows_of_damaged(text: str, name: str, notes: Notes) -> Iterator[Mapping | None]:
    """Rows of what can be read of a damaged object, and a doubt about it."""
    is_small = len(text) <= _LARGEST_MENDED
    text = _without_last_commas(text) if is_small else text
    try:
        yield from records_in(_DECODER.decode(text), name, notes)
        return
    except json.JSONDecodeError as error:
        end, line, reason = error.pos, error.lineno, str(error)
    except ValueError as error:  # a number of thousands of digits
        end, line, reason = 0, 1, str(error)
    begin = _damaged_list(text, end)
    if begin is not None:  # it goes on where the next of its items begins
        n_doubts = len(notes.doubts)
        yield from rows_of(_items(text[begin:], io.StringIO(), name, notes))
        if len(notes.doubts) == n_doubts:  # it does not break off
            notes.doubt(f"{name} is damaged at line {line:,}; read are the records that are whole")
        return
    value = _item(_closed(text, end), 0)[0] if is_small else DAMAGED
    if not isinstance(value, dict):
        raise CorpusError(f"{name} is no JSON that can be read: {reason}")
    notes.doubt(f"{name} is damaged at line {line:,} and is read up to there")
    yield from records_in(value, name, notes)


def _without_last_commas(text: str) -> str:
    """JSON without the commas in front of a closing bracket."""
    return _STRING_OR_LAST_COMMA.sub(lambda match: match[1] or "", text)


def _damaged_list(text: str, end: int) -> int | None:
    """Where the list of objects begins that is damaged at a place, None if it is in none."""
    position = 0
    while found := _LIST.search(text, position, end):
        value, after = _item(text, found.end() - 1)
        if value is DAMAGED:
            return found.end()
        position = after or end
    return None


def _closed(text: str, end: int) -> str:
    """An object up to the last value that is whole before a place, with its brackets closed."""
    open_marks: list[str] = []
    kept, closing = 0, ""
    for token in _TOKEN.finditer(text, 0, end):
        mark = token[0]
        if mark in ("[", "{"):
            open_marks.append("]" if mark == "[" else "}")
            if len(open_marks) > _DEEPEST_MENDED:
                break
        elif mark in ("]", "}"):
            if not open_marks or open_marks.pop() != mark:
                break
            kept, closing = token.end(), "".join(reversed(open_marks))
        elif mark == ",":
            kept, closing = token.start(), "".join(reversed(open_marks))
    return text[:kept] + closing
