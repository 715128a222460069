"""Counts of words and n-grams, of stems too, and of which the terms are chosen.

Everything (stop words, stems, n-grams) is arithmetic on the words' numbers, and only the terms that
stay get their names put together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from scipy import sparse

from hiertopics.vectorizer.counts import (
    Block,
    column_sums,
    count_tokens,
    ends_of,
    renamed,
    row_blocks,
)
from hiertopics.vectorizer.stream import TokenStream, numbering


class Grams(NamedTuple):
    """All n-grams of one length in a corpus.

    `codes` (n_forms,), sorted, are the forms' numbers: of its first n-1 words the place among the
    shorter ones, times the number of words, plus its last word. `parts` (n_forms, n) are the words
    of a form. `counts`, side by side (n_docs, n_forms), is how often each document has it, `totals`
    (n_forms,) how often the corpus, 0 for a stop word. `groups` (n_forms,) is what a form is
    counted as: itself, or the n-gram of its words' stems.
    """

    codes: np.ndarray
    parts: np.ndarray
    counts: tuple[sparse.csr_matrix, ...]
    totals: np.ndarray
    groups: np.ndarray
    n_groups: int

    def names(self, words: Sequence[str], forms: np.ndarray) -> list[str]:
        """Words of these forms, joined by spaces."""
        columns = [[words[i] for i in part] for part in self.parts[forms].T.tolist()]
        return columns[0] if len(columns) == 1 else list(map(" ".join, zip(*columns, strict=True)))

    def doc_frequencies(self) -> np.ndarray:
        """In how many documents each group occurs, int (n_groups,)."""
        found = np.zeros(self.n_groups + 1, np.int64)  # The last is that of stop words.
        groups = np.where(self.totals > 0, self.groups, self.n_groups)
        for counts in row_blocks(*self.counts):
            if self.n_groups < len(groups):
                counts = renamed(counts, groups, self.n_groups + 1)
                found += np.bincount(counts.indices, minlength=len(found))
            else:
                found += np.bincount(groups[counts.indices], minlength=len(found))
        return found[:-1]


class Term(NamedTuple):
    """A group of n-grams under the name that people see; `length` is its place in `grams`."""

    name: str
    length: int
    group: int
    key: str


class GramCounter:
    """N-grams of a corpus, of the words that are left without the stop words.

    Parameters
    ----------
    stream : TokenStream
        Gone through twice for each length above 1.
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
        self._grams = [_words(stream, stopped, keys)]
        while len(self._grams) < ngram_range[1]:
            self._grams.append(self._longer())
        self.grams = self._grams[ngram_range[0] - 1 :]

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
        return [
            np.where(gram.totals > 0, of[gram.groups], -1)
            for of, gram in zip(columns, self.grams, strict=True)
        ]

    def columns_of_names(self, column_of: dict[str, int]) -> list[np.ndarray]:
        """For each length the column of each form by its key; -1 for none."""
        columns = []
        for gram in self.grams:
            names = gram.names(self._keys, np.arange(len(gram.parts)))
            found = np.array([column_of.get(name, -1) for name in names], np.int64)
            columns.append(np.where(gram.totals > 0, found, -1))
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
        column_of = np.concatenate(columns).astype(np.int32)
        for block in row_blocks(*(counts for gram in self.grams for counts in gram.counts)):
            yield renamed(block, column_of, n_columns)

    def _longer(self) -> Grams:
        """N-grams one word longer than the longest known."""
        shorter, words = self._grams[-1], self._grams[0]
        codes = np.empty(0, np.int64)
        for found, _ in map(self._codes, self.stream):
            codes = np.union1d(codes, found)
        counts = count_tokens(
            (np.searchsorted(codes, found), ends) for found, ends in map(self._codes, self.stream)
        )
        counts.resize(self.stream.n_docs, len(codes))
        head, tail = np.divmod(codes, max(len(self.stream.words), 1))
        distinct, groups = np.unique(
            shorter.groups[head] * words.n_groups + words.groups[tail], return_inverse=True
        )
        parts = np.column_stack([shorter.parts[head], tail])
        return Grams(codes, parts, (counts,), column_sums(counts), groups, len(distinct))

    def _codes(self, block: Block) -> Block:
        """Codes of the n-grams one word longer than the longest known, as a block of tokens."""
        ids, ends = block
        left = np.flatnonzero(~self.stopped[ids])
        rows, ids = np.repeat(np.arange(len(ends) - 1), np.diff(ends))[left], ids[left]
        starts, codes = np.arange(len(ids)), ids.astype(np.int64)
        for length, gram in enumerate(self._grams, 1):
            forms = np.searchsorted(gram.codes, codes)
            last = starts + length
            inside = last < len(ids)
            inside[inside] = rows[last[inside]] == rows[starts[inside]]
            starts, codes = starts[inside], forms[inside] * len(self.stream.words)
            codes += ids[starts + length]
        return codes, ends_of(np.bincount(rows[starts], minlength=len(ends) - 1))


def _words(stream: TokenStream, stopped: np.ndarray, keys: Sequence[str]) -> Grams:
    totals = stream.occurrences()
    totals[stopped] = 0
    number_of = numbering()
    groups = np.fromiter(map(number_of.__getitem__, keys), np.int64, len(keys))
    codes = np.arange(len(keys))
    return Grams(codes, codes[:, None], stream.counts, totals, groups, len(number_of))
