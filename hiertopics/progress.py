"""How far work has got, reported by one protocol: ``progress(stage, done, total)``.

The stage is a short phrase, such as "reading" or "fitting"; ``done`` counts from 0; ``total`` is
None where nobody knows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Progress = Callable[[str, int, "int | None"], object]
Item = TypeVar("Item")

_EVERY = 100


def silent(stage: str, done: int, total: int | None) -> None:
    """Take a report of progress and say nothing."""


def counting(items: Sequence[Item], stage: str, progress: Progress) -> Iterator[Item]:
    """Pass items on, and report every now and then how many were."""
    total = len(items)
    for done, item in enumerate(items):
        if done % _EVERY == 0:
            progress(stage, done, total)
        yield item
    progress(stage, total, total)
