"""The records in JSON of any shape, as flat rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple

from hiertopics.corpus.notes import Notes
from hiertopics.corpus.tables.cells_apart import rows_of_cells_apart, with_ids
from hiertopics.corpus.tables.column_names import HINTS, plain_name
from hiertopics.corpus.tables.header import header_of
from hiertopics.corpus.tables.inverted_index import rebuilt
from hiertopics.corpus.tables.messages import messages_of_telegram, tidied
from hiertopics.corpus.tables.nested_records import has_own_text, nested_records, with_replies
from hiertopics.corpus.tables.result_pages import path_of_results, results_of
from hiertopics.corpus.tables.texts_in_pieces import one_text
from hiertopics.missing import is_missing

DAMAGED = object()
"""In the place of a value that cannot be read."""

# A name such as "land" may be that of a class as well as that of a column.
_KNOWN = {name for use, names in HINTS.items() if use != "other" for name in names}
_SAMPLE = 200
# Lists within a list are looked through where it is so short that they may be what is meant.
_FEW = 10
_DEEPEST = 30
_MOSTLY = 0.9  # of the values of an object of texts by id
_FORMS = (messages_of_telegram, nested_records, one_text, rows_of_cells_apart)


class _Table(NamedTuple):
    """Records somewhere in a value: its path, how good a sign of records its form is, its rows."""

    path: str
    rank: int
    rows: Sequence


def rows_of(values: Iterable[object]) -> Iterator[Mapping | None]:
    """Rows of the items of a list: objects, texts, or lists of cells; None for all that is else.

    What most of the first items are decides. An object within an object becomes columns with dotted
    names, ``{"post": {"body": ...}}`` one called "post.body"; a list of objects, or objects by id,
    one list for each of their names. Replies that are within a record are records of their own.
    Texts are in a column "text". The first list of cells is their header, if it holds a name that
    is known. Of pages of results the rows are the results.
    """
    values = iter(values)
    sample = list(islice(values, _SAMPLE))
    n_lists = sum(isinstance(value, list) for value in sample)
    if 2 * n_lists > len(sample):
        yield from _rows_of_cells(sample, values)
        return
    values = chain(sample, values)
    if path := path_of_results(sample):
        values = results_of(values, path)
    for value in values:
        if isinstance(value, str):
            yield {"text": value}
        elif isinstance(value, dict):
            yield from map(flat_row, with_replies(value))
        else:
            yield None


def records_in(
    value: Any, name: str, notes: Notes, is_likely_one: bool = False
) -> Iterator[Mapping | None]:
    """Rows of the records in a value: in a list, in columns, by id, or itself as the only one.

    These are pandas' orients split, index, columns, records, table and values; objects by id;
    texts by id; lists of texts by label; and the longest list of objects at any depth. Where there
    are several of these, a remark says which was taken from the file of this name. With
    `is_likely_one` an object of texts is a record itself.
    """
    frame = next(filter(None, (find(value) for find in _FORMS)), None)
    if frame is not None:
        return rows_of(frame)
    tables = sorted(_tables(value, "", 0), key=lambda table: (-table.rank, -len(table.rows)))
    if not tables:
        texts = None if is_likely_one else _texts_by_id(value)
        whole = value if isinstance(value, list) else [value] if value else []
        return rows_of(whole if texts is None else texts)
    found = tables[0]
    _say_lists_left_out(value, found, name, notes)
    others = [each for each in tables[1:] if each.rank == found.rank and len(each.rows) > 1]
    if others:
        notes.remark(
            f"{name} has {len(others) + 1} lists of records: read is {_shown(found)}, and not "
            + ", ".join(map(_shown, others[:3]))
            + (" and others" if len(others) > 3 else "")
        )
    return rows_of(found.rows)


def _say_lists_left_out(value: Any, found: _Table, name: str, notes: Notes) -> None:
    """Doubt columns of an object that have fewer cells than those that were taken for a table."""
    if found.path or found.rank != 3 or not isinstance(value, dict):
        return
    lists = {key: len(part) for key, part in value.items() if _is_plain_list(part)}
    for key, size in lists.items():
        if 1 < size < len(found.rows) and plain_name(key) in _KNOWN:
            notes.doubt(
                f"{key!r} of {name} has {size:,} values and other columns {len(found.rows):,}: it "
                "is left out, as nobody knows which rows they are of"
            )


def _shown(table: _Table) -> str:
    return f"{table.path or 'the outermost'} ({len(table.rows):,})"


def _tables(value: Any, path: str, depth: int) -> Iterator[_Table]:
    """All that looks like a table within a value."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        inner = list(_tables_within(value, path, depth)) if len(value) <= _FEW else []
        if _are_objects(value) and not (len(value) == 1 and inner):
            yield _Table(path, 4, value)
        elif _are_objects(value, list) and depth == 0:
            yield _Table(path, 4, value)
        elif value and all(isinstance(each, str) for each in value[:_SAMPLE]):
            yield _Table(path, 1, value)
        yield from inner
        return
    if not isinstance(value, dict) or not value:
        return
    sizes = (len(part) for part in value.values() if isinstance(part, list))
    texts = (name for name, part in value.items() if isinstance(part, str))
    is_record = max(sizes, default=0) < _FEW and any(plain_name(name) in _KNOWN for name in texts)
    table = None if is_record else _table_of_object(value, path)
    if table is not None:
        yield table
        if table.rank > 2:
            return
    for name, part in value.items():
        if isinstance(part, dict | list):
            within = _tables(part, f"{path}.{name}" if path else str(name), depth + 1)
            # The tags and links of a record are no table of their own.
            within = (each for each in within if each.rank > 3 or not is_record)
            yield from (each for each in within if not has_own_text(value, each.path, each.rows))


