"""Take the prose out of the source of a page of a wiki, as MediaWiki exports it."""

from __future__ import annotations

import re
from collections import Counter
from sys import intern

from hiertopics.corpus.files.html import unescaped
from hiertopics.corpus.files.wiki_names import (
    CATEGORIES,
    FILES,
    LISTS,
    SITES,
    kept_values,
)

_MARKS = re.compile(
    r"\{\{|\}\}|\{\|(?<=[\n \t:*#]..)|\|\}(?<=[\n \t]..)(?!\}(?!\}))|\[\[|\]\]"
    r"|<(/?)(ref|references|gallery|math|chem|ce|timeline|score|imagemap|syntaxhighlight|source"
    r"|hiero|graph|mapframe|maplink|templatedata|includeonly|inputbox|categorytree|indicator|style)"
    r"(?:[\s/][^<>]*)?>",
    re.IGNORECASE,
)  # each begins with a sign, by which the next one is found soon
_OPENED_BY = {"}}": "{{", "|}": "{|", "]]": "[["}
_DEEPEST = 40  # marks within marks, of which the words are looked for
_INLINE = re.compile(
    r"</?(?:sub|sup|b|i|u|s|em|strong|small|big|span|font|abbr|del|ins|code|tt|var|kbd|nowiki|bdi)"
    r"(?:[\s/][^<>]{0,300})?>",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_URL = re.compile(
    r"\[(?:(?:https?|ftps?|irc|news|gopher):)?//[^\s\[\]]{1,2000}(?:\s([^\[\]\n]{0,500}))?\]"
    r"|\[mailto:[^\s\[\]]{1,200}(?:\s([^\[\]\n]{0,500}))?\]"
)
_BARE_URL = re.compile(r"(?:https?|ftp)://[^\s<>\[\]{}|]+")
_HEADING = re.compile(r"^(={1,6})([^\n]*[^\n=])={1,6}[ \t]*$", re.MULTILINE)
_ITEM = re.compile(r"[*#:;]{1,20}\s{0,9}")
_QUOTES = re.compile("'{2,5}")
_SWITCH = re.compile(r"__[^\W\d_]{2,30}(?:_[^\W\d_]{2,30}){0,4}__")
_VARIANTS = re.compile(r"-\{([^{}]{0,1000})\}-")  # of a word of Chinese, by script
_NOTHING = re.compile(r"\([\s,;:–-]{0,20}\)")  # where a pronunciation was
_LEFT = re.compile(r"(?<=\()[ ,;]{1,20}")
_BLANKS = re.compile(r"[ \t\xa0]{2,}")
_LINES = re.compile(r"\n{3,}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z]{2,8}){0,2}:\S")
_NAMED = re.compile(r"\s{0,99}[\w -]{1,40}\s{0,99}=")
_SIGNS = str.maketrans("", "", "[]{}|=*#'<>")


def wiki_text(source: str) -> tuple[str, list[str]]:
    """Text of a page without templates, tables, notes and marks, and the categories it is in.

    Of a link its words stay, and so do those of templates that only say how their words look. Lists
    of references and links at the end go. What is never closed takes nothing with it.
    """
    source = _without(f"\n{source}", "<!--", "-->")
    if "<nowiki>" in source:
        source = _without(source, "<nowiki>", "</nowiki>", is_kept=True)
    categories: list[str] = []
    text = _URL.sub(lambda found: found[1] or found[2] or "", _without_marks(source, categories))
    text = _QUOTES.sub("", _SWITCH.sub("", _BARE_URL.sub("", text)))
    if "-{" in text:
        text = _VARIANTS.sub(_first_variant, text)
    text = unescaped(_TAG.sub(" ", _INLINE.sub("", text)))
    text = _LEFT.sub("", _NOTHING.sub("", _BLANKS.sub(" ", text)))
    text = _BLANKS.sub(" ", _by_sections(text))
    return _LINES.sub("\n\n", text).strip(), list(dict.fromkeys(categories))


def _without(source: str, start: str, end: str, is_kept: bool = False) -> str:
    """A source without what is between two marks, or with it as words without any signs."""
    first, *parts = source.split(start)
    if not parts:
        return source
    found = [first]
    for part in parts:
        inner, mark, rest = part.partition(end)
        if mark:
            found += [inner.translate(_SIGNS), rest] if is_kept else [rest]
        else:
            found += [start, part]
    return "".join(found)


def _without_marks(source: str, categories: list[str]) -> str:
    """A source without templates, tables and notes, and of links no more than their words."""
    pieces: list[str] = []
    opened: list[tuple[str, int]] = []
    n_open: Counter[str] = Counter()
    place = 0
    for match in _MARKS.finditer(source):
        pieces.append(source[place : match.start()])
        place = match.end()
        mark = match[0]
        name = match[2].lower() if match[2] else mark
        if match[2] and mark.endswith("/>"):
            continue
        opener = (name if match[1] else "") if match[2] else _OPENED_BY.get(name)
        if not opener:
            opened.append((name, len(pieces)))
            n_open[name] += 1
        elif n_open[opener]:
            inner, start = "", 0
            while inner != opener:
                inner, start = opened.pop()
                n_open[inner] -= 1
            is_kept = opener in ("[[", "{{") and len(opened) < _DEEPEST
            words = "".join(pieces[start:]) if is_kept else ""
            del pieces[start:]
            if words:
                words = _of_link(words, categories) if opener == "[[" else _of_template(words)
                pieces.append(words)
    pieces.append(source[place:])
    return "".join(pieces)


def _of_link(link: str, categories: list[str]) -> str:
    """The words of a link; a picture has none, and a category is none."""
    target, _, label = link.partition("|")
    space, _, name = target.partition(":")
    space = space.strip().lower()
    if name and space in FILES:
        return ""
    if name and space in CATEGORIES:
        categories.append(intern(name.strip()))  # millions of articles share them
        return ""
    if name.startswith("//"):  # an address
        return link.partition(" ")[2]
    if not label and _LANGUAGE.match(target):  # the same page in another language
        return ""
    target = target.lstrip(":")
    if not label and name and space in SITES:
        target = name
    return label.rpartition("|")[2] or target.partition("#")[0] or target


def _of_template(source: str) -> str:
    """The words of a template, if it is one of those that leave them in their sentence."""
    name, _, rest = source.partition("|")
    kept = kept_values(name)
    if kept is None:
        return ""
    values = rest.split("|")
    unnamed = [value.strip() for value in values if not _NAMED.match(value)]
    unnamed = unnamed or [
        value.partition("=")[2].strip()
        for value in values
        if value.partition("=")[0].strip() in ("1", "2", "text", "quote")
    ]
    words = " ".join(unnamed[kept])
    return f"\n\n{words}\n\n" if "\n" in words else words


def _first_variant(found: re.Match[str]) -> str:
    first = found[1].rpartition("|")[2].partition(";")[0]
    return first.rpartition(":")[2]


def _by_sections(text: str) -> str:
    """Text without the marks of lines, headings of nothing, and lists of references and links."""
    found: list[str] = []
    waiting: list[tuple[int, str]] = []  # headings that no text follows yet
    parts = _HEADING.split(text)
    left_out = 0
    for depth, heading, body in zip(
        ["", *parts[1::3]], ["", *parts[2::3]], parts[::3], strict=True
    ):
        level, heading = len(depth), heading.strip(" =\t")
        waiting = [each for each in waiting if each[0] < level]
        if left_out and level > left_out:
            continue
        left_out = 0
        lines = [line.strip() for line in body.split("\n")]
        if heading.casefold() in LISTS:
            written = [line for line in lines if line]
            if 2 * sum(line[0] in "*#:;" for line in written) >= len(written):
                left_out = level
                continue
        if heading:
            waiting.append((level, heading))
        lines = [line[match.end() :] if (match := _ITEM.match(line)) else line for line in lines]
        words = "\n".join(line for line in lines if line.strip("-") or not line)
        if words.strip():
            found += [f"\n\n{title}\n" for _, title in waiting]
            waiting = []
            found.append(words.strip("\n"))
    return "".join(found)
