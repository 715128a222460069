"""What is known about documents while they are read, and the Corpus that is made of it."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from itertools import compress

import numpy as np

from hiertopics.corpus.corpus import Corpus
from hiertopics.corpus.folder import distinct, file_ids, folder_labels
from hiertopics.corpus.placeholders import ShortTexts
from hiertopics.corpus.record import Record
from hiertopics.corpus.records import RecordReader
from hiertopics.corpus.split import passage_titles, split_remark
from hiertopics.corpus.tables.cells import id_of
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
        self.short = ShortTexts()

    def add(self, record: Record, file: int, name: str) -> bool:
        """Take a record, and say whether it is a document; `name` is for one that is none."""
        if record.reason is not None:
            self.skipped.setdefault(record.reason, []).append(name)
            return False
        place, text, _, number, own, labels, fields, _ = record
        for field, value in fields.items() if fields else ():
            column = self.metadata.setdefault(field, [])
            if len(column) < len(self.files):
                column += [None] * (len(self.files) - len(column))
            column.append(value)
        self.files.append(file)
        self.places.append(place)
        self.ids.append(own)
        self.labels.append(labels)
        self.numbers.append(number)
        self.lengths.append(len(text))
        self.short.add(text)
        return True


def corpus_of(
    found: Found, reader: RecordReader, texts, files, source: str, inputs: tuple[str, ...] = ()
) -> Corpus:
    """Corpus of what a reader found in files, or in a table in memory, and of its texts."""
    is_folder = list(files) != [""]
    ids = _ids(found, files, is_folder and reader.columns is not None)
    labels = np.full((len(ids), 0), None, dtype=object)
    source_of_labels = "columns"
    label_names: tuple[str, ...] = ()
    if reader.columns is not None:
        labels = np.empty((len(ids), len(reader.columns.labels)), dtype=object)
        for place, column in enumerate(zip(*found.labels, strict=True)):
            labels[:, place] = np.fromiter(column, object, len(column))
        _name_classes(labels)
        names = reader.columns.labels
        known = [any(label is not None for label in column) for column in labels.T]
        if reader.wanted_columns[2] is None:
            single = [_is_single(column) for column in labels.T]
            _keep_as_metadata(found, reader, single)
            known = [has and not said for has, said in zip(known, single, strict=True)]
        labels = np.compress(known, labels, axis=1)
        label_names = tuple(compress(names, known))
    if is_folder and not labels.shape[1]:
        labels, source_of_labels = folder_labels([files[i] for i in found.files]), "folders"
        labels = np.compress([not _is_single(each) for each in labels.T], labels, axis=1)
    for remark in found.short.remarks(texts, is_table=reader.columns is not None):
        reader.notes.remark(remark)
    if remark := split_remark(reader.split, found.lengths, found.numbers):
        reader.notes.remark(remark)
    reading = {"n_characters": sum(found.lengths), **reader.facts()}
    if labels.shape[1]:
        reading["labels"] = source_of_labels
    metadata = {
        name: column + [None] * (len(ids) - len(column)) for name, column in found.metadata.items()
    }
    if is_folder and reader.columns is not None and "file" not in metadata:
        metadata["file"] = [printable(files[i]) for i in found.files]
    if max(found.numbers) > 1 and not reader.always_split:
        title = next((name for name in metadata if name.lower() == "title"), "title")
        given = metadata.get(title, [None] * len(ids))
        metadata[title] = passage_titles(ids, found.numbers, given)
    skipped = {reason: tuple(paths) for reason, paths in found.skipped.items()}
    return Corpus(
        texts,
        distinct(ids),
        labels,
        metadata,
        skipped,
        source,
        reading,
        inputs,
        label_names=label_names,
    )


def _is_single(labels: np.ndarray) -> bool:
    """Whether all of several documents have the same label, which says nothing of them."""
    return len(labels) > 1 and labels[0] is not None and all(each == labels[0] for each in labels)


def _keep_as_metadata(found: Found, reader: RecordReader, are_single: Sequence[bool]) -> None:
    """Keep columns that are no labels after all."""
    columns = reader.columns
    if columns is None or not any(are_single):
        return
    left = dict.fromkeys(compress(columns.labels, are_single))
    for position, name in enumerate(columns.labels):
        if name in left:
            found.metadata[name] = [values[position] for values in found.labels]
    labels = tuple(name for name in columns.labels if name not in left)
    reader.columns = columns._replace(labels=labels, metadata=(*columns.metadata, *left))


def _name_classes(labels: np.ndarray) -> None:
    """Make texts of the numbers of classes, one of which is -1: as a number it is no label."""
    for column in labels.T:
        if any(type(label) in (int, float) and label == -1 for label in column):
            column[:] = [
                None if label is None else id_of({"label": label}, "label") for label in column
            ]


def _ids(found: Found, files: Sequence[str], are_tables: bool) -> list[str]:
    """Ids of documents: their own, else their place in their file.

    Among several tables, own ids have the name of the file in front where two files share one, and
    the only row of a file has no number.
    """
    kept = sorted(set(found.files))
    names = dict(zip(kept, file_ids([files[i] for i in kept]), strict=True))
    file_of: dict[str, int] = {}
    own_ids = zip(found.ids, found.files, strict=True)
    is_shared = are_tables and any(
        own is not None and file_of.setdefault(own, file) != file for own, file in own_ids
    )
    n_documents = Counter(found.files)
    ids = []
    for file, place, own in zip(found.files, found.places, found.ids, strict=True):
        line = place.partition(":")[2] if own is not None else place
        name = printable(own) if own is not None else names[file]
        if own is not None and is_shared:
            name = f"{names[file]}:{name}"
        elif own is None and are_tables and n_documents[file] == 1:
            line = ""
        ids.append(":".join(part for part in (name, line) if part))
    return ids
