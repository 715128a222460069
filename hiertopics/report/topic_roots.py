"""Which root a topic hangs under, since topics of one root share a colour in pages and plots."""

from __future__ import annotations

from itertools import count

from hiertopics.tree.node import TopicNode, living
from hiertopics.tree.tree import TopicTree


def living_parent(tree: TopicTree, node: TopicNode) -> TopicNode | None:
    """Return the topic that a topic is shown under, None for one that is shown as a root."""
    parent = tree.parent_of(node)
    return None if parent is None or parent.is_dead else parent


def root_numbers(tree: TopicTree) -> dict[str, int]:
    """Number the roots in the order of the tree, and give each living topic its root's, by key."""
    numbers: dict[str, int] = {}
    new = count()
    for node in living(tree):  # parents come before their children
        parent = living_parent(tree, node)
        numbers[node.key] = next(new) if parent is None else numbers[parent.key]
    return numbers
