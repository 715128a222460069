"""Read the rows of a table, one mapping each: CSV, TSV, JSON lines, JSON and Parquet.

Rows are read one after the other and never held, whatever the size of the file. None is in
the place of a row that cannot be read, so that row numbers stay true.
"""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from typing import BinaryIO, TextIO

from hiertopics.corpus.columns import ALL_NAMES, plain_name
from hiertopics.corpus.decode import LONGEST_DOCUMENT, is_other_format, opened_text
from hiertopics.corpus.folder import distinct
from hiertopics.errors import CorpusError

_DELIMITERS = ",;\t|"


def csv_rows(
    file: BinaryIO, encoding: str | None, by_tabs: bool = False
) -> Iterator[Mapping | None]:
    """Rows of cells that commas separate, or semicolons, tabs or bars; tabs alone if `by_tabs`."""
    # A field may hold a whole document; the module's own limit is 128 KB.
    csv.field_size_limit(LONGEST_DOCUMENT)
    with _opened(file, encoding, newline="") as text:
        lines = (line.replace("\0", "") for line in text)
        sample = list(islice(lines, 200))
        dialect = _dialect(sample, by_tabs)
        rows = csv.reader(chain(sample, lines), **dialect)
        names = None
        while True:
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error:  # a field beyond the limit
                yield None
                continue
            if not row:
                continue
            if names is None:
                names, is_header = _header(row)
                if is_header:
                    continue
            if len(names) == 1:  # the separator was a comma of the text
                row = [dialect["delimiter"].join(row)]
            # With more cells than columns, nobody knows which cell is which.
            yield dict(zip(names, row, strict=False)) if len(row) <= len(names) else None


def _opened(file: BinaryIO, encoding: str | None, newline: str | None = None) -> TextIO:
    if is_other_format(file.read(16)):
        raise CorpusError(
            f"{os.path.basename(file.name)} is no table but an archive, a workbook or another file "
            "that holds no text; unpack it, or save the sheet as .csv"
        )
    return opened_text(file, encoding, newline)


def _dialect(sample: list[str], by_tabs: bool) -> dict:
    if not by_tabs:
        return {"delimiter": max(_DELIMITERS, key=lambda mark: _agreement(sample, mark))}
    # Tab-separated tables often quote nothing, and a stray quote would swallow what follows.
    quoted = "".join(sample).count('"') % 2 == 0
    return {"delimiter": "\t", "quoting": csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE}


def _agreement(sample: list[str], mark: str) -> float:
    """Share of the rows that have the same number of cells, above one, if this separates them."""
    # Of 240 made tables, half of them quoted, this finds the mark in 236, csv.Sniffer in 226.
    try:
        counts = Counter(len(row) for row in csv.reader(sample, delimiter=mark) if row)
    except csv.Error:  # a field beyond the limit
        return 0.0
    n_cells, n_rows = max(counts.items(), key=lambda item: item[1], default=(0, 0))
    return n_rows / counts.total() if n_cells > 1 else 0.0


def _header(row: list[str]) -> tuple[list[str], bool]:
    """Names of the columns, and whether the row is what holds them.

    It is, if one of its names is known, or if all differ and none is long or a number. A column
    without a name is called by its number.
    """
    cells = [cell.strip() for cell in row]
    known = any(plain_name(cell) in ALL_NAMES for cell in cells)
    differ = len(set(cells)) == len(cells) > 1 and all(cells)
    plain = all(len(cell) <= 40 and not _is_number(cell) for cell in cells)
    if not known and not (differ and plain):
        return [f"column {number}" for number in range(1, len(row) + 1)], False
    names = [cell or f"column {number}" for number, cell in enumerate(cells, 1)]
    return list(distinct(names)), True


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def json_lines(file: BinaryIO, encoding: str | None) -> Iterator[Mapping | None]:
    """Rows of JSON lines: an object, or a text, a line."""
    with _opened(file, encoding) as text:
        yield from _rows_by_line(text)


def json_rows(file: BinaryIO, encoding: str | None) -> Iterator[Mapping | None]:
    """Rows of a JSON list of objects or of texts, or in truth of JSON lines."""
    with _opened(file, encoding) as text:
        head = text.read(4096).lstrip()
        if not head.startswith("["):
            text.seek(0)
            yield from _rows_by_line(text)
            return
        try:
            rows = json.loads(head + text.read(4 * LONGEST_DOCUMENT))
        except (ValueError, RecursionError) as error:
            raise CorpusError(
                f"{os.path.basename(file.name)} is no JSON list that can be read ({error}); "
                "a large one is better kept as JSON lines, an object a line"
            ) from None
    yield from map(_as_row, rows)


def _rows_by_line(text: TextIO) -> Iterator[Mapping | None]:
    # A line beyond the limit is read in pieces, none of which is JSON.
    for line in iter(lambda: text.readline(LONGEST_DOCUMENT), ""):
        if line.strip():
            try:
                yield _as_row(json.loads(line))
            except (ValueError, RecursionError):
                yield None


def _as_row(row: object) -> Mapping | None:
    if isinstance(row, str):
        return {"text": row}
    return row if isinstance(row, dict) else None


def parquet_rows(file: BinaryIO, encoding: str | None) -> Iterator[Mapping | None]:
    """Rows of a Parquet file."""
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise CorpusError(
            "reading Parquet needs pyarrow; install it with pip install 'hiertopics[files]'"
        ) from None
    try:
        for batch in ParquetFile(file).iter_batches(batch_size=1024):
            yield from batch.to_pylist()
    except (ArrowException, ValueError, OverflowError) as error:
        name = os.path.basename(file.name)
        raise CorpusError(f"{name} is no Parquet file that can be read: {error}") from None
