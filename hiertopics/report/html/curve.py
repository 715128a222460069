"""The curve by which numbers of topics were chosen, as a drawing inside of a page."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from hiertopics.tree.formatting import layer_words

WIDTH, HEIGHT = 560, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 16, 46, 44  # margins
_TICKS = (2, 3, 5, 10, 20, 30, 50, 100, 200, 500, 1000)
_APART = 1.35  # of numbers of topics whose names are written beside each other
_NAME_ROW = 17


def agreement_curve(chosen: Mapping) -> str:
    """Draw how far topics of different documents agree, by their number, as SVG.

    Parameters
    ----------
    chosen : mapping
        As `hiertopics.quality.choose.TopicCounts.to_dict` gives it.

    Returns
    -------
    str
        An ``<svg>`` without colours or sizes of type, which the styles of the page give it.
    """
    sizes = [float(size) for size in chosen["sizes"]]
    mean = [float(value) for value in chosen["agreement"]]
    noise = [float(value) for value in chosen["noise"]]
    x, y = _scales(sizes)
    highest = [min(m + n, 1.0) for m, n in zip(mean, noise, strict=True)]
    lowest = [max(m - n, 0.0) for m, n in zip(mean, noise, strict=True)]
    band = [*zip(sizes, highest, strict=True), *reversed([*zip(sizes, lowest, strict=True)])]
    parts = [
        *_axes(x, y, sizes),
        f'<polygon class="curve-noise" points="{_points(band, x, y)}"/>',
        f'<polyline class="curve-line" points="{_points(zip(sizes, mean, strict=True), x, y)}"/>',
        *_marks(chosen["layers"], dict(zip(sizes, mean, strict=True)), x, y),
    ]
    label = (
        "Agreement of halves of the texts by number of topics; the sentences below say the same."
    )
    return (
        f'<svg class="curve" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">'
        f"{''.join(parts)}</svg>"
    )


def _scales(sizes: Sequence[float]):
    """Where a number of topics, in steps of equal ratio, and an agreement, 0 to 1, are drawn."""
    low, high = math.log(min(sizes)), math.log(max(sizes))
    width, height = WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM

    def x(size):
        part = (math.log(size) - low) / (high - low or 1.0)
        return _LEFT + width * min(max(part, 0.0), 1.0)

    return x, lambda value: _TOP + height * (1 - value)


def _points(pairs, x, y):
    return " ".join(f"{x(size):.1f},{y(value):.1f}" for size, value in pairs)


def _text(name, x, y, text, anchor="middle"):
    return f'<text class="{name}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{text}</text>'


def _line(name, x1, y1, x2, y2):
    return f'<line class="{name}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _axes(x, y, sizes):
    for value in (0.0, 0.5, 1.0):
        yield _line("curve-grid", _LEFT, y(value), WIDTH - _RIGHT, y(value))
        yield _text("curve-tick", _LEFT - 8, y(value) + 4, f"{value:g}", "end")
    for size in _TICKS:
        if min(sizes) <= size <= max(sizes):
            yield _text("curve-tick", x(size), y(0) + 18, f"{size}")
    middle = (_LEFT + WIDTH - _RIGHT) / 2
    yield _text("curve-axis", middle, HEIGHT - 6, "number of topics")
    turned = f"translate(14,{(y(0) + y(1)) / 2:.1f}) rotate(-90)"
    yield f'<text class="curve-axis" text-anchor="middle" transform="{turned}">agreement</text>'


def _marks(layers, mean, x, y):
    """A line and a name for the number chosen in each layer, broad to fine, left to right."""
    last, row = 0.0, 0
    for layer, word in sorted(
        zip(layers, layer_words(len(layers)), strict=True), key=lambda pair: pair[0]["n_topics"]
    ):
        size = int(layer["n_topics"])
        row = row + 1 if size < last * _APART else 0
        last = size
        at, bottom = x(size), y(0)
        top = _TOP - 10 - _NAME_ROW * (row % 2)
        yield _line("curve-chosen" if layer["found"] else "curve-usual", at, top + 4, at, bottom)
        if size in mean:
            yield f'<circle class="curve-dot" cx="{at:.1f}" cy="{y(mean[size]):.1f}" r="4"/>'
        anchor = "start" if at < _LEFT + 40 else "end" if at > WIDTH - _RIGHT - 40 else "middle"
        name = f"{size} {word}".strip() + ("" if layer["found"] else ", usual")
        yield _text("curve-name", at, top, name, anchor)
