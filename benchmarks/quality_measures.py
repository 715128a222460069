"""Measures of topic quality against plain loops and gensim: the same figures, and the time taken.

usage: python benchmarks/quality_measures.py 20newsgroups.jsonl.gz

Words of a HierarchicalNMF of 200, 50 and 10 topics, 15 a topic, as hierarchies are compared in
publications. The other side is what people would write: loops over pairs of words and over the
documents of a dense table, in Python or by numpy a column at a time; for windows, by numpy with a
dense column for each word of a topic; loops over pairs of lists. Without an aim, to know: columns
of booleans laid out beforehand, and gensim (in one process), which keeps only what meets. The other
side runs once, ours as often as asked for; both must find the same figures. Each uses one core; its
seconds are counted, so that other work on the machine matters little.
"""

import time
from functools import lru_cache, partial
from itertools import combinations

import numpy as np
from gensim.corpora import Dictionary
from gensim.models import CoherenceModel
from measuring import (
    as_markdown,
    describe_peak,
    describe_run,
    make_parser,
    read_texts,
    speedup_row,
)

import hiertopics as ht
from hiertopics.quality.coherence import MEASURES
from hiertopics.quality.diversity import inverted_rbo
from hiertopics.quality.hierarchy import parent_child_coherence
from hiertopics.quality.reference import reference_of
from hiertopics.vectorizer.tokens import tokenize

SIZES, N_WORDS, AIM = (200, 50, 10), 15, 50


def main():
    options = make_parser(__doc__).parse_args()
    texts = read_texts(options.source)[: options.documents]
    vectorizer = ht.TextVectorizer(phrases=False)
    X, terms = vectorizer.fit_transform(texts), vectorizer.get_feature_names_out()
    model = ht.HierarchicalNMF(SIZES, random_state=0, max_epochs=20, tol=0).fit(X)
    tree = ht.topic_tree(model, terms, X, n_words=N_WORDS, wording="weight")
    layers = [[[word for word, _ in node.words] for node in layer] for layer in tree.layers]
    tokens = [tokenize(text) for text in texts]
    print(
        describe_run(X),
        f"Ours: medians of {options.repeats} repeats; the other side once. Processor time.\n",
    )
    rows = [
        *rows_of_documents(X, terms, layers, tree, options.repeats),
        *rows_of_windows(tokens, layers, options.repeats),
        row_of_lists(layers, options.repeats),
    ]
    print(as_markdown(rows))
    print(f"\n{describe_peak()}")


def compared(what, ours, theirs, repeats, at_least=AIM):
    """A row; raises where the two sides find other figures."""
    expected, seconds = timed(theirs)
    np.testing.assert_allclose(ours(), expected, rtol=0, atol=1e-6)
    own = np.median([timed(ours)[1] for _ in range(repeats)])
    return speedup_row(what, own, seconds, at_least)


def timed(action):
    """What it returns, and the seconds of the processor that it takes."""
    begin = time.process_time()
    found = action()
    return found, time.process_time() - begin


def rows_of_documents(X, terms, layers, tree, repeats):
    topics = [topic for layer in layers for topic in layer]
    words = sorted({word for topic in topics for word in topic})
    place = {word: j for j, word in enumerate(words)}
    column = {term: j for j, term in enumerate(terms)}
    dense = X[:, [column[word] for word in words]].toarray()
    laid_out = np.ascontiguousarray(dense.T > 0)
    in_python = partial(count_rows, dense.tolist(), place)
    in_numpy = partial(count_columns, lambda word: dense[:, place[word]] > 0)
    of_booleans = partial(count_columns, lambda word: laid_out[place[word]])
    parents = [[node.parent for node in layer] for layer in tree.layers[:-1]]

    def hierarchy():
        pairs = zip(layers, layers[1:], parents, strict=False)
        return [parent_child_coherence(*pair, X, terms) for pair in pairs]

    def row(what, measure, count, at_least=AIM):
        def ours():
            return ht.coherence(topics, X, terms, measure=measure, average=False)

        return compared(
            what, ours, lambda: looped(topics, measure, len(dense), count), repeats, at_least
        )

    return [
        row("NPMI of documents; Python loops over a dense table", "npmi", in_python),
        row("the same; numpy over its columns", "npmi", in_numpy),
        row("the same; numpy over columns of booleans laid out before", "npmi", of_booleans, None),
        row("UMass of documents; numpy over columns of a dense table", "u_mass", in_numpy),
        compared(
            "NPMI of parents and children (PCC); numpy over columns of a dense table",
            hierarchy,
            lambda: looped_hierarchy(layers, parents, len(dense), in_numpy),
            repeats,
        ),
    ]


def count_rows(rows, place, one, other=None):
    """Rows of a table that have a word, or both of two."""
    i = place[one]
    if other is None:
        return sum(row[i] > 0 for row in rows)
    j = place[other]
    return sum(row[i] > 0 and row[j] > 0 for row in rows)


