"""A tree of topics as tables: one row a topic, one a word, or one a typical document."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from types import ModuleType
from typing import TYPE_CHECKING

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
        }
        for node in tree
    ]


def joined(tuples: Iterable[tuple]) -> str:
    """Join the first parts of tuples to a text to read."""
    return ", ".join(str(each[0]) for each in tuples)


def csv_text(tree: TopicTree) -> str:
    """Write a `TopicTree` as CSV; see `TopicTree.to_csv`."""
    rows = topic_rows(tree)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]) if rows else [])
    writer.writeheader()
    for row in rows:
        writer.writerow({column: _cell(value) for column, value in row.items()})
    return text.getvalue()


def _cell(value):
    if not isinstance(value, str):
        return value
    # Readers in C take the character zero for the end of the text.
    value = value.replace("\0", "\\x00")
    return "'" + value if _FORMULA.match(value) else value


def topic_frame(tree: TopicTree) -> pandas.DataFrame:
    """Write a `TopicTree` as a pandas table; see `TopicTree.to_frame`."""
    # Int64 has room for the roots, which have no parent; a plain column would turn every index to a
    # float.
    return pandas_for("to_frame").DataFrame(topic_rows(tree)).astype({"parent": "Int64"})


def words_frame(tree: TopicTree) -> pandas.DataFrame:
    """Write the words of a `TopicTree` as a pandas table; see `TopicTree.words_frame`."""
    columns = ("layer", "index", "rank", "word", "weight")
    rows = [
        (node.layer, node.index, rank, *word)
        for node in tree
        for rank, word in enumerate(node.words, 1)
    ]
    return _long_frame("words_frame", rows, columns, "weight")


def documents_frame(tree: TopicTree) -> pandas.DataFrame:
    """Write the documents of a `TopicTree` as a pandas table; see `TopicTree.documents_frame`."""
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
