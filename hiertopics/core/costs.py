"""Terms of the training objective and their derivatives.

A term is a :class:`Cost`: it returns its value for the
:class:`~hiertopics.core.network.Network` and adds its partial derivatives with respect to A, B and
S, each with the others held fixed, to the :class:`~hiertopics.core.partials.Partials`. Backward
propagation does the rest. A term may supply curvature bounds; without any, L-BFGS estimates them.
Values are summed in float64.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from hiertopics.core.linalg import accumulate, column_sums, gram, total
from hiertopics.core.network import Network, rebuild
from hiertopics.core.partials import Partials


class Cost(Protocol):
    """A term of the training objective, or a sum of terms: a sum over documents.

    It is called for each block of documents, for several blocks at once in different threads, and
    what it returns and adds is summed. ``network.rows`` says which documents it sees; a term in A
    or B alone is multiplied by ``network.share``, or it counts once for each block.
    """

    def __call__(self, network: Network, partials: Partials) -> float:
        """Return the value; add the derivatives to `partials`.

        Parameters
        ----------
        network : Network
            ``A[0]`` of shape (n_terms, k_0), ``A[l]`` of shape (k_{l-1}, k_l) above, ``B[l]`` of
            shape (n_classes, k_l), and ``S[l]`` of shape (n_docs, k_l) for the documents of the
            block.
        partials : Partials
            ``A[l]``, ``B[l]`` and ``S[l]`` take the partial derivatives, of the same shapes. Add
            an upper bound of the curvature for every factor your term is curved in, or for none.

        Returns
        -------
        float
            NaN or infinite where the term is not defined; a line search then steps back.
        """


@dataclass(frozen=True)
class Reconstruction:
    """``weight * ||W * (X - S[l] A[l].T ... A[0].T)||^2``, l = ``layer``: a line of equation (3).

    At the last layer it is the first term of equation (7). D is undone on the way down.
    """

    layer: int
    weight: float = 1.0

    def __call__(self, network: Network, partials: Partials) -> float:
        """Return the value; add the derivatives to `partials`."""
        X, projection = network.documents.X, network.projection
        down = rebuild(network.A, network.D, network.S[self.layer], self.layer)
        rebuilt = down[-1]
        square = gram(rebuilt)
        twice = 2 * self.weight
        accumulate(partials.X_factor, rebuilt, -twice)
        partials.add_cross(self.weight, rebuilt, rebuilt, square)
        partials.add_curvature(0, twice * np.diagonal(square))
        if self.layer > 0:
            slope = X.known_dot(rebuilt, projection)
            accumulate(slope, projection.products, -1)
            partials.add_rebuilt(network, down, slope, twice)
            self._add_curvature(network, down, twice, partials)
        # Of the finest topics the derivative is zero where they are positive, for they minimise
        # this very error; where they are zero it goes nowhere.
        return self.weight * X.square_error(rebuilt, projection, square)

    def _add_curvature(self, network, down, twice, partials):
        """Add a bound of the curvature along the columns of each A[m] above the first.

        ``q = 2 w ||G||_F ||below_t||^2`` is an upper bound for topic t: G is the gram matrix of the
        topics below layer m as terms, below_t the column t of S[m] as rebuilt from S[l].
        """
        gram_below = network.G[0]
        for m in range(1, self.layer + 1):
            gram_below = gram_below / np.outer(network.D[m - 1], network.D[m - 1])
            bound = twice * np.linalg.norm(gram_below)
            below = down[self.layer - m]
            partials.add_curvature(m, bound * column_sums(below, below))
            gram_below = network.A[m].T @ gram_below @ network.A[m]


@dataclass(frozen=True)
class LayerError:
    """``weight * ||H - S[l] A[l].T||^2`` with H the input of layer l: each layer's own error."""

    layer: int
    weight: float = 1.0

    def __call__(self, network: Network, partials: Partials) -> float:
        """Return the value; add the derivatives to `partials`."""
        l = self.layer
        if l == 0:
            return Reconstruction(0, self.weight)(network, partials)
        value, by_A, by_S, by_input, curvature = _product_error(
            network.layer_input(l), network.S[l], network.A[l], self.weight
        )
        partials.A[l] += by_A
        partials.S[l] += by_S
        partials.S[l - 1] += by_input * network.D[l - 1]
        partials.add_curvature(l, curvature)
        return value


@dataclass(frozen=True)
class LabelError:
    """``weight * ||L * (Y - S[l] B[l].T)||^2``: the second term of equations (2) and (7)."""

    layer: int
    weight: float = 1.0

    def __call__(self, network: Network, partials: Partials) -> float:
        """Return the value; add the derivatives to `partials`."""
        l = self.layer
        labels = network.documents.labels[l]
        value, by_B, by_S, _, curvature = _product_error(
            labels.Y, network.S[l][labels.rows], network.B[l], self.weight
        )
        partials.B[l] += by_B
        partials.S[l][labels.rows] += by_S
        partials.add_curvature_B(l, curvature)
        return value


def _product_error(target, S, factor, weight):
    """``weight * ||target - S factor.T||^2``, derivatives by factor, S, target, and curvature."""
    residual, twice = target - np.dot(S, factor.T), 2 * weight
    by_factor, by_S = -twice * np.dot(residual.T, S), -twice * np.dot(residual, factor)
    value, curvature = weight * total(residual, residual), twice * column_sums(S, S)
    return value, by_factor, by_S, twice * residual, curvature


@dataclass(frozen=True)
class Sum:
    """The sum of several terms."""

    terms: tuple[Cost, ...]

    def __call__(self, network: Network, partials: Partials) -> float:
        """Return the value; add the derivatives to `partials`."""
        return sum(term(network, partials) for term in self.terms)


def reconstruction(weights: Sequence[float]) -> tuple[Cost, ...]:
    """Equation (7): the error of the whole product at the last layer; the last weight counts."""
    return (Reconstruction(len(weights) - 1, weights[-1]),)


def energy(weights: Sequence[float]) -> tuple[Cost, ...]:
    """Each layer's own error, weighted."""
    return tuple(LayerError(l, w) for l, w in enumerate(weights) if w)


def every_depth(weights: Sequence[float]) -> tuple[Cost, ...]:
    """The errors of X rebuilt from every layer, weighted: all the lines of equation (3)."""
    return tuple(Reconstruction(l, w) for l, w in enumerate(weights) if w)


LOSSES: dict[str, Callable[[Sequence[float]], tuple[Cost, ...]]] = {
    "reconstruction": reconstruction,
    "energy": energy,
    "every_depth": every_depth,
}
