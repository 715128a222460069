"""From a tree of topics to another one: topics renamed, fine levels cut off, one branch alone."""

from __future__ import annotations

import operator
from dataclasses import replace

from hiertopics.errors import HiertopicsError
from hiertopics.tree.formatting import visible


def rename(tree, pairs):
    """Return a tree with other names for some topics; see `TopicTree.rename`.

    Parameters
    ----------
    tree : TopicTree
    pairs : iterable of (topic, str)
    """
    names, faults = {}, []
    for topic, name in pairs:
        try:
            node = tree.resolve(topic)
            place, name = (node.level, node.index), _checked_name(name, node)
        except (HiertopicsError, TypeError) as fault:
            faults.append(str(fault))
            continue
        if names.setdefault(place, name) != name:
            faults.append(f"topic {node.key} has two new names, {names[place]!r} and {name!r}")
    if faults:
        raise HiertopicsError("; ".join(faults))
    levels = tuple(
        tuple(replace(node, name=names.get((node.level, node.index), node.name)) for node in level)
        for level in tree.levels
    )
    return replace(tree, levels=levels)


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


def cut(tree, n_levels):
    """Return the coarsest levels of a tree alone; see `TopicTree.cut`."""
    n_levels = operator.index(n_levels)
    if not 1 <= n_levels <= len(tree.levels):
        raise HiertopicsError(
            f"expected 1 to {len(tree.levels)} levels to keep of this tree, got {n_levels}"
        )
    first = len(tree.levels) - n_levels
    levels = [
        tuple(replace(node, level=level) for node in nodes)
        for level, nodes in enumerate(tree.levels[first:])
    ]
    levels[0] = tuple(replace(node, children=()) for node in levels[0])
    return replace(tree, levels=tuple(levels), unplaced=tree.unplaced[first:])


def subtree(tree, root):
    """Return what hangs under a topic as a tree of its own; see `TopicTree.subtree`."""
    kept = [[root]]
    while below := [child for node in kept[0] for child in tree.children_of(node)]:
        kept.insert(0, sorted(below, key=lambda node: node.index))
    first = root.level + 1 - len(kept)
    renumbered = [{node.index: new for new, node in enumerate(nodes)} for nodes in kept]
    # Nothing hangs above the root or under the finest level.
    renumbered = [{}, *renumbered, {}]
    levels = tuple(
        tuple(_moved(node, level, *renumbered[level : level + 3]) for node in nodes)
        for level, nodes in enumerate(kept)
    )
    return replace(tree, levels=levels, unplaced=tree.unplaced[first : root.level + 1])


def _moved(node, level, below, own, above):
    """Number a topic and its kin anew, and forget the parents that are not there."""
    has_parent = node.parent in above
    return replace(
        node,
        level=level,
        index=own[node.index],
        parent=above[node.parent] if has_parent else None,
        parent_share=node.parent_share if has_parent else 0.0,
        further_parents=tuple(
            (above[index], share) for index, share in node.further_parents if index in above
        ),
        children=tuple(below[index] for index in node.children),
    )
