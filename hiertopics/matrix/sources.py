"""What a matrix on disk can be written from, as blocks of documents."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from scipy import sparse

from hiertopics.errors import HiertopicsError
from hiertopics.matrix.stored import StoredMatrix
from hiertopics.natural_order import natural_key

# What numpy and zipfile raise for a file that is another or damaged.
_DAMAGE = (OSError, ValueError, KeyError, EOFError, BadZipFile, NotImplementedError, zlib.error)
_EXPECTED = "expected a sparse matrix, an array, blocks of documents as either, or .npz files"
_ROWS = 1000  # of what is not in memory, at a time


def is_annotated(X: Any) -> bool:
    """Whether a matrix comes with the names of its columns, as that of AnnData."""
    return hasattr(X, "X") and hasattr(X, "var_names")


def blocks_of(X: Any) -> Iterable[Any]:
    """Blocks of documents one after the other; see `write_matrix`."""
    if sparse.issparse(X) or isinstance(X, np.ndarray):
        return [X]
    if isinstance(X, StoredMatrix):
        return X.blocks()
    if is_annotated(X):
        return blocks_of(X.X)
    if isinstance(X, str | PathLike):
        return _loaded(_files_in(Path(fspath(X))))
    if isinstance(X, Sequence) and X and all(isinstance(each, str | PathLike) for each in X):
        return _loaded(map(Path, X))
    if len(getattr(X, "shape", ())) == 2 and hasattr(X, "__getitem__"):
        return (X[first : first + _ROWS] for first in range(0, X.shape[0], _ROWS))
    if isinstance(X, Iterable):
        return X
    raise HiertopicsError(f"{_EXPECTED}, got {type(X).__name__}")


def _files_in(path: Path) -> list[Path]:
    """The .npz files of a folder, 2 before 10; or a file alone."""
    if not path.exists():
        raise HiertopicsError(f"{_EXPECTED}, and there is no {path}")
    if not path.is_dir():
        return [path]
    files = [file for file in path.iterdir() if file.suffix == ".npz" and file.name[0] != "."]
    if not files:
        raise HiertopicsError(
            f"{path} holds no .npz file; expected a folder of those that scipy.sparse.save_npz "
            "writes, or their paths"
        )
    return sorted(files, key=lambda file: natural_key(file.name))


def _loaded(paths: Iterable[Path]) -> Iterator[Any]:
    for path in paths:
        try:
            with open(path, "rb") as file:  # which scipy leaves open where it is damaged
                block = sparse.load_npz(file)
        except _DAMAGE as error:
            raise HiertopicsError(
                f"{path} cannot be read; expected a matrix that scipy.sparse.save_npz wrote"
            ) from error
        yield block
