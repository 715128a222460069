"""Which of the counted words are kept, and what is said of them."""

from __future__ import annotations

from numbers import Integral
from typing import Literal

import numpy as np

from hiertopics.vectorizer.ngrams import GramCounter, Terms

_N_EXAMPLES = 10
# From so many documents on, a term must be in one more of them than before.
_ONE_MORE_FROM = (100, 1000, *(3 * 10**digits for digits in range(4, 12)))


def document_limits(
    n_docs: int,
    min_df: Literal["auto"] | float,
    max_df: Literal["auto"] | float,
    is_cleared: bool = True,
) -> tuple[float, float]:
    """Least and largest number of documents that a term may be in, by a TextVectorizer's limits.

    `is_cleared` says whether the stop words of the texts' language are out.
    """
    if min_df == "auto":
        least = 1 + sum(n_docs >= n for n in _ONE_MORE_FROM)
    else:
        least = min_df if isinstance(min_df, Integral) else min_df * n_docs
    if max_df == "auto":
        # Few documents are often long, and half of them have most of the words that matter.
        max_df = 1.0 if is_cleared and n_docs < _ONE_MORE_FROM[0] else 0.5
    if isinstance(max_df, Integral):
        return least, max_df
    return least, max(max_df * n_docs, least, 2)


def most_frequent(terms: Terms, counter: GramCounter, max_terms: int | None) -> Terms:
    """So many of the terms, those that occur most often."""
    if max_terms is None or max_terms >= len(terms.names):
        return terms
    occurrences = counter.occurrences()[terms.groups]
    # The very call scikit-learn makes, so that ties at the limit fall the same way.
    best = np.sort((-occurrences).argsort()[:max_terms])
    names, keys = ([column[i] for i in best] for column in (terms.names, terms.keys))
    return Terms(names, keys, terms.groups[best])


def nothing_left(counter: GramCounter, vectorizer) -> str:
    """Why a TextVectorizer has no term left, and what to do."""
    tokens, n_stopped = counter.stream, int(counter.stopped.sum())
    n_words = len(tokens.words)
    documents = f"{tokens.n_docs:,} document{'s' * (tokens.n_docs != 1)}"
    if not n_words:
        return (
            f"no words in {documents}: check that they hold text; --keep numbers, in Python "
            "keep=['numbers'], takes numbers for words"
        )
    start = f"no terms are left of {n_words:,} words in {documents}"
    if n_stopped == n_words:
        return f"{start}: all are stop words; give another language, or stop_words=None"
    return (
        f"{start}: {n_stopped:,} are stop words, and each of the others is in more than "
        f"{vectorizer.max_df_:g} documents (max_df={vectorizer.max_df!r}), which tells none apart, "
        f"or in fewer than {vectorizer.min_df_:g} (min_df={vectorizer.min_df!r}); give texts that "
        "differ, raise max_df or lower min_df"
    )


def report(
    counter: GramCounter,
    found_in: np.ndarray,
    terms: Terms,
    limits: tuple[float, float],
    n_words: int,
) -> dict:
    """What became of the words, as JSON can hold it.

    Documents with each group of n-grams are `found_in` (n_groups,), `terms` those that were kept,
    `limits` the least and largest number of documents with a term. The first `n_words` of the
    counter's words are in the texts; the others are phrases.
    """
    least, most = limits
    occurrences = counter.stream.occurrences()
    stopped = np.flatnonzero(counter.stopped & (occurrences > 0))
    shown = stopped[_commonest(occurrences[stopped])].tolist()
    such_as = [counter.stream.words[i] for i in shown]
    dropped = {"stop words": {"terms": len(stopped), "such_as": such_as}}
    is_left = np.ones(len(found_in), bool)
    is_left[terms.groups] = False
    for reason, is_so in {
        "in too few documents": (found_in > 0) & (found_in < least),
        "in too many documents": found_in > most,
        "beyond max_terms": (found_in >= max(least, 1)) & (found_in <= most),
    }.items():
        groups = is_so & is_left
        forms = np.flatnonzero(groups[counter.groups] & (counter.totals > 0))
        # A few will do: names of all n-grams would take longer than everything else.
        forms = forms[_commonest(counter.totals[forms])]
        such_as = counter.joined(counter.stream.words, forms)
        dropped[reason] = {"terms": int(groups.sum()), "such_as": such_as}
    return {
        "n_tokens": int(occurrences[:n_words].sum()),
        "n_words": int(np.count_nonzero(occurrences[:n_words])),
        "n_terms": len(terms.names),
        "min_df": float(least),
        "max_df": float(most),
        "dropped": {reason: found for reason, found in dropped.items() if found["terms"]},
    }


def _commonest(occurrences: np.ndarray) -> np.ndarray:
    """Places of the largest numbers, of equal ones the first."""
    return np.argsort(-occurrences, kind="stable")[:_N_EXAMPLES]
