"""The verb ``show``: the tree of a saved run, a part of it, or one topic in full."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from hiertopics.cli import options, output
from hiertopics.cli.input import load_run_or_tree, whole_run
from hiertopics.cli.values import positive
from hiertopics.errors import HiertopicsError

if TYPE_CHECKING:
    from hiertopics.documents.groups import GroupShares
    from hiertopics.run import Run
    from hiertopics.tree.node import TopicNode
    from hiertopics.tree.tree import TopicTree

USAGE = "RUN"

DESCRIPTION = """\
Show the tree of a saved run, a part of it, or one of its topics in full.

RUN is a file that fit --save wrote. A tree written by fit --json (.json) also
works, except with --by.
"""

EXAMPLES = """\
  hiertopics show letters.ht                 the whole tree again
  hiertopics show letters.ht --depth 1       the broad topics alone
  hiertopics show letters.ht --node garden   one topic in full
  hiertopics show letters.ht --documents 10  the best documents of each
  hiertopics show letters.ht --by year       shares year by year
  hiertopics show letters.ht --format markdown > topics.md
"""

_WHAT = {
    "--depth": dict(type=positive, metavar="N", help="show only the N broadest layers"),
    "--node": dict(
        metavar="TOPIC",
        help="show one topic: its name, its key (1-3) or a word that only it has; with --format, "
        "the subtree below it"),
    "--documents": dict(
        type=positive, metavar="N",
        help="list the N top documents of the topic, or of each topic in the lowest layer shown"),
    "--words": dict(type=positive, metavar="N", help="show N words per topic (default: as fitted)"),
}  # fmt: skip


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``show``."""
    options.add(parser, options.RUN)
    options.add(parser.add_argument_group("what to show"), _WHAT, options.BY)
    from hiertopics.tree.export.exports import EXPORTS

    forms = "; ".join(
        f"{form}: {export.about}" + (f", with {export.needs}" if export.needs else "")
        for form, export in EXPORTS.items()
    )
    about = f"text: as fit prints it (default); {forms}"
    form = {"--format": dict(choices=("text", *EXPORTS), default="text", help=about)}
    options.add(parser.add_argument_group("output"), form)


def perform(arguments: Namespace) -> None:
    """Load a run or a tree, print what is asked of it."""
    _check_combination(arguments)
    run, held = load_run_or_tree(arguments.run)
    by, form = arguments.by, arguments.format
    shares = None if by is None else whole_run(run, arguments.run, "--by").shares_by(by)
    # Looked up before --words changes which words the topics have.
    key = None if arguments.node is None else _topic_key(held, arguments)
    if run is None:
        output.say(*_notes(held, arguments))
    tree = _with_as_many(run, held, arguments)
    n_layers = min(arguments.depth or len(tree.layers), len(tree.layers))
    cut_shares = None if shares is None else shares.cut(n_layers)
    if form != "text":
        part = tree.cut(n_layers) if key is None else tree.subtree(key)
        output.print_text(_as_format(part, cut_shares, form), form)
    elif key is None:
        _print_layers(tree, cut_shares, n_layers, arguments.documents is not None)
    else:
        from hiertopics.report.terminal.topic import describe_topic

        print(describe_topic(tree, tree.resolve(key), **output.page_of(sys.stdout)))


def _check_combination(arguments: Namespace) -> None:
    """Raise for options that do not go together."""
    if arguments.node is not None and arguments.depth is not None:
        raise HiertopicsError("--node and --depth cannot be combined")
    if arguments.by is not None and arguments.node is not None:
        raise HiertopicsError("--by and --node cannot be combined")
    if arguments.by is not None and arguments.format not in ("text", "json"):
        raise HiertopicsError(f"--by supports --format text or json, not {arguments.format}")


def _topic_key(tree: TopicTree, arguments: Namespace) -> str:
    """Return the key of the topic that is asked for, or say how to see which there are."""
    try:
        return tree.resolve(arguments.node).key
    except HiertopicsError as error:
        end = " " if str(error).endswith("?") else "; "
        raise HiertopicsError(
            f"{error}{end}list them with: hiertopics show {arguments.run}"
        ) from error


def _notes(tree: TopicTree, arguments: Namespace) -> Iterator[str]:
    """Say what a tree without a run holds, where more of it is asked for."""
    from hiertopics.tree.formatting import counted

    nodes = list(tree)
    n_words = max((len(node.words) for node in nodes), default=0)
    n_documents = max((len(node.documents) for node in nodes), default=0)
    fewer = []
    if (arguments.words or 0) > n_words:
        fewer.append(counted(n_words, "word"))
    if (arguments.documents or 0) > n_documents:
        fewer.append(counted(n_documents, "document"))
    if fewer:
        amounts = " and ".join(fewer)
        yield f"note: {arguments.run} holds {amounts} per topic; a saved run has more"


def _with_as_many(run: Run | None, tree: TopicTree, arguments: Namespace) -> TopicTree:
    """Return the tree with as many words and documents as asked for, more than it has too.

    A tree without a run has no more than it holds.
    """
    from hiertopics.documents.tree_details import with_documents, with_words
    from hiertopics.tree.edit import with_fields

    n_words, n_documents = arguments.words, arguments.documents
    if run is None:
        return with_fields(
            tree,
            lambda node: {
                "words": node.words[:n_words],
                "documents": node.documents[:n_documents],
            },
        )
    if n_words is not None:
        tree = with_words(run, n_words)
    if n_documents is not None:
        tree = with_documents(replace(run, tree=tree), n_documents)
    return tree


def _print_layers(
    tree: TopicTree, shares: GroupShares | None, n_layers: int, list_documents: bool
) -> None:
    """Print the broadest layers of a tree, their shares by group, and documents listed apart."""
    part = tree.cut(n_layers)
    output.print_tree(part, n_documents=0 if list_documents else None)
    if shares is not None:
        output.print_shares(shares, part)
    if list_documents:
        from hiertopics.report.terminal.topic import describe_documents

        ends = _ends_of_branches(tree, len(tree.layers) - n_layers)
        print("\n" + describe_documents(ends, **output.page_of(sys.stdout)))


def _ends_of_branches(tree: TopicTree, lowest: int) -> list[TopicNode]:
    """Return the last topic of every branch, in layers down to the lowest one shown."""
    from hiertopics.tree.node import living

    return [
        node
        for node in living(tree)
        if node.layer >= lowest and (node.layer == lowest or not node.children)
    ]


def _as_format(tree: TopicTree, shares: GroupShares | None, form: str) -> str:
    """Return a tree, and shares by group or None, in a form that other programs read."""
    from hiertopics.tree.export.exports import EXPORTS

    if form == "json":
        content = tree.to_dict()
        if shares is not None:
            content["groups"] = shares.to_dict()
        text = json.dumps(content, ensure_ascii=False, indent=1)
    else:
        try:
            text = EXPORTS[form].text_of(tree)
        except ImportError as error:
            raise HiertopicsError(f"--format {form}: {error}") from error
    return text if text.endswith("\n") else text + "\n"
