"""A file written whole or not at all, and never in the place of one that was read."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Callable, Iterable
from os import PathLike
from typing import BinaryIO

from hiertopics.errors import HiertopicsError

DRAFT = ".hiertopics."
"""How the name of a file begins that is being written."""


def write_whole(path: str | PathLike, content: bytes | Callable[[BinaryIO], object]) -> None:
    """Put a file in place when all of it is written; until then the old one stays as it is.

    The content is bytes or ``content(file)``, which writes it to a binary file. The draft lies in
    the same folder, and goes if anything fails. Links are followed and permissions kept. A pipe or
    a device, which nothing can take the place of, is written directly. Raises OSError where the
    file cannot be written.
    """
    write = content if callable(content) else lambda file: file.write(content)
    path = os.fsdecode(path)
    if path.endswith(os.sep):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    if os.path.exists(path) and not os.path.isfile(path):
        with open(path, "wb") as file:
            write(file)
        return
    target = os.path.realpath(path)
    mode = os.stat(target).st_mode & 0o777 if os.path.exists(target) else 0o666 & ~_umask()
    try:
        handle, draft = tempfile.mkstemp(dir=os.path.dirname(target), prefix=DRAFT)
    except OSError as error:
        error.filename = path  # a person knows nothing of the draft
        raise
    try:
        with open(handle, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())  # or a power cut could leave the new name with nothing in it
        os.chmod(draft, mode)
        os.replace(draft, target)
    except BaseException:
        os.unlink(draft)
        raise


def write_text(
    path: str | PathLike,
    text: str,
    *,
    inputs: Iterable[str | PathLike] = (),
    encoding: str = "utf-8",
) -> None:
    """Write a text whole or not at all, and never in the place of an input.

    Line ends stay as they are. What the encoding has no place for, such as half a character in a
    file's name, is spelt out (which in JSON is its escape). Raises HiertopicsError where the file
    is one of the inputs, OSError where it cannot be written.
    """
    refuse_to_replace(inputs, path)
    write_whole(path, text.encode(encoding, "backslashreplace"))


def refuse_to_replace(
    inputs: Iterable[str | PathLike], path: str | PathLike, option: str | None = None
) -> None:
    """Raise HiertopicsError where a file to be written is one of those that were read, or will be.

    Files are compared and not names, so that links, hard links and other spellings are found.
    Folders among the inputs, and files that are gone, are none. ``option`` is the argument of the
    command that names the file, for the message.
    """
    existing = file_identity(path)
    if existing is None:
        return
    for each in inputs:
        if file_identity(each) == existing:
            asked = f"{option} {path}" if option else f"writing {path}"
            raise HiertopicsError(
                f"{asked} would replace the input {each}; name another file, "
                "outside of the folder where a folder is read"
            )


def file_identity(path: str | PathLike) -> tuple[int, int] | None:
    """Return device and number of a regular file; None for all else, and where there is none."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):  # a ValueError for what cannot be a name
        return None
    return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) else None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
