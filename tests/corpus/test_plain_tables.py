"""Tables named .txt are tables where that is certain, and no text ever is one."""

import csv
import gzip
import random

import pytest
from support.delimited import written
from support.folders import write

import hiertopics as ht
from hiertopics.errors import CorpusError, ReadingWarning

WORDS = "boat harbour sail wind tide flour oven yeast dough loaf".split()
RANDOM = random.Random(5)


def words(n=8):
    return " ".join(RANDOM.choice(WORDS) for _ in range(n))


ROWS = [
    ["id", "text", "label"],
    *([f"d{n}", f"{words()}\n{words(3)}", "ab"[n % 2]] for n in range(150)),
]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", ["x.txt", "x.TXT", "x.txt.gz"])
def test_a_table_named_txt(tmp_path, mark, encoding, name):
    data = written(ROWS, delimiter=mark).encode(encoding)
    write(tmp_path, {name: gzip.compress(data) if name.endswith("gz") else data})
    corpus = ht.read_corpus(tmp_path / name)
    assert list(corpus.ids) == [row[0] for row in ROWS[1:]] and corpus.labels.shape == (150, 1)
    assert list(corpus.texts) == [row[1] for row in ROWS[1:]]
    assert "was read as a table" in " ".join(corpus.reading["remarks"])
    assert len(ht.read_corpus(tmp_path / name, per_line=True)) > 300
    chosen = ht.read_corpus(tmp_path / name, text_column="text", label_columns=[])
    assert len(chosen) == 150 and chosen.labels.shape[1] == 0


def test_a_short_table_of_tabs(tmp_path):
    rows = ROWS[:12]
    write(tmp_path, {"x.txt": "".join("\t".join(row).replace("\n", " ") + "\n" for row in rows)})
    corpus = ht.read_corpus(tmp_path / "x.txt")
    assert list(corpus.ids) == [row[0] for row in rows[1:]] and corpus.labels.shape == (11, 1)


def test_tabs_with_raw_quotation_marks(tmp_path):
    rows = [["id", "text"], *([f"d{n}", f'"{words()}' if n % 4 else words()] for n in range(150))]
    write(tmp_path, {"x.txt": "".join("\t".join(row) + "\n" for row in rows)})
    assert list(ht.read_corpus(tmp_path / "x.txt").texts) == [row[1] for row in rows[1:]]


NAMES = [
    ["Nr", "Category", "Date", "Comment"],
    ["id", "text"],
    ["Country", "People", "Best part"],
    ["Kennung", "Kategorie", "Jahr", "Was hat gefallen"],
]
COLUMNS = {"Nr": str, "id": str, "Kennung": str, "Country": lambda n: f"{words(1)}land"}
COLUMNS |= dict.fromkeys(["Category", "Kategorie"], lambda n: ["transport", "health"][n % 2])
COLUMNS |= {"Date": lambda n: f"{n:02}.01.2021", "Jahr": lambda n: f"{1990 + n}"}
COLUMNS |= {"People": lambda n: f"{n * 1000}"}


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("names", NAMES)
@pytest.mark.parametrize("n_rows", [10, 50])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_a_short_table_named_txt(tmp_path, mark, names, n_rows, quoting):
    def text(_):
        return f"{words()}, {words(4)}; {words(4)}."

    rows = [[COLUMNS.get(name, text)(n) for name in names] for n in range(1, n_rows + 1)]
    write(tmp_path, {"x.txt": written([names, *rows], delimiter=mark, quoting=quoting)})
    corpus = ht.read_corpus(tmp_path / "x.txt")
    assert list(corpus.texts) == [row[-1] for row in rows]


def test_a_text_that_is_nearly_a_table_is_said(tmp_path):
    lines = ["id,text,label", *(f"{n},{words()},a" for n in range(50)), "And so on."]
    write(tmp_path, {"x.txt": "\n".join(lines)})
    with pytest.warns(ReadingWarning, match="50 of its first 51 lines have the cells of a table"):
        assert len(ht.read_corpus(tmp_path / "x.txt")) == 52


