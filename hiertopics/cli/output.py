"""Where results go: files that can be written, and text that a stream can carry."""

import os
from pathlib import Path

from hiertopics.atomic import file_identity, refuse_to_replace, write_whole
from hiertopics.errors import HiertopicsError


def write_text(path, option, text):
    """Write a file, whole or not at all."""
    try:
        # Half a character, as JSON can spell it, is spelt out again.
        write_whole(path, text.encode("utf-8", "backslashreplace"))
    except BrokenPipeError as error:
        raise OSError(f"{option} {path}: the reader left before the end") from error


def is_utf8(stream):
    """Whether a stream can carry every character."""
    return (stream.encoding or "utf-8").lower().replace("-", "") == "utf8"


def check_writable(path, option):
    """Fail before the work rather than after it; no path and - are fine."""
    if path in (None, "-"):
        return
    target = Path(os.path.realpath(path))
    if target.is_dir() or str(path).endswith(os.sep):
        raise HiertopicsError(f"{option} needs the name of a file, and {path} is a folder")
    if os.path.exists(path) and not os.path.isfile(path):
        return
    if not target.parent.is_dir():
        raise HiertopicsError(
            f"{option} {path}: there is no folder {target.parent}; make it or name another file"
        )
    if not os.access(target.parent, os.W_OK):
        raise HiertopicsError(
            f"{option} {path}: the folder {target.parent} cannot be written; name another file"
        )


def check_outputs(paths, inputs):
    """Fail before the work where a file cannot be written, or takes the place of another.

    Parameters
    ----------
    paths : dict of str to (str or None)
        The files to write, by the options that name them.
    inputs : sequence of str
        The files that are read, as far as they are known yet.
    """
    if paths.get("--save") == "-":
        raise HiertopicsError("--save needs the name of a file; a run does not go to stdout")
    taken = {}
    for option, path in paths.items():
        check_writable(path, option)
        if path is None or (os.path.exists(path) and not os.path.isfile(path)):
            continue
        other = taken.setdefault(_place_of(path), option)
        if other != option:
            raise HiertopicsError(f"{other} and {option} both go to {path}; name two files")
    check_not_read(paths, inputs)


def check_not_read(paths, inputs):
    """Fail before a file that is read is overwritten; parameters as in `check_outputs`."""
    for option, path in paths.items():
        if path not in (None, "-"):
            refuse_to_replace(inputs, path, option)


def _place_of(path):
    """Tell files apart, whatever links and spellings lead there, and those not yet written too."""
    target = Path(os.path.realpath(path))
    folder = target.parent.stat()
    return file_identity(target) or (folder.st_dev, folder.st_ino, target.name)
