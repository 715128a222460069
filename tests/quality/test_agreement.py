"""Agreement of topics and labels: figures by their definitions, unknown labels left out."""

import math
from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiertopics.quality.agreement import (
    clustering_scores,
    hierarchical_scores,
    mutual_information,
)

PLACED = st.lists(st.tuples(st.integers(-1, 3), st.sampled_from(["a", "b", "c", None])), min_size=1)


def entropy(values):
    return -sum(n / len(values) * math.log(n / len(values)) for n in Counter(values).values())


def by_definition(pairs):
    """NMI, ARI, purity, homogeneity and completeness of pairs of topic and label."""
    topics, labels = zip(*pairs, strict=True)
    own, other, joint = entropy(topics), entropy(labels), entropy(pairs)
    shared = own + other - joint
    together = [
        (a[0] == b[0], a[1] == b[1]) for a, b in combinations(pairs, 2)
    ]  # joined by topics, by labels
    both = sum(x and y for x, y in together)
    by_topics, by_labels = sum(x for x, _ in together), sum(y for _, y in together)
    expected = by_topics * by_labels / len(together) if together else 0
    mean = (by_topics + by_labels) / 2
    tops = [max(Counter(la for to, la in pairs if to == topic).values()) for topic in set(topics)]
    return {
        "nmi": 2 * shared / (own + other) if own + other else 1.0,
        "ari": (both - expected) / (mean - expected) if mean != expected else 1.0,
        "purity": sum(tops) / len(pairs),
        "homogeneity": shared / other if other else 1.0,
        "completeness": shared / own if own else 1.0,
    }


@pytest.mark.smoke
@given(placed=PLACED)
def test_scores_equal_their_definitions(placed):
    assigned = np.array([topic for topic, _ in placed])
    labels = np.array([label for _, label in placed], dtype=object)
    pairs = [pair for pair in placed if pair[0] >= 0 and pair[1] is not None]
    found = clustering_scores(assigned, labels)
    if not pairs:
        assert found == {}
        return
    for name, value in by_definition(pairs).items():
        assert found[name] == pytest.approx(value, abs=1e-12), name
    assert found["v_measure"] == pytest.approx(found["nmi"], abs=1e-12)
    assert all(0 <= found[name] <= 1 + 1e-12 for name in found if name not in ("ami", "ari"))


def test_labels_that_topics_repeat_have_full_agreement():
    assigned = np.array([0, 0, 1, 2, 2, -1])
    labels = np.array(["x", "x", "y", "z", "z", "y"], dtype=object)
    assert all(score == pytest.approx(1) for score in clustering_scores(assigned, labels).values())


def test_adjusted_scores_are_about_zero_by_chance():
    rng = np.random.default_rng(0)
    found = clustering_scores(rng.integers(0, 40, 400), rng.integers(0, 40, 400).astype(object))
    assert abs(found["ami"]) < 0.05 and abs(found["ari"]) < 0.02 and found["nmi"] > 0.3


def test_nmi_is_the_one_that_the_report_shows():
    rng = np.random.default_rng(1)
    assigned, labels = rng.integers(0, 5, 200), rng.integers(0, 4, 200)
    counts = np.zeros((4, 5), int)
    np.add.at(counts, (labels, assigned), 1)
    found = clustering_scores(assigned, labels.astype(object))
    assert mutual_information(counts) == pytest.approx(found["nmi"], abs=1e-12)


def hierarchical_by_sets(assigned, labels):
    """Precision and recall of sets of (layer, label), one for each document."""
    main = []
    for own, column in zip(assigned, labels, strict=True):
        counters = {}
        for topic, label in zip(own, column, strict=True):
            if topic >= 0 and label is not None:
                counters.setdefault(topic, Counter())[label] += 1
        main.append({t: min(c, key=lambda label: (-c[label], label)) for t, c in counters.items()})
    right = n_predicted = n_true = 0
    for document in range(len(assigned[0])):
        known = {
            (layer, column[document])
            for layer, column in enumerate(labels)
            if column[document] is not None
        }
        predicted = {
            (layer, main[layer][own[document]])
            for layer, own in enumerate(assigned)
            if own[document] >= 0 and labels[layer][document] is not None
        }
        right += len(known & predicted)
        n_predicted, n_true = n_predicted + len(predicted), n_true + len(known)
    if not n_predicted:
        return {}
    precision, recall = right / n_predicted, right / n_true
    return {
        "hierarchical_precision": precision,
        "hierarchical_recall": recall,
        "hierarchical_f1": 2 * precision * recall / (precision + recall),
    }


@given(fine=PLACED, seed=st.integers(0, 10))
def test_hierarchical_scores_equal_sets(fine, seed):
    rng = np.random.default_rng(seed)
    assigned = [np.array([topic for topic, _ in fine]), rng.integers(-1, 2, len(fine))]
    column = np.array([label for _, label in fine], dtype=object)
    broad = np.array([rng.choice(["A", "B", None]) for _ in fine], dtype=object)
    found = hierarchical_scores(assigned, [column, broad])
    expected = hierarchical_by_sets(assigned, [column, broad])
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        assert found[name] == pytest.approx(value, abs=1e-12)


def test_a_document_without_a_topic_costs_recall_alone():
    assigned = [np.array([0, 0, 1, -1]), np.array([0, 0, 0, -1])]
    labels = [
        np.array(["a", "a", "b", "b"], dtype=object),
        np.array(["A", "A", "A", "A"], dtype=object),
    ]
    found = hierarchical_scores(assigned, labels)
    assert found["hierarchical_precision"] == 1 and found["hierarchical_recall"] == 6 / 8
