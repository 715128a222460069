"""The figures of an evaluation: what each is called, and how to read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple


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
        "c_v": Figure("C_v", "meet like words within 110; up to 1"),
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
        "overlap": Figure("overlap", "words repeated from the parent; low"),
        "affinity": Figure("affinity", "cosine with the parent; high"),
        "affinity_others": Figure("affinity to others", "cosine with other parents; low"),
    },
    "topics agree with labels": {
        "nmi": Figure("NMI", "0 to 1: the one tells the other"),
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
    "hierarchical_f1": Figure("hierarchical F1", "mean of these two; grows with k"),
}
"""Figures of all layers together."""


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
    names = ["fine", "broad"] if len(layers) == 2 else [str(i) for i in range(len(layers))]
    lines = [_line("", names, "")] if len(layers) > 1 else []
    lines.append(_line("topics", map(str, n_topics), ""))
    for group, figures in FIGURES.items():
        given = [name for name in figures if any(name in layer for layer in layers)]
        if given:
            lines += ["", group]
        for name in given:
            cells = [f"{layer[name]:.3f}" if name in layer else "" for layer in layers]
            lines.append(_line(f"  {figures[name].title}", cells, figures[name].reading))
    if tree:
        lines += ["", "topics of all layers agree with labels"]
    for name, figure in TREE_FIGURES.items():
        if name in tree:
            cells = [*[""] * (len(layers) - 1), f"{tree[name]:.3f}"]
            lines.append(_line(f"  {figure.title}", cells, figure.reading))
    return "\n".join(lines)


def _line(title, cells, reading) -> str:
    return (f"{title:<24}" + "".join(f"{cell:>8}" for cell in cells) + f"  {reading}").rstrip()
