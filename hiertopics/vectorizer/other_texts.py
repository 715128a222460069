"""The tokens of texts that come after the fit, as those of the fit."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from hiertopics.vectorizer.boilerplate import without_lines_named
from hiertopics.vectorizer.divided import is_joined
from hiertopics.vectorizer.lines import LineSet
from hiertopics.vectorizer.numbering import numbering
from hiertopics.vectorizer.phrases import join_phrases, joins_by_name
from hiertopics.vectorizer.settings import kept_together, splitter_of
from hiertopics.vectorizer.stream import TokenStream, read_tokens


def tokens_of_others(vectorizer, raw_documents: Iterable[str] | TokenStream) -> TokenStream:
    """Tokens of texts with the phrases of a fitted TextVectorizer, and without its boilerplate."""
    splitter, number_of = splitter_of(vectorizer), numbering()
    kept, found = kept_together(vectorizer.keep_together, splitter), vectorizer.phrases_
    known = frozenset(vectorizer.vocabulary_) | vectorizer.stop_words_
    is_one = partial(is_joined, joined=vectorizer.joined_, known=known)
    lines = vectorizer.boilerplate_
    if isinstance(raw_documents, TokenStream):
        tokens, _ = without_lines_named(raw_documents.rejoined(is_one), lines)
        return join_phrases(join_phrases(tokens, kept), found, beside=True)
    steps = joins_by_name(kept, number_of, beside=False)
    steps += joins_by_name(found, number_of, beside=True)
    left_out = LineSet(lines, number_of) if lines else None
    reading: Any = dict(left_out=left_out, steps=steps, is_joined=is_one, number_of=number_of)
    return read_tokens(raw_documents, splitter, vectorizer.n_jobs, **reading)
