"""How far topics are found again by other fits: in other halves of the documents, from other seeds.

A fit is known here by two arrays, what its topics say and which of them each document has.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from hiertopics.quality.agreement import adjusted_information

SAME = 0.7  # two topics halved or merged by each other reach 2/3 in their documents


class FittedTopics(NamedTuple):
    """The topics of one layer, as a fit found them.

    Attributes
    ----------
    terms : ndarray of shape (n_terms, n_topics)
        How much each topic uses each term, nonnegative.
    assigned : ndarray of int, shape (n_docs,)
        The topic of each document, -1 for none; of all documents, also of those left out of the
        fit.
    """

    terms: np.ndarray
    assigned: np.ndarray


def match_topics(one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Match the topics of two fits one to one, so that their cosines are largest in sum.

    Parameters
    ----------
    one, other : ndarray of shapes (n_terms, k) and (n_terms, k_other)

    Returns
    -------
    partner : ndarray of int, shape (k,)
        The topic of `other` matched with each of `one`, -1 for none.
    cosine : ndarray of shape (k,)
        Of its terms with those of its partner, 0 without one.
    """
    return _matched(_unit(one).T @ _unit(other))


def _matched(cosines):
    """`match_topics` by the cosines of all pairs, (k, k_other)."""
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(cosines, maximize=True)
    partner, cosine = np.full(len(cosines), -1), np.zeros(len(cosines))
    partner[rows], cosine[rows] = columns, cosines[rows, columns]
    return partner, cosine


def recurring_topics(fits: Sequence[np.ndarray]) -> np.ndarray:
    """The topics that come again in several fits, each the mean of those alike.

    The topics of all fits are joined to groups of mean cosine `SAME` (average linkage). Those of
    one fit alone are left out, as outliers, where others are enough for as many topics as a fit
    has (D. Kotliar et al., eLife 2019, choose the consensus of gene programs in this spirit).

    Parameters
    ----------
    fits : sequence of ndarray of shape (n_terms, k)
        How much the topics of a layer use each term, as every fit found them.

    Returns
    -------
    ndarray of shape (n_terms, n_recurring)
        Unit columns, k at least, those of most fits first.
    """
    from scipy.cluster.hierarchy import cut_tree, fcluster, linkage
    from scipy.spatial.distance import squareform

    k = fits[0].shape[1]
    topics, fit = np.hstack([_unit(each) for each in fits]), np.repeat(np.arange(len(fits)), k)
    apart = 1 - np.clip(topics.T @ topics, 0, 1)
    np.fill_diagonal(apart, 0)
    tree = linkage(squareform(apart, checks=False), "average")
    group = fcluster(tree, 1 - SAME, "distance") - 1
    if group.max() + 1 < k:
        group = cut_tree(tree, k).ravel()
    members = np.equal.outer(np.arange(group.max() + 1), group)
    n_fits = np.array([len(np.unique(fit[of_group])) for of_group in members])
    order = np.lexsort((members.argmax(axis=1), -n_fits))
    kept = order[: max(k, np.count_nonzero(n_fits > 1))]
    return _unit(topics @ members[kept].T.astype(topics.dtype))


def fits_agreement(one: FittedTopics, other: FittedTopics) -> float:
    """Return how far two fits say the same, from 0, no more than by chance, to 1.

    It is the product of two: the mutual information of the groups in which they put documents,
    adjusted for chance, and the mean cosine of their topics' terms, matched one to one. Groups
    alone change little where a topic more takes the words that all documents have in common, and
    terms alone are alike in texts without any topics.

    Parameters
    ----------
    one, other : FittedTopics

    Returns
    -------
    float
    """
    _, cosine = match_topics(one.terms, other.terms)
    groups = max(adjusted_information(one.assigned, other.assigned), 0.0)
    return float(groups * cosine.mean())


def found_again(own: FittedTopics, other: FittedTopics) -> np.ndarray:
    """Say which topics of a fit another fit has too.

    Topics are matched one to one by their terms. One is found again where it has both the same
    words, a cosine of `SAME` or more with its partner, and the same documents: twice those that
    both hold, as a part of what each holds (the Dice coefficient), is `SAME` or more. Where another
    topic of the same fit has the words of that partner as well, neither is found again: of topics
    that share most of their words it is chance which documents are whose.

    Parameters
    ----------
    own, other : FittedTopics

    Returns
    -------
    ndarray of int, shape (k,)
        For each topic of `own` its partner in `other`, -1 where it is not found again.
    """
    cosines = _unit(own.terms).T @ _unit(other.terms)
    partner, cosine = _matched(cosines)
    alone = (cosines >= SAME).sum(axis=0)[partner] <= 1
    n_own, n_other = own.terms.shape[1], other.terms.shape[1]
    both = np.zeros((n_own, n_other))
    placed = (own.assigned >= 0) & (other.assigned >= 0)
    np.add.at(both, (own.assigned[placed], other.assigned[placed]), 1)
    held, held_other = (
        np.bincount(fit.assigned[fit.assigned >= 0], minlength=fit.terms.shape[1])
        for fit in (own, other)
    )
    shared = both[np.arange(n_own), partner]
    overlap = 2 * shared / np.maximum(held + held_other[partner], 1)
    return np.where((partner >= 0) & (cosine >= SAME) & alone & (overlap >= SAME), partner, -1)


def edges_found_again(
    parents: np.ndarray,
    other_parents: np.ndarray,
    found: np.ndarray,
    found_above: np.ndarray,
) -> np.ndarray:
    """Say which topics hang under the same parent in another fit.

    Parameters
    ----------
    parents, other_parents : ndarray of int, shapes (k,) and (k_other,)
        The parent of each topic of a layer, -1 for none.
    found, found_above : ndarray of int, shapes (k,) and (k_above,)
        What `found_again` says of the layer and of the one above it.

    Returns
    -------
    ndarray of bool, shape (k,)
        Whether topic and parent are found again, and the one under the other. False without a
        parent.
    """
    theirs = np.where(found >= 0, other_parents[found], -1)
    expected = np.where(parents >= 0, found_above[parents], -1)
    return (theirs >= 0) & (theirs == expected)


def _unit(topics):
    """Columns of unit length, in float64; those that are zero stay so."""
    topics = np.asarray(topics, dtype=np.float64)
    lengths = np.linalg.norm(topics, axis=0)
    return topics / np.where(lengths > 0, lengths, 1)