def _tables_within(items: list, path: str, depth: int) -> Iterator[_Table]:
    """Longer tables within the items of a short list, unless most of its items have one."""
    found = []
    for number, item in enumerate(items):
        tables = _tables(item, f"{path}[{number}]", depth + 1)
        found.append([each for each in tables if each.rank == 4 and len(each.rows) > len(items)])
    n_having = sum(map(bool, found))
    if len(items) == 1 or 2 * n_having <= len(items):
        yield from chain.from_iterable(found)


def _table_of_object(value: dict, path: str) -> _Table | None:
    """A table that an object as such is: of columns, of objects by id, of texts by label."""
    parts = list(value.values())
    if all(isinstance(part, dict) and part for part in parts):
        if _is_by_column(value, parts):
            return _Table(path, 3, _rows_of_columns(value))
        keys = set.union(*(set(part) for part in parts[:_SAMPLE]))
        n_shared = sum(len(part) for part in parts[:_SAMPLE])
        if len(parts) > 1 and n_shared > len(keys):
            return _Table(path, 3, list(with_ids(value.items())))
        # Parts that have no name in common may be several tables, or hold one.
        return _Table(path, 2, list(with_ids(value.items()))) if keys & _KNOWN else None
    lists = {name: part for name, part in value.items() if _is_plain_list(part)}
    sizes = [len(part) for part in lists.values()]
    nested = (part for part in parts if isinstance(part, list) and _are_objects(part))
    if max(sizes, default=0) < 2 or any(nested):
        return None
    known = any(plain_name(name) in _KNOWN for name in lists)
    if len(lists) == len(value) > 1 and not known and len(set(sizes)) > 1:
        rows = [{"label": name, "text": each} for name, part in lists.items() for each in part]
        return _Table(path, 3, rows)
    longest = {name: part for name, part in lists.items() if len(part) == max(sizes)}
    if len(longest) == 1 and len(lists) < len(value):
        return None
    return _Table(path, 3, _rows_of_columns({k: dict(enumerate(v)) for k, v in longest.items()}))


def _is_by_column(value: Mapping, parts: list) -> bool:
    """Whether the names of an object are those of columns, and those within its parts of rows."""
    cells = (cell for part in parts for cell in islice(part.values(), _SAMPLE))
    if not all(_is_plain_list(cell) or not isinstance(cell, dict | list) for cell in cells):
        return False
    inner = list(parts[0])
    signs = (
        lambda names: any(plain_name(name) in _KNOWN for name in names),
        lambda names: not all(str(name).isdigit() for name in names),
    )
    for is_column in signs:
        if is_column(value) != is_column(inner):
            return is_column(value)
    return len(inner) > len(value) > 1


def _rows_of_columns(columns: Mapping[str, Mapping]) -> list[dict]:
    rows: dict[str, dict] = {}
    for name, column in columns.items():
        for key, cell in column.items():
            rows.setdefault(key, {})[name] = cell
    return list(with_ids(rows.items()))


def _texts_by_id(value: Any) -> list[dict] | None:
    """Records of an object that holds texts by id, but for a few values that are none.

    A few of the ids may be words that name columns, of many texts.
    """
    if not isinstance(value, dict) or not value:
        return None
    n_texts = sum(isinstance(each, str) for each in value.values())
    n_none = sum(is_missing(each) for each in value.values() if not isinstance(each, str))
    n_names = sum(plain_name(name) in _KNOWN for name in value)
    if n_texts < _MOSTLY * (len(value) - n_none) or n_names > (1 - _MOSTLY) * len(value):
        return None
    return list(
        with_ids(
            (name, {"text": text if isinstance(text, str) else None})
            for name, text in value.items()
        )
    )


