"""Columns that are parts of one text by their names: pros and cons, text_1 and text_2."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hiertopics.corpus.tables.column_names import plain_name

_SIDES = [
    frozenset(map(plain_name, side.split()))
    for side in (
        "pros cons",
        "likes dislikes",
        "liked disliked",
        "strengths weaknesses",
        "advantages disadvantages",
        "positive negative",
        "positive_review negative_review",
        "positive_comments negative_comments",
        "positives negatives",
        "vorteile nachteile",
        "stärken schwächen",
        "positives_feedback negatives_feedback",
        "avantages inconvénients",
        "points_positifs points_négatifs",
        "ventajas desventajas",
        "pro contra",
    )
]
_NUMBER = re.compile(r"[_ ]?\d{1,3}$")


def are_parts(names: Sequence[str]) -> bool:
    """Whether columns of these names are the parts of one text.

    Examples
    --------
    >>> are_parts(["Pros", "Cons"]), are_parts(["text_1", "text_2"]), are_parts(["text", "note"])
    (True, True, False)
    """
    if len(names) < 2:
        return False
    plain = frozenset(map(plain_name, names))
    stems = {_NUMBER.sub("", name) for name in plain}
    is_numbered = len(stems) == 1 and all(_NUMBER.search(name) for name in plain)
    return any(plain == side for side in _SIDES) or (is_numbered and "" not in stems)
