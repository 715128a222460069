"""The data matrix with unknown entries: every method against a dense formula with W in it."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from scipy import sparse
from support import reference
from support.reference import kkt_violation
from test_masked import SHAPE, either_listed, every_mask, random_known, with_long_indices

from hiertopics.core import data as products
from hiertopics.core.data import DataMatrix
from hiertopics.core.linalg import column_sums, gram
from hiertopics.core.masked import MaskedMatrix
from hiertopics.core.nnls import UPDATES
from hiertopics.core.partials import FirstPartials
from hiertopics.core.projection import Projection
from hiertopics.core.threads import limit_threads, use_threads

K = 4
FORMS = {"csr": sparse.csr_array, "ndarray": np.array}
ROUNDING = {np.float64: 1e-12, np.float32: 2e-5}
every_form = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
every_dtype = pytest.mark.parametrize("dtype", ROUNDING)


@pytest.fixture(autouse=True)
def one_thread():
    with limit_threads(1, 0):
        yield


@dataclass
class Case:
    """A matrix with unknown entries, and the dense arrays that say the same; float64."""

    W: np.ndarray
    X: np.ndarray
    A: np.ndarray
    S: np.ndarray
    Z: np.ndarray

    def matrix(self, form=sparse.csr_array, dtype=np.float64, known=False):
        listed = sparse.csr_array(self.W == (1 if known else 0))
        return MaskedMatrix(form(self.X.astype(dtype)), listed, known=known)

    def own_gram(self, i, extra=0):
        """A'A over the terms that document i knows."""
        return self.A.T @ np.diag(self.W[i]) @ self.A + extra


def make_case(share, shape=SHAPE, dtype=np.float64):
    """Values that float32 holds exactly where dtype is float32."""
    (n_docs, n_terms), W = shape, random_known(share, shape)
    rng = np.random.default_rng(1)
    X = W * rng.random(W.shape) * (rng.random(W.shape) < 0.6)
    A, S = rng.random((n_terms, K)), rng.random((n_docs, K)) * (rng.random((n_docs, K)) < 0.7)
    Z = rng.standard_normal((n_docs, K))
    return Case(W, *(array.astype(dtype).astype(float) for array in (X, A, S, Z)))


def factors(case, dtype):
    """A, S, Z, and A'A, as the methods take them."""
    return *(array.astype(dtype) for array in (case.A, case.S, case.Z)), gram(case.A)


def assert_near(got, expected, dtype):
    assert got.dtype == dtype
    scale = np.abs(expected).max(initial=1e-300)
    np.testing.assert_allclose(got, expected, atol=ROUNDING[dtype] * scale)


def cross_terms(M, A, S, Z):
    """What one pair adds to the derivative by A."""
    parts = FirstPartials(np.zeros_like(S), [(1.0, S, Z, S.T @ Z)], A, np.zeros(len(S.T)))
    return M.first_sums(parts).derivative(A, gram(A))


# Every method against its formula


@either_listed
@every_dtype
@every_form
@every_mask
def test_products_and_norms(share, form, dtype, known):
    case = make_case(share, dtype=dtype)
    M, (A, S, Z, G) = case.matrix(form, dtype, known), factors(case, dtype)
    assert M.shape == case.X.shape and M.n_stored > np.count_nonzero(case.X)
    assert_near(M.dot(A), case.X @ case.A, dtype)
    assert_near(M.transposed_dot(Z), case.X.T @ case.Z, dtype)
    fit = case.W * (case.S @ case.A.T)
    assert_near(M.known_dot(S, M.project(A, G)), fit @ case.A, dtype)
    cross = fit.T @ case.Z + (case.W * (case.Z @ case.A.T)).T @ case.S
    assert_near(cross_terms(M, A, S, Z), cross, dtype)
    whole = case.X.T @ case.Z - 2 * cross
    parts = FirstPartials(Z, [(-2.0, S, Z, S.T @ Z)], A, column_sums(M.dot(A), Z))
    assert_near(M.first_sums(parts).derivative(A, G), whole, dtype)
    assert_near(M.row_square_norms(), np.sum(case.X**2, axis=1), np.float64)
    assert M.square_norm == pytest.approx(np.sum(case.X**2), rel=1e-12)
    error, rounding = np.sum((case.X - fit) ** 2), ROUNDING[dtype]
    assert M.residual_square_norm(S, A) == pytest.approx(error, rel=rounding)
    got = M.square_error(S, M.project(A, G), gram(case.S))
    assert got == pytest.approx(error, rel=10 * rounding)


