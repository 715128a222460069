"""PDFs are read in order, with whole words, without what comes again on every page."""

import random

import pytest
from corpus.test_read import tiny_pdf, write
from fpdf import FPDF

import hiertopics as ht
from hiertopics.cli.main import main
from hiertopics.corpus.files import pdf as pdf_files
from hiertopics.corpus.files import print_columns
from hiertopics.corpus.files.bounds import PassedOver
from hiertopics.corpus.files.pdf import pdf_text
from hiertopics.errors import CorpusError

WORDS = "boat sail harbour tide anchor crew engine cargo lantern".split()


def sentence(number, n_words=7):
    return " ".join(random.Random(number).choices(WORDS, k=n_words))


class Paper(FPDF):
    def header(self):
        self.set_font("Helvetica", size=8)
        self.cell(0, 6, "Annals of Ropes, vol. 7", new_x="LMARGIN", new_y="NEXT")

    def footer(self):
        self.set_y(-15)
        self.set_font("Helvetica", size=8)
        self.cell(0, 6, f"- {self.page_no()} of 9 -")


def paper(n_pages=4, kind=Paper):
    pdf = kind()
    pdf.add_page()
    pdf.set_font("Helvetica", size=11)
    number = 0
    while pdf.page_no() < n_pages or number % 9:
        pdf.multi_cell(0, 6, f"Paragraph{number} " + sentence(number, 60) + ".")
        pdf.ln(5)
        number += 1
    return bytes(pdf.output()), number


def columns(order, fill=7, n_pages=2):
    """Two columns of lines, a column after the other or line by line, under a wide heading."""
    pdf = FPDF()
    for page in range(n_pages):
        pdf.add_page()
        pdf.set_font("Helvetica", size=14)
        pdf.text(15, 15, f"Heading{page} over both columns " + sentence(page, 6))
        pdf.set_font("Helvetica", size=9)
        cells = [(column, row) for column in (0, 1) for row in range(40)]
        for column, row in sorted(
            cells, key=(lambda cell: cell[::-1]) if order == "lines" else None
        ):
            first = f"{'lr'[column]}{page}x{row}"
            pdf.text(15 + column * 95, 25 + row * 5, f"{first} {sentence(100 * page + row, fill)}")
    return bytes(pdf.output())


def test_running_heads_and_page_numbers_are_left_out(tmp_path, capsys):
    data, n_paragraphs = paper()
    text, heads, n_empty = pdf_text(data)
    assert heads == ["annals of ropes, vol. #", "- # of # -"] and n_empty == 0
    assert "Annals" not in text and " of 9" not in text
    found = [word for word in text.split() if word.startswith("Paragraph")]
    assert found == [f"Paragraph{number}" for number in range(n_paragraphs)]
    kept, heads, _ = pdf_text(data, keep_heads=True)
    assert kept.count("Annals of Ropes") == 4 and not heads

    write(tmp_path, {"a.pdf": data, "b.pdf": data, "c.pdf": tiny_pdf("Boats")})
    reading = ht.read_corpus(tmp_path).reading
    assert reading["running_heads"] == {"annals of ropes, vol. #": 2, "- # of # -": 2}
    assert reading["taken_for"] == {"PDF with running heads": 2}
    assert "running_heads" not in ht.read_corpus(tmp_path, strip="none").reading
    assert main(["corpus", str(tmp_path)]) == 0
    assert "such as 'annals of ropes, vol. #': left out (--strip none" in " ".join(
        capsys.readouterr().out.split()
    )


def test_a_title_that_the_heads_repeat_stays():
    pdf = Paper()
    pdf.add_page()
    pdf.set_font("Helvetica", size=22)
    pdf.cell(0, 20, "Annals of Ropes, vol. 7", new_x="LMARGIN", new_y="NEXT")
    for page in range(4):
        pdf.set_font("Helvetica", size=11)
        pdf.multi_cell(0, 6, sentence(page, 300))
        pdf.add_page()
    text = pdf_text(bytes(pdf.output()))[0]
    assert text.startswith("Annals of Ropes, vol. 7\n\n") and text.count("Annals") == 1


def test_paragraphs_are_apart_and_go_on_over_pages(tmp_path):
    data, n_paragraphs = paper()
    text = pdf_text(data)[0]
    assert [part.split()[0] for part in text.split("\n\n")] == [
        f"Paragraph{number}" for number in range(n_paragraphs)
    ]
    corpus = ht.read_corpus(write(tmp_path, {"a.pdf": data}) / "a.pdf")
    assert len(corpus) == n_paragraphs


def test_an_indented_line_begins_a_paragraph():
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=10)
    for number in range(12):
        pdf.text(20 + 6 * (number % 4 == 0), 30 + 5 * number, f"row{number} " + sentence(number))
    text = pdf_text(bytes(pdf.output()))[0]
    assert [part.split()[0] for part in text.split("\n\n")] == ["row0", "row4", "row8"]


