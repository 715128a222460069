"""Cost and gradient of the network: finite differences, a dense twin, the paper's own formula."""

import tracemalloc
from dataclasses import dataclass, replace

import numpy as np
import pytest
from scipy import sparse
from support import reference

from hiertopics.core.costs import LOSSES, LabelError, LayerError, Reconstruction, Sum
from hiertopics.core.data import DataMatrix
from hiertopics.core.network import (
    Documents,
    Labels,
    cost_and_gradient,
    forward,
    rebuild,
)
from hiertopics.core.objective import Objective

pytestmark = pytest.mark.usefixtures("one_thread")

N_DOCS, N_TERMS, N_CLASSES = 14, 12, 3
N_TOPICS = (8, 6, 5, 4)
LABELLED = ["none", "last", "all"]


@dataclass
class Case:
    """A random network with everything that its cost depends on, dense and in float64."""

    X: np.ndarray
    A: list
    B: dict
    D: list
    loss: str
    weights: list
    labels: dict
    label_weights: dict

    def cost(self):
        terms = LOSSES[self.loss](self.weights)
        labels = tuple(LabelError(l, weight) for l, weight in self.label_weights.items())
        return Sum(terms + labels)

    def documents(self, rows=slice(None), dtype=float, form=sparse.csr_array):
        """The documents chosen, in their order, with their labels."""
        chosen = np.arange(len(self.X))[rows]
        labels = {}
        for l, (known, Y) in self.labels.items():
            row_of = {i: row for row, i in enumerate(known)}
            new_rows = [row for row, i in enumerate(chosen) if i in row_of]
            Y = Y[[row_of[chosen[row]] for row in new_rows]]
            labels[l] = Labels(
                np.array(new_rows, dtype=int), Y.reshape(-1, N_CLASSES).astype(dtype)
            )
        return Documents(DataMatrix(form(self.X[chosen].astype(dtype))), labels)

    def run(self, documents=None, A=None, B=None):
        """Cost and gradient by A and B, as one list of factors."""
        documents = documents or self.documents()
        value, grad_A, grad_B, _ = cost_and_gradient(
            documents, A or self.A, B or self.B, self.D, self.cost()
        )
        return value, grad_A + [grad_B[l] for l in sorted(grad_B)]

    def run_reference(self):
        value, grad_A, grad_B = reference.cost_and_gradient(
            self.X, self.A, self.B, self.D, self.loss, self.weights, self.labels, self.label_weights
        )
        return value, grad_A + [grad_B[l] for l in sorted(grad_B)]

    def factors(self):
        return self.A + [self.B[l] for l in sorted(self.B)]

    def with_factors(self, factors):
        n = len(self.A)
        return replace(self, A=factors[:n], B=dict(zip(sorted(self.B), factors[n:], strict=True)))


def make_case(n_layers, loss="every_depth", labelled="none", seed=0, n_docs=N_DOCS):
    rng = np.random.default_rng(seed)
    sizes = (N_TERMS, *N_TOPICS[:n_layers])
    X = rng.random((n_docs, N_TERMS)) * (rng.random((n_docs, N_TERMS)) < 0.7)
    A = [
        rng.random(shape) * (rng.random(shape) < 0.7) + 0.05
        for shape in zip(sizes[:-1], sizes[1:], strict=True)
    ]
    D = [rng.uniform(0.5, 2, k) for k in sizes[1:-1]]
    layers = {"none": [], "last": [n_layers - 1], "all": range(n_layers)}[labelled]
    B = {l: rng.random((N_CLASSES, sizes[l + 1])) for l in layers}
    labels = {}
    for l in layers:
        known = rng.permutation(n_docs)[: n_docs - 4]
        labels[l] = (known, np.eye(N_CLASSES)[rng.integers(N_CLASSES, size=len(known))])
    label_weights = {l: rng.uniform(0.5, 2) for l in layers}
    weights = list(rng.uniform(0.2, 2, n_layers))
    return Case(X, A, B, D, loss, weights, labels, label_weights)


def supports(case):
    return [S > 0 for S in forward(case.documents(), case.A, case.B, case.D).S]


every_case = pytest.mark.parametrize(
    "n_layers, loss, labelled",
    [(n, loss, labelled) for n in (1, 2, 3, 4) for loss in LOSSES for labelled in LABELLED],
)


