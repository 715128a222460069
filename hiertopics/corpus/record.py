"""What may be a document, or why it is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hiertopics.corpus.formats import Format


class Record(NamedTuple):
    """What may be a document, by its id, labels (fine to broad) and fields (its metadata).

    The place is where in its file it is, "" for all of it: the number of a row, that of a passage
    as `passage_place` gives it, or both. The number counts the passages of a text that was split,
    from 1; it is 0 for a whole text. The reason is why it is no document, None if it is one. What
    waits has bytes whose encoding other files decide; `RecordReader.whole` makes records of it.
    """

    place: str
    text: str = ""
    reason: str | None = None
    number: int = 0
    id: str | None = None
    labels: Sequence = ()
    fields: Mapping[str, object] = {}
    waiting: tuple[bytes, Format] | None = None
