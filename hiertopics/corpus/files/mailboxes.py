"""Mails as programs keep them: in mailboxes whose names say nothing, and in files of Apple Mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import TextIOWrapper
from itertools import islice
from typing import BinaryIO

from hiertopics.corpus.code_pages import page_named
from hiertopics.corpus.decode import (
    LONGEST_DOCUMENT,
    Decoded,
    bounded_pieces,
    decode,
    sure_encoding,
)

# The line that begins a mail in a mailbox ends with a day and a time, and a field follows.
_DAY = rb"[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]{1,2}\d \d\d:\d\d(?::\d\d)?[^\n]{0,30}"
_FIRST = re.compile(rb"From [^\n]{1,200}? " + _DAY + rb"\n(?:>?From [^\n]|[A-Za-z-]{1,40}:[ \n])")
_BLOCK = 2**20
_SEARCHED = 2**26

_CHARSET = re.compile(
    rb"""^(?:Content-Type:|[ \t])[^\n]{0,200}?\bcharset[ \t]?=[ \t]?["']?([\w.:+-]{2,30})""",
    re.IGNORECASE | re.MULTILINE,
)
_LONGEST_HEADER = 2**16
_MOST_CHARSETS = 4  # of the parts of a mail

_COUNT = re.compile(r"\s{0,9}\d{1,10}[ \t]{0,10}\n")
_SCRUBBED = re.compile(
    r"^-{14} next part -{14}\n"
    r"(?:(?:An? [\w-]{4,20} (?:attachment|message) was scrubbed\.\.\."
    r"|Skipped content of type \S+)\n?"
    r"(?:[A-Z][A-Za-z]{2,8}: .*\n?)*)?",
    re.MULTILINE,
)


def is_mailbox(file: BinaryIO, head: bytes) -> bool:
    """Whether an open file with these first bytes has several mails; its place is lost."""
    if not _FIRST.match(head.replace(b"\r\n", b"\n")):
        return False
    file.seek(0)
    before, size = b"", 0
    while size < _SEARCHED and (block := file.read(_BLOCK)):
        found = (before + block).replace(b"\r\n", b"\n")
        begins = (match.start() for match in _FIRST.finditer(found))
        # The first mail begins the file, and each of the others is below a blank line.
        if any(found[start - 2 : start] == b"\n\n" for start in begins if start):
            return True
        before, size = found[-1000:], size + len(block)
    return False


def mails_of(text: TextIOWrapper, encoding: str | None) -> Iterator[tuple[int, Decoded | None]]:
    """The mails of an open mailbox, each with the number of its first line.

    Each is decoded by what it says itself, else as the others are; all by the encoding, where one
    is given. A mail that is too large for a document is None.
    """
    usual = text.encoding.removesuffix("-sig")
    are_alike = encoding is not None or usual.startswith(("utf-16", "utf-32"))
    if not are_alike:
        text.reconfigure(encoding="latin-1")  # its signs are the bytes
    for line, mail in _split(bounded_pieces(text)):
        if mail is None:
            yield line, None
        elif are_alike:
            yield line, Decoded(mail, usual, mail.count("\ufffd"))
        else:
            yield line, _decoded(mail, usual)


def _split(pieces: Iterator[str]) -> Iterator[tuple[int, str | None]]:
    """Mails with the numbers of their first lines; one that is too large is None."""
    mail: list[str] = []
    first, number, before, n_characters = 1, 1, "", 0
    for piece in pieces:
        if piece.startswith("From ") and before.endswith("\n") and not before.strip():
            yield first, _whole(mail, n_characters)
            first, n_characters = number, 0
        n_characters += len(piece)
        if n_characters <= LONGEST_DOCUMENT:
            mail.append(piece)
        number += piece.endswith("\n")
        before = piece
    if before:
        yield first, _whole(mail, n_characters)


def _whole(mail: list[str], n_characters: int) -> str | None:
    """A mail without its last line end, taken out of the list of its lines."""
    is_held = n_characters <= LONGEST_DOCUMENT
    if is_held:
        mail[-1] = mail[-1].removesuffix("\n")
    whole = "".join(mail) if is_held else None
    mail.clear()
    return whole


def _decoded(mail: str, usual: str) -> Decoded:
    """A mail whose signs are its bytes, decoded by its charset where they can be in that."""
    if mail.isascii():
        return Decoded(mail, "utf-8", 0)
    data = mail.encode("latin-1")
    del mail  # of many megabytes, it is held once
    return decode(data, sure_encoding(data) or _declared(data) or usual)


def _declared(data: bytes) -> str | None:
    """Encoding that a mail names for itself or its parts, if its bytes can be in it."""
    found = _CHARSET.finditer(data, 0, _LONGEST_HEADER)
    names = (match[1].decode("ascii") for match in islice(found, _MOST_CHARSETS))
    return next(filter(None, (page_named(name, data) for name in names)), None)


def mail_of_apple(text: str) -> str:
    r"""The mail in a file of Apple Mail, between the number of its bytes and a list of properties.

    Examples
    --------
    >>> mail_of_apple("19 \nSubject: Ice\n\nCold\n<?xml version='1.0'?><plist/>")
    'Subject: Ice\n\nCold\n'
    """
    count = _COUNT.match(text)
    end = text.rfind("<?xml version")
    is_list = end > 0 and "<plist" in text[end : end + 400]
    return text[count.end() if count else 0 : end if is_list else len(text)]


def without_scrubbed(text: str) -> str:
    """A mail of an archive of Mailman without the lines that are in the place of attachments."""
    return _SCRUBBED.sub("", text) if " next part -" in text else text
