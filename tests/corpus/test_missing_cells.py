"""Cells of a table in which there is nothing, however a program spells it."""

import pandas as pd
import pytest

import hiertopics as ht
from hiertopics.missing import (
    SPELLINGS,
    is_missing,
    is_missing_cell,
    missing_spellings,
    unknown_labels,
)

TEXTS = ["red kites over hills", "a slow train north", "kites in the wind", "the last train home"]


@pytest.mark.parametrize("spelling", sorted(SPELLINGS))
@pytest.mark.parametrize("form", ["file", "frame"])
def test_a_spelling_alone_in_a_cell_is_no_value(tmp_path, spelling, form):
    rows = [
        {"id": f"d{i}", "text": text, "label": label, "size": size}
        for i, (text, label, size) in enumerate(
            zip([*TEXTS, spelling], ["a", "b", "c", spelling, "a"], [spelling] * 2 + ["1"] * 3,
                strict=True)
        )
    ]  # fmt: skip
    frame = pd.DataFrame(rows)
    path = tmp_path / "x.jsonl"
    frame.to_json(path, orient="records", lines=True)
    corpus = ht.read_corpus(path if form == "file" else frame)
    assert list(corpus.texts) == TEXTS and list(corpus.skipped) == ["empty"]
    assert corpus.labels[:, 0].tolist() == ["a", "b", "c", None]
    assert corpus.metadata["size"] == (None, None, "1", "1")
    said = " ".join(corpus.reading["remarks"])
    assert f"{spelling!r} in 1 of 5 rows of 'text'" in said
    assert f"{spelling!r} in 1 of 5 rows of 'label'" in said and "size" not in said


def test_a_spelling_within_a_text_is_a_word():
    texts = ["None of it", "NA NA hey", "a null hypothesis"]
    assert list(ht.read_corpus(pd.DataFrame({"text": texts})).texts) == texts
    assert list(ht.read_corpus(["NA", "None"]).texts) == ["NA", "None"]  # no table
    assert not is_missing("NA") and is_missing_cell(" NA ") and not is_missing_cell("Nancy")


def test_the_column_decides_of_words():
    for word in ("None", "none"):
        assert word not in missing_spellings(["yes", word, "yes", None, ""])
        assert word in missing_spellings(["yes", "no", word])
        assert word in missing_spellings([word, word])
    assert "NULL" in missing_spellings(["yes", "NULL"])
    codes = "DE FR PL SE FI NO DK NL BE AT CH".split()
    assert "NA" not in missing_spellings([*codes, "NA"])
    assert "NA" in missing_spellings([*codes, "NA", "Spain"])
    assert "NA" in missing_spellings([*codes[:4], "NA"])


@pytest.mark.parametrize(
    ("labels", "n_known"),
    [
        (["1", "0", "-1"] * 4, 2),
        ([1, 0, -1] * 4, 2),
        ([1.0, 0.0, -1.0] * 4, 2),
        (["sea", "land", "-1"] * 4, 2),
        (["-2", "-1", "0", "1"] * 3, 4),
        (["-1.5", "-1", "0.5"] * 4, 3),
        (["-1"] * 12, 1),
    ],
)
def test_minus_one_is_no_label_among_names_and_counts(tmp_path, labels, n_known):
    texts = [f"{TEXTS[i % 4]} {'abcdefghijkl'[i]}x" for i in range(12)]
    frame = pd.DataFrame({"text": texts, "label": pd.Series(labels, dtype=object)})
    frame.to_csv(tmp_path / "x.csv", index=False)
    for source in (frame, tmp_path / "x.csv"):
        corpus = ht.read_corpus(source)
        assert len(set(corpus.labels.ravel().tolist()) - {None}) == n_known
        said = " ".join(corpus.reading.get("remarks", ()))
        assert ("'-1" in said) == (n_known == 2)


def test_minus_one_is_a_value_elsewhere():
    frame = pd.DataFrame({"text": TEXTS, "label": list("abab"), "balance": [-1, 2, 3, 4]})
    assert ht.read_corpus(frame).metadata["balance"] == (-1, 2, 3, 4)
    assert "-1" not in missing_spellings([-1, 2]) and "-1" in unknown_labels([-1, 2])


def test_a_file_of_labels_has_spellings_too(tmp_path):
    (tmp_path / "x.csv").write_text("id,text\n1,a red kite\n2,a slow train\n3,the wind\n", "utf-8")
    (tmp_path / "labels.csv").write_text("id,label\n1,air\n2,NA\n3,-1\n", "utf-8")
    corpus = ht.read_corpus(tmp_path / "x.csv", labels=tmp_path / "labels.csv")
    assert corpus.labels.tolist() == [["air"], [None], [None]]


def placeholders_in(form, texts, tmp_path):
    """The remarks on a corpus of texts as a table, a folder or a list."""
    if form == "list":
        source = texts
    elif form == "table":
        source = tmp_path / "x.csv"
        pd.DataFrame({"id": range(len(texts)), "text": texts}).to_csv(source, index=False)
    else:
        source = tmp_path / "texts"
        source.mkdir()
        for number, text in enumerate(texts):
            (source / f"{number}.txt").write_text(text, "utf-8")
    corpus = ht.read_corpus(source)
    assert list(corpus.texts) == texts
    return corpus.reading.get("remarks", [])


@pytest.mark.parametrize("form", ["table", "folder", "list"])
def test_short_texts_that_many_documents_consist_of_are_said(tmp_path, form):
    names = "abcdefghijklmnopqrstuvwxyz"
    own = [f"{TEXTS[i % 4]} {names[i % 26]}{names[i // 26]}x" for i in range(70)]
    texts = own + ["[entfernt]"] * 20 + ["此评论已删除"] * 10
    assert placeholders_in(form, texts, tmp_path) == [
        '30 of 100 documents consist of a short text alone: 20 of "[entfernt]" and 10 of '
        '"此评论已删除"; --dedupe keeps one of each'
    ]


@pytest.mark.parametrize("form", ["table", "folder", "list"])
def test_few_or_long_repeats_are_no_placeholders(tmp_path, form):
    long = " ".join(TEXTS * 2)
    texts = [f"{text} {i}" for i in range(20) for text in TEXTS] + ["gone"] * 4 + [long] * 10
    assert placeholders_in(form, texts, tmp_path) == []


def test_placeholders_are_said_before_the_tree_and_in_the_report(tmp_path, capsys):
    from hiertopics.cli.main import main

    texts = [f"{text} {'abcdefghij'[i]}q" for i in range(10) for text in TEXTS] + ["[gone]"] * 10
    path = tmp_path / "x.csv"
    pd.DataFrame({"id": range(len(texts)), "text": texts}).to_csv(path, index=False)
    assert main([str(path), "--topics", "2", "1"]) == 0
    assert 'consist of "[gone]" alone' in capsys.readouterr().err
    assert main(["corpus", str(path)]) == 0
    assert 'consist of "[gone]" alone' in " ".join(capsys.readouterr().out.split())
