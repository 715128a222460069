"""NMF and SSNMF: equations (1) and (2) by three solvers, against twins, peers and certificates."""

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import nnls as scipy_nnls
from sklearn import decomposition

from hiertopics import NMF, SSNMF, NeuralNMF
from hiertopics.core.data import DataMatrix
from hiertopics.core.epochs import Stop
from hiertopics.core.nmf import Factors, Problem, alternate
from hiertopics.models.layerwise import worst_stop

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
SOLVERS = ["anls", "hals", "mu"]
RESTS = {"tol": 0, "n_init": 1, "random_state": 0}


def random_problem(seed):
    """A matrix of low rank and some noise, a third of it zeros, and its rank."""
    rng = np.random.default_rng(seed)
    shape, k = rng.integers(20, 90, size=2), int(rng.integers(2, 9))
    left = rng.random((shape[0], k)) * (rng.random((shape[0], k)) < 0.4)
    right = rng.random((k, shape[1])) * (rng.random((k, shape[1])) < 0.4)
    return left @ right + 0.3 * rng.random(shape) * (rng.random(shape) < 0.5), k


def labelled_problem(share_labelled=0.5, share_known=1.0, seed=0):
    """X with W and one-hot Y with L as the paper has them, and y as people have it."""
    rng = np.random.default_rng(seed)
    X = np.repeat(rng.random((4, 30)) ** 4, 10, axis=0) + 0.2 * rng.random((40, 30))
    W = rng.random(X.shape) < share_known
    y = rng.integers(0, 3, 40)
    y[:3] = 0, 1, 2
    labelled = np.arange(40) < max(3, 40 * share_labelled)
    Y = np.eye(3)[y]
    L = np.repeat(labelled[:, None], 3, axis=1)
    return X, W, Y, L, np.where(labelled, y, -1)


def dense_cost(X, W, Y, L, weight, A, S, B):
    """Equation (2), to the letter."""
    return np.sum((W * (X - S @ A.T)) ** 2) + weight * np.sum((L * (Y - S @ B.T)) ** 2)


def best_topics(X, W, Y, L, weight, A, B):
    """S by scipy, each document from its known terms and, where it has one, its label."""
    rows = []
    for x, w, y, l in zip(X, W, Y, L, strict=True):
        terms, classes = np.flatnonzero(w), np.flatnonzero(l)
        stacked = np.vstack([A[terms], np.sqrt(weight) * B[classes]])
        rows.append(scipy_nnls(stacked, np.append(x[terms], np.sqrt(weight) * y[classes]))[0])
    return np.array(rows)


# Against scikit-learn


def costs_of_both(X, k, seed, inits=("random", None)):
    """Ours with the default starts, and the smaller of scikit-learn's."""
    ours = NMF(k, tol=1e-8, max_epochs=2000, random_state=seed)
    ours.fit(sparse.csr_array(X) if seed % 2 else X)
    settings = {"solver": "cd", "tol": 1e-8, "max_iter": 5000, "random_state": seed}
    theirs = [decomposition.NMF(k, init=init, **settings).fit(X) for init in inits]
    assert ours.history_[-1] == pytest.approx(ours.reconstruction_err_**2, rel=1e-9)
    return ours.history_[-1], min(model.reconstruction_err_**2 for model in theirs)


@pytest.mark.parametrize("seed", range(20))
def test_the_objective_is_that_of_scikit_learn(seed):
    """On these problems nearly every start leads to the same minimum."""
    ours, theirs = costs_of_both(*random_problem(seed), seed)
    assert ours <= theirs * (1 + 1e-5)
    assert ours >= theirs * (1 - 1e-3), "sklearn was given enough, so this would be a wrong cost"


def test_among_many_minima_the_one_found_is_seldom_above_that_of_one_start_of_scikit_learn():
    """Poisson counts of low rate."""
    ratios = []
    for seed in range(20):
        X, k = random_problem(seed)
        counts = np.random.default_rng(seed).poisson(X).astype(float)
        ours, theirs = costs_of_both(counts, k, seed, inits=["random"])
        ratios.append(ours / theirs)
    assert max(ratios) < 1.01 and sum(ratio <= 1 + 1e-5 for ratio in ratios) >= 15
    assert min(ratios) < 1 - 1e-3


