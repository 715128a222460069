"""How far a run has got, shown on a stream while it works, with the time it still needs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from hiertopics.progress import Progress

# Seconds: how often a stream that is no terminal gets a line, and before what no guess is worth it.
_EVERY = 10
_FIRST_GUESS = 2


@contextmanager
def show_progress(stream: TextIO) -> Iterator[Progress]:
    """Yield a `Progress`: a moving bar on a terminal, elsewhere a line now and then."""
    if not stream.isatty():
        yield _lines(stream)
        return
    from rich import progress
    from rich.console import Console

    columns = (
        progress.TextColumn("{task.description:<20}"),
        progress.BarColumn(24),
        progress.MofNCompleteColumn(),
        progress.TimeRemainingColumn(compact=True),
    )
    with progress.Progress(*columns, console=Console(file=stream), transient=True) as bars:

        def show(stage: str, done: int, total: int | None) -> None:
            # A task of rich never loses its total again, so that each stage has its own.
            if [task.description for task in bars.tasks] != [stage]:
                for over in bars.task_ids:
                    bars.remove_task(over)
                bars.add_task(stage, total=total)
            bars.update(bars.task_ids[0], completed=done, total=total)

        yield show


def _lines(stream):
    """Print a line when a stage begins, and one every ten seconds while it lasts."""
    current, begin, last = None, 0.0, 0.0

    def show(stage: str, done: int, total: int | None) -> None:
        nonlocal current, begin, last
        now = time.monotonic()
        if stage != current:
            current, begin, last = stage, now, now
            print(f"{stage} ...", file=stream, flush=True)
        elif total and now - last >= _EVERY:
            last = now
            left = remaining(done, total, now - begin)
            print(f"{stage}: {done:,} of {total:,}{left}", file=stream, flush=True)

    return show


def remaining(done: int, total: int | None, elapsed: float) -> str:
    """Say ``, about 30 s left``, by the seconds elapsed, and nothing where nobody can know."""
    if not total or not done or elapsed < _FIRST_GUESS or done >= total:
        return ""
    seconds = elapsed * (total - done) / done
    if seconds < 90:
        return f", about {max(round(seconds), 1)} s left"
    return f", about {round(seconds / 60)} min left"
