"""Rows of a matrix written to disk as they are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from os import PathLike
from typing import TYPE_CHECKING, NamedTuple

from numpy.typing import DTypeLike
from scipy import sparse

from hiertopics.errors import HiertopicsError
from hiertopics.progress import Progress, silent

if TYPE_CHECKING:
    from hiertopics.matrix.stored import StoredMatrix


class Target(NamedTuple):
    """Where the rows of a matrix go: into a folder, with ids of documents, or into memory."""

    out: str | PathLike | None = None
    ids: Iterable[str] | None = None
    progress: Progress | None = None

    def check(self) -> None:
        """Raise a HiertopicsError where nothing can be written, before the texts are read."""
        if self.out is not None:
            # Imported here: it loads compiled kernels, and most matrices stay in memory.
            from hiertopics.matrix.write import check_free

            check_free(self.out)
        elif self.ids is not None:
            raise HiertopicsError("ids are written beside a matrix on disk; give out=FOLDER too")

    def write(
        self,
        blocks: Iterator[sparse.csr_matrix],
        n_docs: int,
        names: Sequence[str],
        dtype: DTypeLike,
    ) -> StoredMatrix:
        """Write blocks of rows, under the names of their columns."""
        from hiertopics.matrix.write import write_matrix

        assert self.out is not None
        report = self.progress or silent

        def of_all(stage: str, done: int, _: int | None) -> None:
            report(stage, done, n_docs)

        return write_matrix(
            self.out, blocks, feature_names=names, ids=self.ids, dtype=dtype, progress=of_all
        )
