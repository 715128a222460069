"""Tables with any cells come back as programs wrote them; damage is read right, or said.

What no reader can know is left out: line ends of another kind in cells without quotation marks,
backslashes where the file does not show whether they escape (csv and MySQL double them, R does
not), and the cut of a cell without quotation marks, which is a shorter cell then.
"""

import csv
import re

import pandas as pd
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from support.delimited import read, written

NAMES = ["id", "text", "label", "year", "author"]
SIGNS = ["a", "b", "0", " ", '"', "'", ",", ";", "|", "\t", "\n", "é", "字", "word ", "\u2028"]
MARKS = st.sampled_from(list(",;\t|"))
SEVERAL = settings(max_examples=40, deadline=None)


def cells(without=""):
    signs = [sign for sign in SIGNS if not set(sign) & set(without)]
    return st.lists(st.sampled_from(signs), max_size=7).map("".join)


def tables(without="", min_columns=2):
    """Rows of two or more columns below a header with known names."""
    return st.integers(min_columns, 5).flatmap(
        lambda n: st.lists(
            st.lists(cells(without), min_size=n, max_size=n), min_size=1, max_size=10
        ).map(lambda rows: [NAMES[:n], *rows])
    )


def came_back(data, table, names=None):
    rows, found, doubts = read(data)
    ends = [[cell and cell.replace("\r\n", "\n") for cell in row or []] for row in rows]
    assert (ends, found, doubts) == (table[1:], names or table[0], [])


@given(
    tables(),
    MARKS,
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    st.sampled_from(["\n", "\r\n"]),
)
@SEVERAL
def test_csv(table, mark, quoting, end):
    came_back(written(table, delimiter=mark, quoting=quoting, lineterminator=end), table)


@given(tables(without="\n"), MARKS)
@SEVERAL
def test_csv_with_carriage_returns(table, mark):
    came_back(written(table, delimiter=mark, lineterminator="\r"), table)


@given(tables(), MARKS, st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
@SEVERAL
def test_csv_with_backslashes(table, mark, quoting):
    form = {"doublequote": False, "escapechar": "\\", "quoting": quoting}
    came_back(written(table, delimiter=mark, **form), table)


@given(tables(), MARKS, st.sampled_from(["'", "\\"]))
@SEVERAL
def test_csv_with_single_quotes(table, mark, escape):
    form = {"quotechar": "'", "doublequote": escape == "'", "escapechar": escape}
    came_back(written(table, delimiter=mark, quoting=csv.QUOTE_ALL, **form), table)


SEVERAL_SIGNS = ["||", "::", ";;", "|~|", "~|~", "@@", "\t\t", "<>", " | ", " - ", ", ", "; "]


@given(tables(), st.sampled_from(SEVERAL_SIGNS), st.sampled_from(['"', "'"]))
@SEVERAL
def test_separators_of_several_signs(table, mark, quote):
    rows = [[quote + cell.replace(quote, 2 * quote) + quote for cell in row] for row in table]
    came_back("".join(mark.join(row) + "\n" for row in rows), table)


@given(tables(without=[*"|:;~@<>\t\n\"'"], min_columns=3), st.sampled_from(SEVERAL_SIGNS[:8]))
@SEVERAL
def test_separators_of_several_signs_without_quotes(table, mark):
    rows = [[cell or "-" for cell in row] for row in table]
    came_back("".join(mark.join(row) + "\n" for row in rows), rows)


@given(tables(), MARKS, st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), st.booleans())
@SEVERAL
def test_pandas(table, mark, quoting, has_index):
    frame = pd.DataFrame(table[1:], columns=table[0], dtype=object)
    data = frame.to_csv(sep=mark, quoting=quoting, index=has_index)
    if has_index:
        table = [row if n == 0 else [str(n - 1), *row] for n, row in enumerate(table)]
    came_back(data, table, ["column 1", *table[0]] if has_index else None)


@given(tables(), MARKS, st.sampled_from(["necessary", "always", "non_numeric"]))
@SEVERAL
def test_polars(table, mark, style):
    frame = pl.DataFrame(
        {name: [row[i] for row in table[1:]] for i, name in enumerate(table[0])},
    )
    came_back(frame.write_csv(separator=mark, quote_style=style), table)


@given(tables(), st.sampled_from(["utf-16", "utf-8-sig", "cp1252", "sep="]))
@SEVERAL
def test_excel(table, form):
    if form == "utf-16":
        data = written(table, delimiter="\t").encode("utf-16")
    elif form == "sep=":
        data = "sep=;\r\n" + written(table, delimiter=";")
    else:
        data = written(table, delimiter=";").encode(form, "ignore")
        table = [[cell.encode(form, "ignore").decode(form) for cell in row] for row in table]
    came_back(data, table)


@given(
    tables(),
    st.sampled_from([" ", ",", ";", "\t"]),
    st.sampled_from(["none", "short", "full"]),
    st.sampled_from(['""', '\\"']),
)
@SEVERAL
def test_r(table, mark, names, quote):
    """Written by write.table, write.csv or write.csv2: numbers and NA are not quoted."""
    lines = [['"' + cell.replace('"', quote) + '"' for cell in row] for row in table]
    lines[1:] = [[*line, "NA" if n % 2 else f"{n},5"] for n, line in enumerate(lines[1:])]
    lines[0].append('"n"')
    if mark == ",":
        lines = [
            [cell.replace(",5", ".5") if cell[0] != '"' else cell for cell in line]
            for line in lines
        ]
    expected = [[*row, line[-1].strip('"')] for row, line in zip(table, lines, strict=True)]
    if names != "none":
        lines[1:] = [[f'"{n}"', *line] for n, line in enumerate(lines[1:], 1)]
        expected[1:] = [[f"{n}", *row] for n, row in enumerate(expected[1:], 1)]
        lines[0] = ['""'] * (names == "full") + lines[0]
    data = "".join(mark.join(line) + "\n" for line in lines)
    came_back(data, expected, ["column 1"] * (names != "none") + expected[0])


