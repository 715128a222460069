"""Repairs of the texts of a corpus, decided by the column or the file that they are in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from hiertopics.corpus.characters import are_escaped, repair_remarks, repaired


class Repairs:
    """Repairs texts, and counts what was done to how many.

    What is done to all texts of a column is decided by some of them, which it has to `look_at`.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._are_escaped = False

    def look_at(self, texts: Iterable[str]) -> None:
        """Decide by some texts what has to be done to all of their column."""
        self._are_escaped = are_escaped(texts)

    def mended(self, text: str) -> str:
        """A text with its characters repaired."""
        if text.isascii() and "\\" not in text and "%" not in text:  # most texts, at once
            return text
        text, repairs = repaired(text, self._are_escaped)
        if repairs:
            self.counts.update(repairs)
        return text

    def remarks(self) -> Iterator[str]:
        """Sentences on what was done."""
        return repair_remarks(self.counts)
