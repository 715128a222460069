"""How far topics are found again by other fits: in other halves of the documents, from other seeds.

A fit is known here by two arrays, what its topics say and which of them each document has.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hiertopics.quality.agreement import adjusted_information


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
    from scipy.optimize import linear_sum_assignment

    cosines = _unit(one).T @ _unit(other)
    rows, columns = linear_sum_assignment(cosines, maximize=True)
    partner, cosine = np.full(len(cosines), -1), np.zeros(len(cosines))
    partner[rows], cosine[rows] = columns, cosines[rows, columns]
    return partner, cosine


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


def _unit(topics):
    """Columns of unit length, in float64; those that are zero stay so."""
    topics = np.asarray(topics, dtype=np.float64)
    lengths = np.linalg.norm(topics, axis=0)
    return topics / np.where(lengths > 0, lengths, 1)
