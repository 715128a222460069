"""Numbered words in, counts per document out, a block of documents at a time.

Everything (stop words, stems, n-grams) is arithmetic on the words' numbers, and only the terms that
stay get their names put together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from scipy import sparse

from hiertopics.vectorizer.stream import TokenStream, numbering


class Grams(NamedTuple):
    """All n-grams of one length in a corpus.

    `codes` (n_forms,), sorted, are the forms' numbers: of its first n-1 words the place among the
    shorter ones, times the number of words, plus its last word. `parts` (n_forms, n) are the words
    of a form, `totals` (n_forms,) how often it occurs, `groups` (n_forms,) what it is counted as:
    itself, or the n-gram of its words' stems.
    """

    codes: np.ndarray
    parts: np.ndarray
    totals: np.ndarray
    groups: np.ndarray
    n_groups: int

    def names(self, words: Sequence[str], forms: np.ndarray) -> list[str]:
        """Words of these forms, joined by spaces."""
        columns = [[words[i] for i in part] for part in self.parts[forms].T.tolist()]
        return columns[0] if len(columns) == 1 else list(map(" ".join, zip(*columns, strict=True)))


class Term(NamedTuple):
    """A group of n-grams under the name that people see; `length` is its place in `grams`."""

    name: str
    length: int
    group: int
    key: str


class GramCounter:
    """N-grams of a corpus, over what is left without the stopped words.

    Parameters
    ----------
    stream : TokenStream
    stopped : bool ndarray (n_words,)
        True for words to leave out.
    keys : sequence of str (n_words,)
        What each word is counted as: words with one key, such as their stem, count as one.
    ngram_range : (int, int)

    Attributes
    ----------
    grams : list of Grams
        One for each length in the range.
    stream, stopped
        As given.
    """

    def __init__(
        self,
        stream: TokenStream,
        stopped: np.ndarray,
        keys: Sequence[str],
        ngram_range: tuple[int, int],
    ):
        self.stream = stream
        self.stopped = stopped
        self._keys = keys
        self._n_words = len(stream.words)
        self._shortest = ngram_range[0]
        self._grams: list[Grams] = []
        for _ in range(ngram_range[1]):
            self._grams.append(self._words(keys) if not self._grams else self._longer())
        self.grams = self._grams[self._shortest - 1 :]

    def doc_frequencies(self) -> list[np.ndarray]:
        """In how many documents each group occurs, for each length."""
        found = [np.zeros(gram.n_groups, np.int64) for gram in self.grams]
        for n_docs, positions in self._blocks():
            for gram, (rows, forms), frequency in zip(self.grams, positions, found, strict=True):
                groups = gram.groups[forms]
                counts = _count(rows, groups, (n_docs, gram.n_groups))
                frequency += np.bincount(counts.indices, minlength=gram.n_groups)
        return found

    def named(self, kept: Sequence[np.ndarray]) -> list[Term]:
        """Terms for the groups where a mask is True, one mask per length, in alphabetical order.

        The name is the commonest surface form, the first in the alphabet among equals; the key is
        made of the words' keys.
        """
        named: dict[tuple[int, int], Term] = {}
        for length, (gram, mask) in enumerate(zip(self.grams, kept, strict=True)):
            most = np.zeros(gram.n_groups, np.int64)
            np.maximum.at(most, gram.groups, gram.totals)
            is_commonest = (gram.totals == most[gram.groups]) & (gram.totals > 0)
            forms = np.flatnonzero(mask[gram.groups] & is_commonest)
            names = keys = gram.names(self.stream.words, forms)
            if self._keys is not self.stream.words:
                keys = gram.names(self._keys, forms)
            for group, name, key in zip(gram.groups[forms].tolist(), names, keys, strict=True):
                known = named.get((length, group))
                if known is None or name < known.name:
                    named[length, group] = Term(name, length, group, key)
        return sorted(named.values())

    def totals(self, terms: Sequence[Term]) -> np.ndarray:
        """How often each term occurs."""
        of_groups = [
            np.bincount(gram.groups, gram.totals, gram.n_groups).astype(np.int64)
            for gram in self.grams
        ]
        return np.array([of_groups[term.length][term.group] for term in terms])

    def columns_of_terms(self, terms: Sequence[Term]) -> list[np.ndarray]:
        """For each length the column of each form, if terms are columns; -1 for none."""
        columns = [np.full(gram.n_groups, -1) for gram in self.grams]
        for column, term in enumerate(terms):
            columns[term.length][term.group] = column
        return [of[gram.groups] for of, gram in zip(columns, self.grams, strict=True)]

    def columns_of_names(self, column_of: dict[str, int]) -> list[np.ndarray]:
        """For each length the column of each form by its key; -1 for none."""
        columns = []
        for gram in self.grams:
            names = gram.names(self._keys, np.arange(len(gram.parts)))
            columns.append(np.array([column_of.get(name, -1) for name in names], np.int64))
        return columns

    def counts(self, columns: Sequence[np.ndarray], n_columns: int) -> Iterator[sparse.csr_matrix]:
        """How often the terms occur, for a block of documents after the other.

        Parameters
        ----------
        columns : sequence of int ndarray (n_forms,)
            For each length the column of each form, -1 for none.
        n_columns : int

        Yields
        ------
        csr_matrix (n_docs_of_block, n_columns) of int
            With sorted indices.
        """
        for n_docs, positions in self._blocks():
            rows, terms = [], []
            for (row, form), column in zip(positions, columns, strict=True):
                term = column[form]
                kept = np.flatnonzero(term >= 0)
                rows.append(row[kept])
                terms.append(term[kept])
            rows, terms = np.concatenate(rows), np.concatenate(terms)
            if len(columns) > 1:
                order = np.argsort(rows, kind="stable")
                rows, terms = rows[order], terms[order]
            yield _count(rows, terms, (n_docs, n_columns))

    def _blocks(self):
        """For each block its number of documents, and for each length (rows, forms)."""
        for ids, ends in self.stream:
            rows, ids = self._left(ids, ends)
            places = list(self._places(rows, ids, self._grams))
            yield len(ends) - 1, [(rows[at], forms) for at, forms in places[self._shortest - 1 :]]

    def _left(self, ids: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        rows = np.repeat(np.arange(len(ends) - 1, dtype=np.int32), np.diff(ends))
        left = np.flatnonzero(~self.stopped[ids])  # to index twice by a mask would take longer
        return rows[left], ids[left]

    def _places(self, rows, ids, grams) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Where n-grams of each length start in a block, and which forms they are."""
        starts, forms = np.arange(len(ids)), ids
        yield starts, forms
        for gram in grams[1:]:
            starts, codes = self._longer_codes(rows, ids, starts, forms, gram.parts.shape[1])
            forms = np.searchsorted(gram.codes, codes)
            yield starts, forms

    def _longer_codes(self, rows, ids, starts, forms, length) -> tuple[np.ndarray, np.ndarray]:
        last = starts + length - 1
        inside = last < len(ids)
        inside[inside] = rows[last[inside]] == rows[starts[inside]]
        codes = forms[inside].astype(np.int64) * self._n_words + ids[last[inside]]
        return starts[inside], codes

    def _words(self, keys: Sequence[str]) -> Grams:
        totals = self.stream.occurrences()
        totals[self.stopped] = 0
        number_of = numbering()
        groups = np.fromiter(map(number_of.__getitem__, keys), np.int64, self._n_words)
        codes = np.arange(self._n_words)
        return Grams(codes, codes[:, None], totals, groups, len(number_of))

    def _longer(self) -> Grams:
        shorter, words = self._grams[-1], self._grams[0]
        length = shorter.parts.shape[1] + 1
        codes, totals = np.empty(0, np.int64), np.empty(0, np.int64)
        for ids, ends in self.stream:
            rows, ids = self._left(ids, ends)
            *_, (starts, forms) = self._places(rows, ids, self._grams)
            _, found = self._longer_codes(rows, ids, starts, forms, length)
            codes, totals = add_counts(codes, totals, *np.unique(found, return_counts=True))
        head, tail = np.divmod(codes, max(self._n_words, 1))
        distinct, groups = np.unique(
            shorter.groups[head] * words.n_groups + words.groups[tail], return_inverse=True
        )
        parts = np.column_stack([shorter.parts[head], tail])
        return Grams(codes, parts, totals, groups, len(distinct))


