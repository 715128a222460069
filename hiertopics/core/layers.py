"""The network: forward propagation by NNLS, backward propagation through it.

``S[0] = q(A[0], X)`` and ``S[l] = q(A[l], S[l-1] D[l-1])`` (equations 4 and 6). D[l] is a fixed
weight per topic that a layer hands on, all ones in the paper. Backward, a derivative by S[l] goes
through :func:`~hiertopics.core.nnls.nnls_adjoint`; no pseudoinverse and no residual is formed.
"""

from dataclasses import dataclass, field

import numpy as np

from hiertopics.core.factors import accumulate, add_dot, before_scaling, cross_gram, dot_rows, gram
from hiertopics.core.nnls import nnls, nnls_adjoint


@dataclass
class Documents:
    """A block of documents: the data, its labels, and where its NNLS left off.

    Attributes
    ----------
    X : DataMatrix of shape (n_docs, n_terms)
    labels : dict of int to Labels
        The known labels of each labelled layer.
    S : list of ndarray, or None
        The latest solutions, the warm start of the next epoch. Where topics depend on one
        another the solution is not unique, and then it depends on this start.
    """

    X: object
    labels: dict = field(default_factory=dict)
    S: list = None


@dataclass(frozen=True)
class Labels:
    """What is known of the classes at one layer.

    Attributes
    ----------
    rows : ndarray of int of shape (n_known,)
        The documents whose label is known: the paper's L.
    Y : ndarray of shape (n_known, n_classes)
        Their labels, nonnegative, one-hot as a rule.
    """

    rows: np.ndarray
    Y: np.ndarray


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
    HA : list of ndarray of shape (n_docs, k_l)
        Each layer's input times its A.
    G : list of ndarray of shape (k_l, k_l)
        ``A[l].T @ A[l]``, float64.
    """

    documents: Documents
    A: list
    B: dict
    D: list
    S: list
    HA: list
    G: list

    def layer_input(self, l):
        """What layer l >= 1 factorizes: the topics below, weighted; (n_docs, k_{l-1})."""
        return self.S[l - 1] * self.D[l - 1]


class Derivatives:
    """Derivatives by each of several factors, made of zeros when a term first adds to one."""

    def __init__(self, factors):
        self._factors, self._told = factors, {}

    def __contains__(self, l):
        return l in self._told

    def __getitem__(self, l):
        l = self._number(l)
        if l not in self._told:
            self._told[l] = np.zeros_like(self._factors[l])
        return self._told[l]

    def __setitem__(self, l, derivative):
        self._told[self._number(l)] = derivative

    def _number(self, l):
        """Layers may be counted from the end."""
        return l if l >= 0 else l + len(self._factors)


class Partials:
    """Derivatives of a cost by A, B and S with the others held fixed; costs add to them.

    What multiplies X or A[0] in the derivative by A[0] is gathered, so that the backward pass takes
    one product with each however many terms a cost has.

    Attributes
    ----------
    A, S, B : Derivatives
        By layer; zeros where no term has added yet.
    X_factor : ndarray of shape (n_docs, k_0)
        The derivative by A[0] gains ``X.T @ X_factor``.
    cross : list
        What :meth:`add_cross` was told.
    curvature : list of (ndarray of shape (k_l,) or None)
        For each A[l] a number q per topic: when that column of it moves by e, the others and S
        held, the cost rises by about ``q ||e||^2 / 2`` beyond its slope. None where no term told.
    curvature_B : dict of int to ndarray of shape (k_l,)
        The same for each B.
    """

    def __init__(self, network):
        self.A, self.S = Derivatives(network.A), Derivatives(network.S)
        self.B = Derivatives(network.B)
        self.X_factor = np.zeros_like(network.S[0])
        self.cross = []
        self.curvature = [None] * len(network.A)
        self.curvature_B = {}

    def add_cross(self, weight, S, Z, cross):
        """Add ``weight * ((W * (S A.T)).T Z + (W * (Z A.T)).T S)`` to the derivative by A[0].

        ``cross`` is ``S.T @ Z``.
        """
        self.cross.append((weight, S, Z, cross))

    def add_curvature(self, l, q):
        """Add to the curvature along the columns of A[l]."""
        self.curvature[l] = q if self.curvature[l] is None else self.curvature[l] + q

    def add_rebuilt(self, network, down, grad, weight=1.0):
        """Add what ``weight * grad``, by ``down[-1]``, means for S[l] and the A's above A[0].

        ``down`` is what :func:`rebuild` gave for S[l].
        """
        l = len(down) - 1
        for m in range(1, l + 1):
            undone = network.A[m] / network.D[m - 1][:, None]
            self.A[m] += weight * cross_gram(grad, down[l - m]) / network.D[m - 1][:, None]
            grad = dot_rows(grad, undone)
        accumulate(self.S[l], grad, weight)


def forward(documents, A, B=None, D=None):
    """Forward propagation: every S[l] from the A's.

    Parameters
    ----------
    documents : Documents
        ``documents.S`` is the warm start.
    A : list of ndarray
    B : dict of int to ndarray, optional
    D : list of ndarray, optional
        Ones by default.

    Returns
    -------
    Network
    """
    if D is None:
        D = [np.ones(A_l.shape[1], dtype=A_l.dtype) for A_l in A[:-1]]
    network = Network(documents, A, B or {}, D, S=[], HA=[], G=[])
    for l, A_l in enumerate(A):
        G = gram(A_l)
        start = None if documents.S is None else documents.S[l]
        if l == 0:
            HA = documents.X.dot(A_l)
            S = documents.X.solve(HA, A_l, G, start)
        else:
            HA = dot_rows(network.S[l - 1], network.D[l - 1][:, None] * A_l)
            S = nnls(HA, G, start)
        network.HA.append(HA)
        network.G.append(G)
        network.S.append(S)
    return network


def rebuild(A, D, S, depth):
    """Walk down from the topics of one layer to what they say of each layer below.

    Parameters
    ----------
    A, D : list of ndarray
        As in :class:`Network`.
    S : ndarray of shape (n_docs, k_depth)
        The topics of the documents at layer ``depth``.
    depth : int

    Returns
    -------
    list of ndarray
        ``S``, then its approximation of S[depth-1], and so on down to that of S[0].
    """
    down = [S]
    for l in range(depth, 0, -1):
        down.append(dot_rows(down[-1], (A[l] / D[l - 1][:, None]).T))
    return down


def backward(network, partials, norms=None, first=None):
    """Exact derivatives by every A[l] of a cost whose partial derivatives are given.

    Adds ``H.T Z - A (S.T Z + Z.T S)`` for each layer and passes ``Z A.T`` on to the layer below;
    at the first layer the known entries alone count.

    Parameters
    ----------
    network : Network
    partials : Partials
        Changed in place.
    norms : list of ndarray of shape (k_l,), optional
        What the columns of the A's were divided by to have unit length; the derivatives are then by
        the factors before that.
    first : ndarray of shape (n_terms, k_0), optional
        Takes the derivative by A[0].

    Returns
    -------
    list of ndarray
        dC/dA[l], in the shape of A[l].
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
    X, A, S = network.documents.X, network.A[0], network.S[0]
    if 0 in partials.S:
        Z = X.adjoint(partials.S[0], S, A, network.G[0])
        partials.add_cross(-1.0, S, Z, cross_gram(S, Z))
        accumulate(partials.X_factor, Z)
    XA, G = network.HA[0], network.G[0]
    by_data = partials.X_factor, partials.cross
    first = X.derivative(*by_data, A, XA, G, None if norms is None else norms[0], first)
    others = [partials.A[l] for l in range(1, len(network.A))]
    if norms is not None:
        upper = zip(others, network.A[1:], norms[1:], strict=True)
        others = [before_scaling(*of_one) for of_one in upper]
    if 0 in partials.A:
        more = partials.A[0]
        accumulate(first, more if norms is None else before_scaling(more, A, norms[0]))
    return [first, *others]


def cost_and_gradient(documents, A, B, D, cost, norms=None, first=None):
    """The cost of a block of documents and its gradient: the seam between data and solver.

    Cost and gradient are sums over documents, so blocks can be added up in any engine.

    Parameters
    ----------
    documents : Documents
        Its warm start is renewed.
    A : list of ndarray
    B : dict of int to ndarray
    D : list of ndarray
    cost : callable
        ``cost(network, partials) -> float``, see :mod:`hiertopics.core.costs`.
    norms, first
        See :func:`backward`.

    Returns
    -------
    value : float
    grad_A : list of ndarray
    grad_B : dict of int to ndarray
    curvature : list and dict
        ``curvature`` and ``curvature_B`` of :class:`Partials`.
    """
    network = forward(documents, A, B, D)
    documents.S = network.S
    partials = Partials(network)
    value = cost(network, partials)
    grad_A = backward(network, partials, norms, first)
    grad_B = {l: partials.B[l] for l in B}
    return value, grad_A, grad_B, (partials.curvature, partials.curvature_B)
