from importlib import resources

import pytest
from support.sentences import SENTENCES

from hiertopics.errors import HiertopicsError
from hiertopics.vectorizer.language import LANGUAGES, language_name
from hiertopics.vectorizer.stop_words import stop_words
from hiertopics.vectorizer.tokens import tokenize

# Words in each list, so that none is lost without somebody meaning to.
SIZES = {
    "arabic": 3574,
    "bulgarian": 801,
    "catalan": 719,
    "chinese": 2032,
    "czech": 1917,
    "danish": 615,
    "dutch": 993,
    "english": 653,
    "finnish": 1330,
    "french": 899,
    "german": 1660,
    "greek": 386,
    "gujarati": 899,
    "hebrew": 959,
    "hindi": 1093,
    "hungarian": 1282,
    "indonesian": 792,
    "italian": 1105,
    "japanese": 1597,
    "korean": 1945,
    "malay": 627,
    "norwegian": 683,
    "persian": 2338,
    "polish": 1505,
    "portuguese": 1114,
    "romanian": 1075,
    "russian": 1400,
    "slovak": 987,
    "spanish": 1289,
    "swahili": 323,
    "swedish": 738,
    "thai": 232,
    "turkish": 1640,
    "ukrainian": 1224,
    "urdu": 398,
    "vietnamese": 394,
}
FILES = resources.files("hiertopics.vectorizer").joinpath("stop_words")


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_list_meets_the_tokenizer(language):
    words = stop_words(language)
    assert len(words) > 30 and all(word and word == word.lower() for word in words)
    if language != "japanese":  # endings of its words, which are words in no other place
        unreachable = {word for word in words if tokenize(word) != [word]}
        assert len(unreachable) <= 0.05 * len(words), unreachable


SAMPLES = [
    ("german", "und nicht wurde immer schon", "haus arbeit"),
    ("french", "le des qu est être cela", "homme parole"),
    ("italian", "dell all che questo", "lavoro gente"),
    ("spanish", "los para también", "trabajo empleo"),
    ("turkish", "için beş şey altmış", "ev"),
    ("hebrew", "אבל של", "בית"),
    ("ukrainian", "п'ять але", "дім люди"),
    ("slovak", "ale ako", "dom the of"),
    ("russian", "который которым свой этот", "жизнь люди человек"),
    ("hungarian", "nem is ők előtt utolsó", "ház cikk"),
    ("romanian", "și în că fără aceștia aceştia", "casă"),
    ("indonesian", "untuk yang", "rumah kecil"),
    ("malay", "kerana yang", "rumah orang bisa"),
    ("greek", "και το στην είναι ότι πρέπει", "σπίτι εργασία"),
]
# Pronouns, prepositions, auxiliaries and conjunctions that published lists forget.
FUNCTION_WORDS = {
    "arabic": "إلى أن إن أو هم لأن ليس ثم متى",
    "catalan": "al del els més això nosaltres havia tots",
    "czech": "která kterých těch všech někteří každá kolem",
    "danish": "gennem uden andre nogen ved gik næsten først",
    "dutch": "gaan wanneer weer nooit geweest tijdens hadden",
    "finnish": "sai missään ketään tällainen pitäisi",
    "french": "aller lequel chacun quelques toujours ensuite lorsque pouvait",
    "german": "deren denen wenig neben jemand möchte obwohl darüber",
    "greek": "των μου θα δεν αυτή",
    "italian": "quel quei già può dopo prima alcuni stata nessuno",
    "norwegian": "annen gjennom andre aldri gikk etterpå kanskje",
    "polish": "swój której kto każda nikt zanim przez",
    "portuguese": "apenas ainda nada nunca tudo outra nesta três",
    "spanish": "aquella mientras cuyo alguien jamás cuándo quizás",
    "swedish": "därefter någonsin varandra borde medan",
    "turkish": "değil olarak kadar sonra göre kendi böyle",
}


@pytest.mark.parametrize(("language", "words", "content"), SAMPLES)
def test_lists_are_clean(language, words, content):
    assert set(words.split()) - stop_words(language) == set()
    assert set(content.split()) & stop_words(language) == set()


@pytest.mark.parametrize("language", FUNCTION_WORDS)
def test_frequent_function_words_are_listed(language):
    assert set(FUNCTION_WORDS[language].split()) - stop_words(language) == set()


# A Korean word carries its particles.
@pytest.mark.parametrize("language", sorted({*LANGUAGES} - {"korean"}))
def test_a_third_of_a_text_is_listed(language):
    words = tokenize(SENTENCES[language])
    assert sum(word in stop_words(language) for word in words) > len(words) / 3


def test_no_word_was_lost():
    assert {language: len(stop_words(language)) for language in LANGUAGES} == SIZES


def test_a_language_is_an_entry_and_a_file():
    assert {file.name for file in FILES.iterdir()} == {
        "README.md",
        *(f"{name}.txt" for name in LANGUAGES),
    }
    assert list(LANGUAGES) == sorted(LANGUAGES)
    codes = [code for language in LANGUAGES.values() for code in language.codes.split()]
    assert len(set(codes)) == len(codes) and all(len(code) == 2 for code in codes)


@pytest.mark.parametrize("language", sorted({*LANGUAGES} - {"english", "greek"}))
def test_words_of_a_file_are_in_order(language):
    lines = FILES.joinpath(f"{language}.txt").read_text("utf-8").splitlines()
    assert lines == sorted(set(lines)), "so that a word is found and no word stands there twice"


def test_codes_and_none():
    assert stop_words("EN") == stop_words("english") and stop_words("de") == stop_words("german")
    assert language_name("pt") == "portuguese" and language_name("el") == "greek"
    assert stop_words(None) == frozenset()


@pytest.mark.parametrize("language", ["klingon", "", "latin"])
def test_unknown_language_lists_the_known(language):
    with pytest.raises(HiertopicsError, match="arabic, bulgarian.*vietnamese"):
        stop_words(language)


def test_language_must_be_a_name():
    with pytest.raises(HiertopicsError, match="must be a name such as 'english'"):
        stop_words(7)
