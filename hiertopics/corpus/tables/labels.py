"""Look up the labels of documents in a table of ids and labels."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from hiertopics.corpus.formats import format_of
from hiertopics.corpus.notes import Notes
from hiertopics.corpus.packed import UnpackingError, open_bytes, without_packing
from hiertopics.corpus.tables.cells import id_of, labels_of
from hiertopics.corpus.tables.columns import Columns, choose_columns
from hiertopics.corpus.tables.rows import AUTO, spelled_missing, spellings_in
from hiertopics.errors import CorpusError
from hiertopics.printable import printable

_SAMPLED_ROWS = 1000
_NUMBER = re.compile(r"([0-9]+)(?:\.0+)?")
_ROW_NAMES = re.compile(r"|x|index|unnamed: 0|column 1|row\.?_?names?|row")


def read_labels(
    path: str,
    ids: Sequence[str],
    is_split: bool = False,
    notes: Notes | None = None,
    missing: Sequence[str] = (AUTO,),
) -> tuple[np.ndarray, dict]:
    """Labels (n_docs, n_levels) of documents, of some or all, by a table, and facts for a report.

    One column of the table, a file of any format of tables, holds ids or paths of documents: by its
    name, else the first, unless another one names more documents. The others are labels, fine to
    broad, unless there are names such as "label" and "superlabel"; numbers of rows are none. An id
    may also be written with ".txt", with "./" or a backslash, as the name of the file alone, or a
    number with zeros in front or behind, as 1, 001 and 1.0, where only one document is meant. Where
    texts are split, the id of the whole text labels all of its passages. Documents without a label
    have None; the facts are how many have one, and how many rows are without a document. What is
    noticed in the table is put into the notes; what is missing is as `spellings_in` takes it. A
    CorpusError is raised if it is no table, or names no document of the corpus.
    """
    shown = printable(path)
    form = format_of(path)
    if form.unit != "rows":
        raise CorpusError(f"labels are read from a table such as labels.csv, got {shown}")
    try:
        with open_bytes(path) as file:
            rows = [row for row in form.read(file, None, notes or Notes()) if row]
    except (OSError, UnpackingError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CorpusError(f"the labels in {shown} cannot be read: {reason}") from error
    names = list(dict.fromkeys(name for row in rows[:200] for name in row))
    if len(names) < 2:
        raise CorpusError(
            f"labels need two columns, an id or path and a label, and {shown} has "
            f"{', '.join(map(repr, names)) or 'none'}"
        )
    positions_of = _positions(ids, is_split)
    id_column, label_columns = _columns(rows, names, positions_of)
    labels = np.full((len(ids), len(label_columns)), None, dtype=object)
    unknown = []
    columns = Columns((), id_column, label_columns, ())
    spellings = spellings_in(rows, columns, missing, notes or Notes())
    for row in rows:
        name = id_of(row, id_column) or ""
        positions = _meant(name, positions_of)
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


def _columns(
    rows: Sequence[Mapping], names: Sequence[str], positions_of: Mapping[str, list[int]]
) -> tuple[str, tuple[str, ...]]:
    """The column of ids and those of labels."""
    # The texts that the guess looks for are not in this table.
    guess = choose_columns(rows[:200], text=[])
    likeliest = names[0] if guess.id is None else guess.id

    def n_meant(column: str) -> int:
        found = (_meant(id_of(row, column) or "", positions_of) for row in rows[:_SAMPLED_ROWS])
        return len({tuple(positions) for positions in found if positions})

    # Classes may be called as documents are, 1 and 2, but name few of them.
    best = max((likeliest, *names), key=n_meant)
    id_column = best if n_meant(best) > 2 * n_meant(likeliest) else likeliest
    labels = tuple(name for name in guess.labels if name != id_column)
    others = (name for name in names if name != id_column and not _numbers_rows(name, rows))
    return id_column, labels or tuple(others)


def _numbers_rows(name: str, rows: Sequence[Mapping]) -> bool:
    """Whether a column is what programs write in front of rows: numbers from 0 or 1 on."""
    if _ROW_NAMES.fullmatch(name.strip().lower()) is None:
        return False
    numbers = [id_of(row, name) for row in rows]
    return any(numbers == [str(n) for n in range(k, k + len(rows))] for k in (0, 1))


def _meant(name: str, positions_of: Mapping[str, list[int]]) -> list[int] | None:
    """Positions of the documents that a name in a table means."""
    return (
        positions_of.get(name)
        or positions_of.get(path := _plain_path(name))
        or positions_of.get(_plain_number(path))
    )


def _positions(ids: Sequence[str], is_split: bool) -> dict[str, list[int]]:
    """Positions of the documents that a name means, none where it is unclear which."""
    exact: dict[str, list[int]] = {}
    for position, name in enumerate(ids):
        exact.setdefault(name.rpartition(":")[0] if is_split else name, []).append(position)
    positions: dict[str, list[int]] = {}
    for shorten in (_number_of_file, _name_of_file, _plain_path):
        meant: dict[str, list[str]] = {}
        for name in exact:
            meant.setdefault(shorten(name), []).append(name)
        positions |= {short: exact[n[0]] if len(n) == 1 else [] for short, n in meant.items()}
    passages = {name: [position] for position, name in enumerate(ids)}
    return positions | exact | passages if is_split else positions | exact


def _plain_path(name: str) -> str:
    """Path as everybody would write it, without an ending that says nothing."""
    name = printable(name.strip()).replace("\\", "/").removeprefix("./")
    name = without_packing(name)
    return name[: -len(".txt")] if name.lower().endswith(".txt") else name


def _name_of_file(name: str) -> str:
    return _plain_path(name).rpartition("/")[2]


def _number_of_file(name: str) -> str:
    return _plain_number(_name_of_file(name))


def _plain_number(name: str) -> str:
    """A whole number without zeros in front of it and decimals behind it; else the name itself."""
    number = _NUMBER.fullmatch(name)
    return (number[1].lstrip("0") or "0") if number else name
