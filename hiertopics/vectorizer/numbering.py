"""Numbers of strings, in the order in which they first come."""

from __future__ import annotations

from collections import defaultdict


def numbering() -> defaultdict[str, int]:
    """A dict that numbers its keys in the order in which they are first asked for."""
    number_of: defaultdict[str, int] = defaultdict()
    number_of.default_factory = number_of.__len__
    return number_of
