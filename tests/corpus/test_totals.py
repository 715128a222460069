"""Rows of totals, and lines that programs write below a table."""

import random

import openpyxl
import pandas as pd
import pytest

import hiertopics as ht

WORDS = "bench tree road bus noise school rent park bridge street lamp market shop clinic".split()
NAMES = ["Ref", "Cost", "Team", "Remark"]


def rows_of(n=30):
    rng = random.Random(4)
    return [
        [f"R{i}", rng.randint(1, 90), rng.choice("ab"), f"The {' '.join(rng.sample(WORDS, 6))}"]
        for i in range(n)
    ]


def as_csv(rows):
    return "\n".join(",".join(map(str, row)) for row in rows) + "\n"


def read(tmp_path, form, rows):
    if form == "frame":
        return ht.read_corpus(pd.DataFrame(rows[1:], columns=rows[0]))
    path = tmp_path / f"x.{form}"
    if form == "csv":
        path.write_text(as_csv(rows), "utf-8")
    else:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append([cell if cell != "" else None for cell in row])
        book.save(path)
    return ht.read_corpus(path)


@pytest.mark.parametrize("form", ["csv", "xlsx", "frame"])
@pytest.mark.parametrize(
    "total",
    [
        ["Total", "", "", "30 remarks"],
        ["Summe:", 1203, "", ""],
        ["Total général", "", "", 30],
        ["合計", "1.203", "", ""],
        ["ИТОГО", "$ 1203", "b", ""],
    ],
)
def test_a_row_of_totals_is_no_document(tmp_path, form, total):
    corpus = read(tmp_path, form, [NAMES, *rows_of(), total])
    assert list(corpus.texts) == [row[3] for row in rows_of()]
    assert corpus.ids[0] == "R0"
    [place] = corpus.skipped["totals"]
    assert place.endswith("31")
    assert "doubts" not in corpus.reading


@pytest.mark.parametrize("row", [["Total", 3, "b", "the bus is late"], ["Sum", "", "", "A bus"]])
def test_what_has_a_text_is_no_total(tmp_path, row):
    corpus = read(tmp_path, "csv", [NAMES, *rows_of(), row])
    assert len(corpus) == 31 and corpus.texts[-1] == row[3]
    assert not corpus.skipped


def test_totals_below_texts_in_the_first_column(tmp_path):
    rows = [[row[3], row[1]] for row in rows_of()]
    assert len(read(tmp_path, "csv", [["Remark", "Cost"], *rows, ["Total", 1203]])) == 30
    assert len(read(tmp_path, "csv", [["Remark", "Team"], *rows, ["Total", "b"]])) == 31


@pytest.mark.parametrize("is_first", [True, False])
def test_lines_below_a_table_are_no_rows(tmp_path, is_first):
    rows = [[row[3], *row[:3]] if is_first else row for row in [NAMES, *rows_of()]]
    path = tmp_path / "x.csv"
    path.write_text(as_csv(rows) + "\nRecords: 30\n\n(c) Our office, for us alone\n", "utf-8")
    corpus = ht.read_corpus(path)
    assert list(corpus.texts) == [row[3] for row in rows_of()]
    assert "doubts" not in corpus.reading and not corpus.skipped
    [said] = [remark for remark in corpus.reading["remarks"] if "below the table" in remark]
    assert "2 lines, the first 'Records: 30'" in said


@pytest.mark.parametrize("end", ["R-31,3", "\nR-31,3\n" + as_csv(rows_of(1)), "R-31"])
def test_a_short_row_that_is_no_line_below_is_in_doubt(tmp_path, end):
    path = tmp_path / "x.csv"
    path.write_text(as_csv([NAMES, *rows_of()]) + end, "utf-8")
    with pytest.warns(ht.ReadingWarning, match="row 31 .line 3[23]. of x.csv has fewer cells"):
        ht.read_corpus(path)
