"""Tokens whose words only all texts together show: divided words, runs that two cuts fit.

"infor-" and "mation" are one word, "well-" and "known" are two: the parts of a compound are words
by themselves, and halves of words are none. 把手机 is 把 and 手机 where the texts have 手机.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise, starmap

import numpy as np
from scipy import sparse

from hiertopics.vectorizer.codes import DIVISION, WAYS, is_open, words_of
from hiertopics.vectorizer.counts import (
    Block,
    Counts,
    aligned_rows,
    count_tokens,
    ends_of,
    stored_counts,
)
from hiertopics.vectorizer.lines import LineCounts, documents_of, mark_lines, unmarked
from hiertopics.vectorizer.segmenters import is_first_way
from hiertopics.vectorizer.stored_tokens import EqualDocuments, StoredTokens


def divided(words: Iterable[str]) -> list[str]:
    """Those that a line end may divide, and runs that may be cut in two ways."""
    return [word for word in words if is_open(word)] if is_open("".join(words)) else []


def joined_words(
    words: list[str], number_of: Mapping[str, int], occurrences: np.ndarray, blocks: Iterable[Block]
) -> dict[str, bool]:
    """Whether each divided word is one, by how often it and its parts occur in the corpus.

    It is where it occurs undivided, more often than its parts side by side, and where one of its
    parts occurs nowhere else. For a run with two ways the answer is whether the first holds.
    Numbers of words point into `occurrences` and are in the blocks of tokens, which are gone
    through once.
    """

    def times(word: str) -> int:
        number = number_of.get(word)
        return 0 if number is None else int(occurrences[number])

    runs = [word for word in words if WAYS in word]
    n_as_first = Counter({run.split(WAYS)[0]: times(run) for run in runs})
    parts_of = {word: word.split(DIVISION) for word in words if WAYS not in word}
    pairs = {pair for parts in parts_of.values() for pair in pairwise(parts)}
    known = {(number_of[a], number_of[b]) for a, b in pairs if times(a) and times(b)}
    side_by_side = _side_by_side(known, blocks, len(occurrences))
    joined = {run: is_first_way(run, lambda word: times(word) + n_as_first[word]) for run in runs}
    for word, parts in parts_of.items():
        n_whole, n_rarest = times("".join(parts)), min(map(times, parts))
        n_apart = min(
            side_by_side[number_of.get(a, -1), number_of.get(b, -1)] for a, b in pairwise(parts)
        )
        if n_whole or n_apart:
            joined[word] = n_whole > n_apart
        else:
            joined[word] = n_rarest == 0 or 2 < times(word) > n_rarest
    return joined


def is_joined(word: str, joined: Mapping[str, bool], known: Container[str]) -> bool:
    """Whether a divided word is one of another corpus: as it was there, or as a term or stop word.

    Of what was no term there it is not known whether it was a word. The first way of a run holds
    unless all words of the second are known.
    """
    if word in joined:
        return joined[word]
    if WAYS in word:
        return not all(part in known for part in words_of(word, is_first=False))
    return word.replace(DIVISION, "") in known


def _side_by_side(pairs: set[tuple[int, int]], blocks: Iterable[Block], n_words: int) -> Counter:
    """How often pairs of tokens follow one another."""
    found: Counter = Counter()
    if not pairs:
        return found
    keys = np.sort(np.array([first << 32 | second for first, second in pairs]))
    is_first, is_second = np.zeros((2, n_words), bool)
    is_first[[first for first, _ in pairs]] = True
    is_second[[second for _, second in pairs]] = True
    for ids, _ in blocks:
        ids = unmarked(ids)
        places = np.flatnonzero(is_first[ids[:-1]])
        places = places[is_second[ids[places + 1]]]
        here = ids[places].astype(np.int64) << 32 | ids[places + 1]
        here, times = np.unique(here[np.isin(here, keys)], return_counts=True)
        for key, n in zip(here.tolist(), times.tolist(), strict=True):
            found[key >> 32, key & 0xFFFFFFFF] += n
    return found


class Rejoined:
    """The step of a stream that puts words or their parts in the place of divided words.

    Words get their numbers from a `numbering`, and `is_joined` says which are one. `known` are the
    divided words among those that have their numbers already.
    """

    def __init__(
        self,
        number_of: defaultdict[str, int],
        is_joined: Callable[[str], bool],
        known: Sequence[str] = (),
    ) -> None:
        self.number_of, self._is_joined = number_of, is_joined
        self._parts: dict[int, list[int]] = {}
        self.is_divided = np.zeros(0, bool)
        if known:
            self._take(known)

    def __call__(self, ids: np.ndarray, ends: np.ndarray) -> Block:
        """Tokens of a block, marked as they were, without divided words."""
        ids, ends, _ = self.replaced(ids, ends)
        return ids, ends

    def replaced(
        self, ids: np.ndarray, ends: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The same, and the places of tokens that were put in."""
        self._look_at_new_words()
        places = np.flatnonzero(self.is_divided[unmarked(ids)] if self._parts else ())
        if not len(places):
            return ids, ends, places
        parts = [self._parts[number] for number in unmarked(ids[places]).tolist()]
        made = ids.copy()
        made[places] = [first for first, *_ in parts]
        mark_lines(made, places[ids[places] < 0])
        n_more = np.array([len(each) - 1 for each in parts])
        before = np.repeat(places + 1, n_more)
        made = np.insert(made, before, [number for each in parts for number in each[1:]])
        inside = np.repeat(places + ends_of(n_more)[:-1], n_more + 1)
        inside += np.arange(len(inside)) - np.repeat(ends_of(n_more + 1)[:-1], n_more + 1)
        return made, ends + np.searchsorted(before, ends, side="right"), inside

    def _look_at_new_words(self) -> None:
        n_new = len(self.number_of) - len(self.is_divided)
        if not n_new:
            return
        self._take(divided([*islice(reversed(self.number_of), n_new)][::-1]))

    def _take(self, words: Sequence[str]) -> None:
        for word in words:
            parts = words_of(word, self._is_joined(word))
            self._parts[self.number_of[word]] = [self.number_of[part] for part in parts]
        self.is_divided = np.zeros(len(self.number_of), bool)
        self.is_divided[list(self._parts)] = True


