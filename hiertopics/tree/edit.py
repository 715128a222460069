"""Other trees made of a tree: topics renamed, fine layers cut off, one branch alone."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from hiertopics.errors import HiertopicsError
from hiertopics.printable import visible
from hiertopics.tree.node import TopicNode

if TYPE_CHECKING:
    from hiertopics.refits import TopicStability
    from hiertopics.tree.tree import TopicTree


def with_fields(tree: TopicTree, fields_of: Callable[[TopicNode], dict]) -> TopicTree:
    """Return a tree whose topics have other values in the fields that ``fields_of(node)`` names."""
    layers = tuple(
        tuple(replace(node, **fields_of(node)) for node in layer) for layer in tree.layers
    )
    return replace(tree, layers=layers)


def rename(tree: TopicTree, pairs: Iterable[tuple]) -> TopicTree:
    """Return a tree with other names for some topics, in pairs; see `TopicTree.rename`."""
    names: dict[tuple[int, int], str] = {}
    faults = []
    for topic, name in pairs:
        try:
            node = tree.resolve(topic)
            place, name = (node.layer, node.index), _checked_name(name, node)
        except (HiertopicsError, TypeError) as fault:
            faults.append(str(fault))
            continue
        if names.setdefault(place, name) != name:
            faults.append(f"topic {node.key} has two new names, {names[place]!r} and {name!r}")
    if faults:
        raise HiertopicsError("; ".join(faults))
    return with_fields(tree, lambda node: {"name": names.get((node.layer, node.index), node.name)})


def _checked_name(name, node):
    if not isinstance(name, str):
        raise HiertopicsError(f"expected a text as the name of topic {node.key}, got {name!r}")
    name = name.strip()
    if not name:
        raise HiertopicsError(f"expected a name for topic {node.key}, got an empty one")
    if visible(name) != name:
        raise HiertopicsError(
            f"the name of topic {node.key} has line ends or other characters that do not show: "
            f"{visible(name)}"
        )
    return name


def with_stability(tree: TopicTree, stability: TopicStability) -> TopicTree:
    """Return the tree with what is known of its topics' stability; see the method of this name."""
    sizes = tuple(map(len, stability.topics))
    if sizes != tree.n_topics:
        raise HiertopicsError(
            f"expected the stability of {tree.n_topics} topics, fine to broad, got that of "
            f"{sizes}; measure it on the model that the tree was made of"
        )

    def measured(node):
        parent_stability = None if node.parent is None else stability.edges[node.layer][node.index]
        return {
            "stability": stability.topics[node.layer][node.index],
            "parent_stability": parent_stability,
        }

    return with_fields(tree, measured)


def cut(tree: TopicTree, n_layers: int) -> TopicTree:
    """Return the broadest layers of a tree alone; see `TopicTree.cut`."""
    n_layers = operator.index(n_layers)
    if not 1 <= n_layers <= len(tree.layers):
        raise HiertopicsError(
            f"expected 1 to {len(tree.layers)} layers to keep of this tree, got {n_layers}"
        )
    first = len(tree.layers) - n_layers
    layers = [
        tuple(replace(node, layer=layer) for node in nodes)
        for layer, nodes in enumerate(tree.layers[first:])
    ]
    layers[0] = tuple(replace(node, children=()) for node in layers[0])
    return replace(tree, layers=tuple(layers), unplaced=tree.unplaced[first:])


def subtree(tree: TopicTree, root: TopicNode) -> TopicTree:
    """Return what hangs under a topic as a tree of its own; see `TopicTree.subtree`."""
    kept = [[root]]
    while below := [child for node in kept[0] for child in tree.children_of(node)]:
        kept.insert(0, sorted(below, key=lambda node: node.index))
    first = root.layer + 1 - len(kept)
    renumbered = [{node.index: new for new, node in enumerate(nodes)} for nodes in kept]
    # Nothing hangs above the root or under the finest layer.
    renumbered = [{}, *renumbered, {}]
    layers = tuple(
        tuple(_moved(node, layer, *renumbered[layer : layer + 3]) for node in nodes)
        for layer, nodes in enumerate(kept)
    )
    return replace(tree, layers=layers, unplaced=tree.unplaced[first : root.layer + 1])


def _moved(node, layer, below, own, above):
    """Number a topic and its kin anew, and forget the parents that are not there."""
    has_parent = node.parent in above
    return replace(
        node,
        layer=layer,
        index=own[node.index],
        parent=above[node.parent] if has_parent else None,
        parent_share=node.parent_share if has_parent else 0.0,
        parent_stability=node.parent_stability if has_parent else None,
        further_parents=tuple(
            (above[index], share) for index, share in node.further_parents if index in above
        ),
        children=tuple(below[index] for index in node.children),
    )
