"""Columns of several tables that are the same under names that are written in another style."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from hiertopics.corpus.notes import listed
from hiertopics.corpus.tables.column_names import use_of
from hiertopics.corpus.tables.column_reading import read_columns
from hiertopics.corpus.tables.columns import Columns

_BETWEEN_WORDS = re.compile(r"[\s_.\-]+")
_READ_ROWS = 200
_MOST_SHOWN = 10
_OF_TEXTS = ("text", "maybe text")


def same_names(names: Collection[str], known: Iterable[str]) -> dict[str, str]:
    """The names of a table's columns that are known in another style, to the known ones.

    They differ in case, blanks, ``_``, ``-`` and ``.`` alone. A name that two columns of the table
    or two of the known ones have in that sense stays.
    """
    by_key: dict[str, set[str]] = {}
    for name in known:
        by_key.setdefault(_without_style(name), set()).add(name)
    counts = Counter(map(_without_style, names))
    keys = {name: key for name in names if counts[key := _without_style(name)] == 1}
    found = {name: min(by_key[key]) for name, key in keys.items() if len(by_key.get(key, ())) == 1}
    return {name: other for name, other in found.items() if name != other}


def under_same_names(
    sample: Sequence[Mapping | None], rows: Iterator[Mapping | None], known: Iterable[str]
) -> tuple[list[Mapping | None], Iterator[Mapping | None]]:
    """The first rows of a table and those behind them, with the known names of their columns."""
    names = same_names({name for row in sample if row for name in row}, known)
    if not names:
        return list(sample), rows
    return list(_renamed(sample, names)), _renamed(rows, names)


def _renamed(rows: Iterable[Mapping | None], names: Mapping[str, str]) -> Iterator[Mapping | None]:
    for row in rows:
        # What is in the place of a damaged row stays itself.
        yield row and {names.get(name, name): value for name, value in row.items()}


def doubts_of_others(
    path: str, rows: Sequence[Mapping], columns: Columns, is_all: bool
) -> list[tuple[str, str]]:
    """Say of a table of a folder that it has none of the columns of texts, if it seems to have any.

    It does if a column of sentences is named as a text, or it shares half of its columns with the
    tables that are read. Tables of users, channels or codes are none that anybody misses.
    """
    names = list(dict.fromkeys(name for row in rows[:_READ_ROWS] for name in row))
    readings = read_columns(rows[:_READ_ROWS], names)
    prose = [name for name, reading in readings.items() if reading.is_prose]
    is_like = 2 * len(columns.all_names() & set(names)) >= len(names)
    if not prose or not (is_like or any(use_of(name)[0] in _OF_TEXTS for name in prose)):
        return []
    shown = [repr(name) for name in names[:_MOST_SHOWN]]
    shown += [f"{len(names) - _MOST_SHOWN:,} more"] if len(names) > _MOST_SHOWN else []
    more = "" if is_all else " and more"
    wanted = " or ".join(map(repr, columns.text))
    doubt = (
        f"left out with its rows ({len(rows):,}{more}), as none of its columns is called {wanted}, "
        f"but {listed(shown)}; give the columns of all files the same names, or read it alone"
    )
    return [(os.path.basename(path), doubt)]


@lru_cache(maxsize=1 << 16)
def _without_style(name: object) -> str:
    """A name of a column in lower case, without what is between its words."""
    return _BETWEEN_WORDS.sub("", str(name).casefold()) or str(name)
