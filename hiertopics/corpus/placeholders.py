"""Short texts that many documents consist of, such as [removed], in any language."""

from __future__ import annotations

import shlex
from array import array
from collections.abc import Iterator, Sequence

import numpy as np

from hiertopics.corpus.notes import listed

_LONGEST = 80  # characters of what can be a placeholder
_FEWEST = 5
_LEAST_SHARE = 0.01
_SHOWN = 3


class ShortTexts:
    """Counts short texts by their hash, a number a document, so that none has to be held."""

    def __init__(self, texts: Sequence[str] = ()):
        self._hashes = array("q")
        for text in texts:
            self.add(text)

    def add(self, text: str) -> None:
        """Take the text of the next document."""
        plain = " ".join(text.split()).casefold() if len(text) <= _LONGEST else ""
        self._hashes.append(hash(plain) if plain else 0)

    def remarks(self, texts: Sequence[str], is_table: bool = False) -> Iterator[str]:
        """Say which short texts, word for word, many of the documents consist of.

        Of a table, they can be taken for cells without a value.
        """
        hashes = np.frombuffer(self._hashes, dtype=np.int64)
        least = max(_FEWEST, _LEAST_SHARE * len(hashes))
        found, first, counts = np.unique(hashes, return_index=True, return_counts=True)
        often = np.flatnonzero((counts >= least) & (found != 0))
        if not often.size:
            return
        often = often[np.lexsort((first[often], -counts[often]))][:_SHOWN]
        shown = [" ".join(texts[int(first[i])].split()) for i in often]
        said = [f'"{text}"' for text in shown]
        what, option = f"consist of {said[0]} alone", "--dedupe keeps one of them"
        if len(said) > 1:
            parts = [f"{counts[i]:,} of {text}" for i, text in zip(often, said, strict=True)]
            what = f"consist of a short text alone: {listed(parts)}"
            option = "--dedupe keeps one of each"
        if is_table and not any("," in text for text in shown):
            values = shlex.quote(",".join(["auto", *shown]))
            option = f"--missing {values} takes {'it' if len(said) == 1 else 'them'} for no value"
        yield f"{counts[often].sum():,} of {len(hashes):,} documents {what}; {option}"
