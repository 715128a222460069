r"""What counts as missing: a value that is not there, and a label that is not known.

Programs spell a missing value in the cells of their tables: R as NA, databases as NULL or \N,
spreadsheets as #N/A, Python as nan or None. Where such a spelling is all that a cell holds, nothing
is there. Some of them are words as well, and the column decides (`missing_spellings`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np

_SURE = frozenset(
    r"""
    \N <NA> NaN nan NAN -nan NaT nat N/A n/a N/a n.a. N.A. #N/A #NA #VALUE! #REF! #DIV/0! #NUM!
    #NAME? #NULL! #N/D #WERT! #BEZUG! #NV #VALEUR! #NOMBRE? NULL null Null (null) [null]
    1.#IND 1.#QNAN undefined (blank) (empty)
    """.split()
)
_WORDS = frozenset("NA na None none NONE - -- --- – — . .. ... ?".split())
_NONE = {"None", "none", "NONE"}
SPELLINGS = _SURE | _WORDS
"""What stands in a cell of a table in which there is nothing."""

LONGEST = max(map(len, SPELLINGS))
"""Characters of the longest of them."""

_FEWEST_CODES = 10  # different codes of two letters, among which NA is Namibia or another


def is_missing(value: object) -> bool:
    """Whether a value is none: None, a blank text, NaN, NaT or pandas' NA."""
    if isinstance(value, str):
        return not value or value.isspace()
    return _is_none(value)


def is_missing_cell(value: object, spellings: Collection[str] = SPELLINGS) -> bool:
    """Whether a cell of a table has no value: nothing is in it, or nothing but such a spelling."""
    if isinstance(value, str):
        return (bare := value.strip()) in spellings or not bare
    if type(value) in (int, float) and value == -1:
        return str(value) in spellings
    return _is_none(value)


def missing_spellings(cells: Sequence[object]) -> frozenset[str]:
    """Return the spellings that mean a missing value among the classes or values of a column.

    They are all `SPELLINGS` but for two words where the column needs them: None, where there is but
    one other value and that is a word, as in yes and none; and NA, among at least ten codes of two
    capital letters, as of countries.
    """
    counts = Counter(str(cell).strip() for cell in cells if not is_missing(cell))
    others = set(counts) - SPELLINGS - {"-1"}
    spellings = SPELLINGS
    if len(others) == 1 and not is_number(*others):
        spellings -= _NONE
    codes = [value for value in others if len(value) == 2 and value.isalpha() and value.isupper()]
    if len(codes) == len(others) >= _FEWEST_CODES:
        spellings -= {"NA"}
    return spellings


def unknown_labels(cells: Sequence[object]) -> frozenset[str]:
    """Return the `missing_spellings` of a column of labels, with "-1" where that is no label.

    It is none among names of classes and among whole numbers that are never smaller.
    """
    spellings = missing_spellings(cells)
    texts = {str(cell).strip() for cell in cells if not is_missing_cell(cell, spellings)}
    others = texts - {"-1", "-1.0"}
    is_count = all(text.removesuffix(".0").isdecimal() for text in others)
    is_names = not any(is_number(text) for text in others)
    if others < texts and others and (is_count or is_names):
        spellings |= {"-1", "-1.0"}
    return spellings


def is_number(text: str) -> bool:
    """Whether a text is a number."""
    try:
        float(text)
    except ValueError:
        return False
    return True


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
