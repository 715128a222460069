"""Measures of parents and children equal plain loops, and have their bounds."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import sparse
from support import quality_twins as twin

import hiertopics as ht
from hiertopics.quality.hierarchy import (
    affinity,
    overlap,
    parent_child_coherence,
    parent_child_diversity,
    sibling_diversity,
    specialisation,
)

ALPHABET = "abcdefghij"
WORDS = st.lists(st.sampled_from(ALPHABET), unique=True, max_size=7)


@st.composite
def hierarchies(draw):
    """Finer topics, broader ones, parents of some."""
    broader = draw(st.lists(WORDS, min_size=1, max_size=3))
    topics = draw(st.lists(WORDS, min_size=1, max_size=6))
    parent = st.one_of(st.none(), st.integers(0, len(broader) - 1))
    return topics, broader, draw(st.lists(parent, min_size=len(topics), max_size=len(topics)))


def drawn(seed=0):
    rng = np.random.default_rng(seed)
    X = rng.random((50, 12)) < rng.uniform(0.05, 0.6, 12)
    terms = list("abcdefghijkl")
    topics = [rng.choice(terms, 6, replace=False).tolist() for _ in range(9)]
    broader = [rng.choice(terms, 6, replace=False).tolist() for _ in range(3)]
    return X, terms, topics, broader, [0, 0, 1, None, 1, 2, 0, 2, 1]


@pytest.mark.smoke
@pytest.mark.parametrize("seed", range(5))
def test_parent_child_coherence_equals_loops(seed):
    X, terms, topics, broader, parents = drawn(seed)
    topics[2] = []
    windows = twin.rows_of(X, terms)
    expected = twin.parent_child_coherence(twin.edges(topics, broader, parents), windows)
    for given_X in (sparse.csr_array(X.astype(float)), X):
        found = parent_child_coherence(topics, broader, parents, given_X, terms)
        assert found == pytest.approx(expected, abs=1e-12)
    as_tokens = [[word for word in terms if word in window] for window in windows]
    found = parent_child_coherence(topics, broader, parents, as_tokens)
    assert found == pytest.approx(expected, abs=1e-12)


def test_a_word_that_parent_and_child_repeat_counts_as_minus_one():
    X = np.array([[1, 1, 0], [1, 1, 1], [0, 0, 1]])
    repeated = parent_child_coherence([["a", "b"]], [["a", "b"]], [0], X, "abc")
    assert repeated == -1
    one = parent_child_coherence([["a", "b"]], [["a", "c"]], [0], X, "abc")
    alone = parent_child_coherence([["b"]], [["c"]], [0], X, "abc")
    assert one == pytest.approx((alone - 1) / 2, abs=1e-12)
    unknown = parent_child_coherence([["b", "nowhere"]], [["c", "lost"]], [0], X, "abc")
    assert unknown == pytest.approx(alone, abs=1e-12)


@given(tree=hierarchies())
def test_diversity_of_parents_and_children_equals_loops(tree):
    topics, broader, parents = tree
    cases = [(twin.edges, False), (twin.strangers, True)]
    for pairs, others in cases:
        expected = [twin.once(*pair) for pair in pairs(topics, broader, parents)]
        found = parent_child_diversity(topics, broader, parents, others=others)
        if expected:
            assert found == pytest.approx(np.mean(expected), abs=1e-12) and 0 <= found <= 1
        else:
            assert math.isnan(found)


@given(tree=hierarchies())
def test_sibling_diversity_equals_loops(tree):
    topics, _, parents = tree
    assume(any(topic and parent is not None for topic, parent in zip(topics, parents, strict=True)))
    expected = twin.sibling_diversity(topics, parents)
    assert sibling_diversity(topics, parents) == pytest.approx(expected, abs=1e-12)
    assert sibling_diversity(topics) == pytest.approx(twin.once(*topics), abs=1e-12)
    assert 0 <= expected <= 1


@given(tree=hierarchies(), depths=st.lists(st.integers(1, 4), min_size=1, max_size=3, unique=True))
def test_overlap_equals_loops(tree, depths):
    topics, broader, parents = tree
    longest = max(map(len, [*topics, *broader]))
    reached = sorted({min(depth, longest) for depth in depths})
    pairs = list(twin.edges(topics, broader, parents))
    found = overlap(topics, broader, parents, depths=depths)
    if pairs:
        assert found == pytest.approx(twin.overlap(pairs, reached), abs=1e-12)
    else:
        assert math.isnan(found)


def test_overlap_looks_at_five_ten_and_fifteen_words():
    parent = [f"w{i}" for i in range(15)]
    child = [*parent[:5], *(f"v{i}" for i in range(10))]
    assert overlap([child], [parent], [0]) == pytest.approx((5 / 5 + 5 / 10 + 5 / 15) / 3)
    assert overlap([child[:8]], [parent[:8]], [0]) == pytest.approx((5 / 5 + 5 / 8) / 2)


def test_affinity_and_specialisation_equal_loops():
    rng = np.random.default_rng(0)
    weights, broader, corpus = rng.random((6, 20)), rng.random((3, 20)), rng.random(20)
    weights[4], parents = 0, [0, 1, None, 2, 0, 1]
    living = [i for i in (0, 1, 3, 5)]
    own = [twin.cosine(weights[i], broader[parents[i]]) for i in living]
    others = [twin.cosine(weights[i], broader[j]) for i in living for j in {0, 1, 2} - {parents[i]}]
    for scale in (1, 3):
        found = affinity(scale * weights, broader, parents)
        assert found == pytest.approx(np.mean(own), abs=1e-12)
        found = affinity(scale * weights, broader, parents, others=True)
        assert found == pytest.approx(np.mean(others), abs=1e-12)
    expected = np.mean([1 - twin.cosine(row, corpus) for row in weights if row.any()])
    assert specialisation(weights, corpus) == pytest.approx(expected, abs=1e-12)


def test_limits():
    alike = [list("abc")] * 2
    assert parent_child_diversity(alike, [list("abc")], [0, 0]) == 0
    assert parent_child_diversity([list("abc")], [list("def")], [0]) == 1
    assert sibling_diversity(alike) == 0 and sibling_diversity(alike, [0, 1]) == 1
    assert overlap(alike, [list("abc")], [0, 0]) == 1
    unit = np.eye(3)
    assert affinity(unit, unit, [0, 1, 2]) == 1
    assert affinity(unit, unit, [0, 1, 2], others=True) == 0
    assert specialisation(np.ones((2, 3)), np.ones(3)) == pytest.approx(0, abs=1e-12)
    assert specialisation(unit[:1], unit[1]) == 1


@given(tree=hierarchies(), seed=st.integers(0, 5))
def test_the_order_of_topics_does_not_matter(tree, seed):
    topics, broader, parents = tree
    rng = np.random.default_rng(seed)
    order, above = rng.permutation(len(topics)), rng.permutation(len(broader))
    place = np.argsort(above)
    moved = [None if parents[i] is None else int(place[parents[i]]) for i in order]
    arguments = [topics[i] for i in order], [broader[j] for j in above], moved
    X, terms, *_ = drawn()
    measures = [parent_child_diversity, overlap]
    if any(topics) or any(broader):
        measures.append(lambda *tree: parent_child_coherence(*tree, X, terms))
    for measure in measures:
        np.testing.assert_allclose(measure(*arguments), measure(*tree), atol=1e-12)
    siblings = sibling_diversity(arguments[0], moved)
    np.testing.assert_allclose(siblings, sibling_diversity(topics, parents), atol=1e-12)


def test_minus_one_is_no_parent():
    topics, broader = [list("ab"), list("bc")], [list("bd")]
    for measure in (parent_child_diversity, overlap):
        assert measure(topics, broader, [0, -1]) == measure(topics, broader, [0, None])
        assert math.isnan(measure(topics, broader, np.array([-1, -1])))


MISTAKES = {
    "an entry for each of the 2 topics": lambda: overlap([["a"], ["b"]], [["c"]], [0]),
    "has 1 topics, got 1; they count from 0": lambda: overlap([["a"]], [["c"]], [1]),
    "weights of the same terms, got 3 and 2": lambda: affinity(np.eye(3), np.eye(2), [0, 0, 1]),
    "each of the 3 terms, got 2": lambda: specialisation(np.eye(3), [1, 2]),
}


@pytest.mark.parametrize("message", MISTAKES)
def test_mistakes_are_told(message):
    with pytest.raises(ht.HiertopicsError, match=message):
        MISTAKES[message]()
