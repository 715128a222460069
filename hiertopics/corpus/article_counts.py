"""What is said about files that have several documents one after another."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hiertopics.printable import printable

if TYPE_CHECKING:
    from hiertopics.corpus.files.articles import Articles


def articles_in(text: str, split: str | int | None, is_alone: bool) -> Articles | None:
    """The documents of a text, as `articles_of` finds them, unless it is wanted as it is."""
    if split in ("lines", "paragraphs"):
        return None
    # Imported here: it costs start-up time, and tables need none of it.
    from hiertopics.corpus.files.articles import articles_of

    return articles_of(text, is_alone)


@dataclass
class ArticleCounts:
    """Files of several documents, by what these are: the first, and how many of both there are."""

    files: dict[str, list[str]] = field(default_factory=dict)
    n_documents: dict[str, int] = field(default_factory=dict)
    n_empty: dict[str, int] = field(default_factory=dict)

    def documents(self, found: Articles, path: str) -> Iterator[tuple[str, str, dict[str, str]]]:
        """Place, text and fields of the documents of a file that have a text; they are counted."""
        kind = found.name
        if len(found.articles) == 1:
            yield "", found.articles[0].text, found.articles[0].fields
            return
        self.files.setdefault(kind, []).append(printable(os.path.basename(path)))
        for each in found.articles:
            counts = self.n_documents if each.text.strip() else self.n_empty
            counts[kind] = counts.get(kind, 0) + 1
            if each.text.strip():
                yield str(each.line), each.text, each.fields

    def remarks(self) -> list[str]:
        """How files were read, and how they are read otherwise."""
        said = []
        for kind, files in self.files.items():
            what = f"{files[0]} was" if len(files) == 1 else f"{len(files):,} files were"
            first = "" if len(files) == 1 else f", the first is {files[0]}"
            left_out = self.n_empty.get(kind, 0)
            empty = f"; left out are {left_out:,} without a text" if left_out else ""
            said.append(
                f"{what} read as {self.n_documents.get(kind, 0):,} {kind}, each a document{first}"
                f"{empty}; --split paragraphs reads the text as it is"
            )
        return said
