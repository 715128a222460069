"""The tree of topics as plain data, without arrays or a model, to store, send and compare."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from hiertopics.topics.export import nested_dict, networkx_graph, pandas_frame, tree_fields
from hiertopics.topics.outline import outline_text


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
    level : int
        0 for the finest level, one more for each coarser one.
    index : int
        The topic's column in the factor matrix of its level.
    name : str
        A short name: its first three words. Empty for a dead topic.
    words : tuple of (str, float)
        Its words of highest weight, best first; the weight is the word's part of the whole topic.
    share : float
        Prevalence, 0 to 1: the mean over all documents of the document's share of this topic, its
        weight on the topic as a part of all its weight at this level. 0 for a dead topic, one that
        no document uses or that has no word.
    parent : int or None
        Index, at the next coarser level, of the topic that explains most of this one. None for a
        topic of the coarsest level and for an orphan, which nothing explains.
    parent_share : float
        The part of this topic that the parent explains; the shares of all possible parents sum to
        1. 0 without a parent.
    further_parents : tuple of (int, float)
        Other topics of the next coarser level with a share of at least 0.1, largest first.
    children : tuple of int
        Indices, at the next finer level, of the topics that hang here, most prevalent first.
    documents : tuple of TypicalDocument
        The documents that show it best, best first; see
        `hiertopics.topics.placement.typical_documents`.
    n_documents : int
        How many documents are assigned to it: those whose strongest topic at this level it is.
    labels : tuple of (str, int)
        The most frequent labels among those documents, at most three, with their counts.
    n_labelled : int
        How many of those documents have a label at all.
    """

    level: int
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

    @property
    def is_dead(self) -> bool:
        """Whether no document uses this topic or no word describes it."""
        return self.share == 0


@dataclass(frozen=True)
class TopicTree:
    """All topics of a model, level by level, joined to a tree by their strongest parents.

    Iterating walks the tree depth first, coarse to fine, and meets every topic once; ``str(tree)``
    is a plain text to read.

    Attributes
    ----------
    n_documents : int
        How many documents it was read off.
    levels : tuple of tuples of TopicNode
        The topics of every level, fine to coarse, in order of their index.
    unplaced : tuple of float
        For every level the part of the documents, 0 to 1, that have no weight on any topic and so
        belong to none. The shares of the level's topics sum to one minus this.
    """

    n_documents: int
    levels: tuple[tuple[TopicNode, ...], ...]
    unplaced: tuple[float, ...]

    def __repr__(self) -> str:
        sizes = " + ".join(map(str, self.n_topics))
        return f"<TopicTree of {self.n_documents:,} documents, {sizes} topics fine to coarse>"

    @property
    def n_topics(self) -> tuple[int, ...]:
        """The number of topics of every level, fine to coarse."""
        return tuple(len(level) for level in self.levels)

    @property
    def roots(self) -> tuple[TopicNode, ...]:
        """The coarsest topics, most prevalent first, then the finer ones that have no parent."""
        coarsest = len(self.levels) - 1
        orphans = (node for level in self.levels for node in level if node.parent is None)
        # The index comes last, to keep the order of equals.
        return tuple(
            sorted(orphans, key=lambda node: (coarsest - node.level, -node.share, node.index))
        )

    def node(self, level: int, index: int) -> TopicNode:
        """Return one topic.

        Parameters
        ----------
        level : int
            0 for the finest level; negative numbers count from the coarsest.
        index : int
            The topic's number at that level.

        Returns
        -------
        TopicNode

        Raises
        ------
        IndexError
            If there is no such topic.
        """
        return self.levels[level][index]

    def children_of(self, node: TopicNode) -> tuple[TopicNode, ...]:
        """Return the topics that hang under a topic, most prevalent first.

        Parameters
        ----------
        node : TopicNode

        Returns
        -------
        tuple of TopicNode
        """
        return tuple(self.levels[node.level - 1][index] for index in node.children)

    def parent_of(self, node: TopicNode) -> TopicNode | None:
        """Return the topic that a topic hangs under, None for a root.

        Parameters
        ----------
        node : TopicNode

        Returns
        -------
        TopicNode or None
        """
        return None if node.parent is None else self.levels[node.level + 1][node.parent]

    def __iter__(self) -> Iterator[TopicNode]:
        waiting = list(reversed(self.roots))
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(self.children_of(node)))

    def __len__(self) -> int:
        return sum(self.n_topics)

    def __str__(self) -> str:
        return outline_text(self)

    def to_dict(self) -> dict:
        """Return the tree as nested dictionaries and lists, ready for JSON.

        Returns
        -------
        dict
            ``n_documents``, ``n_topics`` (fine to coarse), ``unplaced``, and ``topics``: the roots,
            each with every field of `TopicNode` and its children nested under ``children``.
        """
        return nested_dict(self)

    @classmethod
    def from_dict(cls, content: dict) -> TopicTree:
        """Return the tree that `to_dict` wrote down.

        Parameters
        ----------
        content : dict
            What `to_dict` returned, also after a way through JSON.

        Returns
        -------
        TopicTree
            Equal to the original.

        Raises
        ------
        HiertopicsError
            If a field is missing or of another kind, or if the topics do not make a tree.
        """
        fields = tree_fields(content)
        levels = tuple(tuple(_node(node) for node in level) for level in fields["levels"])
        return cls(fields["n_documents"], levels, fields["unplaced"])

    def to_networkx(self):
        """Return the tree as a networkx graph, with edges from parents to children.

        Returns
        -------
        networkx.DiGraph
            A node is the pair (level, index) with the attributes ``level, index, name, words,
            share, n_documents, label``; all are numbers or text, so that any graph format can hold
            them. An edge has ``share`` and ``strongest``: True to the parent of the tree, False to
            a further parent.

        Raises
        ------
        ImportError
            If networkx is not installed.
        """
        return networkx_graph(self)

    def to_frame(self):
        """Return the tree as a table, one row a topic, in the order of the tree.

        Returns
        -------
        pandas.DataFrame
            Columns ``level, index, name, share, n_documents, parent, parent_share, further_parents,
            words, documents, labels, n_labelled``. Lists are joined to text, for reading and for
            spreadsheets; `to_dict` has every weight.

        Raises
        ------
        ImportError
            If pandas is not installed.
        """
        return pandas_frame(self)


def _node(fields: dict) -> TopicNode:
    documents = tuple(TypicalDocument(*document) for document in fields["documents"])
    return TopicNode(**{**fields, "documents": documents})
