"""What the speed benchmarks share: data, alternating repeats, and how figures are shown.

Not run by itself. Both sides keep the threads that their users get: nothing here limits them.
"""

import argparse
import gc
import gzip
import importlib.metadata
import json
import os
import platform
import resource
import statistics
import time
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import threadpoolctl
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer

import hiertopics as ht
from hiertopics.core.threads import use_threads

LIBRARIES = ("numpy", "scipy", "scikit-learn", "numba")
MADE_ON = (
    "Made on: {cpu}, {cores} cores, {memory:.0f} GB RAM; Python {python}, {libraries}; kernels on "
    "{kernel_threads} threads, BLAS on {blas_threads}."
)
DATA = "Data: {docs:,} documents × {terms:,} terms, {nonzeros:,} nonzeros."
IN_TURN = "Medians of {repeats} repeats in turn: ours, theirs, ours, theirs."
PAUSE = 0.1  # seconds; idle threads of either side's pool have gone to sleep after it


@dataclass(frozen=True)
class Row:
    """A line of the table, as it is shown; ``met`` is None where there is no aim."""

    what: str
    ours: str
    theirs: str
    ratio: str = ""
    aim: str = ""
    met: bool | None = None


def share_row(what, ours, theirs, at_most=None, show=None):
    """A row whose ratio is ours over theirs: less is better."""
    show = show or show_seconds
    ratio = ours / theirs
    aim = "" if at_most is None else f"at most {at_most:g}"
    met = None if at_most is None else bool(ratio <= at_most)
    return Row(what, show(ours), show(theirs), show_number(ratio), aim, met)


def speedup_row(what, ours, theirs, at_least=None):
    """A row whose ratio says how many times as fast as theirs ours is."""
    ratio = theirs / ours
    aim = "" if at_least is None else f"at least {at_least} times as fast"
    met = None if at_least is None else bool(ratio >= at_least)
    return Row(what, show_seconds(ours), show_seconds(theirs), show_times(ratio), aim, met)


def show_seconds(seconds):
    """Seconds in the unit that suits them, three digits."""
    if not np.isfinite(seconds):
        return "never"
    for unit, size in (("s", 1), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{show_number(seconds / size)} {unit}"
    return f"{seconds * 1e9:.0f} ns"


def show_number(number):
    """Three significant digits, never in powers of ten."""
    digits = 2 if abs(number) < 1e-12 else max(0, 2 - int(np.floor(np.log10(abs(number)))))
    return f"{number:,.{digits}f}"


def show_times(ratio):
    return f"{show_number(ratio)} times as fast" if ratio > 0 else "–"


def alternate(repeats, *actions):
    """Run the actions in turn, again and again; one list of what it returned for each.

    An action is called with the number of the repeat, to take as its seed.
    """
    results = [[] for _ in actions]
    for repeat in range(repeats):
        for action, found in zip(actions, results, strict=True):
            gc.collect()
            time.sleep(PAUSE)
            found.append(action(repeat))
    return results


def alternate_seconds(repeats, *actions):
    """The median wall time of each action, run in turn."""
    timed = [lambda repeat, action=action: seconds_of(action, repeat) for action in actions]
    return [statistics.median(found) for found in alternate(repeats, *timed)]


def seconds_of(action, *arguments):
    begin = time.perf_counter()
    action(*arguments)
    return time.perf_counter() - begin


def warm_up(X, sizes=(4, 2)):
    """Have everything compiled that models on such a matrix use."""
    few = X[:200]
    ht.NeuralNMF(sizes, random_state=0, max_epochs=8, tol=0).fit(few)
    ht.NMF(sizes[0], random_state=0, max_epochs=3).fit(few)


def read_texts(path):
    """Texts of a file of JSON lines with "text", gzipped or not, or of a folder."""
    path = Path(path)
    if path.is_dir():
        return list(ht.read_corpus(path, strip="none").texts)
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def make_matrix(texts):
    """TF-IDF of the texts, float64, CSR."""
    vectorizer = TfidfVectorizer(stop_words="english", min_df=3, max_df=0.5, sublinear_tf=True)
    return vectorizer.fit_transform(texts)


def read_matrix(options):
    """The matrix that a script's options name."""
    return make_matrix(read_texts(options.source)[: options.documents])


def relative_error(X, W, H):
    """``||X - W H||_F / ||X||_F`` for sparse X, by the same formula for every library."""
    square = X.multiply(X).sum()
    error = square - 2 * np.sum((X @ H.T) * W) + np.sum((W.T @ W) * (H @ H.T))
    return float(np.sqrt(max(error, 0) / square))


def norm_of(X):
    """``||X||_F``."""
    return float(np.sqrt(X.multiply(X).sum()))


def make_parser(documentation):
    """A parser of what every script takes: where the texts are, and how often to repeat."""
    parser = argparse.ArgumentParser(
        description=documentation, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", help='JSON lines with "text", .gz or not, or a folder of texts')
    parser.add_argument("--documents", type=int, help="only that many, from the first on")
    parser.add_argument("--repeats", type=int, default=5)
    return parser


def print_alone(documentation, measure):
    """The command of a script that measures on a matrix: read, measure, print."""
    options = make_parser(documentation).parse_args()
    warnings.simplefilter("ignore", ConvergenceWarning)
    X = read_matrix(options)
    warm_up(X)
    print(describe_run(X, options.repeats), "\n")
    print(as_markdown(measure(X, options.repeats)))
    print(f"\n{describe_peak()}")


def as_markdown(rows):
    """The rows as a Markdown table."""
    lines = ["| what | this project | the other | ratio | aim |", "|---|---|---|---|---|"]
    lines += [f"| {r.what} | {r.ours} | {r.theirs} | {r.ratio} | {r.aim} |" for r in rows]
    return "\n".join(lines)


def describe_run(X, repeats=None):
    """The sentences that say on what the figures were made, and of how many repeats in turn."""
    data = DATA.format(docs=X.shape[0], terms=X.shape[1], nonzeros=X.nnz)
    in_turn = [] if repeats is None else [IN_TURN.format(repeats=repeats)]
    return " ".join([describe_machine(), data, *in_turn])


def describe_machine():
    """The sentence on the machine, the versions and the threads."""
    versions = [f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES]
    blas = [p["num_threads"] for p in threadpoolctl.threadpool_info() if p["user_api"] == "blas"]
    return MADE_ON.format(
        cpu=cpu_model(),
        cores=os.cpu_count(),
        memory=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30,
        python=platform.python_version(),
        libraries=", ".join(versions),
        kernel_threads=use_threads(None),
        blas_threads=max(blas, default=1),
    )


def cpu_model():
    """The processor's name, as far as the system tells it."""
    described = Path("/proc/cpuinfo")
    if described.exists():
        for line in described.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def describe_peak():
    """The sentence on the memory of the benchmark itself."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # kilobytes on Linux
    return f"Peak memory of the benchmark process, data and peers included: {peak:,.0f} MB."
