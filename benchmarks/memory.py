"""What fitting adds to the process, against 4 x the CSR's bytes + 16 x those of the factors.

usage: python benchmarks/memory.py FOLDER 20,6

Peak of what Python and numpy allocate while fitting (tracemalloc), and the growth of the
process's resident memory (Linux).
"""

import sys
import threading
import tracemalloc
from pathlib import Path

import hiertopics as ht


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


def main(folder, topics):
    sizes = tuple(map(int, topics.split(",")))
    X = ht.TextVectorizer().fit_transform(ht.read_corpus(folder).texts)
    model = ht.NeuralNMF(sizes, random_state=0, max_epochs=20, tol=0)
    ht.NeuralNMF(sizes, random_state=0, max_epochs=1, tol=0).fit(X[:200])  # compile
    grown = growth_while(lambda: model.fit(X))
    tracemalloc.start()
    model.fit(X)
    traced = tracemalloc.get_traced_memory()[1]
    matrix = X.data.nbytes + X.indices.nbytes + X.indptr.nbytes
    factors = sum(A.nbytes for A in model.A_) + X.shape[0] * sum(sizes) * X.dtype.itemsize
    bound = 4 * matrix + 16 * factors
    for name, size in (
        ("CSR", matrix),
        ("factors", factors),
        ("resident growth", grown),
        ("traced peak", traced),
        ("bound", bound),
    ):
        print(f"{name:16} {size / 1e6:8.1f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
