"""The table of documents as plain content, and back."""

from __future__ import annotations

from dataclasses import replace

from hiertopics.documents.excerpts import Excerpt
from hiertopics.documents.table import DocumentTable
from hiertopics.store.checks import check_documents
from hiertopics.store.values import ValueReader, ValueWriter

_ARRAYS = ("ids", "shares", "topics", "labels", "predicted")


def documents_content(documents: DocumentTable, writer: ValueWriter) -> dict:
    """Return a table as plain JSON; excerpts are made now, if they are not there yet.

    Parameters
    ----------
    documents : DocumentTable
    writer : ValueWriter
        It gathers the arrays.

    Raises
    ------
    StoreError
        For columns of different lengths, and values that no file without code can hold.
    """
    documents = replace(documents, excerpts=tuple(documents.excerpts))
    check_documents(documents)
    content = {
        name: writer.write(getattr(documents, name), f"the documents' {name}") for name in _ARRAYS
    }
    content["metadata"] = [
        [writer.write(name, "a name of metadata"), writer.write(column, f"the metadata {name!r}")]
        for name, column in documents.metadata.items()
    ]
    content["excerpts"] = [[title, list(passages)] for title, passages in documents.excerpts]
    return content


def documents_of(content: dict, reader: ValueReader) -> DocumentTable:
    """Return the table that `documents_content` told of.

    Parameters
    ----------
    content : dict
    reader : ValueReader

    Raises
    ------
    StoreError, KeyError, TypeError, ValueError and others
        Where the content is not what `documents_content` returns.
    """
    documents = DocumentTable(
        **{name: reader.read(content[name]) for name in _ARRAYS},
        metadata={reader.read(name): reader.read(column) for name, column in content["metadata"]},
        excerpts=tuple(Excerpt(title, tuple(passages)) for title, passages in content["excerpts"]),
    )
    check_documents(documents)
    return documents
