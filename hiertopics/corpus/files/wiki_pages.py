"""Articles of wikis in the XML that MediaWiki exports, such as the dumps of Wikipedia."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hiertopics.corpus.files.vocabularies import Row, Vocabulary, first, listed
from hiertopics.corpus.files.wiki_names import is_disambiguation, is_redirect
from hiertopics.corpus.files.wikitext import wiki_text

_NO_PAGES = {
    **{"6": "page of a file", "8": "message", "10": "template"},
    **{"14": "page of a category", "828": "module"},
}
_TALK = frozenset(map(str, range(1, 16, 2)))
# Pages by which it is seen whether there are articles among them.
_MOST_HELD = 500


def _articles(rows: Iterable[Row | None]) -> Iterator[Row | str | None]:
    """The articles of a wiki, and of others what they are; the others are rows if none is there."""
    held: list[Row | None] = []
    has_articles = None
    for row in rows:
        space = _space_of(row)
        if space == "0" and not has_articles:
            has_articles = True
            yield from map(_what_it_is, held)
            held = []
        if space == "0" or has_articles is False:
            yield row
        elif has_articles:
            yield _what_it_is(row)
        else:
            held.append(row)
            if len(held) > _MOST_HELD:
                has_articles = False
                yield from held
                held = []
    yield from held


def _what_it_is(row: Row | None) -> str:
    space = _space_of(row)
    other = "discussion" if space in _TALK else "page beside the articles"
    return _NO_PAGES.get(space, other)


def _space_of(row: Row | None) -> str:
    return first((row or {}).get("ns")) or "0"


def _page(row: Row) -> Row | str:
    """A page of a wiki as it was last, without its marks; its categories are its own."""
    space = first(row.pop("ns", None)) or "0"
    if space in _NO_PAGES:
        return _NO_PAGES[space]
    source = (listed(row.pop("text", None)) or [""])[-1]
    title = first(row.get("title")) or ""
    if row.pop("redirect", None) or is_redirect(source):
        return "redirect"
    if is_disambiguation(title, source):
        return "page of meanings of a name"
    text, categories = wiki_text(source)
    if not text:
        return "page without text"
    date = (listed(row.pop("date", None)) or [None])[-1]
    found = {"id": title or first(row.get("page")), "title": title, "text": text}
    found |= {"category": categories, "date": date, "page": first(row.get("page"))}
    return found if space == "0" else {**found, "namespace": space}


WIKI = Vocabulary(
    frozenset(("page",)),
    {
        **{"title": "title", "id": "page", "ns": "ns", "redirect.title": "redirect"},
        **{"revision.text": "text", "revision.timestamp": "date"},
    },
    is_closed=True,
    choose=_articles,
    finish=_page,
)
"""Pages of MediaWiki."""
