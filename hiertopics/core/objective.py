"""The network's cost as a function of one flat vector, which is all that a solver sees."""

from __future__ import annotations

import itertools
import math

import numpy as np

from hiertopics.core.costs import Cost
from hiertopics.core.linalg import gram, unit_columns
from hiertopics.core.network import Documents, cost_and_gradient, forward
from hiertopics.core.solvers import projected_step

SMALLEST_CURVATURE = 1e-6  # of a column, as a share of the largest
MAX_HALVINGS = 60
TRIAL_STEPS = 10


class Objective:
    """Cost and gradient at ``x``: factors A and B, of the shapes of those given, laid end to end.

    With ``unit`` the cost is taken at the A's with columns scaled to unit length. It then does not
    depend on the length of a column, and its gradient is orthogonal to it.
    """

    def __init__(
        self,
        documents: Documents,
        A: list[np.ndarray],
        B: dict[int, np.ndarray],
        D: list[np.ndarray],
        cost: Cost,
        *,
        unit: bool,
    ):
        self.documents, self.D, self.cost, self.unit = documents, D, cost, unit
        self._layers = sorted(B)
        self._shapes = [factor.shape for factor in [*A, *(B[l] for l in self._layers)]]
        ends = itertools.accumulate((math.prod(shape) for shape in self._shapes), initial=0)
        self._places = [slice(*pair) for pair in itertools.pairwise(ends)]
        self._n_layers = len(A)
        self._dtype = A[0].dtype
        self._curvature = None

    def pack(self, A: list[np.ndarray], B: dict[int, np.ndarray]) -> np.ndarray:
        """Lay the factors end to end in one vector."""
        return np.concatenate([factor.ravel() for factor in [*A, *(B[l] for l in self._layers)]])

    def unpack(self, x: np.ndarray) -> tuple[list, list, dict]:
        """The factors in x: A with its columns as the cost sees them, their norms, and B."""
        parts = self._split(x)
        A = parts[: self._n_layers]
        B = dict(zip(self._layers, parts[self._n_layers :], strict=True))
        if not self.unit:
            return A, [np.ones(A_l.shape[1], dtype=x.dtype) for A_l in A], B
        scaled = [unit_columns(A_l) for A_l in A]
        return [unit for unit, _ in scaled], [norms for _, norms in scaled], B

    def _split(self, x):
        """The factors in x, as views."""
        places = zip(self._places, self._shapes, strict=True)
        return [x[place].reshape(shape) for place, shape in places]

    def __call__(self, x: np.ndarray) -> tuple[float, np.ndarray]:
        """Cost and gradient at x."""
        A, norms, B = self.unpack(x)
        grad = np.empty_like(x)
        first, *others = self._split(grad)
        # The largest derivative is written where it belongs, the others are copied there.
        value, (_, *grad_A), grad_B, curvature = cost_and_gradient(
            self.documents, A, B, self.D, self.cost, norms if self.unit else None, first
        )
        for part, of_one in zip(others, [*grad_A, *grad_B.values()], strict=True):
            part[:] = of_one
        self._curvature = self._by_column(norms, *curvature)
        return value, grad

    def _by_column(self, norms, curvature, curvature_B):
        """The curvature along each column of each factor in x, or None where one is not known."""
        columns = [*curvature, *(curvature_B.get(l) for l in self._layers)]
        if any(q is None for q in columns):
            return None
        squares = [np.square(norm, dtype=np.float64) for norm in norms]
        squares += [1.0] * len(self._layers)
        return [q / square for q, square in zip(columns, squares, strict=True)]

    def step_lengths(self) -> list | None:
        """The inverse diagonal Hessian at the last evaluated point; None if unknown.

        By column of each factor, with S held: pairs (int, ndarray of shape (k,)), so many variables
        have these lengths, over and over.
        """
        if self._curvature is None:
            return None
        lengths = []
        for (n_rows, k), curvature in zip(self._shapes, self._curvature, strict=True):
            least = max(SMALLEST_CURVATURE * curvature.max(), np.finfo(self._dtype).tiny)
            lengths.append((n_rows * k, (1 / np.maximum(curvature, least)).astype(self._dtype)))
        return lengths

    def safe_step(self, x: np.ndarray) -> float:
        """A step size for Algorithm 1 that lowers the cost at x.

        ``1 / (2 max_l ||A[0]...A[l-1]||^2 ||S[l]||^2)`` with spectral norms, from the Lipschitz
        constants of the reconstruction error's derivatives, halved until the first steps do not
        raise the cost, whatever the cost is.
        """
        A, _, B = self.unpack(x)
        D, G = self.D, [gram(A_l) for A_l in A]

        def squares(X, start):
            network = forward(Documents(X, {}, start), A, B, D, G)
            return (), tuple(gram(S_l) for S_l in network.S)

        grams = self.documents.X.each(squares, self.documents.S)[1]
        curvature, product = 0.0, np.eye(1)
        for l, (A_l, square) in enumerate(zip(A, grams, strict=True)):
            reach = np.linalg.norm(product, 2) ** 2
            curvature = max(curvature, float(reach * np.linalg.norm(square, 2)))
            product = A_l if l == 0 else product @ A_l
        step = float(0.5 / curvature) if curvature > 0 else 1.0
        for _ in range(MAX_HALVINGS):
            if self._descends(x, step):
                break
            step /= 2
        return step

    def _descends(self, x, step):
        """Whether no one of the first projected steps of this size raises the cost."""
        value, grad = self(x)
        for _ in range(TRIAL_STEPS):
            before = value
            x = projected_step(x, grad, step)
            value, grad = self(x)
            if not value <= before * (1 + 1e-12):
                return False
        return True
