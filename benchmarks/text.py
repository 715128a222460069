"""Texts to a TF-IDF matrix: seconds, against scikit-learn's TfidfVectorizer.

usage: python benchmarks/text.py FILE.jsonl.gz [--repeats 5]

Each line of FILE is an object with its "text". The two sides of a row take turns in one process;
shown are medians of wall time, texts in memory. Stop words, limits and weights are the same, and:

same settings  each finds words in its own way, scikit-learn by its token pattern
same tokens    both find words as hiertopics does: the same matrix
stemming       scikit-learn calls nltk's stemmer for each token that is no stop word
"""

import argparse
import gzip
import json
import statistics
import time
import warnings
from functools import partial
from pathlib import Path

import numpy as np
from nltk.stem.snowball import SnowballStemmer
from sklearn.feature_extraction.text import TfidfVectorizer

from hiertopics.vectorizer.stop_words import stop_words
from hiertopics.vectorizer.tokens import tokenize
from hiertopics.vectorizer.vectorizer import TextVectorizer
from hiertopics.vectorizer.vocabulary import document_limits

# Such as that "don't" is among the stop words, but no token by scikit-learn's pattern.
warnings.filterwarnings("ignore", message="Your stop_words may be inconsistent")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()
    with gzip.open(arguments.file, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    print(f"{len(texts):,} texts, {sum(map(len, texts)):,} characters")
    for what, ours, theirs in pairs(len(texts)):
        print(f"{what}: {difference(ours(), theirs(), texts)}", flush=True)
    print("what  hiertopics s  scikit-learn s  ratio")
    for what, ours, theirs, ratio in measure(texts, arguments.repeats):
        print(f"{what}  {ours:.2f}  {theirs:.2f}  {ratio:.2f}")


def measure(texts, repeats=5):
    """Rows (what, seconds of hiertopics, seconds of scikit-learn, how many times faster)."""
    rows = []
    for what, *both in pairs(len(texts)):
        rounds = [[seconds(make(), texts) for make in both] for _ in range(repeats)]
        ours, theirs = map(statistics.median, zip(*rounds, strict=True))
        rows.append((what, ours, theirs, theirs / ours))
    return rows


def pairs(n_docs):
    """What is compared, and a maker of the vectorizer of either side."""
    listed = sorted(stop_words("english"))
    limits = {
        "min_df": document_limits(n_docs, "auto", 0.5)[0],
        "max_df": 0.5,
        "sublinear_tf": True,
    }
    words_alone = partial(TextVectorizer, "english", phrases=False, **limits)
    plain = partial(TfidfVectorizer, stop_words=listed, **limits)
    same = partial(plain, tokenizer=tokenize, token_pattern=None, lowercase=False)
    words, stem = plain().build_analyzer(), SnowballStemmer("english").stem
    stemming = partial(
        TfidfVectorizer, analyzer=lambda text: [stem(word) for word in words(text)], **limits
    )
    return [
        ("same settings", words_alone, plain),
        ("same tokens", words_alone, same),
        ("stemming", partial(words_alone, stem=True), stemming),
    ]


def seconds(vectorizer, texts):
    """Wall time of the texts' way to the matrix."""
    begin = time.perf_counter()
    vectorizer.fit_transform(texts)
    return time.perf_counter() - begin


def difference(ours, theirs, texts):
    """In words, whether both sides make the same matrix."""
    X, Y = ours.fit_transform(texts), theirs.fit_transform(texts)
    terms = set(ours.stem_columns_ or ours.vocabulary_)
    if terms != set(theirs.vocabulary_):
        common = len(terms & set(theirs.vocabulary_))
        return f"{X.shape[1]:,} terms and {Y.shape[1]:,}, {common:,} of them common"
    Y = Y[:, [theirs.vocabulary_[term] for term in ours.stem_columns_ or ours.vocabulary_]]
    Y.sort_indices()
    if not (np.array_equal(X.indptr, Y.indptr) and np.array_equal(X.indices, Y.indices)):
        return f"the same {X.shape[1]:,} terms, but not in the same texts"
    return f"the same {X.nnz:,} weights, up to {abs(X.data - Y.data).max():.0e}"


if __name__ == "__main__":
    main()