@pytest.mark.parametrize("loss", ["reconstruction", "every_depth", "energy"])
@pytest.mark.parametrize("seed", range(5))
def test_one_layer_of_neural_nmf_reaches_the_objective_of_nmf(seed, loss):
    X, k = random_problem(seed)
    alternating = NMF(k, tol=1e-7, max_epochs=1000, random_state=seed).fit(X)
    joint = NeuralNMF(k, loss=loss, tol=1e-7, max_epochs=1000, random_state=seed).fit(X)
    assert joint.history_[-1] == pytest.approx(alternating.history_[-1], rel=1e-3)


# The solvers


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("share_known", [1.0, 0.7, 0.2])
@pytest.mark.parametrize("supervision", [0.01, 1, 100])
@pytest.mark.parametrize("share_labelled", [0, 0.1, 0.5, 1])
def test_no_epoch_raises_the_cost(solver, share_known, supervision, share_labelled):
    X, W, _, _, y = labelled_problem(share_labelled, share_known)
    for n_init in (1, 3):
        model = SSNMF(4, supervision=supervision, solver=solver, max_epochs=30)
        model.set_params(**{**RESTS, "n_init": n_init})
        if share_labelled == 0:
            model = NMF(**{n: v for n, v in model.get_params().items() if n != "supervision"})
        history = model.fit(X, y if share_labelled else None, mask=W).history_
        assert (np.diff(history) <= 1e-10 * history[:-1]).all() and history[-1] < history[0]


def multiplicative_twin(X, W, Y, L, weight, A, n_epochs):
    """Lee and Seung's updates with the W and L of Lee, Yoo and Choi (2010), dense.

    S and B begin with a step from ones; then S, A and B take turns.
    """
    S, B = np.ones((len(X), A.shape[1])), np.ones((Y.shape[1], A.shape[1]))
    S *= (W * X) @ A / ((W * (S @ A.T)) @ A)
    if L.any():
        B *= (L * Y).T @ S / ((L * (S @ B.T)).T @ S)
    costs = []
    for epoch in range(n_epochs + 1):
        if epoch:
            A = A * ((W * X).T @ S) / ((W * (S @ A.T)).T @ S)
            if L.any():
                B = B * ((L * Y).T @ S) / ((L * (S @ B.T)).T @ S)
        if epoch or L.any():
            down = (W * (S @ A.T)) @ A + weight * (L * (S @ B.T)) @ B
            S = S * ((W * X) @ A + weight * (L * Y) @ B) / down
        costs.append(dense_cost(X, W, Y, L, weight, A, S, B))
    return costs, A, B


@pytest.mark.parametrize("share_known", [1.0, 0.7, 0.2])
@pytest.mark.parametrize("share_labelled, weight", [(0, 0), (0.5, 0.3), (1, 5)])
def test_mu_is_the_textbook_update_step_for_step(share_known, share_labelled, weight):
    X, W, Y, L, y = labelled_problem(share_labelled, share_known)
    start = np.random.default_rng(1).random((30, 4))
    if weight == 0:
        L = np.zeros_like(L)
        model = NMF(4, solver="mu", init=start, max_epochs=25, tol=0).fit(X, mask=W)
    else:
        model = SSNMF(4, supervision=weight, solver="mu", init=start, max_epochs=25, tol=0)
        model.fit(X, y, mask=W)
    costs, A, B = multiplicative_twin(X, W, Y, L, weight, start, 25)
    np.testing.assert_allclose(model.history_, costs, rtol=1e-9)
    lengths = np.linalg.norm(A, axis=0)
    np.testing.assert_allclose(model.A_[0], A / lengths, rtol=1e-7, atol=1e-12)
    if weight:
        np.testing.assert_allclose(model.B_[0], B / lengths, rtol=1e-7, atol=1e-12)


