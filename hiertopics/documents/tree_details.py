"""What the documents add to a tree of topics: titles and passages, more words, other documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from hiertopics.documents.excerpts import Excerpts, Weights, passage_weigher, weigh_apart
from hiertopics.tree.edit import with_fields
from hiertopics.tree.node import TypicalDocument
from hiertopics.tree.tree import TopicTree
from hiertopics.tree.word_choice import more_words

if TYPE_CHECKING:
    from hiertopics.run import Run


def with_passages(tree: TopicTree, ids: Sequence[str], excerpts: Excerpts) -> TopicTree:
    """Return a tree whose typical documents have their titles, and the passage that carries it.

    The `ids` of the documents are in the order of the excerpts.
    """
    named = {shown.id for node in tree for shown in node.documents}
    rows = [row for row, name in enumerate(ids) if name in named]
    about = {ids[row]: found for row, found in excerpts.weighed(rows).items()}
    return _with_best_passages(tree, about)


def with_words(run: Run, n_words: int) -> TopicTree:
    """Return the tree of a run with this many words a topic, more than it holds if need be."""
    words = more_words(run.tree, run.model.A_, run.vectorizer.get_feature_names_out(), n_words)
    return with_fields(run.tree, lambda node: {"words": words[node.layer][node.index]})


def with_documents(run: Run, n_documents: int) -> TopicTree:
    """Return the tree of a run with the documents of highest share among those of a topic."""
    documents = run.documents
    best = [
        _best_rows(shares, topics, documents.ids, n_documents)
        for shares, topics in zip(documents.shares, documents.topics, strict=True)
    ]
    shown = [
        [tuple(TypicalDocument(documents.ids[row], share) for row, share in own) for own in layer]
        for layer in best
    ]
    tree = with_fields(run.tree, lambda node: {"documents": shown[node.layer][node.index]})
    if not len(documents.excerpts):
        return tree
    rows = sorted({row for layer in best for topic in layer for row, _ in topic})
    excerpts = [documents.excerpts[row] for row in rows]
    passages = [excerpt.passages for excerpt in excerpts]
    weights = weigh_apart(passage_weigher(run.vectorizer, run.model), passages)
    about = {
        documents.ids[row]: (*excerpt, of_passages)
        for row, excerpt, of_passages in zip(rows, excerpts, weights, strict=True)
    }
    return _with_best_passages(tree, about)


def _with_best_passages(tree, about: Mapping[str, tuple[str, list[str], Weights]]):
    """Give every typical document its title, and of its passages that which says most of it."""

    def complete(shown, node):
        title, passages, weights = about[shown.id]
        best = passages[int(weights[node.layer][:, node.index].argmax())] if passages else ""
        return shown._replace(title=title, passage=" ".join(best.split()))

    return with_fields(
        tree, lambda node: {"documents": tuple(complete(shown, node) for shown in node.documents)}
    )


def _best_rows(shares, topics, ids, n_documents):
    """For every topic the rows assigned to it, largest share first, and their shares."""
    columns = shares.tocsc()
    best = []
    for topic in range(shares.shape[1]):
        rows = np.flatnonzero(topics == topic)
        own = columns[:, [topic]].toarray()[rows, 0]
        pairs = zip(rows.tolist(), own.tolist(), strict=True)
        best.append(sorted(pairs, key=lambda pair: (-pair[1], ids[pair[0]]))[:n_documents])
    return best
