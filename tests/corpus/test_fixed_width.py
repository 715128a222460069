"""Columns of fixed width are said to be such; texts with blanks in them are not."""

import random

import pytest
from support.delimited import read
from support.folders import write

import hiertopics as ht
from hiertopics.errors import ReadingWarning

WORDS = "boat harbour sail wind tide flour oven yeast dough loaf".split()
RANDOM = random.Random(11)


def words(n=8):
    return " ".join(RANDOM.choice(WORDS) for _ in range(n))


def clauses():
    return ", ".join(words(2) for _ in range(RANDOM.randint(1, 4)))


def wide(n=30, text=words):
    labels = [RANDOM.choice(["red", "blue", "green"]) for _ in range(n)]
    return [
        f"{i:<6}{label:<10}{text():<90}{RANDOM.randint(1, 9)}\n" for i, label in enumerate(labels)
    ]


@pytest.mark.parametrize("header", ["", f"{'id':<6}{'label':<10}{'text':<90}score\n"])
@pytest.mark.parametrize("text", [words, clauses])
def test_columns_of_fixed_width(header, text):
    _, _, doubts = read(header + "".join(wide(text=text)))
    assert any("fixed width" in doubt for doubt in doubts)


def test_a_text_file_of_them(tmp_path):
    write(tmp_path, {"x.txt": "".join(wide())})
    with pytest.warns(ReadingWarning, match="fixed width"):
        ht.read_corpus(tmp_path / "x.txt")


CLEAN = {
    "sentences": [f"{words(5)}.  {words(4)}.\n" for _ in range(40)],
    "filled up": [f"{'id':<5}, {'text':<60}, {'label'}\n", *(
        f"{i:<5}, {words():<60}, {'ab'[i % 2]}\n" for i in range(40))],
    "times": [f"2024-01-{i + 1:02}  12:00,{words()}\n" for i in range(28)],
    "poem": [f"{'  ' * (i % 3)}{words(4)}\n" for i in range(40)],
}  # fmt: skip


@pytest.mark.parametrize("kind", CLEAN)
def test_other_blanks(kind):
    assert not any("fixed width" in doubt for doubt in read("".join(CLEAN[kind]))[2])
