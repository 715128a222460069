"""A table of documents in the forms other programs read: CSV and JSON, one line a document."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from hiertopics.tree.export.tabular import csv_text

if TYPE_CHECKING:
    from hiertopics.documents.table import DocumentTable
    from hiertopics.tree.tree import TopicTree


def layer_titles(n_layers: int) -> list[str]:
    """Return what the layers are called: ``fine`` and ``broad`` of two, else their numbers."""
    return ["fine", "broad"] if n_layers == 2 else [str(layer) for layer in range(n_layers)]


def csv_lines(documents: DocumentTable, tree: TopicTree) -> Iterator[str]:
    """Write the topic of every document at each layer, broad to fine, as CSV by RFC 4180.

    The lines, with their ends, are the header, then one a document: ``id``, for each layer the
    topic's key, name in the tree and share, and the label predicted where the model learned labels.
    What a document without any topic lacks is empty. Shares are written in full, so that reading
    them gives the same numbers.
    """
    titles = layer_titles(len(tree.layers))
    layers = range(len(titles) - 1, -1, -1)
    learned = [layer for layer in layers if documents.predicted[layer] is not None]
    header = ["id"]
    for layer in layers:
        topic = f"topic_{titles[layer]}"
        header += [topic, f"{topic}_name", f"{topic}_share"]
    yield csv_text([header + [f"label_{titles[layer]}" for layer in learned]])
    for row, name in enumerate(documents.ids):
        line = [name]
        for layer in layers:
            line += _topic(documents, tree, layer, row)
        yield csv_text([line + [_label(documents, layer, row) for layer in learned]])


def json_lines(documents: DocumentTable, tree: TopicTree) -> Iterator[str]:
    """Write every document's topics at each layer, broad to fine, as JSON.

    A line a document, with its end, has ``id``; ``topic``, for each layer the key of its one topic
    or null; ``topics``, for each layer all topics that it has a share of, largest first, as
    ``topic`` (its key), ``name`` in the tree and ``share``; ``labels``, those predicted, null for a
    document without any topic. Shares are written in full: those of children add up to their
    parent's.
    """
    titles = layer_titles(len(tree.layers))
    layers = range(len(titles) - 1, -1, -1)
    for row, name in enumerate(documents.ids):
        content = {
            "id": name,
            "topic": {
                titles[layer]: _topic(documents, tree, layer, row)[0] or None for layer in layers
            },
            "topics": {titles[layer]: _listed(documents, tree, layer, row) for layer in layers},
            "labels": {
                titles[layer]: _label(documents, layer, row) or None
                for layer in layers
                if documents.predicted[layer] is not None
            },
        }
        yield json.dumps(content, ensure_ascii=False) + "\n"


def _shares(documents, layer, row):
    """Topics of a document and its shares of them, as they are stored."""
    shares = documents.shares[layer]
    own = slice(shares.indptr[row], shares.indptr[row + 1])
    return shares.indices[own], shares.data[own]


def _topic(documents, tree, layer, row):
    topic = documents.topics[layer][row]
    if topic < 0:
        return ["", "", ""]
    topics, shares = _shares(documents, layer, row)
    share = float(shares[topics == topic].sum())
    return [f"{layer}-{topic}", tree.layers[layer][topic].name, repr(share)]


def _listed(documents, tree, layer, row):
    topics, shares = _shares(documents, layer, row)
    return [
        {
            "topic": f"{layer}-{topics[i]}",
            "name": tree.layers[layer][topics[i]].name,
            "share": float(shares[i]),
        }
        for i in sorted(range(len(topics)), key=lambda i: (-shares[i], topics[i]))
    ]


def _label(documents, layer, row):
    label = documents.predicted[layer][row]
    return "" if label is None else str(label)


class TableForm(NamedTuple):
    """A form that a table of documents can be written in: what does so, and what it is, for people.

    The tree names the topics of the table.
    """

    lines_of: Callable[[DocumentTable, TopicTree], Iterator[str]]
    about: str


TABLE_FORMS = {
    "csv": TableForm(csv_lines, "the one topic of each layer"),
    "jsonl": TableForm(json_lines, "all topics of a document with their shares, too"),
}
"""By name, as ``apply --format`` takes them; a new one is one new entry."""
