"""Columns that are parts of one text, and titles of tickets in front of it."""

import pytest
from support.folders import write

import hiertopics as ht

N = 24


def said(i, what):
    return f"{what} {i} speaks of gardens, boats, harbours and of {7 * i} cats."


def table(tmp_path, names, *columns):
    rows = "".join(
        ",".join(f'"{cell}"' for cell in row) + "\n" for row in zip(*columns, strict=True)
    )
    return ht.read_corpus(write(tmp_path, {"a.csv": f"{','.join(names)}\n{rows}"}) / "a.csv")


@pytest.mark.parametrize(
    "names",
    [("pros", "cons"), ("Positive_Review", "Negative_Review"), ("Vorteile", "Nachteile")]
    + [("text_1", "text_2"), ("Comment1", "Comment2")],
)
def test_parts_of_a_text_are_joined(tmp_path, names):
    first, second = ([said(i, what) for i in range(N)] for what in ("Boat", "Cat"))
    headlines = [f"Harbour of {i} days" for i in range(N)]
    corpus = table(tmp_path, ("nr", *names), range(N), first, second)
    assert corpus.texts[3] == f"{first[3]}\n\n{second[3]}"
    assert "--each makes every part a document" in corpus.reading["remarks"][0]
    each = ht.read_corpus(tmp_path / "a.csv", each=True)
    assert len(each.texts) == 2 * N
    corpus = table(tmp_path, ("nr", "headline", *names), range(N), headlines, first, second)
    assert corpus.texts[3] == f"{headlines[3]}\n\n{first[3]}\n\n{second[3]}"
    assert f"--text {','.join(names)} leaves it out" in corpus.reading["remarks"][0]


def test_other_columns_of_texts_are_said(tmp_path):
    columns = ([said(i, what) for i in range(N)] for what in ("Boat", "Cat"))
    corpus = table(tmp_path, ("nr", "question", "answer"), range(N), *columns)
    assert "reads like text, too" in corpus.reading["remarks"][0]


def test_the_short_description_of_a_ticket_is_its_title(tmp_path):
    titles = [f"Harbour of {i} days" for i in range(N)]
    texts = [said(i, "Boat") for i in range(N)]
    names = ("number", "Short description", "Description")
    corpus = table(tmp_path, names, (f"INC{i:06}" for i in range(N)), titles, texts)
    assert corpus.texts[3] == f"{titles[3]}\n\n{texts[3]}" and corpus.ids[3] == "INC000003"