@pytest.mark.parametrize("order", ["columns", "lines"])
def test_two_columns_are_read_one_after_the_other(order):
    text = pdf_text(columns(order))[0]
    starts = [line.split()[0] for line in text.split("\n") if line]
    wanted = []
    for page in (0, 1):
        wanted += [f"Heading{page}", *(f"{side}{page}x{row}" for side in "lr" for row in range(40))]
    assert starts == wanted


def ragged_columns(seed, n_rows=40):
    """Two columns line by line, their rows of any length or none, and what each of them has."""
    rng = random.Random(seed)
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=9)
    sides = ([], [])
    for row in range(n_rows):
        for side, rows in enumerate(sides):
            n_words = rng.choice([7, 7, 7, 7, 6, 6, 3, 0])
            words = [rng.choice([*WORDS, "Öl", "fünf", "co-op", "(a)"]) for _ in range(n_words)]
            if words:
                pdf.text(15 + side * 80, 25 + row * 5, rng.choice([" ", "  "]).join(words))
                rows.append(words)
    return bytes(pdf.output()), sides


@pytest.mark.parametrize("seed", range(8))
def test_rows_of_columns_that_are_short_or_missing_stay_in_theirs(seed):
    data, sides = ragged_columns(seed)
    found = [line.split() for line in pdf_text(data)[0].split("\n") if line]
    assert found == [*sides[0], *sides[1]]


def test_few_places_are_asked_for_where_columns_are_written_line_by_line(monkeypatch):
    asked = []

    def counted(page, are_same):
        place = print_columns.places_on(page, are_same)
        return lambda position: asked.append(position) or place(position)

    monkeypatch.setattr(pdf_files, "places_on", counted)
    pdf_text(columns("lines"))
    assert len(asked) < 6 * 80  # of 80 lines


def test_a_table_is_read_row_by_row():
    text = pdf_text(columns("lines", fill=1))[0]
    rows = [line.split() for line in text.split("\n") if line and "over" not in line]
    assert [(row[0], row[2]) for row in rows[:40]] == [(f"l0x{i}", f"r0x{i}") for i in range(40)]


def test_words_stay_whole():
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=11)
    for number, line in enumerate(["The infor-", "mation on well-known", "boats is -", "here"]):
        pdf.text(20, 30 + 6 * number, line)
    x = 20.0
    for char in "letter by letter":
        pdf.text(x, 80, char)
        x += pdf.get_string_width(char)
    text = pdf_text(bytes(pdf.output()))[0]
    assert "infor-\nmation on well-known\nboats is -\nhere" in text
    assert text.endswith("letter by letter")


def test_what_is_no_document_is_said(tmp_path):
    locked = FPDF()
    locked.set_encryption(owner_password="b", user_password="a")
    scan = FPDF()
    for pdf in (locked, scan):
        pdf.add_page()
        pdf.set_font("Helvetica", size=11)
    locked.text(20, 20, "secret words")
    scan.rect(10, 10, 50, 50)
    half, _ = paper(2)
    files = {
        "locked.pdf": bytes(locked.output()),
        "scan.pdf": bytes(scan.output()),
        "cut.pdf": half[: len(half) // 3],
        "no.pdf": b"words",
    }
    with pytest.raises(CorpusError, match="1 encrypted, 1 scan without text"):
        ht.read_corpus(write(tmp_path / "a", files))
    files |= {"no ending": tiny_pdf("Boats"), "also.txt": tiny_pdf("Sails")}
    corpus = ht.read_corpus(write(tmp_path / "b", files))
    assert list(corpus.texts) == ["Sails", "Boats"]
    assert corpus.skipped["encrypted"] == ("locked.pdf",)
    assert corpus.skipped["scan without text"] == ("scan.pdf",)
    assert corpus.skipped["damaged"] == ("cut.pdf", "no.pdf")


def test_pages_without_text_are_counted(tmp_path):
    pdf = FPDF()
    for text in ("A page of words", "", "The last page"):
        pdf.add_page()
        pdf.set_font("Helvetica", size=11)
        pdf.text(20, 20, text)
    data = bytes(pdf.output())
    assert pdf_text(data) == ("A page of words\n\nThe last page", [], 1)
    with pytest.warns(ht.ReadingWarning, match="x.pdf: 1 page has no text.*, and 1 more file is"):
        ht.read_corpus(write(tmp_path, {"x.pdf": data, "y.pdf": data}))


def test_a_page_that_takes_too_long(monkeypatch):
    monkeypatch.setattr("hiertopics.corpus.files.bounds._SECONDS", -1000.0)
    with pytest.raises(PassedOver, match="took too long"):
        pdf_text(tiny_pdf("Boats"))
