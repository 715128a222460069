"""Repairs of the texts of a corpus, decided by the column or the file that they are in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from hiertopics.corpus.characters import are_escaped, repair_remarks, repaired
from hiertopics.corpus.files.mail import looks_like_mail
from hiertopics.corpus.formats import plain
from hiertopics.corpus.marks import Marks, marks_in, without_marks
from hiertopics.corpus.notes import listed

LOOKED_AT = 1000
"""Texts by which it is decided what is done to all of a column or folder."""


class Repairs:
    """Repairs texts, and counts what was done to how many.

    What is done to all texts of a column or folder is decided by the first of them, which it has to
    `look_at`; until then it `is_open`. With `keep_marks` markup stays.
    """

    def __init__(self, keep_marks: bool = False) -> None:
        self.counts: Counter[str] = Counter()
        self.n_unmarked: Counter[str] = Counter()
        self.is_open = not keep_marks
        self._keep_marks = keep_marks
        self._are_escaped = False
        self._marks: list[Marks] = []

    def look_at(self, texts: Iterable[str], are_cells: bool = True) -> None:
        """Decide by some texts what has to be done to all of their column or folder."""
        texts = list(islice(texts, LOOKED_AT))
        self._are_escaped = are_cells and are_escaped(texts)
        self._marks = [] if self._keep_marks else marks_in([_marked(text) for text in texts])
        self.is_open = False

    def leave(self, text: str) -> bool:
        """Whether nothing is done to a text for sure, which is so of most."""
        return text.isascii() and "\\" not in text and "%" not in text and not self._marks

    def unmarked(self, text: str) -> str:
        """A text without the marks that those of its column have."""
        if self._marks:
            text, found = without_marks(text, self._marks)
            self.n_unmarked.update(found)
            self.n_unmarked[""] += bool(found)
        return text

    def mended(self, text: str) -> str:
        """A text with its characters repaired."""
        if self.leave(text):
            return text
        text, repairs = repaired(text, self._are_escaped)
        if repairs:
            self.counts.update(repairs)
        return text

    def remarks(self) -> Iterator[str]:
        """Sentences on what was done."""
        yield from repair_remarks(self.counts)
        kinds = [kind for kind, number in self.n_unmarked.most_common() if kind]
        if kinds:
            n = self.n_unmarked[""]
            texts = "1 text" if n == 1 else f"{n:,} texts"
            yield f"marks of {listed(kinds)} were taken out of {texts}; --strip none keeps them"


def _marked(text: str) -> str:
    """A text as far as it may have marks: nothing of a mail, whose HTML is read with its parts."""
    return "" if looks_like_mail(text) else plain(text).text
