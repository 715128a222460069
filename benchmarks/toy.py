"""Errors on the toy matrix of the Neural NMF paper (Table 1, unsupervised rows).

usage: python benchmarks/toy.py neural_nmf_toy.mat [SEEDS]

The matrix is the authors' (87 x 90, variable X, documents in columns). Default estimator but for
n_topics and random_state; the floor is the best that any matrix of the last rank can do (SVD).
"""

import sys
import time

import numpy as np
from scipy.io import loadmat

from hiertopics import NeuralNMF

PAPER = {(9,): 0.029, (9, 4): 0.310, (9, 4, 2): 0.492}


def main(path, n_seeds=25):
    X = np.ascontiguousarray(loadmat(path)["X"].T, dtype=float)
    values = np.linalg.svd(X, compute_uv=False)
    NeuralNMF((9, 4), max_epochs=1, tol=0, random_state=0).fit(X)  # compile
    print("topics      mean error   sd        max        SVD floor  paper  fit s (median, max)")
    for sizes, paper in PAPER.items():
        errors, seconds = [], []
        for seed in range(int(n_seeds)):
            begin = time.perf_counter()
            model = NeuralNMF(sizes, random_state=seed).fit(X)
            seconds.append(time.perf_counter() - begin)
            errors.append(model.reconstruction_err_ / np.linalg.norm(X))
        floor = np.linalg.norm(values[sizes[-1] :]) / np.linalg.norm(values)
        print(
            f"{'-'.join(map(str, sizes)):10}  {np.mean(errors):.5f}      {np.std(errors):.5f}   "
            f"{max(errors):.5f}    {floor:.5f}    {paper:.3f}  "
            f"{np.median(seconds):.2f}, {max(seconds):.2f}"
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