def hals_twin(X, Y, L, weight, A, n_epochs):
    """One sweep over the topics for each factor: the textbook residual form, dense."""

    def sweep(target, fixed, moving):
        """Columns of ``moving`` in turn, so that ``target ~ moving fixed.T`` fits best."""
        for t in range(fixed.shape[1]):
            residual = target - moving @ fixed.T + np.outer(moving[:, t], fixed[:, t])
            square = fixed[:, t] @ fixed[:, t]
            moving[:, t] = np.maximum(residual @ fixed[:, t], 0) / square if square else 0
        return moving

    known, root = L.any(axis=1), np.sqrt(weight)
    S = sweep(X, A, np.ones((len(X), A.shape[1])))
    B = sweep(Y[known].T, S[known], np.ones((Y.shape[1], A.shape[1])))
    costs = []
    for epoch in range(n_epochs + 1):
        if epoch:
            A = sweep(X.T, S, A.copy())
            B = sweep(Y[known].T, S[known], B)
        S[~known] = sweep(X[~known], A, S[~known])
        both = np.hstack([X, root * Y])[known]
        S[known] = sweep(both, np.vstack([A, root * B]), S[known])
        costs.append(dense_cost(X, np.ones_like(X), Y, L, weight, A, S, B))
    return costs


def test_hals_is_the_textbook_sweep_step_for_step():
    X, _, Y, L, y = labelled_problem()
    start = np.random.default_rng(1).random((30, 4))
    model = SSNMF(4, supervision=0.3, solver="hals", init=start, max_epochs=25, tol=0).fit(X, y)
    np.testing.assert_allclose(model.history_, hals_twin(X, Y, L, 0.3, start, 25), rtol=1e-9)


@pytest.mark.parametrize("solver", ["anls", "hals"])
@pytest.mark.parametrize("share_known", [1.0, 0.7])
@pytest.mark.parametrize("weight", [0, 0.5, 20])
def test_training_ends_at_a_kkt_point_of_the_whole_problem(solver, share_known, weight):
    X, W, Y, L, y = labelled_problem(0.5, share_known)
    L = L & (weight > 0)
    model = SSNMF(3, supervision=weight, solver=solver, max_epochs=3000, **RESTS)
    model.fit(X, y, mask=W)
    A, B = model.A_[0], model.B_[0]
    S = best_topics(X, W, Y, L, weight, A, B)
    assert model.history_[-1] == pytest.approx(dense_cost(X, W, Y, L, weight, A, S, B), rel=1e-9)
    residual, error = W * (X - S @ A.T), weight * L * (Y - S @ B.T)
    for factor, slope in ((A, residual.T @ S), (B, error.T @ S), (S, residual @ A + error @ B)):
        largest = np.abs(X.T @ S).max()
        assert (slope <= 1e-5 * largest).all(), "no entry can grow and lower the cost"
        assert (np.abs(slope[factor > 0]) <= 1e-5 * largest).all(), "nor can it shrink"


@pytest.mark.parametrize("update", ["exact", "hals", "mu"])
def test_a_cost_that_breaks_later_ends_at_the_factors_before(update):
    rng = np.random.default_rng(0)
    X, start, costs = rng.random((30, 20)), Factors(rng.random((20, 3))), []

    class Breaking(DataMatrix):
        def square_error(self, *parts):
            costs.append(super().square_error(*parts) if len(costs) < 5 else np.nan)
            return costs[-1]

    limits = {"tol": 0, "update": update}
    found = alternate(Problem(Breaking(X)), start, max_epochs=50, **limits)
    n_epochs = len(found.history) - 1
    assert found.stop is Stop.NOT_FINITE and n_epochs > 1 and np.isfinite(found.history).all()
    sound = alternate(Problem(DataMatrix(X)), start, max_epochs=n_epochs, **limits)
    assert found.history == sound.history
    np.testing.assert_array_equal(found.A, sound.A)
    assert worst_stop([Stop.NOT_FINITE, Stop.MAX_EPOCHS]) is Stop.NOT_FINITE


