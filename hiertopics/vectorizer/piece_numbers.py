"""Numbers of the pieces of texts, looked up for thousands of them at a time.

A dict takes a string to be made and hashed for each piece, and 3 in 4 of the time of a vectorizer
without phrases. Here the first 24 bytes of a piece are three numbers of 64 bits, and a table says
which piece has them; what is not in the table is looked up in a dict as ever.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hiertopics.vectorizer.counts import Block
from hiertopics.vectorizer.numbering import numbering

_SIZE = 8  # bytes of a number
_N_NUMBERS = 3
_LONGEST = _SIZE * _N_NUMBERS
_BLANK = ord(" ")
# What is left of a number of which only the first bytes belong to the piece.
_MASKS = np.array([2 ** (8 * size) - 1 for size in range(_SIZE + 1)], np.uint64)
# Odd, so that each bit of a number has its part in the first bits of the product.
_FACTORS = np.random.default_rng(1).integers(2**64, size=_N_NUMBERS, dtype=np.uint64) | np.uint64(1)
# Of slots; the table grows where more than a quarter are taken, and the largest has 16 MB.
_FEWEST_BITS, _MOST_BITS = 16, 19
# Most pieces of the first texts are new; only what comes again is sooner found in the table.
_FIRST_LOOK = 2**11


class PieceNumbers:
    """Numbers of pieces in the order in which they first come; `number_of` is a `numbering`."""

    def __init__(self) -> None:
        self.number_of = numbering()
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self.number_of.clear()
        self._make_table(_FEWEST_BITS)

    def of(self, texts: Sequence[bytes]) -> Block:
        """The numbers (int32) of the pieces of texts, UTF-8 with blanks between them, and ends."""
        data = b" ".join([b"", *texts, b" " * _LONGEST])
        is_inside = np.frombuffer(data, np.uint8) != _BLANK
        edges = np.flatnonzero(is_inside[1:] != is_inside[:-1]) + 1
        starts, ends = edges[::2], edges[1::2]
        parts = _parts(data, starts, ends - starts)
        numbers = np.empty(len(starts), np.int32)
        first, size = 0, _FIRST_LOOK
        while first < len(starts):
            here = slice(first, first + size)
            numbers[here] = self._looked_up(data, starts[here], ends[here], parts[:, here])
            first, size = first + size, 4 * size
        text_ends = np.cumsum([0, *map(len, texts)]) + np.arange(len(texts) + 1)
        return numbers, np.searchsorted(starts, text_ends)

    def _looked_up(self, data: bytes, starts, ends, parts) -> np.ndarray:
        """Numbers of some pieces; those that were not in the table are so from now on."""
        slots, lengths = self._slots(parts), ends - starts
        is_known = self._lengths[slots] == lengths
        for own, known in zip(parts, self._parts, strict=True):
            is_known &= known[slots] == own
        numbers = self._numbers[slots]
        others = np.flatnonzero(~is_known)
        places = zip(starts[others].tolist(), ends[others].tolist(), strict=True)
        pieces = [data[start:end].decode("utf-8", "surrogatepass") for start, end in places]
        numbers[others] = [self.number_of[piece] for piece in pieces]
        others = others[(self._lengths[slots[others]] == 0) & (lengths[others] <= _LONGEST)]
        others = others[np.unique(slots[others], return_index=True)[1]]
        self._fill(slots[others], numbers[others], lengths[others], parts[:, others])
        return numbers

    def _slots(self, parts: np.ndarray) -> np.ndarray:
        hashes = (parts * _FACTORS[:, None]).sum(axis=0, dtype=np.uint64)
        return (hashes >> np.uint64(64 - self._n_bits)).astype(np.intp)

    def _make_table(self, n_bits: int) -> None:
        self._n_bits, self._n_filled = n_bits, 0
        self._numbers = np.empty(1 << n_bits, np.int32)
        self._lengths = np.zeros(1 << n_bits, np.int32)  # of pieces, 0 where a slot is free
        self._parts = np.zeros((_N_NUMBERS, 1 << n_bits), np.uint64)

    def _fill(self, slots, numbers, lengths, parts) -> None:
        self._numbers[slots], self._lengths[slots], self._parts[:, slots] = numbers, lengths, parts
        self._n_filled += len(slots)
        if self._n_bits < _MOST_BITS and 4 * self._n_filled > len(self._numbers):
            taken = np.flatnonzero(self._lengths)
            rest = self._numbers[taken], self._lengths[taken], self._parts[:, taken]
            self._make_table(self._n_bits + 1)
            self._fill(self._slots(rest[2]), *rest)


def _parts(data: bytes, starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """The first 24 bytes of each piece as numbers (3, n_pieces), zero where it is shorter."""
    at_each_byte = np.ndarray(len(data) - _SIZE + 1, "<u8", data, strides=(1,))
    parts = np.zeros((_N_NUMBERS, len(starts)), np.uint64)
    longer = np.arange(len(starts))
    for k, part in enumerate(parts):
        longer = longer[lengths[longer] > _SIZE * k]
        found = at_each_byte[starts[longer] + _SIZE * k]
        part[longer] = found & _MASKS[np.minimum(lengths[longer] - _SIZE * k, _SIZE)]
    return parts
