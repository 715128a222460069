"""Arrays for what is computed of the documents of a matrix on disk: they are on disk too."""

from __future__ import annotations

import math
import mmap
import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from hiertopics.errors import HiertopicsError

_PIECE = 1 << 20  # bytes written at a time


def scratch_rows(folder: Path, shape: tuple[int, ...], dtype: Any) -> np.ndarray:
    """An array in a file without a name, which goes with the array or with the process.

    The file lies in the folder of the matrix, or where temporary files lie if nothing can be
    written there. Its room is taken at once: a disk that is full would else end the process later.
    Raises HiertopicsError where there is no room.
    """
    dtype = np.dtype(dtype)
    size = math.prod(shape) * dtype.itemsize
    if size == 0:
        return np.empty(shape, dtype)
    with _nameless(folder) as file:
        try:
            _take_room(file, size)
        except OSError as error:
            raise HiertopicsError(
                f"the topics of {shape[0]:,} documents take {size / 1e9:.1f} GB on disk, and there "
                f"is no room for them beside {folder} ({error.strerror}); make room, or move the "
                "matrix to a larger disk"
            ) from error
        mapped = mmap.mmap(file.fileno(), size)
    return np.frombuffer(mapped, dtype).reshape(shape)


def _nameless(folder):
    """A temporary file that is removed when nothing uses it any more."""
    try:
        return tempfile.TemporaryFile(dir=folder)
    except OSError:
        return tempfile.TemporaryFile()


def _take_room(file, size):
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(file.fileno(), 0, size)
        return
    zeros = bytes(_PIECE)
    for first in range(0, size, _PIECE):
        file.write(zeros[: size - first])
    file.flush()
