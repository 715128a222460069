"""What NMF, SSNMF, hierarchical and deep NMF share: layers that are factorized one by one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

from hiertopics.core.data import DataMatrix
from hiertopics.core.epochs import EpochReport, Stop
from hiertopics.core.exchange import can_exchange, settle_with_exchanges
from hiertopics.core.interrupts import is_interrupted, unless_interrupted
from hiertopics.core.nmf import Factors, Problem, alternate, grouped_factor
from hiertopics.core.start import group_topics, hand_on_weights, random_layers
from hiertopics.errors import HiertopicsError
from hiertopics.models.estimator import TopicModel
from hiertopics.models.parameters import check_starts
from hiertopics.models.train import LAYER_BUDGET, Trained, count_starts, try_starts, undo_weights

UPDATES = {"anls": "exact", "hals": "hals", "mu": "mu"}


class LayerwiseModel(TopicModel):
    """A model that factorizes layer after layer.

    A subclass has ``n_init`` among its parameters, and ``supervision`` and ``balance``, or it takes
    the values here.
    """

    supervision: float | Sequence[float] = 0.0
    balance = 0.0
    _starts = ("documents", "random")
    _solvers = tuple(UPDATES)

    def _train(self, task):
        layers, D = self._factorize_layers(task, EpochReport(self._report_epoch))
        A = [found.A for found in layers]
        B = {l: layers[l].B for l in task.labels if layers[l].B is not None}
        history = sum((found.history for found in layers), ())
        stop = worst_stop([found.stop for found in layers])
        return Trained(*undo_weights(A, B, D, unit=True), history, stop, len(history) - len(layers))

    def _factorize_layers(self, task, report=None, pool=None):
        """Factorize X, then the topics of each layer (equation 3).

        Also returns the weights with which each layer but the last hands on its topics, before
        ``pool(S)`` is taken of them. When the report asks to stop, the layers to come keep their
        start.
        """
        n_init = check_starts(
            self.n_init, task.init, count_starts(task.X, task.sizes, LAYER_BUDGET)
        )
        layers, D, H, max_epochs = [], [], task.X, self.max_epochs
        for l in range(len(task.sizes)):
            problem = Problem(H, task.labels.get(l), task.weights.get(l, 0.0))
            layer = partial(self._factorize_layer, problem, l, task, n_init, max_epochs, report)
            found = unless_interrupted(layer, None) if layers else layer()
            if found is not None:
                layers.append(found)
            if is_interrupted():
                A, D = group_topics([each.A for each in layers], D, task.sizes)
                rest = A[len(layers) :]
                nothing = {"history": (math.nan,), "stop": Stop.INTERRUPTED}
                return [*layers, *(Factors(A_l, **nothing) for A_l in rest)], D
            max_epochs = 0 if found.stop.asked_for else max_epochs
            if l + 1 < len(task.sizes):
                D.append(hand_on_weights(found.gram_of_S, self.balance, task.X.dtype))
                if pool is None:
                    H = task.X.handed_on(found.S, D[-1])
                else:
                    H = DataMatrix(pool(found.S * D[-1]))
        return layers, D

    def _factorize_layer(self, problem, l, task, n_init, max_epochs, report):
        """The best of several starts, taken to the end, with exchanges where they apply."""
        k, init, update = task.sizes[l], task.init, UPDATES[self.solver]

        def start():
            if isinstance(init, list):
                return Factors(init[l])
            if init == "documents":
                return Factors(grouped_factor(problem.X, k, task.rng))
            return Factors(random_layers(problem.X, (k,), task.rng)[0])

        def go_on(tol, state, n_epochs, report):
            return alternate(
                problem, state, max_epochs=n_epochs, tol=tol, update=update, report=report
            )

        def settle(tol, report):
            return try_starts(n_init, start, partial(go_on, tol), max_epochs, report)

        if update == "exact" and init == "documents" and can_exchange(problem, k):
            return settle_with_exchanges(
                settle, problem, task.rng, max_epochs=max_epochs, tol=self.tol, report=report
            )
        return settle(self.tol, report)


def worst_stop(stops: list[Stop]) -> Stop:
    """Why training ended, of several layers: the reason that leaves most to wish for."""
    for stop in (Stop.NOT_FINITE, Stop.INTERRUPTED, Stop.CALLBACK, Stop.MAX_EPOCHS):
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
