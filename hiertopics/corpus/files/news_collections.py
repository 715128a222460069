"""Vocabularies of old collections of news in SGML: those of TREC, Gigaword and Reuters-21578."""

from __future__ import annotations

from hiertopics.corpus.files.vocabularies import Row, Vocabulary, first, listed


def _document(row: Row) -> Row:
    """A document with its parts in one text."""
    text = "\n\n".join(str(part) for part in listed(row.get("text")))
    row = {name: first(value) for name, value in row.items()}
    title = " ".join(str(row.pop("title", "")).split())
    return {**row, "title": title, "text": text} if title else {**row, "text": text}


def _article(row: Row) -> Row:
    """An article of Reuters, with its topics, of which the first is its label."""
    topics = listed(row.pop("topics", None))
    row = {name: first(value) for name, value in row.items()}
    text = str(row.get("text", "")).strip("\x02\x03 \n")
    for end in ("Reuter", "REUTER"):
        text = text.removesuffix(end).rstrip()
    return {**row, "text": text, "topic": topics[0] if topics else None, "topics": topics}


OF_DOCUMENTS = Vocabulary(
    frozenset(("DOC",)),
    {
        **{"DOCNO": "id", "id": "id", "DOCID": "id", "TEXT": "text", "BYLINE": "author"},
        **dict.fromkeys(("HEAD", "HEADLINE", "HL", "TTL", "TI"), "title"),
        **dict.fromkeys(("DATE", "DATE1", "DD", "DATE_TIME"), "date"),
    },
    is_closed=True,
    finish=_document,
)
OF_REUTERS = Vocabulary(
    frozenset(("REUTERS",)),
    {
        **{"NEWID": "id", "DATE": "date", "TOPICS.D": "topics", "TEXT": "text"},
        **{"LEWISSPLIT": "split"},
    },
    is_closed=True,
    finish=_article,
)
