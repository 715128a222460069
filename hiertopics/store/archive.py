"""JSON and arrays in one zip archive: written from what is in memory, and read with suspicion.

Nothing is extracted to a disk and nothing unpickled. Each member has a checksum, which zipfile
compares as it reads. No more memory is asked for than the bytes of the file can unfold to.
"""

from __future__ import annotations

import json
import math
import os
import zipfile

import numpy as np

from hiertopics.errors import StoreError
from hiertopics.store.values import ARRAY_KINDS

CONTENT = "content.json"
_HALVES = "surrogatepass"
_ARRAY = "arrays/{}.npy"
_LARGEST_RATIO = 1032  # deflate cannot do better: 258 bytes take it two bits
_LARGE = 1 << 30  # from here on zipfile is told to be ready for four gigabytes
_CHUNK = 1 << 20
_READ_HEADER = {
    (1, 0): np.lib.format.read_array_header_1_0,
    (2, 0): np.lib.format.read_array_header_2_0,
}


def write_archive(file, content, arrays) -> None:
    """Write content and arrays to a binary file.

    The same content gives the same bytes: the members bear no date.

    Parameters
    ----------
    file : binary file
    content : dict
        Plain JSON.
    arrays : list of ndarray
    """
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    with zipfile.ZipFile(file, "w", allowZip64=True) as archive:
        # Half a character, which a text may have, is kept.
        _write_member(archive, CONTENT, lambda out: out.write(text.encode("utf-8", _HALVES)))
        for number, array in enumerate(arrays):
            _write_member(
                archive,
                _ARRAY.format(number),
                lambda out, array=array: np.lib.format.write_array(out, array, allow_pickle=False),
                is_large=array.nbytes > _LARGE,
            )


def _write_member(archive, name, write, is_large=False):
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    with archive.open(member, "w", force_zip64=is_large) as out:
        write(out)


class ArchiveReader:
    """What `write_archive` wrote.

    Parameters
    ----------
    file : binary file
        It can seek.

    Raises
    ------
    StoreError, and whatever zipfile and json raise
        Here and by the methods, for a file that is damaged or another.
    """

    def __init__(self, file):
        self._archive = zipfile.ZipFile(file)
        self._arrays = {}
        members = self._archive.infolist()
        if sum(member.compress_size for member in members) > file.seek(0, os.SEEK_END):
            raise StoreError("its members claim more bytes than the file has")
        for member in members:
            if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise StoreError(f"its member {member.filename!r} is packed in another way")
            if member.file_size > member.compress_size * _LARGEST_RATIO:
                raise StoreError(f"its member {member.filename!r} claims an impossible size")

    def content(self) -> dict:
        """Return the JSON."""
        text = self._archive.read(self._member(CONTENT)).decode("utf-8", _HALVES)
        return json.loads(text, parse_constant=_refuse)

    def array(self, number: int) -> np.ndarray:
        """Return an array by its number."""
        if number not in self._arrays:
            member = self._member(_ARRAY.format(number))
            with self._archive.open(member) as stream:
                self._arrays[number] = _read_array(stream, member)
        return self._arrays[number]

    def _member(self, name):
        try:
            return self._archive.getinfo(name)
        except KeyError:
            raise StoreError(f"it has no member {name!r}") from None


def _refuse(constant):
    raise StoreError(f"its JSON holds {constant}")


def _read_array(stream, member):
    """Return the array of a member; the header is believed no more than the bytes behind it."""
    version = np.lib.format.read_magic(stream)
    if version not in _READ_HEADER:
        raise StoreError(f"its member {member.filename!r} has the unknown version {version}")
    shape, is_fortran, dtype = _READ_HEADER[version](stream)
    if dtype.kind not in ARRAY_KINDS or dtype.hasobject:
        raise StoreError(f"its member {member.filename!r} holds {dtype}, which is not read")
    size = math.prod(shape) * dtype.itemsize
    if min(shape, default=0) < 0 or size != member.file_size - stream.tell():
        raise StoreError(f"its member {member.filename!r} does not have the bytes of {shape}")
    array = np.empty(shape, dtype, order="F" if is_fortran else "C")
    _fill(memoryview(array.reshape(-1, order="A").view(np.uint8)) if size else b"", stream, member)
    if dtype.kind == "U" and size:
        codes = array.reshape(-1, order="A").view(np.dtype(np.uint32).newbyteorder(dtype.byteorder))
        if codes.max() > 0x10FFFF:
            raise StoreError(f"its member {member.filename!r} holds what is no text")
    return array


def _fill(buffer, stream, member):
    start = 0
    while start < len(buffer):
        chunk = stream.read(min(_CHUNK, len(buffer) - start))
        if not chunk:
            raise StoreError(f"its member {member.filename!r} ends too early")
        buffer[start : start + len(chunk)] = chunk
        start += len(chunk)
    if stream.read(1):  # at the end the checksum is compared
        raise StoreError(f"its member {member.filename!r} goes on too long")
