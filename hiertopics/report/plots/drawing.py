"""What every plot needs: axes to draw on, colours, names that cannot break a figure, heat maps.

The only module that imports matplotlib, and only when something is drawn. Names come from texts, so
they are never read as formulas: control characters are spelt out, matplotlib falls back on fonts of
other scripts where they are installed, and a character that none has shows as a box. No warning
comes of it, then or when the figure is saved.
"""

from __future__ import annotations

import unicodedata
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from hiertopics.core.topics import assigned_topics
from hiertopics.errors import HiertopicsError
from hiertopics.printable import visible
from hiertopics.tree.formatting import cut_end

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.image import AxesImage
    from matplotlib.legend import Legend
    from matplotlib.text import Text

# Okabe and Ito's colours, distinct with any kind of colour vision, without the yellow that is
# lost on white.
_HUES = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#7F7F7F")
_DASHES = ("-", "--", ":", "-.")
COLORMAP = "Blues"
MOST_BINS = 1000
_BOX = "□"

# For scripts that matplotlib's own font lacks, on Linux, macOS and Windows.
_FALLBACKS = (
    "Noto Sans CJK JP", "WenQuanYi Zen Hei", "Noto Sans Devanagari", "Noto Sans Bengali",
    "Noto Sans Tamil", "Noto Sans Thai", "Noto Emoji", "Arial Unicode MS", "Hiragino Sans",
    "Apple SD Gothic Neo", "Microsoft YaHei", "Yu Gothic", "Malgun Gothic", "Nirmala UI",
    "Leelawadee UI", "Segoe UI Emoji", "Segoe UI Symbol",
)  # fmt: skip


def load_pyplot() -> ModuleType:
    """Import matplotlib's pyplot; an ImportError says how to install it."""
    try:
        from matplotlib import pyplot
    except ImportError as error:
        raise ImportError(
            "plots need matplotlib, which is not installed; pip install 'hiertopics[plots]'"
        ) from error
    return pyplot


def axes_or_new(ax: Axes | None, width: float, height: float) -> Axes:
    """Return the axes given, or those of a new figure of so many inches."""
    pyplot = load_pyplot()
    if ax is None:
        _, ax = pyplot.subplots(figsize=(width, height), layout="constrained")
    return ax


