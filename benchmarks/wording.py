"""Which words to show of topics: coherence against repeats, and the curve between them.

usage: python benchmarks/wording.py SOURCE 20,6 [--words 8] [--seeds 8] [--trees]

Fits NeuralNMF with its defaults to a folder or table and words the same topics in several ways.
Printed for each, means over seeds:

NPMI fine / broad
    Coherence of the words shown, measure "npmi" of hiertopics.coherence.
repeats up
    Mean over parent-child pairs of the part of the child's words that the parent shows as well.
repeats beside
    Mean over groups of siblings, the broadest topics being one, of the part of their words that
    more than one of them shows.
"""

import argparse
from collections import Counter

import numpy as np

import hiertopics as ht
from hiertopics.tree.build import build_tree

WORDINGS = [
    ("weight", {"wording": "weight"}),
    *(
        (f"relevance {part}", {"wording": "relevance", "relevance": part})
        for part in (0.8, 0.6, 0.4)
    ),
    *((f"distinct {part}", {"relevance": part}) for part in (1.0, 0.8, 0.7, 0.6, 0.5, 0.4)),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source")
    parser.add_argument("topics")
    parser.add_argument("--words", type=int, default=8)
    parser.add_argument("--seeds", type=int, default=8)
    parser.add_argument("--trees", action="store_true", help="print the trees before and after")
    arguments = parser.parse_args()
    corpus = ht.read_corpus(arguments.source)
    vectorizer = ht.TextVectorizer()
    X = vectorizer.fit_transform(corpus.texts)
    terms = vectorizer.get_feature_names_out()
    sizes = tuple(map(int, arguments.topics.split(",")))
    figures = {name: [] for name, _ in WORDINGS}
    for seed in range(arguments.seeds):
        model = ht.NeuralNMF(sizes, random_state=seed).fit(X)
        layers = model.transform_layers(X)
        for name, options in WORDINGS:
            tree = build_tree(
                model.A_, layers, terms, corpus.ids, n_words=arguments.words, **options
            )
            figures[name].append(measured(tree, X, terms))
            if arguments.trees and seed == 0 and name in ("weight", "distinct 0.6"):
                print(f"{name}\n\n{tree}\n")
    print("wording         NPMI fine / broad  repeats up  repeats beside")
    for name, rows in figures.items():
        broad, fine, up, beside = np.mean(rows, axis=0)
        print(f"{name:<14}  {fine:.4f} / {broad:.4f}    {up:10.1%}  {beside:14.1%}")


def measured(tree, X, terms):
    """NPMI of the broadest and of the finest layer, repeats up and beside."""
    coherence = [
        ht.coherence(layer, X, terms, measure="npmi") for layer in (tree.layers[-1], tree.layers[0])
    ]
    up = [
        np.mean([word in words_of(tree.parent_of(node)) for word in words_of(node)])
        for node in tree
        if node.parent is not None and node.words
    ]
    families = [tree.layers[-1], *map(tree.children_of, tree)]
    beside = [repeated(family) for family in families if len(family) > 1]
    return *coherence, np.mean(up), np.mean(beside)


def words_of(node):
    return [word for word, _ in node.words]


def repeated(nodes):
    """The part of the words shown that more than one of the topics shows."""
    shown = [word for node in nodes for word in words_of(node)]
    times = Counter(shown)
    return np.mean([times[word] > 1 for word in shown])


if __name__ == "__main__":
    main()
