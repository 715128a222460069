"""Data with known topics: what the toy and the planted hierarchies promise."""

from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import linear_sum_assignment

from hiertopics import HiertopicsError, NeuralNMF
from hiertopics.datasets import make_paper_toy, make_topic_hierarchy

MAKERS = (
    make_paper_toy,
    lambda random_state: parts(make_topic_hierarchy(60, 80, (6, 2), random_state=random_state)),
)


def parts(planted):
    return planted.X.toarray(), planted.y, *planted.A


def unit(columns):
    return columns / np.linalg.norm(columns, axis=0)


def parents(planted, layer):
    """The topic above each topic of a layer, read off the planted factors."""
    return planted.A[layer + 1].argmax(axis=1)


def matched_cosines(found, planted):
    """Cosines of planted topics with the found ones, matched one to one as well as can be."""
    cosines = unit(planted).T @ unit(found)
    return cosines[linear_sum_assignment(-cosines)]


@pytest.fixture(scope="module")
def planted():
    return make_topic_hierarchy(random_state=0)


@pytest.mark.parametrize("make", MAKERS)
def test_a_seed_gives_the_same_bits_and_another_seed_other_data(make):
    first, again, other = make(random_state=3), make(random_state=3), make(random_state=4)
    assert all(a.tobytes() == b.tobytes() for a, b in zip(first, again, strict=True))
    assert (first[0] != other[0]).any()
    shared = np.random.RandomState(3)
    assert (make(random_state=shared)[0] == first[0]).all()
    assert (make(random_state=shared)[0] != first[0]).any()
    assert (make(random_state=None)[0] != make(random_state=None)[0]).any()


# The toy of the paper


def test_toy_has_the_values_of_the_finest_block_that_document_and_term_share():
    X, y = make_paper_toy(random_state=0)
    assert X.shape == (90, 87) and X.dtype == np.float64
    assert y.shape == (90, 3) and np.issubdtype(y.dtype, np.integer)
    value = np.floor(X)
    assert (0 <= X - value).all() and (X - value <= 0.15).all()
    assert set(np.unique(value)) == {0, 1, 2, 4}
    blocks = value.argmax(axis=1)  # the first term of each document's block of 4
    for l, least in enumerate((4, 2, 1)):
        together = y[:, None, l] == y[None, :, l]
        assert (value[:, blocks] >= least).tolist() == together.tolist()
    assert ((value > 0).sum(axis=0) > 0).all(), "every term is in a block"


def test_toy_blocks_lie_along_the_diagonal_inside_one_another():
    X, y = make_paper_toy(random_state=0)
    assert [np.unique(labels).tolist() for labels in y.T] == [[*range(9)], [*range(4)], [0, 1]]
    assert (np.diff(y, axis=0) >= 0).all()
    for fine, broad in ((0, 1), (1, 2)):
        assert len(np.unique(y[:, [fine, broad]], axis=0)) == y[:, fine].max() + 1
    sizes = {(np.sum(y[:, 0] == t), np.sum(X[y[:, 0] == t].min(axis=0) >= 4)) for t in range(9)}
    assert sizes == {  # documents, terms
        *((10, 10), (10, 5), (5, 10), (7, 12), (5, 13), (20, 4), (10, 11), (9, 8), (14, 14))
    }


def test_toy_noise_is_uniform_and_all_that_the_seed_changes():
    many = np.array([make_paper_toy(random_state=seed)[0] for seed in range(20)])
    assert (np.floor(many) == np.floor(many[0])).all()
    noise = np.sort((many - np.floor(many)).ravel())
    np.testing.assert_allclose(noise, np.linspace(0, 0.15, noise.size), atol=1e-3)


@pytest.mark.parametrize("seed", range(5))
def test_toy_floors_are_those_of_the_authors_matrix(seed):
    values = np.linalg.svd(make_paper_toy(random_state=seed)[0], compute_uv=False)
    floors = [np.linalg.norm(values[k:]) / np.linalg.norm(values) for k in (9, 4, 2)]
    np.testing.assert_allclose(floors, [0.02364, 0.28158, 0.46756], atol=1e-3)


# Planted hierarchies