@pytest.mark.parametrize("update", ["exact", "mu"])
def test_steps_go_on_as_if_they_had_never_stopped(update):
    """Bit for bit, to the same last epoch, wherever interrupted; none of the topics dies here."""
    rng = np.random.default_rng(0)
    problem, start = Problem(DataMatrix(rng.random((30, 20)))), Factors(rng.random((20, 3)))
    limits = {"tol": 1e-3, "update": update}
    whole = alternate(problem, start, max_epochs=200, **limits)
    assert whole.stop is Stop.CONVERGED and len(whole.history) > 6
    for n_epochs in range(1, len(whole.history) - 1):
        first = alternate(problem, start, max_epochs=n_epochs, **limits)
        rest = alternate(problem, first, max_epochs=200 - n_epochs, **limits)
        assert (*first.history, *rest.history[1:]) == whole.history
        np.testing.assert_array_equal(rest.A, whole.A)


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("form", [np.array, sparse.csr_array])
def test_without_supervision_ssnmf_is_nmf_bit_for_bit(solver, form):
    X, _, _, _, y = labelled_problem()
    settings = {"solver": solver, "max_epochs": 20, "random_state": 3}
    plain = NMF(4, **settings).fit(form(X), y)
    for model in (
        SSNMF(4, supervision=0, **settings).fit(form(X), y),
        SSNMF(4, supervision=7, **settings).fit(form(X)),
        SSNMF(4, supervision=7, **settings).fit(form(X), np.full(40, -1)),
    ):
        np.testing.assert_array_equal(model.history_, plain.history_)
        np.testing.assert_array_equal(model.A_[0], plain.A_[0])
    zero = SSNMF(4, supervision=0, **settings).fit(form(X), y)
    np.testing.assert_array_equal(zero.B_[0], plain.B_[0])
    assert not np.array_equal(SSNMF(4, **settings).fit(form(X), y).A_[0], plain.A_[0])


# What labels do


def disagreeing_data(seed=0):
    """Three loud groups of documents, and two classes that cut through them with few words."""
    rng = np.random.default_rng(seed)
    group, label = np.arange(90) % 3, np.arange(90) // 3 % 2
    rate = np.full((90, 36), 0.1)
    for i in range(90):
        rate[i, 10 * group[i] : 10 * group[i] + 10] = 3
        rate[i, 30 + 3 * label[i] : 33 + 3 * label[i]] = 1
    return sparse.csr_array(rng.poisson(rate).astype(float)), label


@pytest.mark.parametrize("solver", SOLVERS)
def test_labels_win_where_topics_and_labels_disagree(solver):
    X, label = disagreeing_data()
    settings = {"solver": solver, "random_state": 0}
    free = NMF(3, **settings).fit(X, label).score(X, label)
    weak, strong = (
        SSNMF(3, supervision=weight, **settings).fit(X, label).score(X, label)
        for weight in (100, 300)
    )
    assert free < 0.6 and weak > free + 0.1 and strong > 0.85


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("n_labelled", [50, 200])
def test_labels_of_documents_never_seen_are_predicted(solver, n_labelled):
    """Five classes of two subjects each, in a vocabulary with common words; Zipf's rates."""
    rng = np.random.default_rng(0)
    subject = rng.integers(0, 10, 400)
    words = rng.permutation(200).reshape(10, 20)
    rate = np.repeat(0.5 / np.arange(1, 251)[None, :] ** 0.5, 400, axis=0)
    for i, s in enumerate(subject):
        rate[i, words[s]] += 1.5
    X = sparse.csr_array(rng.poisson(rate).astype(float))
    names = np.array(["art", "law", "sea", "sun", "tea"], dtype=object)[subject // 2]
    y = np.where(np.arange(400) < n_labelled, names, None)
    model = SSNMF(10, supervision=5, solver=solver, random_state=0).fit(X[:250], y[:250])
    assert (model.predict(X[250:]) == names[250:]).mean() > 0.9
    assert (model.predict(X[n_labelled:250]) == names[n_labelled:250]).mean() > 0.9
