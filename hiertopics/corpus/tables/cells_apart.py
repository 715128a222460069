"""Tables in JSON whose cells are lists, with the names of their columns in another place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from hiertopics.corpus.tables.column_names import plain_name

_SAMPLE = 200
_DEEPEST = 3
_CELLS = ("data", "rows", "values", "records", "values_list", "datarows")
_NAMES = ("columns", "cols", "fields", "headers", "header", "column_names", "schema")
_NAME = ("name", "display_name", "displayName", "label", "title", "id")
# Of Socrata, what a table says of itself; in others it is in the table.
_ABOUT = ("meta", "view", "metadata", "schema")


def rows_of_cells_apart(value: Any, depth: int = 0) -> list | None:
    """Records of such a table, here or within one object; None where there is none.

    These are pandas' orients split and table, and the answers of Google Sheets, BigQuery, Socrata,
    Elasticsearch and Metabase. Where the first of the lists holds the names, the lists are as they
    came.
    """
    if not isinstance(value, dict):
        return None
    if isinstance(value.get("valueRanges"), list):  # several parts of a sheet
        found = [rows_of_cells_apart(part) or [] for part in value["valueRanges"]]
        return max(found, key=len, default=None)
    cells = next((value[name] for name in _CELLS if isinstance(value.get(name), list)), None)
    if cells:
        schema = value.get("schema")
        if isinstance(schema, dict) and "primaryKey" in schema and _are(dict, cells):
            return _with_index(cells, schema["primaryKey"])
        if value.get("majorDimension") in ("ROWS", "COLUMNS") and _are(list, cells):
            return cells if value["majorDimension"] == "ROWS" else _turned(cells)
        names = _names_in(value, 0)
        if names and _are(dict, cells) and all("f" in row for row in cells[:_SAMPLE]):
            cells = [[cell.get("v") for cell in row["f"]] for row in cells]  # of BigQuery
        if names and _are(list, cells):
            rows: list = [dict(zip(names, row, strict=False)) for row in cells]
            index = value.get("index")
            if isinstance(index, list) and len(index) == len(rows):
                rows = list(with_ids(zip(index, rows, strict=True)))
            return rows
    parts = [part for part in value.values() if isinstance(part, dict)]
    if len(parts) == 1 and depth < _DEEPEST:
        return rows_of_cells_apart(parts[0], depth + 1)
    return None


def with_ids(rows: Iterable[tuple[Any, Any]]) -> Iterator[dict]:
    """Records with their names as ids, unless they are numbered or have ids of their own."""
    pairs = list(rows)
    is_numbered = all(str(key) == str(number) for number, (key, _) in enumerate(pairs))
    names = {
        plain_name(name) for _, row in pairs[:_SAMPLE] if isinstance(row, dict) for name in row
    }
    if is_numbered or "id" in names:
        return (row for _, row in pairs)
    return ({"id": key, **row} if isinstance(row, dict) else row for key, row in pairs)


def _are(of_type: type, cells: list) -> bool:
    return all(isinstance(row, of_type) for row in cells)


def _turned(columns: list[list]) -> list[list]:
    """Rows of the columns of a sheet, of which some may be shorter."""
    n_rows = max(map(len, columns))
    return [[part[i] if i < len(part) else None for part in columns] for i in range(n_rows)]


def _names_in(value: Mapping, depth: int) -> Sequence[str] | None:
    """Names of columns, which an object has as a list of texts or of objects with a name."""
    for key in _NAMES:
        if names := _names_of(value.get(key)):
            return names
    parts = (value.get(key) for key in _ABOUT if depth < _DEEPEST)
    found = (_names_in(part, depth + 1) for part in parts if isinstance(part, dict))
    return next(filter(None, found), None)


def _names_of(columns: Any) -> list[str] | None:
    if not isinstance(columns, list) or not columns:
        return None
    if not _are(dict, columns):
        return (
            None if any(isinstance(each, list | dict) for each in columns) else [*map(str, columns)]
        )
    key = next((key for key in _NAME if all(key in each for each in columns)), None)
    return None if key is None else [str(each[key]) for each in columns]


def _with_index(rows: list[dict], key: object) -> list[dict]:
    """Records of a table of pandas, whose index is a column that its schema names."""
    name = key[0] if isinstance(key, list) and len(key) == 1 else key
    if not isinstance(name, str) or not all(name in row for row in rows):
        return rows
    return list(with_ids((row[name], {k: row[k] for k in row if k != name}) for row in rows))
