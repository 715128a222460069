"""Plots of a tree of topics: how it branches, and the words of its topics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from hiertopics.errors import HiertopicsError
from hiertopics.printable import visible
from hiertopics.report.plots.drawing import (
    axes_or_new,
    hue,
    lay_out,
    name_ticks,
    pale,
    panels_or_new,
    room_for,
    size_in_points,
    write,
)
from hiertopics.report.topic_roots import living_parent, root_numbers
from hiertopics.tree.formatting import fit_words, percent
from hiertopics.tree.node import TopicNode, living
from hiertopics.tree.tree import TopicTree

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST_LEAVES = 12
_WIDEST_LINE = 6  # points
_TEXT_ZONE = 0.74  # of a column; its lines fan out in the rest


def plot_tree(
    tree: TopicTree,
    ax: Axes | None = None,
    *,
    n_words: int | None = None,
    font_size: float = 9,
) -> Axes:
    """Draw a tree of topics from left to right, the broadest topics at the left.

    The area of a topic's dot and the width of the line that leads to it go by its share of the
    documents; every root has a colour of its own. Names are cut to the room there is. Dead topics
    are left out.

    Parameters
    ----------
    tree : TopicTree
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure, as high as the tree has leaves.
    n_words : int, optional
        Show that many words of a topic; by default its name.
    font_size : float, default=9
        In points; smaller where the rows of the tree are too close for it.

    Returns
    -------
    matplotlib.axes.Axes
    """
    nodes, heights = _rows(tree)
    n_rows, n_layers = 1 + max(heights.values(), default=0), len(tree.layers)
    is_new = ax is None
    ax = axes_or_new(ax, 2.4 * (1 + n_layers), max(1.2, 0.27 * n_rows + 0.2))
    ax.set(xlim=(-0.04, n_layers), ylim=(n_rows - 0.4, -0.75))
    ax.set_axis_off()
    if is_new:
        lay_out(ax)
    width, height = size_in_points(ax)
    font_size = max(3.0, min(font_size, 0.5 * height / n_rows))
    roots, largest = root_numbers(tree), max((node.share for node in nodes), default=1)
    pitch = width / (n_layers + 0.04)  # points a column
    for node in nodes:
        column, row = n_layers - 1 - node.layer, heights[node.key]
        size, color = node.share / largest, hue(roots[node.key])
        thickness = 0.6 + _WIDEST_LINE * size
        line = dict(color=pale(color), solid_capstyle="butt", zorder=1, linewidth=thickness)
        parent = living_parent(tree, node)
        if parent:
            start = column - 1 + _TEXT_ZONE
            ax.plot(*_bend(start, heights[parent.key], column, row), **line)
        ax.scatter(column, row, 6 + 80 * size, color=color, linewidths=0, zorder=2, clip_on=False)
        # A branch goes on as a line, with its name above; the name of a leaf is in its row.
        zone, raised, aligned = n_layers - column, 0, "center_baseline"
        if living(tree.children_of(node)):
            zone, raised, aligned = _TEXT_ZONE, thickness / 2 + 1, "bottom"
            ax.plot([column, column + zone], [row, row], **line)
        label = ax.annotate(
            "", (column, row), (8, raised), textcoords="offset points", va=aligned,
            fontsize=font_size, annotation_clip=False,
        )  # fmt: skip
        write(label, _caption(node, n_words, room_for(zone * pitch - 10, font_size)))
    return ax


def _rows(tree):
    """Return the topics that live, depth first, and the row of each: a leaf has its own."""
    nodes, heights, n_leaves = living(tree), {}, 0
    for node in reversed(nodes):  # children come before their parents
        below = [heights[child.key] for child in living(tree.children_of(node))]
        n_leaves += not below
        heights[node.key] = (min(below) + max(below)) / 2 if below else -n_leaves
    # Leaves were counted from the last one up.
    return nodes, {key: height + n_leaves for key, height in heights.items()}


def _bend(x, y, x_end, y_end):
    """Return the points of a line that leaves and arrives horizontally."""
    part = np.linspace(0, 1, 25)
    return x + (x_end - x) * part, y + (y_end - y) * part**2 * (3 - 2 * part)


def _caption(node, n_words, room):
    share = percent(node.share)
    words = node.name.split(", ") if n_words is None else [w for w, _ in node.words[:n_words]]
    return f"{share}  {fit_words([visible(word) for word in words], room - len(share) - 2)}"


def plot_words(
    tree: TopicTree,
    nodes: Sequence[TopicNode | tuple[int, int]] | None = None,
    n_words: int = 8,
    axes: Sequence[Axes] | np.ndarray | None = None,
) -> np.ndarray:
    """Draw the words of topics as bars, one panel a topic, all to the same scale.

    Parameters
    ----------
    tree : TopicTree
    nodes : sequence of TopicNode or of (layer, index), optional
        Which topics; by default those of the finest layer if at most 12 are alive, else the roots.
    n_words : int, default=8
        How many words at most; the tree holds as many as it was built with.
    axes : sequence of matplotlib.axes.Axes, optional
        Where to draw, one a topic; by default a new figure.

    Returns
    -------
    ndarray of matplotlib.axes.Axes, shape (n_topics,)

    Raises
    ------
    HiertopicsError
        A ValueError: fewer axes than topics, or no topic to draw.
    """
    chosen = _chosen(tree, nodes)
    n_rows = -(-len(chosen) // 4)
    n_columns, n_bars = -(-len(chosen) // n_rows), min(n_words, len(chosen[0].words))
    is_new = axes is None
    axes = panels_or_new(
        axes, len(chosen), n_columns, max(3.0, 2.3 * n_columns),
        n_rows * (0.7 + 0.16 * n_bars) + 0.2, sharex=True,
    )  # fmt: skip
    roots = root_numbers(tree)
    for ax, node in zip(axes, chosen, strict=True):
        words = node.words[:n_words]
        ax.barh(
            range(len(words)), [weight for _, weight in words],
            color=hue(roots.get(node.key, -1)),
        )  # fmt: skip
        name_ticks(ax.yaxis, range(len(words)), [word for word, _ in words], room=16, fontsize=8)
        ax.set_ylim(max(n_bars, len(words), 1) - 0.5, -0.5)
        ax.tick_params(axis="y", length=0)
        ax.tick_params(axis="x", labelsize=7)
        ax.locator_params(axis="x", nbins=3)
        ax.xaxis.set_major_formatter(lambda weight, position: f"{100 * weight:.3g} %")
        ax.spines[["top", "right"]].set_visible(False)
    for ax in axes[-n_columns:]:
        ax.tick_params(labelbottom=True)
    if is_new:
        lay_out(axes[0])
    for ax, node in zip(axes, chosen, strict=True):
        title = ax.set_title("", fontsize=8.5, loc="left")
        write(title, _caption(node, None, room_for(size_in_points(ax)[0], 8.5)))
    return axes


def _chosen(tree, nodes):
    if nodes is None:
        n_leaves = len(living(tree.layers[0]))
        layer = 0 if 0 < n_leaves <= _MOST_LEAVES else len(tree.layers) - 1
        nodes = [node for node in living(tree) if node.layer == layer]
    chosen = [node if isinstance(node, TopicNode) else tree.node(*node) for node in nodes]
    if not chosen:
        raise HiertopicsError("there is no topic to draw: nodes is empty, or all topics are dead")
    return chosen
