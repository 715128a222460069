"""The tree of topics laid out in lines of a given width, in pieces of text that know their role.

Joined, the pieces are the plain text; a terminal gives every role its colour. So both look the
same.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from hiertopics.printable import visible
from hiertopics.tree.formatting import (
    Measure,
    counted,
    cut_end,
    display_width,
    fit_names,
    fit_words,
    label_phrase,
    percent,
)
from hiertopics.tree.node import living
from hiertopics.tree.solidity import topic_doubt

if TYPE_CHECKING:
    from hiertopics.tree.tree import TopicTree

NARROWEST = 30
"""Columns below which lines cannot be kept to the width asked for."""


class Span(NamedTuple):
    """A piece of a line.

    Its role is ``header``, ``note``, ``guide``, ``share``, ``broad`` (the words of a topic that has
    others under it), ``fine`` (those of one that has none) or ``detail``; its group the number of
    the root that it belongs to, from 0, -1 outside of any.
    """

    text: str
    role: str
    group: int = -1


class Glyphs(NamedTuple):
    """The characters that draw the tree; the first four have equal width."""

    branch: str = "├─ "
    last: str = "└─ "
    rail: str = "│  "
    gap: str = "   "
    ellipsis: str = "…"
    between: str = " · "


ASCII = Glyphs("|- ", "`- ", "|  ", "   ", "...", "; ")


class Layout(NamedTuple):
    """How to lay out a tree.

    A line has `width` columns, `NARROWEST` at least. Of the words and documents in the tree so many
    are shown, all for None. Text from outside is made safe to show by `clean`, and takes as many
    columns as `measure` says.
    """

    width: int = 80
    n_words: int | None = None
    n_documents: int | None = None
    glyphs: Glyphs = Glyphs()
    clean: Callable[[str], str] = visible
    measure: Measure = display_width

    @property
    def fitting(self) -> dict[str, Any]:
        """The arguments of whatever fits texts to a width."""
        return {"ellipsis": self.glyphs.ellipsis, "measure": self.measure}


PLAIN = Layout()


def outline_text(tree: TopicTree, layout: Layout = PLAIN) -> str:
    """Return a tree as plain text, without spaces at the ends of lines or a last line end."""
    return "\n".join("".join(span.text for span in line) for line in outline(tree, layout))


def outline(tree: TopicTree, layout: Layout = PLAIN) -> Iterator[list[Span]]:
    """Lay a tree of topics out in lines, none wider than the layout; an empty list is an empty one.

    A topic has one line with its share and its words. Dim lines under it say which labels its
    documents bear, which other topics it also belongs to, and, where no topics hang under it, which
    documents show it best.
    """
    layout = layout._replace(width=max(layout.width, NARROWEST))
    roots = living(tree.roots)
    grouped = any(living(tree.children_of(root)) for root in roots)
    shares = [percent(node.share) for node in living(tree)]
    column = max(map(len, shares), default=0) + 2
    yield from _wrapped(headline(tree), "header", layout)
    legend = "Percentages: a topic's average share of a document"
    legend += "; those below add up to it." if len(tree.layers) > 1 else "."
    for note in (legend, *_unplaced_notes(tree)):
        yield from _wrapped(note, "note", layout)
    yield []
    for group, root in enumerate(roots):
        if grouped and group > 0:
            yield []
        yield from _branch(tree, root, layout, column, group if grouped else 0)
    if n_dead := len(tree) - len(living(tree)):
        yield []
        yield from _wrapped(f"{counted(n_dead, 'empty topic')} not shown.", "note", layout)


def headline(tree) -> str:
    """Say how much a tree holds: ``216 documents, 12 topics in 4 groups``."""
    sizes = [len(living(layer)) for layer in tree.layers]
    documents = counted(tree.n_documents, "document")
    if len(sizes) <= 2:
        groups = f" in {counted(sizes[1], 'group')}" if len(sizes) == 2 else ""
        return f"{documents}, {counted(sizes[0], 'topic')}{groups}"
    return f"{documents}, topics from broad to fine: " + ", ".join(map(str, reversed(sizes)))


def _unplaced_notes(tree):
    unplaced = [round(part * tree.n_documents) for part in tree.unplaced]
    if any(unplaced):
        fewest, most = min(unplaced), max(unplaced)
        figures = f"{most:,}" if fewest == most else f"{fewest:,} to {most:,}, by layer,"
        yield f"{figures} of {counted(tree.n_documents, 'document')} without any topic."


def _wrapped(text, role, layout):
    for line in textwrap.wrap(text, layout.width):
        yield [Span(line, role)]


def _branch(tree, node, layout, column, group, above="", guide=""):
    """Lay out a topic and all under it; `above` is its ancestors' rails, `guide` its own."""
    glyphs = layout.glyphs
    children = living(tree.children_of(node))
    is_broad = bool(children) or 0 < node.layer == len(tree.layers) - 1
    room = layout.width - len(above + guide) - column
    yield _line(
        Span(above + guide, "guide", group),
        Span(percent(node.share).rjust(column - 2) + "  ", "share", group),
        Span(_words_of(node, layout, room), "broad" if is_broad else "fine", group),
    )
    if guide:
        above += glyphs.gap if guide == glyphs.last else glyphs.rail
    rail = (glyphs.rail if children else "").ljust(column)
    for detail in _details(tree, node, layout, room, is_leaf=not children):
        yield _line(Span(above + rail, "guide", group), Span(detail, "detail", group))
    for child in children:
        guide = glyphs.last if child is children[-1] else glyphs.branch
        yield from _branch(tree, child, layout, column, group, above, guide)


