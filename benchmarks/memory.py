"""What fitting adds to the process, against 3 x the CSR's bytes + 16 x those of the factors.

usage: python benchmarks/memory.py FILE.jsonl.gz|FOLDER [--documents N] [--topics 20,6]

Growth of the process's resident memory (Linux), and the peak of what Python and numpy allocate
while fitting (tracemalloc). Each is taken in a process of its own that does nothing else, for one
that has fitted before holds freed memory in which the next fit hides. Factors are all A and all S.
"""

import json
import subprocess
import sys
import tempfile
import threading
import tracemalloc
import warnings
from dataclasses import asdict, dataclass
from pathlib import Path

from measuring import Row, make_parser, read_matrix
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning

import hiertopics as ht

MATRIX_SHARE, FACTOR_SHARE = 3, 16
EPOCHS = 8  # by then the quasi-Newton method remembers as many steps as it ever will


@dataclass(frozen=True)
class Growth:
    """Bytes: of the matrix, of all factors, and what fitting added to them."""

    matrix: int
    factors: int
    resident: int
    traced: int

    @property
    def bound(self):
        """What a fit may add at most."""
        return MATRIX_SHARE * self.matrix + FACTOR_SHARE * self.factors

    @property
    def added(self):
        """The larger of both measures."""
        return max(self.resident, self.traced)


def resident():
    """Resident memory of this process in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def growth_while(action):
    """Run it; the largest growth of resident memory meanwhile, sampled every 2 ms."""
    start, highest, done = resident(), [0], threading.Event()

    def watch():
        while not done.wait(0.002):
            highest[0] = max(highest[0], resident() - start)

    watcher = threading.Thread(target=watch)
    watcher.start()
    action()
    done.set()
    watcher.join()
    return highest[0]


def measure_here(X, sizes):
    """Both measures in this process, which should be a fresh one."""
    model = ht.NeuralNMF(sizes, random_state=0, max_epochs=EPOCHS, tol=0)
    ht.NeuralNMF(sizes, random_state=0, max_epochs=1, tol=0).fit(X[:300])  # compile
    grown = growth_while(lambda: model.fit(X))
    tracemalloc.start()
    model.fit(X)
    traced = tracemalloc.get_traced_memory()[1]
    matrix = X.data.nbytes + X.indices.nbytes + X.indptr.nbytes
    factors = sum(A.nbytes for A in model.A_) + X.shape[0] * sum(sizes) * X.dtype.itemsize
    return Growth(matrix, factors, grown, traced)


def measure_apart(X, sizes):
    """Both measures in a process of its own."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "X.npz"
        sparse.save_npz(path, X, compressed=False)
        command = [sys.executable, __file__, str(path), "--topics", ",".join(map(str, sizes))]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return Growth(**json.loads(done.stdout))


def show_megabytes(size):
    return f"{size / 1e6:,.1f} MB"


def memory_row(X, sizes):
    """The row of the summary."""
    found = measure_apart(X, sizes)
    return Row(
        f"what a fit of NeuralNMF {sizes} adds to the process, the bound "
        f"({MATRIX_SHARE} × CSR + {FACTOR_SHARE} × factors)",
        show_megabytes(found.added),
        show_megabytes(found.bound),
        f"{found.added / found.bound:.2f}",
        "at most 1",
        found.added <= found.bound,
    )


def main():
    parser = make_parser(__doc__)
    parser.add_argument("--topics", default="20,6")
    options = parser.parse_args()
    warnings.simplefilter("ignore", ConvergenceWarning)
    sizes = tuple(map(int, options.topics.split(",")))
    if options.source.endswith(".npz"):  # the process of its own
        print(json.dumps(asdict(measure_here(sparse.load_npz(options.source), sizes))))
        return
    found = measure_apart(read_matrix(options), sizes)
    for name, size in (*asdict(found).items(), ("bound", found.bound)):
        print(f"{name:9} {show_megabytes(size):>12}")


if __name__ == "__main__":
    main()