def of_r(mark, is_named, n_rows=30):
    names = mark.join(f'"{name}"' for name in ("n", "who", "year", "text")[not is_named :])
    rows = (
        f'"{n}"{mark}"Anna Sea"{mark}19{n}{mark}"{words()} \\"{words(2)}\\""' for n in range(n_rows)
    )
    return "\n".join([names, *rows, ""])


ANKI = [
    f'Boats::{n % 3}\t{words()}?\t"<b>{words()}</b> ""{words(2)}"""\tweek{n}' for n in range(30)
]
QUOTED = {
    "R with blanks": of_r(" ", False),
    "R with tabs": of_r("\t", False),
    "R with a name of each column": of_r(" ", True),
    "R with few and long rows": of_r(" ", False, 3),
    "Anki": "\n".join(["#separator:tab", "#html:true", "#tags column:4", *ANKI, ""]),
    "Anki without a head": "\n".join([*ANKI, ""]),
}


@pytest.mark.parametrize("made", QUOTED)
def test_rows_without_a_usual_header_are_said(tmp_path, made):
    text = QUOTED[made]
    longer = text + 19 * text.partition("\n")[2]
    write(tmp_path, {"x.txt": text, "y.txt": longer, "z.csv": text, "in/x.txt": text})
    for name in ("x.txt", "y.txt"):
        with pytest.warns(ReadingWarning, match=r"lines have the cells .* name it \.csv"):
            ht.read_corpus(tmp_path / name)
    corpus = ht.read_corpus(tmp_path / "z.csv")
    assert len(corpus) == (3 if "few" in made else 30) and corpus.reading["columns"]["text"]
    assert len(ht.read_corpus(tmp_path / "x.txt", per_line=True)) >= len(corpus)
    assert len(ht.read_corpus(tmp_path / "in")) == 1


@pytest.mark.parametrize("name", ["x.csv", "x.txt", "x.TXT"])
@pytest.mark.parametrize("end", ["\r\n\x1a", "\x1a", "\r\n" + "\x1a" * 100])
def test_control_z_behind_a_table_is_no_row(tmp_path, name, end):
    lines = ["Nr;Text", *(f"{n};{words()} für" for n in range(70))]
    write(tmp_path, {name: ("\r\n".join(lines) + end).encode("cp850")})
    corpus = ht.read_corpus(tmp_path / name)
    assert list(corpus.texts) == [line.partition(";")[2] for line in lines[1:]]
    assert not corpus.reading.get("doubts")


TEXT = words(40)


def test_control_z_behind_a_text_is_no_part_of_it(tmp_path):
    write(tmp_path, {"a.txt": "The boat\r\n" + "\x1a" * 90, "b.txt": f"{TEXT}\x1a to sea\x1a"})
    assert list(ht.read_corpus(tmp_path).texts) == ["The boat\n", f"{TEXT}\x1a to sea"]


