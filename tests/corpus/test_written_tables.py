"""Tables that are written out: in pages of HTML, workbooks of XML, documents of Word."""

import io

import docx
import pytest
from support.folders import write

import hiertopics as ht
from hiertopics.corpus.tables.written_tables import cells_of_page

N = 12
TEXTS = [f"Comment {i} speaks of gardens, boats & harbours, and of {7 * i} cats." for i in range(N)]
ROWS = [[str(i), f"2015-01-{i + 1:02}", ["sea", "land"][i % 2], TEXTS[i]] for i in range(N)]
NAMES = ["Nr", "Date", "Category", "Comment"]
HEAD = '<html><head><meta charset="utf-8"></head><body>'


def escaped(text):
    return text.replace("&", "&amp;")


def table(row="tr", cell="td", header="th", rows=ROWS):
    names = "".join(f"<{header}>{name}</{header}>" for name in NAMES)
    cells = ("".join(f"<{cell}>{escaped(each)}</{cell}>" for each in row_) for row_ in rows)
    body = "".join(f"<{row}>{each}</{row}>" for each in cells)
    return f"<table><{row}>{names}</{row}>{body}</table>"


def spreadsheet(rows=ROWS):
    def cell(value, index):
        return f'<Cell{index}><Data ss:Type="String">{escaped(value)}</Data></Cell>'

    lines = [NAMES, *rows]
    cells = [
        cell(line[0], "")
        + cell(line[1], "")
        # A cell that is empty is not written, and the next one says its number.
        + (cell(line[2], "") if i != 1 else "")
        + cell(line[3], ' ss:Index="4"')
        for i, line in enumerate(lines)
    ]
    body = "".join(f"<Row>{each}</Row>" for each in cells)
    return (
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="A"><Table>'
        "<Row><Cell/></Row></Table></Worksheet><Worksheet><Table>"
        f'<Column ss:Width="9"/>{body}</Table></Worksheet></Workbook>'
    )


def document(rows=ROWS, around=()):
    made = docx.Document()
    grid = made.add_table(rows=0, cols=len(NAMES))
    for line in [NAMES, *rows]:
        for each, value in zip(grid.add_row().cells, line, strict=True):
            each.text = value
    for paragraph in around:
        made.add_paragraph(paragraph)
    made.save(data := io.BytesIO())
    return data.getvalue()


def check(corpus, first_label="sea"):
    assert list(corpus.texts) == TEXTS
    assert corpus.ids == tuple(row[0] for row in ROWS)
    assert list(corpus.metadata["Date"]) == [row[1] for row in ROWS]
    assert corpus.labels[:, 0].tolist() == [first_label, *(row[2] for row in ROWS[1:])]


@pytest.mark.parametrize(
    ("source", "first_label"),
    [
        (HEAD + table() + "</body></html>", "sea"),
        (HEAD + table(header="td"), "sea"),
        ("\ufeff\n" + table(), "sea"),
        (spreadsheet(), None),
    ],
)
def test_pages_and_xml_that_programs_call_xls(tmp_path, source, first_label):
    check(ht.read_corpus(write(tmp_path, {"a.xls": source}) / "a.xls"), first_label)


@pytest.mark.parametrize("name", ["a.html", "a.docx"])
def test_a_file_that_is_nothing_but_a_table(tmp_path, name):
    data = document() if name == "a.docx" else f"{HEAD}<h1>Comments</h1>{table()}"
    path = write(tmp_path, {name: data}) / name
    corpus = ht.read_corpus(path)
    check(corpus)
    assert "--split paragraphs" in corpus.reading["remarks"][-1]
    assert len(ht.read_corpus(path, split=300).ids) == 1
    assert ht.read_corpus(path, text_column="Category").texts[1] == "land"
    assert len(ht.read_corpus(tmp_path).ids) == 1  # in a folder it is a text


@pytest.mark.parametrize("name", ["a.html", "a.docx"])
@pytest.mark.parametrize("kind", ["prose around it", "numbers", "few rows"])
def test_tables_in_texts_are_texts(tmp_path, name, kind):
    rows = {"few rows": ROWS[:2], "numbers": [["1", "2", "3", "4"]] * N}.get(kind, ROWS)
    around = TEXTS if kind == "prose around it" else []
    page = HEAD + table(rows=rows) + "".join(f"<p>{escaped(each)}</p>" for each in around)
    data = document(rows, around) if name == "a.docx" else page
    corpus = ht.read_corpus(write(tmp_path, {name: data}) / name)
    assert not corpus.reading.get("columns")


def test_cells_of_tables_within_tables_and_of_broken_ones():
    inner = "<table><tr><td>a</td><td>b</td></tr></table>"
    rows = "".join(f"<tr><td>{i}</td><td>{inner}</td></tr>" for i in range(3))
    assert cells_of_page(f"<table>{rows}</table>") == [[str(i), "a b"] for i in range(3)]
    assert cells_of_page("<table><tr><td>a<td>b<tr><td>c<td>d") == [["a", "b"], ["c", "d"]]
    assert cells_of_page("<td>a</td></table><tr>") == []
