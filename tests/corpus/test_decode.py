"""Bytes in many encodings come out as the text that they were made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiertopics.corpus.decode import decode, detected_encoding

TEXTS = {
    "german": (
        "Die größten Städte liegen an Flüssen, über die früher keine Brücke führte.",
        "cp1252",
    ),
    "french": (
        "Où est passée la boulangère ? Près de l'église, il paraît qu'il a neigé.",
        "cp1252",
    ),
    "spanish": ("¿Dónde está el niño? ¡Mañana será otro día! Página nº 3 del año.", "cp1252"),
    "quotes": ("He said “no” – and the café’s owner laughed. It cost €5, or £4.", "cp1252"),
    "polish": (
        "Sprzedawcy rozkładali warzywa, a rybacy naprawiali sieci i śpiewali żółć.",
        "cp1250",
    ),
    "polish iso": ("Rano na targu było dużo ludzi, czekali na lepszą pogodę.", "iso8859_2"),
    "czech": ("Ráno bylo na trhu mnoho lidí, prodavači rozkládali zeleninu u řeky.", "cp1250"),
    "hungarian": ("Az árusok kirakták a zöldségeket, és jó időre vártak ősszel is.", "cp1250"),
    "turkish": ("Satıcılar sebzelerini diziyor, balıkçılar ağlarını onarıyordu. Şehir.", "cp1254"),
    "russian": ("Продавцы раскладывали овощи, а у реки рыбаки чинили сети.", "cp1251"),
    "russian koi8": ("Продавцы раскладывали овощи, а у реки рыбаки чинили сети.", "koi8_r"),
    "greek": ("Το πρωί στην αγορά υπήρχε πολύς κόσμος και οι ψαράδες μπάλωναν δίχτυα.", "cp1253"),
    "hebrew": ("בבוקר היו הרבה אנשים בשוק. המוכרים סידרו את הירקות.", "cp1255"),
    "japanese": ("朝の市場には多くの人がいました。漁師は網を直していました。", "shift_jis"),
    "chinese": ("早上市场里有很多人。卖家摆放蔬菜，渔民在河边修补渔网。", "gb18030"),
    "korean": ("아침 시장에는 사람이 많았다. 상인들은 채소를 늘어놓았다.", "euc_kr"),
}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("times", [1, 30])
def test_code_pages_are_found_out(name, times):
    text, encoding = TEXTS[name]
    text *= times
    found = decode(text.encode(encoding))
    assert found.text == text and found.n_bad == 0
    # UTF-8 is never mistaken for one of them, and what is said beats what it looks like.
    assert decode(text.encode()) == (text, "utf-8", 0)
    assert decode(text.encode(encoding), encoding) == (text, encoding, 0)


def test_bad_bytes_are_counted_and_the_rest_is_kept():
    found = decode("Grüße ".encode() * 20 + b"\xff\xfe" + b" Ende")
    assert found.encoding == "utf-8" and found.n_bad == 2
    assert found.text == "Grüße " * 20 + "\ufffd\ufffd Ende"
    assert decode("\ufffd".encode() * 3).n_bad == 0, "a replacement that was there is no bad byte"


def test_a_part_of_a_file_may_end_within_a_character():
    part = ("größer " * 20).encode()[:-6]
    assert part[-1] >= 0x80, "the cut is not where it should be"
    assert detected_encoding(part, is_whole=False) == "utf-8"


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "cp1252", "utf-16", "shift_jis"]))
def test_any_bytes_are_some_text(data, encoding):
    found = decode(data, encoding)
    assert isinstance(found.text, str) and found.n_bad >= 0
    assert "\r" not in found.text


@given(st.text())
def test_utf8_comes_out_as_it_went_in(text):
    expected = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    found = decode(text.encode())
    if found.encoding == "utf-8":  # the first bytes may be another's mark
        assert found.text == expected
