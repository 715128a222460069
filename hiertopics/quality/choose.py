"""How many topics there are: the numbers at which fits to different documents agree most."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from hiertopics.tree.formatting import layer_words

ONE_BY_ONE = 10  # numbers of topics up to which each is tried
RATIO = 1.15  # of a number to the one before it, beyond
BETWEEN = 4  # numbers tried at most on either side of a peak, once it is found
LEAST_PROMINENCE = 0.03  # of a peak above the valleys beside it
CLEAR_OF_NOISE = 2.0  # standard errors by which a peak has to rise from its valleys
OWN_VARIANCE = 0.25  # of a size in its variance; the rest is the median of all sizes


@dataclass(frozen=True)
class LayerCount:
    """How many topics a layer should have.

    Attributes
    ----------
    n_topics : int
        The most stable number, or a usual one where none was found.
    low, high : int
        The smallest and the largest number that is as good, within noise.
    found : bool
        Whether that number is better than those beside it.
    """

    n_topics: int
    low: int
    high: int
    found: bool


@dataclass(frozen=True)
class TopicCounts:
    """How many topics there are, layer by layer; ``str(counts)`` says it in sentences.

    Attributes
    ----------
    layers : tuple of LayerCount
        Fine to broad.
    sizes : tuple of int
        The numbers of topics that were tried, ascending.
    agreement : tuple of float
        For each of them how far topics of different documents agree, 0 to 1, in the mean.
    noise : tuple of float
        The standard error of each.
    """

    layers: tuple[LayerCount, ...]
    sizes: tuple[int, ...]
    agreement: tuple[float, ...]
    noise: tuple[float, ...]

    @property
    def n_topics(self) -> tuple[int, ...]:
        """The numbers of topics, fine to broad, for an estimator."""
        return tuple(layer.n_topics for layer in self.layers)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was found, a sentence for each layer, fine to broad."""
        words = layer_words(len(self.layers))
        return tuple(
            _sentence(layer, word, self.sizes)
            for layer, word in zip(self.layers, words, strict=True)
        )

    def __str__(self) -> str:
        return "\n".join(self.sentences)

    def to_dict(self) -> dict:
        """Return everything as lists and numbers, ready for JSON."""
        layers = [
            {"n_topics": each.n_topics, "low": each.low, "high": each.high, "found": each.found}
            for each in self.layers
        ]
        return {
            "layers": layers,
            "sentences": list(self.sentences),
            "sizes": list(self.sizes),
            "agreement": list(self.agreement),
            "noise": list(self.noise),
        }


@dataclass(frozen=True)
class Peak:
    """A number of topics at which fits agree more than at those beside it.

    Attributes
    ----------
    size, low, high : int
        The number, and the range of those that are as good.
    prominence : float
        How far it rises above the valleys beside it, the shallower of the two.
    """

    size: int
    low: int
    high: int
    prominence: float


def sizes_to_try(most: int) -> list[int]:
    """Return the numbers of topics to try first, from 2 to at least ``most``."""
    sizes = [2]
    while sizes[-1] < most:
        last = sizes[-1]
        sizes.append(last + 1 if last < ONE_BY_ONE else max(last + 1, round(last * RATIO)))
    return sizes


def choose_counts(
    agreement_of: Callable[[int], np.ndarray], sizes: Sequence[int], usual: Sequence[int]
) -> TopicCounts:
    """Choose numbers of topics by how far fits agree, first at some, then near the best of these.

    Parameters
    ----------
    agreement_of : callable
        For a number of topics the agreements of pairs of fits, an array of shape (n_pairs,), two
        at least.
    sizes : sequence of int
        The numbers to try first, ascending. The first and the last are never chosen, as there is
        nothing beside them to judge them by.
    usual : sequence of int
        For each layer, fine to broad, the number to take where none is found.

    Returns
    -------
    TopicCounts
    """
    curve = {size: agreement_of(size) for size in sizes}
    for peak in _most_prominent(curve, len(usual)):
        for size in _between(peak.size, sizes):
            curve[size] = agreement_of(size)
    tried = sorted(curve)
    mean, noise = _mean_and_noise([curve[size] for size in tried])
    layers = place_peaks(_most_prominent(curve, len(usual)), usual)
    return TopicCounts(layers, tuple(tried), tuple(mean.tolist()), tuple(noise.tolist()))


