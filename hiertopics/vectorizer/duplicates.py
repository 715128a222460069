"""Documents that nearly repeat others.

A document is the set of its shingles, its runs of words. Few shingles stand in two documents, so
that counts alone tell most documents to be like no other, and only the rest are compared. Nothing
is drawn at random: what is similar is found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

import numpy as np

from hiertopics.vectorizer.counts import Block

_PIECE = 2**17  # Tokens at a time: what stays in the processor's cache.
_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # Any odd number with its bits well mixed.
_MOST_LEADERS = 64  # That a shingle leads to: the earliest.


class Duplicates(NamedTuple):
    """Documents in groups, each led by its first.

    `first` (n_docs,) is the number of the first document of the group, a document's own if it leads
    or is alone; `exact` (n_docs,) is True for a later document with the very tokens of the first.
    """

    first: np.ndarray
    exact: np.ndarray


def find_duplicates(
    blocks: Iterable[Block],
    n_words: int,
    first_equal: np.ndarray,
    *,
    similarity: float = 0.8,
    shingle: int = 3,
) -> Duplicates:
    """Group each document with the earliest leader that it is similar to, or let it lead.

    The similarity of two documents is the share of the shingles in either that are in both
    (Jaccard), above 0 and at most 1. A shingle is a run of so many words; a document with fewer is
    the set of its words, and one without tokens is alone. Documents are compared with leaders only,
    so that no chain of small changes ends far from the first.

    The groups do not depend on how documents are spread over blocks. They are just what comparing
    every document with every leader would give, unless more than 64 leaders share even their rarest
    shingles: then later leaders may be passed over, lest time grow with the square of documents.

    Numbers of words are below `n_words`, and `first_equal` (n_docs,) is the first document with the
    very tokens of each, as a `TokenStream` has it. Blocks are gone through several times: an
    iterator is a TypeError, a similarity or shingle out of its range a ValueError.

    Notes
    -----
    Two to four bytes a token are needed for counts, more only for documents that may be alike. The
    first of equal documents is looked at for all, one of which too few shingles occur twice is done
    with, and what is left is compared by prefix filtering: Chaudhuri, Ganti and Kaushik,
    "A primitive operator for similarity joins in data cleaning", ICDE 2006; Bayardo, Ma and
    Srikant, "Scaling up all pairs similarity search", WWW 2007.
    """
    if iter(blocks) is blocks:
        raise TypeError("blocks are read several times, got an iterator; give a list of them")
    if not 0 < similarity <= 1:
        raise ValueError(f"similarity must be above 0 and at most 1, got {similarity}")
    if shingle < 1:
        raise ValueError(f"shingle must be at least 1, got {shingle}")
    lengths = np.concatenate([np.empty(0, np.int64), *(np.diff(ends) for _, ends in blocks)])
    read = partial(_shingles, blocks, int(n_words), shingle)
    exact = first_equal != np.arange(len(first_equal))
    wanted = _promising(read, (lengths > 0) & ~exact, lengths, similarity)
    first = first_equal.copy()
    for document, leader in _followers(_shingle_sets(read, wanted), similarity):
        first[document] = leader
    first = first[first]
    return Duplicates(first, exact & (first == first_equal))


def _promising(
    read: Callable, wanted: np.ndarray, lengths: np.ndarray, similarity: float
) -> np.ndarray:
    """Which of the wanted documents may be similar to another of them: bool (n_docs,).

    A document is like no other if too many of its shingles occur once. Where shingles share a slot
    of the table of counts that may go unseen, but it is never seen where it is not so.
    """
    n_bits = min(max(int(lengths[wanted].sum()).bit_length() + 1, 12), 30)
    times = np.zeros(2**n_bits, np.uint8)  # 2 stands for more, too.
    for _, _, keys in read(wanted):
        # Sorting costs less than is saved by visiting the table in order.
        slots = np.sort(_slots(keys, n_bits))
        times[slots] = 1 + (times[slots] > 0)
        times[slots[1:][slots[1:] == slots[:-1]]] = 2
    often = np.packbits(times > 1, bitorder="little")  # As bits it stays in the cache.
    found = np.zeros_like(wanted)
    for documents, sizes, keys in read(wanted):
        slots = _slots(keys, n_bits)
        shared = often[slots >> 3] >> (slots & 7).astype(np.uint8) & 1
        n_shared = np.add.reduceat(shared, np.cumsum(sizes) - sizes, dtype=np.int64)
        found[documents] = n_shared / sizes >= similarity
    return found


def _slots(keys: np.ndarray, n_bits: int) -> np.ndarray:
    return ((keys * _FACTOR) >> np.uint64(64 - n_bits)).view(np.int64)


def _shingles(
    blocks: Iterable[Block], n_words: int, shingle: int, wanted: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Wanted documents, some at a time: numbers, how many shingles each has, and the shingles."""
    # A shingle is the number that has its words for digits, or if that is too long, a hash.
    base = np.uint64(n_words) if n_words**shingle < 2**63 else _FACTOR
    for documents, lengths, ids in _pieces(blocks, wanted):
        words = ids.astype(np.uint64)
        keys, n_runs = words.copy(), max(len(words) - shingle + 1, 0)
        for k in range(1, shingle):
            keys[:n_runs] *= base
            keys[:n_runs] += words[k : k + n_runs]
        enough = lengths >= shingle
        short = np.repeat(~enough, lengths)
        keys[short] = ~words[short]  # Above any shingle.
        inside = np.ones(len(words), bool)
        for k in range(1, shingle):
            inside[np.cumsum(lengths)[enough] - k] = False
        yield documents, np.where(enough, lengths - shingle + 1, lengths), keys[inside]