@given(tables(without='"'), st.booleans())
@SEVERAL
def test_mysql(table, has_missing):
    signs = str.maketrans({"\t": "\\\t", "\n": "\\\n"})
    rows = [[cell.translate(signs) for cell in row] for row in table]
    if has_missing:
        rows[-1][-1] = table[-1][-1] = "\\N"
    came_back("".join("\t".join(row) + "\n" for row in rows), table)


# Damage

WORDS = st.lists(
    st.sampled_from('boat sail, wind; tide "oven" don\'t flour\nyeast crust|loaf'.split(" ")),
    min_size=1,
    max_size=8,
).map(" ".join)
TEXTS = st.integers(2, 4).flatmap(
    lambda n: st.lists(st.lists(WORDS, min_size=n, max_size=n), min_size=8, max_size=30).map(
        lambda rows: [NAMES[: n + 1], *([f"{i}", *row] for i, row in enumerate(rows, 1))]
    )
)
FORMS = st.fixed_dictionaries(
    {
        "delimiter": MARKS,
        "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
        "lineterminator": st.sampled_from(["\n", "\r\n"]),
    }
)


def read_or_said(data, table, number):
    """Check that no row but one, and no other than is named, differs from the table's."""
    rows, names, doubts = read(data)
    assert names == table[0]
    rows = [row and [cell.replace("\r\n", "\n") for cell in row] for row in rows]
    if rows == table[1:]:
        return
    assert doubts
    assert rows[: number - 1] == table[1:number]  # nothing before it is lost
    n_after = len(table) - 1 - number
    assert n_after == 0 or rows[-n_after:] == table[-n_after:]  # and nothing behind
    named = [
        int(n.replace(",", "")) for doubt in doubts for n in re.findall(r"row ([\d,]+)", doubt)
    ]
    assert number in named or number + 1 in named


def places(table, form):
    """Where each row of the data begins, and the whole."""
    parts = [written([row], **form) for row in table]
    starts = [0]
    for part in parts:
        starts.append(starts[-1] + len(part))
    return "".join(parts), starts


@given(TEXTS, FORMS, st.data())
@settings(max_examples=80, deadline=None)
def test_a_quotation_mark_too_many(table, form, data):
    text, starts = places(table, form)
    at = data.draw(st.integers(starts[1], starts[-1] - len(form["lineterminator"])))
    number = max(n for n, start in enumerate(starts[:-1]) if start <= at)
    read_or_said(text[:at] + '"' + text[at:], table, number)


@given(TEXTS, FORMS, st.data())
@settings(max_examples=80, deadline=None)
def test_a_quotation_mark_too_few(table, form, data):
    text, starts = places(table, form)
    marks = [at for at in range(starts[1], len(text)) if text[at] == '"']
    if marks:
        at = data.draw(st.sampled_from(marks))
        number = max(n for n, start in enumerate(starts[:-1]) if start <= at)
        read_or_said(text[:at] + text[at + 1 :], table, number)


@given(TEXTS, FORMS, st.data())
@SEVERAL
def test_a_column_lost_in_a_row(table, form, data):
    number = data.draw(st.integers(1, len(table) - 1))
    lost = data.draw(st.integers(0, len(table[0]) - 1))
    damaged = [list(row) for row in table]
    del damaged[number][lost]
    rows, names, doubts = read(written(damaged, **form))
    assert names == table[0] and len(doubts) == 1 and f"row {number} (line" in doubts[0]
    assert [row for n, row in enumerate(rows, 1) if n != number] == [
        row for n, row in enumerate(table) if n not in (0, number)
    ]


@given(TEXTS, FORMS, st.data())
@SEVERAL
def test_a_line_cut_short(table, form, data):
    form = {**form, "quoting": csv.QUOTE_ALL}
    text, starts = places(table, form)
    number = data.draw(st.integers(1, len(table) - 1))
    end = starts[number + 1] - len(form["lineterminator"])
    at = data.draw(st.integers(starts[number] + 1, end - 1))
    if text[at - 1] != form["delimiter"]:  # an empty cell is left
        read_or_said(text[:at] + text[end:], table, number)


@given(TEXTS, FORMS, st.data())
@SEVERAL
def test_a_file_cut_off(table, form, data):
    form = {**form, "quoting": csv.QUOTE_ALL}
    text, starts = places(table, form)
    at = data.draw(st.integers(starts[3] + 1, len(text) - 1))
    number = max(n for n, start in enumerate(starts[:-1]) if start < at)
    whole = starts[number + 1] - len(form["lineterminator"]) <= at
    rows, _, doubts = read(text[:at])
    assert [row[0] for row in rows[: number - 1]] == [row[0] for row in table[1:number]]
    if not whole and text[at - 1] != form["delimiter"]:
        assert len(doubts) == 1 and f"row {number} (line" in doubts[0]


@given(st.lists(st.sampled_from([*SIGNS, "\\", "\r", "\0", "#", "{"]), max_size=300).map("".join))
@settings(max_examples=80, deadline=None)
def test_anything_is_read_or_refused(text):
    try:
        rows, names, _ = read(text)
    except ValueError as error:
        assert "x.csv" in str(error)
        return
    assert all(row is None or len(row) <= len(names) for row in rows if names)
    kept = "".join("".join(row) for row in rows if row)
    assert set(kept) <= set(text) | {"\n", "\t"}
