"""Save what was fitted to one file, and load it again: arrays and JSON, never pickle.

A file holds no code and starts none, so that a file from elsewhere can be loaded without trust.
"""

from __future__ import annotations

import errno
import io
import os
from typing import TYPE_CHECKING, Any

from hiertopics.atomic import refuse_to_replace, write_whole
from hiertopics.errors import StoreError
from hiertopics.version import __version__

if TYPE_CHECKING:
    from hiertopics.models.estimator import TopicModel
    from hiertopics.run import Run
    from hiertopics.tree.tree import TopicTree
    from hiertopics.vectorizer.vectorizer import TextVectorizer

FORMAT = 1
"""The version of the format; a reader refuses newer ones, and passes over keys it does not know."""


def save(thing: TopicModel | TextVectorizer | TopicTree | Run, path: str | os.PathLike) -> None:
    """Save a fitted model, a vectorizer, a tree or a run to one file.

    The file is a zip archive of JSON and ``.npy`` arrays. It is put in place when it is whole;
    until then an old one of that name stays as it is. The same thing gives the same bytes.

    Parameters
    ----------
    thing : NMF, SSNMF, HierarchicalNMF, DeepNMF, NeuralNMF, TextVectorizer, TopicTree or Run
        Fitted. Of a run everything is kept but the texts: the excerpts of its documents are made
        now, for which the texts are read once more.
    path : str or path-like
        Any name; an existing file is replaced, unless a run or tree has it among its `inputs`.
        Models and vectorizers do not know which files they were fitted on.

    Raises
    ------
    StoreError
        For anything else, what is not fitted, and settings that are code of yours, such as a
        tokenizer: the message tells what to do. ``callback`` and ``verbose`` are of the session;
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
    from hiertopics.store.archive import write_archive
    from hiertopics.store.objects import content_of
    from hiertopics.store.values import ValueWriter

    refuse_to_replace(getattr(thing, "inputs", ()), path)
    writer = ValueWriter()
    content = {
        "format": "hiertopics",
        "version": FORMAT,
        "written_by": __version__,
        "thing": content_of(thing, writer),
    }
    write_whole(path, lambda file: write_archive(file, content, writer.arrays))


def load(path: str | os.PathLike) -> Any:
    """Load what `save` saved.

    Parameters
    ----------
    path : str or path-like

    Returns
    -------
    model, TextVectorizer, TopicTree or Run
        As it was: what it says of documents is the same, bit for bit. Times of pandas come back as
        datetimes, to the microsecond, and its missing values as None.

    Raises
    ------
    StoreError
        A ValueError, for a file that is damaged, of another kind or of a newer format.
    OSError
        Where the file cannot be read.

    See Also
    --------
    save
    """
    with open(path, "rb") as file:
        try:
            return _load(file if file.seekable() else io.BytesIO(file.read()))
        except _NewerFormat as fault:
            raise StoreError(f"{os.fsdecode(path)} {fault}") from None
        except Exception as fault:
            # Hostile bytes raise anything in zipfile, json and numpy; of the errors of the system
            # zipfile raises one itself, when it seeks where no file can be.
            if isinstance(fault, OSError) and fault.errno not in (None, errno.EINVAL):
                raise
            why = fault if isinstance(fault, StoreError) else f"{type(fault).__name__}: {fault}"
            raise StoreError(
                f"{os.fsdecode(path)} cannot be loaded: expected a file that hiertopics.save "
                f"wrote, got a damaged or another one ({why}); take another copy, or save anew"
            ) from fault


class _NewerFormat(StoreError):
    """A file that a later version wrote."""


def _load(file):
    from hiertopics.store.archive import ArchiveReader
    from hiertopics.store.objects import thing_of
    from hiertopics.store.values import ValueReader

    archive = ArchiveReader(file)
    content = archive.content()
    if not isinstance(content, dict) or content.get("format") != "hiertopics":
        raise StoreError("it does not say that it is one of hiertopics")
    version = content["version"]
    if type(version) is not int or version < 1:
        raise StoreError(f"its format has the version {version!r}")
    if version > FORMAT:
        raise _NewerFormat(
            f"has format {version}, written by hiertopics {content.get('written_by', 'unknown')}; "
            f"hiertopics {__version__} reads up to format {FORMAT}: install a newer hiertopics"
        )
    return thing_of(content["thing"], ValueReader(archive.array))
