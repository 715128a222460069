"""What people have in, a Corpus out: a folder, a table, a file of many texts, a DataFrame, a list.

Texts are not held: each is read from its file whenever it is asked for.
"""

from __future__ import annotations

import codecs
import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np

from hiertopics.corpus.columns import choose_columns
from hiertopics.corpus.corpus import Corpus, described_skips, distinct
from hiertopics.corpus.folder import walk
from hiertopics.corpus.formats import STRIP, file_text
from hiertopics.corpus.labels import read_labels
from hiertopics.corpus.opening import GZIP_ERRORS, kind_of
from hiertopics.corpus.records import Reader, full_path
from hiertopics.corpus.scan import Scan, scan, scan_rows
from hiertopics.corpus.split import check_split
from hiertopics.corpus.tables import is_table, read_rows
from hiertopics.errors import CorpusError
from hiertopics.printable import printable

_SAMPLED_ROWS = 1000
_INDEX = "index"


def read_corpus(
    source,
    progress: Callable[[int, int | None], object] | None = None,
    *,
    text_column=None,
    id_column=None,
    label_columns=None,
    metadata_columns=None,
    labels=None,
    per_line=False,
    split=None,
    strip="auto",
    encoding=None,
    follow_links=False,
) -> Corpus:
    """Corpus of a folder of files, of the rows of a table, or of texts in memory.

    **A folder**: each file in it and in all folders within is a document: plain text (recognised by
    content, whatever its name), Markdown, HTML (markup left out), any of these gzipped, and .docx
    and .pdf where python-docx and pypdf are installed (``pip install 'hiertopics[files]'``). Hidden
    files, clutter of operating systems, links that lead outside, tables, empty, damaged and
    unreadable files and files beyond 50 MB are passed over and counted in `Corpus.skipped`.
    Documents are in natural order (doc2 before doc10). An id is the path within the folder without
    a final ".txt", wherever that leaves the ids distinct. Each depth of folders is a level of
    labels: the folder right inside the root gives the broadest. A document in a shallower folder
    than others has None for the finer levels.

    **A table**, .csv, .tsv, .jsonl, .json (also gzipped) or, with pyarrow, .parquet: each row is a
    document. Which columns hold texts, ids and labels is guessed by their names where it is not
    said, and kept in ``corpus.reading["columns"]``; further columns are metadata. **A pandas
    DataFrame** likewise.

    **A single file of text** is split into paragraphs, or into lines if it has no blank line; a
    mailbox (.mbox), here or in a folder, into its mails.

    **A list of str**: each is a document.

    Parameters
    ----------
    source : path, DataFrame or iterable of str
        "~" stands for the home folder.
    progress : callable, optional
        Called now and then with the number of files, or rows, looked at and their total, None while
        unknown.
    text_column : str or list of str, optional
        Several are joined.
    id_column : str, optional
        By default the number of the row, where no name tells.
    label_columns : str or list of str, optional
        Fine to broad; [] for none.
    metadata_columns : list of str, optional
        Columns to keep besides; by default all others.
    labels : path, optional
        A table with an id, or path, and one or more labels (fine to broad) a row; documents that
        it does not name have none. They take the place of labels by folder or column.
    per_line : bool, default=False
        Every line is a document of its own; the same as ``split="lines"``.
    split : "lines", "paragraphs", int or None, default=None
        Split each text into documents: its lines, its paragraphs (where there are no blank lines,
        its lines), or runs of so many words. Ids are those of the text with ":" and the number of
        the line that the passage begins with.
    strip : "auto", "email" or "none", default="auto"
        Leave out headers (but for the subject), quoted replies and signatures of e-mails: in texts
        that begin with headers, in all, or in none.
    encoding : str, optional
        Encoding of all files. By default the byte order mark says it; a file without one is UTF-8
        if it can be, and else what its bytes look like. Bytes that make no sense are replaced and
        counted in ``corpus.reading``.
    follow_links : bool, default=False
        Follow symbolic links that lead to folders or out of the folder.

    Returns
    -------
    Corpus

    Raises
    ------
    CorpusError
        If there is nothing to read or no text in it, or a setting does not fit.

    Examples
    --------
    >>> read_corpus(["Cats chase mice.", "Bread needs salt."]).ids
    ('1', '2')
    """
    columns = (text_column, id_column, label_columns, metadata_columns)
    split = check_split(_how_to_split(per_line, split))
    if strip not in STRIP:
        raise CorpusError(f"strip must be one of {', '.join(STRIP)}, got {strip!r}")
    _check_encoding(encoding)
    reader = Reader(None, split, strip, encoding)
    is_frame = hasattr(source, "to_dict") and hasattr(source, "columns")
    is_path = isinstance(source, str | bytes | os.PathLike)
    if isinstance(source, Iterable) and not (is_frame or is_path):
        if reader != Reader() or labels is not None or any(name is not None for name in columns):
            raise CorpusError(
                "columns, labels, split, strip and encoding are for files and tables, and this is "
                "a list of texts; make a Corpus of it by Corpus.from_texts(texts, ids, labels)"
            )
        return Corpus.from_texts(source)
    if is_frame:
        corpus = _corpus_of_frame(source, reader, columns)
    else:
        corpus = _corpus_of_path(_existing(source), reader, columns, follow_links, progress)
    return corpus if labels is None else _labelled(corpus, labels)


