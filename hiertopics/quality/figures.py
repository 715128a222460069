"""The figures of an evaluation: what each is called, and how to read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from hiertopics.tree.formatting import layer_words


class Figure(NamedTuple):
    """One figure.

    Attributes
    ----------
    title : str
        What people call it.
    reading : str
        How to read it, in a few words.
    """

    title: str
    reading: str


FIGURES: dict[str, dict[str, Figure]] = {
    "words of a topic meet in texts": {
        "npmi": Figure("NPMI", "share documents: 0 chance, 1 always"),
        "c_npmi": Figure("C_NPMI", "the same within 10 words"),
        "c_v": Figure("C_v", "share neighbours within 110; up to 1"),
        "u_mass": Figure("UMass", "below 0; the nearer to 0 the better"),
    },
    "topics have words of their own": {
        "diversity": Figure("topic diversity", "1: no word comes twice"),
        "uniqueness": Figure("topic uniqueness", "1: no word comes twice, by topic"),
        "inverted_rbo": Figure("inverted RBO", "1: no word twice; the first count most"),
        "sibling_diversity": Figure("sibling diversity", "1: no word in two topics of a parent"),
        "specialisation": Figure("specialisation", "0: like the corpus; grows when finer"),
    },
    "topics fit the topic above them": {
        "parent_child_coherence": Figure("parent-child NPMI", "0 by chance, 1 always; repeats -1"),
        "parent_child_diversity": Figure("parent-child diversity", "1: they share no word"),
        "parent_other_diversity": Figure("parent-other diversity", "1: nor do others' children"),
        "overlap": Figure("overlap", "words the parent has too; low is good"),
        "affinity": Figure("affinity", "cosine with parent; high is good"),
        "affinity_others": Figure("affinity to others", "cosine with other parents; low is good"),
    },
    "topics agree with labels": {
        "nmi": Figure("NMI", "1: topic and label tell each other"),
        "ami": Figure("AMI", "NMI less chance: 0 by chance"),
        "ari": Figure("ARI", "pairs joined alike; 0 by chance"),
        "purity": Figure("purity", "documents of their topic's main label"),
        "homogeneity": Figure("homogeneity", "1: each topic has one label"),
        "completeness": Figure("completeness", "1: each label is in one topic"),
        "v_measure": Figure("V-measure", "mean of these two, equals NMI"),
    },
}
"""Figures of a layer, by group and name, in the order in which they are shown."""

NAMES = tuple(name for figures in FIGURES.values() for name in figures)

TREE_FIGURES = {
    "hierarchical_precision": Figure("precision", "labels that topics name and are right"),
    "hierarchical_recall": Figure("recall", "labels that are named by a topic"),
    "hierarchical_f1": Figure("hierarchical F1", "mean of these two; grows with topics"),
}
"""Figures of all layers together."""


class FigureRow(NamedTuple):
    """A figure with its values.

    Attributes
    ----------
    figure : Figure
    cells : list of str
        For every layer, fine to broad, the value, empty where there is none; figures of all layers
        together are in the last.
    """

    figure: Figure
    cells: list[str]


def figure_rows(
    layers: Sequence[Mapping[str, float]], tree: Mapping[str, float]
) -> Iterator[tuple[str, list[FigureRow]]]:
    """Yield every group of figures of which some are given, with these; see `describe_figures`."""
    for group, figures in FIGURES.items():
        rows = [
            FigureRow(figure, [_cell(layer, name) for layer in layers])
            for name, figure in figures.items()
            if any(name in layer for layer in layers)
        ]
        if rows:
            yield group, rows
    blank = [""] * (len(layers) - 1)
    tree_rows = [
        FigureRow(figure, [*blank, _cell(tree, name)])
        for name, figure in TREE_FIGURES.items()
        if name in tree
    ]
    if tree_rows:
        yield "topics of all layers agree with labels", tree_rows


def _cell(figures: Mapping[str, float], name: str) -> str:
    return f"{figures[name]:.3f}" if name in figures else ""


def describe_figures(
    layers: Sequence[Mapping[str, float]], n_topics: Sequence[int], tree: Mapping[str, float]
) -> str:
    """Lay figures out as a table, a line for each, a column for each layer.

    Parameters
    ----------
    layers : sequence of mappings of str to float
        Fine to broad, by names of `FIGURES`; those that a layer lacks are blank.
    n_topics : sequence of int
    tree : mapping of str to float
        By names of `TREE_FIGURES`.

    Returns
    -------
    str
        Lines without an end after the last.
    """
    names = [word.strip() for word in layer_words(len(layers))]
    lines = [_line("", names, "")] if len(layers) > 1 else []
    lines.append(_line("topics", map(str, n_topics), ""))
    for group, rows in figure_rows(layers, tree):
        lines += ["", group]
        lines += [_line(f"  {row.figure.title}", row.cells, row.figure.reading) for row in rows]
    return "\n".join(lines)


def _line(title, cells, reading) -> str:
    return (f"{title:<24}" + "".join(f"{cell:>8}" for cell in cells) + f"  {reading}").rstrip()
