"""A tree of topics as a Markdown list, in which no text from outside acts as Markdown or HTML."""

from __future__ import annotations

import html
import re
from os import PathLike
from typing import TYPE_CHECKING

from hiertopics.printable import visible
from hiertopics.tree.export.written import written
from hiertopics.tree.formatting import counted, percent
from hiertopics.tree.node import living
from hiertopics.tree.solidity import place_doubt, topic_doubt

if TYPE_CHECKING:
    from hiertopics.tree.tree import TopicTree

# Markdown as the original has it escapes a few of these alone, so `<`, `>` and `&` become entities,
# which every dialect knows. A colon or a dot makes links of bare addresses.
_ACTING = re.compile(r"[\\`*_{}\[\]#|~!$^=:@+]|(?<=www)\.", re.IGNORECASE)
# What begins a list where a line begins.
_BULLET = re.compile(r"^(\d*)([-.)])")

# Four blanks nest a list in every dialect.
_INDENT = "    "


def to_markdown(
    tree: TopicTree,
    path: str | PathLike | None = None,
    *,
    n_words: int | None = None,
    n_documents: int | None = None,
) -> str:
    """Return the tree as a nested Markdown list to read.

    Every topic has its name, its share, its number of documents, its words, the labels of its
    documents and the documents that show it best; where stability was measured, topics and places
    that are not solid are marked. No character of them acts as Markdown or HTML. Empty topics are
    left out.

    Parameters
    ----------
    path : str or path, optional
        A file to write it to as well.
    n_words, n_documents : int, optional
        How many words and documents to show of each topic; by default all that the tree holds.

    Returns
    -------
    str
    """
    lines = [f"Topics of {counted(tree.n_documents, 'document')}, broad to fine:", ""]
    waiting = [(root, 0) for root in reversed(living(tree.roots))]
    while waiting:
        node, depth = waiting.pop()
        about = f"{percent(node.share)}, {counted(node.n_documents, 'document')}"
        parts = [f"**{escaped(node.name) or node.key}** ({about})"]
        parts += _details(node, n_words, n_documents)
        # A backslash at the end of a line breaks it; each line begins with a word of ours, so that
        # no text can begin a heading, a list or a quotation.
        lines.append(_INDENT * depth + "- " + f"\\\n{_INDENT * depth}  ".join(parts))
        waiting += [(child, depth + 1) for child in reversed(living(tree.children_of(node)))]
    return written(tree, "\n".join([*lines, ""]), path)


def _details(node, n_words, n_documents):
    words = [escaped(word) for word, _ in node.words[:n_words]]
    if words:
        yield "Words: " + ", ".join(words)
    if node.labels:
        counts = [f"{escaped(label)} ({count:,})" for label, count in node.labels]
        yield f"Labels of {node.n_labelled:,}: " + ", ".join(counts)
    for doubt in filter(None, (topic_doubt(node), place_doubt(node))):
        yield doubt[0].upper() + doubt[1:]
    for shown in node.documents[:n_documents]:
        title = f", {escaped(shown.title)}" if shown.title else ""
        yield f"Document: {escaped(shown.id)} ({percent(shown.share)}){title}"


def escaped(text: str) -> str:
    """Return a text on one line that Markdown shows as it is, at any place.

    Blanks are joined, characters that do not show are spelt out.
    """
    text = _ACTING.sub(r"\\\g<0>", visible(" ".join(text.split())))
    return html.escape(_BULLET.sub(r"\1\\\2", text), quote=False)
