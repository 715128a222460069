"""Read the text of a mail that has several parts, or an encoding for transport.

The standard library's parser is not used: 20 KB of ";=" in a header take it four seconds, and twice
as many four times as long.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Mapping

from hiertopics.corpus.decode import decode
from hiertopics.corpus.files.html import html_text

FIELD = re.compile(r"([!-9;-~]{1,80}):[ \t]*(.*)")
"""A line of a header: the name of a field and its value."""

LONGEST_VALUE = 1000
"""Characters of a value: more than a mail's own header has."""

_BOUNDARY = re.compile(r'boundary[ \t]{0,9}=[ \t]{0,9}(?:"([^"]{1,200})"|([^\s;"]{1,200}))', re.I)
_CHARSET = re.compile(r"""charset[ \t]{0,9}=[ \t]{0,9}["']?([\w.:+-]{1,60})""", re.I)
_DEEPEST = 10
# What is answered, as programs mark it: a line in its place lets what announces it be found.
_CITED = re.compile(
    r"""<blockquote(?=[\s>])(?=[^>]{0,300}(?:type="?cite|class="?[\w -]{0,40}quote))[^>]{0,400}>""",
    re.IGNORECASE,
)
_UNCITED = re.compile("</blockquote>", re.IGNORECASE)


def body_text(fields: Mapping[str, str], body: str) -> str:
    """Text of a mail by the fields of its header: of alternatives the plain one, else HTML's.

    Parts that are attached, and those that are no text, are left out; several texts are put
    together.
    """
    return _text(fields, body, 0)[1]


def _text(fields: Mapping[str, str], body: str, depth: int) -> tuple[bool, str]:
    """Whether a part was HTML, and its text."""
    given = fields.get("content-type", "")
    kind = given.partition(";")[0].strip().lower()
    if fields.get("content-disposition", "").lower().startswith("attachment"):
        return False, ""
    if kind.startswith("multipart/"):
        boundary = _BOUNDARY.search(given)
        if boundary is None or depth == _DEEPEST:
            return False, body
        parts = [
            _text(*_header_and_body(section), depth + 1)
            for section in _sections(body, boundary[1] or boundary[2])
        ]
        filled = [(is_html, text) for is_html, text in parts if text.strip()]
        if kind == "multipart/alternative" and filled:
            return min(filled, key=lambda part: part[0])
        return any(is_html for is_html, _ in filled), "\n\n".join(text for _, text in filled)
    if kind not in ("", "text", "text/plain", "text/html"):
        return False, ""
    text = _decoded(body, fields.get("content-transfer-encoding", ""), given)
    return (True, html_text(_uncited(text))) if kind == "text/html" else (False, text)


def _uncited(source: str) -> str:
    """A mail of HTML with a line that begins as a quotation in the place of each."""
    source, n_cited = _CITED.subn("<p>&gt;</p><template>", source)
    return _UNCITED.sub("</template></blockquote>", source) if n_cited else source


def _sections(body: str, boundary: str) -> list[str]:
    """What is between the lines that hold a boundary."""
    sections: list[list[str]] = []
    for piece in f"\n{body}".split(f"\n--{boundary}")[1:]:
        rest, _, content = piece.partition("\n")
        if rest.strip() == "--":
            break
        if not rest.strip():
            sections.append([content])
        elif sections:  # the boundary of a part within begins like this one
            sections[-1] += [f"\n--{boundary}", piece]
    return ["".join(section) for section in sections]


def _header_and_body(section: str) -> tuple[dict[str, str], str]:
    fields: dict[str, str] = {}
    start, name = 0, ""
    while start < len(section):
        end = section.find("\n", start)
        end = len(section) if end < 0 else end
        line = section[start : min(end, start + LONGEST_VALUE)].rstrip()
        match = FIELD.match(line)
        start = end + 1
        if not line:
            break
        if match and not line[0].isspace():
            name = match[1].lower()
            fields[name] = match[2]
        elif name:
            fields[name] = f"{fields[name]} {line.strip()}"[:LONGEST_VALUE]
    return fields, section[start:]


def _decoded(body: str, transport: str, kind: str) -> str:
    """Text of a part, out of its encoding for transport; what is damaged stays as it came."""
    transport = transport.strip().lower()
    try:
        if transport == "base64":
            letters = re.sub(r"[^A-Za-z0-9+/]", "", body)
            data = base64.b64decode(letters[: len(letters) // 4 * 4 + 3] + "==")
        elif transport == "quoted-printable":
            data = quopri.decodestring(body.encode("utf-8", "replace"))
        else:  # decoded with the whole of the file
            return body
    except binascii.Error:
        return body
    charset = _CHARSET.search(kind)
    try:
        return data.decode(charset[1] if charset else "utf-8").replace("\r\n", "\n")
    except (UnicodeError, LookupError):
        return decode(data).text
