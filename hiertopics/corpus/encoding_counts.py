"""Encodings of the texts of a corpus, counted: most are in one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence


class EncodingCounts:
    """Encodings of texts, and the bytes in them that make no sense, counted.

    The `usual_pages` are the code pages that most files so far are in for sure.
    """

    def __init__(self) -> None:
        self.usual_pages: Sequence[str] = ()
        self._encodings: Counter[str] = Counter()
        self._pages: Counter[str] = Counter()
        self._n_bad = self._n_damaged = 0

    @property
    def usual_page(self) -> str | None:
        """Code page of most files so far; None where there are several."""
        return next(iter(self.usual_pages)) if len(self.usual_pages) == 1 else None

    def add(self, encoding: str | None, n_bad: int = 0) -> None:
        """Count a text; the encoding of one that was no file is None."""
        if encoding is not None:
            self._encodings[encoding] += 1
        if n_bad:
            self._n_bad += n_bad
            self._n_damaged += 1

    def add_pages(self, pages: Iterable[str]) -> None:
        """Count a file that is in one of some code pages, which make the same text of it."""
        self._pages.update(pages)
        most = max(self._pages.values())
        self.usual_pages = [page for page, number in self._pages.items() if number == most]

    def facts(self) -> dict[str, object]:
        """What was counted, as JSON can hold it."""
        return {
            "encodings": dict(self._encodings.most_common()),
            "bad_bytes": self._n_bad and {"bytes": self._n_bad, "texts": self._n_damaged},
        }
