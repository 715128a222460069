import pytest
from support.sentences import SENTENCES

from hiertopics.errors import HiertopicsError
from hiertopics.vectorizer import stop_words as languages
from hiertopics.vectorizer.amendments import ADDED, KEPT
from hiertopics.vectorizer.stop_words import language_name, listed_languages, stop_words
from hiertopics.vectorizer.tokens import tokenize

NAMED = (
    "arabic bulgarian catalan chinese czech danish dutch english finnish french german greek "
    "gujarati hebrew hindi hungarian indonesian italian japanese korean malay norwegian persian "
    "polish portuguese romanian russian slovak spanish swedish turkish ukrainian vietnamese"
).split()
# Releases of the stop-words package for Python 3.10 have fewer lists.
LISTED = [name for name in NAMED if name in listed_languages()]


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


@pytest.mark.parametrize(
    ("language", "words", "content"), [sample for sample in SAMPLES if sample[0] in LISTED]
)
def test_lists_are_clean(language, words, content):
    assert set(words.split()) - stop_words(language) == set()
    assert set(content.split()) & stop_words(language) == set()


@pytest.mark.parametrize("language", [name for name in FUNCTION_WORDS if name in LISTED])
def test_frequent_function_words_are_listed(language):
    assert set(FUNCTION_WORDS[language].split()) - stop_words(language) == set()


@pytest.mark.parametrize("language", [name for name in ADDED if name in LISTED])
def test_amendments_are_made(language):
    added, kept = ADDED[language].split(), set(KEPT.get(language, "").split())
    assert len(set(added)) == len(added)
    assert set(added) <= stop_words(language) and not kept & stop_words(language)
    assert [word for word in added if tokenize(word) != [word]] == []


# A Korean word carries its particles; Chinese and Japanese have no blanks between words.
@pytest.mark.parametrize("language", sorted({*LISTED} - {"chinese", "japanese", "korean"}))
def test_a_third_of_a_text_is_listed(language):
    words = tokenize(SENTENCES[language])
    assert sum(word in stop_words(language) for word in words) > len(words) / 3


def test_listed_are_those_that_have_a_list():
    assert {"english", "greek"} <= set(listed_languages()) <= set(NAMED)
    assert list(listed_languages()) == sorted(listed_languages())
    assert all(map(stop_words, listed_languages()))


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


def test_a_list_that_the_package_lacks_is_told(monkeypatch):
    monkeypatch.setattr("stop_words.AVAILABLE_LANGUAGES", ["english"])
    languages._packaged.cache_clear()
    with pytest.raises(HiertopicsError, match="no list for korean"):
        stop_words("korean")
