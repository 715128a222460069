"""Tables between bars, as Markdown and the programs of databases write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.delimited import read
from support.folders import write
from support.small_tables import HEADER, table, words

import hiertopics as ht


def markdown(rows):
    escaped = [[cell.replace("|", "\\|").replace("\n", "<br>") for cell in row] for row in rows]
    lines = [f"| {' | '.join(row)} |\n" for row in escaped]
    return [lines[0], f"|{'---|' * len(rows[0])}\n", *lines[1:]]


def aligned(rows):
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [[f"{c:<{w}}" for c, w in zip(row, widths, strict=True)] for row in rows]
    rule = [f":{'-' * (w - 1)}" for w in widths]
    return [f"| {' | '.join(line)} |\n" for line in [lines[0], rule, *lines[1:]]]


def open_ends(rows):
    return [" | ".join(row) + "\n" for row in [rows[0], ["---", ":-:", "--:"], *rows[1:]]]


def mysql(rows):
    lines = aligned(rows)
    rule = "+" + "+".join("-" * len(part) for part in lines[0].strip("|\n").split("|")) + "+\n"
    return [rule, lines[0], rule, *lines[2:], rule, "20 rows in set (0.00 sec)\n"]


def postgres(rows):
    lines = [line.strip("|\n") + "\n" for line in aligned(rows)]
    rule = "+".join("-" * len(part) for part in lines[0].rstrip("\n").split("|")) + "\n"
    return [lines[0], rule, *lines[2:], f"({len(rows) - 1} rows)\n"]


def org(rows):
    lines = aligned(rows)
    return [lines[0], lines[1].replace(":", "-").replace(" | ", "-+-"), *lines[2:]]


FORMS = [markdown, aligned, open_ends, mysql, postgres, org]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_rows_come_back(form, end):
    rows = table()
    data = "".join(form([HEADER, *rows])).replace("\n", end)
    assert read(data) == (rows, HEADER, [])


CELLS = st.text(st.sampled_from([*"ab1 -+|\"',;éß", "\n"]), max_size=12).map(
    lambda cell: "\n".join(part.strip() for part in cell.split("\n")).strip()
)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=9))
@settings(max_examples=100, deadline=None)
def test_any_cells_of_markdown(cells):
    rows = [[f"d{number}", *cells] for number, (_, *cells) in enumerate(cells)]
    assert read("".join(markdown([HEADER, *rows]))) == (rows, HEADER, [])


@pytest.mark.parametrize("form", [markdown, aligned, open_ends])
@pytest.mark.parametrize("row", [1, 10, 20])
def test_bars_in_cells_and_lost_ones_are_said(form, row):
    rows = table()
    lines = form([HEADER, *rows])
    lines[row + 1] = lines[row + 1].replace(rows[row - 1][1], "boat | harbour")
    found, _, doubts = read("".join(lines))
    assert found[row - 1] is None and "more cells" in doubts[0] and f"row {row} (" in doubts[0]
    lines = form([HEADER, *rows])
    lines[row + 1] = lines[row + 1].replace(" | ", "  ", 1)
    found, _, doubts = read("".join(lines))
    assert len(found) == 20 and "fewer cells" in doubts[0] and f"row {row} (" in doubts[0]


@pytest.mark.parametrize("form", FORMS)
def test_another_table_below(form):
    rows, more = table(), table(5)
    data = "".join([*form([HEADER, *rows]), "\n", *form([["nr", "note", "x"], *more])])
    found, _, doubts = read(data)
    assert found == rows and len(doubts) == 1 and "another one begins, in line 2" in doubts[0]
    data = [*markdown([HEADER, *rows]), "\nOthers\n\n", *markdown([["nr", "note", "x"], *more])]
    found, _, doubts = read("".join(data))
    assert found == rows and "another one begins" in doubts[0]


def test_a_header_that_comes_again():
    rows, more = table(), table()
    data = "".join([*markdown([HEADER, *rows]), "\n", *markdown([HEADER, *more])])
    assert read(data) == ([*rows, *more], HEADER, [])


def test_rules_between_all_rows():
    rows = table()
    lines = mysql([HEADER, *rows])[:-1]
    data = "".join([*lines[:3], *(line + lines[0] for line in lines[3:-1])])
    assert read(data) == (rows, HEADER, [])


@pytest.mark.parametrize("name", ["x.csv", "x.txt", "x.md", "x.tsv"])
def test_by_any_name(tmp_path, name):
    rows = table()
    write(tmp_path, {name: "".join(markdown([HEADER, *rows]))})
    corpus = ht.read_corpus(tmp_path / name)
    assert list(corpus.texts) == [row[1] for row in rows] and corpus.ids[0] == "1"
    assert corpus.reading.get("doubts", []) == []


def test_markdown_with_a_table_in_it_is_a_text(tmp_path):
    prose = "\n\n".join(words(20) for _ in range(9))
    write(tmp_path, {"x.md": f"# Boats\n\n{prose}\n\n{''.join(markdown([HEADER, *table(9)]))}"})
    corpus = ht.read_corpus(tmp_path / "x.md", split="paragraphs")
    assert "columns" not in corpus.reading and words(1) in corpus.texts[1]


def test_lines_around_the_table_are_said(tmp_path):
    write(tmp_path, {"x.csv": "".join(["Boats of June\n\n", *markdown([HEADER, *table()])])})
    corpus = ht.read_corpus(tmp_path / "x.csv")
    assert len(corpus) == 20 and "'Boats of June'" in " ".join(corpus.reading["remarks"])


def test_bars_without_a_rule_are_separators():
    rows = table()
    lines = ["|".join(row) + "\n" for row in [HEADER, *rows]]
    assert read("".join(lines)) == (rows, HEADER, [])


def test_an_empty_cell_in_each_row_is_no_separator_of_two_bars():
    rows = [[row[0], row[1], "", row[2]] for row in table()]
    found, names, doubts = read("".join("|".join(row) + "\n" for row in rows))
    assert found == rows and len(names) == 4 and not doubts


def test_two_bars_in_each_text_below_names_of_columns():
    rows = [[row[0], f"{words()}||{words()}", row[2]] for row in table()]
    _, _, doubts = read("".join("|".join(row) + "\n" for row in [HEADER, *rows]))
    assert "'id|text|label', with fewer cells above rows of 5" in doubts[0]


def test_in_a_folder_a_markdown_table_is_a_text(tmp_path):
    write(
        tmp_path, {"x.md": "".join(markdown([HEADER, *table()])), "y.md": f"# Boats\n\n{words()}"}
    )
    corpus = ht.read_corpus(tmp_path)
    assert corpus.ids == ("x.md", "y.md") and "columns" not in corpus.reading
