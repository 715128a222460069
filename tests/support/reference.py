"""Slow numpy twins of the kernels and of the whole network, written to be believed at sight.

Documents are taken one by one, nothing is sparse, every NNLS is solved in the space of the terms
by ``scipy.optimize.nnls``, residuals are formed, and the gradient is the paper's own formula with
a pseudoinverse per document.
"""

from itertools import combinations

import numpy as np
from scipy.optimize import nnls as scipy_nnls


def kkt_violation(B, G, S):
    """How far each row of S is from a KKT point of the NNLS, relative to its largest ``|b|``.

    The largest of ``-s``, ``b - Gs`` anywhere and ``|b - Gs|`` where s > 0, over ``max |b|``
    (over 1 for a row of zeros). Zero is perfect; rounding leaves about 1e-15.
    """
    slope = np.asarray(B, dtype=float) - np.asarray(S, dtype=float) @ G
    violation = np.where(S > 0, np.abs(slope), np.maximum(slope, 0))
    violation = np.maximum(violation, -np.minimum(S, 0))
    largest = np.abs(B).max(axis=1)
    return violation.max(axis=1) / np.where(largest > 0, largest, 1)


# Twins of hiertopics.core.kernels, with the same arguments.


def csr_dot_rows(data, indices, indptr, dense, out):
    for i in range(len(indptr) - 1):
        for p in range(indptr[i], indptr[i + 1]):
            out[i] += data[p] * dense[indices[p]]


csr_dot_rows_by_vectors = csr_dot_rows_plainly = csr_dot_rows


def csr_sum_groups(data, indices, indptr, group, weight, out):
    member = np.zeros((len(group), out.shape[1]))
    member[np.arange(len(group)), group] = weight
    out[:] = 0
    csr_dot_rows(data, indices, indptr, member, out)


def column_products(left, right, out):
    out[:] = (left.astype(float) * right).sum(axis=0)


def add_weighted(out, right, weight):
    out += weight * right


def multiply_columns(A, by, out):
    out[:] = A * by


def combine_columns(left, by_left, right, by_right, out):
    out[:] = left * by_left + right * by_right


def update_rows(method, B, gram, S):
    step = {0: nnls_rows, 1: coordinate_rows, 2: multiplicative_rows}[method]
    step(B, gram, S)


def scale_to_unit_diagonal(G, scaled, inverse):
    lengths = np.sqrt(np.diag(G))
    inverse[:] = np.divide(1, lengths, out=np.zeros(len(G)), where=lengths > 0)
    scaled[:] = G * np.outer(inverse, inverse)


def solve_rows(rhs, start, scaled, inverse, n_exchanges, out, unsolved):
    unsolved[:] = False
    lengths = np.divide(1, inverse, out=np.zeros(len(inverse)), where=inverse > 0)
    gram = scaled * np.outer(lengths, lengths)
    if n_exchanges:
        nnls_rows(rhs, gram, out)
    else:
        adjoint_rows(rhs, start, gram, out)


def nnls_rows(B, gram, S):
    """Try every support whose topics are independent, and keep the best; for a few topics only."""
    k = len(gram)
    for i, b in enumerate(B.astype(float)):
        best, S[i] = 0.0, 0
        for size in range(1, k + 1):
            for T in map(list, combinations(range(k), size)):
                G = gram[np.ix_(T, T)]
                if np.linalg.matrix_rank(G, tol=1e-10 * max(G.max(), 1e-300)) < size:
                    continue
                s = np.linalg.solve(G, b[T])
                value = 0.5 * s @ G @ s - b[T] @ s
                if (s >= 0).all() and value < best:
                    best = value
                    S[i] = 0
                    S[i, T] = s


def coordinate_rows(B, gram, S):
    """One sweep of coordinate descent for each row."""
    for b, s in zip(B.astype(float), S, strict=True):
        for t in range(len(gram)):
            if gram[t, t] > 0:
                others = gram[t] @ s - gram[t, t] * s[t]
                s[t] = max(0, (b[t] - others) / gram[t, t])


def multiplicative_rows(B, gram, S):
    """One multiplicative step for each row."""
    for b, s in zip(B.astype(float), S, strict=True):
        down = gram @ s
        s[:] = np.where(down > 0, s * b / np.where(down > 0, down, 1), 0)


def known_entries(indices, indptr, lists_known, n_columns):
    """W, dense: which columns each row knows."""
    W = np.zeros((len(lists_known), n_columns), dtype=bool)
    for i, known in enumerate(lists_known):
        W[i] = not known
        W[i, indices[indptr[i] : indptr[i + 1]]] = known
    return W


def masked_update_rows(method, B, A, gram, extra, rows, indices, indptr, lists_known, S):
    W = known_entries(indices, indptr, lists_known, len(A))
    for r, i in enumerate(rows):
        own = A[W[i]].astype(float)
        update_rows(method, B[r : r + 1], own.T @ own + extra, S[r : r + 1])


def masked_adjoint_rows(D, S, A, gram, indices, indptr, lists_known, Z):
    W = known_entries(indices, indptr, lists_known, len(A))
    for i in range(len(S)):
        own = A[W[i]].astype(float)
        adjoint_rows(D[i : i + 1], S[i : i + 1], own.T @ own, Z[i : i + 1])


