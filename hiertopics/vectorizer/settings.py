"""The settings of a TextVectorizer: checked, all that are of no use named in one message, used."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from numbers import Integral, Real

import numpy as np

from hiertopics.errors import HiertopicsError
from hiertopics.vectorizer.codes import words_of
from hiertopics.vectorizer.language import language_name, stem_vocabulary
from hiertopics.vectorizer.language_guess import corpus_languages
from hiertopics.vectorizer.phrases import MEASURES, find_phrases
from hiertopics.vectorizer.stop_words import stop_words
from hiertopics.vectorizer.stream import Splitter, TokenStream
from hiertopics.vectorizer.tokens import KEEPABLE, Cleaning, OwnTokenizer, as_token


def check_settings(vectorizer) -> None:
    """Raise a HiertopicsError that names every parameter of a TextVectorizer that is of no use."""
    faults = [*_faulty_limits(vectorizer), *_faulty_words(vectorizer)]
    if faults:
        raise HiertopicsError("; ".join(faults))


def check_before_reading(vectorizer, raw_documents: object) -> None:
    """Raise what can be raised before a TextVectorizer reads texts."""
    check_settings(vectorizer)
    if vectorizer.language != "auto":
        stop_words(vectorizer.language)
        if vectorizer.stem:
            stem_vocabulary([], vectorizer.language)
    kept_together(vectorizer.keep_together, splitter_of(vectorizer))
    if isinstance(raw_documents, str | bytes) or not isinstance(raw_documents, Iterable):
        raise HiertopicsError(
            f"expected a collection of texts, got one {type(raw_documents).__name__}; "
            "for a single text give [text]"
        )


def splitter_of(vectorizer) -> Cleaning | OwnTokenizer:
    """What finds the words of texts by the settings of a TextVectorizer."""
    if vectorizer.tokenizer is not None:
        for_ngrams = vectorizer.ngram_range[1] > 1
        return OwnTokenizer(vectorizer.tokenizer, vectorizer.lowercase, for_ngrams)
    keep = frozenset(vectorizer.keep)
    spelling = vectorizer.fold_accents, _is_turkish(vectorizer)
    return Cleaning(vectorizer.lowercase, keep, *spelling)


def stop_words_of(vectorizer, languages: Iterable[str | None]) -> frozenset[str]:
    """Words that a TextVectorizer leaves out of texts in some languages, spelt as tokens are."""
    listed = vectorizer.stop_words or ()
    if isinstance(listed, str):
        listed = [word for language in languages for word in stop_words(language)]
    spelling = vectorizer.fold_accents, _is_turkish(vectorizer)
    return frozenset(as_token(word, *spelling) for word in (*listed, *vectorizer.more_stop_words))


def languages_of(vectorizer, tokens: TokenStream) -> tuple[str | None, list, dict[str, int]]:
    """The language, all those whose stop words are left out, and documents per language."""
    if vectorizer.language != "auto":
        return vectorizer.language, [vectorizer.language], {}
    return corpus_languages(tokens.counts[0], tokens.words)


def phrases_of(vectorizer, tokens: TokenStream, stopped: np.ndarray) -> list[tuple[str, str]]:
    """Phrases that a TextVectorizer makes terms; none with a word where `stopped` is True."""
    wanted = vectorizer.phrases
    if not wanted or (wanted == "auto" and vectorizer.ngram_range[1] > 1):
        return []
    return find_phrases(tokens, stopped, wanted if wanted in MEASURES else "likelihood")


def _is_turkish(vectorizer) -> bool:
    language = vectorizer.language
    return language is not None and language_name(language) == "turkish"


def kept_together(names: Iterable[str], splitter: Splitter) -> list[list[str]]:
    """Words of phrases that a user wants as terms; raise a HiertopicsError if one has too few."""
    phrases = []
    for name in names:
        found = [word for piece in splitter.pieces(name) for word in splitter.words(piece)]
        words = [word for token in found for word in words_of(token, is_first=True)]
        phrases.append(words)
        if len(words) < 2:
            raise HiertopicsError(
                f"keep_together takes phrases of two words or more, and of {name!r} there is "
                f"left {' '.join(words) or 'none'}; keep=('numbers',) would keep numbers"
            )
    return phrases


def _faulty_limits(vectorizer) -> Iterator[str]:
    ngrams = vectorizer.ngram_range
    is_pair = isinstance(ngrams, tuple | list) and len(ngrams) == 2 and all(map(_is_count, ngrams))
    if not (is_pair and 1 <= ngrams[0] <= ngrams[1]):
        yield f"ngram_range must be two lengths such as (1, 2), got {ngrams!r}"
    elif ngrams[1] > 1 and (vectorizer.phrases not in (False, "auto") or vectorizer.keep_together):
        yield (
            "phrases and keep_together are terms of several words already; leave ngram_range at "
            f"(1, 1) with them, got {ngrams!r}"
        )
    if vectorizer.min_df != "auto" and not _is_limit(vectorizer.min_df):
        yield f"min_df must be 'auto', a count or a share 0 to 1, got {vectorizer.min_df!r}"
    if vectorizer.max_df != "auto" and not _is_limit(vectorizer.max_df):
        yield f"max_df must be 'auto', a count or a share 0 to 1, got {vectorizer.max_df!r}"
    max_terms = vectorizer.max_terms
    if max_terms is not None and not (_is_count(max_terms) and max_terms):
        yield f"max_terms must be None or a positive integer, got {max_terms!r}"
    if vectorizer.norm not in ("l2", "l1", None):
        yield f"norm must be 'l2', 'l1' or None, got {vectorizer.norm!r}"
    power = vectorizer.idf_power
    if not isinstance(power, Real) or isinstance(power, bool) or not 0 <= float(power) < np.inf:
        yield f"idf_power must be a number, 0 or more, got {power!r}"
    if vectorizer.dtype not in (np.float64, np.float32, "float64", "float32"):
        yield f"dtype must be float64 or float32, got {vectorizer.dtype!r}"


def _faulty_words(vectorizer) -> Iterator[str]:
    stop_words = vectorizer.stop_words
    if isinstance(stop_words, str) and stop_words != "language":
        yield (
            f"stop_words must be 'language', None or a collection of words, got {stop_words!r}; "
            f"choose the language by language={stop_words!r}"
        )
    elif stop_words is not None and stop_words != "language" and not _is_strings(stop_words):
        yield f"stop_words must be a collection of words, got {stop_words!r}"
    for name in ("more_stop_words", "keep_together", "keep"):
        value = getattr(vectorizer, name)
        if not _is_strings(value):
            yield f"{name} must be a collection of str, got {value!r}"
        elif name == "keep" and not set(value) <= set(KEEPABLE):
            yield f"keep must be some of {', '.join(KEEPABLE)}, got {value!r}"
    if vectorizer.phrases not in ("auto", True, False, *MEASURES):
        yield f"phrases must be 'auto', a bool or one of {MEASURES}, got {vectorizer.phrases!r}"
    if vectorizer.tokenizer is not None and not callable(vectorizer.tokenizer):
        yield f"tokenizer must be a function of a text, got {vectorizer.tokenizer!r}"
    n_jobs = vectorizer.n_jobs
    if n_jobs is not None and (not isinstance(n_jobs, Integral) or n_jobs in (0, False)):
        yield f"n_jobs must be None, a number of processes or -1 for all cores, got {n_jobs!r}"
    if vectorizer.stem and vectorizer.language is None:
        yield "stem=True needs a language, got language=None"


def _is_strings(value) -> bool:
    is_collection = isinstance(value, Collection) and not isinstance(value, str)
    return is_collection and all(isinstance(item, str) for item in value)


def _is_count(value) -> bool:
    return _is_a(Integral, value) and not isinstance(value, bool) and value >= 0


def _is_limit(value) -> bool:
    share = _is_a(Real, value) and not _is_a(Integral, value) and 0 <= value <= 1
    return share or _is_count(value)


def _is_a(kind: type, value) -> bool:
    # For type checkers, to whom no number is an Integral or Real.
    return isinstance(value, kind)
