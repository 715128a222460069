"""Whether what is stored fits together, asked before it is written and after it is read.

So what can be saved can be loaded, and what is loaded works.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from numbers import Integral
from typing import Any

import numpy as np
from scipy import sparse

from hiertopics.documents.excerpts import Excerpt
from hiertopics.documents.table import DocumentTable
from hiertopics.errors import HiertopicsError, StoreError
from hiertopics.vectorizer.settings import check_settings


def expect(fits: object, fault: str) -> None:
    """Raise a StoreError that names the fault unless it fits."""
    if not fits:
        raise StoreError(fault)


def check_estimator(estimator: Any) -> None:
    """Raise a StoreError unless a model or vectorizer is fitted and its attributes fit together."""
    name = type(estimator).__name__
    try:
        (_check_vectorizer if name == "TextVectorizer" else _check_model)(estimator, name)
        config = vars(estimator).get("_sklearn_output_config", {})
        known = isinstance(config, dict) and all(isinstance(v, str | None) for v in config.values())
        expect(known, "what set_output said is not known")
    except StoreError:
        raise
    except (HiertopicsError, AttributeError, TypeError) as error:
        raise StoreError(f"this {name} is not whole: {error}") from error


def _check_model(model: Any, name: str) -> None:
    expect(hasattr(model, "A_"), f"this {name} is not fitted; call fit before")
    _check_factors(model.A_)
    n_terms, sizes = len(model.A_[0]), [A.shape[1] for A in model.A_]
    expect(_is_array(model.components_, "f", sizes[-1], n_terms), "components_ does not fit A_")
    scales = model.layer_scales_
    expect(_is_list(scales, len(sizes) - 1), "layer_scales_ does not fit A_")
    fit = (_is_array(each, "f", k) for each, k in zip(scales, sizes, strict=False))
    expect(all(fit), "layer_scales_ does not fit A_")
    expect(_are_parents(model.parents_, list, sizes), "parents_ does not fit A_")
    expect(_is_list(model.B_, len(sizes)), "B_ does not fit A_")
    classes = getattr(model, "classes_", None)
    classes = classes if isinstance(classes, list) else [classes] * len(sizes)
    expect(len(classes) == len(sizes), "classes_ does not fit B_")
    for layer, (B, names, k) in enumerate(zip(model.B_, classes, sizes, strict=True)):
        is_fit = B is None or _is_array(names, None, None) and _is_array(B, "f", names.size, k)
        expect(is_fit and (B is None or B.size), f"B_[{layer}] does not fit classes_")
    expect(_is_array(model.history_, "f", None), "history_ is no list of costs")
    expect(type(model.n_epochs_) is int, "n_epochs_ is no whole number")
    expect(type(model.stop_reason_) is str, "stop_reason_ is no text")
    expect(isinstance(model.reconstruction_err_, float), "reconstruction_err_ is no number")
    expect(model.n_features_in_ == n_terms, "n_features_in_ does not fit A_")
    names = getattr(model, "feature_names_in_", None)
    is_fit = names is None or _is_array(names, "O", n_terms) and _are_str(names)
    expect(is_fit, "feature_names_in_ does not fit A_")
    asked = model.neighbours
    is_count = isinstance(asked, Integral) and not isinstance(asked, bool) and int(asked) >= 0
    expect(is_count, f"neighbours={asked!r} is no number of documents")
    if asked:
        X, reach = model.X_fit_, model.reach_fit_
        fits = isinstance(X, sparse.csr_array) and X.dtype.kind == "f" and X.shape[1:] == (n_terms,)
        expect(fits, "X_fit_ does not fit A_")
        expect(_is_array(reach, "f", X.shape[0]), "reach_fit_ does not fit X_fit_")
    threads = model.n_threads
    is_count = isinstance(threads, Integral) and not isinstance(threads, bool) and int(threads) >= 1
    expect(threads is None or is_count, f"n_threads={threads!r} is no number of threads")


def _check_factors(factors: Any) -> None:
    expect(isinstance(factors, list) and factors, "A_ is no list of factors")
    n_rows = None
    for layer, A in enumerate(factors):
        is_matrix = _is_array(A, "f", None, None) and A.dtype in (float, np.float32) and A.size
        expect(is_matrix, f"A_[{layer}] is no factor")
        expect(n_rows in (None, len(A)), f"A_[{layer}] does not fit the layer below")
        expect(np.isfinite(A).all() and A.min() >= 0, f"A_[{layer}] is not finite and nonnegative")
        n_rows = A.shape[1]


def _check_vectorizer(vectorizer: Any, name: str) -> None:
    expect(hasattr(vectorizer, "vocabulary_"), f"this {name} is not fitted; call fit before")
    check_settings(vectorizer)
    n_terms = len(vectorizer.vocabulary_)
    columns = _columns(vectorizer.vocabulary_, "vocabulary_")
    expect(n_terms and columns == list(range(n_terms)), "vocabulary_ does not number the columns")
    idf, stems = vectorizer.idf_, vectorizer.stem_columns_
    expect(idf is None or _is_array(idf, "f", n_terms), "idf_ does not fit vocabulary_")
    if stems is not None:
        known = all(0 <= column < n_terms for column in _columns(stems, "stem_columns_"))
        expect(known, "stem_columns_ does not fit vocabulary_")
    for setting, fitted, name in (("use_idf", idf, "idf_"), ("stem", stems, "stem_columns_")):
        is_there = fitted is not None or not getattr(vectorizer, setting)
        expect(is_there, f"{setting} was set after fitting, when there was no {name}; fit again")
    stop_words, phrases = vectorizer.stop_words_, vectorizer.phrases_
    expect(isinstance(stop_words, frozenset) and _are_str(stop_words), "stop_words_ are no words")
    are_phrases = isinstance(phrases, list) and all(
        isinstance(phrase, tuple) and len(phrase) > 1 and _are_str(phrase) for phrase in phrases
    )
    expect(are_phrases, "phrases_ are no phrases")
    lines = vectorizer.boilerplate_
    expect(isinstance(lines, tuple) and _are_str(lines), "boilerplate_ are no lines")
    joined = vectorizer.joined_
    are_joined = isinstance(joined, dict) and _are_str(joined) and {*joined.values()} <= {0, 1}
    expect(are_joined, "joined_ are no words")
    expect(isinstance(vectorizer.language_, str | None), "language_ is no language")


def _columns(columns: Any, name: str) -> list[int]:
    expect(isinstance(columns, dict) and _are_str(columns), f"{name} is no dictionary of terms")
    numbers = list(columns.values())
    expect(all(type(number) is int for number in numbers), f"{name} does not number the columns")
    return numbers


def check_tree(tree: Any) -> None:
    """Raise a StoreError where a tree names topics that are not there."""
    expect(type(tree.n_documents) is int and tree.n_documents >= 0, "the tree has no n_documents")
    is_paths = type(tree.inputs) is tuple and _are_str(tree.inputs)
    expect(is_paths, "the inputs of the tree are no paths")
    sizes = (*tree.n_topics, 0)
    for node in tree:
        known = all(0 <= index < sizes[node.layer + 1] for index, _ in node.further_parents)
        expect(known, f"further parents of topic {node.index} of layer {node.layer} are not there")


def check_documents(documents: DocumentTable) -> None:
    """Raise a StoreError unless all columns of a DocumentTable are as long as its ids."""
    ids, n_docs, sizes = documents.ids, len(documents.ids), documents.n_topics
    expect(isinstance(ids, tuple) and _are_str(ids), "the ids of the documents are no texts")
    expect(len(set(ids)) == n_docs, "the ids of the documents are not distinct")
    is_sizes = isinstance(sizes, tuple) and sizes and all(type(k) is int and k > 0 for k in sizes)
    expect(is_sizes, "the documents' n_topics are no numbers of topics")
    S = documents.fine_shares
    is_shares = isinstance(S, sparse.csr_array) and S.dtype == np.float32
    is_shares = is_shares and S.shape == (n_docs, sizes[0])
    expect(is_shares, "the documents' shares do not fit their ids and topics")
    expect(_are_parents(documents.parents, tuple, sizes), "the documents' parents are not there")
    for name in ("topics", "predicted"):
        column = getattr(documents, name)
        is_whole = isinstance(column, tuple) and len(column) == len(sizes)
        expect(is_whole, f"the documents' {name} are not one for each layer")
    layers = zip(sizes, documents.topics, documents.predicted, strict=True)
    for layer, (k, topics, labels) in enumerate(layers):
        is_known = _is_array(topics, "i", n_docs) and ((topics >= -1) & (topics < k)).all()
        expect(is_known, f"the documents' topics of layer {layer} do not fit their shares")
        is_labels = labels is None or _is_array(labels, None, n_docs)
        expect(is_labels, f"the predicted labels of layer {layer} do not fit the ids")
    is_labels = _is_array(documents.labels, "O", n_docs, None)
    expect(is_labels, "the documents' labels do not fit their ids")
    names = documents.label_names
    is_names = isinstance(names, tuple) and _are_str(names)
    is_names = is_names and len(names) in (0, documents.labels.shape[1])
    expect(is_names, "the documents' label_names do not fit their labels")
    for name, column in documents.metadata.items():
        is_column = isinstance(column, list | tuple | np.ndarray) and len(column) == n_docs
        expect(type(name) is str and is_column, f"the metadata {name!r} does not fit the ids")
    excerpts = documents.excerpts
    expect(len(excerpts) in (0, n_docs), "there are not as many excerpts as documents")
    for each in excerpts:
        is_excerpt = type(each) is Excerpt and type(each.passages) is tuple
        is_excerpt = is_excerpt and _are_str((each.title, *each.passages))
        expect(is_excerpt, "the documents' excerpts are no texts")


def check_run(run: Any) -> None:
    """Raise a StoreError unless the parts of a Run, each checked before, are of one size."""
    sizes, n_terms = tuple(A.shape[1] for A in run.model.A_), len(run.vectorizer.vocabulary_)
    is_fit = n_terms == run.model.n_features_in_
    expect(is_fit, "the run's vectorizer and model do not have the same terms")
    expect(run.tree.n_topics == sizes, "the run's tree does not have the topics of its model")
    is_fit = run.documents.n_topics == sizes
    expect(is_fit, "the run's documents do not have shares of the topics of its model")
    hanging = [[node.parent for node in nodes] for nodes in run.tree.layers[:-1]]
    held = [[None if p < 0 else p for p in each.tolist()] for each in run.documents.parents]
    expect(hanging == held, "the run's tree and its table do not have the same parents of topics")
    is_fit = run.tree.n_documents == len(run.documents)
    expect(is_fit, "the run's tree and its table do not have the same documents")
    for name in ("corpus_report", "provenance"):
        expect(isinstance(getattr(run, name), dict), f"the run's {name} is no dictionary")
    expect("source" in run.corpus_report, "the run's corpus_report names no source")
    is_fit = run.evaluation is None or len(run.evaluation.layers) == len(sizes)
    expect(is_fit, "the run's evaluation does not have the layers of its model")


def _is_array(value: Any, kind: str | None, *shape: int | None) -> bool:
    """Whether it is an array of this kind of numpy type and this shape, None being any."""
    return (
        isinstance(value, np.ndarray)
        and kind in (None, value.dtype.kind)
        and len(value.shape) == len(shape)
        and all(size in (None, own) for size, own in zip(shape, value.shape, strict=True))
    )


def _are_parents(value: Any, sequence: type[list] | type[tuple], sizes: Sequence[int]) -> bool:
    """Whether it has, for each layer but the last, the parents of its topics or -1 for none."""
    return (
        isinstance(value, sequence)
        and len(value) == len(sizes) - 1
        and all(
            _is_array(each, "i", k) and ((each >= -1) & (each < n_above)).all()
            for each, (k, n_above) in zip(value, pairwise(sizes), strict=True)
        )
    )


def _is_list(value: Any, length: int) -> bool:
    return isinstance(value, list) and len(value) == length


def _are_str(values: Iterable) -> bool:
    return all(type(value) is str for value in values)
