"""Hierarchical NMF: each layer an NMF of the topics below it, one after the other."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from hiertopics.models.estimator import Callback
from hiertopics.models.layerwise import LayerwiseModel


class HierarchicalNMF(LayerwiseModel):
    """Hierarchical nonnegative matrix factorization, greedy.

    The first layer factorizes X, every other one the topics of the layer below (equation 3). A
    layer is done before the next begins, so an error made below is never mended: NeuralNMF trains
    the same factors together. A layer with labels is an SSNMF. When the callback stops the training
    of a layer, the layers to come keep their start.

    Parameters
    ----------
    n_topics : int or sequence of int, default=(20, 6)
        Topics of each layer, fine to broad.
    supervision : float or sequence of float, default=1.0
        Weight of the label error (the paper's lambda), one for all layers or one per layer.
    balance : float, default=0.0
        How far a layer evens out its topics before it hands them on: each is divided by its norm to
        this power. 0, as in the paper, hands them on as they are.
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
    M. Gao et al., "Neural nonnegative matrix factorization for hierarchical multilayer topic
    modeling", CAMSAP 2019, section 1.4.

    Examples
    --------
    >>> import numpy as np
    >>> from hiertopics import HierarchicalNMF
    >>> X = np.kron(np.eye(4), np.ones((5, 3)))
    >>> model = HierarchicalNMF(n_topics=(4, 2), random_state=0).fit(X)
    >>> [A.shape for A in model.A_]
    [(12, 4), (4, 2)]
    """

    def __init__(
        self,
        n_topics: int | Sequence[int] = (20, 6),
        *,
        supervision: float | Sequence[float] = 1.0,
        balance: float = 0.0,
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
