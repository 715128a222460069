"""Epochs of the published package NeuralNMF; run by published.py, maybe in another environment.

usage: python benchmarks/published_epochs.py PROBLEM.npz EPOCHS

PROBLEM holds X, terms by documents and dense, and the factors A0, A1, ... to start from. Prints
JSON: seconds per epoch, the cost at the start as a sum of squares, and versions.
"""

import importlib.metadata
import json
import sys
import time

import numpy as np
import torch
from NeuralNMF import Neural_NMF, train


def main(path, epochs):
    held = np.load(path)
    X = torch.from_numpy(held["X"])
    factors = [held[f"A{l}"] for l in range(len(held.files) - 1)]
    net = Neural_NMF([X.shape[0], *(A.shape[1] for A in factors)])

    def start():
        for layer, A in zip(net.lsqnonneglst, factors, strict=True):
            layer.A.data = torch.from_numpy(A.copy())

    start()
    first = train(net, X, epoch=1, verbose=False, full_history=True)  # a warm-up as well
    start()
    begin = time.perf_counter()
    train(net, X, epoch=int(epochs), verbose=False)
    seconds = (time.perf_counter() - begin) / int(epochs)
    versions = {name: importlib.metadata.version(name) for name in ("NeuralNMF", "torch")}
    cost = float(first.get("loss")[0]) * X.numel()  # theirs is a mean
    print(json.dumps({"seconds": seconds, "cost": cost, "versions": versions}))


if __name__ == "__main__":
    main(*sys.argv[1:])
