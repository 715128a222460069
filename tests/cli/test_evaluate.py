"""The verb evaluate prints and writes the figures of a run."""

import json
from dataclasses import replace

import pytest

import hiertopics as ht
from hiertopics.cli.main import main


@pytest.fixture(scope="module")
def saved(everyday_run, tmp_path_factory):
    path = tmp_path_factory.mktemp("runs") / "everyday.ht"
    ht.save(everyday_run, path)
    return path


def out_of(capsys, *arguments):
    assert main(["evaluate", *map(str, arguments)]) == 0
    return capsys.readouterr()


def test_figures_of_a_run_and_its_texts_are_printed(saved, everyday, everyday_run, capsys):
    expected = ht.evaluate(everyday_run, ht.read_corpus(everyday))
    assert out_of(capsys, saved, everyday, "--quiet").out == f"{expected}\n"


def test_figures_of_a_run_alone_are_those_that_it_keeps(saved, everyday_run, tmp_path, capsys):
    printed = out_of(capsys, saved).out
    assert printed == f"{everyday_run.evaluation}\n" and "  NPMI  " in printed
    path = tmp_path / "without.ht"
    ht.save(replace(everyday_run, evaluation=None), path)
    assert out_of(capsys, path).out == f"{ht.evaluate(everyday_run)}\n"


def test_figures_are_written_as_json(saved, everyday_run, tmp_path, capsys):
    expected = everyday_run.evaluation
    path = tmp_path / "scores.json"
    assert out_of(capsys, saved, "--json", path).out == f"{expected}\n"
    assert json.loads(path.read_text(encoding="utf-8")) == expected.to_dict()
    assert json.loads(out_of(capsys, saved, "--json", "-").out) == expected.to_dict()


def test_labels_of_a_table_take_the_place_of_those_of_the_run(
    saved, everyday_run, tmp_path, capsys
):
    table = tmp_path / "labels.csv"
    ids = everyday_run.documents.ids[:100]
    table.write_text("id,label\n" + "\n".join(f"{name},{name.split('/')[1]}" for name in ids))
    captured = out_of(capsys, saved, "--labels", table)
    labels = [name.split("/")[1] if name in ids else None for name in everyday_run.documents.ids]
    assert captured.out == f"{ht.evaluate(everyday_run, labels=labels)}\n"
    assert "the labels file names 100 of 216 documents" in captured.err
    others = tmp_path / "others.csv"
    others.write_text("text\nThe bread is in the oven.\nDough and salt make bread.\n")
    with_texts = out_of(capsys, saved, others, "--labels", table).out
    assert captured.out.split("topics agree with labels")[1].split("\n\n")[0] in with_texts
    before = table.read_bytes()
    assert main(["evaluate", str(saved), "--labels", str(table), "--json", str(table)]) == 1
    assert table.read_bytes() == before


def test_more_words_than_the_tree_shows(saved, capsys):
    few = json.loads(out_of(capsys, saved, "--words", 3, "--json", "-").out)
    many = json.loads(out_of(capsys, saved, "--words", 30, "--json", "-").out)
    assert few["layers"][0]["diversity"] == 1 > many["layers"][0]["diversity"]


def test_a_tree_alone_has_no_labels(saved, everyday, everyday_run, tmp_path, capsys):
    path = tmp_path / "tree.json"
    everyday_run.tree.to_json(path)
    expected = ht.evaluate(everyday_run.tree, ht.read_corpus(everyday), n_words=5)
    assert out_of(capsys, path, everyday, "--words", 5).out == f"{expected}\n"
    assert main(["evaluate", str(path), "--labels", "some.csv"]) == 1
    assert "--labels needs a whole run" in capsys.readouterr().err


def test_a_label_of_a_row_is_that_of_all_its_answers(tmp_path, capsys):
    words = "boats leave the harbour at dawn", "bread bakes in a warm oven"
    rows = [f'{i},"{words[i % 2]} {i}","{words[i % 2]}, and more {i}"' for i in range(30)]
    (tmp_path / "survey.csv").write_text("id,liked,disliked\n" + "\n".join(rows))
    (tmp_path / "labels.csv").write_text(
        "id,label\n" + "\n".join(f"{i},{i % 2}" for i in range(30))
    )
    survey, run = str(tmp_path / "survey.csv"), str(tmp_path / "run.ht")
    options = ["--text", "liked,disliked", "--each", "--topics", "3", "2", "--save", run]
    assert main([survey, *options]) == 0
    said = out_of(capsys, run, "--labels", tmp_path / "labels.csv").err
    assert "the labels file names 60 of 60 documents" in said
