"""Models fitted anew: what many fits agree on, and how often the topics of one are found again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from scipy import sparse

from hiertopics.core.exchange import CROWDED_EPOCHS, hardest_to_replace
from hiertopics.core.linalg import gram
from hiertopics.core.near_copies import near_copies, repeated_passages
from hiertopics.core.start import link
from hiertopics.core.topics import topic_terms
from hiertopics.errors import HiertopicsError
from hiertopics.matrix_checks import Matrix, check_structure
from hiertopics.models.nmf import NMF
from hiertopics.models.parameters import check_number
from hiertopics.progress import Progress, silent
from hiertopics.quality.stability import (
    FittedTopics,
    edges_found_again,
    found_again,
    recurring_topics,
)
from hiertopics.tree.node import SOLID

if TYPE_CHECKING:
    from hiertopics.models.estimator import TopicModel
    from hiertopics.models.label_encoding import ClassLabels

Model = TypeVar("Model", bound="TopicModel")


@dataclass(frozen=True)
class TopicStability:
    """How often topics and edges of a model are found again by fits to halves of its documents.

    Attributes
    ----------
    topics : tuple of tuples of float
        For every layer, fine to broad, the part of the fits, 0 to 1, that find each topic again.
    edges : tuple of tuples of float
        For every layer but the broadest the part of the fits in which each topic hangs under the
        same parent as in the model.
    n_fits : int
        How many fits there were.
    """

    topics: tuple[tuple[float, ...], ...]
    edges: tuple[tuple[float, ...], ...]
    n_fits: int

    @property
    def solid(self) -> tuple[tuple[bool, ...], ...]:
        """For every layer which topics three fits of four find again."""
        return tuple(tuple(part >= SOLID for part in layer) for layer in self.topics)

    def __str__(self) -> str:
        return "\n".join(
            f"layer {number}: {sum(layer)} of {len(layer)} topics are solid"
            + ("" if all(layer) else f"; not {', '.join(_numbers_of(layer))}")
            for number, layer in enumerate(self.solid)
        )


def topic_stability(
    model: TopicModel,
    X: Matrix,
    *,
    n_splits: int = 4,
    random_state: int = 0,
    progress: Progress | None = None,
) -> TopicStability:
    """Fit a model anew to halves of its documents, and say which of its topics are found again.

    The documents are parted in halves at random, several times, and every half gives a fit of its
    own, from another seed. All documents are placed by it, and topics compared, see
    `hiertopics.quality.stability.found_again`. Near-copies, such as the posts of one thread that
    quote each other, go to the same half, and a passage that texts repeat, such as a signature, is
    left out of those of one half. So what a single thread, a handful of texts or a signature says
    is found by no more than half of the fits.

    Parameters
    ----------
    model : fitted estimator
        Of this package. It is not changed.
    X : array or sparse array of shape (n_docs, n_terms)
        What it was fitted on, nothing of it unknown. Labels take no part.
    n_splits : int, default=4
        Partings into halves; there are twice as many fits.
    random_state : int, default=0
    progress : callable, optional
        ``progress("fitting halves", done, total)``.

    Returns
    -------
    TopicStability

    Raises
    ------
    HiertopicsError
        If half of the documents are fewer than the topics.

    Examples
    --------
    >>> import hiertopics as ht
    >>> from hiertopics.datasets import make_topic_hierarchy
    >>> X = make_topic_hierarchy(300, 400, n_topics=(6, 3), random_state=0).X
    >>> model = ht.NeuralNMF((6, 3), neighbours=20, random_state=0).fit(X)
    >>> print(ht.topic_stability(model, X))
    layer 0: 6 of 6 topics are solid
    layer 1: 3 of 3 topics are solid
    """
    check_number("n_splits", n_splits, least=1, whole=True)
    check_number("random_state", random_state, least=0, whole=True)
    check_structure("X", X)
    X = sparse.csr_array(X) if sparse.issparse(X) else np.asarray(X)
    report = progress or silent
    rng = np.random.default_rng(random_state)
    threads, (repeats, passages) = near_copies(X), repeated_passages(X)
    own, parents = _layers_of(model, X)
    topics, edges = [], []
    for done, (half, unseen) in enumerate(
        _halves(threads, len(passages.indptr) - 1, n_splits, rng)
    ):
        report("fitting halves", done, 2 * n_splits)
        if len(half) < model.A_[0].shape[1]:
            raise HiertopicsError(
                f"half of the documents, {len(half)}, are fewer than the "
                f"{model.A_[0].shape[1]} topics; ask for fewer topics"
            )
        fit = _quiet_copy(model, random_state=int(rng.integers(2**31))).fit(
            _without(X[half], repeats[half][:, unseen] @ passages[unseen])
        )
        other, other_parents = _layers_of(fit, X)
        found = [found_again(*pair) for pair in zip(own, other, strict=True)]
        topics.append([layer >= 0 for layer in found])
        edges.append(
            [
                edges_found_again(*four)
                for four in zip(parents, other_parents, found[:-1], found[1:], strict=True)
            ]
        )
    return TopicStability(_parts(topics), _parts(edges), 2 * n_splits)


def consensus(
    model: Model,
    X: Matrix,
    y: ClassLabels | None = None,
    *,
    n_fits: int = 10,
    random_state: int = 0,
    progress: Progress | None = None,
) -> Model:
    """Fit a model from many seeds, and once more from the topics that come again in those fits.

    Topics of all fits are grouped by their words, layer by layer, and those of one fit alone left
    out, see `hiertopics.quality.stability.recurring_topics`. Where more are left than a layer is to
    have, all explain the documents together for two epochs, and one after the other goes which the
    rest can best replace. From these topics the model is trained to the end. So two sets of seeds
    end at nearly the same topics, more often than two seeds do.

    Parameters
    ----------
    model : estimator
        Any of this package, fitted or not. It is not changed; its own seed, callback and logger
        take no part.
    X : array or sparse array of shape (n_docs, n_terms)
        As for ``fit``, NaN where unknown.
    y : array-like of shape (n_docs,) or (n_docs, n_layers), optional
        Labels, as for ``fit``; every fit has them.
    n_fits : int, default=10
        With 1 there is nothing to agree with, and it is that fit.
    random_state : int, default=0
        The fits have this seed and those that follow it; so 0 and `n_fits` share none.
    progress : callable, optional
        ``progress("fitting from many seeds", done, total)``.

    Returns
    -------
    TopicModel
        Fitted, of the same class and with the same parameters as the model. `topic_stability` says
        which of its topics are solid.

    Raises
    ------
    HiertopicsError
        If n_fits or random_state is no such number, or as ``fit`` does.

    Examples
    --------
    >>> import hiertopics as ht
    >>> from hiertopics.datasets import make_topic_hierarchy
    >>> X = make_topic_hierarchy(300, 400, n_topics=(6, 3), random_state=0).X
    >>> model = ht.consensus(ht.NeuralNMF((6, 3), neighbours=20), X, n_fits=4)
    >>> [A.shape for A in model.A_]
    [(400, 6), (6, 3)]
    """
    check_number("n_fits", n_fits, least=1, whole=True)
    check_number("random_state", random_state, least=0, most=2**32 - n_fits, whole=True)
    report, stage = progress or silent, "fitting from many seeds"
    found: list[list[np.ndarray]] = []
    for done in range(n_fits):
        report(stage, done, n_fits + 1)
        fit = _quiet_copy(model, random_state=random_state + done).fit(X, y)
        found.append([topic_terms(fit.A_, layer) for layer in range(len(fit.A_))])
    if n_fits > 1:
        report(stage, n_fits, n_fits + 1)
        start = _recurring_start(model, found, X)
        fit = _quiet_copy(model, random_state=random_state, init=start).fit(X, y)
    return fit.set_params(**model.get_params())


def _recurring_start(model, found, X):
    """Factors of the topics that come again, as many as each layer has."""
    A, below = [], None
    for of_layer in zip(*found, strict=True):
        topics, k = recurring_topics(of_layer), of_layer[0].shape[1]
        if topics.shape[1] > k:
            crowd = NMF(
                topics.shape[1],
                init=topics,
                max_epochs=CROWDED_EPOCHS,
                tol=0,
                neighbours=model.neighbours,
                n_threads=model.n_threads,
            )
            S = crowd.fit_transform(X)
            topics = topics[:, hardest_to_replace(crowd.A_[0], gram(S), k)]
        A.append(topics if below is None else link(topics, below, np.ones(below.shape[1])))
        below = topics
    return A


def _quiet_copy(model, **changes):
    """The same model, not fitted, that reports to nobody."""
    unfitted = type(model)(**model.get_params())
    return unfitted.set_params(callback=None, verbose=False, **changes)


def _layers_of(model, X):
    """What a fit says of every layer, fine to broad, and the parents of topics."""
    S = model.transform_layers(X)
    layers = [
        FittedTopics(topic_terms(model.A_, layer), model.assign_topics(S=S, layer=layer))
        for layer in range(len(S))
    ]
    return layers, list(model.parents_)


def _without(X, hidden):
    """The documents without the entries that are hidden, those of ones in a CSR array."""
    return X - X * (hidden if sparse.issparse(X) else hidden.toarray())


def _halves(group, n_passages, n_splits, rng):
    """Rows of both halves of the documents, groups kept together, several times.

    Each comes with the passages that the other half alone sees, bool.
    """
    for _ in range(n_splits):
        order = rng.permutation(group.max() + 1)
        sizes = np.bincount(group)[order]
        is_first = np.empty(len(order), bool)
        is_first[order] = np.cumsum(sizes) - sizes / 2 <= len(group) / 2
        seen = rng.random(n_passages) < 0.5
        yield np.flatnonzero(is_first[group]), ~seen
        yield np.flatnonzero(~is_first[group]), seen


def _parts(found):
    """The part of the fits in which each is found, layer by layer."""
    layers = zip(*found, strict=True)
    return tuple(tuple(np.mean(layer, axis=0).tolist()) for layer in layers)


def _numbers_of(layer):
    """The numbers of topics that are not solid."""
    return [str(topic) for topic, is_solid in enumerate(layer) if not is_solid]
