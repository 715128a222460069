"""Lines that come again in many documents and say nothing of them, and tokens without these.

Signatures, page headers and footers of mailing lists are such lines. So would be what a series of
documents says of its one subject; the difference is that the rest of those documents speaks of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from hiertopics.vectorizer.counts import count_tokens, ends_of, row_blocks, row_sums
from hiertopics.vectorizer.lines import (
    LineSet,
    documents_of,
    lines_of,
    unmarked,
)
from hiertopics.vectorizer.stream import TokenStream

_N_EXAMPLES = 100
# Words of a line in each block. Fewer may be a heading, a name of a class or an answer.
_LONG = 4
_MIN_DOCUMENTS = 10
_MIN_SHARE = 0.001
# Two lines are of one block if each is in so many of the documents of the other.
_TOGETHER = 0.5
# A word is taken up if it is in the rest of so many more of the documents that have its block than
# of all. Of 34,000 descriptions of packages "Haskell" has .36 and more for its line, the names of
# authors in the signatures of 11,000 posts mostly less than .3.
_TAKEN_UP = 0.3


class Found(NamedTuple):
    """Lines, as words between blanks, and in how many documents each is, the most frequent first.

    `in_documents` is in how many documents any of them was left out.
    """

    lines: tuple[str, ...]
    n_docs: tuple[int, ...]
    in_documents: int = 0

    def summary(self) -> dict:
        """Numbers of lines and documents, and some lines with theirs, as JSON can hold it."""
        such_as = [[*pair] for pair in zip(self.lines[:_N_EXAMPLES], self.n_docs, strict=False)]
        return {"lines": len(self.lines), "documents": self.in_documents, "such_as": such_as}


NOTHING = Found((), ())
"""What is found where there is no boilerplate."""


def without_boilerplate(tokens: TokenStream) -> tuple[TokenStream, Found]:
    """Tokens without the lines that are boilerplate, and these.

    A line of four words or more is boilerplate if it is in at least ten documents, and in one of a
    thousand, that differ and that it is no more than half of, together with other such lines; and
    if no word of it, or of lines that come together with it, is taken up by the rest of these
    documents. A line of two or three words is, if it comes together with such a line. Lines are the
    same that have the same words.

    Two passes over the tokens, if there is any line that is in so many documents.
    """
    least = max(_MIN_DOCUMENTS, _MIN_SHARE * tokens.n_docs)
    if not tokens.line_counts.any_frequent(least):
        return tokens, NOTHING
    lines = _frequent_lines(tokens, least)
    if not lines.words:
        return tokens, NOTHING
    times = np.diff(lines.occurrences.indptr)
    found = sorted(
        (-int(times[i]), " ".join(tokens.words[number] for number in lines.words[i]))
        for i in np.flatnonzero(~_telling(tokens, lines))
    )
    names = tuple(name for _, name in found)
    tokens, in_documents = without_lines_named(tokens, names)
    return tokens, Found(names, tuple(-n for n, _ in found), in_documents)


def without_lines_named(tokens: TokenStream, lines: Iterable[str]) -> tuple[TokenStream, int]:
    """Tokens without lines given as words between blanks, and how many documents had them."""
    number_of = {word: number for number, word in enumerate(tokens.words)}
    known = [line for line in lines if number_of.keys() >= set(line.split(" "))]
    if not known:
        return tokens, 0
    return tokens.without(LineSet(known, number_of))


class _Lines(NamedTuple):
    """Lines in many documents: the words of each, and how often documents have it.

    `occurrences` is (n_lines, n_docs), and empty for documents where `counted` is False.
    """

    words: list[np.ndarray]
    occurrences: sparse.csr_matrix
    counted: np.ndarray


def _frequent_lines(tokens: TokenStream, least: float) -> _Lines:
    """Lines in so many documents that count.

    Documents with the very tokens of an earlier one do not, nor do those that such lines are more
    than half of: they are copies that were changed a little, or forms that have been filled in.
    """
    words_of, occurrences, lengths = _lines_to_count(tokens, least)
    counted = tokens.first_equal == np.arange(tokens.n_docs)
    has = (occurrences > 0).astype(np.int64)
    frequent = has @ counted >= least
    n_gone = occurrences.T @ (lengths * frequent)
    counted &= 2 * n_gone <= sum(map(row_sums, tokens.counts))
    frequent &= has @ counted >= least
    occurrences = occurrences[frequent].multiply(counted).tocsr()
    occurrences.eliminate_zeros()
    return _Lines([words_of[i] for i in np.flatnonzero(frequent)], occurrences, counted)


def _lines_to_count(tokens: TokenStream, least: float):
    """Lines that may be in so many documents: words, occurrences (n_lines, n_docs) and lengths."""
    words_of: dict[int, np.ndarray] = {}
    parts, before = [np.empty((3, 0), np.int64)], 0
    for ids, ends in tokens.lines():
        lines = tokens.line_counts.frequent_of(lines_of(ids), least)
        keys, firsts, rows = np.unique(lines.keys(), return_index=True, return_inverse=True)
        for key, i in zip(keys.tolist(), firsts.tolist(), strict=True):
            start = lines.starts[i]
            words_of.setdefault(key, unmarked(ids[start : start + lines.lengths[i]]))
        # A line may come again a thousand times in the same document.
        n_docs = len(ends) - 1
        pairs, times = np.unique(
            rows * n_docs + documents_of(lines.starts, ends), return_counts=True
        )
        rows, documents = np.divmod(pairs, n_docs)
        parts.append(np.array([keys[rows], before + documents, times]))
        before += n_docs
    keys, documents, times = np.concatenate(parts, axis=1)
    names, rows = np.unique(keys, return_inverse=True)
    pairs = sparse.coo_matrix((times, (rows, documents)))
    pairs.resize(len(names), tokens.n_docs)
    words = [words_of[key] for key in names.tolist()]
    return words, pairs.tocsr(), np.array([*map(len, words)], np.int64)


def _telling(tokens: TokenStream, lines: _Lines) -> np.ndarray:
    """Whether each line says something of its documents, or may do so: bool (n_lines,)."""
    has = (lines.occurrences > 0).astype(np.int64)
    block_of = _blocks(has)
    in_block = sparse.csr_matrix((np.ones_like(block_of), (block_of, np.arange(len(block_of)))))
    documents = (in_block @ has > 0).astype(np.int64)
    n_docs = np.asarray(documents.sum(axis=1)).ravel()
    lengths = np.array([*map(len, lines.words)], np.int64)
    counted = count_tokens([(np.concatenate(lines.words), ends_of(lengths))])
    counted.widen(len(tokens.words))
    in_line = counted.tocsr()
    taken_up, usual = _words_of_the_rest(tokens, lines, documents, in_line)
    words = (in_block @ in_line > 0).multiply(taken_up).tocoo()
    share, usual = words.data / n_docs[words.row], usual[words.col] / lines.counted.sum()
    telling = in_block @ (lengths >= _LONG) == 0
    telling[words.row[share >= np.maximum(usual + _TAKEN_UP, 2 * usual)]] = True
    return telling[block_of]


def _words_of_the_rest(tokens: TokenStream, lines: _Lines, documents, in_line):
    """Numbers of documents with each word outside of the lines.

    Of the `documents` with each block, (n_blocks, n_docs), and of all that count.
    """
    documents, has_lines = documents.tocsc(), np.diff(lines.occurrences.tocsc().indptr) > 0
    found, usual, start = 0, np.zeros(len(tokens.words), np.int64), 0
    for counts in row_blocks(tokens.counts[0]):
        here = np.arange(start, start + counts.shape[0])
        start += counts.shape[0]
        own = np.flatnonzero(has_lines[here])
        whole = counts[own]
        rest = whole - lines.occurrences[:, here[own]].T @ in_line > 0
        found = found + documents[:, here[own]] @ rest.astype(np.int64)
        uncounted = counts[~lines.counted[here]]
        for sign, part in (1, counts), (-1, uncounted), (-1, whole), (1, rest):
            usual += sign * np.bincount(part.indices, minlength=len(usual))
    return found, usual


def _blocks(has: sparse.csr_matrix) -> np.ndarray:
    """The block of each line, int (n_lines,), by which documents have which lines."""
    n_docs = np.asarray(has.sum(axis=1)).ravel()
    both = (has @ has.T).tocoo()
    together = both.data >= _TOGETHER * np.maximum(n_docs[both.row], n_docs[both.col])
    pairs = both.row[together], both.col[together]
    graph = sparse.csr_matrix((np.ones(len(pairs[0])), pairs), shape=both.shape)
    return connected_components(graph, directed=False)[1]
