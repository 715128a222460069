"""Who may use which cores: the kernels run parallel, BLAS stays on one thread."""

import functools
import os
import threading
from contextlib import contextmanager

import scipy.linalg.cython_blas  # noqa: F401  (the kernels' BLAS: loaded, it can be limited)
import threadpoolctl

from hiertopics.core.kernels import use_threads

SMALL_PROBLEM = 500_000  # numbers touched per epoch; below it a kernel is too short to share

_ONE_AT_A_TIME = threading.RLock()


def _free_the_lock():
    global _ONE_AT_A_TIME
    _ONE_AT_A_TIME = threading.RLock()


if hasattr(os, "register_at_fork"):  # a forked child inherits the lock, perhaps held, for good
    os.register_at_fork(after_in_child=_free_the_lock)


@contextmanager
def limit_threads(n_threads, n_numbers):
    """Hold the threads of kernels and BLAS to what one fit needs.

    BLAS runs on one thread: its pool and the kernels' would fight for the cores, and its sums
    would depend on the number of threads. The limit holds for the whole process, so fits in
    several Python threads wait for each other; each has all the cores while it runs.

    Parameters
    ----------
    n_threads : int or None
        Threads for the kernels; None takes as many as numba is set to (all cores, unless told
        otherwise), or one where the problem is small.
    n_numbers : int
        The size of the problem: nonzeros of X plus entries of the factors.
    """
    if n_threads is None and n_numbers < SMALL_PROBLEM:
        n_threads = 1
    with _ONE_AT_A_TIME:
        before = use_threads(n_threads)
        try:
            with _thread_pools().limit(limits=1, user_api="blas"):
                yield
        finally:
            use_threads(before)


@functools.cache
def _thread_pools():
    """Find the loaded BLAS libraries, once: looking takes milliseconds."""
    return threadpoolctl.ThreadpoolController()