@every_dtype
@every_form
@every_mask
def test_each_document_is_fitted_on_the_terms_that_it_knows(share, form, dtype):
    case = make_case(share, dtype=dtype)
    M, (A, S, _, G) = case.matrix(form, dtype), factors(case, dtype)
    for start in (None, S):
        fitted = M.solve(M.project(A, G), start)
        assert fitted.dtype == dtype and (fitted >= 0).all() and not fitted[7].any()
        for i, row in enumerate(case.X @ case.A):
            assert kkt_violation(row[None], case.own_gram(i), fitted[[i]]) < 10 * ROUNDING[dtype]


@every_dtype
@every_mask
def test_each_term_is_fitted_on_the_documents_that_know_it(share, dtype):
    case = make_case(share, dtype=dtype)
    M, (A, S, _, _) = case.matrix(dtype=dtype), factors(case, dtype)
    for start in (None, A):
        fitted = M.solve(M.project_terms(S), start)
        assert fitted.dtype == dtype and (fitted >= 0).all() and not fitted[5].any()
        for row, w, s in zip(case.X.T @ case.S, case.W.T, fitted, strict=True):
            own = case.S.T @ np.diag(w) @ case.S
            assert kkt_violation(row[None], own, s[None]) < 10 * ROUNDING[dtype]


@every_mask
def test_some_documents_with_something_added_to_their_gram(share):
    """As where labels take part: documents in any order, and the same matrix added to each."""
    case = make_case(share)
    M, root = case.matrix(), np.random.default_rng(2).random((2, K))
    rows, extra, XA = np.array([12, 7, 40, 3]), root.T @ root, case.X @ case.A + 0.1
    some = Projection(case.A, XA[rows], gram(case.A), rows, extra)
    fitted = M.solve(some, case.S[rows])
    for i, s in zip(rows, fitted, strict=True):
        assert kkt_violation(XA[[i]], case.own_gram(i, extra), s[None]) < 1e-11
    assert fitted[1].any(), "the document that knows no term is placed by what is added"


@every_mask
@pytest.mark.parametrize("update", ["hals", "mu"])
def test_one_step_of_documents_and_of_terms(update, share):
    case, extra = make_case(share), 0.3 * np.eye(K)
    M, S = case.matrix(), case.S + 0.1
    XA, XS = case.X @ case.A, case.X.T @ S
    topics = M.project(case.A)
    docs = M.solve(topics, S, update)
    more = M.solve(replace(topics, extra=extra), S, update)
    terms = M.solve(M.project_terms(S), case.A, update)

    def step(B, own, s):
        expected = s[None] * B.any()
        reference.update_rows(UPDATES[update], B[None], own, expected)
        return expected[0]

    for i in range(SHAPE[0]):
        np.testing.assert_allclose(docs[i], step(XA[i], case.own_gram(i), S[i]), atol=1e-11)
        np.testing.assert_allclose(more[i], step(XA[i], case.own_gram(i, extra), S[i]), atol=1e-11)
    for j, w in enumerate(case.W.T):
        expected = step(XS[j], S.T @ np.diag(w) @ S, case.A[j])
        np.testing.assert_allclose(terms[j], expected, atol=1e-11)


@every_dtype
@every_mask
def test_adjoint_solves_with_what_each_document_knows(share, dtype):
    case = make_case(share, dtype=dtype)
    M, (A, _, D, G) = case.matrix(dtype=dtype), factors(case, dtype)
    S = M.solve(M.project(A, G))
    Z = M.adjoint(D, S, M.project(A, G))
    assert Z.dtype == dtype and not Z[S == 0].any()
    for i, (z, s) in enumerate(zip(Z, S, strict=True)):
        T = np.flatnonzero(s)
        own = case.own_gram(i)[np.ix_(T, T)]
        scale = np.abs(D[i]).max() * (np.linalg.cond(own) if T.size else 1)
        np.testing.assert_allclose(own @ z[T], D[i, T], atol=ROUNDING[dtype] * scale)


# Where digits are at stake


@pytest.mark.parametrize("block", [1, 100, 10**6])
@every_form
@every_mask
def test_nearly_exact_fits_have_an_exact_error(share, form, block, monkeypatch):
    """What the fit says of unknown entries is far from the 0 that stands there."""
    monkeypatch.setattr(products, "DENSE_BLOCK", block)
    case = make_case(share)
    noise = np.random.default_rng(3).random(case.X.shape)
    for size in (0.0, 1e-9, 1e-6, 1e-3):
        case.X = case.W * (case.S @ case.A.T + size * noise)
        M, square = case.matrix(form), gram(case.S)
        expected = np.sum((case.X - case.W * (case.S @ case.A.T)) ** 2)
        for error in (
            M.residual_square_norm(case.S, case.A),
            M.square_error(case.S, M.project(case.A), square),
        ):
            assert error == pytest.approx(expected, rel=1e-6, abs=1e-28 * M.square_norm)


