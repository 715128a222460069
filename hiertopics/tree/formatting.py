"""The words and figures that say of a topic what it is, fitted to the width of a line.

Widths are counted in terminal columns: a Chinese character takes two, a combining mark none.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

Measure = Callable[[str], int]
"""What says how many columns a text takes."""

# Columns below which the rest of a name would say little.
_LEGIBLE_NAME = 28
_EMOJI_STYLE = "\ufe0f"


def display_width(text: str) -> int:
    """Return how many terminal columns a text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character):
    if character == _EMOJI_STYLE:
        # It asks for the wide form of the character before it, which was counted as narrow.
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def percent(share: float) -> str:
    """Write a share, 0 to 1, as a whole percentage, ``<1 %`` where it would round to nothing."""
    whole = round(100 * share)
    return "<1 %" if whole == 0 and share > 0 else f"{whole} %"


def counted(number: int, noun: str) -> str:
    """Write a number with its noun, in the plural where due: ``1 topic``, ``2,225 documents``."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def layer_words(n_layers: int) -> list[str]:
    """Return what goes before "topics" to say of which layer, fine to broad: ``fine ``, ``broad ``.

    Of one layer nothing need be said; more than three are numbered.
    """
    words = {1: [""], 2: ["fine ", "broad "], 3: ["fine ", "middle ", "broad "]}
    return words.get(n_layers) or [f"layer-{layer} " for layer in range(n_layers)]


def cut_end(text: str, room: int, ellipsis: str = "…", measure: Measure = display_width) -> str:
    """Cut a text that is wider than the room, in columns, at its end."""
    if measure(text) <= room:
        return text
    ellipsis = ellipsis[: max(room, 0)]
    kept = _n_kept(len(text), room, lambda kept: measure(text[:kept] + ellipsis))
    return text[:kept] + ellipsis


def _n_kept(kept, room, width_of):
    """Return how many characters fit, given the width of what shows where so many are kept."""
    while kept > 0 and (excess := width_of(kept) - room) > 0:
        kept = max(0, kept - max(1, excess // 2))
    return kept


def cut_start(text: str, room: int, ellipsis: str = "…", measure: Measure = display_width) -> str:
    """Cut a text that is too wide at its start, as suits a path, whose end says which it is.

    A cut shortly before a slash or between words moves on to it, so that no stump is left.
    """
    if measure(text) <= room:
        return text
    ellipsis = ellipsis[: max(room, 0)]
    end = len(text)
    start = end - _n_kept(end, room, lambda kept: measure(ellipsis + text[end - kept :]))
    while start < end and measure(text[start]) == 0:
        start += 1
    kept = end - start
    for mark, farthest in (("/", kept // 2), ("-", kept // 4), ("_", kept // 4), (" ", kept // 4)):
        found = text.find(mark, start, start + farthest)
        if found >= 0:
            # The slash says that a folder was left out; a hyphen in its place would say nothing.
            start = found if mark == "/" else found + 1
            break
    return ellipsis + text[start:]


def fit_words(
    words: Sequence[str], room: int, ellipsis: str = "…", measure: Measure = display_width
) -> str:
    """Join as many whole words as fit; only a first word that is wider than the room is cut."""
    if not words:
        return ""
    line = cut_end(words[0], room, ellipsis, measure)
    for word in words[1:]:
        longer = f"{line}, {word}"
        if measure(longer) > room:
            break
        line = longer
    return line


def fit_names(
    names: Sequence[str], room: int, ellipsis: str = "…", measure: Measure = display_width
) -> str:
    """Join as many names of documents as fit, cut at their starts if need be."""
    n_named = len(names)
    while n_named > 1:
        widths = [min(measure(name), _LEGIBLE_NAME) for name in names[:n_named]]
        if sum(widths) + 2 * (n_named - 1) <= room:
            break
        n_named -= 1
    fitted: dict[int, str] = {}
    left = room - 2 * (n_named - 1)
    # The short ones first: what they leave goes to the long ones.
    for place in sorted(range(n_named), key=lambda place: measure(names[place])):
        even_part = left // (n_named - len(fitted))
        fitted[place] = cut_start(names[place], even_part, ellipsis, measure)
        left -= measure(fitted[place])
    return ", ".join(fitted[place] for place in range(n_named))


def label_phrase(
    labels: Sequence[tuple[str, int]],
    n_labelled: int,
    n_documents: int,
    room: int,
    ellipsis: str = "…",
    measure: Measure = display_width,
) -> str:
    """Say which labels the documents of a topic bear: ``mostly choir (17 of 18)``.

    The `labels` are the most frequent ones with their counts; of the documents, `n_labelled` have
    any. A label that is too long is cut, the figures never. Without labels there is nothing to say.
    """
    if not labels:
        return ""
    among = f"{n_labelled:,}" + (" labelled" if n_labelled < n_documents else "")
    label, count = labels[0]
    if 2 * count > n_labelled or len(labels) == 1:
        is_only = count == n_labelled
        before = "all " if is_only else "mostly "
        after = f" ({among})" if is_only else f" ({count:,} of {among})"
        return before + cut_end(label, room - len(before + after), ellipsis, measure) + after
    for n_named in range(len(labels), 0, -1):
        named = [f"{label} {count:,}" for label, count in labels[:n_named]]
        phrase = "mixed: " + ", ".join(named) + f" of {among}"
        if measure(phrase) <= room:
            return phrase
    bare = f"mixed:  {count:,} of {among}"
    label = cut_end(label, room - len(bare), ellipsis, measure)
    return f"mixed: {label} {count:,} of {among}"
