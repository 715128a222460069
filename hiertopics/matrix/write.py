"""Write a matrix to disk, one shard after the other."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterable, Iterator, Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike
from scipy import sparse

from hiertopics.atomic import DRAFT
from hiertopics.core.data import DOC_WORK, DataMatrix, look_at
from hiertopics.core.shards import shard_ends
from hiertopics.errors import HiertopicsError
from hiertopics.matrix import layout
from hiertopics.matrix.sources import blocks_of, is_annotated
from hiertopics.matrix.stored import StoredMatrix, open_matrix
from hiertopics.matrix_checks import check_magnitude, check_structure
from hiertopics.progress import Progress, silent


def write_matrix(
    path: str | PathLike,
    X: Any,
    *,
    feature_names: Sequence[str] | None = None,
    ids: Iterable[str] | None = None,
    dtype: DTypeLike | None = None,
    source: str | None = None,
    progress: Progress | None = None,
) -> StoredMatrix:
    """Write a matrix to disk, in memory that is bounded by one shard and one block.

    A shard that is written is never lost: called again with the same ``source`` after it was
    interrupted, it goes on with the shards that are missing, and ends with the same bytes. Nothing
    can be opened before all is written.

    Parameters
    ----------
    path : str or path
        The folder, new or empty, or one in which the same matrix was begun.
    X : sparse matrix, array, iterable of either, paths, AnnData or callable
        Documents by terms, nonnegative: (n_docs, n_terms), or blocks of any number of documents
        one after the other. Paths are of the files of ``scipy.sparse.save_npz``, or that of a
        folder of them, which come in the order of their names, 2 before 10. A callable gets the
        number of the first document that is missing and returns the blocks from there on, so that a
        source need not be gone through again.
    feature_names : sequence of str of length n_terms, optional
        The terms; by default the ``var_names`` of AnnData.
    ids : iterable of str of length n_docs, optional
        Of the documents, by default the ``obs_names`` of AnnData; gone through once, at the end.
    dtype : {float32, float64}, optional
        Of the numbers on disk; by default that of the first block, float64 if it is neither.
    source : str, optional
        What the documents are made from, in any words. A matrix begun from another source, or
        without one, is begun anew.
    progress : callable, optional
        ``progress("writing", n_docs, total)``; the total is None for blocks.

    Returns
    -------
    StoredMatrix

    Raises
    ------
    HiertopicsError
        A ValueError: blocks of different widths, numbers that are negative, infinite or missing,
        more or fewer ids than documents, or a folder that holds other things.
    """
    folder = Path(fspath(path))
    begun = _begun(folder, source)
    n_before = sum(said["n_docs"] for said in begun)
    if is_annotated(X):
        feature_names = X.var_names if feature_names is None else feature_names
        ids = getattr(X, "obs_names", None) if ids is None else ids
    names = None if feature_names is None else [str(name) for name in feature_names]
    writer = _Writer(folder, begun, None if dtype is None else np.dtype(dtype), names)
    report, total = progress or silent, next(iter(getattr(X, "shape", ())), None)
    blocks = X(n_before) if callable(X) else _without_first(blocks_of(X), n_before)
    report("writing", n_before, total)
    for block in blocks:
        writer.add(block)
        report("writing", writer.n_docs, total)
    writer.finish(ids)
    return open_matrix(folder, check=False)


def check_free(path: str | PathLike) -> None:
    """Raise HiertopicsError where no matrix can be written to a folder, as it holds other things.

    One that was begun there is none.
    """
    folder = Path(fspath(path))
    if folder.exists() and not folder.is_dir():
        raise HiertopicsError(f"expected a folder to write the matrix to, and {folder} is a file")
    names = [each.name for each in folder.iterdir()] if folder.exists() else []
    found = sorted(name for name in names if not name.startswith(DRAFT))
    if layout.MATRIX in found:
        raise HiertopicsError(f"{folder} holds a matrix already; name another folder or remove it")
    if found and layout.BEGUN not in found:
        raise HiertopicsError(
            f"{folder} holds other things ({found[0]}); name a folder that is new or empty"
        )


def _begun(folder: Path, source: str | None) -> list[dict]:
    """What was written of the same matrix before; the folder is made ready to go on."""
    check_free(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for left in (*folder.glob(f"{DRAFT}*"), folder / layout.DOCUMENTS):  # by a killed process
        left.unlink(missing_ok=True)
    note = folder / layout.BEGUN
    found = note.exists()
    is_same = found and source is not None and layout.read_json(note).get("source") == source
    begun = []
    for number in itertools.count():
        each = layout.shard_folder(folder, number)
        if not each.is_dir():
            break
        if is_same:
            begun.append(layout.read_json(each / layout.SHARD))
        else:
            shutil.rmtree(each)
    layout.write_json(note, {"source": source})
    return begun


def _without_first(blocks: Iterable[Any], n_docs: int) -> Iterator[Any]:
    for block in blocks:
        if n_docs == 0:
            yield block
            continue
        size = block.shape[0]
        if n_docs < size:
            yield sparse.csr_array(block)[n_docs:]
        n_docs = max(0, n_docs - size)


class _Writer:
    """Cuts blocks into shards, and writes each when it is complete."""

    def __init__(
        self, folder: Path, begun: list[dict], dtype: np.dtype | None, names: list[str] | None
    ):
        self.folder, self.shards, self.names = folder, begun, names
        self.n_docs = sum(said["n_docs"] for said in begun)
        self.dtype = np.dtype(begun[0]["dtype"]) if begun else dtype
        self.n_terms: int | None = None
        if begun:
            self._set_n_terms(begun[0]["n_terms"])
        self._waiting: list[Any] = []
        self._work = 0  # of the documents that wait

    def add(self, block: Any) -> None:
        """Take some more documents."""
        rows = self._checked(block)
        first = 0
        for end in shard_ends(np.diff(rows.indptr), self._work).tolist():
            self._waiting.append(look_at(rows, slice(first, end)))
            self._write()
            first = end
        rest = look_at(rows, slice(first, rows.shape[0]))
        if rest.shape[0]:
            # A copy, so that a large block does not stay in memory for its last documents.
            self._waiting.append(rest.copy() if first else rest)
            self._work += rest.nnz + DOC_WORK * rest.shape[0]
        self.n_docs += rows.shape[0]

    def finish(self, ids: Iterable[str] | None) -> None:
        """Write what waits, the ids of the documents, and the description of all."""
        if self._waiting:
            self._write()
        if not self.shards:
            raise HiertopicsError("expected at least one document, and there was none")
        layout.check_written(self.folder, self.shards)
        said = {
            "format": layout.FORMAT,
            "version": layout.VERSION,
            "dtype": self.shards[0]["dtype"],
            "n_docs": self.n_docs,
            "n_terms": self.n_terms,
            "shards": self.shards,
            "feature_names": self.names,
        }
        if ids is not None:
            said["documents"] = layout.write_documents(self.folder, ids, self.n_docs)
        layout.write_json(self.folder / layout.MATRIX, said)
        (self.folder / layout.BEGUN).unlink()

    def _checked(self, block: Any) -> sparse.csr_array:
        """A block as CSR, when it fits those before and its numbers can be factorized."""
        where = f"the block from document {self.n_docs:,} on"
        check_structure(where, block)
        if len(np.shape(block)) != 2:
            raise HiertopicsError(
                f"expected {where} to be a matrix of documents by terms, got the shape "
                f"{np.shape(block)}"
            )
        if self.dtype is None:
            is_single = getattr(block, "dtype", None) == np.float32
            self.dtype = np.dtype(np.float32 if is_single else np.float64)
        if str(self.dtype) not in layout.DTYPES:
            raise HiertopicsError(f"dtype must be float32 or float64, got {self.dtype}")
        if self.n_terms is None:
            self._set_n_terms(block.shape[1])
        if block.shape[1] != self.n_terms:
            raise HiertopicsError(
                f"expected {where} to have {self.n_terms:,} terms as those before, got "
                f"{block.shape[1]:,}"
            )
        given = sparse.csr_array(block)
        if given.dtype.kind not in "biuf":
            raise HiertopicsError(f"expected {where} to hold real numbers, got {given.dtype}")
        rows = given.astype(self.dtype, copy=False)
        if not np.isfinite(rows.data).all() or (rows.data < 0).any():
            raise HiertopicsError(
                f"{where} holds numbers that are negative, infinite or missing; a matrix on disk "
                "is nonnegative and knows every entry"
            )
        check_magnitude(rows.data.max(initial=0), self.dtype, is_whole=False)
        return rows

    def _set_n_terms(self, n_terms: int) -> None:
        if n_terms == 0:
            raise HiertopicsError("expected documents of at least one term, and there was none")
        if self.names is not None and len(self.names) != n_terms:
            raise HiertopicsError(
                f"expected a name for each of {n_terms:,} terms, got {len(self.names):,}"
            )
        self.n_terms = n_terms

    def _write(self) -> None:
        joined = self._waiting
        documents = joined[0] if len(joined) == 1 else sparse.vstack(joined, format="csr")
        shard = DataMatrix(sparse.csr_array(documents))
        said = layout.write_shard(self.folder, len(self.shards), shard)
        self.shards.append(said)
        self._waiting, self._work = [], 0
