"""What neighbours of documents and the power of the idf do for topics, and what they take.

usage: python benchmarks/neighbours.py FILE.jsonl.gz... [--seeds 5] [--documents N]
       [--topics FINE BROAD] [--repeats 3]
       python benchmarks/neighbours.py --search [--generated 100000]

A FILE has an object a line with "text" and "label" (fine), "superlabel" (broad) or both; posts are
read without their headers. For every FILE two tables, of TextVectorizer's matrix:

- normalized mutual information of labels with `assign_topics`, and NPMI of the ten words that the
  tree shows and of the ten of largest weight, fine / broad, for idf to the power 1 and 1.5 and for
  0 and 20 neighbours: two NMF, as large as the layers, and NeuralNMF, means over seeds;
- the time of the search, of an epoch of NeuralNMF with neighbours and without, and of the whole
  command with and without, medians in turn.

--search makes abstracts of planted topics, whose words follow Zipf's law, and searches them: time,
also that of all processors together, which others on the machine change least, and what it adds to
the memory of a process that does nothing else.
"""

import functools
import json
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import measuring
import numpy as np
from epochs import epoch_seconds, make_start
from labelled import make_parser, read_labelled, show_pair
from memory import growth_while
from peers import top_words
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.metrics import normalized_mutual_info_score

import hiertopics as ht
from hiertopics.core.data import DataMatrix
from hiertopics.core.neighbours import join_neighbours
from hiertopics.core.topics import topic_terms
from hiertopics.missing import known_labels
from hiertopics.quality.coherence import coherence

POWERS = (1.0, 1.5)
NEIGHBOURS = (0, 20)
N_WORDS = 10
ABSTRACTS = dict(n_terms=60_000, n_topics=60, length=90, of_topic=0.5, exponent=1.07, offset=30)


def main():
    parser = make_parser(__doc__, seeds=5)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--search", action="store_true", help="search generated abstracts")
    parser.add_argument("--generated", type=int, default=100_000, help="how many")
    options = parser.parse_args()
    warnings.simplefilter("ignore", ConvergenceWarning)
    if not options.search and not options.sources:
        parser.error("give a FILE, or --search")
    print(measuring.describe_machine())
    if options.search:
        print(describe_search(make_abstracts(options.generated)))
    for path in options.sources:
        corpus = read_labelled(path, options.documents, options.topics)
        print(f"\n{corpus.name}, {len(corpus.texts):,} documents, topics {corpus.sizes}\n")
        print_quality(corpus, options.seeds)
        print_times(corpus, options.repeats)


def print_quality(corpus, n_seeds):
    """The first table, a row for each power and number of neighbours."""
    head = ("idf", "neighbours", "NMF, NMI", "NeuralNMF, NMI", "NPMI shown", "NPMI by weight")
    print("| " + " | ".join(head) + " |\n" + "|---" * len(head) + "|")
    for power in POWERS:
        vectorizer = ht.TextVectorizer(idf_power=power)
        X = vectorizer.fit_transform(corpus.texts)
        terms = vectorizer.get_feature_names_out().tolist()
        for neighbours in NEIGHBOURS:
            runs = [measure(corpus, X, terms, neighbours, seed) for seed in range(n_seeds)]
            cells = [show_pair(mean_pair(pairs)) for pairs in zip(*runs, strict=True)]
            print(f"| {power:g} | {neighbours} | " + " | ".join(cells) + " |", flush=True)


def measure(corpus, X, terms, neighbours, seed):
    """NMI of the flat models and of the network; NPMI of its words as shown and by weight."""
    settings = {"neighbours": neighbours, "random_state": seed}
    flat = [ht.NMF(size, **settings).fit(X).assign_topics(X) for size in corpus.sizes]
    model = ht.NeuralNMF(corpus.sizes, **settings).fit(X)
    S = model.transform_layers(X)
    deep = [model.assign_topics(layer=layer, S=S) for layer in range(2)]
    tree = ht.topic_tree(model, terms, X, n_words=N_WORDS)
    by_weight = [top_words(topic_terms(model.A_, layer).T, terms, N_WORDS) for layer in range(2)]
    found = [list(map(agreement, corpus.labels, topics)) for topics in (flat, deep)]
    for words in (tree.layers, by_weight):
        found.append([coherence(layer, X, terms, measure="npmi") for layer in words])
    return found


def agreement(labels, topics):
    """NMI over the documents with labels; those without a topic are a group."""
    if labels is None:
        return None
    known = known_labels(labels)
    return normalized_mutual_info_score(labels[known].astype(str), topics[known])


