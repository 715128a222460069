"""The ways through a tree of topics."""

from __future__ import annotations

from collections.abc import Iterator

from hiertopics.tree.names import Topic, topic_named, topics_with
from hiertopics.tree.node import TopicNode


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

    def path_to(self, topic: Topic) -> tuple[TopicNode, ...]:
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
        while (parent := self.parent_of(path[-1])) is not None:
            path.append(parent)
        return tuple(reversed(path))

    def depth_of(self, topic: Topic) -> int:
        """Return how many topics are above a topic: 0 for a root.

        Parameters
        ----------
        topic : TopicNode, tuple or str
            See `resolve`.
        """
        return len(self.path_to(topic)) - 1

    def resolve(self, topic: Topic) -> TopicNode:
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
        return topic_named(self, topic)

    def find(self, text: str) -> tuple[TopicNode, ...]:
        """Return the topics that a text occurs in, best first.

        Those whose name has it come before those with a word, a label, a document's id or title
        that has it; whole ones before parts, earlier words before later ones, large topics before
        small ones.

        Parameters
        ----------
        text : str
            Upper and lower case are one; accents count.

        Returns
        -------
        tuple of TopicNode

        Raises
        ------
        HiertopicsError
            If the text is blank.
        """
        return topics_with(self, text)
