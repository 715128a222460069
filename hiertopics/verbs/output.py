"""Where results go: files that can be written, and text that a stream can carry."""

import os
from pathlib import Path

from hiertopics.errors import HiertopicsError
from hiertopics.writing import write_whole


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


def carried(text, stream):
    """Spell out what the encoding of a stream cannot carry."""
    encoding = stream.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


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


def check_outputs(paths):
    """Fail before the work where what ``fit`` writes cannot be written, or not side by side.

    Parameters
    ----------
    paths : dict of str to (str or None)
        The paths of ``json``, ``save`` and ``html``.
    """
    if paths["save"] == "-":
        raise HiertopicsError("--save needs the name of a file; a run does not go to stdout")
    taken = {}
    for name, path in paths.items():
        check_writable(path, f"--{name}")
        if path is None or (os.path.exists(path) and not os.path.isfile(path)):
            continue
        other = taken.setdefault(os.path.realpath(path), name)
        if other != name:
            raise HiertopicsError(f"--{other} and --{name} both go to {path}; name two files")


def check_not_read(path, run, option):
    """Fail before the run that is read is overwritten."""
    if path not in (None, "-") and os.path.realpath(path) == os.path.realpath(run):
        raise HiertopicsError(f"{option} {path}: that is the run itself; name another file")
