"""Tables with headings of groups of columns above the names of the columns."""

import csv
import io
import random

import openpyxl
import pandas as pd
import pytest

import hiertopics as ht
from hiertopics.corpus.tables.header import table_head

NAMES = ["Ticket no.", "Opened", "Category", "Description", "Status"]
OTHERS = ["Nummer", "Eingang", "Bereich", "Was geschehen ist", "Stand"]
BLANK = ["Ticket", "", "What happened", "", ""]
FILLED = ["Ticket", "Ticket", "What happened", "What happened", "What happened"]
TITLE = ["Tickets of the year", "", "", "", ""]
WORDS = "bench tree road bus noise school rent park bridge street lamp market shop clinic".split()


def rows_of(n=40):
    rng = random.Random(5)
    return [
        [
            f"T-{i:03}",
            f"2023-0{rng.randint(1, 9)}-11",
            rng.choice(["road", "rent", "park"]),
            f"We saw that the {' and the '.join(rng.sample(WORDS, 5))} were not there",
            rng.choice(["open", "closed"]),
        ]
        for i in range(n)
    ]


def as_csv(path, rows):
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    path.write_text(file.getvalue(), encoding="utf-8")


def as_workbook(path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([cell or None for cell in row])
    for number, row in enumerate(rows[:3], 1):
        if row[:2] == ["Ticket", ""]:
            book.active.merge_cells(start_row=number, end_row=number, start_column=1, end_column=2)
            book.active.merge_cells(start_row=number, end_row=number, start_column=3, end_column=5)
    book.save(path)


@pytest.mark.parametrize("write, ending", [(as_csv, "csv"), (as_workbook, "xlsx")])
@pytest.mark.parametrize("names", [NAMES, OTHERS])
@pytest.mark.parametrize(
    "above", [[BLANK], [FILLED], [TITLE, BLANK], [["", "", "Ours", "", ""]], [TITLE, FILLED, BLANK]]
)
def test_the_row_that_names_all_columns_is_the_header(tmp_path, write, ending, names, above):
    path = tmp_path / f"tickets.{ending}"
    write(path, [*above, names, *rows_of()])
    corpus = ht.read_corpus(path)
    assert list(corpus.texts) == [row[3] for row in rows_of()]
    assert set(corpus.reading["columns"]["metadata"]) >= {names[1], names[4]}
    assert not corpus.skipped
    assert not corpus.reading.get("doubts")
    [said] = [r for r in corpus.reading["remarks"] if "of groups of columns above" in r]
    assert repr(next(filter(None, above[-1]))) in said
    if names is NAMES:
        assert corpus.ids[0] == "T-000"
        assert corpus.label_names == ("Category",)


def test_groups_beside_a_faulty_row(tmp_path):
    path = tmp_path / "tickets.csv"
    as_csv(path, [BLANK, NAMES, *rows_of()])
    text = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*text[:20], "T-x,2023", *text[20:]]), encoding="utf-8")
    with pytest.warns(ht.ReadingWarning, match="row 19 .line 21. of tickets.csv has fewer cells"):
        corpus = ht.read_corpus(path)
    assert list(corpus.texts) == [row[3] for row in rows_of()]


@pytest.mark.parametrize("above", [BLANK, FILLED])
def test_a_program_that_takes_the_groups_for_names(tmp_path, above):
    path = tmp_path / "tickets.xlsx"
    as_workbook(path, [above, NAMES, *rows_of()])
    corpus = ht.read_corpus(pd.read_excel(path, engine="openpyxl"))
    assert list(corpus.texts) == [row[3] for row in rows_of()]
    assert corpus.ids[0] == "T-000"
    assert corpus.label_names == ("Category",)


@pytest.mark.parametrize(
    "header",
    [["id", "", "text"], ["id", "text", "text"], ["name", "", "comment"], ["Nr", "", "Meinung"]],
)
@pytest.mark.parametrize("first", ["ann", "7", "A-1"])
def test_a_header_with_a_blank_or_a_name_twice_is_one(header, first):
    texts = [row[3] for row in rows_of(12)]
    rows = [[f"{first}{i}" if i else first, "x" * (i + 1), texts[i]] for i in range(12)]
    assert table_head([header, *rows], 3).n_before == 1
    short = [["ann", "good", "Nice place"], *rows[1:]]
    assert not table_head([header, *short], 3).groups


ASKED = [
    "Kennzahl",
    "Beginn",
    "Jahre",
    "Gegend",
    "Was ist gut?",
    "Was fehlt Ihnen hier am meisten?",
]
SAID = ["Code", "Begun", "Years", "Quarter", "What is good around here", "What is it that you miss"]
OVER = [
    ("Person", "Worte"),
    ("About you", "In your words"),
    ("Angaben zur Person", "Offene Fragen"),
    ("Personal details", "Open questions"),
    ("Name and age", "Comments"),
]


def answers(n=30):
    rng = random.Random(7)
    return [
        [
            str(700 + i),
            f"{rng.randint(1, 28):02}.03.2021 10:{i:02}",
            str(rng.randint(18, 80)) if i % 5 else "NA",
            rng.choice(["north", "south", "docks"]),
            f"I like the {' and the '.join(rng.sample(WORDS, 4))} near us",
            f"There is no {' and no '.join(rng.sample(WORDS, 4))} in the area",
        ]
        for i in range(n)
    ]


@pytest.mark.parametrize("write, ending", [(as_csv, "csv"), (as_workbook, "xlsx")])
@pytest.mark.parametrize("person, words", OVER)
@pytest.mark.parametrize("names", [ASKED, SAID])
def test_what_a_heading_says_does_not_matter_above_numbers_and_questions(
    tmp_path, write, ending, person, words, names
):
    path = tmp_path / f"survey.{ending}"
    write(path, [[person, "", "", "", words, ""], names, *answers()])
    corpus = ht.read_corpus(path)
    write(tmp_path / f"plain.{ending}", [names, *answers()])
    plain = ht.read_corpus(tmp_path / f"plain.{ending}")
    assert list(corpus.texts) == list(plain.texts)
    assert list(corpus.ids) == list(plain.ids)
    assert len(corpus.texts) == len(answers())
    assert corpus.reading["columns"] == plain.reading["columns"]
    assert {names[1], names[2]} <= set(corpus.metadata)
    assert not corpus.reading.get("doubts")
    assert any(f"{person!r}, {words!r}, which are left" in r for r in corpus.reading["remarks"])


def test_names_come_again_below_another_heading():
    names = ["Nr", "Traffic", "Schools", "Traffic", "Schools", "Anything else?"]
    rows = [[str(i), "3", str(i % 5), "4", "1", f"the {WORDS[i]} was good"] for i in range(12)]
    head = table_head([["", "Before", "", "After", "", ""], names, *rows], 6)
    assert head.n_before == 2
    assert head.names == ["Nr", "Traffic", "Schools", "Traffic (2)", "Schools (2)", names[5]]
    assert not table_head([["Person", "", "", "", "", ""], names, *rows], 6).groups


@pytest.mark.parametrize("first", [["NA", "n/a"], ["4", "none yet"], ["unclear", "5"]])
def test_a_row_of_data_below_a_header_with_blanks_is_none_of_names(first):
    rows = [[f"user{i}", str(i), str(i % 7), f"the {WORDS[i]} was good"] for i in range(12)]
    head = table_head([["name", "", "", "comment"], ["user", *first, "So be it"], *rows], 4)
    assert (head.n_before, head.groups) == (1, ())
