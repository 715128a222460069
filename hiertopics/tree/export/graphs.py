"""A tree of topics as a graph: for networkx, as GraphML, and in the language of Graphviz."""

from __future__ import annotations

import io
import re
from os import PathLike
from typing import TYPE_CHECKING

from hiertopics.printable import spelt, visible
from hiertopics.tree.export.tabular import joined, missing
from hiertopics.tree.export.written import written
from hiertopics.tree.formatting import percent
from hiertopics.tree.solidity import place_doubt, topic_doubt

if TYPE_CHECKING:
    import networkx

    from hiertopics.tree.tree import TopicTree

# Characters that XML cannot hold, and the carriage return, which its readers turn to a line feed.
_NOT_IN_XML = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_networkx(tree: TopicTree) -> networkx.DiGraph:
    """Return the tree as a networkx graph, with edges from parents to children.

    Returns
    -------
    networkx.DiGraph
        A node is the pair (layer, index) with the attributes ``layer, index, name, words,
        share, n_documents, label``; all are numbers or text, so that any graph format can hold
        them. An edge has ``share`` and ``strongest``: True to the parent of the tree, False to
        a further parent. Where stability was measured, nodes and edges to the parent of the tree
        have ``stability``, the part of fits that find the topic, or its place, again.

    Raises
    ------
    ImportError
        If networkx is not installed.
    """
    return _graph(tree, "to_networkx")


def _graph(tree, method):
    try:
        import networkx
    except ImportError as fault:
        raise ImportError(missing(method, "networkx")) from fault
    graph = networkx.DiGraph()
    for node in tree:
        graph.add_node(
            (node.layer, node.index),
            layer=node.layer,
            index=node.index,
            name=node.name,
            words=joined(node.words),
            share=node.share,
            n_documents=node.n_documents,
            label=node.labels[0][0] if node.labels else "",
            **_measured(node.stability),
        )
    for parent, child, share, strongest in _edges(tree):
        graph.add_edge(
            (parent.layer, parent.index),
            (child.layer, child.index),
            share=share,
            strongest=strongest,
            **_measured(child.parent_stability if strongest else None),
        )
    return graph


def _measured(stability):
    """The attribute, where there is a number for it: no graph format can hold None."""
    return {} if stability is None else {"stability": stability}


def _edges(tree):
    """List parent, child, share, and whether it is the parent of the tree."""
    for node in tree:
        parents = [(index, share, False) for index, share in node.further_parents]
        if node.parent is not None:
            parents.insert(0, (node.parent, node.parent_share, True))
        for index, share, strongest in parents:
            yield tree.node(node.layer + 1, index), node, share, strongest


def to_graphml(tree: TopicTree, path: str | PathLike | None = None) -> str:
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
    graph = _graph(tree, "to_graphml")
    import networkx

    for attributes in graph.nodes.values():
        for name, value in attributes.items():
            if isinstance(value, str):
                attributes[name] = _NOT_IN_XML.sub(lambda found: spelt(found[0]), value)
    graph = networkx.relabel_nodes(graph, {(node.layer, node.index): node.key for node in tree})
    file = io.BytesIO()
    networkx.write_graphml(graph, file)
    return written(tree, file.getvalue().decode("utf-8"), path)


def to_dot(tree: TopicTree, path: str | PathLike | None = None) -> str:
    """Return the tree as a graph for Graphviz: ``dot -Tsvg topics.dot > topics.svg``.

    Its nodes are the `key` of each topic, labelled with name and share; further parents have
    dashed lines, topics that are not solid dashed frames, and tooltips say how often topics and
    places are found again, where that was measured. Needs no other package.

    Parameters
    ----------
    path : str or path, optional
        As in `to_json`.

    Returns
    -------
    str
    """
    lines = [
        "digraph topics {",
        "  graph [rankdir=LR];",
        "  node [shape=box, style=rounded];",
    ]
    for node in tree:
        label = rf"{_in_label(node.name) or node.key}\n{percent(node.share)}"
        doubt = topic_doubt(node)
        look = f', style="rounded,dashed", tooltip="{doubt}"' if doubt else ""
        lines.append(f'  "{node.key}" [label="{label}"{look}];')
    for parent, child, share, strongest in _edges(tree):
        # A further parent has a line of its own kind, which moves no topic.
        look = "" if strongest else ", style=dashed, constraint=false"
        about = "; ".join(filter(None, (percent(share), strongest and place_doubt(child))))
        lines.append(f'  "{parent.key}" -> "{child.key}" [tooltip="{about}"{look}];')
    return written(tree, "\n".join([*lines, "}", ""]), path)


def _in_label(text):
    # Backslashes are doubled after characters were spelt out with them: a label shows each as
    # itself, where \N or \G alone would be the name of the node or the graph.
    text = visible(" ".join(text.split()))
    return text.replace("\\", "\\\\").replace('"', '\\"')
