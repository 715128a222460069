"""One topic of a tree as plain data: what it says, where it hangs and what shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

SOLID = 0.75
"""The part of fits to halves of the documents that find a solid topic again."""


class TypicalDocument(NamedTuple):
    """A document that shows a topic well.

    Attributes
    ----------
    id : str
    share : float
        The document's share of the topic, 0 to 1.
    title : str
        Its title or first words; empty where the texts were not given.
    passage : str
        The part of its text that carries the topic; empty where the texts were not given.
    """

    id: str
    share: float
    title: str = ""
    passage: str = ""


@dataclass(frozen=True)
class TopicNode:
    """One topic: what it says, how large it is, where it hangs and what shows it.

    Attributes
    ----------
    layer : int
        0 for the finest layer, one more for each broader one.
    index : int
        The topic's column in the factor matrix of its layer.
    name : str
        A short name: its first three words. Empty for a dead topic.
    words : tuple of (str, float)
        Its words of highest weight, best first; the weight is the word's part of the whole topic.
    share : float
        Prevalence, 0 to 1: the mean over all documents of the document's share of this topic: at
        the finest layer its weight on the topic as a part of all its weight there, else the sum of
        its shares of the topics under this one. So the shares of children add up to their parent's.
        0 for a dead topic, one that no document uses or that has no word or no living child.
    parent : int or None
        Index, at the next broader layer, of the topic that explains most of this one in the
        documents that the model was fitted on. None for a topic of the broadest layer and for an
        orphan, which nothing explains.
    parent_share : float
        The part of this topic that the parent explains in the documents of the tree; the shares of
        all possible parents sum to 1. 0 without a parent.
    further_parents : tuple of (int, float)
        Other living topics of the next broader layer with a share of at least 0.1, largest first.
    children : tuple of int
        Indices, at the next finer layer, of the topics that hang here, most prevalent first.
    documents : tuple of TypicalDocument
        The documents that show it best, best first; see
        `hiertopics.tree.placement.typical_documents`.
    n_documents : int
        How many documents are assigned to it; see `hiertopics.core.topics.assigned_topics`.
    labels : tuple of (str, int)
        The most frequent labels among those documents, at most three, with their counts.
    n_labelled : int
        How many of those documents have a label at all.
    stability : float or None
        The part, 0 to 1, of fits to halves of the documents that find the topic again; None where
        that was not measured. From `SOLID` on a topic is solid.
    parent_stability : float or None
        The part of those fits in which it hangs under the same parent. None where that was not
        measured, or without a parent.
    """

    layer: int
    index: int
    name: str
    words: tuple[tuple[str, float], ...]
    share: float
    parent: int | None = None
    parent_share: float = 0.0
    further_parents: tuple[tuple[int, float], ...] = ()
    children: tuple[int, ...] = ()
    documents: tuple[TypicalDocument, ...] = ()
    n_documents: int = 0
    labels: tuple[tuple[str, int], ...] = ()
    n_labelled: int = 0
    stability: float | None = None
    parent_stability: float | None = None

    @property
    def key(self) -> str:
        """The short text that names this topic: its layer and index, such as ``1-3``."""
        return f"{self.layer}-{self.index}"

    @property
    def is_dead(self) -> bool:
        """Whether no document uses this topic or no word describes it."""
        return self.share == 0

    @property
    def is_doubtful(self) -> bool:
        """Whether its stability was measured, and it is not solid."""
        return self.stability is not None and self.stability < SOLID

    @property
    def is_place_doubtful(self) -> bool:
        """Whether it is found again often enough, and under the same parent not."""
        return (
            not self.is_doubtful
            and self.parent_stability is not None
            and self.parent_stability < SOLID
        )


def living(nodes: Iterable[TopicNode]) -> tuple[TopicNode, ...]:
    """Return the topics that are shown to people, of a whole tree too: all but the dead ones."""
    return tuple(node for node in nodes if not node.is_dead)
