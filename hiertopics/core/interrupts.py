"""Ctrl-C during a fit: what was found so far is kept, and what is left to do is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

Found = TypeVar("Found")


@dataclass
class Interrupt:
    """Whether a KeyboardInterrupt has come."""

    has_come: bool = False


_here: ContextVar[Interrupt | None] = ContextVar("interrupt", default=None)


@contextmanager
def hold_interrupt() -> Iterator[Interrupt]:
    """Within this context the first interrupt ends training early, where training notes it."""
    seen = Interrupt()
    token = _here.set(seen)
    try:
        yield seen
    finally:
        _here.reset(token)


def note_interrupt() -> None:
    """Note a KeyboardInterrupt that was caught; raise it again if nothing holds it, or a second."""
    here = _here.get()
    if here is None or here.has_come:
        raise KeyboardInterrupt
    here.has_come = True


def is_interrupted() -> bool:
    """Whether training is to end as soon as it can."""
    here = _here.get()
    return here is not None and here.has_come


def unless_interrupted(work: Callable[[], Found], otherwise: Found) -> Found:
    """What ``work()`` gives; the other where an interrupt has come, or comes while it works."""
    if is_interrupted():
        return otherwise
    try:
        return work()
    except KeyboardInterrupt:
        note_interrupt()
        return otherwise
