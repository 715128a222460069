"""A tree of topics as nested dictionaries and as JSON, and the checked way back."""

from __future__ import annotations

import json
import math
from os import PathLike
from typing import TYPE_CHECKING, Any

from hiertopics.errors import HiertopicsError
from hiertopics.tree.export.written import written

if TYPE_CHECKING:
    from hiertopics.tree.tree import TopicTree

# How each list of tuples is written: its field, and the names of the parts.
_TUPLES = {
    "words": ("word", "weight"),
    "documents": ("id", "share", "title", "passage"),
    "labels": ("label", "count"),
    "further_parents": ("index", "share"),
}
_MEASURED = ("stability", "parent_stability")  # numbers, None where they were not measured
_KINDS = {
    **dict.fromkeys(("word", "id", "title", "passage", "label", "name"), str),
    **dict.fromkeys(("weight", "share", "parent_share", *_MEASURED), float),
    **dict.fromkeys(("count", "index", "layer", "parent", "n_documents", "n_labelled"), int),
}
_SCALARS = ("layer", "index", "name", "share", "parent_share", "n_documents", "n_labelled")


def to_dict(tree: TopicTree) -> dict:
    """Return the tree as nested dictionaries and lists, ready for JSON.

    Returns
    -------
    dict
        ``n_documents``, ``n_topics`` (fine to broad), ``unplaced``, and ``topics``: the roots,
        each with every field of `TopicNode` and its children nested under ``children``.
    """
    return {
        "n_documents": tree.n_documents,
        "n_topics": list(tree.n_topics),
        "unplaced": list(tree.unplaced),
        "topics": [_nested_node(tree, node) for node in tree.roots],
    }


def _nested_node(tree, node):
    content = {field: getattr(node, field) for field in _SCALARS}
    content.update({field: getattr(node, field) for field in ("parent", *_MEASURED)})
    for field, parts in _TUPLES.items():
        content[field] = [dict(zip(parts, each, strict=True)) for each in getattr(node, field)]
    content["children"] = [_nested_node(tree, child) for child in tree.children_of(node)]
    return content


def to_json(tree: TopicTree, path: str | PathLike | None = None, indent: int | None = 1) -> str:
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
    text = json.dumps(to_dict(tree), ensure_ascii=False, allow_nan=False, indent=indent)
    return written(tree, text, path)


def json_content(text: str | bytes) -> Any:
    """Read JSON; a HiertopicsError says what is wrong with it."""
    try:
        return json.loads(text)
    except (ValueError, TypeError, RecursionError) as fault:
        raise HiertopicsError(
            f"expected a tree of topics as to_json writes it, got what is no JSON: {fault}"
        ) from fault


def tree_fields(content: Any) -> dict:
    """Read what `to_dict` wrote into the fields of a `TopicTree`, its nodes as fields too.

    A HiertopicsError is raised if something is missing or of another kind, or if the topics do not
    make a tree.
    """
    try:
        n_documents = _as(int, content["n_documents"])
        n_topics = tuple(_as(int, size) for size in content["n_topics"])
        unplaced = tuple(_as(float, part) for part in content["unplaced"])
        waiting = [(nested, None) for nested in content["topics"]]
        layers: list[dict[int, dict]] = [{} for _ in n_topics]
        while waiting:
            nested, above = waiting.pop()
            fields = _node_fields(nested)
            _check_place(fields, above, layers)
            waiting.extend((child, fields) for child in nested["children"])
            layers[fields["layer"]][fields["index"]] = fields
        if len(unplaced) != len(layers):
            raise TypeError(f"expected {len(layers)} values of unplaced, got {len(unplaced)}")
    except (KeyError, TypeError, IndexError, AttributeError, OverflowError) as fault:
        raise HiertopicsError(
            f"this is no tree of topics as to_dict writes it: {type(fault).__name__}: {fault}"
        ) from fault
    found = [sorted(layer) for layer in layers]
    if found != [list(range(size)) for size in n_topics]:
        raise HiertopicsError(
            f"expected topics numbered from 0 in every layer, {n_topics} of them fine to broad, "
            f"got the numbers {found}"
        )
    in_order = tuple(tuple(layer[index] for index in sorted(layer)) for layer in layers)
    return {"n_documents": n_documents, "layers": in_order, "unplaced": unplaced}


def _check_place(fields, above, layers):
    """Raise unless a node hangs where it says that it does, and only there."""
    layer, index, parent = fields["layer"], fields["index"], fields["parent"]
    expected = (layer, None) if above is None else (above["layer"] - 1, above["index"])
    if not 0 <= layer < len(layers) or (layer, parent) != expected:
        raise TypeError(f"topic {index} of layer {layer} does not hang under its parent {parent}")
    if index in layers[layer]:
        raise TypeError(f"topic {index} of layer {layer} is there twice")


def _node_fields(nested):
    fields = {field: _as(_KINDS[field], nested[field]) for field in _SCALARS}
    for field in ("parent", *_MEASURED):
        known = nested[field] is not None
        fields[field] = _as(_KINDS[field], nested[field]) if known else None
    for field, parts in _TUPLES.items():
        fields[field] = tuple(
            tuple(_as(_KINDS[part], each[part]) for part in parts) for each in nested[field]
        )
    fields["children"] = tuple(_as(int, child["index"]) for child in nested["children"])
    return fields


def _as(kind, value):
    # JSON writers elsewhere turn 1.0 into 1, so an int will do for a float, and nothing else.
    if isinstance(value, bool) or not isinstance(value, (kind, int) if kind is float else kind):
        raise TypeError(f"expected {kind.__name__}, got {value!r}")
    if kind is float and not math.isfinite(value):
        raise TypeError(f"expected a finite number, got {value!r}")
    return kind(value)
