"""What is known about documents while they are read, and the Corpus that is made of it."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import compress

import numpy as np

from hiertopics.corpus.corpus import Corpus
from hiertopics.corpus.folder import distinct, file_ids, folder_labels
from hiertopics.corpus.records import Record, RecordReader
from hiertopics.corpus.split import passage_titles, split_remark
from hiertopics.printable import printable


class Found:
    """What is known about the documents found so far but for their texts, one entry each.

    Places and numbers are those of `Record`, lengths are in characters; metadata reach up to the
    last document that has a value; what is no document is in `skipped`, by reason.
    """

    def __init__(self, skipped: dict[str, list[str]]):
        self.files: list[int] = []
        self.places: list[str] = []
        self.ids: list[str | None] = []
        self.labels: list[Sequence] = []
        self.metadata: dict[str, list] = {}
        self.skipped = skipped
        self.numbers: list[int] = []
        self.lengths = array("q")

    def add(self, record: Record, file: int, name: str) -> bool:
        """Take a record, and say whether it is a document; `name` is for one that is none."""
        if record.reason is not None:
            self.skipped.setdefault(record.reason, []).append(name)
            return False
        for field, value in record.fields.items():
            column = self.metadata.setdefault(field, [])
            column += [None] * (len(self.files) - len(column))
            column.append(value)
        self.files.append(file)
        self.places.append(record.place)
        self.ids.append(record.id)
        self.labels.append(record.labels)
        self.numbers.append(record.number)
        self.lengths.append(len(record.text))
        return True


def corpus_of(found: Found, reader: RecordReader, texts, files, source: str) -> Corpus:
    """Corpus of what a reader found in files, or in a table in memory, and of its texts."""
    kept = sorted(set(found.files))
    names = dict(zip(kept, file_ids([files[i] for i in kept]), strict=True))
    ids, label_names = [], ()
    for file, place, own in zip(found.files, found.places, found.ids, strict=True):
        line = place.partition(":")[2] if own is not None else place
        name = printable(own) if own is not None else names[file]
        ids.append(":".join(part for part in (name, line) if part))
    if reader.columns is not None:
        labels = np.empty((len(ids), len(reader.columns.labels)), dtype=object)
        for row, values in zip(labels, found.labels, strict=True):
            row[:] = values
        known = [any(label is not None for label in column) for column in labels.T]
        labels, label_names = labels[:, known], tuple(compress(reader.columns.labels, known))
    elif list(files) == [""]:
        labels = np.full((len(ids), 0), None, dtype=object)
    else:
        labels = folder_labels([files[i] for i in found.files])
    if remark := split_remark(reader.split, found.lengths, found.numbers):
        reader.notes.remark(remark)
    reading = {"n_characters": sum(found.lengths), **reader.facts()}
    if labels.shape[1]:
        reading["labels"] = "columns" if reader.columns is not None else "folders"
    metadata = {
        name: column + [None] * (len(ids) - len(column)) for name, column in found.metadata.items()
    }
    if max(found.numbers) > 1 and not reader.always_split:
        title = next((name for name in metadata if name.lower() == "title"), "title")
        given = metadata.get(title, [None] * len(ids))
        metadata[title] = passage_titles(ids, found.numbers, given)
    skipped = {reason: tuple(paths) for reason, paths in found.skipped.items()}
    return Corpus(
        texts, distinct(ids), labels, metadata, skipped, source, reading, label_names=label_names
    )