def mean_pair(pairs):
    layers = zip(*pairs, strict=True)
    return [None if None in layer else statistics.mean(layer) for layer in layers]


def print_times(corpus, repeats):
    """The second table."""
    X = ht.TextVectorizer().fit_transform(corpus.texts)
    start = make_start(X, corpus.sizes)
    warm = functools.partial(epoch_seconds, X[:300], make_start(X[:300], (4, 2)), epochs=3)
    for neighbours in NEIGHBOURS:
        warm(neighbours=neighbours)
    print(f"\nThe matrix has {X.nnz:,} nonzeros. {describe_search(X, repeats)}\n")
    print("| what | without | with neighbours | ratio |\n|---|---|---|---|")
    epochs = [
        lambda repeat, n=n: epoch_seconds(X, start, epochs=10, neighbours=n) for n in NEIGHBOURS
    ]
    show_times(f"an epoch of NeuralNMF {corpus.sizes}", measuring.alternate(repeats, *epochs))
    with tempfile.TemporaryDirectory() as place:
        source = Path(place) / f"{corpus.name}.jsonl"
        with open(source, "w", encoding="utf-8") as file:
            for i, text in enumerate(corpus.texts):
                file.write(json.dumps({"id": str(i), "text": text}) + "\n")
        commands = [lambda repeat, n=n: command_seconds(source, n) for n in NEIGHBOURS]
        show_times("the command", measuring.alternate(repeats, *commands))


def show_times(what, found):
    without, joined = map(statistics.median, found)
    shown = " | ".join(map(measuring.show_seconds, (without, joined)))
    print(f"| {what} | {shown} | {joined / without:.2f} |", flush=True)


def command_seconds(source, neighbours):
    """The wall time of the default command as a process."""
    command = [sys.executable, "-m", "hiertopics", str(source), "--neighbours", str(neighbours)]
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begin


def search(X, k=NEIGHBOURS[-1]):
    return join_neighbours(DataMatrix(X), k).documents


def describe_search(X, repeats=1):
    """The sentence on the time and memory of searches, kernels compiled before."""
    search(X[:300])
    walls, processors, grown, joined = [], [], [], []
    for _ in range(repeats):
        begin = time.perf_counter(), time.process_time()
        grown.append(growth_while(lambda: joined.append(search(X))))
        walls.append(time.perf_counter() - begin[0])
        processors.append(time.process_time() - begin[1])
        found = joined.pop()
    wall, processor = (measuring.show_seconds(statistics.median(t)) for t in (walls, processors))
    return (
        f"Neighbours of {X.shape[0]:,} documents, {X.nnz:,} nonzeros, in {wall}, {processor} of "
        f"processor time; {max(grown) / 1e6:,.0f} MB are added to the memory; "
        f"{found.M.nnz / X.shape[0] - 1:.1f} neighbours a document."
    )


def make_abstracts(n_docs, seed=0):
    """The matrix of generated abstracts: TF-IDF, rarity to the power 1.5, rows of unit length.

    Half of the words of a document follow Zipf's law over all terms, half over those of one of the
    planted topics, each of which has its own order of the terms.
    """
    rng = np.random.default_rng(seed)
    n_terms, n_topics = ABSTRACTS["n_terms"], ABSTRACTS["n_topics"]
    # The commonest are left out, as stop words are.
    law = (np.arange(n_terms) + ABSTRACTS["offset"]) ** -ABSTRACTS["exponent"]
    cumulated = np.cumsum(law / law.sum())
    lengths = rng.poisson(ABSTRACTS["length"], n_docs)
    owner = np.repeat(np.arange(n_docs), lengths)
    terms = np.minimum(np.searchsorted(cumulated, rng.random(owner.size)), n_terms - 1)
    orders = np.array([rng.permutation(n_terms) for _ in range(n_topics)])
    topic = rng.integers(n_topics, size=n_docs)[owner]
    own = rng.random(owner.size) < ABSTRACTS["of_topic"]
    terms[own] = orders[topic[own], terms[own]]
    counts = sparse.csr_matrix((np.ones(owner.size), (owner, terms)), shape=(n_docs, n_terms))
    counts.data = 1 + np.log(counts.data)
    idf = TfidfTransformer(norm=None).fit(counts).idf_ ** 1.5
    X = counts @ sparse.diags(idf)
    norms = np.sqrt(X.multiply(X).sum(axis=1)).A1
    return sparse.csr_matrix(sparse.diags(1 / np.maximum(norms, 1e-12)) @ X)


if __name__ == "__main__":
    main()
