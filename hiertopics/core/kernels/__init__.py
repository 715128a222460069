"""All numba code of the project: loops over rows or variables, each written by one thread.

Every kernel is held to a slow twin in numpy (``tests/``). Rows are independent and every sum
runs in a fixed order, so the bits do not depend on how ``core/threads.py`` deals the rows out.
Nothing is validated here; ``core/data.py``, ``core/nnls.py`` and ``core/masked.py`` do that. No
file calls another's kernels: numba's disk cache does not notice an edit in another file and would
run old code.
"""
