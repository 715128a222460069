"""Numbers of topics are chosen where fits agree more than beside it, and nowhere else."""

import numpy as np
import pytest

from hiertopics.quality.choose import (
    LayerCount,
    Peak,
    TopicCounts,
    choose_counts,
    find_peaks,
    place_peaks,
    sizes_to_try,
)

SIZES = sizes_to_try(50)
N_PAIRS = 6


def hills(sizes, *tops, height=0.3, floor=0.5):
    """A curve that falls off from each of some sizes on both sides."""
    away = [np.abs(np.log(np.asarray(sizes) / top)) for top in tops]
    return floor + height * np.exp(-10 * np.min(away, axis=0))


def agreement_like(curve_of, rng, spread=0.01, asked=None):
    """Agreements of pairs about a curve, and a list of the sizes that were asked for."""

    def agreement_of(size):
        if asked is not None:
            asked.append(size)
        return curve_of([size])[0] + spread * rng.standard_normal(N_PAIRS)

    return agreement_of


def test_sizes_go_one_by_one_and_then_by_a_ratio():
    assert SIZES[:9] == list(range(2, 11)) and SIZES[-1] >= 50
    steps = np.divide(SIZES[9:], SIZES[8:-1])
    assert (steps > 1).all() and (steps <= 1.25).all()


@pytest.mark.parametrize("tops", [(5,), (4, 12), (3, 8, 24)])
def test_every_hill_is_a_peak(tops):
    peaks = find_peaks(SIZES, hills(SIZES, *tops), np.full(len(SIZES), 0.01))
    assert sorted(peak.size for peak in peaks) == list(tops)


def test_a_larger_hill_comes_first():
    mean = hills(SIZES, 4, height=0.1) + hills(SIZES, 18, height=0.4)
    peaks = find_peaks(SIZES, mean, np.full(len(SIZES), 0.01))
    assert [peak.size for peak in peaks] == [18, 4]
    assert peaks[0].prominence > peaks[1].prominence


@pytest.mark.parametrize("direction", [1, -1])
def test_the_ends_of_a_slope_are_no_peak(direction):
    mean = np.linspace(0.2, 0.9, len(SIZES))[::direction]
    assert find_peaks(SIZES, mean, np.zeros(len(SIZES))) == []


def test_a_hill_that_noise_may_have_made_is_no_peak():
    mean = hills(SIZES, 12, height=0.1)
    assert find_peaks(SIZES, mean, np.full(len(SIZES), 0.01))
    assert find_peaks(SIZES, mean, np.full(len(SIZES), 0.1)) == []
    assert find_peaks(SIZES, hills(SIZES, 12, height=0.02), np.zeros(len(SIZES))) == []


def test_what_noise_does_not_tell_apart_is_as_good():
    sizes, mean = [10, 12, 14, 16, 18, 21], np.array([0.5, 0.79, 0.8, 0.785, 0.6, 0.79])
    (peak,) = find_peaks(sizes, mean, np.full(6, 0.02))
    assert (peak.size, peak.low, peak.high) == (14, 12, 16)
    (peak,) = find_peaks(sizes[:5], mean[:5], np.full(5, 0.001))
    assert (peak.low, peak.high) == (14, 14)


@pytest.mark.parametrize("seed", range(5))
def test_sizes_between_those_tried_first_are_found(seed):
    asked = []
    rng = np.random.default_rng(seed)
    like = agreement_like(lambda sizes: hills(sizes, 5, 20), rng, asked=asked)
    counts = choose_counts(like, SIZES, (30, 6))
    assert 20 not in SIZES and counts.n_topics == (20, 5)
    assert len(asked) == len(set(asked)) == len(counts.sizes) <= len(SIZES) + 8
    assert all(layer.low <= layer.n_topics <= layer.high for layer in counts.layers)


@pytest.mark.parametrize("seed", range(5))
def test_where_nothing_is_better_it_says_so(seed):
    rng = np.random.default_rng(seed)
    like = agreement_like(lambda sizes: np.full(len(sizes), 0.3), rng, spread=0.03)
    counts = choose_counts(like, SIZES, (30, 6))
    assert counts.n_topics == (30, 6) and not any(layer.found for layer in counts.layers)
    assert all(line.startswith("No number of ") for line in str(counts).splitlines())


def test_a_single_noisy_size_hides_no_peak():
    """The variance of a few pairs says little, so that it is drawn towards that of all sizes."""
    rng = np.random.default_rng(0)
    quiet = agreement_like(lambda sizes: hills(sizes, 5), rng)

    def agreement_of(size):
        return quiet(size) + (0.4 * np.array([1, 0, 0, 0, 0, -1]) if size in (2, 3, 4) else 0)

    assert choose_counts(agreement_of, SIZES, (30, 6)).layers[1].found


def count(size, found=True):
    return LayerCount(size, size, size, found)


@pytest.mark.parametrize(
    ("sizes", "usual", "expected"),
    [
        ((4, 12), (18, 5), (count(12), count(4))),
        ((21,), (38, 7), (count(21), count(7, False))),
        ((5,), (22, 5), (count(22, False), count(5))),
        ((), (22, 5), (count(22, False), count(5, False))),
        ((3, 24), (18, 7, 3), (count(24), count(7, False), count(3))),
        ((14,), (38, 7), (count(38, False), count(14))),
        ((20,), (22, 21), (count(22, False), count(20))),
        ((6,), (7, 7), (count(6), count(2, False))),
    ],
)
def test_peaks_go_to_the_layers_of_usual_size(sizes, usual, expected):
    placed = place_peaks([Peak(size, size, size, 0.1) for size in sizes], usual)
    assert placed == expected
    numbers = [layer.n_topics for layer in placed]
    assert numbers == sorted(numbers, reverse=True)


def test_sentences_say_the_range_and_the_most_stable():
    layers = (LayerCount(20, 19, 22, True), LayerCount(5, 5, 5, True))
    counts = TopicCounts(layers, (2, 30), (0.1, 0.1), (0.1, 0.1))
    assert str(counts) == (
        "19 to 22 fine topics are equally good; 20 is the most stable.\n"
        "5 broad topics are more stable than fewer or more."
    )
    assert counts.to_dict()["layers"][0] == {"n_topics": 20, "low": 19, "high": 22, "found": True}
    assert counts.to_dict()["sentences"] == str(counts).splitlines()
