"""The training loop, on costs written down beforehand."""

import math
from dataclasses import dataclass

import pytest

from hiertopics.core.epochs import EpochReport, Stop, has_settled, run_epochs


@dataclass(frozen=True)
class State:
    cost: float


def walk(costs, **options):
    """Run down a list of costs, which ends as a line search that found no lower cost does."""
    epochs = []

    def step(state, epoch):
        epochs.append(epoch)
        return State(costs[epoch]) if epoch < len(costs) else Stop.STATIONARY

    options = {"max_epochs": 50, "settled": lambda state, history: False, **options}
    return *run_epochs(step, State(costs[0]), **options), epochs


def test_steps_are_taken_until_there_is_none():
    state, history, stop, epochs = walk([5, 4, 3])
    assert (state, history, stop) == (State(3), [5, 4, 3], Stop.STATIONARY)
    assert epochs == [1, 2, 3]


@pytest.mark.parametrize("max_epochs", [0, 1, 2])
def test_no_more_epochs_than_asked_for(max_epochs):
    state, history, stop, epochs = walk([5, 4, 3], max_epochs=max_epochs)
    assert stop is Stop.MAX_EPOCHS and len(epochs) == max_epochs
    assert history == [5, 4, 3][: max_epochs + 1] and state.cost == history[-1]


def test_the_history_of_a_start_is_gone_on_with():
    judged = []
    _, history, _, _ = walk([5, 4], history=(7, 6, 5), settled=lambda *seen: judged.append(seen))
    assert history == [7, 6, 5, 4]
    assert judged == [(State(4), history)], "judged is the state after an epoch, with all costs"


def test_a_true_answer_stops_before_the_cost_is_judged():
    reported = []

    def report(cost):
        reported.append(cost)
        return cost == 3

    at_3 = {"settled": lambda state, _: state.cost == 3}
    _, history, stop, _ = walk([5, 4, 3, 2], report=report, **at_3)
    assert stop is Stop.CALLBACK and history == [5, 4, 3] and reported == [4, 3]
    _, history, stop, _ = walk([5, 4, 3, 2], **at_3)
    assert stop is Stop.CONVERGED and history == [5, 4, 3]


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_a_cost_that_is_not_finite_ends_at_the_state_before_it(bad):
    reported = []
    state, history, stop, epochs = walk([5, 4, bad, 3], report=reported.append)
    assert (state, history, stop) == (State(4), [5, 4], Stop.NOT_FINITE)
    assert epochs == [1, 2] and reported == [4]
    _, history, stop, epochs = walk([bad, 4])
    assert len(history) == 1 and stop is Stop.NOT_FINITE and not epochs


def test_the_limit_has_the_name_that_is_asked_for():
    assert walk([5, 4, 3], max_epochs=1, limit=Stop.MAX_REFINEMENTS)[2] is Stop.MAX_REFINEMENTS


def test_what_failed_what_ran_out_and_what_ended_well_are_told_apart():
    assert {stop for stop in Stop if stop.failed} == {Stop.NOT_FINITE, Stop.ROSE}
    assert {stop for stop in Stop if stop.limited} == {Stop.MAX_EPOCHS, Stop.MAX_REFINEMENTS}


def test_one_report_counts_through_several_runs():
    heard = []
    report = EpochReport(lambda epoch, cost: heard.append((epoch, cost)) or epoch == 4)
    assert walk([5, 4, 3], report=report)[2] is Stop.STATIONARY
    assert walk([9, 8, 7, 6], report=report)[2] is Stop.CALLBACK
    assert heard == [(1, 4), (2, 3), (3, 8), (4, 7)]
    assert EpochReport()(1.0) is False


def test_settled_is_a_fall_of_less_than_tol_per_epoch_over_five_epochs():
    assert not has_settled([1.0] * 5, 1e-3)
    assert has_settled([1.0] * 6, 0)
    fall = [1.0, 0.999, 0.998, 0.997, 0.996, 0.995]
    assert not has_settled(fall, 1e-3) and has_settled(fall, 1.01e-3)
    assert has_settled(fall[::-1], 1.01e-3) and not has_settled(fall[::-1], 9e-4)
    assert has_settled([8.0, *fall], 1.01e-3), "what was before is of no account"
