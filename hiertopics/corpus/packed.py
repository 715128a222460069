"""Open files that are packed by gzip, bzip2 or xz, and unpack them as they are read."""

from __future__ import annotations

import bz2
import io
import lzma
import re
import zlib
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, BinaryIO, cast

# Bytes of a packed file that are read at once, and of the unpacked one that are kept for later.
_READ_BYTES, _BUFFER_BYTES = 2**16, 2**16
# What unpacking a file may take; the strongest setting of xz takes 68 MB.
_XZ_MEMORY = 2**27
_GZIP_WINDOW = 16 + zlib.MAX_WBITS
_ENDING = re.compile(r"\.(?:gz|bz2|xz|zst)$", re.IGNORECASE)


class UnpackingError(Exception):
    """A packed file is damaged or cut off."""


class _Inflater:
    """Unpacks a stream of gzip, as the decompressors of `bz2` and `lzma` do theirs."""

    needs_input = True

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(_GZIP_WINDOW)

    @property
    def eof(self) -> bool:
        """Whether the stream is at its end."""
        return self._stream.eof

    @property
    def unused_data(self) -> bytes:
        """Bytes behind the end of the stream."""
        return self._stream.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Some more of what is packed."""
        data = self._stream.decompress(self._stream.unconsumed_tail + data, max_length)
        self.needs_input = len(data) < max_length
        return data


def _zstandard() -> dict[bytes, Callable[[], Any]]:
    try:
        from compression.zstd import ZstdDecompressor  # type: ignore # Python 3.14
    except ImportError:
        return {}
    return {b"\x28\xb5\x2f\xfd": ZstdDecompressor}


# How a stream is unpacked, by its first bytes.
_UNPACKERS: Mapping[bytes, Callable[[], Any]] = {
    b"\x1f\x8b": _Inflater,
    b"BZh": bz2.BZ2Decompressor,
    b"\xfd7zXZ\0": partial(lzma.LZMADecompressor, lzma.FORMAT_XZ, _XZ_MEMORY),
    **_zstandard(),
}
_LONGEST_MARK = max(map(len, _UNPACKERS))


def without_packing(path: str) -> str:
    """A path without the ending that says how its file is packed, such as .gz."""
    return _ENDING.sub("", path)


def open_bytes(path: str) -> BinaryIO:
    """Open a file to read its bytes, unpacked where its name and its first bytes say it is packed.

    Reading raises an UnpackingError where that fails.
    """
    file = open(path, "rb")
    if _ENDING.search(path):
        head = file.peek(_LONGEST_MARK)
        for mark, unpacker in _UNPACKERS.items():
            if head.startswith(mark):
                return cast(BinaryIO, Unpacked(file, mark, unpacker))
    return file


class Unpacked(io.BufferedReader):
    """The bytes of a packed file, of one stream or of several; going back starts it anew."""

    def __init__(self, file: BinaryIO, mark: bytes, unpacker: Callable[[], Any]):
        super().__init__(_Unpacking(file, mark, unpacker), _BUFFER_BYTES)


class _Unpacking(io.RawIOBase):
    def __init__(self, file: BinaryIO, mark: bytes, unpacker: Callable[[], Any]):
        self.name = file.name
        self._file, self._mark, self._unpacker = file, mark, unpacker
        self._stream = unpacker()
        self._rest = b""  # of what was read, not unpacked yet
        self._place = 0
        self._is_over = False

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def close(self) -> None:
        self._file.close()
        super().close()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        target = offset + (self._place if whence == io.SEEK_CUR else 0)
        if whence == io.SEEK_END:
            raise io.UnsupportedOperation("the length of a packed file is not known")
        if target < self._place:
            self._file.seek(0)
            self._stream, self._rest = self._unpacker(), b""
            self._place, self._is_over = 0, False
        while self._place < target and self._unpacked(min(target - self._place, _BUFFER_BYTES)):
            pass
        return self._place

    def readinto(self, buffer: Any) -> int:
        data = self._unpacked(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _unpacked(self, size: int) -> bytes:
        """The next bytes, as many as this at most; none at the end of the last stream."""
        data = b""
        while not data and not self._is_over:
            if self._stream.eof:
                self._next_stream()
                continue
            if self._stream.needs_input and not self._rest:
                self._rest = self._file.read(_READ_BYTES)
                if not self._rest:
                    raise UnpackingError("it ends too soon")
            try:
                data = self._stream.decompress(self._rest, size)
            except (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError) as error:
                raise UnpackingError(str(error)) from error
            self._rest = b""
        self._place += len(data)
        return data

    def _next_stream(self) -> None:
        """Go to the next stream, which zeros may be in front of, or to the end."""
        rest = self._stream.unused_data.lstrip(b"\0")
        while len(rest) < len(self._mark) and (more := self._file.read(_READ_BYTES)):
            rest = (rest + more).lstrip(b"\0")
        if rest and not rest.startswith(self._mark):
            raise UnpackingError("something else follows what is packed")
        self._is_over = not rest
        self._stream, self._rest = self._unpacker(), rest
