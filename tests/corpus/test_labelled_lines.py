"""Data for classifiers: lines and rows of a label and a text, without names of columns."""

import pytest
from support.folders import write

import hiertopics as ht

N = 40
LABELS = [("sea", "land", "air")[i % 3] for i in range(N)]
TEXTS = [f"Comment {i} speaks of gardens, boats, harbours and of {7 * i} cats." for i in range(N)]
PAIRS = list(zip(LABELS, TEXTS, strict=True))
FORMS = {
    "fasttext": [f"__label__{label} {text}" for label, text in PAIRS],
    "several": [f"__label__{label} __label__zebra {text}" for label, text in PAIRS],
    "pairs": [f"{label}\t{text}" for label, text in PAIRS],
    "ids": [f"doc{i}\t{label}\t{text}" for i, (label, text) in enumerate(PAIRS)],
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["train.txt", "Collection"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_lines_of_a_label_and_a_text(tmp_path, form, name, ends):
    path = write(tmp_path, {name: ends.join([*FORMS[form], ""]).encode()}) / name
    corpus = ht.read_corpus(path)
    assert list(corpus.texts) == TEXTS
    assert corpus.labels[:, 0].tolist() == LABELS
    assert corpus.ids[:2] == (("doc0", "doc1") if form == "ids" else ("1", "2"))
    assert "--per-line reads them as they are" in corpus.reading["remarks"][0]
    whole = ht.read_corpus(path, per_line=True)
    assert list(whole.texts) == FORMS[form] and not whole.labels.size


@pytest.mark.parametrize(
    "lines",
    [
        [f"{i}\t{text}" for i, text in enumerate(TEXTS)],  # numbers
        [f"{i % 3}\t{text}" for i, text in enumerate(TEXTS)],
        [f"word {i}\t{text}" for i, text in enumerate(TEXTS)],  # a glossary
        [f"{label}\tyes" for label in LABELS],
        TEXTS[:5] + FORMS["pairs"],
        FORMS["pairs"][:8],
    ],
)
def test_other_lines_with_tabs_are_texts(tmp_path, lines):
    corpus = ht.read_corpus(write(tmp_path, {"a.txt": "\n".join([*lines, ""])}) / "a.txt")
    assert not corpus.labels.size and list(corpus.texts) == lines


def test_a_line_of_another_form_is_damaged(tmp_path):
    lines = [*FORMS["pairs"] * 9, "no tab", FORMS["pairs"][0]]
    corpus = ht.read_corpus(write(tmp_path, {"a.txt": "\n".join(lines)}) / "a.txt")
    assert len(corpus.texts) == 9 * N + 1
    assert corpus.skipped == {"damaged row": (f"a.txt:{9 * N + 1}",)}


def test_classes_of_a_table_without_names_are_labels(tmp_path):
    rows = "".join(f'"{1 + i % 4}","{800 + i}","{text}"\n' for i, text in enumerate(TEXTS))
    corpus = ht.read_corpus(write(tmp_path, {"a.csv": rows}) / "a.csv")
    assert corpus.label_names == ("column 1",)
    assert "is taken for the label" in str(corpus.reading["remarks"])
    unlike = "".join(f'"{1 + i % 20}","{800 + i}","{text}"\n' for i, text in enumerate(TEXTS))
    corpus = ht.read_corpus(write(tmp_path, {"a.csv": unlike}) / "a.csv")
    assert not corpus.label_names