def panels_or_new(
    axes, n_panels: int, n_columns: int, width: float, height: float, **options: Any
) -> np.ndarray:
    """Return one axes a panel: the first of those given, or those of a new figure, row by row."""
    pyplot = load_pyplot()
    if axes is None:
        n_rows = -(-n_panels // n_columns)
        _, axes = pyplot.subplots(
            n_rows, n_columns, figsize=(width, height), layout="constrained", squeeze=False,
            **options,
        )  # fmt: skip
        axes[0, 0].figure.get_layout_engine().set(wspace=0.04, hspace=0.04)
        for unused in axes.flat[n_panels:]:
            unused.remove()
    axes = np.atleast_1d(np.asarray(axes, dtype=object)).ravel()
    if axes.size < n_panels:
        raise HiertopicsError(f"{n_panels} panels need as many axes, got {axes.size}")
    return axes[:n_panels]


def hue(number: int) -> str:
    """Return the colour of this number: seven hues, then the same paler, darker, and again."""
    shade = number // len(_HUES) % 3
    color = _HUES[number % len(_HUES)]
    return color if shade == 0 else pale(color) if shade == 1 else _mixed(color, 0, 0.4)


def pale(color: str) -> str:
    """Return a colour half way to white."""
    return _mixed(color, 1, 0.5)


def _mixed(color, grey, part):
    from matplotlib.colors import to_hex, to_rgb

    return to_hex((1 - part) * np.array(to_rgb(color)) + part * grey)


def line_style(number: int) -> dict[str, Any]:
    """Return colour and dashes of the line of this number, distinct up to 28."""
    dashes = _DASHES[number // len(_HUES) % len(_DASHES)]
    return {"color": _HUES[number % len(_HUES)], "linestyle": dashes}


def lay_out(ax: Axes) -> None:
    """Give the axes of a new figure their final size, so that texts can be cut to it."""
    figure: Any = ax.figure
    figure.draw_without_rendering()


def size_in_points(ax: Axes) -> tuple[float, float]:
    """Return width and height of axes in points."""
    box = ax.get_window_extent()
    return box.width * 72 / ax.figure.dpi, box.height * 72 / ax.figure.dpi


def room_for(points: float, font_size: float) -> int:
    """Return how many columns of text of a size fit into so many points, three at least."""
    return max(3, int(points / (0.55 * font_size)))


def write(artist: Text, text: object, room: int | None = None) -> None:
    """Set the text of an artist to a name: plain, cut to its room, in fonts that have it."""
    text = visible(str(text))
    text = text if room is None else cut_end(text, room)
    fonts = artist.get_fontfamily()
    if not text.isascii():
        text, fonts = _drawable(text, fonts)
    artist.set(text=text, parse_math=False, usetex=False, fontfamily=fonts)


def name_ticks(axis: Axis, positions, names, room: int | None = None, **style: Any) -> None:
    """Put names at the ticks of an axis."""
    axis.set_ticks(positions, labels=[""] * len(names), **style)
    labels = axis.get_ticklabels()
    for label, name in zip(labels, names, strict=True):
        write(label, name, room)
    # The axis writes its ticks anew whenever it is drawn, those of its other side too.
    axis.set_ticklabels([label.get_text() for label in labels], parse_math=False, usetex=False)


def add_legend(ax: Axes, handles, names, room: int | None = None, **style: Any) -> Legend:
    """Add a legend of any names, also those that matplotlib would take for private ones."""
    legend = ax.legend(handles, ["-"] * len(names), **style)
    for text, name in zip(legend.get_texts(), names, strict=True):
        write(text, name, room)
    return legend


def _drawable(text, fonts):
    """Return text with a box for each character that no font has, and the fonts for the others."""
    from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font

    missing, families = set(text), [*fonts]
    installed = set(fontManager.get_font_names())
    for family in (*fonts, *(name for name in _FALLBACKS if name in installed)):
        font = get_font(findfont(FontProperties(family=[family])))
        left = {one for one in missing if not font.get_char_index(ord(one))}
        if left != missing and family not in families:
            families.append(family)
        missing = left
    boxes = {ord(one): "" if unicodedata.combining(one) else _BOX for one in missing}
    return text.translate(boxes), families


def averaged(matrix, n_bins: int = MOST_BINS) -> np.ndarray:
    """Average neighbouring rows, so that no more than `n_bins` are left; a dense array."""
    n_rows = matrix.shape[0]
    if n_rows > n_bins:
        edges = np.linspace(0, n_rows, n_bins + 1).astype(int)
        sizes = np.diff(edges)
        bins = np.repeat(np.arange(n_bins), sizes)
        averages = sparse.csr_array((1 / sizes[bins], (bins, np.arange(n_rows))))
        matrix = averages @ matrix
    return matrix.toarray() if sparse.issparse(matrix) else np.asarray(matrix)


def by_column(weights: np.ndarray, columns: np.ndarray | None = None) -> np.ndarray:
    """Return the order of the rows by their column, those of most weight on it first.

    The column of a row is by default that of its highest weight; rows without one, -1, come last.
    """
    columns = assigned_topics(weights) if columns is None else columns
    largest = np.where(columns < 0, 0, weights[np.arange(len(weights)), columns])
    return np.lexsort((-largest, np.where(columns < 0, weights.shape[1], columns)))


def draw_matrix(
    ax: Axes,
    matrix: np.ndarray,
    shape: tuple[int, int] | None = None,
    peak: float | None = None,
    cmap: str = COLORMAP,
) -> AxesImage:
    """Draw a nonnegative array as a heat image, first row on top; return the image.

    `shape` is what the array had before rows or columns were averaged: the ticks count in that.
    """
    n_rows, n_columns = matrix.shape if shape is None else shape
    peak = np.nanmax(matrix, initial=0) if peak is None else peak
    image = ax.imshow(
        matrix,
        cmap=cmap,
        aspect="auto",
        interpolation="nearest",  # by default a few broad columns are blurred with the many rows
        vmin=0,
        vmax=peak if peak > 0 else 1,
        extent=(-0.5, n_columns - 0.5, n_rows - 0.5, -0.5),
    )
    ax.locator_params(integer=True)
    return image


def plain_log_ticks(axis: Axis) -> None:
    """Write the ticks of a logarithmic axis as plain numbers, for a range within a power of ten."""
    from matplotlib.ticker import AutoLocator, NullLocator, ScalarFormatter

    axis.set_major_locator(AutoLocator())
    axis.set_major_formatter(ScalarFormatter(useOffset=False))
    axis.set_minor_locator(NullLocator())


def add_color_bar(ax: Axes, image: AxesImage, meaning: str) -> None:
    """Put beside a heat image what its colours mean."""
    bar = ax.figure.colorbar(image, ax=ax, label=meaning, pad=0.02)
    bar.outline.set_visible(False)
