"""Read a Corpus from a folder, a table, a file of many texts, a DataFrame or a list.

Each file is opened once, and its texts are kept as `hiertopics.corpus.texts` says.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from hiertopics.corpus.arguments import (
    check_columns,
    check_encoding,
    check_for_texts,
    check_sheets,
    check_strip,
    existing,
    missing_values,
)
from hiertopics.corpus.corpus import Corpus, described_skips
from hiertopics.corpus.files.advice import advice_on
from hiertopics.corpus.folder import distinct, walk, without_programs
from hiertopics.corpus.formats import format_of, is_table_file
from hiertopics.corpus.found import Found, corpus_of
from hiertopics.corpus.labelled import labelled
from hiertopics.corpus.placeholders import ShortTexts
from hiertopics.corpus.record import Record
from hiertopics.corpus.records import RecordReader
from hiertopics.corpus.settled import settled
from hiertopics.corpus.split import check_split
from hiertopics.corpus.tables.columns import Names, choose_columns
from hiertopics.corpus.tables.folders import is_of_tables, passed_over, shared_columns
from hiertopics.corpus.tables.frames import Table, table_in_memory
from hiertopics.corpus.tables.plain_tables import holds_table
from hiertopics.corpus.tables.rows import AUTO
from hiertopics.corpus.texts import StoredTexts
from hiertopics.errors import CorpusError, NoSheetError, NoTextError, ReadingWarning
from hiertopics.printable import printable
from hiertopics.progress import Progress, counting, silent


def read_corpus(
    source: Any,
    progress: Progress | None = None,
    *,
    text_column: Names | None = None,
    id_column: str | None = None,
    label_columns: Names | None = None,
    metadata_columns: Names | None = None,
    labels: str | os.PathLike | None = None,
    per_line: bool = False,
    split: str | int | None = None,
    strip: str = "auto",
    encoding: str | None = None,
    follow_links: bool = False,
    each: bool = False,
    missing: Names = AUTO,
    sheet: str | Sequence[str] | None = None,
) -> Corpus:
    """Read a corpus from a folder of files, from the rows of a table, or from texts in memory.

    **A folder**: each file in it and in all folders within is a document: plain text (recognised by
    content, whatever its name), Markdown, HTML and XML (markup left out), .docx, .odt, .rtf, .pptx
    and .epub, subtitles, notebooks, any of these as .gz, .bz2 or .xz, and .pdf where pypdfium2 is
    installed (``pip install 'hiertopics[files]'``); running heads of pages are
    left out. Hidden files, clutter of operating systems, links that lead outside, tables, empty,
    damaged and unreadable files, files beyond 50 MB or that take too long, those that need a
    password, scans without text and formats that have to be saved as another one are passed over
    and counted in `Corpus.skipped`.
    Documents are in natural order (doc2 before doc10). An id is the path within the folder without
    a final ".txt", wherever that leaves the ids distinct. Each depth of folders is a level of
    labels: the folder right inside the root gives the broadest. A document in a shallower folder
    than others has None for the finer levels.

    **A table**, .csv, .tsv, .json, .jsonl (also packed), a workbook (.xlsx, .ods, .xls, .xlsb) or,
    with pyarrow, .parquet, .feather or .arrow: each row is a document; so is each entry of an
    export of literature (.bib, .ris, .nbib, .enw, .ciw). Columns that are not named are chosen by
    how they read, their names being a hint (`choose_columns`), and kept in
    ``corpus.reading["columns"]``; the rest is metadata. A title goes in front of its text; answers
    to the open questions of a survey are joined, and who gave none is a document without words.
    Cells of NA, NULL, #N/A or the like are empty (`hiertopics.missing`), as are codes of surveys
    for no answer, such as -99, among texts, and -1 among names and counts of labels.
    **A table in memory** likewise: a data frame or series of pandas, polars or pyarrow, a dict of
    texts or of records by id, or of columns, a list of dicts or of pairs of an id and a text. An
    index of pandas is the ids where no column is.

    **A single file of text** is split into paragraphs, or into lines if it has no blank line; a
    mailbox (.mbox), here or in a folder, into its mails.

    **A list of str**: each is a document.

    Parameters
    ----------
    source : path, table in memory or iterable of str
        "~" is the home folder.
    progress : callable, optional
        ``progress("reading", done, total)``, called now and then with the number of files, or of
        rows, and their total, None while unknown.
    text_column : str or list of str, optional
        Several are joined.
    id_column : str, optional
        By default a column of distinct short values, else the number of the row.
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
        the line that the passage begins with, of a run of words its own number; the metadata column
        "title" says "1830 speech, passage 67".
    strip : "auto", "email" or "none", default="auto"
        Leave out headers (but for the subject), quoted replies and signatures of e-mails: in texts
        that begin with headers, in all, or in none; with "none", running heads of PDFs and
        marks of HTML, Markdown, BBCode or a wiki in cells and plain texts stay, too.
    encoding : str, optional
        Encoding of all files. By default the byte order mark says it; a file without one is UTF-8
        if it can be, and else what its bytes look like. Bytes that make no sense are replaced and
        counted in ``corpus.reading``.
    follow_links : bool, default=False
        Follow symbolic links that lead to folders or out of the folder.
    each : bool, default=False
        Each text column of a row is a document, such as "7:liked"; metadata "question" names it.
    missing : "auto", "none" or list of str, default="auto"
        Values that mean that a cell of a table is empty: those known to mean it in such a column,
        none, or these, with those of "auto" where that is one of them, as in ["auto", "[removed]"].
    sheet : str or list of str, optional
        Sheets of a workbook to read, those of a folder too; several have the same columns, or most
        of them. By default the one that reads like a table of texts, and those like it.

    Returns
    -------
    Corpus

    Raises
    ------
    CorpusError
        If there is nothing to read or no text in it, or a setting does not fit.

    Warns
    -----
    ReadingWarning
        Of what may have been read wrongly, such as a quotation mark that never closes; the
        sentences are in ``corpus.reading["doubts"]``, and those on choices that were made, with the
        options that change them, in ``corpus.reading["remarks"]``.

    Examples
    --------
    >>> read_corpus(["Cats chase mice.", "Bread needs salt."]).ids
    ('1', '2')
    """
    columns = (text_column, id_column, label_columns, metadata_columns)
    check_columns(*columns)
    if per_line and split not in (None, "lines"):
        raise CorpusError(f"per_line and split={split!r} exclude each other; give one of them")
    split = check_split("lines" if per_line else split)
    check_strip(strip)
    check_encoding(encoding)
    settings: dict[str, Any] = dict(
        split=split,
        strip=strip,
        encoding=encoding,
        wanted_columns=columns,
        each=each,
        missing=missing_values(missing),
        sheets=check_sheets(sheet),
    )
    if isinstance(source, str | bytes | os.PathLike):
        corpus = _corpus_of_path(existing(source), settings, follow_links, progress or silent)
    else:
        reader = RecordReader(**settings)
        held = table_in_memory(source, reader.notes)
        if reader.sheets:
            raise CorpusError("sheets are those of workbooks; give the path of one")
        if not isinstance(held, Table):
            given = (split, encoding, labels, each or None, *columns)
            check_for_texts(strip, (*given, None if missing == AUTO else missing))
            return _corpus_of_texts(held, reader)
        corpus = _corpus_of_table(held, reader)
    corpus = corpus if labels is None else labelled(corpus, labels, settings["missing"])
    for doubt in corpus.reading.get("doubts", ()):
        warnings.warn(doubt, ReadingWarning, stacklevel=2)
    return corpus


def _corpus_of_path(root, settings, follow_links, progress) -> Corpus:
    is_folder = os.path.isdir(root)
    unit = "" if is_folder else format_of(root).unit
    wanted = (*settings["wanted_columns"], settings["each"] or None)
    has_wanted = any(each is not None for each in wanted)
    is_for_tables = has_wanted or settings["missing"] != (AUTO,)
    is_table = is_folder or not is_for_tables or _holds_table(root, settings["encoding"])
    if has_wanted and not is_table:
        raise CorpusError(f"columns are for tables, and {printable(root)} is a text")
    if settings["sheets"] and not is_folder and not format_of(root).has_sheets:
        raise CorpusError(f"sheets are those of workbooks, and {printable(root)} is none")
    reader = RecordReader(**settings, always_split=unit in ("text", "file"), is_folder=is_folder)
    files, skipped = [""], {}
    if is_folder:
        texts, tables, skipped = _files(root, follow_links, reader.encoding, progress)
        files = _chosen_files(root, texts, tables, reader, skipped, has_wanted)
    if settings["missing"] != (AUTO,) and not (is_table and (files == [""] or reader.columns)):
        raise CorpusError(f"missing values are for tables, and {printable(root)} is none")
    found = Found(skipped)
    texts = StoredTexts(_texts(root, files, reader, found, progress))
    if not texts:
        raise CorpusError(_nothing_found(root, skipped, is_folder))
    inputs = tuple(_full_path(root, files[i]) for i in sorted(set(found.files)))
    return corpus_of(found, reader, texts, files, printable(root), inputs)


def _holds_table(path: str, encoding: str | None) -> bool:
    """Whether a file is a table, or holds one under the name of a text."""
    return is_table_file(path, encoding, is_alone=True) or holds_table(path)


def _texts(root, files, reader: RecordReader, found: Found, progress) -> Iterator[str]:
    """The texts of all documents in files, one by one, as they are found."""
    for file, name, record in settled(_records(root, files, reader, progress), reader):
        if found.add(record, file, f"{name}:{record.place}" if record.place else name):
            yield record.text


def _records(root, files, reader: RecordReader, progress) -> Iterator[tuple[int, str, Record]]:
    """All records of all files, with the number of each file and its name."""
    is_single = list(files) == [""]
    for file, path in enumerate(files if is_single else counting(files, "reading", progress)):
        name = printable(path or os.path.basename(root))
        records = reader.from_file(_full_path(root, path))
        records = records if is_single else _whatever_comes(records, format_of(path).package)
        for number, record in enumerate(records):
            yield file, name, record
            if is_single and number % 1000 == 0:
                progress("reading", number, None)


def _whatever_comes(records: Iterator[Record], package: str) -> Iterator[Record]:
    """The records of one of many files; a table that cannot be read is one that is damaged."""
    record = None
    try:
        for record in records:
            yield record
    except NoTextError:
        yield Record("", reason="not text")
    except NoSheetError:
        yield Record("", reason="without the sheet")
    except CorpusError as error:
        # That a library is missing is said in the place of that.
        reason = f"needs {package}" if isinstance(error.__context__, ImportError) else "damaged"
        yield Record("" if record is None else "the end", reason=reason)
    except Exception:  # no file stops a run, whatever its reader makes of it
        yield Record("" if record is None else "the end", reason="damaged")


def _full_path(root: str, path: str) -> str:
    """Path of a file within a folder; `root` itself where the source is one file."""
    return os.path.join(root, path) if path else root


def _corpus_of_table(table: Table, reader: RecordReader) -> Corpus:
    rows, row_names, index_name = table
    if not rows:
        raise CorpusError("expected a table with texts, got one without rows")
    wanted: tuple[Any, Any, Any, Any] = reader.wanted_columns
    if row_names is not None and wanted[1] == index_name:
        wanted = (wanted[0], None, wanted[2], wanted[3])
    columns = choose_columns(rows, *wanted, notes=reader.notes, each=reader.each)
    if row_names is not None and (columns.id is None or wanted != reader.wanted_columns):
        # Rows have their names from the index.
        index_name, *_ = distinct([*rows[0], index_name])[-1:]
        columns = columns._replace(id=index_name)
        rows = [{**row, index_name: name} for row, name in zip(rows, row_names, strict=True)]
    reader.columns = columns
    found = Found({})
    texts = tuple(
        record.text
        for record in reader.from_rows(rows, "the table")
        if found.add(record, 0, printable(record.id or record.place))
    )
    if not texts:
        raise CorpusError(f"no text in {', '.join(columns.text)}: all rows are empty there")
    return corpus_of(found, reader, texts, [""], "memory")


def _corpus_of_texts(texts: Iterable, reader: RecordReader) -> Corpus:
    """Corpus of texts in memory, repaired as those of a table are."""
    corpus = Corpus.from_texts(texts)
    reader.repairs.look_at(corpus.texts)
    unmarked = map(reader.repairs.unmarked, corpus.texts)
    corpus = replace(corpus, texts=tuple(map(reader.repairs.mended, unmarked)))
    for remark in ShortTexts(corpus.texts).remarks(corpus.texts):
        reader.notes.remark(remark)
    return replace(corpus, reading=reader.facts())


def _chosen_files(root, texts, tables, reader: RecordReader, skipped, has_wanted) -> list[str]:
    """The texts of a folder, or its tables where they are the corpus; the others are skipped."""
    if has_wanted and not tables:
        raise CorpusError(f"columns are for tables, and there is none in {printable(root)}")
    if reader.sheets and not any(format_of(path).has_sheets for path in tables):
        raise CorpusError(f"sheets are those of workbooks, and there is none in {printable(root)}")
    if tables and (has_wanted or is_of_tables(texts, tables)):
        try:
            reader.columns = shared_columns(root, tables, reader)
        except CorpusError:
            if has_wanted or not texts:
                raise
        else:
            if texts:
                skipped["no table"] = list(map(printable, texts))
            return tables
    skipped.update(passed_over(root, tables))
    return without_programs(texts, skipped)


def _files(root: str, follow_links: bool, encoding: str | None, progress: Progress):
    """Files of a folder that may be texts, those that are tables, and what is passed over."""
    texts: list[str] = []
    tables: list[str] = []
    skipped: dict[str, list[str]] = {}
    for seen, (path, reason) in enumerate(walk(root, follow_links)):
        if reason is None:
            is_table = is_table_file(os.path.join(root, path), encoding)
            (tables if is_table else texts).append(path)
        else:
            skipped.setdefault(reason, []).append(printable(path))
        if seen % 2000 == 0:
            progress("reading", 0, None)
    return texts, tables, skipped


def _nothing_found(root: str, skipped, is_folder: bool) -> str:
    passed_over = described_skips(skipped) or "nothing, the folder is empty"
    if any(reason.startswith("needs ") for reason in skipped):
        advice = "install what is needed: pip install 'hiertopics[files]'"
    elif "table" in skipped:
        advice = f"a table is given by its own name: {printable(root)}/{skipped['table'][0]}"
    elif is_folder:
        advice = "put files with text in it, one per document"
    else:
        advice = advice_on(root, next(iter(skipped), ""))
    return f"no text in {printable(root)}: passed over {passed_over}; {advice}"
