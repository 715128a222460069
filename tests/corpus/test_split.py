"""Passages of texts: what leads back to the text, and what is said where a split does nothing."""

import pytest

import hiertopics as ht

SENTENCE = "Boats leave the harbour before the tide turns and nets come up full of herring. "


def folder(tmp_path, texts):
    for name, text in texts.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def remarks(corpus):
    return " ".join(corpus.reading.get("remarks", ()))


def test_runs_of_words_within_one_line_are_told_apart_by_their_number(tmp_path):
    root = folder(tmp_path, {"d/1830_andrew_jackson.txt": SENTENCE * 20, "short.txt": SENTENCE})
    corpus = ht.read_corpus(root, split=100)
    assert corpus.ids == ("d/1830_andrew_jackson:1", "d/1830_andrew_jackson:2",
                          "d/1830_andrew_jackson:3", "short:1")  # fmt: skip
    assert corpus.metadata["title"][1] == "1830 andrew jackson, passage 2"
    assert " ".join(corpus.texts[:3]).split() == (SENTENCE * 20).split()


def test_passages_of_lines_and_paragraphs_are_found_by_the_line_they_begin_in(tmp_path):
    paragraph = SENTENCE * 3
    root = folder(tmp_path, {"a.txt": f"{paragraph}\n\n\n{paragraph}", "b.txt": paragraph})
    for split in "paragraphs", "lines":
        corpus = ht.read_corpus(root, split=split)
        assert corpus.ids == ("a:1", "a:4", "b:1")
        assert corpus.metadata["title"] == ("a, passage 1", "a, passage 2", "b, passage 1")


def test_titles_of_passages_of_a_table_lead_back_to_its_titles_or_rows(tmp_path):
    rows = f"text,Title,note\n{SENTENCE * 20},The fleet,x\n{SENTENCE * 20},,y\n"
    (tmp_path / "t.csv").write_text(rows, encoding="utf-8")
    corpus = ht.read_corpus(tmp_path / "t.csv", text_column="text", split=150)
    assert corpus.metadata["Title"] == (
        *("The fleet, passage 1", "The fleet, passage 2"),
        *("document 2, passage 1", "document 2, passage 2"),
    )
    assert "title" not in corpus.metadata and corpus.metadata["note"] == ("x", "x", "y", "y")


@pytest.mark.parametrize("split, word", [("paragraphs", "blank line"), ("lines", "line end")])
def test_a_split_that_finds_nothing_is_said(tmp_path, split, word):
    root = folder(tmp_path, {"a.txt": SENTENCE * 9, "b.txt": SENTENCE * 9})
    corpus = ht.read_corpus(root, split=split)
    assert word in remarks(corpus) and "--split 300" in remarks(corpus)
    assert "title" not in corpus.metadata


def test_a_split_into_words_that_finds_nothing_is_said(tmp_path):
    root = folder(tmp_path, {"a.txt": SENTENCE * 3, "b.txt": SENTENCE * 3})
    assert "none has 60 words" in remarks(ht.read_corpus(root, split=40))
    assert remarks(ht.read_corpus(root, split=20)) == ""


def test_long_texts_that_are_not_split_are_said(tmp_path):
    long, short = SENTENCE * 160, SENTENCE
    root = folder(tmp_path, {"a.txt": long, "b.txt": long, "c.txt": short})
    assert "--split 300" in remarks(ht.read_corpus(root)) and "2,100 words" in remarks(
        ht.read_corpus(root)
    )
    assert remarks(ht.read_corpus(root, split=300)) == ""
    (root / "d.txt").write_text(short, encoding="utf-8")
    (root / "e.txt").write_text(short, encoding="utf-8")
    assert remarks(ht.read_corpus(root)) == ""
