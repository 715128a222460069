"""Partial derivatives of a cost, summed over its terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from hiertopics.core.linalg import accumulate, cross_gram, dot_rows
from hiertopics.core.threads import over_rows


class Derivatives:
    """Derivatives by each of several factors, made of zeros when a term first adds to one."""

    def __init__(self, factors: list | dict):
        self._factors = factors
        self._of_layer: dict[int, np.ndarray] = {}

    def __contains__(self, l):
        return l in self._of_layer

    def __getitem__(self, l):
        l = self._number(l)
        if l not in self._of_layer:
            self._of_layer[l] = np.zeros_like(self._factors[l])
        return self._of_layer[l]

    def __setitem__(self, l, derivative):
        self._of_layer[self._number(l)] = derivative

    def add(self, other: Derivatives) -> None:
        """Add other derivatives by the same factors."""
        for l in other._of_layer:
            self[l] += other[l]

    def _number(self, l):
        """Layers may be counted from the end."""
        return l if l >= 0 else l + len(self._factors)


@dataclass(frozen=True)
class FirstPartials:
    """What some documents have for the derivative by A[0], see ``first_sums`` of a data matrix.

    It is ``X.T @ X_factor``, to which each (weight, S, Z, ``S.T @ Z``) of ``cross``, of one block
    of documents, adds ``weight * ((W * (S A.T)).T Z + (W * (Z A.T)).T S)``.
    """

    X_factor: np.ndarray  # (n_docs, k)
    cross: list
    A: np.ndarray  # (n_terms, k)
    slopes: np.ndarray  # (k,): column sums of (X @ A) * X_factor
    norms: np.ndarray | None = None  # (k,): see FirstSums


@dataclass(frozen=True)
class FirstSums:
    """The derivative by A[0], summed over documents: ``(products + A @ of_A)``.

    With ``norms`` it is by the factor before its columns were divided by those to have unit length:
    orthogonal to each column, and divided by its norm; the products are divided by them already.
    """

    products: np.ndarray  # (n_terms, k)
    of_A: np.ndarray  # (k, k), float64
    slopes: np.ndarray  # (k,), float64: column sums of A times the products, before norms

    def __iadd__(self, other: FirstSums) -> FirstSums:
        """Add the sums over other documents, in place of the products."""
        accumulate(self.products, other.products)
        return FirstSums(self.products, self.of_A + other.of_A, self.slopes + other.slopes)

    def derivative(
        self,
        A: np.ndarray,
        gram: np.ndarray,
        norms: np.ndarray | None = None,
        out: np.ndarray | None = None,
    ) -> np.ndarray:
        """The derivative by A[0], (n_terms, k), whose gram is ``A.T @ A``; into ``out``."""
        of_A, products = self.of_A, self.products
        if norms is not None:
            # What before_scaling does, without its passes over arrays as large as A.
            along = self.slopes + np.einsum("tu,ut->t", gram, of_A)
            of_A = (of_A - np.diag(along)) / norms
        of_A, out = of_A.astype(A.dtype), np.empty_like(products) if out is None else out

        def add(first, last):
            part = out[first:last]
            np.dot(A[first:last], of_A, out=part)
            part += products[first:last]

        over_rows(len(A), add, same_parts=True)
        return out


class Partials:
    """Partial derivatives of a cost with respect to A, B and S; each term adds to them.

    What multiplies X or A[0] in the derivative by A[0] is gathered, so that the backward pass takes
    one product with each however many terms a cost has.

    Attributes
    ----------
    A, S, B : Derivatives
        By layer; zeros where no term has added yet.
    X_factor : ndarray of shape (n_docs, k_0)
        The derivative by A[0] gains ``X.T @ X_factor``.
    cross : list
        The arguments of each call of :meth:`add_cross`.
    curvature : list of (ndarray of shape (k_l,) or None)
        For each A[l] a number q per topic: when that column of it moves by e, the others and S
        held, the cost rises by about ``q ||e||^2 / 2`` beyond its slope. None where no
        term supplied one.
    curvature_B : dict of int to ndarray of shape (k_l,)
        The same for each B.
    """

    def __init__(self, network: Any):
        self.A, self.S = Derivatives(network.A), Derivatives(network.S)
        self.B = Derivatives(network.B)
        self.X_factor = np.zeros_like(network.S[0])
        self.cross: list[tuple] = []
        self.curvature: list[np.ndarray | None] = [None] * len(network.A)
        self.curvature_B: dict[int, np.ndarray] = {}

    def __iadd__(self, other: Partials) -> Partials:
        """Add the derivatives by A and B of other documents."""
        self.A.add(other.A)
        self.B.add(other.B)
        self.cross += other.cross
        for l, q in enumerate(other.curvature):
            if q is not None:
                self.add_curvature(l, q)
        for l, q in other.curvature_B.items():
            self.add_curvature_B(l, q)
        return self

    def forget_cross(self) -> list:
        """The arguments of each call of :meth:`add_cross`, which are then let go."""
        cross, self.cross = self.cross, []
        return cross

    def add_cross(self, weight: float, S: np.ndarray, Z: np.ndarray, cross: np.ndarray) -> None:
        """Add to the derivative by A[0] what :class:`FirstPartials` says; cross is ``S.T @ Z``."""
        self.cross.append((weight, S, Z, cross))

    def add_curvature(self, l: int, q: np.ndarray) -> None:
        """Add to the curvature along the columns of A[l]."""
        known = self.curvature[l]
        self.curvature[l] = q if known is None else known + q

    def add_curvature_B(self, l: int, q: np.ndarray) -> None:
        """Add to the curvature along the columns of B[l]."""
        self.curvature_B[l] = self.curvature_B.get(l, 0) + q

    def add_rebuilt(
        self, network: Any, down: list[np.ndarray], grad: np.ndarray, weight: float = 1.0
    ) -> None:
        """Add what ``weight * grad``, by ``down[-1]``, means for S[l] and the A's above A[0].

        ``down`` is what :func:`~hiertopics.core.network.rebuild` gave for S[l].
        """
        l = len(down) - 1
        for m in range(1, l + 1):
            undone = network.A[m] / network.D[m - 1][:, None]
            self.A[m] += weight * cross_gram(grad, down[l - m]) / network.D[m - 1][:, None]
            grad = dot_rows(grad, undone)
        accumulate(self.S[l], grad, weight)