def find_peaks(sizes: Sequence[int], mean: np.ndarray, noise: np.ndarray) -> list[Peak]:
    """Find the numbers of topics at which fits agree more than at those beside them.

    A peak is higher than the numbers next to it, and on either side, before the curve ends or is
    higher than the peak, there is a number below it by `LEAST_PROMINENCE` and by more than noise.

    Parameters
    ----------
    sizes : sequence of int
        Ascending.
    mean, noise : ndarray of shape (n_sizes,)
        How far fits agree, and the standard error of that.

    Returns
    -------
    list of Peak
        The most prominent first.
    """
    peaks = []
    for i in range(1, len(sizes) - 1):
        if not (mean[i] > mean[i - 1] and mean[i] >= mean[i + 1]):
            continue
        doubt = np.hypot(noise[i], noise)
        fall = mean[i] - mean
        sides = [_lower_ground(mean, i, way) for way in (range(i)[::-1], range(i + 1, len(mean)))]
        clear = fall > np.maximum(LEAST_PROMINENCE, CLEAR_OF_NOISE * doubt)
        if all(clear[side].any() for side in sides):
            low, high = (_last_as_good(i, side, fall <= doubt) for side in sides)
            rise = min(fall[side].max() for side in sides)
            peaks.append(Peak(sizes[i], sizes[low], sizes[high], float(rise)))
    return sorted(peaks, key=lambda peak: -peak.prominence)


def place_peaks(peaks: Sequence[Peak], usual: Sequence[int]) -> tuple[LayerCount, ...]:
    """Say which layer each peak is: where there are fewer than layers, those of nearest usual size.

    Parameters
    ----------
    peaks : sequence of Peak
        At most as many as layers.
    usual : sequence of int
        Numbers of topics, fine to broad.

    Returns
    -------
    tuple of LayerCount
        Fine to broad. A layer without a peak has its usual number, or one between those beside it
        where that would not lie between them.
    """
    ordered = sorted(peaks, key=lambda peak: -peak.size)

    def distance(layers):
        pairs = zip(ordered, layers, strict=True)
        return sum(abs(math.log(peak.size / usual[layer])) for peak, layer in pairs)

    places = min(itertools.combinations(range(len(usual)), len(ordered)), key=distance)
    peak_of = dict(zip(places, ordered, strict=True))
    counts: list[LayerCount] = []
    for layer, size in enumerate(usual):
        if layer in peak_of:
            peak = peak_of[layer]
            counts.append(LayerCount(peak.size, peak.low, peak.high, True))
            continue
        above = next((peak_of[other].size for other in places if other > layer), 1)
        finer = counts[-1].n_topics if counts else max(size, above * above)
        if not above <= size <= finer:
            size = max(1, round(math.sqrt(above * finer)))
        counts.append(LayerCount(size, size, size, False))
    return tuple(counts)


def _most_prominent(curve, n):
    """The n most prominent peaks of agreements by size."""
    sizes = sorted(curve)
    return find_peaks(sizes, *_mean_and_noise([curve[size] for size in sizes]))[:n]


def _mean_and_noise(agreements):
    """Means and standard errors of the agreements of pairs of fits, each (n_sizes,).

    Of n fits there are n (n - 1) / 2 pairs, but the documents of two halves are one draw. So few
    draws say little of how much they vary, so that what they say is drawn towards what they say
    for the other sizes.
    """
    agreements = np.asarray(agreements, dtype=float)
    n_fits = (1 + math.sqrt(1 + 8 * agreements.shape[1])) / 2
    variance = agreements.var(axis=1) / (n_fits / 2)
    shrunk = OWN_VARIANCE * variance + (1 - OWN_VARIANCE) * np.median(variance)
    return agreements.mean(axis=1), np.sqrt(shrunk)


def _lower_ground(mean, i, way):
    """The places on a way from i before the curve is higher than there."""
    return list(itertools.takewhile(lambda j: mean[j] <= mean[i], way))


def _last_as_good(i, side, as_good):
    """The last place on one side of i up to which all are as good."""
    return [i, *itertools.takewhile(lambda j: as_good[j], side)][-1]


def _between(size, sizes):
    """Some of the numbers between a size and those beside it, evenly spread."""
    at = list(sizes).index(size)
    for low, high in ((sizes[at - 1], size), (size, sizes[at + 1])):
        inner = range(low + 1, high)
        picked = np.linspace(0, len(inner) - 1, min(len(inner), BETWEEN)).round().astype(int)
        yield from (inner[i] for i in picked)


def _sentence(layer, word, sizes):
    """What was found of a layer."""
    if not layer.found:
        return (
            f"No number of {word}topics is better than those beside it, of {sizes[0]} to "
            f"{sizes[-1]}; {layer.n_topics} is usual for so many texts."
        )
    if layer.low == layer.high:
        return f"{layer.n_topics} {word}topics are more stable than fewer or more."
    return (
        f"{layer.low} to {layer.high} {word}topics are equally good; "
        f"{layer.n_topics} is the most stable."
    )
