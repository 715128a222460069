"""The tokens of a corpus by number, counted in each document while its texts are read.

A text is cut into pieces at white space, pieces are numbered, and only distinct pieces are searched
for words. What most of the vectorizer asks of a corpus is a sum over the matrix of counts; the
tokens in their order are kept for what needs neighbours: phrases, n-grams, near-duplicates.
"""

from __future__ import annotations

import warnings
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, islice, starmap
from typing import Protocol

import numpy as np

from hiertopics.errors import HiertopicsError
from hiertopics.vectorizer.counts import (
    Block,
    Counts,
    column_sums,
    count_tokens,
    difference,
    ends_of,
    rows_where,
)
from hiertopics.vectorizer.divided import Rejoined, decided, divided, joined_words, rejoin
from hiertopics.vectorizer.lines import LineCounts, LineSet, mark_lines, part_lines, unmarked
from hiertopics.vectorizer.numbering import numbering
from hiertopics.vectorizer.piece_numbers import PieceNumbers
from hiertopics.vectorizer.stored_tokens import EqualDocuments, StoredTokens
from hiertopics.vectorizer.tokens import LINE_END, Cleaning

Step = Callable[[np.ndarray, np.ndarray], Block]

_BLOCK = 2**19  # Bytes of pieces at a time: what stays in the processor's cache.
_MOST_PIECES = 2**21  # Whose words are kept; from there on they are found anew.
_PART = 500  # Documents that another process is sent at a time.


class Splitter(Protocol):
    """Finds the words of a text in two steps, the second of them once for each distinct piece."""

    def pieces(self, text: str) -> Iterable[str]:
        """Parts of a text, in order."""

    def words(self, piece: str) -> list[str]:
        """Words of a part, in order."""


@dataclass(eq=False, repr=False)
class TokenStream:
    """Every token of a corpus by number; iterating gives a block of documents at a time.

    Attributes
    ----------
    words : list of str
        The distinct ones; numbers of tokens point into it.
    counts : tuple of Counts (n_docs, ...)
        How often each document has each word; side by side they are (n_docs, n_words).
    first_equal : int ndarray (n_docs,)
        The first document with the very tokens of each; without tokens, the document itself. Lines
        that were left out count here.
    line_counts : LineCounts
        How often lines occurred when the texts were read.
    joined : dict of str to bool
        Whether each word that the end of a line may divide is one, as `joined_words` says.
    """

    words: list[str]
    counts: tuple[Counts, ...]
    first_equal: np.ndarray
    line_counts: LineCounts
    joined: dict[str, bool]
    _stored: StoredTokens
    _kept: np.ndarray
    _undecided: StoredTokens | None = None  # With divided words as they were read.
    _steps: Sequence[Step] = ()

    @property
    def n_docs(self) -> int:
        """Documents, those without a word included."""
        return self.counts[0].shape[0]

    def __iter__(self) -> Iterator[Block]:
        """Tokens of some documents at a time, all documents in order, as often as one likes."""
        for ids, ends in self.lines():
            ids = unmarked(ids)
            for step in self._steps:
                ids, ends = step(ids, ends)
            yield ids, ends

    def lines(self) -> Iterator[Block]:
        """Tokens as they were read, the first of each line marked; see `lines.py`."""
        start = 0
        for ids, ends in self._stored:
            kept = self._kept[start : start + len(ends) - 1]
            start += len(ends) - 1
            if not kept.all():
                lengths = np.diff(ends)
                ids, ends = ids[np.repeat(kept, lengths)], ends_of(lengths[kept])
            yield ids, ends

    def without(self, left_out: LineSet) -> tuple[TokenStream, int]:
        """Tokens of a stream as it was read without these lines, and how many documents had them.

        They are gone through once, and only those left out are counted.
        """
        stored = StoredTokens()

        def gone() -> Iterator[Block]:
            for ids, ends in self.lines():
                parted = part_lines(ids, ends, left_out)
                stored.add(*parted.kept)
                yield parted.left_out

        counts = count_tokens(gone())
        everything = np.ones(self.n_docs, bool)
        left = difference(self.counts[0], counts)
        made = replace(self, counts=(left,), _stored=stored, _kept=everything, _undecided=None)
        return made, int(np.count_nonzero(np.diff(counts.indptr)))

    def rejoined(self, is_joined: Callable[[str], bool]) -> TokenStream:
        """A stream as it was read, but for which words that line ends may divide are one."""
        joined = {word: is_joined(word) for word in self.joined}
        undecided = self._undecided
        if joined == self.joined or undecided is None:
            return self
        number_of = numbering()
        number_of.update({word: number for number, word in enumerate(self.words)})
        blocks = replace(self, _stored=undecided).lines()
        stored, counts, first_equal = decided(blocks, Rejoined(number_of, is_joined))
        everything = np.ones(self.n_docs, bool)
        words, counts = list(number_of), (counts,)
        made = replace(self, words=words, counts=counts, first_equal=first_equal, joined=joined)
        return replace(made, _stored=stored, _kept=everything, _undecided=None)

    def occurrences(self) -> np.ndarray:
        """How often each word occurs, int (n_words,)."""
        return np.concatenate([column_sums(counts) for counts in self.counts])

    def take(self, kept: np.ndarray) -> TokenStream:
        """Tokens of the documents where a mask (n_docs,) is True."""
        mask = self._kept.copy()
        mask[mask] = kept
        _, first = np.unique(self.first_equal[kept], return_inverse=True)
        _, leaders = np.unique(first, return_index=True)
        counts = tuple(rows_where(kept, part) for part in self.counts)
        return replace(self, counts=counts, first_equal=leaders[first], _kept=mask)

    def then(self, words: list[str], steps: Sequence[Step], beside: bool) -> TokenStream:
        """Tokens that steps make of these, which are gone through once to count them.

        The words that the steps number are those of this stream and more. Where steps leave these
        where they are, `beside`, only the others are counted.
        """
        made = replace(self, words=words, _steps=(*self._steps, *steps))
        n_known = len(self.words) if beside else 0
        counts = count_tokens(made, n_known)
        counts.widen(len(words) - n_known)
        made.counts = (*self.counts, counts) if beside else (counts,)
        return made


