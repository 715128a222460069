"""How soon NMF gets as close to X as scikit-learn's, and how close NeuralNMF comes.

usage: python benchmarks/errors.py FILE.jsonl.gz|FOLDER [--documents N] [--repeats 5]

Times of ours are from the call of ``fit``, start included, to the first call of ``callback`` at
which the error is no more than the other's; every repeat takes another seed. NMF has many minima,
and a start decides which is found, so ours is run from scikit-learn's start as well. Errors are
relative to ``||X||``.
"""

import statistics
import time
from dataclasses import dataclass

import numpy as np
from measuring import Row, alternate, norm_of, print_alone, relative_error, speedup_row
from sklearn.decomposition import NMF, MiniBatchNMF
from sklearn.decomposition._nmf import _initialize_nmf

import hiertopics as ht

TOPICS = (20, 50)
LAYERS = (20, 6)
FEW_ITERATIONS = 20
FLAT_SEEDS = 5
PATIENT = 1e-7  # the tolerance of ours where both sides go down from one start
WHOLE_AIM, FEW_AIM, HIERARCHY_AIM = 6, 3, 0.0005


@dataclass(frozen=True)
class Finish:
    """How long a fit took, and its relative error."""

    seconds: float
    error: float


def sklearn_fit(model, X):
    """Fit one of scikit-learn's models."""
    begin = time.perf_counter()
    W = model.fit_transform(X)
    seconds = time.perf_counter() - begin
    return Finish(seconds, relative_error(X, W, model.components_))


def whole_nmf(X, k, iterations=1000):
    """scikit-learn's NMF at its default tolerance."""
    model = NMF(k, init="nndsvda", solver="cd", tol=1e-4, max_iter=iterations, random_state=0)
    return sklearn_fit(model, X)


def minibatch_nmf(X, k):
    """scikit-learn's NMF in mini-batches, with its defaults."""
    return sklearn_fit(MiniBatchNMF(k, init="nndsvda", random_state=0), X)


def trace_nmf(X, k, start=None, **options):
    """A fit of ours as its epochs saw it: a Finish for each, the making of a start included."""
    norm, finishes = norm_of(X), []

    def note(epoch, cost):
        finishes.append(Finish(time.perf_counter() - begin, np.sqrt(cost) / norm))

    begin = time.perf_counter()
    if start is not None:
        options["init"] = start(X, k)
    ht.NMF(k, callback=note, **options).fit(X)
    return finishes


def their_start(X, k):
    """The topics from which scikit-learn's NMF starts."""
    _, topics = _initialize_nmf(X, k, init="nndsvda", random_state=0)
    return topics.T


def seconds_to(error, finishes):
    """When a fit first was at most this far from X; infinite if never."""
    return next((found.seconds for found in finishes if found.error <= error), np.inf)


def compare_nmf(X, k, repeats):
    """Rows for one number of topics: whole fits, a few iterations, mini-batches."""
    traces, same_start, whole, few, batches = alternate(
        repeats,
        lambda repeat: trace_nmf(X, k, random_state=repeat),
        lambda repeat: trace_nmf(X, k, their_start, tol=PATIENT),
        lambda repeat: whole_nmf(X, k),
        lambda repeat: whole_nmf(X, k, FEW_ITERATIONS),
        lambda repeat: minibatch_nmf(X, k),
    )
    goal = f"NMF({k}) to the error of"
    end, after = "scikit-learn's at its end", f"scikit-learn's after {FEW_ITERATIONS} iterations"
    return [
        compare_times(f"{goal} {end}", traces, whole, WHOLE_AIM),
        compare_times(f"{goal} {end}, from its start", same_start, whole, WHOLE_AIM),
        compare_times(f"{goal} {after}", traces, few, FEW_AIM),
        compare_times(f"{goal} MiniBatchNMF", traces, batches),
    ]


def compare_times(what, traces, theirs, at_least=None):
    """A row: how soon the traced fits got to the error that the others ended at."""
    error = statistics.median(found.error for found in theirs)
    reached = [seconds_to(error, trace) for trace in traces]
    what += f" ({error:.5f})"
    if not np.isfinite(reached).all():
        above = max(min(found.error for found in trace) - error for trace in traces)
        count = int(np.isfinite(reached).sum())
        what += f": reached from {count} of {len(reached)} seeds, else at most {above:.5f} above"
    seconds = statistics.median(found.seconds for found in theirs)
    return speedup_row(what, statistics.median(reached), seconds, at_least)


def compare_hierarchy(X, repeats):
    """Rows for a default NeuralNMF: its time, and the error of its last layer."""
    norm = norm_of(X)

    def fit(seed):
        begin = time.perf_counter()
        model = ht.NeuralNMF(LAYERS, random_state=seed).fit(X)
        return Finish(time.perf_counter() - begin, model.reconstruction_err_ / norm)

    ours, theirs = alternate(repeats, fit, lambda repeat: whole_nmf(X, LAYERS[0]))
    what = f"a whole fit of NeuralNMF {LAYERS}, of NMF({LAYERS[0]}) in scikit-learn"
    times = [statistics.median(found.seconds for found in side) for side in (ours, theirs)]
    error = statistics.median(found.error for found in ours)
    return [speedup_row(what, *times), compare_last_layer(X, error)]


def compare_last_layer(X, error):
    """A row: how far the last layer is above the best NMF with as many topics."""
    k = LAYERS[-1]
    flat = [ht.NMF(k, random_state=seed).fit(X) for seed in range(FLAT_SEEDS)]
    best = min(model.reconstruction_err_ for model in flat) / norm_of(X)
    best = min(best, whole_nmf(X, k).error)
    excess = error - best
    return Row(
        f"error of the last of NeuralNMF's layers {LAYERS}, of the best NMF({k}) of any seed",
        f"{error:.5f}",
        f"{best:.5f}",
        f"{excess:+.5f}",
        f"at most {HIERARCHY_AIM:.4f} above",
        bool(excess <= HIERARCHY_AIM),
    )


def measure(X, repeats):
    """All rows on errors."""
    rows = [row for k in TOPICS for row in compare_nmf(X, k, repeats)]
    return rows + compare_hierarchy(X, repeats)


if __name__ == "__main__":
    print_alone(__doc__, measure)
