"""Documents with their ids and what is known about them: the Corpus."""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from hiertopics.corpus.tables.cells import PlainValue, plain_column
from hiertopics.errors import CorpusError
from hiertopics.missing import is_missing
from hiertopics.printable import printable
from hiertopics.reasons import count_reason


@dataclass(frozen=True, eq=False, repr=False)
class Corpus:
    """Documents with their ids and what is known about them.

    Attributes
    ----------
    texts : sequence of str
        One per document; those of files are a `hiertopics.corpus.texts.StoredTexts`.
    ids : tuple of str
        Distinct and printable.
    labels : object ndarray (n_docs, n_levels)
        Labels, fine to broad; None where unknown.
    label_names : tuple of str
        What the columns of the labels were called, fine to broad; empty where they had no name.
    metadata : dict of str to tuple
        Further columns by name, a value per document: str, bool, int, float, `datetime.date`,
        `datetime.datetime`, a tuple of these, or None where it is missing. Whatever is given
        becomes one of these, NaN and blank texts None, scalars of numpy and pandas those of Python,
        a list of tags a tuple, and all else its text.
    skipped : dict of str to tuple of str
        What was passed over: paths, or ids of rows, by reason ("hidden", "clutter", "link",
        "special file", "empty", "not text", "table", "no table", "other columns", "too large",
        "took too long", "encrypted", "scan without text", "damaged", "damaged row", "totals",
        "unreadable", "needs pypdfium2", "to be saved as .docx" or another format that is read,
        "multi-label", "other language", "language unknown"). A folder ends with a
        slash, for all in it.
    source : str
        Where it comes from: a folder, a file, the name of a public corpus, or "memory".
    reading : dict
        How it was read, as JSON can hold it: columns, encodings, bad bytes and more, where there
        is something to say.
    inputs : tuple of str
        Absolute paths of the files that documents and labels were read from; what is made of the
        corpus is never written in their place. Empty for texts in memory.
    """

    texts: Sequence[str]
    ids: tuple[str, ...]
    labels: np.ndarray
    metadata: Mapping[str, Sequence[PlainValue]] = field(default_factory=dict)
    skipped: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    source: str = "memory"
    reading: Mapping[str, Any] = field(default_factory=dict)
    inputs: tuple[str, ...] = ()
    label_names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        plain = {str(name): plain_column(column) for name, column in self.metadata.items()}
        object.__setattr__(self, "metadata", plain)

    @classmethod
    def from_texts(
        cls,
        texts: Iterable[str],
        ids: Iterable[str] | None = None,
        labels: Any = None,
        metadata: Mapping[str, Sequence] | None = None,
    ) -> Corpus:
        """Corpus of texts in memory.

        Parameters
        ----------
        texts : iterable of str
        ids : iterable of str, optional
            Distinct; by default "1", "2" and so on.
        labels : array-like (n_docs,) or (n_docs, n_levels), optional
            Fine to broad; None or NaN where unknown.
        metadata : mapping of str to sequence, optional
            One value per document in each.

        Raises
        ------
        CorpusError
            If there is no text, lengths differ, a text is no str, or ids repeat.
        """
        if isinstance(texts, str | bytes):
            raise CorpusError("texts must be a collection of texts, got a single one; give [text]")
        texts = tuple(texts)
        if not texts:
            raise CorpusError("expected texts, got none; give at least one document")
        for position, text in enumerate(texts):
            if not isinstance(text, str):
                kind = type(text).__name__
                raise CorpusError(f"text {position} must be a str, got {kind}; '' is an empty one")
        columns = dict(metadata or {})
        given = range(1, len(texts) + 1) if ids is None else ids
        names = tuple(printable(str(name)) for name in given)
        for name, column in [("ids", names), *columns.items()]:
            if len(column) != len(texts):
                raise CorpusError(
                    f"{name} must have one value per text, {len(texts)}, got {len(column)}"
                )
        repeated = [name for name, times in Counter(names).items() if times > 1]
        if repeated:
            raise CorpusError(f"ids must differ, but {repeated[0]!r} comes more than once")
        return cls(texts, names, _label_columns(labels, len(texts)), columns)

    def take(self, positions: Any) -> Corpus:
        """Corpus of some of the documents.

        Parameters
        ----------
        positions : array-like
            Their positions, or a mask of all documents.
        """
        positions = np.asarray(positions)
        positions = np.arange(len(self))[positions if positions.size else positions.astype(int)]

        def taken(column: Sequence) -> tuple:
            return tuple(column[i] for i in positions.tolist())

        in_memory = isinstance(self.texts, list | tuple)
        return replace(
            self,
            texts=taken(self.texts) if in_memory else self.texts[positions],
            ids=taken(self.ids),
            labels=self.labels[positions],
            metadata={name: taken(column) for name, column in self.metadata.items()},
        )

    def __len__(self) -> int:
        return len(self.ids)

    def __repr__(self) -> str:
        return f"<Corpus of {self.summary()}; source {printable(self.source)!r}>"

    def labels_for(self, n_layers: int) -> np.ndarray:
        """Labels fitted to a model's layers.

        Parameters
        ----------
        n_layers : int

        Returns
        -------
        object ndarray (n_docs, n_layers)
            Fine to broad. The levels there are go to the broadest layers, the broadest to the last
            column; layers without a level are None throughout, and with more levels than layers the
            finest levels are left out.
        """
        n_layers = operator.index(n_layers)
        if n_layers < 1:
            raise CorpusError(f"n_layers must be at least 1, got {n_layers}")
        fitted = np.full((len(self), n_layers), None, dtype=object)
        shared = min(n_layers, self.labels.shape[1])
        if shared:
            fitted[:, -shared:] = self.labels[:, -shared:]
        return fitted

    def summary(self) -> str:
        """One line: how many documents and folders (or labels), and what was passed over."""
        documents = _counted(len(self), "document")
        groups = {row for row in map(tuple, self.labels) if any(label is not None for label in row)}
        if groups and self.reading.get("labels") == "folders":
            documents += f" in {_counted(len(groups), 'folder')}"
        elif groups:
            documents += f" with {_counted(len(groups), 'label')}"
        noun = "file"
        if "columns" in self.reading:
            are_rows = {reason in ("empty", "damaged row", "totals") for reason in self.skipped}
            noun = "rows and files" if len(are_rows) > 1 else "row" if True in are_rows else "file"
        passed_over = described_skips(self.skipped, noun)
        return f"{documents}; passed over {passed_over}" if passed_over else documents


