"""Pages of HTML and files of Markdown in, the prose in them out, in time linear in their length.

Pages are cut into tags here: html.parser takes an hour for two megabytes of unclosed tags, raises
AssertionError at some declarations, and reads broken pages otherwise in each version of Python.
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
_BLANKS = re.compile(r"[\s\ufeff]*")
_DOCTYPE = re.compile(r"<(?:!doctype\s+html|html)(?:[\s>]|\Z)", re.IGNORECASE)


def unescaped(text: str) -> str:
    """Text with the characters that entities stand for."""
    # Python refuses to read numbers of thousands of digits.
    return unescape(_LONG_NUMBER.sub("\ufffd", text))


def looks_like_html(head: str) -> bool:
    """Whether a text begins as a page of HTML does, after blanks, comments and declarations."""
    start = _BLANKS.match(head).end()
    while head.startswith(("<!--", "<?xml"), start):
        mark = "-->" if head.startswith("<!--", start) else "?>"
        end = head.find(mark, start)
        start = _BLANKS.match(head, end + len(mark)).end() if end > 0 else len(head)
    return _DOCTYPE.match(head, start) is not None


def html_text(source: str) -> str:
    r"""Readable text of an HTML page, its title first.

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
    return _tidy(f"{title}\n\n{''.join(pieces)}")


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
            tag = _HASTY_TAG
            match = tag.match(source, opened)
        start = match.end()
        name = match[1].lower()
        is_empty = source[start - 2] == "/"
        if name in _RAW and name not in unclosed and not is_empty:
            close = _RAW[name].search(source, start)
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


def _tidy(text: str) -> str:
    """Text without blanks at the ends of lines, and with no two blank lines in a row."""
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub("\n{3,}", "\n\n", text).strip("\n")


_KEY = re.compile(r"([A-Za-z_][\w-]*):(?:[ \t]+(.*))?$")
_COMMENT = re.compile("(?<!`)<!--.*?-->", re.DOTALL)
_FENCE = re.compile(r"[ \t]{0,12}(`{3,}|~{3,})[ \t]*([^`]*)$")
_PROSE_FENCES = {"text", "txt", "plain", "plaintext", "markdown", "md", "quote"}
_RULE = re.compile(r"[\s|:=*_+~-]+$")
_DEFINITION = re.compile(
    r" {0,3}\[([^\[\]^][^\[\]]*)\]:[ \t]+(<[^<>]*>|\S+)"
    r"""(?:[ \t]+(?:"[^"]*"|'[^']*'|\([^()]*\)))?[ \t]*$"""
)
# "[Anna]: Yes." is a definition to Markdown, and an answer to its reader.
_IS_ADDRESS = re.compile(r"[/#@<]|[.:]\w")
_QUOTE_MARK = re.compile(r"^ {0,3}(?:> ?)+")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+")
_LIST_MARK = re.compile(r"^([ \t]*)(?:[-*+]|[0-9]{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")

