"""Delimited files as people have them: what separates, quotes and names their cells."""

import csv
import gzip
import random
import re

import pytest
from support.delimited import read, written

import hiertopics as ht
from hiertopics.corpus.tables import header as headers

HEADER = ["id", "text", "label"]
WORDS = "boat harbour sail wind tide flour oven yeast dough loaf".split()
RANDOM = random.Random(3)


def words(n=8):
    return " ".join(RANDOM.choice(WORDS) for _ in range(n))


def messy():
    """A text with all that cells are separated, quoted and ended by."""
    form = RANDOM.choice(["%s, and %s", '"%s" he said; %s', "%s\n%s", '6" of %s;%s', "%s|\t%s"])
    return form % (words(4), words(3))


def table(n=60, text=words):
    return [[str(number), text(), "ab"[number % 2]] for number in range(1, n + 1)]


def lines_of(rows, form="%s,%s,%s"):
    return "\n".join(form % tuple(row) for row in rows) + "\n"


@pytest.mark.parametrize("mark", [",", ";", "\t", "|", "^", "~", "\x01"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_quotes_and_line_ends(mark, quoting, end):
    rows = table(40, messy)
    if end == "\r":  # the csv module leaves other line ends without quotation marks
        rows = [[cell.replace("\n", " ") for cell in row] for row in rows]
    data = written([HEADER, *rows], delimiter=mark, quoting=quoting, lineterminator=end)
    assert read(data) == (rows, HEADER, [])


def test_what_is_at_the_end_counts_too():
    rows = table(5000) + table(50, messy)
    assert read(written([HEADER, *rows], delimiter=";")) == (rows, HEADER, [])


def quoted_by_backslashes(rows):
    return written([HEADER, *rows], doublequote=False, escapechar="\\")


def as_r_writes_it(rows):
    header = '"id","text","label"\n'
    return header + "".join(
        '{},"{}","{}"\n'.format(*(cell.replace('"', '\\"') for cell in row)) for row in rows
    )


def as_mysql_writes_it(rows):
    signs = str.maketrans({"\\": "\\\\", "\t": "\\\t", "\n": "\\\n"})
    return "".join("\t".join(cell.translate(signs) for cell in row) + "\n" for row in rows)


def test_backslashes():
    rows = table(text=lambda: f'He said "never, thanks", and {words()}')
    assert read(quoted_by_backslashes(rows)) == (rows, HEADER, [])
    rows = table(text=lambda: f'in C:\\new "here", {words()}')
    assert read(as_r_writes_it(rows)) == (rows, HEADER, [])
    rows = table(text=lambda: f"{words(3)}\n{words(2)}\tin C:\\new")
    rows[3][2] = "\\N"  # missing
    data = as_mysql_writes_it([HEADER, *rows]).replace("\\\\N", "\\N")
    assert read(data) == (rows, HEADER, [])
    copied = "".join("\t".join(row).replace("\n", "\\n") + "\n" for row in [HEADER, *table()])
    copied = copied.replace("\tb\n", "\t\\N\n").replace("boat ", "boat\\n").replace("tide ", "\\t")
    assert any("\n" in row[1] for row in read(copied)[0])
    rows = table(text=lambda: f"C:\\dir\\{words()}")
    assert read(lines_of([HEADER, *rows])) == (rows, HEADER, [])


@pytest.mark.parametrize("mark", [" ", ",", ";", "\t"])
def test_row_names_of_r(mark):
    rows = table(text=lambda: f"{words()}, {words(2)}")
    named = [[str(100 + number), *row] for number, row in enumerate(rows)]
    short = [mark.join(f'"{name}"' for name in HEADER)]
    full = [mark.join(f'"{name}"' for name in ["", *HEADER])]
    lines = [mark.join(f'"{cell}"' for cell in row) for row in named]
    for header in (short, full):
        assert read("\n".join(header + lines)) == (named, ["column 1", *HEADER], [])


def test_commas_of_numbers():
    rows = [
        [str(number), f"{number},{number % 10}", f"{words()}, {words(1)}"] for number in range(40)
    ]
    lines = ['"id";"n";"text"', *('{};{};"{}"'.format(*row) for row in rows)]
    assert read("\n".join(lines)) == (rows, ["id", "n", "text"], [])
    bare = [[row[0], row[1], words()] for row in rows]
    assert read(lines_of([["id", "n", "text"], *bare], "%s;%s;%s"))[0] == bare


def test_blanks_behind_the_separator():
    rows = table(text=lambda: f"{words()}, {words(2)}")
    data = "id, text, label\n" + lines_of(rows, '%s, "%s", "%s"')
    assert read(data) == (rows, HEADER, [])


ABOVE = [
    "sep=;\r\n",
    '"sep=;"\r\n',
    "\ufeff",
    "\ufeffsep=;\n",
    "# made on a Monday\n# by a program, in a hurry\n",
    "Report of 2024\n\nall, of it\n\n",
    "Report of 2024;;\n;;\n",
    "\n\n",
    "Report of 2024\nPage 1\n",
]


@pytest.mark.parametrize("above", ABOVE)
@pytest.mark.parametrize("text", [words, messy])
def test_lines_above_the_header(above, text):
    rows = table(50, text)
    data = above + written([HEADER, *rows], delimiter=";")
    assert read(data) == (rows, HEADER, [])


def test_comments_with_the_same_number_of_separators():
    rows = table()
    assert read("# made, on a, Monday\n" + lines_of([HEADER, *rows])) == (rows, HEADER, [])


SURVEY = [
    ["Q1", "Q2", "Q3"],
    ["How old are you?", "What did you like?", "Where do you live?"],
    ['{"ImportId":"QID1"}', '{"ImportId":"QID2_TEXT"}', '{"ImportId":"QID3"}'],
]
SURVEYMONKEY = [
    ["Respondent ID", "Start Date", "What did you like?"],
    ["", "", "Open-Ended Response"],
]
UNITS = [["age", "years of school", "words"], ["in full years", "in full years", "free"]]


@pytest.mark.parametrize("above", [SURVEY, SURVEY[:2], SURVEYMONKEY, UNITS])
def test_several_rows_of_headers(above):
    rows = [[str(20 + number), str(number), messy()] for number in range(30)]
    found, names, doubts = read(written([*above, *rows]))
    assert (found, names, doubts) == (rows, above[0], [])


def test_a_first_row_that_lacks_a_number_is_data():
    rows = [["NA", "4", messy()], *([str(20 + i), str(i), messy()] for i in range(30))]
    assert read(written([["age", "school", "words"], *rows]))[0] == rows


def test_questions_are_names_however_long():
    header = [
        "Timestamp",
        "How satisfied are you with the organisation of the whole course, in words?",
    ]
    rows = [[f"2024/05/{number % 28 + 1} 10:00:00", messy()] for number in range(30)]
    assert read(written([header, *rows])) == (rows, header, [])


@pytest.mark.parametrize("text", [words, messy])
def test_no_header(text):
    rows = table(50, text)
    assert read(written(rows)) == (rows, ["column 1", "column 2", "column 3"], [])
    rows = [[row[2] * 2, row[1]] for row in rows]  # labels, without a number anywhere
    assert read(written(rows)) == (rows, ["column 1", "column 2"], [])


def test_a_header_that_comes_again_is_no_row():
    rows = table()
    data = lines_of([HEADER, *rows[:30], HEADER, *rows[30:]])
    assert read(data) == (rows, HEADER, [])


def test_one_column():
    rows = [[f"{words(2)}, {words(2)}; {words(2)}"] for _ in range(40)]
    assert read("text\n" + "\n".join(row[0] for row in rows)) == (rows, ["text"], [])
    quoted = [[messy()] for _ in range(40)]
    assert read(written([["text"], *quoted])) == (quoted, ["text"], [])
    said = [[f'"Oh," she said, "{words(2)}"'] for _ in range(40)]
    assert read("text\n" + "\n".join(row[0] for row in said))[0] == said


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-32"])
def test_encodings(encoding):
    rows = table(text=lambda: f"größer für Übung, {words()}")
    data = written([HEADER, *rows], delimiter="\t").encode(encoding)
    assert read(data) == (rows, HEADER, [])


def test_tabs_without_any_quoting():
    rows = table(90, lambda: RANDOM.choice(['"Hello there', 'a 6" nail', 'said "no"', '"all"']))
    assert read(lines_of([HEADER, *rows], "%s\t%s\t%s"), by_tabs=True) == (rows, HEADER, [])


def test_cells_that_hold_tables():
    rows = table(text=lambda: "id,text,label\n1,a,b\n2,c,d" if RANDOM.random() < 0.1 else messy())
    assert read(written([HEADER, *rows]))[:2] == (rows, HEADER)


# Damage


@pytest.mark.parametrize("others", [words, lambda: f"{words(3)}, {words(3)}", messy])
@pytest.mark.parametrize("cell", ['"Great phone', '"Great phone, says the ad', '"'])
@pytest.mark.parametrize("position", [1, 20, 60])
def test_a_mark_that_never_closes(others, cell, position):
    rows = table(text=others)
    lines = written([HEADER, *rows]).split("\r\n")
    lines[position] = f"{position},{cell},a"
    found, names, doubts = read("\r\n".join(lines))
    assert found[: position - 1] == rows[: position - 1] and found[position:] == rows[position:]
    assert found[position - 1] is None or found[position - 1][0] == str(position)
    assert found[position - 1][1].strip('"') == cell.strip('"') and names == HEADER
    assert len(doubts) == 1 and re.search(rf"row {position} \(line \d+\) of x.csv", doubts[0])


def test_a_mark_that_never_closes_in_the_last_column():
    rows = [row[:2] for row in table(300)]
    rows[19][1] = '"Great phone, says the ad'
    found, _, doubts = read("id,text\n" + lines_of(rows, "%s,%s"))
    assert len(found) == 300 and found[20:] == rows[20:] and "row 20 (line 21)" in doubts[0]
    rows[199][1] = '"Never, ever, again'
    found, _, doubts = read("id,text\n" + lines_of(rows, "%s,%s"))
    assert len(found) == 300 and found[20:199] == rows[20:199] and found[200:] == rows[200:]
    assert doubts[0].startswith("2 rows of x.csv, first row 20 (line 21)")


def test_inches():
    rows = table()
    rows[5][1], rows[6][1] = '6" screen and a boat', 'a 15" one'
    found, _, doubts = read(lines_of([HEADER, *rows]))
    assert found == rows and "first row 6 (line 7)" in doubts[0]


def test_quotes_that_are_not_doubled():
    rows = table(text=lambda: f'He said "hi, you" to me\nand left {words(3)}')
    found, _, doubts = read("id,text,label\n" + lines_of(rows, '%s,"%s",%s'))
    assert found == rows and "60 rows" in doubts[0] and "not doubled" in doubts[0]


def test_rows_of_other_lengths():
    rows = table()
    lines = lines_of([HEADER, *rows]).split("\n")
    lines[7], lines[30], lines[40] = "7,boat", f"{lines[30]},more", f"{lines[40]},,"
    found, _, doubts = read("\n".join(lines))
    expected = [*rows[:6], ["7", "boat"], *rows[7:29], None, *rows[30:]]
    assert found == expected and len(doubts) == 2
    assert "row 7 (line 8) of x.csv has fewer cells" in doubts[0]
    assert "row 30 (line 31) of x.csv has more cells" in doubts[1]


def test_line_ends_in_cells_without_quotation_marks():
    rows = table()
    rows[9][1] = "boat,\nin the harbour".replace(",", "")
    found, _, doubts = read(lines_of([HEADER, *rows]))
    assert found == rows and "row 10 (line 11)" in doubts[0] and "line end" in doubts[0]


@pytest.mark.parametrize("place", [1, 2])
def test_separators_in_a_text_that_nothing_quotes(place):
    rows = table(90, lambda: ", ".join(words(2) for _ in range(RANDOM.randint(1, 4))))
    names = list(HEADER)
    for row in (names, *rows):
        row.insert(place, row.pop(1))
    found, header, doubts = read(lines_of([names, *rows]))
    assert (found, header) == (rows, names) and "separators in a cell" in doubts[0]


def test_rows_that_end_with_a_separator():
    rows = table()
    data = "id,text,label\n" + lines_of(rows, "%s,%s,%s,")
    assert read(data) == ([[*row, ""] for row in rows], [*HEADER, "column 4"], [])


def test_a_mark_that_never_closes_in_the_header():
    rows = table()
    found, names, doubts = read('"id,text,label\n' + lines_of(rows))
    assert found == rows and names[1:] == HEADER[1:] and "line 1" in doubts[0]


def test_a_cut_off_file():
    rows = table(200, messy)
    data = written([HEADER, *rows], quoting=csv.QUOTE_ALL).encode()
    found, _, doubts = read(data[: len(data) // 2])
    assert found[: len(found) - 1] == rows[: len(found) - 1] and len(doubts) == 1


def test_a_cut_off_gzip_says_so(tmp_path):
    rows = table(3000, messy)
    whole = gzip.compress(written([HEADER, *rows]).encode())
    (tmp_path / "x.csv.gz").write_bytes(whole[: len(whole) // 2])
    corpus = ht.read_corpus(tmp_path / "x.csv.gz")
    assert 500 < len(corpus) < 3000 and corpus.skipped["damaged"] == ("x.csv.gz:the end",)
    assert list(corpus.ids) == [row[0] for row in rows[: len(corpus)]]


@pytest.mark.parametrize("mark", [";", "\t", "|", "||"])
@pytest.mark.parametrize("is_quoted", [False, True])
@pytest.mark.parametrize("row", [1, 20])
def test_commas_of_numbers_beside_a_damaged_row(mark, is_quoted, row):
    rows = [[f"{n}", words(), f"{n % 7},{n % 10}"] for n in range(1, 40)]
    quote = '"' if is_quoted else ""
    lines = [mark.join(quote + cell + quote for cell in each) for each in [["id", *"tn"], *rows]]
    lines[row] = lines[row].partition(mark)[2]  # a cell lost
    found, names, doubts = read("\n".join(lines))
    assert names == ["id", "t", "n"] and len(doubts) == 1 and f"row {row} (line" in doubts[0]
    assert [each for n, each in enumerate(found, 1) if n != row] == rows[: row - 1] + rows[row:]


@pytest.mark.parametrize("damage", [lambda line: line.replace(",", "", 1), lambda line: line[:5]])
def test_damage_where_rows_end_with_carriage_returns(damage):
    rows = table()
    lines = lines_of([HEADER, *rows]).split("\n")
    lines[30] = damage(lines[30])
    found, names, doubts = read("\r".join(lines))
    assert found[:29] + found[30:] == rows[:29] + rows[30:] and names == HEADER
    assert len(doubts) == 1 and "row 30 (line 31)" in doubts[0]


@pytest.mark.parametrize("cells", [["1", "boat"], ["1", "boat", "a", "b", "c"], ["a boat"]])
def test_a_damaged_first_row_below_a_header_that_is_a_cell_short(cells):
    rows = [[str(100 + number), *row] for number, row in enumerate(table())]
    lines = [mark_all(each) for each in [HEADER, cells, *rows[1:]]]
    found, names, doubts = read("\n".join(lines))
    assert names == ["column 1", *HEADER] and found[1:] == rows[1:]
    assert len(doubts) == 1 and "row 1 (line 2)" in doubts[0]


def mark_all(cells):
    return ",".join(f'"{cell}"' for cell in cells)


def test_a_short_first_row_is_no_second_header():
    rows = table()
    data = "id,text,label\nboat in the harbour,a\n" + lines_of(rows[1:])
    found, names, doubts = read(data)
    assert names == HEADER and found[1:] == rows[1:] and "row 1 (line 2)" in doubts[0]


def test_a_quotation_mark_taken_from_behind_its_backslash():
    rows = table(text=lambda: f'said "{words(2)}" and "{words(1)}", {words(3)}')
    data = quoted_by_backslashes(rows)
    place = data.index('\\"', len(data) // 2)
    found, _, doubts = read(data[: place + 1] + " " + data[place + 2 :])
    assert len(found) == 60 and len(doubts) == 1 and "backslash" in doubts[0]


@pytest.mark.parametrize("mark", ["\t", "|"])
def test_inches_where_nothing_is_quoted(mark):
    rows = table(text=lambda: f'a {RANDOM.randint(1, 20)}" nail, {words()}')
    rows = [[*row[:1], words() if n % 9 else row[1], row[2]] for n, row in enumerate(rows)]
    assert read("\n".join(mark.join(row) for row in [HEADER, *rows])) == (rows, HEADER, [])


@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize("header", [[], [HEADER]])
def test_files_joined_with_their_byte_order_marks(quoting, header):
    rows = table(60, messy)
    parts = [written([HEADER, *rows[:30]], quoting=quoting), written(header, quoting=quoting)]
    data = "\ufeff" + parts[0] + "\ufeff" + parts[1] + written(rows[30:], quoting=quoting)
    assert read(data) == (rows, HEADER, [])


def test_columns_of_fixed_width_are_said():
    rows = [["id", "text", "label"], *table()]
    lines = [f"{number:6}{text:90}{label}" for number, text, label in rows]
    found, _, doubts = read("\n".join(lines))
    assert len(found) in (60, 61) and len(doubts) == 1 and "fixed width" in doubts[0]


def test_texts_are_not_looked_up_among_names(tmp_path, monkeypatch):
    looked_up, plain_name = [], headers.plain_name
    monkeypatch.setattr(
        headers, "plain_name", lambda cell: looked_up.append(cell) or plain_name(cell)
    )
    path = tmp_path / "x.csv"
    path.write_text("id,text,label\n" + "".join(f"{i},{'sail rope ' * 999},a\n" for i in range(99)))
    assert len(ht.read_corpus(path)) == 99
    assert looked_up and max(map(len, looked_up)) <= 200
