"""How a tree is made of factors and weights: each topic's place, size, words and documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from hiertopics.core.topics import TrainedModel, assigned_topics, topic_terms
from hiertopics.errors import HiertopicsError
from hiertopics.matrix_checks import Matrix, check_structure
from hiertopics.tree.array_checks import check_arrays
from hiertopics.tree.placement import (
    describing_columns,
    document_shares,
    label_counts,
    parent_shares,
    typical_documents,
)
from hiertopics.tree.tree import TopicNode, TopicTree, TypicalDocument
from hiertopics.tree.word_choice import RELEVANCE, choose_words
from hiertopics.tree.words import column_parts

FURTHER_PARENT_SHARE = 0.1
"""The share from which a topic that is not the strongest parent is still worth naming."""

WORDS_IN_NAME = 3
"""How many of its words name a topic."""


def topic_tree(
    model: TrainedModel,
    terms: Iterable[str],
    X: Matrix | None = None,
    ids: Sequence[str] | None = None,
    *,
    S: Sequence[np.ndarray] | None = None,
    labels: ArrayLike | None = None,
    n_words: int = 8,
    n_documents: int = 3,
    wording: str = "distinct",
    relevance: float = RELEVANCE,
) -> TopicTree:
    """Read the tree of topics off a fitted model.

    Parameters
    ----------
    model : fitted estimator
        Anything with ``A_``, the factor matrices fine to broad, and ``transform_layers(X)``, the
        documents' weights at every layer. Its ``topic_contrast_``, if there is one, takes part in
        what the topic of a document is, as in ``assign_topics``. The tree keeps no reference to
        the model.
    terms : sequence of str, length n_terms
        The word of each column of `X`.
    X : array or sparse array of shape (n_docs, n_terms), optional
        The documents to describe the topics by, usually those the model was fitted on. Not needed
        where `S` is given.
    ids : sequence of str, length n_docs, optional
        Names for the documents; by default their row numbers, from 0.
    S : list of ndarray, each of shape (n_docs, n_topics of its layer), optional
        In place of `X`, the documents' weights at every layer, as ``fit_transform_layers`` and
        ``transform_layers`` return them.
    labels : array of object, shape (n_docs, n_layers), optional
        Known labels, columns fine to broad, None where unknown. A layer without any label is
        described by the nearest broader column that has some, else by the nearest finer one.
    n_words : int, default=8
        Words to keep for each topic.
    n_documents : int, default=3
        Typical documents to keep for each topic.
    wording : {"distinct", "relevance", "weight"}, default="distinct"
        Which words describe a topic: chosen for all topics at once, so that no word shows in two
        of them; of highest relevance; or of highest weight.
    relevance : float, default=0.6
        The weight (lambda) of relevance, from 0, what is special to the topic, to 1, what weighs
        most in it.

    Returns
    -------
    TopicTree
        See `build_tree` for what its figures mean.

    Raises
    ------
    HiertopicsError
        If the shapes do not fit together, or a weight is negative or not finite.
    """
    if (X is None) == (S is None):
        raise HiertopicsError(
            "give the documents as X or their topics at every layer as S, one of both"
        )
    check_structure("X", X)
    return build_tree(
        model.A_,
        model.transform_layers(X) if S is None else S,
        terms,
        ids,
        labels,
        contrast=getattr(model, "topic_contrast_", None),
        n_words=n_words,
        n_documents=n_documents,
        wording=wording,
        relevance=relevance,
    )


def build_tree(
    factors: Sequence[np.ndarray],
    doc_topics: Sequence[np.ndarray],
    terms: Iterable[str],
    ids: Sequence[str] | None = None,
    labels: ArrayLike | None = None,
    *,
    contrast: Sequence[np.ndarray] | None = None,
    n_words: int = 8,
    n_documents: int = 3,
    wording: str = "distinct",
    relevance: float = RELEVANCE,
) -> TopicTree:
    """Build the tree of topics from plain arrays; what is not said here is as in `topic_tree`.

    A topic's *share* is the mean over all documents of the document's weight on it, each document's
    weights at a layer scaled to sum to 1. A document without any weight at a layer belongs to none
    there.

    Topic `c` of one layer is explained by topic `p` of the next broader layer to the extent
    ``factors[layer + 1][c, p] * doc_topics[layer + 1][:, p].sum()``; scaled to sum to 1 over `p`
    these are the parent shares. The largest makes the tree, others from 0.1 on are kept as further
    parents. Where all are zero, co-occurrence ``doc_topics[layer + 1].T @ doc_topics[layer]``
    decides; where that is zero too, the topic hangs under the root.

    A *dead* topic has no word or no document. It stays in its layer with share 0 and no words.

    The `factors` are, fine to broad, of shape (n_terms, n_topics of layer 0), then (n_topics of the
    layer below, n_topics); the `doc_topics` (n_docs, n_topics of their layer), nonnegative. Topics
    of a layer are compared as they come, so the columns of its factor should be of one length.
    `contrast` has for each layer what a weight on each topic counts where a document is assigned to
    one, by default all alike; see `hiertopics.core.topics.assigned_topics`.
    """
    factors = [np.asarray(factor) for factor in factors]
    doc_topics = [np.asarray(weights) for weights in doc_topics]
    terms = [str(term) for term in terms]
    ids = None if ids is None else [str(name) for name in ids]
    labels = None if labels is None else np.asarray(labels, object)
    check_arrays(factors, doc_topics, terms, ids, labels, contrast)
    n_docs, n_layers = len(doc_topics[0]), len(factors)
    ids = [str(row) for row in range(n_docs)] if ids is None else ids
    labels = np.full((n_docs, n_layers), None) if labels is None else labels

    term_weights = [topic_terms(factors, layer) for layer in range(n_layers)]
    # From here on a topic without words has no documents either, so that it is dead in every
    # figure.
    doc_topics = [
        np.where((of_terms > 0).any(axis=0), of_docs, 0)
        for of_docs, of_terms in zip(doc_topics, term_weights, strict=True)
    ]
    chosen = choose_words(
        term_weights, _term_shares(factors, doc_topics), terms, n_words, wording, relevance
    )
    contrasts = [None] * n_layers if contrast is None else contrast
    topics = list(map(assigned_topics, doc_topics, contrasts))
    parents = _parents(factors, doc_topics)
    layers = []
    for layer, of_layer in enumerate(describing_columns(labels)):
        typical = typical_documents(doc_topics[layer], topics[layer], ids, n_documents)
        documents = [
            tuple(TypicalDocument(ids[row], share) for row, share in rows) for rows in typical
        ]
        facts = _facts(doc_topics[layer], topics[layer], chosen[layer], of_layer)
        layers.append(
            [
                TopicNode(layer=layer, index=index, documents=shown, **fact, **place)
                for index, (shown, fact, place) in enumerate(
                    zip(documents, facts, parents[layer], strict=True)
                )
            ]
        )
    unplaced = tuple(float(np.mean(of_layer < 0)) for of_layer in topics)
    return TopicTree(n_docs, _with_children(layers), unplaced)


def _term_shares(factors, doc_topics):
    """Each term's part of the corpus, as the finest layer rebuilds it."""
    # Proportions alone count, and powers of two change no digit: nothing can overflow.
    totals = column_parts(document_shares(doc_topics[0]).sum(axis=0)[:, None])
    return column_parts(column_parts(factors[0]) @ totals)[:, 0]


