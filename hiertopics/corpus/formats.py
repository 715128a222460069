"""A file in, its one text out, whatever its format; or the reason why there is none."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import NamedTuple

from hiertopics.corpus.decode import decode, is_text
from hiertopics.corpus.mail import looks_like_mail, mail_date, mail_text
from hiertopics.corpus.markup import html_text, looks_like_html, markdown_text
from hiertopics.corpus.opening import GZIP_ERRORS, LONGEST_DOCUMENT, kind_of, open_bytes

SNIFFED_BYTES = 8192
STRIP = ("auto", "email", "none")

_HTML = (".html", ".htm", ".xhtml")
_MARKDOWN = (".md", ".markdown")


class FileText(NamedTuple):
    """Text of a file and what was found out on the way.

    `reason` says why it is no document, None if it is one; `fields` are what the file says about
    itself, such as its date; `traits` what it was taken for ("HTML", "e-mail").
    """

    text: str
    reason: str | None = None
    fields: Mapping[str, str] = {}
    encoding: str | None = None
    n_bad: int = 0
    traits: tuple[str, ...] = ()


def file_text(path: str, encoding: str | None = None, strip: str = "auto") -> FileText:
    """Text of a file, without markup and, as `strip` says, without what only mail has.

    Parameters
    ----------
    path : str
    encoding : str, optional
        By default found out.
    strip : "auto", "email" or "none"
        Leave out headers, quotations and signatures of e-mails: in files that begin with headers,
        in all, or in none.
    """
    kind = kind_of(path)
    if kind in _CONVERTERS:
        return _converted(path, *_CONVERTERS[kind], strip)
    try:
        with open_bytes(path) as file:
            data = file.read(SNIFFED_BYTES)
            if not is_text(data):
                return FileText("", "not text")
            if len(data) == SNIFFED_BYTES:
                data += file.read(LONGEST_DOCUMENT + 1 - SNIFFED_BYTES)
    except GZIP_ERRORS:
        return FileText("", "damaged")
    except OSError:
        return FileText("", "unreadable")
    if len(data) > LONGEST_DOCUMENT:
        return FileText("", "too large")
    decoded = decode(data, encoding)
    return plain_text(decoded.text, strip, kind)._replace(
        encoding=decoded.encoding, n_bad=decoded.n_bad
    )


def plain_text(text: str, strip: str, kind: str = "") -> FileText:
    """Text without markup and mail headers, and what it was taken for."""
    fields: dict[str, str] = {}
    traits: tuple[str, ...] = ()
    if kind in _HTML or (text.lstrip("\ufeff \t\n")[:1] == "<" and looks_like_html(text[:4096])):
        text, traits = html_text(text), ("HTML",)
    elif kind in _MARKDOWN:
        text, fields = markdown_text(text)
    is_mail = strip == "auto" and looks_like_mail(text)
    if is_mail or strip == "email":
        date = mail_date(text) if is_mail else None
        fields = {**fields, "date": date} if date else fields
        text = mail_text(text)
        traits = (*traits, "e-mail") if is_mail else traits
    return FileText(text, None if text.strip() else "empty", fields, traits=traits)


def _converted(path: str, convert: Callable, package: str, strip: str) -> FileText:
    try:
        if os.path.getsize(path) > LONGEST_DOCUMENT:
            return FileText("", "too large")
        text = convert(path)
    except ImportError:
        return FileText("", f"needs {package}")
    except PermissionError:
        return FileText("", "unreadable")
    except Exception:  # these libraries raise anything on a damaged file
        return FileText("", "damaged")
    return plain_text(text, strip)


def _docx_text(path: str) -> str:
    from docx import Document
    from docx.table import Table

    lines = []
    for block in Document(path).iter_inner_content():
        if isinstance(block, Table):
            lines += [" ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            lines += [block.text, ""]
    return "\n".join(lines)


def _pdf_text(path: str) -> str:
    import logging

    from pypdf import PdfReader

    # It warns of every oddity of a file on stderr, and goes on.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    with open(path, "rb") as file:
        return "\n\n".join(page.extract_text() for page in PdfReader(file).pages)


_CONVERTERS = {".docx": (_docx_text, "python-docx"), ".pdf": (_pdf_text, "pypdf")}


def is_slow(path: str) -> bool:
    """Whether its text takes so long to get that it is better kept than read anew."""
    return kind_of(path) in _CONVERTERS
