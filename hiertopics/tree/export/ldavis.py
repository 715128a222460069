"""The topics of a fitted model as pyLDAvis takes them."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from hiertopics.core.topics import (
    TrainedModel,
    layer_sums,
    parent_extents,
    strongest_parents,
    topic_terms,
)
from hiertopics.errors import HiertopicsError
from hiertopics.matrix_checks import Matrix, check_structure
from hiertopics.tree.array_checks import check_arrays
from hiertopics.tree.placement import document_shares
from hiertopics.tree.words import Terms, column_parts

# pyLDAvis takes logarithms, and factorizations have zeros: a millionth of what all topics say in
# sum goes into each. A word that a topic lacks then has the same lift, this, whatever word it is.
_TRACE = 1e-6


def pyldavis_inputs(
    model: TrainedModel,
    X: Matrix,
    terms: Terms,
    layer: int = 0,
    counts: Matrix | None = None,
) -> dict:
    """Return the arguments of ``pyLDAvis.prepare``: ``prepare(**pyldavis_inputs(...))``.

    Topics keep their numbers; pyLDAvis sorts them by size and counts from 1 unless it is given
    ``sort_topics=False, start_index=0``. It cannot lay out a single topic on its own.

    Documents without any topic at the layer, or without words, are left out, and so are terms that
    no topic uses. A millionth of each distribution is spread, that of a topic over all terms as all
    topics use them, that of a document over all topics, for pyLDAvis takes their logarithms. A
    topic without words gets the terms as all topics use them. What a document has of a broader
    topic is the sum of what it has of the topics under it, as in the tree.

    Parameters
    ----------
    model : fitted estimator
        Anything with ``A_`` and ``transform_layers(X)``; see `topic_tree`.
    X : array or sparse array of shape (n_docs, n_terms)
        The documents as the model takes them, usually those that it was fitted on.
    terms : sequence of str, length n_terms
        The word of each column of `X`.
    layer : int, default=0
        Which layer to show, 0 being the finest; -1 is the broadest.
    counts : array or sparse array of shape (n_docs, n_terms), optional
        How often each term occurs in each document. By default `X` itself where it has whole
        numbers alone, else every term counts once in a document, since sums of TF-IDF weights are
        no number of words.

    Returns
    -------
    dict
        ``topic_term_dists`` of shape (n_topics, n_terms shown) and ``doc_topic_dists`` of shape
        (n_docs shown, n_topics), whose rows sum to 1; ``doc_lengths``, ``vocab`` and
        ``term_frequency``.

    Raises
    ------
    HiertopicsError
        If the shapes do not fit together, there is no such layer, or nothing is left to show.
    """
    check_structure("X", X)
    check_structure("counts", counts)
    factors = [np.asarray(factor) for factor in model.A_]
    layers = [np.asarray(weights) for weights in model.transform_layers(X)]
    terms = [str(term) for term in terms]
    check_arrays(factors, layers, terms)
    if not -len(factors) <= layer < len(factors):
        raise HiertopicsError(
            f"expected a layer from 0, the finest, to {len(factors) - 1}, got {layer}"
        )
    parts = column_parts(topic_terms(factors, layer))
    has_words = parts.any(axis=0)
    parents = getattr(model, "parents_", None)
    if parents is None:
        parents = strongest_parents(parent_extents(factors, layers))
    sums = layer_sums(layers[0], parents, [factor.shape[1] for factor in factors])
    shares = document_shares(np.where(has_words, sums[layer], 0))
    found = _counted(X, counts)
    used, placed = parts.any(axis=1), shares.any(axis=1) & (found.sum(axis=1) > 0)
    if not placed.any():
        raise HiertopicsError(f"no document has a topic at layer {layer}; there is nothing to show")
    found, shares = found[np.flatnonzero(placed)], shares[placed]
    lengths = found.sum(axis=1)
    shares = (1 - _TRACE) * shares + _TRACE / shares.shape[1]
    overall = column_parts((parts @ (lengths @ shares))[:, None])
    dists = np.where(has_words, (1 - _TRACE) * parts + _TRACE * overall, overall)
    return {
        "topic_term_dists": column_parts(dists[used]).T,
        "doc_topic_dists": shares,
        "doc_lengths": lengths,
        "vocab": [terms[row] for row in np.flatnonzero(used)],
        "term_frequency": found.sum(axis=0)[used],
    }


def _counted(X, counts):
    given = X if counts is None else counts
    # A copy, for scipy would add up the entries stored twice in the caller's matrix.
    found = sparse.csr_array(given, dtype=np.float64, copy=True)
    found.sum_duplicates()
    if found.shape != X.shape:
        raise HiertopicsError(f"expected counts of the shape of X, {X.shape}, got {found.shape}")
    if counts is None and not (found.data == np.floor(found.data)).all():
        found = (found != 0).astype(np.float64)
    if not np.isfinite(found.data).all() or (found.data < 0).any():
        raise HiertopicsError("counts must be finite and nonnegative")
    return found
