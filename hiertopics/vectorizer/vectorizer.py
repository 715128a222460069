"""Make a sparse TF-IDF matrix of texts: one row per document, one column per term."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import DTypeLike
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.utils.validation import check_is_fitted

from hiertopics.errors import CorpusError
from hiertopics.progress import Progress
from hiertopics.vectorizer import segmenters, vocabulary
from hiertopics.vectorizer.boilerplate import NOTHING, without_boilerplate
from hiertopics.vectorizer.counts import stacked
from hiertopics.vectorizer.language import stem_vocabulary
from hiertopics.vectorizer.language_guess import UNKNOWN, mixed_languages
from hiertopics.vectorizer.ngrams import GramCounter
from hiertopics.vectorizer.other_texts import tokens_of_others
from hiertopics.vectorizer.phrases import join_phrases
from hiertopics.vectorizer.settings import (
    check_before_reading,
    kept_together,
    languages_of,
    phrases_of,
    splitter_of,
    stop_words_of,
)
from hiertopics.vectorizer.stream import TokenStream, read_tokens
from hiertopics.vectorizer.written import Target

if TYPE_CHECKING:
    from hiertopics.matrix.stored import StoredMatrix


class TextVectorizer(TransformerMixin, BaseEstimator, auto_wrap_output_keys=None):  # type: ignore[call-arg]
    """Texts to a sparse matrix of TF-IDF weights, a scikit-learn transformer.

    Given the same words and `idf_power` 1 it agrees with scikit-learn's ``TfidfVectorizer``. It
    differs in how it finds words, in its defaults, in stemming (columns of one stem are merged and
    named by their commonest form, never by the stem) and in `max_df` for tiny corpora. Memory is
    bounded by the matrix, or by the distinct words where the matrix is written to disk: tokens and
    counts that are many wait in temporary files.

    Parameters
    ----------
    language : str or None, default="auto"
        English name or ISO 639-1 code; decides the stop words and the stemmer. "auto" takes the
        language that the texts are in, by their stop words and letters, and the stop words of
        every other one that a tenth of the documents are in; English where there is no evidence.
        None: no stop words.
    stem : bool, default=False
        Merge the forms of a word (*network*, *networks*) into one column.
    stop_words : "language", None or collection of str, default="language"
        Words to leave out before n-grams are formed, compared in lower case.
    more_stop_words : collection of str, default=()
        Words to leave out besides.
    phrases : "auto", bool, "likelihood" or "pmi", default="auto"
        Make terms of neighbours that meet far more often than by chance (*space shuttle*), beside
        the words that they are made of, as `hiertopics.vectorizer.phrases.find_phrases` finds them.
        True is for the likelihood ratio, "auto" as well, but for no phrases with n-grams.
    keep_together : collection of str, default=()
        Phrases that replace their words as terms, such as "new york".
    ngram_range : (int, int), default=(1, 1)
        Shortest and longest run of neighbouring words that makes a term.
    min_df : "auto", int or float, default="auto"
        Least number (int) or share (float) of documents with a term. "auto" grows with the corpus:
        1 below 100 documents, 2 below 1,000, 3 below 30,000, 4 below 300,000, and so on.
    max_df : "auto", int or float, default="auto"
        Largest number (int) or share (float) of documents with a term. "auto" is 0.5, and 1.0 below
        100 documents whose stop words are known. A share never drops a term found in no more than
        two documents, or in no more than `min_df`.
    max_terms : int or None, default=None
        Keep this many terms, those that occur most often in the corpus.
    sublinear_tf : bool, default=True
        Weigh a term that occurs n times in a document as 1 + ln n.
    norm : "l2", "l1" or None, default="l2"
        Norm of each row; rows without terms stay zero.
    use_idf : bool, default=True
        Multiply by ln((1 + n_docs) / (1 + documents with the term)) + 1, to the power `idf_power`.
    idf_power : float, default=1.5
        How much rarity counts; 1 in scikit-learn. Topics with 1.5 agree more with people's labels.
    lowercase : bool, default=True
    keep : collection of str, default=()
        What is otherwise dropped: "numbers", "urls" (with e-mail addresses), "markup" (HTML tags
        and entities, encoded files), "latex" (formulas and commands), "boilerplate" (lines that
        come again in many documents, see `hiertopics.vectorizer.boilerplate`).
    fold_accents : bool, default=False
        Write letters without their accents: *café* and *cafe* are one.
    tokenizer : callable or None, default=None
        From a text to its list of words, in place of `hiertopics.vectorizer.tokens.tokenize`.
    n_jobs : int or None, default=None
        Processes that split the texts into words; -1 for one per core. The result does not depend
        on it.
    dtype : float64 or float32, default=float64

    Attributes
    ----------
    vocabulary_ : dict of str to int
        Column of each term; columns are in alphabetical order.
    idf_ : ndarray (n_terms,) or None
        Inverse document frequencies to the power `idf_power`; None without `use_idf`.
    stem_columns_ : dict of str to int, or None
        Column of each stem; None without stemming.
    language_ : str or None
        Language that decided the stop words and the stemmer.
    boilerplate_ : tuple of str
        Lines left out, as their words between blanks, the most frequent first.
    joined_ : dict of str to bool
        Words that a line end may divide, runs with two cuts, and whether each is one, or the first.
    phrases_ : list of tuple of str
        Phrases found, the strongest first.
    n_docs_ : int
        Documents seen by fit.
    min_df_, max_df_ : float
        The limits used, in documents.
    report_ : dict
        What became of the words, as JSON can hold it: numbers of tokens and words, languages,
        and the terms kept and dropped with the commonest of them.

    Raises
    ------
    HiertopicsError
        By fit and transform, for settings and texts of no use; a CorpusError if no term is left.

    Warns
    -----
    ReadingWarning
        By fit, of texts without blanks between words where what divides them is not installed.

    Examples
    --------
    >>> texts = ["Cats chase mice.", "Mice fear cats.", "Bread needs salt."]
    >>> TextVectorizer().fit(texts).get_feature_names_out().tolist()
    ['bread', 'cats', 'chase', 'fear', 'mice', 'needs', 'salt']
    """

    def __init__(
        self,
        language: str | None = "auto",
        stem: bool = False,
        stop_words: Collection[str] | None = "language",
        more_stop_words: Collection[str] = (),
        phrases: bool | str = "auto",
        keep_together: Collection[str] = (),
        ngram_range: tuple[int, int] = (1, 1),
        min_df: float | Literal["auto"] = "auto",
        max_df: float | Literal["auto"] = "auto",
        max_terms: int | None = None,
        sublinear_tf: bool = True,
        norm: str | None = "l2",
        use_idf: bool = True,
        idf_power: float = 1.5,
        lowercase: bool = True,
        keep: Collection[str] = (),
        fold_accents: bool = False,
        tokenizer: Callable[[str], list[str]] | None = None,
        n_jobs: int | None = None,
        dtype: DTypeLike = np.float64,
    ) -> None:
        self.language = language
        self.stem = stem
        self.stop_words = stop_words
        self.more_stop_words = more_stop_words
        self.phrases = phrases
        self.keep_together = keep_together
        self.ngram_range = ngram_range
        self.min_df = min_df
        self.max_df = max_df
        self.max_terms = max_terms
        self.sublinear_tf = sublinear_tf
        self.norm = norm
        self.use_idf = use_idf
        self.idf_power = idf_power
        self.lowercase = lowercase
        self.keep = keep
        self.fold_accents = fold_accents
        self.tokenizer = tokenizer
        self.n_jobs = n_jobs
        self.dtype = dtype

    def fit(self, raw_documents: Iterable[str] | TokenStream, y: object = None) -> TextVectorizer:
        """Learn the terms and their document frequencies.

        Parameters
        ----------
        raw_documents, y
            As for `fit_transform`.
        """
        self.fit_transform(raw_documents)
        return self

    def fit_transform(
        self,
        raw_documents: Iterable[str] | TokenStream,
        y: object = None,
        *,
        out: str | PathLike | None = None,
        ids: Iterable[str] | None = None,
        progress: Progress | None = None,
    ) -> sparse.csr_matrix | StoredMatrix:
        """Learn the terms and return the matrix, in one pass over the texts.

        Parameters
        ----------
        raw_documents : iterable of str
            One text per document; may be a generator. Or what `read_tokens` returned.
        y : ignored
        out : str or path, optional
            A folder that the matrix is written to as `write_matrix` does, with the same bits; it
            is never in memory.
        ids : iterable of str of length n_docs, optional
            Written beside it.
        progress : callable, optional
            ``progress("writing", done, total)``, documents, with `out`.

        Returns
        -------
        CSR matrix (n_docs, n_terms), a StoredMatrix with `out`
        """
        target = Target(out, ids, progress)
        target.check()
        tokens, boilerplate = self.read_tokens(raw_documents), NOTHING
        if "boilerplate" not in self.keep:
            tokens, boilerplate = without_boilerplate(tokens)
        segmenters.warn_of_clauses(tokens.words, tokens.counts[0])
        self.boilerplate_ = boilerplate.lines
        self.joined_ = tokens.joined
        self.language_, in_languages, n_docs_of = languages_of(self, tokens)
        self.stop_words_ = stop_words_of(self, in_languages)
        tokens = join_phrases(tokens, kept_together(self.keep_together, splitter_of(self)))
        stopped = self._stopped(tokens.words)
        self.phrases_ = phrases_of(self, tokens, stopped)
        counter = self._counter(join_phrases(tokens, self.phrases_, beside=True), stopped)
        found_in = counter.doc_frequencies()
        self.n_docs_ = tokens.n_docs
        # Without a list, function words are known by their frequency alone.
        is_cleared = bool(self.stop_words_) and 2 * n_docs_of.get(UNKNOWN, 0) <= tokens.n_docs
        limits = vocabulary.document_limits(tokens.n_docs, self.min_df, self.max_df, is_cleared)
        self.min_df_, self.max_df_ = limits
        terms = counter.named((found_in >= max(self.min_df_, 1)) & (found_in <= self.max_df_))
        if not terms.names:
            raise CorpusError(vocabulary.nothing_left(counter, self))
        terms = vocabulary.most_frequent(terms, counter, self.max_terms)
        self.report_ = {
            "languages": n_docs_of,
            "several_languages": mixed_languages(n_docs_of),
            **vocabulary.report(counter, found_in, terms, limits, len(tokens.words)),
            "phrases": [" ".join(phrase) for phrase in self.phrases_[:20]],
            "n_phrases": len(self.phrases_),
            "boilerplate": boilerplate.summary(),
        }
        self.vocabulary_ = {name: i for i, name in enumerate(terms.names)}
        self.stem_columns_ = {key: i for i, key in enumerate(terms.keys)} if self.stem else None
        self.idf_ = self._idf(n_docs_with := found_in[terms.groups])
        columns = counter.columns_of_terms(terms)
        return self._weights(counter, columns, int(n_docs_with.sum()), target)

    def transform(
        self,
        raw_documents: Iterable[str] | TokenStream,
        *,
        out: str | PathLike | None = None,
        ids: Iterable[str] | None = None,
        progress: Progress | None = None,
    ) -> sparse.csr_matrix | StoredMatrix:
        """Weights of the learned terms in other texts; unknown words are passed over.

        Parameters
        ----------
        raw_documents : iterable of str, or what `read_tokens` returned
        out, ids, progress
            As for `fit_transform`.

        Returns
        -------
        CSR matrix (n_docs, n_terms), a StoredMatrix with `out`
        """
        check_is_fitted(self)
        target = Target(out, ids, progress)
        target.check()
        check_before_reading(self, raw_documents)
        tokens = tokens_of_others(self, raw_documents)
        column_of: Any = self.stem_columns_ if self.stem else self.vocabulary_
        counter = self._counter(tokens)
        return self._weights(counter, counter.columns_of_keys(column_of), None, target)

    def read_tokens(self, raw_documents: Iterable[str] | TokenStream) -> TokenStream:
        """Split texts into words as `fit` does, which also takes what this returns.

        Parameters
        ----------
        raw_documents : iterable of str
        """
        if isinstance(raw_documents, TokenStream):
            return raw_documents
        check_before_reading(self, raw_documents)
        return read_tokens(raw_documents, splitter_of(self), self.n_jobs)

    def get_feature_names_out(self, input_features: object = None) -> np.ndarray:
        """Terms in column order, object array (n_terms,).

        Parameters
        ----------
        input_features : ignored
        """
        check_is_fitted(self)
        return np.array(list(self.vocabulary_), dtype=object)

    def _stopped(self, words: list[str]) -> np.ndarray:
        found = map(self.stop_words_.__contains__, map(str.lower, words))
        return np.fromiter(found, bool, len(words))

    def _keys(self, words: list[str], language) -> list[str]:
        return stem_vocabulary(words, language) if self.stem else words

    def _counter(self, tokens, stopped=()) -> GramCounter:
        words = tokens.words  # of the first it may be known which are stop words
        stopped = np.append(stopped, self._stopped(words[len(stopped) :])).astype(bool)
        return GramCounter(tokens, stopped, self._keys(words, self.language_), self.ngram_range)

    def _idf(self, found_in: np.ndarray) -> np.ndarray | None:
        idf = np.log((self.n_docs_ + 1) / (found_in + 1)) + 1
        return (idf**self.idf_power).astype(self.dtype) if self.use_idf else None

    def _weights(self, counter: GramCounter, columns, n_nonzeros: int | None, target: Target):
        """TF-IDF, block by block into one matrix, so that there is never a second one."""
        weighting = TfidfTransformer(
            norm=self.norm, use_idf=self.use_idf, sublinear_tf=self.sublinear_tf
        )
        n_terms = len(self.vocabulary_)
        weighting.n_features_in_ = n_terms
        if self.use_idf:
            weighting.idf_ = self.idf_
        blocks = (
            weighting.transform(block.astype(self.dtype), copy=False)
            for block in counter.counts(columns, n_terms)
        )
        if target.out is None:
            return stacked(blocks, n_terms, n_nonzeros, self.dtype)
        return target.write(blocks, counter.stream.n_docs, [*self.vocabulary_], self.dtype)
