"""Class labels as people have them, turned into the arrays that training takes."""

import numpy as np

from hiertopics.core.layers import Labels
from hiertopics.errors import HiertopicsError


def label_columns(y, n_docs, n_layers):
    """Fit ``y`` to the layers.

    Parameters
    ----------
    y : array-like of shape (n_docs,) or (n_docs, n_layers)
        One column labels the last layer; several go fine to coarse.
    n_docs, n_layers : int

    Returns
    -------
    list of ndarray or None
        One object column per layer, None for a layer that has no column.
    """
    y = _as_array(y)
    if y.ndim not in (1, 2) or y.shape[0] != n_docs:
        raise HiertopicsError(
            f"y must hold one label per document, shape ({n_docs},) or ({n_docs}, {n_layers}), "
            f"got shape {y.shape}"
        )
    if y.ndim == 1 or y.shape[1] == 1:
        return [None] * (n_layers - 1) + [y.reshape(-1)]
    if y.shape[1] != n_layers:
        raise HiertopicsError(
            f"a two-dimensional y needs one column per layer, fine to coarse: expected "
            f"{n_layers} columns for n_topics with {n_layers} layers, got {y.shape[1]}"
        )
    return list(y.T)


def known_rows(column):
    """Which documents have a label; unknown is None, NaN, NA, or -1 among integers.

    Returns
    -------
    ndarray of bool of shape (n_docs,)
    """
    known = ~np.fromiter((_is_missing(value) for value in column), bool, count=len(column))
    integers = all(isinstance(value, (int, np.integer)) for value in column[known])
    if integers:
        known &= np.fromiter((_is_minus_one(value) for value in column), bool, len(column)) == 0
    return known


def encode_labels(column):
    """Classes and one-hot labels of the documents that have one.

    Parameters
    ----------
    column : ndarray of object of shape (n_docs,)

    Returns
    -------
    classes : ndarray of shape (n_classes,), sorted
    labels : Labels
        None, with no classes, where nothing is known.
    """
    known = known_rows(column)
    if not known.any():
        return None, None
    names = column[known].tolist()
    if len({isinstance(name, str) for name in names}) > 1:
        raise HiertopicsError("labels of one layer must be all numbers or all strings, got both")
    classes, codes = np.unique(np.array(names), return_inverse=True)
    return classes, Labels(np.flatnonzero(known), np.eye(len(classes))[codes.reshape(-1)])


def _as_array(y):
    """Y as an array of objects, so that None and numbers survive side by side."""
    y = y.to_numpy() if hasattr(y, "to_numpy") else y
    return np.asarray(y, dtype=object)


def _is_missing(value):
    return (
        value is None
        or type(value).__name__ in ("NAType", "NaTType")
        or (isinstance(value, (float, np.floating)) and value != value)
    )


def _is_minus_one(value):
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool) and value == -1
