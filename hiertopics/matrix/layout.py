"""The written form of a matrix on disk; docs/matrix-format.md describes it for other programs.

A folder holds a folder for each shard, a stretch of documents, and ``matrix.json``, which is
written last. A shard is CSR by documents and, transposed, CSR by terms, each array a file of NumPy,
so that both products read it from one end to the other and nothing has to be made of it first.
"""

from __future__ import annotations

import io
import json
import math
import shutil
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.lib.format import write_array

from hiertopics.atomic import write_whole
from hiertopics.core.data import DataMatrix, csr_of
from hiertopics.errors import HiertopicsError, StoreError

FORMAT, VERSION = "hiertopics matrix", 1
MATRIX, SHARD, DOCUMENTS = "matrix.json", "shard.json", "documents.jsonl"
VECTORIZER = "vectorizer.ht"  # what made the matrix, where the command wrote it
BEGUN = "begun.json"  # lies in the folder until the matrix is complete
DRAFT = ".draft"  # a shard that is being written
DTYPES = ("float32", "float64")
# The arrays of a shard: those of its documents, then those of its terms.
ARRAYS = ("data", "indices", "indptr", "term_data", "term_indices", "term_indptr")
_PIECE = 1 << 24  # bytes of which a checksum is taken at a time


def shard_folder(folder: Path, number: int) -> Path:
    """The folder of the shard of this number."""
    return folder / f"shard-{number:06d}"


def write_shard(folder: Path, number: int, documents: DataMatrix) -> dict:
    """Write a shard, whole or not at all; its description."""
    draft, target = folder / DRAFT, shard_folder(folder, number)
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    by_document, by_term = documents.X, documents.by_term
    arrays = [getattr(form, name) for form in (by_document, by_term) for name in ARRAYS[:3]]
    checksums = {}
    for name, array in zip(ARRAYS, arrays, strict=True):
        content = io.BytesIO()
        kept = array if array.dtype.kind == "f" else array.astype(np.int32, copy=False)
        write_array(content, kept, allow_pickle=False)
        checksums[name] = zlib.crc32(content.getbuffer())
        write_whole(draft / f"{name}.npy", content.getvalue())
    said = {
        "dtype": str(documents.dtype),
        "n_docs": documents.shape[0],
        "n_terms": documents.shape[1],
        "n_stored": int(documents.n_stored),
        "square_norm": documents.square_norm,
        "checksums": checksums,
    }
    write_json(draft / SHARD, said)
    draft.rename(target)
    return said


def write_documents(folder: Path, ids: Iterable[str], n_docs: int) -> dict:
    """Write the ids of the documents, a line each; its description."""
    crc, count = 0, 0

    def write(file: BinaryIO) -> None:
        nonlocal crc, count
        for each in ids:
            count += 1
            line = json.dumps({"id": str(each)}, ensure_ascii=False) + "\n"
            content = line.encode("utf-8", "backslashreplace")  # which in JSON is its escape
            crc = zlib.crc32(content, crc)
            file.write(content)
        if count != n_docs:
            raise HiertopicsError(f"expected an id for each of {n_docs:,} documents, got {count:,}")

    write_whole(folder / DOCUMENTS, write)
    return {"checksum": crc}


def read_ids(folder: Path, n_docs: int) -> list[str]:
    """The ids of the documents."""
    path = folder / DOCUMENTS
    try:
        with open(path, encoding="utf-8") as file:
            ids = [json.loads(line)["id"] for line in file]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise StoreError(f"{path} cannot be read ({error}); write the matrix anew") from error
    if len(ids) != n_docs or not all(isinstance(each, str) for each in ids):
        raise StoreError(f"{path} was expected to hold {n_docs:,} ids; write the matrix anew")
    return ids


def check_written(folder: Path, shards: list[dict]) -> None:
    """Raise StoreError unless the shards that lie in a folder are these, and none was replaced."""
    for number, said in enumerate(shards):
        path = shard_folder(folder, number) / SHARD
        if not path.is_file() or read_json(path) != said:
            raise StoreError(
                f"{path.parent} was removed or replaced while the matrix was written, as by "
                "another process that writes to the same folder; write the matrix to a new one"
            )


