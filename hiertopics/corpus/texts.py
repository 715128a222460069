"""Texts of a corpus, read from their files whenever they are asked for."""

from __future__ import annotations

import operator
import os
import warnings
import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, islice

import numpy as np

from hiertopics.corpus.records import Reader, full_path
from hiertopics.errors import CorpusError, CorpusWarning
from hiertopics.printable import printable

# Texts read ahead, and held, where they are asked for in no order.
_HELD = 10_000


class SourceTexts(Sequence):
    """Texts of documents in files; a slice, or what an array of numbers chooses, is again one.

    Going through them in order reads each file once, and so does asking for one after the other.

    Parameters
    ----------
    root : str
        Folder, or the only file.
    files : sequence of str
        Paths within the folder, or "" for the only file.
    reader : Reader
    file_of, record_of : int ndarray (n_docs,)
        Which file a document is in, and which record of that file it is.
    held : mapping of int to sequence of bytes
        Compressed texts of the records of files that take long to read, by the number of the file.
    stamps : sequence of (int, int) or None
        Size and time of each file when it was first read.
    """

    def __init__(
        self,
        root: str,
        files: Sequence[str],
        reader: Reader,
        file_of: np.ndarray,
        record_of: np.ndarray,
        held: Mapping[int, Sequence[bytes]],
        stamps: Sequence[tuple[int, int] | None],
    ):
        self.root = root
        self.files = files
        self.reader = reader
        self.file_of = file_of
        self.record_of = record_of
        self.held = held
        self.stamps = stamps
        self._open: tuple[int, int, Iterator[str]] | None = None

    def __len__(self) -> int:
        return len(self.file_of)

    @property
    def one_a_file(self) -> bool:
        """Whether each text is a file of its own, so that any part is as quick to read."""
        return len(self.files) == len(self.file_of)

    def __getitem__(self, index):
        if isinstance(index, slice | np.ndarray):
            return self._chosen(index)
        index = operator.index(index)
        file, record = int(self.file_of[index]), int(self.record_of[index])
        if self._open is None or self._open[0] != file or self._open[1] > record:
            self._open = file, 0, self._all_of(file)
        _, at, texts = self._open
        text = next(islice(texts, record - at, None))
        self._open = file, record + 1, texts
        return self._text(text, file)

    def __iter__(self) -> Iterator[str]:
        position = 0
        for file, group in groupby(self.file_of.tolist()):
            n_docs = len(list(group))
            wanted = self.record_of[position : position + n_docs]
            if np.all(np.diff(wanted) > 0):
                yield from self._in_order(file, wanted.tolist())
            else:
                yield from self._in_disorder(file, wanted)
            position += n_docs

    def __getstate__(self):
        return {**self.__dict__, "_open": None}

    def _chosen(self, index) -> SourceTexts:
        file_of, record_of = self.file_of[index], self.record_of[index]
        # Only the files that are needed: a part is what other processes are sent.
        kept, file_of = np.unique(file_of, return_inverse=True)
        files = [self.files[i] for i in kept.tolist()]
        held = {new: self.held[old] for new, old in enumerate(kept.tolist()) if old in self.held}
        stamps = [self.stamps[i] for i in kept.tolist()]
        return SourceTexts(self.root, files, self.reader, file_of, record_of, held, stamps)

    def _in_order(self, file: int, wanted: list[int]) -> Iterator[str]:
        texts, at = self._all_of(file), 0
        for record in wanted:
            yield self._text(next(islice(texts, record - at, None)), file)
            at = record + 1

    def _in_disorder(self, file: int, wanted: np.ndarray) -> Iterator[str]:
        # Many texts with each reading: to look for one after the other would take for ever.
        for start in range(0, len(wanted), _HELD):
            distinct, places = np.unique(wanted[start : start + _HELD], return_inverse=True)
            found = list(self._in_order(file, distinct.tolist()))
            yield from (found[place] for place in places.tolist())

    def _text(self, text: str | None, file: int) -> str:
        if text is None:
            self._warn(file)
        return text or ""

    def _warn(self, file: int) -> None:
        warnings.warn(
            f"{printable(self.files[file] or self.root)} has changed or gone since the corpus was "
            "read, and what is missing is taken for empty; read the corpus again",
            CorpusWarning,
            stacklevel=4,
        )

    def _all_of(self, file: int) -> Iterator[str | None]:
        """Texts of all records of a file, then None for ever; None for what is no document."""
        if file in self.held:
            yield from (zlib.decompress(text).decode() for text in self.held[file])
        else:
            path = full_path(self.root, self.files[file])
            if stamp_of(path) != self.stamps[file]:
                self._warn(file)
            try:
                for record in self.reader.records(path):
                    yield record.text if record.source.reason is None else None
            except (OSError, CorpusError):
                pass
        while True:
            yield None


def stamp_of(path: str) -> tuple[int, int] | None:
    """Size and time of a file, by which a change shows; None if it is gone."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def held_text(text: str) -> bytes:
    """A text as `SourceTexts` holds it."""
    return zlib.compress(text.encode("utf-8", "replace"), 1)