@pytest.mark.parametrize("n_topics", [5, (5,), (6, 2), (7, 7), (13, 5, 2), (9, 4, 2, 1)])
@pytest.mark.parametrize("how", [{}, {"purity": 1}, {"purity": 0}, {"sibling_share": 1}])
def test_shapes_and_kinds(n_topics, how):
    planted = make_topic_hierarchy(150, 120, n_topics, random_state=1, **how)
    sizes = n_topics if isinstance(n_topics, tuple) else (n_topics,)
    X, y = planted.X, planted.y
    assert sparse.issparse(X) and X.format == "csr" and X.dtype == np.float64
    assert X.shape == (150, 120)
    assert (X.data > 0).all() and (X.data == np.floor(X.data)).all()
    for start, end in zip(X.indptr[:-1], X.indptr[1:], strict=True):
        assert end > start and (np.diff(X.indices[start:end]) > 0).all()
    assert y.shape == (150, len(sizes)) and np.issubdtype(y.dtype, np.integer)
    assert [A.shape for A in planted.A] == list(zip((120, *sizes[:-1]), sizes, strict=True))
    for layer, A in enumerate(planted.A):
        assert (A >= 0).all()
        np.testing.assert_allclose(np.linalg.norm(A, axis=0), 1)
        np.testing.assert_allclose(
            planted.topics(layer), unit(np.linalg.multi_dot([np.eye(120), *planted.A[: layer + 1]]))
        )
    assert (planted.topics() == planted.topics(len(sizes) - 1)).all()
    counts = np.bincount(y[:, 0])
    assert len(counts) == sizes[0] and np.ptp(counts) <= 1
    with pytest.raises(FrozenInstanceError):
        planted.X = None


@pytest.mark.parametrize("n_topics", [(12, 4), (13, 5, 2), (7, 7, 3)])
def test_every_topic_has_one_parent_in_even_groups(n_topics):
    planted = make_topic_hierarchy(150, 120, n_topics, random_state=1)
    for layer in range(len(n_topics) - 1):
        assert ((planted.A[layer + 1] > 0).sum(axis=1) == 1).all()
        assert np.ptp(np.bincount(parents(planted, layer), minlength=n_topics[layer + 1])) <= 1
        assert (planted.y[:, layer + 1] == parents(planted, layer)[planted.y[:, layer]]).all()


def test_a_broad_topic_is_the_mean_of_its_fine_ones():
    planted = make_topic_hierarchy(150, 300, (13, 5, 2), random_state=1)
    frequencies = planted.A[0] / planted.A[0].sum(axis=0)
    above = np.arange(13)
    for layer in (1, 2):
        above = parents(planted, layer - 1)[above]
        means = [frequencies[:, above == t].mean(axis=1) for t in range(above.max() + 1)]
        np.testing.assert_allclose(planted.topics(layer), unit(np.transpose(means)), atol=1e-12)


def test_words_are_shared_as_the_parameters_say():
    planted = make_topic_hierarchy(
        150, 900, (6, 3, 2), shared_words=0.4, background=0.1, random_state=2
    )
    frequencies = planted.A[0] / planted.A[0].sum(axis=0)
    spoken = frequencies > 0
    users = spoken.sum(axis=1)
    assert (users > 0).all()
    for t in range(6):
        shares = [frequencies[users == n, t].sum() for n in (1, 2, 4, 6)]
        above = parents(planted, 1)[parents(planted, 0)]
        if np.sum(above == above[t]) == 4:  # the broadest topic of this one holds four fine ones
            np.testing.assert_allclose(shares, [0.54, 0.18, 0.18, 0.1])
        else:
            np.testing.assert_allclose(shares, [0.54, 0.36, 0, 0.1])
    apart = make_topic_hierarchy(
        150, 900, (6, 3), shared_words=0, background=0, random_state=2
    ).topics(0)
    np.testing.assert_allclose(apart.T @ apart, np.eye(6))
    one_layer = make_topic_hierarchy(150, 900, 6, background=0.25, random_state=2).A[0]
    np.testing.assert_allclose(
        one_layer[(one_layer > 0).all(axis=1)].sum(axis=0), 0.25 * one_layer.sum(axis=0)
    )


