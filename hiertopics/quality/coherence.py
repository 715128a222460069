"""Coherence: whether the words of a topic occur together in texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, overload

import numpy as np
from numpy.typing import ArrayLike

from hiertopics.errors import HiertopicsError
from hiertopics.quality.occurrences import Occurrences
from hiertopics.quality.reference import Texts, reference_of
from hiertopics.quality.word_lists import Topics, numbered, word_lists


class Measure(NamedTuple):
    """A measure of coherence.

    Attributes
    ----------
    window : int or None
        Tokens in a window; None where whole documents are counted.
    epsilon : float
        Added to the share of windows that have both words, so that its logarithm is finite.
    """

    window: int | None
    epsilon: float


MEASURES = {
    "npmi": Measure(None, 1e-10),
    "c_npmi": Measure(10, 1e-12),
    "c_v": Measure(110, 1e-12),
    "u_mass": Measure(None, 1e-12),
}
"""The measures by name; windows and epsilons are those that others publish figures with."""


@overload
def coherence(
    topics: Topics,
    texts: Texts,
    terms: Sequence[str] | None = ...,
    *,
    measure: str = ...,
    window: int | None = ...,
    as_gensim: bool = ...,
    n_words: int | None = ...,
    average: Literal[True] = ...,
) -> float: ...


@overload
def coherence(
    topics: Topics,
    texts: Texts,
    terms: Sequence[str] | None = ...,
    *,
    measure: str = ...,
    window: int | None = ...,
    as_gensim: bool = ...,
    n_words: int | None = ...,
    average: Literal[False],
) -> np.ndarray: ...


def coherence(
    topics: Topics,
    texts: Texts,
    terms: Sequence[str] | None = None,
    *,
    measure: str = "c_npmi",
    window: int | None = None,
    as_gensim: bool = True,
    n_words: int | None = None,
    average: bool = True,
) -> float | np.ndarray:
    """Return how much the words of topics occur together in texts.

    Parameters
    ----------
    topics : sequence of topics
        Each a sequence of words, the most important first, or of pairs of a word and its weight, as
        this package and others give them. A word that is repeated within a topic counts once.
    texts : matrix of shape (n_docs, n_terms), Corpus, or iterable of texts
        The texts to look in, those of the topics or others. Of a matrix, of counts or weights,
        what is not zero counts, and every document is one window, whatever the measure. Texts are
        lists of tokens, or are split into words as ``TextVectorizer`` does by default. A word with
        a blank that is no token itself (*space shuttle*) occurs where its parts follow one another.
    terms : sequence of str, optional
        The word of each column, for a matrix.
    measure : {"c_npmi", "c_v", "npmi", "u_mass"}, default="c_npmi"
        With p(u) the part of the windows that have a word, and p(u, v) of those that have both:

        - "c_npmi": mean over pairs of the normalized pointwise mutual information [1]_,
          ``NPMI(u, v) = ln((p(u, v) + e) / (p(u) p(v))) / -ln(p(u, v) + e)``, e = 1e-12, of windows
          of 10 tokens [2]_; -1 to 1.
        - "npmi": the same of whole documents, with e = 1e-10 [3]_.
        - "c_v": mean over words of the cosine of ``(NPMI(u, v) for v in topic)`` and the sum of
          these vectors over u, of windows of 110 tokens [2]_; at most 1.
        - "u_mass": mean over pairs, u before v in the list, of ``ln((p(u, v) + e) / p(u))``,
          e = 1e-12, of whole documents [4]_; at most 0 but for e.

        NPMI is 1 for words that every window has.
    window : int, optional
        Tokens in a window, for "c_npmi" and "c_v" and texts of tokens.
    as_gensim : bool, default=True
        Count windows as gensim's CoherenceModel does, by which figures are published: where a word
        occurs twice in a window, gensim forgets it between the moment when the first one leaves
        and the next entry of the word. False: a window has the words that are in it.
    n_words : int, optional
        Words of a topic to look at; by default all.
    average : bool, default=True
        Return the mean over topics; False: the coherence of each topic.

    Returns
    -------
    float, or ndarray of shape (n_topics,)
        Words that do not occur in the texts are left out. A topic with fewer than two that do is
        NaN and not in the mean, which is NaN where no topic is left.

    Raises
    ------
    HiertopicsError
        For an unknown measure, texts and terms that do not fit together, and where none of the
        words occurs in the texts.

    Notes
    -----
    Equal to gensim 4.4 for the same tokens, up to words that all windows have.

    References
    ----------
    .. [1] Bouma (2009). Normalized (pointwise) mutual information in collocation extraction.
    .. [2] Röder, Both and Hinneburg (2015). Exploring the space of topic coherence measures.
    .. [3] Lau, Newman and Baldwin (2014). Machine reading tea leaves: automatically evaluating
       topic coherence and topic model quality.
    .. [4] Mimno et al. (2011). Optimizing semantic coherence in topic models. Equation 1, with e in
       place of one document.

    Examples
    --------
    >>> import hiertopics as ht
    >>> texts = [["cats", "chase", "mice"], ["mice", "fear", "cats"], ["bread", "needs", "salt"]]
    >>> round(ht.coherence([["cats", "mice"], ["bread", "salt"]], texts), 3)
    1.0
    >>> ht.coherence([["cats", "mice"], ["bread", "mice"]], texts, average=False).round(3)
    array([ 1.   , -0.946])
    """
    if measure not in MEASURES:
        raise HiertopicsError(f"measure must be one of {', '.join(MEASURES)}, got {measure!r}")
    reference, own = reference_of(texts, terms), MEASURES[measure]
    if window is not None:
        _check_window(window, measure, reference.tokens is not None)
    words, lists = numbered(word_lists(topics, n_words))
    pairs, owner = _pairs(lists)
    size = own.window if window is None else window
    found = reference.count(words, pairs, size, as_gensim)
    if measure == "c_v":
        values = _context_cosines(found, lists, pairs, owner, own.epsilon)
    else:
        agreement = (u_mass if measure == "u_mass" else npmi)(found, pairs, own.epsilon)
        known = ~np.isnan(agreement)
        values = _means(owner[known], agreement[known], len(lists))
    return mean_of(values) if average else values


def npmi(
    found: Occurrences, pairs: np.ndarray, epsilon: float = MEASURES["npmi"].epsilon
) -> np.ndarray:
    """Return the normalized pointwise mutual information of pairs of words.

    Parameters
    ----------
    found : Occurrences
        Of the words and of these pairs.
    pairs : ndarray of int, shape (2, n_pairs)
    epsilon : float, default=1e-10
        Added to the share of windows with both.

    Returns
    -------
    ndarray of shape (n_pairs,)
        From -1 to 1; 1 where every window has both; NaN for a word that no window has.
    """
    one, other = found.alone[pairs] / found.n_windows
    joint = found.together / found.n_windows + epsilon
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.log(joint / (one * other)) / -np.log(joint)
    values[found.together == found.n_windows] = 1.0
    values[(one == 0) | (other == 0)] = np.nan
    return values


def u_mass(
    found: Occurrences, pairs: np.ndarray, epsilon: float = MEASURES["u_mass"].epsilon
) -> np.ndarray:
    """Return the logarithm of the share of the windows with the first word that have the second.

    Parameters
    ----------
    found, pairs, epsilon
        As for `npmi`, e being 1e-12 by default; the first word of a pair comes first in its list.

    Returns
    -------
    ndarray of shape (n_pairs,)
        NaN for a word that no window has.
    """
    one, other = found.alone[pairs] / found.n_windows
    with np.errstate(divide="ignore"):
        values = np.log((found.together / found.n_windows + epsilon) / one)
    values[(one == 0) | (other == 0)] = np.nan
    return values


def mean_of(values: ArrayLike) -> float:
    """Return the mean of the numbers among values, NaN where there is none."""
    numbers = np.asarray(values, dtype=np.float64)
    numbers = numbers[~np.isnan(numbers)]
    return float(numbers.mean()) if numbers.size else float("nan")


def _pairs(lists: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of words of a topic, the earlier word first, and the topic of each pair."""
    pairs = [np.stack([own[i] for i in np.triu_indices(own.size, 1)]) for own in lists]
    sizes = [own.shape[1] for own in pairs]
    joined = np.concatenate(pairs, axis=1) if pairs else np.empty((2, 0), np.int64)
    return joined, np.repeat(np.arange(len(lists)), sizes)


