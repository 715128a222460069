"""The verb ``show``: the tree of a saved run, a part of it, or one topic in full."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from typing import TYPE_CHECKING

from hiertopics.cli import options
from hiertopics.cli.input import load_run, load_run_or_tree
from hiertopics.cli.output import page_of, print_shares, print_text, print_tree
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

RUN is a file that fit --save wrote; a tree that fit --json wrote, .json, will
do for all but --by.
"""

EXAMPLES = """\
  hiertopics show letters.ht               the whole tree again
  hiertopics show letters.ht --depth 1           the broad topics alone
  hiertopics show letters.ht --node garden       one topic in full
  hiertopics show letters.ht --documents 10      the best documents of each
  hiertopics show letters.ht --by year           shares year by year
  hiertopics show letters.ht --format markdown > topics.md
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``show``."""
    options.add_run(parser)
    group = parser.add_argument_group("what to show")
    group.add_argument("--depth", type=positive, metavar="N", help="the N broadest layers alone")
    group.add_argument(
        "--node",
        metavar="TOPIC",
        help="one topic in full: a word that it alone has, its name or its place (1-3); "
        "in other formats, all under it",
    )
    group.add_argument(
        "--documents",
        type=positive,
        metavar="N",
        help="the N documents with the largest share of the topic, or of every finest one",
    )
    group.add_argument(
        "--words", type=positive, metavar="N", help="words shown per topic (default: as fitted)"
    )
    options.add_by(group)
    from hiertopics.tree.export.exports import EXPORTS

    forms = "; ".join(
        f"{form}: {export.about}" + (f", with {export.needs}" if export.needs else "")
        for form, export in EXPORTS.items()
    )
    parser.add_argument_group("output").add_argument(
        "--format",
        choices=("text", *EXPORTS),
        default="text",
        help=f"text: as fit prints it (default); {forms}",
    )


def perform(arguments: Namespace) -> None:
    """Load a run or a tree, print what is asked of it."""
    _check_combination(arguments)
    run, tree = load_run_or_tree(arguments.run)
    shares = None
    if arguments.by is not None:
        run = load_run(arguments.run, "--by") if run is None else run
        shares = run.shares_by(arguments.by)
    # Looked up before --words changes which words the topics have.
    key = None if arguments.node is None else tree.resolve(arguments.node).key
    tree = _with_as_many(run, tree, arguments)
    if arguments.format == "text" and key is not None:
        from hiertopics.report.terminal.topic import describe_topic

        print(describe_topic(tree, tree.resolve(key), **page_of(sys.stdout)))
        return
    part = tree
    if key is not None:
        part = tree.subtree(key)
    elif arguments.depth is not None:
        part = tree.cut(min(arguments.depth, len(tree.layers)))
    if arguments.format != "text":
        print_text(_as_format(part, shares, arguments.format), arguments.format)
        return
    print_tree(part, n_documents=None if arguments.documents is None else 0)
    if shares is not None:
        print_shares(shares, tree)
    if arguments.documents is not None:
        from hiertopics.report.terminal.topic import describe_documents

        lowest = len(tree.layers) - len(part.layers)
        print("\n" + describe_documents(_ends_of_branches(tree, lowest), **page_of(sys.stdout)))


def _check_combination(arguments: Namespace) -> None:
    """Raise for options that do not go together."""
    if arguments.node is not None and arguments.depth is not None:
        raise HiertopicsError("--node shows one topic and --depth whole layers; give one of them")
    if arguments.by is not None and arguments.node is not None:
        raise HiertopicsError("--by shows all topics and --node one of them; give one of the two")
    if arguments.by is not None and arguments.format not in ("text", "json"):
        raise HiertopicsError(f"--by goes with --format text or json, not {arguments.format}")


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
        except ImportError as fault:
            raise HiertopicsError(f"--format {form}: {fault}") from fault
    return text if text.endswith("\n") else text + "\n"
