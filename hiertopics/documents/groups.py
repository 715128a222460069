"""The share of every topic by period or group: how a tree changes over time, or with a label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from hiertopics.documents.dates import PERIODS, date_in_name, fitting_period, period_of, read_date
from hiertopics.documents.table import DocumentTable
from hiertopics.errors import HiertopicsError
from hiertopics.missing import is_missing, known_labels
from hiertopics.tree.export.tabular import csv_text, pandas_for

if TYPE_CHECKING:
    import pandas

    from hiertopics.corpus.corpus import Corpus
    from hiertopics.tree.tree import TopicTree

MOST_GROUPS = 60
"""Groups of a column of texts; the rarer ones are one group, "other"."""

_DATE_NAMES = ("date", "created", "published", "year", "time", "timestamp")


@dataclass(frozen=True, eq=False, repr=False)
class GroupShares:
    """The mean share of every topic among the documents of each group.

    Attributes
    ----------
    name : str
        What the groups are of, such as "year".
    groups : tuple of str
        In the order of time or of numbers, else the largest first. Periods without documents are
        left out.
    n_documents : tuple of int
        Documents of each group.
    layers : tuple of ndarray, each of shape (n_topics of its layer, n_groups)
        Mean shares, fine to broad.
    undated : int
        Documents that belong to no group, as their value is missing or says no date.
    """

    name: str
    groups: tuple[str, ...]
    n_documents: tuple[int, ...]
    layers: tuple[np.ndarray, ...]
    undated: int = 0

    def __repr__(self) -> str:
        return f"<GroupShares by {self.name}, {len(self.groups)} groups>"

    def cut(self, n_layers: int) -> GroupShares:
        """Return the shares of the topics that `TopicTree.cut` keeps.

        Parameters
        ----------
        n_layers : int
            As in `TopicTree.cut`.

        Raises
        ------
        HiertopicsError
            If there are not as many layers.
        """
        if not 1 <= n_layers <= len(self.layers):
            raise HiertopicsError(
                f"expected 1 to {len(self.layers)} layers of shares to keep, got {n_layers}"
            )
        return replace(self, layers=self.layers[len(self.layers) - n_layers :])

    def to_dict(self) -> dict:
        """Return everything as lists and numbers, ready for JSON."""
        return {
            "name": self.name,
            "groups": list(self.groups),
            "n_documents": list(self.n_documents),
            "layers": [of_layer.tolist() for of_layer in self.layers],
            "undated": self.undated,
        }

    def to_frame(self, tree: TopicTree | None = None) -> pandas.DataFrame:
        """Return a table with a row for each topic and group.

        Parameters
        ----------
        tree : TopicTree, optional
            Names the topics.

        Returns
        -------
        pandas.DataFrame
            Columns ``group, n_documents, layer, index, name, share``; broad to fine, ``name``
            empty without a tree.

        Raises
        ------
        ImportError
            If pandas is not installed.
        """
        return pandas_for("to_frame").DataFrame(list(self._rows(tree)), columns=_COLUMNS)

    def to_csv(self, tree: TopicTree | None = None) -> str:
        """Return the table of `to_frame` as comma-separated values.

        Parameters
        ----------
        tree : TopicTree, optional
            Names the topics.
        """
        return csv_text([_COLUMNS, *self._rows(tree)])

    def _rows(self, tree):
        for layer in reversed(range(len(self.layers))):
            for index, shares in enumerate(self.layers[layer]):
                name = "" if tree is None else tree.node(layer, index).name
                rows = zip(self.groups, self.n_documents, shares.tolist(), strict=True)
                for group, n_documents, share in rows:
                    yield group, n_documents, layer, index, name, share


_COLUMNS = ["group", "n_documents", "layer", "index", "name", "share"]


def shares_by(documents: DocumentTable, by: str) -> GroupShares:
    """Return the mean share of every topic at every layer, by period or group of documents.

    Parameters
    ----------
    documents : DocumentTable
    by : str
        A column of metadata; "labels" or "fine labels" for the broadest and the finest labels; or a
        period: day, month, quarter, year, decade or century of the first column with dates, or
        else of the dates in the ids of the documents, such as 1790 in ``1790_washington``.
        "COLUMN:PERIOD" says both. A column with many dates is grouped by the finest period that
        gives at most 40 groups.

    Returns
    -------
    GroupShares

    Raises
    ------
    HiertopicsError
        If there is no such column, or if no document has a value.
    """
    groups_of = check_by(documents, by)
    order = _ordered(groups_of)
    place = {group: number for number, group in enumerate(order)}
    members = [(place[group], row) for row, own in enumerate(groups_of) for group in own]
    into, rows = np.array(members, dtype=int).T
    belongs = sparse.csr_array(
        (np.ones(len(members)), (into, rows)), shape=(len(order), len(documents))
    )
    n_documents = np.bincount(into, minlength=len(order))
    return GroupShares(
        name=by,
        groups=tuple(order),
        n_documents=tuple(n_documents.tolist()),
        layers=tuple((belongs @ shares).toarray().T / n_documents for shares in documents.shares),
        undated=sum(not own for own in groups_of),
    )


def check_by(documents: DocumentTable | Corpus, by: str) -> list[tuple[str, ...]]:
    """Return the groups of each document, or raise where none has any: asked before the work."""
    groups_of = _groups(documents, by)
    if not any(groups_of):
        raise HiertopicsError(f"no document has a value of {by!r} to group it by")
    return groups_of


def _groups(documents, by: str) -> list[tuple[str, ...]]:
    """Return the groups of each document, none where its value is missing."""
    columns = dict(documents.metadata)
    if by in columns:
        return _grouped(columns[by], None)
    column, _, period = by.rpartition(":")
    if period in PERIODS and column in columns:
        return _grouped(columns[column], period)
    if by in ("label", "labels", "fine labels") and documents.labels.shape[1]:
        labels = documents.labels[:, 0 if by.startswith("fine") else -1]
        known = known_labels(labels)
        return _largest([(str(v),) if k else () for v, k in zip(labels, known, strict=True)])
    if by in PERIODS:
        found = (period_of(date, by) for date in _dates(columns, documents.ids))
        return [() if group is None else (group,) for group in found]
    choices = [*columns, *PERIODS, *(("labels",) if documents.labels.shape[1] else ())]
    near = get_close_matches(by, choices, 1)
    hint = f"; did you mean {near[0]!r}" if near else ""
    names = ", ".join(columns) or "none"
    raise HiertopicsError(
        f"documents cannot be grouped by {by!r}{hint}. Columns: {names}; periods, where there are "
        f"dates: {', '.join(PERIODS)}; and labels, where there are labels"
    )


def _grouped(values: Sequence, period: str | None) -> list[tuple[str, ...]]:
    """Groups by the values themselves, or by the period where they are many dates."""
    lists = [value if isinstance(value, list | tuple | set) else [value] for value in values]
    texts = [
        tuple(dict.fromkeys(_name(each) for each in own if not is_missing(each))) for own in lists
    ]
    many = len({text for own in texts for text in own}) > MOST_GROUPS
    if period is None and not many:
        return texts
    dates = [[read_date(each) for each in own] for own in lists]
    if period is None:
        n_known = sum(map(bool, texts))
        if sum(any(own) for own in dates) < 0.9 * n_known:
            return _largest(texts)
        period = fitting_period(date for own in dates for date in own)
    named = [[period_of(date, period) for date in own] for own in dates]
    return [tuple(dict.fromkeys(group for group in own if group)) for own in named]


def _dates(columns, ids):
    """Dates of the documents: from the column that has them, else from their names."""
    names = sorted(columns, key=lambda name: name.lower() not in _DATE_NAMES)
    for name in names:
        dates = [read_date(value) for value in columns[name]]
        n_known = sum(not is_missing(value) for value in columns[name])
        if n_known and sum(date is not None for date in dates) >= 0.5 * n_known:
            return dates
    dates = [date_in_name(name) for name in ids]
    # A number here and there that looks like a year is none.
    return dates if 2 * sum(date is not None for date in dates) >= len(dates) else [None] * len(ids)


def _name(value) -> str:
    # 2019.0 is what a table makes of 2019 where a value is missing.
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _largest(groups_of):
    counts = Counter(group for own in groups_of for group in own)
    if len(counts) <= MOST_GROUPS:
        return groups_of
    ranked = sorted(counts, key=lambda group: (-counts[group], group))
    kept = set(ranked[: MOST_GROUPS - 1])
    return [
        tuple(dict.fromkeys(group if group in kept else "other" for group in own))
        for own in groups_of
    ]


def _ordered(groups_of):
    counts = Counter(group for own in groups_of for group in own)
    groups = list(counts)
    try:
        return sorted(groups, key=float)
    except ValueError:
        pass
    if all(read_date(group) or group[:4].isdecimal() for group in groups):
        return sorted(groups)
    return sorted(groups, key=lambda group: (group == "other", -counts[group], group))
