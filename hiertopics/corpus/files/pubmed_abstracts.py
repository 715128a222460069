"""Entries of what PubMed saves as "Abstract": citations, titles and abstracts as paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from hiertopics.dates.publication import day

_YEAR = r"\b((?:1[89]|20)\d\d(?: [A-Z][a-z]{2}(?:-[A-Z][a-z]{2})?(?: \d{1,2})?)?)\b"
_CITATION = re.compile(rf"(\d{{1,6}})\. (.{{2,200}}?)\.? {_YEAR}")
_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,9}1\. [^\n]{2,200}? (?:1[89]|20)\d\d\b")
_PMID = re.compile(r"PMID: (\d{1,9})")
_DOI = re.compile(r"DOI: (10\.\S{1,200})")
_NUMBERS = re.compile(r"\(\d{1,3}\)")
_NO_ABSTRACT = re.compile(
    r"(?:Author information|Collaborators|Comment (?:in|on)|Update (?:in|of)|Erratum (?:in|for)"
    r"|Conflict of interest statement|Republished|Publication types|Retraction (?:in|of)):?\s"
    r"|Copyright\b|©|\(c\) ?\d{4}|DOI: |PMC?ID: |\[Article in "
)


def are_abstracts(head: bytes) -> bool:
    """Whether a file with these first bytes is such an export."""
    return _BEGINS.match(head) is not None and b"\nPMID: " in head.replace(b"\r", b"")


def abstract_rows(lines: Iterable[str]) -> Iterator[dict[str, object]]:
    """Rows of the entries, each from its number up to the next."""
    blocks: list[str] = []
    number = 0
    for block in _blocks(lines):
        citation = _CITATION.match(block)
        if citation and int(citation[1]) == number + 1:
            if blocks:
                yield _row(blocks)
            blocks, number = [], number + 1
        blocks.append(block)
    if number:
        yield _row(blocks)


def _blocks(lines: Iterable[str]) -> Iterator[str]:
    """Paragraphs, each in one line."""
    block: list[str] = []
    for line in lines:
        if line.strip():
            block.append(line.strip())
        elif block:
            yield " ".join(block)
            block = []
    if block:
        yield " ".join(block)


def _row(blocks: list[str]) -> dict[str, object]:
    """Of an entry the first paragraphs are its source, title and authors."""
    citation = _CITATION.match(blocks[0])
    last = " ".join(blocks[1:][-2:])
    found = {"id": _PMID.search(last), "doi": _DOI.search(last)}
    row: dict[str, object] = {name: match[1] for name, match in found.items() if match}
    texts = [block for block in blocks[1:] if not _NO_ABSTRACT.match(block)]
    if citation:
        date = day(citation[3]) or ""
        row |= {"journal": citation[2], "year": int(citation[3][:4])}
        row |= {"date": date} if len(date) > 4 else {}
    if texts:
        row["title"] = texts[0]
    if len(texts) > 1:
        row["authors"] = [each.strip(" .") for each in _NUMBERS.sub("", texts[1]).split(", ")]
        row["abstract"] = "\n\n".join(texts[2:])
    return {name: value for name, value in row.items() if value}
