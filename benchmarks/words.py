"""How well the matrix of a TextVectorizer serves, beside that of scikit-learn's TfidfVectorizer.

usage: python benchmarks/words.py SOURCE... [--seeds 5]

SOURCE is a folder or a table with labels at two layers. For every setting, fine / broad: accuracy
of ComplementNB (five folds, mean of three shuffles), and normalized mutual information of labels
with the topics of plain NMF, as many as there are labels (mean over seeds, and their standard
deviation). Both sides have the same texts, as `read_corpus` gives them. scikit-learn: English stop
words, min_df 3, max_df .5, sublinear.
"""

import argparse
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import normalized_mutual_info_score
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.naive_bayes import ComplementNB

import hiertopics as ht

SETTINGS = {
    "default": {},
    "no phrases": {"phrases": False},
    "phrases by PMI": {"phrases": "pmi"},
    "stems": {"stem": True},
    "stems, no phrases": {"stem": True, "phrases": False},
    "min_df 2": {"min_df": 2},
    "numbers kept": {"keep": ("numbers",)},
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sources", nargs="+")
    parser.add_argument("--seeds", type=int, default=5)
    arguments = parser.parse_args()
    warnings.simplefilter("ignore", ConvergenceWarning)
    print("source  setting  terms  accuracy fine / broad  NMI fine / broad  deviations")
    for source in arguments.sources:
        corpus = ht.read_corpus(source)
        texts, labels = list(corpus.texts), corpus.labels_for(2).astype(str).T
        for name, vectorizer in vectorizers():
            X = vectorizer.fit_transform(texts)
            agreements = [agreement(X, y, arguments.seeds) for y in labels]
            scores = [[accuracy(X, y) for y in labels], *zip(*agreements, strict=True)]
            shown = "  ".join(f"{fine:.4f} / {broad:.4f}" for fine, broad in scores)
            print(f"{source}  {name}  {X.shape[1]:,}  {shown}", flush=True)


def vectorizers():
    """Names and vectorizers, scikit-learn's first."""
    yield (
        "scikit-learn",
        TfidfVectorizer(stop_words="english", min_df=3, max_df=0.5, sublinear_tf=True),
    )
    for name, settings in SETTINGS.items():
        yield name, ht.TextVectorizer(**settings)


def accuracy(X, y):
    """Share of held-back documents whose label ComplementNB predicts."""
    folds = [StratifiedKFold(5, shuffle=True, random_state=seed) for seed in range(3)]
    return np.mean([cross_val_score(ComplementNB(), X, y, cv=cv) for cv in folds])


def agreement(X, y, n_seeds):
    """Mutual information of the labels with each document's topic: mean and deviation of seeds."""
    found = []
    for seed in range(n_seeds):
        model = ht.NMF(len(set(y)), random_state=seed).fit(X)
        found.append(normalized_mutual_info_score(y, model.assign_topics(X)))
    return np.mean(found), np.std(found, ddof=1)


if __name__ == "__main__":
    main()
