"""Cut Chinese into its words, by how frequent these are.

ICU, which cuts the other languages without blanks, lacks many everyday words of Chinese
(公交车, 链接) and takes pairs such as 我在 for words. jieba, whose words are used here, is of 40 MB
and takes a second to start; nearly all its words are rare, and the rest are 0.5 MB. Traditional
characters are looked up by the simplified ones.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from math import exp, log
from typing import NamedTuple


class _Lexicon(NamedTuple):
    """Logarithms of the shares of words, and how long those that begin with a character are."""

    shares: dict[str, float]
    lengths: dict[str, tuple[int, ...]]


def is_known(run: str) -> bool:
    """Whether all characters of a run are Chinese; of Japanese, some that are frequent are not."""
    return _lexicon().lengths.keys() >= set(run.translate(_simplified()))


def cut(run: str) -> list[str]:
    """Words of a run of Han characters: the most probable of all ways to cut it."""
    shares, lengths = _lexicon()
    written, run = run, run.translate(_simplified())
    n_characters = len(run)
    best = [0.0, *[float("-inf")] * n_characters]
    start_of = [0] * (n_characters + 1)
    for start, character in enumerate(run):
        before = best[start]
        for length in lengths[character]:
            end = start + length
            share = shares.get(run[start:end])
            # A slice beyond the end is a word that was seen already.
            if share is not None and end <= n_characters and before + share > best[end]:
                best[end], start_of[end] = before + share, start
    words, end = [], n_characters
    while end:
        words.append(written[start_of[end] : end])
        end = start_of[end]
    return words[::-1]


@cache
def _lexicon() -> _Lexicon:
    logarithm_of = {}
    for line in _read("chinese.txt").splitlines():
        logarithm, *words = line.split()
        logarithm_of.update(dict.fromkeys(words, float(logarithm)))
    total = log(sum(map(exp, logarithm_of.values())))
    lengths: dict[str, set[int]] = {}
    for word in logarithm_of:
        lengths.setdefault(word[0], {1}).add(len(word))
        for character in word[1:]:
            lengths.setdefault(character, {1})
    shares = dict.fromkeys(lengths, -total)  # Each character may be alone.
    shares.update((word, logarithm - total) for word, logarithm in logarithm_of.items())
    return _Lexicon(shares, {first: tuple(found) for first, found in lengths.items()})


@cache
def _simplified() -> dict[int, str]:
    return {ord(pair[0]): pair[1] for pair in _read("traditional.txt").split()}


def _read(name: str) -> str:
    file = resources.files("hiertopics.vectorizer").joinpath("lexicons", name)
    return file.read_text("utf-8")