@every_dtype
@pytest.mark.parametrize("left", [1e-1, 1e-3, 1e-6])
def test_what_little_is_known_of_a_topic_keeps_its_digits(left, dtype):
    """Few terms are unknown, but nearly all of the topics is on them, as is nearly all the fit."""
    case = make_case(0.0, dtype=dtype)
    case.W[:] = 1
    case.W[:9, :9] = 0
    case.X *= case.W
    case.A[9:] *= left
    case.S[9:, 0] *= left
    A, S, _, G = factors(case, dtype)
    case.A, case.S = A.astype(float), S.astype(float)
    M, fit = case.matrix(dtype=dtype), case.W * (case.S @ case.A.T)
    expected = fit @ case.A
    got = M.known_dot(S, M.project(A, G))
    scale = np.abs(expected).max(axis=1, keepdims=True)
    np.testing.assert_allclose(got / scale, expected / scale, atol=1e3 * ROUNDING[dtype])
    fitted = M.solve(M.project(A, G))
    error = np.sum((case.X - case.W * (fitted.astype(float) @ case.A.T)) ** 2)
    got = M.square_error(fitted, M.project(A, G), gram(fitted))
    assert got == pytest.approx(error, rel=1e3 * ROUNDING[dtype])
    Z = M.adjoint(fitted, fitted, M.project(A, G))
    both = (case.W * (fitted @ case.A.T)).T @ Z
    expected = both + (case.W * (Z @ case.A.T)).T @ fitted
    scale = np.abs(expected).max(axis=1, keepdims=True)
    got = cross_terms(M, A, fitted, Z)
    np.testing.assert_allclose(got / scale, expected / scale, atol=1e3 * ROUNDING[dtype])


# One answer by several routes


def all_methods(M, case, dtype=np.float64):
    """Every method once, by name."""
    A, S, Z, G = factors(case, dtype)
    topics, terms = M.project(A, G), M.project_terms(S)
    found = {
        "dot": topics.products,
        "transposed_dot": terms.products,
        "adjoint": M.adjoint(Z, S, topics),
        "known_dot": M.known_dot(S, M.project(A, G)),
        "cross_terms": cross_terms(M, A, S, Z),
        "row_square_norms": M.row_square_norms(),
        "square_norm": M.square_norm,
        "square_error": M.square_error(S, topics, gram(case.S)),
        "residual_square_norm": M.residual_square_norm(S, A),
    }
    for update in UPDATES:
        found[f"solve, {update}"] = M.solve(topics, S, update)
        found[f"solve_terms, {update}"] = M.solve(terms, A, update)
    rows = np.arange(len(S))[::-2]
    some = replace(topics, products=topics.products[rows], rows=rows, extra=np.eye(K))
    found["solve, some"] = M.solve(some)
    return found


@either_listed
@every_form
def test_nothing_hidden_is_the_plain_matrix(form, known):
    case = make_case(0.5)
    case.W[:] = 1
    plain = all_methods(DataMatrix(form(case.X)), case)
    for name, found in all_methods(case.matrix(form, known=known), case).items():
        np.testing.assert_allclose(found, plain[name], rtol=1e-12, atol=1e-12, err_msg=name)


@every_dtype
@every_form
def test_the_bits_depend_neither_on_the_threads_nor_on_what_is_listed(form, dtype):
    case = make_case(0.5, shape=(1001, 701))
    case.W[:300] = random_known(0.01, (300, 701))
    case.W[300:600] = random_known(0.95, (300, 701))
    case.X *= case.W
    one = all_methods(case.matrix(form, dtype), case, dtype)
    use_threads(2)
    for known in (True, False):
        for name, found in all_methods(case.matrix(form, dtype, known), case, dtype).items():
            assert np.array_equal(found, one[name]), name


@every_mask
def test_long_indices_change_nothing(share):
    case = make_case(share)
    listed = with_long_indices(case.W == 0)
    assert listed.indices.dtype == np.int64 and listed.shape == case.X.shape
    plain = all_methods(case.matrix(), case)
    long = all_methods(MaskedMatrix(with_long_indices(case.X), listed, known=False), case)
    for name, found in long.items():
        assert np.array_equal(found, plain[name]), name
