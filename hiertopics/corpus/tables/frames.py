"""Rows of tables in memory: data frames, series, lists of records or of pairs, dicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from hiertopics.corpus.folder import distinct
from hiertopics.corpus.notes import Notes
from hiertopics.corpus.tables.arrow import table_of_stream
from hiertopics.corpus.tables.header import headers_among, names_below_groups
from hiertopics.corpus.tables.shapes import are_pairs, flat_row, records_in, rows_of
from hiertopics.errors import CorpusError

_EXPECTED = (
    "expected the path of a folder or a file, a data frame, or a list of texts, of records or of "
    "pairs of an id and a text"
)
# Other tables give their rows by the stream of Arrow alone, such as DuckDB's.
_HELD = {"to_dict", "to_list"}
_HEAD_ROWS = 50


class Table(NamedTuple):
    """Rows of a table in memory, and the names that they have besides, as in an index.

    `index_name` is what the column of these is called.
    """

    rows: Sequence[Mapping]
    row_names: Sequence | None = None
    index_name: str = "index"


def table_in_memory(source: Any, notes: Notes) -> Table | tuple:
    """The table that an object in memory is, or the texts, if it holds nothing but these.

    A table is a data frame or a series of pandas, polars, pyarrow or whatever else narwhals knows,
    a dict of texts or of records by id, or of columns, and an iterable of records (dicts, named
    tuples, data classes) or of pairs, ids and texts or texts and labels. All else that can be
    iterated over is taken for texts; a CorpusError is raised for what cannot.
    """
    if isinstance(source, Mapping):
        plain = {name: _listed(part) for name, part in source.items()}
        return Table([row for row in records_in(plain, "the dict", notes) if row is not None])
    if not isinstance(source, list | tuple | np.ndarray):
        table = _table_of_frame(source)
        if table is not None:
            return _without_headers(table, notes)
    if not isinstance(source, Iterable) or getattr(source, "ndim", 1) == 0:
        raise CorpusError(f"{_EXPECTED}; got {_article(source)}")
    items = tuple(source)
    first = next((item for item in items if item is not None), None)
    record_of = _record_reader(first)
    if record_of is not None:
        return _without_headers(Table(_records(items, first, record_of)), notes)
    if isinstance(first, list | tuple | np.ndarray):
        return Table(_rows_of_lists([_listed(item) for item in items]))
    return items


def _without_headers(table: Table, notes: Notes) -> Table:
    """A table without the header rows of a survey, or the names of columns below those of groups.

    A program that reads one row of names alone took them for data.
    """
    rows, row_names, index_name = table
    below, n_groups = names_below_groups(rows[:_HEAD_ROWS]) if rows else ([], 0)
    if n_groups:
        notes.remark("the names of the columns are below those of groups of columns, as in a sheet")
        rows = [dict(zip(below, row.values(), strict=False)) for row in rows[n_groups:]]
        return Table(rows, None if row_names is None else row_names[n_groups:], index_name)
    n_headers, questions = headers_among(rows) if rows else (0, {})
    if not 0 < n_headers < len(rows):
        return table
    notes.questions.update(questions)
    first = "row is a header" if n_headers == 1 else f"{n_headers} rows are headers"
    notes.remark(f"the first {first} of a survey, and no answer")
    names = None if row_names is None else row_names[n_headers:]
    return Table(rows[n_headers:], names, index_name)


def _listed(value: Any) -> Any:
    """A list of what is a collection otherwise, such as an array or a series."""
    is_whole = isinstance(value, str | bytes | Mapping | list) or not isinstance(value, Iterable)
    return value if is_whole else list(value)


def _record_reader(item: Any):
    """What makes a record of an item, None if it is no record."""
    if isinstance(item, Mapping):
        return lambda record: flat_row({str(name): value for name, value in record.items()})
    if hasattr(item, "_asdict"):  # a named tuple
        return lambda record: record._asdict()
    if hasattr(item, "__dataclass_fields__"):
        return lambda record: {name: getattr(record, name) for name in item.__dataclass_fields__}
    return None


def _records(items: Sequence, first: object, record_of) -> list[Mapping]:
    records = []
    for number, item in enumerate(items, 1):
        if not isinstance(item, Mapping if isinstance(first, Mapping) else type(first)):
            raise CorpusError(f"record {number:,} must be {_article(first)}, got {_article(item)}")
        records.append(record_of(item) or {})
    return records


def _rows_of_lists(items: list) -> list[Mapping]:
    """Records of pairs, ids and texts or texts and labels, or of lists of cells."""
    sizes = {len(item) if isinstance(item, list) else 0 for item in items}
    if sizes != {2}:
        rows = [row for row in rows_of(items) if row is not None]
        if len(sizes) > 1 and 0 in sizes:
            raise CorpusError(f"{_EXPECTED}; got a list in which some items are lists")
        return rows
    are_texts = [all(isinstance(item[part], str) for item in items) for part in (0, 1)]
    turned = [(label, text) for text, label in items]
    lengths = [sum(len(str(item[part])) for item in items) for part in (0, 1)]
    if are_texts[0] and not are_pairs(items) and lengths[0] > lengths[1]:
        return [{"text": text, "label": label} for label, text in turned]
    return [{"id": key, "text": text} for key, text in items]


def _table_of_frame(source: Any) -> Table | None:
    """Rows of a data frame or a series, None for what is none."""
    import narwhals.stable.v1 as nw

    if hasattr(source, "set_axis") and hasattr(source, "columns"):  # pandas has all sorts of names
        names = [name if isinstance(name, tuple) else (name,) for name in source.columns]
        source = source.set_axis(distinct([" ".join(map(str, name)) for name in names]), axis=1)
    elif hasattr(source, "to_pylist") and not hasattr(source, "schema"):  # an array of pyarrow
        source = {"text": source.to_pylist()}
        return Table(_records_of_columns(source))
    elif hasattr(source, "__arrow_c_stream__") and not _HELD & set(dir(source)):
        source = table_of_stream(source)
    frame = nw.from_native(source, pass_through=True, allow_series=True)
    if isinstance(frame, nw.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, nw.Series):
        columns = {"text": frame.to_list()}
    elif isinstance(frame, nw.DataFrame):
        columns = {name: frame[name].to_list() for name in frame.columns}
    else:
        return None
    rows = _records_of_columns(columns)
    index = nw.maybe_get_index(frame)
    if index is None:
        return Table(rows)
    index_names = [":".join(map(str, name)) if type(name) is tuple else name for name in index]
    return Table(rows, index_names, "index" if index.name is None else str(index.name))


def _records_of_columns(columns: dict[str, list]) -> list[Mapping]:
    """Rows of columns, with lists in the place of arrays, and columns in that of objects."""
    has_objects = False
    for name, cells in columns.items():
        types = set(map(type, cells))
        if np.ndarray in types:
            columns[name] = cells = [
                cell.tolist() if type(cell) is np.ndarray else cell for cell in cells
            ]
        if types & {list, np.ndarray}:
            types = {type(part) for cell in cells if type(cell) is list for part in cell}
        has_objects |= dict in types
    names = list(columns)
    cells_of_rows = zip(*columns.values(), strict=True)
    rows: list[Mapping] = [dict(zip(names, cells, strict=True)) for cells in cells_of_rows]
    return [flat_row(dict(row)) or {} for row in rows] if has_objects else rows


def _article(value: object) -> str:
    name = type(value).__name__
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"
