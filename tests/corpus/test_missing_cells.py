"""Cells of a table in which there is nothing, however a program spells it."""

import pandas as pd
import pytest

import hiertopics as ht
from hiertopics.corpus.placeholders import ShortTexts
from hiertopics.missing import (
    SPELLINGS,
    is_missing,
    is_missing_cell,
    known_labels,
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
        (["2", "1", "0", "-1"] * 3, 3),
        ([2, 1, 0, -1] * 3, 3),
        ([2.0, 1.0, 0.0, -1.0] * 3, 3),
        ([1, 0, -1] * 4, 2),
        (["1", "0", "-1"] * 4, 2),
        (["sea", "land", "-1"] * 4, 2),
        (["-2", "-1", "0", "1"] * 3, 4),
        (["-1.5", "-1", "0.5", "9"] * 3, 4),
        (["-1"] * 12, 1),
    ],
)
def test_minus_one_is_no_label_among_names_and_counts(tmp_path, labels, n_known):
    texts = [f"{TEXTS[i % 4]} {'abcdefghijkl'[i]}x" for i in range(12)]
    frame = pd.DataFrame({"text": texts, "label": pd.Series(labels, dtype=object)})
    frame.to_csv(tmp_path / "x.csv", index=False)
    named = {"label_columns": "label"} if n_known == 1 else {}  # a guess needs two classes
    for source in (frame, tmp_path / "x.csv"):
        corpus = ht.read_corpus(source, **named)
        assert len(set(corpus.labels.ravel().tolist()) - {None}) == n_known
        said = " ".join(corpus.reading.get("remarks", ()))
        assert ("'-1" in said) == (n_known in (2, 3))


@pytest.mark.parametrize("labels", [[-1, 0, 1] * 4, [-1.0, 1.0] * 6, ["1", "0", "-1", "1"] * 3])
@pytest.mark.parametrize("form", ["file", "frame"])
def test_minus_one_is_a_sentiment_beside_zero_and_one(tmp_path, labels, form):
    texts = [f"{TEXTS[i % 4]} {'abcdefghijkl'[i]}x" for i in range(12)]
    frame = pd.DataFrame({"text": texts, "sentiment": pd.Series(labels, dtype=object)})
    frame.to_csv(tmp_path / "x.csv", index=False)
    source = frame if form == "frame" else tmp_path / "x.csv"
    corpus = ht.read_corpus(source)
    assert known_labels(corpus.labels[:, 0]).all()
    assert [float(label) for label in corpus.labels[:, 0]] == [float(label) for label in labels]
    assert corpus.reading["remarks"] == [
        "'-1' is a class in 'sentiment'; --missing auto,-1 takes it for no value"
    ]
    unknown = ht.read_corpus(source, missing=["auto", "-1"]).labels[:, 0]
    assert [label is None for label in unknown] == [float(label) == -1 for label in labels]


@pytest.mark.parametrize("classes", ["favor against none", "Favor Against None", "A B C NONE"])
def test_none_is_a_class_among_others_that_are_written_alike(classes):
    labels = classes.split() * 6
    texts = [f"{TEXTS[i % 4]} {'abcdefghijklmnopqrstuvwxy'[i]}x" for i in range(len(labels))]
    frame = pd.DataFrame({"text": texts, "stance": labels})
    corpus = ht.read_corpus(frame)
    assert corpus.labels[:, 0].tolist() == labels
    word = classes.split()[-1]
    assert corpus.reading["remarks"] == [
        f"{word!r} is a class in 'stance'; --missing auto,{word} takes it for no value"
    ]
    unknown = ht.read_corpus(frame, missing=["auto", word]).labels[:, 0].tolist()
    assert unknown == [None if label == word else label for label in labels]


