"""Which words a tree shows of its topics: by weight, by relevance, or all chosen together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from hiertopics.core.topics import topic_terms
from hiertopics.errors import HiertopicsError
from hiertopics.tree.words import Terms, best_rows, column_parts, relevance, top_words

if TYPE_CHECKING:
    from hiertopics.tree.tree import TopicTree

WORDINGS = ("distinct", "relevance", "weight")

RELEVANCE = 0.6
"""How much a word's weight in a topic counts against its lift; see `benchmarks/wording.py`."""

BROADER_FIRST = 1.5
"""How much more a word counts in a topic than in one a layer below, so that what a broad topic has
in common shows there, and the topics under it say what they add."""

LEAST_WEIGHT = 0.1
"""Words of less weight in a topic, as a part of that of its heaviest, are not chosen for it: in
short texts they are rare ones that hardly occur together; see `benchmarks/wording.py`."""

_LEAST_WORDS = 3  # with fewer of its own a topic also shows its best ones that others show
_LOOKED_AT = 8  # candidates for each word shown: what neighbours take must be made up for
_NO_WORD = 1e-12  # a place is rather left empty than filled with a word that says nothing


Words = tuple[tuple[str, float], ...]
"""The words of a topic, best first; the weight of each is its part of the whole topic."""


def choose_words(
    term_weights: Sequence[np.ndarray],
    term_shares: np.ndarray,
    terms: Terms,
    n_words: int,
    wording: str = "distinct",
    weight: float = RELEVANCE,
) -> list[list[Words]]:
    """Return the words that describe each topic, layer by layer, topic by topic.

    The `term_weights` are, fine to broad, of shape (n_terms, n_topics of their layer), nonnegative;
    `term_shares` are each term's part of the whole corpus. The `wording` "weight" takes the words
    of highest weight in the topic, "relevance" those of highest `hiertopics.tree.words.relevance`,
    "distinct" chooses by relevance for all topics at once, so that no word shows in two of them; a
    topic may then show fewer than `n_words`, as words of little weight in it are left out.
    For another wording, or a `weight` of relevance that is not between 0 (lift alone) and 1 (weight
    alone), a HiertopicsError is raised.
    """
    if wording not in WORDINGS:
        raise HiertopicsError(f"wording must be one of {WORDINGS}, got {wording!r}")
    if not 0 <= weight <= 1:
        raise HiertopicsError(f"the weight of relevance must be between 0 and 1, got {weight!r}")
    weight = 1.0 if wording == "weight" else float(weight)
    parts = [column_parts(of_layer) for of_layer in term_weights]
    scores = [relevance(of_layer, term_shares, weight) for of_layer in parts]
    if wording == "distinct" and n_words > 0:
        for part, score in zip(parts, scores, strict=True):
            score[part < LEAST_WEIGHT * part.max(axis=0)] = 0
        rows = distinct_rows(scores, terms, n_words)
    else:
        rows = [[best_rows(column, terms, n_words) for column in of_layer.T] for of_layer in scores]
    return [
        [
            tuple((str(terms[row]), float(of_layer[row, topic])) for row in of_topic)
            for topic, of_topic in enumerate(topics)
        ]
        for of_layer, topics in zip(parts, rows, strict=True)
    ]


def more_words(
    tree: TopicTree, factors: Sequence[np.ndarray], terms: Terms, n_words: int
) -> list[list[Words]]:
    """Return the words of every topic of a tree, and after them others that weigh most in it.

    The further words, by the factors that the tree was read off, are such as the tree shows of no
    topic; a dead topic has none.
    """
    shown = {word for node in tree for word, _ in node.words}
    layers = []
    for layer, nodes in enumerate(tree.layers):
        heaviest = top_words(topic_terms(factors, layer), terms, 3 * n_words)
        further = [[pair for pair in found if pair[0] not in shown] for found in heaviest]
        layers.append(
            [
                () if node.is_dead else (*node.words, *others)[:n_words]
                for node, others in zip(nodes, further, strict=True)
            ]
        )
    return layers


def distinct_rows(
    scores: Sequence[np.ndarray], terms: Terms, n_words: int
) -> list[list[list[int]]]:
    """Choose words for all topics at once, so that each word shows in one topic only.

    The `scores` are, fine to broad, of shape (n_terms, n_topics of their layer). The rows of the
    words chosen come layer by layer, topic by topic, best first; `n_words` is at least 1.

    A word counts in a topic with its score there, as a part of that of the topic's best word, times
    `BROADER_FIRST` for every layer that the topic is above the finest. The choice is the one of the
    highest total: an assignment of words to places. So neither a parent and its child nor two
    siblings show the same word. Only a topic that hardly anything is left for, as in short texts,
    shows its own best words again, up to three.
    """
    topics = [(layer, column) for layer, of_layer in enumerate(scores) for column in of_layer.T]
    candidates = [best_rows(column, terms, _LOOKED_AT * n_words) for _, column in topics]
    places: list[int] = []
    rows: list[int] = []
    values: list[float] = []
    for number, ((layer, column), found) in enumerate(zip(topics, candidates, strict=True)):
        worth = column[found] / column[found[:1]].sum() * BROADER_FIRST**layer if found else []
        for place in range(number * n_words, (number + 1) * n_words):
            places.extend([place] * len(found))
            rows.extend(found)
            values.extend(worth)
    chosen: list[list[int]] = [[] for _ in topics]
    for place, row in _assignment(places, rows, values, len(topics) * n_words):
        chosen[place // n_words].append(row)
    layers: list[list[list[int]]] = [[] for _ in scores]
    for (layer, column), of_topic, found in zip(topics, chosen, candidates, strict=True):
        spare = [row for row in found if row not in of_topic]
        least = min(_LEAST_WORDS, (n_words + 1) // 2)
        of_topic += spare[: max(0, least - len(of_topic))]
        layers[layer].append([row for _, row in sorted((-column[row], row) for row in of_topic)])
    return layers


def _assignment(places, rows, values, n_places):
    """List pairs of place and row of the highest total value, each place and each row once."""
    if not rows:
        return []
    known, columns = np.unique(rows, return_inverse=True)
    values = np.maximum(values, 2 * _NO_WORD)  # what is shown at all is better than nothing
    # Each place has a column of its own for no word at all, so that a full matching exists.
    own = np.arange(n_places)
    pairs = np.array([[*places, *own], [*columns, *(known.size + own)]], np.int32)  # csgraph's only
    graph = sparse.csr_array(
        (np.concatenate([values, np.full(n_places, _NO_WORD)]), pairs),
        shape=(n_places, known.size + n_places),
    )
    matched, words = min_weight_full_bipartite_matching(graph, maximize=True)
    return [
        (int(place), int(known[word]))
        for place, word in zip(matched, words, strict=True)
        if word < known.size
    ]
