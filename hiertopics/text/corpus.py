"""A folder in, a Corpus out: the documents in it, their order, their ids and their labels.

Texts are not held: each is read from its file whenever it is asked for.
"""

from __future__ import annotations

import operator
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from hiertopics.errors import CorpusError
from hiertopics.text.source.files import FolderTexts, printable, reason_to_skip, walk


@dataclass(frozen=True, eq=False, repr=False)
class Corpus:
    """Documents with their ids and what is known about them.

    Attributes
    ----------
    texts : sequence of str
        One per document; may be read anew at each access.
    ids : tuple of str
        Distinct and printable.
    labels : object ndarray (n_docs, n_levels)
        Labels, fine to coarse; None where unknown.
    metadata : dict of str to sequence
        Further columns by name, one value per document.
    skipped : dict of str to tuple of str
        What was passed over: paths by reason ("hidden", "clutter", "link", "special file", "empty",
        "not text", "unreadable", "multi-label"). A folder ends with a slash and stands for all in
        it.
    source : str
        Where it comes from: a folder, the name of a public corpus, or "memory".
    """

    texts: Sequence[str]
    ids: tuple[str, ...]
    labels: np.ndarray
    metadata: Mapping[str, Sequence] = field(default_factory=dict)
    skipped: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    source: str = "memory"

    @classmethod
    def from_texts(
        cls,
        texts: Iterable[str],
        ids: Iterable[str] | None = None,
        labels=None,
        metadata: Mapping[str, Sequence] | None = None,
    ) -> Corpus:
        """Corpus of texts in memory.

        Parameters
        ----------
        texts : iterable of str
        ids : iterable of str, optional
            Distinct; by default "1", "2" and so on.
        labels : array-like (n_docs,) or (n_docs, n_levels), optional
            Fine to coarse; None or NaN where unknown.
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
                raise CorpusError(f"text {position} must be a str, got {kind}; '' stands for none")
        columns = dict(metadata or {})
        ids = tuple(map(str, range(1, len(texts) + 1) if ids is None else ids))
        for name, column in [("ids", ids), *columns.items()]:
            if len(column) != len(texts):
                raise CorpusError(
                    f"{name} must have one value per text, {len(texts)}, got {len(column)}"
                )
        repeated = [name for name, times in Counter(ids).items() if times > 1]
        if repeated:
            raise CorpusError(f"ids must differ, but {repeated[0]!r} stands more than once")
        return cls(texts, ids, _label_columns(labels, len(texts)), columns)

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
            Fine to coarse. The levels there are go to the coarsest layers, the coarsest to the last
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
        if groups and isinstance(self.texts, FolderTexts):
            documents += f" in {_counted(len(groups), 'folder')}"
        elif groups:
            documents += f" with {_counted(len(groups), 'label')}"
        passed_over = _passed_over(self.skipped)
        return f"{documents}; passed over {passed_over}" if passed_over else documents


def read_corpus(
    path: str | os.PathLike, progress: Callable[[int, int | None], object] | None = None
) -> Corpus:
    """Corpus of the text files in a folder and all folders within it.

    Each text file is a document, recognised by content, whatever its name; PDFs, office files,
    images and archives are not text. Hidden files, clutter of operating systems, links that lead
    outside, empty and unreadable files are passed over and counted in `Corpus.skipped`.

    Documents are in natural order (doc2 before doc10). An id is the path within the folder without
    a final ".txt", wherever that leaves the ids distinct. Each depth of folders is a level of
    labels: the folder right inside the root gives the coarsest. A document in a shallower folder
    than others has None for the finer levels.

    Text is read as its byte order mark says, else as UTF-8, else as Windows-1252.

    Parameters
    ----------
    path : str or path-like
        The folder; "~" stands for the home folder.
    progress : callable, optional
        Called now and then with the number of files looked at and their total, None while unknown.

    Raises
    ------
    CorpusError
        If it is no folder, or there is no text in it.
    """
    root = _folder(path)
    found: list[str] = []
    skipped: dict[str, list[str]] = {}
    for seen, (place, reason) in enumerate(walk(root)):
        if reason is None:
            found.append(place)
        else:
            skipped.setdefault(reason, []).append(printable(place))
        if progress is not None and seen % 2000 == 0:
            progress(0, None)
    kept: list[str] = []
    for done, place in enumerate(found, start=1):
        reason = reason_to_skip(os.path.join(root, place))
        if reason is None:
            kept.append(place)
        else:
            skipped.setdefault(reason, []).append(printable(place))
        if progress is not None and (done % 500 == 0 or done == len(found)):
            progress(done, len(found))
    counted = {reason: tuple(places) for reason, places in skipped.items()}
    if not kept:
        passed_over = _passed_over(counted) or "nothing, the folder is empty"
        raise CorpusError(
            f"no text in {printable(root)}: passed over {passed_over}; put plain text files in it "
            "(PDF and office documents have to be exported as text), one per document"
        )
    source = printable(root)
    return Corpus(FolderTexts(root, tuple(kept)), _ids(kept), _labels(kept), {}, counted, source)


def _folder(path) -> str:
    try:
        root = os.path.abspath(os.path.expanduser(os.fsdecode(path)))
    except TypeError:
        kind = type(path).__name__
        raise CorpusError(f"expected the path of a folder, got {path!r} ({kind})") from None
    shown = printable(root)
    if path in ("", b""):
        raise CorpusError("expected the path of a folder, got an empty one; '.' is this folder")
    if not os.fsdecode(path) or "\0" in root or not os.path.exists(root):
        raise CorpusError(f"there is no folder {shown}; check the path")
    if os.path.isfile(root):
        raise CorpusError(
            f"{shown} is a file; give the folder that holds your texts, one file per document: "
            f"{printable(os.path.dirname(root))}"
        )
    if not os.path.isdir(root):
        raise CorpusError(f"{shown} is no folder; give the folder that holds your texts")
    return root


def _ids(paths: Sequence[str]) -> tuple[str, ...]:
    full = [printable(path) for path in paths]
    short = [name[:-4] if _has_txt(name) else name for name in full]
    times, taken = Counter(short), set(full)
    ids = [
        brief if name == brief or (times[brief] == 1 and brief not in taken) else name
        for name, brief in zip(full, short, strict=True)
    ]
    return _distinct(ids)


def _has_txt(name: str) -> bool:
    stem = name[:-4]
    return name[-4:].lower() == ".txt" and stem != "" and not stem.endswith("/")


def _distinct(ids: list[str]) -> tuple[str, ...]:
    # Only escapes can still clash: a name with a stray byte, and one that spells out its escape.
    seen: set[str] = set()
    reserved = set(ids)
    for position, name in enumerate(ids):
        number = 2
        while ids[position] in seen:
            other = f"{name} ({number})"
            ids[position] = other if other not in reserved else name
            number += 1
        seen.add(ids[position])
    return tuple(ids)


def _labels(paths: Sequence[str]) -> np.ndarray:
    folders = [printable(path).split("/")[:-1] for path in paths]
    n_levels = max(map(len, folders))
    labels = np.full((len(paths), n_levels), None, dtype=object)
    for row, names in zip(labels, folders, strict=True):
        row[n_levels - len(names) :] = names[::-1]
    return labels


def _label_columns(labels, n_docs: int) -> np.ndarray:
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
        # NaN and NaT are unlike themselves; pandas' NA will not even say.
        if type(label).__name__ == "NAType" or label != label:
            columns[place] = None
    return columns


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _passed_over(skipped: Mapping[str, tuple[str, ...]]) -> str:
    paths = [path for group in skipped.values() for path in group]
    if not paths:
        return ""
    noun = _counted(len(paths), "file")
    if any(path.endswith("/") for path in paths):
        noun = f"{len(paths):,} files and folders"
    return f"{noun} ({', '.join(f'{len(group):,} {why}' for why, group in skipped.items())})"