_BRACKETS = r"\[([^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]"
_TARGET = (
    r"\(\s{0,9}(?:<[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)"
    r"""(?:\s{1,9}(?:"[^"]*"|'[^']*'))?\s{0,9}\)"""
)
_IMAGE = re.compile("!" + _BRACKETS + _TARGET)
_LINK = re.compile(_BRACKETS + _TARGET)
_REFERENCE = re.compile(_BRACKETS + r"\[([^\[\]]*)\]")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]*\]:?")
_ADDRESS = re.compile(r"<(?:[a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s<>]*|[\w.+-]{1,64}@[^\s<>]*)>")
# Stars twice over, for bold within italics and italics within bold.
_MARKED = [
    (
        times * mark,
        re.compile(
            rf"(?<![\w\\{mark}]){re.escape(times * mark)}(?![\s{mark}])([^{mark}]+)"
            rf"(?<![\s{mark}]){re.escape(times * mark)}(?![{mark}{after}])"
        ),
    )
    for times, mark, after in (
        *((2, "`", ""), (1, "`", ""), (2, "*", ""), (1, "*", ""), (2, "*", ""), (3, "*", "")),
        *((2, "_", r"\w"), (1, "_", r"\w"), (2, "~", "")),
    )
]
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def markdown_text(source: str) -> tuple[str, dict[str, str]]:
    r"""Prose of a Markdown file, and the keys of its YAML front matter.

    Targets of links and images, comments and marks are left out. A fenced block that names a
    language goes as well, since a few screens of program text drown the words around them; one
    that names none may be anything, and stays.

    Returns
    -------
    text : str
    front_matter : dict of str to str
        Keys in lower case; the items of a list are joined by ", ".

    Examples
    --------
    >>> markdown_text('---\ntitle: "Sea"\n---\n# Salt\nSee [the *ice*](http://example.org).')
    ('Salt\n\nSee the ice.', {'title': 'Sea'})
    """
    front_matter, body = _front_matter(source.removeprefix("\ufeff"))
    end = body.rfind("-->") + 3  # an opening with no end after it would cost a whole search
    if end > 2:
        body = _COMMENT.sub("", body[:end]) + body[end:]
    lines: list[str] = []
    labels: set[str] = set()
    for line in _without_programs(body.split("\n")):
        definition = _DEFINITION.match(line) if "]:" in line else None
        if definition and _IS_ADDRESS.search(definition[2]):
            labels.add(definition[1].lower())
        elif line[:1].isalpha():
            lines.append(line)
        elif not line or _RULE.match(line):
            lines.append("")
        else:
            lines += _without_line_marks(line)
    text = "\n".join(lines)
    if "[" in text:
        text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
        text = _FOOTNOTE.sub("", text)
        # Brackets after brackets are a link only if they name a target: a[i][j] has none.
        text = _REFERENCE.sub(
            lambda match: match[1] if (match[2] or match[1]).lower() in labels else match[0], text
        )
    text = _ADDRESS.sub("", text)
    for mark, marked in _MARKED:
        text = marked.sub(r"\1", text) if mark in text else text
    return _tidy(_ESCAPED.sub(r"\1", text)), front_matter


def _without_programs(lines: list[str]) -> list[str]:
    """Lines outside of fenced blocks that name a language, without the fences."""
    kept: list[str] = []
    fence, start = "", -1
    for line in lines:
        match = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if match is None or (fence and not match[1].startswith(fence)):
            kept.append(line)
        elif match[2].strip():  # begins a block, though the last be still open, as prose may be
            fence = match[1]
            start = -1 if match[2].split()[0].lower() in _PROSE_FENCES else len(kept)
        elif fence:
            if start >= 0:
                del kept[start:]
            fence = ""
        else:
            fence, start = match[1], -1
    return kept


def _without_line_marks(line: str) -> list[str]:
    line = _QUOTE_MARK.sub("", line) if ">" in line else line
    heading = _HEADING.match(line)
    if heading:
        words = line[heading.end() :].rstrip()
        bare = words.rstrip("#")
        return ["", bare if not bare or bare[-1].isspace() else words, ""]
    return [_LIST_MARK.sub(r"\1", line)]


def _front_matter(source: str) -> tuple[dict[str, str], str]:
    """Keys and values at the top of a file, and the rest; prose between two rules is rest."""
    lines = source.split("\n") if source.startswith("---") else [""]
    if lines[0].rstrip() != "---":
        return {}, source
    values: dict[str, list[str]] = {}
    key = ""
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() in ("---", "..."):
            found = {name: "".join(parts).strip() for name, parts in values.items()}
            return found, "\n".join(lines[number + 1 :])
        entry = _KEY.match(line.rstrip())
        if entry:
            key, value = entry[1].lower(), entry[2] or ""
            is_list = value.startswith("[") and value.endswith("]")
            items = value[1:-1].split(",") if is_list else [value.strip("|>")]
            values[key] = [", ".join(map(_unquoted, items))]
        elif key and line.startswith((" ", "\t", "-")):
            item = line.strip()
            between = ", " if item.startswith("- ") and any(values[key][:2]) else " "
            values[key] += [between, _unquoted(item.removeprefix("- "))]
        elif line.strip() and not line.startswith("#"):
            break
    return {}, source


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
