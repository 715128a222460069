"""Sparse matrices of random numbers that are not small."""

import numpy as np
from scipy import sparse


def random_matrix(n_docs, n_terms, dtype=np.float64, seed=0):
    """A CSR array of which a tenth of the entries are stored, none below .1."""
    rng = np.random.default_rng(seed)
    X = sparse.random_array((n_docs, n_terms), density=0.1, format="csr", rng=rng, dtype=dtype)
    X.data += 0.1
    return X
