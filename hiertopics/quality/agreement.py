"""How well topics and labels agree: a table of counts, and figures that sum it up."""

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


def clustering_scores(assigned: np.ndarray, labels: np.ndarray) -> dict[str, float]:
    """Compare the topics that documents are assigned to with their labels.

    Documents without a topic or a label are left out.

    Parameters
    ----------
    assigned : ndarray of int, shape (n_docs,)
        -1 for none.
    labels : ndarray of object, shape (n_docs,)
        See `hiertopics.missing` for what is unknown.

    Returns
    -------
    dict of str to float
        Empty where no document has both. Else, from 0 to 1 (ami and ari may be below 0):

        - ``nmi``, mutual information over the mean of both entropies, which grows with the number
          of topics even by chance, and ``ami``, less what chance gives [1]_;
        - ``ari``, the pairs of documents that topics and labels both join or both part, less what
          chance gives [2]_;
        - ``purity``, the part of the documents that have the most frequent label of their topic;
        - ``homogeneity``, whether a topic has one label, ``completeness``, whether a label is in
          one topic, and ``v_measure``, their harmonic mean, which is the same number as nmi [3]_.

    References
    ----------
    .. [1] Vinh, Epps and Bailey (2010). Information theoretic measures for clusterings comparison.
    .. [2] Hubert and Arabie (1985). Comparing partitions.
    .. [3] Rosenberg and Hirschberg (2007). V-measure: a conditional entropy-based external cluster
       evaluation measure.
    """
    from sklearn.metrics import (
        adjusted_mutual_info_score,
        adjusted_rand_score,
        homogeneity_completeness_v_measure,
        normalized_mutual_info_score,
    )

    topics, codes, _ = _known(assigned, labels)
    if not topics.size:
        return {}
    homogeneity, completeness, v_measure = homogeneity_completeness_v_measure(codes, topics)
    scores = {
        "nmi": normalized_mutual_info_score(codes, topics),
        "ami": adjusted_mutual_info_score(codes, topics),
        "ari": adjusted_rand_score(codes, topics),
        "purity": np.mean(codes == _main_label(topics, codes)[topics]),
        "homogeneity": homogeneity,
        "completeness": completeness,
        "v_measure": v_measure,
    }
    return {name: float(score) for name, score in scores.items()}


def adjusted_information(one: np.ndarray, other: np.ndarray) -> float:
    """Return the mutual information of two groupings of documents, less what chance gives.

    Parameters
    ----------
    one, other : ndarray of int, shape (n_docs,)
        The group of each document, -1 for none; documents without one in either are left out.

    Returns
    -------
    float
        1 for the same groups, about 0 for unrelated ones, which may be less. 0 where no document
        has a group in both.
    """
    from sklearn.metrics import adjusted_mutual_info_score

    both = (np.asarray(one) >= 0) & (np.asarray(other) >= 0)
    if not both.any():
        return 0.0
    return float(adjusted_mutual_info_score(np.asarray(one)[both], np.asarray(other)[both]))


def hierarchical_scores(
    assigned: Sequence[np.ndarray], labels: Sequence[np.ndarray]
) -> dict[str, float]:
    """Compare the topics of documents at several layers with their labels, all layers together.

    A topic predicts the label that most of its documents have, so that each document has a set of
    labels, one for each layer, and one predicted for each topic that it is assigned to.

    Parameters
    ----------
    assigned : sequence of ndarray of int, each of shape (n_docs,)
        The topics of documents at each layer, -1 for none.
    labels : sequence of ndarray of object, each of shape (n_docs,)
        Labels for the same layers. What is unknown of a document's labels is in neither set.

    Returns
    -------
    dict of str to float
        ``hierarchical_precision``, the part of the predicted labels that are right,
        ``hierarchical_recall``, the part of the labels that are predicted, and
        ``hierarchical_f1``, their harmonic mean. Empty without any label and topic.

    References
    ----------
    Kiritchenko, Matwin and Famili (2005). Functional annotation of genes using hierarchical text
    categorization.
    """
    right = n_predicted = n_labels = 0
    for own, column in zip(assigned, labels, strict=True):
        topics, codes, n_known = _known(own, column)
        n_labels += n_known
        n_predicted += topics.size
        if topics.size:
            right += int(np.sum(codes == _main_label(topics, codes)[topics]))
    if not n_predicted:
        return {}
    return {
        "hierarchical_precision": right / n_predicted,
        "hierarchical_recall": right / n_labels,
        "hierarchical_f1": 2 * right / (n_predicted + n_labels),
    }


def _known(assigned, labels) -> tuple[np.ndarray, np.ndarray, int]:
    """Topics and numbers of labels of the documents that have both; and how many have a label."""
    labels = np.asarray(labels, dtype=object)
    known = known_labels(labels)
    both = known & (np.asarray(assigned) >= 0)
    _, codes = np.unique(labels[both].astype(str), return_inverse=True)
    return np.asarray(assigned)[both], codes, int(known.sum())


def _main_label(topics: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """For each topic the most frequent label, the first of equals."""
    counts = np.zeros((topics.max() + 1, codes.max() + 1), dtype=int)
    np.add.at(counts, (topics, codes), 1)
    return counts.argmax(axis=1)
