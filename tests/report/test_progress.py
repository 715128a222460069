"""How far a run has got, on a terminal and elsewhere."""

import io

import pytest

from hiertopics.report.terminal import progress
from hiertopics.report.terminal.progress import remaining, show_progress


@pytest.mark.parametrize(
    ("done", "total", "elapsed", "text"),
    [
        (0, 100, 50.0, ""),
        (50, None, 50.0, ""),
        (50, 100, 1.0, ""),
        (100, 100, 50.0, ""),
        (50, 100, 30.0, ", about 30 s left"),
        (99, 100, 5.0, ", about 1 s left"),
        (10, 100, 60.0, ", about 9 min left"),
    ],
)
def test_time_left_at_the_pace_so_far(done, total, elapsed, text):
    assert remaining(done, total, elapsed) == text


def test_a_line_a_stage_and_one_now_and_then(monkeypatch):
    clock = iter([0.0, 3.0, 20.0, 25.0, 31.0, 50.0])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    stream = io.StringIO()
    with show_progress(stream) as show:
        for done in (0, 10, 50, 60, 80):
            show("reading", done, 100)
        show("fitting", 0, None)
    assert stream.getvalue().splitlines() == [
        "reading ...",
        "reading: 50 of 100, about 20 s left",
        "reading: 80 of 100, about 8 s left",
        "fitting ...",
    ]


def test_a_terminal_has_bars():
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    stream = Terminal()
    with show_progress(stream) as show:
        show("reading", 0, 100)
        show("reading", 100, 100)
        show("fitting", 3, None)
    shown = stream.getvalue()
    assert "fitting" in shown and "3/?" in shown, "the total of the stage before is forgotten"
