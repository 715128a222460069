"""Diversity equals plain loops, and has its bounds."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support import quality_twins as twin

import hiertopics as ht
from hiertopics.quality.diversity import diversity, inverted_rbo, uniqueness
from hiertopics.quality.word_lists import shared_words, word_lists

TOPICS = st.lists(
    st.lists(st.sampled_from("abcdefghij"), unique=True, max_size=8), min_size=1, max_size=5
)
MEASURES = (diversity, uniqueness, inverted_rbo)


@given(topics=TOPICS)
def test_diversity_and_uniqueness_equal_loops(topics):
    assume(any(topics))
    assert diversity(topics) == pytest.approx(twin.diversity(topics), abs=1e-12)
    assert uniqueness(topics) == pytest.approx(twin.uniqueness(topics), abs=1e-12)


@pytest.mark.smoke
@given(topics=TOPICS, p=st.floats(0.05, 0.95))
def test_rank_biased_overlap_equals_loops_for_lists_of_any_length(topics, p):
    assume(sum(map(bool, topics)) > 1)
    found = inverted_rbo(topics, p=p)
    assert found == pytest.approx(twin.inverted_rbo(topics, p), abs=1e-12)


def test_rank_biased_overlap_is_the_series_that_it_extrapolates():
    """Lists that go on as they agree at their end, and the infinite sum of equation 4."""
    one, other, p = list("abcdef"), list("bacxyz"), 0.9
    agreement = [len(set(one[:d]) & set(other[:d])) / d for d in range(1, 7)]
    agreement += [agreement[-1]] * 2000
    series = (1 - p) * sum(p**d * each for d, each in enumerate(agreement))
    assert 1 - inverted_rbo([one, other]) == pytest.approx(series, abs=1e-12)


@given(topics=TOPICS)
def test_bounds_and_the_order_of_topics(topics):
    assume(sum(map(bool, topics)) > 1)
    for measure in MEASURES:
        value = measure(topics)
        least = 0 if measure is inverted_rbo else 1 / len(topics)
        assert least - 1e-12 <= value <= 1 + 1e-12
        assert measure(topics[::-1]) == pytest.approx(value, abs=1e-12)
        assert measure([*topics, []]) == pytest.approx(value, abs=1e-12)
    shuffled = [topic[::-1] for topic in topics]
    assert diversity(shuffled) == diversity(topics)
    assert uniqueness(shuffled) == pytest.approx(uniqueness(topics), abs=1e-12)


@pytest.mark.parametrize("n_topics", [2, 3, 7])
def test_limits(n_topics):
    alike = [list("abcde")] * n_topics
    apart = [[f"{word}{i}" for word in "abcde"] for i in range(n_topics)]
    for measure in MEASURES:
        limit = 0 if measure is inverted_rbo else 1 / n_topics
        assert measure(alike) == pytest.approx(limit, abs=1e-12)
        assert measure(apart) == pytest.approx(1, abs=1e-12)


def test_first_words_count_most_in_rank_biased_overlap():
    base = list("abcde")
    above, below = list("axyzw"), list("xyzwa")
    assert inverted_rbo([base, above]) < inverted_rbo([base, below]) < 1
    assert inverted_rbo([base, above], p=0.5) < inverted_rbo([base, above])
    assert inverted_rbo([base, above], n_words=1) == pytest.approx(0, abs=1e-12)


def test_only_the_first_words_are_looked_at():
    topics = [list("abcd"), list("efgd")]
    assert diversity(topics, n_words=3) == uniqueness(topics, n_words=3) == 1
    assert diversity(topics) == 7 / 8 and uniqueness(topics) == 7 / 8
    longer = [[*"abcdefghij", "same"], [*"klmnopqrst", "same"]]
    assert inverted_rbo(longer) == pytest.approx(1, abs=1e-12)
    assert inverted_rbo(longer, n_words=None) < 1


def test_topics_without_words_have_no_diversity():
    for measure in MEASURES:
        assert np.isnan(measure([[], []])) and np.isnan(measure([]))
    assert np.isnan(inverted_rbo([["a"], []]))


def test_words_of_nodes_and_of_a_tree_layer(everyday_run):
    tree = everyday_run.tree
    words = [[word for word, _ in node.words] for node in tree.layers[0]]
    assert word_lists(tree.layers[0]) == words
    assert diversity(tree.layers[0]) == diversity(words)


@given(one=TOPICS, other=TOPICS)
def test_shared_words_are_counted(one, other):
    expected = [[len(set(a) & set(b)) for b in other] for a in one]
    assert shared_words(one, other).tolist() == expected


def test_what_is_no_list_of_words_is_told():
    with pytest.raises(ht.HiertopicsError, match="a topic must be a list of words"):
        diversity(["a b", "c"])