def directional_derivative(value_at, h):
    """The derivative at 0 from central differences at h and h / 2, extrapolated: error h ** 4."""
    broad = (value_at(h) - value_at(-h)) / (2 * h)
    fine = (value_at(h / 2) - value_at(-h / 2)) / h
    return (4 * fine - broad) / 3


# The gradient of the network


@every_case
def test_gradient_agrees_with_central_differences(n_layers, loss, labelled):
    case = make_case(n_layers, loss, labelled)
    _, grads = case.run()
    here = supports(case)
    # Every layer has topics in use and at rest, and no document falls silent.
    assert all(0.1 < S.mean() < 0.99 for S in here) and here[0].any(axis=1).all()
    rng = np.random.default_rng(1)
    h = 1e-4
    for position, (factor, grad) in enumerate(zip(case.factors(), grads, strict=True)):
        for _ in range(2):
            direction = rng.standard_normal(factor.shape)

            def moved(size, position=position, direction=direction):
                factors = case.factors()
                factors[position] = factors[position] + size * direction
                return case.with_factors(factors)

            # The point is away from kinks: the supports hold all the way.
            for size in (h, -h):
                there = supports(moved(size))
                assert all(np.array_equal(S, T) for S, T in zip(here, there, strict=True))
            expected = directional_derivative(lambda size, at=moved: at(size).run()[0], h)
            scale = np.linalg.norm(grad)
            assert scale > 1e-3
            assert np.sum(grad * direction) == pytest.approx(expected, rel=1e-6, abs=1e-8 * scale)


@every_case
def test_cost_and_gradient_agree_with_the_dense_network_and_the_pseudoinverse(
    n_layers, loss, labelled
):
    for seed in range(3):
        case = make_case(n_layers, loss, labelled, seed)
        value, grads = case.run()
        expected_value, expected = case.run_reference()
        assert value == pytest.approx(expected_value, rel=1e-10)
        assert len(grads) == len(expected)
        for grad, theirs in zip(grads, expected, strict=True):
            np.testing.assert_allclose(grad, theirs, atol=1e-10 * np.abs(theirs).max())


@pytest.mark.parametrize("loss", ["energy", "every_depth"])
@pytest.mark.parametrize("weights", [[1.5, 0, 0], [0, 0.7, 0], [0.5, 0, 2.0]])
def test_a_cost_of_some_layers_only(loss, weights):
    case = replace(make_case(3, loss), weights=weights)
    value, grads = case.run()
    expected_value, expected = case.run_reference()
    assert value == pytest.approx(expected_value, rel=1e-10)
    for l, (grad, theirs) in enumerate(zip(grads, expected, strict=True)):
        np.testing.assert_allclose(grad, theirs, atol=1e-10 * max(np.abs(theirs).max(), 1e-3))
        assert grad.any() == any(weights[l:])


@pytest.mark.parametrize("layer", [0, 1, 2])
def test_labels_at_one_layer_alone_reach_the_layers_below(layer):
    case = make_case(3, "energy", "all")
    kept = {name: {layer: getattr(case, name)[layer]} for name in ("B", "labels", "label_weights")}
    case = replace(case, weights=[0.0, 0.0, 0.0], **kept)
    value, grads = case.run()
    expected_value, expected = case.run_reference()
    assert value == pytest.approx(expected_value, rel=1e-10)
    for l, (grad, theirs) in enumerate(zip(grads[:3], expected, strict=False)):
        np.testing.assert_allclose(grad, theirs, atol=1e-10 * max(np.abs(theirs).max(), 1e-3))
        assert grad.any() == (l <= layer)


def test_forward_agrees_with_scipy_one_document_at_a_time():
    case = make_case(4, n_docs=60)
    network = forward(case.documents(), case.A, D=case.D)
    for S, expected in zip(network.S, reference.forward(case.X, case.A, case.D), strict=True):
        np.testing.assert_allclose(S, expected, atol=1e-10 * expected.max())


