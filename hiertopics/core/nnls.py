"""q(A, H) of equation (5) for all documents at once, and its adjoint, both in k x k form.

With ``B = H A`` and ``G = A'A`` each document solves ``min 1/2 s'Gs - b's, s >= 0`` and never
sees a term. The invariant that the adjoint differentiates: on the support T of s,
``G[T,T] s[T] = b[T]``, and s is zero off T.
"""

from __future__ import annotations

import numpy as np

from hiertopics.core.kernels.nnls import (
    COORDINATE,
    EXACT,
    MULTIPLICATIVE,
    adjoint_rows,
    scale_to_unit_diagonal,
    update_rows,
)
from hiertopics.core.kernels.nnls_batched import LARGEST, solve_rows
from hiertopics.core.kernels.vectors import AVAILABLE
from hiertopics.core.threads import over_rows

EXCHANGES = 8  # of block pivoting before a row is taken by itself

UPDATES = {"exact": EXACT, "hals": COORDINATE, "mu": MULTIPLICATIVE}


def nnls(
    B: np.ndarray, G: np.ndarray, S: np.ndarray | None = None, update: str = "exact"
) -> np.ndarray:
    """Rows s >= 0 that minimise ``1/2 s'Gs - b's``, or one step of the way there; (n_docs, k).

    ``B = H A``, (n_docs, k), holds the products of the documents with the topics. ``G = A'A``,
    (k, k) in float64, may be singular: duplicate and zero topics are legal. S is a nonnegative
    start, near the solution at best, and not changed; zeros by default. As update, "hals" takes one
    sweep of coordinate descent and "mu" one multiplicative step.

    The result has the dtype of B and is finite; "exact" is at a KKT point up to rounding. Topics
    that come closer to depending on each other than about 1e-7 of their length are taken as
    dependent, for the normal equations cannot tell.

    References
    ----------
    C. L. Lawson and R. J. Hanson, Solving Least Squares Problems, 1974, chapter 23;
    R. Bro and S. de Jong, J. Chemometrics 11, 1997, for the k x k form and the warm start;
    A. Cichocki and A.-H. Phan, IEICE Transactions E92-A, 2009, for HALS; D. D. Lee and
    H. S. Seung, NIPS 2000, for the multiplicative step.
    """
    B, G = np.ascontiguousarray(B), np.ascontiguousarray(G)
    start = np.zeros_like(B) if S is None else np.ascontiguousarray(S, dtype=B.dtype)
    if update != "exact" or not AVAILABLE:
        return _row_by_row(UPDATES[update], B, G, start)
    S, left = _pivot(B, start, G, EXCHANGES)
    if len(left):
        S[left] = _row_by_row(EXACT, B[left], G, start[left])
    return S


def _row_by_row(method, B, G, start):
    """Renew rows one after the other, huge ones in units in which they are not."""
    S, unit = start.copy(), None
    if max(B.max(initial=0), -B.min(initial=0)) > LARGEST:
        unit = np.maximum(np.abs(B).max(axis=1, keepdims=True) / LARGEST, 1)
        B, S = B / unit, S / unit
    over_rows(len(B), lambda i, j: update_rows(method, B[i:j], G, S[i:j]))
    return S if unit is None else S * unit


def _pivot(rhs, start, G, n_exchanges):
    """Block pivoting of all rows; also the rows that it leaves open."""
    out = np.empty_like(rhs)
    unsolved = np.empty(len(rhs), dtype=bool)
    scaled, inverse_lengths = np.empty(G.shape), np.empty(len(G))
    scale_to_unit_diagonal(G, scaled, inverse_lengths)

    def solve(first, last):
        rows = slice(first, last)
        of_rows = rhs[rows], start[rows]
        solve_rows(*of_rows, scaled, inverse_lengths, n_exchanges, out[rows], unsolved[rows])

    over_rows(len(rhs), solve)
    return out, unsolved.nonzero()[0]


def nnls_adjoint(D: np.ndarray, S: np.ndarray, G: np.ndarray) -> np.ndarray:
    """Pull D, the derivative of a cost by S, back through :func:`nnls`; all (n_docs, k).

    S is the solution, whose support T is held fixed, and G is ``A'A``. The result Z has
    ``G[T,T] z[T] = d[T]`` and zeros off T. With it the cost's derivatives are
    ``dC/dA = H'Z - A (S'Z + Z'S)`` and ``dC/dH = Z A'``.
    """
    D, S, G = np.ascontiguousarray(D), np.ascontiguousarray(S), np.ascontiguousarray(G)
    if not AVAILABLE:
        Z = np.empty_like(D)
        over_rows(len(D), lambda i, j: adjoint_rows(D[i:j], S[i:j], G, Z[i:j]))
        return Z
    Z, left = _pivot(D, S, G, 0)
    if len(left):
        rows = np.empty((len(left), Z.shape[1]), Z.dtype)
        adjoint_rows(D[left], S[left], G, rows)
        Z[left] = rows
    return Z
