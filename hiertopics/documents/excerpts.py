"""What is shown of a text: a title, and the passages that carry its topics."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from hiertopics.core.topics import topic_terms

if TYPE_CHECKING:
    from hiertopics.models.estimator import TopicModel
    from hiertopics.vectorizer.vectorizer import TextVectorizer

PASSAGE = 320
"""About how many characters a passage has."""

WHOLE = 1000
"""Characters up to which a text is shown whole; what is shown of a longer one is no longer."""

TITLE = 90
"""Characters of a title at most."""

_AT_ONCE = 500  # texts whose passages are weighed together
_BREAK = re.compile(r"\n\s*\n|(?<=[.!?…。！？])\s+|\n")
_WORD_END = re.compile(r"\s+")


class Excerpt(NamedTuple):
    """What is shown of a document's text: its title or first words, on one line, and passages.

    The passages are those that carry its topics, in the order of the text; a short text is one
    passage, whole.
    """

    title: str
    passages: tuple[str, ...]


Weights = tuple[np.ndarray, ...]
"""How much the passages of a text say of each topic: arrays (n_passages, n_topics), by layer."""

Weigh = Callable[[list[str]], list[np.ndarray]]
"""What gives passages, perhaps of many texts, their weights, as arrays like these."""


class Excerpts(Sequence[Excerpt]):
    """Titles and passages of texts, each made when it is first asked for and kept from then on.

    The shares, of shape (n_docs, n_topics), are those of the topics of the finest layer. A title is
    None or empty where the first words shall do.
    """

    def __init__(
        self,
        texts: Sequence[str],
        shares: sparse.csr_array,
        weigh: Weigh,
        titles: Sequence | None = None,
    ):
        self.texts, self.shares, self.weigh, self.titles = texts, shares, weigh, titles
        self._made: dict[int, Excerpt] = {}

    def __len__(self) -> int:
        return self.shares.shape[0]

    def __getitem__(self, row: int) -> Excerpt:  # type: ignore[override]
        row = range(len(self))[row]
        if row not in self._made:
            self._make([(row, self.texts[row])])
        return self._made[row]

    def __iter__(self) -> Iterator[Excerpt]:
        if len(self._made) < len(self):
            # In order, which for texts in files is the quickest.
            rows = ((row, text) for row, text in enumerate(self.texts) if row not in self._made)
            while block := list(islice(rows, _AT_ONCE)):
                self._make(block)
        return map(self._made.__getitem__, range(len(self)))

    def weighed(self, rows: Sequence[int]) -> dict[int, tuple[str, list[str], Weights]]:
        """Return of some texts the title, all passages, and what these say of each topic.

        The excerpts of these texts are made with it, so that no text is weighed twice.
        """
        block = [(row, self.texts[row]) for row in rows]
        found = zip(rows, self._make(block, weigh_short=True), strict=True)
        return {row: (self._made[row].title, *passages) for row, passages in found}

    def _make(self, block, weigh_short=False):
        """Keep the excerpts of pairs of row and text; return all passages and their weights."""
        split = [split_passages(text) for _, text in block]
        is_long = [len(text.strip()) > WHOLE for _, text in block]
        pairs = zip(split, is_long, strict=True)
        weights = weigh_apart(
            self.weigh, [own if weigh_short or long else [] for own, long in pairs]
        )
        for (row, text), own, long, of_text in zip(block, split, is_long, weights, strict=True):
            if long:
                chosen = telling_passages(own, of_text[0] @ self.shares[[row]].toarray()[0])
            else:
                chosen = (text.strip(),) if text.strip() else ()
            given = self.titles[row] if self.titles is not None else None
            self._made[row] = Excerpt(title_of(str(given) if given else text), chosen)
        return list(zip(split, weights, strict=True))


def passage_weigher(vectorizer: TextVectorizer, model: TopicModel) -> Weigh:
    """Return what says of passages how much they are about each topic.

    A passage weighs as the sum of its terms, so that one with more of a topic's words says more;
    rows scaled to unit length would prefer scraps.
    """
    plain = copy.copy(vectorizer)
    plain.set_params(
        **{name: None for name in ("norm", "n_jobs") if name in vectorizer.get_params()}
    )
    # A partial can be pickled with its run, where a closure could not.
    return partial(_weigh, plain, [topic_terms(model.A_, l) for l in range(len(model.A_))])


def _weigh(vectorizer, term_weights, passages):
    counted = vectorizer.transform(passages)
    return [counted @ of_layer for of_layer in term_weights]


def weigh_apart(weigh: Weigh, passages: Sequence[list[str]]) -> list[Weights]:
    """Weigh the passages of several texts at once; no text has weights where none has passages."""
    together = [passage for own in passages for passage in own]
    if not together:
        return [()] * len(passages)
    ends = np.cumsum([len(own) for own in passages])[:-1]
    layers = [np.split(of_layer, ends) for of_layer in weigh(together)]
    return list(zip(*layers, strict=True))


def split_passages(text: str, length: int = PASSAGE) -> list[str]:
    """Split a text into passages of whole sentences or lines, none of them empty.

    The length is the characters that a passage reaches before the next sentence begins a new one. A
    sentence of twice as many is split between words.
    """
    passages, start, end = [], 0, 0
    for next_end in [*(match.end() for match in _BREAK.finditer(text)), len(text)]:
        while next_end - start > 2 * length and next_end - end > length:
            # No farther than that: a line of megabytes would be searched to its end each time.
            cut = _WORD_END.search(text, start + length, start + 2 * length)
            end = cut.end() if cut else start + length
            passages.append(text[start:end])
            start = end
        end = next_end
        if end - start >= length:
            passages.append(text[start:end])
            start = end
    passages.append(text[start:])
    return [passage.strip() for passage in passages if passage.strip()]


def telling_passages(
    passages: Sequence[str], scores: ArrayLike, room: int = WHOLE
) -> tuple[str, ...]:
    """Choose the passages of highest score that fit together, in the order of the text.

    Equals go by their place in the text. The room is the characters for all of them; the best one
    is taken in any case.
    """
    chosen: list[int] = []
    left = room
    for place in np.argsort(-np.asarray(scores), kind="stable").tolist():
        if not chosen or len(passages[place]) <= left:
            chosen.append(place)
            left -= len(passages[place])
    return tuple(passages[place] for place in sorted(chosen))


def title_of(text: str, length: int = TITLE) -> str:
    """Return the first line that has words, if any, cut between words where it is long."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    line = next((line for line in lines if any(map(str.isalnum, line))), "")
    if len(line) <= length:
        return line
    cut = line.rfind(" ", length // 2, length - 1)
    return line[: cut if cut > 0 else length - 1].rstrip(" ,;:") + "…"
