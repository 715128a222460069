"""A tree of topics as a piece of HTML for a notebook: branches to unfold, no script, no colours."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from hiertopics.printable import visible
from hiertopics.tree.formatting import counted, percent
from hiertopics.tree.node import living
from hiertopics.tree.solidity import place_doubt, topic_doubt

if TYPE_CHECKING:
    from hiertopics.tree.tree import TopicTree

_BOX = "font-family:sans-serif;line-height:1.5"
_BRANCH = "margin-left:1.2em"
_DETAIL = "margin-left:1.2em;opacity:.75;font-size:90%"
_BAR = (
    "display:inline-block;vertical-align:middle;width:5em;height:.6em;margin-right:.5em;"
    "border-bottom:1px solid"
)


def html_fragment(tree: TopicTree) -> str:
    """Write a `TopicTree` as nested ``<details>``; see `TopicTree._repr_html_`.

    It takes its colours from the page, light or dark. Broad topics are open, the finest of several
    layers closed; empty topics are left out.
    """
    largest = max((node.share for node in tree), default=1.0)
    headline = f"Topics of {counted(tree.n_documents, 'document')}, broad to fine"
    branches = "".join(_branch(tree, root, largest) for root in living(tree.roots))
    return f'<div style="{_BOX}"><p>{headline}</p>{branches}</div>'


def _branch(tree, node, largest):
    children = living(tree.children_of(node))
    below = "".join(_branch(tree, child, largest) for child in children)
    opened = " open" if children else ""
    return (
        f'<details{opened} style="{_BRANCH}"><summary>{_bar(node.share / largest)}'
        f"{escape(percent(node.share))} <b>{_text(node.name) or node.key}</b></summary>"
        f"{''.join(_details(node))}{below}</details>"
    )


def _bar(part):
    filled = f"display:block;width:{100 * part:.0f}%;height:100%;background:currentColor"
    return f'<span style="{_BAR}"><span style="{filled}"></span></span>'


def _details(node):
    words = ", ".join(_text(word) for word, _ in node.words)
    lines = [words] if words else []
    if node.labels:
        counts = ", ".join(f"{_text(label)} ({count:,})" for label, count in node.labels)
        lines.append(f"labels of {node.n_labelled:,}: {counts}")
    lines += filter(None, (topic_doubt(node), place_doubt(node)))
    for shown in node.documents:
        title = f", {_text(shown.title)}" if shown.title else ""
        lines.append(f"e.g. {_text(shown.id)} ({escape(percent(shown.share))}){title}")
    for line in lines:
        yield f'<div style="{_DETAIL}">{line}</div>'


def _text(text):
    return escape(visible(" ".join(text.split())))
