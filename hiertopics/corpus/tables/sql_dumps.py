"""Rows of dumps of databases in SQL, as mysqldump, pg_dump, sqlite3 and others write them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, TextIO

from hiertopics.corpus.decode import opened_table
from hiertopics.corpus.notes import Notes
from hiertopics.corpus.tables.header import numbered
from hiertopics.corpus.tables.sql_values import Damaged, Source, columns_within, copied, row_within
from hiertopics.errors import CorpusError
from hiertopics.printable import printable

_SAMPLED = 200
_SHOWN = 4
_NAME = r"""(?:[\w$]+|`[^`\n]{1,99}`|"[^"\n]{1,99}"|\[[^\]\n]{1,99}\])"""
_STATEMENT = re.compile(
    rf"^[ \t]*(INSERT|REPLACE|COPY|CREATE)\b[ \t]+(?:IGNORE |INTO |TABLE |IF NOT EXISTS |ONLY )*"
    rf"((?:{_NAME}\.){{0,2}}{_NAME})\s*",
    re.MULTILINE | re.IGNORECASE,
)
_VALUES = re.compile(r"\s*VALUES\s*", re.IGNORECASE)
_FROM_STDIN = re.compile(r"\s*FROM stdin\b([^;\n]{0,200});[^\n]*\n", re.IGNORECASE)
_TABLE = re.compile(r"\bTABLE\b", re.IGNORECASE)


@dataclass
class _Table:
    """A table of a dump, and how much text is in its first rows."""

    columns: list[str] = field(default_factory=list)
    n_rows: int = 0
    n_words: list[int] = field(default_factory=list)

    def add(self, cells: list) -> None:
        """Count a row."""
        self.n_rows += 1
        if self.n_rows <= _SAMPLED:
            self.n_words += [0] * (len(cells) - len(self.n_words))
            for place, cell in enumerate(cells):
                self.n_words[place] += len(cell.split()) if cell else 0

    @property
    def size(self) -> float:
        """About how many words the column with most of them has."""
        n_sampled = max(min(self.n_rows, _SAMPLED), 1)
        return max(self.n_words, default=0) / n_sampled * self.n_rows


def dump_rows(file: BinaryIO, encoding: str | None, notes: Notes) -> Iterator[Mapping | None]:
    """Rows of the table of a dump that has the most words in a column; None for a damaged one.

    The columns have the names of INSERT or COPY, or of CREATE TABLE. A CorpusError is raised where
    there are no rows.
    """
    name = printable(os.path.basename(file.name))
    with opened_table(file, encoding) as text:
        tables: dict[str, _Table] = {}
        for table, _, cells in _rows(text, tables):
            if cells is not None:
                tables[table].add(cells)
        filled = {own: table for own, table in tables.items() if table.n_rows}
        if not filled:
            raise CorpusError(f"{name} is a dump without rows; export its texts as .csv")
        best = max(filled, key=lambda own: filled[own].size)
        others = [f"{own!r} ({filled[own].n_rows:,} rows)" for own in filled if own != best]
        if others:
            more = " and others" if len(others) > _SHOWN else ""
            notes.remark(
                f"{name}: the table {best!r} is read, and not {', '.join(others[:_SHOWN])}{more}; "
                "export another one as .csv"
            )
        text.seek(0)
        yield from _read(text, best, name, notes)


def _read(text: TextIO, best: str, name: str, notes: Notes) -> Iterator[Mapping | None]:
    tables: dict[str, _Table] = {}
    damaged: list[int] = []
    number = 0
    for table, columns, cells in _rows(text, tables):
        if table == best:
            number += 1
            if cells is None:
                damaged.append(number)
                yield None
                continue
            names = columns or tables[best].columns
            if len(names) != len(cells):
                names = numbered(len(cells))
            yield dict(zip(names, cells, strict=True))
    if damaged:
        notes.doubt(
            f"{len(damaged):,} of {number:,} rows of the table {best!r} of {name} do not end as "
            f"rows do, first row {damaged[0]:,}; what follows each in its statement was passed over"
        )


def _rows(
    text: TextIO, tables: dict[str, _Table]
) -> Iterator[tuple[str, list[str], list[str | None] | None]]:
    """The table of each row, its columns if they are given with it, and its cells.

    The cells are None for a row that does not end; tables are added as they come.
    """
    source = Source(text)
    while found := source.find(_STATEMENT):
        kind, table = found[1].upper(), _plain(found[2])
        try:
            if kind == "CREATE":
                if _TABLE.search(found[0]) and source.peek() == "(":
                    tables.setdefault(table, _Table()).columns = columns_within(source)
                continue
            columns = columns_within(source) if source.peek() == "(" else []
            own = tables.setdefault(table, _Table())
            if kind == "COPY":
                options = source.match(_FROM_STDIN)
                if options and "csv" not in options[1].lower():
                    for cells in copied(source):
                        yield table, columns or own.columns, cells
            elif source.match(_VALUES):
                while source.peek() == "(":
                    yield table, columns or own.columns, row_within(source)
                    if source.peek() != ",":
                        break
                    source.skip(1)
        except Damaged:
            if kind not in ("CREATE", "COPY") and table in tables:
                yield table, [], None


def _plain(name: str) -> str:
    """Name of a table without that of its schema, and without quotation marks."""
    return re.split(r"\.(?=[^\].`\"]+[\].`\"]?$)", name)[-1].strip('`"[]')
