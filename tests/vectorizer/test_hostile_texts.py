"""A megabyte of anything is cut into words in a second or so: no pattern looks back and back."""

import pytest
from support.timing import seconds

from hiertopics.vectorizer.latex import without_latex
from hiertopics.vectorizer.tokens import tokenize

SIZE = 1_000_000
BOUND = 5  # seconds, for machines that are slow; what is quadratic takes minutes
PIECES = [
    *(
        "a",
        "'",
        "-",
        "\\",
        "$",
        "<",
        ">",
        "&",
        "@",
        ".",
        "+",
        "#",
        "_",
        "%",
        "{",
        "}",
        "[",
        "~",
        "^",
    ),
    *(
        "\n",
        "\f",
        " ",
        "\t",
        "\0",
        "1",
        "é",
        "把手机",
        "没等我",
        "著名",
        "\u0301",
        "\u200c",
        "\u00ad",
        "\ufb01",
        "\u0130",
        "中",
        "あ",
        "食べ",
        "取り扱った",
        "あ東京" + "屋" * 500_000,
        "中国屋蛾",
        "車国",
    ),
    *(
        "a'",
        "l'",
        "a-",
        "a-1 ",
        "a-\n",
        "aa-\n",
        "aa-\nb",
        "-\n",
        "- \n",
        "c++",
        "++",
        "c#",
        ".net",
    ),
    *("1a", "5g ", "2fa ", "a1", "a@", "a@b ", "://", "http://", "www.", "x.", "@a", "a://b "),
    *("<a", "<a ", "<a>", "</", "<b", "<br", "&#", "&#1", "&a", "&amp;", "&#x", "&#111111111;"),
    *(
        "\\a",
        "\\n",
        "\\a{",
        "\\begin{",
        "\\begin{a}",
        "\\end{a}",
        "\\(",
        "\\[",
        "\\\\",
        "\\'e",
        "{\\a",
    ),
    *(
        "$a",
        "$$",
        "$a$",
        "$a\n",
        "\\$",
        "$^",
        "\\title{",
        "\\cite[",
        "\\cite[a]{",
        "\\alpha\\",
        "%\n",
    ),
    *(
        "a\u0301\u0316",
        "a" + "\u0336" * 9,
        "i\u0307",
        "I\u0307ğ",
        "\u00ad\n",
        "\u00ac\na",
        "ก\u200b",
    ),
    *("今a", "ア", "กา", "ក", "က", "中1", "e\u0301 ", "\U0001d400", "\ud835", "\u2028", "\u3000"),
    *("\n" + "x" * 70, "\n" + "x" * 59, "_a", "a_", "'s", "n't ", "²", "a²", "ª", "a" * 99 + " "),
]
NAMES = [ascii(piece[:20]) for piece in PIECES]


@pytest.mark.parametrize("piece", PIECES, ids=NAMES)
def test_words_of_a_megabyte(piece):
    text = piece * (SIZE // len(piece))
    assert seconds(lambda: tokenize(text, fold_accents=True)) < BOUND


@pytest.mark.parametrize("piece", PIECES, ids=NAMES)
def test_latex_of_a_megabyte(piece):
    text = "\\begin{x}" + piece * (SIZE // len(piece)) + "$\\a{"
    assert seconds(lambda: without_latex(text)) < BOUND
