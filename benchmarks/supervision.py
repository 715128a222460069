"""How strongly labels should steer: accuracy on hidden labels, and words, over supervision.

usage: python benchmarks/supervision.py FOLDER 20,5 [SHARE] [NEIGHBOURS]

Labels are the sub-folders' names, known for this share of the documents (.6 by default); NEIGHBOURS
are 20 by default, as in fit_corpus.
Complement naive Bayes and logistic regression, at its default strength and at ten times less
regularization, see the same labels and the same matrix.
"""

import sys
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import ComplementNB

import hiertopics as ht

WEIGHTS = (3, 1, 0.3, 0.1, 0.06, 0.03)
CLASSIFIERS = {
    "complement naive Bayes": ComplementNB(),
    "logistic regression": LogisticRegression(max_iter=1000),
    "logistic regression, C=10": LogisticRegression(max_iter=1000, C=10),
}


def main(folder, topics, share=0.6, neighbours=20):
    warnings.simplefilter("ignore", ConvergenceWarning)
    sizes = tuple(map(int, topics.split(",")))
    corpus = ht.read_corpus(folder)
    vectorizer = ht.TextVectorizer()
    X = vectorizer.fit_transform(corpus.texts)
    terms = vectorizer.get_feature_names_out()
    y = corpus.labels_for(len(sizes))
    hidden = np.random.default_rng(0).random(len(y)) >= float(share)
    shown = y.copy()
    shown[hidden] = None
    layers = [l for l in range(len(sizes)) if any(label is not None for label in y[:, l])]
    print(f"{len(y) - hidden.sum()} of {len(y)} documents labelled; accuracy on the rest")
    print(f"{'':26} {'fine to broad':16}")
    for name, classifier in CLASSIFIERS.items():
        accuracies = [
            classifier.fit(X[~hidden], y[~hidden, l].astype(str)).score(X[hidden], y[hidden, l])
            for l in layers
        ]
        print(f"{name:26}", *(f"{accuracy:.3f}" for accuracy in accuracies))
    for weight in WEIGHTS:
        model = ht.NeuralNMF(
            sizes, supervision=weight, neighbours=int(neighbours), random_state=0
        ).fit(X, shown)
        accuracies = [np.mean(model.predict(X[hidden], l) == y[hidden, l]) for l in layers]
        best = np.argsort(-model.components_, axis=1)[:, :4]
        print(
            f"{f'NeuralNMF, supervision {weight}':26}",
            *(f"{accuracy:.3f}" for accuracy in accuracies),
            f"explained {model.score(X):.4f}",
            " | ".join(" ".join(terms[topic]) for topic in best),
            flush=True,
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