def test_words_follow_zipf():
    def by_rank(zipf):
        planted = make_topic_hierarchy(50, 900, 2, background=0, zipf=zipf, random_state=0)
        return np.sort(planted.A[0], axis=0)[::-1][:300]

    assert (by_rank(0) == by_rank(0)[0]).all()
    for zipf in (1, 1.5):
        frequencies = by_rank(zipf)
        slope = np.log(frequencies[279] / frequencies[69]) / np.log(280 / 70)
        np.testing.assert_allclose(slope, -zipf, rtol=0.05)


def test_counts_are_like_those_of_texts(planted):
    X = planted.X
    assert X.nnz < 0.05 * X.shape[0] * X.shape[1]
    lengths = np.asarray(X.sum(axis=1)).ravel()
    assert lengths.mean() == pytest.approx(100, rel=0.05)
    assert np.log(lengths).std() == pytest.approx(0.5, rel=0.1)
    even = make_topic_hierarchy(length_spread=0, doc_length=400, random_state=0).X
    lengths = np.asarray(even.sum(axis=1)).ravel()
    assert lengths.mean() == pytest.approx(400, rel=0.02)
    assert lengths.std() == pytest.approx(20, rel=0.1)  # Poisson's, nothing more


def test_documents_and_terms_of_a_topic_are_scattered(planted):
    runs = np.count_nonzero(np.diff(planted.y[:, 0])) + 1
    assert 850 < runs < 970, "as many as chance gives: eleven in twelve"
    own = (planted.A[0] > 0).sum(axis=1) == 1
    speaker = planted.A[0][own].argmax(axis=1)
    assert np.count_nonzero(np.diff(speaker)) > 0.8 * len(speaker)


def test_no_document_is_empty_however_short():
    X = make_topic_hierarchy(500, doc_length=1, length_spread=2, random_state=0).X
    lengths = np.asarray(X.sum(axis=1)).ravel()
    assert lengths.min() == 1


def test_expected_counts_are_mixtures_of_the_planted_topics():
    planted = make_topic_hierarchy(
        300, 200, (6, 2), doc_length=1e4, length_spread=0, random_state=0
    )
    X = planted.X.toarray()
    S = np.linalg.lstsq(planted.A[0], X.T, rcond=None)[0].T
    residual = X - S @ planted.A[0].T
    noise = np.sqrt(X.sum())  # Poisson: the variance is the mean
    assert np.linalg.norm(residual) == pytest.approx(noise, rel=0.05)
    shares = S * planted.A[0].sum(axis=0) / X.sum(axis=1, keepdims=True)
    docs = np.arange(300)
    assert (shares.argmax(axis=1) == planted.y[:, 0]).mean() > 0.98
    assert 0.65 < shares[docs, planted.y[:, 0]].mean() < 0.8, "purity"
    assert 0.1 < shares[docs, planted.y[:, 0]].std() < 0.2, "documents differ in purity"
    sibling = parents(planted, 0) == planted.y[:, 1:]
    sibling[docs, planted.y[:, 0]] = False
    others = 1 - shares[docs, planted.y[:, 0]].mean()
    assert (shares * sibling).sum(axis=1).mean() / others == pytest.approx(0.7, abs=0.06)
    broad = np.stack([shares[:, parents(planted, 0) == t].sum(axis=1) for t in (0, 1)], axis=1)
    assert (broad.argmax(axis=1) == planted.y[:, 1]).mean() > 0.9


def test_purity_and_sibling_share_at_their_ends():
    planted = make_topic_hierarchy(
        300, 200, (6, 2), purity=1, shared_words=0, background=0, random_state=0
    )
    reached = planted.X @ (planted.A[0] > 0) > 0
    assert (reached.argmax(axis=1) == planted.y[:, 0]).all() and (reached.sum(axis=1) == 1).all()
    planted = make_topic_hierarchy(
        300, 200, (6, 2), sibling_share=1, purity=0.3, shared_words=0, background=0, random_state=0
    )
    reached = planted.X @ (planted.topics(1) > 0) > 0
    assert (reached.argmax(axis=1) == planted.y[:, 1]).all() and (reached.sum(axis=1) == 1).all()


