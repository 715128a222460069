"""The network: forward propagation by NNLS, backward propagation through it.

``S[0] = q(A[0], X)`` and ``S[l] = q(A[l], S[l-1] D[l-1])`` (equations 4 and 6). D[l] is a fixed
weight per topic that a layer hands on, all ones in the paper. Backward, a derivative by S[l] goes
through :func:`~hiertopics.core.nnls.nnls_adjoint`; no pseudoinverse and no residual is formed.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hiertopics.core.data import DataMatrix, rows_among
from hiertopics.core.linalg import (
    accumulate,
    add_dot,
    before_scaling,
    column_sums,
    cross_gram,
    dot_rows,
    gram,
)
from hiertopics.core.nnls import nnls, nnls_adjoint
from hiertopics.core.partials import FirstPartials, Partials
from hiertopics.core.projection import Projection
from hiertopics.core.threads import over_each


@dataclass
class Documents:
    """Some documents: the data, its labels, and where its NNLS left off."""

    X: DataMatrix
    labels: dict[int, Labels] = field(default_factory=dict)  # the known ones of labelled layers
    # The latest solutions, the warm start of the next epoch. Where topics depend on one another
    # the solution is not unique, and then it depends on this start.
    S: list | None = None


@dataclass(frozen=True)
class Labels:
    """What is known of the classes at one layer."""

    rows: np.ndarray  # (n_known,) int: the documents whose label is known, the paper's L
    Y: np.ndarray  # (n_known, n_classes): their labels, nonnegative, one-hot as a rule

    def among(self, some: slice) -> Labels:
        """What is known of a slice of the documents, counted from its first."""
        if some == slice(None):
            return self
        inside = (self.rows >= some.start) & (self.rows < some.stop)
        return Labels(self.rows[inside] - some.start, self.Y[inside])

    def weighted(self, weights: np.ndarray) -> Labels:
        """The labels of documents that are scaled by weights, (n_docs,)."""
        return Labels(self.rows, self.Y * weights[self.rows, None].astype(self.Y.dtype))


@dataclass
class Network:
    """The factors and what forward propagation made of them.

    Attributes
    ----------
    documents : Documents
    A : list of ndarray
        Factors, (n_terms, k_0), (k_0, k_1), ...
    B : dict of int to ndarray of shape (n_classes, k_l)
        Classifiers of the labelled layers.
    D : list of ndarray of shape (k_l,)
        Weights with which each layer but the last hands on its topics.
    S : list of ndarray of shape (n_docs, k_l)
    projection : Projection
        Of X on A[0].
    G : list of ndarray of shape (k_l, k_l)
        ``A[l].T @ A[l]``, float64.
    rows : slice, default=slice(None)
        Which of the documents of the fit these are.
    share : float, default=1
        Which share of them: the shares of all blocks add up to one.
    """

    documents: Documents
    A: list
    B: dict
    D: list
    S: list
    projection: Projection
    G: list
    rows: slice = field(default_factory=lambda: slice(None))
    share: float = 1.0

    def layer_input(self, l: int) -> np.ndarray:
        """What layer l >= 1 factorizes: the topics below, weighted; (n_docs, k_{l-1})."""
        return self.S[l - 1] * self.D[l - 1]


def forward(
    documents: Documents,
    A: list[np.ndarray],
    B: dict[int, np.ndarray] | None = None,
    D: list[np.ndarray] | None = None,
    G: list[np.ndarray] | None = None,
    shared: Any = None,
) -> Network:
    """Forward propagation: every S[l] from the A's, with ``documents.S`` as the warm start.

    D is ones by default. G has ``A[l].T @ A[l]``, where they are at hand, and ``shared`` is what a
    block of documents shares with the others, see ``shared_products`` of a data matrix.
    """
    if D is None:
        D = [np.ones(A_l.shape[1], dtype=A_l.dtype) for A_l in A[:-1]]
    if G is None:
        G = [gram(A_l) for A_l in A]
    starts = [None] * len(A) if documents.S is None else documents.S
    projection = documents.X.project(A[0], G[0], shared)
    S = [documents.X.solve(projection, starts[0])]
    for l in range(1, len(A)):
        HA = dot_rows(S[l - 1], D[l - 1][:, None] * A[l])
        S.append(nnls(HA, G[l], starts[l]))
    return Network(documents, A, B or {}, D, S, projection, G)


def rebuild(
    A: list[np.ndarray], D: list[np.ndarray], S: np.ndarray, depth: int
) -> list[np.ndarray]:
    """Rebuild the layers below from S, the topics at layer ``depth``, one after the other.

    Returns S, then its approximation of S[depth-1], and so on down to that of S[0].
    """
    down = [S]
    for l in range(depth, 0, -1):
        down.append(dot_rows(down[-1], (A[l] / D[l - 1][:, None]).T))
    return down


def backward(network: Network, partials: Partials) -> None:
    """Pull the derivatives by every S[l] back to the factors: exact backpropagation.

    Adds ``H.T Z - A (S.T Z + Z.T S)`` for each layer and passes ``Z A.T`` on to the layer below;
    at the first layer the known entries alone count, and what multiplies X and A[0] is gathered.
    """
    for l in range(len(network.A) - 1, 0, -1):
        A, S = network.A[l], network.S[l]
        if l not in partials.S:
            continue
        Z = nnls_adjoint(partials.S[l], S, network.G[l])
        cross = cross_gram(S, Z).astype(A.dtype)
        weight = network.D[l - 1][:, None]
        partials.A[l] += weight * cross_gram(network.S[l - 1], Z) - A @ (cross + cross.T)
        add_dot(partials.S[l - 1], Z, (weight * A).T)
    if 0 in partials.S:
        S = network.S[0]
        Z = network.documents.X.adjoint(partials.S[0], S, network.projection)
        partials.add_cross(-1.0, S, Z, cross_gram(S, Z))
        accumulate(partials.X_factor, Z)


def cost_and_gradient(
    documents: Documents,
    A: list[np.ndarray],
    B: dict[int, np.ndarray],
    D: list[np.ndarray],
    cost: Callable,
    norms: list[np.ndarray] | None = None,
    out: np.ndarray | None = None,
) -> tuple:
    """The cost of some documents and its gradient: the seam between data and solver.

    Cost and gradient are sums over documents. Here too they pass through the network in blocks,
    several at once in different threads, and the values and derivatives of the blocks are added up
    in their order, whatever the number of threads. The warm start of the documents is renewed.

    Parameters
    ----------
    documents, A, B, D
        As in :class:`Network`.
    cost : Cost
        See :mod:`hiertopics.core.costs`.
    norms : list of ndarray of shape (k_l,), optional
        What the columns of the A's were divided by to have unit length; the derivatives are then by
        the factors before that.
    out : ndarray of shape (n_terms, k_0), optional
        Takes the derivative by A[0].

    Returns
    -------
    value : float
    grad_A : list of ndarray
    grad_B : dict of int to ndarray
    curvature : list and dict
        ``curvature`` and ``curvature_B`` of :class:`Partials`.
    """
    n_docs, G = documents.X.shape[0], [gram(A_l) for A_l in A]
    first_norms = None if norms is None else norms[0]

    def pass_through(X, numbers, labels, start):
        """The topics of some documents, and what they add to the cost and the derivatives."""
        X_factor = np.empty((X.shape[0], len(G[0])), A[0].dtype)
        S = tuple(np.empty((X.shape[0], A_l.shape[1]), A_l.dtype) for A_l in A)
        shared = X.shared_products(A[0])

        def of_block(block):
            rows, X = block
            some = Documents(X, rows_among(labels, rows), rows_among(start, rows))
            network = forward(some, A, B, D, G, shared)
            for S_l, found in zip(S, network.S, strict=True):
                S_l[rows] = found
            mine = numbers[rows]
            network.rows, network.share = slice(mine.start, mine.stop), len(mine) / n_docs
            partials = Partials(network)
            value = cost(network, partials)
            backward(network, partials)
            X_factor[rows] = partials.X_factor
            slopes = column_sums(network.projection.products, partials.X_factor)
            return value, partials, slopes

        values, of_blocks, slopes = zip(*over_each(X.blocks, of_block), strict=True)
        partials = functools.reduce(operator.iadd, of_blocks)
        first = FirstPartials(X_factor, partials.forget_cross(), A[0], sum(slopes), first_norms)
        return S, (sum(values), partials, X.first_sums(first))

    S, (value, partials, first_sums) = documents.X.each(
        pass_through, range(n_docs), documents.labels, documents.S
    )
    documents.S = list(S)
    first = first_sums.derivative(A[0], G[0], first_norms, out)

    def before(l):
        """The derivative by A[l] as it was before its columns were scaled."""
        grad = partials.A[l]
        return grad if norms is None else before_scaling(grad, A[l], norms[l])

    if 0 in partials.A:
        accumulate(first, before(0))
    others = [before(l) for l in range(1, len(A))]
    grad_B = {l: partials.B[l] for l in B}
    return value, [first, *others], grad_B, (partials.curvature, partials.curvature_B)


def place_documents(X: DataMatrix, A: list[np.ndarray], D: list[np.ndarray]) -> list[np.ndarray]:
    """Every S[l] of documents by forward propagation, from the factors alone."""
    G = [gram(A_l) for A_l in A]

    def place(X):
        return tuple(forward(Documents(X), A, D=D, G=G).S), ()

    return list(X.each(place)[0])
