"""A matrix on disk that estimators take in place of X."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from functools import partial
from os import PathLike, fspath
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from hiertopics.core.shards import ShardedMatrix
from hiertopics.errors import HiertopicsError, StoreError
from hiertopics.matrix import layout
from hiertopics.matrix.scratch import scratch_rows


def open_matrix(path: str | PathLike, *, check: bool = True) -> StoredMatrix:
    """Open a matrix that is on disk.

    Parameters
    ----------
    path : str or path
        The folder that `write_matrix` wrote.
    check : bool, default=True
        Read all of it once and compare checksums. A matrix that was damaged on the disk would
        give wrong topics or end the process; without the check only sizes are looked at.

    Returns
    -------
    StoredMatrix

    Raises
    ------
    StoreError
        A ValueError: there is no such matrix, it is unfinished or damaged.
    """
    folder = Path(fspath(path)).absolute()
    try:
        said = layout.read_json(folder / layout.MATRIX)
    except FileNotFoundError as error:
        begun = layout.shard_folder(folder, 0).is_dir()
        fault = "is not finished; write it again to go on" if begun else "holds no matrix"
        raise StoreError(
            f"{folder} {fault} (there is no {layout.MATRIX} in it); expected a folder that "
            "write_matrix wrote"
        ) from error
    layout.check_description(said, folder)
    if check:
        layout.check_files(folder, said)
    return StoredMatrix(folder, said)


class StoredMatrix:
    """A matrix on disk, (n_docs, n_terms), whose rows are read when they are needed.

    Estimators take it in place of X, in ``fit``, ``transform`` and all that reads documents, and
    give the same numbers, bit for bit, as for the same matrix in memory. It is opened by
    `open_matrix`; its arrays are mapped into memory, so that several processes share what they
    read, and what is not in use makes room for other things.

    Parameters
    ----------
    path : Path
        The folder.
    description : dict
        What its ``matrix.json`` says.

    Attributes
    ----------
    shape : tuple of int
    dtype : numpy dtype
        float32 or float64.
    nnz : int
        Entries that are stored.
    feature_names : ndarray of str of shape (n_terms,), or None
        The terms, if they were given when it was written.
    ids : ndarray of str of shape (n_docs,), or None
        Of the documents, if they were given; read when they are first asked for.
    """

    ndim = 2

    def __init__(self, path: Path, description: dict) -> None:
        self.path, self._said = path, description
        shards = description["shards"]
        self.shape = (sum(shard["n_docs"] for shard in shards), description["n_terms"])
        self.dtype = np.dtype(description["dtype"])
        self.nnz = sum(shard["n_stored"] for shard in shards)
        names = description.get("feature_names")
        self.feature_names = None if names is None else np.array(names, dtype=object)

    def __repr__(self) -> str:
        n_docs, n_terms = self.shape
        return f"<StoredMatrix of {n_docs:,} documents and {n_terms:,} terms in {str(self.path)!r}>"

    def __getstate__(self) -> dict[str, Any]:
        """All but data and ids: a process that unpickles it reads them anew."""
        return {name: value for name, value in vars(self).items() if name not in ("data", "ids")}

    @functools.cached_property
    def ids(self) -> np.ndarray | None:
        """The ids of the documents, or None."""
        if self._said.get("documents") is None:
            return None
        return np.array(layout.read_ids(self.path, self.shape[0]), dtype=object)

    @functools.cached_property
    def data(self) -> ShardedMatrix:
        """The matrix as the factorizations take it."""
        dtype, n_terms, said = self._said["dtype"], self.shape[1], self._said["shards"]
        shards = [
            layout.open_shard(self.path, number, shard, n_terms, dtype)
            for number, shard in enumerate(said)
        ]
        ends = np.cumsum([shard["n_docs"] for shard in said]).tolist()
        return ShardedMatrix(shards, ends, new_rows=partial(scratch_rows, self.path))

    def blocks(self) -> Iterator[sparse.csr_array]:
        """All documents in order, as CSR arrays of a shard each, which must not be written to."""
        return (shard.X for shard in self.data.shards)

    def __getitem__(self, rows: Any) -> sparse.csr_array:
        """Some of the documents, in memory: by a number, a slice, numbers or a mask (n_docs,).

        All of their terms may be asked for, too, by ``[rows, ...]`` or ``[rows, :]``.
        """
        if isinstance(rows, tuple) and len(rows) == 2 and _is_all(rows[1]):
            rows = rows[0]
        if isinstance(rows, tuple):
            raise HiertopicsError(
                f"expected documents with all of their terms, got [{', '.join(map(repr, rows))}]; "
                "take the documents first, then their terms"
            )
        numbers, shards = _numbers(rows, self.shape[0]), self.data.shards
        ends = np.cumsum([shard.shape[0] for shard in shards])
        holders = np.searchsorted(ends, numbers, side="right")
        parts = [sparse.csr_array((0, self.shape[1]), dtype=self.dtype)]
        for holder in np.unique(holders):
            first = ends[holder] - shards[holder].shape[0]
            parts.append(shards[holder].X[numbers[holders == holder] - first])
        as_asked = np.argsort(np.argsort(holders, kind="stable"))
        return sparse.vstack(parts, format="csr", dtype=self.dtype)[as_asked]

    def tocsr(self) -> sparse.csr_array:
        """All of it in memory."""
        return sparse.vstack(list(self.blocks()), format="csr")


def _numbers(rows: Any, n_docs: int) -> np.ndarray:
    """The documents that are asked for, as numbers from 0."""
    if isinstance(rows, slice):
        return np.arange(*rows.indices(n_docs))
    given = np.asarray(rows)
    if given.dtype == bool and given.shape == (n_docs,):
        return np.flatnonzero(given)
    if given.ndim > 1 or (given.size and given.dtype.kind not in "iu"):
        raise HiertopicsError(
            "expected the documents as a number, a slice, a list of numbers or a mask with a value "
            f"for each of {n_docs:,}, got {rows!r}"
        )
    numbers = np.atleast_1d(given).astype(np.int64)
    if ((numbers < -n_docs) | (numbers >= n_docs)).any():
        raise IndexError(f"there are {n_docs:,} documents, and {rows!r} asks for others")
    return np.where(numbers < 0, numbers + n_docs, numbers)


def _is_all(terms: Any) -> bool:
    return terms is Ellipsis or (isinstance(terms, slice) and terms == slice(None))
