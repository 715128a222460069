"""Rows of Parquet files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from hiertopics.corpus.notes import Notes
from hiertopics.errors import CorpusError


def parquet_rows(file: BinaryIO, encoding: str | None, notes: Notes) -> Iterator[Mapping | None]:
    """Rows of a Parquet file."""
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise CorpusError(
            "reading Parquet needs pyarrow; install it with pip install 'hiertopics[files]'"
        ) from None
    try:
        for batch in ParquetFile(file).iter_batches(batch_size=1024):
            yield from batch.to_pylist()
    except (ArrowException, ValueError, OverflowError) as error:
        name = os.path.basename(file.name)
        raise CorpusError(f"{name} is no Parquet file that can be read: {error}") from None
