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


def diversity(topics):
    words = [word for topic in topics for word in topic]
    return len(set(words)) / len(words)


def uniqueness(topics):
    listed = [topic for topic in topics if topic]
    return np.mean(
        [np.mean([1 / sum(word in other for other in listed) for word in own]) for own in listed]
    )


def rbo_ext(one, other, p):
    """Equation 32 of Webber et al., with agreement as in their equation 28."""

    def agreement(depth):
        a, b = set(one[:depth]), set(other[:depth])
        return 2 * len(a & b) / (len(a) + len(b))

    def shared(depth):
        return agreement(depth) * min(depth, len(one), len(other))

    s, l = sorted([len(one), len(other)])
    total = sum(p**d * agreement(d) for d in range(1, l + 1))
    total += sum(p**d * shared(s) * (d - s) / s / d for d in range(s + 1, l + 1))
    return (1 - p) / p * total + p**l * ((shared(l) - shared(s)) / l + shared(s) / s)


def inverted_rbo(topics, p):
    listed = [topic for topic in topics if topic]
    return 1 - np.mean([rbo_ext(a, b, p) for a, b in combinations(listed, 2)])


def edges(topics, broader, parents):
    """Pairs of parent and child that both have words."""
    for child, parent in zip(topics, parents, strict=True):
        if parent is not None and child and broader[parent]:
            yield broader[parent], child


def strangers(topics, broader, parents):
    """Pairs of a broader topic and one that is not its child."""
    for child, own in zip(topics, parents, strict=True):
        for index, parent in enumerate(broader):
            if index != own and child and parent:
                yield parent, child


def parent_child_coherence(pairs, windows):
    values = []
    for parent, child in pairs:
        both = set(parent) & set(child)
        for u in parent:
            for v in child:
                if u in both and v in both:
                    values.append(-1.0)
                elif u not in both and v not in both:
                    if share(windows, u) > 0 and share(windows, v) > 0:
                        values.append(npmi(windows, u, v, 1e-10))
    return np.mean(values)


def once(*topics):
    """The part of the words of topics that come once."""
    words = [word for topic in topics for word in topic]
    return sum(words.count(word) == 1 for word in words) / len(words)


def sibling_diversity(topics, parents):
    groups = {}
    for topic, parent in zip(topics, parents, strict=True):
        if parent is not None:
            groups.setdefault(parent, []).append(topic)
    return np.mean([once(*group) for group in groups.values() if any(group)])


def overlap(pairs, depths):
    return np.mean(
        [[len(set(p[:d]) & set(c[:d])) / d for d in depths] for p, c in map(tuple, pairs)]
    )


def cosine(one, other):
    dot = sum(a * b for a, b in zip(one, other, strict=True))
    return dot / math.sqrt(sum(a * a for a in one) * sum(b * b for b in other))
