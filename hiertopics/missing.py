r"""What counts as missing: a value that is not there, and a label that is not known.

Programs spell a missing value in the cells of their tables: R as NA, databases as NULL or \N,
spreadsheets as #N/A, Python as nan or None. Where such a spelling is all that a cell holds, nothing
is there. Some of them are words as well, and the column decides (`missing_spellings`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

import numpy as np

_SURE = frozenset(
    r"""
    \N <NA> NaN nan NAN -nan NaT nat N/A n/a N/a n.a. N.A. #N/A #NA #VALUE! #REF! #DIV/0! #NUM!
    #NAME? #NULL! #N/D #WERT! #BEZUG! #NV #VALEUR! #NOMBRE? NULL null Null (null) [null]
    1.#IND 1.#QNAN undefined (blank) (empty)
    """.split()
)
# What databases of literature have in the place of an abstract.
_NO_ABSTRACT = frozenset(
    f"{start}{words}{end}"
    for words in ("No abstract available", "Abstract not available", "No abstract")
    for start, end in ("[]", ("", ""), ("", "."))
)
TAKEN_AWAY = frozenset(("[removed]", "[deleted]", "[deleted by user]", "[removed by moderator]"))
"""What sites of discussion have in the place of a post."""

_WORDS = frozenset("NA na None none NONE - -- --- – — . .. ... ?".split())
_NONE = {"None", "none", "NONE"}
SPELLINGS = _SURE | _WORDS | _NO_ABSTRACT
"""What a cell of a table in which there is nothing may hold."""

_LONGEST_SPELLING = 1000  # characters, with the blanks around it
_FEWEST_CODES = 10  # different codes of two letters, among which NA is Namibia or another
# None is a class, as of stances and sentiments, where it comes again beside two other words or more
# that are written alike.
_FEWEST_NONE = 5
_MOST_NONE = 0.6  # of the rows
_CLASSES_WITH_NONE = range(2, 10)
_OF_SENTIMENTS = re.compile(
    "sentiment|polarit|polaridad|stance|valence|opinion|attitude|tone|tonalit|mood|stimmung|haltung|"
    "sentim|duygu|тональн|настроен|情感|极性|感情|감성|감정",
    re.IGNORECASE,
)


def is_missing(value: object) -> bool:
    """Whether a value is none: None, a blank text, NaN, NaT or pandas' NA."""
    if isinstance(value, str):
        return not value or value.isspace()
    return _is_none(value)


def is_missing_cell(value: object, spellings: Collection[str] = SPELLINGS) -> bool:
    """Whether a cell of a table has no value: nothing is in it, or nothing but such a spelling."""
    if isinstance(value, str):
        if len(value) > _LONGEST_SPELLING:
            return value.isspace()
        return (bare := value.strip()) in spellings or not bare
    if type(value) in (int, float):
        return value in spellings or value != value
    return _is_none(value)


def missing_spellings(cells: Sequence[object]) -> frozenset[str]:
    """Return the spellings that mean a missing value among the classes or values of a column.

    They are all `SPELLINGS` but for two words where the column needs them: None, where there is but
    one other value and that is a word, as in yes and none, or where it is one of several classes
    that are written alike; and NA, among at least ten codes of two capital letters, as of
    countries.
    """
    counts = Counter(str(cell).strip() for cell in cells if not is_missing(cell))
    others = set(counts) - SPELLINGS - {"-1"}
    spellings = SPELLINGS
    if len(others) == 1 and not is_number(*others):
        spellings -= _NONE
    spellings -= {word for word in _NONE if _is_class(word, counts, others)}
    codes = [value for value in others if len(value) == 2 and value.isalpha() and value.isupper()]
    if len(codes) == len(others) >= _FEWEST_CODES:
        spellings -= {"NA"}
    return spellings


def unknown_labels(cells: Sequence[object], name: str = "") -> frozenset:
    """Return the `missing_spellings` of a column of labels, with "-1" where that is no label.

    It is none among names of classes and among whole numbers that are never smaller; but beside 1
    alone it is a class, and beside 0 and 1 where the name of the column says sentiment or the like.
    """
    spellings = missing_spellings(cells)
    counts = Counter(
        str(cell).strip().removesuffix(".0")
        for cell in cells
        if not is_missing_cell(cell, spellings)
    )
    others = counts.keys() - {"-1"}
    is_count = all(text.isdecimal() for text in others)
    is_names = not any(is_number(text) for text in others)
    is_class = others == {"1"} or (others == {"0", "1"} and _OF_SENTIMENTS.search(name))
    if counts["-1"] and others and (is_count or is_names) and not is_class:
        spellings |= {"-1", "-1.0", -1}
    return spellings


def doubtful_classes(cells: Iterable[object], unknown: Collection) -> list[str]:
    """Return labels that are classes in this column, and mean that there is none in others."""
    texts = {str(cell).strip().removesuffix(".0") for cell in cells if not is_missing(cell)}
    known = texts - set(unknown)
    are_sentiments = known in ({"-1", "1"}, {"-1", "0", "1"})
    return [*(["-1"] if are_sentiments else []), *sorted(known & _NONE if len(known) > 2 else [])]


def _is_class(word: str, counts: Counter[str], others: Collection[str]) -> bool:
    """Whether a spelling of None is one of several classes that are written as it is."""
    is_alike = all(
        other[:1].isupper() == word[0].isupper() and other.isupper() == word.isupper()
        for other in others
    )
    return (
        is_alike
        and _FEWEST_NONE <= counts[word] <= _MOST_NONE * counts.total()
        and len(others) in _CLASSES_WITH_NONE
        and not any(map(is_number, others))
    )


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
