"""Damage that leaves each row with the right number of cells, and separators that it hides."""

import csv
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.delimited import read, written

HEADER = ["id", "text", "label"]
WORDS = "boat harbour sail wind tide flour oven yeast dough loaf".split()
RANDOM = random.Random(7)


def words(n=8):
    return " ".join(RANDOM.choice(WORDS) for _ in range(n))


def table(n=30, text=words):
    return [[str(number), text(), "ab"[number % 2]] for number in range(1, n + 1)]


QUOTED = [(mark, quote) for mark in (",", ";", "\t", "|", " | ", "|~|", "$$") for quote in "\"'"]


def all_quoted(rows, mark, quote):
    return [mark.join(f"{quote}{cell}{quote}" for cell in row) + "\n" for row in rows]


@pytest.mark.parametrize(("mark", "quote"), QUOTED)
@pytest.mark.parametrize("row", [1, 17, 30])
def test_a_row_cut_behind_its_last_separator(mark, quote, row):
    rows = table()
    lines = all_quoted([HEADER, *rows], mark, quote)
    assert read("".join(lines))[2] == []
    lines[row] = lines[row].removesuffix(f"{quote}{rows[row - 1][2]}{quote}\n") + "\n"
    found, names, doubts = read("".join(lines))
    assert names == HEADER and found[row - 1] == [*rows[row - 1][:2], ""]
    assert len(doubts) == 1 and f"row {row} (line {row + 1})" in doubts[0]


@given(st.lists(st.lists(st.sampled_from(["", "a", "b c", '"', ","]), min_size=3, max_size=3)))
@settings(max_examples=60, deadline=None)
def test_cells_without_quotation_marks_beside_others_are_no_damage(cells):
    """PostgreSQL writes no marks around what is missing, in any column."""
    rows = [["1", "a boat", ""], ["2", "", "b"], *cells]
    lines = [
        ",".join('"' + cell.replace('"', '""') + '"' if cell else "" for cell in row)
        for row in [HEADER, *rows]
    ]
    assert read("\n".join(lines) + "\n") == (rows, HEADER, [])


@pytest.mark.parametrize("usual", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("columns", [2, 3])
def test_a_line_end_of_another_kind(usual, columns):
    rows = [row[:columns] for row in table()]
    rare = "\n" if usual == "\r" else "\r"
    whole = written([HEADER[:columns], *rows], lineterminator=usual)
    assert read(whole)[2] == []
    rows[11][1] = rows[11][1].replace(" ", rare, 1)
    lines = [",".join(row) + usual for row in [HEADER[:columns], *rows]]
    found, _, doubts = read("".join(lines))
    assert found == rows
    assert len(doubts) == 1 and "row 12 (line" in doubts[0] and "line end" in doubts[0]


def test_a_line_end_of_another_kind_that_makes_two_rows_of_one():
    rows = [[label, text] for _, text, label in table()]
    rows[11][1] = f"{words()}\r{words()},{words()}"
    _, _, doubts = read("label,text\n" + "".join(",".join(row) + "\n" for row in rows))
    assert len(doubts) == 1 and "row 12 (line 13)" in doubts[0]


def test_files_of_two_systems_joined_to_one():
    first, second = table(), table()
    data = written([HEADER, *first], lineterminator="\r") + written(second, lineterminator="\n")
    assert read(data) == ([*first, *second], HEADER, [])


def test_line_ends_within_quotation_marks_are_no_damage():
    rows = table(text=lambda: f"{words()}\r{words()}")
    assert read(written([HEADER, *rows], lineterminator="\n")) == (rows, HEADER, [])


def test_a_file_of_wide_separators_cut_off_inside_quotation_marks():
    rows = table(8)
    data = "".join(all_quoted([HEADER, *rows], " | ", '"'))
    found, names, doubts = read(data[: data.index(rows[-1][1]) + 9])
    assert names == HEADER and found[:7] == rows[:7] and len(doubts) == 1


def as_r_writes_it(rows, mark):
    quoted = [[f'"{cell}"' for cell in row] for row in rows]
    numbered = [[f'"{number}"', *row] for number, row in enumerate(quoted[1:], 1)]
    return [mark.join(row) for row in [quoted[0], *numbered]]


@pytest.mark.parametrize("mark", [" ", ";", "\t"])
def test_commas_of_numbers_where_a_quotation_mark_is_lost(mark):
    rows = [[text, f"{RANDOM.randint(0, 9)},{RANDOM.randint(0, 9)}"] for _, text, _ in table(16)]
    lines = as_r_writes_it([["text", "number"], *rows], mark)
    lines[5] = lines[5][:-1]
    found, names, doubts = read("\n".join(lines) + "\n")
    assert names == ["column 1", "text", "number"]
    assert [row[1:] for row in found] == rows and "row 5 (line 6)" in doubts[0]


def test_the_names_of_columns_speak_for_a_separator():
    rows = [[row[0], *row] for row in table(40)]
    for row in rows:
        row[3] = f"{RANDOM.randint(0, 9)},{RANDOM.randint(0, 9)}"
    lines = ["|".join(row) for row in [["id", "text", "number"], *rows]]
    lines[20] = "|".join([*rows[19][:2], rows[19][3]])  # a cell is lost
    found, names, doubts = read("\n".join(lines) + "\n")
    assert names == ["column 1", "id", "text", "number"]
    assert found[:19] == rows[:19] and len(doubts) == 1 and "row 20" in doubts[0]


def test_rows_of_quoted_words_are_no_rows_between_blanks():
    """Prose with quotations in it, whose lines are divided by other signs."""
    rows = table(text=lambda: f'{words(3)} "{words(2)}" {words(3)}')
    lines = [" | ".join(row) for row in [HEADER, *rows]]
    assert read("\n".join(lines) + "\n") == (rows, HEADER, [])


@pytest.mark.parametrize("quoting", [csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
def test_empty_cells_at_the_end_as_programs_write_them(quoting):
    rows = table()
    rows[4][2] = rows[20][2] = ""
    assert read(written([HEADER, *rows], quoting=quoting)) == (rows, HEADER, [])


def test_marks_that_end_lines_twice():
    """Windows' line ends that were exchanged for themselves."""
    rows = table()
    data = written([HEADER, *rows], lineterminator="\n")
    data = re.sub("\n", "\r\r\n", data, count=1).replace("\n", "\r\n").replace("\r\r\r\n", "\r\r\n")
    assert read(data)[::2] == (rows, [])


def test_a_file_of_wide_separators_cut_off_inside_one():
    rows = table(17)
    lines = [" | ".join(row) + "\n" for row in [HEADER, *rows]]
    lines[-1] = lines[-1][: lines[-1].index(" | ") + 2]
    found, names, doubts = read("".join(lines))
    assert names == HEADER and found[:16] == rows[:16] and len(doubts) == 1


def test_a_broken_first_row_below_a_header_that_is_a_cell_short():
    rows = [[row[0], *row] for row in table()]
    lines = ["|".join(row) for row in [HEADER, *rows]]
    lines[1] = lines[1].replace(" ", "\n", 1)
    _, _, doubts = read("\n".join(lines) + "\n")
    assert len(doubts) == 1 and "'id|text|label'" in doubts[0]


def test_a_broken_first_row_where_another_row_is_damaged():
    rows = [[row[0], *row] for row in table()]
    lines = ["|".join(row) for row in [HEADER, *rows]]
    lines[1] = lines[1].replace(" ", " \n", 1)
    lines[20] += '|"'
    _, _, doubts = read("\n".join(lines) + "\n")
    assert any("'id|text|label'" in doubt for doubt in doubts)
