"""A tree of topics as a graph: for networkx, as GraphML, and in the language of Graphviz."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from hiertopics.printable import spelt, visible
from hiertopics.tree.export.tabular import joined, missing
from hiertopics.tree.formatting import percent

if TYPE_CHECKING:
    import networkx

    from hiertopics.tree.tree import TopicTree

# Characters that XML cannot hold, and the carriage return, which its readers turn to a line feed.
_NOT_IN_XML = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def networkx_graph(tree: TopicTree, method: str = "to_networkx") -> networkx.DiGraph:
    """Write a `TopicTree` as a networkx graph; see `TopicTree.to_networkx`."""
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
        )
    for parent, child, share, strongest in _edges(tree):
        graph.add_edge(
            (parent.layer, parent.index),
            (child.layer, child.index),
            share=share,
            strongest=strongest,
        )
    return graph


def _edges(tree):
    """List parent, child, share, and whether it is the parent of the tree."""
    for node in tree:
        parents = [(index, share, False) for index, share in node.further_parents]
        if node.parent is not None:
            parents.insert(0, (node.parent, node.parent_share, True))
        for index, share, strongest in parents:
            yield tree.node(node.layer + 1, index), node, share, strongest


def graphml_text(tree: TopicTree) -> str:
    """Write a `TopicTree` as GraphML; see `TopicTree.to_graphml`."""
    graph = networkx_graph(tree, "to_graphml")
    import networkx

    for attributes in graph.nodes.values():
        for name, value in attributes.items():
            if isinstance(value, str):
                attributes[name] = _NOT_IN_XML.sub(lambda found: spelt(found[0]), value)
    graph = networkx.relabel_nodes(graph, {(node.layer, node.index): node.key for node in tree})
    file = io.BytesIO()
    networkx.write_graphml(graph, file)
    return file.getvalue().decode("utf-8")


def dot_text(tree: TopicTree) -> str:
    """Write a `TopicTree` as a DOT graph; see `TopicTree.to_dot`."""
    lines = [
        "digraph topics {",
        "  graph [rankdir=LR];",
        "  node [shape=box, style=rounded];",
    ]
    for node in tree:
        label = rf"{_in_label(node.name) or node.key}\n{percent(node.share)}"
        lines.append(f'  "{node.key}" [label="{label}"];')
    for parent, child, share, strongest in _edges(tree):
        # A further parent has a line of its own kind, which moves no topic.
        look = "" if strongest else ", style=dashed, constraint=false"
        lines.append(f'  "{parent.key}" -> "{child.key}" [tooltip="{percent(share)}"{look}];')
    return "\n".join([*lines, "}", ""])


def _in_label(text):
    # Backslashes are doubled after characters were spelt out with them: a label shows each as
    # itself, where \N or \G alone would be the name of the node or the graph.
    text = visible(" ".join(text.split()))
    return text.replace("\\", "\\\\").replace('"', '\\"')
