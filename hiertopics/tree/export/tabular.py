"""A tree of topics as tables: one row a topic, one a word, or one a typical document."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from os import PathLike
from types import ModuleType
from typing import TYPE_CHECKING

from hiertopics.tree.export.written import written

if TYPE_CHECKING:
    import pandas

    from hiertopics.tree.tree import TopicTree

# What spreadsheets take for a formula, also behind blanks, or for the end of a cell.
_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")


def topic_rows(tree: TopicTree) -> list[dict]:
    """List a `TopicTree` as dictionaries, one a topic; see `TopicTree.to_frame`."""
    return [
        {
            "layer": node.layer,
            "index": node.index,
            "name": node.name,
            "share": node.share,
            "n_documents": node.n_documents,
            "parent": node.parent,
            "parent_share": node.parent_share,
            "further_parents": joined(node.further_parents),
            "words": joined(node.words),
            "documents": joined(node.documents),
            "labels": joined(node.labels),
            "n_labelled": node.n_labelled,
            "stability": node.stability,
            "parent_stability": node.parent_stability,
        }
        for node in tree
    ]


def joined(tuples: Iterable[tuple]) -> str:
    """Join the first parts of tuples to a text to read."""
    return ", ".join(str(each[0]) for each in tuples)


def to_csv(tree: TopicTree, path: str | PathLike | None = None, encoding: str = "utf-8") -> str:
    r"""Return the tree as CSV, one row a topic, with the columns of `to_frame`.

    A cell that a spreadsheet would run as a formula (it begins with ``= + - @``, also behind
    blanks, or with a tab or a line end) has an apostrophe put before it, and so has one that
    begins with apostrophes and goes on like this. Numbers are left alone, roots have an empty
    parent, stability is empty where it was not measured, the character zero is spelt ``\x00``.
    Needs no pandas.

    Parameters
    ----------
    path : str or path, optional
        A file to write it to as well.
    encoding : str, default="utf-8"
        Of that file; Excel shows accents right with "utf-8-sig".

    Returns
    -------
    str
    """
    rows = topic_rows(tree)
    header = list(rows[0]) if rows else []
    text = csv_text([header, *(map(_cell, row.values()) for row in rows)])
    return written(tree, text, path, encoding)


def csv_text(rows: Iterable[Iterable]) -> str:
    """Write rows as CSV by RFC 4180, line ends included."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _cell(value):
    if not isinstance(value, str):
        return value
    # Readers in C take the character zero for the end of the text.
    value = value.replace("\0", "\\x00")
    return "'" + value if _FORMULA.match(value) else value


def to_frame(tree: TopicTree) -> pandas.DataFrame:
    """Return the tree as a table, one row a topic, in the order of the tree.

    Returns
    -------
    pandas.DataFrame
        Columns ``layer, index, name, share, n_documents, parent, parent_share, further_parents,
        words, documents, labels, n_labelled, stability, parent_stability``. Lists are joined to
        text, for reading and for spreadsheets; `words_frame`, `documents_frame` and `to_dict` have
        every weight. Stability that was not measured is missing.

    Raises
    ------
    ImportError
        If pandas is not installed.
    """
    # Int64 has room for the roots, which have no parent; a plain column would turn every index to a
    # float.
    kinds = {"parent": "Int64", "stability": "float64", "parent_stability": "float64"}
    return pandas_for("to_frame").DataFrame(topic_rows(tree)).astype(kinds)


def words_frame(tree: TopicTree) -> pandas.DataFrame:
    """Return the words of all topics as a table, one row a word.

    Returns
    -------
    pandas.DataFrame
        Columns ``layer, index, rank, word, weight``; ranks begin with 1.

    Raises
    ------
    ImportError
        If pandas is not installed.
    """
    columns = ("layer", "index", "rank", "word", "weight")
    rows = [
        (node.layer, node.index, rank, *word)
        for node in tree
        for rank, word in enumerate(node.words, 1)
    ]
    return _long_frame("words_frame", rows, columns, "weight")


def documents_frame(tree: TopicTree) -> pandas.DataFrame:
    """Return the typical documents of all topics as a table, one row a document and topic.

    Returns
    -------
    pandas.DataFrame
        Columns ``layer, index, rank, id, share, title, passage``; ranks begin with 1.

    Raises
    ------
    ImportError
        If pandas is not installed.
    """
    columns = ("layer", "index", "rank", "id", "share", "title", "passage")
    rows = [
        (node.layer, node.index, rank, *shown)
        for node in tree
        for rank, shown in enumerate(node.documents, 1)
    ]
    return _long_frame("documents_frame", rows, columns, "share")


def _long_frame(method, rows, columns, figure):
    # An empty table shall have columns of the same kinds as any other.
    kinds = {"layer": "int64", "index": "int64", "rank": "int64", figure: "float64"}
    return pandas_for(method).DataFrame(rows, columns=list(columns)).astype(kinds)


def pandas_for(method: str) -> ModuleType:
    """Return pandas, or say that a method needs it."""
    try:
        import pandas
    except ImportError as fault:
        raise ImportError(missing(method, "pandas")) from fault
    return pandas


def missing(method: str, package: str) -> str:
    """Say that a method needs a package, and how to get it."""
    return (
        f"{method}() needs {package}, which is not installed; "
        f"install it with: pip install 'hiertopics[frames]'"
    )
