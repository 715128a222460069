"""Measures of topic quality as plain loops over documents, windows and words, nothing shared.

They are written from the definitions, not from the package: presence is a set for each window, and
every pair of words is looked for in every window.
"""

import math
from itertools import combinations

import numpy as np


def rows_of(X, terms):
    """The terms of every row of a dense matrix."""
    return [{term for term, value in zip(terms, row, strict=True) if value != 0} for row in X]


def windows_of(tokens, length):
    """What every window of `length` tokens holds; a text that has no more is one window."""
    if len(tokens) <= length:
        return [set(tokens)]
    return [set(tokens[i : i + length]) for i in range(len(tokens) - length + 1)]


def gensim_windows_of(tokens, length):
    """The same as gensim's accumulator sees it: its state moves on, and forgets what leaves."""
    if len(tokens) <= length:
        return [set(tokens)]
    seen = set(tokens[:length])
    windows = [set(seen)]
    for i in range(length, len(tokens)):
        seen.discard(tokens[i - length])
        seen.add(tokens[i])
        windows.append(set(seen))
    return windows


def share(windows, *words):
    return sum(all(word in window for word in words) for window in windows) / len(windows)


def npmi(windows, u, v, epsilon):
    both = share(windows, u, v)
    if both == 1:
        return 1.0
    joint = both + epsilon
    return math.log(joint / (share(windows, u) * share(windows, v))) / -math.log(joint)


def coherence(topic, windows, measure):
    """Coherence of one topic; windows are sets of words."""
    words = [word for word in dict.fromkeys(topic) if share(windows, word) > 0]
    if len(words) < 2:
        return math.nan
    epsilon = 1e-10 if measure == "npmi" else 1e-12
    if measure in ("npmi", "c_npmi"):
        return np.mean([npmi(windows, u, v, epsilon) for u, v in combinations(words, 2)])
    if measure == "u_mass":
        return np.mean(
            [
                math.log((share(windows, u, v) + epsilon) / share(windows, u))
                for u, v in combinations(words, 2)
            ]
        )
    vectors = [np.array([npmi(windows, u, v, epsilon) for v in words]) for u in words]
    total = sum(vectors)
    cosines = [
        sum(a * b for a, b in zip(own, total, strict=True))
        / (math.sqrt(sum(a * a for a in own)) * math.sqrt(sum(b * b for b in total)))
        for own in vectors
    ]
    return np.mean(cosines)
