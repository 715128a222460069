"""Texts in, a sparse TF-IDF matrix out: one row per document, one column per term."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from numbers import Integral, Real

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.utils.validation import check_is_fitted

from hiertopics.errors import CorpusError, HiertopicsError
from hiertopics.text import counts
from hiertopics.text.words import languages, stream
from hiertopics.text.words.tokens import stem_vocabulary


class TextVectorizer(TransformerMixin, BaseEstimator, auto_wrap_output_keys=None):
    """Texts to a sparse matrix of TF-IDF weights, a scikit-learn transformer.

    Given the same words it agrees with scikit-learn's ``TfidfVectorizer``. It differs in how it
    finds words, in its defaults, in stemming (columns of one stem are merged and named by their
    commonest form, never by the stem) and in `max_df` for tiny corpora.

    Parameters
    ----------
    language : str or None, default="english"
        English name or ISO 639-1 code; decides the stop words and the stemmer. None: neither.
    stem : bool, default=False
        Merge the forms of a word (*network*, *networks*) into one column.
    stop_words : "language", None or collection of str, default="language"
        Words to leave out before n-grams are formed, compared in lower case.
    ngram_range : (int, int), default=(1, 1)
        Shortest and longest run of neighbouring words that makes a term.
    min_df : "auto", int or float, default="auto"
        Least number (int) or share (float) of documents with a term. "auto" grows with the corpus,
        max(1, floor(log10(n_docs))): 2 for 216 documents, 3 for 2,225, 4 for 11,314.
    max_df : int or float, default=0.5
        Largest number (int) or share (float) of documents with a term. A share never drops a term
        found in no more than two documents, or in no more than `min_df`, so that a corpus of a few
        documents keeps its words.
    max_terms : int or None, default=None
        Keep this many terms, those that occur most often in the corpus.
    sublinear_tf : bool, default=True
        Weigh a term that occurs n times in a document as 1 + ln n.
    norm : "l2", "l1" or None, default="l2"
        Norm of each row; rows without terms stay zero.
    use_idf : bool, default=True
        Multiply by ln((1 + n_docs) / (1 + documents with the term)) + 1.
    lowercase : bool, default=True
    tokenizer : callable or None, default=None
        From a text to its list of words, in place of `hiertopics.text.words.tokens.tokenize`.
    dtype : float64 or float32, default=float64

    Attributes
    ----------
    vocabulary_ : dict of str to int
        Column of each term; columns are in alphabetical order.
    idf_ : ndarray (n_terms,) or None
        Inverse document frequencies; None without `use_idf`.
    stem_columns_ : dict of str to int, or None
        Column of each stem; None without stemming.
    n_docs_ : int
        Documents seen by fit.
    min_df_, max_df_ : float
        The limits used, in documents.

    Raises
    ------
    HiertopicsError
        By fit and transform, for settings and texts of no use; a CorpusError if no term is left.

    Examples
    --------
    >>> texts = ["Cats chase mice.", "Mice fear cats.", "Bread needs salt."]
    >>> TextVectorizer().fit(texts).get_feature_names_out().tolist()
    ['bread', 'cats', 'chase', 'fear', 'mice', 'needs', 'salt']
    """

    def __init__(
        self,
        language="english",
        stem=False,
        stop_words="language",
        ngram_range=(1, 1),
        min_df="auto",
        max_df=0.5,
        max_terms=None,
        sublinear_tf=True,
        norm="l2",
        use_idf=True,
        lowercase=True,
        tokenizer=None,
        dtype=np.float64,
    ):
        self.language = language
        self.stem = stem
        self.stop_words = stop_words
        self.ngram_range = ngram_range
        self.min_df = min_df
        self.max_df = max_df
        self.max_terms = max_terms
        self.sublinear_tf = sublinear_tf
        self.norm = norm
        self.use_idf = use_idf
        self.lowercase = lowercase
        self.tokenizer = tokenizer
        self.dtype = dtype

    def fit(self, raw_documents: Iterable[str], y=None) -> TextVectorizer:
        """Learn the terms and their document frequencies; `y` is ignored."""
        self.fit_transform(raw_documents)
        return self

    def fit_transform(self, raw_documents: Iterable[str], y=None):
        """Learn the terms and return the matrix, in one pass over the texts.

        Parameters
        ----------
        raw_documents : iterable of str
            One text per document; may be a generator.
        y : ignored

        Returns
        -------
        CSR matrix (n_docs, n_terms)
            In the sparse container that scikit-learn's own vectorizers return.
        """
        self._check_settings()
        # A language that there is no list or stemmer for is told before the texts are read.
        self._stopped([]), self._keys([])
        tokens = self._read(raw_documents)
        stopped, keys = self._stopped(tokens.words), self._keys(tokens.words)
        grams = counts.find_grams(tokens, stopped, keys, self.ngram_range)
        blocks = [counts.count_groups(gram, tokens.n_docs) for gram in grams]
        doc_frequencies = [np.bincount(block.indices, minlength=block.shape[1]) for block in blocks]
        self.n_docs_ = tokens.n_docs
        self.min_df_, self.max_df_ = self._limits(tokens.n_docs)
        terms, offset = [], 0
        for gram, found_in in zip(grams, doc_frequencies, strict=True):
            kept = (found_in >= max(self.min_df_, 1)) & (found_in <= self.max_df_)
            named = counts.name_groups(gram, kept, tokens.words, keys)
            terms += [(name, offset + group, key) for name, group, key in named]
            offset += len(found_in)
        if not terms:
            raise CorpusError(self._nothing_left(tokens, stopped))
        terms, term_counts = self._select(sorted(terms), sparse.hstack(blocks, format="csr"))
        self.vocabulary_ = {name: column for column, (name, _, _) in enumerate(terms)}
        stem_columns = {key: column for column, (_, _, key) in enumerate(terms)}
        self.stem_columns_ = stem_columns if self.stem else None
        weighting = self._weighting().fit(term_counts)
        self.idf_ = weighting.idf_ if self.use_idf else None
        return weighting.transform(term_counts, copy=False)

    def transform(self, raw_documents: Iterable[str]):
        """Weights of the learned terms in other texts; unknown words are passed over.

        Parameters
        ----------
        raw_documents : iterable of str

        Returns
        -------
        CSR matrix (n_docs, n_terms)
        """
        check_is_fitted(self)
        tokens = self._read(raw_documents)
        stopped, keys = self._stopped(tokens.words), self._keys(tokens.words)
        grams = counts.find_grams(tokens, stopped, keys, self.ngram_range)
        columns = self.stem_columns_ if self.stem else self.vocabulary_
        term_counts = counts.count_known(grams, keys, columns, tokens.n_docs)
        weighting = self._weighting()
        weighting.n_features_in_ = len(columns)
        if self.use_idf:
            weighting.idf_ = self.idf_
        return weighting.transform(term_counts.astype(self.dtype), copy=False)

    def get_feature_names_out(self, input_features=None) -> np.ndarray:
        """Terms in column order, object array (n_terms,); `input_features` is ignored."""
        check_is_fitted(self)
        return np.array(list(self.vocabulary_), dtype=object)

    def _read(self, raw_documents) -> stream.TokenStream:
        if isinstance(raw_documents, str | bytes) or not isinstance(raw_documents, Iterable):
            raise HiertopicsError(
                f"expected a collection of texts, got one {type(raw_documents).__name__}; "
                "for a single text give [text]"
            )
        if self.tokenizer is None:
            return stream.read_words(raw_documents, self.lowercase)
        split = (lambda text: self.tokenizer(text.lower())) if self.lowercase else self.tokenizer
        tokens = stream.read_tokens(raw_documents, split)
        self._check_words(tokens.words)
        return tokens

    def _check_words(self, words: list[str]) -> None:
        for word in words:
            if not isinstance(word, str):
                raise HiertopicsError(f"tokenizer must return words (str), it returned {word!r}")
            if " " in word and self.ngram_range[1] > 1:
                raise HiertopicsError(
                    f"tokenizer returned {word!r}, which n-grams would confuse with two words; "
                    "join its parts with '_' or leave ngram_range at (1, 1)"
                )

    def _stopped(self, words: list[str]) -> np.ndarray:
        by_language = isinstance(self.stop_words, str)
        listed = languages.stop_words(self.language) if by_language else self.stop_words
        stop_words = frozenset(word.lower() for word in listed or ())
        return np.fromiter(map(stop_words.__contains__, map(str.lower, words)), bool, len(words))

    def _keys(self, words: list[str]) -> list[str]:
        return stem_vocabulary(words, self.language) if self.stem else words

    def _limits(self, n_docs: int) -> tuple[float, float]:
        if self.min_df == "auto":
            least = len(str(n_docs)) - 1 or 1  # floor(log10(n)), free of rounding
        else:
            least = self.min_df if isinstance(self.min_df, Integral) else self.min_df * n_docs
        if isinstance(self.max_df, Integral):
            return least, self.max_df
        return least, max(self.max_df * n_docs, least, 2)

    def _select(self, terms: list[tuple[str, int, str]], all_counts):
        term_counts = all_counts[:, [group for _, group, _ in terms]]
        if self.max_terms is not None and self.max_terms < len(terms):
            totals = np.asarray(term_counts.sum(axis=0)).ravel()
            # The very call scikit-learn makes, so that ties at the limit fall the same way.
            best = np.sort((-totals).argsort()[: self.max_terms])
            terms, term_counts = [terms[i] for i in best], term_counts[:, best]
        term_counts = term_counts.astype(self.dtype)
        term_counts.sort_indices()
        return terms, term_counts

    def _weighting(self) -> TfidfTransformer:
        return TfidfTransformer(
            norm=self.norm, use_idf=self.use_idf, sublinear_tf=self.sublinear_tf
        )

    def _nothing_left(self, tokens, stopped: np.ndarray) -> str:
        n_words, n_stopped = len(tokens.words), int(stopped.sum())
        documents = f"{tokens.n_docs:,} document{'s' * (tokens.n_docs != 1)}"
        if not n_words:
            return f"no words in {documents}: check that they hold text, or give another tokenizer"
        start = f"no terms are left of {n_words:,} words in {documents}"
        if n_stopped == n_words:
            return f"{start}: all are stop words; give another language, or stop_words=None"
        return (
            f"{start}: {n_stopped:,} are stop words, and each of the others is in more than "
            f"{self.max_df_:g} documents (max_df={self.max_df!r}), which tells none apart, or in "
            f"fewer than {self.min_df_:g} (min_df={self.min_df!r}); give texts that differ, raise "
            "max_df or lower min_df"
        )

    def _check_settings(self) -> None:
        faults = []
        ngrams = self.ngram_range
        if not (
            isinstance(ngrams, tuple | list)
            and len(ngrams) == 2
            and all(_is_count(n) for n in ngrams)
            and 1 <= ngrams[0] <= ngrams[1]
        ):
            faults.append(f"ngram_range must be two lengths such as (1, 2), got {ngrams!r}")
        if self.min_df != "auto" and not _is_limit(self.min_df):
            faults.append(f"min_df must be 'auto', a count or a share 0 to 1, got {self.min_df!r}")
        if not _is_limit(self.max_df):
            faults.append(f"max_df must be a count or a share 0 to 1, got {self.max_df!r}")
        if self.max_terms is not None and not (_is_count(self.max_terms) and self.max_terms):
            faults.append(f"max_terms must be None or a positive integer, got {self.max_terms!r}")
        if self.norm not in ("l2", "l1", None):
            faults.append(f"norm must be 'l2', 'l1' or None, got {self.norm!r}")
        if self.dtype not in (np.float64, np.float32, "float64", "float32"):
            faults.append(f"dtype must be float64 or float32, got {self.dtype!r}")
        if isinstance(self.stop_words, str) and self.stop_words != "language":
            faults.append(
                f"stop_words must be 'language', None or a collection of words, got "
                f"{self.stop_words!r}; choose the language by language={self.stop_words!r}"
            )
        elif not isinstance(self.stop_words, str | Collection | None):
            faults.append(f"stop_words must be a collection of words, got {self.stop_words!r}")
        if self.tokenizer is not None and not callable(self.tokenizer):
            faults.append(f"tokenizer must be a function of a text, got {self.tokenizer!r}")
        if self.stem and self.language is None:
            faults.append("stem=True needs a language, got language=None")
        if faults:
            raise HiertopicsError("; ".join(faults))


def _is_count(value) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool) and value >= 0


def _is_limit(value) -> bool:
    share = isinstance(value, Real) and not isinstance(value, Integral) and 0 <= value <= 1
    return share or _is_count(value)
