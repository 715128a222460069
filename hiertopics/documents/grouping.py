"""Which group each document belongs to: by a column, its labels, a period, or two of these."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hiertopics.dates.dates import DatesRead, read_dates, says_date
from hiertopics.dates.dates_in_names import dates_in_names
from hiertopics.dates.periods import PERIODS, first_day_of, fitting_period, period_of
from hiertopics.errors import HiertopicsError
from hiertopics.missing import is_missing, known_labels

if TYPE_CHECKING:
    from hiertopics.corpus.corpus import Corpus
    from hiertopics.documents.table import DocumentTable

MOST_GROUPS = 60
"""Groups of a column of texts; the rarer ones are one group, "other"."""

_LABELS = ("label", "labels", "fine labels")
_MANY_DATES = 0.9  # of the values, for a column to be grouped by period
_SOME_DATES = 0.5  # of the values, for a column to be that of the dates
_SHOWN_COLUMNS = 3
_LATER = re.compile(
    "updat|modif|edit|chang|due|resol|clos|delet|last|end|expir|access|retriev|scrap|crawl|download|"
    "birth|geburt|naissance|nacimiento|geändert|änder|ende|fin|export|import|index",
    re.IGNORECASE,
)
_PUBLISHED = re.compile("publi[sc]|issued|veröffentlicht|erschienen|gepubliceerd", re.IGNORECASE)
_PROBED = 500  # values, to see whether a column has dates


class Grouping(NamedTuple):
    """The groups of documents, in order, those of each document, and what was not read."""

    order: list[str]
    groups_of: list[tuple[str, ...]]
    notes: tuple[str, ...] = ()


def group_documents(documents: DocumentTable | Corpus, by: str | Sequence[str]) -> Grouping:
    """Return the groups of each document, none where its value is missing.

    What to group by is as `hiertopics.documents.groups.shares_by` takes it. A HiertopicsError is
    raised if there is no such column, or if no document has a value.
    """
    columns = _columns(documents)
    names = _parts(documents, columns, by)
    parts = [_by_one(documents, columns, name) for name in names]
    notes = tuple(dict.fromkeys(note for part in parts for note in part.notes))
    found = parts[0] if len(parts) == 1 else _together(parts, notes)
    if not any(found.groups_of):
        shown = by_name(by)
        raise HiertopicsError(
            "; ".join((f"no document has a value of {shown!r} to group it by", *notes))
        )
    return found


def by_name(by: str | Sequence[str]) -> str:
    """What documents are grouped by, as one text."""
    return by if isinstance(by, str) else ",".join(by)


def _columns(documents) -> dict[str, Sequence]:
    """Metadata and labels that have a name."""
    columns = dict(documents.metadata)
    for name, column in zip(documents.label_names, documents.labels.T, strict=False):
        columns.setdefault(name, _known(column))
    return columns


def _known(labels: np.ndarray) -> list:
    """Labels, None where they are unknown."""
    known = known_labels(labels)
    return [label if is_known else None for label, is_known in zip(labels, known, strict=True)]


def _parts(documents, columns: Mapping[str, Sequence], by: str | Sequence[str]) -> list[str]:
    """The columns or periods that are named, separated by commas."""
    listed = by.split(",") if isinstance(by, str) else list(by)
    names = []
    while listed:
        # A name may have commas itself.
        joined = [",".join(listed[:n]) for n in range(len(listed), 0, -1)]
        found = next(
            (text.strip() for text in joined if _is_known(documents, columns, text.strip())), None
        )
        if found is None:
            raise _unknown(documents, columns, listed[0].strip())
        names.append(found)
        del listed[: found.count(",") + 1]
    return names


def _is_known(documents, columns, name: str) -> bool:
    column, _, period = name.rpartition(":")
    return (
        name in columns
        or name in PERIODS
        or (period in PERIODS and column in columns)
        or (name in _LABELS and documents.labels.shape[1] > 0)
    )


def _unknown(documents, columns, by: str) -> HiertopicsError:
    choices = [*columns, *PERIODS, *(("labels",) if documents.labels.shape[1] else ())]
    near = get_close_matches(by, choices, 1)
    hint = f"; did you mean {near[0]!r}" if near else ""
    names = ", ".join(columns) or "none"
    return HiertopicsError(
        f"documents cannot be grouped by {by!r}{hint}. Columns: {names}; periods, where there are "
        f"dates: {', '.join(PERIODS)}; and labels, where there are labels"
    )


def _by_one(documents, columns: Mapping[str, Sequence], by: str) -> Grouping:
    if by in columns:
        return _by_values(columns[by], by)
    column, _, period = by.rpartition(":")
    if period in PERIODS and column in columns:
        return _by_period(columns[column], column, period, is_date=True)
    if by in _LABELS:
        labels = documents.labels[:, 0 if by.startswith("fine") else -1]
        return _by_values(_known(labels), by)
    return _by_dates(columns, documents.ids, by)


def _by_values(values: Sequence, name: str) -> Grouping:
    """Groups by the values themselves, or by the period where they are many dates."""
    lists = [value if isinstance(value, list | tuple | set) else [value] for value in values]
    groups_of = [
        tuple(dict.fromkeys(_shown(each) for each in own if not is_missing(each))) for own in lists
    ]
    if len({group for own in groups_of for group in own}) > MOST_GROUPS:
        flat = [each for own in lists for each in own if not is_missing(each)]
        read = read_dates(flat, name)
        if flat and len(flat) - read.n_unread >= _MANY_DATES * len(flat):
            return _by_period(values, name, fitting_period(read.dates))
    return _ordered(groups_of, name)


def _by_period(values: Sequence, name: str, period: str, is_date: bool = False) -> Grouping:
    """Groups by a period of the dates of a column, whatever its name if `is_date`."""
    lists = [value if isinstance(value, list | tuple | set) else [value] for value in values]
    read = read_dates([each for own in lists for each in own], "date" if is_date else name)
    dates = iter(read.dates)
    named = [[period_of(next(dates), period) for _ in own] for own in lists]
    groups_of = [tuple(dict.fromkeys(group for group in own if group)) for own in named]
    order = sorted({group for own in groups_of for group in own})
    return Grouping(order, groups_of, tuple(read.sentences(name)))


def _by_dates(columns: Mapping[str, Sequence], ids: Sequence[str], period: str) -> Grouping:
    """Periods of the documents: from the column that has them, else from their names."""
    names = sorted(columns, key=lambda name: _rank_of_dates(name, columns[name]))
    probed = {name: _probe(columns[name], name, period) for name in names}
    for kind in range(2):  # those that say the period, and then those that have dates at all
        fitting = [name for name in names if probed[name][kind] >= _SOME_DATES]
        if fitting:
            found = _by_period(columns[fitting[0]], fitting[0], period)
            others = [name for name in fitting[1:] if says_date(name)]
            return found._replace(notes=(_which_dates(fitting[0], others, period), *found.notes))
    read = dates_in_names(ids)
    if 2 * sum(date is not None for date in read.dates) < len(ids):
        # A number here and there that looks like a year is none.
        named = [name for name in names if says_date(name)]
        notes = [s for name in named for s in read_dates(columns[name], name).sentences(name)]
        return Grouping([], [()] * len(ids), tuple(notes[:2]))
    found = [period_of(date, period) for date in read.dates]
    order = sorted({group for group in found if group is not None})
    return Grouping(order, [() if group is None else (group,) for group in found])


def _rank_of_dates(name: str, values: Sequence) -> tuple:
    """First the columns that are named for dates, of the documents and not of later changes.

    A day of publication comes before that on which a catalogue took a document in.
    """
    is_later = bool(_LATER.search(name))
    is_rare = sum(not is_missing(value) for value in values) < _MANY_DATES * len(values)
    return not says_date(name), is_later, is_rare, not _PUBLISHED.search(name)


def _which_dates(name: str, others: Sequence[str], period: str) -> str:
    """The column that periods are from, and the others that have dates, as a sentence."""
    said = f"dates are those of {name!r}"
    if not others:
        return said
    shown = ", ".join(map(repr, others[:_SHOWN_COLUMNS]))
    more = f" and {len(others) - _SHOWN_COLUMNS:,} others" * (len(others) > _SHOWN_COLUMNS)
    have = "has" if len(others) == 1 else "have"
    option = shlex.quote(f"{others[0]}:{period}")
    return f"{said}; {shown}{more} {have} dates, too: --by {option}"


def _probe(values: Sequence, name: str, period: str) -> tuple[float, float]:
    """Share of the values of a column whose dates say the period, and share that have dates."""
    flat = [value for value in values if not is_missing(value)]
    read: DatesRead = read_dates(flat[:: max(1, len(flat) // _PROBED)], name)
    n_values = max(read.n_values, 1)
    says = sum(period_of(date, period) is not None for date in read.dates)
    return says / n_values, (read.n_values - read.n_unread) / n_values


def _shown(value) -> str:
    # 2019.0 is what a table makes of 2019 where a value is missing.
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _ordered(groups_of: list[tuple[str, ...]], name: str) -> Grouping:
    """The largest groups, in the order of numbers or of time, else the largest first."""
    groups_of = _largest(groups_of)
    counts = Counter(group for own in groups_of for group in own)
    groups = list(counts)
    try:
        return Grouping(sorted(groups, key=float), groups_of)
    except ValueError:
        pass
    dates = read_dates(groups, name)
    if not (dates.n_unread or dates.n_unsure):
        days = filter(None, dates.dates)  # all are
        first_day = dict(zip(groups, map(first_day_of, days), strict=True))
        return Grouping(sorted(groups, key=first_day.__getitem__), groups_of)
    largest = sorted(groups, key=lambda group: (group == "other", -counts[group], group))
    return Grouping(largest, groups_of)


def _largest(groups_of: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    counts = Counter(group for own in groups_of for group in own)
    if len(counts) <= MOST_GROUPS:
        return groups_of
    ranked = sorted(counts, key=lambda group: (-counts[group], group))
    kept = set(ranked[: MOST_GROUPS - 1])
    return [
        tuple(dict.fromkeys(group if group in kept else "other" for group in own))
        for own in groups_of
    ]


def _together(parts: Sequence[Grouping], notes: tuple[str, ...]) -> Grouping:
    """Groups of documents that are in the same group of every part, in the order of the parts."""
    places = [{group: place for place, group in enumerate(part.order)} for part in parts]
    place_of: dict[str, tuple[int, ...]] = {}
    groups_of = []
    for owns in zip(*(part.groups_of for part in parts), strict=True):
        pairs = list(product(*owns))
        groups_of.append(tuple(map(", ".join, pairs)))
        for pair, group in zip(pairs, groups_of[-1], strict=True):
            place_of[group] = tuple(place[own] for place, own in zip(places, pair, strict=True))
    groups_of = _largest(groups_of)
    groups = {group for own in groups_of for group in own}
    order = sorted(groups, key=lambda group: place_of.get(group, (len(place_of) + MOST_GROUPS,)))
    return Grouping(order, groups_of, notes)
