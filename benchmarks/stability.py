"""How far topics depend on the seed and on the documents, and what topic_stability says of them.

usage: python benchmarks/stability.py [FILE.jsonl.gz ...] [--seeds 10] [--documents N]
       [--topics FINE BROAD] [--skip-planted]

A FILE has an object a line with "text" and "label" (fine), "superlabel" (broad) or both; posts are
read without their headers. Of TextVectorizer's matrix, NeuralNMF with 20 neighbours:

- mean cosine of the topics' terms, matched one to one, fine / broad: of two fits, and of two
  consensus models of so many seeds each, to all documents from other seeds and to two halves of
  them; then their normalized mutual information with labels, and their cost;
- the topics that topic_stability does not find solid in a consensus model, with their words.

Planted topics (those of the tests, six clean ones, two that share most of their words, a thread and
a handful of texts): in how many seeds all clean topics are solid, and none of the others.
"""

import itertools
import statistics
import sys
import warnings
from pathlib import Path

import measuring
import numpy as np
from labelled import make_parser, read_labelled, show_pair
from neighbours import agreement, mean_pair
from sklearn.exceptions import ConvergenceWarning

import hiertopics as ht
from hiertopics.core.topics import topic_terms
from hiertopics.quality.stability import match_topics
from hiertopics.tree.node import SOLID

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))
from support.planted_topics import ALIKE, CLEAN, HANDFUL, N_TOPICS, THREAD, make_uneven_topics

NEIGHBOURS = 20
SINGLE = 3  # fits of each of two sets of seeds are compared, each with each


def main():
    parser = make_parser(__doc__, seeds=10)
    parser.add_argument("--skip-planted", action="store_true")
    options = parser.parse_args()
    warnings.simplefilter("ignore", ConvergenceWarning)
    print(measuring.describe_machine())
    if not options.skip_planted:
        print(describe_planted(options.seeds))
    for path in options.sources:
        corpus = read_labelled(path, options.documents, options.topics)
        print(f"\n{corpus.name}, {len(corpus.texts):,} documents, topics {corpus.sizes}\n")
        vectorizer = ht.TextVectorizer()
        X = vectorizer.fit_transform(corpus.texts)
        model = print_agreement(corpus, X, options.seeds)
        print_doubtful(model, X, vectorizer.get_feature_names_out())


def describe_planted(n_seeds):
    """The sentence on planted topics."""
    groups = {
        "clean": CLEAN,
        "overlapping": ALIKE,
        "a thread's": (THREAD,),
        "a handful's": (HANDFUL,),
    }
    as_planted = dict.fromkeys(groups, 0)
    for seed in range(n_seeds):
        X, planted = make_uneven_topics(seed)
        model = ht.NMF(N_TOPICS, neighbours=NEIGHBOURS, random_state=seed).fit(X)
        (parts,) = ht.topic_stability(model, X, random_state=seed).topics
        assigned = model.assign_topics(X)
        main = [np.bincount(planted[assigned == topic]).argmax() for topic in range(N_TOPICS)]
        for name, group in groups.items():
            solid = [parts[topic] >= SOLID for topic in range(N_TOPICS) if main[topic] in group]
            as_planted[name] += all(solid) if name == "clean" else not any(solid)
    right = [
        f"{name} {'all' if name == 'clean' else 'not'} solid in {number}"
        for name, number in as_planted.items()
    ]
    return f"Planted topics, {n_seeds} seeds: {', '.join(right)}."


def print_agreement(corpus, X, n_seeds):
    """The table of a corpus; the consensus of all documents is returned."""
    order = np.random.default_rng(0).permutation(X.shape[0])
    halves = [np.sort(half) for half in np.array_split(order, 2)]
    starts = (0, n_seeds)
    unfitted = ht.NeuralNMF(corpus.sizes, neighbours=NEIGHBOURS)

    def sets(parts):
        single = [
            [
                ht.NeuralNMF(**{**unfitted.get_params(), "random_state": seed + i}).fit(X[rows])
                for i in range(SINGLE)
            ]
            for seed, rows in zip(starts, parts, strict=True)
        ]
        agreed = [
            [ht.consensus(unfitted, X[rows], n_fits=n_seeds, random_state=seed)]
            for seed, rows in zip(starts, parts, strict=True)
        ]
        return single, agreed

    everything = slice(None)
    of_seeds, of_halves = sets([everything] * 2), sets(halves)
    print("| | other seeds | other half | NMI | cost |\n|---|---|---|---|---|")
    for name, seeds, parts in zip(("single fits", "consensus"), of_seeds, of_halves, strict=True):
        fits = seeds[0] + seeds[1]
        cells = [
            show_pair(matched(*seeds)),
            show_pair(matched(*parts)),
            show_pair(mean_pair([nmi(corpus, X, fit) for fit in fits])),
            f"{statistics.mean(fit.history_[-1] for fit in fits):.1f}",
        ]
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)
    return of_seeds[1][0][0]


def matched(one, other):
    """Mean cosine of the topics of two sets of models, each with each, for both layers."""
    pairs = [
        [match_topics(*(topic_terms(fit.A_, layer) for fit in pair))[1].mean() for layer in (0, 1)]
        for pair in itertools.product(one, other)
    ]
    return mean_pair(pairs)


def nmi(corpus, X, model):
    S = model.transform_layers(X)
    topics = [model.assign_topics(S=S, layer=layer) for layer in range(2)]
    return list(map(agreement, corpus.labels, topics))


def print_doubtful(model, X, terms):
    """The topics that are not solid, how often each was found again, and its words."""
    stability = ht.topic_stability(model, X)
    for layer, parts in enumerate(stability.topics):
        print(f"\nLayer {layer}, not solid of {len(parts)}:\n")
        weights = topic_terms(model.A_, layer)
        for topic in np.argsort(parts, kind="stable"):
            if parts[topic] < SOLID:
                words = ", ".join(terms[np.argsort(-weights[:, topic])[:6]])
                print(f"- {parts[topic]:.0%}: {words}", flush=True)


if __name__ == "__main__":
    main()
