"""No array of documents by terms is ever built."""

import tracemalloc

import numpy as np
import pytest
from scipy import sparse

from hiertopics import NeuralNMF


@pytest.mark.parametrize("loss", ["every_depth", "reconstruction", "energy"])
def test_fit_adds_little_to_the_matrix_and_the_factors(loss):
    """X has 100,000 x 80,000 entries, 64 GB if it were dense."""
    n_docs, n_terms, n_stored, sizes = 100_000, 80_000, 400_000, (6, 3)
    rng = np.random.default_rng(0)
    X = sparse.csr_array(
        (
            rng.random(n_stored),
            (rng.integers(0, n_docs, n_stored), rng.zipf(1.5, n_stored) % n_terms),
        ),
        shape=(n_docs, n_terms),
    )
    model = NeuralNMF(sizes, loss=loss, random_state=0, max_epochs=8, tol=0)
    model.fit(X[:500])  # compiling is not what is measured
    matrix = X.data.nbytes + X.indices.nbytes + X.indptr.nbytes
    tracemalloc.start()
    model.fit(X)
    model.transform(X)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    factors = sum(A.nbytes for A in model.A_) + n_docs * sum(sizes) * 8
    assert model.n_epochs_ == 8
    assert peak < 3 * matrix + 16 * factors
