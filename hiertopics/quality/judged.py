"""What an evaluation is of, whatever it was given as: a run, a tree, or lists of words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from hiertopics.core.topics import topic_terms
from hiertopics.errors import HiertopicsError
from hiertopics.quality.agreement import labels_for
from hiertopics.quality.hierarchy import Parents
from hiertopics.quality.word_lists import is_weighted, word_lists
from hiertopics.tree.tree import TopicTree


@dataclass(frozen=True, eq=False)
class Judged:
    """Topics in layers, fine to broad, and what is known of documents.

    Attributes
    ----------
    layers : list of lists of lists of str
        The words of every topic of every layer.
    parents : sequence of sequences of (int or None)
        For every layer but the broadest the position of each topic's parent in the next one; empty
        where nobody knows them.
    assigned : sequence of ndarray of int, each of shape (n_docs,), or None
    labels : ndarray of object, shape (n_docs, n_layers), or None
        Fitted to the layers; None where unknown.
    weights : sequence of ndarray, each of shape (n_topics of its layer, n_terms), or None
    """

    layers: list[list[list[str]]]
    parents: Sequence[Parents] = ()
    assigned: Sequence[np.ndarray] | None = None
    labels: np.ndarray | None = None
    weights: Sequence[np.ndarray] | None = None


def judged_of(
    topics: Any,
    parents: Sequence[Parents] | None,
    n_words: int | None,
    assigned: Sequence[np.ndarray] | np.ndarray | None,
    labels: ArrayLike | None,
    weights: Sequence[ArrayLike] | None,
) -> Judged:
    """Bring what `hiertopics.evaluate` is given into one form; parameters as there."""
    tree = getattr(topics, "tree", topics)
    if isinstance(tree, TopicTree):
        if parents is not None:
            raise HiertopicsError("a tree has its own parents; leave parents out")
        layers = [word_lists(layer, n_words) for layer in tree.layers]
        parents = [[node.parent for node in layer] for layer in tree.layers[:-1]]
    else:
        listed = list(topics.values() if isinstance(topics, Mapping) else topics)
        given = [listed] if _is_one_layer(listed) else listed
        layers = [word_lists(layer, n_words) for layer in given]
        parents = () if parents is None else parents
    _check_layers(layers, parents)
    if tree is not topics:
        assigned = topics.documents.topics if assigned is None else assigned
        labels = topics.documents.labels if labels is None else labels
        weights = _weights_of(topics) if weights is None else weights
    judged = Judged(layers, parents)
    if assigned is not None:
        judged = replace(judged, assigned=_of_layers("assigned", assigned, len(layers), 1))
    if labels is not None and np.size(labels):
        judged = replace(judged, labels=_fitted(labels, judged.assigned, len(layers)))
    if weights is not None:
        judged = replace(judged, weights=_of_layers("weights", weights, len(layers), 2))
    return judged


def _is_one_layer(listed: list) -> bool:
    """Whether these are topics, and not layers of topics: by the first word that there is."""
    for topic in listed:
        if isinstance(topic, str):
            return True
        for word in getattr(topic, "words", topic):
            return isinstance(word, str) or is_weighted(word)
    return True


def _check_layers(layers, parents) -> None:
    if not any(any(layer) for layer in layers):
        raise HiertopicsError("expected topics with words, got none")
    if len(parents) not in (0, len(layers) - 1):
        raise HiertopicsError(
            f"parents must have an entry for every layer but the broadest, {len(layers) - 1} for "
            f"{len(layers)} layers fine to broad, got {len(parents)}"
        )


def _weights_of(run) -> list[np.ndarray]:
    A = run.model.A_
    sizes = tuple(factor.shape[1] for factor in A)
    if sizes != run.tree.n_topics:
        raise HiertopicsError(
            f"the tree of the run has {run.tree.n_topics} topics and its model {sizes}; evaluate "
            "a tree that was cut by itself: evaluate(run.tree)"
        )
    return [topic_terms(A, layer).T for layer in range(len(A))]


def _of_layers(name: str, values, n_layers: int, ndim: int) -> list[np.ndarray]:
    """An array for each layer; where there is one layer the array may come alone."""
    if n_layers == 1 and getattr(values, "ndim", None) == ndim:
        values = [values]
    arrays = [np.asarray(value) for value in values]
    if len(arrays) != n_layers or any(array.ndim != ndim for array in arrays):
        shapes = ", ".join(str(array.shape) for array in arrays)
        raise HiertopicsError(
            f"{name} must have an array of {ndim} dimension{'s' * (ndim > 1)} for each of the "
            f"{n_layers} layers, fine to broad, got shapes {shapes}"
        )
    return arrays


def _fitted(labels, assigned, n_layers: int) -> np.ndarray:
    """Labels as a column for each layer, None where there are none."""
    labels = np.asarray(labels, dtype=object)
    labels = labels.reshape(-1, 1) if labels.ndim == 1 else labels
    if assigned is None:
        raise HiertopicsError(
            "labels are of documents, and nobody knows their topics: give assigned, the topic of "
            "each document at every layer, or the run"
        )
    sizes = {len(own) for own in assigned}
    if labels.ndim != 2 or sizes != {len(labels)}:
        raise HiertopicsError(
            f"labels and assigned must be of the same documents, got labels of the shape "
            f"{labels.shape} and topics of {', '.join(map(str, sorted(sizes)))} documents"
        )
    fitted = np.full((len(labels), n_layers), None, dtype=object)
    for layer, column in enumerate(labels_for(labels, n_layers)):
        if column is not None:
            fitted[:, layer] = labels[:, column]
    return fitted
