"""Take the prose out of pages of HTML, in time linear in their length.

Pages are cut into tags here: html.parser takes 40 s for 60 KB of unclosed tags in Python 3.11 (this
module .002 s), raises AssertionError at some declarations, and reads broken pages otherwise in each
version of Python.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

_RAW = {
    name: re.compile(rf"</{name}(?=[\s/>])[^>]*>", re.IGNORECASE)
    for name in ("script", "style", "title", "textarea", "iframe")
}
_LEFT_OUT = set("nav footer aside template noscript svg math button select datalist".split())
# The end of one of these ends those within it that are still open.
_HOLDERS = set("div section article main header body table ul ol pre".split()) | _LEFT_OUT
_LINES = set("div li tr dt dd br figcaption caption form fieldset summary address".split())
_PARAGRAPHS = set(
    "p h1 h2 h3 h4 h5 h6 section article blockquote pre table ul ol dl figure header main hr "
    "body details".split()
)

_OPENING = re.compile(r"<(?=/?[a-zA-Z][\w:.-]*[\s/>]|!(?:--|[a-zA-Z\[])|\?[a-zA-Z])")
# In a quoted value, ">" does not end the tag. No two ways to match, so that failing is linear.
_TAG = re.compile(
    r"""<(/?[a-zA-Z][\w:.-]*)(?=[\s/>])[^>=]*(?:=(?:\s*"[^"]*"|\s*'[^']*'|(?!\s*["']))[^>=]*)*>"""
)
_HASTY_TAG = re.compile(r"<(/?[a-zA-Z][\w:.-]*)[^>]*>")
# int() refuses very long runs of digits, and no character has a number as long as these.
_LONG_NUMBER = re.compile("&#[0-9]{9,};?")
_BLANKS = re.compile(r"\A[\s\ufeff]+")
_DOCTYPE = re.compile(r"<(?:!doctype\s+html|html)(?:[\s>]|\Z)", re.IGNORECASE)


def unescaped(text: str) -> str:
    """Replace the entities of a text by the characters that they mean."""
    # Python refuses to read numbers of thousands of digits.
    return unescape(_LONG_NUMBER.sub("\ufffd", text))


def looks_like_html(head: str) -> bool:
    """Whether a text begins as HTML pages do, after blanks, comments and declarations."""
    head = _BLANKS.sub("", head)
    while head.startswith(("<!--", "<?xml")):
        _, _, rest = head.partition("-->" if head.startswith("<!--") else "?>")
        head = _BLANKS.sub("", rest)
    return _DOCTYPE.match(head) is not None


def html_text(source: str, has_title: bool = True) -> str:
    r"""Take the readable text out of an HTML page, its title first, or left out.

    Scripts, navigation, footers, asides, forms' buttons and lists, drawings and formulas are left
    out, but only those that are closed: an unclosed ``<nav>`` takes nothing with it. Texts in place
    of images are left out too: most are "logo" or "photo", and a caption is text of its own.
    Blank lines are between paragraphs, and blanks are folded except within ``<pre>``.

    Examples
    --------
    >>> html_text("<title>Sea</title><p>Salt <b>w</b>ater<script>x</script> &amp; ice<p>Fish")
    'Sea\n\nSalt water & ice\n\nFish'
    """
    title = ""
    pieces: list[str] = []
    holders: list[tuple[str, int]] = []
    n_open: Counter = Counter()
    for name, text in _tokens(source):
        text = unescaped(text) if "&" in text else text
        if name == "title":  # a drawing has titles of its own
            title = title or ("" if n_open["svg"] else " ".join(text.split()))
            continue
        if not name:
            _append(pieces, text) if not n_open["pre"] else pieces.append(text)
            continue
        element = name.lstrip("/")
        if name in _HOLDERS:
            holders.append((name, len(pieces)))
            n_open[name] += 1
        elif element in _HOLDERS and n_open[element]:
            inner = ""
            while inner != element:
                inner, start = holders.pop()
                n_open[inner] -= 1
            if element in _LEFT_OUT:
                del pieces[start:]
                _append(pieces, " ")
        if element == "br":
            pieces.append("\n")
        elif element in ("td", "th"):
            _append(pieces, " ")
        elif element in _PARAGRAPHS:
            pieces.append("\n\n")
        elif element in _LINES and pieces and not pieces[-1].endswith("\n"):
            pieces.append("\n")
    return tidy(f"{title if has_title else ''}\n\n{''.join(pieces)}")


def _tokens(source: str) -> Iterator[tuple[str, str]]:
    """Parts of a page in order: ("", text), ("p", ""), ("/p", ""), and ("title", its text)."""
    tag = _TAG
    # Nothing is looked for where it cannot be, or every unclosed mark would cost a whole search.
    last_end, last_comment_end = source.rfind(">"), source.rfind("-->")
    unclosed: set[str] = set()
    start = 0
    while opening := _OPENING.search(source, start, last_end + 1):
        opened = opening.start()
        if start < opened:
            yield "", source[start:opened]
        if source[opened + 1] in "!?":
            is_comment = source.startswith("<!--", opened) and opened + 2 <= last_comment_end
            start = source.index("-->" if is_comment else ">", opened + 2) + 1 + 2 * is_comment
            continue
        match = tag.match(source, opened)
        if match is None:  # a quotation mark is missing, and will be for all tags to come
            tag, start = _HASTY_TAG, opened
            continue
        start = match.end()
        name = match[1].lower()
        is_empty = source[start - 2] == "/"
        if name in _RAW and name not in unclosed and not is_empty:
            close = _RAW[name].search(source, start, last_end + 1)
            if close:
                if name == "title":
                    yield name, source[start : close.start()]
                start = close.end()
                continue
            if name in ("script", "style"):
                return
            unclosed.add(name)
        elif name.lstrip("/") not in _RAW:
            yield name, ""
            if is_empty and name in _LEFT_OUT:
                yield f"/{name}", ""
    if start < len(source):
        yield "", source[start:]


def _append(pieces: list[str], text: str) -> None:
    """Put a text at the end of the pieces, its blanks folded."""
    if text[:1].isspace() and pieces and pieces[-1][-1] not in " \n":
        pieces.append(" ")
    if words := text.split():
        pieces.append(" ".join(words) + " " * text[-1].isspace())


def tidy(text: str) -> str:
    """Text without blanks at the ends of lines, and with no two blank lines in a row."""
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub("\n{3,}", "\n\n", text).strip("\n")
