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

    Parameters
    ----------
    tree : TopicTree
    ids : sequence of str, length n_docs
        The names of the documents, in the order of the excerpts.
    excerpts : Excerpts
        Knows the texts, their titles, and how much a passage says of a topic.

    Returns
    -------
    TopicTree
    """
    named = {shown.id for node in tree for shown in node.documents}
    rows = [row for row, name in enumerate(ids) if name in named]
    return _with_best_passages(
        tree, {ids[row]: found for row, found in excerpts.weighed(rows).items()}
    )


def with_words(run: Run, n_words: int) -> TopicTree:
    """Return the tree of a run with this many words a topic, more than it holds if need be.

    Parameters
    ----------
    run : Run
    n_words : int

    Returns
    -------
    TopicTree
    """
    words = more_words(run.tree, run.model.A_, run.vectorizer.get_feature_names_out(), n_words)
    return with_fields(run.tree, lambda node: {"words": words[node.layer][node.index]})


def with_documents(run: Run, n_documents: int) -> TopicTree:
    """Return the tree of a run with the documents of highest share among those of a topic.

    Parameters
    ----------
    run : Run
    n_documents : int
        How many a topic shows at most.

    Returns
    -------
    TopicTree
    """
    documents = run.documents
    best = [
        _best_rows(shares, topics, documents.ids, n_documents)
        for shares, topics in zip(documents.shares, documents.topics, strict=True)
    ]
    tree = with_fields(
        run.tree,
        lambda node: {
            "documents": tuple(
                TypicalDocument(documents.ids[row], share)
                for row, share in best[node.layer][node.index]
            )
        },
    )
    if not len(documents.excerpts):
        return tree
    rows = sorted({row for layer in best for topic in layer for row, _ in topic})
    excerpts = [documents.excerpts[row] for row in rows]
    passages = [excerpt.passages for excerpt in excerpts]
    weights = weigh_apart(passage_weigher(run.vectorizer, run.model), passages)
    titles = [excerpt.title for excerpt in excerpts]
    names = [documents.ids[row] for row in rows]
    return _with_best_passages(
        tree, dict(zip(names, zip(titles, passages, weights, strict=True), strict=True))
    )


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