def test_hand_on_weights_are_ones_by_default():
    case = make_case(3)
    ones = [np.ones_like(D) for D in case.D]
    plain, given = forward(case.documents(), case.A), forward(case.documents(), case.A, D=ones)
    assert all(np.array_equal(S, T) for S, T in zip(plain.S, given.S, strict=True))
    weighted = forward(case.documents(), case.A, D=case.D)
    assert np.array_equal(weighted.S[0], plain.S[0])
    assert not np.allclose(weighted.S[1], plain.S[1])


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("n_layers", [1, 2, 3])
def test_curvature_is_what_a_column_that_moves_adds(loss, n_layers):
    """Exact where a factor meets its own layer's error, else a bound that is not far off."""
    case = make_case(n_layers, loss=loss, labelled="all")
    *_, (curvature, curvature_B) = cost_and_gradient(
        case.documents(), case.A, case.B, case.D, case.cost()
    )
    S = forward(case.documents(), case.A, D=case.D).S
    rng = np.random.default_rng(0)

    def value(A, B):
        return reference.cost_and_partials(
            case.X, A, B, case.D, S, loss, case.weights, case.labels, case.label_weights
        )[0]

    def second_difference(factors, l, t, value_of):
        step = np.zeros_like(factors[l])
        step[:, t] = rng.standard_normal(len(step))
        moved = [{**factors, l: factors[l] + sign * step} for sign in (-1, 0, 1)]
        below, here, above = map(value_of, moved)
        return (below - 2 * here + above) / np.sum(step**2)

    factors = dict(enumerate(case.A))
    for l, told in enumerate(curvature):
        for t, q in enumerate(told):
            found = second_difference(factors, l, t, lambda A: value(list(A.values()), case.B))
            exact = l == 0 or loss == "energy"
            assert (
                found == pytest.approx(q, rel=1e-6, abs=1e-9)
                if exact
                else found <= q * (1 + 1e-9) + 1e-9
            )
            assert found >= q / 100 - 1e-9
    for l, told in curvature_B.items():
        for t, q in enumerate(told):
            found = second_difference(case.B, l, t, lambda B: value(case.A, B))
            assert found == pytest.approx(q, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("form", ["two terms", "own first", "own last"])
def test_curvature_of_labels_adds_up(form):
    """Terms at one layer add what they tell, in any order and beside a cost of the user's own."""

    def own(network, partials):
        partials.add_curvature_B(1, np.full(N_TOPICS[1], 3.0))
        return 0.0

    terms = {
        "two terms": (LabelError(1, 0.5), LabelError(1, 2.0)),
        "own first": (own, LabelError(1, 2.5)),
        "own last": (LabelError(1, 2.5), own),
    }[form]
    case = make_case(2, "energy", "all")

    def curvature_of(*more):
        cost = Sum((*LOSSES["energy"]([1.0, 1.0]), *more))
        return cost_and_gradient(case.documents(), case.A, case.B, case.D, cost)[3][1]

    found, alone = curvature_of(*terms)[1], curvature_of(LabelError(1, 2.5))[1]
    np.testing.assert_allclose(found, alone + (0 if form == "two terms" else 3))


def test_rebuild_walks_down_the_chain():
    case = make_case(3)
    S = np.random.default_rng(0).random((5, N_TOPICS[2]))
    down = rebuild(case.A, case.D, S, 2)
    assert len(down) == 3 and down[0] is S
    middle = S @ case.A[2].T @ np.diag(1 / case.D[1])
    np.testing.assert_allclose(down[1], middle)
    np.testing.assert_allclose(down[2], middle @ case.A[1].T @ np.diag(1 / case.D[0]))


@pytest.mark.parametrize("n_layers", [1, 2, 3, 4])
def test_a_cost_of_the_users_own(n_layers):
    """Any function of A and S: here sum_l <C_l, S_l> + <E_l, A_l ** 2>."""
    case = make_case(n_layers)
    rng = np.random.default_rng(2)
    C = [rng.standard_normal((N_DOCS, k)) for k in N_TOPICS[:n_layers]]
    E = [rng.standard_normal(A.shape) for A in case.A]

    def cost(network, partials):
        value = 0.0
        for l in range(n_layers):
            partials.S[l] += C[l]
            partials.A[l] += 2 * E[l] * network.A[l]
            value += np.sum(C[l] * network.S[l]) + np.sum(E[l] * network.A[l] ** 2)
        return value

    directions = [rng.standard_normal(A.shape) for A in case.A]

    def value_at(size):
        A = [A_l + size * d for A_l, d in zip(case.A, directions, strict=True)]
        return cost_and_gradient(case.documents(), A, {}, case.D, cost)[0]

    _, grads, _, _ = cost_and_gradient(case.documents(), case.A, {}, case.D, cost)
    slope = sum(np.sum(g * d) for g, d in zip(grads, directions, strict=True))
    assert slope == pytest.approx(directional_derivative(value_at, 2e-5), rel=1e-6)


# The costs


def test_each_loss_is_the_sum_that_its_name_says():
    weights = [2.0, 0.0, 0.5]
    assert LOSSES["reconstruction"](weights) == (Reconstruction(2, 0.5),)
    assert LOSSES["energy"](weights) == (LayerError(0, 2.0), LayerError(2, 0.5))
    assert LOSSES["every_depth"](weights) == (Reconstruction(0, 2.0), Reconstruction(2, 0.5))


@pytest.mark.parametrize("loss", LOSSES)
def test_a_cost_is_linear_in_its_weights(loss):
    case = make_case(3, loss, "last")
    value, grads = case.run()
    doubled = replace(
        case,
        weights=[2 * w for w in case.weights],
        label_weights={l: 2 * w for l, w in case.label_weights.items()},
    )
    twice, twice_grads = doubled.run()
    assert twice == pytest.approx(2 * value, rel=1e-13)
    for grad, double in zip(grads, twice_grads, strict=True):
        np.testing.assert_allclose(double, 2 * grad, rtol=1e-11, atol=1e-12)


def test_a_layer_with_no_known_label_adds_nothing():
    case = make_case(2, labelled="last")
    empty = replace(case, labels={1: (np.empty(0, int), np.empty((0, N_CLASSES)))})
    value, grads = empty.run()
    unsupervised = replace(case, B={}, labels={}, label_weights={})
    plain, plain_grads = unsupervised.run()
    assert value == plain
    assert all(np.array_equal(a, b) for a, b in zip(grads[:2], plain_grads, strict=True))
    assert not grads[2].any()


# One answer by several routes


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("form", [np.array, np.asfortranarray, sparse.csc_array, sparse.csr_matrix])
def test_sparse_equals_dense(loss, form):
    case = make_case(3, loss, "all")
    value, grads = case.run()
    other, other_grads = case.run(case.documents(form=form))
    assert other == pytest.approx(value, rel=1e-12)
    for grad, theirs in zip(grads, other_grads, strict=True):
        np.testing.assert_allclose(grad, theirs, atol=1e-12 * np.abs(grad).max())


@pytest.mark.parametrize("form", [np.array, sparse.csr_array])
@pytest.mark.parametrize("loss", LOSSES)
def test_float32_stays_float32_and_near_float64(loss, form):
    case = make_case(3, loss, "all")
    value, grads = case.run()
    single = case.with_factors([factor.astype(np.float32) for factor in case.factors()])
    single.D = [D.astype(np.float32) for D in case.D]
    documents = single.documents(dtype=np.float32, form=form)
    assert documents.X.dtype == np.float32
    single_value, single_grads = single.run(documents)
    assert isinstance(single_value, float)
    assert single_value == pytest.approx(value, rel=1e-4)
    for grad, theirs in zip(grads, single_grads, strict=True):
        assert theirs.dtype == np.float32
        np.testing.assert_allclose(theirs, grad, atol=1e-3 * np.abs(grad).max())
    assert all(S.dtype == np.float32 for S in documents.S)


@pytest.mark.parametrize("loss", LOSSES)
def test_permuting_documents_changes_nothing_but_rounding(loss):
    case = make_case(3, loss, "all")
    value, grads = case.run()
    order = np.random.default_rng(3).permutation(N_DOCS)
    documents = case.documents(order)
    other, other_grads = case.run(documents)
    assert other == pytest.approx(value, rel=1e-12)
    for grad, theirs in zip(grads, other_grads, strict=True):
        np.testing.assert_allclose(grad, theirs, atol=1e-11 * np.abs(grad).max())
    whole = forward(case.documents(), case.A, D=case.D)
    for S, T in zip(whole.S, documents.S, strict=True):
        np.testing.assert_allclose(T, S[order], atol=1e-11)


@pytest.mark.parametrize("labelled", LABELLED)
@pytest.mark.parametrize("loss", LOSSES)
def test_blocks_of_documents_add_up_to_the_whole(loss, labelled):
    case = make_case(3, loss, labelled)
    value, grads = case.run()
    blocks = [slice(0, 5), slice(5, 6), slice(6, 14)]
    parts = [case.run(case.documents(block)) for block in blocks]
    assert sum(part for part, _ in parts) == pytest.approx(value, rel=1e-12)
    for position, grad in enumerate(grads):
        added = sum(part_grads[position] for _, part_grads in parts)
        np.testing.assert_allclose(added, grad, atol=1e-11 * np.abs(grad).max())


@pytest.mark.parametrize("loss", LOSSES)
def test_the_warm_start_is_renewed_and_changes_nothing_but_rounding(loss):
    case = make_case(3, loss, "all")
    documents = case.documents()
    assert documents.S is None
    value, grads = case.run(documents)
    cold = [S.copy() for S in documents.S]
    documents.S = [np.random.default_rng(0).random(S.shape) for S in cold]
    again, again_grads = case.run(documents)
    assert again == pytest.approx(value, rel=1e-12)
    for grad, theirs in zip(grads, again_grads, strict=True):
        np.testing.assert_allclose(grad, theirs, atol=1e-11 * np.abs(grad).max())
    for S, T in zip(cold, documents.S, strict=True):
        np.testing.assert_allclose(S, T, atol=1e-11)


def test_the_factors_given_are_not_changed():
    case = make_case(3, "energy", "all")
    before = [factor.copy() for factor in case.factors()]
    weights = [D.copy() for D in case.D]
    _, grads = case.run()
    assert all(np.array_equal(a, b) for a, b in zip(before, case.factors(), strict=True))
    assert all(np.array_equal(a, b) for a, b in zip(weights, case.D, strict=True))
    assert [grad.shape for grad in grads] == [factor.shape for factor in before]


@pytest.mark.parametrize("loss", LOSSES)
def test_dead_and_duplicate_topics_give_finite_gradients(loss):
    case = make_case(3, loss, "all")
    case.A[0][:, 2], case.A[0][:, 3] = 0, case.A[0][:, 1]
    case.A[1][:, 0] = 0
    case.A[2][:] = 0
    case.X[3] = 0
    value, grads = case.run()
    assert np.isfinite(value)
    assert all(np.isfinite(grad).all() for grad in grads)


def test_no_array_of_documents_by_terms_is_ever_made():
    n_docs, n_terms = 2000, 3000
    X = sparse.random(n_docs, n_terms, 0.002, random_state=np.random.default_rng(0))
    rng = np.random.default_rng(1)
    A = [rng.random((n_terms, 6)), rng.random((6, 3))]
    documents = Documents(DataMatrix(sparse.csr_array(X)))
    costs = [Sum(LOSSES[loss]([1.0, 1.0])) for loss in LOSSES]
    D = [np.ones(6)]
    cost_and_gradient(documents, A, {}, D, costs[0])
    tracemalloc.start()
    try:
        for cost in costs:
            cost_and_gradient(documents, A, {}, D, cost)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < n_docs * n_terms  # bytes: an eighth of the dense array


# The objective that a solver sees


def objective_of(case, unit):
    return Objective(case.documents(), case.A, case.B, case.D, case.cost(), unit=unit)


@pytest.mark.parametrize("unit", [False, True])
@pytest.mark.parametrize("loss", LOSSES)
def test_objective_agrees_with_central_differences(loss, unit):
    case = make_case(3, loss, "all", seed=4)
    objective = objective_of(case, unit)
    x = objective.pack(case.A, case.B)
    value, grad = objective(x)
    assert grad.shape == x.shape
    rng = np.random.default_rng(5)
    for _ in range(5):
        direction = rng.standard_normal(x.shape)
        expected = directional_derivative(lambda h, d=direction: objective(x + h * d)[0], 2e-5)
        scale = np.linalg.norm(grad)
        assert grad @ direction == pytest.approx(expected, rel=1e-6, abs=1e-8 * scale)
    if not unit:
        assert value == case.run()[0]


@pytest.mark.parametrize("loss", LOSSES)
def test_unit_objective_does_not_depend_on_the_length_of_a_column(loss):
    case = make_case(3, loss, "last")
    objective = objective_of(case, unit=True)
    value, grad = objective(objective.pack(case.A, case.B))
    lengths = [np.random.default_rng(l).uniform(0.1, 10, A.shape[1]) for l, A in enumerate(case.A)]
    stretched = [A * length for A, length in zip(case.A, lengths, strict=True)]
    other, other_grad = objective(objective.pack(stretched, case.B))
    assert other == pytest.approx(value, rel=1e-12)
    sizes = np.cumsum([A.size for A in case.A])[:-1]
    n_A = sum(A.size for A in case.A)
    parts, other_parts = np.split(grad[:n_A], sizes), np.split(other_grad[:n_A], sizes)
    for A, length, part, theirs in zip(case.A, lengths, parts, other_parts, strict=True):
        part, theirs = part.reshape(A.shape), theirs.reshape(A.shape)
        np.testing.assert_allclose(theirs * length, part, atol=1e-10 * np.abs(part).max())
        # So the gradient has no component along a column.
        assert np.abs(np.sum(part * A, axis=0)).max() < 1e-10 * np.abs(part).max()


def test_unpack_gives_back_what_was_packed():
    case = make_case(3, labelled="all")
    x = objective_of(case, unit=False).pack(case.A, case.B)
    A, norms, B = objective_of(case, unit=False).unpack(x)
    assert all(np.array_equal(a, b) for a, b in zip(A, case.A, strict=True))
    assert sorted(B) == [0, 1, 2] and all(np.array_equal(B[l], case.B[l]) for l in B)
    assert all(np.array_equal(norm, np.ones(len(norm))) for norm in norms)
    A, norms, B = objective_of(case, unit=True).unpack(x)
    for unit, norm, given in zip(A, norms, case.A, strict=True):
        np.testing.assert_allclose(np.linalg.norm(unit, axis=0), 1)
        np.testing.assert_allclose(unit * norm, given)
    assert all(np.array_equal(B[l], case.B[l]) for l in B)


def test_objective_keeps_float32():
    case = make_case(2, labelled="last")
    single = case.with_factors([factor.astype(np.float32) for factor in case.factors()])
    D = [D.astype(np.float32) for D in case.D]
    for unit in (False, True):
        documents = single.documents(dtype=np.float32)
        objective = Objective(documents, single.A, single.B, D, single.cost(), unit=unit)
        x = objective.pack(single.A, single.B)
        assert x.dtype == objective(x)[1].dtype == np.float32


@pytest.mark.parametrize("n_layers", [1, 2, 3])
def test_safe_step_is_the_inverse_curvature(n_layers):
    case = make_case(n_layers, "reconstruction")
    case.D = [np.ones_like(D) for D in case.D]
    case.A[-1] *= 1e-4  # so the topics above it are large, and the last layer is the steepest
    objective = objective_of(case, unit=False)
    S = reference.forward(case.X, case.A, case.D)
    below = [np.eye(N_TERMS), case.A[0], case.A[0] @ case.A[1] if n_layers == 3 else None]
    curvatures = [
        np.linalg.norm(P, 2) ** 2 * np.linalg.norm(S_l, 2) ** 2
        for P, S_l in zip(below, S, strict=False)
    ]
    assert np.argmax(curvatures) == n_layers - 1
    expected = 1 / (2 * curvatures[-1])
    assert objective.safe_step(objective.pack(case.A, {})) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("scale", [1e-4, 1.0])
@pytest.mark.parametrize("weight", [1e-3, 1.0, 1e6])
def test_safe_step_lowers_the_cost_whatever_the_cost_is(loss, weight, scale):
    case = make_case(3, loss, "all")
    case.A[0] *= scale
    case.weights = [weight * w for w in case.weights]
    objective = objective_of(case, unit=False)
    x = objective.pack(case.A, case.B)
    value, grad = objective(x)
    step = objective.safe_step(x)
    assert step > 0
    assert objective(np.maximum(x - step * grad, 0))[0] < value


def test_safe_step_of_factors_that_are_zero():
    case = make_case(2, "reconstruction")
    objective = objective_of(case, unit=False)
    assert objective.safe_step(np.zeros_like(objective.pack(case.A, {}))) == 1.0