def _corpus_of_path(root, reader, columns, follow_links, progress) -> Corpus:
    if os.path.isdir(root):
        if any(name is not None for name in columns):
            raise CorpusError(
                f"columns are for tables, and {printable(root)} is a folder; give the table itself"
            )
        files, skipped = _files(root, follow_links, progress)
    else:
        reader = _reader_of_file(root, reader, columns)
        files, skipped = [""], {}
    found = scan(root, files, reader, progress)
    for reason, file, place in found.passed_over:
        name = printable(files[file] or os.path.basename(root))
        skipped.setdefault(reason, []).append(f"{name}:{place}" if place else name)
    if not found.file_of:
        raise CorpusError(_nothing_found(printable(root), skipped, os.path.isdir(root)))
    texts = found.texts(root, files, reader)
    inputs = tuple(full_path(root, path) for path in texts.files)
    corpus = _corpus(found, reader, texts, files, skipped, printable(root))
    return replace(corpus, inputs=inputs)


def _corpus_of_frame(frame, reader: Reader, columns: tuple) -> Corpus:
    frame = frame.set_axis(_distinct_names(frame.columns), axis=1)
    rows = frame.to_dict("records")
    if not rows:
        raise CorpusError("expected a table with texts, got one without rows")
    found_columns = choose_columns(rows[:_SAMPLED_ROWS], *columns)
    if found_columns.id is None:  # the index tells rows apart
        found_columns = found_columns._replace(id=_INDEX)
        rows = [{**row, _INDEX: name} for row, name in zip(rows, frame.index, strict=True)]
    reader = replace(reader, columns=found_columns)
    found, texts = scan_rows(rows, reader)
    skipped: dict[str, list[str]] = {}
    for reason, _, place in found.passed_over:
        own = rows[int(place) - 1].get(found_columns.id)
        skipped.setdefault(reason, []).append(printable(str(own)))
    if not texts:
        raise CorpusError(f"no text in {', '.join(found_columns.text)}: all rows are empty there")
    return _corpus(found, reader, texts, [""], skipped, "memory")


def _distinct_names(names) -> list[str]:
    names = [" ".join(map(str, name)) if isinstance(name, tuple) else str(name) for name in names]
    return list(distinct(names))


def _how_to_split(per_line, split):
    if per_line and split not in (None, "lines"):
        raise CorpusError(f"per_line and split={split!r} exclude each other; give one of them")
    return "lines" if per_line else split


def _check_encoding(encoding) -> None:
    try:
        # Some of Python's codecs are no encodings of text, and some take no bytes.
        is_text = encoding is None or codecs.lookup(encoding)._is_text_encoding
        if not is_text or b"a".decode(encoding or "utf-8", "replace") == "":
            raise LookupError
    except (LookupError, TypeError, ValueError):
        raise CorpusError(
            f"there is no encoding {encoding!r}; utf-8, cp1252 or utf-16 would be one"
        ) from None


def _existing(path) -> str:
    try:
        root = os.path.abspath(os.path.expanduser(os.fsdecode(path)))
    except TypeError:
        kind = type(path).__name__
        raise CorpusError(
            f"expected the path of a folder or a file, a DataFrame or a list of texts, got a {kind}"
        ) from None
    if path in ("", b""):
        raise CorpusError("expected the path of a folder, got an empty one; '.' is this folder")
    shown = printable(root)
    if not os.fsdecode(path) or "\0" in root or not os.path.exists(root):
        raise CorpusError(f"there is no folder or file {shown}; check the path")
    if not os.path.isdir(root) and not os.path.isfile(root):
        raise CorpusError(f"{shown} is neither; give the folder that holds your texts")
    return root


