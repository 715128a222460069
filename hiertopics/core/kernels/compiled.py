"""How the kernels are compiled."""

import numba


def compiled(function):
    """``numba.njit``, cached where there is a place for it, free of the GIL while it runs.

    Kernels are not ``parallel``: numba would compile each loop four times over, and a pool of
    Python threads shares out the rows as well (see ``core/threads.py``).
    """
    try:
        return numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # neither the package's folder nor the user's can be written
        return numba.njit(nogil=True)(function)


def threads_offered():
    """How many threads the machine, or who called us, offers: numba's own count of them."""
    return numba.config.NUMBA_NUM_THREADS
