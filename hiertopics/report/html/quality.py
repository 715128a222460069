"""How good the topics of a run are, as a part of its page that needs no script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from hiertopics.printable import visible
from hiertopics.quality.figures import figure_rows
from hiertopics.report.html.curve import agreement_curve
from hiertopics.tree.formatting import layer_words
from hiertopics.tree.solidity import solidity_note

if TYPE_CHECKING:
    from hiertopics.quality.evaluation import Evaluation
    from hiertopics.run import Run
    from hiertopics.tree.tree import TopicTree


def quality_section(run: Run) -> str:
    """Return the figures of a run and how its numbers of topics were chosen, as HTML.

    Empty where neither is known. The run may be anything with a ``provenance`` and an
    ``evaluation``, which may be lacking.
    """
    evaluation = getattr(run, "evaluation", None)
    chosen = run.provenance.get("topics_chosen")
    parts = [
        *([] if evaluation is None else _figures(evaluation)),
        *([] if chosen is None else _chosen(chosen)),
    ]
    if not parts:
        return ""
    return (
        '<section id="quality" class="wide" aria-labelledby="quality-title">'
        f'<h2 id="quality-title">How good these topics are</h2>{"".join(parts)}</section>'
    )


def stability_legend(tree: TopicTree) -> str:
    """Return what the mark of topics that are not solid means, as HTML; empty without any."""
    note = solidity_note(tree)
    return f'<p class="note legend">{escape(note[0].upper() + note[1:])}.</p>' if note else ""


def _figures(evaluation: Evaluation) -> Iterator[str]:
    words = [word.strip().capitalize() or "Value" for word in layer_words(len(evaluation.layers))]
    heads = "".join(f'<th scope="col">{word}</th>' for word in words)
    yield (
        "<details><summary>Figures, and how to read them</summary>"
        '<div class="scroller" tabindex="0" role="region" aria-label="Table of figures">'
        '<table class="figures"><caption class="unseen">Figures of every layer of topics</caption>'
        f'<thead><tr><th scope="col">Figure</th>{heads}<th scope="col">How to read it</th></tr>'
        "</thead>"
    )
    span = len(words) + 2
    for group, rows in figure_rows(evaluation.layers, evaluation.tree):
        title = group[0].upper() + group[1:]
        yield f'<tbody><tr><th scope="rowgroup" colspan="{span}">{title}</th></tr>'
        for row in rows:
            yield _row(row.figure.title, row.cells, row.figure.reading)
        yield "</tbody>"
    yield "</table></div>"
    notes = " ".join(escape(visible(note)) for note in evaluation.notes)
    if notes:
        yield f'<p class="note"><bdi>{notes}</bdi></p>'
    yield "</details>"


def _row(title: str, cells: Sequence[str], reading: str) -> str:
    values = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr><th scope="row">{title}</th>{values}<td>{reading}</td></tr>'


def _chosen(chosen: Mapping) -> Iterator[str]:
    yield "<details><summary>How the numbers of topics were chosen</summary><figure>"
    yield agreement_curve(chosen)
    sentences = "".join(f"<p>{escape(visible(str(each)))}</p>" for each in chosen["sentences"])
    yield f"<figcaption>{sentences}</figcaption></figure>"
    yield (
        '<p class="note">The texts are parted in halves at random, and topics fitted to each. '
        "Where a number of topics is right, the halves agree on them; the band is the standard "
        "error.</p>"
        "</details>"
    )
