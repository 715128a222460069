"""Rows of tables whose cells are separated by commas, semicolons, tabs, bars or other signs."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from typing import Any, BinaryIO, TextIO, cast

from hiertopics.corpus.decode import opened_table
from hiertopics.corpus.notes import Notes
from hiertopics.corpus.packed import Unpacked, UnpackingError
from hiertopics.corpus.tables.bar_tables import bar_header, bar_rows
from hiertopics.corpus.tables.dialect import recognised
from hiertopics.corpus.tables.fixed_width import doubt_fixed_width
from hiertopics.corpus.tables.header import numbered, table_head
from hiertopics.corpus.tables.mending import ENDLESS, TOO_LONG, Mender
from hiertopics.corpus.tables.quoting import Dialect
from hiertopics.corpus.tables.tables_below import HeadersBelow, as_mappings
from hiertopics.corpus.tables.totals import LastLines, above_footers
from hiertopics.errors import CorpusError, NoTextError
from hiertopics.printable import printable

LONGEST_ROW = 2**24
"""Characters that a row may have. The Bible has 4 million."""

MOST_COLUMNS = 2000
"""Columns that a table of texts may have."""

_HEAD_ROWS = 200
_LOOKED_AT = 2**14
_HELD_BYTES = 2**25
_MOST_CONTROLS = 0.02
# Control signs that no text holds; some that separate cells are none of them.
_CONTROLS = {*map(chr, (*range(2, 9), *range(14, 26), 127)), "\ufffd"}
# Lines without end are left, so that a file of one line of a gigabyte takes no time.
_SKIPPED_LINES = 4
_FAULTS = {
    "unclosed": "a quotation mark without a partner; {each} was read by the separators around it",
    "stray": "a quotation mark without a partner; it was read as a sign of its cell",
    "inner": "quotation marks inside a cell that are not doubled; they were read as signs of it",
    "escaped": "a backslash in front of a sign that none is in front of elsewhere",
    "broken": "a line end in a cell without quotation marks; the lines were joined",
    "swallowed": "lines inside a cell that look like rows; check the quotation marks around it",
    "short": "fewer cells than there are columns; the last columns were taken to be missing",
    "joined": "separators in a cell without quotation marks; they were taken for those of its text",
    "cut": "nothing behind the last separator, where all other cells are in quotation marks; "
    "{each} may have been cut off",
    "other end": "a line end of another kind than the other rows; check whether {each} ends there",
    "long": "more cells than there are columns; {each} was passed over",
    "lost": "quotation marks that leave open where a cell ends; {each} was passed over",
    "long line": "more than {longest:,} characters in a line; {each} was passed over",
    "endless": "more than {longest:,} characters in a line; what follows was not read",
}


def csv_rows(
    file: BinaryIO, encoding: str | None, notes: Notes, by_tabs: bool = False
) -> Iterator[Mapping | None]:
    """Rows of cells that commas separate, or semicolons, tabs, bars and the like.

    What separates and quotes them is recognised from the whole file, tabs first `by_tabs`, and what
    cannot be read without a guess is a doubt in the notes. A NoTextError is raised for what is
    none, a CorpusError for a table of more than `MOST_COLUMNS`.
    """
    csv.field_size_limit(2 * LONGEST_ROW)  # the module's own limit is 128 KB
    source: Any = _UpToDamage(file) if isinstance(file, Unpacked) else file
    name = printable(os.path.basename(file.name))
    held = source.held() if isinstance(source, _UpToDamage) else source
    with opened_table(held, encoding, newline="") as text:
        start = text.read(_LOOKED_AT)
        if not is_written(start):
            raise NoTextError(
                f"{name} is no text but another file under the name of one; save the table as .csv"
            )
        text.seek(0)
        if bar_header(re.split("\r\n|\n|\r", start)) is not None:
            yield from bar_rows(_bounded(text, is_cut=False), name, notes)
        else:
            yield from _separated_rows(text, notes, name, by_tabs, source)
    if isinstance(source, _UpToDamage) and source.error is not None:
        raise source.error


def _separated_rows(
    text: TextIO, notes: Notes, name: str, by_tabs: bool, source: Any
) -> Iterator[Mapping | None]:
    """Rows of cells between separators, in a text whose bytes come from the source."""
    dialect = recognised(text, by_tabs, LONGEST_ROW)
    if dialect.n_cells > MOST_COLUMNS:
        raise CorpusError(
            f"{name} has {dialect.n_cells:,} columns, and a table of texts no more than "
            f"{MOST_COLUMNS:,}; keep those with the texts, ids and labels"
        )
    text.seek(0)
    text = dialect.signs.of(text)
    cast(io.TextIOWrapper, text).reconfigure(newline=dialect.form.row_end)
    rows = _clean_rows(text, dialect) if dialect.is_clean else iter(())
    head = list(islice(filter(None, rows), _HEAD_ROWS))
    top = table_head(head, dialect.n_cells)
    names, first = top.names, top.n_before
    # The first rows below the header may have other numbers of cells than the rest.
    if dialect.is_clean and all(len(row) == len(names) for row in head[first:]):
        top.note(name, notes)
        doubt_fixed_width(head, name, notes)
        header = head[first - 1] if first else []
        _doubt_names(names, head[:first], dialect, name, notes)
        below = HeadersBelow(head[first:], len(names))
        found = chain(head[first:], rows)
        yield from as_mappings(found, names, header, below, (name, notes))
    else:
        text.seek(0)
        is_cut = isinstance(source, _UpToDamage) and source.error is not None
        yield from _mended_rows(text, dialect, notes, name, is_cut)


def _doubt_names(
    names: list[str], above: list[list[str]], dialect: Dialect, name: str, notes: Notes
) -> None:
    """Say where lines above a table without names of columns may be what had them."""
    above = [row for row in above if len(row) > 1]
    if above and names == numbered(len(names)):
        which = "a line" if len(above) == 1 else f"{len(above)} lines, the first"
        notes.doubt(
            f"{name} has {which} {dialect.delimiter.join(above[0])[:60]!r}, with fewer cells above "
            f"rows of {len(names)}, which were read without names of columns; separators in cells "
            "without quotation marks may be the reason"
        )


def is_written(head: str) -> bool:
    """Whether the beginning of a file, decoded, is something that people or programs wrote.

    Zeros alone do not speak against it, as some programs fill cells with them.
    """
    n_controls = sum(sign in _CONTROLS for sign in head)
    if "\0" in head:
        return n_controls == 0
    return n_controls <= _MOST_CONTROLS * len(head)


def _clean_rows(text: TextIO, dialect: Dialect) -> Iterator[list[str]]:
    """Cells of each row, none for a blank line."""
    form = dialect.form
    is_plain = not (form.escapes or dialect.has_nul)
    lines = iter(text) if is_plain else dialect.prepared(text)
    rows = csv.reader(
        islice(lines, dialect.n_skipped, None),
        delimiter=dialect.delimiter,
        quoting=csv.QUOTE_MINIMAL if form.is_quoted else csv.QUOTE_NONE,
        skipinitialspace=form.is_spaced,
    )
    return map(dialect.meant, rows) if dialect.has_own_signs else rows


def _mended_rows(
    text: TextIO, dialect: Dialect, notes: Notes, name: str, is_cut: bool
) -> Iterator[Mapping | None]:
    """Rows of a text that has faults; they are counted and said at its end."""
    head = Mender(dialect.prepared(_bounded(text, is_cut)), dialect, None)
    rows = [cells or [] for cells in islice(head, _HEAD_ROWS)]
    top = table_head(rows, dialect.n_cells)
    top.note(name, notes)
    names, first = top.names, top.n_before
    doubt_fixed_width(rows, name, notes)
    _doubt_names(names, rows[:first], dialect, name, notes)
    text.seek(0)
    lines, footers = LastLines(_bounded(text, is_cut)), list[list]()
    mender = Mender(dialect.prepared(lines), dialect, len(names), n_above=first)
    header = [*islice(mender, first), None][first - 1] or []
    below = HeadersBelow(rows[first:], len(names))
    found = above_footers(mender, lines, len(names), footers)
    yield from as_mappings(found, names, header, below, (name, notes))
    if footers:
        which = "the line" if len(footers) == 1 else f"{len(footers)} lines, the first"
        notes.remark(f"{which} {footers[0][0][:60]!r}, below the table of {name}, left out")
        mender.faults["short"][0] -= len(footers)
        if not mender.faults["short"][0]:
            del mender.faults["short"]
    for fault, what in _FAULTS.items():
        if fault in mender.faults:
            number, row, line = mender.faults[fault]
            place = f"row {row - first + 1:,} (line {line:,})" if row >= first else f"line {line:,}"
            each = "it" if number == 1 else "each"
            what = what.format(each=each, longest=LONGEST_ROW)
            if number == 1:
                notes.doubt(f"{place} of {name} has {what}")
            else:
                notes.doubt(f"{number:,} rows of {name}, first {place}, have {what}")


def _bounded(text: TextIO, is_cut: bool) -> Iterator[str]:
    """Lines of a text, another in the place of those beyond the limit; of a cut one, whole ones."""
    while line := text.readline(LONGEST_ROW):
        if is_cut and line[-1] not in "\r\n" and len(line) < LONGEST_ROW:
            return
        if len(line) == LONGEST_ROW and line[-1] not in "\r\n":
            for _ in range(_SKIPPED_LINES):
                line = text.readline(LONGEST_ROW)
                if len(line) < LONGEST_ROW or line[-1] in "\r\n":
                    break
            else:
                yield ENDLESS
                return
            line = TOO_LONG
        yield line


class _Held(io.BytesIO):
    """The bytes of a file, by its name."""

    name = ""


class _UpToDamage(io.BufferedIOBase):
    """A zipped file that ends where it is damaged; `error` says how."""

    def __init__(self, file: Unpacked):
        self._file = file
        self.name = file.name
        self.error: Exception | None = None

    def held(self) -> Any:
        """The file unzipped, so that this is done once; the file itself if it is large."""
        parts, n_bytes = [], 0
        while n_bytes <= _HELD_BYTES and (part := self.read(2**18)):
            parts.append(part)
            n_bytes += len(part)
        if n_bytes <= _HELD_BYTES:
            held = _Held(b"".join(parts))
            held.name = self.name
            return held
        self.seek(0)
        return self

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        try:
            return self._file.read1(size) if size and size > 0 else self._file.read()
        except UnpackingError as error:
            self.error = error
            return b""

    read1 = read

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._file.close()
        super().close()
