"""The whole pipeline as one call: a corpus goes in, a Run comes out."""

import math
import platform
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from hiertopics.errors import HiertopicsError
from hiertopics.models.neural import NeuralNMF
from hiertopics.text.matrix import TextVectorizer
from hiertopics.topics.tree import topic_tree
from hiertopics.version import __version__

LABELS = ("none", "folders")
PROVENANCE_PACKAGES = ("numpy", "scipy", "scikit-learn", "numba")


@dataclass(frozen=True)
class Run:
    """What :func:`fit_corpus` made of a corpus.

    Attributes
    ----------
    vectorizer : TextVectorizer
        Fitted.
    model : NeuralNMF
        Fitted.
    tree : TopicTree
    corpus_report : dict
        ``source``, ``n_documents``, ``n_terms``, ``n_nonzeros``, ``n_empty`` (documents that no
        term is left of) and ``skipped`` (reason to number of files).
    provenance : dict
        Settings, seed and the versions that made it.
    """

    vectorizer: object
    model: object
    tree: object
    corpus_report: dict
    provenance: dict


def suggest_topics(n_docs):
    """Numbers of topics that suit a corpus and that a person can still take in.

    Parameters
    ----------
    n_docs : int

    Returns
    -------
    tuple of int
        Fine, then broad: 3.2 times the fourth root of the number of documents, and the square
        root of that, rounded up. 216 documents give (12, 4), 2,225 give (22, 5), 20,000 (38, 7).
    """
    fine = max(1, min(round(3.2 * n_docs**0.25), n_docs))
    return fine, math.ceil(math.sqrt(fine))


def fit_corpus(
    corpus,
    n_topics=None,
    *,
    labels="none",
    vectorizer=None,
    model=None,
    n_words=8,
    n_documents=3,
    random_state=0,
    progress=None,
):
    """Turn a corpus into a tree of topics.

    Parameters
    ----------
    corpus : Corpus
        As ``read_corpus`` gives it.
    n_topics : int or sequence of int, optional
        Topics per layer, fine to coarse; by default what :func:`suggest_topics` says.
    labels : {"none", "folders"}, default="none"
        "folders" trains the model with the corpus's labels too. Either way they describe the
        topics in the tree.
    vectorizer : TextVectorizer, optional
        Not yet fitted; ``TextVectorizer()`` by default.
    model : estimator, optional
        Not yet fitted; it then brings its own ``n_topics`` and ``random_state``.
        ``NeuralNMF(n_topics, random_state=random_state)`` by default.
    n_words : int, default=8
        Words per topic in the tree.
    n_documents : int, default=3
        Documents named per topic in the tree.
    random_state : int, RandomState instance or None, default=0
    progress : callable, optional
        ``progress(stage, done, total)``: the stage is "reading", "fitting" or "building the
        tree"; ``done`` counts documents or epochs; ``total`` may be None.

    Returns
    -------
    Run

    Raises
    ------
    HiertopicsError
        A ValueError: settings that do not fit the corpus, or a corpus without words.
    """
    if labels not in LABELS:
        raise HiertopicsError(f"labels must be one of {LABELS}, got {labels!r}")
    report = progress or (lambda stage, done, total: None)
    vectorizer = TextVectorizer() if vectorizer is None else vectorizer
    X = vectorizer.fit_transform(_counted(corpus.texts, report))
    n_empty = int(np.sum(np.diff(X.indptr) == 0))
    model = _prepare_model(model, n_topics, len(corpus), random_state, report)
    n_layers = 1 if isinstance(model.n_topics, int) else len(model.n_topics)
    columns = corpus.labels_for(n_layers)
    if labels == "folders" and corpus.labels.shape[1] == 0:
        raise HiertopicsError(
            "labels='folders' needs texts in sub-folders, and this corpus has none; "
            "leave labels at 'none', or sort the texts into folders named after their class"
        )
    report("fitting", 0, model.max_epochs)
    model.fit(X, columns if labels == "folders" else None)
    model.set_params(callback=None)
    report("building the tree", 0, None)
    tree = topic_tree(
        model,
        vectorizer.get_feature_names_out(),
        X,
        corpus.ids,
        labels=columns if corpus.labels.shape[1] else None,
        n_words=n_words,
        n_documents=n_documents,
    )
    return Run(
        vectorizer=vectorizer,
        model=model,
        tree=tree,
        corpus_report={
            "source": corpus.source,
            "n_documents": len(corpus),
            "n_terms": X.shape[1],
            "n_nonzeros": int(X.nnz),
            "n_empty": n_empty,
            "skipped": {reason: len(paths) for reason, paths in corpus.skipped.items()},
        },
        provenance=_provenance(model, labels),
    )


def _prepare_model(model, n_topics, n_docs, random_state, report):
    """The model to fit, with progress hung onto its callback."""
    if model is not None:
        if n_topics is not None:
            raise HiertopicsError("give n_topics or a model, not both: the model has its own")
        return model
    sizes = suggest_topics(n_docs) if n_topics is None else n_topics
    model = NeuralNMF(sizes, random_state=random_state)
    return model.set_params(callback=lambda epoch, cost: report("fitting", epoch, model.max_epochs))


def _counted(texts, report):
    """Pass texts on, counting them aloud now and then."""
    total = len(texts)
    for done, text in enumerate(texts):
        if done % 100 == 0:
            report("reading", done, total)
        yield text
    report("reading", total, total)


def _provenance(model, labels):
    """Settings and versions: what it takes to make the run again."""
    settings = {
        name: value if isinstance(value, (int, float, str, bool, type(None))) else repr(value)
        for name, value in model.get_params().items()
        if name not in ("callback", "verbose", "n_topics")
    }
    sizes = model.n_topics
    settings["n_topics"] = [sizes] if isinstance(sizes, int) else list(sizes)
    packages = {"hiertopics": __version__, "python": platform.python_version()}
    for name in PROVENANCE_PACKAGES:
        try:
            packages[name] = version(name)
        except PackageNotFoundError:
            packages[name] = "unknown"
    return {
        "model": type(model).__name__,
        "labels": labels,
        "settings": settings,
        "versions": packages,
    }
