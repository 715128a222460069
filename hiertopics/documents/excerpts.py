"""From a text to what is shown of it: a title, and the passages that carry its topics."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np

from hiertopics.documents.table import Excerpt
from hiertopics.tree.tree import TopicTree

PASSAGE = 320
"""About how many characters a passage has."""

WHOLE = 1000
"""Characters up to which a text is shown whole; what is shown of a longer one is no longer."""

TITLE = 90
"""Characters of a title at most."""

_AT_ONCE = 500  # texts whose passages are weighed together
_BREAK = re.compile(r"\n\s*\n|(?<=[.!?…。！？])\s+|\n")
_WORD_END = re.compile(r"\s+")


class Excerpts(Sequence):
    """Titles and passages of texts, made when they are asked for.

    Parameters
    ----------
    texts : sequence of str
    shares : csr_array of shape (n_docs, n_topics)
        The documents' shares of the topics of the finest layer.
    weigh : callable
        From a list of passages to arrays (n_passages, n_topics), one a layer, fine to broad: how
        much each passage says of each topic.
    titles : sequence, optional
        One a document, None or empty where the first words shall do.
    """

    def __init__(self, texts, shares, weigh: Callable, titles=None):
        self.texts, self.shares, self.weigh = texts, shares, weigh
        self.titles = titles

    def __len__(self) -> int:
        return self.shares.shape[0]

    def __getitem__(self, row: int) -> Excerpt:
        row = range(len(self))[row]
        return next(self._excerpts([(row, self.texts[row])]))

    def __iter__(self) -> Iterator[Excerpt]:
        rows = enumerate(self.texts)
        while block := list(islice(rows, _AT_ONCE)):
            yield from self._excerpts(block)

    def _excerpts(self, block) -> Iterator[Excerpt]:
        passages = [split_passages(text) for _, text in block]
        is_long = [len(text.strip()) > WHOLE for _, text in block]
        to_weigh = [p for each, long in zip(passages, is_long, strict=True) if long for p in each]
        scores = iter(self.weigh(to_weigh)[0]) if to_weigh else iter(())
        for (row, text), own, long in zip(block, passages, is_long, strict=True):
            if long:
                weights = np.array(list(islice(scores, len(own))))
                chosen = telling_passages(own, weights @ self.shares[[row]].toarray()[0])
            else:
                chosen = (text.strip(),) if text.strip() else ()
            given = self.titles[row] if self.titles is not None else None
            yield Excerpt(title_of(str(given) if given else text), chosen)


def with_passages(tree: TopicTree, rows, excerpts: Excerpts) -> TopicTree:
    """Return a tree whose typical documents have their titles, and the passage that carries it.

    Parameters
    ----------
    tree : TopicTree
    rows : mapping of str to int
        The row of each document, by its id.
    excerpts : Excerpts
        Knows the texts, their titles, and how much a passage says of a topic.

    Returns
    -------
    TopicTree
    """
    wanted = sorted({rows[shown.id] for node in tree for shown in node.documents})
    described = {}
    for row in wanted:
        text = excerpts.texts[row]
        given = excerpts.titles[row] if excerpts.titles is not None else None
        passages = split_passages(text)
        scores = excerpts.weigh(passages) if passages else None
        described[row] = title_of(str(given) if given else text), passages, scores

    def complete(shown, node):
        title, passages, scores = described[rows[shown.id]]
        best = passages[int(scores[node.layer][:, node.index].argmax())] if passages else ""
        return shown._replace(title=title, passage=" ".join(best.split()))

    layers = tuple(
        tuple(
            replace(node, documents=tuple(complete(shown, node) for shown in node.documents))
            for node in layer
        )
        for layer in tree.layers
    )
    return replace(tree, layers=layers)


def split_passages(text: str, length: int = PASSAGE) -> list[str]:
    """Split a text into passages of whole sentences or lines.

    Parameters
    ----------
    text : str
    length : int, default=320
        Characters that a passage reaches before the next sentence begins a new one. A sentence
        of twice as many is split between words.

    Returns
    -------
    list of str
        None of them empty.
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


def telling_passages(passages: Sequence[str], scores, room: int = WHOLE) -> tuple[str, ...]:
    """Choose the passages of highest score that fit together, in the order of the text.

    Parameters
    ----------
    passages : sequence of str
    scores : array of shape (n_passages,)
        How much each says of what matters; equals go by their place in the text.
    room : int, default=1000
        Characters for all of them; the best one is taken in any case.

    Returns
    -------
    tuple of str
    """
    chosen, left = [], room
    for place in np.argsort(-np.asarray(scores), kind="stable").tolist():
        if not chosen or len(passages[place]) <= left:
            chosen.append(place)
            left -= len(passages[place])
    return tuple(passages[place] for place in sorted(chosen))


def title_of(text: str, length: int = TITLE) -> str:
    """Return the first line that has words, cut between words where it is long.

    Parameters
    ----------
    text : str
    length : int, default=90
        Characters at most.

    Returns
    -------
    str
        Empty only for a text without words.
    """
    lines = (" ".join(line.split()) for line in text.splitlines())
    line = next((line for line in lines if any(map(str.isalnum, line))), "")
    if len(line) <= length:
        return line
    cut = line.rfind(" ", length // 2, length - 1)
    return line[: cut if cut > 0 else length - 1].rstrip(" ,;:") + "…"
