"""The whole pipeline as one call: `fit_corpus` makes a `Run` of a corpus."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

import numpy as np

from hiertopics.choosing import choose_topics, suggest_topics
from hiertopics.corpus.corpus import Corpus, check_corpus
from hiertopics.documents.excerpts import Excerpts
from hiertopics.documents.groups import GroupShares, shares_by
from hiertopics.documents.table import DocumentTable, document_table
from hiertopics.documents.tree_details import with_passages
from hiertopics.errors import HiertopicsError
from hiertopics.models.estimator import TopicModel
from hiertopics.models.neural import NeuralNMF
from hiertopics.models.parameters import check_layer_sizes
from hiertopics.progress import Progress, counting, silent
from hiertopics.provenance import provenance_of
from hiertopics.quality.evaluation import Evaluation, evaluate
from hiertopics.refits import consensus, topic_stability
from hiertopics.tree.build import topic_tree
from hiertopics.tree.export.ldavis import pyldavis_inputs
from hiertopics.tree.tree import TopicTree
from hiertopics.vectorizer.survey import survey_corpus
from hiertopics.vectorizer.vectorizer import TextVectorizer

STEERING = 0.3  # topics explain a tenth of joined rows, which have unit length


@dataclass(frozen=True)
class Run:
    """What :func:`fit_corpus` made of a corpus.

    Attributes
    ----------
    vectorizer : TextVectorizer
        Fitted.
    model : estimator
        Fitted; a NeuralNMF unless another was given.
    tree : TopicTree
    documents : DocumentTable
        Every document with its share of each topic at all layers, its labels, metadata and
        excerpts.
    corpus_report : dict
        What was read, kept and left out, as `hiertopics.vectorizer.survey.Survey` describes it:
        ``source``, ``n_documents``, ``n_terms``, ``n_empty``, ``skipped`` and more.
    provenance : dict
        Settings, seed and the versions that made it.
    evaluation : Evaluation or None
        Figures of how good the topics are, as `hiertopics.evaluate` gives them of the matrix that
        the run was fitted on; the texts themselves would give more. None where no topic has words.
    """

    vectorizer: TextVectorizer
    model: TopicModel
    tree: TopicTree
    documents: DocumentTable
    corpus_report: dict
    provenance: dict
    evaluation: Evaluation | None = None

    def __repr__(self) -> str:
        return f"<Run of {type(self.model).__name__} on {self.corpus_report['source']!r}>"

    @property
    def inputs(self) -> tuple[str, ...]:
        """Absolute paths of the files that the run was made from, those of its tree."""
        return self.tree.inputs

    def shares_by(self, by: str) -> GroupShares:
        """Mean share of every topic at every layer, by period or group of documents.

        Parameters
        ----------
        by : str
            A column of metadata, "labels", or a period such as "year", see
            `hiertopics.documents.groups.shares_by`.

        Returns
        -------
        GroupShares
        """
        return shares_by(self.documents, by)

    def to_pyldavis(self, corpus: Corpus | Sequence[str], layer: int = 0) -> dict:
        """Return the arguments of ``pyLDAvis.prepare``, with the words of the texts counted.

        Parameters
        ----------
        corpus : Corpus or sequence of str
            The texts to show the topics by, usually those of the run; they are read twice.
        layer : int, default=0
            Which layer to show, 0 being the finest; -1 is the broadest.

        Returns
        -------
        dict
            See `hiertopics.tree.export.ldavis.pyldavis_inputs`.
        """
        texts = corpus.texts if isinstance(corpus, Corpus) else corpus
        counter = _term_counter(self.vectorizer)
        return pyldavis_inputs(
            self.model,
            self.vectorizer.transform(texts),
            self.vectorizer.get_feature_names_out(),
            layer,
            None if counter is None else counter.transform(texts),
        )

    def apply(self, corpus: Corpus, progress: Progress | None = None) -> DocumentTable:
        """Return the topics of other documents at all layers, and the labels predicted for them.

        Nothing is fitted: the words are those of the run, and so are the topics.

        Parameters
        ----------
        corpus : Corpus
            As ``read_corpus`` gives it.
        progress : callable, optional
            ``progress(stage, done, total)``: the stage is "reading", which counts documents, and
            then "finding topics".

        Returns
        -------
        DocumentTable
            Its shares are those of ``run.model.transform(run.vectorizer.transform(texts), 0)``,
            added up for broader topics. The row of a document without any known word is empty.
        """
        check_corpus(corpus)
        report = progress or silent
        X = self.vectorizer.transform(counting(corpus.texts, "reading", report))
        report("finding topics", 0, None)
        S = self.model.transform_layers(X)
        return document_table(corpus, self.vectorizer, self.model, S)


def _term_counter(vectorizer):
    """Return a vectorizer that counts the terms of this one, None if it cannot be asked to."""
    plain = {"norm": None, "use_idf": False, "sublinear_tf": False}
    if not plain.keys() <= vectorizer.get_params().keys():
        return None
    return copy.copy(vectorizer).set_params(**plain)


def fit_corpus(
    corpus: Corpus,
    n_topics: int | Sequence[int] | Literal["auto"] | None = None,
    *,
    use_labels: bool = False,
    supervision: float = STEERING,
    neighbours: int = 20,
    vectorizer: TextVectorizer | None = None,
    model: TopicModel | None = None,
    dedupe: bool = False,
    near_duplicates: bool = False,
    n_words: int = 8,
    n_documents: int = 3,
    wording: str = "distinct",
    n_fits: int = 1,
    stability: bool = False,
    keep_interrupted: bool = False,
    random_state: int | np.random.RandomState | None = 0,
    progress: Progress | None = None,
) -> Run:
    """Turn a corpus into a tree of topics.

    Parameters
    ----------
    corpus : Corpus
        As ``read_corpus`` gives it.
    n_topics : int, sequence of int or "auto", optional
        Topics per layer, fine to broad; by default what `hiertopics.choosing.suggest_topics` says
        of so many documents. "auto" looks for two numbers that the texts bear out, see
        `choose_topics`; what it found is in the ``topics_chosen`` of the run's provenance.
    use_labels : bool, default=False
        Train the model with the labels of the corpus. Either way they describe the topics in the
        tree.
    supervision : float, default=0.3
        Weight of the labels where they train (the paper's lambda). At 1 they take the topics
        over; at the default the words still count, and broad labels are predicted nearly as well.
    neighbours : int, default=20
        Each document is joined by those of so many nearest ones that are near to each other; 0
        takes each by itself.
    vectorizer : TextVectorizer, optional
        Not yet fitted; ``TextVectorizer()`` by default.
    model : estimator, optional
        Not yet fitted; it then brings its own ``n_topics``, ``neighbours`` and ``random_state``.
        By default ``NeuralNMF(n_topics, neighbours=neighbours, random_state=random_state)``.
    dedupe : bool, default=False
        Leave out documents that repeat an earlier one, word for word or nearly so.
    near_duplicates : bool, default=False
        Count documents that nearly repeat an earlier one, for the report of the corpus.
    n_words : int, default=8
        Words per topic in the tree.
    n_documents : int, default=3
        Documents named per topic in the tree.
    wording : {"distinct", "relevance", "weight"}, default="distinct"
        Which words describe a topic, as in ``topic_tree``.
    n_fits : int, default=1
        Fits from as many seeds, the first of which is that of the model; the topics are those on
        which they agree, see `hiertopics.consensus`.
    stability : bool, default=False
        Measure how often topics and their places are found again by fits to halves of the
        documents, see `hiertopics.topic_stability`, and put it into the tree. It takes about ten
        times as long as the fit; the halves are drawn by the seed of the model, 0 if it has none.
    keep_interrupted : bool, default=False
        After Ctrl-C in the fit make the run of the best topics so far, instead of raising
        KeyboardInterrupt; ``run.model.was_interrupted`` says so.
    random_state : int, RandomState instance or None, default=0
    progress : callable, optional
        ``progress(stage, done, total)``: the stage is "counting words", "choosing numbers of
        topics", "fitting", "fitting from many seeds", "building the tree" or "fitting halves";
        ``done`` counts documents, numbers tried, epochs or fits; ``total`` is None where nobody
        knows it.

    Returns
    -------
    Run

    Raises
    ------
    HiertopicsError
        A ValueError: settings that do not fit the corpus, or a corpus without words.
    """
    check_corpus(corpus)
    report = progress or silent
    vectorizer = TextVectorizer() if vectorizer is None else vectorizer
    if model is not None and n_topics is not None:
        raise HiertopicsError("give n_topics or a model, not both: the model has its own")
    _check_sizes(n_topics if model is None else model.n_topics, corpus)
    if use_labels and corpus.labels.shape[1] == 0:
        raise HiertopicsError(
            "there are no labels to train with: sort the texts into sub-folders named after their "
            "class, name the label column of a table, give a file with labels, or fit without them"
        )
    corpus, X, corpus_report = survey_corpus(
        corpus, vectorizer, dedupe=dedupe, near_duplicates=near_duplicates, progress=progress
    )
    chosen = None
    if isinstance(n_topics, str):
        chosen = choose_topics(X, neighbours=neighbours, random_state=random_state, progress=report)
        n_topics = chosen.n_topics
    if model is None:
        n_topics = suggest_topics(len(corpus)) if n_topics is None else n_topics
        model = NeuralNMF(
            n_topics, supervision=supervision, neighbours=neighbours, random_state=random_state
        )
    columns = corpus.labels_for(len(_check_sizes(model.n_topics, corpus)))
    model, S = _fit_reporting(
        model, X, columns if use_labels else None, n_fits, report, keep_interrupted
    )
    report("building the tree", 0, None)
    documents = document_table(corpus, vectorizer, model, S)
    tree = topic_tree(
        model,
        vectorizer.get_feature_names_out(),
        S=S,
        ids=corpus.ids,
        labels=columns if corpus.labels.shape[1] else None,
        n_words=n_words,
        n_documents=n_documents,
        wording=wording,
    )
    tree = with_passages(tree, corpus.ids, cast(Excerpts, documents.excerpts))
    if stability and not model.was_interrupted:
        seed = model.random_state if isinstance(model.random_state, int) else 0
        found = topic_stability(model, X, random_state=seed, progress=report)
        tree = tree.with_stability(found)
    run = Run(
        vectorizer=vectorizer,
        model=model,
        tree=replace(tree, inputs=corpus.inputs),
        documents=documents,
        corpus_report=corpus_report,
        provenance=provenance_of(vectorizer, model, use_labels, n_fits, chosen),
    )
    has_words = any(node.words for node in tree)
    return replace(run, evaluation=evaluate(run, X)) if has_words else run


def _fit_reporting(model, X, y, n_fits, report, keep_interrupted):
    """The model fitted, with progress hung onto its callback; S of the documents at every layer."""
    if n_fits != 1:
        model = consensus(
            model, X, y, n_fits=n_fits, random_state=model.random_state, progress=report
        )
        return model, model.transform_layers(X)
    own = model.callback

    def reporting(epoch, cost):
        report("fitting", epoch, None)
        return own is not None and own(epoch, cost)

    report("fitting", 0, None)
    try:
        return model, model.set_params(callback=reporting).fit_transform_layers(X, y)
    except KeyboardInterrupt:
        if not (keep_interrupted and model.was_interrupted):
            raise
        return model, model.transform_layers(X)
    finally:
        model.set_params(callback=own)


def _check_sizes(n_topics, corpus):
    """Sizes of the layers; None is left to be suggested, "auto" to be chosen."""
    if n_topics is None or (isinstance(n_topics, str) and n_topics == "auto"):
        return None
    sizes = check_layer_sizes(n_topics)
    if sizes[0] > len(corpus):
        raise HiertopicsError(
            f"{sizes[0]:,} topics are more than there are documents, {len(corpus):,}; "
            "ask for fewer topics"
        )
    return sizes
