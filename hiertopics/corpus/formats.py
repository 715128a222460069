"""The formats of files by the ending of their names; a new one is an entry here and its reader.

The reader of a format is imported with the first file of it, so that none takes time for others.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any, BinaryIO, Literal, NamedTuple

from hiertopics.corpus.decode import (
    OLD_OFFICE,
    SNIFFED_BYTES,
    decode,
    is_text,
)
from hiertopics.corpus.files.advice import is_dump
from hiertopics.corpus.files.bounds import PassedOver
from hiertopics.corpus.files.gutenberg import without_licence
from hiertopics.corpus.files.html import html_text, looks_like_html
from hiertopics.corpus.files.mail import looks_like_mail, mail_date, mail_text
from hiertopics.corpus.files.mailboxes import mail_of_apple, mails_of
from hiertopics.corpus.notes import Notes
from hiertopics.corpus.packed import UnpackingError, open_bytes, without_packing

STRIP = ("auto", "email", "none")

# Wikipedia's dumps come in parts, named by the first and the last page in them.
_PART_OF_DUMP = re.compile(r"\.xml-p[0-9]+p[0-9]+[\w-]*$")


class Document(NamedTuple):
    """A text, what it says about itself, such as its date, and what it was taken for: "HTML".

    The lines that were left out of it are those that a report lists, such as running heads; the
    doubt is a sentence on what could not be read.
    """

    text: str
    fields: Mapping[str, str] = {}
    traits: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    doubt: str = ""


class Format(NamedTuple):
    """How files of a format are read; `package` is what has to be installed for it, if anything.

    What `read` takes and makes of it depends on the unit. "text": ``read(text)``, decoded, is a
    `Document`. "file": ``read(data, strip)``, its bytes, is one; where there is none `PassedOver`
    says why. "rows": ``read(file, encoding, notes)`` are the rows of a table, None for those that
    are damaged; what is noticed is put into the `Notes`. Where there may be sheets, those that are
    wanted are given as ``sheets``. "lines": ``read(text, encoding)`` are several texts of an open
    file, as `Decoded` has them, each with the number of its first line. ``find_rows(file,
    encoding)`` is the reader of rows of a file that holds them, else None; with `is_alone` it is
    asked only of a file that is given by its own name.
    """

    unit: Literal["text", "file", "rows", "lines"]
    read: Callable
    package: str = ""
    find_rows: Callable | None = None
    has_sheets: bool = False
    is_alone: bool = False


def format_of(path: str) -> Format:
    """The format that the name of a file says, packed or not; plain text for all others."""
    name = _PART_OF_DUMP.sub(".xml", without_packing(os.path.basename(path).lower()))
    return FORMATS.get(os.path.splitext(name)[1], PLAIN_TEXT)


def without_mail(document: Document, strip: str) -> Document:
    """A document without what only mail has: headers, quotations and signatures.

    They go from texts that begin with headers where `strip` is "auto", from all where it is
    "email".
    """
    is_mail = strip == "auto" and looks_like_mail(document.text)
    if not is_mail and strip != "email":
        return document
    date = mail_date(document.text) if is_mail else None
    fields = {**document.fields, "date": date} if date else document.fields
    traits = (*document.traits, "e-mail") if is_mail else document.traits
    held = [document.text]
    document = document._replace(text="", fields=fields, traits=traits)
    return document._replace(text=mail_text(held.pop()))  # as nothing else holds it, it can go


def plain(text: str) -> Document:
    """A text as it is, or without its markup where it begins as a page of HTML does."""
    return _html(text) if _begins_as_html(text) else _book(Document(text))


def is_bare(text: str, strip: str) -> bool:
    """Whether a text stays as it is: neither mail nor a page of HTML nor a book with a licence."""
    if _begins_as_html(text) or without_licence(text) is not None or strip == "email":
        return False
    return strip != "auto" or not looks_like_mail(text)


def _begins_as_html(text: str) -> bool:
    return text.lstrip("\ufeff \t\n")[:1] == "<" and looks_like_html(text[:4096])


def _html(text: str) -> Document:
    return _book(Document(html_text(text), traits=("HTML",)))


def _book(document: Document) -> Document:
    """A document without the licence of Project Gutenberg, where it is one of its books."""
    if (found := without_licence(document.text)) is None:
        return document
    return Document(*found, (*document.traits, "Project Gutenberg"))


def _markdown(text: str) -> Document:
    from hiertopics.corpus.files.light_marks import without_templates
    from hiertopics.corpus.files.markdown import markdown_text

    if _begins_as_html(text):
        return _html(text)
    return Document(*markdown_text(without_templates(text)))


def _pdf(data: bytes, strip: str) -> Document:
    from hiertopics.corpus.files.pdf import pdf_text

    text, left_out, n_empty = pdf_text(data, keep_heads=strip == "none")
    document = plain(text)
    traits = (*document.traits, *["PDF with running heads"] * bool(left_out))
    have = "1 page has" if n_empty == 1 else f"{n_empty:,} pages have"
    doubt = f"{have} no text, as scans and damaged pages have none" if n_empty else ""
    return Document(document.text, document.fields, traits, tuple(left_out), doubt)


def _office(data: bytes, strip: str) -> Document:
    from hiertopics.corpus.files.office import office_text

    if data.startswith(OLD_OFFICE):  # an archive within, if there is a password
        raise PassedOver("encrypted")
    text, fields = office_text(data)
    document = plain(text)
    return document._replace(fields={**document.fields, **fields})


def _taken_out(reader: str) -> Format:
    """A format of texts with something around them, which "subtitles.subtitle_text" takes out."""
    module, _, function = f"hiertopics.corpus.files.{reader}".rpartition(".")

    def read(text: str) -> Document:
        return Document(getattr(import_module(module), function)(text))

    return Format("text", read)


def _xml(text: str) -> Document:
    from hiertopics.corpus.files.xml import xml_text

    return _html(text) if _begins_as_html(text) else Document(*xml_text(text))


def _apple_mail(text: str) -> Document:
    return plain(mail_of_apple(text))


def _rtf(data: bytes, strip: str) -> Document:
    from hiertopics.corpus.files.rtf import rtf_text

    return plain(rtf_text(data))


def _old_word(data: bytes, strip: str) -> Document:
    """What is called .doc may be anything that Word opens."""
    if data.startswith(OLD_OFFICE):
        raise PassedOver("to be saved as .docx")
    if data.startswith(b"PK"):
        return _office(data, strip)
    if data.lstrip().startswith(b"{\\rtf"):
        return _rtf(data, strip)
    if not is_text(data[:SNIFFED_BYTES]):
        raise PassedOver("not text")
    return plain(decode(data).text)


def left_for_another(reason: str) -> Format:
    """The format of files that are passed over, with what to save them as."""

    def read(data: bytes, strip: str) -> Document:
        raise PassedOver(reason)

    return Format("file", read)


def _table(reader: str, package: str = "", **settings: Any) -> Format:
    """A table whose reader, such as "tables.objects.json_rows", is imported when it is called."""
    module, _, function = f"hiertopics.corpus.{reader}".rpartition(".")

    def read(
        file: BinaryIO, encoding: str | None, notes: Notes, **wanted: Any
    ) -> Iterator[Mapping | None]:
        reader = getattr(import_module(module), function)
        return reader(file, encoding, notes, **settings, **wanted)

    return Format("rows", read, package)


def rows_of(
    form: Format, file: BinaryIO, encoding: str | None, notes: Notes, sheets: Sequence[str] = ()
) -> Iterator[Mapping | None]:
    """Rows of a table, those of some sheets where it is a workbook and any are named."""
    wanted = {"sheets": sheets} if sheets and form.has_sheets else {}
    return form.read(file, encoding, notes, **wanted)


def as_rows(form: Format, file: BinaryIO, encoding: str | None) -> Format:
    """The format of an open file that is at its start: that of a table where it holds one."""
    if form.find_rows is None or (read := form.find_rows(file, encoding)) is None:
        return form
    return Format("rows", read)


def is_table_file(path: str, encoding: str | None, is_alone: bool = False) -> bool:
    """Whether a file is a table, by its name, or by what is in it where its name leaves that open.

    False for one that cannot be opened; that is said when it is read.
    """
    form = format_of(path)
    if form.find_rows is not None and (is_alone or not form.is_alone):
        with suppress(OSError, UnpackingError), open_bytes(path) as file:
            form = as_rows(form, file, encoding)
    return form.unit == "rows"


def _found_by(finder: str) -> Callable:
    """What finds the reader of rows in a file, such as "files.xml_records.record_reader"."""
    module, _, function = f"hiertopics.corpus.{finder}".rpartition(".")
    return lambda file, encoding: getattr(import_module(module), function)(file, encoding)


def _rows_if(begins: Callable[[bytes], bool], form: Format) -> Callable:
    """What finds the reader of rows of another format in files that begin so."""

    def find_rows(file: BinaryIO, encoding: str | None) -> Callable | None:
        head = file.read(SNIFFED_BYTES)
        file.seek(0)
        return form.read if begins(head) else None

    return find_rows


_ARCHIVE = b"window.YTD."  # of Twitter's, a script that is nothing else
PLAIN_TEXT = Format("text", plain)
"""The format of all files of which nothing else is known."""
DUMP = _table("tables.sql_dumps.dump_rows")
"""The format of a dump of a database in SQL."""
_OBJECTS = _table("tables.objects.json_rows")
FORMATS = {
    **dict.fromkeys(
        (".html", ".htm", ".xhtml"),
        Format(
            "text", _html, find_rows=_found_by("tables.written_tables.find_in_page"), is_alone=True
        ),
    ),
    **dict.fromkeys(
        (".md", ".markdown"),
        Format(
            "text",
            _markdown,
            find_rows=_found_by("tables.written_tables.find_in_markdown"),
            is_alone=True,
        ),
    ),
    **dict.fromkeys((".odt", ".pptx", ".odp", ".epub"), Format("file", _office)),
    **dict.fromkeys(
        (".docx", ".docm"),
        Format(
            "file",
            _office,
            find_rows=_found_by("tables.written_tables.find_in_document"),
            is_alone=True,
        ),
    ),
    **dict.fromkeys((".doc", ".dot"), Format("file", _old_word)),
    ".rtf": Format("file", _rtf),
    ".pdf": Format("file", _pdf, "pypdfium2"),
    ".ppt": left_for_another("to be saved as .pptx"),
    ".pages": left_for_another("to be saved as .docx"),
    ".msg": left_for_another("to be saved as .eml"),
    **dict.fromkeys((".mobi", ".azw", ".azw3"), left_for_another("to be saved as .epub")),
    **dict.fromkeys((".yaml", ".yml"), left_for_another("to be saved as .json")),
    ".djvu": left_for_another("to be saved as .pdf"),
    **dict.fromkeys((".srt", ".vtt"), _taken_out("subtitles.subtitle_text")),
    ".sbv": _taken_out("transcripts.sbv_text"),
    **dict.fromkeys((".ass", ".ssa"), _taken_out("transcripts.ass_text")),
    ".otr": _taken_out("transcripts.otranscribe_text"),
    ".cha": _taken_out("transcripts.chat_text"),
    ".sql": Format("text", plain, find_rows=_rows_if(is_dump, DUMP), is_alone=True),
    ".ipynb": _taken_out("notebook.notebook_text"),
    **dict.fromkeys(
        (
            ".xml",
            ".sgm",
            ".sgml",
            ".nxml",
            ".fb2",
            ".eaf",
            ".tei",
            ".rss",
            ".atom",
            ".rdf",
            ".wxr",
            ".enex",
        ),
        Format("text", _xml, find_rows=_found_by("files.xml_records.record_reader")),
    ),
    **dict.fromkeys((".mbox", ".mbx"), Format("lines", mails_of)),
    ".emlx": Format("text", _apple_mail),
    **dict.fromkeys((".warc", ".wet"), _table("files.web_archive.web_archive_rows")),
    ".bib": _table("files.literature.bibtex_rows"),
    **dict.fromkeys((".ris", ".nbib", ".enw", ".ciw"), _table("files.literature.tagged_rows")),
    **dict.fromkeys((".csv", ".psv"), _table("tables.delimited.csv_rows")),
    **dict.fromkeys((".tsv", ".tab"), _table("tables.delimited.csv_rows", by_tabs=True)),
    **dict.fromkeys((".jsonl", ".ndjson", ".jl"), _table("tables.objects.json_lines")),
    ".js": Format(
        "text", plain, find_rows=_rows_if(lambda head: head.startswith(_ARCHIVE), _OBJECTS)
    ),
    ".json": _OBJECTS,
    **dict.fromkeys(
        (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"),
        _table("tables.workbooks.workbook_rows", "python-calamine")._replace(has_sheets=True),
    ),
    ".parquet": _table("tables.arrow.parquet_rows", "pyarrow"),
    **dict.fromkeys((".feather", ".arrow", ".ipc"), _table("tables.arrow.arrow_rows", "pyarrow")),
}
"""Formats by the ending of a file's name, in lower case."""
