"""The registry of languages: what decides their stop words and stems, and what distinguishes them.

A new language is one more entry here and a file of stop words named after it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from hiertopics.errors import HiertopicsError


class Language(NamedTuple):
    """A language with a file of stop words, ``stop_words/<name>.txt``.

    `letters` are those of its alphabet beyond a to z, as the body of a regular-expression set.
    `endings` are ends of words, of two letters at least, that few languages have.
    """

    name: str
    codes: str
    letters: str
    endings: str = ""


_CYRILLIC = "а-зийк-щьюя"
_ARABIC = "ءآأؤئابت-غف-قل-وً-ْ"
_HAN = "一-鿿㐀-䶿々"

LANGUAGES = {
    language.name: language
    for language in (
        Language("arabic", "ar", _ARABIC + "إةىيك"),
        Language("bulgarian", "bg", _CYRILLIC + "ъѝ", "ата ване ето ите ият ция ът"),
        Language("catalan", "ca", "àçèéíïòóúü", "ció cions itat ment"),
        Language("chinese", "zh", _HAN),
        Language("czech", "cs", "áčďéěíňóřšťúůýž"),
        Language("danish", "da", "æøåé", "ende hed heder isk ning skab tion"),
        Language("dutch", "nl", "éëïöüè", "atie eren heid ing isch lijk schap"),
        Language(
            "english", "en", "", "able ed ght ical ics ing ity ive less ly ment ness ous sh th tion"
        ),
        Language("finnish", "fi", "äöå", "inen ssa ssä sta stä uus yys"),
        Language(
            "french", "fr", "àâæçéèêëîïôœùûüÿ", "aire elle eur eux ique isme ment oire té tion"
        ),
        Language("german", "de", "äöüß", "chen heit ieren isch keit lich schaft tion ung"),
        Language("greek", "el", "α-ωάέήίόύώϊϋΐΰ"),
        Language("gujarati", "gu", "ઁ-૿"),
        Language("hebrew", "he", "א-ת"),
        Language("hindi", "hi", "ऀ-ॿ"),
        Language("hungarian", "hu", "áéíóöőúüű", "ban ben ság ség ának ének"),
        Language("indonesian", "id", "", "asi ing kan nya"),
        Language("italian", "it", "àèéìòù", "aggio ando endo ità mente zione zioni"),
        Language("japanese", "ja", _HAN + "ぁ-ヿ"),
        Language("korean", "ko", "가-힣"),
        Language("malay", "ms", "", "asi ing kan nya"),
        Language("norwegian", "nb no", "æøåéòô", "ende het heter isk ning sjon skap"),
        Language("persian", "fa", _ARABIC + "پچژکگیهٔ"),
        Language("polish", "pl", "ąćęłńóśźż", "acji anie cji enie owa owy ych ość"),
        Language("portuguese", "pt", "àáâãçéêíóôõúü", "ado ando agem ção ções dade endo mente"),
        Language("romanian", "ro", "ăâîșțşţ", "ilor ului ție ția"),
        Language("russian", "ru", _CYRILLIC + "ёъыэ", "ать ение ения ется ого ость ться ые ый ых"),
        Language("slovak", "sk", "áäčďéíĺľňóôŕšťúýž", "anie enie osť ovať ých"),
        Language("spanish", "es", "áéíñóúü", "ado ando ción ciones dad iendo mente"),
        Language("swahili", "sw", ""),
        Language("swedish", "sv", "åäöé", "ande ende het isk ning skap tion"),
        Language("thai", "th", "ก-ฺเ-๎"),
        Language("turkish", "tr", "çğıöşüâîû", "ları leri lar ler"),
        Language("ukrainian", "uk", _CYRILLIC + "ґєії", "ання ення ість ого ться ий"),
        Language("urdu", "ur", _ARABIC + "ٹپچڈڑژکگںھہۂیےۓئ"),
        Language("vietnamese", "vi", "àáâãèéêìíòóôõùúýăđĩũơưẠ-ỹ"),
    )
}
_NAMES = {code: name for name, language in LANGUAGES.items() for code in language.codes.split()}
# Letters of languages that are none of these, in the scripts of many.
OTHER_LETTERS = "ऀ-ॿ" + _CYRILLIC + "ёъыэії"


def language_name(language: str) -> str:
    """Lower-case English name of a language given by name or ISO 639-1 code; others unchanged."""
    if not isinstance(language, str):
        raise HiertopicsError(
            f"language must be a name such as 'english' or a code such as 'en', got {language!r}"
        )
    plain = language.strip().lower()
    return _NAMES.get(plain, plain)


def stem_vocabulary(terms: Iterable[str], language: str) -> list[str]:
    """Stem of each term, in order, by nltk's Snowball stemmer of the language.

    Terms are words, or n-grams of words with single spaces between, of each of which the stem is
    taken. A HiertopicsError is raised if the language, given by its English name or ISO code, has
    no such stemmer.
    """
    # Imported here: nltk costs start-up time, and most runs never need it.
    from nltk.stem.snowball import SnowballStemmer

    name = language_name(language)
    having = [name for name in LANGUAGES if name in SnowballStemmer.languages]
    if name not in having:
        raise HiertopicsError(
            f"there is no stemmer for language {language!r}; choose one of {', '.join(having)}, "
            "or leave stemming off (stem=False)"
        )
    stem = SnowballStemmer(name).stem
    if name == "arabic":  # nltk's keeps something of each word for the next

        def stem(word):
            return SnowballStemmer(name).stem(word)

    stem = cache(stem)
    return [" ".join(map(stem, term.split(" "))) for term in terms]
