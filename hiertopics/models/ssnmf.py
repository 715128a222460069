"""Semi-supervised NMF: one layer whose topics explain the labels that are known as well."""

from __future__ import annotations

import logging
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from hiertopics.models.estimator import Callback
from hiertopics.models.layerwise import SingleLayerModel


class SSNMF(SingleLayerModel):
    """Semi-supervised nonnegative matrix factorization.

    Minimises ``||W * (X - S A.T)||^2 + lambda ||L * (Y - S B.T)||^2`` over nonnegative A, B and S
    (equation 2; W and L mark what is known). Documents are placed by ``transform``, and classes
    predicted, from X alone.

    Parameters
    ----------
    n_topics : int, default=20
        How many topics.
    supervision : float, default=1.0
        Weight of the label error (the paper's lambda); with 0 this is NMF.
    solver : {"anls", "hals", "mu"}, default="anls"
        "anls" solves the least squares problem of each factor exactly, in turn, with momentum;
        "hals" takes one sweep of coordinate descent instead, "mu" one of the paper's multiplicative
        updates.
    max_epochs : int, default=200
        Epochs at most, for each layer that is trained by itself; an epoch renews every factor once.
    tol : float, default=1e-5
        Training ends when the cost has changed by at most this share of itself per epoch over the
        last five.
    init : {"documents", "random"} or array-like of shape (n_terms, n_topics), default="documents"
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
    H. Lee, J. Yoo and S. Choi, "Semi-supervised nonnegative matrix factorization", IEEE Signal
    Processing Letters 17, 2010.

    Examples
    --------
    >>> import numpy as np
    >>> from hiertopics import SSNMF
    >>> X = np.kron(np.eye(2), np.ones((5, 3)))
    >>> y = ["a", None, None, None, None, "b", None, None, None, None]
    >>> model = SSNMF(n_topics=2, random_state=0).fit(X, y)
    >>> print(*model.predict(X))
    a a a a a b b b b b
    """

    def __init__(
        self,
        n_topics: int = 20,
        *,
        supervision: float = 1.0,
        solver: Literal["anls", "hals", "mu"] = "anls",
        max_epochs: int = 200,
        tol: float = 1e-5,
        init: Literal["documents", "random"] | ArrayLike = "documents",
        n_init: int | Literal["auto"] = "auto",
        neighbours: int = 0,
        random_state: int | np.random.RandomState | None = None,
        n_threads: int | None = None,
        verbose: bool | logging.Logger = False,
        callback: Callback | None = None,
    ) -> None:
        self._keep_parameters(locals())
