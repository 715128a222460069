"""JSON and arrays in one zip archive: written from what is in memory, and read with suspicion.

Nothing is extracted to a disk and nothing unpickled. Each member has a checksum, which zipfile
compares as it reads. No more memory is asked for than the bytes of the file can unfold to.
"""

from __future__ import annotations

import json
import math
import os
import zipfile
from collections.abc import Iterable
from typing import IO, Any, BinaryIO, NoReturn

import numpy as np

from hiertopics.errors import StoreError
from hiertopics.store.values import ARRAY_KINDS

CONTENT = "content.json"
_ARRAY = "arrays/{}.npy"
_HALVES = "surrogatepass"  # half a character, which a text may have, is kept
_LARGEST_RATIO = 1032  # deflate cannot do better: 258 bytes take it two bits
_LARGE = 1 << 30  # from here on zipfile has to be ready for four gigabytes


def write_archive(file: BinaryIO, content: dict, arrays: Iterable[np.ndarray]) -> None:
    """Write content, plain JSON, and arrays to a file; the same bytes each time, without a date."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    with zipfile.ZipFile(file, "w") as archive:
        with _open_member(archive, CONTENT) as out:
            out.write(text.encode("utf-8", _HALVES))
        for number, array in enumerate(arrays):
            with _open_member(archive, _ARRAY.format(number), array.nbytes > _LARGE) as out:
                np.lib.format.write_array(out, array, allow_pickle=False)


def _open_member(archive: zipfile.ZipFile, name: str, is_large: bool = False) -> IO[bytes]:
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    return archive.open(member, "w", force_zip64=is_large)


class ArchiveReader:
    """The content and the arrays that `write_archive` wrote to a file, which can seek.

    It raises StoreError, and whatever zipfile, json and numpy do, for a damaged or another file.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._archive = zipfile.ZipFile(file)
        self._arrays: dict[int, np.ndarray] = {}
        members = self._archive.infolist()
        if sum(member.compress_size for member in members) > file.seek(0, os.SEEK_END):
            raise StoreError("its members claim more bytes than the file has")
        for member in members:
            if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise StoreError(f"its member {member.filename!r} is packed in another way")
            if member.file_size > member.compress_size * _LARGEST_RATIO:
                raise StoreError(f"its member {member.filename!r} claims an impossible size")

    def content(self) -> Any:
        """Return the JSON."""
        text = self._archive.read(CONTENT).decode("utf-8", _HALVES)
        return json.loads(text, parse_constant=_refuse)

    def array(self, number: int) -> np.ndarray:
        """Return an array by its number."""
        if number not in self._arrays:
            member = self._archive.getinfo(_ARRAY.format(number))
            with self._archive.open(member) as stream:
                self._arrays[number] = _read_array(stream, member)
        return self._arrays[number]


def _refuse(constant: str) -> NoReturn:
    raise StoreError(f"its JSON holds {constant}")


def _read_array(stream: IO[bytes], member: zipfile.ZipInfo) -> np.ndarray:
    """Return the array of a member; the header is believed no more than the bytes behind it."""
    if np.lib.format.read_magic(stream) != (1, 0):
        raise StoreError(f"its member {member.filename!r} is not of version 1.0")
    shape, _, dtype = np.lib.format.read_array_header_1_0(stream)
    if dtype.kind not in ARRAY_KINDS:
        raise StoreError(f"its member {member.filename!r} holds {dtype}, which is not read")
    size = math.prod(shape) * dtype.itemsize
    if min(shape, default=0) < 0 or size != member.file_size - stream.tell():
        raise StoreError(f"its member {member.filename!r} does not have the bytes of {shape}")
    stream.seek(0)
    array = np.lib.format.read_array(stream, allow_pickle=False)  # to the end and its checksum
    if dtype.kind == "U" and size:
        codes = array.reshape(-1, order="A").view(np.dtype(np.uint32).newbyteorder(dtype.byteorder))
        if codes.max() > 0x10FFFF:
            raise StoreError(f"its member {member.filename!r} holds what is no text")
    return array
