"""The quasi-Newton direction against the two-loop recursion as textbooks print it."""

import itertools

import numpy as np
import pytest

from hiertopics.core.lbfgs import WORTH_SHARING, Direction, LbfgsMemory
from hiertopics.core.threads import use_threads

SMALL, CHUNK = 40, 2048
SEVERAL_PARTS = 3 * WORTH_SHARING + 5


@pytest.fixture(autouse=True)
def one_thread():
    before = use_threads(1)
    yield
    use_threads(before)


def points_on_a_path(n, n_pairs, seed=0, bent_back=False):
    """Points of a convex quadratic with their gradients, some variables at zero and held there."""
    rng = np.random.default_rng(seed)
    curvature, bottom = rng.uniform(0.5, 5, n), rng.standard_normal(n)
    found = []
    for _ in range(n_pairs + 1):
        x = np.maximum(rng.standard_normal(n), 0)
        found.append((x, curvature * (x - bottom)))
    if bent_back:  # along the first change the curvature is negative
        x, grad = found[0]
        found[0] = (x, grad + 20 * (found[1][0] - x))
    return found


def hold(points, lengths=None, n_pairs=None):
    """The same points as a descent keeps them, which by default has places left for more."""
    held = LbfgsMemory(*points[0], 0.0, n_pairs=len(points) + 1 if n_pairs is None else n_pairs)
    for x, grad in points[1:]:
        Direction(held, lengths)
        held.next[:] = x
        held.accept(grad, 0.0)
    return held


def two_loops(points, lengths, unit):
    """The direction on the free variables, and which these are.

    A pair tells of the variables that have been free ever since.
    """
    grad = points[-1][1]
    free, *ever_since = itertools.accumulate(
        ((x > 0) | (grad < 0) for x, grad in reversed(points)), np.logical_and
    )
    pairs = [
        ((x1 - x0)[free] * kept[free], (g1 - g0)[free] * kept[free])
        for (x0, g0), (x1, g1), kept in zip(
            points[:-1], points[1:], reversed(ever_since), strict=True
        )
    ]
    pairs = [(s, y) for s, y in pairs if s @ y > 0]
    q, alphas = -grad[free], []
    for s, y in reversed(pairs):
        alphas.append(s @ q / (s @ y))
        q = q - alphas[-1] * y
    if lengths is not None:
        q = unit * lengths[free] * q
    elif pairs:
        s, y = pairs[-1]
        q = (s @ y) / (y @ y) * q
    for (s, y), alpha in zip(pairs, reversed(alphas), strict=True):
        q = q + (alpha - y @ q / (s @ y)) * s
    return q, free


@pytest.mark.parametrize("n", [1, SMALL, SEVERAL_PARTS])
@pytest.mark.parametrize("n_pairs", [0, 1, 2, 5])
@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("bent_back", [True, False])
def test_direction_is_that_of_the_two_loops(n, n_pairs, told, bent_back):
    points = points_on_a_path(n, n_pairs, bent_back=bent_back and n_pairs > 0)
    lengths = np.random.default_rng(1).uniform(0.1, 2, n) if told else None
    expected, free = two_loops(points, lengths, 3.0)
    told_of = [(n, lengths)] if told else None
    direction = Direction(hold(points, told_of), told_of, 3.0)
    x, grad = points[-1]
    assert direction.slope == pytest.approx(float(expected @ grad[free]), rel=1e-8, abs=1e-12)
    for size in (1.0, 1e-3):
        there, fall = direction.follow(size)
        moved = x.copy()
        moved[free] = np.maximum(x[free] + size * expected, 0)
        np.testing.assert_allclose(there, moved, rtol=1e-8, atol=1e-10)
        assert np.array_equal(there[~free], x[~free])
        assert fall == pytest.approx(float(grad @ (there - x)), rel=1e-8, abs=1e-10)


def test_a_pair_of_negative_curvature_makes_a_difference_only_by_being_left_out():
    bent = points_on_a_path(SMALL, 2, bent_back=True)
    free = (bent[-1][0] > 0) | (bent[-1][1] < 0)
    changes = [
        (b[0] - a[0])[free] @ (b[1] - a[1])[free] for a, b in zip(bent, bent[1:], strict=False)
    ]
    assert changes[0] < 0 < changes[1], "the case is what it is meant to be"
    without, _ = Direction(hold(bent[1:]), None).follow(1.0)
    np.testing.assert_array_equal(Direction(hold(bent), None).follow(1.0)[0], without)


