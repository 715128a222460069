"""How the kernels are compiled."""

import numba

WITHOUT_ENTRY = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def compiled(function, **options):
    """``numba.njit``, cached where there is a place for it, free of the GIL while it runs.

    Kernels are not ``parallel``: numba would compile each loop four times over, and a pool of
    Python threads shares out the rows as well (see ``core/threads.py``).
    """
    try:
        return numba.njit(cache=True, nogil=True, **options)(function)
    except RuntimeError:  # neither the package's folder nor the user's can be written
        return numba.njit(nogil=True, **options)(function)


def compiled_within(function):
    """The same for a part of kernels, which they alone call: from Python it would crash.

    A way in from Python takes a third of the time to compile so small a function, or more.
    """
    return compiled(function, **WITHOUT_ENTRY)


def threads_offered():
    """How many threads the machine, or who called us, offers: numba's own count of them."""
    return numba.config.NUMBA_NUM_THREADS
