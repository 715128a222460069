"""In how many documents or windows words occur, alone and two together: sparse and exact.

A window is a run of neighbouring tokens of one document; windows move on by a token. Those with a
word come in intervals, one for each occurrence or for several close to each other, and only these
are kept: no window is ever looked at, and memory grows with the occurrences of the words asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse

from hiertopics.matrix_checks import Matrix, check_structure
from hiertopics.vectorizer.numbering import numbering

_AT_ONCE = 2**16  # Documents or intervals of words looked up at a time: what stays in the cache.
_TABLE = 2**26  # Bytes of the table of documents and words that documents are looked up in.


class Occurrences(NamedTuple):
    """How often words occur.

    Attributes
    ----------
    n_windows : int
        Documents or windows in all.
    alone : ndarray of int, shape (n_words,)
        Those with each word.
    together : ndarray of int, shape (n_pairs,)
        Those with both words of each pair.
    """

    n_windows: int
    alone: np.ndarray
    together: np.ndarray


class Tokens(NamedTuple):
    """The tokens of texts, in order, as numbers.

    Attributes
    ----------
    words : sequence of str
        The token that each number stands for; several numbers may stand for one.
    blocks : iterable of (ndarray of int, ndarray of int)
        Tokens of some documents at a time, which can be gone through again and again: document i of
        a block has ``ids[ends[i]:ends[i + 1]]``. A `hiertopics.vectorizer.stream.TokenStream`, say.
    """

    words: Sequence[str]
    blocks: Iterable[tuple[np.ndarray, np.ndarray]]


class _Intervals(NamedTuple):
    """Windows ``begin[i]`` to ``until[i] - 1``, for word w those from ``first[w]`` on, disjoint.

    Up to interval i there are ``covered[i]`` windows with their words, each word counted by itself.
    """

    n_windows: int
    first: np.ndarray
    begin: np.ndarray
    until: np.ndarray
    covered: np.ndarray


def tokens_of(texts: Iterable[Sequence[str]]) -> Tokens:
    """Number the tokens of tokenized texts.

    Parameters
    ----------
    texts : iterable of sequences of str

    Returns
    -------
    Tokens
    """
    number_of, ids, ends = numbering(), [], [0]
    for text in texts:
        ids.append(np.fromiter(map(number_of.__getitem__, text), np.int32, len(text)))
        ends.append(ends[-1] + len(text))
    joined = np.concatenate(ids) if ids else np.empty(0, np.int32)
    return Tokens(list(number_of), [(joined, np.array(ends))])


def count_in_documents(X: Matrix, columns: np.ndarray, pairs: np.ndarray) -> Occurrences:
    """Count the documents with words, and with both words of pairs.

    Parameters
    ----------
    X : array or sparse matrix of shape (n_docs, n_terms)
        Counts, weights or presence; a document has the terms that are not zero.
    columns : ndarray of int, shape (n_words,)
        The column of each word, -1 where it has none.
    pairs : ndarray of int, shape (2, n_pairs)
        Numbers of words.

    Returns
    -------
    Occurrences
    """
    check_structure("X", X)
    known = np.flatnonzero(columns >= 0)
    whole: Any = sparse.csr_array(X) if sparse.issparse(X) else np.asarray(X)
    own = sparse.coo_array(whole[:, columns[known]])
    there = own.data != 0
    return _of_documents(own.row[there], known[own.col[there]], (own.shape[0], len(columns)), pairs)


def count_in_windows(
    tokens: Tokens,
    words: Sequence[str],
    pairs: np.ndarray,
    window: int | None = None,
    as_gensim: bool = False,
) -> Occurrences:
    """Count the windows with words, and with both words of pairs.

    Parameters
    ----------
    tokens : Tokens
    words : sequence of str
        Distinct. One with blanks that is no token itself occurs where its parts follow one another.
    pairs : ndarray of int, shape (2, n_pairs)
        Positions in `words`.
    window : int, optional
        Tokens in a window; a document that has no more is one window. By default every document is
        one.
    as_gensim : bool, default=False
        Count as gensim does: as a window moves past a token it loses that word, even where it has
        the word once more, until the word comes into it again.

    Returns
    -------
    Occurrences
    """
    find = _Finder(tokens.words, words)
    if window is None:
        return _of_documents(*_documents_with(tokens, find, len(words)), pairs)
    parts, n_windows = [], 0
    for ids, ends in tokens.blocks:
        n_starts = np.maximum(np.diff(ends) - window + 1, 1)
        before = n_windows + np.cumsum(n_starts) - n_starts
        word, begin, until, document = _covered(*find(ids, ends), ends, window, as_gensim)
        until = np.minimum(until, n_starts[document])
        kept = until > begin
        shift = before[document[kept]]
        parts.append((word[kept], begin[kept] + shift, until[kept] + shift))
        n_windows += int(n_starts.sum())
    word, begin, until = map(np.concatenate, zip(*parts, strict=True))
    order = np.argsort(word, kind="stable")
    intervals = _joined(n_windows, len(words), word[order], begin[order], until[order])
    alone = np.diff(intervals.covered[intervals.first])
    return Occurrences(n_windows, alone, _shared(intervals, pairs))


class _Finder:
    """Where words occur in the tokens of a block; phrases are looked for by their parts."""

    def __init__(self, tokens: Sequence[str], words: Sequence[str]):
        numbers: dict[str, list[int]] = {}
        number_of = {word: number for number, word in enumerate(words)}
        parts = {part for word in words if " " in word for part in word.split(" ")}
        wanted = parts.union(number_of)
        for token, name in [each for each in enumerate(tokens) if each[1] in wanted]:
            numbers.setdefault(name, []).append(token)
        # The fewer bits a number has, the faster many are sorted.
        self._word_of = np.full(len(tokens), -1, np.min_scalar_type(-len(words) - 1))
        for name, own in numbers.items():
            self._word_of[own] = number_of.get(name, -1)
        self._parts = np.zeros(len(tokens), bool)
        self._phrases: list[tuple[int, list[list[int]]]] = []
        for word, number in number_of.items():
            split = word.split(" ")
            if len(split) > 1 and word not in numbers and all(part in numbers for part in split):
                self._phrases.append((number, [numbers[part] for part in split]))
                self._parts[[token for part in split for token in numbers[part]]] = True

    def __call__(
        self, ids: np.ndarray, ends: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Word, first and last token of every occurrence, in order of words, then of places."""
        own = self._word_of[ids]
        first = np.flatnonzero(own >= 0)
        found = [(own[first], first, first), *self._runs(ids, ends)]
        word, first, last = map(np.concatenate, zip(*found, strict=True))
        order = np.argsort(word, kind="stable")
        return word[order].astype(np.int64), first[order], last[order]

    def _runs(self, ids, ends) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        if not self._phrases:
            return
        places = np.flatnonzero(self._parts[ids])
        order = np.argsort(ids[places], kind="stable")
        places, sorted_ids = places[order], ids[places][order]

        def where(tokens):
            cuts = [np.searchsorted(sorted_ids, [token, token + 1]) for token in tokens]
            return np.sort(np.concatenate([places[start:stop] for start, stop in cuts]))

        for number, parts in self._phrases:
            starts = where(parts[0])
            for offset, tokens in enumerate(parts[1:], 1):
                starts = np.intersect1d(starts, where(tokens) - offset, assume_unique=True)
            last = starts + len(parts) - 1
            inside = np.searchsorted(ends, starts, "right") == np.searchsorted(ends, last, "right")
            starts, last = starts[inside], last[inside]
            yield np.full(starts.size, number, self._word_of.dtype), starts, last