def add_counts(
    codes: np.ndarray, totals: np.ndarray, more_codes: np.ndarray, more_totals: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Distinct codes of two tables, sorted, and the sums of their counts."""
    if not len(codes):
        return more_codes, more_totals
    both = np.concatenate([codes, more_codes])
    order = np.argsort(both, kind="stable")
    both = both[order]
    starts = np.flatnonzero(np.concatenate([[True], both[1:] != both[:-1]]))
    return both[starts], np.add.reduceat(np.concatenate([totals, more_totals])[order], starts)


def _count(rows: np.ndarray, terms: np.ndarray, shape: tuple[int, int]) -> sparse.csr_matrix:
    ends = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=shape[0]))])
    counts = sparse.csr_matrix((np.ones(len(rows), np.int32), terms, ends), shape=shape)
    counts = counts.tocsc().tocsr()  # which sorts by counting, sooner than sum_duplicates would
    counts.sum_duplicates()
    return counts


def word_counts(stream: TokenStream) -> Iterator[sparse.csr_matrix]:
    """How often each word occurs, (n_docs_of_block, n_words), for a block after the other."""
    for ids, ends in stream:
        rows = np.repeat(np.arange(len(ends) - 1, dtype=np.int32), np.diff(ends))
        yield _count(rows, ids, (len(ends) - 1, len(stream.words)))
