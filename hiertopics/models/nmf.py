"""Plain NMF: documents from topics, one layer, no labels."""

from __future__ import annotations

import logging
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from hiertopics.models.estimator import Callback
from hiertopics.models.layerwise import SingleLayerModel


class NMF(SingleLayerModel):
    """Nonnegative matrix factorization.

    Minimises ``||W * (X - S A.T)||^2`` over nonnegative A and S (equation 1; W marks what is
    known of X). Labels given to ``fit`` do not steer the topics; the classifier is fitted to the
    topics found.

    Parameters
    ----------
    n_topics : int, default=20
        How many topics.
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
    H. Kim and H. Park, SIAM J. Matrix Anal. Appl. 30, 2008 (alternating NNLS); A. M. S. Ang and
    N. Gillis, Neural Computation 31, 2019 (momentum); A. Cichocki and A.-H. Phan, IEICE
    Transactions E92-A, 2009 (HALS); D. D. Lee and H. S. Seung, NIPS 2000 (multiplicative updates).

    Examples
    --------
    >>> import numpy as np
    >>> from hiertopics import NMF
    >>> X = np.kron(np.eye(2), np.ones((5, 3)))
    >>> model = NMF(n_topics=2, random_state=0).fit(X)
    >>> model.components_.shape
    (2, 6)
    >>> round(model.score(X), 6)
    1.0
    """

    def __init__(
        self,
        n_topics: int = 20,
        *,
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
