"""A fit of a matrix on disk in a process to which the system gives little memory.

usage: python benchmarks/limited.py [--documents 150000] [--terms 40000] [--words 140]
       [--epochs 5] [--limit 900] [--folder FOLDER]

The matrix is made block by block, written to a folder, fitted and applied, each in a process of its
own whose memory for data (RLIMIT_DATA of Linux: all but mapped files) is limited to so many
megabytes. The rows say seconds, and the largest size of memory that belongs to the process alone.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning

import hiertopics as ht

TOPICS = (50, 10)
BLOCK = 5_000
STAGES = ("write", "fit")


def made_block(number, n_docs, n_terms, n_words):
    """Documents of 50 planted topics: half of their words are drawn by the law of a topic."""
    rng = np.random.default_rng(number)
    share = 1 / np.arange(1, n_terms + 1)
    drawn = np.searchsorted(np.cumsum(share / share.sum()), rng.random(n_docs * n_words))
    words = drawn.clip(max=n_terms - 1).reshape(n_docs, n_words)
    topic = rng.integers(0, TOPICS[0], (n_docs, 1))
    half = words[:, : n_words // 2]
    half[:] = (half * (2 * topic + 3) + topic * 797) % n_terms
    ends = np.arange(0, words.size + 1, n_words)
    ones = np.ones(words.size, np.float32)
    X = sparse.csr_array((ones, words.ravel().astype(np.int32), ends), shape=(n_docs, n_terms))
    X.sum_duplicates()
    X.data = 1 + np.log(X.data)
    X.data /= np.repeat(sparse.linalg.norm(X, axis=1), np.diff(X.indptr)).astype(np.float32)
    return X


def watch(largest):
    """Note the largest size of the memory that is this process's own, in megabytes."""
    while True:
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("RssAnon"):
                largest[0] = max(largest[0], int(line.split()[1]) / 1024)
        time.sleep(0.02)


def perform(stage, options):
    """One stage, in this process; prints its rows."""
    largest = [0.0]
    threading.Thread(target=watch, args=(largest,), daemon=True).start()

    def show(what, seconds):
        print(f"| {what} | {seconds:.1f} s | {largest[0]:.0f} MB |", flush=True)

    begun = time.perf_counter()
    if stage == "write":
        firsts = range(0, options.documents, BLOCK)
        sizes = (min(BLOCK, options.documents - first) for first in firsts)
        blocks = (made_block(i, size, options.terms, options.words) for i, size in enumerate(sizes))
        written = ht.write_matrix(options.folder, blocks, dtype=np.float32)
        show(f"write {written.nnz:,} nonzeros, {8 * written.nnz / 1e9:.2f} GB as CSR",
             time.perf_counter() - begun)  # fmt: skip
        return
    X, ticks = ht.open_matrix(options.folder, check=False), []
    model = ht.NeuralNMF(TOPICS, random_state=0, max_epochs=options.epochs, tol=0)
    model.set_params(callback=lambda *_: ticks.append(time.perf_counter()))
    model.fit(X)
    show("start of all layers, up to the first epoch", ticks[0] - begun)
    show("an epoch, median", float(np.median(np.diff(ticks))))
    begun = time.perf_counter()
    model.transform_layers(X)
    show("apply", time.perf_counter() - begun)


def limited(megabytes):
    """Set the limit of the process that begins."""
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20,) * 2)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, default in (
        ("documents", 150_000), ("terms", 40_000), ("words", 140), ("epochs", 5), ("limit", 900)
    ):  # fmt: skip
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--folder", help="where the matrix is written; a temporary one by default")
    parser.add_argument("--stage", choices=STAGES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.stage:
        warnings.simplefilter("ignore", ConvergenceWarning)
        perform(options.stage, options)
        return
    print(f"{options.documents:,} documents, {options.limit} MB of memory at most.")
    with tempfile.TemporaryDirectory() as folder:
        options.folder = options.folder or os.path.join(folder, "matrix")
        for stage in STAGES:
            words = [
                f"--{name}={value}" for name, value in vars(options).items() if name != "stage"
            ]
            command = [sys.executable, __file__, *words, f"--stage={stage}"]
            subprocess.run(command, preexec_fn=lambda: limited(options.limit), check=True)


if __name__ == "__main__":
    main()
