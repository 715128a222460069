"""How far two fits agree: their topics matched, their groups of documents compared."""

import itertools

import numpy as np
import pytest

from hiertopics.quality.agreement import adjusted_information
from hiertopics.quality.stability import (
    FittedTopics,
    edges_found_again,
    fits_agreement,
    found_again,
    match_topics,
)


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


def test_a_topic_is_found_again_by_its_words_and_its_documents(rng):
    own = made(rng, k=6)
    own = own._replace(terms=own.terms + 2 * np.eye(30, 6))  # none share most of their words
    order = rng.permutation(6)
    same = FittedTopics(own.terms[:, order], np.argsort(order)[own.assigned])
    assert found_again(own, same).tolist() == np.argsort(order).tolist()
    elsewhere = FittedTopics(own.terms, (own.assigned + 1) % 6)
    assert (found_again(own, elsewhere) == -1).all()
    other_words = FittedTopics(np.roll(np.eye(30, 6), 6, axis=0), own.assigned)
    assert (found_again(FittedTopics(np.eye(30, 6), own.assigned), other_words) == -1).all()


def test_topics_that_another_fit_merges_or_splits_are_not_found_again():
    terms = np.eye(8, 4)
    terms[:, 3] = terms[:, 2] + 0.3 * terms[:, 3]  # the last two have most words in common
    assigned = np.repeat([0, 1, 2, 3], 50)
    own = FittedTopics(terms, assigned)
    merged = FittedTopics(terms[:, :3], np.minimum(assigned, 2))
    assert found_again(own, merged).tolist() == [0, 1, -1, -1]
    assert found_again(merged, own).tolist() == [0, 1, -1]


def test_topics_without_documents_are_not_found_again():
    own = FittedTopics(np.eye(5, 3), np.array([0, 0, 1, 1, -1]))
    assert found_again(own, own).tolist() == [0, 1, -1]


def test_an_edge_needs_both_ends_and_the_same_parent():
    parents, others = np.array([0, 0, 1, -1, 1]), np.array([1, 0, 0, 1, -1])
    found, above = np.array([0, 1, 2, 3, -1]), np.array([1, 0])
    kept = edges_found_again(parents, others, found, above)
    assert kept.tolist() == [True, False, True, False, False]
    lost = edges_found_again(parents, others, found, np.array([1, -1]))
    assert lost.tolist() == [True, False, False, False, False]
