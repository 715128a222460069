"""Texts that a tree is written as, put into a file where a path is given."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

from hiertopics.atomic import write_text

if TYPE_CHECKING:
    from hiertopics.tree.tree import TopicTree


def written(
    tree: TopicTree, text: str, path: str | PathLike | None, encoding: str = "utf-8"
) -> str:
    """Return a text, after it was written to the path, if there is one; see `write_text`."""
    if path is not None:
        write_text(path, text, inputs=tree.inputs, encoding=encoding)
    return text
