"""Vectors of numbers in compiled code, against numpy's arithmetic."""

import os
import subprocess
import sys
from pathlib import Path

import numba
import numpy as np
import pytest

from hiertopics.core.kernels.numba_vectors import load, positive, store


def calculator(width):
    """What the operations make of two vectors of this width and a number, one after the other."""

    @numba.njit
    def calculate(a, b, start, number, out):
        left, right = load(a, start, width), load(b, start, width)
        store(out[0], start, left + right)
        store(out[1], start, left - right)
        store(out[2], start, left * right)
        store(out[3], start, number * right)
        store(out[4], start, positive(left))
        total = load(a, start, width)
        total += left * right
        store(out[5], start, total)
        total -= number * right
        total *= left
        store(out[6], start, total)

    return calculate


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("width", [1, 2, 8, 16])
@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_operations_are_those_of_numpy(dtype, width, kind):
    rng = np.random.default_rng(0)
    a, b = rng.standard_normal((2, 20)).astype(dtype)
    number, start = kind(0.75), 3
    out = np.full((7, 20), 7, dtype)
    calculator(width)(a, b, start, number, out)
    few = slice(start, start + width)
    expected = [a + b, a - b, a * b, number * b, np.maximum(a, 0), a + a * b]
    expected.append((expected[-1] - number * b) * a)
    rounding = 1e-6 if dtype == np.float32 else 1e-15
    np.testing.assert_allclose(out[:, few], np.array(expected)[:, few], atol=8 * rounding)
    around = np.r_[0:start, start + width : 20]
    assert (out[:, around] == 7).all(), "nothing beside the vector is written"


def test_vectors_of_different_widths_are_not_mixed():
    @numba.njit
    def mix(a):
        return load(a, 0, 2) + load(a, 0, 4)

    with pytest.raises(numba.TypingError, match="Vector"):
        mix(np.ones(8))


def test_vectors_lie_in_one_contiguous_row():
    @numba.njit
    def load_strided(a):
        return load(a[::2], 0, 2) + load(a[::2], 0, 2)

    with pytest.raises(numba.TypingError, match="contiguous row"):
        load_strided(np.ones(8))


FITS = """
import sys
import numpy as np
from scipy import sparse
if len(sys.argv) > 1:
    sys.modules["hiertopics.core.kernels.numba_vectors"] = None
from hiertopics import NMF, NeuralNMF
from hiertopics.core.kernels.vectors import AVAILABLE

assert AVAILABLE == (len(sys.argv) == 1)
rng = np.random.default_rng(0)
X = sparse.csr_array(rng.random((600, 50)) * (rng.random((600, 50)) < 0.3))
for model in (NMF(7, max_epochs=4, tol=0), NeuralNMF((21, 5), max_epochs=4, tol=0)):
    model.set_params(random_state=0, n_init=1, init="random").fit(X)
    print(*model.history_, *(A.sum() for A in model.A_))
"""


def test_where_numba_lacks_what_vectors_are_made_of_plain_kernels_give_the_same():
    """As with a release of numba that has moved its internals: the import fails."""
    by_vectors, plainly = (
        subprocess.run(
            [sys.executable, "-c", FITS, *without],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            capture_output=True,
            text=True,
            check=True,
            timeout=600,
        ).stdout.split()
        for without in ([], ["without"])
    )
    assert len(by_vectors) == 2 * 5 + 3
    np.testing.assert_allclose(np.array(plainly, float), np.array(by_vectors, float), rtol=1e-9)


EVERY_KERNEL_AT_ITS_EDGES = """
import numpy as np
from scipy import sparse
from hiertopics import NeuralNMF, NMF
from hiertopics.core.nnls import nnls, nnls_adjoint
from hiertopics.core.lbfgs import Direction, LbfgsMemory

rng = np.random.default_rng(0)
for n in (0, 1, 15, 17, 513):
    for k in (1, 2, 9, 33):
        A = rng.random((40, k)) * (rng.random((40, k)) < 0.5)
        S = nnls(rng.random((n, 40)) @ A, A.T @ A)
        nnls_adjoint(rng.standard_normal((n, k)), S, A.T @ A)
huge = np.array([[1e200, 0.0], [1.0, 1.0]])
nnls(huge, np.eye(2))
for n in (1, 2048, 2049, 6150):
    for dtype in (np.float32, np.float64):
        points = LbfgsMemory(np.ones(n, dtype), np.ones(n, dtype), 0.0, 2)
        lengths = np.ones(3, dtype)
        for share in (1, 0.1, 0.9, 0, 1, 1):
            Direction(points, [(n, lengths)]).follow(0.1)
            points.next[:] = rng.random(n) < share
            points.next[2048:4096] *= share > 0.5  # a whole chunk is held at zero
            points.accept(points.next + dtype(0.25), 0.0)
        Direction(points, [(n, lengths)]).follow(1.0)
X = sparse.csr_array(rng.random((30, 25)) * (rng.random((30, 25)) < 0.3))
for settings in ({}, {"solver": "pgd", "step_size": 1e-3}):
    NeuralNMF((4, 2), max_epochs=6, tol=0, random_state=0, **settings).fit(X)
NMF(3, max_epochs=3, tol=0, solver="hals").fit(X)
hidden = rng.random((30, 25)) < 0.1
NMF(3, max_epochs=3, tol=0).fit(np.where(hidden, np.nan, X.toarray()))
"""


def test_bounds_checks_see_what_vectors_read_and_write(tmp_path):
    run = """
import numba, numpy as np
from hiertopics.core.kernels.numba_vectors import load, store

@numba.njit
def copy(a, b, read, write):
    store(b, write, load(a, read, 4))

def goes(*places):
    try:
        copy(np.ones(9), np.ones(9), *places)
    except IndexError:
        return 0
    return 1

print(goes(0, 5), goes(5, 0), goes(6, 0), goes(0, 6))
"""
    assert _run_with_bounds_checks(run, tmp_path) == "1 1 0 0\n"


def test_no_kernel_reads_or_writes_outside_its_arrays(tmp_path):
    _run_with_bounds_checks(EVERY_KERNEL_AT_ITS_EDGES, tmp_path)


def _run_with_bounds_checks(program, cache):
    """What a program prints whose kernels are compiled anew, with checks."""
    environment = {**os.environ, "NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": str(cache)}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    run = [sys.executable, "-W", "ignore", "-c", program]
    done = subprocess.run(run, env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return done.stdout