def test_sides_fall_to_the_nearest_relatives_first():
    planted = make_topic_hierarchy(
        2000,
        400,
        (8, 4, 2),
        doc_length=1e3,
        sibling_share=0.6,
        background=0,
        shared_words=0,
        random_state=0,
    )
    share = planted.X @ (planted.A[0] > 0) / planted.X.sum(axis=1).reshape(-1, 1)
    share = np.asarray(share)
    lineage = [np.arange(8)]
    for layer in (0, 1):
        lineage.append(parents(planted, layer)[lineage[-1]])
    same = [above == planted.y[:, [l]] for l, above in enumerate(lineage)]
    total = [np.sum(share * near) for near in same]
    sides = 2000 - total[0]
    np.testing.assert_allclose(
        [total[1] - total[0], total[2] - total[1], 2000 - total[2]],
        [0.6 * sides, 0.24 * sides, 0.16 * sides],
        rtol=0.15,
    )


@pytest.mark.parametrize("layer", [0, 1])
def test_the_mean_of_a_label_points_to_its_planted_topic(planted, layer):
    labels = planted.y[:, layer]
    means = [
        np.asarray(planted.X[labels == t].mean(axis=0)).ravel() for t in range(labels.max() + 1)
    ]
    cosines = unit(planted.topics(layer)).T @ unit(np.transpose(means))
    assert (cosines.argmax(axis=0) == np.arange(len(means))).all()
    assert (np.diagonal(cosines) > 0.9).all()
    assert (np.diagonal(cosines) < 0.999).all(), "documents are mixtures"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"n_topics": (4, 12)}, r"n_topics .*fine to broad.* got \(4, 12\)"),
        ({"n_topics": ()}, r"n_topics .* got \(\)"),
        ({"n_topics": (4, 0)}, "n_topics .* at least 1"),
        ({"n_topics": (4.0, 2)}, "n_topics .* whole"),
        ({"n_topics": "12"}, "n_topics .* got '12'"),
        ({"n_docs": 11}, "n_docs must be a whole number of at least 12 .*finest.* got 11"),
        ({"n_docs": 100.0}, "n_docs must be a whole number"),
        ({"n_docs": True}, "n_docs must be a whole number"),
        ({"n_terms": 16}, "n_terms must be a whole number of at least 17 .*topic.* got 16"),
        ({"doc_length": 0.5}, "doc_length must be a number of at least 1, got 0.5"),
        ({"doc_length": np.inf}, "doc_length must be a number"),
        ({"length_spread": -1}, "length_spread must be a number from 0 to 3, got -1"),
        ({"purity": 1.1}, "purity must be a number from 0 to 1, got 1.1"),
        ({"purity": np.nan}, "purity .* got nan"),
        ({"purity": True}, "purity .* got True"),
        ({"purity": "high"}, "purity .* got 'high'"),
        ({"sibling_share": -0.1}, "sibling_share must be a number from 0 to 1"),
        ({"shared_words": 2}, "shared_words must be a number from 0 to 1"),
        ({"background": None}, "background must be a number from 0 to 1, got None"),
        ({"zipf": -1}, "zipf must be a number from 0 to 5"),
        ({"random_state": "seed"}, "random_state must be a seed .* got 'seed'"),
        ({"random_state": -1}, "random_state must be a seed .* got -1"),
    ],
)
def test_invalid_parameters_are_named(wrong, message):
    with pytest.raises(HiertopicsError, match=message):
        make_topic_hierarchy(**wrong)


def test_other_mistakes_are_named(planted):
    with pytest.raises(HiertopicsError, match="random_state must be a seed"):
        make_paper_toy(random_state="seed")
    for layer in (2, -3, 0.0, "fine"):
        with pytest.raises(HiertopicsError, match="layer must be a whole number from -2 to 1"):
            planted.topics(layer)


def test_least_sizes_are_legal():
    planted = make_topic_hierarchy(12, 17, random_state=0)
    assert planted.X.shape == (12, 17) and sorted(planted.y[:, 0]) == [*range(12)]


def test_planted_topics_are_recovered():
    recovered = []
    for seed in range(10):
        planted = make_topic_hierarchy(random_state=seed)
        # From one start, one fit in four ends where two fine topics are one and the freed one
        # collects the words that all use.
        model = NeuralNMF(n_topics=(12, 4), random_state=seed).fit(planted.X)
        fine = matched_cosines(model.A_[0], planted.topics(0))
        broad = matched_cosines(model.A_[0] @ model.A_[1], planted.topics(1))
        recovered.append(min(fine.min(), broad.min()) >= 0.95)
    assert sum(recovered) >= 9, recovered
