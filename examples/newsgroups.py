"""The Neural NMF authors' newsgroup task: topics of 1,000 posts, three quarters of them labelled.

usage: python examples/newsgroups.py [FOLDER | newsgroups_200.mat] [--seeds N] [--topics 10 6]

Ten newsgroups with 100 posts each, in six broader groups; a quarter of the labels is hidden, and
the accuracy on those posts is measured at both layers, beside logistic regression on the same
matrix. FOLDER holds one sub-folder per newsgroup, at any depth; without it scikit-learn downloads
the corpus. A .mat file is the authors' own subset of 200 posts with 120 labels known.

Headers, quoted lines and signatures are removed: the first give the group away, the second hold
the words of other posts. `--bodies` leaves quotes and signatures in.
"""

import argparse
import re
import time
import warnings
from pathlib import Path

import numpy as np
from scipy import sparse
from scipy.io import loadmat
from sklearn.datasets import fetch_20newsgroups
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

import hiertopics as ht

GROUPS = {
    "comp.graphics": "comp",
    "comp.sys.mac.hardware": "comp",
    "misc.forsale": "forsale",
    "rec.motorcycles": "rec",
    "rec.sport.baseball": "rec",
    "sci.med": "sci",
    "sci.space": "sci",
    "talk.politics.guns": "politics",
    "talk.politics.mideast": "politics",
    "talk.religion.misc": "religion",
}
POSTS_PER_GROUP = 100
SHARE_KNOWN = 0.75
STEERING = 0.1  # weight of the labels: TF-IDF rows have unit length, 1 would outweigh their words
SETTINGS = {  # what of the labels the models see, and the weight of each layer's
    "no labels": (0, 0),
    "broad labels": (0, STEERING),
    "both labels": (STEERING, STEERING),
}
QUOTED = re.compile(r"^\s*([>|:}#]|In article\b|.*\b(writes|wrote|says|said):?\s*$)", re.MULTILINE)


def read_posts(folder):
    """Raw posts of each group, in the order of their names."""
    if folder is None:
        raw = fetch_20newsgroups(subset="train", categories=sorted(GROUPS))
        return {
            group: [raw.data[i] for i in np.flatnonzero(raw.target == number)]
            for number, group in enumerate(raw.target_names)
        }
    found = {path.name: path for path in sorted(Path(folder).rglob("*")) if path.is_dir()}
    missing = sorted(set(GROUPS) - set(found))
    if missing:
        raise SystemExit(f"{folder} has no sub-folder named {', '.join(missing)}")
    return {group: list(ht.read_corpus(found[group], strip="none").texts) for group in GROUPS}


def strip_post(post, bodies):
    """The post without its header and, unless bodies is true, without quotes and signature."""
    body = post.partition("\n\n")[2]
    if bodies:
        return body
    lines = [line for line in body.split("\n") if not QUOTED.match(line)]
    text = "\n".join(lines).rstrip()
    signature = text.rfind("\n--")
    return text[:signature] if signature > len(text) / 2 else text


def draw_task(posts, seed, bodies):
    """A matrix, labels at both layers, whose labels are known, and the terms."""
    rng = np.random.default_rng(seed)
    texts, labels = [], []
    for group, broad in GROUPS.items():
        for i in rng.choice(len(posts[group]), POSTS_PER_GROUP, replace=False):
            texts.append(strip_post(posts[group][i], bodies))
            labels.append((group, broad))
    vectorizer = ht.TextVectorizer()
    X = vectorizer.fit_transform(texts)
    known = rng.random(len(texts)) < SHARE_KNOWN
    return X, np.array(labels, dtype=object), known, vectorizer.get_feature_names_out()


def load_subset(path):
    """The same of the authors' own 200 posts."""
    data = loadmat(path)
    fine = np.array([str(name[0]) for name in data["newsgroup_names"].ravel()])
    broad = np.array([str(name[0]) for name in data["super_names"].ravel()])
    y = np.array([fine[data["Ysub"].argmax(0)], broad[data["Ysuper"].argmax(0)]], dtype=object).T
    known = np.zeros(len(y), dtype=bool)
    known[data["known60"].ravel().astype(int) - 1] = True
    terms = np.array([str(term[0]) for term in data["vocab"].ravel()])
    return sparse.csr_array(data["X_subsampled"].T), y, known, terms


def measure(model, X, y, known):
    """Accuracy at the fine and the broad layer on hidden labels, and the seconds of the fit."""
    seen = y.copy()
    seen[~known] = None
    begin = time.perf_counter()
    model.fit(X, seen)
    seconds = time.perf_counter() - begin
    predicted = [model.predict(X[~known], layer=l) for l in (0, 1)]
    return [*(np.mean(predicted[l] == y[~known, l]) for l in (0, 1)), seconds]


def measure_regression(X, y, known):
    """The same accuracies for logistic regression."""
    y = y.astype(str)
    models = [LogisticRegression(max_iter=1000).fit(X[known], y[known, l]) for l in (0, 1)]
    return [model.score(X[~known], y[~known, l]) for l, model in enumerate(models)]


def main():
    """Measure, and print accuracies and a tree.

    A classifier is fitted to the topics of a layer whose labels did not steer them.
    """
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("source", nargs="?", help="folder of newsgroups, or the authors' .mat file")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--topics", type=int, nargs=2, default=(10, 6))
    parser.add_argument("--bodies", action="store_true", help="keep quotes and signatures")
    options = parser.parse_args()
    warnings.simplefilter("ignore", ConvergenceWarning)
    subset = options.source is not None and options.source.endswith(".mat")
    posts = None if subset else read_posts(options.source)
    results = {name: [] for name in (*SETTINGS, "logistic regression")}
    for seed in range(options.seeds):
        if subset:
            X, y, known, terms = load_subset(options.source)
        else:
            X, y, known, terms = draw_task(posts, seed, options.bodies)
        if seed == 0:
            print(f"{X.shape[0]} posts, {X.shape[1]:,} terms, {known.sum()} labelled\n")
            ht.NeuralNMF((3, 2), max_epochs=1, random_state=0).fit(X, y[:, 1])  # compile
        for name, weights in SETTINGS.items():
            model = ht.NeuralNMF(tuple(options.topics), supervision=weights, random_state=seed)
            results[name].append(measure(model, X, y, known))
        results["logistic regression"].append(measure_regression(X, y, known))
    print(f"accuracy on the hidden labels, mean ± sd of {options.seeds} seeds\n")
    print(f"{'training sees':20}  {'10 groups':>13}  {'6 groups':>13}  seconds (median, max)")
    for name, rows in results.items():
        fine, broad, *seconds = np.array(rows).T
        cells = [f"{np.mean(found):.3f} ± {np.std(found):.3f}" for found in (fine, broad)]
        times = f"{np.median(seconds):.2f}, {np.max(seconds):.2f}" if seconds else ""
        print(f"{name:20}  {cells[0]}  {cells[1]}  {times}")
    print("\nThe tree of the last fit with both labels:\n")
    print(ht.topic_tree(model, terms, X, labels=y))


if __name__ == "__main__":
    main()
