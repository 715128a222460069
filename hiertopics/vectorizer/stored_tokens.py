"""Tokens of a corpus, kept to be gone through again and again."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from hashlib import blake2b

import numpy as np

from hiertopics.vectorizer.counts import Block, ends_of
from hiertopics.vectorizer.stored_array import StoredArray

_READ_AT_ONCE = 2**19  # Tokens; twice as many take no less time, and 40 MB more.


class StoredTokens:
    """Tokens of documents, in memory or a temporary file, to be gone through again and again."""

    def __init__(self):
        self._ids = StoredArray(np.int32)
        self._blocks: list[array] = []  # Lengths of documents.
        self._room = -1

    def add(self, ids: np.ndarray, ends: np.ndarray) -> None:
        """Keep a block."""
        self._ids.extend(ids)
        if len(ids) > self._room:
            self._blocks.append(array("i"))
            self._room = _READ_AT_ONCE
        self._blocks[-1].frombytes(np.diff(ends).astype(np.int32).tobytes())
        self._room -= len(ids)

    def __iter__(self) -> Iterator[Block]:
        """Blocks in order, of other sizes than those that were added."""
        position = 0
        for lengths in self._blocks:
            ends = ends_of(np.array(lengths))
            yield self._ids[position : position + int(ends[-1])], ends
            position += int(ends[-1])


class EqualDocuments:
    """The first document with the very tokens of each; without tokens, the document itself."""

    def __init__(self) -> None:
        self._digests = array("Q")  # Two numbers a document: a dict would take ten times as much.

    def add(self, ids: np.ndarray, ends: np.ndarray) -> None:
        """Take in the documents of a block, of tokens without marks."""
        for start, end in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True):
            self._digests.frombytes(_digest(ids[start:end]))

    def change(self, document: int, ids: np.ndarray) -> None:
        """Take in the new tokens of a document that was there before."""
        self._digests[2 * document : 2 * document + 2] = array("Q", _digest(ids))

    def first(self) -> np.ndarray:
        """The first document equal to each, int (n_docs,)."""
        digests = np.array(self._digests).reshape(-1, 2)
        order = np.lexsort(digests.T)  # which leaves equal ones in their order
        is_first = np.ones(len(order), bool)
        is_first[1:] = (np.diff(digests[order], axis=0) != 0).any(axis=1)
        first = np.empty(len(order), np.int64)
        first[order] = order[is_first][np.cumsum(is_first) - 1]
        is_empty = (digests == np.frombuffer(_digest(np.empty(0, np.int32)), np.uint64)).all(axis=1)
        first[is_empty] = np.flatnonzero(is_empty)
        return first


def _digest(ids: np.ndarray) -> bytes:
    """A number of 16 bytes that no other tokens have."""
    return blake2b(ids.data, digest_size=16).digest()
