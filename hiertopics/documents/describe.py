"""What a fitted model says of a corpus: the table of its documents, and what is shown of each."""

from __future__ import annotations

import copy
from dataclasses import replace

from hiertopics.core.topics import topic_terms
from hiertopics.documents.excerpts import Excerpts
from hiertopics.documents.table import DocumentTable, sparse_shares
from hiertopics.tree.tree import TypicalDocument
from hiertopics.tree.word_choice import more_words

_TITLES = ("title", "headline", "subject", "heading")


def document_table(corpus, vectorizer, model, X, layers=None) -> DocumentTable:
    """Return every document with its topics at all layers and the labels predicted for it.

    Parameters
    ----------
    corpus : Corpus
    vectorizer : TextVectorizer or other fitted transformer
    model : fitted estimator
    X : sparse array of shape (n_docs, n_terms)
        The corpus as the vectorizer sees it.
    layers : list of ndarray, optional
        ``model.transform_layers(X)``, where it is at hand.

    Returns
    -------
    DocumentTable
    """
    layers = model.transform_layers(X) if layers is None else layers
    shares = tuple(map(sparse_shares, layers))
    return DocumentTable(
        ids=corpus.ids,
        shares=shares,
        labels=corpus.labels,
        predicted=tuple(
            None if B is None else model.predict(X, layer=layer) for layer, B in enumerate(model.B_)
        ),
        metadata=corpus.metadata,
        excerpts=Excerpts(
            corpus.texts, shares[0], PassageWeigher(vectorizer, model), given_titles(corpus)
        ),
    )


def given_titles(corpus):
    """Return the column of metadata that holds titles, None where there is none."""
    names = {str(name).lower(): name for name in corpus.metadata}
    name = next((names[title] for title in _TITLES if title in names), None)
    return None if name is None else corpus.metadata[name]


def counting(vectorizer):
    """Return a vectorizer that counts the terms of this one, None if it cannot be told to."""
    plain = {"norm": None, "use_idf": False, "sublinear_tf": False}
    if not plain.keys() <= vectorizer.get_params().keys():
        return None
    return copy.copy(vectorizer).set_params(**plain)


class PassageWeigher:
    """From passages to how much each says of each topic: arrays (n_passages, n_topics), by layer.

    A passage weighs as the sum of its terms, so that one with more of a topic's words says more;
    rows scaled to unit length would prefer scraps.

    Parameters
    ----------
    vectorizer : TextVectorizer or other fitted transformer
    model : fitted estimator
    """

    def __init__(self, vectorizer, model):
        self._plain = copy.copy(vectorizer)
        for name, value in (("norm", None), ("n_jobs", None)):
            if name in self._plain.get_params():
                self._plain.set_params(**{name: value})
        self._weights = [topic_terms(model.A_, layer) for layer in range(len(model.A_))]

    def __call__(self, passages):
        """Weigh passages, a list of str."""
        counted = self._plain.transform(passages)
        return [counted @ of_layer for of_layer in self._weights]


def apply_run(run, corpus, progress=None) -> DocumentTable:
    """Return what a run says of other documents; see `hiertopics.run.Run.apply`."""
    texts = corpus.texts if progress is None else _told(corpus.texts, progress)
    X = run.vectorizer.transform(texts)
    return document_table(corpus, run.vectorizer, run.model, X)


def _told(texts, progress):
    progress("reading", 0, len(texts))
    for number, text in enumerate(texts, 1):
        yield text
        progress("reading", number, len(texts))


def with_words(run, n_words):
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
    layers = tuple(
        tuple(replace(node, words=own) for node, own in zip(nodes, of_layer, strict=True))
        for nodes, of_layer in zip(run.tree.layers, words, strict=True)
    )
    return replace(run.tree, layers=layers)


def with_documents(run, n_documents):
    """Return the tree of a run with the documents of highest share among those assigned to a topic.

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
    best = [_best(shares, documents.ids, n_documents) for shares in documents.shares]
    rows = sorted({row for layer in best for topic in layer for row, _ in topic})
    excerpts = {row: documents.excerpts[row] for row in rows} if len(documents.excerpts) else {}
    passages = [passage for excerpt in excerpts.values() for passage in excerpt.passages]
    weights = PassageWeigher(run.vectorizer, run.model)(passages) if passages else []
    starts, start = {}, 0
    for row, excerpt in excerpts.items():
        starts[row] = start
        start += len(excerpt.passages)

    def shown(layer, topic, row, share):
        excerpt = excerpts.get(row)
        if excerpt is None or not excerpt.passages:
            return TypicalDocument(documents.ids[row], share, excerpt.title if excerpt else "")
        of_topic = weights[layer][starts[row] : starts[row] + len(excerpt.passages), topic]
        return TypicalDocument(
            documents.ids[row], share, excerpt.title, excerpt.passages[int(of_topic.argmax())]
        )

    layers = tuple(
        tuple(
            replace(node, documents=tuple(shown(layer, node.index, *pair) for pair in own))
            for node, own in zip(nodes, best[layer], strict=True)
        )
        for layer, nodes in enumerate(run.tree.layers)
    )
    return replace(run.tree, layers=layers)


def _best(shares, ids, n_documents):
    """For every topic the rows assigned to it, largest share first, and their shares."""
    assigned = [[] for _ in range(shares.shape[1])]
    for row in range(shares.shape[0]):
        own = slice(shares.indptr[row], shares.indptr[row + 1])
        if shares.data[own].any():
            share = float(shares.data[own].max())
            topic = shares.indices[own][shares.data[own] == shares.data[own].max()].min()
            assigned[topic].append((row, share))
    return [
        sorted(topic, key=lambda pair: (-pair[1], ids[pair[0]]))[:n_documents] for topic in assigned
    ]
