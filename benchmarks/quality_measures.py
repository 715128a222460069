"""Measures of topic quality against plain loops and gensim: the same figures, and the time taken.

usage: python benchmarks/quality_measures.py 20newsgroups.jsonl.gz

Words of a HierarchicalNMF of 200, 50 and 10 topics, 15 a topic, as hierarchies are compared in
publications. The other side is what people would write or take: Python loops over the documents of
a dense table and over pairs of words; the same with numpy over the documents; gensim (in one
process) where it has the measure; Python loops over pairs of lists. It runs once, ours as often as
asked for; both sides must find the same figures. Each uses one core; its seconds are counted, so
that other work on the machine matters little.
"""

import time
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
    column = {term: j for j, term in enumerate(terms)}
    dense = X[:, [column[word] for word in words]].toarray()
    place = {word: j for j, word in enumerate(words)}
    parents = [[node.parent for node in layer] for layer in tree.layers[:-1]]

    def hierarchy():
        pairs = zip(layers, layers[1:], parents, strict=False)
        return [parent_child_coherence(*pair, X, terms) for pair in pairs]

    def ours():
        return ht.coherence(topics, X, terms, measure="npmi", average=False)

    return [
        compared(
            "NPMI of documents; Python loops over a dense table",
            ours,
            lambda: looped_npmi(dense.tolist(), topics, place, in_python),
            repeats,
        ),
        compared(
            "the same; numpy over its columns",
            ours,
            lambda: looped_npmi(dense, topics, place, in_numpy),
            repeats,
            None,
        ),
        compared(
            "NPMI of parents and children (PCC); numpy over columns of a dense table",
            hierarchy,
            lambda: looped_hierarchy(dense, layers, parents, place),
            repeats,
            None,
        ),
    ]


def in_python(dense, one, other=None):
    if other is None:
        return sum(row[one] > 0 for row in dense)
    return sum(row[one] > 0 and row[other] > 0 for row in dense)


def in_numpy(dense, one, other=None):
    if other is None:
        return np.sum(dense[:, one] > 0)
    return np.sum((dense[:, one] > 0) & (dense[:, other] > 0))


def looped_npmi(dense, topics, place, count):
    n_docs = len(dense)
    alone = {j: count(dense, j) / n_docs for j in place.values()}

    def npmi(one, other):
        joint = count(dense, one, other) / n_docs + 1e-10
        return np.log(joint / (alone[one] * alone[other])) / -np.log(joint)

    return [
        np.mean([npmi(place[u], place[v]) for u, v in combinations(topic, 2)]) for topic in topics
    ]


def looped_hierarchy(dense, layers, parents, place):
    n_docs, found = len(dense), []
    for finer, broader, of in zip(layers, layers[1:], parents, strict=False):
        values = []
        for child, parent in zip(finer, of, strict=True):
            if parent is None or not child:
                continue
            own, its = set(child), set(broader[parent])
            values += [-1] * len(own & its) ** 2
            for u in its - own:
                for v in own - its:
                    one, other = place[u], place[v]
                    joint = in_numpy(dense, one, other) / n_docs + 1e-10
                    both = in_numpy(dense, one) / n_docs * in_numpy(dense, other) / n_docs
                    values.append(np.log(joint / both) / -np.log(joint))
        found.append(np.mean(values))
    return found


def rows_of_windows(tokens, layers, repeats):
    topics = [topic for layer in layers for topic in layer]
    dictionary = Dictionary(tokens)
    corpus = [dictionary.doc2bow(text) for text in tokens]
    reference = reference_of(tokens)

    def theirs(measure):
        settings = dict(texts=tokens, corpus=corpus, dictionary=dictionary, processes=1)
        model = CoherenceModel(topics=topics, coherence=measure, topn=N_WORDS, **settings)
        return model.get_coherence_per_topic()

    return [
        compared(
            f"{measure} of tokens; gensim",
            lambda measure=measure: ht.coherence(topics, reference, measure=measure, average=False),
            lambda measure=measure: theirs(measure),
            repeats,
            None,
        )
        for measure in ("c_v", "c_npmi", "u_mass")
    ]


def row_of_lists(layers, repeats):
    return compared(
        "inverted RBO; Python loops over pairs of lists",
        lambda: inverted_rbo(layers[0]),
        lambda: looped_rbo([topic[:10] for topic in layers[0]]),
        repeats,
        None,
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
