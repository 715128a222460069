"""Texts as counts, with topics that are clean, that overlap, and that are hardly any."""

import numpy as np
from sklearn.feature_extraction.text import TfidfTransformer

CLEAN, ALIKE, THREAD, HANDFUL = range(6), (6, 7), 8, 9
N_TOPICS = 10
TERMS = 60  # of each topic


def make_uneven_topics(seed, n_docs=480, in_thread=25, in_handful=4):
    """Six clean topics, two that share most of their words, a thread and a handful of texts.

    The posts of the thread repeat most of one text; the handful have words that nobody else has.
    TF-IDF of shape (n_docs + in_thread + in_handful, n_terms), and the topic of each document.
    """
    rng = np.random.default_rng(seed)
    laws = np.kron(np.eye(N_TOPICS + 1), 1 / (3.7 + np.arange(TERMS)))
    laws /= laws.sum(axis=1, keepdims=True)
    *laws, background = laws
    one, other = ALIKE
    laws[other] = 0.85 * laws[one] + 0.15 * laws[other]
    topics = np.arange(n_docs) % THREAD
    shares = [0.6 * laws[t] + 0.2 * laws[rng.integers(THREAD)] + 0.2 * background for t in topics]
    counts = [rng.multinomial(80, share) for share in shares]
    post = 2 * (laws[THREAD] > 0)
    counts += [
        post * (rng.random(post.size) < 0.85) + rng.multinomial(8, background)
        for _ in range(in_thread)
    ]
    counts += [
        rng.multinomial(80, 0.8 * laws[HANDFUL] + 0.2 * background) for _ in range(in_handful)
    ]
    topics = np.concatenate([topics, [THREAD] * in_thread, [HANDFUL] * in_handful])
    return TfidfTransformer(sublinear_tf=True).fit_transform(np.array(counts)), topics
