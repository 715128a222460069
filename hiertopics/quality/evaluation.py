"""Evaluate topics: every figure that can be had of them, by layer."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from hiertopics.errors import HiertopicsError
from hiertopics.missing import known_labels
from hiertopics.progress import Progress, silent
from hiertopics.quality import hierarchy
from hiertopics.quality.agreement import clustering_scores, hierarchical_scores
from hiertopics.quality.coherence import MEASURES, coherence, mean_of
from hiertopics.quality.diversity import diversity, inverted_rbo, uniqueness
from hiertopics.quality.figures import NAMES, TREE_FIGURES, describe_figures
from hiertopics.quality.judged import Judged, judged_of
from hiertopics.quality.reference import Reference, Texts, reference_of, vectorized
from hiertopics.quality.word_lists import Topics, numbered
from hiertopics.tree.placement import describing_columns
from hiertopics.tree.tree import TopicTree

if TYPE_CHECKING:
    from hiertopics.run import Run

Figures: TypeAlias = list[dict[str, float]]
"""Figures by name for every layer, fine to broad."""


@dataclass(frozen=True, repr=False)
class Evaluation:
    """How good topics are; printed, it is a table that says of each figure how to read it.

    Attributes
    ----------
    n_topics : tuple of int
        Topics with words in every layer, fine to broad.
    layers : tuple of dict of str to float
        The figures of every layer, fine to broad, by name: those of
        `hiertopics.quality.figures.FIGURES` that can be had. What concerns a topic and its parent
        is in the layer of the topic.
    tree : dict of str to float
        The figures of all layers together: hierarchical precision, recall and F1.
    notes : tuple of str
        What was left out, and why; and which figures are 1 by the choice of words.
    """

    n_topics: tuple[int, ...]
    layers: tuple[dict[str, float], ...]
    tree: dict[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Evaluation of {' + '.join(map(str, self.n_topics))} topics fine to broad>"

    def __str__(self) -> str:
        table = describe_figures(self.layers, self.n_topics, self.tree)
        notes = [textwrap.fill(note, 80) for note in self.notes]
        return "\n".join([table, *(["", *notes] if notes else [])])

    def to_dict(self) -> dict:
        """Return everything as lists and numbers, ready for JSON."""
        return {
            "layers": [
                {"n_topics": n_topics, **figures}
                for n_topics, figures in zip(self.n_topics, self.layers, strict=True)
            ],
            "tree": dict(self.tree),
            "notes": list(self.notes),
        }

    @classmethod
    def from_dict(cls, content: Mapping) -> Evaluation:
        """Return the evaluation that `to_dict` wrote down, equal to the original.

        Parameters
        ----------
        content : mapping
            What `to_dict` returned, also after a way through JSON. Figures of other names are
            passed over.

        Raises
        ------
        HiertopicsError
            If it is something else.
        """
        try:
            return cls(
                n_topics=tuple(int(layer["n_topics"]) for layer in content["layers"]),
                layers=tuple(_numbers(layer, NAMES) for layer in content["layers"]),
                tree=_numbers(content["tree"], TREE_FIGURES),
                notes=tuple(map(str, content["notes"])),
            )
        except (KeyError, TypeError, ValueError, OverflowError) as fault:
            raise HiertopicsError(
                "expected the figures of an evaluation as to_dict writes them, got others: "
                f"{type(fault).__name__}: {fault}"
            ) from fault


def _numbers(content: Mapping, names: Iterable[str]) -> dict[str, float]:
    """Figures of these names, each a finite number."""
    figures = {name: float(content[name]) for name in names if name in content}
    if not all(map(math.isfinite, figures.values())):
        raise ValueError("a figure is no finite number")
    return figures


def evaluate(
    topics: Run | TopicTree | Topics,
    texts: Texts | None = None,
    terms: Sequence[str] | None = None,
    *,
    parents: Sequence[hierarchy.Parents] | None = None,
    assigned: Sequence[np.ndarray] | np.ndarray | None = None,
    labels: ArrayLike | None = None,
    weights: Sequence[ArrayLike] | None = None,
    n_words: int | None = None,
    progress: Progress | None = None,
) -> Evaluation:
    """Judge topics by their words, by texts, by the topics above them, and by labels.

    Parameters
    ----------
    topics : Run, TopicTree, or word lists
        Word lists are topics of one layer, of this package or of others, as `hiertopics.coherence`
        takes them, or a list of such layers, fine to broad.
    texts : Corpus, matrix of shape (n_docs, n_terms), or iterable of texts, optional
        Where the words are looked for, as in `hiertopics.coherence`. A run keeps no texts, so that
        they are given again; its vectorizer reads them. Without texts there are no figures of
        coherence; with a matrix there are those of documents, not of windows.
    terms : sequence of str, length n_terms, optional
        The word of each column, for a matrix; by default the terms of the run.
    parents : sequence of sequences of (int or None), optional
        For word lists, for every layer but the broadest the position of each topic's parent in the
        next layer, None for none.
    assigned : sequence of ndarray of int, each of shape (n_docs,), optional
        The topic of each document at every layer, -1 for none; for a single layer the array alone.
        By default those of the run.
    labels : array of shape (n_docs,) or (n_docs, n_label_layers), optional
        Fine to broad; unknown ones, see `hiertopics.missing`, are left out. By default those of the
        run. They belong to the broadest layers; a layer without is compared with the nearest.
    weights : sequence of arrays, each of shape (n_topics of its layer, n_terms), optional
        How much topics use terms, for affinity, and for specialisation with a matrix of the same
        terms; by default those of the run.
    n_words : int, optional
        Words of each topic to look at; by default all that are given. Figures are often published
        of 10 or 15.
    progress : callable, optional
        ``progress(stage, done, total)``.

    Returns
    -------
    Evaluation

    Raises
    ------
    HiertopicsError
        Where parts do not fit together.

    Examples
    --------
    >>> import hiertopics as ht
    >>> fine = [["bread", "salt"], ["moon", "sun"], ["sun", "star"]]
    >>> judged = ht.evaluate([fine, [["oven"], ["sky"]]], parents=[[0, 1, 1]])
    >>> judged.layers[0]["sibling_diversity"]
    0.75
    """
    report = progress or silent
    judged = judged_of(topics, parents, n_words, assigned, labels, weights)
    vectorizer = getattr(topics, "vectorizer", None) if terms is None else None
    reference = None
    if texts is not None and vectorizer is not None:
        reference = vectorized(vectorizer, texts, report)
    elif texts is not None:
        reference = reference_of(texts, terms)
    report("measuring", 0, None)
    parts = [
        _of_texts(judged, reference),
        _of_words(judged),
        _of_weights(judged, reference),
        _of_parents(judged, reference),
        _of_labels(judged),
    ]
    layers = []
    for own in zip(*parts, strict=True):
        found = {name: value for part in own for name, value in part.items()}
        known = {name: value for name, value in found.items() if not math.isnan(value)}
        layers.append({name: known[name] for name in NAMES if name in known})
    return Evaluation(
        n_topics=tuple(sum(map(bool, layer)) for layer in judged.layers),
        layers=tuple(layers),
        tree=_of_all_layers(judged),
        notes=tuple(_notes(judged, reference)),
    )


def _of_words(judged: Judged) -> Figures:
    return [
        {
            "diversity": diversity(layer),
            "uniqueness": uniqueness(layer),
            "inverted_rbo": inverted_rbo(layer),
        }
        for layer in judged.layers
    ]


def _of_texts(judged: Judged, reference: Reference | None) -> Figures:
    if reference is None:
        return [{} for _ in judged.layers]
    measures = [
        name
        for name, measure in MEASURES.items()
        if measure.window is None or reference.tokens is not None
    ]
    # All layers at once: their words are counted together.
    topics = [topic for layer in judged.layers for topic in layer]
    ends = np.cumsum([len(layer) for layer in judged.layers])[:-1]
    figures: Figures = [{} for _ in judged.layers]
    for measure in measures:
        found = coherence(topics, reference, measure=measure, average=False)
        for own, of_layer in zip(figures, np.split(found, ends), strict=True):
            own[measure] = mean_of(of_layer)
    return figures


def _of_parents(judged: Judged, reference: Reference | None) -> Figures:
    figures: Figures = [{} for _ in judged.layers]
    for layer, parents in enumerate(judged.parents):
        fine, broad = judged.layers[layer : layer + 2]
        figures[layer] = {
            "parent_child_diversity": hierarchy.parent_child_diversity(fine, broad, parents),
            "parent_other_diversity": hierarchy.parent_child_diversity(
                fine, broad, parents, others=True
            ),
            "overlap": hierarchy.overlap(fine, broad, parents),
            "sibling_diversity": hierarchy.sibling_diversity(fine, parents),
        }
        if reference is not None:
            found = hierarchy.parent_child_coherence(fine, broad, parents, reference)
            figures[layer]["parent_child_coherence"] = found
    if judged.parents:
        figures[-1]["sibling_diversity"] = hierarchy.sibling_diversity(judged.layers[-1])
    return figures


def _of_weights(judged: Judged, reference: Reference | None) -> Figures:
    figures: Figures = [{} for _ in judged.layers]
    if judged.weights is None:
        return figures
    for layer, parents in enumerate(judged.parents):
        fine, broad = judged.weights[layer : layer + 2]
        figures[layer] = {
            "affinity": hierarchy.affinity(fine, broad, parents),
            "affinity_others": hierarchy.affinity(fine, broad, parents, others=True),
        }
    X = None if reference is None else reference.X
    if X is not None and X.shape[1] == judged.weights[0].shape[1]:
        corpus = np.asarray(X.sum(axis=0)).ravel()
        for own, weights in zip(figures, judged.weights, strict=True):
            own["specialisation"] = hierarchy.specialisation(weights, corpus)
    return figures


def _of_labels(judged: Judged) -> Figures:
    if judged.assigned is None or judged.labels is None:
        return [{} for _ in judged.layers]
    columns = describing_columns(judged.labels)
    return [
        clustering_scores(topics, labels)
        for topics, labels in zip(judged.assigned, columns, strict=True)
    ]


def _own_labels(judged: Judged) -> list[int]:
    """Layers that have labels of their own."""
    if judged.labels is None:
        return []
    return [layer for layer, column in enumerate(judged.labels.T) if known_labels(column).any()]


def _of_all_layers(judged: Judged) -> dict[str, float]:
    layers = _own_labels(judged)
    if judged.assigned is None or judged.labels is None or len(layers) < 2:
        return {}
    return hierarchical_scores(
        [judged.assigned[layer] for layer in layers], [judged.labels[:, layer] for layer in layers]
    )


def _notes(judged: Judged, reference: Reference | None) -> list[str]:
    """What was left out, and why; and which figures are 1 by the choice of words."""
    notes = []
    words, numbers = numbered([topic for layer in judged.layers for topic in layer])
    if reference is None:
        notes.append("Coherence and specialisation need texts; a run does not keep them.")
    else:
        found = reference.count(words, np.empty((2, 0), np.int64))
        n_lacking = int((found.alone == 0).sum())
        if n_lacking:
            notes.append(
                f"{n_lacking:,} of {len(words):,} words do not occur in the texts and are left out "
                "of coherence."
            )
        if reference.tokens is None:
            notes.append(
                "C_NPMI and C_v need the order of the words: the texts, and a TextVectorizer to "
                "split them."
            )
    if judged.labels is not None:
        own = _own_labels(judged)
        if own and len(own) < len(judged.layers):
            notes.append("Layers without labels of their own are compared with the nearest ones.")
        known = np.any([known_labels(column) for column in judged.labels.T], axis=0)
        if own and not known.all():
            notes.append(f"{int(known.sum()):,} of {known.size:,} documents have labels.")
    if len(numbers) > 1 and sum(map(len, numbers)) == len(words):
        notes.append(
            "No word is listed in two topics, as words are chosen by default: every figure of "
            "diversity is 1."
        )
    return notes
