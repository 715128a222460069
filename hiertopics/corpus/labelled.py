"""A corpus with the labels that a table has for its documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hiertopics.corpus.arguments import existing
from hiertopics.corpus.corpus import Corpus
from hiertopics.corpus.notes import Notes
from hiertopics.corpus.split import are_parts
from hiertopics.corpus.tables.labels import read_labels


def labelled(corpus: Corpus, path, missing: Sequence[str]) -> Corpus:
    """A corpus with the labels of a file, in the place of its own; what is noticed is added."""
    path = existing(path)
    notes = Notes()
    labels, facts = read_labels(path, corpus.ids, are_parts(corpus.reading), notes, missing)
    reading = {**corpus.reading, **facts, "labels": "file"}
    for kind, sentences in notes.facts().items():
        if sentences:
            reading[kind] = [*reading.get(kind, ()), *sentences]
    names = tuple(facts["labels_file"]["labels"])
    inputs = (*corpus.inputs, path)
    return replace(corpus, labels=labels, label_names=names, reading=reading, inputs=inputs)
