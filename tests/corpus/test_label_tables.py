"""Ids in a table of labels meet those of documents, as programs write them."""

import numpy as np
import openpyxl
import pandas as pd
import pytest

import hiertopics as ht
from hiertopics.corpus.tables.labels import read_labels
from hiertopics.errors import ReadingWarning

LABELS = {str(n): "ab"[n % 2] for n in range(1, 31)}


def found(path, ids=tuple(LABELS)):
    labels, facts = read_labels(str(path), ids)
    return labels[:, -1].tolist(), facts["labels_file"]


def test_numbers_with_decimals_zeros_and_spaces(tmp_path):
    path = tmp_path / "x.csv"
    for form in ("{}.0", "{:0>4}", " {} ", "{}", "{}.txt", "./{}.txt", "{:0>3}.00"):
        rows = [f"{form.format(n)},{label}" for n, label in LABELS.items()]
        path.write_text("id,label\n" + "\n".join(rows))
        assert found(path)[0] == list(LABELS.values()), form
    assert found(path, [f"{n:0>4}" for n in LABELS])[0] == list(LABELS.values())
    assert found(path, [f"sea/{n:0>4}" for n in LABELS])[0] == list(LABELS.values())


def test_a_number_that_two_documents_share_labels_neither(tmp_path):
    (tmp_path / "x.csv").write_text("id,label\n1.0,a\n01,b\n2,c\n")
    assert found(tmp_path / "x.csv", ("1", "01", "sea/02", "land/2"))[0] == ["a", "b", None, "c"]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "jsonl", "json"])
def test_ids_that_pandas_made_floats(tmp_path, ending):
    numbers = [*map(float, LABELS), np.nan]
    frame = pd.DataFrame({"id": numbers, "label": [*LABELS.values(), "none"]})
    path = tmp_path / f"x.{ending}"
    write = {
        "csv": lambda: frame.to_csv(path),
        "xlsx": lambda: frame.to_excel(path),
        "parquet": lambda: frame.to_parquet(path),
        "jsonl": lambda: frame.to_json(path, orient="records", lines=True),
        "json": lambda: frame.to_json(path),
    }
    write[ending]()
    labels, facts = found(path)
    assert labels == list(LABELS.values()) and facts["labels"] == ["label"]
    assert facts["rows_without_document"] == 1


def test_an_index_without_a_name_is_the_ids(tmp_path):
    frame = pd.DataFrame({"kind": list(LABELS.values())}, index=[f"d{n}" for n in LABELS])
    frame.to_csv(tmp_path / "x.csv")
    frame.to_excel(tmp_path / "x.xlsx")
    frame.to_parquet(tmp_path / "x.parquet")
    for name in ("x.csv", "x.xlsx", "x.parquet"):
        labels, facts = found(tmp_path / name, [f"d{n}" for n in LABELS])
        assert labels == list(LABELS.values()) and facts["labels"] == ["kind"]


def test_numbers_of_rows_are_no_labels(tmp_path):
    frame = pd.DataFrame({"path": [f"d{n}" for n in LABELS], "kind": list(LABELS.values())})
    frame.to_csv(tmp_path / "x.csv")
    frame.to_excel(tmp_path / "x.xlsx")
    for name in ("x.csv", "x.xlsx"):
        labels, facts = found(tmp_path / name, [f"d{n}" for n in LABELS])
        assert labels == list(LABELS.values())
        assert facts["labels"] == ["kind"] and facts["id"] == "path"


@pytest.mark.parametrize("quote", ["", '"'])
def test_row_names_of_r(tmp_path, quote):
    rows = [f"{quote}d{n}{quote},{quote}{label}{quote}" for n, label in LABELS.items()]
    two = [row.replace(",", f",{quote}y{quote},") for row in rows]
    (tmp_path / "x.csv").write_text(f"{quote}kind{quote},{quote}label{quote}\n" + "\n".join(two))
    (tmp_path / "y.csv").write_text(f'"",{quote}label{quote}\n' + "\n".join(rows))
    for name in ("x.csv", "y.csv"):
        assert found(tmp_path / name, [f"d{n}" for n in LABELS])[0] == list(LABELS.values())


def test_the_column_that_names_documents_holds_their_ids(tmp_path):
    frame = pd.DataFrame(
        {"coder": "Anna", "post": [f"d{n}" for n in LABELS], "kind": LABELS.values()}
    )
    frame.to_csv(tmp_path / "x.csv", index=False)
    labels, facts = found(tmp_path / "x.csv", [f"d{n}" for n in LABELS])
    assert facts["id"] == "post" and labels == list(LABELS.values())
    classes = pd.DataFrame({"id": LABELS.keys(), "label": [n % 3 + 1 for n in range(30)]})
    classes.to_csv(tmp_path / "x.csv", index=False)
    assert found(tmp_path / "x.csv")[1]["id"] == "id"


def test_several_labels_in_a_workbook(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["id", "fine", "broad"])
    for n in LABELS:
        book.active.append([int(n), f"f{int(n) % 4}", f"b{int(n) % 2}"])
    book.save(tmp_path / "x.xlsx")
    labels, facts = read_labels(str(tmp_path / "x.xlsx"), tuple(LABELS))
    assert labels[0].tolist() == ["f1", "b1"] and facts["labels_file"]["labels"] == [
        "fine",
        "broad",
    ]


def test_doubts_about_the_table_are_said(tmp_path):
    (tmp_path / "x.json").write_text('[{"id": "1", "label": "a"}, {"id": "2", "label": "b"}, {"id')
    with pytest.warns(ReadingWarning, match=r"x\.json breaks off behind item 2"):
        corpus = ht.read_corpus(pd.DataFrame({"id": ["1", "2"], "text": ["a b", "c d"]}),
                                labels=tmp_path / "x.json")  # fmt: skip
    assert corpus.labels.ravel().tolist() == ["a", "b"]
    assert len(corpus.reading["doubts"]) == 1
