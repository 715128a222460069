"""Documents that a text has one after another: articles of press databases, clippings, corpora."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import NamedTuple

from hiertopics.corpus.files.long_texts import line_at, line_starts
from hiertopics.corpus.split import each_line
from hiertopics.dates.publication import day


class Article(NamedTuple):
    """A text out of a file of several, the number of its first line, and what is known about it."""

    line: int
    text: str
    fields: dict[str, str]


class Articles(NamedTuple):
    """What the documents of a file are called, and they themselves."""

    name: str
    articles: Sequence[Article]


_FEWEST = 2
_LOOKED_AT = 100  # lines
_LEXIS = re.compile(
    r"\s{0,80}(?:Document )?(\d{1,5}) (?:of|von|de|di|van) \d{1,5}(?: D[OC]{2}[A-Z]{3,9})?\s{0,80}",
    re.IGNORECASE,
)
_END_OF_DOCUMENT = "End of Document"
_KEY = re.compile(r"([A-Z][A-Za-z]{2,20}(?:-[A-Za-z]{2,20})?): ?(.*)")
_KEPT_KEYS = {"highlight"}
_RIGHTS = re.compile(r"\s*(?:Copyright\b|©|\(c\) ?\d|All Rights Reserved)", re.IGNORECASE)
_FACTIVA = re.compile(r"(?:AN\s{1,9})?Document [A-Za-z0-9]{8,40}\s*")
_TAG = re.compile(r"([A-Z]{2,3})(?:\s{2,9}(.*)|\s*)")
_WORDS = re.compile(r"\d[\d.,]{0,6} (?:words|Wörter|mots|palabras|parole|palavras)")
_BY = re.compile(r"(?:by|von|par|por) ", re.IGNORECASE)
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

Lines = list[tuple[int, str]]


def articles_of(text: str, is_alone: bool) -> Articles | None:
    """The documents that a text consists of; None where it is one, or nothing is certain.

    Lines of signs that part a text into pieces count where it `is_alone`.
    """
    for name, hints, read, fewest in _KINDS:
        if any(hint in text for hint in hints):
            articles = list(read(list(enumerate(text.split("\n"), 1))))
            if len(articles) >= fewest:
                return Articles(name, articles)
    pieces = _pieces(text) if is_alone else []
    return Articles("pieces between lines of signs", pieces) if pieces else None


def _parts(lines: Lines, is_mark) -> Iterator[Lines]:
    """What is before, between and behind lines that are marks."""
    part: Lines = []
    for number, line in lines:
        if is_mark(line):
            yield part
            part = []
        else:
            part.append((number, line))
    yield part


def _blocks(lines: Lines) -> list[Lines]:
    return [part for part in _parts(lines, lambda line: not line.strip()) if part]


def _joined(lines: Lines) -> str:
    return " ".join(line.strip() for _, line in lines)


def _text(blocks: list[Lines]) -> str:
    return "\n\n".join("\n".join(line.strip() for _, line in block) for block in blocks)


def _lexis(lines: Lines) -> Iterator[Article]:
    is_new = sum(line.strip() == _END_OF_DOCUMENT for _, line in lines) >= _FEWEST
    numbers = [int(match[1]) for _, line in lines if (match := _LEXIS.fullmatch(line))]
    if is_new:
        parts = list(_parts(lines, lambda line: line.strip() == _END_OF_DOCUMENT))[:-1]
    elif numbers and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
        parts = list(_parts(lines, _LEXIS.fullmatch))[1:]
    else:
        return
    for part in parts:
        blocks: list[Lines] = []
        for each in _blocks(part):
            are_keys = all(_KEY.fullmatch(line.strip()) for _, line in each)
            blocks += [[line] for line in each] if are_keys else [each]
        blocks = [each for each in blocks if not _RIGHTS.match(each[0][1])]
        if blocks:
            yield _lexis_article(part[0][0], blocks)


def _lexis_article(line: int, blocks: list[Lines]) -> Article:
    keys = [_KEY.fullmatch(_joined(each)) for each in blocks]
    body = next((i for i, each in enumerate(blocks) if _joined(each) == "Body"), None)
    heads = [i for i, key in enumerate(keys) if key and key[1].lower() == "length"]
    if not heads:
        return Article(line, _text(blocks), {})
    first = next(i for i, key in enumerate(keys) if key)
    last = max(heads[0], body or 0)
    fields = {}
    for key in keys[: last + 1]:
        if key and key[1].lower() in ("byline", "section"):
            fields["author" if key[1].lower() == "byline" else "section"] = key[2]
    head = [_joined(each) for each in blocks[:first]]
    if body is not None:  # a line each, the title first
        head = [row.strip() for each in blocks[:first] for _, row in each]
    dated = next((i for i, each in enumerate(head) if len(day(each) or "") > 4), None)
    if dated is not None:
        fields["date"] = day(head[dated]) or ""
        title = head[0] if body is not None else head[-1] if dated < len(head) - 1 else ""
        fields["source"] = head[dated - 1] if dated else ""
    else:
        title = head[-1] if head else ""
    fields["title"] = title
    kept = [
        blocks[i]
        for i, key in enumerate(keys)
        if (key and key[1].lower() in _KEPT_KEYS) or i > last
    ]
    while kept and (key := _KEY.fullmatch(_joined(kept[-1]))) and _is_trailing(key[1]):
        kept.pop()
    return Article(line, "\n\n".join(filter(None, (title, _text(kept)))), fields)


def _is_trailing(key: str) -> bool:
    return key.isupper() or key in ("Load-Date", "Classification")


def _factiva(lines: Lines) -> Iterator[Article]:
    if sum(_FACTIVA.fullmatch(line) is not None for _, line in lines) < _FEWEST:
        return
    for part in list(_parts(lines, _FACTIVA.fullmatch))[:-1]:
        blocks = _blocks(part)
        if not blocks:
            continue
        tags = sum(_TAG.fullmatch(line) is not None for _, line in part)
        yield _tagged(part, blocks) if tags > 5 else _untagged(part[0][0], blocks)


def _tagged(part: Lines, blocks: list[Lines]) -> Article:
    found: dict[str, list[str]] = {}
    tag = ""
    for _, line in part:
        if match := _TAG.fullmatch(line):
            tag, line = match[1], match[2] or ""
        found.setdefault(tag, []).append(line.strip())
    texts = {name: "\n".join(each).strip() for name, each in found.items()}
    fields = {
        name: texts[code]
        for code, name in (("HD", "title"), ("BY", "author"), ("SN", "source"), ("SE", "section"))
        if texts.get(code)
    }
    if "author" in fields:
        fields["author"] = _BY.sub("", fields["author"])
    if date := day(texts.get("PD", "")):
        fields["date"] = date
    text = "\n\n".join(texts[code] for code in ("HD", "LP", "TD") if texts.get(code))
    return Article(blocks[0][0][0], text, fields)


def _untagged(line: int, blocks: list[Lines]) -> Article:
    lines = [(block, row.strip()) for block, rows in enumerate(blocks) for _, row in rows]
    counted = next((i for i, (_, row) in enumerate(lines) if _WORDS.fullmatch(row)), None)
    if counted is None:
        return Article(line, _text(blocks), {})
    fields = {}
    head = [row for _, row in lines[:counted]]
    if len(head) > 1 and _BY.match(head[-1]):
        fields["author"] = _BY.sub("", head.pop())
    fields["title"] = head[-1] if head else ""
    end = lines[counted][0]
    about = [row for block, row in lines[counted + 1 :] if block == end]
    dates = (date for row in about[:2] if (date := day(row)) and len(date) > 4)
    if date := next(dates, None):
        fields["date"] = date
    body = [each for each in blocks[end + 1 :] if not _RIGHTS.match(each[0][1])]
    return Article(line, "\n\n".join(filter(None, (fields["title"], _text(body)))), fields)


def _clippings(lines: Lines) -> Iterator[Article]:
    parts = [each for each in _parts(lines, lambda line: line.strip() == _CLIPS_PARTED) if each]
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
    ("clippings of a Kindle", (_CLIPS_PARTED,), _clippings, 1),
    ("articles of LexisNexis", ("LENGTH:", "Load-Date:", "LOAD-DATE:"), _lexis, _FEWEST),
    ("articles of Factiva", ("\nDocument ", "\nAN "), _factiva, _FEWEST),
)
