"""Models, vectorizers, trees and runs as plain content, and back.

A file names their classes; those are looked up in the table here, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any

from hiertopics.documents.excerpts import Excerpt
from hiertopics.documents.table import DocumentTable
from hiertopics.errors import HiertopicsError, StoreError
from hiertopics.store.checks import check_documents, check_estimator, check_run, check_tree, expect
from hiertopics.store.values import ValueReader, ValueWriter, expect_type

CLASSES = {
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
_COLUMNS = (
    "ids", "fine_shares", "parents", "n_topics", "topics", "labels", "label_names", "predicted",
)  # fmt: skip
# A wish of the session, not of the model; the metadata request is scikit-learn's, for a pipeline.
_OF_THE_SESSION = {"callback", "verbose", "_metadata_request"}


def write_object(fitted: Any, writer: ValueWriter) -> dict:
    """Return a fitted model, vectorizer, tree or run as plain JSON; the writer gathers its arrays.

    Raises a StoreError for all else, what is not fitted, and what no file without code can hold.
    """
    name = type(fitted).__name__
    if name not in CLASSES or type(fitted) is not _find_class(name):
        raise StoreError(
            f"expected a fitted model of hiertopics, a TextVectorizer, a TopicTree or a Run, "
            f"got a {type(fitted).__module__}.{name}; of a class of your own save the parts"
        )
    write = {"Run": _write_run, "TopicTree": _write_tree}.get(name, _write_estimator)
    return {"class": name, **write(fitted, writer)}


def read_object(
    content: dict, reader: ValueReader, expected: Sequence[str] = tuple(CLASSES)
) -> Any:
    """Return what `write_object` wrote, an object of one of the classes expected.

    Raises a StoreError, KeyError, TypeError, ValueError or another where the content is not such.
    """
    name = content["class"]
    if name not in expected:
        raise StoreError(f"it holds a {name!r}, which is not known here")
    read = {"Run": _read_run, "TopicTree": _read_tree}.get(name, _read_estimator)
    return read(_find_class(name), content, reader)


def _find_class(name: str) -> type:
    return getattr(import_module(CLASSES[name]), name)


def _write_estimator(estimator: Any, writer: ValueWriter) -> dict:
    check_estimator(estimator)
    own, parameters = type(estimator).__name__, estimator.get_params(deep=False)
    content: dict[str, dict] = {"settings": {}, "fitted": {}}
    for name, value in vars(estimator).items():
        if name in _OF_THE_SESSION:
            continue
        if name in parameters and callable(value) and not isinstance(value, type):
            default = type(estimator)().get_params(deep=False)[name]
            raise StoreError(
                f"{name} of this {own} is a function or object of yours, and a file holds no "
                f"code; before saving call set_params({name}={default!r}), and "
                "set_params with yours again after loading: what was fitted stays"
            )
        part = content["settings" if name in parameters else "fitted"]
        part[name] = writer.write(value, f"{name} of this {own}")
    return content


def _read_estimator(cls: type, content: dict, reader: ValueReader) -> Any:
    estimator = cls()
    settings, fitted = (
        expect_type(dict, reader.read(content[part])) for part in ("settings", "fitted")
    )
    # A later version may know more; and nothing stored takes the place of a method.
    known = set(estimator.get_params(deep=False)) - _OF_THE_SESSION
    estimator.set_params(**{name: settings[name] for name in settings if name in known})
    for name, value in fitted.items():
        is_private = name.startswith("_") and not name.startswith("__")
        if (name.endswith("_") or is_private) and not hasattr(cls, name):
            setattr(estimator, name, value)
    check_estimator(estimator)
    return estimator


def _write_tree(tree: Any, writer: ValueWriter) -> dict:
    try:
        content = tree.to_dict()
        expect(type(tree).from_dict(content) == tree, "its topics do not hang as they say")
        check_tree(tree)
    except (HiertopicsError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise StoreError(f"this TopicTree is not whole: {error}") from error
    return {"tree": content, "inputs": list(tree.inputs)}


def _read_tree(cls: Any, content: dict, reader: ValueReader) -> Any:
    tree = cls.from_dict(content["tree"])
    tree = replace(tree, inputs=tuple(expect_type(list, content["inputs"])))
    check_tree(tree)
    return tree


def _write_run(run: Any, writer: ValueWriter) -> dict:
    content = {}
    for name, classes in _PARTS_OF_RUN.items():
        part = getattr(run, name)
        if type(part).__name__ not in classes:
            raise StoreError(
                f"the run's {name} must be one of {', '.join(classes)} to be saved, "
                f"got a {type(part).__name__}; save its tree by itself"
            )
        content[name] = write_object(part, writer)
    content["documents"] = _write_documents(run.documents, writer)
    for name in ("corpus_report", "provenance"):
        content[name] = writer.write(getattr(run, name), f"{name} of this Run")
    figures = None if run.evaluation is None else run.evaluation.to_dict()
    content["evaluation"] = writer.write(figures, "evaluation of this Run")
    check_run(run)
    return content


def _read_run(cls: type, content: dict, reader: ValueReader) -> Any:
    parts = {name: read_object(content[name], reader, of) for name, of in _PARTS_OF_RUN.items()}
    from hiertopics.quality.evaluation import Evaluation  # a quarter of a second, for a run alone

    figures = reader.read(content["evaluation"])
    run = cls(
        **parts,
        documents=_read_documents(content["documents"], reader),
        corpus_report=reader.read(content["corpus_report"]),
        provenance=reader.read(content["provenance"]),
        evaluation=None if figures is None else Evaluation.from_dict(figures),
    )
    check_run(run)
    return run


def _write_documents(documents: DocumentTable, writer: ValueWriter) -> dict:
    documents = replace(documents, excerpts=tuple(documents.excerpts))  # made now, if not before
    check_documents(documents)
    content = {
        name: writer.write(getattr(documents, name), f"the documents' {name}") for name in _COLUMNS
    }
    content["metadata"] = [
        [name, writer.write(column, f"the metadata {name!r}")]
        for name, column in documents.metadata.items()
    ]
    content["excerpts"] = [[title, list(passages)] for title, passages in documents.excerpts]
    return content


def _read_documents(content: dict, reader: ValueReader) -> DocumentTable:
    documents = DocumentTable(
        **{name: reader.read(content[name]) for name in _COLUMNS},
        metadata={name: reader.read(column) for name, column in content["metadata"]},
        excerpts=tuple(Excerpt(title, tuple(passages)) for title, passages in content["excerpts"]),
    )
    check_documents(documents)
    return documents
