"""Bytes in many encodings come out as the text that they were made of."""

import pickle
import random
import sqlite3
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import hiertopics as ht
from hiertopics.corpus.decode import decode, detected_encoding, is_text

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
    "turkish capitals": ("İstanbul'da ağaçlar yeşerdi. İki kişi gölün kıyısındaydı.", "cp1254"),
    "russian": ("Продавцы раскладывали овощи, а у реки рыбаки чинили сети.", "cp1251"),
    "russian koi8": ("Продавцы раскладывали овощи, а у реки рыбаки чинили сети.", "koi8_r"),
    "greek": ("Το πρωί στην αγορά υπήρχε πολύς κόσμος και οι ψαράδες μπάλωναν δίχτυα.", "cp1253"),
    "hebrew": ("בבוקר היו הרבה אנשים בשוק. המוכרים סידרו את הירקות.", "cp1255"),
    "japanese": ("朝の市場には多くの人がいました。漁師は網を直していました。", "shift_jis"),
    "chinese": ("早上市场里有很多人。卖家摆放蔬菜，渔民在河边修补渔网。", "gb18030"),
    "korean": ("아침 시장에는 사람이 많았다. 상인들은 채소를 늘어놓았다.", "euc_kr"),
}

OLD = {
    "german": "Die größten Städte liegen an Flüssen, über die früher keine Brücke führte. Ärger.",
    "french": "Où est passée la boulangère près de l'église ? À Noël, le garçon a goûté la pâte.",
    "spanish": "¿Dónde está el niño? ¡Mañana será otro día! La cigüeña comió después.",
    "portuguese": "A canção não é só do irmão; três avós vêm à praça às nove, também de manhã.",
    "danish": "Børnene på øen spiste rødgrød og æbler på åen, også når det var køligt.",
    "swedish": "Båtarna låg på sjön när ångaren kom, och fåglarna flög över öarna.",
}
CENTRAL = {
    "polish": "Sprzedawcy rozkładali warzywa, a rybacy śpiewali żółć, gdzieś pod lasem, ćwicząc.",
    "czech": "Ráno bylo na trhu mnoho lidí, prodavači rozkládali zeleninu u řeky a pěšinou šli.",
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


@pytest.mark.parametrize(
    ("text", "page"),
    [
        *((text, page) for text in OLD.values() for page in ("cp850", "mac_roman")),
        *((text, page) for text in CENTRAL.values() for page in ("cp852", "mac_latin2")),
        ("Satıcılar sebzelerini diziyor, balıkçılar ağlarını onarıyordu. Güneş, şehir.", "cp857"),
    ],
)
@pytest.mark.parametrize("times", [1, 30])
def test_code_pages_of_dos_and_old_macintoshes_are_found_out(text, page, times):
    assert decode((text * times).encode(page)).text == text * times


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


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["german", "russian", "chinese", "greek", "hebrew"])
def test_utf16_without_its_mark_is_text(tmp_path, name, order):
    text = f"{TEXTS[name][0]}\n1, 2: {TEXTS[name][0]}"
    data = text.encode(order)
    assert is_text(data) and decode(data) == (text, order, 0)
    (tmp_path / "x.txt").write_bytes(data * 3000)
    assert ht.read_corpus(tmp_path).texts[0] == text * 3000
    assert ht.read_corpus(tmp_path / "x.txt", split="lines").texts[0] == text.split("\n")[0]


def test_what_is_no_text(tmp_path):
    rng = random.Random(0)
    rows = sqlite3.connect(tmp_path / "rows.txt")
    rows.execute("create table t (text)")
    rows.execute("insert into t values (?)", ("some words " * 500,))
    rows.commit()
    rows.close()
    samples = {
        "random": rng.randbytes(5000),
        "short": rng.randbytes(100),
        "pickle": pickle.dumps({"text": ["some words"] * 40, "n": list(range(99))}),
        "array": np.arange(500.0).tobytes(),
        "counts": np.arange(3000, dtype=np.int16).tobytes(),
        "sqlite": (tmp_path / "rows.txt").read_bytes(),
        "bitmap": b"BM" + bytes(rng.choices(range(0, 9), k=900)),
        "zipped": zlib.compress(b"some words" * 99),
        "words and nulls": b"words and words " * 20 + bytes(40),
        "odd": b"words " * 100 + b"\0words",
    }
    for name, data in samples.items():
        assert not is_text(data), name
        (tmp_path / f"{name}.txt").write_bytes(data)
        with pytest.raises(ht.HiertopicsError, match="1 not text"):
            ht.read_corpus(tmp_path / f"{name}.txt")
    (tmp_path / "good.txt").write_text("good")
    assert len(ht.read_corpus(tmp_path).skipped["not text"]) == len(samples) + 1


