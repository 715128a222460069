"""Mails as programs keep them: in mailboxes whose names say nothing, and in files of Apple Mail."""

from __future__ import annotations

import re
from typing import BinaryIO

# The line that begins a mail in a mailbox ends with a day and a time, and a field follows.
_DAY = rb"[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]{1,2}\d \d\d:\d\d(?::\d\d)?[^\n]{0,30}"
_FIRST = re.compile(rb"From [^\n]{1,200}? " + _DAY + rb"\n(?:>?From [^\n]|[A-Za-z-]{1,40}:[ \n])")
_BLOCK = 2**20
_SEARCHED = 2**26

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
