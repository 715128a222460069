"""Texts in, every word of them by number out.

This is where each token of a corpus passes, so it is made for speed. Texts are cut into pieces at
blanks and punctuation, pieces get numbers, and only distinct pieces are asked for the words in
them. For ASCII the cutting and numbering is arithmetic on the characters of many texts at once.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np

from hiertopics.errors import HiertopicsError
from hiertopics.text.words.tokens import ASCII_WORD_CHARACTERS, cleaned, words_in

_BLOCK = 2**17  # Characters, or pieces, at a time: what stays in the processor's cache.


class TokenStream(NamedTuple):
    """Every token of a corpus, by number: document after document.

    `words` are the distinct ones, `ids` (n_tokens,) points into them, and document i has
    ``ids[ends[i]:ends[i + 1]]``.
    """

    words: list[str]
    ids: np.ndarray
    ends: np.ndarray

    @property
    def n_docs(self) -> int:
        """Number of documents, those without a word included."""
        return len(self.ends) - 1


def read_tokens(texts: Iterable[str], split: Callable[[str], Iterable[str]]) -> TokenStream:
    """Split each text once; raises HiertopicsError, naming its position, for one that is no str."""
    number_of = numbering()
    # The code "I": array makes an "i" of each number by a slower way.
    ids, ends = array("I"), array("q", [0])
    for text in _checked(texts):
        ids.extend(map(number_of.__getitem__, split(text)))
        ends.append(len(ids))
    return TokenStream(list(number_of), np.array(ids, np.int32), np.array(ends, np.int64))


def read_words(texts: Iterable[str], lowercase: bool = True) -> TokenStream:
    """What `read_tokens` gives with `tokenize`, but for the order of the words."""
    reader = _PieceReader()
    for text in _checked(texts):
        reader.add(cleaned(text, lowercase))
    return _words_for_pieces(reader.pieces())


def numbering() -> defaultdict[str, int]:
    """A dict that numbers its keys in the order in which they are first asked for."""
    number_of: defaultdict[str, int] = defaultdict()
    number_of.default_factory = number_of.__len__
    return number_of


def _checked(texts: Iterable[str]) -> Iterator[str]:
    position = -1
    for position, text in enumerate(texts):
        if not isinstance(text, str):
            raise HiertopicsError(
                f"document {position} must be a str, got {type(text).__name__}; "
                "read or decode it first, and put '' for a missing text"
            )
        yield text
    if position < 0:
        raise HiertopicsError("expected texts, got an empty collection; give at least one document")


class _PieceReader:
    """Numbers the pieces of texts: of ASCII as soon as a block of it waits, of others at once."""

    def __init__(self):
        self._number_of = numbering()
        self._ids, self._ends = array("I"), array("q", [0])
        self._waiting: list[str] = []
        self._n_characters = 0
        self._cache: _PieceCache | None = None

    def add(self, text: str) -> None:
        """Take the next text, cleaned."""
        if not text.isascii():
            self._read_waiting()
            self._read(text)
            return
        self._waiting.append(text)
        self._n_characters += len(text)
        if self._n_characters > _BLOCK:
            self._read_block()

    def pieces(self) -> TokenStream:
        """All pieces, in place of words."""
        self._read_waiting()
        ids = np.asarray(self._ids).view(np.int32)
        return TokenStream(list(self._number_of), ids, np.asarray(self._ends))

    def _read(self, text: str) -> None:
        # No pattern for words looks past white space.
        self._ids.extend(map(self._number_of.__getitem__, text.split()))
        self._ends.append(len(self._ids))

    def _read_waiting(self) -> None:
        # Too little to be worth the cache, which for one short text would cost more than the text.
        for text in self._waiting:
            self._read(text.encode("ascii").translate(ASCII_WORD_CHARACTERS).decode("ascii"))
        self._waiting, self._n_characters = [], 0

    def _read_block(self) -> None:
        self._cache = self._cache or _PieceCache(self._number_of)
        numbers, ends = self._cache.read(self._waiting)
        self._ends.extend((ends + len(self._ids)).tolist())
        self._ids.frombytes(numbers.tobytes())
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
        """Number of each piece, and how many pieces there are up to the end of each text."""
        # Blanks at the end, so that 16 characters can be taken wherever a piece starts.
        line = b" %b%b" % (" ".join(texts).encode("ascii"), b" " * 16)
        line = line.translate(ASCII_WORD_CHARACTERS)
        solid = np.frombuffer(line, np.uint8) != ord(" ")
        edges = np.flatnonzero(solid[1:] != solid[:-1]) + 1
        starts, stops = edges[::2], edges[1::2]
        text_ends = np.cumsum([len(text) + 1 for text in texts])
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


def _words_for_pieces(pieces: TokenStream) -> TokenStream:
    words: list[str] = []
    ends = array("q", [0])
    for piece in pieces.words:
        words += words_in(piece)
        ends.append(len(words))
    number_of = numbering()
    ids = np.fromiter(map(number_of.__getitem__, words), np.int32, len(words))
    first, n_words = np.array(ends[:-1], np.int64), np.diff(np.array(ends, np.int32))
    blocks, text_ends, total = [np.empty(0, np.int32)], np.zeros_like(pieces.ends), 0
    for start in range(0, len(pieces.ids), _BLOCK):
        block = pieces.ids[start : start + _BLOCK]
        lengths = n_words[block]
        until = np.cumsum(lengths)
        if lengths.max() > 1:
            shifts = first[block] - (until - lengths)
            places = np.repeat(shifts, lengths) + np.arange(until[-1])
        else:
            places = first[block[lengths > 0]]
        blocks.append(ids[places])
        here = slice(*np.searchsorted(pieces.ends, [start, start + len(block)], side="right"))
        text_ends[here] = total + until[pieces.ends[here] - start - 1]
        total += until[-1]
    return TokenStream(list(number_of), np.concatenate(blocks), text_ends)