def test_none_is_no_class_where_it_is_written_otherwise():
    labels = ["favor", "against", "None"] * 6
    texts = [f"{TEXTS[i % 4]} {'abcdefghijklmnopqrstuvwxy'[i]}x" for i in range(len(labels))]
    corpus = ht.read_corpus(pd.DataFrame({"text": texts, "stance": labels}))
    assert corpus.labels[:, 0].tolist() == ["favor", "against", None] * 6
    assert "--missing none keeps" in corpus.reading["remarks"][0]


ANSWERS = ["k.A.", "keine Angabe", "No answer", "N/A", "-", ".", "未回答", "sin respuesta"]


@pytest.mark.parametrize("code", ["-9", "-99", "-77", "99", "999", "-1", "-99.0", *ANSWERS])
def test_what_surveys_write_for_no_answer_is_none(tmp_path, code):
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    texts = [f"{TEXTS[i % 4]} near {alphabet[i]}x" for i in range(24)]
    texts[::3] = [code] * 8
    path = tmp_path / "x.csv"
    pd.DataFrame({"id": range(24), "Q17": texts, "V1": ["-99", "2"] * 12}).to_csv(path, index=False)
    corpus = ht.read_corpus(path)
    assert len(corpus) == 16 and code not in corpus.texts
    assert corpus.metadata["V1"][:2] == ("2", "-99")
    assert corpus.reading["remarks"] == [
        f"{code!r} in 8 of 24 rows of 'Q17' is taken for no value; --missing none keeps what is "
        "written"
    ]
    kept = ht.read_corpus(path, missing="none")
    assert len(kept) == 24 and kept.texts[0] == code


def test_several_codes_of_a_column_are_one_remark():
    texts = (
        [f"{text} number {i}" for i in "abcdefgh" for text in TEXTS] + ["-99"] * 7 + ["k.A."] * 5
    )
    remarks = ht.read_corpus(pd.DataFrame({"Q1": texts})).reading["remarks"]
    assert remarks == [
        "'-99' in 7 of 44 rows of 'Q1', and 'k.A.' in 5, are taken for no value; --missing none "
        "keeps what is written"
    ]


def test_numbers_are_texts_where_others_are():
    frame = pd.DataFrame({"text": ["99", "12", "99", "7", "-9", "-9", *TEXTS]})
    assert ht.read_corpus(frame).texts[:3] == ("99", "12", "99")
    frame = pd.DataFrame({"text": ["99", *TEXTS]})
    assert ht.read_corpus(frame).texts[0] == "99"


def test_values_that_are_given_are_missing_in_all_columns(tmp_path):
    frame = pd.DataFrame(
        {"text": ["[gone]", "NA", *TEXTS], "label": list("abnabn"), "size": [1, 2, 7, 7, 3, 4]}
    )
    given = ht.read_corpus(frame, missing=["[gone]", "n", "7"], label_columns="label")
    assert given.texts == ("NA", *TEXTS)
    assert given.labels[:, 0].tolist() == ["b", None, "a", "b", None]
    assert given.metadata["size"] == (2, None, None, 3, 4)
    assert ht.read_corpus(frame, missing=["auto", "[gone]"]).texts == tuple(TEXTS)
    (tmp_path / "a.txt").write_text("a red kite", "utf-8")
    for source in (tmp_path, tmp_path / "a.txt", TEXTS):
        with pytest.raises(ht.errors.CorpusError, match="tables"):
            ht.read_corpus(source, missing="none")


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
    option = {"table": "--missing 'auto,[entfernt],此评论已删除' takes them for no value"}
    assert placeholders_in(form, texts, tmp_path) == [
        '30 of 100 documents consist of a short text alone: 20 of "[entfernt]" and 10 of '
        f'"此评论已删除"; {option.get(form, "--dedupe keeps one of each")}'
    ]


def test_of_equally_many_placeholders_the_first_are_shown():
    texts = [f"gone {i}" for i in range(50) for _ in range(10)]
    (remark,) = ShortTexts(texts).remarks(texts)
    assert '10 of "gone 0", 10 of "gone 1" and 10 of "gone 2"' in remark


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
