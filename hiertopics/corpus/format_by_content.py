"""The format of a file by its first bytes, where its name does not say what it is."""

from __future__ import annotations

import re
from typing import BinaryIO

from hiertopics.corpus.files.advice import is_dump
from hiertopics.corpus.files.mailboxes import is_mailbox
from hiertopics.corpus.formats import DUMP, FORMATS, PLAIN_TEXT, Format, left_for_another, plain

_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|mediawiki\s)")
_NEWS = re.compile(  # collections of TREC and of Reuters
    rb"\s{0,99}(?:<!DOCTYPE lewis\b|<REUTERS\s|<DOC>\s{0,99}<(?:DOCNO|DOCID|DATE)\b|<DOC id=)"
)
# The beginning of an object, or of a list of them, which no prose has.
_JSON = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*"[^"\\\n]{1,80}"\s*:\s*["\[{\d\-tfn]')


def by_content(form: Format, file: BinaryIO, head: bytes, is_alone: bool = False) -> Format:
    """The format of an open file by its first bytes, where its name says that it is plain text.

    Exports of literature databases are often called .txt, and JSON goes without an ending; one that
    `is_alone` is read as a table.
    """
    if form.read is plain and is_dump(head):
        return DUMP if is_alone else left_for_another("to be saved as .csv")
    if form is not PLAIN_TEXT:
        return form
    if head.startswith((b"%PDF-", b"{\\rtf")):
        return FORMATS[".pdf" if head.startswith(b"%") else ".rtf"]
    if head.startswith(b"WARC/1."):
        return FORMATS[".warc"]
    if head.startswith(b"From ") and is_mailbox(file, head):
        return FORMATS[".mbox"]
    if _XML.match(head) or (is_alone and _NEWS.match(head)):
        return FORMATS[".xml"]
    if not is_alone:
        return form
    if _JSON.match(head):
        return FORMATS[".json"]
    from hiertopics.corpus.files.literature import ending_of_export

    return FORMATS.get(ending_of_export(head) or "", form)
