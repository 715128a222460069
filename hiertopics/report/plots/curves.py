"""Plots along a line: the cost of a model from epoch to epoch, topics from period to period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from hiertopics.errors import HiertopicsError
from hiertopics.report.plots.drawing import (
    add_legend,
    axes_or_new,
    hue,
    line_style,
    name_ticks,
    plain_log_ticks,
    room_for,
    size_in_points,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from hiertopics.models.estimator import TopicModel

_KINDS = ("lines", "area")
_DRAWN = "cost of a model"  # marks the lines that belong into the legend
_ROOM = 30


def plot_convergence(
    model_or_history: TopicModel | Sequence[float],
    ax: Axes | None = None,
    *,
    log: bool = True,
    label: str | None = None,
) -> Axes:
    """Draw the cost of a model from epoch to epoch, beginning with that of its start.

    Draw several models by calling it again with the same axes, and a label each.

    Parameters
    ----------
    model_or_history : fitted estimator or sequence of float
        Anything with ``history_``, or such a history. The layers of a hierarchical model are
        trained one after the other, and so are its costs.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure.
    log : bool, default=True
        Whether the cost goes by a logarithmic scale; one with a cost of zero or less never does.
    label : str, optional
        What to call it in the legend.

    Returns
    -------
    matplotlib.axes.Axes
        With a line for each model.

    Raises
    ------
    HiertopicsError
        A ValueError, if there is no history.
    """
    history = np.asarray(getattr(model_or_history, "history_", model_or_history))
    if history.ndim != 1 or not history.size or history.dtype.kind not in "iuf":
        raise HiertopicsError(
            "plot_convergence needs a fitted model or a history, one cost an epoch, got "
            f"{model_or_history!r}"
        )
    ax = axes_or_new(ax, 5.0, 3.2)
    drawn = [line for line in ax.lines if line.get_gid() == _DRAWN]
    (line,) = ax.plot(np.arange(history.size), history, gid=_DRAWN, **line_style(len(drawn)))
    if label is not None:
        line.set_label(str(label))
    drawn.append(line)
    costs = np.concatenate([line.get_ydata() for line in drawn])
    scale = "log" if log and costs.min() > 0 else "linear"
    ax.set(xlabel="epoch", ylabel="cost", yscale=scale)
    if scale == "log" and costs.max() < 10 * costs.min():
        plain_log_ticks(ax.yaxis)
    ax.locator_params(axis="x", integer=True)
    # matplotlib calls lines without a label _child0, _child1 and so on.
    named = [line for line in drawn if not str(line.get_label()).startswith("_child")]
    if named:
        add_legend(ax, named, [line.get_label() for line in named], frameon=False)
    return ax


def plot_over_groups(
    shares: ArrayLike,
    groups: Sequence,
    names: Sequence[str],
    ax: Axes | None = None,
    *,
    kind: Literal["lines", "area"] = "lines",
) -> Axes:
    """Draw the shares of topics over periods or other groups of documents.

    Parameters
    ----------
    shares : array of shape (n_groups, n_topics)
        The share of each topic among the documents of each group, 0 to 1.
    groups : sequence of length n_groups
        Numbers and dates go in their order and to scale; other names side by side, as given.
    names : sequence of str, length n_topics
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure.
    kind : {"lines", "area"}, default="lines"
        A line a topic, or areas stacked on each other.

    Returns
    -------
    matplotlib.axes.Axes
        With a line or an area for each topic.

    Raises
    ------
    HiertopicsError
        A ValueError: shapes that do not fit, or another kind.
    """
    parts, groups, names = np.asarray(shares, dtype=float), list(groups), list(names)
    if parts.shape != (len(groups), len(names)):
        raise HiertopicsError(
            f"shares must have a row a group and a column a topic, {(len(groups), len(names))}, "
            f"got {parts.shape}"
        )
    if kind not in _KINDS:
        raise HiertopicsError(f"kind must be one of {_KINDS}, got {kind!r}")
    ax = axes_or_new(ax, 7.2, max(3.2, 0.21 * len(names)))
    places, parts = _set_out(ax, groups, parts)
    if kind == "area":
        hues = [hue(n) for n in range(len(names))]
        handles: list[Any] = ax.stackplot(
            places, parts.T, colors=hues, edgecolor="white", linewidth=0.5
        )
    else:
        marker = "o" if len(groups) <= 30 else ""
        handles = [
            ax.plot(places, column, marker=marker, markersize=3, **line_style(n))[0]
            for n, column in enumerate(parts.T)
        ]
    for handle, name in zip(handles, names, strict=True):
        handle.set_label(str(name))
    ax.set(ylabel="share of the documents", ylim=(0, None))
    ax.yaxis.set_major_formatter(lambda share, position: f"{100 * share:.3g} %")
    ax.spines[["top", "right"]].set_visible(False)
    ax.margins(x=0.01)
    # The uppermost area comes last, and its name first.
    order = slice(None, None, -1 if kind == "area" else 1)
    add_legend(
        ax, handles[order], names[order], room=_ROOM, frameon=False, fontsize=8,
        loc="upper left", bbox_to_anchor=(1, 1),
    )  # fmt: skip
    return ax


def _set_out(ax, groups, shares):
    """Return the places of the groups on the x axis, and their shares in that order."""
    as_array = np.asarray(groups)
    kind = as_array.dtype.kind
    is_finite = kind in "iuM" or (kind == "f" and np.isfinite(as_array).all())
    if as_array.ndim == 1 and is_finite:
        order = np.argsort(as_array, kind="stable")
        if kind in "iu":
            ax.locator_params(axis="x", integer=True)
        return as_array[order], shares[order]
    width, _ = size_in_points(ax)
    widest = max(4, min(12, max(len(str(group)) for group in groups)))
    # Where not all names have room side by side, one in so many is shown.
    step = -(-len(groups) // room_for(width / widest, 8))
    shown = range(0, len(groups), step)
    name_ticks(ax.xaxis, shown, [groups[n] for n in shown], room=12, fontsize=8)
    return np.arange(len(groups)), shares
