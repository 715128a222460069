"""How time and memory grow with documents, topics and layers.

usage: python benchmarks/growth.py FILE.jsonl.gz|FOLDER [--documents N] [--largest 100000]

Documents are rows of the given matrix, drawn with replacement; in each a share of the terms is
exchanged for others that are about as frequent, so that none repeats another. One run each:
times of whole fits depend on how many epochs they take, so those are told as well.
"""

import time
import warnings
from dataclasses import dataclass

import numpy as np
from epochs import epoch_seconds, make_start
from measuring import (
    describe_peak,
    describe_run,
    make_parser,
    read_matrix,
    seconds_of,
    show_seconds,
    warm_up,
)
from memory import measure_apart, show_megabytes
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning

import hiertopics as ht

DOCUMENTS = (1_000, 3_000, 10_000, 30_000, 100_000)
LAYERS = (20, 6)
TOPICS = (10, 20, 50, 100, 200)
DEPTHS = ((48,), (48, 16), (48, 16, 6), (48, 16, 6, 2))
EXCHANGED = 0.3  # share of the terms of a drawn document
NEARBY = 0.1  # how far off in the order of frequency, as a share of the place in it
EPOCHS = 10
LINEAR = (
    "Slope of log time against log nonzeros (1 is linear): {epoch:.2f} for an epoch, {fit:.2f} for "
    "a fit. Memory: at most {memory:.2f} of the bound."
)


@dataclass(frozen=True)
class Size:
    """What was measured on one matrix of so many documents."""

    n_docs: int
    nonzeros: int
    stream: float
    epoch: float
    fit: float
    n_epochs: int
    growth: object


def draw_documents(X, n_docs, rng):
    """A matrix of so many documents that are like those of X, rows of unit length."""
    drawn = X[rng.integers(0, X.shape[0], n_docs)]
    order = np.argsort(-np.bincount(X.indices, minlength=X.shape[1]), kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    places = place[drawn.indices]
    # One more than the share: the commonest terms have neighbours too.
    shift = (2 * rng.random(drawn.nnz) - 1) * (NEARBY * places + 1)
    shift[rng.random(drawn.nnz) > EXCHANGED] = 0
    moved = np.clip(np.rint(places + shift).astype(int), 0, X.shape[1] - 1)
    indices = order[moved].astype(X.indices.dtype)
    made = sparse.csr_matrix((drawn.data, indices, drawn.indptr), shape=drawn.shape)
    made.sum_duplicates()
    lengths = np.sqrt(made.multiply(made).sum(axis=1)).A1
    made.data /= np.repeat(np.where(lengths > 0, lengths, 1), np.diff(made.indptr))
    return made


def stream_seconds(X):
    """Reading the matrix once: the floor of anything that looks at it."""
    return min(seconds_of(lambda: X.data.sum() + X.indices.sum()) for _ in range(3))


def measure_size(X):
    """Everything on one matrix."""
    begin = time.perf_counter()
    model = ht.NeuralNMF(LAYERS, random_state=0).fit(X)
    fit = time.perf_counter() - begin
    epoch = epoch_seconds(X, make_start(X, LAYERS), epochs=EPOCHS)
    growth = measure_apart(X, LAYERS)
    return Size(X.shape[0], X.nnz, stream_seconds(X), epoch, fit, model.n_epochs_, growth)


def slope(sizes, attribute):
    """Of the logarithm of a time over that of the nonzeros."""
    nonzeros = np.log([size.nonzeros for size in sizes])
    times = np.log([getattr(size, attribute) for size in sizes])
    return float(np.polyfit(nonzeros, times, 1)[0])


def show_sizes(sizes):
    """The table over documents, and its sentence."""
    lines = [
        "| documents | nonzeros | stream X once | epoch | fit (epochs) | added to the process | "
        "bound |",
        "|---|---|---|---|---|---|---|",
    ]
    for size in sizes:
        lines.append(
            f"| {size.n_docs:,} | {size.nonzeros:,} | {show_seconds(size.stream)} | "
            f"{show_seconds(size.epoch)} | {show_seconds(size.fit)} ({size.n_epochs}) | "
            f"{show_megabytes(size.growth.added)} | {show_megabytes(size.growth.bound)} |"
        )
    if len(sizes) > 1:
        memory = max(size.growth.added / size.growth.bound for size in sizes)
        slopes = {name: slope(sizes, name) for name in ("epoch", "fit")}
        lines += ["", LINEAR.format(**slopes, memory=memory)]
    return "\n".join(lines)


def show_networks(X):
    """The table over topics and layers, on the given documents."""
    lines = ["| layers | epoch |", "|---|---|"]
    networks = [(k, max(2, k // 4)) for k in TOPICS] + list(DEPTHS)
    for layers in networks:
        seconds = epoch_seconds(X, make_start(X, layers), epochs=EPOCHS)
        lines.append(f"| {', '.join(map(str, layers))} | {show_seconds(seconds)} |")
    return "\n".join(lines)


def measure(X, largest=DOCUMENTS[-1]):
    """Both tables as Markdown."""
    rng = np.random.default_rng(0)
    counts = [n_docs for n_docs in DOCUMENTS if n_docs <= largest]
    sizes = [measure_size(draw_documents(X, n_docs, rng)) for n_docs in counts]
    return f"{show_sizes(sizes)}\n\n{show_networks(X)}"


def add_options(parser):
    """The options of this script, for the summary as well."""
    parser.add_argument(
        "--largest", type=int, default=DOCUMENTS[-1], help="documents to grow to at most"
    )


def main():
    parser = make_parser(__doc__)
    add_options(parser)
    options = parser.parse_args()
    warnings.simplefilter("ignore", ConvergenceWarning)
    X = read_matrix(options)
    warm_up(X)
    print(describe_run(X, 1), "\n")
    print(measure(X, options.largest))
    print(f"\n{describe_peak()}")


if __name__ == "__main__":
    main()
