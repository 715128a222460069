"""Documents that JSON has within other documents, each as a record of its own.

Replies are within what they answer, to any depth, as Reddit and Hacker News give them; the passages
of a set of questions such as SQuAD are within articles, with the questions on them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hiertopics.corpus.tables.column_names import plain_name, use_of

Record = dict[str, Any]

_REPLIES = ("children", "replies", "comments", "responses")
_ALIKE = 0.6  # of the names of a record, for what is within it to be of its kind
# What a post of Reddit has again as HTML, or holds other posts.
_LEFT_OF_POSTS = frozenset(("replies", "body_html", "selftext_html", "selftext"))
_POSTS = frozenset(("t1", "t3"))  # comments and submissions
# What is said of many records as well as in one, so that it is the text beside a short list only.
_OF_MANY = frozenset(("description", "message"))
_SHORT_LIST = 20
# Lists about a text, never of texts, however many words they have.
_ABOUT = frozenset(
    "author authors creators contributors editors tags labels keywords categories entities "
    "hashtags mentions links urls images photos pictures media attachments annotations "
    "references bibliography citations reactions".split()
)
_FEWEST_WORDS = 4  # of a text that counts
_FEWEST_SIGNS = 12  # where words have no blanks between them


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


def has_own_text(record: Record, path: str, rows: Sequence) -> bool:
    """Whether a record has a text that is longer than those of a list within it.

    The tags, authors or links of an article are then what is said about it, and no records.
    """
    name, own = _own_text(record)
    if name in _OF_MANY and len(rows) > _SHORT_LIST or not _is_text(own):
        return False
    if name not in _OF_MANY and plain_name(path.rpartition(".")[2]) in _ABOUT:
        return True
    left = len(own)
    waiting: list[Any] = list(rows)
    while waiting and left > 0:
        part = waiting.pop()
        if isinstance(part, dict | list):
            waiting += part.values() if isinstance(part, dict) else part
        elif isinstance(part, str) and _is_text(part):
            left -= len(part)
    return left > 0


def _own_text(record: Record) -> tuple[str, str]:
    """The longest value of a record under the name of a text, or of one of its parts."""
    parts = [record, *(part for part in record.values() if isinstance(part, dict))]
    texts = (
        (plain_name(name), text)
        for part in parts
        for name, text in part.items()
        if isinstance(text, str) and use_of(str(name))[0] == "text"
    )
    return max(texts, key=lambda named: len(named[1]), default=("", ""))


def _is_text(value: str) -> bool:
    """Whether a value has some words, or as many signs of a script without blanks."""
    if len(value.split(None, _FEWEST_WORDS - 1)) == _FEWEST_WORDS:
        return True
    return len(value) >= _FEWEST_SIGNS and not value.isascii()


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