def test_a_file_says_its_encoding():
    for data, page in (
        ('<meta charset="windows-1250"><p>Ĺ', "cp1250"),
        ("Content-Type: text/plain; charset=ISO-8859-15\n\n10 €", "iso8859-15"),
    ):
        assert decode(data.encode(page)).text == data
    for name in ("utf-8", "hex", "nonsense", "shift_jis"):  # it cannot be, or is no encoding
        assert decode(f"charset={name} größer".encode("cp1252")).text.endswith("größer")


# A few words of each page that another page makes words of, too, and a text that is plain.
FOLDERS = {
    "cp1250": ("żółć ś", TEXTS["polish"][0]),
    "cp1251": ("Да, мы", TEXTS["russian"][0] * 3),
    "koi8_r": ("Да, мы", TEXTS["russian"][0] * 3),
    "cp1253": ("Το πρωί", TEXTS["greek"][0] * 3),
    "cp1254": ("ağaç ve ş", TEXTS["turkish"][0]),
}


@pytest.mark.parametrize("page", FOLDERS)
def test_the_files_of_a_folder_have_one_encoding(tmp_path, page):
    doubtful, plain = FOLDERS[page]
    files = {"0.txt": doubtful, "1.txt": "plain ASCII", "2.txt": doubtful, "3.txt": plain}
    files |= {"4.txt": doubtful, "5.txt": plain}
    for name, text in files.items():
        (tmp_path / name).write_bytes(text.encode(page))
    utf8 = "größer, żółć, Да"
    (tmp_path / "6.txt").write_bytes(utf8.encode())
    (tmp_path / "7.txt").write_bytes((TEXTS["chinese"][0] * 9).encode("gb18030"))
    corpus = ht.read_corpus(tmp_path)
    assert list(corpus.texts) == [*files.values(), utf8, TEXTS["chinese"][0] * 9]
    assert corpus.ids == tuple("01234567")
    assert corpus.reading["encodings"][page] == 5


def test_a_folder_of_doubtful_files_agrees(tmp_path):
    words = "ściana żółw łódka ćma dąb".split()
    for number, word in enumerate(words):
        (tmp_path / f"{number}.txt").write_bytes(f"a {word} b".encode("cp1250"))
    assert list(ht.read_corpus(tmp_path).texts) == [f"a {word} b" for word in words]


def test_not_all_of_a_folder_waits(tmp_path, monkeypatch):
    monkeypatch.setattr("hiertopics.corpus.settled._MOST_HELD", 20)
    for number in range(9):
        (tmp_path / f"{number}.txt").write_bytes("caf\u00e9 \u00e9t\u00e9".encode("cp1252"))
    assert set(ht.read_corpus(tmp_path).texts) == {"café été"}


SENTENCES = [
    (
        "cp1257",
        "Traukinys vėl vėlavo, ir keleiviai šalo. Vaikai žaidžia, ąžuolas ošia.",
    ),
    (
        "cp1257",
        "Bērni spēlējas parkā. Ārsts izrakstīja zāles, ģimene ļoti gaida ķiršus.",
    ),
    ("cp1257", "Rong hilines jälle ja reisijad külmetasid. Õpetaja käis šokolaadi ja žanri poes."),
    ("koi8_u", "Потяг знову запізнився, і пасажири мерзли. Її їжак спить, діти грають у парку."),
    ("cp866", "Поезд снова опоздал, и пассажиры мерзли на платформе. Врач выписал лекарства."),
    ("tis_620", "รถไฟมาสายอีกแล้วและผู้โดยสารรออยู่ที่ชานชาลา ห้องสมุดเปิดเมื่อวานนี้"),
    ("shift_jis", "電車がまた遅れて、乗客はホームで待っていました。カタカナも書く。"),
    ("gb18030", "火车又晚点了，乘客们在站台上等着。图书馆昨天开门了。"),
    ("euc_kr", "기차가 또 늦어서 승객들이 승강장에서 기다렸습니다. 아이들이 놀고 있습니다."),
    (
        "cp1254",
        "Belediye otobüsü yine geç kaldı ve yolcular soğukta bekledi. Işıklar yandı.",
    ),
    ("cp1252", "Le garçon a mangé là-bas; perché, città, più e così, niño y mañana, größer."),
]


@pytest.mark.parametrize("form", ["lines", "table"])
@pytest.mark.parametrize("size", [1_000, 70_000, 100_001])
@pytest.mark.parametrize(("page", "text"), SENTENCES)
def test_code_pages_of_short_and_long_files(page, text, size, form):
    row = "{text}" if form == "lines" else "{i};2021-03-02;a topic;some English words, {text}"
    lines = [row.format(i=i, text=text) for i in range(1 + size // len(text))]
    written = "\n".join(lines)
    assert decode(written.encode(page)).text == written
