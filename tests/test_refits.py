"""Topics of many documents are found again by halves of them, the others are not."""

import numpy as np
import pytest
from support.planted_topics import ALIKE, CLEAN, HANDFUL, N_TOPICS, THREAD, make_uneven_topics

import hiertopics as ht
from hiertopics.datasets import make_topic_hierarchy


@pytest.fixture(scope="module", params=range(2))
def measured(request):
    """Stability of each planted topic, and how many documents the topic found for it has."""
    X, planted = make_uneven_topics(request.param)
    model = ht.NMF(N_TOPICS, neighbours=20, random_state=request.param, n_threads=1).fit(X)
    before = [A.copy() for A in model.A_]
    stability = ht.topic_stability(model, X, random_state=request.param)
    assert all(map(np.array_equal, before, model.A_))
    assigned = model.assign_topics(X)
    parts = {}
    for topic, part in enumerate(stability.topics[0]):
        main = np.bincount(planted[assigned == topic], minlength=N_TOPICS).argmax()
        parts.setdefault(int(main), []).append(part)
    return stability, parts


def test_clean_topics_are_solid(measured):
    _, parts = measured
    assert all(min(parts[topic]) >= 0.75 for topic in CLEAN)


def test_topics_that_overlap_are_not(measured):
    _, parts = measured
    assert max(part for topic in ALIKE for part in parts.get(topic, [])) < 0.75


@pytest.mark.parametrize("topic", [THREAD, HANDFUL])
def test_a_thread_and_a_handful_of_texts_are_not(measured, topic):
    _, parts = measured
    assert max(parts.get(topic, [0.0])) <= 0.5


def test_a_topic_of_a_signature_is_not():
    rng = np.random.default_rng(0)
    terms = np.arange(400) % 4
    topics = np.arange(400) % 3
    X = rng.poisson(0.15 + 0.6 * np.equal.outer(topics, terms)).astype(float)
    signature = np.zeros((400, 12))
    signature[::25] = (
        2.5  # of an author who writes on everything; half of its posts are no near-copies
    )
    X = np.hstack([X, signature])
    model = ht.NMF(4, random_state=0).fit(X)
    signed = int(model.A_[0][-12:].sum(axis=0).argmax())
    (parts,) = ht.topic_stability(model, X).topics
    assert parts[signed] <= 0.5
    assert min(np.delete(parts, signed)) >= 0.75


def test_it_says_which_topics_are_not_solid(measured):
    stability, _ = measured
    assert stability.n_fits == 8 and stability.edges == ()
    (solid,) = stability.solid
    not_solid = [str(topic) for topic, is_solid in enumerate(solid) if not is_solid]
    expected = f"layer 0: {sum(solid)} of {N_TOPICS} topics are solid; not {', '.join(not_solid)}"
    assert str(stability) == expected


def test_edges_of_a_clean_tree_are_found_again():
    X = make_topic_hierarchy(400, 600, n_topics=(6, 3), random_state=0).X
    model = ht.NeuralNMF((6, 3), neighbours=20, random_state=0, n_threads=1).fit(X)
    stability = ht.topic_stability(model, X, n_splits=2)
    assert [len(layer) for layer in stability.topics] == [6, 3]
    assert min(min(layer) for layer in stability.topics) >= 0.75
    assert len(stability.edges) == 1 and min(stability.edges[0]) >= 0.75
    assert ht.topic_stability(model, X.toarray(), n_splits=2) == stability


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"n_splits": 0}, "n_splits must be"),
        ({"random_state": -1}, "random_state must be"),
        ({}, "half of the documents, 4, are fewer than the 5 topics"),
    ],
)
def test_what_cannot_be_done_is_said(changes, message):
    X = np.random.default_rng(0).random((8, 12))
    model = ht.NMF(5, random_state=0).fit(X)
    with pytest.raises(ht.HiertopicsError, match=message):
        ht.topic_stability(model, X, **changes)
