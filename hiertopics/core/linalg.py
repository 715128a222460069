"""Arithmetic on factors: arrays of many rows and few columns, the rows shared out among threads."""

import numpy as np

from hiertopics.core.kernels.products import (
    add_weighted,
    column_products,
    combine_columns,
    multiply_columns,
)
from hiertopics.core.kernels.vectors import LINE
from hiertopics.core.threads import over_rows, sum_over_rows

SMALLEST_NORM = 1e-30  # of a column whose entries may be squared as they are
WORTH_PLACING = 1 << 15  # bytes; less is in the nearest cache anyway


def empty_rows(n_rows, k, dtype):
    """An array of shape (n_rows, k) to be written to, its rows across as few lines as may be.

    For what a product with sparse data picks rows from, a line of the caches at a time; numpy lets
    large arrays begin anywhere within a line.
    """
    n_bytes = n_rows * k * np.dtype(dtype).itemsize
    if n_bytes < WORTH_PLACING:
        return np.empty((n_rows, k), dtype)
    room = np.empty(n_bytes + LINE, np.uint8)
    first = -room.ctypes.data % LINE
    return room[first : first + n_bytes].view(dtype).reshape(n_rows, k)


def column_sums(left, right):
    """The sums of an elementwise product by column, (k,), in float64."""

    def add_up(first, last):
        sums = np.empty(left.shape[1])
        column_products(left[first:last], right[first:last], sums)
        return sums

    return sum_over_rows(len(left), add_up)


def add_scaled(left, by_left, right, by_right, out=None):
    """``left * by_left + right * by_right``, with a number for each column; (n, k)."""
    out = np.empty_like(left) if out is None else out
    by_left, by_right = by_left.astype(left.dtype), by_right.astype(left.dtype)

    def combine(first, last):
        part = slice(first, last)
        combine_columns(left[part], by_left, right[part], by_right, out[part])

    over_rows(len(left), combine)
    return out


def before_scaling(grad, A, norms, out=None):
    """The derivative by a factor before its columns were divided by norms to have unit length.

    Parameters
    ----------
    grad : ndarray of shape (n, k)
        The derivative by A.
    A : ndarray of shape (n, k)
        With columns of unit length.
    norms : ndarray of shape (k,)
    out : ndarray of shape (n, k), optional
    """
    return add_scaled(grad, 1 / norms, A, -column_sums(A, grad) / norms, out)


def scale_columns(A, by):
    """``A * by``, with a number for each column, in the dtype of A."""
    by, out = by.astype(A.dtype), empty_rows(*A.shape, A.dtype)
    over_rows(len(A), lambda i, j: multiply_columns(A[i:j], by, out[i:j]))
    return out


def extrapolate(here, before, size):
    """``(here + size * (here - before))_+``, of the shape of ``here``."""
    out = empty_rows(*here.shape, here.dtype)

    def go_on(first, last):
        part = np.subtract(here[first:last], before[first:last], out=out[first:last])
        part *= size
        part += here[first:last]
        np.maximum(part, 0, out=part)

    over_rows(len(here), go_on)
    return out


def raise_to_zero(A):
    """``A_+``, in place; returns A."""
    over_rows(len(A), lambda i, j: np.maximum(A[i:j], 0, out=A[i:j]))
    return A


def unit_columns(A):
    """Scale columns to unit length; a zero column stays zero.

    Returns
    -------
    unit : ndarray, the shape of A
    norms : ndarray of shape (k,)
        What each column was divided by; 1 for a zero column.
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


def dot_rows(left, right):
    """``left @ right`` for a small ``right``, in the dtype of ``left``; (n, k)."""
    right = right.astype(left.dtype, copy=False)
    out = np.empty((len(left), right.shape[1]), left.dtype)
    over_rows(len(left), lambda i, j: np.dot(left[i:j], right, out=out[i:j]), same_parts=True)
    return out


def add_dot(out, left, right):
    """``out += left @ right`` for a small ``right``, in place."""
    right = right.astype(left.dtype, copy=False)

    def add(first, last):
        out[first:last] += np.dot(left[first:last], right)

    over_rows(len(left), add, same_parts=True)


def accumulate(out, right, weight=1.0):
    """``out += weight * right``, in place; both of one shape."""
    if right.shape != out.shape:
        raise ValueError(f"expected an array of shape {out.shape} to add, got {right.shape}")
    weight = out.dtype.type(weight)
    over_rows(len(out), lambda i, j: add_weighted(out[i:j], right[i:j], weight))


def cross_gram(left, right):
    """``left.T @ right`` in float64, whatever their dtypes."""

    def of_part(first, last):
        left_part = left[first:last].astype(np.float64, copy=False)
        right_part = left_part
        if right is not left:
            right_part = right[first:last].astype(np.float64, copy=False)
        return np.dot(left_part.T, right_part)

    return sum_over_rows(len(left), of_part)


def gram(S):
    """``S.T @ S`` in float64, whatever the dtype of S."""
    return cross_gram(S, S)


def total(left, right):
    """The sum of an elementwise product, in float64."""

    def add_up(first, last):
        return np.einsum("ij,ij->", left[first:last], right[first:last], dtype=np.float64)

    return float(sum_over_rows(len(left), add_up))
