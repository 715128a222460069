"""The time of an epoch against the authors' own package, on their own matrices.

usage: python benchmarks/published.py [--toy neural_nmf_toy.mat] [--small newsgroups_200.mat]
           [--published PYTHON] [--repeats 5]

The package is NeuralNMF on PyPI, which needs torch. PYTHON is the interpreter of the environment
that has it; by default this one. Both sides start from the same factors, uniform random ones as the
package draws them. "Algorithm 1" is ours with ``solver="pgd"`` and ``loss="reconstruction"``: step
for step what the package does. Its many small decompositions can be slower on several threads than
on one, so it is run both ways and the faster one counts.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import warnings
from itertools import pairwise
from pathlib import Path

import numpy as np
from epochs import epoch_seconds
from measuring import alternate, as_markdown, speedup_row, warm_up
from scipy import sparse
from scipy.io import loadmat
from sklearn.exceptions import ConvergenceWarning

import hiertopics as ht

AIM = 500
THEIR_SCRIPT = Path(__file__).with_name("published_epochs.py")
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
ALGORITHM_1 = {"solver": "pgd", "loss": "reconstruction"}
MISSING = "The published package was not measured: {python} cannot import NeuralNMF."
PROBLEMS = {  # by option: variable in the file, layers, epochs of theirs, name
    "toy": ("X", (9, 4, 2), 20, "the toy of the paper"),
    "small": ("X_subsampled", (10, 6), 3, "200 documents of its authors"),
}


def is_importable(python):
    """Whether that interpreter has the published package."""
    command = [python, "-c", "import NeuralNMF"]
    return subprocess.run(command, capture_output=True).returncode == 0


def read_problem(path, variable):
    """The matrix of a file, documents in rows."""
    X = loadmat(path)[variable].T
    return sparse.csr_array(X) if sparse.issparse(X) else np.ascontiguousarray(X, dtype=float)


def draw_start(n_terms, sizes):
    """Factors of every layer as the package would draw them."""
    rng, widths = np.random.default_rng(0), (n_terms, *sizes)
    return [rng.random(shape) for shape in pairwise(widths)]


def write_problem(path, X, start):
    """The same matrix and factors as the other script reads them."""
    dense = X.toarray() if sparse.issparse(X) else X
    np.savez(path, X=np.ascontiguousarray(dense.T), **{f"A{l}": A for l, A in enumerate(start)})


def run_theirs(python, path, epochs, **environment):
    """What the other script prints."""
    done = subprocess.run(
        [python, str(THEIR_SCRIPT), str(path), str(epochs)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | environment,
    )
    return json.loads(done.stdout.splitlines()[-1])


def check_same_cost(X, start, cost):
    """Both sides must begin at the same cost, or they do not do the same."""
    sizes = tuple(A.shape[1] for A in start)
    model = ht.NeuralNMF(sizes, init=start, max_epochs=1, tol=0, **ALGORITHM_1).fit(X)
    np.testing.assert_allclose(model.history_[0], cost, rtol=1e-6)


def compare(path, problem, python, repeats):
    """Rows for one matrix: our default, and our Algorithm 1."""
    variable, sizes, their_epochs, name = PROBLEMS[problem]
    X = read_problem(path, variable)
    warm_up(X, sizes)
    start = draw_start(X.shape[1], sizes)
    with tempfile.TemporaryDirectory() as place:
        written = Path(place) / "problem.npz"
        write_problem(written, X, start)
        default, algorithm_1, *theirs = alternate(
            repeats,
            lambda repeat: epoch_seconds(X, start),
            lambda repeat: epoch_seconds(X, start, **ALGORITHM_1),
            lambda repeat: run_theirs(python, written, their_epochs),
            lambda repeat: run_theirs(python, written, their_epochs, **ONE_THREAD),
        )
    one_run = theirs[0][0]
    check_same_cost(X, start, one_run["cost"])
    versions = ", ".join(f"{library} {v}" for library, v in one_run["versions"].items())
    seconds = min(statistics.median(run["seconds"] for run in runs) for runs in theirs)
    what = f"an epoch of NeuralNMF {sizes} on {name}, of the published package ({versions})"
    return [
        speedup_row(what, statistics.median(default), seconds, AIM),
        speedup_row(f"{what}, both Algorithm 1", statistics.median(algorithm_1), seconds, AIM),
    ]


def measure(options):
    """Rows for the matrices that the options name; none where there is no package."""
    python = options.published or sys.executable
    given = {name: getattr(options, name) for name in PROBLEMS if getattr(options, name)}
    if given and not is_importable(python):
        print(MISSING.format(python=Path(python).name), file=sys.stderr)
        return []
    return [
        row for name, path in given.items() for row in compare(path, name, python, options.repeats)
    ]


def add_options(parser):
    """The options of this script, for the summary as well."""
    parser.add_argument("--toy", help="the authors' neural_nmf_toy.mat")
    parser.add_argument("--small", help="the authors' newsgroups_200.mat")
    parser.add_argument("--published", metavar="PYTHON", help="an interpreter that has NeuralNMF")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_options(parser)
    parser.add_argument("--repeats", type=int, default=5)
    warnings.simplefilter("ignore", ConvergenceWarning)
    print(as_markdown(measure(parser.parse_args())))


if __name__ == "__main__":
    main()
