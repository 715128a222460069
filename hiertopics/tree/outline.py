"""The tree of topics laid out in lines of a given width, in pieces of text that know their role.

Joined, the pieces are the plain text; a terminal gives every role its colour. So both look the
same.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from hiertopics.printable import visible
from hiertopics.tree.formatting import (
    counted,
    cut_end,
    display_width,
    fit_names,
    fit_words,
    label_phrase,
    percent,
)
from hiertopics.tree.node import living

if TYPE_CHECKING:
    from hiertopics.tree.tree import TopicTree

NARROWEST = 30
"""Columns below which lines cannot be kept to the width asked for."""


class Span(NamedTuple):
    """A piece of a line.

    Attributes
    ----------
    text : str
    role : str
        ``header``, ``note``, ``guide``, ``share``, ``broad`` (the words of a topic that has others
        under it), ``fine`` (those of one that has none) or ``detail``.
    group : int
        Which of the roots it belongs to, counted from 0; -1 outside of any.
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

    Attributes
    ----------
    width : int, default=80
        Columns of a line, counted as `NARROWEST` when less.
    n_words, n_documents : int or None
        How many words and documents to show of those in the tree; None for all.
    glyphs : Glyphs
    clean : callable
        Makes text from outside safe to show, `visible` by default.
    measure : callable
        Gives the columns a text takes, `display_width` by default.
    """

    width: int = 80
    n_words: int | None = None
    n_documents: int | None = None
    glyphs: Glyphs = Glyphs()
    clean: Callable[[str], str] = visible
    measure: Callable[[str], int] = display_width

    def pair(self, text_and_figure: tuple[str, int]) -> tuple[str, int]:
        """Clean the text of a pair, keep its figure."""
        return self.clean(text_and_figure[0]), text_and_figure[1]


PLAIN = Layout()


def outline_text(tree: TopicTree, layout: Layout = PLAIN) -> str:
    """Return a tree of topics as plain text.

    Parameters
    ----------
    tree : TopicTree
    layout : Layout, optional

    Returns
    -------
    str
        Lines without trailing spaces, none wider than the layout, no line end after the last.
    """
    return "\n".join("".join(span.text for span in line) for line in outline(tree, layout))


def outline(tree: TopicTree, layout: Layout = PLAIN) -> Iterator[list[Span]]:
    """Lay a tree of topics out in lines.

    A topic has one line with its share and its words. Dim lines under it say which labels its
    documents bear, which other topics it also belongs to, and, where no topics hang under it, which
    documents show it best.

    Parameters
    ----------
    tree : TopicTree
    layout : Layout, optional

    Yields
    ------
    list of Span
        One line; an empty list is an empty line.
    """
    layout = layout._replace(width=max(layout.width, NARROWEST))
    roots = living(tree.roots)
    grouped = any(living(tree.children_of(root)) for root in roots)
    shares = [percent(node.share) for node in living(tree)]
    column = max(map(len, shares), default=0) + 2
    yield from _wrapped(headline(tree), "header", layout)
    legend = "Percentages: a topic's average share of a document"
    legend += ", measured anew at each layer." if len(tree.layers) > 1 else "."
    for note in (legend, *_unplaced_notes(tree)):
        yield from _wrapped(note, "note", layout)
    yield []
    for group, root in enumerate(roots):
        if grouped and group > 0:
            yield []
        yield from _branch(tree, root, layout, column, group if grouped else 0)
    notes = list(_closing_notes(tree))
    if notes:
        yield []
    for note in notes:
        yield from _wrapped(note, "note", layout)


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


def _closing_notes(tree):
    n_dead = len(tree) - len(living(tree))
    if n_dead:
        yield f"{counted(n_dead, 'empty topic')} not shown."


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
    fitting = {"ellipsis": layout.glyphs.ellipsis, "measure": layout.measure}
    if not _is_renamed(node):
        return fit_words(words, room, **fitting)
    name = cut_end(layout.clean(node.name), room, **fitting)
    left = room - layout.measure(name) - 2
    if not words or left < layout.measure(words[0]):
        return name
    return f"{name}: {fit_words(words, left, **fitting)}"


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
    glyphs, measure = layout.glyphs, layout.measure
    fitting = {"ellipsis": glyphs.ellipsis, "measure": measure}
    labels = [layout.pair(label) for label in node.labels]
    parts = [
        label_phrase(labels, node.n_labelled, node.n_documents, room, **fitting),
        _also_under(tree, node, layout, room),
    ]
    if node.parent is None and node.layer < len(tree.layers) - 1:
        parts.append("under no broader topic")
    line = ""
    for part in filter(None, parts):
        joined = line + glyphs.between + part if line else part
        if line and measure(joined) > room:
            yield line
            joined = part
        line = cut_end(joined, room, **fitting)
    names = [layout.clean(shown.id) for shown in node.documents[: layout.n_documents]]
    if names and is_leaf:
        lead = line + glyphs.between + "e.g. " if line else "e.g. "
        if line and measure(lead + ", ".join(names)) > room:
            yield line
            lead = "e.g. "
        line = lead + fit_names(names, room - measure(lead), **fitting)
    if line:
        yield line


def _also_under(tree, node, layout, room):
    if not node.further_parents:
        return ""
    phrase = ""
    for index, share in node.further_parents[:2]:
        parent = tree.node(node.layer + 1, index)
        words = [layout.clean(word) for word, _ in parent.words[:2]]
        words = [layout.clean(parent.name)] if _is_renamed(parent) else words
        before, after = f"{phrase} and " if phrase else "also under ", f" ({percent(share)})"
        space = min(24, room - len(before + after))
        name = fit_words(words, space, layout.glyphs.ellipsis, layout.measure)
        if phrase and layout.measure(before + name + after) > room:
            break
        phrase = before + name + after
    return phrase
