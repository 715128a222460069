"""How topics fit the topic above them and those beside them.

Layers are given two at a time: the finer one as `topics`, the broader one as `broader`, and
`parents`, for every topic of the finer one the position of its parent in the broader one. Topics
without a parent, or without words, are in no pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from hiertopics.errors import HiertopicsError
from hiertopics.quality.coherence import mean_of, npmi
from hiertopics.quality.reference import Texts, reference_of
from hiertopics.quality.word_lists import Topics, numbered, shared_words, word_lists

Parents: TypeAlias = Sequence[int | None] | np.ndarray
"""For each topic the position of its parent, None or -1 where there is none."""


def parent_child_coherence(
    topics: Topics,
    broader: Topics,
    parents: Parents,
    texts: Texts,
    terms: Sequence[str] | None = None,
    *,
    n_words: int | None = None,
) -> float:
    """Return the mean NPMI of the words of parents with those of their children (PCC, CLNPMI).

    The mean is over all pairs of a word that only the parent has and one that only the child has,
    of all parents and children; and for c words that both have, c * c times -1 is added. NPMI is
    that of documents, "npmi" of `hiertopics.coherence`.

    Parameters
    ----------
    topics, broader : sequence of topics
        Words of the finer and of the broader layer, as `hiertopics.coherence` takes them.
    parents : sequence of (int or None), length n_topics
        The position in `broader` of each topic's parent.
    texts, terms, n_words
        As for `hiertopics.coherence`. Words that the texts lack are left out, repeated ones count.

    Returns
    -------
    float
        -1 to 1; NaN without a pair.

    References
    ----------
    Wu et al. (2024). On the affinity, rationality, and diversity of hierarchical topic modeling
    (TraCo), whose code counts repeats so; CLNPMI of Chen et al. (2021, see `overlap`) leaves them
    out.
    """
    finer, above = word_lists(topics, n_words), word_lists(broader, n_words)
    words, numbers = numbered([*finer, *above])
    pairs, n_repeats = [np.empty((2, 0), np.int64)], 0
    for child, parent in np.argwhere(_relation(finer, above, parents)):
        own, its = numbers[child], numbers[len(finer) + parent]
        both = np.intersect1d(own, its)
        n_repeats += both.size**2
        grid = np.meshgrid(np.setdiff1d(its, both), np.setdiff1d(own, both), indexing="ij")
        pairs.append(np.stack([part.ravel() for part in grid]))
    joined = np.concatenate(pairs, axis=1)
    values = npmi(reference_of(texts, terms).count(words, joined), joined)
    return mean_of(np.append(values, np.full(n_repeats, -1.0)))


def parent_child_diversity(
    topics: Topics,
    broader: Topics,
    parents: Parents,
    *,
    others: bool = False,
    n_words: int | None = None,
) -> float:
    """Return the mean over parents and children of the part of their words that only one has (PCD).

    Parameters
    ----------
    topics, broader, parents, n_words
        As for `parent_child_coherence`.
    others : bool, default=False
        Every topic of the broader layer with those that are not its children, in place of those
        that are (PnCD).

    Returns
    -------
    float
        0 to 1; NaN without a pair.

    References
    ----------
    Wu et al. (2024), see `parent_child_coherence`.
    """
    finer, above = word_lists(topics, n_words), word_lists(broader, n_words)
    is_parent = _relation(finer, above, parents)
    sizes = np.add.outer([len(own) for own in finer], [len(own) for own in above])
    shared = shared_words(finer, above)
    taken = is_parent if not others else _with_words(finer, above) & ~is_parent
    return mean_of((sizes - 2 * shared)[taken] / sizes[taken])


def sibling_diversity(
    topics: Topics, parents: Parents | None = None, *, n_words: int | None = None
) -> float:
    """Return the mean over groups of siblings of the part of their words that only one has (SD).

    Parameters
    ----------
    topics
        As `hiertopics.coherence` takes them.
    parents : sequence of (int or None), length n_topics, optional
        The parent of each; those with one parent are siblings. By default all topics are one group,
        as in the broadest layer.
    n_words : int, optional

    Returns
    -------
    float
        0 to 1, which it is for an only child; NaN without a group.

    References
    ----------
    Wu et al. (2024), see `parent_child_coherence`.
    """
    lists = word_lists(topics, n_words)
    of = np.zeros(len(lists), int) if parents is None else _positions(parents, len(lists))
    once = []
    for parent in np.unique(of[of >= 0]):
        _, numbers = numbered([lists[child] for child in np.flatnonzero(of == parent)])
        listed = np.concatenate(numbers)
        if listed.size:
            once.append(np.mean(np.bincount(listed)[listed] == 1))
    return mean_of(once)


def overlap(
    topics: Topics,
    broader: Topics,
    parents: Parents,
    *,
    depths: Sequence[int] = (5, 10, 15),
) -> float:
    """Return the mean part of the first words of topics that are among those of the parent (OR).

    Parameters
    ----------
    topics, broader, parents
        As for `parent_child_coherence`.
    depths : sequence of int, default=(5, 10, 15)
        How many first words; the mean is over these too. Those beyond the longest list are as many
        as it has, and count once.

    Returns
    -------
    float
        0 to 1; NaN without a pair.

    References
    ----------
    Chen et al. (2021). Tree-structured topic modeling with nonparametric neural variational
    inference (nTSNTM).
    """
    finer, above = word_lists(topics), word_lists(broader)
    is_parent = _relation(finer, above, parents)
    longest = max(map(len, [*finer, *above]), default=0)
    parts = []
    for depth in sorted({min(depth, longest) for depth in depths}):
        shared = shared_words([own[:depth] for own in finer], [own[:depth] for own in above])
        parts.append(mean_of(shared[is_parent] / depth) if longest else float("nan"))
    return mean_of(parts)


def affinity(
    weights: ArrayLike, broader: ArrayLike, parents: Parents, *, others: bool = False
) -> float:
    """Return the mean cosine of the weights of topics with those of their parents (HA).

    Parameters
    ----------
    weights : array of shape (n_topics, n_terms)
        How much each topic of the finer layer uses each term.
    broader : array of shape (n_broader, n_terms)
        The same of the broader layer.
    parents : sequence of (int or None), length n_topics
    others : bool, default=False
        The topics of the broader layer that are not the parent, in place of the parent.

    Returns
    -------
    float
        0 to 1. Topics of zeros and topics without a parent are left out; NaN without a pair.

    References
    ----------
    Kim et al. (2012). Modeling topic hierarchies with the recursive Chinese restaurant process.
    """
    own, above = _unit_rows(weights), _unit_rows(broader)
    if own.shape[1] != above.shape[1]:
        raise HiertopicsError(
            f"topics of both layers need weights of the same terms, got {own.shape[1]:,} and "
            f"{above.shape[1]:,}"
        )
    of = _positions(parents, len(own), len(above))
    cosines = own @ above.T
    some = np.outer(own.any(axis=1) & (of >= 0), above.any(axis=1))
    is_parent = of[:, None] == np.arange(len(above))
    return mean_of(cosines[some & (~is_parent if others else is_parent)])


def specialisation(weights: ArrayLike, corpus: ArrayLike) -> float:
    """Return one minus the mean cosine of topics with the corpus as a whole (TS).

    It should grow from broad to fine.

    Parameters
    ----------
    weights : array of shape (n_topics, n_terms)
        How much each topic uses each term.
    corpus : array of shape (n_terms,)
        How much the corpus does, in the same unit: sums over documents of what was factorized.

    Returns
    -------
    float
        From 0, topics are like the corpus, to 1. Topics of zeros are left out; NaN without others.

    References
    ----------
    Kim et al. (2012), see `affinity`.
    """
    own = _unit_rows(weights)
    whole = _unit_rows(np.asarray(corpus, dtype=np.float64).reshape(1, -1))[0]
    if own.shape[1] != whole.size:
        raise HiertopicsError(
            f"corpus needs the weight of each of the {own.shape[1]:,} terms, got {whole.size:,}"
        )
    return mean_of(1 - own[own.any(axis=1)] @ whole)


def _positions(parents: Parents, n_topics: int, n_broader: int | None = None) -> np.ndarray:
    """Position of every topic's parent, -1 for none."""
    of = np.array([-1 if parent is None else int(parent) for parent in parents], dtype=np.int64)
    if of.size != n_topics:
        raise HiertopicsError(
            f"parents must have an entry for each of the {n_topics:,} topics, None for one without "
            f"a parent, got {of.size:,}"
        )
    if n_broader is not None and of.max(initial=-1) >= n_broader:
        raise HiertopicsError(
            f"parents are positions in the broader layer, which has {n_broader:,} topics, got "
            f"{of.max()}; they count from 0"
        )
    return of


def _relation(finer, above, parents) -> np.ndarray:
    """Whether each topic, a row, is a child of each broader one; both with words."""
    of = _positions(parents, len(finer), len(above))
    return _with_words(finer, above) & (of[:, None] == np.arange(len(above)))


def _with_words(finer, above) -> np.ndarray:
    return np.outer([bool(own) for own in finer], [bool(own) for own in above])


def _unit_rows(weights: ArrayLike) -> np.ndarray:
    rows = np.asarray(weights, dtype=np.float64)
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(norms > 0, norms, 1)