def _are_objects(values: Sequence, of_type: type = dict) -> bool:
    """Whether most of the values are objects, judged by the first of them."""
    first = values[:_SAMPLE]
    n_objects = sum(isinstance(value, of_type) and bool(value) for value in first)
    return 2 * n_objects > len(first)


def _is_plain_list(value: Any) -> bool:
    return isinstance(value, list) and not any(isinstance(v, dict | list) for v in value[:_SAMPLE])


def _rows_of_cells(sample: list, values: Iterator) -> Iterator[Mapping | None]:
    lists = [value for value in sample if isinstance(value, list) and value]
    first = ["" if cell is None else str(cell) for cell in lists[0]] if lists else []
    width = max(map(len, lists), default=0)
    names, is_header = header_of(first + [""] * (width - len(first)))
    if not any(plain_name(cell) in _KNOWN for cell in first):
        names, is_header = [f"column {number}" for number in range(1, width + 1)], False
        if width == 2 and all(len(row) == 2 for row in lists) and are_pairs(lists):
            names = ["id", "text"]
    for value in chain(sample, values):
        if is_header and value is lists[0]:
            continue
        fits = isinstance(value, list) and len(value) <= width
        yield dict(zip(names, value, strict=False)) if fits else None


def are_pairs(pairs: Sequence[Sequence]) -> bool:
    """Whether pairs are ids and texts: the first distinct, the second longer and texts."""
    ids = [str(key) for key, _ in pairs]
    sizes = [len(text) for _, text in pairs if isinstance(text, str)]
    return len(set(ids)) == len(ids) and sum(sizes) > sum(map(len, ids))


def flat_row(record: dict) -> Mapping | None:
    """A record without objects in it: those become columns with dotted names; see `rows_of`."""
    record = tidied(record)
    for key, value in record.items():
        if type(value) is dict or (type(value) is list and any(type(v) is dict for v in value)):
            break
        if value is None and rebuilt(key, None)[0] != key:
            break
    else:
        return record
    row: dict[str, Any] = {}
    try:
        _flatten(record, "", row)
    except RecursionError:
        return None
    return row


def _flatten(record: dict, above: str, row: dict) -> None:
    for key, value in record.items():
        name, value = rebuilt(f"{above}{key}", value)
        if isinstance(value, dict) and _are_by_id(value):
            value = list(value.values())
        if isinstance(value, dict) and "date-parts" in value:
            row[name] = _day_of_parts(value)
        elif isinstance(value, dict) and value:
            _flatten(value, f"{name}.", row)
        elif isinstance(value, list) and any(isinstance(part, dict) for part in value):
            _flatten_list(value, name, row)
        elif value is not None or name not in row:
            row[name] = value


def _day_of_parts(value: dict) -> str | None:
    """A day as catalogues of literature give it: ``{"date-parts": [[2020, 5]]}``."""
    parts = value["date-parts"]
    first = parts[0] if isinstance(parts, list) and parts else None
    numbers = [str(part) for part in first or ()] if isinstance(first, list) else []
    if not numbers or not all(part.isdecimal() and len(part) <= 4 for part in numbers):
        return value.get("raw") or value.get("literal")
    return "-".join([numbers[0], *(part.zfill(2) for part in numbers[1:3])])


def _flatten_list(parts: list, name: str, row: dict) -> None:
    """Put a list with objects in it into a row: a list of each of their values, or one text."""
    if any(isinstance(part, str) for part in parts):  # a text whose links are objects
        texts = (part if isinstance(part, str) else part.get("text") for part in parts)
        row[name] = "".join(text for text in texts if isinstance(text, str))
        return
    for part in parts:
        inner: dict[str, Any] = {}
        if isinstance(part, dict):
            _flatten(part, f"{name}.", inner)
        for key, value in inner.items():
            values = row.setdefault(key, [])
            if isinstance(values, list):
                values += value if isinstance(value, list) else [value]


def _are_by_id(value: dict) -> bool:
    """Whether an object holds objects under numbers or long identifiers, and no columns."""
    return len(value) > 1 and all(
        isinstance(part, dict) and (key.isdigit() or (len(key) > 15 and any(map(str.isdigit, key))))
        for key, part in value.items()
    )
