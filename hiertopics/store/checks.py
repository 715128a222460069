"""Whether what is stored fits together, asked before it is written and after it is read.

So what can be saved can be loaded, and what is loaded works.
"""

from __future__ import annotations

from numbers import Integral

import numpy as np
from scipy import sparse

from hiertopics.documents.excerpts import Excerpt
from hiertopics.errors import StoreError
from hiertopics.vectorizer.settings import check_settings


def expect(fits, fault: str) -> None:
    """Raise a StoreError that tells the fault unless it fits."""
    if not fits:
        raise StoreError(fault)


def check_model(model) -> None:
    """Raise a StoreError unless the fitted attributes of a model fit together."""
    kind = type(model).__name__
    expect(hasattr(model, "A_"), f"this {kind} is not fitted; call fit before")
    sizes = _layer_sizes(model.A_)
    n_layers, n_terms = len(sizes), len(model.A_[0])
    expect(_is_floats(model.components_, (sizes[-1], n_terms)), "components_ does not fit A_")
    for name, of_layers in (("layer_scales_", sizes[:-1]), ("topic_contrast_", sizes)):
        scales = getattr(model, name)
        expect(_is_list(scales, len(of_layers)), f"{name} does not fit A_")
        fit = (_is_floats(each, (k,)) for each, k in zip(scales, of_layers, strict=True))
        expect(all(fit), f"{name} does not fit A_")
    expect(_is_list(model.B_, n_layers), "B_ does not fit A_")
    for layer, B in enumerate(model.B_):
        if B is not None:
            _check_classes(model, layer, B, sizes[layer])
    expect(_is_floats(model.history_, np.shape(model.history_)[:1]), "history_ is no list of costs")
    expect(type(model.n_epochs_) is int, "n_epochs_ is no whole number")
    expect(type(model.stop_reason_) is str, "stop_reason_ is no text")
    expect(isinstance(model.reconstruction_err_, float), "reconstruction_err_ is no number")
    expect(model.n_features_in_ == n_terms, "n_features_in_ does not fit A_")
    if hasattr(model, "feature_names_in_"):
        names = model.feature_names_in_
        is_fit = isinstance(names, np.ndarray) and names.shape == (n_terms,)
        expect(is_fit and _are_str(names), "feature_names_in_ does not fit A_")
    threads = model.n_threads
    expect(threads is None or _is_count(threads), f"n_threads={threads!r} is no number of threads")
    _check_output(model)


def _layer_sizes(factors):
    expect(isinstance(factors, list) and factors, "A_ is no list of factors")
    n_rows, sizes = None, []
    for layer, A in enumerate(factors):
        is_matrix = isinstance(A, np.ndarray) and A.ndim == 2 and A.dtype in (float, np.float32)
        expect(is_matrix and A.size, f"A_[{layer}] is no factor")
        expect(n_rows in (None, len(A)), f"A_[{layer}] does not fit the layer below")
        finite = np.isfinite(A).all() and (A >= 0).all()
        expect(finite, f"A_[{layer}] is not finite and nonnegative")
        n_rows = A.shape[1]
        sizes.append(n_rows)
    return sizes


def _check_classes(model, layer, B, size):
    classes = getattr(model, "classes_", None)
    if isinstance(classes, list):
        expect(len(classes) == len(model.B_), "classes_ does not fit B_")
        classes = classes[layer]
    is_array = isinstance(classes, np.ndarray) and classes.ndim == 1 and classes.size
    expect(is_array and _is_floats(B, (classes.size, size)), f"B_[{layer}] does not fit classes_")


def _check_output(estimator):
    config = vars(estimator).get("_sklearn_output_config", {})
    known = isinstance(config, dict) and all(isinstance(v, str | None) for v in config.values())
    expect(known, "what set_output said is not known")


def check_vectorizer(vectorizer) -> None:
    """Raise a HiertopicsError unless settings and vocabulary of a vectorizer fit together."""
    expect(hasattr(vectorizer, "vocabulary_"), "this TextVectorizer is not fitted; call fit before")
    check_settings(vectorizer)
    n_terms = len(vectorizer.vocabulary_)
    columns = _columns(vectorizer.vocabulary_, "vocabulary_")
    expect(n_terms and columns == list(range(n_terms)), "vocabulary_ does not number the columns")
    idf, stems = vectorizer.idf_, vectorizer.stem_columns_
    expect(idf is None or _is_floats(idf, (n_terms,)), "idf_ does not fit vocabulary_")
    expect(
        idf is not None or not vectorizer.use_idf,
        "use_idf was set after fitting, when there was no idf_; fit again",
    )
    if stems is not None:
        known = all(0 <= column < n_terms for column in _columns(stems, "stem_columns_"))
        expect(known, "stem_columns_ does not fit vocabulary_")
    expect(
        stems is not None or not vectorizer.stem,
        "stem was set after fitting, when there were no stem_columns_; fit again",
    )
    stop_words, phrases = vectorizer.stop_words_, vectorizer.phrases_
    expect(isinstance(stop_words, frozenset) and _are_str(stop_words), "stop_words_ are no words")
    are_phrases = isinstance(phrases, list) and all(
        isinstance(phrase, tuple) and len(phrase) > 1 and _are_str(phrase) for phrase in phrases
    )
    expect(are_phrases, "phrases_ are no phrases")
    expect(isinstance(vectorizer.language_, str | None), "language_ is no language")
    _check_output(vectorizer)


