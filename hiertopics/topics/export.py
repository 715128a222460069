"""A tree of topics in the forms other programs read: nested dictionaries, a graph, a table."""

from __future__ import annotations

import math

from hiertopics.errors import HiertopicsError

# How each list of tuples is written: its field, and the names of the parts.
_TUPLES = {
    "words": ("word", "weight"),
    "documents": ("id", "share", "title", "passage"),
    "labels": ("label", "count"),
    "further_parents": ("index", "share"),
}
_KINDS = {
    **dict.fromkeys(("word", "id", "title", "passage", "label", "name"), str),
    **dict.fromkeys(("weight", "share", "parent_share"), float),
    **dict.fromkeys(("count", "index", "level", "n_documents", "n_labelled"), int),
}
_SCALARS = ("level", "index", "name", "share", "parent_share", "n_documents", "n_labelled")


def nested_dict(tree):
    """Write a `TopicTree` as nested dictionaries; see `TopicTree.to_dict`."""
    return {
        "n_documents": tree.n_documents,
        "n_topics": list(tree.n_topics),
        "unplaced": list(tree.unplaced),
        "topics": [_nested_node(tree, node) for node in tree.roots],
    }


def _nested_node(tree, node):
    content = {field: getattr(node, field) for field in _SCALARS}
    content["parent"] = node.parent
    for field, parts in _TUPLES.items():
        content[field] = [dict(zip(parts, each, strict=True)) for each in getattr(node, field)]
    content["children"] = [_nested_node(tree, child) for child in tree.children_of(node)]
    return content


def tree_fields(content):
    """Read what `nested_dict` wrote into the fields of a `TopicTree`, its nodes as fields too.

    Raises
    ------
    HiertopicsError
        If something is missing or of another kind, or if the topics do not make a tree.
    """
    try:
        n_documents = _as(int, content["n_documents"])
        n_topics = tuple(_as(int, size) for size in content["n_topics"])
        unplaced = tuple(_as(float, part) for part in content["unplaced"])
        waiting = [(nested, None) for nested in content["topics"]]
        levels = [{} for _ in n_topics]
        while waiting:
            nested, above = waiting.pop()
            fields = _node_fields(nested)
            _check_place(fields, above, levels)
            waiting.extend((child, fields) for child in nested["children"])
            levels[fields["level"]][fields["index"]] = fields
        if len(unplaced) != len(levels):
            raise TypeError(f"expected {len(levels)} values of unplaced, got {len(unplaced)}")
    except (KeyError, TypeError, IndexError, AttributeError, OverflowError) as fault:
        raise HiertopicsError(
            f"this is no tree of topics as to_dict writes it: {type(fault).__name__}: {fault}"
        ) from fault
    found = [sorted(level) for level in levels]
    if found != [list(range(size)) for size in n_topics]:
        raise HiertopicsError(
            f"expected topics numbered from 0 in every level, {n_topics} of them fine to coarse, "
            f"got the numbers {found}"
        )
    levels = tuple(tuple(level[index] for index in sorted(level)) for level in levels)
    return {"n_documents": n_documents, "levels": levels, "unplaced": unplaced}


def _check_place(fields, above, levels):
    """Raise unless a node hangs where it says that it does, and only there."""
    level, index, parent = fields["level"], fields["index"], fields["parent"]
    expected = (level, None) if above is None else (above["level"] - 1, above["index"])
    if not 0 <= level < len(levels) or (level, parent) != expected:
        raise TypeError(f"topic {index} of level {level} does not hang under its parent {parent}")
    if index in levels[level]:
        raise TypeError(f"topic {index} of level {level} stands twice")


def _node_fields(nested):
    fields = {field: _as(_KINDS[field], nested[field]) for field in _SCALARS}
    fields["parent"] = None if nested["parent"] is None else _as(int, nested["parent"])
    for field, parts in _TUPLES.items():
        fields[field] = tuple(
            tuple(_as(_KINDS[part], each[part]) for part in parts) for each in nested[field]
        )
    fields["children"] = tuple(_as(int, child["index"]) for child in nested["children"])
    return fields


def _as(kind, value):
    # JSON writers elsewhere turn 1.0 into 1, so an int will do for a float; nothing else is
    # converted.
    if isinstance(value, bool) or not isinstance(value, (kind, int) if kind is float else kind):
        raise TypeError(f"expected {kind.__name__}, got {value!r}")
    if kind is float and not math.isfinite(value):
        raise TypeError(f"expected a finite number, got {value!r}")
    return kind(value)


def networkx_graph(tree):
    """Write a `TopicTree` as a networkx graph; see `TopicTree.to_networkx`."""
    try:
        import networkx
    except ImportError as fault:
        raise ImportError(_missing("to_networkx", "networkx")) from fault
    graph = networkx.DiGraph()
    for node in tree:
        graph.add_node(
            (node.level, node.index),
            level=node.level,
            index=node.index,
            name=node.name,
            words=_joined(node.words),
            share=node.share,
            n_documents=node.n_documents,
            label=node.labels[0][0] if node.labels else "",
        )
    for node in tree:
        parents = [(index, share, False) for index, share in node.further_parents]
        if node.parent is not None:
            parents.insert(0, (node.parent, node.parent_share, True))
        for index, share, strongest in parents:
            edge = (node.level + 1, index), (node.level, node.index)
            graph.add_edge(*edge, share=share, strongest=strongest)
    return graph


def pandas_frame(tree):
    """Write a `TopicTree` as a pandas table; see `TopicTree.to_frame`."""
    try:
        import pandas
    except ImportError as fault:
        raise ImportError(_missing("to_frame", "pandas")) from fault
    rows = [
        {
            "level": node.level,
            "index": node.index,
            "name": node.name,
            "share": node.share,
            "n_documents": node.n_documents,
            "parent": node.parent,
            "parent_share": node.parent_share,
            "further_parents": _joined(node.further_parents),
            "words": _joined(node.words),
            "documents": _joined(node.documents),
            "labels": _joined(node.labels),
            "n_labelled": node.n_labelled,
        }
        for node in tree
    ]
    # Int64 has room for the roots, which have no parent; a plain column would turn every index to a
    # float.
    return pandas.DataFrame(rows).astype({"parent": "Int64"})


def _joined(tuples):
    return ", ".join(str(each[0]) for each in tuples)


def _missing(method, package):
    return (
        f"{method}() needs {package}, which is not installed; "
        f"install it with: pip install 'hiertopics[frames]'"
    )
