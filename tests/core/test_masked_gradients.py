"""Cost and gradient of the network with unknown entries: the same certificates, with a W."""

from dataclasses import dataclass

import numpy as np
import pytest
from scipy import sparse
from support import reference
from test_gradients import LABELLED, N_DOCS, Case, directional_derivative, make_case

from hiertopics.core.costs import LOSSES
from hiertopics.core.data import DataMatrix
from hiertopics.core.masked import MaskedMatrix, hide

pytestmark = pytest.mark.usefixtures("one_thread")

N_TERMS = 240  # so that a document that knows a twentieth of them still knows more than topics
JUNK = [np.nan, np.inf, -np.inf, -5.0, 1e6]


def known_terms(share, n_docs=N_DOCS, n_terms=N_TERMS):
    """W in which each document knows about this share of the terms, whichever they are."""
    rng = np.random.default_rng(7)
    W = np.zeros((n_docs, n_terms))
    for row in W:
        row[rng.permutation(n_terms)[: round(share * n_terms)]] = 1
    return W


def mixed():
    """Documents that know much, half, little, everything and nothing; a term that none knows."""
    W = np.vstack([known_terms(0.95)[:4], known_terms(0.5)[4:8], known_terms(0.05)[8:]])
    W[3], W[9] = 1, 0
    W[:, 20] = 0
    return W


MASKS = {
    "1 % unknown": known_terms(0.99),
    "30 % unknown": known_terms(0.7),
    "95 % unknown": known_terms(0.05),
    "mixed": mixed(),
}
every_case = pytest.mark.parametrize(
    "mask, n_layers, loss, labelled",
    [
        (mask, n_layers, loss, labelled)
        for mask in MASKS
        for n_layers in (1, 2, 3)
        for loss in LOSSES
        for labelled in LABELLED
    ],
)


@dataclass
class MaskedCase(Case):
    """A random network of which only some entries of X are known; the others hold junk."""

    W: np.ndarray

    def documents(self, rows=slice(None), dtype=float, form=sparse.csr_array):
        documents = super().documents(rows, dtype, lambda X: np.zeros_like(X))
        X, known = form(self.X[rows].astype(dtype)), sparse.csr_array(self.W[rows] != 0)
        if sparse.issparse(X):
            X = sparse.csr_array(X)
        documents.X = MaskedMatrix(hide(X, known, known=True), known, known=True)
        return documents

    def run_reference(self):
        X = np.where(self.W, self.X, 0)
        value, grad_A, grad_B = reference.cost_and_gradient(
            X, self.A, self.B, self.D, self.loss, self.weights, self.labels, self.label_weights,
            self.W,
        )  # fmt: skip
        return value, grad_A + [grad_B[l] for l in sorted(grad_B)]


def make_masked_case(W, n_layers, loss="every_depth", labelled="none", seed=4):
    rng = np.random.default_rng(100 + seed)
    plain = make_case(n_layers, loss, labelled, seed, n_docs=len(W))
    n_terms, k = W.shape[1], plain.A[0].shape[1]
    X = rng.random(W.shape) * (rng.random(W.shape) < 0.4)
    X[W == 0] = np.resize(JUNK, np.sum(W == 0))
    A = [rng.random((n_terms, k)) * (rng.random((n_terms, k)) < 0.4) + 0.01, *plain.A[1:]]
    return MaskedCase(**{**vars(plain), "X": X, "A": A, "W": W})


def assert_gradient_agrees_with_central_differences(case, h=1e-4):
    documents = case.documents()
    _, grads = case.run(documents)
    supports = [S > 0 for S in documents.S]
    rng = np.random.default_rng(1)
    for _ in range(2):
        directions = [rng.standard_normal(factor.shape) for factor in case.factors()]

        def value_at(size, directions=directions):
            moved = [F + size * d for F, d in zip(case.factors(), directions, strict=True)]
            documents.S = None
            value, _ = case.with_factors(moved).run(documents)
            # The point is away from kinks: the supports hold all the way.
            assert all(np.array_equal(S > 0, T) for S, T in zip(documents.S, supports, strict=True))
            return value

        expected = directional_derivative(value_at, h)
        slope = sum(np.sum(grad * d) for grad, d in zip(grads, directions, strict=True))
        scale = np.sqrt(sum(np.sum(grad**2) for grad in grads))
        assert slope == pytest.approx(expected, rel=1e-6, abs=1e-8 * scale)
    return supports