POEM = [f"{words(3).capitalize()}, {words(3)}," for _ in range(160)]
NUMBERED = list(enumerate(WORDS * 5, 10))
PAIRS = list(enumerate(zip(WORDS * 4, sorted(WORDS * 4), strict=True), 1))
TEXTS = {
    "prose": [f"{words(9).capitalize()}, {words(4)}; {words(5)}." for _ in range(200)],
    "poem": ["Title, text", *POEM],
    "verses without a comma more": ["Name, the story of a boat and the crew of it", *POEM],
    "log": [f"2024-01-{n % 28 + 1:02} 10:00:00,{n} INFO {words()}" for n in range(300)],
    "log of tabs": [f"10:00:{n % 60:02}\tINFO\t{words()}" for n in range(300)],
    "quotations": [f'"{words(4)}" "{words(2)}' for _ in range(40)],
    "words in quotation marks": ['"boat" "sail"', *(f'"{words(n % 4 + 1)}"' for n in range(40))],
    "code": ["import id, text", *(f"call({w}, {v})" for w in WORDS for v in WORDS), "end"],
    "letters": [
        "Dear Anna,\ttext of the letter",
        *(f"\t{words()}," for _ in range(30)),
        "Yours,",
        *POEM,
    ],
    "lists": ["name: boat; text: x", *(f"name: {w}; text: {v}" for w in WORDS for v in WORDS)],
    "a list with a tab": ["Name\tStory", *(f"{w}\t{words()}" for w in WORDS[:6])],
    "tables of contents": ["Chapter\t1", *(f"{words(2)}\t{n}" for n in range(120))],
    "addresses": [
        "Name, Street, City",
        *(f"{w} {v}, {n} High Street, York" for n, (w, v) in PAIRS),
    ],
    "addresses in blocks": [
        *(line for w in WORDS for line in (f"{w}, {words(1)}", "3 High Street,", "York", ""))
    ],
    "a recipe": ["Title: bread", "Text: flour, water; salt", *(f"{n} g {w}" for n, w in NUMBERED)],
    "a letter": ["Date, place", "", "Dear Anna,", "", *(f"{words(9)}, {words(4)};" for _ in WORDS)],
    "a poem of pairs": ["Title, author", *(f"{words(3)}, {words(3)}" for _ in range(60))],
    "a play": ["The story\tof a boat", *(f"{w.upper()}.\t{words()}\n\t{words()}" for w in WORDS)],
    "words and what they mean": ["Name; text", *(f"{w}; {words(3)}" for w in WORDS * 4)],
    "an index": ["Name, page", *(f"{w}, {n}, {n + 3}" for n, w in NUMBERED)],
    "a list of pairs without blanks": ["name,text", *(f"{w},{words(1)}" for w in WORDS[:6])],
    "a bibliography": [
        "Author, title, year",
        *(f"Day, A., {words(4)}, York, 20{n}" for n in range(10, 90)),
    ],
    "German prose": [
        "Titel, Text",
        *(f"{words(4)}, das {words(3)}; {words(4)}." for _ in range(80)),
    ],
}


@pytest.mark.parametrize("made", TEXTS)
def test_no_text_is_a_table(tmp_path, made):
    text = "\n".join(TEXTS[made]) + "\n"
    write(tmp_path, {"x.txt": text, "in/y.txt": text, "in/z.txt": "boat"})
    corpus = ht.read_corpus(tmp_path / "x.txt", split="lines")
    again = ht.read_corpus(tmp_path / "x.txt")
    assert again.reading.get("columns") is None and len(again) <= len(corpus)
    assert len(ht.read_corpus(tmp_path / "in")) == 2
    with pytest.raises(CorpusError, match="columns are for tables"):
        ht.read_corpus(tmp_path / "x.txt", text_column="text")


def test_tables_among_texts_are_passed_over_by_name(tmp_path):
    noise = RANDOM.randbytes(20_000)
    files = {"a.txt": "boat", "b.txt": "sail", "c.txt": "tide", "rows.txt": written(ROWS)}
    write(tmp_path, {**files, "good.csv": written(ROWS), "noise.csv": noise, "noise.txt": noise})
    corpus = ht.read_corpus(tmp_path)
    assert corpus.ids == ("a", "b", "c")
    assert {reason: sorted(names) for reason, names in corpus.skipped.items()} == {
        "table": ["good.csv", "rows.txt"],
        "not text": ["noise.csv", "noise.txt"],
    }


def test_what_is_no_text_in_a_folder_of_tables(tmp_path):
    noise = RANDOM.randbytes(20_000)
    write(tmp_path, {"a.csv": written(ROWS), "b.csv": written(ROWS), "noise.csv": noise})
    corpus = ht.read_corpus(tmp_path)
    assert len(corpus) == 300 and corpus.skipped == {"not text": ("noise.csv",)}
