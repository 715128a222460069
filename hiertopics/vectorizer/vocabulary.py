"""Which of the counted words are kept, and what is said of them."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Integral
from typing import Literal

import numpy as np

from hiertopics.vectorizer.ngrams import GramCounter, Term

_N_EXAMPLES = 10
# From so many documents on, a term must be in one more of them than before.
_ONE_MORE_FROM = (100, 1000, *(3 * 10**digits for digits in range(4, 12)))


def document_limits(
    n_docs: int, min_df: Literal["auto"] | float, max_df: float
) -> tuple[float, float]:
    """Least and largest number of documents that a term may be in.

    Parameters
    ----------
    n_docs : int
    min_df, max_df
        As `hiertopics.vectorizer.vectorizer.TextVectorizer` takes them.
    """
    if min_df == "auto":
        least = 1 + sum(n_docs >= n for n in _ONE_MORE_FROM)
    else:
        least = min_df if isinstance(min_df, Integral) else min_df * n_docs
    if isinstance(max_df, Integral):
        return least, max_df
    return least, max(max_df * n_docs, least, 2)


def nothing_left(counter: GramCounter, vectorizer) -> str:
    """Why a TextVectorizer has no term left, and what to do."""
    tokens, n_stopped = counter.stream, int(counter.stopped.sum())
    n_words = len(tokens.words)
    documents = f"{tokens.n_docs:,} document{'s' * (tokens.n_docs != 1)}"
    if not n_words:
        return f"no words in {documents}: check that they hold text, or give another tokenizer"
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
    found_in: Sequence[np.ndarray],
    terms: Sequence[Term],
    limits: tuple[float, float],
    n_words: int,
) -> dict:
    """What became of the words, as JSON can hold it.

    Parameters
    ----------
    counter : GramCounter
    found_in : sequence of int ndarray (n_groups,)
        Documents with each group, for each length.
    terms : sequence of Term
        Those that were kept.
    limits : (float, float)
        Least and largest number of documents with a term.
    n_words : int
        How many of the counter's words, the first, stand in the texts; the others are phrases.
    """
    least, most = limits
    names = np.array(counter.stream.words, dtype=object)
    occurrences = counter.stream.occurrences()
    stopped = np.flatnonzero(counter.stopped & (occurrences > 0))
    kept = [np.zeros(len(n), bool) for n in found_in]
    for term in terms:
        kept[term.length][term.group] = True
    dropped = {"stop words": _examples(names[stopped], occurrences[stopped])}
    reasons = {
        "in too few documents": lambda n: (n > 0) & (n < least),
        "in too many documents": lambda n: n > most,
        "beyond max_terms": lambda n: (n >= max(least, 1)) & (n <= most),
    }
    for reason, is_so in reasons.items():
        examples, numbers = [], []
        for gram, n, keeps in zip(counter.grams, found_in, kept, strict=True):
            groups = is_so(n) & ~keeps
            # A few will do: names of all n-grams would take longer than everything else.
            forms = np.flatnonzero(groups[gram.groups] & (gram.totals > 0))
            shown = forms[np.argsort(-gram.totals[forms], kind="stable")[:_N_EXAMPLES]]
            examples += gram.names(counter.stream.words, shown)
            numbers += gram.totals[shown].tolist()
        n_dropped = sum(int(np.sum(is_so(n) & ~k)) for n, k in zip(found_in, kept, strict=True))
        if n_dropped:
            dropped[reason] = {**_examples(examples, np.array(numbers)), "terms": n_dropped}
    return {
        "n_tokens": int(occurrences[:n_words].sum()),
        "n_words": int(np.count_nonzero(occurrences[:n_words])),
        "n_terms": len(terms),
        "min_df": float(least),
        "max_df": float(most),
        "dropped": {reason: found for reason, found in dropped.items() if found["terms"]},
    }


def _examples(names: Sequence[str] | np.ndarray, occurrences: np.ndarray) -> dict:
    order = np.argsort(-occurrences, kind="stable")[:_N_EXAMPLES]
    return {"terms": len(names), "such_as": [names[i] for i in order.tolist()]}
