"""Cut texts of languages without blanks into words: Chinese, Japanese, Thai, Lao, Khmer, Burmese.

ICU has dictionaries for all of them. What it finds of Japanese is mended by `japanese`, and Chinese
is cut by `chinese`.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from hiertopics.errors import ReadingWarning
from hiertopics.vectorizer import chinese, japanese

if TYPE_CHECKING:
    from scipy import sparse

HAN = "々〆〇㐀-䶿一-鿿\uf900-\ufaff\U00020000-\U0003ffff"
"""Body of a regular-expression set: characters of which one can be a word."""

# Without the digits of these scripts.
_KANA_LETTERS = "ぁ-ゟ゠-ヿㇰ-ㇿ"
_OTHER_LETTERS = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ecd\u0edc-\u0edf\u1000-\u103f\u1050-\u108f\u1780-\u17dd"
)
_FEW = 0.05  # Of the documents, of which nothing is said.
UNSPACED = re.compile(f"[{HAN}{_KANA_LETTERS}{_OTHER_LETTERS}]+")
"""A run of characters without blanks between words."""
_HAN_RUN, _OTHER_RUN = re.compile(f"[{HAN}]+"), re.compile(f"[{_OTHER_LETTERS}]+")
_KANA = re.compile(f"[{_KANA_LETTERS}]")


@cache
def breaker():
    """The class that finds the words of a run, or None where its library is not installed."""
    try:
        # Imported here: it loads 30 MB, and most corpora never need it.
        from icu4py.breakers import WordBreaker
    except ImportError:
        return None
    return WordBreaker


def with_blanks(text: str) -> str:
    """Text with a blank on both sides of each word of these languages.

    Chinese needs no library. Without it, all other runs between marks, blanks and other letters
    are taken for a word.
    """
    if _KANA.search(text) is None:
        return _OTHER_RUN.sub(_others, _HAN_RUN.sub(_chinese, text))
    if breaker() is None:
        return UNSPACED.sub(r" \g<0> ", text)
    # ICU takes no half characters.
    found = found_by_icu(text.encode("utf-8", "replace").decode("utf-8"))
    words = japanese.words(found, found_by_icu)
    return "".join([f" {word} " if UNSPACED.match(word) else word for word in words])


def _chinese(run: re.Match) -> str:
    if chinese.is_known(run[0]):
        words = chinese.cut(run[0])
    elif breaker() is not None:
        words = found_by_icu(run[0])
    else:
        words = [run[0]]
    return f" {' '.join(words)} "


def _others(run: re.Match) -> str:
    return f" {run[0] if breaker() is None else ' '.join(found_by_icu(run[0]))} "


def found_by_icu(text: str) -> list[str]:
    """Words of a text that ICU finds, in order, and what is between them."""
    return [*breaker()(text, "en")]


def is_clause(word: str) -> bool:
    """Whether a word may be a clause that is not cut, for want of the library."""
    return len(word) > 1 and UNSPACED.match(word) is not None and not chinese.is_known(word)


def warn_of_clauses(words: Sequence[str], counts: sparse.csr_matrix) -> None:
    """Warn where words of many documents are clauses, for want of the library.

    The words are those of the columns of `counts` (n_docs, n_words).
    """
    if breaker() is not None:
        return
    is_run = np.fromiter(map(is_clause, words), bool, len(words))
    n_docs = int(np.count_nonzero(counts @ is_run.astype(np.int32)))
    if n_docs > _FEW * counts.shape[0]:
        warnings.warn(
            f"{n_docs:,} documents are written without blanks between words, and their clauses are "
            "taken for words; pip install 'hiertopics[languages]' installs what divides them",
            ReadingWarning,
            stacklevel=4,
        )
