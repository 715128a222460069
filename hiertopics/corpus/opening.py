"""A path in, its kind and its bytes out, unzipped where they are gzipped."""

from __future__ import annotations

import codecs
import gzip
import io
import os
import zlib
from typing import BinaryIO

from hiertopics.corpus.decode import detected_encoding, marked_encoding

# Bytes that a single document may have. The Bible has 4 MB; what is longer is a collection.
LONGEST_DOCUMENT = 50_000_000

# What reading a damaged or cut off .gz file raises.
GZIP_ERRORS = (EOFError, zlib.error, gzip.BadGzipFile)

_BLOCK = 2**18
_LOOKED_AT = 2**26


def kind_of(path: str) -> str:
    """Ending of a file's name in lower case, that of a gzipped file without its .gz."""
    name = os.path.basename(path).lower().removesuffix(".gz")
    return os.path.splitext(name)[1]


def open_bytes(path: str) -> BinaryIO:
    """Open a file to read its bytes, unzipped where its name ends in .gz."""
    if path.lower().endswith(".gz"):
        return gzip.open(path, "rb")
    return open(path, "rb")


def opened_text(file: BinaryIO, encoding: str | None, newline: str | None = None):
    """Text of an open file, decoded as it is read; in the encoding it looks like by default."""
    encoding = encoding or _encoding_of(file)
    name = codecs.lookup(encoding).name
    if name in ("utf-16", "utf-32") and marked_encoding(file.read(4)) != name:
        encoding = f"{name}-le"  # a stream does not begin without a mark
    file.seek(0)
    encoding = "utf-8-sig" if name == "utf-8" else encoding
    return io.TextIOWrapper(file, encoding, errors="replace", newline=newline)


def _encoding_of(file: BinaryIO) -> str:
    """Encoding of an open file, by the first part of it that tells; it is at its start again."""
    block, seen, is_whole = b"", 0, False
    try:
        while seen < _LOOKED_AT and block.isascii() and marked_encoding(block) is None:
            block = file.read(_BLOCK)
            seen += len(block)
            is_whole = len(block) < _BLOCK
            if is_whole:
                break
    except GZIP_ERRORS:
        pass  # what comes before the damage tells
    file.seek(0)
    return detected_encoding(block, is_whole)
