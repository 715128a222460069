"""Topics as lists of words, whichever tool they come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from scipy import sparse

from hiertopics.errors import HiertopicsError

Topics: TypeAlias = Iterable[Any]
"""Topics of one layer: each words, pairs of a word and its weight, or a `TopicNode`."""


def word_lists(topics: Topics, n_words: int | None = None) -> list[list[str]]:
    """Return the words of each topic, the most important first.

    Parameters
    ----------
    topics : iterable or mapping
        Each topic is a sequence of words, a sequence of pairs of a word and its weight, or has such
        a sequence as its ``words``. Of a mapping, as of numbers to topics, the values are taken.
    n_words : int, optional
        How many words of each topic at most; by default all.

    Returns
    -------
    list of lists of str
        No word comes twice in a list; the first of equals stays.

    Raises
    ------
    HiertopicsError
        If a topic is a text, or a word is none.
    """
    if isinstance(topics, str):
        raise HiertopicsError(f"expected lists of words, a list for each topic, got {topics!r}")
    if n_words is not None and n_words < 1:
        raise HiertopicsError(f"n_words must be at least 1, got {n_words}")
    listed = topics.values() if isinstance(topics, Mapping) else topics
    return [_words_of(topic)[:n_words] for topic in listed]


def _words_of(topic) -> list[str]:
    if isinstance(topic, str):
        raise HiertopicsError(
            f"a topic must be a list of words, got the text {topic!r}; split it into words"
        )
    words = [
        str(word) if isinstance(word, str) else _without_weight(word)
        for word in getattr(topic, "words", topic)
    ]
    return list(dict.fromkeys(words))


def _without_weight(word) -> str:
    if not is_weighted(word):
        raise HiertopicsError(
            f"a topic must be a list of words, or of pairs of a word and its weight, got the word "
            f"{word!r}; look numbers up in the vocabulary first"
        )
    return str(word[0])


def is_weighted(word: object) -> bool:
    """Whether this is a pair of a word and its weight."""
    if not isinstance(word, tuple | list) or len(word) != 2:
        return False
    return isinstance(word[0], str) and not isinstance(word[1], str)


def numbered(lists: Sequence[Sequence[str]]) -> tuple[list[str], list[np.ndarray]]:
    """Number the words of topics.

    Parameters
    ----------
    lists : sequence of sequences of str

    Returns
    -------
    words : list of str
        Distinct.
    numbers : list of ndarray of int
        For each topic the positions of its words in `words`.
    """
    number_of: dict[str, int] = {}
    numbers = [
        np.array([number_of.setdefault(word, len(number_of)) for word in own], dtype=np.int64)
        for own in lists
    ]
    return list(number_of), numbers


def has_words(numbers: Sequence[np.ndarray], n_words: int) -> sparse.csr_array:
    """Say which words every list has.

    Parameters
    ----------
    numbers : sequence of ndarray of int
        The words of each list as `numbered` numbers them, without repeats within a list.
    n_words : int

    Returns
    -------
    CSR array of int, shape (n_lists, n_words)
        1 where the list has the word. The product with another, transposed, counts the words that
        lists share.
    """
    ends = np.cumsum([0, *map(len, numbers)])
    columns = np.concatenate(numbers) if numbers else np.empty(0, np.int64)
    return sparse.csr_array(
        (np.ones(columns.size, np.int64), columns, ends), shape=(len(numbers), n_words)
    )


def shared_words(one: Sequence[Sequence[str]], other: Sequence[Sequence[str]]) -> np.ndarray:
    """Count the words that every list of one sequence has in common with every list of another.

    Parameters
    ----------
    one, other : sequence of sequences of str
        Without repeats within a list.

    Returns
    -------
    ndarray of int, shape (len(one), len(other))
    """
    words, numbers = numbered([*one, *other])
    lists = has_words(numbers, len(words))
    return (lists[: len(one)] @ lists[len(one) :].T).toarray()
