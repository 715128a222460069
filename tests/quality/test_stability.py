"""How far two fits agree: their topics matched, their groups of documents compared."""

import itertools

import numpy as np
import pytest

from hiertopics.quality.agreement import adjusted_information
from hiertopics.quality.stability import FittedTopics, fits_agreement, match_topics


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def made(rng, k=5, n_docs=400):
    return FittedTopics(rng.random((30, k)) ** 4, rng.integers(k, size=n_docs))


@pytest.mark.parametrize(("k", "other"), [(4, 4), (3, 5), (5, 3)])
def test_the_matching_is_the_best_of_all(rng, k, other):
    A, B = rng.random((12, k)), rng.random((12, other))
    partner, cosine = match_topics(A, B)
    cosines = (A / np.linalg.norm(A, axis=0)).T @ (B / np.linalg.norm(B, axis=0))
    wide = cosines if k <= other else cosines.T
    best = max(
        wide[range(len(wide)), columns].sum()
        for columns in itertools.permutations(range(wide.shape[1]), len(wide))
    )
    assert cosine.sum() == pytest.approx(best, abs=1e-12)
    found = partner[partner >= 0]
    assert len(found) == len(set(found.tolist())) == min(k, other)
    assert (cosine[partner < 0] == 0).all()


def test_a_topic_without_words_has_no_cosine(rng):
    A = rng.random((12, 3))
    A[:, 1] = 0
    assert match_topics(A, A)[1] == pytest.approx([1, 0, 1])


def test_the_same_topics_in_another_order_agree(rng):
    one = made(rng)
    order = rng.permutation(5)
    other = FittedTopics(3 * one.terms[:, order], np.argsort(order)[one.assigned])
    assert fits_agreement(one, other) == pytest.approx(1)


def test_groups_and_words_have_to_agree(rng):
    one, other = made(rng), made(rng)
    assert fits_agreement(one, other) < 0.05
    assert fits_agreement(one, FittedTopics(one.terms, other.assigned)) < 0.05
    words = fits_agreement(one, FittedTopics(other.terms, one.assigned))
    assert words == pytest.approx(match_topics(one.terms, other.terms)[1].mean())


def test_documents_without_a_topic_are_left_out(rng):
    one, other = rng.integers(4, size=(2, 300))
    some = rng.random(300) < 0.5
    left = np.where(some, one, -1)
    expected = adjusted_information(one[some], other[some])
    assert adjusted_information(other, left) == pytest.approx(expected)
    assert adjusted_information(left, other) == pytest.approx(expected)
    assert adjusted_information(np.full(300, -1), other) == 0
