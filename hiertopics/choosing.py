"""How many topics a matrix of documents has: fits of many sizes to halves of it, compared."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
from scipy import sparse

from hiertopics.core.data import DataMatrix
from hiertopics.core.neighbours import NeighbourMatrix, join_neighbours
from hiertopics.core.nmf import Factors, Problem, alternate, grouped_factor
from hiertopics.core.threads import limit_threads, over_each
from hiertopics.core.topics import assigned_topics
from hiertopics.errors import HiertopicsError
from hiertopics.matrix_checks import Matrix, check_structure
from hiertopics.models.parameters import check_number
from hiertopics.progress import Progress, silent
from hiertopics.quality.choose import TopicCounts, choose_counts, sizes_to_try
from hiertopics.quality.stability import FittedTopics, fits_agreement

MOST_DOCS = 10_000  # in the sample that is looked at
MOST_STORED = 400_000  # entries of the sample, about; 4,000 abstracts
MOST_TERMS = 4_000  # of the sample, those of largest weight: a fit's time grows with the terms
SPLITS = 2  # of the documents into halves; every two of the four fits are compared
TRIALS = 3  # starts of a fit; of one alone, seeds would differ more than halves do
TRIAL_EPOCHS = 4
EPOCHS = 12  # of the best of the trials
TOL = 1e-3
BEYOND_USUAL = 2  # times the usual number of fine topics are tried
BROADER = 0.6  # power of the usual number of topics that the layer above it has
FEWEST_DOCS = 20  # that can be parted in halves and grouped


def suggest_topics(n_docs: int, n_layers: int = 2) -> tuple[int, ...]:
    """Numbers of topics that suit a corpus and that a person can still take in.

    Parameters
    ----------
    n_docs : int
    n_layers : int, default=2

    Returns
    -------
    tuple of int
        Fine to broad: first 3.2 times the fourth root of the number of documents; then the number
        of the layer below to the power 0.6, as 20 newsgroups are in 6 groups, and 32 categories of
        arXiv in 8 archives. 216 documents give (12, 4), 2,225 give (22, 6), 20,000 (38, 9), with
        three layers (38, 9, 4).
    """
    sizes = [max(1, min(round(3.2 * n_docs**0.25), n_docs))]
    while len(sizes) < n_layers:
        sizes.append(max(1, round(sizes[-1] ** BROADER)))
    return tuple(sizes)


def choose_topics(
    X: Matrix,
    n_layers: int = 2,
    *,
    neighbours: int = 20,
    random_state: int | np.random.RandomState | None = 0,
    n_threads: int | None = None,
    progress: Progress | None = None,
) -> TopicCounts:
    """Choose numbers of topics: those at which two halves of the documents give the same topics.

    A flat NMF of each half is fitted, for many numbers of topics, and all documents are placed by
    the topics of each. Where the number is right the halves agree, on the groups of documents and
    on the words of topics; with fewer or more, each half joins or splits topics in its own way. So
    one curve shows all layers, as peaks, and the most prominent ones are taken. No more than 10,000
    documents, and of long ones fewer, are looked at; all in all it takes less than ten fits.

    Parameters
    ----------
    X : array or sparse array of shape (n_docs, n_terms)
        Nonnegative weights of terms, as of ``TextVectorizer``.
    n_layers : int, default=2
        Layers of topics to choose numbers for.
    neighbours : int, default=20
        By how many of its nearest each document is joined, as in the estimators; 0 for none.
    random_state : int, RandomState instance or None, default=0
        Another seed draws other halves and gives other starts.
    n_threads : int, optional
        By default all cores; the result is the same.
    progress : callable, optional
        ``progress("choosing numbers of topics", done, None)``, once for each number tried.

    Returns
    -------
    TopicCounts
        Its ``n_topics``, fine to broad, fits an estimator; printed, it says for each layer how sure
        that is. A layer of which no number is better than those beside it has a usual number, and
        that is said.

    Raises
    ------
    HiertopicsError
        If X is negative or not finite anywhere, or has fewer than 20 documents that are not empty.

    Examples
    --------
    >>> import hiertopics as ht
    >>> from hiertopics.datasets import make_topic_hierarchy
    >>> X = make_topic_hierarchy(300, 400, n_topics=(4,), random_state=0).X
    >>> print(ht.choose_topics(X, n_layers=1))
    4 topics are more stable than fewer or more.
    """
    check_number("n_layers", n_layers, least=1, whole=True)
    check_number("neighbours", neighbours, least=0, whole=True)
    report = progress or silent
    documents = _check_documents(X)
    usual = suggest_topics(documents.shape[0], n_layers)
    seed = _seed_of(random_state)
    rng = np.random.default_rng(seed)
    sample = _sample(documents, rng)
    n_docs = sample.shape[0]
    if n_docs < FEWEST_DOCS:
        raise HiertopicsError(
            f"numbers of topics are chosen by halves of the documents, {FEWEST_DOCS} at least that "
            f"are not empty, got {n_docs}; say how many topics there should be"
        )
    sizes = [k for k in sizes_to_try(BEYOND_USUAL * usual[0]) if k <= n_docs // 4]
    with limit_threads(n_threads, TRIALS * SPLITS * sample.nnz):
        whole = _joined(sample, neighbours)
        halves = list(_halves(whole, rng))
        tried = itertools.count()

        def agreement_of(k):
            report("choosing numbers of topics", next(tried), None)
            seeds = [(seed, k, half) for half in range(len(halves))]
            pairs = list(zip(halves, seeds, strict=True))
            fits = over_each(pairs, lambda pair: _fit(*pair, k, whole))
            return np.array([fits_agreement(*two) for two in itertools.combinations(fits, 2)])

        return choose_counts(agreement_of, sizes, usual)


def _seed_of(random_state):
    """One number that all that is random here starts from."""
    if random_state is None:
        random_state = np.random.RandomState()
    if isinstance(random_state, np.random.RandomState):
        return int(random_state.randint(np.iinfo(np.int32).max))
    check_number("random_state", random_state, least=0, most=2**32 - 1, whole=True)
    return int(random_state)


def _check_documents(X):
    """X as CSR array of float32, checked."""
    check_structure("X", X)
    documents = sparse.csr_array(X, dtype=np.float32, copy=True)
    documents.sum_duplicates()
    if not np.isfinite(documents.data).all() or (documents.data < 0).any():
        raise HiertopicsError("X must hold finite weights of terms, none of them negative")
    return documents


def _sample(documents, rng):
    """Some of the documents, with the terms of largest weight, none of them empty."""
    documents = documents[np.diff(documents.indptr) > 0]
    n_docs = documents.shape[0]
    most = min(MOST_DOCS, int(MOST_STORED / max(1, documents.nnz / max(1, n_docs))))
    if n_docs > most:
        documents = documents[np.sort(rng.permutation(n_docs)[:most])]
    weight = np.bincount(
        documents.indices, documents.data.astype(np.float64) ** 2, documents.shape[1]
    )
    terms = np.sort(np.argsort(-weight, kind="stable")[:MOST_TERMS])
    documents = documents[:, terms]
    documents.eliminate_zeros()
    return documents[np.diff(documents.indptr) > 0]


def _joined(sample, neighbours):
    """The documents with rows of unit length, each joined by its neighbours."""
    if neighbours:
        joined = join_neighbours(DataMatrix(sample), neighbours)
        return joined.documents.weighted(joined.weights)
    lengths = sparse.linalg.norm(sample, axis=1)
    own = sparse.csr_array(sparse.diags(1 / lengths), dtype=sample.dtype)
    return NeighbourMatrix(DataMatrix(sample), own, np.ones(len(lengths)))


def _halves(whole: NeighbourMatrix, rng) -> Iterator[NeighbourMatrix]:
    """Both halves of the documents, parted at random, several times."""
    n_docs = whole.shape[0]
    for _ in range(SPLITS):
        order = rng.permutation(n_docs)
        for half in (order[: n_docs // 2], order[n_docs // 2 :]):
            rows = np.sort(half)
            yield NeighbourMatrix(whole.source, whole.M[rows], whole.lengths[rows])


def _fit(half, seed, k, whole):
    """The topics of an NMF of some documents, by which all are placed."""
    rng = np.random.default_rng(seed)
    problem = Problem(half)
    trials = [
        alternate(problem, Factors(grouped_factor(half, k, rng)), max_epochs=TRIAL_EPOCHS, tol=TOL)
        for _ in range(TRIALS)
    ]
    best = min(trials, key=lambda found: found.cost)
    A = alternate(problem, best, max_epochs=EPOCHS, tol=TOL).A
    return FittedTopics(A, assigned_topics(whole.solve(whole.project(A))))
