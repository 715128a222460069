"""Topics in terms, and the topic of a document, by their definitions."""

import numpy as np
import pytest

from hiertopics.core.topics import assigned_topics, topic_terms


def test_topic_terms_is_the_product_up_to_the_layer():
    generator = np.random.default_rng(0)
    factors = [generator.random(shape) for shape in ((7, 5), (5, 3), (3, 2))]
    for layer in range(3):
        expected = np.linalg.multi_dot([*factors[: layer + 1], np.eye(factors[layer].shape[1])])
        np.testing.assert_allclose(topic_terms(factors, layer), expected)
    np.testing.assert_array_equal(topic_terms(factors), topic_terms(factors, 2))
    for layer in (3, -4):
        with pytest.raises(IndexError):
            topic_terms(factors, layer)


def test_the_topic_of_a_document_is_its_strongest_the_first_of_equals():
    S = np.array([[0.0, 0], [1, 1], [0, 2]])
    assert assigned_topics(S).tolist() == [-1, 0, 1]
    assert assigned_topics(S.tolist()).tolist() == [-1, 0, 1]
    assert assigned_topics(np.empty((0, 2))).tolist() == []


def test_contrast_weighs_topics_and_places_no_document_that_has_no_weight():
    S = np.array([[0.0, 0], [3, 2], [3, 1], [0, 1]], dtype=np.float32)
    before = S.copy()
    assert assigned_topics(S, np.array([1.0, 2.0])).tolist() == [-1, 1, 0, 1]
    assert assigned_topics(S, [1, 1]).tolist() == assigned_topics(S).tolist() == [-1, 0, 0, 1]
    assert (before == S).all()
