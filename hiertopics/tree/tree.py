"""The tree of topics as plain data, without arrays or a model, to store, send and compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hiertopics.tree import edit as change
from hiertopics.tree.compare import TreeComparison, compare_trees
from hiertopics.tree.export import graphs, json, markdown_list, notebook, tabular
from hiertopics.tree.names import Topic
from hiertopics.tree.navigation import TreePaths
from hiertopics.tree.node import TopicNode, TypicalDocument
from hiertopics.tree.outline import outline_text

if TYPE_CHECKING:
    from hiertopics.refits import TopicStability


@dataclass(frozen=True)
class TopicTree(TreePaths):
    """All topics of a model, layer by layer, joined to a tree by their strongest parents.

    Iterating walks the tree depth first, broad to fine, and meets every topic once; ``str(tree)``
    is a plain text to read. Nothing changes a tree: what changes topics returns another one.

    Where a method takes a topic, `resolve` says what names one. Where it takes a path, the text is
    written there as UTF-8 and returned all the same; a HiertopicsError is raised instead where that
    file is one of the tree's `inputs`.

    Attributes
    ----------
    n_documents : int
        How many documents it was read off.
    layers : tuple of tuples of TopicNode
        The topics of every layer, fine to broad, in order of their index.
    unplaced : tuple of float
        For every layer the part of the documents, 0 to 1, that have a share of no topic and so
        belong to none. The shares of the layer's topics sum to one minus this; to less where
        `subtree` or `cut` left topics out, or finer topics hang under the root.
    inputs : tuple of str
        Absolute paths of the files that the documents were read from, as far as they are known: by
        default none. No method writes in their place. They are neither compared nor part of what
        the tree is written as, so that JSON does not bring them back.
    """

    n_documents: int
    layers: tuple[tuple[TopicNode, ...], ...]
    unplaced: tuple[float, ...]
    inputs: tuple[str, ...] = field(default=(), compare=False)

    def __repr__(self) -> str:
        sizes = " + ".join(map(str, self.n_topics))
        return f"<TopicTree of {self.n_documents:,} documents, {sizes} topics fine to broad>"

    @property
    def n_topics(self) -> tuple[int, ...]:
        """The number of topics of every layer, fine to broad."""
        return tuple(len(layer) for layer in self.layers)

    def __len__(self) -> int:
        return sum(self.n_topics)

    def __str__(self) -> str:
        return outline_text(self)

    def rename(self, names: Mapping | Topic, name: str | None = None) -> TopicTree:
        """Return the tree with other names for some of its topics.

        Parameters
        ----------
        names : mapping of topics to str, or one topic
            Each topic as `resolve` takes it.
        name : str, optional
            The new name, where `names` is one topic. Blanks around a name go.

        Raises
        ------
        HiertopicsError
            If there is no such topic, a topic is named twice, or a name is empty or has line ends
            or other characters that do not show. The message names all faults.
        """
        if name is not None:
            return change.rename(self, [(names, name)])
        if not isinstance(names, Mapping):
            raise TypeError(
                'rename takes a topic and its name, rename("football", "Sport"), '
                'or a mapping, rename({"football": "Sport"})'
            )
        return change.rename(self, names.items())

    def with_stability(self, stability: TopicStability) -> TopicTree:
        """Return the tree with how often its topics and their places are found again.

        Parameters
        ----------
        stability : TopicStability
            What `hiertopics.topic_stability` says of the model that the tree was made of.

        Returns
        -------
        TopicTree
            Its nodes have a `stability`, and a `parent_stability` where they have a parent.

        Raises
        ------
        HiertopicsError
            If it has not as many topics.
        """
        return change.with_stability(self, stability)

    def cut(self, n_layers: int) -> TopicTree:
        """Return the tree with its broadest layers alone.

        Layers count from the finest that is left, so layer 0 of the result is no longer layer 0 of
        the model; indices stay.

        Parameters
        ----------
        n_layers : int
            How many layers to keep, at least 1.

        Raises
        ------
        HiertopicsError
            If the tree has not as many layers.
        """
        return change.cut(self, n_layers)

    def subtree(self, topic: Topic) -> TopicTree:
        """Return the tree of one topic and all that hangs under it.

        Topics are numbered anew in every layer, in their old order, and a finest layer without any
        of them goes; so keys differ from those of the whole tree. Further parents outside of it are
        forgotten. All shares remain parts of all documents.

        Parameters
        ----------
        topic : TopicNode, tuple or str
            See `resolve`.
        """
        return change.subtree(self, self.resolve(topic))

    def compare(self, other: TopicTree) -> TreeComparison:
        """Match the topics of this tree with those of another one, made later or otherwise.

        Parameters
        ----------
        other : TopicTree

        Returns
        -------
        TreeComparison
            See `hiertopics.tree.compare.compare_trees`.
        """
        return compare_trees(self, other)

    # Each form has its function, and its documentation, in a file of export/.
    to_dict = json.to_dict
    to_json = json.to_json
    to_csv = tabular.to_csv
    to_frame = tabular.to_frame
    words_frame = tabular.words_frame
    documents_frame = tabular.documents_frame
    to_markdown = markdown_list.to_markdown
    to_networkx = graphs.to_networkx
    to_graphml = graphs.to_graphml
    to_dot = graphs.to_dot
    _repr_html_ = notebook.html_fragment

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
        fields = json.tree_fields(content)
        layers = tuple(tuple(_node(node) for node in layer) for layer in fields["layers"])
        return cls(fields["n_documents"], layers, fields["unplaced"])

    @classmethod
    def from_json(cls, text: str | bytes) -> TopicTree:
        """Return the tree that `to_json` wrote down, equal to the original.

        Parameters
        ----------
        text : str or bytes
            The text itself; a file is read by the caller.

        Raises
        ------
        HiertopicsError
            If it is no JSON, or no tree of topics.
        """
        return cls.from_dict(json.json_content(text))


def _node(fields: dict) -> TopicNode:
    documents = tuple(TypicalDocument(*document) for document in fields["documents"])
    return TopicNode(**{**fields, "documents": documents})
