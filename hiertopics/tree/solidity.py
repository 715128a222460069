"""What is said of topics, and of their places, that other fits do not find again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from hiertopics.tree.formatting import layer_words, percent
from hiertopics.tree.node import TopicNode, living

if TYPE_CHECKING:
    from hiertopics.tree.tree import TopicTree


def topic_doubt(node: TopicNode) -> str:
    """Say that a topic is not solid, the mark of it everywhere; nothing of one that is."""
    if not node.is_doubtful:
        return ""
    return f"not solid: found again in {percent(node.stability or 0.0)} of fits"


def place_doubt(node: TopicNode) -> str:
    """Say that a topic which is solid hangs elsewhere in many fits, or else nothing."""
    if not node.is_place_doubtful:
        return ""
    return f"place not solid: under this topic in {percent(node.parent_stability or 0.0)} of fits"


def stability_statements(node: TopicNode) -> Iterator[str]:
    """Say of a topic how often it, and its place, are found again, where that was measured."""
    if node.stability is not None:
        yield f"found again in {percent(node.stability)} of the fits to halves of the documents"
    if node.parent_stability is not None:
        yield f"under the same broader topic in {percent(node.parent_stability)} of them"


def solidity_note(tree: TopicTree) -> str:
    """Say how many topics of a tree are not solid and what such are; nothing where nobody knows."""
    nodes = living(tree)
    if not any(node.stability is not None for node in nodes):
        return ""
    doubtful = [node for node in nodes if node.is_doubtful]
    if not doubtful:
        return (
            f"all {len(nodes):,} topics are solid: fits to other halves of the texts find them "
            "again"
        )
    words = layer_words(len(tree.layers))
    parts, is_most = [], False
    for layer, word in enumerate(words):
        n_doubtful = sum(node.layer == layer for node in doubtful)
        if n_doubtful:
            n_topics = sum(node.layer == layer for node in nodes)
            parts.append(f"{n_doubtful:,} of {n_topics:,} {word}topics")
            is_most = is_most or 2 * n_doubtful > n_topics
    are, them = ("is", "it") if len(doubtful) == 1 else ("are", "them")
    about = "such topics are often boilerplate, signatures or a single thread"
    if is_most:
        about = "with fewer topics more of them may be solid"
    return (
        f"{' and '.join(parts)} {are} not solid: fits to other halves of the texts do not find "
        f"{them} again; {about}"
    )
