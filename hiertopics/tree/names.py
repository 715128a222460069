"""What a person writes to name a topic of a tree, and which topic it names."""

from __future__ import annotations

import difflib
import operator
import re
import unicodedata
from typing import TYPE_CHECKING

from hiertopics.errors import HiertopicsError
from hiertopics.tree.node import TopicNode

if TYPE_CHECKING:
    from hiertopics.tree.navigation import TreePaths

_KEY = re.compile(r"(0|[1-9][0-9]{0,8})-(0|[1-9][0-9]{0,8})")
_MOST_NAMED = 5  # topics that a message lists

Topic = TopicNode | tuple[int, int] | str
"""What names a topic, see `TopicTree.resolve`."""


def topic_named(tree: TreePaths, topic: Topic) -> TopicNode:
    """Return the one topic that is meant; see `TopicTree.resolve`."""
    if isinstance(topic, str):
        return _by_text(tree, topic)
    if isinstance(topic, TopicNode):
        found = _by_place(tree, topic.layer, topic.index)
        # Names change and documents get titles, but the words and the place of a topic stay.
        if (found.words, found.parent) != (topic.words, topic.parent):
            raise HiertopicsError(
                f"topic {topic.key} {topic.name!r} is of another tree; here {found.key} is "
                f"{found.name!r}"
            )
        return found
    try:
        layer, index = map(operator.index, topic)
    except (TypeError, ValueError):
        raise TypeError(
            "expected a topic: one of the tree, its (layer, index), its key such as '1-3', its "
            f"name or one of its words, got {topic!r}"
        ) from None
    return _by_place(tree, layer, index)


def _by_place(tree, layer, index):
    try:
        return tree.node(layer, index)
    except IndexError:
        there = " and ".join(
            f"layer {number} ({_keys(nodes)})" for number, nodes in enumerate(tree.layers)
        )
        raise HiertopicsError(f"no topic {layer}-{index}: this tree has only {there}") from None


def _keys(nodes):
    if len(nodes) > 2:
        return f"topics {nodes[0].key} to {nodes[-1].key}"
    noun = "topic" if len(nodes) == 1 else "topics"
    return f"{noun} {' and '.join(node.key for node in nodes) or 'none'}"


def _by_text(tree, text):
    match = _KEY.fullmatch(text)
    named = [node for node in tree if node.name == text and text]
    if match:
        layer, index = map(int, match.groups())
        # What looks like a key and is none may still be a name.
        if len(named) != 1 or (layer < len(tree.layers) and index < len(tree.layers[layer])):
            return _by_place(tree, layer, index)
    if len(named) == 1:
        return named[0]
    if named:
        keys = ", ".join(node.key for node in named)
        raise HiertopicsError(f"{len(named)} topics are called {text!r}, give a key: {keys}")
    return _by_word(tree, text)


def _by_word(tree, text):
    wanted = _folded(text)
    having = [node for node in tree if wanted in (_folded(word) for word, _ in node.words)]
    if wanted and len(having) == 1:
        return having[0]
    if wanted and having:
        raise HiertopicsError(
            f"{len(having)} topics have the word {text!r}, give another word or a key: "
            f"{_listed(having)}"
        )
    close = _close(tree, text) or (wanted and tree.find(text))
    hint = f"; did you mean {_listed(close)}?" if close else ""
    raise HiertopicsError(f"no topic is called {text!r} or has that word{hint}")


def _close(tree, text):
    named = {}
    for node in tree:
        named.setdefault(_folded(node.name), []).append(node)
    close = difflib.get_close_matches(_folded(text), filter(None, named), _MOST_NAMED, 0.5)
    return [node for name in close for node in named[name]]


def _listed(nodes):
    listed = [f"{node.key} {node.name!r}" for node in nodes[:_MOST_NAMED]]
    return " or ".join(listed)


def topics_with(tree: TreePaths, text: str) -> tuple[TopicNode, ...]:
    """Return the topics that a text occurs in, best first; see `TopicTree.find`."""
    wanted = _folded(text)
    if not wanted:
        raise HiertopicsError("expected a text to look for in the topics, got a blank one")
    ranked = [(_rank(node, wanted), -node.share, node) for node in tree]
    # Sorting keeps equals in the order of the tree.
    ranked.sort(key=lambda each: each[:2])
    return tuple(node for rank, _, node in ranked if rank < _NOWHERE)


_NOWHERE = (4,)


def _rank(node, wanted):
    """Where a topic has a text, for sorting: the kind of place, part or whole, which of them."""
    kinds = (
        [node.name],
        [word for word, _ in node.words],
        [label for label, _ in node.labels],
        [text for shown in node.documents for text in (shown.id, shown.title)],
    )
    for kind, texts in enumerate(kinds):
        found = [
            (folded != wanted, place)
            for place, folded in enumerate(map(_folded, texts))
            if wanted in folded
        ]
        if found:
            return (kind, *min(found))
    return _NOWHERE


def _folded(text):
    # One spelling of an accented letter, so that text from file names meets text from a keyboard.
    return unicodedata.normalize("NFC", text.casefold()).strip()