def _covered(word, first, last, ends, length, as_gensim):
    """For every occurrence the windows that have it, counted in its document, and the document."""
    fits = last - first < length
    word, first, last = word[fits], first[fits], last[fits]
    document = np.searchsorted(ends, first, side="right") - 1
    offset = ends[document]
    begin = np.maximum(last - offset - length + 1, 0)
    if as_gensim:
        # The window at `begin` loses the word when it moves past the first one that it has.
        size = int(ends[-1]) + 1
        first = first[np.searchsorted(word * size + first, word * size + offset + begin)]
    return word, begin, first - offset + 1, document


def _joined(n_windows, n_words, word, begin, until) -> _Intervals:
    """Sorted intervals of words, those that touch or overlap as one."""
    begins = np.ones(word.size, bool)
    begins[1:] = (word[1:] != word[:-1]) | (begin[1:] > until[:-1])
    starts = np.flatnonzero(begins)
    ends = np.append(starts[1:], word.size) - 1
    first = np.searchsorted(word[starts], np.arange(n_words + 1))
    begin, until = begin[starts], until[ends[: starts.size]]
    covered = np.concatenate([[0], np.cumsum(until - begin)])
    return _Intervals(n_windows, first, begin, until, covered)


def _documents_with(
    tokens: Tokens, find: _Finder, n_words: int
) -> tuple[np.ndarray, np.ndarray, tuple[int, int]]:
    """Documents and words that meet, and how many there are of both."""
    documents, words, n_docs = [], [], 0
    for ids, ends in tokens.blocks:
        word, first, _ = find(ids, ends)
        documents.append(n_docs + np.searchsorted(ends, first, side="right") - 1)
        words.append(word)
        n_docs += len(ends) - 1
    return np.concatenate(documents), np.concatenate(words), (n_docs, n_words)


