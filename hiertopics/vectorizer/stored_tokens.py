"""Tokens of a corpus, kept to be gone through again and again."""

from __future__ import annotations

import weakref
from array import array
from collections.abc import Iterator
from hashlib import blake2b
from tempfile import SpooledTemporaryFile

import numpy as np

from hiertopics.vectorizer.counts import Block, ends_of

_IN_MEMORY = 2**25  # Bytes of tokens kept: eight million. More of them wait in a temporary file.
_READ_AT_ONCE = 2**19  # Tokens; twice as many take no less time, and 40 MB more.


class StoredTokens:
    """Tokens of documents, in memory or a temporary file, to be gone through again and again."""

    def __init__(self):
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)
        weakref.finalize(self, self._file.close)
        self._blocks: list[list[np.ndarray]] = []  # Lengths of documents.
        self._room = -1

    def add(self, ids: np.ndarray, ends: np.ndarray) -> None:
        """Keep a block."""
        self._file.seek(0, 2)
        self._file.write(ids.tobytes())
        if len(ids) > self._room:
            self._blocks.append([])
            self._room = _READ_AT_ONCE
        self._blocks[-1].append(np.diff(ends).astype(np.int32))
        self._room -= len(ids)

    def __iter__(self) -> Iterator[Block]:
        """Blocks in order, of other sizes than those that were added."""
        position = 0
        for lengths in self._blocks:
            ends = ends_of(np.concatenate(lengths))
            n_bytes = 4 * int(ends[-1])
            self._file.seek(position)
            yield np.frombuffer(self._file.read(n_bytes), np.int32), ends
            position += n_bytes


class EqualDocuments:
    """The first document with the very tokens of each; without tokens, the document itself."""

    def __init__(self) -> None:
        self.first = array("q")
        self._first_with: dict[bytes, int] = {}

    def add(self, ids: np.ndarray, ends: np.ndarray) -> None:
        """Take in the documents of a block, of tokens without marks."""
        for start, end in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True):
            own = len(self.first)
            digest = self.digest(ids[start:end])
            self.first.append(self._first_with.setdefault(digest, own) if end > start else own)

    def change(self, digests: dict[int, bytes]) -> None:
        """Take in the new digests of documents that changed, with all that were equal to them."""
        digest_of = {first: digest for digest, first in self._first_with.items()}
        before, self.first, self._first_with = self.first, array("q"), {}
        for own, first in enumerate(before):
            digest = digests.get(own) or digest_of.get(first)
            self.first.append(own if digest is None else self._first_with.setdefault(digest, own))

    @staticmethod
    def digest(ids: np.ndarray) -> bytes:
        """A number of 16 bytes that no other tokens have."""
        return blake2b(ids.data, digest_size=16).digest()
