"""The data matrix and the two products that the factorizations take of it."""

import functools

import numpy as np
from scipy import sparse

from hiertopics.core.kernels import csr_dot_rows

DENSE_BLOCK = 1 << 20  # entries of the residual held at once


class DataMatrix:
    """X with its products in parallel, sparse or dense, never (n_docs, n_terms) beyond X itself.

    For training, a sparse X is held twice, by documents and by terms, so that ``X @ A`` and
    ``X.T @ Z`` both write each row from one thread.

    Parameters
    ----------
    X : ndarray or scipy sparse matrix or array of shape (n_docs, n_terms)
        Finite and nonnegative, float32 or float64. Index arrays keep their type; X is not
        changed.

    Attributes
    ----------
    shape : tuple of int
    dtype : numpy.dtype
    n_stored : int
        Stored entries; of a dense X those that are not zero.
    square_norm : float
        ``||X||_F^2``, summed in float64.
    """

    def __init__(self, X):
        self.shape = X.shape
        self.dtype = X.dtype
        self.is_sparse = sparse.issparse(X)
        if self.is_sparse:
            self._by_doc = X.tocsr()
            if not self._by_doc.has_canonical_format:
                self._by_doc = self._by_doc.copy()
                self._by_doc.sum_duplicates()
            self.n_stored = self._by_doc.nnz
            values = self._by_doc.data
        else:
            self._by_doc = np.ascontiguousarray(X)
            self.n_stored = int(np.count_nonzero(X))
            values = self._by_doc.reshape(-1)
        self.square_norm = float(np.einsum("i,i->", values, values, dtype=np.float64))

    @functools.cached_property
    def _by_term(self):
        """X.T by rows: a second copy where X is sparse, made when it is first needed."""
        return self._by_doc.T.tocsr() if self.is_sparse else self._by_doc.T

    def dot(self, A):
        """``X @ A`` for A of shape (n_terms, k)."""
        return _multiply(self._by_doc, A)

    def transposed_dot(self, Z):
        """``X.T @ Z`` for Z of shape (n_docs, k)."""
        return _multiply(self._by_term, Z)

    def row_square_norms(self):
        """The squared norm of each document, (n_docs,), float64."""
        if self.is_sparse:
            squares = self._by_doc.astype(np.float64)
            squares.data **= 2
            return squares @ np.ones(self.shape[1])
        return np.einsum("ij,ij->i", self._by_doc, self._by_doc, dtype=np.float64)

    def square_error(self, S, A, XA, G, square):
        """``||X - S A'||_F^2`` from products that are at hand; exact also for a near-exact fit.

        Parameters
        ----------
        S : ndarray of shape (n_docs, k)
        A : ndarray of shape (n_terms, k)
        XA : ndarray of shape (n_docs, k)
            ``X @ A``.
        G, square : ndarray of shape (k, k)
            ``A.T @ A`` and ``S.T @ S``, float64.

        Returns
        -------
        float
        """
        error = self.square_norm - 2 * total(XA, S) + total(G, square)
        if error < np.sqrt(np.finfo(self.dtype).eps) * self.square_norm:
            # Here the difference of squares has lost its digits.
            error = self.residual_square_norm(S, A)
        return error

    def residual_square_norm(self, S, A):
        """``||X - S A'||_F^2`` from the residual itself, a block of documents at a time.

        Costs n_docs * n_terms * k; exact where the difference of squares would cancel.
        """
        n_docs, n_terms = self.shape
        block = max(1, DENSE_BLOCK // max(1, n_terms))
        squares = 0.0
        for first in range(0, n_docs, block):
            residual = S[first : first + block] @ A.T - self._by_doc[first : first + block]
            residual = np.asarray(residual)
            squares += total(residual, residual)
        return squares


def _multiply(matrix, dense):
    """The product of a CSR or dense matrix with a dense one."""
    if not sparse.issparse(matrix):
        return np.ascontiguousarray(matrix @ dense)
    out = np.empty((matrix.shape[0], dense.shape[1]), dtype=dense.dtype)
    csr_dot_rows(matrix.data, matrix.indices, matrix.indptr, np.ascontiguousarray(dense), out)
    return out


def gram(S):
    """``S.T @ S`` in float64, whatever the dtype of S."""
    S = S.astype(np.float64, copy=False)
    return S.T @ S


def total(left, right):
    """The sum of an elementwise product, in float64."""
    return float(np.einsum("ij,ij->", left, right, dtype=np.float64))
