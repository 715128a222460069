"""Data whose topics are known beforehand: the toy of the paper, and planted topic hierarchies.

Both are made from a seed, and the same seed gives the same bits. ``make_paper_toy`` is a small
dense matrix of nested blocks, ``make_topic_hierarchy`` sparse counts much like those of texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.utils import check_random_state

from hiertopics.core.topics import topic_terms
from hiertopics.errors import HiertopicsError
from hiertopics.models.parameters import check_layer_sizes, check_number

TOY_BLOCKS = np.array(
    [
        [10, 5, 10, 12, 13, 4, 11, 8, 14],  # terms of the nine blocks along the diagonal
        [10, 10, 5, 7, 5, 20, 10, 9, 14],  # documents
        [0, 1, 2, 3, 4, 5, 6, 7, 8],  # which of the nine
        [0, 0, 1, 1, 2, 2, 3, 3, 3],  # which of the four it lies in
        [0, 0, 0, 0, 1, 1, 1, 1, 1],  # which of the two
    ]
)
TOY_VALUES = (4.0, 2.0, 1.0)  # of the nine, the four and the two; a smaller block hides a larger
TOY_NOISE = 0.15

CONCENTRATION = 5.0  # of a document's Dirichlet law: the larger, the more alike its mixtures
RANK_OFFSET = 2.7  # Mandelbrot's addition to Zipf's ranks: no single word overshadows the rest


def make_paper_toy(
    random_state: int | np.random.RandomState | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Make the toy data of the Neural NMF paper: nested blocks in three layers, with noise.

    Two large blocks of value 1 lie along the diagonal, over them four smaller ones of value 2 and
    nine still smaller ones of value 4, each of another shape; noise uniform on (0, 0.15) is added
    everywhere. The blocks are those of the authors' own matrix: only the noise is new.

    Parameters
    ----------
    random_state : int, RandomState instance or None, default=None
        Every seed gives other noise.

    Returns
    -------
    X : ndarray of shape (90, 87)
        Documents in rows; the paper has them in columns.
    y : ndarray of int of shape (90, 3)
        Which of the 9, the 4 and the 2 blocks each document belongs to, counted from 0.

    Raises
    ------
    HiertopicsError
        Where random_state seeds no generator.

    References
    ----------
    M. Gao et al., "Neural nonnegative matrix factorization for hierarchical multilayer topic
    modeling", CAMSAP 2019, section 3.
    """
    rng = _check_seed(random_state)
    n_terms, n_docs, blocks = TOY_BLOCKS[0], TOY_BLOCKS[1], TOY_BLOCKS[2:].T
    terms, y = np.repeat(blocks, n_terms, axis=0), np.repeat(blocks, n_docs, axis=0)
    X = np.max((y[:, None] == terms) * TOY_VALUES, axis=2)
    return X + rng.uniform(0, TOY_NOISE, size=X.shape), y


@dataclass(frozen=True, eq=False)
class PlantedHierarchy:
    """Counts of words in documents, and the topics that they were drawn from.

    Attributes
    ----------
    X : csr_matrix of shape (n_docs, n_terms)
        Counts as float64, indices sorted, no document empty.
    y : ndarray of int of shape (n_docs, n_layers)
        The main topic of each document at each layer, fine to broad, counted from 0.
    A : list of ndarray
        Planted factors, nonnegative, columns of unit length: (n_terms, k_0), then (k_{l-1}, k_l).
        Expected counts are ``S[0] A[0].T`` with what each topic gives each document as S[0], and
        ``S[l-1] ~ S[l] A[l].T``: a broader topic uses the topics below it alike, on average.
    """

    X: sparse.csr_matrix
    y: np.ndarray
    A: list[np.ndarray]

    def topics(self, layer: int = -1) -> np.ndarray:
        """Planted topics of a layer in terms.

        Parameters
        ----------
        layer : int, default=-1
            0 is the finest, -1 the broadest.

        Returns
        -------
        ndarray of shape (n_terms, k_layer)
            ``A[0] @ ... @ A[layer]`` with columns of unit length.

        Raises
        ------
        HiertopicsError
            Where there is no such layer.
        """
        n = len(self.A)
        check_number("layer", layer, least=-n, most=n - 1, whole=True)
        topics = topic_terms(self.A, layer)
        return topics / np.linalg.norm(topics, axis=0)


