"""Every speed figure of docs/measurements.md: this project beside its peers, on your machine.

usage: python benchmarks/speed.py FILE.jsonl.gz|FOLDER [--toy neural_nmf_toy.mat]
           [--small newsgroups_200.mat] [--published PYTHON] [--repeats 5] [--markdown TABLE.md]
           [--parts epochs,errors,...] [--documents N] [--largest 100000]

FILE holds JSON lines with "text". PYTHON is an interpreter that can import the authors' package
NeuralNMF (PyPI; needs torch); without one, or without their matrices, its rows are left out. Let
nothing else run meanwhile. The table goes to stdout and to TABLE.md, progress and aims that were
missed to stderr. Each part but the text's is a script as well: see its own docstring.
"""

import sys
import time
import warnings
from pathlib import Path

import epochs
import errors
import growth
import least_squares
import published
import startup
import text
from measuring import (
    as_markdown,
    describe_peak,
    describe_run,
    make_matrix,
    make_parser,
    read_texts,
    speedup_row,
    warm_up,
)
from memory import memory_row
from sklearn.exceptions import ConvergenceWarning

LIMITS = (
    "What the table does not claim: it is one machine and one corpus, and ratios differ on others. "
    "An epoch of ours and an iteration of another's are not the same step: how far they lead is "
    "what the rows on errors say, and errors do not say whether people agree with the topics. Both "
    "sides may use every core; scikit-learn's coordinate descent runs its updates on one, as it "
    "does for its users. Kernels are compiled beforehand, but for the row on the first fit ever."
)


def text_rows(options, texts, X):
    """Rows on reading and counting texts."""
    measured = text.measure(texts, options.repeats)
    return [speedup_row(f"texts to matrix, {what}", *times) for what, *times, _ in measured]


PARTS = {
    "epochs": lambda options, texts, X: epochs.measure(X, options.repeats),
    "errors": lambda options, texts, X: errors.measure(X, options.repeats),
    "published": lambda options, texts, X: published.measure(options),
    "least_squares": lambda options, texts, X: least_squares.measure(X, options.repeats),
    "memory": lambda options, texts, X: [memory_row(X, growth.LAYERS)],
    "text": text_rows,
    "startup": lambda options, texts, X: startup.measure(X, options.repeats),
}


def read_options():
    """The command line."""
    parser = make_parser(__doc__)
    published.add_options(parser)
    growth.add_options(parser)
    everything = ",".join([*PARTS, "growth"])
    parser.add_argument("--markdown", type=Path, metavar="TABLE.md")
    parser.add_argument("--parts", default=everything, help=f"of {everything}")
    options = parser.parse_args()
    options.parts = options.parts.split(",")
    unknown = set(options.parts) - {*PARTS, "growth"}
    if unknown:
        parser.error(f"no part is called {', '.join(sorted(unknown))}; there are {everything}")
    return options


def measure_rows(options, texts, X):
    """The rows of all the parts that were asked for."""
    rows = []
    for name, measure in PARTS.items():
        if name in options.parts:
            begin = time.perf_counter()
            rows += measure(options, texts, X)
            print(f"{name}: {time.perf_counter() - begin:.0f} s", file=sys.stderr)
    return rows


def main():
    options = read_options()
    warnings.simplefilter("ignore", ConvergenceWarning)
    texts = read_texts(options.source)[: options.documents]
    X = make_matrix(texts)
    warm_up(X)
    rows = measure_rows(options, texts, X)
    parts = [describe_run(X, options.repeats), as_markdown(rows)]
    if "growth" in options.parts:
        parts.append(growth.measure(X, options.largest))
    table = "\n\n".join([*parts, describe_peak(), LIMITS]) + "\n"
    print(table)
    if options.markdown:
        options.markdown.write_text(table, encoding="utf-8")
    for row in rows:
        if row.met is False:
            print(f"missed: {row.what}: {row.ratio}, {row.aim}", file=sys.stderr)


if __name__ == "__main__":
    main()
