"""Texts that are read once and then kept in a temporary file, compressed where they are many."""

from __future__ import annotations

import os
import tempfile
import threading
import weakref
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

import numpy as np

from hiertopics.errors import CorpusError

# Bytes of text that are compressed together. Twice as many take 3 % less room on the disk, and
# twice the time where texts are asked for in no order.
_BLOCK = 2**14

# Bytes of text that are kept as they are: to compress them took half the time of reading a table.
_PLAIN = 2**26


class StoredTexts(Sequence):
    """Texts in a temporary file; indexed as a list, or by an array as numpy's are.

    They are taken from an iterable one by one, and never held together; lone surrogates are kept.
    What follows the first 64 MB is compressed. A slice, an array of positions or a mask gives
    another `StoredTexts` on the same file. The file has no name that others could see, and goes
    with the last of those that read it, or with the process. Texts never change, several threads
    may read them at once, and a pickle holds them all. A CorpusError is raised if there is no room
    in the folder of temporary files.
    """

    def __init__(self, texts: Iterable[str]):
        self._blocks = _Blocks(texts)
        self._positions = np.arange(self._blocks.n_texts)

    def __len__(self) -> int:
        return len(self._positions)

    def __getitem__(self, index: Any) -> Any:
        chosen = self._positions[index]
        if isinstance(index, slice | np.ndarray):
            view = object.__new__(StoredTexts)
            view._blocks, view._positions = self._blocks, chosen
            return view
        return next(self._blocks.texts([int(chosen)]))

    def __iter__(self) -> Iterator[str]:
        return self._blocks.texts(map(int, self._positions))

    def __deepcopy__(self, _: dict) -> StoredTexts:
        return self

    def __reduce__(self) -> tuple:
        return StoredTexts, (list(self),)


class _Blocks:
    """Blocks of texts in a file without a name; written once, then only read."""

    def __init__(self, texts: Iterable[str]):
        try:
            self._file: BinaryIO = tempfile.TemporaryFile(prefix="hiertopics.", buffering=0)
        except OSError as error:
            raise _no_room(error) from error
        weakref.finalize(self, self._file.close)
        self._lock = threading.Lock()
        self._last: tuple[int, bytes] = -1, b""
        # Where each text begins among the bytes of all; the first text of each block; and where
        # each block begins in the file. Each of these ends with what would be next.
        self._text_starts = array("q", [0])
        self._first_texts = array("q", [0])
        self._block_starts = array("q", [0])
        self._n_plain = 0  # blocks, the first ones, that are not compressed
        self._write(texts)

    @property
    def n_texts(self) -> int:
        return len(self._text_starts) - 1

    def texts(self, positions: Iterable[int]) -> Iterator[str]:
        """Texts by position; a block is read once for all that follow one another."""
        number, block = self._last
        for position in positions:
            wanted = bisect_right(self._first_texts, position) - 1
            if wanted != number:
                number, block = self._last = wanted, self._read(wanted)
            start = self._text_starts[self._first_texts[number]]
            data = block[
                self._text_starts[position] - start : self._text_starts[position + 1] - start
            ]
            yield data.decode("utf-8", "surrogatepass")

    def _write(self, texts: Iterable[str]) -> None:
        parts: list[bytes] = []
        start = end = 0
        for text in texts:
            data = text.encode("utf-8", "surrogatepass")
            parts.append(data)
            end += len(data)
            self._text_starts.append(end)
            if end - start >= _BLOCK:
                self._put_away(b"".join(parts))
                parts, start = [], end
        if parts:
            self._put_away(b"".join(parts))

    def _put_away(self, data: bytes) -> None:
        if self._block_starts[-1] < _PLAIN:
            self._n_plain += 1
        else:
            data = zlib.compress(data, 1)
        self._first_texts.append(self.n_texts)
        self._block_starts.append(self._block_starts[-1] + len(data))
        try:
            while data:  # an unbuffered file may take a part at a time
                data = data[self._file.write(data) :]
        except OSError as error:
            raise _no_room(error) from error

    def _read(self, number: int) -> bytes:
        start, end = self._block_starts[number : number + 2]
        if hasattr(os, "pread"):  # without a place in the file, which processes may share
            data = os.pread(self._file.fileno(), end - start, start)
        else:
            with self._lock:
                self._file.seek(start)
                data = self._file.read(end - start)
        return data if number < self._n_plain else zlib.decompress(data)


def _no_room(error: OSError) -> CorpusError:
    return CorpusError(
        f"the texts cannot be kept in a temporary file: {error.strerror or error}; make room, or "
        "name another folder by the environment variable TMPDIR"
    )
