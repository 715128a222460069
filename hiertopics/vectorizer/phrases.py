"""Phrases: words that meet far more often than by chance, or that the user keeps together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from hiertopics.vectorizer.counts import Block
from hiertopics.vectorizer.stream import Step, TokenStream

MEASURES = ("likelihood", "pmi")

# Beyond this many pairs, those met only once are let go now and then: they could not become phrases
# unless all their other occurrences were still to come.
_MOST_PAIRS = 2**21


def find_phrases(
    stream: TokenStream,
    stopped: np.ndarray,
    measure: str = "likelihood",
    threshold: float | None = None,
) -> list[tuple[str, str]]:
    """Pairs of neighbouring words that meet far more often than by chance, the strongest first.

    They are measured by `likelihood_ratio`, or by `mutual_information` with "pmi", as nltk's
    collocations are: C. Manning, H. Schütze, Foundations of Statistical Natural Language
    Processing, 1999, chapter 5. The measure must be `threshold` at least, by default 6 for mutual
    information, and for the likelihood ratio 100, or 30 in corpora of less than 1,000 documents;
    and a pair must occur five times at least, or once in 2,000 documents if that is more. The
    stream is gone through once; words where `stopped` (n_words,) is True are part of no phrase.
    """
    score, *thresholds = _MEASURES[measure]
    least = thresholds[stream.n_docs >= _LARGE] if threshold is None else threshold
    min_count = max(5, stream.n_docs // 2000)
    totals, codes, counts = _pair_counts(stream, stopped, min_count)
    codes, counts = codes[counts >= min_count], counts[counts >= min_count]
    first, second = np.divmod(codes, max(len(stream.words), 1))
    scores = score(counts, totals[first], totals[second], totals.sum())
    found = [
        (-value, stream.words[i], stream.words[j])
        for value, i, j in zip(scores.tolist(), first.tolist(), second.tolist(), strict=True)
        if value >= least
    ]
    return [(one, other) for _, one, other in sorted(found)]


def likelihood_ratio(together, first, second, n_tokens) -> np.ndarray:
    """Dunning's log-likelihood ratio of pairs; negative for those that avoid each other.

    Words meet `together` times, and occur `first` and `second` times: int (n_pairs,).
    """
    together, first, second = (np.asarray(n, float) for n in (together, first, second))
    observed = np.stack(
        [together, first - together, second - together, n_tokens - first - second + together]
    )
    others, rest = n_tokens - first, n_tokens - second
    expected = np.stack([first * second, first * rest, others * second, others * rest]) / n_tokens
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(observed > 0, observed * np.log(observed / expected), 0.0)
    return np.where(together > expected[0], 2.0, -2.0) * terms.sum(axis=0)


def mutual_information(together, first, second, n_tokens) -> np.ndarray:
    """Pointwise mutual information of pairs, in bits; the parameters of `likelihood_ratio`."""
    first, second = np.asarray(first, float), np.asarray(second, float)
    return np.log2(together * (n_tokens / first / second))


# By name: the measure, and what a phrase has of it at least in a small corpus and in a large one,
# where the ratio of any pair grows with the number of its occurrences.
_MEASURES = {"likelihood": (likelihood_ratio, 30.0, 100.0), "pmi": (mutual_information, 6.0, 6.0)}
_LARGE = 1000


def join_phrases(
    stream: TokenStream, phrases: Iterable[Sequence[str]], beside: bool = False
) -> TokenStream:
    """Tokens with each phrase as one, its words joined by a blank; gone through once to count them.

    Phrases are of two words or more. Longer ones come before shorter ones, and of two that overlap
    the one that begins first. With `beside` the words stay where they are, behind the phrase.
    """
    phrases = list(dict.fromkeys(map(tuple, phrases)))
    parts = {word for phrase in phrases for word in phrase}
    number_of = {word: number for number, word in enumerate(stream.words) if word in parts}
    phrases = [phrase for phrase in phrases if number_of.keys() >= set(phrase)]
    if not phrases:
        return stream
    words = [*stream.words, *map(" ".join, phrases)]
    numbers = range(len(stream.words), len(words))
    return stream.then(words, _joins(phrases, numbers, number_of, beside), beside)


def joins_by_name(
    phrases: Sequence[Sequence[str]], number_of: dict[str, int], beside: bool
) -> list[Step]:
    """Steps that put phrases, as `join_phrases` takes them, into tokens of texts yet to be read.

    What `numbering` made, `number_of`, numbers the phrases and their words.
    """
    numbers = [number_of[" ".join(phrase)] for phrase in phrases]
    return _joins(phrases, numbers, number_of, beside)


def _joins(phrases, numbers: Iterable[int], number_of, beside: bool) -> list[Step]:
    """A step for each length of phrases, the longest first."""
    by_length: dict[int, list[tuple[list[int], int]]] = {}
    for phrase, number in zip(phrases, numbers, strict=True):
        parts = [number_of[word] for word in phrase]
        by_length.setdefault(len(parts), []).append((parts, number))
    return [_Join(by_length[length], beside) for length in sorted(by_length, reverse=True)]


class _Join:
    """One number in place of the numbers of a phrase's words, for phrases of one length."""

    def __init__(self, phrases: list[tuple[list[int], int]], beside: bool):
        parts = np.array([parts for parts, _ in phrases], np.int64)
        self._length = parts.shape[1]
        self._beside = beside
        # Pairs of a prefix and a word, prefix by prefix, are what a run of words is looked up in.
        self._steps = []
        prefixes = parts[:, 0]
        for column in range(1, self._length):
            codes, prefixes = np.unique(prefixes << 32 | parts[:, column], return_inverse=True)
            self._steps.append(codes)
        # Most words are in no phrase, and need not be looked up. The last stands for all above.
        self._begins, self._goes_on = np.zeros((2, parts.max() + 2), bool)
        self._begins[parts[:, 0]] = self._goes_on[parts[:, 1]] = True
        self._number = np.empty(len(phrases), np.int32)
        self._number[prefixes] = [number for _, number in phrases]

    def __call__(self, ids: np.ndarray, ends: np.ndarray) -> Block:
        """Tokens of a block with these phrases as one."""
        starts, found = self._occurrences(ids, ends)
        starts, found = self._without_overlap(starts, found)
        if not len(starts):
            return ids, ends
        if self._beside:
            before = np.zeros(len(ids) + 1, np.int64)
            before[starts + 1] = 1
            return np.insert(ids, starts, found), ends + np.cumsum(before)[ends]
        gone = np.zeros(len(ids), bool)
        for offset in range(1, self._length):
            gone[starts + offset] = True
        ids = ids.copy()
        ids[starts] = found
        until = np.concatenate([[0], np.cumsum(gone)])
        return ids[~gone], ends - until[ends]

    def _occurrences(self, ids, ends) -> tuple[np.ndarray, np.ndarray]:
        known = np.minimum(ids, len(self._begins) - 1)
        starts = np.flatnonzero(self._begins[known[:-1]] & self._goes_on[known[1:]])
        prefixes = ids[starts].astype(np.int64)
        document_ends = ends[np.searchsorted(ends, starts, side="right")]
        for offset, codes in enumerate(self._steps, 1):
            inside = starts + offset < document_ends
            document_ends = document_ends[inside]
            starts, prefixes = starts[inside], prefixes[inside]
            wanted = prefixes << 32 | ids[starts + offset]
            places = np.minimum(np.searchsorted(codes, wanted), len(codes) - 1)
            hit = codes[places] == wanted
            starts, prefixes, document_ends = starts[hit], places[hit], document_ends[hit]
        return starts, self._number[prefixes]

    def _without_overlap(self, starts, found) -> tuple[np.ndarray, np.ndarray]:
        if not np.any(np.diff(starts) < self._length):
            return starts, found
        kept, free = [], 0
        for position, start in enumerate(starts.tolist()):
            if start >= free:
                kept.append(position)
                free = start + self._length
        return starts[kept], found[kept]


