"""Small tables of ids, made texts and labels, for tests of how tables are read."""

import random

WORDS = "boat harbour sail wind tide flour oven yeast dough loaf".split()
RANDOM = random.Random(13)
HEADER = ["id", "text", "label"]


def words(n=8):
    return " ".join(RANDOM.choice(WORDS) for _ in range(n))


def table(n=20):
    return [[str(number), words(), "ab"[number % 2]] for number in range(1, n + 1)]
