"""A table of documents in the forms other programs read: CSV and JSON, one line a document."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import numpy as np

LISTED = 0.01
"""A document's share of a topic from which it is listed."""


def level_titles(n_levels: int) -> list[str]:
    """Return what the levels are called in a table, fine to coarse.

    Parameters
    ----------
    n_levels : int

    Returns
    -------
    list of str
        ``fine`` and ``broad`` where there are two, else their numbers.
    """
    return ["fine", "broad"] if n_levels == 2 else [str(level) for level in range(n_levels)]


def csv_lines(documents, tree) -> Iterator[str]:
    """Write every document's strongest topic at each level, coarse to fine, as CSV by RFC 4180.

    Parameters
    ----------
    documents : DocumentTable
    tree : TopicTree
        It names the topics.

    Yields
    ------
    str
        The header, then a line a document, with its end: ``id``, for each level the topic's key,
        name and share, and the label predicted where the model learned labels. What a document
        without any topic lacks is empty. Shares are written in full, so that reading them gives
        the same numbers.
    """
    titles = level_titles(len(tree.levels))
    levels = range(len(titles) - 1, -1, -1)
    learned = [level for level in levels if documents.predicted[level] is not None]
    header = ["id"]
    for level in levels:
        topic = f"topic_{titles[level]}"
        header += [topic, f"{topic}_name", f"{topic}_share"]
    yield _csv_line(header + [f"label_{titles[level]}" for level in learned])
    for row, name in enumerate(documents.ids):
        line = [name]
        for level in levels:
            line += _strongest(documents, tree, level, row)
        yield _csv_line(line + [_label(documents, level, row) for level in learned])


def json_lines(documents, tree, ascii_only: bool = False) -> Iterator[str]:
    """Write every document's topics at each level, coarse to fine, as JSON.

    Parameters
    ----------
    documents : DocumentTable
    tree : TopicTree
        It names the topics.
    ascii_only : bool, default=False
        Spell out all other characters.

    Yields
    ------
    str
        A line a document, with its end: ``id``; ``topics``, for each level all topics with a share
        of at least `LISTED`, strongest first, as ``topic`` (its key), ``name`` and ``share``;
        ``labels``, those predicted, null for a document without any topic.
    """
    titles = level_titles(len(tree.levels))
    levels = range(len(titles) - 1, -1, -1)
    for row, name in enumerate(documents.ids):
        content = {
            "id": name,
            "topics": {titles[level]: _listed(documents, tree, level, row) for level in levels},
            "labels": {
                titles[level]: _label(documents, level, row) or None
                for level in levels
                if documents.predicted[level] is not None
            },
        }
        yield json.dumps(content, ensure_ascii=ascii_only) + "\n"


def _shares(documents, level, row):
    """Topics of a document and its shares of them, as they are stored."""
    shares = documents.shares[level]
    own = slice(shares.indptr[row], shares.indptr[row + 1])
    return shares.indices[own], shares.data[own]


def _strongest(documents, tree, level, row):
    topics, shares = _shares(documents, level, row)
    if not shares.any():
        return ["", "", ""]
    topic = int(topics[shares == shares.max()].min())
    return [f"{level}-{topic}", tree.levels[level][topic].name, repr(float(shares.max()))]


def _listed(documents, tree, level, row):
    topics, shares = _shares(documents, level, row)
    return [
        {
            "topic": f"{level}-{topics[i]}",
            "name": tree.levels[level][topics[i]].name,
            "share": float(shares[i]),
        }
        for i in np.lexsort((topics, -shares))
        if shares[i] >= LISTED
    ]


def _label(documents, level, row):
    """The label predicted; where there is no topic there is nothing to predict it from."""
    _, shares = _shares(documents, level, row)
    label = documents.predicted[level][row]
    return str(label) if shares.any() and label is not None else ""


def _csv_line(values):
    line = io.StringIO(newline="")
    csv.writer(line).writerow(values)
    return line.getvalue()
