"""The table of documents: what every document has of each topic, and what is known of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from hiertopics.core.topics import assigned_topics
from hiertopics.documents.excerpts import Excerpt, Excerpts, passage_weigher
from hiertopics.tree.placement import document_shares

if TYPE_CHECKING:
    from hiertopics.corpus.corpus import Corpus
    from hiertopics.models.estimator import TopicModel
    from hiertopics.vectorizer.vectorizer import TextVectorizer

_TITLES = ("title", "headline", "subject", "heading")


@dataclass(frozen=True, eq=False, repr=False)
class DocumentTable:
    """Every document with its share of each topic, at all layers, and what is known of it.

    Attributes
    ----------
    ids : tuple of str
        Distinct.
    shares : tuple of csr_array of float32, each of shape (n_docs, n_topics of its layer)
        Fine to broad. The rows sum to 1; that of a document without any topic is empty.
    topics : tuple of ndarray of int, each of shape (n_docs,)
        For every layer the one topic of each document, -1 for none, as
        `hiertopics.core.topics.assigned_topics` chooses it.
    labels : ndarray of object, shape (n_docs, n_label_levels)
        Fine to broad, None where unknown.
    predicted : tuple of (ndarray of object or None)
        For every layer of the tree the labels that the model predicts, each of shape (n_docs,);
        None where it learned none.
    metadata : dict of str to sequence
        Further columns by name, one value a document.
    excerpts : sequence of Excerpt
        One a document. On a fresh run they are made from the texts when they are first asked for.
    """

    ids: tuple[str, ...]
    shares: tuple[sparse.csr_array, ...]
    topics: tuple[np.ndarray, ...]
    labels: np.ndarray
    predicted: tuple[np.ndarray | None, ...]
    metadata: Mapping[str, Sequence] = field(default_factory=dict)
    excerpts: Sequence[Excerpt] = ()

    def __len__(self) -> int:
        return len(self.ids)

    def __repr__(self) -> str:
        sizes = " + ".join(str(shares.shape[1]) for shares in self.shares)
        return f"<DocumentTable of {len(self):,} documents, {sizes} topics fine to broad>"


def document_table(
    corpus: Corpus, vectorizer: TextVectorizer, model: TopicModel, S: Sequence[np.ndarray]
) -> DocumentTable:
    """Return every document with its topics at all layers and the labels predicted for it.

    The documents' weights `S` are as ``model.transform_layers`` returns them, fine to broad.
    """
    shares = tuple(map(sparse_shares, S))
    weigh = passage_weigher(vectorizer, model)
    return DocumentTable(
        ids=corpus.ids,
        shares=shares,
        topics=tuple(map(assigned_topics, S, model.topic_contrast_)),
        labels=corpus.labels,
        predicted=tuple(
            None if B is None else model.predict(S=S, layer=layer)
            for layer, B in enumerate(model.B_)
        ),
        metadata=corpus.metadata,
        excerpts=Excerpts(corpus.texts, shares[0], weigh, _given_titles(corpus.metadata)),
    )


def _given_titles(metadata):
    names = {str(name).lower(): name for name in metadata}
    name = next((names[title] for title in _TITLES if title in names), None)
    return None if name is None else metadata[name]


def sparse_shares(doc_topic: np.ndarray) -> sparse.csr_array:
    """Return the documents' shares of the topics of a layer in float32, for a `DocumentTable`."""
    return sparse.csr_array(document_shares(doc_topic).astype(np.float32))
