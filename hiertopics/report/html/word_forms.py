"""Which forms of a word the texts have, where one form is shown for all (stems, accents)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from scipy import sparse

if TYPE_CHECKING:
    from hiertopics.vectorizer.vectorizer import TextVectorizer

_WORD = re.compile(r"[^\W\d_]+")


def word_forms(
    vectorizer: TextVectorizer | None, words: Iterable[str], passages: Sequence[Sequence[str]]
) -> dict[str, str]:
    """Find the forms in passages that a vectorizer takes for one of the words or phrases shown.

    The result leads from each form that differs to the word that shows it; it is empty where the
    vectorizer keeps forms apart.
    """
    merges = getattr(vectorizer, "stem", False) or getattr(vectorizer, "fold_accents", False)
    if vectorizer is None or not merges:
        return {}
    terms = vectorizer.get_feature_names_out()
    wanted = {part for word in words for part in [word, *word.split(" ")]}
    texts = (text.lower() for own in passages for text in own)
    found = sorted({form for text in texts for form in _WORD.findall(text)})
    if not found:
        return {}
    entries = sparse.coo_matrix(vectorizer.transform(found))
    named = zip(entries.row.tolist(), entries.col.tolist(), strict=True)
    pairs = ((found[row], str(terms[column])) for row, column in named)
    return {form: term for form, term in pairs if term in wanted and term != form}