def assert_same_run(run, other, rounding):
    (value, grads), (other_value, other_grads) = run, other
    assert other_value == pytest.approx(value, rel=rounding)
    for grad, theirs in zip(grads, other_grads, strict=True):
        np.testing.assert_allclose(theirs, grad, atol=rounding * np.abs(grad).max())


@every_case
def test_gradient_agrees_with_central_differences(mask, n_layers, loss, labelled):
    case = make_masked_case(MASKS[mask], n_layers, loss, labelled)
    supports = assert_gradient_agrees_with_central_differences(case)
    # Every layer has topics in use and at rest.
    assert all(0.1 < S.mean() < 0.95 for S in supports)


@every_case
def test_cost_and_gradient_agree_with_the_dense_network_and_the_pseudoinverse(
    mask, n_layers, loss, labelled
):
    case = make_masked_case(MASKS[mask], n_layers, loss, labelled)
    assert_same_run(case.run_reference(), case.run(), 1e-10)


def test_the_mixed_mask_makes_both_kinds_of_rows():
    X = make_masked_case(MASKS["mixed"], 1).documents().X
    for sets in (X._docs, X._terms):
        assert set(sets.lists_known) == {True, False}
    assert not make_masked_case(MASKS["1 % unknown"], 1).documents().X._docs.lists_known.any()
    assert make_masked_case(MASKS["95 % unknown"], 1).documents().X._docs.lists_known.all()


@pytest.mark.parametrize("loss", LOSSES)
def test_documents_that_know_fewer_terms_than_there_are_topics(loss):
    """The A'A of each is singular; its topics are unique, for the fit is not exact."""
    case = make_masked_case(known_terms(0.02), 3, loss, "all", seed=15)
    assert case.W.sum(axis=1).max() < case.A[0].shape[1]
    assert_gradient_agrees_with_central_differences(case)


@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("loss", LOSSES)
def test_terms_that_no_document_knows_have_no_gradient_and_no_effect(mask, loss):
    W = MASKS[mask].copy()
    W[:, [20, 33]] = 0
    case = make_masked_case(W, 3, loss, "all")
    value, grads = case.run()
    assert not grads[0][[20, 33]].any() and grads[0].any(axis=1).sum() > 100
    A = [case.A[0].copy(), *case.A[1:]]
    A[0][[20, 33]] = 1e3
    assert_same_run((value, grads), case.run(A=A), 1e-7)


@pytest.mark.parametrize("loss", LOSSES)
def test_knowing_everything_is_no_mask(loss):
    case = make_masked_case(np.ones((N_DOCS, N_TERMS)), 3, loss, "all")
    plain = case.documents()
    plain.X = DataMatrix(sparse.csr_array(case.X))
    assert_same_run(case.run(plain), case.run(), 1e-12)


@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("loss", LOSSES)
def test_sparse_equals_dense(mask, loss):
    case = make_masked_case(MASKS[mask], 3, loss, "all")
    assert_same_run(case.run(), case.run(case.documents(form=np.array)), 1e-12)


@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("loss", LOSSES)
def test_blocks_of_documents_add_up_to_the_whole(mask, loss):
    case = make_masked_case(MASKS[mask], 3, loss, "all")
    parts = [case.run(case.documents(block)) for block in (slice(0, 5), slice(5, 6), slice(6, 14))]
    total = sum(value for value, _ in parts)
    grads = [sum(of_blocks) for of_blocks in zip(*(grads for _, grads in parts), strict=True)]
    assert_same_run(case.run(), (total, grads), 1e-11)


@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("loss", LOSSES)
def test_float32_stays_float32_and_near_float64(mask, loss):
    case = make_masked_case(MASKS[mask], 3, loss, "all")
    single = case.with_factors([factor.astype(np.float32) for factor in case.factors()])
    single.D = [D.astype(np.float32) for D in case.D]
    documents = single.documents(dtype=np.float32)
    value, grads = single.run(documents)
    assert {part.dtype for part in (*grads, *documents.S)} == {np.dtype(np.float32)}
    assert_same_run(case.run(), (value, grads), 1e-3)
