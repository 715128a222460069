"""Where topics and documents belong: shares, parents, typical documents and labels.

All weights are nonnegative, those of documents of shape (n_docs, n_topics). A document's *share* of
a topic is its weight on the topic as a part of all its weight at that layer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from hiertopics.missing import known_labels
from hiertopics.tree.words import column_parts


def document_shares(doc_topic: ArrayLike) -> np.ndarray:
    """Scale every document's weights to sum to 1; a document without weight keeps its zeros."""
    return column_parts(np.asarray(doc_topic).T).T


def parent_shares(
    factor: ArrayLike, parent_weights: ArrayLike, child_weights: ArrayLike
) -> np.ndarray:
    """Return to what extent each topic is explained by each topic of the next broader layer.

    Like the factor matrix between the two layers it has the shape (n_children, n_parents). Child
    `c` is explained by parent `p` to the extent ``factor[c, p] * parent_weights[:, p].sum()``: the
    part of the child's weight, summed over documents, that the model rebuilds from that parent. A
    child that no parent explains goes by co-occurrence, ``parent_weights.T @ child_weights``, in
    its stead. Every row sums to 1, or is zero where neither rule names a parent.
    """
    # Only proportions count here, so every array goes down to at most 1 and no product can
    # overflow.
    above = _peak_one(parent_weights)
    extent = _peak_one(factor) * above.sum(axis=0)
    unexplained = ~(extent > 0).any(axis=1)
    if unexplained.any():
        together = _peak_one(child_weights).T @ above
        extent[unexplained] = together[unexplained]
    return column_parts(extent.T).T


def _peak_one(weights):
    weights = np.asarray(weights, dtype=np.float64)
    peak = weights.max(initial=0.0)
    return weights / (peak if peak > 0 else 1.0)


def typical_documents(
    doc_topic: ArrayLike, topics: np.ndarray, ids: Sequence[str], n_documents: int = 3
) -> tuple[tuple[tuple[int, float], ...], ...]:
    """Return for each topic the rows of the documents that show it best, with their shares of it.

    Documents assigned to the topic (their one topic is in `topics`, -1 for none) come first, others
    only when those run out, and those without weight on it never. Within each, the order is by
    weight times share: weight alone prefers documents that are long or rich in everything, share
    alone prefers scraps with a single word. Documents with the weights of one already named are
    nearly always copies of it; they wait until no other is left. Equals come in the order of their
    ids, so that the order of the documents does not matter.
    """
    doc_topic = np.asarray(doc_topic, dtype=np.float64)
    shares = document_shares(doc_topic)
    named = []
    for topic in range(doc_topic.shape[1]):
        scores = doc_topic[:, topic] * shares[:, topic]
        own = np.where(topics == topic, scores, 0.0)
        chosen = _best_documents(own, doc_topic, ids, n_documents)
        chosen += _best_documents(scores - own, doc_topic, ids, n_documents - len(chosen))
        named.append(tuple((int(i), float(shares[i, topic])) for i in chosen))
    return tuple(named)


def _best_documents(scores, doc_topic, ids, n_documents):
    """List the rows of the highest positive scores, copies of a row last."""
    if n_documents <= 0:
        return []
    candidates = np.flatnonzero(scores > 0)
    # A few spare ones, in case some are copies; all that equal the last of them, for the ids to
    # decide.
    n_candidates = 4 * n_documents
    if n_candidates < candidates.size:
        threshold = np.partition(scores[candidates], -n_candidates)[-n_candidates]
        candidates = candidates[scores[candidates] >= threshold]
    ranked = sorted(candidates, key=lambda i: (-scores[i], ids[i]))
    originals, remaining = [], np.array(ranked, dtype=int)
    while remaining.size and len(originals) < n_documents:
        originals.append(remaining[0])
        is_copy = np.isclose(doc_topic[remaining], doc_topic[remaining[0]], 1e-6, 0).all(axis=1)
        remaining = remaining[~is_copy]
    copies = [i for i in ranked[: n_documents + len(originals)] if i not in originals]
    return (originals + copies)[:n_documents]


def label_counts(
    topics: np.ndarray, labels: Sequence, n_topics: int, n_labels: int = 3
) -> list[tuple[tuple[tuple[str, int], ...], int]]:
    """Count the labels of the documents assigned to each topic, -1 for none.

    For every topic the most frequent labels with their counts, equals in alphabetical order, and
    how many of its documents have a label at all; see `hiertopics.missing` for what is none.
    """
    counters: list[Counter[str]] = [Counter() for _ in range(n_topics)]
    for topic, label, known in zip(topics, labels, known_labels(labels), strict=True):
        if topic >= 0 and known:
            counters[topic][str(label)] += 1
    ranked = [sorted(counter.items(), key=lambda item: (-item[1], item[0])) for counter in counters]
    return [
        (tuple(pairs[:n_labels]), counter.total())
        for pairs, counter in zip(ranked, counters, strict=True)
    ]


def describing_columns(labels: np.ndarray) -> list[np.ndarray]:
    """Choose the column of labels, of shape (n_docs, n_layers) fine to broad, for each layer.

    A layer whose own column is all unknown takes the nearest broader column that has labels, else
    the nearest finer one.
    """
    layers = range(labels.shape[1])
    with_labels = [layer for layer in layers if known_labels(labels[:, layer]).any()]
    chosen = []
    for layer in layers:
        broader = [other for other in with_labels if other >= layer]
        # `with_labels` runs fine to broad; without a broader one its last is the nearest finer.
        nearest = (broader[:1] or with_labels[-1:] or [layer])[0]
        chosen.append(labels[:, nearest])
    return chosen