def read_tokens(
    texts: Iterable[str],
    splitter: Splitter,
    n_jobs: int | None = None,
    *,
    number_of: defaultdict[str, int] | None = None,
    left_out: LineSet | None = None,
    steps: Sequence[Step] = (),
    is_joined: Callable[[str], bool] | None = None,
) -> TokenStream:
    """Split each text once, and count its words.

    As many processes split as `n_jobs` says to joblib, by default this one alone; nothing but the
    time depends on it. Words may have their numbers already, in a dict as `numbering` makes it;
    `is_joined` says which words that the end of a line may divide are one, by default by how
    the texts use them; lines of `left_out` are left out, and `steps` change the tokens of a block,
    before they are counted. A HiertopicsError is raised if there are no texts, or one is no str;
    its position is named.
    """
    number_of = numbering() if number_of is None else number_of
    blocks = numbered(texts, splitter, number_of, n_jobs)
    if is_joined is not None:
        blocks = starmap(Rejoined(number_of, is_joined), blocks)
    if left_out is not None:
        blocks = (part_lines(ids, ends, left_out).kept for ids, ends in blocks)
    elif steps:
        blocks = ((unmarked(ids), ends) for ids, ends in blocks)
    for step in steps:
        blocks = starmap(step, blocks)
    stored, line_counts, equal = StoredTokens(), LineCounts(), EqualDocuments()

    def kept() -> Iterator[Block]:
        for ids, ends in blocks:
            stored.add(ids, ends)
            line_counts.add(ids, ends)
            ids = unmarked(ids)
            equal.add(ids, ends)
            yield ids, ends

    counts, joined = count_tokens(kept()), {}
    counts.widen(len(number_of))
    words = divided(number_of) if is_joined is None else []
    undecided = stored if words else None
    if words:
        joined = joined_words(words, number_of, column_sums(counts), stored)
        step = Rejoined(number_of, joined.__getitem__, words)
        stored, counts = rejoin(stored, counts, step, line_counts, equal)
    everything = np.ones(counts.shape[0], bool)
    return TokenStream(
        *(list(number_of), (counts,), equal.first(), line_counts, joined, stored),
        *(everything, undecided),
    )


