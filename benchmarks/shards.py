"""A large sparse matrix in shards and whole: its products, and a fit in memory and on disk.

usage: python benchmarks/shards.py [--documents 200000] [--terms 40000] [--words 70] [--repeats 7]

The words of a document are drawn by Zipf's law. Both sides are this package, with as many threads
as the machine offers. The last row is a fit of NMF by few epochs, on disk and in memory, whose
costs must be the same.
"""

import argparse
import tempfile
from pathlib import Path

import numpy as np
from measuring import IN_TURN, alternate_seconds, share_row
from scipy import sparse

import hiertopics as ht
from hiertopics.core.data import DataMatrix
from hiertopics.core.shards import in_shards
from hiertopics.core.threads import limit_threads

TOPICS = 50
FIT = ht.NMF(TOPICS, max_epochs=5, tol=0, random_state=0, init="random")


def made_matrix(n_docs, n_terms, n_words):
    """Documents of so many words each, equal ones counted once."""
    rng = np.random.default_rng(0)
    share = 1 / np.arange(1, n_terms + 1)
    columns = rng.choice(n_terms, n_docs * n_words, p=share / share.sum()).astype(np.int32)
    ends = np.arange(0, len(columns) + 1, n_words)
    X = sparse.csr_array((rng.random(len(columns)), columns, ends), shape=(n_docs, n_terms))
    X.sum_duplicates()
    return X


def measure(X, repeats):
    """The rows of the table."""
    whole = DataMatrix(X)
    shards, rng = in_shards(whole), np.random.default_rng(1)
    A, S = rng.random((X.shape[1], TOPICS)), rng.random((X.shape[0], TOPICS))
    with limit_threads(None, 10**9):
        dot = alternate_seconds(repeats, lambda _: shards.dot(A), lambda _: whole.dot(A))
        back = alternate_seconds(
            repeats, lambda _: shards.transposed_dot(S), lambda _: whole.transposed_dot(S)
        )
    yield share_row("X @ A, in shards and whole", *dot)
    yield share_row("X.T @ S, in shards and whole", *back)
    with tempfile.TemporaryDirectory() as folder:
        stored, costs = ht.write_matrix(Path(folder) / "matrix", X), {}

        def fit(data, side):
            costs[side] = FIT.fit(data).history_

        times = alternate_seconds(min(repeats, 3), lambda _: fit(stored, 0), lambda _: fit(X, 1))
        np.testing.assert_array_equal(costs[0], costs[1])
        yield share_row("five epochs of NMF(50), on disk and in memory", *times)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name, default in (("documents", 200_000), ("terms", 40_000), ("words", 70), ("repeats", 7)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    X = made_matrix(options.documents, options.terms, options.words)
    print(f"Data: {X.shape[0]:,} documents x {X.shape[1]:,} terms, {X.nnz:,} nonzeros.")
    print(IN_TURN.format(repeats=options.repeats))
    for row in measure(X, options.repeats):
        print(f"{row.what}: {row.ours}, {row.theirs}, ratio {row.ratio}")
