"""Deep NMF: hierarchical NMF, refined by passes that go one layer at a time."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from hiertopics.core.deep import POOLINGS, Refined, place, refine
from hiertopics.core.epochs import EpochReport, Stop
from hiertopics.core.interrupts import unless_interrupted
from hiertopics.errors import HiertopicsError
from hiertopics.models.estimator import Callback
from hiertopics.models.layerwise import LayerwiseModel, worst_stop
from hiertopics.models.parameters import check_choice, check_number
from hiertopics.models.train import Trained


class DeepNMF(LayerwiseModel):
    """Deep nonnegative matrix factorization (section 1.5 of the paper).

    Forward, each layer is an NMF of the pooled topics of the layer below. Backward, from the last
    layer down, the topics of a layer are set to what the layer above says of them,
    ``S[l] = S[l+1] A[l+1].T``, and its factor takes one multiplicative step with them; then forward
    again, one multiplicative step of the topics of each layer. Topics are renewed from the
    layer above alone: that is the difference from the backpropagation of NeuralNMF.

    ``solver``, ``max_epochs``, ``init`` and ``n_init`` are those of the first forward pass. The
    refinement is always multiplicative; callback and logger hear of its epochs alone, and
    ``history_`` holds the cost of all layers together, before and after each of them. It may rise;
    the factors of its lowest value are kept.

    Parameters
    ----------
    n_topics : int or sequence of int, default=(20, 6)
        Topics of each layer, fine to broad.
    supervision : float or sequence of float, default=1.0
        Weight of the label error (the paper's lambda), one for all layers or one per layer.
    pooling : {"max", "k-max"} or callable, optional
        What happens to the weights of the topics before the next layer sees them. The pool is all
        topics of one layer within one document; documents are never pooled together. "max" keeps
        the weight of the strongest topic of each document and sets the others to zero, "k-max"
        keeps those of the stronger half. "max" leaves a layer as many living topics as the next
        one has, for what it hands on falls into as many groups. A callable takes S, (n_docs, k_l),
        and returns weights of the same shape, nonnegative, each row from that row alone. By
        default nothing is pooled, and the method is hierarchical NMF refined. Topics keep their
        places, so what the layer above says of pooled weights stands for the topics as it is.
    max_refinements : int, default=100
        Refining epochs at most, each a backward and a forward pass.
    solver : {"anls", "hals", "mu"}, default="anls"
        "anls" solves the least squares problem of each factor exactly, in turn, with momentum;
        "hals" takes one sweep of coordinate descent instead, "mu" one of the paper's multiplicative
        updates.
    max_epochs : int, default=200
        Epochs at most, for each layer that is trained by itself; an epoch renews every factor once.
    tol : float, default=1e-5
        Training ends when the cost has changed by at most this share of itself per epoch over the
        last five.
    init : {"documents", "random"} or list of array-like, default="documents"
        "documents" starts each topic from documents that a few rounds of spherical k-means found
        alike, "random" from uniform numbers; arrays give the factors A themselves. With "documents"
        and "anls", when the cost has nearly settled, topics that others can replace are exchanged
        for what is not explained yet, as long as that pays, no labels steer the topics and every
        entry of X is known.
    n_init : int or "auto", default="auto"
        Starts that are tried; the best after ten epochs goes on. "auto" takes up to 10 for small
        problems and one for large ones.
    neighbours : int, default=0
        How many of its nearest documents each is joined by, see
        `hiertopics.core.neighbours.join_neighbours`; 0 leaves X as it is, as in the papers. With
        some, what many documents say alike counts about once in the fit, and topics agree more
        with people's labels. Not together with unknown entries.
    random_state : int, RandomState instance or None, default=None
        Every seed gives another start.
    n_threads : int, optional
        Threads of the kernels; all cores by default, one where the problem is small. The result
        is the same, bit for bit, for any number.
    verbose : bool or logging.Logger, default=False
        Where to log every epoch: True is the logger named "hiertopics".
    callback : callable, optional
        ``callback(epoch, cost)`` after every epoch, counted through all layers; return True to
        stop. With several starts, the first ten epochs are reported when the best start is known,
        and a stop among them takes effect after them.

    References
    ----------
    J. Flenner and B. Hunter, "A deep non-negative matrix factorization neural network", 2018, as
    described in section 1.5 of M. Gao et al., CAMSAP 2019.

    Examples
    --------
    >>> import numpy as np
    >>> from hiertopics import DeepNMF
    >>> X = np.kron(np.eye(4), np.ones((5, 3)))
    >>> model = DeepNMF(n_topics=(4, 2), random_state=0).fit(X)
    >>> [A.shape for A in model.A_]
    [(12, 4), (4, 2)]
    """

    def __init__(
        self,
        n_topics: int | Sequence[int] = (20, 6),
        *,
        supervision: float | Sequence[float] = 1.0,
        pooling: Literal["max", "k-max"] | Callable[[np.ndarray], ArrayLike] | None = None,
        max_refinements: int = 100,
        solver: Literal["anls", "hals", "mu"] = "anls",
        max_epochs: int = 200,
        tol: float = 1e-5,
        init: Literal["documents", "random"] | Sequence[ArrayLike] = "documents",
        n_init: int | Literal["auto"] = "auto",
        neighbours: int = 0,
        random_state: int | np.random.RandomState | None = None,
        n_threads: int | None = None,
        verbose: bool | logging.Logger = False,
        callback: Callback | None = None,
    ) -> None:
        self._keep_parameters(locals())

    def _train(self, task):
        """The forward pass by layers, then the refinement."""
        check_number("max_refinements", self.max_refinements, least=0, whole=True)
        pool = self._pool()
        layers, D = self._factorize_layers(task, pool=pool)
        B = {l: layers[l].B for l in task.labels if layers[l].B is not None}
        begun = Refined([each.A for each in layers], B, (math.nan,), Stop.INTERRUPTED)
        more = partial(
            refine,
            task.X,
            layers,
            task.labels,
            task.weights,
            pool=pool,
            max_epochs=self.max_refinements,
            tol=self.tol,
            report=EpochReport(self._report_epoch),
        )
        found = unless_interrupted(more, begun)
        stop = found.stop
        if not (self.max_refinements or stop.asked_for):
            stop = worst_stop([layer.stop for layer in layers])
        return Trained(found.A, found.B, D, found.history, stop, len(found.history) - 1)

    def _propagate(self, data):
        """Every S[l] of the documents, pooled between layers."""
        with self._limit_threads(data):
            return place(data, [A.astype(data.dtype, copy=False) for A in self.A_], self._pool())

    def _pool(self):
        """The pooling as a function, None for none."""
        if self.pooling is None:
            return None
        if not callable(self.pooling):
            return POOLINGS[check_choice("pooling", self.pooling, POOLINGS)]

        def pool(S):
            got = self.pooling(S.copy())
            try:
                pooled = np.asarray(got, dtype=S.dtype)
            except (TypeError, ValueError):
                pooled = None
            if pooled is None or pooled.shape != S.shape:
                shape = "" if pooled is None else f" of shape {pooled.shape}"
                raise HiertopicsError(
                    f"pooling must return an array of the shape it was given, {S.shape}, got "
                    f"{type(got).__name__}{shape}"
                )
            if not (np.isfinite(pooled).all() and (pooled >= 0).all()):
                raise HiertopicsError(
                    "pooling must return finite, nonnegative weights, got some from "
                    f"{pooled.min()} to {pooled.max()}"
                )
            return pooled

        return pool