def _pair_counts(stream: TokenStream, stopped: np.ndarray, min_count: int):
    """Occurrences of each word, and of each pair of neighbours that might be a phrase."""
    n_words = len(stream.words)
    totals = stream.occurrences()
    fit = ~stopped & (totals >= min_count)
    codes, counts = np.empty(0, np.int64), np.empty(0, np.int64)
    for ids, ends in stream:
        together = fit[ids[:-1]] & fit[ids[1:]] & (ids[:-1] != ids[1:])
        inner_ends = ends[1:-1]
        together[inner_ends[(inner_ends > 0) & (inner_ends < len(ids))] - 1] = False
        pairs = ids[:-1][together].astype(np.int64) * n_words + ids[1:][together]
        codes, counts = _add_counts(codes, counts, *np.unique(pairs, return_counts=True))
        if len(codes) > _MOST_PAIRS:
            codes, counts = codes[counts > 1], counts[counts > 1]
    return totals, codes, counts


def _add_counts(codes, totals, more_codes, more_totals) -> tuple[np.ndarray, np.ndarray]:
    """Distinct codes of two tables, sorted, and the sums of their counts; changes `totals`."""
    places = np.searchsorted(codes, more_codes)
    known = places < len(codes)
    known[known] = codes[places[known]] == more_codes[known]
    totals[places[known]] += more_totals[known]
    places, new = places[~known], ~known
    return np.insert(codes, places, more_codes[new]), np.insert(totals, places, more_totals[new])
