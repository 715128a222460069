"""A run or a tree and what is asked of it in, the text to show out."""

import json
from dataclasses import replace

from hiertopics.errors import HiertopicsError


def shown_tree(run, tree, arguments):
    """Return the tree with the words and documents asked for.

    Parameters
    ----------
    run : Run or None
        None where there is no more than the tree.
    tree : TopicTree
    arguments : argparse.Namespace
        With ``words`` and ``documents``, None for what the tree holds.
    """
    from hiertopics.documents.describe import with_documents, with_words

    if arguments.words is not None:
        if run is None:
            tree = _each(tree, lambda node: {"words": node.words[: arguments.words]})
        else:
            tree = with_words(run, arguments.words)
    if arguments.documents is not None:
        if run is None:
            tree = _each(tree, lambda node: {"documents": node.documents[: arguments.documents]})
        else:
            tree = with_documents(replace(run, tree=tree), arguments.documents)
    return tree


def _each(tree, changes):
    layers = tuple(tuple(replace(node, **changes(node)) for node in layer) for layer in tree.layers)
    return replace(tree, layers=layers)


def part_of(tree, arguments):
    """Return the part of a tree asked for: its broadest layers, or what hangs under a topic."""
    if arguments.node is not None:
        return tree.subtree(arguments.node)
    if arguments.depth is not None:
        return tree.cut(min(arguments.depth, len(tree.layers)))
    return tree


def listed_topics(tree, depth):
    """Return the topics whose documents are listed: the last ones shown of every branch."""
    from hiertopics.tree.node import living

    lowest = 0 if depth is None else max(len(tree.layers) - depth, 0)
    return [
        node
        for node in living(tree)
        if node.layer >= lowest and (node.layer == lowest or not node.children)
    ]


def as_format(tree, shares, form, ascii_only):
    """Return a tree, and shares by group or None, in a form that other programs read."""
    if form == "markdown":
        return _with_end(tree.to_markdown())
    if form == "csv":
        return _with_end(tree.to_csv())
    content = tree.to_dict()
    if shares is not None:
        content["groups"] = shares.to_dict()
    return json.dumps(content, ensure_ascii=ascii_only, indent=1) + "\n"


def _with_end(text):
    return text if text.endswith("\n") else text + "\n"


def check_asked(arguments):
    """Raise for options of ``show`` that do not go together."""
    if arguments.node is not None and arguments.depth is not None:
        raise HiertopicsError("--node shows one topic and --depth whole layers; give one of them")
    if arguments.by is not None and arguments.node is not None:
        raise HiertopicsError("--by tells of all topics and --node shows one; give one of them")
    if arguments.by is not None and arguments.format in ("markdown", "csv"):
        raise HiertopicsError(f"--by goes with --format text or json, not {arguments.format}")
