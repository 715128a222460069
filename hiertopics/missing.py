"""What counts as missing: a value that is not there, and a label that is not known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def is_missing(value: object) -> bool:
    """Whether a value is none: None, a blank text, NaN, NaT or pandas' NA."""
    if isinstance(value, str):
        return not value.strip()
    return _is_none(value)


def known_labels(labels: Sequence | np.ndarray) -> np.ndarray:
    """Which labels are known, one bool each: all but None, NaN, NA, and -1 among integers.

    -1 means unknown only where every other label is an integer too.
    """
    known = np.fromiter((not _is_none(label) for label in labels), bool, count=len(labels))
    present = [label for label, is_known in zip(labels, known, strict=True) if is_known]
    if all(isinstance(label, (int, np.integer, np.bool_)) for label in present):
        known[known] = [isinstance(label, (bool, np.bool_)) or label != -1 for label in present]
    return known


def _is_none(value: object) -> bool:
    if value is None or type(value).__name__ == "NAType":  # NA will not even say what it equals
        return True
    equal = value == value  # NaN and NaT, of whatever library, are unlike themselves
    return isinstance(equal, (bool, np.bool_)) and not equal
