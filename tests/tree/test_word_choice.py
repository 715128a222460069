"""Words chosen for all topics at once: no repeats, the highest total, and what each wording is."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiertopics.errors import HiertopicsError
from hiertopics.tree.build import build_tree
from hiertopics.tree.word_choice import (
    BROADER_FIRST,
    LEAST_WEIGHT,
    choose_words,
    distinct_rows,
    more_words,
)
from hiertopics.tree.words import relevance


def names(chosen):
    return [[[word for word, _ in topic] for topic in layer] for layer in chosen]


def random_weights(seed, sizes=(5, 2), n_terms=40, density=0.5):
    generator = np.random.default_rng(seed)
    return [
        generator.random((n_terms, size)) * (generator.random((n_terms, size)) < density)
        for size in sizes
    ]


def total(scores, rows):
    worth = 0.0
    for layer, (of_layer, topics) in enumerate(zip(scores, rows, strict=True)):
        for column, chosen in zip(of_layer.T, topics, strict=True):
            worth += (column[list(chosen)] / column.max()).sum() * BROADER_FIRST**layer
    return worth


@pytest.mark.smoke
@given(st.integers(0, 10_000))
def test_no_word_stands_in_two_topics(seed):
    weights = random_weights(seed)
    terms = [f"w{row}" for row in range(40)]
    shares = np.full(40, 1 / 40)
    chosen = names(choose_words(weights, shares, terms, 4))
    shown = [word for layer in chosen for topic in layer for word in topic]
    assert len(shown) == len(set(shown))
    for layer, of_layer in zip(chosen, weights, strict=True):
        for topic, column in zip(layer, of_layer.T, strict=True):
            assert len(topic) <= 4
            assert all(column[terms.index(word)] > 0 for word in topic)


@pytest.mark.smoke
@given(st.integers(0, 10_000))
def test_no_other_choice_is_worth_more(seed):
    generator = np.random.default_rng(seed)
    scores = [generator.random((5, 2)) + 0.01, generator.random((5, 1)) + 0.01]
    found = distinct_rows(scores, "abcde", 1)
    others = itertools.permutations(range(5), 3)
    best = max(total(scores, [[[a], [b]], [[c]]]) for a, b, c in others)
    assert total(scores, found) == pytest.approx(best)


def test_a_parent_shows_what_its_children_share_and_they_what_they_add():
    # Both children have "team"; each has a word of its own, which the parent has as well.
    fine = np.array([[4.0, 4.0], [3.0, 0.0], [0.0, 3.0]])
    broad = np.array([[4.0], [1.5], [1.5]])
    terms = ["team", "hockey", "baseball"]
    assert names(choose_words([fine, broad], np.ones(3) / 3, terms, 1)) == [
        [["hockey"], ["baseball"]],
        [["team"]],
    ]


def test_relevance_is_weight_at_one_and_lift_at_zero():
    parts, shares = np.array([[0.5, 0.0], [0.5, 1.0]]), np.array([0.2, 0.8])
    np.testing.assert_allclose(relevance(parts, shares, 1.0), parts)
    np.testing.assert_allclose(relevance(parts, shares, 0.0), parts / shares[:, None])
    halfway = np.exp(0.5 * np.log(0.5) + 0.5 * np.log(0.5 / 0.2))
    assert relevance(parts, shares, 0.5)[0, 0] == pytest.approx(halfway)
    assert np.isfinite(relevance(parts, np.zeros(2), 0.5)).all()


def test_wordings_differ_as_they_say():
    weights = [np.array([[5.0, 5.0], [2.0, 0.0], [0.0, 2.0]])]
    shares = np.array([10, 2, 2]) / 14
    terms = ["common", "left", "right"]
    by_weight = names(choose_words(weights, shares, terms, 1, "weight"))
    by_lift = names(choose_words(weights, shares, terms, 1, "relevance", 0.0))
    assert by_weight == [[["common"], ["common"]]] and by_lift == [[["left"], ["right"]]]
    ((left, right),) = names(choose_words(weights, shares, terms, 2))
    assert not set(left) & set(right) and {*left, *right} == set(terms)


def test_words_of_little_weight_are_not_chosen():
    """Also where their lift is the largest."""
    weights = np.full((12, 2), 1e-3)
    weights[:3, 0], weights[3:6, 1], weights[6] = 1.0, 1.0, [LEAST_WEIGHT, 0]
    terms = [f"w{row}" for row in range(12)]
    shares = np.full(12, 1e-6)
    shares[:6] = 0.1
    ((left, right),) = names(choose_words([weights], shares, terms, 8))
    assert set(left) == {"w0", "w1", "w2", "w6"} and set(right) == {"w3", "w4", "w5"}


def test_a_topic_with_hardly_a_word_of_its_own_shows_the_best_that_others_show():
    fine, broad = np.array([[4.0], [3], [2], [1]]), np.array([[4.0], [3], [2], [0]])
    shares = np.full(4, 0.25)
    (below,), (above,) = names(choose_words([fine, broad], shares, "abcd", 8))
    assert above == ["a", "b", "c"] and below == ["a", "b", "d"]


def test_a_topic_that_no_word_is_left_for_shows_its_own():
    weights = [np.array([[1.0, 1.0, 1.0]]), np.array([[1.0]])]
    assert names(choose_words(weights, np.ones(1), ["only"], 3)) == [[["only"]] * 3, [["only"]]]
    assert names(choose_words([np.zeros((1, 2))], np.ones(1), ["only"], 3)) == [[[], []]]
    assert names(choose_words(weights, np.ones(1), ["only"], 0)) == [[[]] * 3, [[]]]


def test_of_a_phrase_and_its_words_one_shows():
    weights = [np.array([[3.0], [2.0], [2.0]])]
    chosen = names(choose_words(weights, np.ones(3) / 3, ["space shuttle", "space", "shuttle"], 3))
    assert chosen == [[["space shuttle"]]]


def test_what_cannot_be_is_told():
    with pytest.raises(HiertopicsError, match="wording must be one of .* got 'best'"):
        choose_words([np.ones((1, 1))], np.ones(1), ["a"], 1, "best")
    with pytest.raises(HiertopicsError, match="between 0 and 1, got 2"):
        choose_words([np.ones((1, 1))], np.ones(1), ["a"], 1, weight=2)


def test_more_words_begin_with_those_of_the_tree():
    weights = random_weights(3, (6, 3))
    factors = [weights[0], np.random.default_rng(0).random((6, 3))]
    documents = [np.random.default_rng(1).random((9, size)) for size in (6, 3)]
    terms = [f"w{row}" for row in range(40)]
    tree = build_tree(factors, documents, terms, n_words=3)
    shown = {word for node in tree for word, _ in node.words}
    for layer, nodes in zip(more_words(tree, factors, terms, 7), tree.layers, strict=True):
        for words, node in zip(layer, nodes, strict=True):
            assert words[:3] == node.words and len(words) <= 7
            further = [word for word, _ in words[3:]]
            assert not shown & set(further) and len(set(further)) == len(further)
            found = [weight for _, weight in words[3:]]
            assert found == sorted(found, reverse=True)
    assert more_words(tree, factors, terms, 2)[0][0] == tree.node(0, 0).words[:2]
