"""Whether choose_topics finds the numbers of topics that are there, and what it costs.

usage: python benchmarks/choose.py [--seeds 10] [--skip-planted] [FILE.jsonl.gz ...]

Planted hierarchies (TF-IDF of `hiertopics.datasets.make_topic_hierarchy`, 1,000 documents, 2,000
terms, the defaults of everything else): for each layer in how many seeds the number chosen is
within a tenth of the planted one, and in how many it is that number; of words that all documents
draw from one distribution, in how many seeds no number is said to be better.

Files have labels in their columns "label" and "superlabel". For each kind of label how far the
nearest layer is from the number of labels, and the numbers chosen for a half and a quarter of the
documents. The time is that of the process, all its threads, as a part of ten default fits.
"""

import argparse
import time

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer

import hiertopics as ht
from hiertopics.choosing import suggest_topics
from hiertopics.datasets import make_topic_hierarchy

PLANTED = ((12, 4), (20, 5), (24, 6), (24, 8, 3))
PARTS = (1.0, 0.5, 0.25)


def weigh(counts):
    return TfidfTransformer(sublinear_tf=True).fit_transform(counts)


def noise(seed, n_docs=1000, n_terms=2000):
    """Counts of words that every document draws from the same distribution."""
    rng = np.random.default_rng(seed)
    frequency = 1 / (3.7 + np.arange(n_terms))
    lengths = rng.poisson(100 * np.exp(0.5 * rng.normal(size=n_docs)))
    drawn = [rng.multinomial(length, frequency / frequency.sum()) for length in lengths]
    return sparse.csr_array(np.array(drawn, dtype=float))


def choose(X, n_layers, seed):
    """The numbers chosen, and the seconds of the process."""
    begin = time.process_time()
    counts = ht.choose_topics(X, n_layers, random_state=seed)
    return counts, time.process_time() - begin


def fit_seconds(X):
    """Of one fit with usual numbers of topics."""
    begin = time.process_time()
    ht.NeuralNMF(suggest_topics(X.shape[0]), neighbours=20, random_state=0).fit(X)
    return time.process_time() - begin


def measure_planted(n_seeds):
    print("| planted | within a tenth, fine to broad | exactly | part of ten fits |")
    print("|---|---|---|---|")
    for sizes in PLANTED:
        chosen, seconds = [], []
        for seed in range(n_seeds):
            X = weigh(make_topic_hierarchy(n_topics=sizes, random_state=seed).X)
            counts, taken = choose(X, len(sizes), seed)
            chosen.append([c.n_topics if c.found else 0 for c in counts.layers])
            seconds.append(taken)
        off = np.abs(np.array(chosen) - sizes)
        near, exact = (off <= 0.1 * np.array(sizes)).sum(0), (off == 0).sum(0)
        part = np.mean(seconds) / (10 * fit_seconds(X))
        print(
            f"| {sizes} | {near.tolist()} of {n_seeds} | {exact.tolist()} | {part:.2f} |",
            flush=True,
        )
    found = [choose(weigh(noise(seed)), 2, seed)[0].layers for seed in range(n_seeds)]
    silent = sum(not any(layer.found for layer in layers) for layers in found)
    print(f"| one distribution | no number is better in {silent} of {n_seeds} | | |\n", flush=True)


def measure_corpora(paths):
    off = []
    print("| corpus | labels | chosen | nearest off by | half | quarter | part of ten fits |")
    print("|---|---|---|---|---|---|---|")
    for path in paths:
        corpus = ht.read_corpus(path)
        texts = np.array(list(corpus.texts), dtype=object)
        order = np.random.default_rng(0).permutation(len(texts))
        chosen = []
        for part in PARTS:
            some = np.sort(order[: int(part * len(texts))])
            X = ht.TextVectorizer().fit_transform(texts[some])
            counts, taken = choose(X, 2, 0)
            chosen.append(counts)
            if part == 1:
                cost = taken / (10 * fit_seconds(X))
        columns = corpus.labels.T
        n_labels = [len({label for label in column if label is not None}) for column in columns]
        sizes = chosen[0].n_topics
        own = [min(abs(size - n) / n for size in sizes) for n in n_labels]
        off += own
        shown = " | ".join(map(show, chosen[1:]))
        print(
            f"| {corpus.source} | {n_labels} | {show(chosen[0])} | "
            f"{', '.join(f'{each:.0%}' for each in own)} | {shown} | {cost:.2f} |",
            flush=True,
        )
    print(f"\nThe nearest layer is off by {np.mean(off):.0%} in the mean.")


def show(counts):
    """Numbers fine to broad; those that are only usual in brackets."""
    return ", ".join(
        f"{each.n_topics} ({each.low}-{each.high})" if each.found else f"[{each.n_topics}]"
        for each in counts.layers
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--skip-planted", action="store_true")
    options = parser.parse_args()
    if not options.skip_planted:
        measure_planted(options.seeds)
    if options.files:
        measure_corpora(options.files)