def _of_documents(
    documents: np.ndarray, words: np.ndarray, shape: tuple[int, int], pairs: np.ndarray
) -> Occurrences:
    """Occurrences in documents, given the documents and words that meet, repeats included."""
    held = sparse.coo_array((np.ones(words.size, bool), (documents, words)), shape).tocsr()
    alone = np.bincount(held.indices, minlength=shape[1])
    together = np.zeros(pairs.shape[1], np.int64)
    n_at_once = max(1, _TABLE // max(1, shape[1]))
    for start in range(0, shape[0], n_at_once):
        part = held[start : start + n_at_once]
        table = np.zeros(part.shape[::-1], bool)
        columns = part.tocsc()
        rows = columns.indices
        table[np.repeat(np.arange(shape[1]), np.diff(columns.indptr)), rows] = True
        together += _sums_over_rarer(
            columns.indptr, pairs, lambda other, own, t=table, r=rows: t[other, r[own]]
        )
    return Occurrences(shape[0], alone, together)


def _shared(intervals: _Intervals, pairs: np.ndarray) -> np.ndarray:
    """Windows with both words of each pair: those that their intervals share."""
    # The words one behind the other on a line: what is covered up to a place grows by one for each
    # window within an interval and not between them, exactly in float64 up to 2**53.
    size = intervals.n_windows + 1
    start = np.repeat(np.arange(len(intervals.first) - 1), np.diff(intervals.first)) * size
    places = np.stack([start + intervals.begin, start + intervals.until], axis=1).ravel()
    covered = np.stack([intervals.covered[:-1], intervals.covered[1:]], axis=1).ravel()
    line = np.append([-1.0], places), np.append([0.0], covered)

    def shared(other, own):
        start = other * size
        until = np.interp(start + intervals.until[own], *line)
        return until - np.interp(start + intervals.begin[own], *line)

    return _sums_over_rarer(intervals.first, pairs, shared)


def _sums_over_rarer(first: np.ndarray, pairs: np.ndarray, shared: Callable) -> np.ndarray:
    """Sum over the entries of the rarer word of each pair what they share with the other word.

    Word w has the entries from ``first[w]`` on; ``shared(other, own)`` is asked for the number of
    the other word and for the entry, a long array of each.
    """
    counts = np.diff(first)
    rarer, other = np.where(counts[pairs[0]] > counts[pairs[1]], pairs[::-1], pairs)
    sums = np.zeros(pairs.shape[1], np.int64)
    part = np.cumsum(counts[rarer]) // _AT_ONCE
    for at_once in np.split(np.arange(rarer.size), np.flatnonzero(np.diff(part)) + 1):
        sizes = counts[rarer[at_once]]
        until = np.cumsum(sizes)
        own = np.repeat(first[rarer[at_once]] - until + sizes, sizes) + np.arange(sizes.sum())
        total = np.cumsum(shared(np.repeat(other[at_once], sizes), own), dtype=np.int64)
        total = np.concatenate([[0], total])
        sums[at_once] = total[until] - total[until - sizes]
    return sums
