"""Take texts, labels and values of plain Python from the cells of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np

from hiertopics.corpus.characters import decoded_once
from hiertopics.corpus.tables.label_lists import first_label
from hiertopics.missing import is_missing

_LONGEST_VALUE = 1000

PlainValue = str | bool | int | float | date | datetime | tuple | None
_DATES = (date, datetime)
_NEVER_MISSING = {int, bool, *_DATES, type(None)}
_PLAIN = (str, bool, int, float, *_DATES, type(None))


def text_of(row: Mapping, names: Sequence[str]) -> str:
    """Text of a row: those of these columns that are not empty, as paragraphs."""
    if len(names) == 1:
        return cell_text(row.get(names[0]))
    parts = [cell_text(row.get(name)) for name in names]
    return "\n\n".join([part for part in parts if part and not part.isspace()])


def cell_text(value: object) -> str:
    """Text of a cell: a list of texts as paragraphs, bytes as UTF-8, a number as it is written."""
    if type(value) is str:
        return "" if value.isspace() else value
    if isinstance(value, list | tuple):
        return "\n\n".join(filter(None, map(cell_text, value)))
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if isinstance(value, dict) or is_missing(value) else str(value)


def id_of(row: Mapping, name: str | None) -> str | None:
    """Id of a row, None where there is none; a whole number without decimals, as 1 for 1.0."""
    value = row.get(name)
    if type(value) is str:
        return None if not value or value.isspace() else value
    if is_missing(value):
        return None
    if isinstance(value, float | np.floating) and value.is_integer():
        return str(int(value))
    return cell_text(value)


def labels_of(row: Mapping, names: Sequence[str], separators: Mapping[str, str] = {}) -> list:
    """Labels of a row, None where there is none; of several in a cell the first."""
    if not separators:
        return [_label(row.get(name)) for name in names]
    return [_label(first_label(row.get(name), separators.get(name))) for name in names]


def _label(value: object) -> object:
    if type(value) is str:
        if value and value.isascii():
            return None if value.isspace() else value
        return None if not value or value.isspace() else decoded_once(value)
    if isinstance(value, list | tuple):
        value = next(iter(value), None)
    return None if isinstance(value, dict | list | tuple) or is_missing(value) else value


def values_of(row: Mapping, names: Sequence[str]) -> dict[str, PlainValue]:
    """Values of metadata columns, repaired as texts are.

    Long texts are cut, so that a large table can be kept.
    """
    if not names:
        return {}
    values = {name: plain_value(row.get(name)) for name in names}
    for name, value in values.items():
        if type(value) is str:
            if len(value) > _LONGEST_VALUE:
                values[name] = value = value[:_LONGEST_VALUE]
            if not value.isascii():
                values[name] = decoded_once(value)
        elif type(value) is tuple:
            values[name] = tuple(decoded_once(v) if type(v) is str else v for v in value)
    return values


def plain_column(values: Iterable) -> tuple[PlainValue, ...]:
    """Values of a metadata column as a `Corpus` has them; see `plain_value`."""
    values = tuple(values)
    if set(map(type, values)) <= _NEVER_MISSING:
        return values
    return tuple(map(plain_value, values))


def plain_value(value: Any) -> PlainValue:
    """A value as text, truth, number, day or time of Python itself, or None where it is missing.

    Scalars of numpy and times of pandas become those of Python, to the microsecond. A list, such as
    the tags of a document, becomes a tuple of such values without the missing ones, a set one in
    order; all else becomes its text.
    """
    kind = type(value)
    if kind is str:
        return None if not value or value.isspace() else value
    if kind in _NEVER_MISSING:
        return value
    if kind in (list, tuple) and set(map(type, value)) == {str} and all(map(str.strip, value)):
        return tuple(value)
    if is_missing(value):
        return None
    if kind in _PLAIN:
        return value
    if isinstance(value, list | tuple | set | frozenset):
        items = value if isinstance(value, list | tuple) else sorted(value, key=str)
        return tuple(item for item in map(plain_value, items) if item is not None) or None
    if isinstance(value, datetime):  # pandas' Timestamp among them
        return datetime.combine(value.date(), value.timetz())
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    plain = value
    if isinstance(value, np.datetime64):
        is_day = np.datetime_data(value.dtype)[0] in "YMWD"
        plain = value.astype("M8[D]" if is_day else "M8[us]").item()
    elif isinstance(value, np.generic):
        plain = value.item()
    # What is out of the range of Python's dates, and any length of time, is a number by then.
    is_time = isinstance(value, np.datetime64 | np.timedelta64)
    return plain if type(plain) in (_DATES if is_time else _PLAIN) else str(value)
