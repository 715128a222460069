"""Who may use which cores: rows are shared out among threads, BLAS stays on one."""

from __future__ import annotations

import collections
import functools
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import numpy as np
import scipy.linalg.cython_blas  # noqa: F401  (the kernels' BLAS: loaded, it can be limited)
import threadpoolctl

from hiertopics.core.kernels.compiled import threads_offered

SMALL_PROBLEM = 500_000  # numbers touched per epoch; below it a kernel is too short to share
SMALLEST_PART = 256  # rows that are worth the handing over
PARTS = 8  # of the rows, so that a thread held up does not hold up the others

_one_fit_at_a_time = threading.RLock()
_n_threads = None  # as many as are offered
_here = threading.local()  # .n_threads: how many may share the work within a part, None outside


def over_rows(n_rows: int, work: Callable, *, same_parts: bool = False) -> None:
    """Call ``work(first, last)`` for parts that make up all rows, in several threads at once.

    ``work`` must let go of the GIL to gain anything, as the kernels and numpy's larger operations
    do (``dot``, not ``@``, which keeps it where the result is small), and each call must write to
    places of its own. With ``same_parts`` the parts do not depend on the number of threads: how
    BLAS rounds a row depends on the rows beside it.
    """
    if n_rows <= SMALLEST_PART:
        work(0, n_rows)  # looking up the number of threads would take longer
        return
    if same_parts:
        _work_on_same_parts(n_rows, work)
        return
    n_threads = _threads_here()
    size = n_rows if n_threads == 1 else -(-n_rows // max(PARTS, 4 * n_threads))
    _work_on_parts(n_rows, max(SMALLEST_PART, size), work)


def sum_over_rows(n_rows: int, work: Callable, smallest: int = SMALLEST_PART) -> Any:
    """The sum of what ``work(first, last)`` gives for parts that make up all rows.

    ``work`` is that of :func:`over_rows` and returns a number or an array of one shape. The parts,
    of ``smallest`` rows at least, and the order in which they are added do not depend on the number
    of threads. Within a part of something else, all rows are one part.
    """
    if n_rows <= smallest:
        return work(0, n_rows)
    first, *others = _work_on_same_parts(n_rows, work, smallest)
    return sum(others, start=first)


def over_each(items: Sequence, work: Callable) -> list:
    """The results of ``work(item)`` for each item, computed by several threads at once; a list.

    With more threads than items, the kernels of one item are shared out among several threads.
    """
    return _work_on_parts(len(items), 1, lambda i, _: work(items[i]))


def _work_on_same_parts(n_rows, work, smallest=SMALLEST_PART):
    """What work gives for each of the parts, which depend on the number of rows alone."""
    size = n_rows if _in_part() else -(-n_rows // PARTS)
    return _work_on_parts(n_rows, max(smallest, size), work)


def _work_on_parts(n_rows, size, work):
    """What work gives for each part: each thread takes the next part until there is none."""
    if n_rows <= size:
        return [work(0, n_rows)]
    firsts = range(0, n_rows, size)
    found = [None] * len(firsts)
    waiting = iter(range(len(firsts)))  # taking from an iterator over a range is atomic
    n_threads, errors = _threads_here(), np.geterr()
    n_workers = min(n_threads, len(firsts))

    def take_parts():
        outside = getattr(_here, "n_threads", None)
        _here.n_threads = n_threads // n_workers
        try:
            with np.errstate(**errors):  # which numpy keeps for each thread
                for part in waiting:
                    found[part] = work(firsts[part], min(firsts[part] + size, n_rows))
        except BaseException:
            collections.deque(waiting, maxlen=0)  # so that the other threads stop too
            raise
        finally:
            _here.n_threads = outside

    helpers = [_pool().submit(take_parts) for _ in range(n_workers - 1)]
    try:
        take_parts()
    finally:
        # A helper that never began would wait for a thread, which may wait for this one.
        begun = [helper for helper in helpers if not helper.cancel()]
        for helper in begun:
            helper.exception()  # waits for it, faster than wait() does
    for helper in begun:
        helper.result()
    return found


def _in_part():
    """Whether this thread works on a part of something."""
    return getattr(_here, "n_threads", None) is not None


def _threads_here():
    """How many threads may take a share of what this one does."""
    return _here.n_threads if _in_part() else use_threads(None)


def use_threads(n_threads: int | None) -> int:
    """Set on how many threads rows are shared out; returns how many it was before.

    None leaves the number as it is; more than the machine offers means all that it offers.
    """
    global _n_threads
    before = threads_offered() if _n_threads is None else _n_threads
    if n_threads is not None:
        _n_threads = min(n_threads, threads_offered())
    return before


@contextmanager
def limit_threads(n_threads: int | None, n_numbers: int) -> Iterator[None]:
    """Hold the threads of kernels and BLAS to what one fit needs.

    BLAS runs on one thread: its pool and ours would fight for the cores, and its sums would depend
    on the number of threads. The limit holds for the whole process, so fits in several Python
    threads wait for each other; each has all the cores while it runs. A fit that a user's own cost
    runs within a part of another fit takes the threads of that part.

    None threads are all that the machine offers (NUMBA_NUM_THREADS, where that is set), or one
    where the problem is small by ``n_numbers``, the nonzeros of X plus the entries of the factors.
    """
    if n_threads is None and n_numbers < SMALL_PROBLEM:
        n_threads = 1
    if _in_part():
        yield
        return
    with _one_fit_at_a_time:
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


@functools.cache
def _pool():
    """The threads that help the one that fits."""
    return ThreadPoolExecutor(max_workers=max(1, threads_offered() - 1), thread_name_prefix="rows")


def _start_anew():
    """A forked child inherits the lock, perhaps held, and none of the threads."""
    global _one_fit_at_a_time
    _one_fit_at_a_time = threading.RLock()
    _pool.cache_clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_start_anew)
