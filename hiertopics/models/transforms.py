"""From documents to topics and back: what a model can do with documents once it is fitted."""

from __future__ import annotations

import numbers
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse
from sklearn import get_config
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.utils.metadata_routing import UNUSED
from sklearn.utils.validation import check_is_fitted, check_non_negative, validate_data

from hiertopics.core.data import DataMatrix
from hiertopics.core.linalg import gram
from hiertopics.core.neighbours import join_neighbours
from hiertopics.core.network import place_documents
from hiertopics.core.threads import limit_threads
from hiertopics.core.topics import assigned_topics, layer_sums, topic_terms
from hiertopics.errors import HiertopicsError
from hiertopics.matrix.stored import StoredMatrix
from hiertopics.matrix_checks import Matrix, check_structure
from hiertopics.models.train import count_numbers
from hiertopics.models.unknown_entries import known_data


def _output_is_framed(estimator):
    """Whether scikit-learn will wrap the output of transform in a data frame."""
    own = getattr(estimator, "_sklearn_output_config", {}).get("transform")
    return (own or get_config()["transform_output"]) != "default"


class TopicTransform(ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator):
    """The transforming side of a topic model, for one that is trained."""

    neighbours: int
    n_threads: int | None
    X_fit_: sparse.csr_array
    reach_fit_: np.ndarray
    A_: list[np.ndarray]
    layer_scales_: list[np.ndarray]
    parents_: list[np.ndarray]

    __metadata_request__transform = {"layer": UNUSED}
    __metadata_request__inverse_transform = {"S": UNUSED, "layer": UNUSED}

    def transform(
        self, X: Matrix, layer: int = -1, mask: Matrix | None = None, unknown: Matrix | None = None
    ) -> np.ndarray:
        """Topics of documents at one layer, by forward propagation; labels are not used.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_docs, n_terms)
            Nonnegative, NaN where unknown.
        layer : int, default=-1
            0 is the finest; -1 the broadest. With ``set_output(transform="pandas")`` only the
            last layer can be had here; :meth:`transform_layers` gives the others.
        mask, unknown : {array-like, sparse matrix} of shape (n_docs, n_terms), optional
            As for ``fit``: a document is placed by what is known of it.

        Returns
        -------
        S : ndarray of shape (n_docs, k_layer)
            Nonnegative weights, in the dtype of X where that is float32 or float64.
        """
        layers = self.transform_layers(X, mask=mask, unknown=unknown)
        layer = self._check_layer(layer)
        if layer != len(layers) - 1 and _output_is_framed(self):
            raise HiertopicsError(
                "set_output names the topics of the last layer, so transform cannot frame layer "
                f"{layer}; use transform_layers(X)[{layer}]"
            )
        return layers[layer]

    def transform_layers(
        self, X: Matrix, mask: Matrix | None = None, unknown: Matrix | None = None
    ) -> list[np.ndarray]:
        """Topics of documents at every layer, fine to broad.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_docs, n_terms)
        mask, unknown : {array-like, sparse matrix} of shape (n_docs, n_terms), optional
            As for ``fit``.

        Returns
        -------
        list of ndarray of shape (n_docs, k_l)
        """
        check_is_fitted(self)
        return self._propagate(self._documents(X, mask, unknown))

    def inverse_transform(self, S: ArrayLike, layer: int = -1) -> np.ndarray:
        """Documents as the topics of one layer describe them.

        Parameters
        ----------
        S : array-like of shape (n_docs, k_layer)
        layer : int, default=-1

        Returns
        -------
        ndarray of shape (n_docs, n_terms)
            Dense.
        """
        check_is_fitted(self)
        layer = self._check_layer(layer)
        topics = topic_terms(self.A_, layer)
        S = np.asarray(S)
        if S.ndim != 2 or S.shape[1] != topics.shape[1]:
            raise HiertopicsError(
                f"layer {layer} has {topics.shape[1]} topics, so S must have shape "
                f"(n_docs, {topics.shape[1]}), got {S.shape}"
            )
        return S @ topics.T

    def assign_topics(
        self,
        X: Matrix | None = None,
        layer: int = -1,
        mask: Matrix | None = None,
        unknown: Matrix | None = None,
        *,
        S: Sequence[ArrayLike] | None = None,
    ) -> np.ndarray:
        """The one topic of a layer that each document holds most of.

        What a document holds of a broad topic is the sum of its weights on the finest topics under
        it, by ``parents_``.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_docs, n_terms), optional
            Needed where S is not given.
        layer : int, default=-1
            0 is the finest, -1 the broadest.
        mask, unknown : {array-like, sparse matrix} of shape (n_docs, n_terms), optional
            As for ``fit``; not together with S.
        S : list of array-like of shape (n_docs, k_l), optional
            Instead of X, the topics of the documents at every layer, as ``transform_layers`` and
            ``fit_transform_layers`` give them: nothing is computed twice.

        Returns
        -------
        ndarray of int of shape (n_docs,)
            The topic of largest weight; -1 for a document that has none on any.
        """
        check_is_fitted(self)
        layer = self._check_layer(layer)
        fine, sizes = self._topics_of(X, mask, unknown, S)[0], [A.shape[1] for A in self.A_]
        return assigned_topics(layer_sums(fine, self.parents_, sizes)[layer])

    def _topics_of(self, X, mask, unknown, S):
        """The topics of documents at every layer, computed from X or as they are given."""
        if (X is None) == (S is None):
            raise HiertopicsError(
                "give either X, the documents, or S=, their topics as transform_layers(X) gives "
                f"them; got {'neither' if X is None else 'both'}"
            )
        if S is None:
            return self.transform_layers(X, mask=mask, unknown=unknown)
        if mask is not None or unknown is not None:
            raise HiertopicsError("mask and unknown say what is known of X; S= comes alone")
        sizes = [A.shape[1] for A in self.A_]
        shapes = [np.shape(S_l) for S_l in S[: len(sizes) + 1]]
        n_docs = shapes[0][:1] if shapes else ()
        if shapes != [(*n_docs, k) for k in sizes]:
            raise HiertopicsError(
                "S must be what transform_layers gives, an array for each layer, of n_docs rows "
                f"and {sizes} columns; got the shapes {shapes}"
            )
        return [np.asarray(S_l) for S_l in S]

    @property
    def _n_features_out(self):
        return self.A_[-1].shape[1]

    def _validate_documents(self, X, mask=None, unknown=None, *, reset):
        """X as a DataMatrix, finite and nonnegative where it is known."""
        if isinstance(X, StoredMatrix):
            validate_data(self, X, skip_check_array=True, reset=reset)
            return self._on_disk(X, mask, unknown)
        check_structure("X", X)
        X = validate_data(
            self,
            X,
            accept_sparse=("csr", "csc"),
            dtype=(np.float64, np.float32),
            ensure_all_finite=False,
            reset=reset,
        )
        data = known_data(X, mask, unknown)
        check_non_negative(data.X, type(self).__name__)
        if self.neighbours and not data.is_complete:
            raise HiertopicsError(
                "neighbours are found by whole documents, and some entries of X are unknown (mask, "
                "unknown or NaN); use neighbours=0"
            )
        return data

    def _on_disk(self, X, mask, unknown):
        """The data of a matrix on disk, which knows all entries and no neighbours."""
        if mask is not None or unknown is not None:
            raise HiertopicsError(
                "mask and unknown need X in memory, and it is on disk; give X.tocsr()"
            )
        if self.neighbours:
            raise HiertopicsError(
                f"neighbours={self.neighbours} are searched among documents in memory, and X is on "
                "disk; use neighbours=0, or give X.tocsr()"
            )
        return X.data

    def _join_to_fit(self, data):
        """The documents of a fit, and how each weighs; joined by neighbours if asked for."""
        if not self.neighbours:
            return data, None
        with limit_threads(self.n_threads, data.n_stored):
            joined = join_neighbours(data, self.neighbours)
        self.X_fit_, self.reach_fit_ = sparse.csr_array(data.X), joined.reach
        return joined.documents, joined.weights

    def _documents(self, X, mask=None, unknown=None):
        """Documents to place, joined by their neighbours among those of the fit if those were."""
        data = self._validate_documents(X, mask, unknown, reset=False)
        if not self.neighbours:
            return data
        others = DataMatrix(self.X_fit_.astype(data.dtype, copy=False))
        with limit_threads(self.n_threads, data.n_stored):
            return join_neighbours(data, self.neighbours, others, self.reach_fit_).documents

    def _propagate(self, data):
        """Every S[l] of the documents, from the factors alone."""
        factors = [A.astype(data.dtype, copy=False) for A in self.A_]
        scales = [D.astype(data.dtype, copy=False) for D in self.layer_scales_]
        weighted = factors[:1] + [A * D[:, None] for A, D in zip(factors[1:], scales, strict=True)]
        with self._limit_threads(data):
            return place_documents(data, weighted, scales)

    def _limit_threads(self, data):
        """A context in which the documents are placed on as many threads as suit their number."""
        return limit_threads(self.n_threads, count_numbers(data, [self.A_[0].shape[1]]))

    def _reconstruction_error(self, data, S):
        """``||X - S A.T||^2`` with the last layer's topics."""
        first, *others = [A.astype(data.dtype, copy=False) for A in self.A_]
        gram_of_first = gram(first)

        def error(X, rebuilt):
            for A in reversed(others):
                rebuilt = rebuilt @ A.T
            return (), (X.square_error(rebuilt, X.project(first, gram_of_first), gram(rebuilt)),)

        return data.each(error, S[-1])[1][0]

    def _explained_share(self, X, mask=None, unknown=None):
        """``1 - ||X - S A.T||^2 / ||X||^2`` over the known entries."""
        data = self._documents(X, mask, unknown)
        if data.square_norm == 0:
            return 1.0
        with self._limit_threads(data):
            error = self._reconstruction_error(data, self._propagate(data))
        return 1 - error / data.square_norm

    def _check_layer(self, layer):
        n_layers = len(self.A_)
        if not isinstance(layer, numbers.Integral) or not -n_layers <= layer < n_layers:
            raise HiertopicsError(
                f"layer must be between 0 (finest) and {n_layers - 1} (broadest), got {layer!r}"
            )
        return layer % n_layers
