"""Unknown entries of X as people have them, turned into the matrix that training takes."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from sklearn.utils import assert_all_finite

from hiertopics.core.data import DataMatrix
from hiertopics.core.masked import MaskedMatrix, hide
from hiertopics.core.shards import in_shards
from hiertopics.errors import HiertopicsError
from hiertopics.matrix_checks import Matrix, check_magnitude, check_structure


def known_data(X: Matrix, mask: Matrix | None = None, unknown: Matrix | None = None) -> DataMatrix:
    """X, (n_docs, n_terms), as a data matrix in which unknown entries have no say.

    NaN is unknown; a zero, stored or not, is a known zero. ``mask`` is nonzero where X is known
    (the paper's W), ``unknown`` where it is unknown: what is unknown by either, or NaN, is
    unknown, whatever X holds there. Where everything is known, the matrix is a plain one.

    Raises HiertopicsError for a mask of another shape or that is not numeric, and for an X of
    numbers so large or small that sums of their squares do not fit its dtype; a ValueError for
    infinite entries that are known.
    """
    data = DataMatrix(X)
    listed, known = _listed_entries(data.X, mask, unknown)
    if listed is not None:
        data = MaskedMatrix(hide(data.X, listed, known=known), listed, known=known)
    assert_all_finite(data.values, input_name="X")
    # Not by the maximum of scipy, which puts the entries of the caller's matrix in order.
    check_magnitude(data.values.max(initial=0), data.dtype)
    return in_shards(data) if data.is_complete else data


def _listed_entries(X, mask, unknown):
    """The known or the unknown entries as CSR, and which of the two; None where all are known."""
    hidden = _not_a_number(X)
    if unknown is not None:
        hidden = hidden + _pattern("unknown", unknown, X.shape)
    if mask is None:
        return (hidden, False) if hidden.nnz else (None, False)
    if sparse.issparse(mask):
        shown = _pattern("mask", mask, X.shape)
        if hidden.nnz:
            shown = shown > shown.multiply(hidden)
        return (shown, True) if shown.nnz < np.prod(X.shape, dtype=float) else (None, True)
    hidden = hidden + sparse.csr_array(~_as_numbers("mask", mask, X.shape).astype(bool))
    return (hidden, False) if hidden.nnz else (None, False)


def _not_a_number(X):
    """Where X is NaN, as boolean CSR, canonical."""
    if not sparse.issparse(X):
        return sparse.csr_array(np.isnan(X))
    found = np.isnan(X.data)
    if not found.any():
        return sparse.csr_array(X.shape, dtype=bool)
    indptr = np.concatenate([[0], np.cumsum(found)])[X.indptr]
    hidden = sparse.csr_array((found[found], X.indices[found], indptr), shape=X.shape)
    hidden.sort_indices()
    return hidden


def _pattern(name, entries, shape):
    """The nonzero entries as boolean CSR, canonical."""
    pattern = sparse.csr_array(_as_numbers(name, entries, shape), copy=True)
    pattern.sum_duplicates()  # comparing does so too, to the matrix that is compared
    return pattern != 0


def _as_numbers(name, entries, shape):
    """A mask of numbers or booleans."""
    check_structure(name, entries)
    entries = entries.tocsr() if sparse.issparse(entries) else np.asarray(entries)
    if entries.shape != shape:
        raise HiertopicsError(f"{name} must have the shape of X, {shape}, got {entries.shape}")
    if entries.dtype.kind not in "biuf":
        raise HiertopicsError(f"{name} must hold numbers or booleans, got {entries.dtype}")
    if np.isnan(entries.data if sparse.issparse(entries) else entries).any():
        raise HiertopicsError(f"{name} must say of every entry whether it is known, got NaN")
    return entries
