"""Documents that repeat each other: near-copies, quotations, and passages such as signatures."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from hiertopics.core.data import DataMatrix
from hiertopics.core.neighbours import nearest, unit_rows

NEAR_COPY = 0.5  # cosine of texts that quote each other
NEAREST = 20  # documents of each that are looked at, and terms
LARGEST_THREAD = 0.05  # of the documents; a larger group is a theme that holds together
TOGETHER = 0.8  # cosine of the documents of two terms that hardly occur apart
PASSAGE = 6  # terms; a name of three words and its phrases are five


def near_copies(X: np.ndarray | sparse.csr_array) -> np.ndarray:
    """Group documents with those that repeat most of them.

    Documents are joined to others with which they have a cosine of `NEAR_COPY` or more, and to
    what those are joined to. Where that makes a group of more than a twentieth of all documents,
    only nearer ones are joined there.

    Parameters
    ----------
    X : array or sparse array of shape (n_docs, n_terms)

    Returns
    -------
    ndarray of int, shape (n_docs,)
        The number of each document's group; most are alone in theirs.
    """
    unit = _unit_copy(X)
    n_docs = unit.shape[0]
    cosines, rows, _ = nearest(unit, unit, NEAREST)
    copies = np.arange(n_docs), _first_copy(unit)
    at_least = np.full(n_docs, NEAR_COPY)
    while True:
        docs, places = np.nonzero((cosines >= at_least[:, None]) & (cosines >= at_least[rows]))
        group = _joined((docs, rows[docs, places]), copies)
        large = np.bincount(group)[group] > max(LARGEST_THREAD * n_docs, 2)
        if not large.any() or at_least.max() > 1:
            return group
        at_least[large] += 0.1


def repeated_passages(
    X: np.ndarray | sparse.csr_array,
) -> tuple[sparse.csr_array, sparse.csr_array]:
    """Find passages that several documents repeat: signatures, boilerplate, quotations.

    A passage is `PASSAGE` terms or more that hardly occur apart, each joined to another by a cosine
    of `TOGETHER` or more of the documents that they occur in. A document repeats it that has half
    of its terms or more. What more than a twentieth of all documents repeat is no passage, but the
    words of a theme.

    Parameters
    ----------
    X : array or sparse array of shape (n_docs, n_terms)

    Returns
    -------
    repeats : CSR array of shape (n_docs, n_passages)
        1 where a document repeats a passage.
    terms : CSR array of shape (n_passages, n_terms)
        1 for the terms of each; no term is of two.
    """
    occurs = _unit_copy(X)
    occurs.data[:] = 1
    by_term = unit_rows(DataMatrix(sparse.csr_array(occurs.T)))
    cosines, others, _ = nearest(by_term, by_term, NEAREST)
    ones, places = np.nonzero(cosines >= TOGETHER)
    copies = np.arange(len(cosines)), _first_copy(by_term)
    group = _joined((ones, others[ones, places]), copies)
    sizes = np.bincount(group)
    members = np.ones(len(group), occurs.dtype), (group, np.arange(len(group)))
    terms = sparse.csr_array(members, shape=(len(sizes), len(group)))[sizes >= PASSAGE]
    repeats = sparse.csr_array(occurs @ terms.T)
    repeats.data = (repeats.data >= terms.sum(axis=1)[repeats.indices] / 2).astype(occurs.dtype)
    n_docs = repeats.sum(axis=0)
    kept = (n_docs > 1) & (n_docs <= max(LARGEST_THREAD * len(occurs.indptr), 2))
    return repeats[:, kept], terms[kept]


def _unit_copy(X):
    """X as CSR of its own with rows of unit length, without stored zeros."""
    X = sparse.csr_array(X, dtype=np.float32, copy=True)
    X.eliminate_zeros()
    return unit_rows(DataMatrix(X))


def _joined(*pairs: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """The number of the group of each of many, by pairs of those that are joined.

    The last pair joins each to one, perhaps itself.
    """
    n = len(pairs[-1][0])
    one, other = (np.concatenate(side) for side in zip(*pairs, strict=True))
    edges = np.array([one, other], np.int32)  # csgraph's only
    graph = sparse.csr_array((np.ones(len(one)), edges), shape=(n, n))
    return connected_components(graph, directed=False)[1]


def _first_copy(X):
    """For each row the first that equals it, which may be itself."""
    seen: dict[bytes, int] = {}
    rows = [slice(*ends) for ends in zip(X.indptr[:-1], X.indptr[1:], strict=True)]
    keys = (X.indices[row].tobytes() + X.data[row].round(5).tobytes() for row in rows)
    return np.array([seen.setdefault(key, row) for row, key in enumerate(keys)])
