"""How a tree is made of factors and weights: each topic's place, size, words and documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from hiertopics.core.topics import (
    TrainedModel,
    assigned_topics,
    layer_sums,
    parent_extents,
    strongest_parents,
    topic_terms,
)
from hiertopics.errors import HiertopicsError
from hiertopics.matrix_checks import Matrix, check_structure
from hiertopics.tree.array_checks import check_arrays
from hiertopics.tree.placement import (
    describing_columns,
    document_shares,
    label_counts,
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
        documents' weights at every layer. Topics hang by its ``parents_``, if it has them, else by
        these documents. The tree keeps no reference to the model.
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
        parents=getattr(model, "parents_", None),
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
    parents: Sequence[ArrayLike] | None = None,
    n_words: int = 8,
    n_documents: int = 3,
    wording: str = "distinct",
    relevance: float = RELEVANCE,
) -> TopicTree:
    """Build the tree of topics from plain arrays; what is not said here is as in `topic_tree`.

    Topic `c` of one layer is explained by topic `p` of the next broader layer to the extent
    ``factors[layer + 1][c, p] * doc_topics[layer + 1][:, p].sum()``; scaled to sum to 1 over `p`
    these are the parent shares. The largest makes the tree, others from 0.1 on are kept as further
    parents. Where all are zero, co-occurrence ``doc_topics[layer + 1].T @ doc_topics[layer]``
    decides; where that is zero too, the topic is an orphan and hangs under the root. See
    `hiertopics.core.topics.parent_extents`. `parents`, if they are given, make the tree in place of
    the largest shares: for each layer but the last the parent of each topic, -1 for an orphan.

    A document's share of a topic of the finest layer is its weight on it, a document's weights
    there scaled to sum to 1; of a broader topic it is the sum of its shares of the topics under
    that one. A topic's *share* is the mean of this over all documents, so that the shares of
    children add up to their parent's; what an orphan has is part of no broader topic. A document
    counts for the topic of a layer that it has the largest share of, for none where it has none.

    A *dead* topic has no word or no document, or is a broader one without living children. It stays
    in its layer with share 0 and no words.

    The `factors` are, fine to broad, of shape (n_terms, n_topics of layer 0), then (n_topics of the
    layer below, n_topics); the `doc_topics` (n_docs, n_topics of their layer), nonnegative. Topics
    of the finest layer are compared as they come, so the columns of its factor should be of one
    length.
    """
    factors = [np.asarray(factor) for factor in factors]
    doc_topics = [np.asarray(weights) for weights in doc_topics]
    terms = [str(term) for term in terms]
    ids = None if ids is None else [str(name) for name in ids]
    labels = None if labels is None else np.asarray(labels, object)
    given = None if parents is None else [np.asarray(of_layer) for of_layer in parents]
    check_arrays(factors, doc_topics, terms, ids, labels, given)
    n_docs, n_topics = len(doc_topics[0]), [factor.shape[1] for factor in factors]
    ids = [str(row) for row in range(n_docs)] if ids is None else ids
    labels = np.full((n_docs, len(factors)), None) if labels is None else labels

    extents = parent_extents(factors, doc_topics)
    above = strongest_parents(extents) if given is None else given
    # Without words a topic has no documents either, so that it is dead in every figure.
    fine = np.where((factors[0] > 0).any(axis=0), doc_topics[0], 0).astype(np.float64)
    topics = list(map(assigned_topics, layer_sums(fine, above, n_topics)))
    doc_shares = layer_sums(document_shares(fine), above, n_topics)
    shares = layer_sums(doc_shares[0].mean(axis=0)[None, :], above, n_topics)
    words = _chosen_words(factors, shares, terms, n_words, wording, relevance)
    places = _places(extents, above, shares)
    layers = []
    for layer, of_layer in enumerate(describing_columns(labels)):
        typical = typical_documents(doc_shares[layer], fine, topics[layer], ids, n_documents)
        documents = [
            tuple(TypicalDocument(ids[row], share) for row, share in rows) for rows in typical
        ]
        facts = _facts(shares[layer][0], topics[layer], words[layer], of_layer)
        layers.append(
            [
                TopicNode(layer=layer, index=index, documents=shown, **fact, **place)
                for index, (shown, fact, place) in enumerate(
                    zip(documents, facts, places[layer], strict=True)
                )
            ]
        )
    unplaced = tuple(float(np.mean(of_layer < 0)) for of_layer in topics)
    return TopicTree(n_docs, _with_children(layers), unplaced)


def _chosen_words(factors, shares, terms, n_words, wording, relevance):
    """Choose the words of the living topics; dead ones have none and take none from others."""
    term_weights = [
        np.where(own[0] > 0, topic_terms(factors, layer), 0) for layer, own in enumerate(shares)
    ]
    # Each term's part of the corpus, as the finest layer rebuilds it.
    corpus = column_parts(column_parts(factors[0]) @ shares[0].T)[:, 0]
    return choose_words(term_weights, corpus, terms, n_words, wording, relevance)


def _facts(shares, topics, words, labels):
    """List what each topic of a layer is by itself, without its place in the tree."""
    counts = label_counts(topics, labels, shares.size)
    assigned = np.bincount(topics[topics >= 0], minlength=shares.size)
    return [
        {
            "name": ", ".join(word for word, _ in words[topic][:WORDS_IN_NAME]),
            "words": words[topic],
            "share": float(share),
            "n_documents": int(assigned[topic]),
            "labels": counts[topic][0],
            "n_labelled": counts[topic][1],
        }
        for topic, share in enumerate(shares)
    ]


def _places(extents, parents, shares):
    """List the parents of each topic, layer by layer; those of the broadest have none."""
    layers = []
    for extent, of_layer, above in zip(extents, parents, shares[1:], strict=True):
        parts = column_parts(extent.T).T
        # A topic that no other hangs under is not shown, and so never named as a parent.
        layers.append(
            [_place(own, parent, above[0] > 0) for own, parent in zip(parts, of_layer, strict=True)]
        )
    return [*layers, [_place(np.zeros(0), -1, np.zeros(0))] * shares[-1].shape[1]]


def _place(parts, parent, is_living):
    """Name the parent of a topic, and others that explain a part of it, largest first."""
    if parent < 0:
        return {"parent": None, "parent_share": 0.0, "further_parents": ()}
    further = [
        (int(other), float(parts[other]))
        for other in np.argsort(-parts, kind="stable")
        if other != parent and is_living[other] and parts[other] >= FURTHER_PARENT_SHARE
    ]
    return {
        "parent": int(parent),
        "parent_share": float(parts[parent]),
        "further_parents": tuple(further),
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
