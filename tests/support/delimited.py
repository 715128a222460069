"""Delimited files in memory, and what is read of them."""

import csv
import io

from hiertopics.corpus.notes import Notes
from hiertopics.corpus.tables.delimited import csv_rows


class NamedBytes(io.BytesIO):
    """The bytes of a file that has a name."""

    name = "x.csv"


def read(data, by_tabs=False):
    """Cells of each row of a file, None for a damaged one, its columns and its doubts."""
    data = data if isinstance(data, bytes) else data.encode()
    notes = Notes()
    rows = list(csv_rows(NamedBytes(data), None, notes, by_tabs))
    names = max((list(row) for row in rows if row), key=len, default=[])
    return [row if row is None else list(row.values()) for row in rows], names, notes.doubts


def written(rows, **form):
    """Rows as the csv module writes them."""
    out = io.StringIO(newline="")
    csv.writer(out, **form).writerows(rows)
    return out.getvalue()
