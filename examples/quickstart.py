"""From a folder of letters, articles or notes to topics, step by step.

usage: python examples/quickstart.py [FOLDER]

Without a folder it takes the bundled corpus. It reads the texts, finds topics without looking at
any label, looks at what they are, asks how well they agree with the folders, and then lets a few
labels steer them.
"""

import sys
from pathlib import Path

import numpy as np
from sklearn.metrics import normalized_mutual_info_score

import hiertopics as ht

BUNDLED = Path(__file__).resolve().parents[1] / "corpora" / "everyday"


def main(folder):
    """Run the analysis and print what it finds."""
    corpus = ht.read_corpus(folder)
    print(corpus.summary())

    vectorizer = ht.TextVectorizer(language="english")
    X = vectorizer.fit_transform(corpus.texts)
    terms = vectorizer.get_feature_names_out()
    print(f"{X.shape[1]:,} terms, {X.nnz:,} nonzeros\n")

    # Unsupervised: 12 fine topics in 4 broad ones.
    model = ht.NeuralNMF(n_topics=(12, 4), random_state=0).fit(X)
    print(ht.topic_tree(model, terms, X, corpus.ids))
    print(f"\n{model.stop_reason_} after {model.n_epochs_} epochs")
    print(f"the broad topics explain {model.score(X):.1%} of the matrix\n")

    labels = corpus.labels_for(2)
    if corpus.labels.shape[1] == 0:
        print("no sub-folders, so there are no labels to compare with")
        return
    for layer, name in enumerate(("fine", "broad")):
        known = np.array([label is not None for label in labels[:, layer]])
        if known.any():
            agreement = normalized_mutual_info_score(
                labels[known, layer].astype(str), model.assign_topics(X, layer)[known]
            )
            print(f"{name} topics and folders: normalized mutual information {agreement:.2f}")

    # Semi-supervised: the label of every second document steers, the others are predicted.
    y = labels.copy()
    y[1::2] = None
    steered = ht.NeuralNMF(n_topics=(12, 4), random_state=0).fit(X, y)
    accuracy = steered.score(X[1::2], labels[1::2])
    print(f"broad label of documents whose label was hidden: {accuracy:.1%} right")

    # A new text: its broad topic, and the fine topics that it mixes.
    new = vectorizer.transform(["The choir sang a carol while the dough was rising in the oven."])
    print("\na new text about a choir and an oven:")
    shares = model.transform_layers(new)[0][0]
    words = terms[np.argsort(-model.A_[0], axis=0)[:3]].T
    for topic in np.argsort(-shares)[:2]:
        print(f"  {shares[topic] / shares.sum():4.0%}  {', '.join(words[topic])}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else BUNDLED)
