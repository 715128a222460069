"""The lines of texts among their tokens: where each begins, and those that are left out.

The first token of a line is marked by its sign bit, so that lines cost no memory of their own. Two
lines are the same if they have the same words, whatever blanks, marks and numbers they have.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from hiertopics.vectorizer.counts import Block, ends_of

MIN_WORDS = 2
"""Words of a line that is looked at."""

_MARK = np.int32(-(2**31))
# Of a slot in a table of lines that stays in the cache; a hundred lines a document do not fill it.
_N_BITS = 20
# A key is the sum of the words' numbers, each times the odd factor of its place in the line.
_N_FACTORS = 64
_FACTORS = np.random.default_rng(0).integers(2**64, size=_N_FACTORS, dtype=np.uint64) | np.uint64(1)


class Lines(NamedTuple):
    """Lines of a block: where each starts among the tokens `ids`, and how many words it has."""

    ids: np.ndarray
    starts: np.ndarray
    lengths: np.ndarray

    def take(self, chosen: np.ndarray) -> Lines:
        """Those of a mask or of positions."""
        return Lines(self.ids, self.starts[chosen], self.lengths[chosen])

    def places(self) -> np.ndarray:
        """Places of all words of the lines among the tokens."""
        places = np.repeat(self.starts - ends_of(self.lengths)[:-1], self.lengths)
        places += np.arange(len(places))
        return places

    def slots(self) -> np.ndarray:
        """A number of 20 bits for each line, by its length and three words of it alone."""
        sketch = self.lengths.astype(np.uint64) * _FACTORS[0]
        last = self.lengths - 1
        for k, offsets in enumerate((np.minimum(last, 1), self.lengths // 2, last), 1):
            places = self.starts + offsets
            sketch += unmarked(self.ids[places]).view(np.uint32) * _FACTORS[k]
        return (sketch >> np.uint64(64 - _N_BITS)).astype(np.int64)

    def keys(self) -> np.ndarray:
        """Numbers (int64) that are the same for lines of the same words, and for no others."""
        if not len(self.starts):
            return np.empty(0, np.int64)
        places, ends = self.places(), ends_of(self.lengths)
        products = _FACTORS[(places - np.repeat(self.starts, self.lengths)) & (_N_FACTORS - 1)]
        products *= (unmarked(self.ids[places]) + 1).view(np.uint32)
        return np.add.reduceat(products, ends[:-1]).view(np.int64)


def lines_of(ids: np.ndarray) -> Lines:
    """Lines of a block that have enough words."""
    starts = np.flatnonzero(ids < 0)
    lines = Lines(ids, starts, np.diff(starts, append=len(ids)))
    return lines.take(lines.lengths >= MIN_WORDS)


def mark_lines(ids: np.ndarray, starts: np.ndarray) -> None:
    """Mark the tokens where lines start; a start past the last token is none."""
    ids[starts[starts < len(ids)]] |= _MARK


def unmarked(ids: np.ndarray) -> np.ndarray:
    """Numbers of words without the marks of lines."""
    return ids & ~_MARK


def documents_of(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """The document of a block in which each line starts."""
    return np.searchsorted(ends, starts, side="right") - 1


class LineCounts:
    """How often each line occurs, or more often: lines may share a slot of the table."""

    def __init__(self) -> None:
        self._times = np.zeros(2**_N_BITS, np.uint32)

    def add(self, ids: np.ndarray, ends: np.ndarray, places: np.ndarray | None = None) -> None:
        """Count the lines of a block of documents that are not more than half of their document.

        All, or those with tokens at some places.
        """
        lines = lines_of(ids)
        if places is not None:
            chosen = np.searchsorted(lines.starts, places, side="right") - 1
            lines = lines.take(np.unique(chosen[chosen >= 0]))
        lengths = np.diff(ends)[documents_of(lines.starts, ends)]
        lines = lines.take(2 * lines.lengths <= lengths)
        np.add.at(self._times, lines.slots(), np.uint32(1))

    def frequent_of(self, lines: Lines, least: float) -> Lines:
        """Those lines that may occur so often."""
        return lines.take(self._times[lines.slots()] >= least)

    def any_frequent(self, least: float) -> bool:
        """Whether any line may occur so often."""
        return bool(self._times.max() >= least)


class LineSet:
    """Some lines, given as words between blanks, to be found among tokens.

    All their words have numbers in `number_of`.
    """

    def __init__(self, lines: Iterable[str], number_of: Mapping[str, int]) -> None:
        parts = [line.split(" ") for line in lines]
        numbers = [[number_of[word] for word in part] for part in parts]
        lengths = np.array([*map(len, numbers)], np.int64)
        ids = np.array([number for line in numbers for number in line], np.int32)
        own = Lines(ids, ends_of(lengths)[:-1], lengths)
        self._keys = np.sort(own.keys())
        self._slots = np.zeros(2**_N_BITS, bool)
        self._slots[own.slots()] = True

    def __len__(self) -> int:
        return len(self._keys)

    def among(self, lines: Lines) -> Lines:
        """Those lines that are in the set."""
        lines = lines.take(self._slots[lines.slots()])
        return lines.take(np.isin(lines.keys(), self._keys))


class Parted(NamedTuple):
    """Tokens of a block without the lines that are left out, and those of these lines."""

    kept: Block
    left_out: Block


def part_lines(ids: np.ndarray, ends: np.ndarray, left_out: LineSet) -> Parted:
    """Take lines of a set out of a block; no token stays marked.

    A document that would lose more than half of its words that way loses none.
    """
    lines = left_out.among(lines_of(ids))
    documents = documents_of(lines.starts, ends)
    n_gone = np.bincount(documents, lines.lengths, len(ends) - 1).astype(np.int64)
    n_gone[2 * n_gone > np.diff(ends)] = 0
    gone = lines.take(n_gone[documents] > 0).places()
    ids, ends_gone = unmarked(ids), ends_of(n_gone)
    return Parted((np.delete(ids, gone), ends - ends_gone), (ids[gone], ends_gone))
