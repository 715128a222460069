"""What a tree of topics can be written as, as its methods."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

from hiertopics.atomic import write_text
from hiertopics.tree.export import graphs
from hiertopics.tree.export import tabular as tables
from hiertopics.tree.export.json import json_text, nested_dict
from hiertopics.tree.export.markdown_list import markdown_text
from hiertopics.tree.export.notebook import html_fragment

if TYPE_CHECKING:
    import networkx
    import pandas


class WrittenForms:
    """What a `TopicTree` can be written as.

    Where a path may be given, the text is written there as UTF-8 and returned all the same. A
    HiertopicsError is raised instead where that file is one of the tree's `inputs`.
    """

    def _written(self, text: str, path: str | PathLike | None, encoding: str = "utf-8") -> str:
        """Return a text, after it was written to a file where a path is given."""
        if path is not None:
            write_text(path, text, inputs=self.inputs, encoding=encoding)
        return text

    def to_dict(self) -> dict:
        """Return the tree as nested dictionaries and lists, ready for JSON.

        Returns
        -------
        dict
            ``n_documents``, ``n_topics`` (fine to broad), ``unplaced``, and ``topics``: the roots,
            each with every field of `TopicNode` and its children nested under ``children``.
        """
        return nested_dict(self)

    def to_json(self, path: str | PathLike | None = None, indent: int | None = 1) -> str:
        """Return what `to_dict` does as JSON, for `from_json`.

        Parameters
        ----------
        path : str or path, optional
            A file to write it to as well.
        indent : int or None, default=1
            Blanks before nested lines; None for a single line.

        Returns
        -------
        str
        """
        return self._written(json_text(self, indent), path)

    def to_csv(self, path: str | PathLike | None = None, encoding: str = "utf-8") -> str:
        r"""Return the tree as CSV, one row a topic, with the columns of `to_frame`.

        A cell that a spreadsheet would run as a formula (it begins with ``= + - @``, also behind
        blanks, or with a tab or a line end) has an apostrophe put before it, and so has one that
        begins with apostrophes and goes on like this. Numbers are left alone, roots have an empty
        parent, the character zero is spelt ``\x00``. Needs no pandas.

        Parameters
        ----------
        path : str or path, optional
            A file to write it to as well.
        encoding : str, default="utf-8"
            Of that file; Excel shows accents right with "utf-8-sig".

        Returns
        -------
        str
        """
        return self._written(tables.csv_text(self), path, encoding)

    def to_markdown(
        self,
        path: str | PathLike | None = None,
        *,
        n_words: int | None = None,
        n_documents: int | None = None,
    ) -> str:
        """Return the tree as a nested Markdown list to read.

        Every topic has its name, its share, its number of documents, its words, the labels of its
        documents and the documents that show it best. No character of them acts as Markdown or
        HTML. Empty topics are left out.

        Parameters
        ----------
        path : str or path, optional
            A file to write it to as well.
        n_words, n_documents : int, optional
            How many words and documents to show of each topic; by default all that the tree holds.

        Returns
        -------
        str
        """
        return self._written(markdown_text(self, n_words, n_documents), path)

    def to_networkx(self) -> networkx.DiGraph:
        """Return the tree as a networkx graph, with edges from parents to children.

        Returns
        -------
        networkx.DiGraph
            A node is the pair (layer, index) with the attributes ``layer, index, name, words,
            share, n_documents, label``; all are numbers or text, so that any graph format can hold
            them. An edge has ``share`` and ``strongest``: True to the parent of the tree, False to
            a further parent.

        Raises
        ------
        ImportError
            If networkx is not installed.
        """
        return graphs.networkx_graph(self)

    def to_graphml(self, path: str | PathLike | None = None) -> str:
        """Return the graph of `to_networkx` as GraphML, for Gephi, yEd and Cytoscape.

        Its nodes are the `key` of each topic. Characters that XML cannot hold are spelt out.

        Parameters
        ----------
        path : str or path, optional
            A file to write it to as well.

        Returns
        -------
        str

        Raises
        ------
        ImportError
            If networkx is not installed.
        """
        return self._written(graphs.graphml_text(self), path)

    def to_dot(self, path: str | PathLike | None = None) -> str:
        """Return the tree as a graph for Graphviz: ``dot -Tsvg topics.dot > topics.svg``.

        Its nodes are the `key` of each topic, labelled with name and share; further parents have
        dashed lines. Needs no other package.

        Parameters
        ----------
        path : str or path, optional
            As in `to_json`.

        Returns
        -------
        str
        """
        return self._written(graphs.dot_text(self), path)

    def to_frame(self) -> pandas.DataFrame:
        """Return the tree as a table, one row a topic, in the order of the tree.

        Returns
        -------
        pandas.DataFrame
            Columns ``layer, index, name, share, n_documents, parent, parent_share, further_parents,
            words, documents, labels, n_labelled``. Lists are joined to text, for reading and for
            spreadsheets; `words_frame`, `documents_frame` and `to_dict` have every weight.

        Raises
        ------
        ImportError
            If pandas is not installed.
        """
        return tables.topic_frame(self)

    def words_frame(self) -> pandas.DataFrame:
        """Return the words of all topics as a table, one row a word.

        Returns
        -------
        pandas.DataFrame
            Columns ``layer, index, rank, word, weight``; ranks begin with 1.

        Raises
        ------
        ImportError
            If pandas is not installed.
        """
        return tables.words_frame(self)

    def documents_frame(self) -> pandas.DataFrame:
        """Return the typical documents of all topics as a table, one row a document and topic.

        Returns
        -------
        pandas.DataFrame
            Columns ``layer, index, rank, id, share, title, passage``; ranks begin with 1.

        Raises
        ------
        ImportError
            If pandas is not installed.
        """
        return tables.documents_frame(self)

    def _repr_html_(self) -> str:
        """Return the tree as branches to unfold, as notebooks show it."""
        return html_fragment(self)
