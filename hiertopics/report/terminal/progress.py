"""How far a run has got, shown on a stream while it works, with the time it still needs."""

import time
from contextlib import contextmanager

# Seconds: how often a stream that is no terminal gets a line, and before what no guess is worth it.
_EVERY = 10
_FIRST_GUESS = 2


@contextmanager
def show_progress(stream):
    """Show stages of work: a moving bar on a terminal, now and then a line elsewhere.

    Parameters
    ----------
    stream : text file
        As a rule stderr.

    Yields
    ------
    callable
        ``progress(stage, done, total)``, for ``fit_corpus`` and ``read_corpus``; ``total`` is
        None where it is not known.
    """
    if not stream.isatty():
        yield _StageLines(stream)
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    console = Console(file=stream)
    columns = (
        TextColumn("{task.description:<20}"),
        BarColumn(24),
        MofNCompleteColumn(),
        TimeRemainingColumn(compact=True),
    )
    with Progress(*columns, console=console, transient=True) as bars:
        yield _StageBars(bars)


class _StageLines:
    """One line when a stage begins, and one every ten seconds while it lasts."""

    def __init__(self, stream):
        self._stream = stream
        self._stage = None
        self._begin = self._last = 0.0

    def __call__(self, stage, done, total):
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._begin, self._last = stage, now, now
            print(f"{stage} ...", file=self._stream, flush=True)
        elif total and now - self._last >= _EVERY:
            self._last = now
            left = remaining(done, total, now - self._begin)
            print(f"{stage}: {done:,} of {total:,}{left}", file=self._stream, flush=True)


def remaining(done, total, elapsed):
    """Say how long a stage will still take at the pace so far, nothing where nobody can know.

    Parameters
    ----------
    done : int
    total : int or None
    elapsed : float
        Seconds since the stage began.
    """
    if not total or not done or elapsed < _FIRST_GUESS or done >= total:
        return ""
    seconds = elapsed * (total - done) / done
    if seconds < 90:
        return f", about {max(round(seconds), 1)} s left"
    return f", about {round(seconds / 60)} min left"


class _StageBars:
    """One bar per stage; a stage that is over is removed."""

    def __init__(self, bars):
        self._bars = bars
        self._stage = None
        self._task = None

    def __call__(self, stage, done, total):
        if stage != self._stage:
            if self._task is not None:
                self._bars.remove_task(self._task)
            self._stage = stage
            self._task = self._bars.add_task(stage, total=total)
        self._bars.update(self._task, completed=done, total=total)
