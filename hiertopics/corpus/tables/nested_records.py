"""Documents that JSON has within other documents, each as a record of its own.

Replies are within what they answer, to any depth, as Reddit and Hacker News give them; the passages
of a set of questions such as SQuAD are within articles, with the questions on them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Record = dict[str, Any]

_REPLIES = ("children", "replies", "comments", "responses")
_ALIKE = 0.6  # of the names of a record, for what is within it to be of its kind
# What a post of Reddit has again as HTML, or holds other posts.
_LEFT_OF_POSTS = frozenset(("replies", "body_html", "selftext_html", "selftext"))
_POSTS = frozenset(("t1", "t3"))  # comments and submissions


def nested_records(value: Any) -> list[Record] | None:
    """The records within a value of a known form, in the order of the file; None for another."""
    parts = value if isinstance(value, list) else [value]
    if not parts or not all(isinstance(part, dict) for part in parts):
        return None
    if all(part.get("kind") == "Listing" for part in parts):
        return list(_posts(parts)) or None
    articles = value.get("data") if isinstance(value, dict) else value
    if isinstance(articles, list) and articles and all(map(_has_passages, articles)):
        return [passage for article in articles for passage in _passages(article)]
    if isinstance(value, dict) and _replies_in(value):
        return list(with_replies(value))
    return None


def with_replies(record: Record) -> Iterator[Record]:
    """A record, and behind it those within it that are of its kind."""
    waiting, left = [record], set()
    while waiting:
        each = waiting.pop()
        if name := _replies_in(each):
            left.add(name)
            waiting += [reply for reply in reversed(each[name]) if isinstance(reply, dict)]
        yield {key: each[key] for key in each if key not in left} if left else each


def _replies_in(record: Mapping) -> str | None:
    """The name under which a record has others of its kind."""
    for name in _REPLIES:
        within = record.get(name)
        if isinstance(within, list) and within and isinstance(within[0], dict):
            if len(record.keys() & within[0].keys()) >= max(2, _ALIKE * len(record)):
                return name
    return None


def _posts(listings: list[Record]) -> Iterator[Record]:
    """The posts and comments of Reddit, what answers one behind it."""
    waiting: list[Any] = listings[::-1]
    while waiting:
        node = waiting.pop()
        data = node.get("data") if isinstance(node, dict) else None
        if not isinstance(data, dict):
            continue
        if node.get("kind") in _POSTS:
            post = {name: part for name, part in data.items() if name not in _LEFT_OF_POSTS}
            yield {**post, "body": data.get("body", data.get("selftext"))}
            waiting.append(data.get("replies"))
        elif node.get("kind") == "Listing" and isinstance(data.get("children"), list):
            waiting += data["children"][::-1]


def _has_passages(article: Any) -> bool:
    passages = article.get("paragraphs") if isinstance(article, dict) else None
    return (
        isinstance(passages, list)
        and bool(passages)
        and all(isinstance(each, dict) and {"context", "qas"} <= each.keys() for each in passages)
    )


def _passages(article: Record) -> Iterator[Record]:
    """The passages of an article, with the questions on each."""
    title = str(article.get("title", "passage"))
    for number, passage in enumerate(article["paragraphs"], 1):
        asked = passage["qas"] if isinstance(passage["qas"], list) else []
        yield {
            "id": f"{title}:{number}",
            "title": title,
            "context": passage["context"],
            "question": [each.get("question") for each in asked if isinstance(each, dict)],
        }
