"""The formats of files by the ending of their names; a new one is an entry here and its reader."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from typing import BinaryIO, Literal, NamedTuple

from hiertopics.corpus.files.html import html_text, looks_like_html
from hiertopics.corpus.files.mail import looks_like_mail, mail_date, mail_text, split_mailbox
from hiertopics.corpus.files.markdown import markdown_text
from hiertopics.corpus.tables.delimited import csv_rows
from hiertopics.corpus.tables.objects import json_lines, json_rows
from hiertopics.corpus.tables.sheets import parquet_rows

STRIP = ("auto", "email", "none")


class Document(NamedTuple):
    """A text, what it says about itself, such as its date, and what it was taken for: "HTML"."""

    text: str
    fields: Mapping[str, str] = {}
    traits: tuple[str, ...] = ()


class Format(NamedTuple):
    """How files of a format are read; `package` is what has to be installed for it, if anything.

    What `read` takes and makes of it depends on the unit. "text": ``read(text)``, decoded, is a
    `Document`. "file": ``read(file)``, an open file, is a `Document`. "rows": ``read(file,
    encoding, notes)`` are the rows of a table, None for those that are damaged; what is noticed is
    put into the `Notes`. "lines": ``read(lines)`` are several texts, each with the number of its
    first line.
    """

    unit: Literal["text", "file", "rows", "lines"]
    read: Callable
    package: str = ""


def format_of(path: str) -> Format:
    """The format that the name of a file says, with or without .gz; plain text for all others."""
    name = os.path.basename(path).lower().removesuffix(".gz")
    return FORMATS.get(os.path.splitext(name)[1], _PLAIN_TEXT)


def without_mail(document: Document, strip: str) -> Document:
    """A document without what only mail has: headers, quotations and signatures.

    They go from texts that begin with headers where `strip` is "auto", from all where it is
    "email".
    """
    text, fields, traits = document
    is_mail = strip == "auto" and looks_like_mail(text)
    if is_mail or strip == "email":
        date = mail_date(text) if is_mail else None
        fields = {**fields, "date": date} if date else fields
        text = mail_text(text)
        traits = (*traits, "e-mail") if is_mail else traits
    return Document(text, fields, traits)


def plain(text: str) -> Document:
    """A text as it is, or without its markup where it begins as a page of HTML does."""
    return _html(text) if _begins_as_html(text) else Document(text)


def _begins_as_html(text: str) -> bool:
    return text.lstrip("\ufeff \t\n")[:1] == "<" and looks_like_html(text[:4096])


def _html(text: str) -> Document:
    return Document(html_text(text), traits=("HTML",))


def _markdown(text: str) -> Document:
    return _html(text) if _begins_as_html(text) else Document(*markdown_text(text))


def _docx(file: BinaryIO) -> Document:
    import docx
    from docx.table import Table

    lines = []
    for block in docx.Document(file).iter_inner_content():
        if isinstance(block, Table):
            lines += [" ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            lines += [block.text, ""]
    return plain("\n".join(lines))


def _pdf(file: BinaryIO) -> Document:
    import logging

    from pypdf import PdfReader

    # It warns of every oddity of a file on stderr, and goes on.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    return plain("\n\n".join(page.extract_text() for page in PdfReader(file).pages))


_PLAIN_TEXT = Format("text", plain)
FORMATS = {
    **dict.fromkeys((".html", ".htm", ".xhtml"), Format("text", _html)),
    **dict.fromkeys((".md", ".markdown"), Format("text", _markdown)),
    ".docx": Format("file", _docx, "python-docx"),
    ".pdf": Format("file", _pdf, "pypdf"),
    ".mbox": Format("lines", split_mailbox),
    ".csv": Format("rows", csv_rows),
    **dict.fromkeys((".tsv", ".tab"), Format("rows", partial(csv_rows, by_tabs=True))),
    **dict.fromkeys((".jsonl", ".ndjson"), Format("rows", json_lines)),
    ".json": Format("rows", json_rows),
    ".parquet": Format("rows", parquet_rows, "pyarrow"),
}
"""Formats by the ending of a file's name, in lower case."""