def _facts(doc_topic, topics, words, labels):
    """List what each topic of a layer is by itself, without its place in the tree."""
    shares = document_shares(doc_topic).mean(axis=0)
    counts = label_counts(topics, labels, shares.size)
    assigned = np.bincount(topics[topics >= 0], minlength=shares.size)
    facts = []
    for topic, share in enumerate(shares):
        living_words = words[topic] if share > 0 else ()
        facts.append(
            {
                "name": ", ".join(word for word, _ in living_words[:WORDS_IN_NAME]),
                "words": living_words,
                "share": float(share),
                "n_documents": int(assigned[topic]),
                "labels": counts[topic][0],
                "n_labelled": counts[topic][1],
            }
        )
    return facts


def _parents(factors, doc_topics):
    """List the parents of each topic, layer by layer; those of the broadest have none."""
    shares = [*map(parent_shares, factors[1:], doc_topics[1:], doc_topics)]
    shares.append(np.zeros((factors[-1].shape[1], 0)))
    return [[_parents_of_one(row) for row in layer] for layer in shares]


def _parents_of_one(shares):
    order = [int(parent) for parent in np.argsort(-shares, kind="stable") if shares[parent] > 0]
    if not order:
        return {"parent": None, "parent_share": 0.0, "further_parents": ()}
    further = [parent for parent in order[1:] if shares[parent] >= FURTHER_PARENT_SHARE]
    return {
        "parent": order[0],
        "parent_share": float(shares[order[0]]),
        "further_parents": tuple((parent, float(shares[parent])) for parent in further),
    }


def _with_children(layers):
    """Complete the nodes with what hangs under them, the most prevalent first."""
    complete = [tuple(layers[0])]
    for below, nodes in pairwise(layers):
        children = defaultdict(list)
        for child in sorted(below, key=lambda node: -node.share):  # equals by their index
            children[child.parent].append(child.index)
        complete.append(
            tuple(replace(node, children=tuple(children[node.index])) for node in nodes)
        )
    return tuple(complete)
