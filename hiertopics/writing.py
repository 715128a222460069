"""A file written whole or not at all."""

import errno
import os
import tempfile


def write_whole(path, content):
    """Put a file in place when all of it is written; until then the old one stays as it is.

    The draft lies in the same folder, and goes if anything fails. Links are followed and
    permissions kept. A pipe or a device, which nothing can take the place of, is written directly.

    Parameters
    ----------
    path : str or path-like
    content : bytes or callable
        What to write, or ``content(file)``, which writes it to a binary file.

    Raises
    ------
    OSError
        Where the file cannot be written.
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
        handle, draft = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".hiertopics.")
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


def _umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask
