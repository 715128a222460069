"""Heat maps of the documents: their shares of the topics, and their labels against the topics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from hiertopics.documents.table import DocumentTable
from hiertopics.errors import HiertopicsError
from hiertopics.missing import known_labels
from hiertopics.quality.agreement import labels_for
from hiertopics.report.plots.drawing import (
    COLORMAP,
    add_color_bar,
    averaged,
    axes_or_new,
    by_column,
    draw_matrix,
    name_ticks,
    size_in_points,
    write,
)
from hiertopics.tree.node import living
from hiertopics.tree.placement import describing_columns
from hiertopics.tree.tree import TopicTree

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ORDERS = ("topic", "labels")
_MOST_CELLS_WITH_FIGURES = 200
_ROOM = 26


def plot_documents(
    documents: DocumentTable,
    layer: int = -1,
    order: Literal["topic", "labels"] = "topic",
    ax: Axes | None = None,
    *,
    tree: TopicTree | None = None,
    cmap: str = COLORMAP,
) -> Axes:
    """Draw the share of every topic in every document, documents down and topics across.

    Of more than 1,000 documents, neighbours in the order drawn are averaged, so that 1,000 rows
    are left; the ticks still count documents.

    Parameters
    ----------
    documents : DocumentTable
    layer : int, default=-1
        0 for the finest layer; negative numbers count from the broadest.
    order : {"topic", "labels"}, default="topic"
        Documents sorted by their topic, those with the largest share first; or by label,
        in the order of their commonest topics, and within each by topic. Lines part the topics or
        labels. Documents without a topic or label come last.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure.
    tree : TopicTree, optional
        Gives the topics their names, and puts them in its order, without dead ones.
    cmap : str, default="Blues"

    Returns
    -------
    matplotlib.axes.Axes
        With one image, and a bar that says what its colours mean.

    Raises
    ------
    HiertopicsError
        A ValueError: another order, no labels to sort by, or no such layer.
    """
    if order not in _ORDERS:
        raise HiertopicsError(f"order must be one of {_ORDERS}, got {order!r}")
    shares, topics, names = _layer_shares(documents, layer, tree)
    rows = by_column(shares, topics)
    groups = topics[rows]
    if order == "labels":
        labels, known = _labels_of(documents, layer)
        classes, numbers = np.unique(labels[known], return_inverse=True)
        group_of = np.full(len(labels), -1)
        group_of[known] = numbers
        sums = np.array([shares[group_of == group].sum(axis=0) for group in range(len(classes))])
        place_of = np.append(np.argsort(by_column(sums)), len(classes))
        rows = rows[np.argsort(place_of[group_of][rows], kind="stable")]
        groups = group_of[rows]
    n_groups = 1 + np.count_nonzero(np.diff(groups))
    height = 4.6 if order == "topic" else min(max(4.6, 1.6 + 0.14 * n_groups), 12.0)
    ax = axes_or_new(ax, 6.4, height)
    image = draw_matrix(ax, averaged(shares[rows]), shares.shape, cmap=cmap)
    add_color_bar(ax, image, "share of the document")
    starts = np.flatnonzero(np.diff(groups, prepend=groups[:1]))
    for start in starts:
        ax.axhline(start - 0.5, color="0.5", linewidth=0.5)
    if order == "labels":
        spans = np.diff([0, *starts, len(rows)])
        centres = np.array([0, *starts]) + (spans - 1) / 2
        texts = [classes[group] if group >= 0 else "no label" for group in groups[[0, *starts]]]
        points = spans * size_in_points(ax)[1] / len(rows)
        size = 8 if np.median(points) > 10 else 6
        legible = points > size
        name_ticks(ax.yaxis, centres[legible], np.array(texts)[legible], _ROOM, fontsize=size)
    else:
        ax.set_ylabel("documents by topic")
    _name_topics(ax, names)
    return ax


def plot_labels(
    documents: DocumentTable,
    layer: int = -1,
    ax: Axes | None = None,
    *,
    tree: TopicTree | None = None,
    n_labels: int = 40,
    cmap: str = COLORMAP,
) -> Axes:
    """Draw how the documents of each label are spread over the topics, every row summing to 1.

    A document counts for its one topic, and labels are sorted by their commonest one. Up to
    200 cells have their percentage written in, from half a percent on.

    Parameters
    ----------
    documents, ax, tree, cmap
        As in `plot_documents`.
    layer : int, default=-1
        0 for the finest layer of topics; negative numbers count from the broadest. The labels are
        those of the same layer, where there are some, else the nearest that are known.
    n_labels : int, default=40
        Of more labels only the most frequent are drawn.

    Returns
    -------
    matplotlib.axes.Axes
        With one image, a bar for its colours and the percentages as texts.

    Raises
    ------
    HiertopicsError
        A ValueError: no labels, or no such layer.
    """
    shares, topics, names = _layer_shares(documents, layer, tree)
    labels, known = _labels_of(documents, layer)
    known &= topics >= 0
    classes, numbers = np.unique(labels[known], return_inverse=True)
    counts = np.zeros((len(classes), shares.shape[1]))
    np.add.at(counts, (numbers, topics[known]), 1)
    kept = np.sort(np.argsort(-counts.sum(axis=1), kind="stable")[:n_labels])
    parts = counts[kept] / counts[kept].sum(axis=1, keepdims=True)
    rows = by_column(parts)
    parts = parts[rows]
    ax = axes_or_new(
        ax, 1.8 + max(3.5, 0.4 * parts.shape[1]), (2.2 if tree else 1.2) + 0.26 * len(parts)
    )
    image = draw_matrix(ax, parts, cmap=cmap)
    add_color_bar(ax, image, "part of a label")
    name_ticks(ax.yaxis, range(len(parts)), classes[kept][rows], _ROOM, fontsize=8)
    _name_topics(ax, names)
    if parts.size <= _MOST_CELLS_WITH_FIGURES:
        for (row, column), part in np.ndenumerate(parts):
            if part >= 0.005:
                dark = np.dot(image.cmap(image.norm(part))[:3], (0.3, 0.59, 0.11)) < 0.5
                text = ax.text(column, row, "", ha="center", va="center", fontsize=7)
                text.set_color("white" if dark else "black")
                write(text, f"{100 * part:.0f}")
    return ax


def _layer_shares(documents, layer, tree):
    """Return the shares of a layer as an array, the column of each document, the topics' names."""
    n_layers = len(documents.n_topics)
    if not -n_layers <= layer < n_layers:
        raise HiertopicsError(f"there are {n_layers} layers, and so no layer {layer}")
    shares, topics = documents.shares[layer].toarray(), documents.topics[layer]
    if tree is None:
        return shares, topics, [str(topic) for topic in range(shares.shape[1])]
    if tree.n_topics != documents.n_topics:
        raise HiertopicsError(f"{tree!r} is not the tree of {documents!r}")
    layer %= n_layers
    nodes = [node for node in living(tree) if node.layer == layer]
    shown = [node.index for node in nodes]
    column_of = np.full(shares.shape[1] + 1, -1)  # the last is for documents without a topic
    column_of[shown] = range(len(shown))
    return shares[:, shown], column_of[topics], [node.name for node in nodes]


def _labels_of(documents, layer):
    """Return the labels that describe a layer as text, and which of them are known."""
    columns = [
        np.full(len(documents), None) if column is None else documents.labels[:, column]
        for column in labels_for(documents.labels, len(documents.n_topics))
    ]
    chosen = describing_columns(np.column_stack(columns))[layer]
    known = known_labels(chosen)
    if not known.any():
        raise HiertopicsError("no document has a label; there is nothing to sort or count by")
    return np.array([str(label) for label in chosen]), known


def _name_topics(ax, names):
    if names == [str(topic) for topic in range(len(names))]:
        ax.set_xlabel("topic")
        shown = range(0, len(names), 1 + len(names) // 40)
        name_ticks(ax.xaxis, shown, [names[n] for n in shown], fontsize=8)
    else:
        style = {"rotation": 45, "ha": "right", "rotation_mode": "anchor", "fontsize": 8}
        name_ticks(ax.xaxis, range(len(names)), names, _ROOM, **style)
