import pytest
from nltk.stem.snowball import SnowballStemmer
from support.sentences import SENTENCES

from hiertopics.errors import HiertopicsError
from hiertopics.vectorizer.language import stem_vocabulary
from hiertopics.vectorizer.tokens import tokenize


@pytest.mark.smoke
@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("networks", "network"),
        ("Generalizations", "general"),
        ("hoping", "hope"),
        ("hopping", "hop"),
        ("skies", "sky"),
        ("news", "news"),
        ("mp3", "mp3"),
    ],
)
def test_stems(word, stem):
    assert stem_vocabulary([word], "english") == [stem]


def test_every_stemmer_of_nltk_is_offered():
    for name in set(SnowballStemmer.languages) - {"porter"}:
        assert stem_vocabulary(["a", "a"], name) == ["a", "a"]


def test_stems_word_by_word():
    terms = ["networks", "network", "neural networks", "don't"]
    assert stem_vocabulary(terms, "english") == ["network", "network", "neural network", "don't"]
    assert stem_vocabulary(["Häuser", "katzen"], "DE") == ["haus", "katz"]


@pytest.mark.parametrize("language", ["polish", "porter", "klingon"])
def test_unknown_stemmer_lists_the_known(language):
    with pytest.raises(HiertopicsError, match=f"{language}.*danish, dutch, english"):
        stem_vocabulary(["word"], language)


def test_stems_do_not_depend_on_their_order():
    for language in set(SnowballStemmer.languages) & set(SENTENCES):
        words = sorted(set(tokenize(SENTENCES[language])))
        backwards = stem_vocabulary(words[::-1], language)[::-1]
        assert stem_vocabulary(words, language) == backwards, language