def _files(root: str, follow_links: bool, progress: Callable | None):
    files: list[str] = []
    skipped: dict[str, list[str]] = {}
    for seen, (path, reason) in enumerate(walk(root, follow_links)):
        if reason is None and is_table(path):
            reason = "table"
        if reason is None:
            files.append(path)
        else:
            skipped.setdefault(reason, []).append(printable(path))
        if progress is not None and seen % 2000 == 0:
            progress(0, None)
    return files, skipped


def _reader_of_file(path: str, reader: Reader, columns: tuple) -> Reader:
    if not is_table(path):
        if any(name is not None for name in columns):
            raise CorpusError(f"columns are for tables, and {printable(path)} is a text")
        if reader.split is None and kind_of(path) != ".mbox":
            read = file_text(path, reader.encoding, reader.strip)
            blank_line = "\n\n" in "\n".join(map(str.strip, read.text.strip().split("\n")))
            large = read.reason == "too large"
            reader = replace(reader, split="paragraphs" if blank_line or large else "lines")
        return reader
    sample = []
    try:
        for row in islice(read_rows(path, reader.encoding), _SAMPLED_ROWS):
            sample += [] if row is None else [row]
    except GZIP_ERRORS:
        pass  # what comes before the damage is read
    except OSError as error:
        raise CorpusError(f"{printable(path)} cannot be read: {error.strerror}") from error
    if not sample:
        raise CorpusError(f"there is no row in {printable(path)} that can be read")
    return replace(reader, columns=choose_columns(sample, *columns))


def _corpus(found: Scan, reader: Reader, texts, files, skipped, source: str) -> Corpus:
    """Put together what was found."""
    kept = sorted(set(found.file_of))
    names = dict(zip(kept, _file_ids([files[i] for i in kept]), strict=True))
    ids = []
    for file, place, own in zip(found.file_of, found.places, found.own_ids, strict=True):
        line = place.partition(":")[2] if own is not None else place
        name = printable(own) if own is not None else names[file]
        ids.append(":".join(part for part in (name, line) if part))
    if reader.columns is not None:
        labels = found.labels
    elif list(files) == [""]:
        labels = np.full((len(ids), 0), None, dtype=object)
    else:
        labels = _folder_labels([files[i] for i in found.file_of])
    reading = found.facts(reader)
    if labels.shape[1]:
        reading["labels"] = "columns" if reader.columns is not None else "folders"
    counted = {reason: tuple(paths) for reason, paths in skipped.items()}
    return Corpus(texts, distinct(ids), labels, found.metadata, counted, source, reading)


def _nothing_found(shown: str, skipped, is_folder: bool) -> str:
    passed_over = described_skips(skipped) or "nothing, the folder is empty"
    needed = [reason for reason in skipped if reason.startswith("needs ")]
    if needed:
        advice = "install what is needed: pip install 'hiertopics[files]'"
    elif "table" in skipped:
        advice = f"a table is given by its own name: {shown}/{skipped['table'][0]}"
    elif is_folder:
        advice = "put files with text in it, one per document"
    else:
        advice = "save a sheet as .csv, an old document as .docx or as text; a scan has no text"
    return f"no text in {shown}: passed over {passed_over}; {advice}"


def _file_ids(paths: Sequence[str]) -> tuple[str, ...]:
    full = [printable(path) for path in paths]
    short = [_without_txt(name) for name in full]
    times, taken = Counter(short), set(full)
    ids = [
        brief if name == brief or (times[brief] == 1 and brief not in taken) else name
        for name, brief in zip(full, short, strict=True)
    ]
    # Only escapes can still clash: a name with a stray byte, and one that spells out its escape.
    return distinct(ids)


def _without_txt(name: str) -> str:
    """Path without the ending that says nothing."""
    for ending in (".txt", ".txt.gz"):
        stem = name[: -len(ending)]
        if name.lower().endswith(ending) and stem and not stem.endswith("/"):
            return stem
    return name


def _folder_labels(paths: Sequence[str]) -> np.ndarray:
    folders = [printable(path).split("/")[:-1] for path in paths]
    n_levels = max(map(len, folders))
    labels = np.full((len(paths), n_levels), None, dtype=object)
    for row, names in zip(labels, folders, strict=True):
        row[n_levels - len(names) :] = names[::-1]
    return labels


def _labelled(corpus: Corpus, path) -> Corpus:
    is_split = "split" in corpus.reading
    path = _existing(path)
    labels, facts = read_labels(path, corpus.ids, is_split)
    reading = {**corpus.reading, **facts, "labels": "file"}
    return replace(corpus, labels=labels, reading=reading, inputs=(*corpus.inputs, path))
