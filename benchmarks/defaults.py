"""What the default of NeuralNMF rests on: error on the toy, agreement with labels on texts.

usage: python benchmarks/defaults.py TOY.mat FOLDER:TOPICS... [--seeds 3] [--strip-headers NAME]

    python benchmarks/defaults.py toy.mat arxiv:32,8 newsgroups:20,6 bbc:20,5
        --strip-headers newsgroups

For every candidate the mean relative error on the paper's toy with 1, 2 and 3 layers (10 seeds),
and on each folder the normalized mutual information of `assign_topics` with the sub-folders'
names, fine / broad; a folder of one layer has broad labels only. Flat NMF has as many topics as
the layer that it is compared with. Defaults but for what the row says.
"""

import argparse
import warnings
from pathlib import Path

import numpy as np
from scipy.io import loadmat
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import normalized_mutual_info_score

import hiertopics as ht

TOY_SEEDS = 10
CANDIDATES = {
    "flat NMF": None,
    "greedy layers": (ht.HierarchicalNMF, {}),
    "greedy layers, balance .75": (ht.HierarchicalNMF, {"balance": 0.75}),
    "default": (ht.NeuralNMF, {}),
    "the start alone": (ht.NeuralNMF, {"max_epochs": 0, "tol": 0}),
    "one start (n_init 1)": (ht.NeuralNMF, {"n_init": 1}),
    "random start": (ht.NeuralNMF, {"init": "random"}),
    "balance 0": (ht.NeuralNMF, {"balance": 0.0}),
    "balance .75": (ht.NeuralNMF, {"balance": 0.75}),
    "every depth (1, .1)": (ht.NeuralNMF, {"broad": 0.1}),
    "reconstruction": (ht.NeuralNMF, {"loss": "reconstruction"}),
    "energy (1, .1)": (ht.NeuralNMF, {"loss": "energy"}),
    "energy (1, 1)": (ht.NeuralNMF, {"loss": "energy", "broad": 1.0}),
}


def build(name, sizes, seed):
    """The model of a candidate."""
    model_class, settings = CANDIDATES[name]
    settings = dict(settings)
    if "broad" in settings:
        settings["layer_weights"] = [1.0] + [settings.pop("broad")] * (len(sizes) - 1)
    return model_class(sizes, random_state=seed, **settings)


def read_matrix(folder, strip_headers):
    """TF-IDF as the reference figures have it, and labels at two layers."""
    corpus = ht.read_corpus(folder, strip="none")
    texts = list(corpus.texts)
    if strip_headers:
        texts = [text.partition("\n\n")[2] for text in texts]
    vectorizer = TfidfVectorizer(
        stop_words="english", min_df=3, max_df=0.5, sublinear_tf=True, max_features=20000
    )
    return vectorizer.fit_transform(texts), corpus.labels_for(2)


def agreement(name, X, y, sizes, seed):
    """NMI at the layers that have labels, fine to broad; NaN elsewhere."""
    if name == "flat NMF":
        topics = [ht.NMF(k, random_state=seed).fit(X).assign_topics(X) for k in sizes]
    else:
        model = build(name, sizes, seed).fit(X)
        topics = [model.assign_topics(X, layer=l) for l in range(len(sizes))]
    return [
        np.nan
        if any(label is None for label in y[:, l])
        else normalized_mutual_info_score(y[:, l].astype(str), found)
        for l, found in enumerate(topics)
    ]


def toy_errors(name, X):
    """Mean relative error with 1, 2 and 3 layers."""
    if name == "flat NMF":
        models = [[ht.NMF(k, random_state=seed) for seed in range(TOY_SEEDS)] for k in (9, 4, 2)]
    else:
        depths = ((9,), (9, 4), (9, 4, 2))
        models = [[build(name, sizes, seed) for seed in range(TOY_SEEDS)] for sizes in depths]
    norm = np.linalg.norm(X)
    return [np.mean([m.fit(X).reconstruction_err_ / norm for m in row]) for row in models]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("toy")
    parser.add_argument("folders", nargs="*", metavar="FOLDER:TOPICS")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--strip-headers", default="", help="name of a folder of posts")
    options = parser.parse_args()
    warnings.simplefilter("ignore", ConvergenceWarning)
    toy = np.ascontiguousarray(loadmat(options.toy)["X"].T, dtype=float)
    corpora = {}
    for item in options.folders:
        folder, _, topics = item.rpartition(":")
        X, y = read_matrix(folder, Path(folder).name == options.strip_headers)
        corpora[Path(folder).name] = X, y, tuple(map(int, topics.split(",")))
    print("| candidate | toy, 1 / 2 / 3 layers |", *(f"{name} |" for name in corpora))
    print("|---|---|" + "---|" * len(corpora))
    for name in CANDIDATES:
        cells = [" / ".join(f"{error:.4f}" for error in toy_errors(name, toy))]
        for X, y, sizes in corpora.values():
            runs = np.array([agreement(name, X, y, sizes, s) for s in range(options.seeds)])
            means = ["–" if np.isnan(v) else f"{v:.3f}" for v in runs.mean(axis=0)]
            each = ", ".join(" / ".join(f"{v:.3f}" for v in run if not np.isnan(v)) for run in runs)
            cells.append(f"{' / '.join(means)} ({each})")
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
