"""The table of documents: what every document has of each topic, and what is known of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from hiertopics.core.topics import layer_sums
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
    fine_shares : csr_array of float32 of shape (n_docs, n_topics of the finest layer)
        The rows sum to 1; that of a document without any topic is empty.
    parents : tuple of ndarray of int, each of shape (n_topics of its layer,)
        For each layer but the last, which topic of the next one each topic hangs under, -1 for
        none: the model's ``parents_``, and those of the tree.
    n_topics : tuple of int
        The number of topics of every layer, fine to broad.
    topics : tuple of ndarray of int, each of shape (n_docs,)
        For every layer the one topic of each document, -1 for none, as the model's
        ``assign_topics`` chooses it.
    labels : ndarray of object, shape (n_docs, n_label_levels)
        Fine to broad, None where unknown.
    predicted : tuple of (ndarray of object or None)
        For every layer of the tree the labels that the model predicts, each of shape (n_docs,);
        None where it learned none, and for a document that it has nothing to predict them from.
    label_names : tuple of str
        What the columns of the labels were called, fine to broad; empty where they had no name.
    metadata : dict of str to sequence
        Further columns by name, one value a document.
    excerpts : sequence of Excerpt
        One a document. On a fresh run they are made from the texts when they are first asked for.
    """

    ids: tuple[str, ...]
    fine_shares: sparse.csr_array
    parents: tuple[np.ndarray, ...]
    n_topics: tuple[int, ...]
    topics: tuple[np.ndarray, ...]
    labels: np.ndarray
    predicted: tuple[np.ndarray | None, ...]
    metadata: Mapping[str, Sequence] = field(default_factory=dict)
    excerpts: Sequence[Excerpt] = ()
    label_names: tuple[str, ...] = ()

    @cached_property
    def shares(self) -> tuple[sparse.csr_array, ...]:
        """Every document's share of each topic at all layers, fine to broad, in float64.

        What a document holds of a broad topic is the sum of what it holds of the topics under it.
        Each array is of shape (n_docs, n_topics of its layer).
        """
        return tuple(
            sparse.csr_array(of_layer)
            for of_layer in layer_sums(self.fine_shares, self.parents, self.n_topics)
        )

    def __len__(self) -> int:
        return len(self.ids)

    def __repr__(self) -> str:
        sizes = " + ".join(map(str, self.n_topics))
        return f"<DocumentTable of {len(self):,} documents, {sizes} topics fine to broad>"


def document_table(
    corpus: Corpus, vectorizer: TextVectorizer, model: TopicModel, S: Sequence[np.ndarray]
) -> DocumentTable:
    """Return every document with its topics at all layers and the labels predicted for it.

    The documents' weights `S` are as ``model.transform_layers`` returns them, fine to broad.
    """
    fine_shares = sparse_shares(S[0])
    weigh = passage_weigher(vectorizer, model)
    return DocumentTable(
        ids=corpus.ids,
        fine_shares=fine_shares,
        parents=tuple(model.parents_),
        n_topics=tuple(of_layer.shape[1] for of_layer in S),
        topics=tuple(model.assign_topics(S=S, layer=layer) for layer in range(len(S))),
        labels=corpus.labels,
        label_names=corpus.label_names,
        predicted=tuple(
            None if B is None else _predicted(model, S, layer) for layer, B in enumerate(model.B_)
        ),
        metadata=corpus.metadata,
        excerpts=Excerpts(corpus.texts, fine_shares, weigh, _given_titles(corpus.metadata)),
    )


def _predicted(model, S, layer):
    """Predict labels where there is something to predict from: weights of that very layer.

    They decide, not the sums that people see: a document may have either without the other.
    """
    predicted = model.predict(S=S, layer=layer).astype(object)
    predicted[~S[layer].any(axis=1)] = None
    return predicted


def _given_titles(metadata):
    names = {str(name).lower(): name for name in metadata}
    name = next((names[title] for title in _TITLES if title in names), None)
    return None if name is None else metadata[name]


def sparse_shares(doc_topic: np.ndarray) -> sparse.csr_array:
    """Return the documents' shares of the finest topics in float32, for a `DocumentTable`."""
    return sparse.csr_array(document_shares(doc_topic).astype(np.float32))
