"""Documents that a text has one after another: articles of press databases, clippings, corpora."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import NamedTuple

from hiertopics.corpus.files.line_blocks import Article, Lines, parts_of
from hiertopics.corpus.files.long_texts import line_at, line_starts
from hiertopics.corpus.files.press import factiva, lexis, proquest
from hiertopics.corpus.split import each_line
from hiertopics.dates.publication import day


class Articles(NamedTuple):
    """What the documents of a file are called, and they themselves."""

    name: str
    articles: Sequence[Article]


_FEWEST = 2
_LOOKED_AT = 100  # lines
_COMMIT = re.compile(r"commit [0-9a-f]{7,64}(?: \([^()\n]{1,200}\))?\s*$")
_OF_COMMIT = re.compile(r"(Author|Date):\s{1,9}(.{1,300}?)\s*$")
_ZONE = re.compile(r" [+-]\d{4}$")
_CLIP = re.compile(r"- .{0,200}\|")
_CLIPS_PARTED = "=========="
_MARKS = re.compile(r"(?:={5,}|-{5,}|_{5,}|\*{5,}|#{5,}|~{5,}|\* ?\* ?\*)[^\S\n]*$", re.MULTILINE)
_HAS_MARKS = re.compile(rf"\n(?=[-=_*#~]){_MARKS.pattern}", re.MULTILINE)
_FEWEST_MARKS = 5
_NEW_DOCUMENT, _NEW_PARAGRAPH = "# newdoc", "# newpar"
_SENTENCE = "# text = "
_DOC = re.compile(r"<doc( [^<>\n]{1,2000})>")
_ATTRIBUTE = re.compile(r' ([a-z]{1,20})="')
_END_OF_DOC = "</doc>"
_TOKEN = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?\t([^\t]*)\t(?:[^\t]*\t){6,7}([^\t]*)")


def articles_of(text: str, is_alone: bool) -> Articles | None:
    """The documents that a text consists of; None where it is one, or nothing is certain.

    Lines of signs that part a text into pieces count where it `is_alone`.
    """
    likely = dict.fromkeys([kind for hint, kind in _HINTS if hint in text])  # mostly none
    for name, _, read, fewest in likely:
        articles = list(read(list(enumerate(text.split("\n"), 1))))
        if len(articles) >= fewest:
            return Articles(name, articles)
    pieces = _pieces(text) if is_alone else []
    return Articles("pieces between lines of signs", pieces) if pieces else None


def _clippings(lines: Lines) -> Iterator[Article]:
    parts = [each for each in parts_of(lines, lambda line: line.strip() == _CLIPS_PARTED) if each]
    parts = [each for each in parts if any(line.strip() for _, line in each)]
    heads = [next(i for i, (_, line) in enumerate(part) if line.strip()) for part in parts]
    if not parts or not all(
        len(part) > i + 1 and _CLIP.match(part[i + 1][1])
        for part, i in zip(parts, heads, strict=True)
    ):
        return
    for part, i in zip(parts, heads, strict=True):
        fields = {"title": part[i][1].strip("\ufeff \t")}
        if date := day(part[i + 1][1].rpartition("|")[2]):
            fields["date"] = date
        yield Article(part[i][0], "\n".join(line for _, line in part[i + 2 :]).strip(), fields)


def _conllu(lines: Lines) -> Iterator[Article]:
    """Documents of a corpus in CoNLL-U: sentences as they were, or else their words."""
    kept: list[str] = []
    words: list[str] = []
    fields: dict[str, str] = {}
    first, end = 1, 0
    if not any(_TOKEN.match(line) for _, line in lines[:_LOOKED_AT]):
        return
    for number, line in [*lines, (0, ""), (0, _NEW_DOCUMENT)]:
        if line.startswith(_NEW_DOCUMENT):
            if kept:
                yield Article(first, "\n".join(kept).strip(), fields)
            kept, first = [], number
            fields = {"title": line.partition("=")[2].strip()} if "=" in line else {}
        elif line.startswith(_NEW_PARAGRAPH):
            kept.append("")
        elif line.startswith(_SENTENCE):
            kept.append(line[len(_SENTENCE) :].strip())
            end = 10**6  # its words are known
        elif match := _TOKEN.match(line):
            if int(match[1]) > end:
                words.append(match[3] + " " * ("SpaceAfter=No" not in match[4]))
                end = int(match[2] or 0)
        elif not line.strip():
            if words:
                kept.append("".join(words).strip())
            words, end = [], 0


def _marked(lines: Lines) -> Iterator[Article]:
    """Documents between <doc id="1" title="..."> and </doc>, as extracted from dumps of wikis."""
    first = next((line for _, line in lines[:_LOOKED_AT] if line.strip()), "")
    if not _DOC.fullmatch(first.strip("\ufeff \t")):
        return
    start, about, kept = 0, first, list[str]()
    for number, line in [*lines, (0, _END_OF_DOC)]:
        is_start = line.startswith("<doc ") and _DOC.fullmatch(line.strip()) is not None
        if not (is_start or line.strip() == _END_OF_DOC):
            kept.append(line)
            continue
        if start:  # else it is what is between documents
            yield Article(start, unescape("\n".join(kept)).strip(), _attributes(about))
        start, about, kept = number if is_start else 0, line, []


def _attributes(line: str) -> dict[str, str]:
    """Attributes of a document, whose titles may have quotation marks in them."""
    found = _DOC.fullmatch(line.strip("\ufeff \t"))
    _, *parts = _ATTRIBUTE.split(found[1] if found else "")
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return {name: unescape(value.strip().removesuffix('"')) for name, value in pairs}


def _begun_by(lines: Lines, mark: re.Pattern) -> Iterator[Lines]:
    """Parts of a text that begin with lines of a form, and what is before them."""
    part: Lines = []
    for number, line in lines:
        if mark.match(line):
            yield part
            part = []
        part.append((number, line))
    yield part


def _commits(lines: Lines) -> Iterator[Article]:
    """What the authors of changes wrote of them, from the log of git."""
    for part in _begun_by(lines, _COMMIT):
        if not part or not _COMMIT.match(part[0][1]):
            continue
        found = filter(None, (_OF_COMMIT.match(line) for _, line in part[1:9]))
        head = {match[1]: match[2] for match in found}
        text = "\n".join(
            line[4:] for _, line in part if line.startswith("    ") or not line.strip()
        )
        if "Author" in head:
            fields = {"author": head["Author"].partition(" <")[0], "id": part[0][1].split()[1]}
            date = {"date": _ZONE.sub("", head["Date"])} if "Date" in head else {}
            yield Article(part[0][0], text.strip(), fields | date)


def _pieces(text: str) -> list[Article]:
    """Pieces of alike length between lines of the same signs, none of which is under a heading."""
    starts = [
        start
        for start in line_starts(text, _HAS_MARKS)
        if _MARKS.fullmatch(line_at(text, start)[0])
    ]
    marks = {line_at(text, start)[0].strip() for start in starts}
    if len(starts) < _FEWEST_MARKS or len(marks) > 1:
        return []
    mark = marks.pop()
    befores = [text[text.rfind("\n", 0, start - 1) + 1 : start].strip() for start in starts]
    n_headed = sum(0 < len(before) <= len(mark) + 2 for before in befores)
    parts = list(_between(text, mark))
    sizes = sorted(sum(len(line.split()) for line in each_line(part)) for _, part in parts)
    middle = sizes[len(sizes) // 2] if sizes else 0
    n_alike = sum(middle <= 4 * size <= 16 * middle for size in sizes)
    if middle < 10 or 10 * n_alike < 9 * len(sizes) or 3 * n_headed > len(starts):
        return []
    if mark.startswith("*") and middle > 300:  # scenes of a novel
        return []
    return [Article(line, part.strip(), {}) for line, part in parts]


def _between(text: str, mark: str) -> Iterator[tuple[int, str]]:
    """What is between lines of nothing but a mark and is not blank: its first line, and it."""
    number, start = 1, 0
    lines = re.compile(rf"^[^\S\n]*{re.escape(mark)}[^\S\n]*$", re.MULTILINE)
    for found in [*lines.finditer(text), None]:
        part = text[start : found.start() if found else len(text)]
        if part and not part.isspace():
            yield number, part
        number += part.count("\n") + 1
        start = found.end() + 1 if found else start


# What a text of a kind has in it, how it is taken apart, and how many documents make it certain.
_KINDS = (
    ("documents of CoNLL-U", (_SENTENCE, _NEW_DOCUMENT, "# sent_id = "), _conllu, 1),
    ("documents of <doc>", ("<doc ",), _marked, 1),
    ("changes in a log of git", ("\nAuthor: ",), _commits, _FEWEST),
    ("clippings of a Kindle", (_CLIPS_PARTED,), _clippings, 1),
    ("articles of LexisNexis", ("LENGTH:", "Load-Date:", "LOAD-DATE:"), lexis, 1),
    ("articles of ProQuest", ("\nProQuest document ID: ",), proquest, 1),
    ("articles of Factiva", ("\nDocument ", "\nAN "), factiva, _FEWEST),
)
_HINTS = [(hint, kind) for kind in _KINDS for hint in kind[1]]
