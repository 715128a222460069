"""How long until the first line of work: import, and the first fit of a new installation.

usage: python benchmarks/startup.py FILE.jsonl.gz|FOLDER [--documents N] [--repeats 5]

Everything is a process of its own, from its start to its end; a bare interpreter's time is told
beside. The first fit of all compiles the kernels into an empty cache, the second finds them there.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measuring import (
    Row,
    alternate,
    alternate_seconds,
    print_alone,
    seconds_of,
    show_seconds,
    speedup_row,
)
from scipy import sparse

HEAVY = ("numpy", "scipy", "sklearn", "numba", "nltk", "pandas")
DOCUMENTS = 1_000
OURS, THEIRS = "import hiertopics", "import sklearn.decomposition"
READ = "from scipy import sparse; X = sparse.load_npz({path!r})"
OUR_FIT = f"{READ}; import hiertopics as ht; ht.NMF(20, random_state=0).fit(X)"
THEIR_FIT = (
    f"{READ}; from sklearn.decomposition import NMF; "
    "NMF(20, init='nndsvda', random_state=0, max_iter=1000).fit(X)"
)


def run(code, **environment):
    """Run a line of Python in a process of its own; what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | environment,
    )
    return done.stdout


def heavy_imports(code):
    """The heavy packages that an import brings in."""
    loaded = run(f"{code}; import sys; print(*sys.modules)").split()
    return [name for name in HEAVY if name in loaded]


def compare_imports(repeats):
    """A row for the imports, and one for what they bring in."""
    for code in (OURS, THEIRS):
        run(code)  # from now on the files are in memory and the bytecode is there
    bare, ours, theirs = alternate_seconds(
        repeats, *(lambda repeat, code=code: run(code) for code in ("pass", OURS, THEIRS))
    )
    what = f"`{OURS}`, `{THEIRS}` (a bare interpreter takes {show_seconds(bare)})"
    brought, theirs_brought = heavy_imports(OURS), heavy_imports(THEIRS)
    return [
        speedup_row(what, ours, theirs),
        Row(
            "heavy packages that these load",
            ", ".join(brought) or "none",
            ", ".join(theirs_brought),
            aim="none",
            met=not brought,
        ),
    ]


def fit_twice(path):
    """Seconds of a first process with an empty cache of kernels, and of the next."""
    code, seconds = OUR_FIT.format(path=path), []
    with tempfile.TemporaryDirectory() as cache:
        for _ in range(2):
            begin = time.perf_counter()
            run(code, NUMBA_CACHE_DIR=cache)
            seconds.append(time.perf_counter() - begin)
    return seconds


def compare_fits(X, repeats):
    """Rows for a process that reads a matrix and fits NMF to it."""
    few = X[:DOCUMENTS]
    with tempfile.TemporaryDirectory() as place:
        path = str(Path(place) / "X.npz")
        sparse.save_npz(path, few)
        ours, theirs = alternate(
            repeats,
            lambda repeat: fit_twice(path),
            lambda repeat: seconds_of(run, THEIR_FIT.format(path=path)),
        )
    first, later = (statistics.median(times) for times in zip(*ours, strict=True))
    their_median = statistics.median(theirs)
    what = f"a process that fits NMF(20) to {few.shape[0]:,} documents, with scikit-learn"
    return [
        speedup_row(f"{what}: the first ever, which compiles", first, their_median),
        speedup_row(f"{what}: every later one", later, their_median),
    ]


def measure(X, repeats):
    """All rows on starting up."""
    return compare_imports(repeats) + compare_fits(X, repeats)


if __name__ == "__main__":
    print_alone(__doc__, measure)
