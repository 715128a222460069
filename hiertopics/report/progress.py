"""How far a run has got, shown on a stream while it works."""

from contextlib import contextmanager


@contextmanager
def show_progress(stream):
    """Show stages of work: a moving bar on a terminal, one line per stage elsewhere.

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
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(file=stream)
    columns = (TextColumn("{task.description:<20}"), BarColumn(24), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        yield _StageBars(bars)


class _StageLines:
    """One line when a stage begins."""

    def __init__(self, stream):
        self._stream = stream
        self._stage = None

    def __call__(self, stage, done, total):
        if stage != self._stage:
            self._stage = stage
            print(f"{stage} ...", file=self._stream, flush=True)


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
