"""The factors of a model as images, in the form of the Neural NMF paper's figures."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from hiertopics.core.topics import topic_terms
from hiertopics.errors import HiertopicsError
from hiertopics.matrix_checks import check_structure
from hiertopics.report.plots.drawing import (
    COLORMAP,
    averaged,
    by_column,
    draw_matrix,
    name_ticks,
    panels_or_new,
    size_in_points,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from hiertopics.models.estimator import TopicModel

_PANELS = ("X", "A", "S", "product")


def plot_factors(
    model_or_factors: TopicModel | Sequence[ArrayLike],
    X: ArrayLike | sparse.sparray | sparse.spmatrix | None = None,
    S: ArrayLike | None = None,
    *,
    show: Collection[str] = _PANELS,
    order: Literal["topic"] | None = None,
    axes: Sequence[Axes] | np.ndarray | None = None,
    cmap: str = COLORMAP,
) -> np.ndarray:
    """Draw the factors of a model as images: X, A[0], A[1], ..., S and their product.

    As in the figures of the paper, terms run down and documents across, so that X and the product
    lie alike; they share a scale too, while every factor has its own. A scale ends where only a
    hundredth of the positive numbers goes on, since a few peaks would leave the rest pale.
    Topics come in the order in which they appear along the diagonal. Of more than 1,000 terms or
    documents, neighbours are averaged.

    Parameters
    ----------
    model_or_factors : fitted estimator or list of array
        Anything with ``A_`` and, where X is given, ``transform``; or the factors themselves, fine
        to broad, each of shape (n_rows, n_topics): the first has a row a term, the next a row a
        topic of the layer before.
    X : array or sparse array of shape (n_docs, n_terms), optional
    S : array of shape (n_docs, n_topics of the last layer), optional
        By default what a model makes of X.
    show : collection of {"X", "A", "S", "product"}
        Which panels to draw; those for which X or S is missing are left out.
    order : {None, "topic"}, default=None
        "topic" sorts terms and documents by their strongest topic, which shows blocks where the
        terms of a corpus are in alphabetical order.
    axes : sequence of matplotlib.axes.Axes, optional
        Where to draw, one a panel; by default a new figure.
    cmap : str, default="Blues"

    Returns
    -------
    ndarray of matplotlib.axes.Axes, shape (n_panels,)

    Raises
    ------
    HiertopicsError
        A ValueError: shapes that do not fit, or nothing to draw.
    """
    factors, matrix, weights = _checked_factors(model_or_factors, X, S)
    if order not in (None, "topic"):
        raise HiertopicsError(f"order must be None or 'topic', got {order!r}")
    orders, factors, matrix, weights = _in_order(factors, matrix, weights, order)
    panels = _panels(factors, matrix, weights, show)
    if not panels:
        raise HiertopicsError(f"there is nothing to draw of {tuple(show)}; X or S is missing")
    widths = [6 if xlabel == "document" else 3 for _, _, _, xlabel, *_ in panels]
    axes = panels_or_new(
        axes, len(panels), len(panels), 0.6 * len(panels) + 0.36 * sum(widths), 3.2,
        width_ratios=widths,
    )  # fmt: skip
    for ax, (title, image, shape, xlabel, ylabel, peak) in zip(axes, panels, strict=True):
        draw_matrix(ax, image, shape, peak, cmap)
        ax.set(title=title, xlabel=xlabel, ylabel=ylabel)
        for axis, label, points in zip(
            (ax.xaxis, ax.yaxis), (xlabel, ylabel), size_in_points(ax), strict=True
        ):
            if label.startswith("topic"):
                topics = orders[1 + int(label.split()[-1])]
                step = max(1, round(14 * len(topics) / points))
                name_ticks(axis, range(0, len(topics), step), topics[::step])
    return axes


def _checked_factors(model_or_factors, X, S):
    factors = getattr(model_or_factors, "A_", model_or_factors)
    factors = [factors] if getattr(factors, "ndim", 0) == 2 else list(factors)
    factors = [np.asarray(A) for A in factors]
    shapes = [A.shape for A in factors]
    if not shapes or any(len(shape) != 2 for shape in shapes):
        raise HiertopicsError(f"every factor must have rows and columns, got shapes {shapes}")
    if any(upper[1] != lower[0] for upper, lower in zip(shapes, shapes[1:], strict=False)):
        raise HiertopicsError(f"factors must follow each other, fine to broad, got {shapes}")
    if X is not None:
        check_structure("X", X)
        X = sparse.csr_array(X) if sparse.issparse(X) else np.asarray(X)
        if X.ndim != 2 or X.shape[1] != shapes[0][0]:
            raise HiertopicsError(f"X must have {shapes[0][0]} columns, one a term, got {X.shape}")
        if S is None and hasattr(model_or_factors, "transform"):
            S = model_or_factors.transform(X)
    if S is not None:
        S = np.asarray(S)
        if S.ndim != 2 or S.shape[1] != shapes[-1][1]:
            raise HiertopicsError(f"S must have {shapes[-1][1]} columns, got shape {S.shape}")
        if X is not None and len(S) != X.shape[0]:
            raise HiertopicsError(f"S and X differ in documents: {len(S)} and {X.shape[0]}")
    return factors, X, S


def _in_order(factors, X, S, order):
    """Return the order of the terms and of the topics of every layer, and all sorted by it."""
    orders = _orders_by_topic(factors) if order else _orders_along_diagonal(factors)
    factors = [A[np.ix_(*pair)] for A, *pair in zip(factors, orders, orders[1:], strict=False)]
    if S is not None:
        S = S[:, orders[-1]]
    if S is not None and order:
        documents = by_column(S)
        S, X = S[documents], X if X is None else X[documents]
    return orders, factors, X if X is None else X[:, orders[0]], S


def _panels(factors, X, S, show):
    """Return title, image, shape before averaging, names of its axes and peak, of each panel."""
    panels, last, peak = [], len(factors) - 1, None
    if X is not None:
        image = averaged(averaged(X).T)
        peak = _peak(image)
        if "X" in show:
            panels.append(("X", image, X.shape[::-1], "document", "term", peak))
    if "A" in show:
        for l, A in enumerate(factors):
            image = averaged(A)
            below = "term" if l == 0 else f"topic of layer {l - 1}"
            panels.append((f"A[{l}]", image, A.shape, f"topic of layer {l}", below, _peak(image)))
    if S is not None:
        image, across, above = averaged(S).T, "document", f"topic of layer {last}"
        if "S" in show:
            panels.append((f"S[{last}]", image, S.shape[::-1], across, above, _peak(image)))
        if "product" in show:
            # Averages of the product are products of averages.
            product = averaged(topic_terms(factors)) @ image
            title = " ".join([f"A[{l}]" for l in range(last + 1)] + [f"S[{last}]"])
            peak = _peak(product) if peak is None else peak
            panels.append((title, product, (len(factors[0]), len(S)), across, "term", peak))
    return panels


def _peak(image):
    positive = image[image > 0]
    return np.quantile(positive, 0.99) if positive.size else 1.0


def _orders_along_diagonal(factors):
    """Return the order of the terms, as they are, and of the topics of every layer."""
    places = np.arange(factors[0].shape[0])
    orders = [places]
    for A in factors:
        centres = places @ (A / np.maximum(A.sum(axis=0), np.finfo(float).tiny))
        orders.append(np.argsort(centres, kind="stable"))
        places = centres
    return orders


def _orders_by_topic(factors):
    """Return the same, with terms and topics sorted by the strongest topic above them."""
    orders = [np.arange(factors[-1].shape[1])]
    for A in reversed(factors):
        orders.append(by_column(A[:, orders[-1]]))
    return orders[::-1]
