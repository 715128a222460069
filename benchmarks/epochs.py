"""The time of one epoch of NeuralNMF, against one iteration of scikit-learn's NMF.

usage: python benchmarks/epochs.py FILE.jsonl.gz|FOLDER [--documents N] [--repeats 5]

Ours is the median time between calls of ``callback`` in a fit of 20 epochs from given factors,
theirs the difference of two fits from given factors over the difference of their iterations.
Neither holds the time of the start.
"""

import statistics
import time

import numpy as np
from measuring import alternate, print_alone, seconds_of, share_row
from sklearn.decomposition import NMF

import hiertopics as ht

EPOCHS = 20
FEW, MANY = 5, 15
SIZES = ((20, 6), (50, 10))
AIMS = {(20, 6): 0.65, (50, 10): 0.45}
FLOAT32_AIM = 0.6


def make_start(X, sizes):
    """Factors of every layer from a short fit; HALS, for exact steps from afar take long."""
    settings = {"solver": "hals", "max_epochs": 10, "tol": 0, "n_init": 1, "random_state": 0}
    return ht.HierarchicalNMF(sizes, **settings).fit(X).A_


def epoch_seconds(X, start, *, epochs=EPOCHS, **settings):
    """The median time of an epoch of a fit from these factors."""
    ticks = []
    ht.NeuralNMF(
        tuple(A.shape[1] for A in start),
        init=start,
        n_init=1,
        max_epochs=epochs,
        tol=0,
        callback=lambda epoch, cost: ticks.append(time.perf_counter()),
        **settings,
    ).fit(X)
    return statistics.median(np.diff(ticks))


def sklearn_start(X, k):
    """Both factors after one iteration from nndsvda."""
    model = NMF(k, init="nndsvda", solver="cd", max_iter=1, tol=0, random_state=0)
    return model.fit_transform(X), model.components_


def iteration_seconds(X, start):
    """The time of an iteration of scikit-learn's coordinate descent from these factors."""
    W, H = start

    def fit(iterations):
        model = NMF(len(H), init="custom", solver="cd", max_iter=iterations, tol=0)
        model.fit_transform(X, W=W.copy(), H=H.copy())

    return (seconds_of(fit, MANY) - seconds_of(fit, FEW)) / (MANY - FEW)


def measure(X, repeats):
    """One row for each size of network, and one for float32."""
    rows = []
    for sizes in SIZES:
        ours, theirs = make_start(X, sizes), sklearn_start(X, sizes[0])
        found = alternate(
            repeats,
            lambda repeat, start=ours: epoch_seconds(X, start),
            lambda repeat, start=theirs: iteration_seconds(X, start),
        )
        what = f"an epoch of NeuralNMF {sizes}, an iteration of NMF({sizes[0]}) in scikit-learn"
        rows.append(share_row(what, *map(statistics.median, found), at_most=AIMS[sizes]))
    rows.append(compare_precisions(X, SIZES[-1], repeats))
    return rows


def compare_precisions(X, sizes, repeats):
    """An epoch in float32 against one in float64, both ours."""
    X32 = X.astype(np.float32)
    start, start32 = make_start(X, sizes), make_start(X32, sizes)
    found = alternate(
        repeats, lambda repeat: epoch_seconds(X32, start32), lambda repeat: epoch_seconds(X, start)
    )
    what = f"an epoch of NeuralNMF {sizes} in float32, the same in float64 (ours too)"
    return share_row(what, *map(statistics.median, found), at_most=FLOAT32_AIM)


if __name__ == "__main__":
    print_alone(__doc__, measure)
