"""How close to X fits from several seeds come, and how far their topics agree.

usage: python benchmarks/agreement.py FILE.jsonl.gz|FOLDER [--documents N] [--repeats 5]

Fits each model from as many seeds as there are repeats. Documents are grouped by their topic, as
`assign_topics` chooses it (for scikit-learn's by largest weight). Groupings are compared by
normalized mutual information: 1 where they are the same, about 0 where they have nothing in common.
scikit-learn's NMF is shown with its two starts: nndsvda hardly changes with the seed, so its
agreement says little, random starts change with it as ours do.
"""

import itertools
import statistics
import time
import warnings

import numpy as np
from measuring import describe_run, make_parser, norm_of, read_matrix, relative_error, warm_up
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import normalized_mutual_info_score

import hiertopics as ht
from hiertopics.core.topics import assigned_topics

FLAT = (20, 50)
DEEP = ((20, 6), (50, 10))
COLUMNS = ("model", "relative error, mean", "worst", "agreement, fine to broad", "seconds")


def fit_ours(model, X):
    """The relative error of a fit, and the topic of each document, layer by layer."""
    S = model.fit_transform_layers(X)
    topics = [model.assign_topics(S=S, layer=layer) for layer in range(len(S))]
    return model.reconstruction_err_ / norm_of(X), topics


def fit_sklearn(model, X):
    """The same of scikit-learn's NMF."""
    W = model.fit_transform(X)
    return relative_error(X, W, model.components_), [assigned_topics(W)]


def models():
    """What is fitted: a name, and a fit of it by seed and X."""
    for k in FLAT:
        yield f"`NMF({k})`", lambda seed, X, k=k: fit_ours(ht.NMF(k, random_state=seed), X)
        for init in ("nndsvda", "random"):
            yield (
                f"scikit-learn's `NMF({k}, init={init!r})`",
                lambda seed, X, k=k, init=init: fit_sklearn(
                    NMF(k, init=init, max_iter=1000, random_state=seed), X
                ),
            )
    for sizes in DEEP:
        yield (
            f"`NeuralNMF({sizes})`, error of the last layer",
            lambda seed, X, sizes=sizes: fit_ours(ht.NeuralNMF(sizes, random_state=seed), X),
        )


def agreement(groupings):
    """Mean normalized mutual information of every two groupings of the same documents."""
    pairs = itertools.combinations(groupings, 2)
    return statistics.mean(normalized_mutual_info_score(one, other) for one, other in pairs)


def measure(X, n_seeds):
    """Print a line for each model, as soon as it is known."""
    print(f"| {' | '.join(COLUMNS)} |", "|---" * len(COLUMNS) + "|", sep="\n")
    for name, fit in models():
        errors, groupings, seconds = [], [], []
        for seed in range(n_seeds):
            begin = time.perf_counter()
            error, layers = fit(seed, X)
            seconds.append(time.perf_counter() - begin)
            errors.append(error)
            groupings.append(layers)
        agreements = [agreement(layer) for layer in zip(*groupings, strict=True)]
        print(
            f"| {name} | {np.mean(errors):.5f} | {max(errors):.5f}",
            " / ".join(f"{number:.3f}" for number in agreements),
            f"{statistics.median(seconds):.1f} |",
            sep=" | ",
            flush=True,
        )


def main():
    options = make_parser(__doc__).parse_args()
    if options.repeats < 2:
        raise SystemExit("agreement.py compares seeds: --repeats is at least 2")
    warnings.simplefilter("ignore", ConvergenceWarning)
    X = read_matrix(options)
    warm_up(X)
    print(f"{describe_run(X)} {options.repeats} seeds, one after the other.\n")
    measure(X, options.repeats)


if __name__ == "__main__":
    main()