def _columns(columns, name):
    expect(isinstance(columns, dict) and _are_str(columns), f"{name} is no dictionary of terms")
    numbers = list(columns.values())
    expect(all(type(number) is int for number in numbers), f"{name} does not number the columns")
    return numbers


def check_tree(tree) -> None:
    """Raise a StoreError where a tree names topics that are not there."""
    expect(type(tree.n_documents) is int and tree.n_documents >= 0, "the tree has no n_documents")
    is_paths = type(tree.inputs) is tuple and _are_str(tree.inputs)
    expect(is_paths, "the inputs of the tree are no paths")
    sizes = (*tree.n_topics, 0)
    for node in tree:
        known = all(0 <= index < sizes[node.layer + 1] for index, _ in node.further_parents)
        expect(known, f"further parents of topic {node.index} of layer {node.layer} are not there")


def check_documents(documents) -> None:
    """Raise a StoreError unless all columns of a DocumentTable are as long as its ids."""
    ids, n_docs, n_layers = documents.ids, len(documents.ids), len(documents.shares)
    expect(isinstance(ids, tuple) and _are_str(ids), "the ids of the documents are no texts")
    expect(len(set(ids)) == n_docs, "the ids of the documents are not distinct")
    for layer, shares in enumerate(documents.shares):
        is_shares = isinstance(shares, sparse.csr_array) and shares.dtype == np.float32
        expect(
            is_shares and shares.ndim == 2 and shares.shape[0] == n_docs,
            f"the documents' shares of layer {layer} do not fit their ids",
        )
    topics = documents.topics
    is_topics = isinstance(topics, tuple) and len(topics) == n_layers
    expect(is_topics, "there are not as many arrays of topics as layers")
    for layer, (shares, own) in enumerate(zip(documents.shares, topics, strict=True)):
        is_own = isinstance(own, np.ndarray) and own.shape == (n_docs,) and own.dtype.kind == "i"
        known = is_own and ((own >= -1) & (own < shares.shape[1])).all()
        expect(known, f"the documents' topics of layer {layer} do not fit their shares")
    labels = documents.labels
    is_labels = isinstance(labels, np.ndarray) and labels.dtype == object and labels.ndim == 2
    expect(is_labels and len(labels) == n_docs, "the documents' labels do not fit their ids")
    predicted = documents.predicted
    is_predicted = isinstance(predicted, tuple) and len(predicted) == n_layers
    expect(is_predicted, "there are not as many predicted labels as layers")
    for layer, names in enumerate(predicted):
        is_names = names is None or (isinstance(names, np.ndarray) and names.shape == (n_docs,))
        expect(is_names, f"the predicted labels of layer {layer} do not fit the ids")
    for name, column in documents.metadata.items():
        is_column = isinstance(column, list | tuple | np.ndarray) and len(column) == n_docs
        expect(is_column, f"the metadata {name!r} does not fit the documents' ids")
    excerpts = documents.excerpts
    expect(len(excerpts) in (0, n_docs), "there are not as many excerpts as documents")
    for title, passages in excerpts:
        is_excerpt = type(title) is str and type(passages) is tuple and _are_str(passages)
        expect(is_excerpt, "the documents' excerpts are no texts")
    expect(all(type(each) is Excerpt for each in excerpts), "the excerpts are none")


def check_run(run) -> None:
    """Raise a StoreError unless the parts of a Run, each checked before, are of one size."""
    sizes = tuple(A.shape[1] for A in run.model.A_)
    expect(
        len(run.vectorizer.vocabulary_) == run.model.n_features_in_,
        "the run's vectorizer and model do not have the same terms",
    )
    expect(run.tree.n_topics == sizes, "the run's tree does not have the topics of its model")
    expect(
        tuple(shares.shape[1] for shares in run.documents.shares) == sizes,
        "the shares of the run's documents are not those of its model's topics",
    )
    expect(
        run.tree.n_documents == len(run.documents),
        "the run's tree and its table do not have the same documents",
    )
    for name in ("corpus_report", "provenance"):
        expect(isinstance(getattr(run, name), dict), f"the run's {name} is no dictionary")
    expect("source" in run.corpus_report, "the run's corpus_report names no source")


def _is_floats(array, shape):
    is_array = isinstance(array, np.ndarray) and array.dtype.kind == "f"
    return is_array and array.shape == tuple(shape)


def _is_count(value):
    return isinstance(value, Integral) and not isinstance(value, bool) and value >= 1


def _is_list(value, length):
    return isinstance(value, list) and len(value) == length


def _are_str(values):
    return all(type(value) is str for value in values)