def _label_columns(labels: Any, n_docs: int) -> np.ndarray:
    if labels is None:
        return np.full((n_docs, 0), None, dtype=object)
    columns = np.array(labels, dtype=object)
    columns = columns[:, None] if columns.ndim == 1 else columns
    if columns.ndim != 2 or len(columns) != n_docs:
        raise CorpusError(
            f"labels must have one row per text, {n_docs}, and one column per level, "
            f"got shape {np.shape(labels)}"
        )
    for place, label in np.ndenumerate(columns):
        if isinstance(label, list | tuple | dict | set | np.ndarray):
            raise CorpusError(f"a label must be a single value, got {label!r} for text {place[0]}")
        if is_missing(label):
            columns[place] = None
    return columns


def check_corpus(corpus: object) -> None:
    """Raise a CorpusError unless it is a Corpus."""
    if not isinstance(corpus, Corpus):
        raise CorpusError(
            f"expected a Corpus, got {type(corpus).__name__}; make one with read_corpus(folder) "
            "or Corpus.from_texts(texts)"
        )


def described_skips(skipped: Mapping[str, tuple[str, ...]], noun: str = "file") -> str:
    """What was passed over, files or rows, counted by reason; empty if nothing was."""
    paths = [path for group in skipped.values() for path in group]
    if not paths:
        return ""
    total = _counted(len(paths), noun)
    if any(path.endswith("/") for path in paths):
        total = f"{len(paths):,} files and folders"
    reasons = (count_reason(len(group), why) for why, group in skipped.items())
    return f"{total} ({', '.join(reasons)})"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 or noun.endswith("s") else f"{number:,} {noun}s"
