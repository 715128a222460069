"""The ways through a tree of topics, and what a person writes to name one of them."""

from __future__ import annotations

import difflib
import operator
import re
import unicodedata
from collections.abc import Iterator

from hiertopics.errors import HiertopicsError
from hiertopics.tree.node import TopicNode

_KEY = re.compile(r"(0|[1-9][0-9]{0,8})-(0|[1-9][0-9]{0,8})")
_MOST_NAMED = 5  # topics that a message lists


class TreePaths:
    """How to walk a `TopicTree` and to find its topics; all of it reads `layers` alone."""

    layers: tuple[tuple[TopicNode, ...], ...]

    @property
    def roots(self) -> tuple[TopicNode, ...]:
        """The broadest topics, most prevalent first, then the finer ones that have no parent."""
        broadest = len(self.layers) - 1
        orphans = (node for layer in self.layers for node in layer if node.parent is None)
        # The index comes last, to keep the order of equals.
        return tuple(
            sorted(orphans, key=lambda node: (broadest - node.layer, -node.share, node.index))
        )

    def node(self, layer: int, index: int) -> TopicNode:
        """Return one topic.

        Parameters
        ----------
        layer : int
            0 for the finest layer; negative numbers count from the broadest.
        index : int
            The topic's number at that layer.

        Returns
        -------
        TopicNode

        Raises
        ------
        IndexError
            If there is no such topic.
        """
        return self.layers[layer][index]

    def children_of(self, node: TopicNode) -> tuple[TopicNode, ...]:
        """Return the topics that hang under a topic, most prevalent first.

        Parameters
        ----------
        node : TopicNode

        Returns
        -------
        tuple of TopicNode
        """
        return tuple(self.layers[node.layer - 1][index] for index in node.children)

    def parent_of(self, node: TopicNode) -> TopicNode | None:
        """Return the topic that a topic hangs under, None for a root.

        Parameters
        ----------
        node : TopicNode

        Returns
        -------
        TopicNode or None
        """
        return None if node.parent is None else self.layers[node.layer + 1][node.parent]

    def __iter__(self) -> Iterator[TopicNode]:
        waiting = list(reversed(self.roots))
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(self.children_of(node)))

    def leaves(self) -> tuple[TopicNode, ...]:
        """Return the topics that no other hangs under, in the order of the tree.

        Returns
        -------
        tuple of TopicNode
        """
        return tuple(node for node in self if not node.children)

    def paths(self) -> tuple[tuple[TopicNode, ...], ...]:
        """Return the way from a root to every leaf, in the order of the tree.

        Returns
        -------
        tuple of tuples of TopicNode
        """
        return tuple(map(self.path_to, self.leaves()))

    def path_to(self, topic) -> tuple[TopicNode, ...]:
        """Return the topics from the root to a topic, which is the last.

        Parameters
        ----------
        topic : TopicNode, tuple or str
            See `resolve`.

        Returns
        -------
        tuple of TopicNode
        """
        path = [self.resolve(topic)]
        while path[-1].parent is not None:
            path.append(self.parent_of(path[-1]))
        return tuple(reversed(path))

    def depth_of(self, topic) -> int:
        """Return how many topics stand above a topic: 0 for a root.

        Parameters
        ----------
        topic : TopicNode, tuple or str
            See `resolve`.

        Returns
        -------
        int
        """
        return len(self.path_to(topic)) - 1

    def resolve(self, topic) -> TopicNode:
        """Return the one topic that is meant.

        Parameters
        ----------
        topic : TopicNode, tuple or str
            A topic of this tree, also as it was before `rename`; ``(layer, index)``; its `key`,
            such as ``"1-3"``; its whole name; or one of its `words` that no other topic has,
            upper and lower case being one. A text that is a key of this tree is never taken for a
            name, and one that is a name never for a word. A word holds for another fit too, whose
            topics have other keys.

        Returns
        -------
        TopicNode

        Raises
        ------
        HiertopicsError
            If there is no such topic, with the nearest names, or more than one, with their keys.
        """
        return _resolved(self, topic)

    def find(self, text: str) -> tuple[TopicNode, ...]:
        """Return the topics that a text occurs in, best first.

        Those whose name has it come before those with a word, a label, a document's id or title
        that has it; whole ones before parts, earlier words before later ones, large topics before
        small ones.

        Parameters
        ----------
        text : str
            Upper and lower case are one; accents are told apart.

        Returns
        -------
        tuple of TopicNode

        Raises
        ------
        HiertopicsError
            If the text is blank.
        """
        wanted = _folded(text)
        if not wanted:
            raise HiertopicsError("expected a text to look for in the topics, got a blank one")
        ranked = [(_rank(node, wanted), -node.share, node) for node in self]
        # Sorting keeps equals in the order of the tree.
        ranked.sort(key=lambda each: each[:2])
        return tuple(node for rank, _, node in ranked if rank < _NOWHERE)


def _resolved(tree, topic):
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
        sizes = " and ".join(f"layer {i} has {size}" for i, size in enumerate(tree.n_topics))
        raise HiertopicsError(
            f"there is no topic {layer}-{index}; numbers begin with 0, and {sizes}"
        ) from None


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
