"""Ctrl-C during a fit leaves a model that can be used, or the model as it was."""

import _thread
import subprocess
import sys
import threading

import numpy as np
import pytest

import hiertopics as ht
from hiertopics.core import data as products
from hiertopics.core import interrupts, shards
from hiertopics.core.data import DOC_WORK
from hiertopics.core.start import group_topics
from hiertopics.datasets import make_topic_hierarchy

HIERARCHY = make_topic_hierarchy(300, 150, n_topics=(6, 3), random_state=0)
X = HIERARCHY.X
Y = np.where(np.arange(300) % 2, -1, np.arange(300) % 4)
SETTINGS = {"random_state": 0, "max_epochs": 8, "tol": 0, "n_init": 2}
MODELS = {
    "NMF": ht.NMF(6, **SETTINGS),
    "SSNMF": ht.SSNMF(6, **SETTINGS),
    "HierarchicalNMF": ht.HierarchicalNMF((6, 3), **SETTINGS),
    "DeepNMF": ht.DeepNMF((6, 3), max_refinements=5, **SETTINGS),
    "NeuralNMF": ht.NeuralNMF((6, 3), **SETTINGS),
    "three layers": ht.NeuralNMF((6, 3, 2), **SETTINGS),
    "pgd": ht.NeuralNMF((6, 3), solver="pgd", init="random", random_state=0, max_epochs=8, tol=0),
    "neighbours": ht.NeuralNMF((6, 3), neighbours=5, **SETTINGS),
}


def interrupt_at(monkeypatch, n):
    """Raise KeyboardInterrupt at the n-th least squares solve; returns the count of solves."""
    solve, solved = products.DataMatrix.solve, []

    def counting(*args, **kwargs):
        solved.append(1)
        if len(solved) == n:
            raise KeyboardInterrupt
        return solve(*args, **kwargs)

    monkeypatch.setattr(products.DataMatrix, "solve", counting)
    return solved


def usable(model, X):
    """Whether the model places documents, and its layers fit together."""
    S = model.transform_layers(X)
    assert [S_l.shape[1] for S_l in S] == [A.shape[1] for A in model.A_]
    assert all(np.isfinite(each).all() for each in [*S, *model.A_, *model.parents_])
    assert np.isfinite(model.reconstruction_err_) and model.A_[0].any()
    assert model.components_.shape == (S[-1].shape[1], X.shape[1])
    return S


@pytest.mark.parametrize("labelled", [False, True])
@pytest.mark.parametrize("name", [*MODELS, "NeuralNMF in shards"])
def test_an_interrupt_at_any_moment_leaves_topics_or_nothing(name, labelled, monkeypatch):
    name, _, in_shards = name.partition(" in ")
    if in_shards:
        monkeypatch.setattr(shards, "SHARD_WORK", 60 * (DOC_WORK + 30))
    model, y = MODELS[name], Y if labelled and name != "NMF" else None
    with monkeypatch.context() as patch:
        solved = interrupt_at(patch, 0)
        model.fit(X, y)
    n_solves, costs = len(solved), []
    moments = [1, 2, *np.linspace(3, n_solves, 8).astype(int)]
    for moment in moments:
        unfitted = type(model)(**model.get_params())
        with monkeypatch.context() as patch:
            interrupt_at(patch, moment)
            with pytest.raises(KeyboardInterrupt):
                unfitted.fit(X, y)
        if not hasattr(unfitted, "A_"):
            costs.append(np.inf)
            assert not [each for each in vars(unfitted) if each.endswith("_")]
            continue
        usable(unfitted, X)
        assert unfitted.was_interrupted
        assert len(unfitted.predict(X)) == 300 if y is not None else True
        costs.append(unfitted.reconstruction_err_)
    assert np.isfinite(costs[-4:]).all(), "late in a fit there are topics"
    assert costs[-1] < 1.2 * model.fit(X, y).reconstruction_err_


