"""Articles of press databases that were saved one after another: LexisNexis, Factiva, ProQuest."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hiertopics.corpus.files.line_blocks import (
    Article,
    Lines,
    blocks_of,
    joined,
    parts_of,
    text_of,
)
from hiertopics.dates.publication import day

_FEWEST = 2
_LEXIS = re.compile(
    r"\s{0,80}(?:Document )?(\d{1,5}) (?:of|von|de|di|van) \d{1,5}(?: D[OC]{2}[A-Z]{3,9})?\s{0,80}",
    re.IGNORECASE,
)
_END_OF_DOCUMENT = "End of Document"
_KEY = re.compile(r"([A-Z][A-Za-z]{2,20}(?:-[A-Za-z]{2,20})?): ?(.*)")
_KEPT_KEYS = {"highlight"}
_RIGHTS = re.compile(r"\s*(?:Copyright\b|©|\(c\) ?\d|All Rights Reserved)", re.IGNORECASE)
_FACTIVA = re.compile(r"(?:AN\s{1,9})?Document [A-Za-z0-9]{8,40}\s*")
_UNDERSCORES = re.compile(r"_{20,}\s*$")
_PROQUEST_KEY = re.compile(r"([A-Za-z][A-Za-z /()-]{2,40}): ?")
_PROQUEST_KEYS = frozenset(
    " ".join(name.split())
    for name in """
    Abstract; Abstract (summary); Full text; Full Text; Subject; Business indexing term; Location;
    People; Company / organization; Classification; Identifier / keyword; Title; Alternate title;
    Author; Correspondence author; Publication title; Publication info; Volume; Issue; Pages;
    First page; Number of pages; Publication year; Publication date; Year; Section; Publisher;
    Place of publication; Country of publication; Publication subject; ISSN; e-ISSN; CODEN; DOI;
    Source type; Language of publication; Document type; Document feature; Accession number;
    ProQuest document ID; Document URL; Copyright; Last updated; Database; Links; Credit; Source;
    References; Dateline; Column; Supplement; Rights; Illustration
    """.split(";")
)
_TAG = re.compile(
    r"(SE|HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|CT|RF|ART|CO|IN|NS|RE|IPC|IPD|PUB|AN|CLM|DLN)"
    r"(?:\s{1,9}(.*)|\s*)"
)
_WORDS = re.compile(r"\d[\d.,]{0,6} (?:words|Wörter|mots|palabras|parole|palavras)")
_BY = re.compile(r"(?:by|von|par|por) ", re.IGNORECASE)


def lexis(lines: Lines) -> Iterator[Article]:
    """Articles of LexisNexis, each up to its end, or from its number."""
    marks = {line.strip() for _, line in lines}
    n_ends = sum(line.strip() == _END_OF_DOCUMENT for _, line in lines)
    is_new = n_ends >= (1 if "Body" in marks else _FEWEST)
    numbers = [int(match[1]) for _, line in lines if (match := _LEXIS.fullmatch(line))]
    if is_new:
        parts = list(parts_of(lines, lambda line: line.strip() == _END_OF_DOCUMENT))[:-1]
    elif numbers and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
        parts = list(parts_of(lines, _LEXIS.fullmatch))[1:]
    else:
        return
    for part in parts:
        blocks: list[Lines] = []
        for each in blocks_of(part):
            are_keys = all(_KEY.fullmatch(line.strip()) for _, line in each)
            blocks += [[line] for line in each] if are_keys else [each]
        blocks = [each for each in blocks if not _RIGHTS.match(each[0][1])]
        if blocks:
            yield _lexis_article(part[0][0], blocks)


def _lexis_article(line: int, blocks: list[Lines]) -> Article:
    keys = [_KEY.fullmatch(joined(each)) for each in blocks]
    body = next((i for i, each in enumerate(blocks) if joined(each) == "Body"), None)
    heads = [i for i, key in enumerate(keys) if key and key[1].lower() == "length"]
    if not heads:
        return Article(line, text_of(blocks), {})
    first = next(i for i, key in enumerate(keys) if key)
    last = max(heads[0], body or 0)
    fields = {}
    for key in keys[: last + 1]:
        if key and key[1].lower() in ("byline", "section"):
            fields["author" if key[1].lower() == "byline" else "section"] = key[2]
    head = [joined(each) for each in blocks[:first]]
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
    while kept and (key := _KEY.fullmatch(joined(kept[-1]))) and _is_trailing(key[1]):
        kept.pop()
    ends = (i for i, each in enumerate(kept) if joined(each) == "Classification")
    kept = kept[: next(ends, None)]
    return Article(line, "\n\n".join(filter(None, (title, text_of(kept)))), fields)


def _is_trailing(key: str) -> bool:
    return key.isupper() or key in ("Load-Date", "Classification")


def factiva(lines: Lines) -> Iterator[Article]:
    """Articles of Factiva, each up to its number, with tags in front of its fields or without."""
    if sum(_FACTIVA.fullmatch(line) is not None for _, line in lines) < _FEWEST:
        return
    for part in list(parts_of(lines, _FACTIVA.fullmatch))[:-1]:
        blocks = blocks_of(part)
        if not blocks:
            continue
        n_tags = len({match[1] for _, line in part if (match := _TAG.fullmatch(line))})
        yield _tagged(part, blocks) if n_tags > 5 else _untagged(part[0][0], blocks)


def _tagged(part: Lines, blocks: list[Lines]) -> Article:
    found: dict[str, list[str]] = {}
    tag = ""
    for _, line in part:
        match = _TAG.fullmatch(line)
        if match and match[1] not in found:
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
        return Article(line, text_of(blocks), {})
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
    return Article(line, "\n\n".join(filter(None, (fields["title"], text_of(body)))), fields)


def proquest(lines: Lines) -> Iterator[Article]:
    """Articles between lines of underscores, each with fields around its text."""
    for part in parts_of(lines, _UNDERSCORES.match):
        fields: dict[str, list[Lines]] = {}
        name = ""
        for block in blocks_of(part):
            key = _PROQUEST_KEY.match(block[0][1])
            if key and key[1] in _PROQUEST_KEYS:
                name = key[1]
                block = [(block[0][0], block[0][1][key.end() :]), *block[1:]]
            fields.setdefault(name, []).append(block)
        texts = {name: text_of(blocks).strip() for name, blocks in fields.items()}
        if "ProQuest document ID" not in texts:
            continue
        text = next(
            (texts[name] for name in ("Full text", "Full Text", "Abstract") if name in texts), ""
        )
        heads = [joined(each) for each in fields.get("", ()) if not _LEXIS.fullmatch(joined(each))]
        title = texts.get("Title") or next(iter(heads), "")
        known = {
            "title": title,
            "date": day(texts.get("Publication date", texts.get("Publication year", ""))) or "",
            "source": texts.get("Publication title", ""),
            "author": texts.get("Author", ""),
        }
        text = "" if text in ("Not available.", "None available.") else text
        known = {name: value for name, value in known.items() if value}
        yield Article(part[0][0], "\n\n".join(filter(None, (title, text))), known)
