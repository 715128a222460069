"""What documents hold of topics and show of them: shares, typical documents and labels.

All weights are nonnegative, those of documents of shape (n_docs, n_topics). A document's *share* of
a topic of the finest layer is its weight on the topic as a part of all its weight there; its share
of a broader topic is the sum of its shares of the topics under that one.
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


def typical_documents(
    shares: np.ndarray,
    fine: np.ndarray,
    topics: np.ndarray,
    ids: Sequence[str],
    n_documents: int = 3,
) -> tuple[tuple[tuple[int, float], ...], ...]:
    """Return for each topic the rows of the documents that show it best, with their shares of it.

    The `shares` of the topics of a layer and the weights on the `fine` topics, of shape (n_docs,
    n_topics of their layer), are of the same documents. Documents assigned to the topic (their one
    topic is in `topics`, -1 for none) come first, others only when those run out, and those without
    weight on it never. Within each, the order is by weight times share: weight alone prefers
    documents that are long or rich in everything, share alone prefers scraps with a single word.
    Documents with the fine weights of one already named are nearly always copies of it; they wait
    until no other is left. Equals come in the order of their ids, so that the order of the
    documents does not matter.
    """
    # Scaled by a power of two, which rounds nothing, lest a sum overflow.
    sizes = np.ldexp(fine, -np.frexp(fine.max(initial=0.0))[1]).sum(axis=1)
    named = []
    for topic, own_shares in enumerate(shares.T):
        scores = sizes * own_shares**2
        own = np.where(topics == topic, scores, 0.0)
        chosen = _best_documents(own, fine, ids, n_documents)
        chosen += _best_documents(scores - own, fine, ids, n_documents - len(chosen))
        named.append(tuple((int(i), float(own_shares[i])) for i in chosen))
    return tuple(named)


def _best_documents(scores, fine, ids, n_documents):
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
        is_copy = np.isclose(fine[remaining], fine[remaining[0]], 1e-6, 0).all(axis=1)
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