def test_a_second_interrupt_leaves_the_model_as_it_was(monkeypatch):
    model = ht.NeuralNMF((6, 3), **SETTINGS).fit(X)
    before = {name: value for name, value in vars(model).items() if name.endswith("_")}

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(products.DataMatrix, "square_error", interrupt)
    with pytest.raises(KeyboardInterrupt):
        model.fit(X[:200])
    after = {name: value for name, value in vars(model).items() if name.endswith("_")}
    assert before.keys() == after.keys()
    assert all(after[name] is before[name] for name in before)


@pytest.mark.parametrize(
    "fit",
    [
        lambda model: model.fit(-X),
        lambda model: model.fit(X[:, :9], y=["a"]),
        lambda model: model.set_params(solver="none").fit(X),
        lambda model: model.set_params(callback=lambda *_: 1 / 0).fit(X[:, :20]),
    ],
)
def test_a_refit_that_fails_leaves_the_model_as_it_was(fit):
    model = ht.NeuralNMF((6, 3), **SETTINGS).fit(X)
    before = {name: value for name, value in vars(model).items() if name.endswith("_")}
    with pytest.raises((ValueError, ZeroDivisionError)):
        fit(model)
    after = {name: value for name, value in vars(model).items() if name.endswith("_")}
    assert before.keys() == after.keys()
    assert all(after[name] is before[name] for name in before)


def test_a_callback_that_is_interrupted_ends_the_fit_after_its_epoch():
    epochs = []

    def stop(epoch, cost):
        epochs.append((epoch, cost))
        if epoch == 3:
            raise KeyboardInterrupt

    model = ht.NMF(6, random_state=0, tol=0, n_init=1, callback=stop)
    with pytest.raises(KeyboardInterrupt, match="best topics so far"):
        model.fit(X)
    assert model.n_epochs_ == len(epochs) == 3
    assert model.history_[-1] == epochs[-1][1]
    assert not interrupts.is_interrupted(), "nothing of it is left for the next fit"
    assert model.set_params(callback=None, max_epochs=2).fit(X).n_epochs_ == 2


def test_a_signal_ends_a_fit_that_would_never_end():
    model = ht.NeuralNMF((6, 3), random_state=0, max_epochs=10**9, tol=0)
    timer = threading.Timer(0.5, _thread.interrupt_main)
    timer.start()
    # The cost of so small a problem may have settled to the last digit before.
    try:
        while True:
            model.fit(X)
    except KeyboardInterrupt:
        timer.join()
    if model.was_interrupted:
        usable(model, X)


def test_the_command_prints_the_tree_of_an_interrupted_fit(tmp_path):
    """In a process of its own, whose third epoch is interrupted."""
    words = np.array(["sea", "boat", "wind", "oven", "bread", "flour", "vote", "law", "party"])
    rng = np.random.default_rng(0)
    for i in range(60):
        drawn = rng.choice(words[3 * (i % 3) : 3 * (i % 3) + 3], 30)
        (tmp_path / f"{i}.txt").write_text(" ".join(drawn))
    code = (
        "import sys\n"
        "from hiertopics.core import epochs, solvers\n"
        "search, n = solvers._search, [0]\n"
        "def interrupted(*args):\n"
        "    n[0] += 1\n"
        "    if n[0] == 3: raise KeyboardInterrupt\n"
        "    return search(*args)\n"
        "solvers._search = interrupted\n"
        "from hiertopics.cli.main import main\n"
        f"sys.exit(main([{str(tmp_path)!r}, '--topics', '3', '2']))\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert "the fit was interrupted; these are the best topics so far" in ran.stderr
    assert "bread" in ran.stdout and "boat" in ran.stdout


def test_broad_layers_that_had_not_begun_are_groups_of_near_topics():
    rng = np.random.default_rng(0)
    groups = np.array([0, 1, 2, 0, 1, 2, 0, 1])
    A = np.eye(3)[:, groups].repeat(10, axis=0) + 0.05 * rng.random((30, 8))
    found, D = group_topics([A], [], (8, 3, 1))
    assert [each.shape for each in found] == [(30, 8), (8, 3), (3, 1)]
    assert [each.tolist() for each in D] == [[1] * 8, [1] * 3]
    member = found[1] > 0
    assert (member.sum(axis=1) == 1).all()
    same = member @ member.T
    np.testing.assert_array_equal(same, np.equal.outer(groups, groups))