def _means(owner: np.ndarray, values: np.ndarray, n_owners: int) -> np.ndarray:
    """Mean of the values of each owner, NaN for one without any."""
    counts = np.bincount(owner, minlength=n_owners)
    sums = np.bincount(owner, values, minlength=n_owners)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)


def _context_cosines(found, lists, pairs, owner, epsilon) -> np.ndarray:
    """For each topic the mean cosine of its words' vectors of NPMI and the sum of these vectors."""
    values = npmi(found, pairs, epsilon)
    every = np.arange(found.alone.size)
    selves = npmi(found._replace(together=found.alone), np.stack([every, every]), epsilon)
    means = np.full(len(lists), np.nan)
    cuts = np.searchsorted(owner, np.arange(len(lists) + 1))
    for topic, words in enumerate(lists):
        vectors = np.diag(selves[words])
        rows, columns = np.triu_indices(words.size, 1)
        own = values[cuts[topic] : cuts[topic + 1]]
        vectors[rows, columns] = vectors[columns, rows] = own
        known = found.alone[words] > 0
        if known.sum() < 2:
            continue
        vectors = vectors[np.ix_(known, known)]
        total = vectors.sum(axis=0)
        norms = np.linalg.norm(vectors, axis=1) * np.linalg.norm(total)
        means[topic] = np.mean(vectors @ total / norms)
    return means


def _check_window(window: int, measure: str, has_tokens: bool) -> None:
    if MEASURES[measure].window is None:
        raise HiertopicsError(f"{measure} counts whole documents; leave window out, or take c_npmi")
    if not has_tokens:
        raise HiertopicsError(
            "a matrix does not know which words are neighbours; leave window out, or give the "
            "texts as lists of tokens"
        )
    if window < 1:
        raise HiertopicsError(f"window must be at least 1 token, got {window}")
