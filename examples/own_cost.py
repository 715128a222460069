"""Train Neural NMF on a cost of your own: topics that do not share documents.

usage: python examples/own_cost.py [FOLDER]

A cost is any callable that returns its value for the network and adds its partial derivatives with
respect to A, B and S; backward propagation does the rest. It is a sum over documents,
and called for blocks of them. This one adds to the usual loss how much the fine topics of a
document overlap.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import hiertopics as ht
from hiertopics.core.costs import Sum, every_depth

BUNDLED = Path(__file__).resolve().parents[1] / "corpora" / "everyday"


@dataclass(frozen=True)
class Overlap:
    """``weight * sum over documents of (sum_t s_t)^2 - sum_t s_t^2``: 0 for one topic each."""

    weight: float
    layer: int = 0

    def __call__(self, network, partials):
        """Return the value; add the derivative to `partials`."""
        S = network.S[self.layer]
        together = S.sum(axis=1, keepdims=True)
        partials.S[self.layer] += 2 * self.weight * (together - S)
        return self.weight * float((together**2).sum() - (S**2).sum())


def main(folder):
    """Compare the topics with and without the own cost."""
    vectorizer = ht.TextVectorizer()
    X = vectorizer.fit_transform(ht.read_corpus(folder).texts)
    print("weight of Overlap  topics per document  share of the strongest  explained")
    for weight in (0, 0.1, 0.3, 1):
        loss = Sum((*every_depth([1, 1]), Overlap(weight)))
        model = ht.NeuralNMF((12, 4), loss=loss, random_state=0).fit(X)
        S = model.transform_layers(X)[0]
        strongest = np.mean(S.max(axis=1) / np.maximum(S.sum(axis=1), np.finfo(float).tiny))
        print(
            f"{weight:<17}  {(S > 0).sum(axis=1).mean():<19.2f}  {strongest:<22.3f}  "
            f"{model.score(X):.4f}"
        )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else BUNDLED)
