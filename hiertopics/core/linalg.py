"""Arithmetic on factors: arrays of many rows and few columns, the rows shared out among threads."""

from __future__ import annotations

import numpy as np

from hiertopics.core.kernels.products import (
    add_weighted,
    column_products,
    combine_columns,
    multiply_columns,
)
from hiertopics.core.threads import over_rows, sum_over_rows

SMALLEST_NORM = 1e-30  # of a column whose entries may be squared as they are


def column_sums(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The sums of an elementwise product by column, (k,), in float64."""

    def add_up(first, last):
        sums = np.empty(left.shape[1])
        column_products(left[first:last], right[first:last], sums)
        return sums

    return sum_over_rows(len(left), add_up)


def add_scaled(
    left: np.ndarray,
    by_left: np.ndarray,
    right: np.ndarray,
    by_right: np.ndarray,
    out: np.ndarray | None = None,
) -> np.ndarray:
    """``left * by_left + right * by_right``, with a number for each column; (n, k)."""
    out = np.empty_like(left) if out is None else out
    by_left, by_right = by_left.astype(left.dtype), by_right.astype(left.dtype)

    def combine(first, last):
        part = slice(first, last)
        combine_columns(left[part], by_left, right[part], by_right, out[part])

    over_rows(len(left), combine)
    return out


def before_scaling(
    grad: np.ndarray, A: np.ndarray, norms: np.ndarray, out: np.ndarray | None = None
) -> np.ndarray:
    """The derivative by a factor before its columns were divided by norms to have unit length.

    ``grad``, the derivative by A, and A with columns of unit length have the shape (n, k).
    """
    return add_scaled(grad, 1 / norms, A, -column_sums(A, grad) / norms, out)


def scale_columns(A: np.ndarray, by: np.ndarray) -> np.ndarray:
    """``A * by``, with a number for each column, in the dtype of A."""
    by, out = by.astype(A.dtype), np.empty_like(A, order="C")
    over_rows(len(A), lambda i, j: multiply_columns(A[i:j], by, out[i:j]))
    return out


def extrapolate(here: np.ndarray, before: np.ndarray, size: float) -> np.ndarray:
    """``(here + size * (here - before))_+``, of the shape of ``here``."""
    out = np.empty_like(here)

    def go_on(first, last):
        part = np.subtract(here[first:last], before[first:last], out=out[first:last])
        part *= size
        part += here[first:last]
        np.maximum(part, 0, out=part)

    over_rows(len(here), go_on)
    return out


def raise_to_zero(A: np.ndarray) -> np.ndarray:
    """``A_+``, in place; returns A."""
    over_rows(len(A), lambda i, j: np.maximum(A[i:j], 0, out=A[i:j]))
    return A


def unit_columns(A: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Scale columns to unit length, in the dtype of A; also what each was divided by, (k,).

    A zero column stays zero, and is divided by 1.
    """
    A = np.ascontiguousarray(A)
    norms = np.sqrt(column_sums(A, A))
    extreme = ~((norms > SMALLEST_NORM) & (norms < 1 / SMALLEST_NORM))
    if extreme.any():
        # The squares of tiny or huge entries leave the range of numbers.
        columns = A[:, extreme].astype(np.float64)
        largest = columns.max(axis=0, initial=0)
        largest[largest == 0] = 1
        norms[extreme] = np.sqrt(np.square(columns / largest).sum(axis=0)) * largest
        norms[norms == 0] = 1
        return (A / norms).astype(A.dtype, copy=False), norms.astype(A.dtype)
    return scale_columns(A, 1 / norms), norms.astype(A.dtype)


def dot_rows(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """``left @ right`` for a small ``right``, in the dtype of ``left``; (n, k)."""
    right = right.astype(left.dtype, copy=False)
    out = np.empty((len(left), right.shape[1]), left.dtype)
    over_rows(len(left), lambda i, j: np.dot(left[i:j], right, out=out[i:j]), same_parts=True)
    return out


def add_dot(out: np.ndarray, left: np.ndarray, right: np.ndarray) -> None:
    """``out += left @ right`` for a small ``right``, in place."""
    right = right.astype(left.dtype, copy=False)

    def add(first, last):
        out[first:last] += np.dot(left[first:last], right)

    over_rows(len(left), add, same_parts=True)


def accumulate(out: np.ndarray, right: np.ndarray, weight: float = 1.0) -> None:
    """``out += weight * right``, in place; both of one shape."""
    if right.shape != out.shape:
        raise ValueError(f"expected an array of shape {out.shape} to add, got {right.shape}")
    weight = out.dtype.type(weight)
    over_rows(len(out), lambda i, j: add_weighted(out[i:j], right[i:j], weight))


def cross_gram(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """``left.T @ right`` in float64, whatever their dtypes."""

    def of_part(first, last):
        left_part = left[first:last].astype(np.float64, copy=False)
        right_part = left_part
        if right is not left:
            right_part = right[first:last].astype(np.float64, copy=False)
        return np.dot(left_part.T, right_part)

    return sum_over_rows(len(left), of_part)


def gram(S: np.ndarray) -> np.ndarray:
    """``S.T @ S`` in float64, whatever the dtype of S."""
    return cross_gram(S, S)


def total(left: np.ndarray, right: np.ndarray) -> float:
    """The sum of an elementwise product, in float64."""

    def add_up(first, last):
        return np.einsum("ij,ij->", left[first:last], right[first:last], dtype=np.float64)

    return float(sum_over_rows(len(left), add_up))
