"""Save what was fitted to one file, and load it again: arrays and JSON, never pickle.

A file holds no code and starts none, so that a file from elsewhere can be loaded without trust.
"""

from __future__ import annotations

import errno
import io
import os
from os import PathLike
from typing import TYPE_CHECKING, Any

from hiertopics.atomic import refuse_to_replace, write_whole
from hiertopics.errors import StoreError
from hiertopics.progress import Progress, counting, silent
from hiertopics.store.archive import ArchiveReader, write_archive
from hiertopics.store.objects import read_object, write_object
from hiertopics.store.values import ValueReader, ValueWriter
from hiertopics.version import __version__

if TYPE_CHECKING:
    from hiertopics.models.estimator import TopicModel
    from hiertopics.run import Run
    from hiertopics.tree.tree import TopicTree
    from hiertopics.vectorizer.vectorizer import TextVectorizer

FORMAT = 1
"""The version of the format; a reader refuses newer ones, and passes over keys it does not know."""


def save(
    fitted: TopicModel | TextVectorizer | TopicTree | Run,
    path: str | PathLike,
    progress: Progress | None = None,
) -> None:
    """Save a fitted model, a vectorizer, a tree or a run to one file.

    The file is a zip archive of JSON and ``.npy`` arrays. It is put in place when it is whole;
    until then an old one of that name stays as it is. Saving the same twice gives the same bytes.

    Parameters
    ----------
    fitted : NMF, SSNMF, HierarchicalNMF, DeepNMF, NeuralNMF, TextVectorizer, TopicTree or Run
        Of a run everything is kept but the texts: the excerpts of its documents are made now, for
        which the texts are read once more.
    path : str or path-like
        Any name; an existing file is replaced, unless a run or tree has it among its `inputs`.
        Models and vectorizers do not know which files they were fitted on.
    progress : callable, optional
        ``progress("saving", done, total)``, arrays written; total is None until all are gathered.

    Raises
    ------
    StoreError
        For anything else, what is not fitted, and settings that are code of yours, such as a
        tokenizer: the message says what to do. ``callback`` and ``verbose`` are of the session;
        they are left out.
    HiertopicsError
        Where the file is one of the `inputs`.
    OSError
        Where the file cannot be written.

    See Also
    --------
    load

    Examples
    --------
    >>> import os, tempfile
    >>> import numpy as np
    >>> import hiertopics as ht
    >>> X = np.kron(np.eye(2), np.ones((5, 3)))
    >>> model = ht.NMF(2, random_state=0).fit(X)
    >>> path = os.path.join(tempfile.mkdtemp(), "model.ht")
    >>> ht.save(model, path)
    >>> bool((ht.load(path).transform(X) == model.transform(X)).all())
    True
    """
    refuse_to_replace(getattr(fitted, "inputs", ()), path)
    report = progress or silent
    report("saving", 0, None)
    writer = ValueWriter()
    content = {
        "format": "hiertopics",
        "version": FORMAT,
        "written_by": __version__,
        "saved": write_object(fitted, writer),
    }
    arrays = counting(writer.arrays, "saving", report)
    write_whole(path, lambda file: write_archive(file, content, arrays))


def load(path: str | PathLike) -> Any:
    """Load what `save` saved.

    Parameters
    ----------
    path : str or path-like

    Returns
    -------
    model, TextVectorizer, TopicTree or Run
        As it was: what it says of documents is the same, bit for bit.

    Raises
    ------
    StoreError
        A ValueError, for a file that is damaged, no file of `save`, or of a newer format.
    OSError
        Where the file cannot be read.

    See Also
    --------
    save
    """
    with open(path, "rb") as file:
        try:
            archive = ArchiveReader(file if file.seekable() else io.BytesIO(file.read()))
            content = archive.content()
            if not isinstance(content, dict) or content.get("format") != "hiertopics":
                raise StoreError("it does not say that it is one of hiertopics")
            version = content["version"]
            if type(version) is not int or version < 1:
                raise StoreError(f"its format has the version {version!r}")
            if version <= FORMAT:
                return read_object(content["saved"], ValueReader(archive.array))
        except Exception as error:
            # Hostile bytes raise anything in zipfile, json and numpy; of the errors of the system
            # zipfile raises one itself, when it seeks where no file can be.
            if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
                raise
            why = error if isinstance(error, StoreError) else f"{type(error).__name__}: {error}"
            raise StoreError(
                f"{os.fsdecode(path)} cannot be loaded: expected a file that hiertopics.save "
                f"wrote, got a damaged or another one ({why}); take another copy, or save anew"
            ) from error
    raise StoreError(
        f"{os.fsdecode(path)} has format {version}, written by hiertopics "
        f"{content.get('written_by', 'unknown')}; hiertopics {__version__} reads up to format "
        f"{FORMAT}: install a newer hiertopics"
    )
