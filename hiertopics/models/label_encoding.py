"""Class labels as people have them, turned into the arrays that training takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, DTypeLike
from scipy import sparse

from hiertopics.core.network import Labels
from hiertopics.errors import HiertopicsError
from hiertopics.matrix_checks import check_structure
from hiertopics.missing import known_labels

ClassLabels: TypeAlias = ArrayLike | Sequence[object]


def labels_per_layer(y: ClassLabels, n_docs: int, n_layers: int) -> list[np.ndarray | None]:
    """Fit ``y`` to the layers: for each an object column, or None where it has none.

    One column, (n_docs,), labels the last layer; several, (n_docs, n_layers), go fine to broad.
    """
    labels = _as_array(y)
    if labels.ndim not in (1, 2) or labels.shape[0] != n_docs:
        raise HiertopicsError(
            f"y must hold one label per document, shape ({n_docs},) or ({n_docs}, {n_layers}), "
            f"got shape {labels.shape}"
        )
    if labels.ndim == 1 or labels.shape[1] == 1:
        return [*[None] * (n_layers - 1), labels.reshape(-1)]
    if labels.shape[1] != n_layers:
        raise HiertopicsError(
            f"a two-dimensional y needs one column per layer, fine to broad: expected "
            f"{n_layers} columns for n_topics with {n_layers} layers, got {labels.shape[1]}"
        )
    return list(labels.T)


def encode_labels(column: np.ndarray, dtype: DTypeLike) -> tuple[np.ndarray | None, Labels | None]:
    """Classes, sorted, and one-hot labels of the documents that have one, in a dtype.

    ``column`` holds one object per document. Both are None where no label is known.
    """
    known = known_labels(column)
    if not known.any():
        return None, None
    names = column[known].tolist()
    if len({isinstance(name, str) for name in names}) > 1 or np.ndim(names) != 1:
        raise HiertopicsError(
            "labels of one layer must be all numbers or all strings, one per document, "
            f"got {names[0]!r} and others"
        )
    classes, codes = np.unique(np.array(names), return_inverse=True)
    return classes, Labels(np.flatnonzero(known), np.eye(len(classes), dtype=dtype)[codes])


def encode_targets(
    targets: Any, n_docs: int, dtype: DTypeLike
) -> tuple[np.ndarray | None, Labels | None]:
    """Classes and labels from a Y that people give themselves, (n_docs, n_classes), nonnegative.

    It may mean memberships in several classes, shares, ratings. A row of NaN is unknown; both are
    None where no row is known. The columns of a data frame name the classes, which else are 0, 1, 2
    and so on.
    """
    names = getattr(targets, "columns", None)
    check_structure("targets", targets)
    Y = targets.toarray() if sparse.issparse(targets) else np.asarray(targets)
    if Y.ndim != 2 or len(Y) != n_docs or Y.shape[1] == 0 or Y.dtype.kind not in "biuf":
        raise HiertopicsError(
            f"targets must be numbers of shape ({n_docs}, n_classes), got {Y.dtype} of {Y.shape}"
        )
    missing = np.isnan(Y)
    partly = missing.any(axis=1) & ~missing.all(axis=1)
    if partly.any():
        raise HiertopicsError(
            f"a row of targets is known whole or, all NaN, unknown; row {partly.argmax()} is mixed"
        )
    known = np.flatnonzero(~missing.all(axis=1))
    with np.errstate(over="ignore"):  # what does not fit is refused in the next line
        Y = Y[known].astype(dtype)
    if not (np.isfinite(Y).all() and (Y >= 0).all()):
        raise HiertopicsError(
            "targets must be finite and nonnegative, NaN where unknown, got values from "
            f"{Y.min()} to {Y.max()}"
        )
    if not known.size:
        return None, None
    return np.arange(Y.shape[1]) if names is None else np.asarray(names), Labels(known, Y)


def _as_array(y):
    """Y as an array of objects, so that None and numbers survive side by side."""
    if hasattr(y, "iloc"):  # pandas would turn integers with gaps into floats
        y = y.to_numpy(dtype=object)
    return np.asarray(y, dtype=object)
