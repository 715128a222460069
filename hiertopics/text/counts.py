"""Numbered words in, counts per document out.

Everything (stop words, stems, n-grams) is arithmetic on the words' numbers, and only the terms that
stay get their names put together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy import sparse

from hiertopics.text.words.stream import TokenStream, numbering


class Grams(NamedTuple):
    """All n-grams of one length in a corpus.

    `rows` and `forms` (n_positions,) hold the document and the surface form at each position,
    `parts` (n_forms, n) the words of a form, `groups` (n_forms,) what it is counted as: itself, or
    the n-gram of its words' stems.
    """

    rows: np.ndarray
    forms: np.ndarray
    parts: np.ndarray
    groups: np.ndarray
    n_groups: int

    def names(self, words: Sequence[str], forms: np.ndarray) -> list[str]:
        """Words of these forms, joined by spaces."""
        columns = [[words[i] for i in part] for part in self.parts[forms].T.tolist()]
        return columns[0] if len(columns) == 1 else list(map(" ".join, zip(*columns, strict=True)))


def find_grams(
    stream: TokenStream,
    stopped: np.ndarray,
    keys: Sequence[str],
    ngram_range: tuple[int, int],
) -> list[Grams]:
    """N-grams of each length in the range, over what is left without the stopped words.

    Parameters
    ----------
    stream : TokenStream
    stopped : bool ndarray (n_words,)
        True for words to leave out.
    keys : sequence of str (n_words,)
        What each word is counted as: words with one key, such as their stem, count as one.
    ngram_range : (int, int)
    """
    rows = np.repeat(np.arange(stream.n_docs, dtype=np.int32), np.diff(stream.ends))
    left = ~stopped[stream.ids]
    rows, ids, n_words = rows[left], stream.ids[left], len(stream.words)
    number_of = numbering()
    word_groups = np.fromiter(map(number_of.__getitem__, keys), np.int64, n_words)
    n_word_groups = len(number_of)
    starts, forms, parts = np.arange(len(ids)), ids, np.arange(n_words)[:, None]
    groups, n_groups = word_groups, n_word_groups
    found = []
    for length in range(1, ngram_range[1] + 1):
        if length > 1:
            last = starts + length - 1
            inside = last < len(ids)
            inside[inside] = rows[last[inside]] == rows[starts[inside]]
            starts = starts[inside]
            # An n-gram is the pair of its first n-1 words and its last, in one number.
            pairs, forms = np.unique(
                forms[inside].astype(np.int64) * n_words + ids[last[inside]], return_inverse=True
            )
            head, tail = np.divmod(pairs, max(n_words, 1))
            parts = np.column_stack([parts[head], tail])
            distinct, groups = np.unique(
                groups[head] * n_word_groups + word_groups[tail], return_inverse=True
            )
            n_groups = len(distinct)
        if length >= ngram_range[0]:
            found.append(Grams(rows[starts], forms, parts, groups, n_groups))
    return found


def count_groups(grams: Grams, n_docs: int) -> sparse.csr_matrix:
    """How often each group occurs in each document: integers, (n_docs, n_groups)."""
    ends = np.concatenate([[0], np.cumsum(np.bincount(grams.rows, minlength=n_docs))])
    ones = np.ones(len(grams.rows), np.int64)
    shape = (n_docs, grams.n_groups)
    counts = sparse.csr_matrix((ones, grams.groups[grams.forms], ends), shape=shape)
    counts.sum_duplicates()
    return counts


def name_groups(
    grams: Grams, kept: np.ndarray, words: Sequence[str], keys: Sequence[str]
) -> list[tuple[str, int, str]]:
    """Name, number and key of each kept group.

    The name is the commonest surface form (`words`), the first in the alphabet among equals; the
    key is made of the words' stems (`keys`).
    """
    occurrences = np.bincount(grams.forms, minlength=len(grams.groups))
    most = np.zeros(grams.n_groups, occurrences.dtype)
    np.maximum.at(most, grams.groups, occurrences)
    commonest = np.flatnonzero(kept[grams.groups] & (occurrences == most[grams.groups]))
    named: dict[int, tuple[str, str]] = {}
    candidates = zip(
        grams.groups[commonest].tolist(),
        grams.names(words, commonest),
        grams.names(keys, commonest),
        strict=True,
    )
    for group, name, key in candidates:
        if group not in named or name < named[group][0]:
            named[group] = (name, key)
    return [(name, group, key) for group, (name, key) in named.items()]


def count_known(
    grams: Sequence[Grams], keys: Sequence[str], columns: dict[str, int], n_docs: int
) -> sparse.csr_matrix:
    """How often each term with a column occurs in each document, (n_docs, n_columns)."""
    rows, terms = [], []
    for gram in grams:
        names = gram.names(keys, np.arange(len(gram.parts)))
        column_of = np.array([columns.get(name, -1) for name in names], np.int64)
        found = column_of[gram.forms]
        rows.append(gram.rows[found >= 0])
        terms.append(found[found >= 0])
    rows, terms = np.concatenate(rows), np.concatenate(terms)
    shape = (n_docs, len(columns))
    return sparse.csr_matrix((np.ones(len(rows), np.int64), (rows, terms)), shape=shape)
