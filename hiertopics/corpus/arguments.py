"""Check what `hiertopics.corpus.read.read_corpus` is asked for, and say what it expects."""

from __future__ import annotations

import codecs
import os
from collections.abc import Sequence

from hiertopics.corpus.formats import STRIP
from hiertopics.corpus.tables.columns import Names
from hiertopics.errors import CorpusError
from hiertopics.printable import printable


def check_columns(text, id, labels, metadata) -> None:
    """Raise a CorpusError of what names no column, or none where one is needed."""
    asked = {
        "text_column": text,
        "label_columns": labels,
        "metadata_columns": metadata,
        "id_column": id,
    }
    for argument, given in asked.items():
        is_list = isinstance(given, list | tuple) and argument != "id_column"
        if given is None or (isinstance(given, str | int) and not isinstance(given, bool)):
            continue
        if not is_list or not all(isinstance(name, str | int) for name in given):
            one = "the name of a column" + (
                " or a list of names" if argument != "id_column" else ""
            )
            raise CorpusError(f"{argument} must be {one}, got {given!r}")
        if not given and argument == "text_column":
            raise CorpusError(
                "text_column must name at least one column, got an empty list; None, which is the "
                "default, takes the one that reads like text"
            )


def check_strip(strip: str) -> None:
    """Raise a CorpusError of what is no choice of what to leave out of mails."""
    if strip not in STRIP:
        raise CorpusError(f"strip must be one of {', '.join(STRIP)}, got {strip!r}")


def missing_values(missing: Names) -> tuple[str, ...]:
    """The values that are given as missing, without those that mean none."""
    if not isinstance(missing, str | list | tuple):
        raise CorpusError(f"missing must be 'auto', 'none' or a list of values, got {missing!r}")
    values = (missing,) if isinstance(missing, str) else tuple(map(str, missing))
    return () if values == ("none",) else values


def check_sheets(sheet: str | Sequence[str] | None) -> tuple[str, ...]:
    """The names of sheets that are asked for, none where that is left open."""
    names = (sheet,) if isinstance(sheet, str) else sheet
    is_list = isinstance(names, list | tuple) and all(isinstance(name, str) for name in names)
    if names is not None and not (is_list and all(names)):
        raise CorpusError(f"sheet must be the name of a sheet or a list of names, got {sheet!r}")
    return tuple(names or ())


def check_encoding(encoding) -> None:
    """Raise a CorpusError of what is no encoding."""
    try:
        # Some of Python's codecs are no encodings of text, and some take no bytes.
        is_text = encoding is None or codecs.lookup(encoding)._is_text_encoding
        if not is_text or b"a".decode(encoding or "utf-8", "replace") == "":
            raise LookupError
    except (LookupError, TypeError, ValueError):
        raise CorpusError(
            f"there is no encoding {encoding!r}; utf-8, cp1252 or utf-16 would be one"
        ) from None


def check_for_texts(strip: str, given: Sequence) -> None:
    """Raise a CorpusError of settings that a list of texts has no use for."""
    if strip == "email" or any(value is not None for value in given):
        raise CorpusError(
            "columns, labels, split, strip and encoding are for files and tables, and this is "
            "a list of texts; make a Corpus of it by Corpus.from_texts(texts, ids, labels)"
        )


def existing(path) -> str:
    """The whole path of a folder or a file that is there, else a CorpusError."""
    root = os.path.abspath(os.path.expanduser(os.fsdecode(path)))
    if path in ("", b""):
        raise CorpusError("expected the path of a folder, got an empty one; '.' is this folder")
    shown = printable(root)
    if not os.fsdecode(path) or "\0" in root or not os.path.exists(root):
        raise CorpusError(f"there is no folder or file {shown}; check the path")
    if not os.path.isdir(root) and not os.path.isfile(root):
        raise CorpusError(f"{shown} is neither; give the folder that holds your texts")
    return root
