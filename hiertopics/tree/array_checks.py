"""Whether factors, weights, terms, ids and labels fit together, asked before computing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hiertopics.errors import HiertopicsError


def check_arrays(
    factors: Sequence[np.ndarray],
    doc_topics: Sequence[np.ndarray],
    terms: Sequence[str],
    ids: Sequence[str] | None = None,
    labels: np.ndarray | None = None,
    parents: Sequence[np.ndarray] | None = None,
) -> None:
    """Raise unless what `build_tree` takes fits together and is finite and nonnegative."""
    if not factors or len(factors) != len(doc_topics):
        raise HiertopicsError(
            "expected one factor matrix and one array of document weights for each layer, "
            f"got {len(factors)} and {len(doc_topics)}; pass model.A_ and model.transform_layers(X)"
        )
    faults = (
        [*_array_faults("factors", factors), *_array_faults("doc_topics", doc_topics)]
        or list(_shape_faults(factors, doc_topics, parents))
        or list(_description_faults(factors, doc_topics, terms, ids, labels))
    )
    if faults:
        raise HiertopicsError("; ".join(faults))


def _array_faults(name, arrays):
    for layer, array in enumerate(arrays):
        if array.ndim != 2:
            yield f"{name}[{layer}] must have two dimensions, got shape {array.shape}"
        elif array.shape[1] == 0:
            yield f"{name}[{layer}] has no topics"
        elif not np.isfinite(array).all() or (array < 0).any():
            yield f"{name}[{layer}] must be finite and nonnegative"


def _shape_faults(factors, doc_topics, parents):
    n_docs = doc_topics[0].shape[0]
    if n_docs == 0:
        yield "expected at least one document to describe the topics by, got none"
    for layer, (factor, weights) in enumerate(zip(factors, doc_topics, strict=True)):
        expected = (n_docs, factor.shape[1])
        if weights.shape != expected:
            yield f"doc_topics[{layer}] must have shape {expected}, got {weights.shape}"
        if layer > 0 and factor.shape[0] != factors[layer - 1].shape[1]:
            yield (
                f"factors[{layer}] must have a row for each of the {factors[layer - 1].shape[1]} "
                f"topics of the layer below, got shape {factor.shape}; list layers fine to broad"
            )
    sizes = [factor.shape[1] for factor in factors]
    if parents is not None and not _are_parents(parents, sizes):
        yield (
            "parents must have, for each layer but the last, the number of the parent of each "
            f"topic, -1 for none: whole numbers, for layers of {sizes} topics"
        )


def _are_parents(parents, sizes):
    if [(each.shape, each.dtype.kind) for each in parents] != [((k,), "i") for k in sizes[:-1]]:
        return False
    pairs = zip(parents, sizes[1:], strict=True)
    return all(((each >= -1) & (each < n_above)).all() for each, n_above in pairs)


def _description_faults(factors, doc_topics, terms, ids, labels):
    n_terms, n_docs = factors[0].shape[0], doc_topics[0].shape[0]
    if len(terms) != n_terms:
        yield (
            f"expected a term for each of the {n_terms} rows of factors[0], got {len(terms)}; "
            "take them from the vectorizer that made X"
        )
    if ids is not None and len(ids) != n_docs:
        yield f"expected an id for each of the {n_docs} documents, got {len(ids)}"
    if labels is not None and labels.shape != (n_docs, len(factors)):
        yield (
            f"expected labels of shape {(n_docs, len(factors))}, a row for each document and a "
            f"column for each layer, fine to broad, got {labels.shape}; "
            "fill missing columns with None"
        )
