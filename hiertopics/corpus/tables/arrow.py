"""Rows of Parquet, Feather and Arrow files, and the tables of pyarrow."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import Any, BinaryIO

from hiertopics.corpus.decode import LONGEST_DOCUMENT
from hiertopics.corpus.folder import distinct
from hiertopics.corpus.notes import Notes
from hiertopics.corpus.packed import Unpacked
from hiertopics.corpus.tables.shapes import flat_row
from hiertopics.errors import CorpusError
from hiertopics.printable import printable

_BATCH = 1024
# What pandas calls the index of a frame, unless it has a name.
_INDEX = re.compile("__index_level_[0-9]+__")


def parquet_rows(file: BinaryIO, encoding: str | None, notes: Notes) -> Iterator[Mapping | None]:
    """Rows of a Parquet file; those of a large row group are not held together."""

    def batches(file: BinaryIO) -> Iterable:
        from pyarrow.parquet import ParquetFile

        return ParquetFile(file, pre_buffer=False).iter_batches(_BATCH)

    return _rows(file, "Parquet", batches)


def arrow_rows(file: BinaryIO, encoding: str | None, notes: Notes) -> Iterator[Mapping | None]:
    """Rows of a Feather file, or of a file or a stream of Arrow's own format."""

    def batches(file: BinaryIO) -> Iterator:
        from pyarrow import feather, ipc

        head = file.read(6)
        file.seek(0)
        if head.startswith(b"FEA1"):
            tables = iter([feather.read_table(file)])
        elif head == b"ARROW1":
            reader = ipc.open_file(file)
            tables = (reader.get_batch(number) for number in range(reader.num_record_batches))
        else:
            tables = iter(ipc.open_stream(file))
        for table in tables:
            table.validate(full=True)  # damaged, it may say that its texts are anywhere
            for start in range(0, table.num_rows, _BATCH):
                yield table.slice(start, _BATCH)

    return _rows(file, "Arrow", batches)


def table_of_stream(source: Any) -> Any:
    """A table of pyarrow, of an object that gives its rows by Arrow's stream."""
    try:
        import pyarrow
    except ImportError:
        raise CorpusError(_needed(f"reading a {type(source).__name__}")) from None
    batches = pyarrow.RecordBatch
    if isinstance(source, batches):
        return pyarrow.Table.from_batches([source])
    return pyarrow.table(source)


def _needed(what: str) -> str:
    return f"{what} needs pyarrow; install it with pip install 'hiertopics[files]'"


def _rows(file: BinaryIO, kind: str, batches) -> Iterator[Mapping]:
    try:
        from pyarrow import ArrowException
    except ImportError:
        raise CorpusError(_needed(f"reading {kind}")) from None
    try:
        held = BytesIO(file.read(4 * LONGEST_DOCUMENT)) if isinstance(file, Unpacked) else file
        for batch in batches(held):
            yield from _rows_of_batch(batch)
    except (ArrowException, ValueError, OverflowError, OSError, SystemError) as error:
        name = printable(os.path.basename(file.name))
        raise CorpusError(f"{name} is no {kind} file that can be read: {error}") from None


def _rows_of_batch(batch: Any) -> Iterator[Mapping]:
    """Rows of Python's values; an index of pandas comes first, and objects become columns."""
    names = ["index" if _INDEX.fullmatch(name) else name for name in batch.schema.names]
    columns = [_values(column) for column in batch.columns]
    order = sorted(range(len(names)), key=lambda i: batch.schema.names[i] == names[i])
    labels = distinct([names[i] for i in order])
    is_nested = any(_holds_objects(field.type) for field in batch.schema)
    for cells in zip(*(columns[i] for i in order), strict=True):
        row = dict(zip(labels, cells, strict=True))
        yield flat_row(row) or {} if is_nested else row


def _values(column: Any) -> list:
    """Values of a column; what Python has no such value for, a time in the year 12,000, as text."""
    import pyarrow

    if pyarrow.types.is_timestamp(column.type) and column.type.unit == "ns":
        # Python's times have microseconds.
        column = column.cast(pyarrow.timestamp("us", column.type.tz), safe=False)
    try:
        return column.to_pylist()
    except (ValueError, OverflowError):
        return column.cast(pyarrow.string()).to_pylist()


def _holds_objects(kind: Any) -> bool:
    import pyarrow

    if pyarrow.types.is_struct(kind):
        return True
    is_nested = pyarrow.types.is_nested(kind) and not pyarrow.types.is_union(kind)
    return is_nested and any(
        _holds_objects(kind.field(number).type) for number in range(kind.num_fields)
    )
