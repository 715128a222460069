"""What a file may take of time and memory, and the reason by which it is passed over."""

from __future__ import annotations

import time

# Seconds of computing for a file, and for each of its megabytes. What is read here needs a tenth.
_SECONDS = 2.0
_SECONDS_PER_MEGABYTE = 3.0


class PassedOver(Exception):
    """A file holds no document; its reason is one of `Corpus.skipped`."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


class TimeLimit:
    """Time that a file of so many bytes may take; `check` says when it is over.

    It is asked between parts of a file, such as pages, since no thread can be stopped. The time is
    that of the thread, so that a busy machine passes over nothing.
    """

    def __init__(self, n_bytes: int):
        self._end = time.thread_time() + _SECONDS + _SECONDS_PER_MEGABYTE * n_bytes / 1e6

    def check(self) -> None:
        """Raise `PassedOver` when the time is over."""
        if time.thread_time() > self._end:
            raise PassedOver("took too long")
