"""Rebuild texts that catalogues of literature give as the positions of each of their words."""

from __future__ import annotations

import re
from typing import Any

_NAME = re.compile(r"[_.\s]?inverted_?index$", re.IGNORECASE)
_FEWEST_WORDS = 5  # where the name does not say what it is


def rebuilt(name: str, value: Any) -> tuple[str, Any]:
    """A field by the text that it has, where it is an inverted index, else as it is.

    ``abstract_inverted_index: {"Cats": [0, 2], "chase": [1]}`` is a field ``abstract`` of
    "Cats chase Cats". Positions may begin at 0 or 1, and a few may lack; those of two words are
    never the same.
    """
    own = _NAME.sub("", name)
    if own != name and value is None:
        return own or name, None
    if not isinstance(value, dict) or not value:
        return name, value
    if len(value) < (1 if own != name else _FEWEST_WORDS) or not _are_positions(value):
        return name, value
    placed = sorted((place, word) for word, places in value.items() for place in places)
    places = [place for place, _ in placed]
    is_whole = places[0] in (0, 1) and places[-1] <= 2 * len(places)
    if not is_whole or len(set(places)) < len(places):
        return name, value
    return own or name, " ".join(word for _, word in placed)


def _are_positions(value: dict) -> bool:
    lists = value.values()
    return all(type(places) is list and places for places in lists) and all(
        type(place) is int and place >= 0 for places in lists for place in places
    )
