"""Words ranked by what they say of each topic; those with a score of zero or less never show."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

Terms = Sequence[str] | np.ndarray
"""The word of each column of X."""


def relevance(parts: np.ndarray, term_shares: np.ndarray, weight: float) -> np.ndarray:
    """Weigh how much a topic uses a word against how much more than the whole corpus does.

    ``weight * log(p(word | topic)) + (1 - weight) * log(p(word | topic) / p(word))``, the relevance
    of LDAvis (Sievert and Shirley, 2014, equation 1), to the power of e so that no score is
    negative. The columns of `parts`, of shape (n_terms, n_topics) as the result, sum to 1;
    `term_shares` are each term's part of the whole corpus. It is zero where the word is not in the
    topic.
    """
    # A term in a topic is in the corpus; where its share is lost to rounding, its lift is huge.
    shares = np.maximum(np.asarray(term_shares, dtype=np.float64), np.finfo(float).tiny)
    return parts * shares[:, None] ** (weight - 1.0)


def top_words(
    term_weights: np.ndarray, terms: Terms, n_words: int = 8
) -> tuple[tuple[tuple[str, float], ...], ...]:
    """Return the words of highest weight in every topic, best first, with their weights.

    Of a phrase (*space shuttle*) and its words only one shows: the phrase, if its score is at least
    half that of its best word, else the words. Words of equal weight come in the order of the rows.

    `term_weights` are as `core.topics.topic_terms` returns them, of shape (n_terms, n_topics). The
    weights returned are parts of the topic's whole: over all terms, shown or not, they sum to 1.
    """
    parts = column_parts(term_weights)
    return tuple(
        tuple((str(terms[row]), float(own[row])) for row in best_rows(own, terms, n_words))
        for own in parts.T
    )


def best_rows(scores: np.ndarray, terms: Terms, n_words: int) -> list[int]:
    """Return the rows of a topic's best words, best first, a phrase or its words, never both."""
    n_looked_at = 3 * n_words  # A phrase hides few words, and most topics have few phrases.
    while True:
        rows = highest(scores, n_looked_at).tolist()
        row_of = {str(terms[row]): row for row in rows}
        hidden = set()
        for term, row in row_of.items():
            parts = [row_of[part] for part in _parts(term) if part in row_of]
            if parts:
                is_shown = 2 * scores[row] >= max(scores[part] for part in parts)
                hidden.update(parts if is_shown else [row])
        shown = [row for row in rows if row not in hidden]
        if len(shown) >= n_words or len(rows) < n_looked_at:
            return shown[:n_words]
        n_looked_at *= 2


def _parts(term):
    """Shorter runs of the words of a phrase, single words included."""
    words = term.split(" ")
    runs = itertools.combinations(range(len(words) + 1), 2)
    return [" ".join(words[start:end]) for start, end in runs if end - start < len(words)]


def column_parts(weights: ArrayLike) -> np.ndarray:
    """Scale every column of nonnegative weights to sum to 1; a column of zeros stays zero."""
    weights = np.asarray(weights, dtype=np.float64)
    # A power of two goes first, without rounding: a sum of huge weights would overflow, and one of
    # subnormal weights has no digits.
    _, exponents = np.frexp(weights.max(axis=0, initial=0.0))
    scaled = np.ldexp(weights, -exponents)
    totals = scaled.sum(axis=0)
    return scaled / np.where(totals > 0, totals, 1.0)


def highest(scores: np.ndarray, n_highest: int) -> np.ndarray:
    """Return the positions of the highest positive scores, highest first, ties in order."""
    candidates = np.flatnonzero(scores > 0)
    if 0 < n_highest < candidates.size:
        # Only what can win is sorted; a full sort of a large vocabulary for every topic would be
        # felt.
        cut = candidates.size - n_highest
        threshold = np.partition(scores[candidates], cut)[cut]
        candidates = candidates[scores[candidates] >= threshold]
    order = np.argsort(-scores[candidates], kind="stable")
    return candidates[order[:n_highest]]