def masked_product_rows(left, right, dense, indices, indptr, lists_known, out):
    W = known_entries(indices, indptr, lists_known, len(right))
    out[:] = np.where(W, left @ right.T, 0) @ dense


def adjoint_rows(D, S, gram, Z):
    for i, s in enumerate(S):
        T = np.flatnonzero(s > 0)
        Z[i] = 0
        Z[i, T] = np.linalg.solve(gram[np.ix_(T, T)], D[i, T].astype(float))


# The network.


def forward(X, A, D, W=None):
    """Every S[l] by scipy, one document after the other; W is 1 where X is known, else 0."""
    W = np.ones_like(X) if W is None else W
    S, H = [], W * X
    for l, A_l in enumerate(A):
        seen = [w[:, None] * A_l for w in W] if l == 0 else [A_l] * len(X)
        S.append(np.array([scipy_nnls(own, h)[0] for own, h in zip(seen, H, strict=True)]))
        if l < len(D):
            H = S[l] * D[l]
    return S


def _weights(loss, weights):
    """The weight of each layer's error in each loss."""
    if loss == "reconstruction":
        return [0.0] * (len(weights) - 1) + [weights[-1]]
    return list(weights)


def cost_and_partials(X, A, B, D, S, loss, weights, labels, label_weights, W=None):
    """The cost, and its derivatives by A, B and S, each with all the others held fixed.

    ``labels`` maps a layer to (rows, Y), ``label_weights`` to a number; W is 1 where X is known.
    """
    W = np.ones_like(X) if W is None else W
    cost = 0.0
    by_A = [np.zeros_like(A_l) for A_l in A]
    by_S = [np.zeros_like(S_l) for S_l in S]
    by_B = {l: np.zeros_like(B_l) for l, B_l in B.items()}
    for l, w in enumerate(_weights(loss, weights)):
        if loss == "energy":
            H = X if l == 0 else S[l - 1] @ np.diag(D[l - 1])
            R = H - S[l] @ A[l].T
            if l == 0:
                R = W * R
            cost += w * (R**2).sum()
            by_A[l] -= 2 * w * R.T @ S[l]
            by_S[l] -= 2 * w * R @ A[l]
            if l > 0:
                by_S[l - 1] += 2 * w * R @ np.diag(D[l - 1])
            continue
        # The chain of factors from the terms to the topics of layer l: A0 / D0, A1 / D1, ..., Al.
        chain = [A[m] @ np.diag(1 / D[m]) for m in range(l)] + [A[l]]
        R = W * (X - S[l] @ _product(chain, X.shape[1]).T)
        cost += w * (R**2).sum()
        by_S[l] -= 2 * w * R @ _product(chain, X.shape[1])
        for m in range(l + 1):
            left = _product(chain[:m], X.shape[1])
            right = _product(chain[m + 1 :], A[m].shape[1])
            if m < l:
                right = np.diag(1 / D[m]) @ right
            by_A[m] -= 2 * w * left.T @ R.T @ S[l] @ right.T
    for l, (rows, Y) in labels.items():
        for i, y in zip(rows, Y, strict=True):
            r = y - B[l] @ S[l][i]
            cost += label_weights[l] * r @ r
            by_B[l] -= 2 * label_weights[l] * np.outer(r, S[l][i])
            by_S[l][i] -= 2 * label_weights[l] * B[l].T @ r
    return cost, by_A, by_B, by_S


def _product(matrices, n_rows):
    product = np.eye(n_rows)
    for matrix in matrices:
        product = product @ matrix
    return product


def cost_and_gradient(X, A, B, D, loss, weights, labels, label_weights, W=None):
    """The cost of the network and its gradient, by the paper's matrices Phi and U (section 2).

    Layer l sees x = D s_{l-1}. On the support T of s_l its derivative by x is P = pinv(A[:, T]),
    Phi(l, l') is the product of these from layer l up to layer l', d = Phi' dC/ds_{l'}, and

        U[:, T] = -d s_T' + (x - A s) d' P',    dC/dA = dC/dA at fixed S + sum of U over l' >= l.

    A document that does not know all terms sees w * x and the rows w * A[0], w its row of W.
    """
    W = np.ones_like(X) if W is None else W
    S = forward(X, A, D, W)
    cost, grad_A, grad_B, by_S = cost_and_partials(
        X, A, B, D, S, loss, weights, labels, label_weights, W
    )
    for m in range(len(X)):
        seen = [W[m][:, None] * A[0], *A[1:]]
        T = [np.flatnonzero(S_l[m] > 0) for S_l in S]
        P = [np.linalg.pinv(A_l[:, T_l]) for A_l, T_l in zip(seen, T, strict=True)]
        for l in range(len(A)):
            x = W[m] * X[m] if l == 0 else D[l - 1] * S[l - 1][m]
            residual = x - seen[l] @ S[l][m]
            Phi = P[l]
            for upper in range(l, len(A)):
                if upper > l:
                    below = T[upper - 1]
                    Phi = P[upper][:, below] @ np.diag(D[upper - 1][below]) @ Phi
                d = Phi.T @ by_S[upper][m][T[upper]]
                grad_A[l][:, T[l]] -= np.outer(d, S[l][m][T[l]])
                grad_A[l][:, T[l]] += np.outer(residual, P[l] @ d)
    return cost, grad_A, grad_B
