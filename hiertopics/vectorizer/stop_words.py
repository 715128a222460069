"""Stop words: function words of a language, which say nothing about a topic. Offline.

The lists are files of words in `stop_words/`, so that somebody who speaks the language can read and
mend them; the README there says where they come from. Published lists of English reach from 180
words to 1,333, and the long ones take *system*, *computer* and *research* with them; ours does not.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

from hiertopics.errors import HiertopicsError
from hiertopics.vectorizer.language import LANGUAGES, language_name


def stop_words(language: str | None) -> frozenset[str]:
    """Words of a language that say nothing about a topic, as `tokenize` would give them.

    The language is given by its English name or ISO 639-1 code: "english", "de"; None stands for no
    stop words. Words are in lower case, with ``'`` for every apostrophe. A HiertopicsError is
    raised if there is no list for the language.
    """
    if language is None:
        return frozenset()
    name = language_name(language)
    if name not in LANGUAGES:
        raise HiertopicsError(
            f"there are no stop words for language {language!r}; choose one of "
            f"{', '.join(LANGUAGES)}, or give a list of words, or None"
        )
    return _listed(name)


@cache
def _listed(name: str) -> frozenset[str]:
    file = resources.files("hiertopics.vectorizer").joinpath("stop_words", f"{name}.txt")
    lines = file.read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
