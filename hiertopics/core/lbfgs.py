"""The step of L-BFGS among nonnegative variables.

All that the two-loop recursion computes lies in the span of the gradient and of the changes between
the latest points. So it is run on coefficients of those vectors, for which it needs their inner
products alone (W. Chen, Z. Wang and J. Zhou, NIPS 2014); only free variables are computed with.
"""

from __future__ import annotations

import numpy as np

from hiertopics.core.kernels.lbfgs import gather_free, move_free
from hiertopics.core.threads import sum_over_rows

WORTH_SHARING = 8192  # variables
PARTS = 8  # of the variables of a factor, at most
FIRST_CHANGE = 0.1  # of the variables, where nothing is known of the curvature
LEAST_CURVATURE = 1e-12  # cosine between the two changes of a pair that is worth its use


class LbfgsMemory:
    """The newest point of a descent and the pairs of L-BFGS before it; changed in place.

    The pairs of L-BFGS, a change of the point and that of the gradient, are kept for the variables
    alone that have been free ever since; a variable that was held at zero meanwhile is left out.

    ``n_pairs`` are kept, and gradients are multiplied by ``scale``.
    """

    def __init__(
        self, x: np.ndarray, grad: np.ndarray, cost: float, n_pairs: int, scale: float = 1.0
    ):
        # The newest point, and the gradient and the cost there, before they are multiplied; and the
        # place for the next point, which until it is written to is the point before.
        self.x, self.grad, self.cost, self.next = x.copy(), grad, cost, x.copy()
        self.n_pairs, self.scale = n_pairs, scale
        # Of the variables from one to another those that are free, and their rows as gather_free
        # writes them.
        self.parts: dict[tuple[int, int], tuple[np.ndarray, np.ndarray]] = {}
        # Rows of the point before last, written to again: new memory would cost page faults.
        self._spare: dict = {}

    def accept(self, grad: np.ndarray, cost: float) -> LbfgsMemory:
        """Take the next point, which has this gradient and cost, as the newest; returns self."""
        self.x, self.next, self.grad, self.cost = self.next, self.x, grad, cost
        return self

    @property
    def n_known(self) -> int:
        """How many pairs are known."""
        return min((rows.shape[1] // 3 for _, rows in self.parts.values()), default=0)

    def forget(self) -> bool:
        """Remember nothing of the points before; returns whether there was anything."""
        n_known, self.parts = self.n_known, {}
        return n_known > 0

    def gather(self, parts: list) -> np.ndarray:
        """Gather the free variables of the newest point; the inner products of their columns.

        Of each part where it begins and ends, and its lengths, (k,), over and over. The products
        have the shape (3 * n_pairs + 2, 3 * n_pairs + 2).
        """
        known = bool(self.parts) and self.parts.keys() == {part[:2] for part in parts}
        n_pairs = min(self.n_pairs, 1 + self.n_known) if known else 0
        before, self.parts = self.parts, {}

        def gather(first, last, lengths):
            some = slice(first, last)
            x, grad, dtype = self.x[some], self.grad[some], self.x.dtype
            free = np.flatnonzero((x > 0) | (grad < 0))
            size = len(free) * (3 * n_pairs + 2)
            buffer = self._spare.get((first, last))
            if buffer is None or buffer.size < size:
                buffer = np.empty(size, dtype)
            rows = buffer[:size].reshape(len(free), 3 * n_pairs + 2)
            there = before[first, last] if known else (free[:0], np.empty((0, 2), dtype))
            gather_free(x, grad, self.next[some], self.scale, lengths, *there, free, rows)
            self.parts[first, last] = free, rows
            with np.errstate(over="ignore", invalid="ignore"):
                products = np.dot(rows.T, rows).astype(float)
            # Products of two vectors that are multiplied by lengths may overflow; none is used.
            products[2 * n_pairs + 1 :, 2 * n_pairs + 1 :] = 0
            return products

        products = _sum_over(parts, gather)
        self._spare = {part: rows.base for part, (_, rows) in before.items()}
        return products


class Direction:
    """The quasi-Newton direction at a point, restricted to the free variables.

    Free are the variables that are positive or whose gradient points inward; the others are held
    at zero (two-metric projection, D. P. Bertsekas, SIAM J. Control and Optimization 20, 1982).

    The newest point of the memory is gathered, once; a later direction ends the use of this one.
    ``lengths``, pairs (int, ndarray of shape (k,)) or None, are one over the curvature along each
    variable, in place of the inverse Hessian that L-BFGS begins with: so many variables have
    these lengths, over and over, times ``unit``.

    ``slope`` is that of the function along the direction, times the scale of the memory; negative
    if it descends. ``first_size`` is how far along it to try first: 1, where something is known of
    the curvature.
    """

    def __init__(self, memory: LbfgsMemory, lengths: list | None, unit: float = 1.0):
        self._memory = memory
        self._parts = _split(lengths or [(len(memory.x), np.ones(1, memory.x.dtype))])
        products = memory.gather(self._parts)
        weights = two_loops(products, None if lengths is None else unit)
        gradient = 2 * (len(products) // 3)
        self.slope = float(products[gradient] @ weights)
        self._weights = weights.astype(memory.x.dtype)
        self.first_size, square = 1.0, products[gradient, gradient]
        if lengths is None and len(products) == 2 and square > 0:
            change = FIRST_CHANGE * float(np.linalg.norm(memory.x)) or 1.0
            self.first_size = change / np.sqrt(square)

    def follow(self, size: float) -> tuple[np.ndarray, float]:
        """The point ``(x + size * direction)_+``, and the change of the function to first order.

        The point is the place for the next one, (n,). The change is ``scale * grad @ (there - x)``,
        with the scale of the memory.
        """
        memory = self._memory

        def move(first, last, _):
            free, rows = memory.parts[first, last]
            x, there = memory.x[first:last], memory.next[first:last]
            return move_free(x, rows, free, self._weights, size, there)

        return memory.next, _sum_over(self._parts, move)


def _split(lengths):
    """The variables in parts that begin with the first length: where, up to where, and lengths."""
    parts, first = [], 0
    for n, cycle in lengths:
        size = -(-max(WORTH_SHARING, -(-n // PARTS)) // len(cycle)) * len(cycle)
        for begin in range(first, first + n, size):
            parts.append((begin, min(begin + size, first + n), cycle))
        first += n
    return parts


def _sum_over(parts, work):
    """The sum of what work gives for each part."""
    return sum_over_rows(len(parts), lambda i, j: sum(work(*part) for part in parts[i:j]), 1)


def two_loops(products: np.ndarray, unit: float | None) -> np.ndarray:
    """The two-loop recursion of L-BFGS, on coefficients: the direction as a combination, (3n + 2,).

    ``products``, (3n + 2, 3n + 2) for n pairs, are the inner products of, oldest first, the changes
    s of the point, those y of the gradient, the gradient g, then every y and g times the lengths,
    which are multiplied by ``unit``; that is None for lengths of 1, where the latest pair says it.
    """
    n_pairs = len(products) // 3
    q, scale = np.zeros(len(products)), 1.0 if unit is None else unit
    q[2 * n_pairs] = -1
    pairs = []
    for s, y in enumerate(range(n_pairs, 2 * n_pairs)):
        least = LEAST_CURVATURE * np.sqrt(products[s, s]) * np.sqrt(products[y, y])
        if products[s, y] > least:
            pairs.append((s, y, products[s, y]))
    shares = []
    for s, y, curvature in reversed(pairs):
        shares.append(products[s] @ q / curvature)
        q[y] -= shares[-1]
    if unit is None and pairs:
        scale = pairs[-1][2] / products[pairs[-1][1], pairs[-1][1]]
    direction = np.zeros_like(q)
    direction[2 * n_pairs + 1 :] = scale * q[n_pairs : 2 * n_pairs + 1]
    for (s, y, curvature), share in zip(pairs, reversed(shares), strict=True):
        direction[s] += share - products[y] @ direction / curvature
    return direction
