"""Many numbers, kept to be read again a stretch at a time."""

from __future__ import annotations

import weakref
from tempfile import SpooledTemporaryFile

import numpy as np
from numpy.typing import DTypeLike

_IN_MEMORY = 2**25  # Bytes of an array; more of them wait in a temporary file.


class StoredArray:
    """Numbers of one type, in memory or, when they are many, in a temporary file.

    A slice of it is an array in memory, which must not be written to.
    """

    def __init__(self, dtype: DTypeLike) -> None:
        self._dtype, self._length = np.dtype(dtype), 0
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)
        weakref.finalize(self, self._file.close)

    def __len__(self) -> int:
        return self._length

    def extend(self, numbers: np.ndarray) -> None:
        """Add numbers at the end."""
        self._file.seek(0, 2)
        self._file.write(numbers.astype(self._dtype, copy=False).tobytes())
        self._length += len(numbers)

    def __getitem__(self, part: slice) -> np.ndarray:
        start, stop, _ = part.indices(self._length)
        self._file.seek(start * self._dtype.itemsize)
        return np.frombuffer(self._file.read((stop - start) * self._dtype.itemsize), self._dtype)
