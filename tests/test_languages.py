import pytest
from stop_words import AVAILABLE_LANGUAGES

from hiertopics.errors import HiertopicsError
from hiertopics.text.words import languages
from hiertopics.text.words.languages import language_name, stop_words
from hiertopics.text.words.tokens import tokenize

NAMED = (
    "arabic bulgarian catalan chinese czech danish dutch english finnish french german gujarati "
    "hebrew hindi hungarian indonesian italian japanese korean malay norwegian persian polish "
    "portuguese romanian russian slovak spanish swedish turkish ukrainian vietnamese"
).split()
# Releases of the stop-words package for Python 3.10 have fewer lists.
LISTED = [name for name in NAMED if {"malay": "malaysian"}.get(name, name) in AVAILABLE_LANGUAGES]


def test_english_takes_function_words():
    words = (
        "the of and don't dont isn't i've ive i'm im you're youre they'll theyll he'd won't cannot "
        "also just would could may might must said says get got really much many even still "
        "however us etc yes ok one two three ve ll re didn doesn"
    ).split()
    assert set(words) - stop_words("english") == set()


def test_english_leaves_content_words():
    words = (
        "system computer fire bill fill world area space research information member number "
        "problem state group order part room help home hell shell ill id shed wed music year"
    ).split()
    assert set(words) & stop_words("english") == set()


@pytest.mark.parametrize("language", LISTED)
def test_every_list_meets_the_tokenizer(language):
    words = stop_words(language)
    assert len(words) > 30 and all(word and word == word.lower() for word in words)
    if language not in (
        "chinese",
        "japanese",
    ):  # words without spaces, for a tokenizer of one's own
        unreachable = {word for word in words if tokenize(word) != [word]}
        assert len(unreachable) <= 0.05 * len(words), unreachable


SAMPLES = [
    ("german", "und nicht wurde immer schon", "haus arbeit"),
    ("french", "le des qu est être cela", "homme parole"),
    ("italian", "dell all che questo", "lavoro gente"),
    ("spanish", "los para también", "trabajo empleo"),
    ("turkish", "için beş şey altmış", "ev"),
    ("hebrew", "אבל של", "בית"),
    ("ukrainian", "п'ять але", "дім"),
    ("slovak", "ale ako", "dom"),
]


@pytest.mark.parametrize(
    ("language", "words", "content"), [sample for sample in SAMPLES if sample[0] in LISTED]
)
def test_lists_are_clean(language, words, content):
    assert set(words.split()) - stop_words(language) == set()
    assert set(content.split()) & stop_words(language) == set()


def test_codes_and_none():
    assert stop_words("EN") == stop_words("english") and stop_words("de") == stop_words("german")
    assert language_name("pt") == "portuguese"
    assert stop_words(None) == frozenset()


@pytest.mark.parametrize("language", ["klingon", "", "greek"])
def test_unknown_language_lists_the_known(language):
    with pytest.raises(HiertopicsError, match="arabic, bulgarian.*vietnamese"):
        stop_words(language)


def test_language_must_be_a_name():
    with pytest.raises(HiertopicsError, match="must be a name such as 'english'"):
        stop_words(7)


def test_a_list_that_the_package_lacks_is_told(monkeypatch):
    monkeypatch.setattr("stop_words.AVAILABLE_LANGUAGES", ["english"])
    languages._packaged.cache_clear()
    with pytest.raises(HiertopicsError, match="no list for korean"):
        stop_words("korean")
