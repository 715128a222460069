"""Tables named .txt are tables where that is certain, and no text ever is one."""

import gzip
import random

import pytest
from support.delimited import written
from support.folders import write

import hiertopics as ht
from hiertopics.errors import CorpusError

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


POEM = [f"{words(3).capitalize()}, {words(3)}," for _ in range(160)]
TEXTS = {
    "prose": [f"{words(9).capitalize()}, {words(4)}; {words(5)}." for _ in range(200)],
    "poem": ["Title, text", *POEM],
    "verses without a comma more": ["Name, the story of a boat and the crew of it", *POEM],
    "log": [f"2024-01-{n % 28 + 1:02} 10:00:00,{n} INFO {words()}" for n in range(300)],
    "log of tabs": [f"10:00:{n % 60:02}\tINFO\t{words()}" for n in range(300)],
    "code": ["import id, text", *(f"call({w}, {v})" for w in WORDS for v in WORDS), "end"],
    "letters": [
        "Dear Anna,\ttext of the letter",
        *(f"\t{words()}," for _ in range(30)),
        "Yours,",
        *POEM,
    ],
    "lists": ["name: boat; text: x", *(f"name: {w}; text: {v}" for w in WORDS for v in WORDS)],
    "a list with a tab": ["Name\tStory", *(f"{w}\t{words()}" for w in WORDS[:6])],
    "a small table": ["id,text", *(f"{n},{words()}" for n in range(50))],
    "tables of contents": ["Chapter\t1", *(f"{words(2)}\t{n}" for n in range(120))],
    "a table that breaks off": ["id,text", *(f"{n},{words()}" for n in range(200)), "And so on."],
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