def _words_of(node, layout, room):
    """The words of a topic, after its name where a person gave it one."""
    words = [layout.clean(word) for word, _ in node.words[: layout.n_words]]
    if not _is_renamed(node):
        return fit_words(words, room, **layout.fitting)
    name = cut_end(layout.clean(node.name), room, **layout.fitting)
    left = room - layout.measure(name) - 2
    if not words or left < layout.measure(words[0]):
        return name
    return f"{name}: {fit_words(words, left, **layout.fitting)}"


def _is_renamed(node):
    made = ", ".join(word for word, _ in node.words)
    return bool(node.name) and not f"{made}, ".startswith(f"{node.name}, ")


def _line(*spans):
    spans = [span for span in spans if span.text]
    while spans and not (kept := spans[-1].text.rstrip()):
        spans.pop()
    if spans:
        spans[-1] = spans[-1]._replace(text=kept)
    return spans


def _details(tree, node, layout, room, is_leaf):
    between, measure, fitting = layout.glyphs.between, layout.measure, layout.fitting
    labels = [(layout.clean(label), count) for label, count in node.labels]
    parts = [
        label_phrase(labels, node.n_labelled, node.n_documents, room, **fitting),
        _also_under(tree, node, layout, room),
    ]
    if node.parent is None and node.layer < len(tree.layers) - 1:
        parts.append("under no broader topic")
    parts.append(topic_doubt(node))
    line = ""
    for part in filter(None, parts):
        joined = line + between + part if line else part
        if line and measure(joined) > room:
            yield line
            joined = part
        line = cut_end(joined, room, **fitting)
    names = [layout.clean(shown.id) for shown in node.documents[: layout.n_documents]]
    if names and is_leaf:
        lead = line + between + "e.g. " if line else "e.g. "
        if line and measure(lead + ", ".join(names)) > room:
            yield line
            lead = "e.g. "
        line = lead + fit_names(names, room - measure(lead), **fitting)
    if line:
        yield line


def _also_under(tree, node, layout, room):
    phrase = ""
    for index, share in node.further_parents[:2]:
        parent = tree.node(node.layer + 1, index)
        words = [layout.clean(word) for word, _ in parent.words[:2]]
        words = [layout.clean(parent.name)] if _is_renamed(parent) else words
        before, after = f"{phrase} and " if phrase else "also under ", f" ({percent(share)})"
        space = min(24, room - len(before + after))
        name = fit_words(words, space, **layout.fitting)
        if phrase and layout.measure(before + name + after) > room:
            break
        phrase = before + name + after
    return phrase
