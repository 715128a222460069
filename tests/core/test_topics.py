"""Topics in terms, their parents, and the topic of a document, by their definitions."""

import numpy as np
import pytest
from scipy import sparse
from support.trees import random_arrays

from hiertopics.core.topics import (
    assigned_topics,
    layer_sums,
    parent_extents,
    strongest_parents,
    topic_terms,
)


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


@pytest.mark.parametrize("density", [0.15, 0.5, 1.0])
@pytest.mark.parametrize("seed", range(8))
def test_a_topic_is_explained_as_far_as_the_model_rebuilds_it(seed, density):
    A, S, _ = random_arrays(seed, (7, 5, 3), density=density)
    A[0][:, 2] = 0  # a fine topic without terms, and with it perhaps a broader one
    A[1][:, 1] = 0
    has_terms = [topic_terms(A, layer).any(axis=0) for layer in range(3)]
    S_said = [np.where(has, S_l, 0) for has, S_l in zip(has_terms, S, strict=True)]
    extents = parent_extents([factor.astype(np.float32) for factor in A], S)
    assert [each.shape for each in extents] == [(7, 5), (5, 3)]
    for l, extent in enumerate(extents):
        rebuilt = A[l + 1] * S_said[l + 1].sum(axis=0)
        together = S_said[l].T @ S_said[l + 1]
        expected = np.where(rebuilt.any(axis=1)[:, None], rebuilt, together)
        for row, own in zip(expected, extent, strict=True):
            np.testing.assert_allclose(own * row.sum(), row * own.sum(), rtol=1e-6)
            assert row.any() == own.any()
        parents = strongest_parents(extents)[l]
        assert (parents == np.where(extent.any(axis=1), extent.argmax(axis=1), -1)).all()
        assert not set(parents.tolist()) & set(np.flatnonzero(~has_terms[l + 1]).tolist())


def test_no_weight_is_too_large_or_too_small_to_find_parents():
    A, S, _ = random_arrays(0, (5, 3), density=1.0)
    expected = strongest_parents(parent_extents(A, S))[0].tolist()
    for scale in (1e-300, 1e300):
        found = parent_extents([A[0], A[1] * scale], [S_l * scale for S_l in S])
        assert np.isfinite(found[0]).all() and strongest_parents(found)[0].tolist() == expected


def test_what_documents_hold_adds_up_along_the_parents():
    fine = np.array([[1.0, 2, 4, 8], [0, 0, 0, 3], [0, 0, 0, 0]], dtype=np.float32)
    parents, n_topics = [np.array([1, 1, -1, 0]), np.array([-1, 0, 0])], (4, 3, 2)
    expected = [
        fine.tolist(),
        [[8, 3, 0], [3, 0, 0], [0, 0, 0]],
        [[3, 0], [0, 0], [0, 0]],
    ]
    for form in (np.asarray, sparse.csr_array):
        layers = layer_sums(form(fine), parents, n_topics)
        assert [layer.dtype for layer in layers] == [np.float64] * 3
        assert [(layer + np.zeros(layer.shape)).tolist() for layer in layers] == expected
    assert [layer.tolist() for layer in layer_sums(fine, [], (4,))] == [fine.tolist()]
