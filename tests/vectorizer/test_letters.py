"""One spelling for each letter, whatever draws it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.timing import seconds

import hiertopics as ht
from hiertopics.vectorizer.letters import lower, plain_letters
from hiertopics.vectorizer.tokens import as_token, tokenize


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ﬁnance ﬂow eﬀect oﬃce ﬆone", "finance flow effect office stone"),
        ("Ｆｕｌｌ ｗｉｄｔｈ ｶﾞｽ ｢ﾃﾚﾋﾞ｣", "full width ガス テレビ"),
        ("Wiſſenſchaft 𝐁𝐨𝐥𝐝 𝒮𝒸𝓇𝒾𝓅𝓉 𝔉𝔯𝔞𝔨", "wissenschaft bold script frak"),
        ("ﻣﺮﺣﺒﺎ ﷲ الـــكتاب", "مرحبا الله الكتاب"),
        ("⼈⼯", "人工"),
        ("note¹ Mᵃ nº 1ª x² H₂O wordᵇ", "note word"),
        ("soft\u00adly zero\u200bwidth join\u200der \ufeffstart", "softly zerowidth joiner start"),
        ("می\u200cخواهم کتاب\u200cها", "میخواهم کتابها"),
        ("\u202bשלום\u202c \u2067world\u2069 a\u200eb", "שלום world ab"),
        ("heart\ufe0f le\U000e0100tter", "heart letter"),
        ("no\u00a0break wide\u3000line\u2028ends", "no break wide line ends"),
        ("s\u0336t\u0336r\u0336u\u0336c\u0336k z\u0337a\u0337", "struck za"),
        ("well\u2010known non\u2011breaking covid\u201119", "well known non breaking covid-19"),
        ("hid\u3164den", "hid den"),
        ("Ⓐ ™ ℠ 🄰 🇩🇪", ""),
    ],
)  # fmt: skip
def test_words(text, words):
    assert tokenize(text) == words.split()


def test_heaps_of_marks_are_cut_and_take_no_time():
    marks = [chr(code) for code in range(0x300, 0x316)]
    heap = "".join(letter + "".join(marks) * 3 for letter in "zalgo")
    assert tokenize(heap) == ["zalgo"]
    assert tokenize("é" + "\u0301" * 10 + "té") == ["été"]
    one = "a" + "\u0301\u0316" * 200_000 + "b"
    assert seconds(lambda: tokenize(one)) < 2
    hebrew = "שָׁלוֹם עֲלֵיכֶם tiê\u0301ng"
    assert tokenize(hebrew) == "שלום עליכם ti\u1ebfng".split()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("İstanbul İÇİN", "istanbul için"),
        ("I\u0307stanbul", "istanbul"),
        ("IŞIK hızlı, ağır ve kırmızı; DIŞARI çıktı", "ışık hızlı ağır ve kırmızı dışarı çıktı"),
        ("I met Erdoğan IN LONDON", "met erdoğan in london"),
        ("QIZIL alma ağacı yıxıldı", "qızıl alma ağacı yıxıldı"),
    ],
)
def test_dots_of_turkish(text, words):
    assert tokenize(text) == words.split()


@pytest.mark.parametrize("language", ["turkish", "TR"])
def test_given_language_decides_dots(language):
    texts = ["IŞIK IRMAK", "IŞIK ILIK", "IRMAK KIZ"] * 2
    vectorizer = ht.TextVectorizer(language, min_df=1, max_df=1.0).fit(texts)
    assert {"ışık", "ırmak", "ılık", "kız"} <= {*vectorizer.vocabulary_}
    assert vectorizer.transform(["IŞIK"]).nnz == 1
    assert as_token("ISI", turkish=True) == "ısı" and as_token("ISI") == "isi"


@given(st.text())
def test_plain_letters_stay_plain(text):
    once = unicodedata.normalize("NFC", lower(plain_letters(text)))
    assert unicodedata.normalize("NFC", lower(plain_letters(once))) == once


@given(st.text(st.characters(max_codepoint=0x7E)))
def test_ascii_is_plain(text):
    assert plain_letters(text) == text and lower(text) == text.lower()
