"""Neural NMF: every layer trained at once, by exact backpropagation through the NNLS."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from hiertopics.core.costs import LOSSES, LabelError, Sum
from hiertopics.core.epochs import EpochReport
from hiertopics.errors import HiertopicsError
from hiertopics.models.estimator import Callback, TopicModel
from hiertopics.models.parameters import (
    check_choice,
    check_number,
    check_per_layer,
    check_starts,
)
from hiertopics.models.train import NETWORK_BUDGET, Plan, count_starts, train

BROAD_WEIGHTS = {"every_depth": 1.0, "reconstruction": 1.0, "energy": 0.1}  # above the first
SOLVERS = ("quasi-newton", "pgd")


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
        Training ends when the cost falls by less than this share of itself per epoch, over five.
    init : {"layerwise", "random"} or list of array-like, default="layerwise"
        "layerwise" starts from an NMF of each layer in turn, the finest topics exchanged once as
        in :class:`NMF`; "random" from uniform numbers; a list gives the factors A themselves.
    n_init : int or "auto", default="auto"
        Starts that are tried; the best after ten epochs goes on. "auto" takes up to 10 for small
        problems and one for large ones.
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

    Attributes
    ----------
    A_ : list of ndarray
        Factors: (n_terms, k_0), then (k_{l-1}, k_l). ``S[l-1] ~ S[l] A_[l].T``.
    B_ : list of ndarray of shape (n_classes, k_l), or None for a layer without labels
    components_ : ndarray of shape (k_last, n_terms)
        The broadest topics in terms: the product of the A_, transposed.
    classes_ : ndarray of shape (n_classes,)
        Where labels were given; a list with one entry per layer where several layers had labels.
    layer_scales_ : list of ndarray of shape (k_l,)
        Weights with which each layer but the last hands on its topics, see ``balance``.
    topic_contrast_ : list of ndarray of shape (k_l,)
        How unevenly each topic is spread over the documents; ``assign_topics`` weighs it in.
    history_ : ndarray of shape (n_epochs_ + 1,)
        Cost at the start and after each epoch.
    n_epochs_ : int
    stop_reason_ : str
        Why training ended.
    reconstruction_err_ : float
        ``||X - S A.T||_F`` with the topics of the last layer.
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Where X had names.

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
        random_state: int | np.random.RandomState | None = None,
        n_threads: int | None = None,
        verbose: bool | logging.Logger = False,
        callback: Callback | None = None,
    ) -> None:
        self.n_topics = n_topics
        self.loss = loss
        self.layer_weights = layer_weights
        self.balance = balance
        self.supervision = supervision
        self.solver = solver
        self.step_size = step_size
        self.max_epochs = max_epochs
        self.tol = tol
        self.init = init
        self.n_init = n_init
        self.random_state = random_state
        self.n_threads = n_threads
        self.verbose = verbose
        self.callback = callback

    def _train(self, data, labels, sizes, rng, init):
        """Train on the layers whose labels are to steer."""
        supervision = check_per_layer("supervision", self.supervision, len(sizes))
        steering = {l: known for l, known in labels.items() if supervision[l] > 0}
        plan = self._plan(data, sizes, {l: supervision[l] for l in steering}, init)
        return train(data, steering, plan, rng, EpochReport(self._report_epoch))

    def _plan(self, data, sizes, supervision, init):
        """The parameters, checked, as the training takes them."""
        check_choice("solver", self.solver, SOLVERS)
        check_number("max_epochs", self.max_epochs, least=0, whole=True)
        check_number("tol", self.tol, least=0)
        check_number("balance", self.balance, least=0)
        if self.step_size is not None:
            check_number("step_size", self.step_size, least=np.finfo(float).tiny)
        unit = self.solver != "pgd"
        automatic = count_starts(data, sizes, NETWORK_BUDGET) if unit else 1
        return Plan(
            n_topics=sizes,
            cost=self._cost(sizes, supervision),
            supervision=supervision,
            balance=self.balance if unit else 0.0,
            unit=unit,
            solver=self.solver,
            step_size=self.step_size,
            init=init,
            n_init=check_starts(self.n_init, init, automatic),
            max_epochs=self.max_epochs,
            tol=self.tol,
        )

    def _cost(self, sizes, supervision):
        """The loss and the label terms as one cost."""
        label_terms = tuple(LabelError(l, weight) for l, weight in supervision.items())
        if callable(self.loss):
            return Sum((self.loss, *label_terms))
        check_choice("loss", self.loss, LOSSES)
        weights = self.layer_weights
        if weights is None:
            weights = [1.0] + [BROAD_WEIGHTS[self.loss]] * (len(sizes) - 1)
        terms = LOSSES[self.loss](check_per_layer("layer_weights", weights, len(sizes)))
        if not any(term.weight for term in terms):
            raise HiertopicsError(
                f"layer_weights must give weight to a layer that the loss {self.loss!r} has, got "
                f"{weights!r}"
            )
        return Sum(terms + label_terms)
