"""The first reading of a source: which documents there are, and what is known about each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from hiertopics.corpus.columns import is_missing, labels_of, value_of
from hiertopics.corpus.formats import FileText, is_slow
from hiertopics.corpus.records import Reader, Record, full_path
from hiertopics.corpus.texts import SourceTexts, held_text, stamp_of


class Scan:
    """What a reading has found, one entry per document in each list.

    Attributes
    ----------
    file_of, record_of : list of int
    places : list of str
        Of each document in its file, as in `Record`.
    own_ids : list of str or None
        From the id column of a table.
    passed_over : list of (reason, file, place)
    """

    def __init__(self, reader: Reader):
        self.file_of: list[int] = []
        self.record_of: list[int] = []
        self.places: list[str] = []
        self.own_ids: list[str | None] = []
        self.passed_over: list[tuple[str, int, str]] = []
        self._columns = reader.columns
        self._labels: list[list] = []
        self._metadata: dict[str, list] = {}
        self._held: dict[int, list[bytes]] = {}
        self._stamps: list[tuple[int, int] | None] = []
        self._last: FileText | None = None
        self._encodings: Counter[str] = Counter()
        self._traits: Counter[str] = Counter()
        self._n_bad = 0
        self._n_damaged_sources = 0
        self._n_characters = 0

    def add(self, record: Record, file: int, number: int, hold: bool) -> None:
        """Take the next record of a file."""
        if record.source is not self._last:  # once for all passages of a file or a row
            self._note(record.source)
            self._last = record.source
        if hold:
            self._held.setdefault(file, []).append(held_text(record.text))
        if record.source.reason is not None:
            self.passed_over.append((record.source.reason, file, record.place))
            return
        self.file_of.append(file)
        self.record_of.append(number)
        self.places.append(record.place)
        self._n_characters += len(record.text)
        for name, value in record.source.fields.items():
            if self._columns is None or name not in self._columns.metadata:
                self._add_value(name, value)
        if self._columns is None:
            self.own_ids.append(None)
            return
        own = None if self._columns.id is None else record.row.get(self._columns.id)
        self.own_ids.append(None if is_missing(own) else str(own))
        self._labels.append(labels_of(record.row, self._columns.labels))
        for name in self._columns.metadata:
            self._add_value(name, value_of(record.row, name))

    def begin(self, path: str) -> None:
        """Remember what the next file looks like from outside."""
        self._stamps.append(stamp_of(path))

    def _note(self, source: FileText) -> None:
        if source.reason is None:
            self._traits.update(source.traits)
            self._n_bad += source.n_bad
            self._n_damaged_sources += source.n_bad > 0
            if source.encoding is not None:
                self._encodings[source.encoding] += 1

    def _add_value(self, name: str, value) -> None:
        column = self._metadata.setdefault(name, [])
        column += [None] * (len(self.file_of) - 1 - len(column))
        if len(column) < len(self.file_of):
            column.append(value)

    @property
    def labels(self) -> np.ndarray:
        """Labels by column, (n_docs, n_levels), fine to broad."""
        labels = np.full((len(self.file_of), len(self._columns.labels)), None, dtype=object)
        for row, values in zip(labels, self._labels, strict=True):
            row[:] = values
        return labels[:, [bool(np.any(column != None)) for column in labels.T]]  # noqa: E711

    @property
    def metadata(self) -> dict[str, list]:
        """Values by column, None where a document has none."""
        for column in self._metadata.values():
            column += [None] * (len(self.file_of) - len(column))
        return self._metadata

    def texts(self, root: str, files: Sequence[str], reader: Reader) -> SourceTexts:
        """Texts of the documents found, to be read from their files."""
        kept, file_of = np.unique(np.array(self.file_of, np.int32), return_inverse=True)
        paths = [files[i] for i in kept.tolist()]
        held = {new: self._held[old] for new, old in enumerate(kept.tolist()) if old in self._held}
        record_of = np.array(self.record_of, np.int32)
        stamps = [self._stamps[i] for i in kept.tolist()]
        file_of = file_of.astype(np.int32)
        return SourceTexts(root, paths, reader, file_of, record_of, held, stamps)

    def facts(self, reader: Reader) -> dict:
        """How it was read, as JSON can hold it."""
        facts: dict[str, object] = {"n_characters": self._n_characters}
        if reader.columns is not None:
            facts["columns"] = reader.columns.described()
        if reader.split is not None:
            facts["split"] = reader.split
        if self._encodings:
            facts["encodings"] = dict(self._encodings.most_common())
        if self._n_bad:
            facts["bad_bytes"] = {"bytes": self._n_bad, "texts": self._n_damaged_sources}
        if self._traits:
            facts["taken_for"] = dict(self._traits.most_common())
        return facts


def scan_rows(rows: Sequence[Mapping], reader: Reader) -> tuple[Scan, tuple[str, ...]]:
    """Look through rows in memory; what is known about their documents, and their texts."""
    found, texts = Scan(reader), []
    for number, record in enumerate(reader.records_of_rows(rows)):
        found.add(record, 0, number, hold=False)
        if record.source.reason is None:
            texts.append(record.text)
    return found, tuple(texts)


def scan(
    root: str,
    files: Sequence[str],
    reader: Reader,
    progress: Callable[[int, int | None], object] | None = None,
) -> Scan:
    """Read all files once and keep what is known about their documents, but not their texts.

    Parameters
    ----------
    root : str
        Folder of the files; where `files` is [""], the only file.
    files : sequence of str
    reader : Reader
    progress : callable, optional
        As `read_corpus` takes it.
    """
    found = Scan(reader)
    for file, path in enumerate(files):
        found.begin(full_path(root, path))
        for number, record in enumerate(reader.records(full_path(root, path))):
            found.add(record, file, number, hold=is_slow(path or root))
            if progress is not None and number % 2000 == 1999 and len(files) == 1:
                progress(number + 1, None)
        done = file + 1
        if progress is not None and (done % 500 == 0 or done == len(files)) and len(files) > 1:
            progress(done, len(files))
    return found
