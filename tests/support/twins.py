"""Slow numpy twins of the layerwise methods, and the small problems that they are tried on.

Everything is dense, every NNLS is solved by ``scipy.optimize.nnls`` in the space of the terms, and
the refinement of deep NMF is written as the docstring of DeepNMF tells it.
"""

import numpy as np
from scipy.optimize import nnls as scipy_nnls


def random_data(seed=0, shape=(50, 40), rank=8):
    """Nonnegative, of low rank but for noise, half of it zeros."""
    rng = np.random.default_rng(seed)
    left = rng.random((shape[0], rank)) * (rng.random((shape[0], rank)) < 0.4)
    right = rng.random((rank, shape[1])) * (rng.random((rank, shape[1])) < 0.4)
    return left @ right + 0.2 * rng.random(shape) * (rng.random(shape) < 0.5)


def random_start(sizes, seed=0):
    rng = np.random.default_rng(seed)
    return [rng.random(shape) for shape in zip(sizes[:-1], sizes[1:], strict=True)]


def some_labels(n_classes, seed=0, share_hidden=0.4):
    rng = np.random.default_rng(seed)
    y = rng.integers(0, n_classes, 50)
    y[:n_classes] = np.arange(n_classes)
    return np.where((rng.random(50) < share_hidden) & (np.arange(50) >= n_classes), -1, y)


def one_hot(y):
    return np.flatnonzero(y >= 0), np.eye(y.max() + 1)[y[y >= 0]]


def place(H, A, known=(), Y=(), B=None, weight=0.0):
    """S by scipy, one document after the other; labels count where they are known."""
    S = np.array([scipy_nnls(A, h)[0] for h in H])
    for i, y in zip(known, Y, strict=True):
        stacked = np.vstack([A, np.sqrt(weight) * B])
        S[i] = scipy_nnls(stacked, np.append(H[i], np.sqrt(weight) * y))[0]
    return S


POOLINGS = {
    None: lambda S: S,
    "max": lambda S: np.where(np.arange(S.shape[1]) == S.argmax(axis=1)[:, None], S, 0),
    "k-max": lambda S: np.where(S >= np.sort(S, axis=1)[:, [S.shape[1] // 2]], S, 0),
}


def multiply(factor, up, down):
    return factor * np.divide(up, down, out=np.zeros_like(up), where=down > 0)


def refined_by_twin(X, A, labels, weights, pool, n_epochs):
    """Costs and factors of each epoch, dense: forward, then as the docstring of DeepNMF has it."""
    A, S, B, n_layers = list(A), [], {}, len(A)

    def layer_input(l):
        return X if l == 0 else pool(S[l - 1])

    def step_topics(l):
        up, down = layer_input(l) @ A[l], S[l] @ A[l].T @ A[l]
        if l in labels:
            rows, Y = labels[l]
            up[rows] += weights[l] * Y @ B[l]
            down[rows] += weights[l] * S[l][rows] @ B[l].T @ B[l]
        S[l] = multiply(S[l], up, down)

    def cost():
        rebuilt = S[-1]
        for factor in reversed(A):
            rebuilt = rebuilt @ factor.T
        errors = (w * np.sum((Y - S[l][rows] @ B[l].T) ** 2) for l, w, (rows, Y) in terms)
        return np.sum((X - rebuilt) ** 2) + sum(errors)

    terms = [(l, weights[l], labels[l]) for l in labels]
    for l in range(n_layers):
        S.append(place(layer_input(l), A[l]))
        if l in labels:
            rows, Y = labels[l]
            B[l] = np.array([scipy_nnls(S[l][rows], y)[0] for y in Y.T])
            S[l] = place(layer_input(l), A[l], rows, Y, B[l], weights[l])
    costs, factors = [cost()], [(list(A), dict(B))]
    for _ in range(n_epochs):
        inputs = [layer_input(l) for l in range(n_layers)]
        for l in reversed(range(n_layers)):
            if l + 1 < n_layers:
                S[l] = S[l + 1] @ A[l + 1].T
            A[l] = multiply(A[l], inputs[l].T @ S[l], A[l] @ S[l].T @ S[l])
            if l in labels:
                rows, Y = labels[l]
                B[l] = multiply(B[l], Y.T @ S[l][rows], B[l] @ S[l][rows].T @ S[l][rows])
        costs.append(cost())
        factors.append((list(A), dict(B)))
        for l in range(n_layers):
            step_topics(l)
    return np.array(costs), factors
