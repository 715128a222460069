"""What a fitted model says of a corpus: the table of its documents, and what is shown of each."""

from __future__ import annotations

import copy

from hiertopics.topics.documents import DocumentTable, sparse_shares
from hiertopics.topics.excerpts import Excerpts
from hiertopics.topics.words import topic_terms

_TITLES = ("title", "headline", "subject", "heading")


def document_table(corpus, vectorizer, model, X, layers=None) -> DocumentTable:
    """Return every document with its topics at all levels and the labels predicted for it.

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
    """From passages to how much each says of each topic: arrays (n_passages, n_topics), by level.

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
        self._weights = [topic_terms(model.A_, level) for level in range(len(model.A_))]

    def __call__(self, passages):
        """Weigh passages, a list of str."""
        counted = self._plain.transform(passages)
        return [counted @ of_level for of_level in self._weights]
