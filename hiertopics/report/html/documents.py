"""The table of documents as plain lists, small enough to travel inside a page."""

from __future__ import annotations

import re

import numpy as np

from hiertopics.documents.table import DocumentTable
from hiertopics.missing import is_missing, known_labels
from hiertopics.printable import visible

MOST_TEXT = 32_000_000
"""Bytes of all passages together; beyond it every document shows less."""

_BLANK_LINES = re.compile(r"\n(?:\s*\n){2,}")
_LONGEST_VALUE = 300  # characters of one entry of metadata; some tables keep texts there


def document_lists(documents: DocumentTable, fine_shares: np.ndarray) -> dict:
    """Return every document's id, title, passages, labels, metadata and topics, column by column.

    The shares of the finest topics are of shape (n_docs, n_topics). ``labels`` has, for each layer
    of labels, the place in ``names`` of every document's label, -1 where it has none; ``predicted``
    the same for each layer of the tree, or None; ``topics``, for each document, ``[topic, share,
    topic, share, ...]`` of the finest layer, largest share first, in millionths, from which the
    page adds up what it shows of broader topics; ``assigned`` the topic of each document by layer;
    ``shortened`` whether passages had to be cut.
    """
    titles, passages = [], []
    for title, own in documents.excerpts:
        titles.append(visible(title))
        passages.append([visible_text(passage) for passage in own])
    shortened = _shorten(passages)
    names: dict[str, int] = {}
    return {
        "ids": [visible(name) for name in documents.ids],
        "titles": titles or [""] * len(documents),
        "passages": passages or [[] for _ in documents.ids],
        "shortened": shortened,
        "labels": [_coded(column, names) for column in documents.labels.T],
        "predicted": [
            None if column is None else _coded(column, names) for column in documents.predicted
        ],
        "names": list(names),
        "metadata": {
            visible(str(name)): [_value(value) for value in column]
            for name, column in documents.metadata.items()
        },
        "topics": _listed(fine_shares),
        "assigned": [topics.tolist() for topics in documents.topics],
    }


def visible_text(text: str) -> str:
    r"""Return a text with its line ends, in which no other character acts; see `visible`.

    Several empty lines become one.
    """
    lines = "\n".join(map(visible, text.expandtabs(4).splitlines()))
    return _BLANK_LINES.sub("\n\n", lines)


def _shorten(passages):
    """Cut passages where all together are more than a page can carry; whether any was cut."""
    size = sum(len(passage.encode("utf-8", "replace")) for own in passages for passage in own)
    if size <= MOST_TEXT:
        return False
    for own in passages:
        room = int(sum(map(len, own)) * MOST_TEXT / size)
        # Each keeps its beginning, as nothing here says which matters most.
        own[:] = [passage[: max(room // len(own), 80)] for passage in own]
    return True


def _coded(column, names):
    known = known_labels(column)
    return [
        names.setdefault(visible(str(label)), len(names)) if is_known else -1
        for label, is_known in zip(column, known, strict=True)
    ]


def _value(value):
    if is_missing(value):
        return None
    text = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return visible(text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…")


def _listed(shares):
    rows = []
    for own in np.rint(1e6 * shares.astype(np.float64)).astype(int):
        topics = np.flatnonzero(own)
        topics = topics[np.argsort(-own[topics], kind="stable")].tolist()
        rows.append([number for topic in topics for number in (topic, int(own[topic]))])
    return rows