def make_topic_hierarchy(
    n_docs: int = 1000,
    n_terms: int = 2000,
    n_topics: int | Sequence[int] = (12, 4),
    *,
    doc_length: float = 100,
    length_spread: float = 0.5,
    purity: float = 0.7,
    sibling_share: float = 0.7,
    shared_words: float = 0.3,
    background: float = 0.2,
    zipf: float = 1.0,
    random_state: int | np.random.RandomState | None = None,
) -> PlantedHierarchy:
    """Make sparse counts, much like those of words in texts, from a known hierarchy of topics.

    Each topic hangs under one of the next broader layer, in groups as even as possible. The terms
    are dealt out evenly, some to each topic of every layer and some to a background. A fine topic
    uses words of its own, of the topics above it and of the background, each by the law of Zipf
    and Mandelbrot; a broader topic is the mixture of the fine ones below it. Each fine topic is
    the main one of equally many documents, give or take one. A document mixes it with others by a
    Dirichlet law, the main topic having the largest share, and draws words from each by Poisson's.

    Parameters
    ----------
    n_docs : int, default=1000
        Documents, at least one for each of the finest topics.
    n_terms : int, default=2000
        Terms, at least one for each topic of every layer and one for the background.
    n_topics : int or sequence of int, default=(12, 4)
        Topics of each layer, fine to broad.
    doc_length : float, default=100
        Words of a document, on average.
    length_spread : float, default=0.5
        Standard deviation of the logarithm of the expected lengths, which are log-normal.
    purity : float, default=0.7
        Mean share of the main topic in the Dirichlet law; 1 leaves a document with this topic.
    sibling_share : float, default=0.7
        Of the other shares, what falls to topics of the same parent; of the remainder, what falls
        to those of the same grandparent, and so on. The last remainder goes to all the others.
    shared_words : float, default=0.3
        Share, background aside, of the words that a fine topic has from the broader topics above
        it, each layer alike. With one layer there are none.
    background : float, default=0.2
        Share of the background among the words of every topic.
    zipf : float, default=1.0
        Exponent of Zipf's law; 0 makes the words of one topic equally frequent.
    random_state : int, RandomState instance or None, default=None
        Every seed gives other data.

    Returns
    -------
    PlantedHierarchy

    Raises
    ------
    HiertopicsError
        Where a parameter is out of range.

    Examples
    --------
    >>> planted = make_topic_hierarchy(n_docs=50, n_terms=90, n_topics=(6, 2), random_state=0)
    >>> planted.X.shape, [A.shape for A in planted.A]
    ((50, 90), [(90, 6), (6, 2)])
    """
    lineage = _lineage(n_topics)
    n_finest, n_all = len(lineage), int(np.sum(lineage.max(axis=0) + 1))
    check_number(
        "n_docs", n_docs, least=n_finest, whole=True, why="one for each of the finest topics"
    )
    words_of_all = "one for each topic, one for all"
    check_number("n_terms", n_terms, least=n_all + 1, whole=True, why=words_of_all)
    check_number("doc_length", doc_length, least=1)
    check_number("length_spread", length_spread, least=0, most=3)
    check_number("purity", purity, least=0, most=1)
    check_number("sibling_share", sibling_share, least=0, most=1)
    check_number("shared_words", shared_words, least=0, most=1)
    check_number("background", background, least=0, most=1)
    check_number("zipf", zipf, least=0, most=5)
    rng = _check_seed(random_state)
    words = _topic_words(n_terms, lineage, shared_words, background, zipf, rng)
    main = rng.permutation(np.arange(n_docs) % n_finest)
    shares = _topic_shares(_affinities(lineage, purity, sibling_share)[main], main, rng)
    lengths = doc_length * np.exp(length_spread * (rng.normal(size=n_docs) - length_spread / 2))
    tokens = rng.poisson(lengths[:, None] * shares)
    tokens[np.arange(n_docs), main] += tokens.sum(axis=1) == 0
    X = _draw_words(tokens, words, rng)
    return PlantedHierarchy(X, lineage[main], _factors(words, lineage))