def open_shard(folder: Path, number: int, said: dict, n_terms: int, dtype: Any) -> DataMatrix:
    """A shard with its arrays mapped into memory; nothing but their headers is read."""
    where = shard_folder(folder, number)
    n_docs, n_stored = said["n_docs"], said["n_stored"]
    forms = []
    for names, shape in ((ARRAYS[:3], (n_docs, n_terms)), (ARRAYS[3:], (n_terms, n_docs))):
        expected = zip(names, (n_stored, n_stored, shape[0] + 1), (dtype, "i4", "i4"), strict=True)
        forms.append(csr_of(shape, *(_mapped(where, *each) for each in expected)))
    shard = DataMatrix(forms[0], distinct=True)
    shard.by_term, shard.square_norm = forms[1], said["square_norm"]
    return shard


def _mapped(folder, name, size, dtype):
    path = folder / f"{name}.npy"
    try:
        found = np.load(path, mmap_mode="r" if size else None, allow_pickle=False)
    except (OSError, ValueError) as error:
        raise StoreError(f"{path} cannot be read ({error}); write the matrix anew") from error
    if found.shape != (size,) or found.dtype != np.dtype(dtype):
        raise StoreError(
            f"{path} was expected to hold {size:,} numbers of the type {np.dtype(dtype)}, and "
            f"holds {found.size:,} of {found.dtype}; write the matrix anew"
        )
    return found.view(np.ndarray)


def checksum(path: Path) -> int:
    """The CRC-32 of a file."""
    crc = 0
    with open(path, "rb") as file:
        while piece := file.read(_PIECE):
            crc = zlib.crc32(piece, crc)
    return crc


def check_files(folder: Path, said: dict) -> None:
    """Raise StoreError unless the files of a matrix are those that were written."""
    for number, shard in enumerate(said["shards"]):
        for name in ARRAYS:
            path = shard_folder(folder, number) / f"{name}.npy"
            _check_file(path, shard["checksums"][name])
    if said.get("documents") is not None:
        _check_file(folder / DOCUMENTS, said["documents"]["checksum"])


def _check_file(path, expected):
    try:
        is_same = checksum(path) == expected
    except OSError as error:
        raise StoreError(f"{path} cannot be read ({error})") from error
    if not is_same:
        raise StoreError(f"{path} is not what was written; write the matrix anew")


def write_json(path: Path, content: dict) -> None:
    """Write a description, whole or not at all."""
    write_whole(path, json.dumps(content, ensure_ascii=False, indent=1).encode())


def read_json(path: Path) -> dict:
    """Read a description; StoreError where it is none."""
    try:
        content = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        raise StoreError(f"{path} cannot be read ({error}); write the matrix anew") from error
    if not isinstance(content, dict):
        raise StoreError(f"{path} does not describe a matrix; write the matrix anew")
    return content


def check_description(said: dict, folder: Path) -> None:
    """Raise StoreError unless ``matrix.json`` says what this version can read."""
    if said.get("format") != FORMAT or not isinstance(said.get("version"), int):
        raise StoreError(f"{folder / MATRIX} does not describe a {FORMAT}")
    if said["version"] > VERSION:
        raise StoreError(
            f"{folder} was written in version {said['version']} of the format, and this package "
            f"reads up to {VERSION}; install a newer one"
        )
    shards = said.get("shards")
    sound = (
        said.get("dtype") in DTYPES
        and _is_count(said.get("n_terms"))
        and isinstance(shards, list)
        and shards
        and all(isinstance(each, dict) and _is_shard(each) for each in shards)
        and _is_documents(said.get("documents"))
    )
    if not sound:
        raise StoreError(f"{folder / MATRIX} is damaged; write the matrix anew")


def _is_shard(said):
    norm, checksums = said.get("square_norm"), said.get("checksums")
    return (
        _is_count(said.get("n_docs"))
        and _is_count(said.get("n_stored"))
        and isinstance(norm, int | float)
        and math.isfinite(norm)
        and isinstance(checksums, dict)
        and all(_is_count(checksums.get(name)) for name in ARRAYS)
    )


def _is_documents(said):
    return said is None or (isinstance(said, dict) and _is_count(said.get("checksum")))


def _is_count(value):
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
