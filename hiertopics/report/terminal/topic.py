"""All that a tree holds of a topic, as lines for a person to read."""

from __future__ import annotations

from collections.abc import Sequence

from hiertopics.report.terminal.paragraphs import MARGIN, filled, subject_lines
from hiertopics.tree.formatting import counted, percent
from hiertopics.tree.node import TopicNode
from hiertopics.tree.solidity import stability_statements
from hiertopics.tree.tree import TopicTree


def describe_topic(
    tree: TopicTree, node: TopicNode, width: int = 80, encoding: str = "utf-8"
) -> str:
    """Describe a topic of a tree with all that the tree holds of it.

    That is its key and name, path, share, how often it is found again where that was measured,
    words with their weights, labels, the topics under it, further parents, and typical documents
    with title, id, share and passage.
    """
    lines = _heading(node, width, encoding)
    lines += subject_lines(_statements(tree, node), width, encoding)
    for shown in node.documents:
        lines += ["", *_document(shown, width, encoding)]
    return "\n".join(lines)


def describe_documents(nodes: Sequence[TopicNode], width: int = 80, encoding: str = "utf-8") -> str:
    """List the documents of topics, a paragraph a topic and a line or two a document."""
    paragraphs = []
    for node in nodes:
        lines = _heading(node, width, encoding)
        for shown in node.documents:
            lead = f"{percent(shown.share):>6}  "
            text = f"{_joined(shown.title)} ({shown.id})" if shown.title else shown.id
            lines += filled(text, lead, width, encoding)
        paragraphs.append("\n".join(lines))
    return "\n\n".join(paragraphs)


def _heading(node, width, encoding):
    name = node.name or "(empty topic)"
    return filled(f"{node.key}  {name}", "", width, encoding)


def _statements(tree, node):
    path = tree.path_to(node)
    if len(path) > 1:
        yield "path", [" > ".join(each.name for each in path)]
    documents = counted(node.n_documents, "document")
    yield "share", [f"{percent(node.share)} of a document on average; the topic of {documents}"]
    stability = "; ".join(stability_statements(node))
    if stability:
        yield "stability", [f"not solid: {stability}" if node.is_doubtful else stability]
    yield "words", [", ".join(f"{word} {weight:.3g}" for word, weight in node.words)]
    if node.labels:
        labels = ", ".join(f"{label} {count:,}" for label, count in node.labels)
        yield "labels", [f"{labels}; {counted(node.n_labelled, 'document')} with a label"]
    children = [(child, child.share) for child in tree.children_of(node)]
    above = [(tree.node(node.layer + 1, index), share) for index, share in node.further_parents]
    for subject, topics in (("children", children), ("also under", above)):
        if topics:
            yield subject, [f"{each.key}  {percent(share)}  {each.name}" for each, share in topics]


def _document(shown, width, encoding):
    margin = " " * MARGIN
    lead = percent(shown.share).rjust(MARGIN - 2) + "  "
    lines = filled(_joined(shown.title) or shown.id, lead, width, encoding)
    if shown.title:
        lines += filled(shown.id, margin, width, encoding)
    if shown.passage and shown.passage != shown.title:
        lines += filled(_joined(shown.passage), margin, width, encoding)
    return lines


def _joined(text):
    """Join the lines of a text, which are broken anew to the width."""
    return " ".join(text.split())
