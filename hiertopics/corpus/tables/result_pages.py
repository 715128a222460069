"""Pages of the answers of an API, each with a list of results: the records are the results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from hiertopics.corpus.tables.column_names import plain_name
from hiertopics.corpus.tables.nested_records import has_own_text

Path = tuple[str, ...]

_RESULTS = ("results", "articles", "hits", "records", "documents", "docs", "items")
_ABOVE = ("response", "data", "body")
# What an answer has beside its results where there are further ones.
_SIGNS = frozenset(
    "page pages pagesize page_size per_page currentpage current_page startindex start_index offset "
    "cursor next next_page nextpage nextpagetoken next_page_token totalresults total_results "
    "numfound num_found has_more hasmore pageinfo page_info".split()
)


def path_of_results(values: Sequence[Any]) -> Path | None:
    """Where all objects among the values, which are pages, have their results; else None."""
    pages = [value for value in values if isinstance(value, dict)]
    path = next(_paths(pages[0]), None) if pages else None
    return path if path and all(path in _paths(page) for page in pages) else None


def results_of(values: Iterator[Any], path: Path) -> Iterator[Any]:
    """The results on pages, one after the other; values that are no pages as they are."""
    for value in values:
        part = value
        for name in path:
            part = part.get(name) if isinstance(part, dict) else None
        yield from part if isinstance(part, list) else [value]


def _paths(page: dict) -> Iterator[Path]:
    """The places of results in a page that says which page it is, and has no text of its own."""
    for above in ((), *((name,) for name in _ABOVE)):
        holder = page.get(above[0]) if above else page
        if not isinstance(holder, dict):
            continue
        if _SIGNS.isdisjoint(map(plain_name, (*holder, *page))):
            continue
        for name in _RESULTS:
            found = holder.get(name)
            if isinstance(found, list) and all(isinstance(each, dict) for each in found):
                if not has_own_text(page, name, found):
                    yield (*above, name)
