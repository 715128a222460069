"""Vectors of a few numbers for the kernels, where the installed numba has what they are made of.

They reach into numba's internals (see ``numba_vectors.py``), which may change with any release.
Where they do not load, ``AVAILABLE`` is false, and slower kernels without vectors are used.
"""

try:
    from hiertopics.core.kernels.numba_vectors import load, positive, store
except (AttributeError, ImportError, TypeError):
    load = positive = store = None  # type: ignore[assignment]

AVAILABLE = load is not None
