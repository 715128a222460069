"""The share of every topic by period or group, as a table to read on a terminal."""

from __future__ import annotations

from textwrap import wrap

import numpy as np

from hiertopics.documents.groups import GroupShares
from hiertopics.printable import encodable, visible
from hiertopics.tree.formatting import counted, display_width, fit_words
from hiertopics.tree.node import living
from hiertopics.tree.tree import TopicTree

_BARS = "▁▂▃▄▅▆▇█"
_ASCII_BARS = ".:-=+*#%"
_NAME = 30  # columns of a topic's name
_CELL = 6  # columns of a percentage


def describe_groups(
    shares: GroupShares, tree: TopicTree, width: int = 80, encoding: str = "utf-8"
) -> str:
    """Lay out how much each topic takes of every group.

    Groups that fit the width have a column of percentages each. Where they are too many, each is a
    bar in a row, scaled to the topic's largest share, which ends the row.
    """
    room = max(width, 50) - _NAME - 2
    groups = [visible(group, encoding) for group in shares.groups]
    cell = max(_CELL, *(display_width(group) + 2 for group in groups))
    nodes = living(tree)
    ellipsis = "…" if encodable("…", encoding) == "…" else "..."
    lines = [_headline(shares, encoding)]
    for note in shares.notes:
        lines += wrap(visible(note, encoding), max(width, 50))
    if cell * len(groups) <= room:
        lines.append(" " * (_NAME + 2) + "".join(_right(group, cell) for group in groups))
        cells = [
            "".join(_right(f"{value:.0%}".replace("%", " %"), cell) for value in _of(shares, node))
            for node in nodes
        ]
    else:
        span = f"{groups[0]} to {groups[-1]}" if len(groups) > 1 else groups[0]
        lines.append(" " * (_NAME + 2) + f"{span}; the largest share")
        cells = [_bars(_of(shares, node), shares.n_documents, room - 8, encoding) for node in nodes]
    for node, text in zip(nodes, cells, strict=True):
        indent = "  " * (len(tree.layers) - 1 - node.layer)
        words = visible(node.name, encoding).split(", ")
        name = indent + fit_words(words, _NAME - len(indent), ellipsis)
        lines.append((name + " " * (_NAME + 2 - display_width(name)) + text).rstrip())
    return "\n".join(lines)


def _headline(shares, encoding):
    left = f", {counted(shares.undated, 'document')} left out" if shares.undated else ""
    return visible(f"Share of every topic by {shares.name}{left}", encoding)


def _of(shares, node):
    return shares.layers[node.layer][node.index]


def _right(text, room):
    return " " * max(1, room - display_width(text)) + text


def _bars(values, n_documents, room, encoding):
    """Bars for the groups, neighbours joined by their documents where they are too many."""
    sizes = np.asarray(n_documents, dtype=float)
    pieces = np.array_split(np.arange(values.size), min(room, values.size))
    means = np.array([np.average(values[piece], weights=sizes[piece]) for piece in pieces])
    glyphs = _BARS if encodable(_BARS, encoding) == _BARS else _ASCII_BARS
    peak = means.max()
    steps = np.minimum(means / (peak or 1.0) * len(glyphs), len(glyphs) - 1).astype(int)
    return "".join(glyphs[step] for step in steps) + f"  {peak:.0%}".replace("%", " %")