@pytest.mark.parametrize("held", [slice(0, 1), slice(0, 3), slice(1, 3), slice(2, 4), slice(0, 4)])
def test_chunks_of_which_no_variable_is_free_any_more(held):
    """Behind them others begin to be free, and those that were in between are out of it."""
    rng, n = np.random.default_rng(0), 4 * CHUNK
    points = points_on_a_path(n, 2)
    gone = slice(held.start * CHUNK, held.stop * CHUNK)
    for x, grad in points[:2]:
        x[gone] = rng.random(gone.stop - gone.start) + 0.1
        x[::3], grad[::3] = 0, 1
    x, grad = points[2]
    x[gone], grad[gone] = 0, 1
    expected, free = two_loops(points, None, 1.0)
    assert not free[gone].any()
    direction = Direction(hold(points), None)
    assert direction.slope == pytest.approx(float(expected @ grad[free]), rel=1e-8)
    there, _ = direction.follow(1e-3)
    moved = x.copy()
    moved[free] = np.maximum(x[free] + 1e-3 * expected, 0)
    np.testing.assert_allclose(there, moved, rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_bits_do_not_depend_on_the_threads(dtype):
    points = [(x.astype(dtype), g.astype(dtype)) for x, g in points_on_a_path(SEVERAL_PARTS, 2)]
    lengths = np.random.default_rng(1).uniform(0.1, 2, 7).astype(dtype)
    told = [(SEVERAL_PARTS, lengths)]
    direction = Direction(hold(points, told), told)
    assert len(direction._parts) > 2, "the case is what it is meant to be"
    one, fall = direction.follow(0.5)
    use_threads(2)
    two, other_fall = Direction(hold(points, told), told).follow(0.5)
    assert one.dtype == dtype and np.array_equal(one, two) and fall == other_fall


def test_the_first_step_where_nothing_is_known_is_a_share_of_the_point():
    x, grad = points_on_a_path(SMALL, 0)[0]
    direction = Direction(hold([(x, grad)]), None)
    free = (x > 0) | (grad < 0)
    length = direction.first_size * np.linalg.norm(grad[free])
    assert length == pytest.approx(0.1 * np.linalg.norm(x))
    assert Direction(hold([(x, grad)]), [(SMALL, np.ones(1))]).first_size == 1
    nothing = Direction(hold([(np.zeros(SMALL), -np.ones(SMALL))]), None)
    assert nothing.first_size * np.sqrt(SMALL) == pytest.approx(1)


def test_lengths_come_over_and_over():
    rows, short = SEVERAL_PARTS // 3, np.random.default_rng(1).uniform(0.1, 2, 3)
    n = 3 * rows + 4
    points = points_on_a_path(n, 2)
    told = [(3 * rows, short), (4, np.full(2, 0.7))]
    one, fall = Direction(hold(points, told), told).follow(0.5)
    long = [(n, np.concatenate([np.tile(short, rows), np.full(4, 0.7)]))]
    two, other_fall = Direction(hold(points, long), long).follow(0.5)
    np.testing.assert_allclose(one, two, rtol=1e-10, atol=1e-12)
    assert fall == pytest.approx(other_fall, rel=1e-12)


@pytest.mark.parametrize("n_pairs", [1, 2, 3])
def test_the_oldest_pair_makes_room_for_the_newest(n_pairs):
    path = points_on_a_path(SMALL, 5)
    held = hold(path, n_pairs=n_pairs)
    one, _ = Direction(held, None).follow(1.0)
    two, _ = Direction(hold(path[-1 - n_pairs :]), None).follow(1.0)
    np.testing.assert_array_equal(one, two)
    np.testing.assert_array_equal(held.x, path[-1][0])
    assert held.forget() and not held.forget()
    three, _ = Direction(held, None).follow(1.0)
    np.testing.assert_array_equal(three, Direction(hold(path[-1:]), None).follow(1.0)[0])


def test_pairs_are_forgotten_where_the_variables_are_parted_anew():
    path, halves = points_on_a_path(SMALL, 3), [(SMALL // 2, np.ones(1)), (SMALL // 2, np.ones(1))]
    held = hold(path)
    direction = Direction(held, halves)
    assert held.n_known == 0
    alone = Direction(hold(path[-1:], halves), halves)
    np.testing.assert_array_equal(direction.follow(1.0)[0], alone.follow(1.0)[0])


def test_gradients_are_multiplied_as_they_are_written_down():
    path = points_on_a_path(SMALL, 3)
    scaled = [(x, grad / 8) for x, grad in path]
    one, two = LbfgsMemory(*path[0], 0.0, 2, scale=1 / 8), LbfgsMemory(*scaled[0], 0.0, 2)
    for (x, grad), (_, eighth) in zip(path[1:], scaled[1:], strict=True):
        for points, newest in ((one, grad), (two, eighth)):
            Direction(points, None)
            points.next[:] = x
            points.accept(newest, 0.0)
    (there, fall), (expected, expected_fall) = (Direction(p, None).follow(1.0) for p in (one, two))
    assert np.array_equal(there, expected) and fall == expected_fall


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_where_nothing_slopes_nothing_moves_however_long_the_lengths(dtype):
    x = np.array([1, 1, 0.5], dtype)
    grad = np.array([0, 0, 0.1], dtype)
    longest = 1 / np.finfo(dtype).tiny
    lengths = np.array([longest, longest, 1], dtype)
    there, fall = Direction(hold([(x, grad)]), [(3, lengths)], 8.0).follow(0.1)
    np.testing.assert_allclose(there, x - 0.1 * 8 * np.array([0, 0, 0.1]), rtol=1e-6)
    assert fall < 0
