"""Take the prose out of files of Markdown, in time linear in their length.

Much that is called Markdown is prose with a few marks. A parser by the book (markdown-it-py was
tried) drops what is quoted or listed more than 20 deep, takes "[Anna]: Yes." for the target of a
link and what follows an unclosed fence for a program, and needs three times as long.
"""

from __future__ import annotations

import re

from hiertopics.corpus.files.html import tidy

_KEY = re.compile(r"([A-Za-z_][\w-]*):(?:[ \t]+(.*))?$")
_TOML_KEY = re.compile(r"([A-Za-z_][\w.-]*)[ \t]*=(.*)$")
_TOML_ENDS = {"[": "]", '"""': '"""', "'''": "'''"}  # of values of several lines
_COMMENT = re.compile("(?<!`)<!--.*?-->", re.DOTALL)
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
    r"""Take the prose out of a Markdown file, and the keys of its front matter, YAML or TOML.

    Targets of links and images, comments and marks are left out. A fenced block that names a
    language goes as well, since a few screens of program text drown the words around them; one that
    names none may be anything, and stays. Keys of the front matter are in lower case; the items of
    a list are joined by ", ".

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
    return tidy(_ESCAPED.sub(r"\1", text)), front_matter


def _without_programs(lines: list[str]) -> list[str]:
    """Lines outside of fenced blocks that name a language, without the fences."""
    kept: list[str] = []
    fence, start = "", -1
    for line in lines:
        mark, name = _fence(line) if "```" in line or "~~~" in line else ("", "")
        if not mark or (fence and not mark.startswith(fence)):
            kept.append(line)
        elif name:  # begins a block, though the last be still open, as prose may be
            fence = mark
            start = -1 if name.split()[0].lower() in _PROSE_FENCES else len(kept)
        elif fence:
            if start >= 0:
                del kept[start:]
            fence = ""
        else:
            fence, start = mark, -1
    return kept


def _fence(line: str) -> tuple[str, str]:
    """Mark of a line that begins or ends a fenced block, and the name behind it; else blanks."""
    bare = line.lstrip(" \t")
    name = bare.lstrip(bare[:1])
    mark = bare[: len(bare) - len(name)]
    is_fence = mark.startswith(("```", "~~~")) and len(line) - len(bare) <= 12 and "`" not in name
    return (mark, name.strip()) if is_fence else ("", "")


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
    if source.startswith("+++"):
        return _toml_front_matter(source)
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


def _toml_front_matter(source: str) -> tuple[dict[str, str], str]:
    """Keys and values between two lines of ``+++``, as Hugo and Zola have them, and the rest."""
    lines = list(map(str.rstrip, source.split("\n")))
    if lines[0] != "+++" or "+++" not in lines[1:]:
        return {}, source
    last = lines.index("+++", 1)
    values: dict[str, list[str]] = {}
    key = end = ""
    for line in lines[1:last]:
        if end:
            values[key].append(line.strip())
            end = "" if line.endswith(end) else end
        elif entry := _TOML_KEY.match(line):
            key, value = entry[1].lower(), entry[2].strip()
            values[key] = [value]
            start = next((sign for sign in _TOML_ENDS if value.startswith(sign)), "")
            end = _TOML_ENDS.get(start, "")
            end = "" if value.endswith(end) and len(value) >= len(start + end) else end
        elif line and not line.lstrip().startswith(("#", "[")):
            return {}, source
    found = {name: _toml_value(" ".join(parts).strip()) for name, parts in values.items()}
    return ({}, source) if end else (found, "\n".join(source.split("\n")[last + 1 :]))


def _toml_value(value: str) -> str:
    if value.startswith("["):
        return ", ".join(filter(None, map(_unquoted, value[1:-1].split(","))))
    value = value[3:-3].strip() if value.startswith(('"""', "'''")) else _unquoted(value)
    return value.replace('\\"', '"')


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