def rejoin(
    blocks: Iterable[Block],
    counts: Counts,
    step: Rejoined,
    line_counts: LineCounts,
    equal: EqualDocuments,
) -> tuple[StoredTokens, Counts]:
    """Tokens and counts of a corpus without divided words, its lines and digests kept up to date.

    Few documents have any, and only what is theirs is counted again.
    """
    stored = StoredTokens()

    def put_in() -> Iterator[Block]:
        n_docs = 0
        for ids, ends, places in starmap(step.replaced, blocks):
            stored.add(ids, ends)
            documents = documents_of(places, ends)
            if len(places):
                line_counts.add(ids, ends, places)
            for i in np.unique(documents).tolist():
                equal.change(n_docs + i, unmarked(ids[ends[i] : ends[i + 1]]))
            yield unmarked(ids[places]), ends_of(np.bincount(documents, minlength=len(ends) - 1))
            n_docs += len(ends) - 1

    added, n_words = count_tokens(put_in()), len(step.number_of)
    for each in counts, added:
        each.widen(n_words)

    def summed() -> Iterator[sparse.csr_matrix]:
        for rows, more in aligned_rows(counts, added):
            times = np.where(step.is_divided[rows.indices], 0, rows.data)
            rows = sparse.csr_matrix((times, rows.indices, rows.indptr), shape=rows.shape)
            rows = rows + more
            rows.eliminate_zeros()
            yield rows

    return stored, stored_counts(summed(), n_words)


def decided(blocks: Iterable[Block], step: Rejoined) -> tuple[StoredTokens, Counts, np.ndarray]:
    """Tokens of blocks, their counts and the first document equal to each, all words put in."""
    stored, equal = StoredTokens(), EqualDocuments()

    def put_in() -> Iterator[Block]:
        for ids, ends in starmap(step, blocks):
            stored.add(ids, ends)
            ids = unmarked(ids)
            equal.add(ids, ends)
            yield ids, ends

    counts = count_tokens(put_in())
    counts.widen(len(step.number_of))
    return stored, counts, equal.first()