def numbered(
    texts: Iterable[str],
    splitter: Splitter,
    number_of: defaultdict[str, int],
    n_jobs: int | None = None,
) -> Iterator[Block]:
    """Tokens of texts, a block after the other, the first of each line marked.

    Words get their numbers from a `numbering`.
    """
    if n_jobs in (None, 1):
        yield from _read(_checked(texts, 0), splitter, number_of)
        return
    # Imported here: it costs start-up time, and most corpora need one process only.
    from joblib import Parallel, delayed

    parts = Parallel(n_jobs=n_jobs, return_as="generator", pre_dispatch="2 * n_jobs")(
        delayed(_read_part)(part, first, splitter) for first, part in _parts(texts)
    )
    for words, blocks, notes in parts:
        numbers = np.fromiter(map(number_of.__getitem__, words), np.int32, len(words))
        for note in notes:
            warnings.warn(note, stacklevel=2)
        for ids, ends in blocks:
            starts = np.flatnonzero(ids < 0)
            ids = numbers[unmarked(ids)]
            mark_lines(ids, starts)
            yield ids, ends


def _parts(texts: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Some texts at a time, each part with the position of its first."""
    texts = iter(texts)
    for first in count(step=_PART):
        part = list(islice(texts, _PART))
        if first and not part:
            return
        yield first, part


def _read_part(texts: list[str], first: int, splitter: Splitter):
    with warnings.catch_warnings(record=True) as notes:
        warnings.simplefilter("always")
        number_of = numbering()
        blocks = list(_read(_checked(texts, first), splitter, number_of))
    return list(number_of), blocks, [note.message for note in notes]


def _checked(texts: Iterable[str], first: int) -> Iterator[str]:
    position = first - 1
    for position, text in enumerate(texts, first):
        if not isinstance(text, str):
            raise HiertopicsError(
                f"document {position} must be a str, got {type(text).__name__}; "
                "read or decode it first, and put '' for a missing text"
            )
        yield text
    if position < 0:
        raise HiertopicsError("expected texts, got an empty collection; give at least one document")


def _read(
    texts: Iterable[str], splitter: Splitter, number_of: defaultdict[str, int]
) -> Iterator[Block]:
    """Tokens of texts; what words are in a piece is found when the piece first comes."""
    piece_numbers = PieceNumbers()
    piece_number = piece_numbers.number_of
    words, word_ends = array("i"), array("q", [0])
    for pieces, ends in _pieces(texts, splitter, piece_numbers):
        n_new = len(piece_number) - len(word_ends) + 1
        found, n_before = [], len(words)
        for piece in reversed(list(islice(reversed(piece_number), n_new))):
            found += splitter.words(piece)
            word_ends.append(n_before + len(found))
        words.extend(map(number_of.__getitem__, found))
        line_ends = np.flatnonzero(pieces == piece_number.get(LINE_END, -1))
        yield _expanded(pieces, ends, line_ends, np.array(words, np.int32), np.array(word_ends))
        if len(piece_number) > _MOST_PIECES:
            piece_numbers.forget()
            words, word_ends = array("i"), array("q", [0])


def _pieces(
    texts: Iterable[str], splitter: Splitter, piece_numbers: PieceNumbers
) -> Iterator[Block]:
    if isinstance(splitter, Cleaning):
        parts, n_bytes = list[bytes](), 0
        for text in texts:
            parts.append(splitter.spaced(text))
            n_bytes += len(parts[-1])
            if n_bytes > _BLOCK:
                yield piece_numbers.of(parts)
                parts, n_bytes = [], 0
        yield piece_numbers.of(parts)
        return
    number_of = piece_numbers.number_of
    # The code "I": array makes an "i" of each number by a slower way.
    pieces, ends = array("I"), array("q", [0])
    for text in texts:
        pieces.extend(map(number_of.__getitem__, splitter.pieces(text)))
        ends.append(len(pieces))
        if len(pieces) > _BLOCK:
            yield np.array(pieces, np.int32), np.array(ends)
            pieces, ends = array("I"), array("q", [0])
    yield np.array(pieces, np.int32), np.array(ends)


def _expanded(
    pieces: np.ndarray,
    ends: np.ndarray,
    line_ends: np.ndarray,
    words: np.ndarray,
    word_ends: np.ndarray,
) -> Block:
    """Words in place of pieces; piece i has ``words[word_ends[i]:word_ends[i + 1]]``."""
    lengths = np.diff(word_ends)[pieces]
    until = ends_of(lengths)
    if len(lengths) and lengths.max() > 1:
        shifts = word_ends[pieces] - until[:-1]
        places = np.repeat(shifts, lengths) + np.arange(until[-1])
    else:
        places = word_ends[pieces[lengths > 0]]
    ids, ends = words[places], until[ends]
    mark_lines(ids, np.concatenate([ends[:-1], until[line_ends]]))
    return ids, ends
