"""Texts in, every word of them by number out, in blocks.

This is where each token of a corpus passes, so it is made for speed. Texts are cut into pieces at
blanks and punctuation, pieces get numbers, and only distinct pieces are asked for the words in
them. For ASCII the cutting and numbering is arithmetic on the characters of many texts at once.
What does not fit into the memory that is set aside waits in a temporary file.
"""

from __future__ import annotations

import warnings
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count, islice

import numpy as np

from hiertopics.errors import HiertopicsError
from hiertopics.vectorizer.spool import Spool
from hiertopics.vectorizer.tokens import ASCII_WORD_CHARACTERS, Cleaning, cleaned, words_in

_BLOCK = 2**17  # Characters, or pieces, at a time: what stays in the processor's cache.
_PART = 500  # Documents that another process is sent at a time.
_WORTH_A_LOOKUP = 2**12  # Characters that wait.

# From the ids and ends of a block to new ones.
_Step = Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]


class TokenStream:
    """Every token of a corpus, by number; to go through it gives a block of documents at a time.

    Attributes
    ----------
    words : list of str
        The distinct ones; numbers of tokens point into it.
    n_docs : int
        Documents, those without a word included.
    """

    def __init__(self, words: list[str], spool: Spool, kept: np.ndarray | None = None):
        self.words = words
        self._spool = spool
        self._kept = kept
        self.n_docs = spool.n_docs if kept is None else int(np.count_nonzero(kept))

    def __iter__(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Tokens of some documents at a time, all documents in order, as often as one likes.

        Yields
        ------
        ids : int32 ndarray (n_tokens,)
        ends : int64 ndarray (n_docs_of_block + 1,)
            Document i of the block has ``ids[ends[i]:ends[i + 1]]``.
        """
        start = 0
        for ids, ends in self._spool.blocks():
            if self._kept is not None:
                kept = self._kept[start : start + len(ends) - 1]
                start += len(ends) - 1
                lengths = np.diff(ends)
                ids = ids[np.repeat(kept, lengths)]
                ends = np.concatenate([[0], np.cumsum(lengths[kept])])
            yield ids, ends

    def occurrences(self) -> np.ndarray:
        """How often each word occurs, (n_words,)."""
        totals = np.zeros(len(self.words), np.int64)
        for ids, _ in self:
            totals += np.bincount(ids, minlength=len(self.words))
        return totals

    def take(self, kept: np.ndarray) -> TokenStream:
        """Tokens of the documents where a mask (n_docs,) is True."""
        mask = np.ones(self._spool.n_docs, bool) if self._kept is None else self._kept.copy()
        mask[mask] = kept
        return TokenStream(self.words, self._spool, mask)

    def then(self, words: list[str], step: _Step) -> TokenStream:
        """Tokens that a step makes of these; `words` are what it numbers."""
        return TokenStream(words, _stepped(self, step))


def read_tokens(
    texts: Iterable[str], split: Callable[[str], Iterable[str]], n_jobs=None, progress=None
) -> TokenStream:
    """Split each text once; raises HiertopicsError, naming its position, for one that is no str."""
    words, spool = _read(texts, _WordReader, split, n_jobs, progress)
    return TokenStream(words, spool)


def read_words(
    texts: Iterable[str], cleaning: Cleaning | None = None, n_jobs=None, progress=None
) -> TokenStream:
    """What `read_tokens` gives with `tokenize`, but for the order of the words.

    Parameters
    ----------
    texts : iterable of str
    cleaning : Cleaning, optional
    n_jobs : int, optional
        Processes that read, as joblib takes it; by default this one reads alone. Nothing but the
        time depends on it.
    progress : callable, optional
        Called with the number of documents read so far, now and then.
    """
    cleaning = Cleaning() if cleaning is None else cleaning
    pieces, spool = _read(texts, _PieceReader, cleaning, n_jobs, progress)
    expansion = _Expansion(pieces, "numbers" in cleaning.keep)
    return TokenStream(expansion.words, _stepped(spool.blocks(), expansion))


def numbering() -> defaultdict[str, int]:
    """A dict that numbers its keys in the order in which they are first asked for."""
    number_of: defaultdict[str, int] = defaultdict()
    number_of.default_factory = number_of.__len__
    return number_of


def _stepped(blocks: Iterable[tuple[np.ndarray, np.ndarray]], step: _Step) -> Spool:
    spool = Spool()
    for ids, ends in blocks:
        spool.add(*step(ids, ends))
    return spool


def _read(texts, reader_of, settings, n_jobs, progress) -> tuple[list[str], Spool]:
    if n_jobs in (None, 1):
        reader = reader_of(settings)
        for done, text in enumerate(_checked(texts, 0)):
            if progress is not None and done % 100 == 0:
                progress(done)
            reader.add(text)
        return reader.finished()
    # Imported here: it costs start-up time, and most corpora need one process only.
    from joblib import Parallel, delayed

    parts = Parallel(n_jobs=n_jobs, return_as="generator", pre_dispatch="2 * n_jobs")(
        delayed(_read_part)(part, first, reader_of, settings) for first, part in _parts(texts)
    )
    number_of, spool = numbering(), Spool()
    for words, blocks, notes in parts:
        numbers = np.fromiter(map(number_of.__getitem__, words), np.int32, len(words))
        for ids, ends in blocks:
            spool.add(numbers[ids], ends)
        for note in notes:
            warnings.warn(note, stacklevel=2)
        if progress is not None:
            progress(spool.n_docs)
    return list(number_of), spool


def _parts(texts: Iterable[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """Parts of a collection to be read elsewhere, each with the number of its first document."""
    # A slice is read where it is used; within one large file it would have to be found first.
    if isinstance(texts, list | tuple) or getattr(texts, "one_a_file", False):
        for first in range(0, max(len(texts), 1), _PART):
            yield first, texts[first : first + _PART]
        return
    texts = iter(texts)
    for first in count(step=_PART):
        part = list(islice(texts, _PART))
        if first and not part:
            return
        yield first, part


def _read_part(texts, first, reader_of, settings):
    with warnings.catch_warnings(record=True) as notes:
        warnings.simplefilter("always")
        reader = reader_of(settings)
        for text in _checked(texts, first):
            reader.add(text)
    words, spool = reader.finished()
    return words, list(spool.blocks()), [note.message for note in notes]


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


class _WordReader:
    """Numbers the words that a function finds in texts."""

    def __init__(self, split: Callable[[str], Iterable[str]]):
        self._split = split
        self._number_of = numbering()
        self._spool = Spool()

    def add(self, text: str) -> None:
        """Take the next text."""
        ids = list(map(self._number_of.__getitem__, self._split(text)))
        self._spool.add(np.array(ids, np.int32), np.array([0, len(ids)]))

    def finished(self) -> tuple[list[str], Spool]:
        """Words, and the tokens of all texts."""
        return list(self._number_of), self._spool


class _PieceReader:
    """Numbers the pieces of texts: of ASCII as soon as a block of it waits, of others at once."""

    def __init__(self, cleaning: Cleaning):
        self._cleaning = cleaning
        self._number_of = numbering()
        self._spool = Spool()
        # The code "I": array makes an "i" of each number by a slower way.
        self._ids, self._ends = array("I"), array("q", [0])
        self._waiting: list[str] = []
        self._n_characters = 0
        self._cache: _PieceCache | None = None

    def add(self, text: str) -> None:
        """Take the next text."""
        text = cleaned(text, self._cleaning)
        if not text.isascii():
            self._read_waiting()
            self._read(text)
            return
        self._waiting.append(text)
        self._n_characters += len(text)
        if self._n_characters > _BLOCK:
            self._read_block()

    def finished(self) -> tuple[list[str], Spool]:
        """Pieces, and the pieces of all texts by number."""
        self._read_waiting()
        self._put_away()
        return list(self._number_of), self._spool

    def _read(self, text: str) -> None:
        # No pattern for words looks past white space.
        self._ids.extend(map(self._number_of.__getitem__, text.split()))
        self._ends.append(len(self._ids))
        if len(self._ids) > _BLOCK:
            self._put_away()

    def _put_away(self) -> None:
        ids = np.frombuffer(self._ids, np.int32) if self._ids else np.empty(0, np.int32)
        self._spool.add(ids, np.array(self._ends))
        self._ids, self._ends = array("I"), array("q", [0])

    def _read_waiting(self) -> None:
        if self._cache is not None and self._n_characters > _WORTH_A_LOOKUP:
            self._read_block()
            return
        # Too little to be worth the cache, which for one short text would cost more than the text.
        waiting, self._waiting, self._n_characters = self._waiting, [], 0
        for text in waiting:
            self._read(text.encode("ascii").translate(ASCII_WORD_CHARACTERS).decode("ascii"))

    def _read_block(self) -> None:
        self._put_away()
        self._cache = self._cache or _PieceCache(self._number_of)
        self._spool.add(*self._cache.read(self._waiting))
        self._waiting, self._n_characters = [], 0


class _PieceCache:
    """Numbers of the pieces of ASCII texts: arrays in front of a dict that is asked for the rest.

    A piece of up to 16 characters is two integers of eight. They choose a slot of the arrays; the
    slot's first comer stays, and a piece that finds another there has to ask the dict.
    """

    _SLOT_BITS = 19
    # Which bytes of an integer to keep of a piece with 0, 1, ... 8 characters left.
    _KEPT = np.array([256**n_bytes - 1 for n_bytes in range(9)], np.uint64)
    # Any odd numbers with their bits well mixed.
    _FACTORS = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)

    def __init__(self, number_of: defaultdict[str, int]):
        self._number_of = number_of
        self._heads, self._tails = np.zeros((2, 2**self._SLOT_BITS), np.uint64)
        self._numbers = np.zeros(2**self._SLOT_BITS, np.int32)

    def read(self, texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
        """Number of each piece, and how many pieces there are before and up to each text's end."""
        # Blanks at the end, so that 16 characters can be taken wherever a piece starts.
        line = b" %b%b" % (" ".join(texts).encode("ascii"), b" " * 16)
        line = line.translate(ASCII_WORD_CHARACTERS)
        solid = np.frombuffer(line, np.uint8) != ord(" ")
        edges = np.flatnonzero(solid[1:] != solid[:-1]) + 1
        starts, stops = edges[::2], edges[1::2]
        text_ends = np.cumsum([0, *(len(text) + 1 for text in texts)])
        return self._lookup(line, starts, stops), np.searchsorted(starts, text_ends)

    def _lookup(self, line: bytes, starts: np.ndarray, stops: np.ndarray) -> np.ndarray:
        lengths = stops - starts
        integers = np.ndarray(len(line) - 7, "<u8", line, strides=(1,))
        heads = integers[starts] & self._KEPT[np.minimum(lengths, 8)]
        tails = integers[starts + 8] & self._KEPT[np.clip(lengths - 8, 0, 8)]
        mixed = heads * self._FACTORS[0] ^ tails * self._FACTORS[1]
        slots = (mixed >> np.uint64(64 - self._SLOT_BITS)).astype(np.intp)
        known = (self._heads[slots] == heads) & (self._tails[slots] == tails) & (lengths <= 16)
        numbers = self._numbers[slots]
        rest = np.flatnonzero(~known)
        spans = zip(starts[rest].tolist(), stops[rest].tolist(), strict=True)
        letters = line.decode("ascii")
        numbers[rest] = [self._number_of[letters[start:stop]] for start, stop in spans]
        # No piece has a head of 0. Of several for one slot the last that is written stays.
        new = rest[(self._heads[slots[rest]] == 0) & (lengths[rest] <= 16)][::-1]
        self._heads[slots[new]], self._tails[slots[new]] = heads[new], tails[new]
        self._numbers[slots[new]] = numbers[new]
        return numbers


class _Expansion:
    """Numbers of pieces to the numbers of the words in them."""

    def __init__(self, pieces: Sequence[str], numbers: bool):
        found: list[str] = []
        ends = array("q", [0])
        for piece in pieces:
            # Most are a word of ASCII letters, which `words_in` would say too, but not as soon.
            if piece.isascii() and piece.isalpha() and len(piece) > 1:
                found.append(piece)
            else:
                found += words_in(piece, numbers)
            ends.append(len(found))
        number_of = numbering()
        self._ids = np.fromiter(map(number_of.__getitem__, found), np.int32, len(found))
        self._first, self._n_words = np.array(ends[:-1], np.int64), np.diff(np.array(ends))
        self.words = list(number_of)

    def __call__(self, pieces: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Tokens of a block in place of its pieces."""
        lengths = self._n_words[pieces]
        until = np.concatenate([[0], np.cumsum(lengths)])
        if len(lengths) and lengths.max() > 1:
            shifts = self._first[pieces] - until[:-1]
            places = np.repeat(shifts, lengths) + np.arange(until[-1])
        else:
            places = self._first[pieces[lengths > 0]]
        return self._ids[places], until[ends]
