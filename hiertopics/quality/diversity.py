"""Diversity: whether topics have words of their own."""

from __future__ import annotations

import numpy as np

from hiertopics.quality.word_lists import Topics, has_words, numbered, word_lists


def diversity(topics: Topics, *, n_words: int | None = None) -> float:
    """Return the distinct words of all topics as a part of all their words.

    Parameters
    ----------
    topics, n_words
        As for `hiertopics.coherence`.

    Returns
    -------
    float
        From 1 / n_topics, all lists are equal, to 1, no word comes twice. NaN without words.

    References
    ----------
    Dieng, Ruiz and Blei (2020). Topic modeling in embedding spaces (there of 25 words a
    topic).
    """
    lists = word_lists(topics, n_words)
    words, _ = numbered(lists)
    return len(words) / sum(map(len, lists)) if words else float("nan")


def uniqueness(topics: Topics, *, n_words: int | None = None) -> float:
    """Return the mean over topics of the mean of 1 / (topics that list a word) over their words.

    Parameters
    ----------
    topics, n_words
        As for `hiertopics.coherence`.

    Returns
    -------
    float
        From 1 / n_topics to 1, as for `diversity`; topics without words are left out. NaN where
        none has words.

    References
    ----------
    Nan et al. (2019). Topic modeling with Wasserstein autoencoders (TU).
    """
    words, lists = numbered(word_lists(topics, n_words))
    if not words:
        return float("nan")
    times = np.bincount(np.concatenate(lists), minlength=len(words))
    return float(np.mean([np.mean(1 / times[own]) for own in lists if own.size]))


def inverted_rbo(topics: Topics, *, p: float = 0.9, n_words: int | None = 10) -> float:
    """Return one minus the mean rank-biased overlap of pairs of topics.

    Lists overlap the more, the higher up the words are that they share: agreement at depth d, with
    the first d words of each, is ``2 |A_d ∩ B_d| / (|A_d| + |B_d|)``, and weighs ``p ** d``; what
    comes after the words given is extrapolated.

    Parameters
    ----------
    topics
        As for `hiertopics.coherence`.
    p : float, default=0.9
        Between 0 and 1; the smaller, the more the first words count.
    n_words : int or None, default=10
        Words of a topic to look at, as OCTIS does; None for all.

    Returns
    -------
    float
        From 0, all lists are equal, to 1, no word comes twice. Topics without words are left out;
        NaN with fewer than two.

    References
    ----------
    .. [1] Webber, Moffat and Zobel (2010). A similarity measure for indefinite rankings. Equations
       28 and 32.
    .. [2] Bianchi, Terragni and Hovy (2021). Pre-training is a hot topic: contextualized document
       embeddings improve topic coherence.
    """
    lists = [own for own in word_lists(topics, n_words) if own]
    if len(lists) < 2:
        return float("nan")
    sizes = np.array([len(own) for own in lists])
    words, numbers = numbered(lists)
    whole = has_words(numbers, len(words))
    # Pairs without a word in common, which are most, overlap by 0.
    pairs = np.stack(np.nonzero(np.triu((whole @ whole.T).toarray(), 1)))
    short, long = np.sort(sizes[pairs], axis=0)
    table = np.full((len(lists), sizes.max()), -1)
    table[np.arange(sizes.max()) < sizes[:, None]] = np.concatenate(numbers)
    one, other = table[pairs]
    other = np.where(other < 0, -2, other)  # ends of lists are no words in common
    shared, total, at_short, at_long = np.zeros((4, short.size))
    for depth in range(1, sizes.max() + 1):
        last = slice(depth - 1, depth)
        shared += np.sum(one[:, :depth] == other[:, last], axis=1)
        shared += np.sum(one[:, last] == other[:, : depth - 1], axis=1)
        agreement = 2 * shared / np.minimum(sizes, depth)[pairs].sum(axis=0)
        at_short = np.where(depth == short, agreement * depth, at_short)
        at_long = np.where(depth == long, agreement * short, at_long)
        beyond = np.where(depth > short, at_short * (depth - short) / (short * depth), 0.0)
        total += np.where(depth <= long, p**depth * (agreement + beyond), 0.0)
    rbo = (1 - p) / p * total + p**long * ((at_long - at_short) / long + at_short / short)
    return float(1 - rbo.sum() / (len(lists) * (len(lists) - 1) / 2))
