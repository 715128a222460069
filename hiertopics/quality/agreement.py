"""How well topics and labels agree: a table of counts, and a few figures that sum it up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import entr

from hiertopics.missing import known_labels
from hiertopics.printable import visible

MOST_LABELS = 60
"""Labels in a table, the most frequent ones; a table of hundreds is read by nobody."""


def label_agreement(assigned: np.ndarray, labels: np.ndarray, topics: Sequence[int]) -> dict | None:
    """Count the documents of each label in each topic.

    Parameters
    ----------
    assigned : ndarray of int, shape (n_docs,)
        The topic each document is assigned to, -1 for none.
    labels : ndarray of object, shape (n_docs,)
        Unknown ones are left out, see `hiertopics.missing`.
    topics : sequence of int
        The topics to show, in the order of the tree.

    Returns
    -------
    dict or None
        ``labels``, ordered by the topic that holds most of each, so that agreement shows as a
        diagonal; ``counts``, a row for each of them and a column for each of `topics`; ``totals``,
        the documents of each label, those without a topic among them; ``n_labels`` and
        ``n_documents``, all there are; ``nmi`` and ``purity``, of the documents that have both.
        None without any label or topic.
    """
    known = known_labels(labels)
    if not known.any() or not len(topics):
        return None
    names, codes = np.unique(labels[known].astype(str), return_inverse=True)
    totals = np.bincount(codes, minlength=names.size)
    columns = {topic: column for column, topic in enumerate(topics)}
    placed = np.array([columns.get(topic, -1) for topic in assigned[known].tolist()])
    counts = np.zeros((names.size, len(topics)), dtype=int)
    np.add.at(counts, (codes[placed >= 0], placed[placed >= 0]), 1)
    commonest = np.argsort(-totals, kind="stable")[:MOST_LABELS]
    shown = sorted(commonest, key=lambda row: (counts[row].argmax(), -counts[row].max()))
    return {
        "labels": [visible(str(names[row])) for row in shown],
        "counts": counts[shown].tolist(),
        "totals": totals[shown].tolist(),
        "n_labels": int(names.size),
        "n_documents": int(totals.sum()),
        "nmi": mutual_information(counts),
        "purity": float(counts.max(axis=0).sum() / counts.sum()) if counts.any() else None,
    }


def mutual_information(counts: np.ndarray) -> float | None:
    """Return the mutual information of rows and columns over the mean of their entropies (NMI).

    Parameters
    ----------
    counts : ndarray of shape (n_rows, n_columns)

    Returns
    -------
    float or None
        0 where the row says nothing about the column, 1 where it decides it. None where there is
        nothing to compare: no counts, or a single row and a single column.
    """
    # scikit-learn's takes labels instead of counts, and importing it takes half a second.
    joint = counts / max(counts.sum(), 1)
    row_entropy, column_entropy = entr(joint.sum(axis=1)).sum(), entr(joint.sum(axis=0)).sum()
    if row_entropy + column_entropy == 0:
        return None
    shared = row_entropy + column_entropy - entr(joint).sum()
    return float(2 * max(shared, 0.0) / (row_entropy + column_entropy))


def accuracy(predicted: np.ndarray, labels: np.ndarray) -> dict | None:
    """Compare predicted labels with known ones.

    Parameters
    ----------
    predicted, labels : ndarray of object, shape (n_docs,)

    Returns
    -------
    dict or None
        ``right`` and ``of``, numbers of documents. None without any known label.
    """
    known = known_labels(labels)
    if not known.any():
        return None
    pairs = zip(predicted[known], labels[known], strict=True)
    right = sum(str(one) == str(other) for one, other in pairs)
    return {"right": right, "of": int(known.sum())}


def labels_for(labels: np.ndarray, n_layers: int) -> list[int | None]:
    """Fit columns of labels to the layers of a tree, the broadest to the last.

    Parameters
    ----------
    labels : ndarray of object, shape (n_docs, n_label_layers)
    n_layers : int

    Returns
    -------
    list of int or None
        For each layer the column of `labels` that belongs to it, None where there is none.
    """
    spare = n_layers - labels.shape[1]
    return [layer - spare if layer >= spare else None for layer in range(n_layers)]
