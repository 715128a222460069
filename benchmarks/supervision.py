"""How strongly labels should steer: accuracy on hidden labels, and words, over supervision.

usage: python benchmarks/supervision.py FOLDER 20,5

Labels are the sub-folders' names; 40 % of the documents hide theirs. ComplementNB sees the same
labels and the same matrix.
"""

import sys

import numpy as np
from sklearn.naive_bayes import ComplementNB

import hiertopics as ht

WEIGHTS = (1, 0.3, 0.1, 0.03, 0.01)


def main(folder, topics):
    sizes = tuple(map(int, topics.split(",")))
    corpus = ht.read_corpus(folder)
    vectorizer = ht.TextVectorizer()
    X = vectorizer.fit_transform(corpus.texts)
    terms = vectorizer.get_feature_names_out()
    y = corpus.labels_for(len(sizes))
    hidden = np.random.default_rng(0).random(len(y)) < 0.4
    shown = y.copy()
    shown[hidden] = None
    layers = [l for l in range(len(sizes)) if any(label is not None for label in y[:, l])]
    bayes = [
        ComplementNB().fit(X[~hidden], y[~hidden, l].astype(str)).score(X[hidden], y[hidden, l])
        for l in layers
    ]
    print("ComplementNB", *(f"{accuracy:.3f}" for accuracy in bayes), "(fine to broad)")
    for weight in WEIGHTS:
        model = ht.NeuralNMF(sizes, supervision=weight, random_state=0).fit(X, shown)
        accuracies = [np.mean(model.predict(X[hidden], l) == y[hidden, l]) for l in layers]
        best = np.argsort(-model.components_, axis=1)[:, :4]
        print(
            f"{weight:<5}",
            *(f"{accuracy:.3f}" for accuracy in accuracies),
            f"explained {model.score(X):.4f}",
            " | ".join(" ".join(terms[topic]) for topic in best),
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
