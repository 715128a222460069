"""The data matrix: the products that the factorizations take of it, and its least squares."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import sparse

from hiertopics.core.kernels.products import csr_dot_rows, csr_sum_groups
from hiertopics.core.linalg import dot_rows, gram, scale_columns, total
from hiertopics.core.nnls import nnls, nnls_adjoint
from hiertopics.core.partials import FirstPartials, FirstSums
from hiertopics.core.projection import Projection
from hiertopics.core.threads import over_rows

BLOCK = 16384  # documents, at most where all are of about one length
WORTH_SPLITTING = 512  # documents
DOC_WORK = 256  # of a document beside the products with it, in stored entries of such products
A_MOMENT = 20_000_000  # numbers that documents are placed with in a fraction of a second
DENSE_BLOCK = 1 << 20  # entries of the residual that a thread holds at once


class DataMatrix:
    """X with its products in parallel, sparse or dense, never (n_docs, n_terms) beyond X itself.

    All that depends on which entries of X are known is a method here: in this class every entry
    is, and :class:`~hiertopics.core.masked.MaskedMatrix` leaves out those that are not. In the
    formulas W is 1 where an entry is known, and X is 0 where it is not.

    For training, a sparse X is held twice, by documents and by terms, so that ``X @ A`` and
    ``X.T @ Z`` both write each row from one thread.

    Parameters
    ----------
    X : ndarray or scipy sparse matrix or array of shape (n_docs, n_terms)
        Finite and nonnegative, float32 or float64. Index arrays keep their type; X may be
        read-only and is not changed, nor what scipy notes on it about the order of its entries.
    distinct : bool, default=False
        Whether X is known to store no entry twice; otherwise that is looked into.
    """

    is_complete = True  # whether every entry is known

    def __init__(self, X: Any, *, distinct: bool = False):
        self.shape, self.dtype, self.is_sparse = X.shape, X.dtype, sparse.issparse(X)
        if self.is_sparse:
            self.X: Any = look_at(X.tocsr(), slice(0, X.shape[0]))
            if not (distinct or self.X.has_canonical_format):
                # By terms, entries that are stored twice lie side by side; the order within a
                # document is of no account.
                by_term = self.X.tocsc()
                if not by_term.has_canonical_format:
                    by_term.sum_duplicates()
                    self.X = _read_only(by_term.tocsr())
                self.by_term = _read_only(by_term.T)
            self.n_stored = self.X.nnz
        else:
            self.X = np.ascontiguousarray(X)
            self.n_stored = int(np.count_nonzero(X))

    def each(self, work: Callable, *rows: Any) -> tuple:
        """Take documents through a computation: new rows for them, and sums over them.

        ``work(X, *rows)`` is called for all documents here, and shard by shard where a matrix has
        shards. It takes their data matrix and the rows that belong to them, and gives a tuple of
        arrays of new rows and a tuple of sums; both are put together in the order of the documents.
        It must not look at other documents, nor at the whole matrix.

        Parameters
        ----------
        work : callable
        *rows : array or range of n_docs rows, Labels, None, or a list or dict of those

        Returns
        -------
        rows : tuple of ndarray
            Each with n_docs rows.
        sums : tuple
        """
        return work(self, *rows)

    def first_documents(self, n_numbers: int) -> tuple[slice, DataMatrix]:
        """Documents to look at where there is no time for all; all, where ``n_numbers`` are few."""
        return (slice(None), self) if n_numbers < A_MOMENT else self.blocks[0]

    def handed_on(self, S: np.ndarray, D: np.ndarray) -> DataMatrix:
        """The topics of these documents, (n_docs, k), weighted by D, as the data of a layer."""
        return DataMatrix(S * D)

    @functools.cached_property
    def square_norm(self) -> float:
        """``||X||_F^2``, over the known entries."""
        return float(np.einsum("i,i->", self.values, self.values, dtype=np.float64))

    @functools.cached_property
    def by_term(self) -> Any:
        """X.T by rows: a second copy where X is sparse, made when it is first needed."""
        return _read_only(self.X.T.tocsr()) if self.is_sparse else self.X.T

    @property
    def values(self) -> np.ndarray:
        """What X stores, one after the other; of a dense X every entry."""
        return self.X.data if self.is_sparse else self.X.reshape(-1)

    def occurring_terms(self) -> np.ndarray:
        """The terms with any known entry that is not zero, (n_occurring,) int, ascending.

        The others are zero in every topic that fits X best.
        """
        if self.is_sparse:
            some, found = self.X.data != 0, self.X.indices
            found = found if some.all() else found[some]
            return np.flatnonzero(np.bincount(found, minlength=self.shape[1]))
        return np.flatnonzero(self.X.any(axis=0))

    def keep_terms(self, terms: np.ndarray) -> DataMatrix:
        """The same documents with these terms alone."""
        return DataMatrix(self.X[:, terms])

    @property
    def blocks(self) -> list:
        """For each block of documents a slice of the rows and a DataMatrix that looks at them.

        A thread takes a block through all steps of a computation. The blocks are about as much work
        and depend on X alone.
        """
        return self._several_blocks or [(slice(0, self.shape[0]), self)]

    @functools.cached_property
    def _several_blocks(self):
        """The blocks, none where one is enough."""
        n_docs = self.shape[0]
        if n_docs < WORTH_SPLITTING:
            return []
        n_blocks = 2
        while n_docs > n_blocks * BLOCK:
            n_blocks *= 2
        # Of all documents before each, and of all.
        work = np.arange(n_docs + 1) * DOC_WORK + self._stored_before()
        halfway = (work[1:] + work[:-1]) / 2
        ends = np.searchsorted(halfway, np.linspace(0, work[-1], n_blocks + 1))
        rows = [slice(*pair) for pair in itertools.pairwise(np.unique(ends).tolist())]
        return [(some, self._part(some)) for some in rows]

    def _stored_before(self):
        """How many entries are stored before each document and in all; 0 if X is dense."""
        return self.X.indptr if self.is_sparse else 0

    def _part(self, rows):
        """The data matrix of a slice of the documents."""
        return DataMatrix(look_at(self.X, rows), distinct=True)

    def shared_products(self, A: np.ndarray) -> Any:
        """What :meth:`project` of a block needs of other documents too; here nothing."""
        return None

    def dot(self, A: np.ndarray, plus: tuple | None = None) -> np.ndarray:
        """``X @ A`` for A of shape (n_terms, k); plus the product of a pair of others, if given."""
        return multiply(self.X, A, plus)

    def transposed_dot(self, Z: np.ndarray) -> np.ndarray:
        """``X.T @ Z`` for Z of shape (n_docs, k)."""
        return multiply(self.by_term, Z)

    def group_sums(self, group: np.ndarray, weight: np.ndarray, k: int) -> np.ndarray:
        """The weighted sums of the documents of each of k groups; (n_terms, k).

        ``group`` and ``weight`` have the number of its group and the weight of each document.
        """
        if not self.is_sparse:
            return self.transposed_dot(members(group, weight, k))
        X, out = self.by_term, np.empty((self.shape[1], k), self.dtype)

        def add_up(first, last):
            indptr = X.indptr[first : last + 1]
            csr_sum_groups(X.data, X.indices, indptr, group, weight, out[first:last])

        over_rows(len(out), add_up)
        return out

    def project(
        self, A: np.ndarray, gram_of_A: np.ndarray | None = None, shared: Any = None
    ) -> Projection:
        """What :meth:`solve` reads to fit documents, of the topics A of shape (n_terms, k).

        ``shared`` is what :meth:`shared_products` of the whole data says of A, if this is a block.
        """
        return Projection(A, self.dot(A), gram(A) if gram_of_A is None else gram_of_A)

    def project_terms(self, S: np.ndarray) -> Projection:
        """What :meth:`solve` reads to fit terms, of the documents S of shape (n_docs, k)."""
        return Projection(S, self.transposed_dot(S), gram(S), of_terms=True)

    def solve(
        self, fixed: Projection, start: np.ndarray | None = None, update: str = "exact"
    ) -> np.ndarray:
        """The side that is not fixed, fitted to what is known of it; (n_rows, k).

        Of :meth:`project` the topics of documents, q of equation (5), of :meth:`project_terms` the
        terms of topics, the A >= 0 that fits X best. ``start`` and ``update`` are those of
        :func:`~hiertopics.core.nnls.nnls`.
        """
        return nnls(fixed.products, fixed.gram + fixed.extra, start, update)

    def adjoint(self, D: np.ndarray, S: np.ndarray, topics: Projection) -> np.ndarray:
        """Pull a derivative by S back through :meth:`solve`, see nnls_adjoint; (n_docs, k)."""
        return nnls_adjoint(D, S, topics.gram)

    def known_dot(self, S: np.ndarray, topics: Projection) -> np.ndarray:
        """``(W * (S A.T)) A``: the part of ``X @ A`` that the topics S account for; (n_docs, k)."""
        return dot_rows(S, topics.gram)

    def first_sums(self, parts: FirstPartials) -> FirstSums:
        """What these documents add to the derivative by A[0], from what was gathered for it."""
        Z, of_A = parts.X_factor, np.zeros((parts.A.shape[1],) * 2)
        for weight, _, _, cross in parts.cross:
            of_A += weight * (cross + cross.T)
        if parts.norms is not None:
            Z = scale_columns(Z, 1 / parts.norms)
        return FirstSums(self.transposed_dot(Z), of_A, parts.slopes)

    def row_square_norms(self) -> np.ndarray:
        """The squared norm of each document, (n_docs,), float64."""
        if self.is_sparse:
            squares = self.X.astype(np.float64)
            squares.data **= 2
            return squares @ np.ones(self.shape[1])
        return np.einsum("ij,ij->i", self.X, self.X, dtype=np.float64)

    def square_error(self, S: np.ndarray, topics: Projection, square: np.ndarray) -> float:
        """``||W * (X - S A.T)||_F^2`` from products at hand; exact also for a near-exact fit.

        S has the shape (n_docs, k), and ``square`` is ``S.T @ S`` in float64.
        """
        error = self.square_norm - 2 * total(topics.products, S)
        error += self._square_of_fit(S, topics, square)
        if error < np.sqrt(np.finfo(self.dtype).eps) * self.square_norm:
            # Here the difference of squares has lost its digits.
            error = self.residual_square_norm(S, topics.factor)
        return error

    def _square_of_fit(self, S, topics, square):
        """``||W * (S A.T)||_F^2``."""
        return total(topics.gram, square)

    def residual_square_norm(self, S: np.ndarray, A: np.ndarray) -> float:
        """``||W * (X - S A.T)||_F^2`` from the residual itself, a block of documents at a time.

        Costs n_docs * n_terms * k; exact where the difference of squares would cancel.
        """
        n_docs, n_terms = self.shape
        block = max(1, DENSE_BLOCK // max(1, n_terms))
        squares = 0.0
        for first in range(0, n_docs, block):
            residual = S[first : first + block] @ A.T - self._some_rows(slice(first, first + block))
            residual = self._keep_known(np.asarray(residual), first)
            squares += total(residual, residual)
        return squares

    def _some_rows(self, rows):
        return self.X[rows]

    def _keep_known(self, block, first):
        """A dense block of documents from number ``first`` on, 0 where X is not known."""
        return block


def rows_among(given: Any, rows: slice) -> Any:
    """What belongs to a slice of the documents: of arrays and the like, as ``each`` takes them."""
    if given is None:
        return None
    if isinstance(given, dict):
        return {key: rows_among(value, rows) for key, value in given.items()}
    if isinstance(given, list | tuple):
        return [rows_among(value, rows) for value in given]
    return given.among(rows) if hasattr(given, "among") else given[rows]


def members(group: np.ndarray, weight: np.ndarray, k: int) -> np.ndarray:
    """The weight of each document in the column of its group, else 0; (n_docs, k)."""
    member = np.zeros((len(group), k), weight.dtype)
    member[np.arange(len(group)), group] = weight
    return member


def look_at(matrix, rows):
    """Some of the rows of a CSR or dense matrix, of which nothing is copied but row pointers."""
    if not sparse.issparse(matrix):
        return matrix[rows]
    indptr = matrix.indptr[rows.start : rows.stop + 1]
    stored = slice(indptr[0], indptr[-1])
    part = type(matrix)((len(indptr) - 1, matrix.shape[1]), dtype=matrix.dtype)
    # Given to the constructor, index arrays may change their type.
    part.data, part.indices = matrix.data[stored], matrix.indices[stored]
    part.indptr = indptr - indptr[0]
    return _read_only(part)


def csr_of(shape: tuple[int, int], data: Any, indices: Any, indptr: Any) -> sparse.csr_array:
    """A CSR array of these arrays as they are; the constructor may change the type of indices."""
    made = sparse.csr_array(shape, dtype=data.dtype)
    made.data, made.indices, made.indptr = data, indices, indptr
    return made


def _read_only(matrix):
    """The same CSR matrix with arrays that cannot be written through it.

    Some are the caller's, which scipy would put in order in place; and kernels compile for arrays
    that may be written and for others apart, so that all are of one kind.
    """
    for name in ("data", "indices", "indptr"):
        array = getattr(matrix, name).view(np.ndarray)
        array.flags.writeable = False
        setattr(matrix, name, array)
    return matrix


def multiply(matrix, dense, plus=None):
    """The product of a CSR or dense matrix with a dense one, plus that of two others if given."""
    out = np.empty((matrix.shape[0], dense.shape[1]), dense.dtype)
    dense = np.ascontiguousarray(dense)
    if plus is not None:
        left, right = plus[0], plus[1].astype(dense.dtype, copy=False)

    def multiply(first, last):
        part = out[first:last]
        if plus is None:
            part[:] = 0
        else:
            np.dot(left[first:last], right, out=part)
        if sparse.issparse(matrix):
            indptr = matrix.indptr[first : last + 1]
            csr_dot_rows(matrix.data, matrix.indices, indptr, dense, part)
        else:
            part += np.dot(matrix[first:last], dense)

    over_rows(len(out), multiply, same_parts=plus is not None or not sparse.issparse(matrix))
    return out