def _pieces(
    blocks: Iterable[Block], wanted: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Wanted documents, some at a time: their numbers, their lengths, and their tokens."""
    before = 0
    for ids, ends in blocks:
        cuts = np.searchsorted(ends, np.arange(ends[0], ends[-1], _PIECE))
        cuts = np.append(cuts, len(ends) - 1)
        for start, stop in zip(cuts[:-1], cuts[1:], strict=True):
            lengths = np.diff(ends[start : stop + 1])
            here = wanted[before + start : before + stop]
            if here.any():
                tokens = np.asarray(ids[ends[start] : ends[stop]], np.int32)
                documents = before + start + np.flatnonzero(here)
                yield documents, lengths[here], tokens[np.repeat(here, lengths)]
        before += len(ends) - 1


class _Sets(NamedTuple):
    """Documents as sets of shingles.

    Document ``documents[i]`` has ``members[ends[i]:ends[i + 1]]``, numbers of shingles from the
    rarest to the commonest. Those below `n_lone` are in no other of the documents.
    """

    documents: np.ndarray
    ends: np.ndarray
    members: np.ndarray
    n_lone: int


def _shingle_sets(read: Callable, wanted: np.ndarray) -> _Sets:
    """The wanted documents as sets, with about 80 bytes a token at the worst."""
    parts = [(np.repeat(documents, sizes), keys) for documents, sizes, keys in read(wanted)]
    documents = np.concatenate([np.empty(0, np.int64), *(part for part, _ in parts)])
    keys = np.concatenate([np.empty(0, np.uint64), *(part for _, part in parts)])
    names, shingles = np.unique(keys, return_inverse=True)
    times = np.bincount(shingles, minlength=len(names))
    rank = np.empty_like(times)
    rank[np.argsort(times, kind="stable")] = np.arange(len(names))
    pairs = np.sort(documents * len(names) + rank[shingles])
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]  # A document has a shingle or not.
    documents, members = np.divmod(pairs, max(len(names), 1))
    documents, starts = np.unique(documents, return_index=True)
    ends = np.append(starts, len(members))
    return _Sets(documents, ends, members, int(np.count_nonzero(times == 1)))


def _followers(sets: _Sets, similarity: float) -> Iterator[tuple[int, int]]:
    """Each document that is similar to an earlier leader, with the earliest of these.

    Two sets that have m shingles in common have one in common even among the rarest n - m + 1 of
    each, n being its size. So leaders are looked for by these alone.
    """
    leaders: dict[int, list[int]] = {}
    mine = np.zeros(sets.members.max(initial=-1) + 1, bool)
    sizes = np.diff(sets.ends)
    # A little less than the product, which may have been rounded up past the true one.
    needed = np.ceil(similarity * sizes - 1e-6).astype(np.int64)
    rows = [sets.members[a:b] for a, b in zip(sets.ends[:-1], sets.ends[1:], strict=True)]
    for i, (row, n_rarest) in enumerate(zip(rows, (sizes - needed + 1).tolist(), strict=True)):
        rarest = row[:n_rarest]
        rarest = rarest[rarest >= sets.n_lone].tolist()
        mine[row] = True
        for leader in sorted({leader for number in rarest for leader in leaders.get(number, ())}):
            n_common = np.count_nonzero(mine[rows[leader]])
            if n_common / (len(row) + len(rows[leader]) - n_common) >= similarity:
                yield sets.documents[i], sets.documents[leader]
                break
        else:
            for number in rarest:
                led = leaders.setdefault(number, [])
                if len(led) < _MOST_LEADERS:
                    led.append(i)
        mine[row] = False
