"""What is minimised: small terms, added up.

A cost is any callable ``cost(network, partials) -> float``: it returns its value for the
:class:`~hiertopics.core.network.Network` and adds its derivatives by A, B and S, each with the
others held fixed, to the :class:`~hiertopics.core.partials.Partials`. Backward propagation does
the rest. A term may also say how curved it is along each factor, which saves the solver epochs;
where none does, the solver finds out by itself. Values are summed in float64.

A cost is a sum over documents: it is called for each block of them, for several at once in
different threads, and what it returns and adds is summed. ``network.rows`` says which documents it
sees; a term in A or B alone is multiplied by ``network.share``, or it counts once for each block.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hiertopics.core.linalg import accumulate, column_sums, gram, total
from hiertopics.core.network import Network, rebuild
from hiertopics.core.partials import Partials


@dataclass(frozen=True)
class Reconstruction:
    """``weight * ||W * (X - S[l] A[l].T ... A[0].T)||^2``, l = ``depth``: a line of equation (3).

    At the last layer it is the first term of equation (7). D is undone on the way down.
    """

    depth: int
    weight: float = 1.0

    def __call__(self, network: Network, partials: Partials) -> float:
        """Its value; its derivatives are added to ``partials``."""
        X, projection = network.documents.X, network.projection
        down = rebuild(network.A, network.D, network.S[self.depth], self.depth)
        rebuilt = down[-1]
        square = gram(rebuilt)
        twice = 2 * self.weight
        accumulate(partials.X_factor, rebuilt, -twice)
        partials.add_cross(self.weight, rebuilt, rebuilt, square)
        partials.add_curvature(0, twice * np.diagonal(square))
        if self.depth > 0:
            slope = X.known_dot(rebuilt, projection)
            accumulate(slope, projection.products, -1)
            partials.add_rebuilt(network, down, slope, twice)
            self._add_curvature(network, down, partials)
        # Of the finest topics the derivative is zero where they are positive, for they minimise
        # this very error; where they are zero it goes nowhere.
        return self.weight * X.square_error(rebuilt, projection, square)

    def _add_curvature(self, network, down, partials):
        """Tell how curved the cost is along the factors above the first."""
        reach = network.G[0]
        for m in range(1, self.depth + 1):
            reach = reach / np.outer(network.D[m - 1], network.D[m - 1])
            length = 2 * self.weight * np.linalg.norm(reach)
            below = down[self.depth - m]
            partials.add_curvature(m, length * column_sums(below, below))
            reach = network.A[m].T @ reach @ network.A[m]


@dataclass(frozen=True)
class LayerError:
    """``weight * ||H - S[l] A[l].T||^2`` with H the input of layer l: each layer's own error."""

    layer: int
    weight: float = 1.0

    def __call__(self, network: Network, partials: Partials) -> float:
        """Its value; its derivatives are added to ``partials``."""
        l = self.layer
        if l == 0:
            return Reconstruction(0, self.weight)(network, partials)
        A, S, H = network.A[l], network.S[l], network.layer_input(l)
        residual = H - np.dot(S, A.T)
        partials.A[l] -= (2 * self.weight) * np.dot(residual.T, S)
        partials.S[l] -= (2 * self.weight) * np.dot(residual, A)
        partials.add_curvature(l, 2 * self.weight * column_sums(S, S))
        partials.S[l - 1] += (2 * self.weight) * residual * network.D[l - 1]
        return self.weight * total(residual, residual)


@dataclass(frozen=True)
class LabelError:
    """``weight * ||L * (Y - S[l] B[l].T)||^2``: the second term of equations (2) and (7)."""

    layer: int
    weight: float = 1.0

    def __call__(self, network: Network, partials: Partials) -> float:
        """Its value; its derivatives are added to ``partials``."""
        labels = network.documents.labels[self.layer]
        S, B = network.S[self.layer][labels.rows], network.B[self.layer]
        residual = labels.Y - np.dot(S, B.T)
        partials.B[self.layer] -= (2 * self.weight) * np.dot(residual.T, S)
        partials.S[self.layer][labels.rows] -= (2 * self.weight) * np.dot(residual, B)
        partials.curvature_B[self.layer] = 2 * self.weight * column_sums(S, S)
        return self.weight * total(residual, residual)


@dataclass(frozen=True)
class Sum:
    """The sum of several terms."""

    terms: tuple

    def __call__(self, network: Network, partials: Partials) -> float:
        """Its value; its derivatives are added to ``partials``."""
        return sum(term(network, partials) for term in self.terms)


def reconstruction(weights: Sequence[float]) -> tuple:
    """Equation (7): the error of the whole product at the last layer.

    Parameters
    ----------
    weights : sequence of float, one per layer
        Only the last one counts.
    """
    return (Reconstruction(len(weights) - 1, weights[-1]),)


def energy(weights: Sequence[float]) -> tuple:
    """Each layer's own error, weighted."""
    return tuple(LayerError(l, w) for l, w in enumerate(weights) if w)


def every_depth(weights: Sequence[float]) -> tuple:
    """The errors of X rebuilt from every layer, weighted: all the lines of equation (3)."""
    return tuple(Reconstruction(l, w) for l, w in enumerate(weights) if w)


LOSSES = {"reconstruction": reconstruction, "energy": energy, "every_depth": every_depth}
