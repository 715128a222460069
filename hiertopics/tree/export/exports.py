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

    What writes it, what it is, for people, and a package that has to be installed for it.
    """

    text_of: Callable[..., str]
    about: str
    needs: str | None = None


EXPORTS = {
    "markdown": Export(to_markdown, "a nested list to read"),
    "json": Export(to_json, "all of the tree, children nested"),
    "csv": Export(to_csv, "a table with a row for each topic"),
    "html": Export(html_fragment, "branches to unfold, a piece of a page"),
    "dot": Export(to_dot, "a graph for Graphviz"),
    "graphml": Export(to_graphml, "a graph for Gephi and yEd", "networkx"),
}
"""By name, as ``show --format`` takes them; those with a method are named in `TopicTree` too."""
