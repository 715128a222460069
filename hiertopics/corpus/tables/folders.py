"""Folders of tables: whether a folder is one corpus of tables, and which columns they share."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import islice

from hiertopics.corpus.decode import SNIFFED_BYTES, is_text
from hiertopics.corpus.formats import as_rows, format_of, rows_of
from hiertopics.corpus.notes import Notes
from hiertopics.corpus.packed import UnpackingError, open_bytes
from hiertopics.corpus.records import RecordReader
from hiertopics.corpus.tables.cells import text_of
from hiertopics.corpus.tables.columns import Columns, choose_columns
from hiertopics.corpus.tables.same_names import under_same_names
from hiertopics.errors import CorpusError
from hiertopics.printable import printable

_SAMPLED_FILES = 200
_SAMPLED_ROWS = 2000  # of all files together, but 20 of each
_ABOUT = ("readme", "license", "licence", "changelog", "codebook", "citation", "manifest")


def is_of_tables(texts: Sequence[str], tables: Sequence[str]) -> bool:
    """Whether the tables of a folder are the corpus: if there are more of them than of texts.

    Files that say what the others are, such as README.md, do not count.
    """
    names = (os.path.basename(path).lower() for path in texts)
    return len(tables) > sum(not name.startswith(_ABOUT) for name in names)


def passed_over(root: str, tables: Sequence[str]) -> dict[str, list[str]]:
    """The tables of a folder of texts, by why they are passed over: some hold no text at all."""
    reasons: dict[str, list[str]] = {}
    for path in tables:
        head = b""
        if not format_of(path).package:  # others are no text, but tables
            with suppress(OSError, UnpackingError), open_bytes(os.path.join(root, path)) as file:
                head = file.read(SNIFFED_BYTES)
        reasons.setdefault("table" if is_text(head) else "not text", []).append(printable(path))
    return reasons


def shared_columns(root: str, tables: Sequence[str], reader: RecordReader) -> Columns:
    """Columns of the tables in a folder, by the first rows of those that are alike.

    Tables are alike that share most of the names of their columns; of several such groups it is the
    one with the most text. Names that differ in case, blanks, ``_``, ``-`` and ``.`` alone are the
    same, and spelled as in the first table. Other tables are read as far as they have its text
    columns. A CorpusError is raised if no column looks like text.
    """
    found, refused = _sampled_rows(root, tables, reader)
    groups: list[_Group] = []
    for path, rows in found:
        names = {name for row in rows for name in row}
        group = next((group for group in groups if group.is_like(names)), None)
        if rows and group is None:
            groups.append(group := _Group())
        if rows and group is not None:
            group.add(rows, names, os.path.getsize(path))
    chosen = []
    for group in groups:
        notes = Notes()
        try:
            columns = choose_columns(
                group.rows, *reader.wanted_columns, notes=notes, each=reader.each
            )
            chosen.append((group.amount_of(columns), columns, notes))
        except CorpusError as error:
            refused = error
    if not chosen:
        raise refused
    _, columns, notes = max(chosen, key=lambda each: each[0])
    reader.notes.extend(notes)
    if columns.id is None:  # ids of one table may come again in others
        group = max((each for each in groups if each.names & set(columns.text)), key=_size)
        there = {name for row in group.longest for name in row}  # others may lack a column
        text, labels = (
            tuple(name for name in names if name in there)
            for names in (columns.text, columns.labels)
        )
        alone = choose_columns(group.longest, text, None, labels)
        metadata = tuple(name for name in columns.metadata if name != alone.id)
        columns = columns._replace(id=alone.id, metadata=metadata)
    if reader.wanted_columns[3] is not None:
        return columns
    alike = (group.names for group in groups if group.names & set(columns.text))
    names = dict.fromkeys(name for group in alike for name in sorted(group))
    taken = {*columns.text, *columns.labels, columns.id, *columns.metadata}
    more = tuple(name for name in names if name not in taken)
    return columns._replace(metadata=columns.metadata + more)


def _sampled_rows(
    root: str, tables: Sequence[str], reader: RecordReader
) -> tuple[list[tuple[str, list[Mapping]]], CorpusError]:
    """First rows of tables by their paths, under the same names, and why the last has none."""
    sampled = tables[:: -(-len(tables) // _SAMPLED_FILES)]
    n_rows = max(20, _SAMPLED_ROWS // len(sampled))
    found: list[tuple[str, list[Mapping]]] = []
    refused = CorpusError(f"there is no row in the tables of {printable(root)} that can be read")
    for path in (os.path.join(root, path) for path in sampled):
        try:
            found.append((path, _first_rows(path, reader, n_rows)))
        except CorpusError as error:
            refused = error
        except Exception:  # it is met again when it is read, and named then
            continue
    # A column that is asked for is called as the user calls it, others as the first table does.
    wanted = {name for given in reader.wanted_columns if given is not None for name in _each(given)}
    known = wanted.intersection(name for _, rows in found for row in rows for name in row)
    for i, (path, rows) in enumerate(found):
        found[i] = path, [row for row in under_same_names(rows, iter(()), known)[0] if row]
        known.update(name for row in found[i][1] for name in row)
    return found, refused


def _each(given: str | Sequence[str]) -> Sequence[str]:
    return [given] if isinstance(given, str) else given


def _size(group: _Group) -> int:
    return len(group.rows)


class _Group:
    """Tables that share most of the names of their columns, by their first rows."""

    def __init__(self) -> None:
        self.rows: list[Mapping] = []
        self.longest: list[Mapping] = []  # rows of one of them
        self.names: set[str] = set()
        self.n_bytes = 0

    def is_like(self, names: set[str]) -> bool:
        return 2 * len(names & self.names) > len(names | self.names)

    def add(self, rows: list[Mapping], names: set[str], n_bytes: int) -> None:
        self.rows += rows
        self.longest = max(self.longest, rows, key=len)
        self.names |= names
        self.n_bytes += n_bytes

    def amount_of(self, columns: Columns) -> float:
        """About how much text there is in all of its tables."""
        n_characters = sum(len(text_of(row, columns.text)) for row in self.rows)
        return n_characters / len(self.rows) * self.n_bytes


def _first_rows(path: str, reader: RecordReader, n_rows: int) -> list[Mapping]:
    """Rows from the beginning of a table, none where the file cannot be read."""
    try:
        with open_bytes(path) as file:
            form = as_rows(format_of(path), file, reader.encoding)
            rows = rows_of(form, file, reader.encoding, Notes(), reader.sheets)
            return [row for row in islice(rows, n_rows) if row]
    except (OSError, UnpackingError):
        return []
