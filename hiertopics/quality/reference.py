"""The texts that the words of topics are looked for in, whatever form they come in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from scipy import sparse

from hiertopics.errors import HiertopicsError
from hiertopics.matrix_checks import Matrix
from hiertopics.progress import Progress, counting, silent
from hiertopics.quality.occurrences import (
    Occurrences,
    Tokens,
    count_in_documents,
    count_in_windows,
    tokens_of,
)
from hiertopics.vectorizer.language import stem_vocabulary
from hiertopics.vectorizer.stream import read_tokens
from hiertopics.vectorizer.tokens import Cleaning

if TYPE_CHECKING:
    from hiertopics.corpus.corpus import Corpus


@dataclass(frozen=True, eq=False)
class Reference:
    """Texts as a matrix, as tokens, or both.

    Attributes
    ----------
    X : sparse or dense matrix of shape (n_docs, n_terms), or None
    column_of : dict of str to int
        The column of each term.
    tokens : Tokens or None
        The same documents in the order of their words.
    token_of : dict of str to str
        Words that go by another name among the tokens, such as a stem.
    """

    X: Any
    column_of: dict[str, int]
    tokens: Tokens | None
    token_of: dict[str, str] = field(default_factory=dict)

    def count(
        self,
        words: Sequence[str],
        pairs: np.ndarray,
        window: int | None = None,
        as_gensim: bool = False,
    ) -> Occurrences:
        """Count the windows with words, and with both words of pairs.

        Parameters
        ----------
        words : sequence of str
        pairs : ndarray of int, shape (2, n_pairs)
            Positions in `words`.
        window, as_gensim
            As in `hiertopics.quality.occurrences.count_in_windows`. Where there are no tokens, and
            where `window` is None, documents are counted.

        Returns
        -------
        Occurrences

        Raises
        ------
        HiertopicsError
            Where none of the words occurs.
        """
        if self.tokens is not None and (self.X is None or window is not None):
            names = [self.token_of.get(word, word) for word in words]
            found = count_in_windows(self.tokens, names, pairs, window, as_gensim)
        else:
            columns = np.array([self.column_of.get(word, -1) for word in words], dtype=np.int64)
            found = count_in_documents(self.X, columns, pairs)
        if len(words) and not found.alone.any():
            raise HiertopicsError(
                f"none of the {len(words):,} words of the topics occurs in the texts, such as "
                f"{words[0]!r}; give the texts as the topics were made from them, split into words "
                "and in lower case alike"
            )
        return found


Texts: TypeAlias = "Matrix | Corpus | Iterable[str] | Iterable[Sequence[str]] | Reference"


def reference_of(texts: Texts, terms: Iterable[str] | None = None) -> Reference:
    """Return texts in the form that words are counted in.

    Parameters
    ----------
    texts : matrix of shape (n_docs, n_terms), Corpus, or iterable of texts
        Texts are str, which are split into words as `TextVectorizer` does by default, or lists of
        tokens.
    terms : iterable of str, length n_terms, optional
        The word of each column of a matrix.

    Returns
    -------
    Reference

    Raises
    ------
    HiertopicsError
        For a matrix without terms or with another number of them, and for texts with terms.
    """
    if isinstance(texts, Reference):
        return texts
    if sparse.issparse(texts) or isinstance(texts, np.ndarray):
        return _of_matrix(texts, terms)
    if terms is not None:
        raise HiertopicsError(
            f"terms name the columns of a matrix, and texts is a {type(texts).__name__}; "
            "leave them out, or give the matrix"
        )
    return Reference(None, {}, _tokens(getattr(texts, "texts", texts)))


def _of_matrix(X, terms) -> Reference:
    if terms is None:
        raise HiertopicsError(
            "a matrix of documents by terms needs terms, the word of each column: "
            "vectorizer.get_feature_names_out()"
        )
    column_of = {str(term): column for column, term in enumerate(terms)}
    if X.ndim != 2 or X.shape[1] != len(column_of):
        raise HiertopicsError(
            f"expected a column for each of the {len(column_of):,} distinct terms, got a matrix of "
            f"the shape {X.shape}"
        )
    return Reference(X, column_of, None)


def _tokens(texts) -> Tokens:
    if isinstance(texts, str | bytes):
        raise HiertopicsError("expected a collection of texts, got a single one; give [text]")
    texts = iter(texts)
    first = next(texts, None)
    if first is None:
        raise HiertopicsError("expected texts, got none; give at least one document")
    texts = chain([first], texts)
    if isinstance(first, str):
        stream = read_tokens(texts, Cleaning())
        return Tokens(stream.words, stream)
    return tokens_of(texts)


def vectorized(vectorizer: Any, texts: Any, progress: Progress = silent) -> Reference:
    """Return texts as a fitted vectorizer sees them: its matrix, and its tokens in order.

    Parameters
    ----------
    vectorizer : TextVectorizer or other fitted transformer
    texts : Corpus, or sequence of str
        Anything else is taken as `reference_of` takes it, a matrix with its terms.
    progress : callable, optional
        ``progress("counting words", done, total)``.

    Returns
    -------
    Reference
        Without tokens where the vectorizer is no TextVectorizer.
    """
    terms = [str(term) for term in vectorizer.get_feature_names_out()]
    if sparse.issparse(texts) or isinstance(texts, np.ndarray):
        return reference_of(texts, terms)
    texts = getattr(texts, "texts", texts)
    if not isinstance(texts, Sequence | Reference):
        texts = list(texts)
    if isinstance(texts, str | Reference) or not isinstance(next(iter(texts), None), str):
        return reference_of(texts)
    column_of = {term: column for column, term in enumerate(terms)}
    read = counting(texts, "counting words", progress)
    if not hasattr(vectorizer, "read_tokens"):
        return Reference(vectorizer.transform(read), column_of, None)
    stream = vectorizer.read_tokens(read)
    X = vectorizer.transform(stream)
    if vectorizer.stem_columns_ is None:
        return Reference(X, column_of, Tokens(stream.words, stream))
    # A stem is counted as the term it has its name of, and a phrase by the stems of its words.
    stems = stem_vocabulary(stream.words, vectorizer.language_)
    stem_of = dict(zip(terms, vectorizer.stem_columns_, strict=True))
    return Reference(X, column_of, Tokens(stems, stream), stem_of)
