"""What every document says of the topics: the table that stands beside the tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from scipy import sparse

from hiertopics.tree.placement import document_shares


class Excerpt(NamedTuple):
    """What is shown of a document's text.

    Attributes
    ----------
    title : str
        Its title or first words, on one line.
    passages : tuple of str
        The passages that carry its topics, in the order of the text; a short text is one passage,
        whole.
    """

    title: str
    passages: tuple[str, ...]


@dataclass(frozen=True, eq=False, repr=False)
class DocumentTable:
    """Every document with its share of each topic, at all layers, and what is known of it.

    Attributes
    ----------
    ids : tuple of str
        Distinct.
    shares : tuple of csr_array of float32, each of shape (n_docs, n_topics of its layer)
        Fine to broad. The rows sum to 1; that of a document without any topic is empty.
    labels : ndarray of object, shape (n_docs, n_label_levels)
        Fine to broad, None where unknown.
    predicted : tuple of (ndarray of object or None)
        For every layer of the tree the labels that the model predicts, each of shape (n_docs,);
        None where it learned none.
    metadata : dict of str to sequence
        Further columns by name, one value a document.
    excerpts : sequence of Excerpt
        One a document. On a fresh run they are made from the texts when they are asked for.
    """

    ids: tuple[str, ...]
    shares: tuple[sparse.csr_array, ...]
    labels: np.ndarray
    predicted: tuple[np.ndarray | None, ...]
    metadata: Mapping[str, Sequence] = field(default_factory=dict)
    excerpts: Sequence[Excerpt] = ()

    def __len__(self) -> int:
        return len(self.ids)

    def __repr__(self) -> str:
        sizes = " + ".join(str(shares.shape[1]) for shares in self.shares)
        return f"<DocumentTable of {len(self):,} documents, {sizes} topics fine to broad>"


def sparse_shares(doc_topic) -> sparse.csr_array:
    """Return the documents' shares of the topics of a layer, for a `DocumentTable`.

    Parameters
    ----------
    doc_topic : array of shape (n_docs, n_topics)
        Nonnegative weights.

    Returns
    -------
    csr_array of float32, shape (n_docs, n_topics)
    """
    return sparse.csr_array(document_shares(doc_topic).astype(np.float32))
