"""The documents of a corpus that are in one language."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hiertopics.corpus.corpus import Corpus, check_corpus
from hiertopics.errors import CorpusError
from hiertopics.progress import Progress, counting, silent
from hiertopics.vectorizer.language import language_name
from hiertopics.vectorizer.language_guess import UNKNOWN, document_languages
from hiertopics.vectorizer.stop_words import stop_words
from hiertopics.vectorizer.stream import read_tokens
from hiertopics.vectorizer.tokens import Cleaning

_ENOUGH = 5000
"""Characters of a text by which its language is guessed."""


def in_language(corpus: Corpus, language: str, progress: Progress | None = None) -> Corpus:
    """Documents of a corpus that are in a language, as guessed by their first words.

    Parameters
    ----------
    corpus : Corpus
    language : str
        English name or ISO 639-1 code.
    progress : callable, optional
        ``progress("guessing languages", done, total)``, documents.

    Returns
    -------
    Corpus
        The ids of all others are in its `skipped`, as "other language" or, where too little speaks
        for any, "language unknown".

    Raises
    ------
    CorpusError
        If no document is in that language; a HiertopicsError if it is not known here.
    """
    check_corpus(corpus)
    stop_words(language)
    name = language_name(language)
    texts = counting(corpus.texts, "guessing languages", progress or silent)
    tokens = read_tokens((text[:_ENOUGH] for text in texts), Cleaning())
    found = np.array(document_languages(tokens.counts[0], tokens.words), dtype=object)
    if not np.any(found == name):
        others = ", ".join(sorted({*found.tolist()} - {UNKNOWN})) or "no language known here"
        raise CorpusError(
            f"none of {len(corpus):,} documents is in {name}, they are in {others}; name one of "
            "these, or take all documents"
        )
    skipped = dict(corpus.skipped)
    is_unknown = found == UNKNOWN
    for reason, left_out in (
        ("other language", ~is_unknown & (found != name)),
        ("language unknown", is_unknown),
    ):
        if left_out.any():
            ids = tuple(corpus.ids[i] for i in np.flatnonzero(left_out))
            skipped[reason] = (*skipped.get(reason, ()), *ids)
    return replace(corpus.take(found == name), skipped=skipped)
