"""Look up the labels of documents in a table of ids and labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from hiertopics.corpus.decode import GZIP_ERRORS, open_bytes
from hiertopics.corpus.formats import format_of
from hiertopics.corpus.notes import Notes
from hiertopics.corpus.tables.cells import labels_of
from hiertopics.corpus.tables.columns import choose_columns
from hiertopics.corpus.tables.rows import spelled_missing
from hiertopics.errors import CorpusError
from hiertopics.missing import is_missing, unknown_labels
from hiertopics.printable import printable


def read_labels(path: str, ids: Sequence[str], is_split: bool = False) -> tuple[np.ndarray, dict]:
    """Labels (n_docs, n_levels) of documents, of some or all, by a table, and facts for a report.

    One column of the table, a .csv, .tsv, .jsonl or .parquet file, holds ids or paths of documents
    (by its name, else the first); the others are labels, fine to broad, unless there are names such
    as "label" and "superlabel". An id may also be written with ".txt", with "./" or a backslash, or
    as the name of the file alone where only one document has it. Where texts are split, the id of
    the whole text labels all of its passages. Documents without a label have None; the facts are
    how many have one, and how many rows are without a document. A CorpusError is raised if it is no
    table, or names no document of the corpus.
    """
    shown = printable(path)
    form = format_of(path)
    if form.unit != "rows":
        raise CorpusError(f"labels are read from a table such as labels.csv, got {shown}")
    try:
        with open_bytes(path) as file:
            rows = [row for row in form.read(file, None, Notes()) if row]
    except (OSError, *GZIP_ERRORS) as error:
        reason = getattr(error, "strerror", None) or error
        raise CorpusError(f"the labels in {shown} cannot be read: {reason}") from error
    names = list(dict.fromkeys(name for row in rows[:200] for name in row))
    if len(names) < 2:
        raise CorpusError(
            f"labels need two columns, an id or path and a label, and {shown} has "
            f"{', '.join(map(repr, names)) or 'none'}"
        )
    id_column, label_columns = _columns(rows, names)
    positions_of = _positions(ids, is_split)
    labels = np.full((len(ids), len(label_columns)), None, dtype=object)
    unknown = []
    spellings = {name: unknown_labels([row.get(name) for row in rows]) for name in label_columns}
    for row in rows:
        name = "" if is_missing(row.get(id_column)) else str(row[id_column])
        positions = positions_of.get(name) or positions_of.get(_plain_path(name))
        if positions:
            missing = dict.fromkeys(spelled_missing(row, spellings))
            labels[positions] = labels_of({**row, **missing}, label_columns)
        else:
            unknown.append(name)
    if len(unknown) == len(rows):
        raise CorpusError(
            f"none of the {len(rows):,} rows of {shown} names a document: its column "
            f"{id_column!r} begins with {unknown[0]!r}, the ids of the corpus with {ids[0]!r}"
        )
    facts = {
        "id": id_column,
        "labels": list(label_columns),
        "documents": int(np.any(labels != None, axis=1).sum()),  # noqa: E711
        "rows_without_document": len(unknown),
        "such_as": unknown[:3],
    }
    return labels, {"labels_file": facts}


def _columns(rows: Sequence[Mapping], names: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    # The texts that the guess looks for are not in this table.
    guess = choose_columns(rows[:200], text=[])
    id_column = names[0] if guess.id is None else guess.id
    others = tuple(name for name in names if name != id_column)
    return id_column, tuple(name for name in guess.labels if name != id_column) or others


def _positions(ids: Sequence[str], is_split: bool) -> dict[str, list[int]]:
    """Positions of the documents that a name means, none where it is unclear which."""
    exact: dict[str, list[int]] = {}
    for position, name in enumerate(ids):
        exact.setdefault(name.rpartition(":")[0] if is_split else name, []).append(position)
    positions: dict[str, list[int]] = {}
    for shorten in (lambda name: _plain_path(name).rpartition("/")[2], _plain_path):
        meant: dict[str, list[str]] = {}
        for name in exact:
            meant.setdefault(shorten(name), []).append(name)
        positions |= {short: exact[n[0]] if len(n) == 1 else [] for short, n in meant.items()}
    passages = {name: [position] for position, name in enumerate(ids)}
    return positions | exact | passages if is_split else positions | exact


def _plain_path(name: str) -> str:
    """Path as everybody would write it, without an ending that says nothing."""
    name = printable(name.strip()).replace("\\", "/").removeprefix("./")
    for ending in (".gz", ".txt"):
        name = name[: -len(ending)] if name.lower().endswith(ending) else name
    return name
