"""The nonnegative least squares problems of documents, against scipy.optimize.nnls.

usage: python benchmarks/least_squares.py FILE.jsonl.gz|FOLDER [--documents N] [--repeats 5]

Twice: with the factor A itself, as most would call scipy, the products of ours included; and in
k x k form, ``G = A'A`` and ``b = A'x`` given to both, for scipy as a Cholesky factor of G.
"""

import numpy as np
from measuring import alternate_seconds, print_alone, speedup_row
from scipy.linalg import cholesky, solve_triangular
from scipy.optimize import nnls as scipy_nnls

import hiertopics as ht
from hiertopics.core.nnls import nnls

TOPICS = 20
PROBLEMS = 300


def solve_ours(X, A):
    """Topics of documents from the matrix and the factor."""
    return nnls(X @ A, A.T @ A)


def solve_scipy(rows, A):
    """The same, a document at a time."""
    return np.array([scipy_nnls(A, row)[0] for row in rows])


def measure(X, repeats):
    """Both rows; both sides must agree."""
    A = np.ascontiguousarray(ht.NMF(TOPICS, max_epochs=20, tol=0, random_state=0).fit(X).A_[0])
    few = X[np.random.default_rng(0).permutation(X.shape[0])[:PROBLEMS]]
    dense, B, G = few.toarray(), few @ A, A.T @ A
    np.testing.assert_allclose(solve_ours(few, A), solve_scipy(dense, A), atol=1e-8)
    R = cholesky(G)
    whitened = solve_triangular(R, B.T, trans="T").T
    np.testing.assert_allclose(nnls(B, G), solve_scipy(whitened, R), atol=1e-8)
    whole = alternate_seconds(
        repeats, lambda repeat: solve_ours(few, A), lambda repeat: solve_scipy(dense, A)
    )
    small = alternate_seconds(
        repeats, lambda repeat: nnls(B, G), lambda repeat: solve_scipy(whitened, R)
    )
    what = f"NNLS of {few.shape[0]} documents on {TOPICS} topics"
    return [
        speedup_row(f"{what}, from A, scipy.optimize.nnls", *whole),
        speedup_row(f"{what}, in k × k form, scipy.optimize.nnls", *small),
    ]


if __name__ == "__main__":
    print_alone(__doc__, measure)
