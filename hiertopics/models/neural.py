"""Neural NMF: every layer trained at once, by exact backpropagation through the NNLS."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from hiertopics.core.classifier import fit_classifier
from hiertopics.core.costs import LOSSES, LabelError, Sum
from hiertopics.core.epochs import EpochReport, Stop
from hiertopics.core.interrupts import is_interrupted, unless_interrupted
from hiertopics.core.network import Documents
from hiertopics.core.objective import Objective
from hiertopics.core.solvers import minimise, projected_gradient
from hiertopics.core.start import propagate_start, random_layers, start_layers
from hiertopics.errors import HiertopicsError
from hiertopics.models.estimator import Callback, TopicModel
from hiertopics.models.parameters import check_choice, check_number, check_per_layer, check_starts
from hiertopics.models.train import (
    LAYER_BUDGET,
    NETWORK_BUDGET,
    Point,
    Trained,
    count_starts,
    try_starts,
    undo_weights,
)

BROAD_WEIGHTS = {"every_depth": 1.0, "reconstruction": 1.0, "energy": 0.1}  # above the first
FINE_CANDIDATES = 5  # starts of the first layer that each of several network starts may have
CANDIDATES = 10  # starts of each upper layer, all network starts together


class NeuralNMF(TopicModel):
    """Neural nonnegative matrix factorization.

    Documents X are explained by fine topics, those by broader ones, and so on:
    ``S[l] = argmin_{S >= 0} ||S[l-1] - S A[l].T||`` with ``S[-1] = X`` (equation 4). The factors A
    of all layers are trained together on one cost, whose gradient goes exactly through every
    nonnegative least squares problem (Algorithm 1).

    Parameters
    ----------
    n_topics : int or sequence of int, default=(20, 6)
        Topics of each layer, fine to broad.
    loss : {"every_depth", "reconstruction", "energy"} or callable, default="every_depth"
        "reconstruction" is the error of X rebuilt from the last layer (equation 7);
        "every_depth" the weighted sum of the errors of X rebuilt from every layer (all lines of
        equation 3); "energy" that of each layer's own error. A callable is a cost as
        ``hiertopics.core.costs`` describes it.
    layer_weights : sequence of float, optional
        Weight of each layer in the loss; by default 1 for each, and for "energy" 0.1 for those
        above the finest ("reconstruction" knows the last layer only).
    balance : float, default=0.5
        How far a layer evens out its topics before it hands them on: each is divided by its norm to
        this power. 0, as in the paper, hands them on as they are. ``solver="pgd"`` leaves scale
        alone.
    supervision : float or sequence of float, default=1.0
        Weight of the label error (the paper's lambda), one for all layers or one per layer.
    solver : {"quasi-newton", "pgd"}, default="quasi-newton"
        "quasi-newton" needs no step size and keeps the columns of every A at unit length; "pgd"
        is Algorithm 1 exactly as published, with projected steps of fixed size.
    step_size : float, optional
        gamma of Algorithm 1, for ``solver="pgd"``; by default what the curvature at the start
        allows.
    max_epochs : int, default=200
        Epochs at most, for each layer that is trained by itself; an epoch renews every factor once.
    tol : float, default=1e-5
        Training ends when the cost has changed by at most this share of itself per epoch over the
        last five.
    init : {"layerwise", "random"} or list of array-like, default="layerwise"
        "layerwise" starts from an NMF of each layer in turn, the finest topics exchanged once as
        in :class:`NMF`; "random" from uniform numbers; a list gives the factors A themselves.
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
    M. Gao, J. Haddock, D. Molitor, D. Needell, E. Sadovnik, T. Will, R. Zhang, "Neural
    nonnegative matrix factorization for hierarchical multilayer topic modeling", CAMSAP 2019.

    Examples
    --------
    >>> import numpy as np
    >>> from hiertopics import NeuralNMF
    >>> X = np.kron(np.eye(4), np.ones((5, 3)))
    >>> model = NeuralNMF(n_topics=(4, 2), random_state=0).fit(X)
    >>> [A.shape for A in model.A_]
    [(12, 4), (4, 2)]
    >>> model.transform(X).shape
    (20, 2)
    """

    _starts = ("layerwise", "random")
    _solvers = ("quasi-newton", "pgd")

    def __init__(
        self,
        n_topics: int | Sequence[int] = (20, 6),
        *,
        loss: Literal["every_depth", "reconstruction", "energy"] | Callable = "every_depth",
        layer_weights: Sequence[float] | None = None,
        balance: float = 0.5,
        supervision: float | Sequence[float] = 1.0,
        solver: Literal["quasi-newton", "pgd"] = "quasi-newton",
        step_size: float | None = None,
        max_epochs: int = 200,
        tol: float = 1e-5,
        init: Literal["layerwise", "random"] | Sequence[ArrayLike] = "layerwise",
        n_init: int | Literal["auto"] = "auto",
        neighbours: int = 0,
        random_state: int | np.random.RandomState | None = None,
        n_threads: int | None = None,
        verbose: bool | logging.Logger = False,
        callback: Callback | None = None,
    ) -> None:
        self._keep_parameters(locals())

    def _train(self, task):
        """The best of several starts of the network, taken to the end."""
        if self.step_size is not None:
            check_number("step_size", self.step_size, least=np.finfo(float).tiny)
        unit = self.solver != "pgd"
        cost = self._cost(task.weights, len(task.sizes))
        n_network = count_starts(task.X, task.sizes, NETWORK_BUDGET) if unit else 1
        n_init = check_starts(self.n_init, task.init, n_network)

        def start():
            A, D, S = self._start(task, n_init, unit)
            known = {} if is_interrupted() else task.labels
            B = {l: fit_classifier(task.X, of_layer, S[l]) for l, of_layer in known.items()}
            documents = Documents(task.X, task.labels, S or None)
            objective = Objective(documents, A, B, D, cost, unit=unit)
            return Point(objective, objective.pack(A, B))

        report = EpochReport(self._report_epoch)
        found = try_starts(n_init, start, self._descend, self.max_epochs, report)
        A, _, B = found.objective.unpack(found.x)
        factors = undo_weights(A, B, found.objective.D, unit=unit)
        return Trained(*factors, found.history, found.stop, len(found.history) - 1)

    def _start(self, task, n_init, unit):
        """The first A, D and S of the network."""
        X, balance = task.X, self.balance if unit else 0.0
        if task.init != "layerwise":
            A = random_layers(X, task.sizes, task.rng) if task.init == "random" else task.init
            return propagate_start(X, A, balance=balance, unit=unit)
        affordable = count_starts(X, task.sizes, LAYER_BUDGET)
        fine = max(affordable // n_init, min(FINE_CANDIDATES, affordable))
        return start_layers(
            X,
            task.sizes,
            task.rng,
            balance=balance,
            labels=task.labels,
            weights=task.weights,
            n_candidates=(fine, max(1, CANDIDATES // n_init)),
        )

    def _descend(self, point, max_epochs, report):
        """Run the solver from a point."""
        begun = replace(point, history=point.history or (math.nan,), stop=Stop.INTERRUPTED)
        return unless_interrupted(partial(self._solve, point, max_epochs, report), begun)

    def _solve(self, point, max_epochs, report):
        """The point at which the solver ends."""
        objective, x = point.objective, point.x
        limits = {"max_epochs": max_epochs, "tol": self.tol, "report": report}
        if self.solver == "pgd":
            step_size = objective.safe_step(x) if self.step_size is None else self.step_size
            found = projected_gradient(objective, x, step_size=step_size, **limits)
        else:
            found = minimise(objective, x, step_lengths=objective.step_lengths, **limits)
        return Point(objective, found.x, tuple(found.history), found.stop)

    def _cost(self, supervision, n_layers):
        """The loss and the label terms as one cost."""
        label_terms = tuple(LabelError(l, weight) for l, weight in supervision.items())
        if callable(self.loss):
            return Sum((self.loss, *label_terms))
        check_choice("loss", self.loss, LOSSES)
        weights = self.layer_weights
        if weights is None:
            weights = [1.0] + [BROAD_WEIGHTS[self.loss]] * (n_layers - 1)
        terms = LOSSES[self.loss](check_per_layer("layer_weights", weights, n_layers))
        if not any(term.weight for term in terms):
            raise HiertopicsError(
                f"layer_weights must give weight to a layer that the loss {self.loss!r} has, got "
                f"{weights!r}"
            )
        return Sum(terms + label_terms)
