"""Matrices that people pass: what they may be, and whether sparse ones are sound."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, DTypeLike
from scipy import sparse

from hiertopics.errors import HiertopicsError

Matrix: TypeAlias = ArrayLike | sparse.sparray | sparse.spmatrix


def check_structure(name: str, matrix: Any) -> None:
    """Raise unless every index of a sparse matrix points inside it; the matrix is only read.

    scipy looks at index arrays when a matrix is made, and not at every one of them. Compiled code
    goes where they point: a wrong one ends the process, or computes with foreign memory. Costs one
    pass over the indices. What is not sparse passes; the HiertopicsError names matrix and fault.
    """
    if not sparse.issparse(matrix):
        return
    if matrix.ndim != 2:
        raise HiertopicsError(f"{name} must have two dimensions, got the shape {matrix.shape}")
    if matrix.format in ("csr", "csc", "bsr"):
        fault = _fault_of_compressed(matrix)
    else:
        fault = _fault_of_coordinates(matrix.tocoo())
    if fault is not None:
        raise HiertopicsError(
            f"the index arrays of {name}, {matrix.format} of shape {matrix.shape}, are broken: "
            f"{fault}; make it anew, as with scipy.sparse.coo_array((values, (rows, columns)))"
        )


def check_magnitude(largest: float, dtype: DTypeLike, *, is_whole: bool = True) -> None:
    """Raise unless sums of squares of the numbers of X fit its dtype, by the largest of them.

    Those of a part of X may be as small as they like.
    """
    limits = np.finfo(dtype)
    is_small = is_whole and 0 < largest < 1e6 * np.sqrt(limits.tiny)
    if is_small or largest > 1e-6 * np.sqrt(limits.max):
        raise HiertopicsError(
            f"the largest value of X is {largest:.3g}, and sums of squares of such numbers do "
            f"not fit {np.dtype(dtype)}; divide X by its largest value"
        )


def _fault_of_compressed(matrix):
    height, width = getattr(matrix, "blocksize", (1, 1))
    n_rows, n_columns = matrix.shape[0] // height, matrix.shape[1] // width
    if matrix.format == "csc":
        n_rows, n_columns = n_columns, n_rows
    indices, indptr = matrix.indices, matrix.indptr
    n_stored = min(len(indices), len(matrix.data))
    if indptr.shape != (n_rows + 1,):
        return f"expected indptr of the shape ({n_rows + 1},), got {indptr.shape}"
    if indices.dtype.kind not in "iu" or indptr.dtype.kind not in "iu":
        return f"expected whole numbers, got {indices.dtype} and {indptr.dtype}"
    if indptr[0] != 0 or indptr[-1] > n_stored:
        return f"indptr must go from 0 to at most {n_stored}, got {indptr[0]} to {indptr[-1]}"
    if (indptr[1:] < indptr[:-1]).any():
        return "indptr must not fall"
    return _fault_of_indices("indices", indices[: indptr[-1]], n_columns)


def _fault_of_coordinates(matrix):
    sides = zip(("rows", "columns"), (matrix.row, matrix.col), matrix.shape, strict=True)
    faults = (_fault_of_indices(*side) for side in sides)
    return next((fault for fault in faults if fault is not None), None)


def _fault_of_indices(name, indices, size):
    # Read as unsigned, a negative number is larger than any size: one pass finds both faults.
    unsigned = indices.view(indices.dtype.str.replace("i", "u"))
    if not len(indices) or unsigned.max() < size:
        return None
    return f"{name} must be from 0 to {size - 1}, got {indices[unsigned.argmax()]}"
