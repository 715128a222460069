"""The forms of text that a tree of topics can be written in; a new one is one new entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from hiertopics.tree.export.graphs import to_dot, to_graphml
from hiertopics.tree.export.json import to_json
from hiertopics.tree.export.markdown_list import to_markdown
from hiertopics.tree.export.notebook import html_fragment
from hiertopics.tree.export.tabular import to_csv


class Export(NamedTuple):
    """A form of text that a `TopicTree` can be written in.

    Attributes
    ----------
    text_of : callable
        From a `TopicTree` to the text.
    ending : str
        That of files of this form.
    about : str
        What it is, for people.
    needs : str or None
        A package that has to be installed.
    """

    text_of: Callable[..., str]
    ending: str
    about: str
    needs: str | None = None


EXPORTS = {
    "markdown": Export(to_markdown, ".md", "a nested list to read"),
    "json": Export(to_json, ".json", "all of the tree, children nested"),
    "csv": Export(to_csv, ".csv", "a table with a row for each topic"),
    "html": Export(html_fragment, ".html", "branches to unfold, a piece of a page"),
    "dot": Export(to_dot, ".dot", "a graph for Graphviz"),
    "graphml": Export(to_graphml, ".graphml", "a graph for Gephi and yEd", "networkx"),
}
"""By name, as ``show --format`` takes them; those with a method are named in `TopicTree` too."""
