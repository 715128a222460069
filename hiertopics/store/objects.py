"""What can be saved to plain content and back: models, vectorizers, trees and runs.

Names in a file are looked up in the table here, and nowhere else.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

from hiertopics.errors import HiertopicsError, StoreError
from hiertopics.store.values import ValueReader, ValueWriter, of_type

KINDS = {
    "NMF": "hiertopics.models.nmf",
    "SSNMF": "hiertopics.models.ssnmf",
    "HierarchicalNMF": "hiertopics.models.hierarchical",
    "DeepNMF": "hiertopics.models.deep",
    "NeuralNMF": "hiertopics.models.neural",
    "TextVectorizer": "hiertopics.vectorizer.vectorizer",
    "TopicTree": "hiertopics.tree.tree",
    "Run": "hiertopics.run",
}
_PARTS_OF_RUN = {
    "vectorizer": ("TextVectorizer",),
    "model": ("NMF", "SSNMF", "HierarchicalNMF", "DeepNMF", "NeuralNMF"),
    "tree": ("TopicTree",),
}
# A wish of the session, not of the model; the metadata request is scikit-learn's, for a pipeline.
_OF_THE_SESSION = {"callback", "verbose", "_metadata_request"}


def content_of(thing, writer: ValueWriter) -> dict:
    """Return what a thing is as plain JSON.

    Parameters
    ----------
    thing : fitted model, TextVectorizer, TopicTree or Run
    writer : ValueWriter
        It gathers the arrays.

    Raises
    ------
    StoreError
        For anything else, for what is not fitted, and for what no file without code can hold.
    """
    kind = type(thing).__name__
    if kind not in KINDS or type(thing) is not _class_of(kind):
        raise StoreError(
            f"expected a fitted model of hiertopics, a TextVectorizer, a TopicTree or a Run, "
            f"got a {type(thing).__module__}.{kind}; of a class of your own save the parts"
        )
    if kind == "Run":
        return _run_content(thing, writer)
    if kind == "TopicTree":
        return _tree_content(thing)
    return _estimator_content(thing, writer)


def thing_of(content, reader: ValueReader, expected=tuple(KINDS)):
    """Return the thing that `content_of` told of.

    Parameters
    ----------
    content : dict
    reader : ValueReader
    expected : collection of str
        Kinds that may stand here.

    Raises
    ------
    StoreError, KeyError, TypeError, ValueError and others
        Where the content is not what `content_of` returns.
    """
    kind = content["kind"]
    if kind not in expected:
        raise StoreError(f"it holds a {kind!r}, which is not known here")
    if kind == "Run":
        return _run_of(content, reader)
    if kind == "TopicTree":
        return _tree_of(content)
    return _estimator_of(kind, content, reader)


def _class_of(kind):
    return getattr(import_module(KINDS[kind]), kind)


def _estimator_content(estimator, writer):
    kind = type(estimator).__name__
    _check_estimator(estimator)
    names, parts = set(estimator.get_params(deep=False)), {"settings": {}, "fitted": {}}
    for name, value in vars(estimator).items():
        if name in _OF_THE_SESSION:
            continue
        if name in names and callable(value) and not isinstance(value, type):
            raise StoreError(
                f"{name} of this {kind} is a function or object of yours, and a file holds no "
                f"code; before saving call set_params({name}={_default(estimator, name)!r}), and "
                "set_params with yours again after loading: what was fitted stays"
            )
        part = parts["settings" if name in names else "fitted"]
        part[name] = writer.write(value, f"{name} of this {kind}")
    return {"kind": kind, **parts}


def _default(estimator, name):
    return type(estimator)().get_params(deep=False)[name]


def _estimator_of(kind, content, reader):
    estimator = _class_of(kind)()
    settings, fitted = (
        of_type(dict, reader.read(content[part])) for part in ("settings", "fitted")
    )
    # A later version may know more; and nothing stored takes the place of a method.
    known = set(estimator.get_params(deep=False)) - _OF_THE_SESSION
    estimator.set_params(**{name: settings[name] for name in settings if name in known})
    for name, value in fitted.items():
        is_private = name.startswith("_") and not name.startswith("__")
        if (name.endswith("_") or is_private) and not hasattr(type(estimator), name):
            setattr(estimator, name, value)
    _check_estimator(estimator)
    return estimator


def _check_estimator(estimator):
    from hiertopics.store.checks import check_model, check_vectorizer

    try:
        if type(estimator).__name__ == "TextVectorizer":
            check_vectorizer(estimator)
        else:
            check_model(estimator)
    except StoreError:
        raise
    except (HiertopicsError, AttributeError, TypeError) as fault:
        raise StoreError(f"this {type(estimator).__name__} is not whole: {fault}") from fault


def _tree_content(tree):
    from hiertopics.store.checks import check_tree, expect

    try:
        content = tree.to_dict()
        expect(type(tree).from_dict(content) == tree, "its topics do not hang as they say")
        check_tree(tree)
    except (HiertopicsError, LookupError, TypeError, AttributeError, RecursionError) as fault:
        raise StoreError(f"this TopicTree is not whole: {fault}") from fault
    return {"kind": "TopicTree", "tree": content, "inputs": list(tree.inputs)}


def _tree_of(content):
    from hiertopics.store.checks import check_tree

    tree = _class_of("TopicTree").from_dict(content["tree"])
    tree = replace(tree, inputs=tuple(of_type(list, content["inputs"])))
    check_tree(tree)
    return tree


def _run_content(run, writer):
    from hiertopics.store.checks import check_run
    from hiertopics.store.document_table import documents_content

    content = {"kind": "Run"}
    for name, kinds in _PARTS_OF_RUN.items():
        part = getattr(run, name)
        if type(part).__name__ not in kinds:
            raise StoreError(
                f"the run's {name} must be one of {', '.join(kinds)} to be saved, "
                f"got a {type(part).__name__}; save its tree by itself"
            )
        content[name] = content_of(part, writer)
    content["documents"] = documents_content(run.documents, writer)
    for name in ("corpus_report", "provenance"):
        content[name] = writer.write(getattr(run, name), f"{name} of this Run")
    check_run(run)
    return content


def _run_of(content, reader):
    from hiertopics.store.checks import check_run
    from hiertopics.store.document_table import documents_of

    run = _class_of("Run")(
        **{name: thing_of(content[name], reader, kinds) for name, kinds in _PARTS_OF_RUN.items()},
        documents=documents_of(content["documents"], reader),
        corpus_report=reader.read(content["corpus_report"]),
        provenance=reader.read(content["provenance"]),
    )
    check_run(run)
    return run