def count_columns(column, one, other=None):
    """The same of the columns of booleans that a function gives for a word."""
    return np.count_nonzero(column(one) if other is None else column(one) & column(other))


def npmi(one, other, both, epsilon):
    return np.log((both + epsilon) / (one * other)) / -np.log(both + epsilon)


def u_mass(one, other, both, epsilon):
    return np.log((both + epsilon) / one)


def looped(topics, measure, n, count):
    """The coherence of each topic, by a function that counts those of n that have words."""
    of_topic = context_cosines if measure == "c_v" else mean_of_pairs
    of_pair = partial(u_mass if measure == "u_mass" else npmi, epsilon=MEASURES[measure].epsilon)
    return [of_topic(topic, of_pair, lambda *words: count(*words) / n) for topic in topics]


def mean_of_pairs(topic, of_pair, share):
    alone = {word: share(word) for word in topic}
    return np.mean([of_pair(alone[u], alone[v], share(u, v)) for u, v in combinations(topic, 2)])


def context_cosines(topic, of_pair, share):
    alone = [share(word) for word in topic]
    vectors = np.diag([of_pair(one, one, one) for one in alone])
    for i, j in combinations(range(len(topic)), 2):
        both = share(topic[i], topic[j])
        vectors[i, j] = vectors[j, i] = of_pair(alone[i], alone[j], both)
    total = vectors.sum(axis=0)
    norms = np.linalg.norm(vectors, axis=1) * np.linalg.norm(total)
    return np.mean(vectors @ total / norms)


def looped_hierarchy(layers, parents, n, count):
    found = []
    for finer, broader, of in zip(layers, layers[1:], parents, strict=False):
        values = []
        for child, parent in zip(finer, of, strict=True):
            if parent is None or not child:
                continue
            own, its = set(child), set(broader[parent])
            values += [-1] * len(own & its) ** 2
            for u in its - own:
                for v in own - its:
                    shares = count(u) / n, count(v) / n, count(u, v) / n
                    values.append(npmi(*shares, MEASURES["npmi"].epsilon))
        found.append(np.mean(values))
    return found


def rows_of_windows(tokens, layers, repeats):
    topics = [topic for layer in layers for topic in layer]
    dictionary = Dictionary(tokens)
    corpus = [dictionary.doc2bow(text) for text in tokens]
    reference = reference_of(tokens)

    def ours(measure, as_gensim):
        return partial(
            ht.coherence, topics, reference, measure=measure, as_gensim=as_gensim, average=False
        )

    def gensim(measure):
        settings = dict(texts=tokens, corpus=corpus, dictionary=dictionary, processes=1)
        model = CoherenceModel(topics=topics, coherence=measure, topn=N_WORDS, **settings)
        return model.get_coherence_per_topic()

    rows = []
    for measure, name in {"c_npmi": "C_NPMI", "c_v": "C_v"}.items():
        theirs = partial(looped_windows, topics, tokens, measure)
        what = f"{name} of windows; numpy with dense columns of all windows"
        rows.append(compared(what, ours(measure, False), theirs, repeats))
        theirs = partial(gensim, measure)
        rows.append(compared("the same; gensim", ours(measure, True), theirs, repeats, None))
    theirs = partial(gensim, "u_mass")
    rows.append(compared("UMass of tokens; gensim", ours("u_mass", True), theirs, repeats, None))
    return rows


def looped_windows(topics, tokens, measure):
    """Coherence by looking at every window for every word of a topic."""
    number_of = {}
    ids = np.array([number_of.setdefault(word, len(number_of)) for text in tokens for word in text])
    length, starts, stops, end = MEASURES[measure].window, [], [], 0
    for text in tokens:
        begin, end = end, end + len(text)
        starts.append(np.arange(begin, max(end - length, begin) + 1))
        stops.append(np.minimum(starts[-1] + length, end))
    starts, stops = np.concatenate(starts), np.concatenate(stops)

    @lru_cache(N_WORDS)
    def column(word):
        before = np.concatenate([[0], np.cumsum(ids == number_of[word])])
        return before[stops] > before[starts]

    return looped(topics, measure, len(starts), partial(count_columns, column))


def row_of_lists(layers, repeats):
    return compared(
        "inverted RBO of 200 topics; Python loops over pairs of lists and depths",
        lambda: inverted_rbo(layers[0]),
        lambda: looped_rbo([topic[:10] for topic in layers[0]]),
        repeats,
    )


def looped_rbo(lists, p=0.9):
    overlaps = []
    for one, other in combinations(lists, 2):
        shared = [len(set(one[:d]) & set(other[:d])) / d for d in range(1, len(one) + 1)]
        series = sum(p**d * each for d, each in enumerate(shared, 1))
        overlaps.append((1 - p) / p * series + shared[-1] * p ** len(one))
    return 1 - np.mean(overlaps)


if __name__ == "__main__":
    main()
