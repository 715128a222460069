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
    Counts,
    column_sums,
    count_tokens,
    ends_of,
    renamed,
    row_blocks,
)
from hiertopics.vectorizer.numbering import numbering
from hiertopics.vectorizer.stream import TokenStream


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
    counts: tuple[Counts, ...]
    totals: np.ndarray
    groups: np.ndarray
    n_groups: int


class Terms(NamedTuple):
    """Groups (n_terms,) under the names that people see; a key is made of the keys of the words."""

    names: list[str]
    keys: list[str]
    groups: np.ndarray


class GramCounter:
    """N-grams of a corpus, of the words that are left without the stop words.

    The stream is gone through twice for each length above 1. Words are left out where `stopped`
    (n_words,) is True; those with one key (n_words,), such as their stem, count as one. `groups`
    and `totals` (n_forms,) are those of `Grams`, of all lengths in the range one after the other;
    no two lengths share one of the `n_groups`.
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
        self._wanted = self._grams[ngram_range[0] - 1 :]
        self.n_groups, groups = 0, []
        for gram in self._wanted:
            groups.append(gram.groups + self.n_groups)
            self.n_groups += gram.n_groups
        self.groups = np.concatenate(groups)
        self.totals = np.concatenate([gram.totals for gram in self._wanted])

    def doc_frequencies(self) -> np.ndarray:
        """In how many documents each group occurs, int (n_groups,)."""
        found = np.zeros(self.n_groups + 1, np.int64)  # The last is that of stop words.
        groups = np.where(self.totals > 0, self.groups, self.n_groups)
        for counts in self._blocks():
            if self.n_groups < len(groups):
                places = renamed(counts, groups, self.n_groups + 1).indices
            else:
                places = groups[counts.indices]
            found += np.bincount(places, minlength=len(found))
        return found[:-1]

    def named(self, kept: np.ndarray) -> Terms:
        """Terms for the groups where a mask (n_groups,) is True, in alphabetical order.

        The name is the commonest surface form, the first in the alphabet among equals.
        """
        most = np.zeros(self.n_groups, np.int64)
        np.maximum.at(most, self.groups, self.totals)
        is_commonest = (self.totals == most[self.groups]) & (self.totals > 0)
        forms = np.flatnonzero(kept[self.groups] & is_commonest)
        names = keys = self.joined(self.stream.words, forms)
        if self._keys is not self.stream.words:
            keys = self.joined(self._keys, forms)
        order = np.array(sorted(range(len(names)), key=names.__getitem__), np.intp)
        groups = self.groups[forms[order]]
        _, first = np.unique(groups, return_index=True)
        first.sort()
        chosen = order[first].tolist()
        return Terms([names[i] for i in chosen], [keys[i] for i in chosen], groups[first])

    def joined(self, words: Sequence[str], forms: np.ndarray) -> list[str]:
        """Of each word of these forms what `words` (n_words,) has for it, joined by spaces."""
        joined, start = np.empty(len(forms), object), 0
        for gram in self._wanted:
            here = (forms >= start) & (forms < start + len(gram.parts))
            parts = gram.parts[forms[here] - start].T.tolist()
            found = [[words[i] for i in part] for part in parts]
            joined[here] = list(map(" ".join, zip(*found, strict=True)))
            start += len(gram.parts)
        return joined.tolist()

    def occurrences(self) -> np.ndarray:
        """How often each group occurs, int (n_groups,)."""
        return np.bincount(self.groups, self.totals, self.n_groups).astype(np.int64)

    def columns_of_terms(self, terms: Terms) -> np.ndarray:
        """Column of each form, if terms are columns, int (n_forms,); -1 for none."""
        columns = np.full(self.n_groups, -1)
        columns[terms.groups] = np.arange(len(terms.groups))
        return np.where(self.totals > 0, columns[self.groups], -1)

    def columns_of_keys(self, column_of: dict[str, int]) -> np.ndarray:
        """Column of each form by its key, int (n_forms,); -1 for none."""
        keys = self.joined(self._keys, np.arange(len(self.groups)))
        columns = np.array([column_of.get(key, -1) for key in keys], np.int64)
        return np.where(self.totals > 0, columns, -1)

    def counts(self, columns: np.ndarray, n_columns: int) -> Iterator[sparse.csr_matrix]:
        """How often the terms occur, int (n_docs_of_block, n_columns), some documents at a time.

        `columns` (n_forms,) is the column of each form, -1 for none. Indices are sorted.
        """
        for block in self._blocks():
            yield renamed(block, columns.astype(np.int32), n_columns)

    def _blocks(self) -> Iterator[sparse.csr_matrix]:
        return row_blocks(*(counts for gram in self._wanted for counts in gram.counts))

    def _longer(self) -> Grams:
        """N-grams one word longer than the longest known."""
        shorter, words = self._grams[-1], self._grams[0]
        codes = np.empty(0, np.int64)
        for found, _ in map(self._codes, self.stream):
            codes = np.union1d(codes, found)
        counts = count_tokens(
            (np.searchsorted(codes, found), ends) for found, ends in map(self._codes, self.stream)
        )
        counts.widen(len(codes))
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
