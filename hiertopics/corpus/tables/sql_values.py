"""Values in statements of SQL: texts in quotation marks, numbers, and what is called on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO

from hiertopics.corpus.decode import LONGEST_DOCUMENT

_PIECE = 2**18
_DEEPEST = 20
_MOST_COLUMNS = 2000
_MYSQL = re.compile(
    r"^(?:-- (?:MySQL|MariaDB|phpMyAdmin)|(?:INSERT|REPLACE|CREATE|DROP|LOCK) [A-Z ]{0,40}`)", re.M
)
_WORD = re.compile(r"[^\s,()';\"`]+")
_SIMPLE = re.compile(r"\s*(?:N?'([^'\\]*)'|([\w.+-]+))\s*([,)])")
_STOPS = {(mark, False): re.compile(mark) for mark in "'\"`"} | {("'", True): re.compile(r"[\\']")}
_REST = re.compile("[^\\n]*")
_CAST = re.compile(r"::[\w. \[\]]{1,60}")
_KEYS = frozenset(
    "primary key unique constraint index foreign check fulltext exclude spatial like period".split()
)
_ESCAPE = re.compile(r"\\([\s\S])")
_ESCAPE_OR_MARK = re.compile(r"\\([\s\S])|''")
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "0": "", "Z": ""}
_CODE = re.compile(r"\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})|\\\\")


class Damaged(Exception):
    """A statement that does not end as it should."""


class Source:
    """A text of statements, of which a piece is held, and a place in it."""

    def __init__(self, text: TextIO):
        self._text = text
        self.held = text.read(_PIECE)
        self.at = 0
        # Whether backslashes take the meaning from quotation marks in all texts.
        self.has_escapes = _MYSQL.search(self.held) is not None

    def more(self) -> bool:
        """Hold more of the text, twice as much of what is in use; False at its end."""
        used = len(self.held) - self.at
        if used > LONGEST_DOCUMENT or not (piece := self._text.read(max(_PIECE, used))):
            return False
        start = max(self.at - 1, 0)  # what is in front says whether a line begins
        self.held, self.at = self.held[start:] + piece, self.at - start
        return True

    def find(self, pattern: re.Pattern) -> re.Match | None:
        """The next place where a pattern of a few words at the start of a line matches."""
        while True:
            found = pattern.search(self.held, self.at)
            # What ends with the piece may go on.
            if found and (found.end() < len(self.held) or not self.more()):
                self.at = found.end()
                return found
            if found:
                continue
            line = self.held.rfind("\n", self.at) + 1
            self.at = max(line, self.at) if len(self.held) - line < _PIECE else len(self.held)
            if not self.more():
                return None

    def match(self, pattern: re.Pattern) -> re.Match | None:
        """A short pattern here, which is left behind."""
        if len(self.held) - self.at < _PIECE // 4:
            self.more()
        found = pattern.match(self.held, self.at)
        self.at = found.end() if found else self.at
        return found

    def peek(self) -> str:
        """The next sign that is no blank, "" at the end."""
        while True:
            while self.at < len(self.held) and self.held[self.at].isspace():
                self.at += 1
            if self.at < len(self.held) or not self.more():
                return self.held[self.at : self.at + 1]

    def skip(self, number: int) -> None:
        """Leave so many signs behind."""
        self.at += number

    def quoted(self, has_escapes: bool) -> str:
        """The text in quotation marks that begins here, with what its escapes mean."""
        mark = self.held[self.at]
        stops = _STOPS[mark, has_escapes and mark == "'"]
        place, is_escaped = 1, False
        while True:
            found = stops.search(self.held, self.at + place)
            after = found.end() if found else 0
            if found is None or after >= len(self.held):
                place = found.start() - self.at if found else len(self.held) - self.at
                if not self.more():
                    if found is None or found[0] != mark:
                        raise Damaged
                    break
            elif found[0] == mark and self.held[after] != mark:
                place = found.start() - self.at
                break
            else:  # doubled, or escaped
                is_escaped = is_escaped or found[0] == "\\"
                place = after + 1 - self.at
        text = self.held[self.at + 1 : self.at + place]
        self.at += place + 1
        return _ESCAPE_OR_MARK.sub(_meant, text) if is_escaped else text.replace(mark * 2, mark)


def row_within(source: Source) -> list[str | None]:
    """The values in the parentheses that begin here."""
    return _values(source, 0)


def _values(source: Source, depth: int) -> list[str | None]:
    source.skip(1)
    values: list[str | None] = []
    if depth > _DEEPEST:
        raise Damaged
    while True:
        if simple := _SIMPLE.match(source.held, source.at):  # most are, and soon read
            source.at = simple.end()
            text, word, sign = simple.groups()
            values.append(text if word is None else None if word.upper() == "NULL" else word)
            if sign == ")":
                return values
            continue
        values.append(_value(source, depth))
        sign = source.peek()
        if sign not in (",", ")"):
            raise Damaged
        source.skip(1)
        if sign == ")":
            return values


def _value(source: Source, depth: int) -> str | None:
    """One value: a text, a number as it is written, None for NULL; of a call what it gives."""
    found: str | None = None
    word = ""
    while (sign := source.peek()) not in (",", ")", ""):
        if sign in "'\"`":
            found = source.quoted(sign == "'" and (source.has_escapes or word.upper() == "E"))
            if word.upper() == "X":  # bytes
                found, word = None, "NULL"
        elif sign == "(":
            found = _called(word.lower(), _values(source, depth + 1))
        elif source.match(_CAST) is None:
            if (read := source.match(_WORD)) is None:
                raise Damaged
            word = word or read[0]  # the rest is a type, as in CAST(1 AS text)
    return found if found is not None or word.upper() in ("", "NULL") else word


def _called(name: str, values: list[str | None]) -> str | None:
    """What a call in a row gives, as sqlite3 writes line ends; else the first of its values."""
    if name == "char" and values[0]:
        return chr(int(values[0])) if values[0].isdigit() and int(values[0]) < 0x110000 else ""
    if name == "replace" and len(values) == 3:
        text, old, new = (value or "" for value in values)
        return text.replace(old, new) if old else text
    if name == "unistr" and values[0]:
        return _CODE.sub(lambda each: chr(int(each[1] or each[2] or "5c", 16)), values[0])
    return values[0]


def columns_within(source: Source) -> list[str]:
    """Names of columns in the parentheses that begin here: a list, or definitions."""
    source.skip(1)
    names: list[str] = []
    depth, is_first = 1, True
    while depth:
        sign = source.peek()
        if not sign or len(names) > _MOST_COLUMNS:
            raise Damaged
        if sign in "'\"`[" and (sign != "[" or is_first):
            name = _bracketed(source) if sign == "[" else source.quoted(source.has_escapes)
            names += [name] * (is_first and depth == 1)
            is_first = False
        elif word := source.match(_WORD):
            if word[0].startswith("--"):
                source.match(_REST)
                continue
            names += [word[0]] * (is_first and depth == 1 and word[0].lower() not in _KEYS)
            is_first = False
        else:
            depth += {"(": 1, ")": -1}.get(sign, 0)
            is_first = sign == "," and depth == 1
            source.skip(1)
    return names


def _bracketed(source: Source) -> str:
    end = source.held.find("]", source.at)
    if end < 0:
        raise Damaged
    name = source.held[source.at + 1 : end]
    source.at = end + 1
    return name


def copied(source: Source) -> Iterator[list[str | None]]:
    r"""Rows below COPY, with tabs between the cells, up to \. in a line of its own."""
    while True:
        end = source.held.find("\n", source.at)
        if end < 0 and source.more():
            continue
        line = source.held[source.at : end] if end >= 0 else source.held[source.at :]
        source.at = end + 1 if end >= 0 else len(source.held)
        if line == "\\." or (end < 0 and not line):
            return
        yield [None if cell == "\\N" else _ESCAPE.sub(_meant, cell) for cell in line.split("\t")]


def _meant(escape: re.Match) -> str:
    """What is meant by a backslash and the sign behind it, or by a mark that is doubled."""
    return _LETTERS.get(escape[1], escape[1] or "'")
