"""Numbers of tokens in, the same out again as often as one likes; on disk where they are many."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile

import numpy as np

_IN_MEMORY = 2**25  # Bytes: eight million tokens.
_BLOCK = 2**20  # Tokens at a time.


class Spool:
    """Tokens of documents, appended in parts and read in blocks of whole documents.

    Attributes
    ----------
    n_docs : int
    """

    def __init__(self):
        self.n_docs = 0
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)
        weakref.finalize(self, self._file.close)
        self._lengths: list[np.ndarray] = []
        self._waiting: list[np.ndarray] = []
        self._waiting_lengths: list[np.ndarray] = []
        self._n_waiting = 0

    def add(self, ids: np.ndarray, ends: np.ndarray) -> None:
        """Append documents: number i has ``ids[ends[i]:ends[i + 1]]``."""
        self._waiting.append(ids)
        self._waiting_lengths.append(np.diff(ends))
        self._n_waiting += len(ids)
        self.n_docs += len(ends) - 1
        if self._n_waiting >= _BLOCK or len(self._waiting) >= 4096:
            self._write()

    def blocks(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Ids (int32) and ends (int64, one more than documents) of a block of documents."""
        self._write()
        position = 0
        for lengths in self._lengths:
            ends = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
            n_bytes = 4 * int(ends[-1])
            self._file.seek(position)
            yield np.frombuffer(self._file.read(n_bytes), np.int32), ends
            position += n_bytes

    def _write(self) -> None:
        if not self._waiting:
            return
        self._file.seek(0, 2)
        for ids in self._waiting:
            self._file.write(ids.astype(np.int32, copy=False).tobytes())
        self._lengths.append(np.concatenate(self._waiting_lengths).astype(np.int32))
        self._waiting, self._waiting_lengths, self._n_waiting = [], [], 0
