"""The share of every topic by period or group: how a tree changes over time, or with a label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from hiertopics.documents.grouping import by_name, group_documents
from hiertopics.documents.table import DocumentTable
from hiertopics.errors import HiertopicsError
from hiertopics.tree.export.tabular import csv_text, pandas_for

if TYPE_CHECKING:
    import pandas

    from hiertopics.tree.tree import TopicTree


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
    notes : tuple of str
        What was not read of a column of dates, with an example, as sentences.
    """

    name: str
    groups: tuple[str, ...]
    n_documents: tuple[int, ...]
    layers: tuple[np.ndarray, ...]
    undated: int = 0
    notes: tuple[str, ...] = ()

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
            "notes": list(self.notes),
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


def shares_by(documents: DocumentTable, by: str | Sequence[str]) -> GroupShares:
    """Return the mean share of every topic at every layer, by period or group of documents.

    Parameters
    ----------
    documents : DocumentTable
    by : str or sequence of str
        A column of metadata or of labels; "labels" or "fine labels" for the broadest and the finest
        labels; or a period: day, month, quarter, year, decade or century of the first column with
        dates, or else of the dates in the ids of the documents, such as 1790 in
        ``1790_washington``, as `hiertopics.dates.dates` reads them.
        "COLUMN:PERIOD" says both. A column with many dates is grouped by the finest period that
        gives at most 40 groups. Two or more, such as "party,year" or ("party", "year"), make groups
        of what they have together, such as "Labour, 2019".

    Returns
    -------
    GroupShares

    Raises
    ------
    HiertopicsError
        If there is no such column, or if no document has a value.
    """
    grouping = group_documents(documents, by)
    order, groups_of = grouping.order, grouping.groups_of
    place = {group: number for number, group in enumerate(order)}
    members = [(place[group], row) for row, own in enumerate(groups_of) for group in own]
    into, rows = np.array(members, dtype=int).T
    belongs = sparse.csr_array(
        (np.ones(len(members)), (into, rows)), shape=(len(order), len(documents))
    )
    n_documents = np.bincount(into, minlength=len(order))
    return GroupShares(
        name=by_name(by),
        groups=tuple(order),
        n_documents=tuple(n_documents.tolist()),
        layers=tuple((belongs @ shares).toarray().T / n_documents for shares in documents.shares),
        undated=sum(not own for own in groups_of),
        notes=grouping.notes,
    )
