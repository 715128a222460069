"""A file of rows in, one mapping per row out: CSV, TSV, JSON lines, JSON, Parquet; also gzipped.

Rows are read one after the other and never held, whatever the size of the file. None stands for a
row that cannot be read, so that row numbers stay true.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator, Mapping
from itertools import chain, islice

from hiertopics.corpus.columns import ALL_NAMES, plain_name
from hiertopics.corpus.opening import LONGEST_DOCUMENT, kind_of, open_bytes, opened_text
from hiertopics.errors import CorpusError

_DELIMITERS = ",;\t|"


def is_table(path: str) -> bool:
    """Whether the name says that the file is a table."""
    return kind_of(path) in _READERS


def read_rows(path: str, encoding: str | None = None) -> Iterator[Mapping | None]:
    """Rows of a table, by the ending of its name.

    Parameters
    ----------
    path : str
    encoding : str, optional
        By default found out from the beginning of the file.

    Raises
    ------
    CorpusError
        If the file is no such table, or the library that reads it is missing.
    OSError
    """
    return _READERS[kind_of(path)](path, encoding)


def _csv_rows(path: str, encoding: str | None) -> Iterator[Mapping | None]:
    # A field may hold a whole document; the module's own limit is 128 KB.
    csv.field_size_limit(LONGEST_DOCUMENT)
    with _open_text(path, encoding, newline="") as file:
        lines = (line.replace("\0", "") for line in file)
        sample = list(islice(lines, 200))
        dialect = _dialect("".join(sample), kind_of(path))
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
            # With more cells than columns, nobody can tell which cell is which.
            yield dict(zip(names, row, strict=False)) if len(row) <= len(names) else None


def _dialect(sample: str, kind: str) -> dict:
    if kind in (".tsv", ".tab"):
        # Tab-separated tables often quote nothing, and a stray quote would swallow what follows.
        quoted = sample.count('"') % 2 == 0
        return {"delimiter": "\t", "quoting": csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE}
    first = sample.partition("\n")[0]
    names = {mark: [_plain_cell(cell) for cell in first.split(mark)] for mark in _DELIMITERS}
    known = [mark for mark in _DELIMITERS if len(names[mark]) > 1 and ALL_NAMES & set(names[mark])]
    if known:
        return {"delimiter": max(known, key=lambda mark: len(names[mark]))}
    try:
        return {"delimiter": csv.Sniffer().sniff(sample, _DELIMITERS).delimiter}
    except csv.Error:
        return {"delimiter": ","}


def _plain_cell(cell: str) -> str:
    return plain_name(cell.strip().strip('"'))


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
    return [_distinct_name(name, names[:at]) for at, name in enumerate(names)], True


def _distinct_name(name: str, before: list[str]) -> str:
    times = before.count(name)
    return f"{name} ({times + 1})" if times else name


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _json_lines(path: str, encoding: str | None) -> Iterator[Mapping | None]:
    with _open_text(path, encoding) as file:
        # A line beyond the limit is read in pieces, none of which is JSON.
        for line in iter(lambda: file.readline(LONGEST_DOCUMENT), ""):
            if line.strip():
                yield _json_row(line)


def _json_row(line: str) -> Mapping | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return _as_row(row)


def _as_row(row) -> Mapping | None:
    if isinstance(row, str):
        return {"text": row}
    return row if isinstance(row, dict) else None


def _json_rows(path: str, encoding: str | None) -> Iterator[Mapping | None]:
    """A list of objects or of texts, or in truth JSON lines."""
    with _open_text(path, encoding) as file:
        head = file.read(4096).lstrip()
        if not head.startswith("["):
            yield from _json_lines(path, encoding)
            return
        text = head + file.read(4 * LONGEST_DOCUMENT)
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CorpusError(
            f"{os.path.basename(path)} is no JSON list that can be read ({error}); "
            "a large one is better kept as JSON lines, an object a line"
        ) from None
    yield from map(_as_row, rows)


def _parquet_rows(path: str, encoding: str | None) -> Iterator[Mapping | None]:
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise CorpusError(
            "reading Parquet needs pyarrow; install it with pip install 'hiertopics[files]'"
        ) from None
    try:
        with ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=1024):
                yield from batch.to_pylist()
    except (ArrowException, ValueError, OverflowError) as error:
        name = os.path.basename(path)
        raise CorpusError(f"{name} is no Parquet file that can be read: {error}") from None


def _open_text(path: str, encoding: str | None, newline: str | None = None):
    file = open_bytes(path)
    try:
        return opened_text(file, encoding, newline)
    except BaseException:
        file.close()
        raise


_READERS = {
    ".csv": _csv_rows,
    ".tsv": _csv_rows,
    ".tab": _csv_rows,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".json": _json_rows,
    ".parquet": _parquet_rows,
}
