"""What NMF, SSNMF, hierarchical and deep NMF share: layers that are factorized one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from hiertopics.core.data import DataMatrix
from hiertopics.core.epochs import EpochReport, Report, Stop
from hiertopics.core.exchange import can_exchange, settle_with_exchanges
from hiertopics.core.network import Labels
from hiertopics.core.nmf import Factors, Problem, alternate, grouped_factor
from hiertopics.core.start import hand_on_weights, random_layers
from hiertopics.errors import HiertopicsError
from hiertopics.models.estimator import TopicModel
from hiertopics.models.parameters import (
    check_choice,
    check_number,
    check_per_layer,
    check_starts,
)
from hiertopics.models.train import LAYER_BUDGET, Trained, count_starts, try_starts, undo_weights

UPDATES = {"anls": "exact", "hals": "hals", "mu": "mu"}


@dataclass(frozen=True)
class LayerPlan:
    """How to factorize layer after layer.

    Attributes
    ----------
    n_topics : tuple of int
        Topics per layer, fine to broad.
    supervision : dict of int to float
        Weight of the label error of each steered layer.
    balance : float
        See :func:`~hiertopics.core.start.hand_on_weights`.
    pool : callable or None
        What a layer does to the topics that it hands on, ``pool(S) -> S``.
    update : {"exact", "hals", "mu"}
    init : {"documents", "random"} or list of ndarray
    n_init : int
    max_epochs : int
        Of each layer.
    tol : float
    """

    n_topics: tuple
    supervision: dict
    balance: float
    pool: Callable | None
    update: str
    init: object
    n_init: int
    max_epochs: int
    tol: float


def factorize_layers(
    X: DataMatrix,
    labels: dict[int, Labels],
    plan: LayerPlan,
    rng: np.random.Generator,
    report: Report | None = None,
) -> tuple[list[Factors], list[np.ndarray]]:
    """Factorize X, then the topics of each layer (equation 3).

    Parameters
    ----------
    X : DataMatrix
    labels : dict of int to Labels
    plan : LayerPlan
    rng : numpy.random.Generator
    report : callable, optional
        ``report(cost)`` after each epoch; return True to stop, and the layers to come keep their
        start.

    Returns
    -------
    layers : list of Factors
    D : list of ndarray
        The weights with which each layer but the last hands on its topics.
    """
    layers, D, H, stopped = [], [], X, False
    for l, k in enumerate(plan.n_topics):
        problem = Problem(H, labels.get(l), plan.supervision.get(l, 0.0))
        max_epochs = 0 if stopped else plan.max_epochs
        found = _factorize_layer(problem, l, k, plan, rng, max_epochs, report)
        stopped = stopped or found.stop is Stop.CALLBACK
        layers.append(found)
        if l + 1 < len(plan.n_topics):
            D.append(hand_on_weights(found.S, plan.balance))
            handed_on = found.S * D[-1]
            H = DataMatrix(handed_on if plan.pool is None else plan.pool(handed_on))
    return layers, D


def _factorize_layer(problem, l, k, plan, rng, max_epochs, report):
    """The best of several starts, taken to the end; with exchanges of topics where they apply."""

    def settle(tol, report):
        return try_starts(
            plan.n_init,
            lambda: Factors(_start(problem.X, l, k, plan.init, rng)),
            lambda state, n_epochs, report: alternate(
                problem,
                state,
                max_epochs=n_epochs,
                tol=tol,
                update=plan.update,
                report=report,
            ),
            max_epochs,
            report,
        )

    from_documents = plan.update == "exact" and plan.init == "documents"
    if from_documents and can_exchange(problem, k):
        return settle_with_exchanges(
            settle, problem, rng, max_epochs=max_epochs, tol=plan.tol, report=report
        )
    return settle(plan.tol, report)


def _start(H, l, k, init, rng):
    """The first topics of one layer."""
    if isinstance(init, list):
        return init[l]
    return grouped_factor(H, k, rng) if init == "documents" else random_layers(H, (k,), rng)[0]


class LayerwiseModel(TopicModel):
    """A model that factorizes layer after layer.

    A subclass has ``solver``, ``max_epochs``, ``init`` and ``n_init`` among its parameters, and
    ``supervision`` and ``balance``, or it takes the values here.
    """

    supervision: float | Sequence[float] = 0.0
    balance = 0.0
    _starts = ("documents", "random")

    def _train(self, data, labels, sizes, rng, init):
        """Factorize on the layers whose labels are to steer."""
        plan = self._plan(data, labels, sizes, init)
        steering = {l: labels[l] for l in plan.supervision}
        layers, D = factorize_layers(data, steering, plan, rng, EpochReport(self._report_epoch))
        A = [found.A for found in layers]
        B = {l: layers[l].B for l in steering}
        history = sum((found.history for found in layers), ())
        stop = worst_stop([found.stop for found in layers])
        return Trained(*undo_weights(A, B, D, unit=True), history, stop, len(history) - len(layers))

    def _plan(self, data, labels, sizes, init, pool=None):
        """The parameters, checked, as the training takes them."""
        check_choice("solver", self.solver, UPDATES)
        check_number("max_epochs", self.max_epochs, least=0, whole=True)
        check_number("tol", self.tol, least=0)
        check_number("balance", self.balance, least=0)
        supervision = check_per_layer("supervision", self.supervision, len(sizes))
        return LayerPlan(
            n_topics=sizes,
            supervision={l: float(supervision[l]) for l in labels if supervision[l] > 0},
            balance=self.balance,
            pool=pool,
            update=UPDATES[self.solver],
            init=init,
            n_init=check_starts(self.n_init, init, count_starts(data, sizes, LAYER_BUDGET)),
            max_epochs=self.max_epochs,
            tol=self.tol,
        )


def worst_stop(stops: list[Stop]) -> Stop:
    """Why training ended, of several layers: the reason that leaves most to wish for."""
    for stop in (Stop.NOT_FINITE, Stop.CALLBACK, Stop.MAX_EPOCHS):
        if stop in stops:
            return stop
    return stops[-1]


class SingleLayerModel(LayerwiseModel):
    """A layerwise model of one layer."""

    def _check_sizes(self):
        sizes = super()._check_sizes()
        if len(sizes) > 1:
            raise HiertopicsError(
                f"{type(self).__name__} has one layer, so n_topics is one number, got "
                f"{self.n_topics!r}; HierarchicalNMF and NeuralNMF have several"
            )
        return sizes
