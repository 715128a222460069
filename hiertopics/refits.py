"""How often the topics of a fitted model are found again, in other halves and from other seeds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from hiertopics.core.data import DataMatrix
from hiertopics.core.neighbours import nearest, unit_rows
from hiertopics.core.topics import topic_terms
from hiertopics.errors import HiertopicsError
from hiertopics.matrix_checks import Matrix, check_structure
from hiertopics.models.parameters import check_number
from hiertopics.progress import Progress, silent
from hiertopics.quality.stability import FittedTopics, edges_found_again, found_again
from hiertopics.tree.node import SOLID

if TYPE_CHECKING:
    from hiertopics.models.estimator import TopicModel

NEAR_COPY = 0.5  # cosine of texts that quote each other
NEAREST = 20  # documents of each that are looked at
LARGEST_THREAD = 0.05  # of the documents; a larger group is a theme that holds together


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
    quote each other, go to the same half: so what a single thread or a handful of texts say is
    found by no more than half of the fits.

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
    threads = near_copies(X)
    own, parents = _layers_of(model, X)
    topics, edges = [], []
    for done, half in enumerate(_halves(threads, n_splits, rng)):
        report("fitting halves", done, 2 * n_splits)
        if len(half) < model.A_[0].shape[1]:
            raise HiertopicsError(
                f"half of the documents, {len(half)}, are fewer than the "
                f"{model.A_[0].shape[1]} topics; ask for fewer topics"
            )
        fit = type(model)(**model.get_params()).set_params(
            random_state=int(rng.integers(2**31)), callback=None, verbose=False
        )
        other, other_parents = _layers_of(fit.fit(X[half]), X)
        found = [found_again(*pair) for pair in zip(own, other, strict=True)]
        topics.append([layer >= 0 for layer in found])
        edges.append(
            [
                edges_found_again(*four)
                for four in zip(parents, other_parents, found[:-1], found[1:], strict=True)
            ]
        )
    return TopicStability(_parts(topics), _parts(edges), 2 * n_splits)


def near_copies(X: Matrix) -> np.ndarray:
    """Group documents with those that repeat most of them.

    Documents are joined to others with which they have a cosine of `NEAR_COPY` or more, and to
    what those are joined to. Where that makes a group of more than a twentieth of all documents,
    only nearer ones are joined there.

    Parameters
    ----------
    X : array or sparse array of shape (n_docs, n_terms)

    Returns
    -------
    ndarray of int, shape (n_docs,)
        The number of each document's group; most are alone in theirs.
    """
    X = sparse.csr_array(X, dtype=np.float32, copy=True)
    X.eliminate_zeros()
    unit = unit_rows(DataMatrix(X))
    n_docs = unit.shape[0]
    cosines, rows, _ = nearest(unit, unit, NEAREST)
    copies = _first_copy(unit)
    at_least = np.full(n_docs, NEAR_COPY)
    while True:
        near = (cosines >= at_least[:, None]) & (cosines >= at_least[rows])
        docs, places = np.nonzero(near)
        one = np.concatenate([docs, np.arange(n_docs)])
        other = np.concatenate([rows[docs, places], copies])
        pairs = np.array([one, other], np.int32)  # csgraph's only
        joined = sparse.csr_array((np.ones(len(one)), pairs), shape=(n_docs, n_docs))
        group = connected_components(joined, directed=False)[1]
        large = np.bincount(group)[group] > max(LARGEST_THREAD * n_docs, 2)
        if not large.any() or at_least.max() > 1:
            return group
        at_least[large] += 0.1


def _first_copy(X):
    """For each document the first that equals it, which may be itself."""
    seen: dict[bytes, int] = {}
    rows = [slice(*ends) for ends in zip(X.indptr[:-1], X.indptr[1:], strict=True)]
    keys = (X.indices[row].tobytes() + X.data[row].round(5).tobytes() for row in rows)
    return np.array([seen.setdefault(key, doc) for doc, key in enumerate(keys)])


def _layers_of(model, X):
    """What a fit says of every layer, fine to broad, and the parents of topics."""
    S = model.transform_layers(X)
    layers = [
        FittedTopics(topic_terms(model.A_, layer), model.assign_topics(S=S, layer=layer))
        for layer in range(len(S))
    ]
    return layers, list(model.parents_)


def _halves(group, n_splits, rng):
    """Rows of both halves of the documents, groups kept together, several times."""
    for _ in range(n_splits):
        order = rng.permutation(group.max() + 1)
        sizes = np.bincount(group)[order]
        is_first = np.empty(len(order), bool)
        is_first[order] = np.cumsum(sizes) - sizes / 2 <= len(group) / 2
        yield np.flatnonzero(is_first[group])
        yield np.flatnonzero(~is_first[group])


def _parts(found):
    """The part of the fits in which each is found, layer by layer."""
    layers = zip(*found, strict=True)
    return tuple(tuple(np.mean(layer, axis=0).tolist()) for layer in layers)


def _numbers_of(layer):
    """The numbers of topics that are not solid."""
    return [str(topic) for topic, is_solid in enumerate(layer) if not is_solid]
