"""Guess which columns of a table hold texts, ids and labels, and take them from its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import numpy as np

from hiertopics.errors import CorpusError
from hiertopics.missing import is_missing

_TEXT_NAMES = (
    "text body content fulltext full_text document abstract description message review comment "
    "article post tweet summary sentence answer question title headline name"
).split()
# A title says what the text next to it is about, and goes in front of it.
_TITLES = ("title", "headline", "subject")
_LONGER_THAN_TITLES = (
    "text body content fulltext full_text document abstract description message review article post"
).split()
_ID_NAMES = (
    "id doc_id docid document_id identifier key path file filename file_name uid uuid url link doi "
    "arxiv_id pmid package"
).split()
_FINE_NAMES = (
    "label labels fine subcategory sub_category subtopic category categories class target topic "
    "section genre tag y"
).split()
_BROAD_NAMES = (
    "superlabel super_label broad supercategory superclass super_class parent group supergroup "
    "archive field"
).split()
ALL_NAMES = frozenset((*_TEXT_NAMES, *_TITLES, *_ID_NAMES, *_FINE_NAMES, *_BROAD_NAMES))
_LONGEST_VALUE = 1000

Names = str | Sequence[str]
PlainValue = str | bool | int | float | date | datetime | tuple | None
_DATES = (date, datetime)
_PLAIN = (str, bool, int, float, *_DATES, type(None))


class Columns(NamedTuple):
    """Names of a table's columns by what they hold; `labels` are fine to broad."""

    text: tuple[str, ...]
    id: str | None
    labels: tuple[str, ...]
    metadata: tuple[str, ...]

    def described(self) -> dict:
        """As a report keeps it."""
        return {**self._asdict(), **{k: list(v) for k, v in self._asdict().items() if k != "id"}}


def choose_columns(
    rows: Sequence[Mapping],
    text: Names | None = None,
    id: str | None = None,
    labels: Names | None = None,
    metadata: Names | None = None,
) -> Columns:
    """Choose the columns that are named, and guess the rest by their names.

    The rows are the first of the table, at least one. Several text columns are joined; labels are
    named fine to broad. None is for a guess, an empty collection for no labels or metadata; columns
    that nothing else is in are metadata. A CorpusError is raised if a named column is not there, or
    none looks like text.
    """
    names = list(dict.fromkeys(name for row in rows for name in row))
    texts, found, others = map(_listed, (text, labels, metadata))
    id = None if id is None else str(id)
    for name in (*(texts or ()), *(found or ()), *(others or ()), *([] if id is None else [id])):
        if name not in names:
            raise CorpusError(f"there is no column {name!r}; {_shown(names)}")
    by_plain_name = {plain_name(name): name for name in reversed(names)}
    if texts is None:
        texts = _text_columns(rows, names, by_plain_name)
    taken: set[str | None] = set(texts)
    if id is None:
        id = next(iter(_found(_ID_NAMES, by_plain_name, taken)), None)
    taken.add(id)
    if found is None:
        fine, broad = (_found(n, by_plain_name, taken) for n in (_FINE_NAMES, _BROAD_NAMES))
        found = (*fine[:1], *broad[:1])
    if others is None:
        others = tuple(name for name in names if name not in {*taken, *found})
    return Columns(texts, id, found, others)


def text_of(row: Mapping, columns: Columns) -> str:
    """Text of a row: its text columns, those that are not empty, as paragraphs."""
    parts = [_as_text(row.get(name)) for name in columns.text]
    return "\n\n".join(part for part in parts if part.strip())


def _as_text(value: object) -> str:
    """Text of a cell: a list of texts as paragraphs, bytes as UTF-8, a number as it is written."""
    if isinstance(value, list | tuple):
        return "\n\n".join(filter(None, map(_as_text, value)))
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if isinstance(value, dict) or is_missing(value) else str(value)


def labels_of(row: Mapping, names: Sequence[str]) -> list:
    """Labels of a row, None where there is none; of a list of labels the first."""
    labels = [row.get(name) for name in names]
    labels = [next(iter(each), None) if isinstance(each, list | tuple) else each for each in labels]
    nested = (dict, list, tuple)
    return [None if is_missing(each) or isinstance(each, nested) else each for each in labels]


def value_of(row: Mapping, name: str) -> PlainValue:
    """Value of a metadata column; long texts are cut, so that a large table can be kept."""
    value = plain_value(row.get(name))
    return value[:_LONGEST_VALUE] if isinstance(value, str) else value


def plain_column(values: Iterable) -> tuple[PlainValue, ...]:
    """Values of a metadata column as a `Corpus` has them; see `plain_value`."""
    values = tuple(values)
    kinds = set(map(type, values))
    if kinds <= {int, bool, *_DATES, type(None)}:  # none of them missing or blank
        return values
    return tuple(map(plain_value, values))


def plain_value(value: Any) -> PlainValue:
    """A value as text, truth, number, day or time of Python itself, or None where it is missing.

    Scalars of numpy and times of pandas become those of Python, to the microsecond. A list, such as
    the tags of a document, becomes a tuple of such values without the missing ones, a set one in
    order; all else becomes its text.
    """
    if is_missing(value):
        return None
    if type(value) in _PLAIN:
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


def _is_text(value: object) -> bool:
    """Whether a cell holds text, in one piece or several."""
    if isinstance(value, list | tuple):
        return all(map(_is_text, value))
    return isinstance(value, str | bytes)


def _listed(names: Names | None) -> tuple[str, ...] | None:
    if names is None:
        return None
    return tuple(map(str, names)) if isinstance(names, list | tuple) else (str(names),)


def _shown(names: Sequence[str]) -> str:
    return f"the columns are {', '.join(map(repr, names)) or 'none'}"


def plain_name(name: object) -> str:
    """Name of a column in lower case, its words joined by underscores."""
    return str(name).strip().lower().replace(" ", "_").replace("-", "_")


def _found(wanted: Sequence[str], by_plain_name: Mapping[str, str], taken: set) -> list[str]:
    found = [by_plain_name[name] for name in wanted if name in by_plain_name]
    return [name for name in found if name not in taken]


def _text_columns(rows, names, by_plain_name) -> tuple[str, ...]:
    def length(name: str) -> int:
        return sum(len(_as_text(row.get(name))) for row in rows if _is_text(row.get(name)))

    known = [name for name in _found(_TEXT_NAMES, by_plain_name, set()) if length(name)]
    if known:
        text = known[0]
        titles = [name for name in _found(_TITLES, by_plain_name, {text}) if length(name)]
        return (*titles[:1], text) if plain_name(text) in _LONGER_THAN_TITLES else (text,)
    longest = max(names, key=length, default=None)
    if longest is None or not length(longest):
        raise CorpusError(
            f"no column looks like text; {_shown(names)}; name the one that holds the texts"
        )
    return (longest,)