def _lineage(n_topics):
    """Each of the finest topics and its ancestor at every layer, (k_0, n_layers)."""
    sizes = check_layer_sizes(n_topics)
    lineage = [np.arange(sizes[0])]
    for fine, broad in zip(sizes[:-1], sizes[1:], strict=True):
        lineage.append(lineage[-1] * broad // fine)
    return np.stack(lineage, axis=1)


def _topic_words(n_terms, lineage, shared_words, background, zipf, rng):
    """Frequencies of terms in each of the finest topics, (k_0, n_terms); rows sum to 1."""
    sizes = lineage.max(axis=0) + 1
    dealt = np.array_split(rng.permutation(n_terms), sizes.sum() + 1)
    speech = np.zeros((len(dealt), n_terms))
    for row, terms in zip(speech, dealt, strict=True):
        row[terms] = (1 + np.arange(len(terms)) + RANK_OFFSET) ** -float(zipf)
    speech /= speech.sum(axis=1, keepdims=True)
    words = speech[: sizes[0]]
    if len(sizes) > 1:
        above = speech[lineage[:, 1:] + np.cumsum(sizes[:-1])]
        words = (1 - shared_words) * words + shared_words * above.mean(axis=1)
    return (1 - background) * words + background * speech[-1]


def _affinities(lineage, purity, sibling_share):
    """Mean shares of all topics in a document of each main topic, (k_0, k_0)."""
    others, placed = np.zeros((len(lineage), len(lineage))), np.eye(len(lineage), dtype=bool)
    left = (1 - sibling_share) ** np.arange(lineage.shape[1])
    parts = [*sibling_share * left[:-1], left[-1]]
    for ancestor, part in zip([*lineage.T[1:], np.zeros(len(lineage))], parts, strict=True):
        near = (ancestor[:, None] == ancestor) & ~placed
        others += part * near / np.maximum(1, near.sum(axis=1, keepdims=True))
        placed |= near
    totals = others.sum(axis=1, keepdims=True)
    others *= (1 - purity) / np.where(totals > 0, totals, 1)
    return others + np.diag(np.maximum(0, 1 - others.sum(axis=1)))


def _topic_shares(mean, main, rng):
    """Shares of topics in each document, (n_docs, k_0), the largest for its main topic."""
    shares = rng.standard_gamma(CONCENTRATION * mean)
    shares /= shares.sum(axis=1, keepdims=True)
    docs, first = np.arange(len(main)), shares.argmax(axis=1)
    shares[docs, first], shares[docs, main] = shares[docs, main], shares[docs, first]
    return shares


def _draw_words(tokens, words, rng):
    """Counts of terms, where each topic gives each document that many words, as CSR."""
    rows, columns = [], []
    for counts, frequencies in zip(tokens.T, words, strict=True):
        terms = np.flatnonzero(frequencies)
        ends = np.cumsum(frequencies[terms])
        draws = ends[-1] * rng.random_sample(counts.sum())
        columns.append(terms[np.searchsorted(ends[:-1], draws, side="right")])
        rows.append(np.repeat(np.arange(len(counts)), counts))
    rows, columns = np.concatenate(rows), np.concatenate(columns)
    shape = len(tokens), words.shape[1]
    return sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)


def _factors(words, lineage):
    """Factors with unit columns; their products are the sums of the fine topics' frequencies."""
    scale = np.linalg.norm(words, axis=1)
    A = [words.T / scale]
    for below, layer in zip(lineage.T[:-1], lineage.T[1:], strict=True):
        parents = layer[np.unique(below, return_index=True)[1]]
        members = scale[:, None] * (parents[:, None] == np.unique(parents))
        scale = np.linalg.norm(members, axis=0)
        A.append(members / scale)
    return A


def _check_seed(random_state):
    """The random generator that the parameter names."""
    try:
        return check_random_state(random_state)
    except ValueError as error:
        message = "random_state must be a seed from 0 to 2**32 - 1, a RandomState or None"
        raise HiertopicsError(f"{message}, got {random_state!r}") from error
