"""Characters that went wrong before the texts came here."""

import json

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.timing import seconds

import hiertopics as ht
from hiertopics.corpus.characters import are_escaped, decoded_once, repaired, with_escapes_read

WORDS = (
    "été café naïve garçon œuvre “citation” don’t – Straße Größe über łódź żółty ściana ışık "
    "güneş привет мир ελληνικά שלום مرحبا 日本語 中文 tiếng Việt 😀 £20 30° ½ señor ¿qué? coração"
).split()
# Sentences in which the characters of twice decoded texts are letters and marks of their own.
REAL = """
“AMANHÃ” é o nome do livro, disse a IRMÃ…
SÃO JOÃO, AÇÃO E REAÇÃO; A MAÇÃ E O PÃO: «LÃ»
NESTLÉ® e CAFÉ™ são marcas
Il est allé”… puis « À » la gare
Đà Nẵng và Ã, Â, Ê, Ô là chữ cái tiếng Việt
„Ä“ und „Ü“ sind Umlaute, „Ö“ auch
»Å« er en ø og Å”
√2 er omtrent 1,4 og √ab
Ð er stafur, Þ líka
PELÉ’s goal, ZOË’s house, RÉSUMÉ – Â
""".strip().split("\n")


def twice(text, encoding):
    """A text as it looks when its UTF-8 was read in another encoding, byte for byte."""
    shown = (bytes([byte]) for byte in text.encode("utf-8"))
    return "".join(byte.decode(encoding, "ignore") or chr(byte[0]) for byte in shown)


@given(st.lists(st.sampled_from(WORDS), min_size=3, max_size=12), st.sampled_from((1, 2)))
@example(WORDS, 2)
def test_what_was_decoded_twice_comes_back(words, times):
    text = "la première chose, " + " ".join(words)
    spoilt = text
    for _ in range(times):
        spoilt = twice(spoilt, "cp1252")
    assert decoded_once(spoilt) == text
    assert decoded_once(text) == text


@pytest.mark.parametrize("encoding", ["latin-1", "mac_roman"])
def test_other_encodings(encoding):
    text = "Le café, l’été, le garçon et l’élève"
    assert decoded_once(twice(text, encoding)) == text


@pytest.mark.parametrize("sentence", REAL)
def test_real_text_stays(sentence):
    assert decoded_once(sentence) == sentence
    assert decoded_once(sentence.upper()) == sentence.upper()
    assert decoded_once(sentence.lower()) == sentence.lower()


@given(st.text(st.characters(max_codepoint=0x24F, categories=("L", "Zs", "Po"))))
def test_letters_and_plain_marks_stay(text):
    # Latin letters and marks that no cp1252 text has after a capital.
    text = "".join(char for char in text if char not in "¡¿§¶·ªºŒœŠšŽžŸƒ")
    assert decoded_once(text) == text


def test_a_line_that_is_right_stays_beside_one_that_is_not():
    text = "“AMANHÃ” é dia\n" + twice("l’été", "cp1252") + " déjà"
    assert decoded_once(text) == "“AMANHÃ” é dia\nl’été déjà"


@given(st.lists(st.sampled_from(["First line.", "Then “that”.", "\tA tab"]), min_size=4))
def test_escapes_of_json_come_back(lines):
    text = "\n".join(lines)
    assert with_escapes_read(json.dumps(text)[1:-1]) == text


@pytest.mark.parametrize(
    "text",
    [
        r"Let \nabla f = \theta \times \nu and \tau \neq \rho, so \Re",
        r"open C:\new\table.txt and D:\temp\reports",
        r"the share \\server\new\texts",
        r"match \d+\n\t\s*\n with a pattern",
        'printf("hello\\n");\nputs("\\n");\nputs("\\n");',
        r"How to replace \n by a blank?",
        r"a\nthe b\nthe c\nthe d",
        r"\begin{theorem} \textbf{New} \\ \item One \\ \item Two",
    ],
)
def test_other_backslashes_stay(text):
    assert repaired(text) == (text, [])
    assert not are_escaped([text] * 50)


def test_a_column_tells_of_texts_with_one_escape():
    column = [f"text {i}.\\nThen more" for i in range(10)] + ["none here"] * 90
    assert are_escaped(column)
    assert with_escapes_read(column[0]) == column[0]
    assert with_escapes_read(column[0], are_known=True) == "text 0.\nThen more"
    assert (
        with_escapes_read(r"at C:\new\x. \nThe end", are_known=True) == "at C:\\new\\x. \nThe end"
    )
    assert not are_escaped(column[:1] + ["none"] * 99)
    assert not are_escaped([*column, *[r"\alpha and \beta"] * 5])


def test_blanks_of_addresses():
    assert with_escapes_read("we%20are%20going%20home") == "we are going home"
    for text in ("100%20 of it", "see http://x.org/a%20b%20c%20d"):
        assert with_escapes_read(text) == text


ROWS = [
    f"{twice('L’été, le café', 'cp1252')} number {i}.\\nAnd a line.\\nOne more.\\n"
    for i in range(30)
]


@pytest.mark.parametrize("form", ["list", "frame", "csv", "jsonl", "folder"])
def test_every_form_is_repaired_and_says_so(form, tmp_path):
    frame = pd.DataFrame({"text": ROWS})
    source = {"list": ROWS, "frame": frame}.get(form, tmp_path / f"texts.{form}")
    if form == "csv":
        frame.to_csv(source, index=False)
    elif form == "jsonl":
        frame.to_json(source, orient="records", lines=True)
    elif form == "folder":
        source.mkdir()
        for i, row in enumerate(ROWS):
            (source / f"{i}.txt").write_text(row, encoding="utf-8")
    corpus = ht.read_corpus(source)
    assert list(corpus.texts) == [
        f"L’été, le café number {i}.\nAnd a line.\nOne more.\n" for i in range(30)
    ]
    assert corpus.reading["repaired"] == {"decoded twice": 30, "escapes": 30}
    assert sum("30 texts were" in remark for remark in corpus.reading["remarks"]) == 2


def test_texts_given_as_a_corpus_stay_as_they_are():
    assert ht.Corpus.from_texts(ROWS).texts == tuple(ROWS)


@pytest.mark.parametrize(
    "piece", ["Ã", "Ã©", "Ã© ", "â€", "ÐŸ", "√", "\\", "\\n", "C:\\", "\\u12", "%20"]
)
def test_a_megabyte_of_it_takes_no_time(piece):
    hostile = piece * (1_000_000 // len(piece))
    assert seconds(lambda: repaired(hostile, True)) < 5
