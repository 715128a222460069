"""A second table below the first one, and rows that only look like its header."""

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.delimited import read, written
from support.small_tables import HEADER, RANDOM, WORDS, table, words

OTHERS = [
    ["nr", "comment", "score"],
    ["Nummer", "Aussage", "Wert"],
    ["Author", "Title", "Abstract"],
    ["no.", "Réponse", "note"],
]


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("between", ["", "\n", "\n\n\n"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize("n", [20, 700])
def test_a_table_with_its_own_header_is_said(other, between, quoting, n):
    rows = table(n)
    more = [[str(number), words(), str(RANDOM.randint(1, 9))] for number in range(30)]
    first = written([HEADER, *rows], quoting=quoting)
    second = written([other, *more], quoting=quoting)
    found, names, doubts = read(first + between + second)
    assert (found, names) == (rows, HEADER)
    assert len(doubts) == 1 and f"below row {n} " in doubts[0] and "its 30 rows" in doubts[0]
    assert all(repr(name) in doubts[0] for name in other)


def test_a_table_below_one_that_is_damaged():
    rows = table()
    lines = written([HEADER, *rows, OTHERS[0], *table()]).split("\r\n")
    lines[7] = '7,"boat'
    found, _, doubts = read("\n".join(lines))
    assert [row for row in found if row and row[0] != "7"] == rows[:6] + rows[7:]
    assert "below row 20" in " ".join(doubts)


@pytest.mark.parametrize("again", [["label", "text", "id"], ["ID", "Text", "LABEL"]])
def test_the_same_columns_in_another_order_or_writing(again):
    rows, more = table(), table()
    order = [[name.lower() for name in again].index(name) for name in HEADER]
    second = [[row[HEADER.index(name.lower())] for name in again] for row in more]
    data = written([HEADER, *rows, again, *second])
    found, names, doubts = read(data)
    assert names == HEADER and doubts == []
    assert found[:20] == rows and [[row[place] for place in order] for row in found[20:]] == more


def test_a_codebook_is_one_table():
    rows = [[name, f"the {name} of a row"] for name in ("id", "text", "label", "year", "title")]
    rows += [["comment", "note"], ["author", "name"], ["score", "number"]]
    assert read(written([["variable", "description"], *rows])) == (
        rows, ["variable", "description"], [],
    )  # fmt: skip


SHORT = st.sampled_from([*WORDS, "Text", "no", "none", "12", "", "good boat", "N/A", "topic"])


@given(st.lists(st.lists(SHORT, min_size=2, max_size=2), min_size=1, max_size=40))
@settings(max_examples=100, deadline=None)
def test_short_answers_are_no_header(answers):
    rows = [[str(number), *answer] for number, answer in enumerate(answers)]
    found, _, doubts = read(written([["id", "text", "label"], *rows]))
    assert (found, doubts) == (rows, [])
