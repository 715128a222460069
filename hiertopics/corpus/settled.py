"""Hold texts back until the code page and the marks of the files of a folder are known."""

from __future__ import annotations

from collections.abc import Iterator

from hiertopics.corpus.code_pages import most_fitting
from hiertopics.corpus.decode import with_plain_ends
from hiertopics.corpus.record import Record
from hiertopics.corpus.records import RecordReader
from hiertopics.corpus.repairs import LOOKED_AT

# Characters and bytes that wait at most; then, and at the end, what waits decides for itself.
_MOST_HELD = 10_000_000
_MOST_ASKED = 200

# The number of a file, its name, and a record of it.
Placed = tuple[int, str, Record]


def settled(records: Iterator[Placed], reader: RecordReader) -> Iterator[Placed]:
    """The records in their order, those that wait for other files decided by these."""
    return _of_one_page(_of_one_markup(records, reader), reader) if reader.is_folder else records


def _of_one_markup(records: Iterator[Placed], reader: RecordReader) -> Iterator[Placed]:
    """The records, what marks are taken out being decided by the first of them."""
    held: list[Placed] = []
    size = 0
    for each in records:
        if not reader.repairs.is_open:
            yield each
            continue
        held.append(each)
        size += len(each[2].text) + (len(each[2].waiting[0]) if each[2].waiting else 0)
        if len(held) >= LOOKED_AT or size > _MOST_HELD:
            yield from _unmarked(held, reader)
            held = []
    yield from _unmarked(held, reader)


def _unmarked(held: list[Placed], reader: RecordReader) -> Iterator[Placed]:
    waiting = [record.waiting[0] for _, _, record in held if record.waiting]
    if held:  # the marks are of ASCII
        texts = (with_plain_ends(data.decode("utf-8", "replace")) for data in waiting)
        reader.repairs.look_at(texts, are_cells=False)
    yield from _read(held, reader)


def _of_one_page(records: Iterator[Placed], reader: RecordReader) -> Iterator[Placed]:
    """The records, those that wait for the code page of others decided by it."""
    held: list[Placed] = []
    size = 0
    for each in records:
        record = each[2]
        if not held and record.waiting is None:
            yield each
            continue
        held.append(each)
        size += len(record.text) + (len(record.waiting[0]) if record.waiting else 0)
        if reader.encodings.usual_page is not None or size > _MOST_HELD:
            yield from _released(held, reader)
            held, size = [], 0
    yield from _released(held, reader)


def _released(held: list[Placed], reader: RecordReader) -> Iterator[Placed]:
    waiting = [record.waiting[0] for _, _, record in held if record.waiting]
    encodings = reader.encodings
    if waiting and encodings.usual_page is None:
        encodings.add_pages([most_fitting(waiting[:_MOST_ASKED], encodings.usual_pages)])
    yield from _read(held, reader)


def _read(held: list[Placed], reader: RecordReader) -> Iterator[Placed]:
    for file, name, record in held:
        if record.waiting is None:
            yield file, name, record
        else:
            for each in reader.whole(*record.waiting, name):
                yield file, name, each
