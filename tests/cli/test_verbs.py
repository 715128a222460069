"""A run saved by the command, shown, applied and reported by its other verbs."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from support.made_runs import hostile_run

import hiertopics as ht
from hiertopics.cli.main import main
from hiertopics.documents.export import csv_lines, json_lines
from hiertopics.documents.table import sparse_shares
from hiertopics.report.terminal.topic import describe_documents, describe_topic
from hiertopics.tree.export.exports import EXPORTS


@pytest.fixture(scope="module")
def split(everyday):
    """The bundled corpus in two: four fifths to fit, one fifth held back."""
    corpus = ht.read_corpus(everyday)
    held = np.arange(len(corpus)) % 5 == 0
    return corpus.take(~held), corpus.take(held)


@pytest.fixture(scope="module")
def saved(split, tmp_path_factory):
    """A run trained with labels, in a file."""
    path = tmp_path_factory.mktemp("runs") / "everyday.ht"
    ht.save(ht.fit_corpus(split[0], (12, 4), use_labels=True), path)
    return path


@pytest.fixture(scope="module")
def held_folder(split, tmp_path_factory):
    """The documents held back as a folder, and one without any known word."""
    root = tmp_path_factory.mktemp("held")
    for name, text in zip(split[1].ids, split[1].texts, strict=True):
        (root / f"{name.replace('/', '--')}.txt").write_text(text, encoding="utf-8")
    (root / '=cmd,"x.txt').write_text("zzyzx qwrtz", encoding="utf-8")
    return root


@pytest.fixture
def table(tmp_path):
    """A table with a year: the sea in the first, bread in the second."""
    path = tmp_path / "papers.csv"
    rows = [
        f"the boat sails the sea with wave and wind {i},2001\nflour and yeast make dough {i},2002"
        for i in range(12)
    ]
    path.write_text("text,year\n" + "\n".join(rows), encoding="utf-8")
    return path


def out_of(capsys, *arguments):
    assert main(list(map(str, arguments))) == 0
    return capsys.readouterr().out


# Applying.


def test_apply_is_transform_bit_for_bit(saved, held_folder, capsys):
    run = ht.load(saved)
    corpus = ht.read_corpus(held_folder)
    S = run.model.transform(run.vectorizer.transform(corpus.texts), layer=0)
    fine, parents = sparse_shares(S).toarray().astype(float), run.model.parents_[0]
    broad = np.stack([fine[:, parents == topic].sum(axis=1) for topic in range(4)], axis=1)
    expected = [fine, broad]
    rows = list(csv.DictReader(io.StringIO(out_of(capsys, "apply", saved, held_folder))))
    assert [row["id"] for row in rows] == list(corpus.ids) and len(rows) > 40
    out = out_of(capsys, "apply", saved, held_folder, "--format", "jsonl")
    lines = [json.loads(line) for line in out.splitlines()]
    assert [line["id"] for line in lines] == list(corpus.ids)
    for layer, title in enumerate(("fine", "broad")):
        for row, line, shares in zip(rows, lines, expected[layer], strict=True):
            told = {each["topic"]: each["share"] for each in line["topics"][title]}
            best = {f"{layer}-{topic}": share for topic, share in enumerate(shares) if share > 0}
            assert told == pytest.approx(best, abs=1e-15) and (layer > 0 or told == best)
            assert list(told.values()) == sorted(told.values(), reverse=True)
            if shares.any():
                assert row[f"topic_{title}"] == f"{layer}-{shares.argmax()}"
                assert float(row[f"topic_{title}_share"]) == pytest.approx(shares.max(), abs=1e-15)
                name = run.tree.layers[layer][shares.argmax()].name
                assert row[f"topic_{title}_name"] == name


def test_apply_predicts_the_labels_the_run_learned(saved, split, capsys, held_folder):
    rows = list(csv.DictReader(io.StringIO(out_of(capsys, "apply", saved, held_folder))))
    right = [row["id"].startswith(row["label_broad"]) for row in rows if row["label_broad"]]
    assert np.mean(right) > 0.9
    table = ht.load(saved).apply(split[1])
    own = [row for row in rows if row["label_broad"]]
    assert [row["label_fine"] for row in own] == list(table.predicted[0])


def test_a_document_without_any_known_word_is_empty(saved, held_folder, capsys):
    assert main(["apply", str(saved), str(held_folder)]) == 0
    captured = capsys.readouterr()
    (row,) = (row for row in csv.DictReader(io.StringIO(captured.out)) if "cmd" in row["id"])
    assert row.pop("id") == '=cmd,"x' and not any(row.values())
    assert captured.out.count('"=cmd,""x"') == 1, "quoted, not changed"
    assert "1 of 45 documents have no topic of the run" in captured.err
    out = out_of(capsys, "apply", saved, held_folder, "--format", "jsonl", "--quiet")
    (line,) = (line for line in map(json.loads, out.splitlines()) if "cmd" in line["id"])
    assert line["topics"] == {"broad": [], "fine": []}
    assert line["labels"] == {"broad": None, "fine": None}


def test_a_document_of_an_orphan_alone_has_a_fine_topic(saved, held_folder, tmp_path, capsys):
    run = ht.load(saved)
    run.model.parents_ = [np.full(12, -1)]  # as if nothing explained any fine topic
    X = run.vectorizer.transform([run.documents.excerpts[0].passages[0]] * len(run.documents))
    tree = ht.topic_tree(run.model, run.vectorizer.get_feature_names_out(), X)
    documents = replace(run.documents, parents=tuple(run.model.parents_))
    ht.save(replace(run, tree=tree, documents=documents), tmp_path / "run")
    assert main(["apply", str(tmp_path / "run"), str(held_folder)]) == 0
    captured = capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO(captured.out)))
    assert sum(row["topic_fine"] != "" for row in rows) == len(rows) - 1
    assert not any(row["topic_broad"] for row in rows)
    assert "1 of 45 documents have no topic of the run" in captured.err


def test_apply_writes_a_file_whole_and_is_quiet(saved, held_folder, tmp_path, capsys):
    path = tmp_path / "topics.csv"
    printed = out_of(capsys, "apply", saved, held_folder, "--quiet")
    assert main(["apply", str(saved), str(held_folder), "--output", str(path), "--quiet"]) == 0
    captured = capsys.readouterr()
    assert captured.out == captured.err == ""
    assert path.read_bytes().decode() == printed and "\r\n" in printed
    assert os.listdir(tmp_path) == ["topics.csv"]


def test_apply_with_several_processes_is_the_same(saved, held_folder, capsys):
    one = out_of(capsys, "apply", saved, held_folder, "--quiet")
    assert out_of(capsys, "apply", saved, held_folder, "--quiet", "--jobs", "2") == one


def test_apply_reads_a_table_as_fit_does(saved, tmp_path, capsys):
    path = tmp_path / "new.csv"
    path.write_text("name,body\nfirst,the moon and the sun\nsecond,soup with bread\n")
    arguments = ["--text", "body", "--id", "name", "--format", "jsonl"]
    assert main(["apply", str(saved), str(path), *arguments]) == 0
    captured = capsys.readouterr()
    assert [json.loads(line)["id"] for line in captured.out.splitlines()] == ["first", "second"]
    assert "text from 'body'" in captured.err


def test_layers_have_numbers_where_there_are_not_two(table, tmp_path, capsys):
    run = ht.fit_corpus(ht.read_corpus(table), 2)
    documents = run.apply(ht.read_corpus(table))
    assert next(csv_lines(documents, run.tree)) == "id,topic_0,topic_0_name,topic_0_share\r\n"
    assert list(json.loads(next(json_lines(documents, run.tree)))["topics"]) == ["0"]


def test_half_characters_and_narrow_streams_in_rows(saved, tmp_path):
    rows = [{"id": f"größe 😀 \ud800 {i}", "text": "the moon and the sun"} for i in range(3)]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    narrow = {**os.environ, "PYTHONIOENCODING": "ascii"}
    for form in ("csv", "jsonl"):
        command = [sys.executable, "-m", "hiertopics", "apply", saved, path, "--quiet"]
        done = subprocess.run(
            [*map(str, command), "--format", form], capture_output=True, text=True, env=narrow
        )
        assert done.returncode == 0 and done.stderr == "" and done.stdout.isascii()
        if form == "jsonl":
            assert "größe 😀" in json.loads(done.stdout.splitlines()[0])["id"]


# Saving, and reports.


def test_fit_saves_a_run_and_writes_a_report(table, tmp_path, capsys):
    run, page = tmp_path / "papers.ht", tmp_path / "papers.html"
    fit = ["fit", table, "--topics", "2", "--save", run, "--html", page, "--quiet"]
    printed = out_of(capsys, *fit)
    loaded = ht.load(run)
    assert loaded.tree.n_topics == (2,) and len(loaded.documents) == 24
    assert page.read_text(encoding="utf-8").startswith("<!")
    assert out_of(capsys, "show", run) == printed
    again = tmp_path / "again.html"
    assert main(["report", str(run), str(again)]) == 0
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err == f"hiertopics: the report is in {again}\n"
    assert main(["report", str(run), "--quiet"]) == 0
    assert page.read_bytes() == again.read_bytes()
    assert out_of(capsys, "report", run, "-") == page.read_text(encoding="utf-8")


def test_report_goes_beside_the_run(saved, capsys):
    assert main(["report", str(saved)]) == 0
    page = saved.with_suffix(".html")
    assert capsys.readouterr().err == f"hiertopics: the report is in {page}\n"
    assert "everyday" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("option", ["--save", "--html"])
@pytest.mark.parametrize("path, message", [("no/x", "there is no folder"), ("", "is a folder")])
def test_files_are_checked_before_the_work(table, tmp_path, capsys, option, path, message):
    assert main([str(table), option, os.path.join(tmp_path, path)]) == 1
    captured = capsys.readouterr()
    assert captured.out == "" and option in captured.err and message in captured.err
    assert captured.err.count("\n") == 1, "nothing was read"


# Showing.


def test_show_prints_the_tree_as_fit_does(saved, capsys):
    printed = out_of(capsys, "show", saved)
    assert printed.startswith("172 documents, 12 topics in 4 groups\n")
    assert "e.g." in printed
    short = out_of(capsys, "show", saved, "--words", "2")
    assert len(short) < len(printed)


def test_more_words_than_the_tree_holds_come_from_the_model(saved, capsys):
    run = ht.load(saved)
    tree = ht.TopicTree.from_dict(
        json.loads(out_of(capsys, "show", saved, "--words", "12", "--format", "json"))
    )
    for node in tree:
        held = run.tree.node(node.layer, node.index).words
        assert len(node.words) == 12 and node.words[: len(held)] == held


def test_depth_shows_the_broad_topics_alone(saved, capsys):
    printed = out_of(capsys, "show", saved, "--depth", "1")
    assert printed.startswith("172 documents, 4 topics\n")
    assert out_of(capsys, "show", saved, "--depth", "9") == out_of(capsys, "show", saved)


def test_node_shows_one_topic_in_full(saved, capsys):
    run = ht.load(saved)
    broad = run.tree.roots[0]
    printed = out_of(capsys, "show", saved, "--node", f"1-{broad.index}")
    assert printed.startswith(f"1-{broad.index}  {broad.name}\n")
    for child in broad.children:
        assert f"0-{child}  " in printed
    assert broad.documents[0].id in printed
    assert broad.documents[0].title in " ".join(printed.split())
    assert f"{broad.words[0][0]} {broad.words[0][1]:.3g}" in printed
    assert f"{broad.labels[0][0]} {broad.labels[0][1]}" in printed
    fine = run.tree.children_of(broad)[0]
    by_name = out_of(capsys, "show", saved, "--node", fine.name)
    assert by_name == out_of(capsys, "show", saved, "--node", f"0-{fine.index}")
    assert f"path        {broad.name} > {fine.name}" in by_name
    assert max(map(len, by_name.splitlines())) <= 80


def test_node_is_found_by_a_word_of_the_fit_whatever_words_are_shown(saved, capsys):
    tree = ht.load(saved).tree
    fine = tree.node(0, 4)
    last = fine.words[-1][0]
    assert out_of(capsys, "show", saved, "--node", last) == out_of(
        capsys, "show", saved, "--node", fine.key
    )
    for form in ("text", "json"):
        options = ("--words", "1", "--format", form)
        by_key = out_of(capsys, "show", saved, "--node", fine.key, *options)
        assert out_of(capsys, "show", saved, "--node", last, *options) == by_key
        assert last not in by_key.partition("documents")[0]


def test_node_that_does_not_exist_is_one_line(saved, capsys):
    for node in ("7-7", "no such topic"):
        assert main(["show", str(saved), "--node", node]) == 1
        captured = capsys.readouterr()
        assert captured.out == "" and captured.err.count("\n") == 1 and node in captured.err
        assert captured.err.endswith(f"; list them with: hiertopics show {saved}\n")
    known = ht.load(saved).tree.node(0, 0)
    assert main(["show", str(saved), "--node", known.name[:-1]]) == 1
    assert f"? list them with: hiertopics show {saved}\n" in capsys.readouterr().err


def test_documents_are_the_best_of_every_topic(saved, capsys):
    run = ht.load(saved)
    printed = out_of(capsys, "show", saved, "--documents", "4")
    shares = run.documents.shares[0].toarray()
    for topic in range(12):
        own = np.flatnonzero(shares.argmax(axis=1) == topic)
        best = sorted(own, key=lambda i: (-shares[i, topic], run.documents.ids[i]))[:4]
        place = [printed.replace("\n", " ").find(run.documents.ids[i][-12:]) for i in best]
        assert -1 not in place and place == sorted(place)
    content = json.loads(out_of(capsys, "show", saved, "--documents", "4", "--format", "json"))
    leaf = content["topics"][0]["children"][0]
    assert len(leaf["documents"]) == 4 and all(each["passage"] for each in leaf["documents"])
    broad = out_of(capsys, "show", saved, "--documents", "2", "--depth", "1")
    assert "\n1-0  " in broad and "\n0-" not in broad


def test_other_formats(saved, capsys):
    tree = ht.load(saved).tree
    content = json.loads(out_of(capsys, "show", saved, "--format", "json"))
    assert ht.TopicTree.from_dict(content) == tree
    markdown = out_of(capsys, "show", saved, "--format", "markdown")
    assert markdown.strip() == tree.to_markdown().strip()
    rows = list(csv.reader(io.StringIO(out_of(capsys, "show", saved, "--format", "csv"))))
    assert len(rows) == 1 + len(tree)
    for form, export in EXPORTS.items():
        assert out_of(capsys, "show", saved, "--format", form).strip() == (
            export.text_of(tree).strip()
        )
    part = json.loads(
        out_of(capsys, "show", saved, "--format", "json", "--node", f"1-{tree.roots[0].index}")
    )
    assert len(part["topics"]) == 1 and part["n_topics"] == [len(tree.roots[0].children), 1]


def test_a_format_that_needs_a_package_says_which(saved, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "networkx", None)
    assert main(["show", str(saved), "--format", "graphml"]) == 1
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err.count("\n") == 1
    assert "--format graphml: " in captured.err and "needs networkx" in captured.err


def test_show_reads_the_tree_that_fit_wrote_as_json(table, tmp_path, capsys):
    path = tmp_path / "tree.json"
    printed = out_of(capsys, table, "--topics", "2", "--quiet", "--json", path)
    assert out_of(capsys, "show", path) == printed
    listed = out_of(capsys, "show", path, "--documents", "1", "--words", "1")
    assert "\n0-0  " in listed


def test_what_a_tree_without_a_run_lacks_is_noted(table, tmp_path, capsys):
    path, run = tmp_path / "tree.json", tmp_path / "papers.ht"
    out_of(capsys, table, "--topics", "2", "--words", "4", "--quiet", "--json", path, "--save", run)
    held = ht.load(run).tree.node(0, 0)
    n_documents = len(held.documents)
    for options, noted in (
        (["--words", "50"], "4 words"),
        (["--documents", "40"], f"{n_documents} documents"),
        (["--words", "50", "--documents", "40"], f"4 words and {n_documents} documents"),
        (["--words", "5", "--node", held.key], "4 words"),
        (["--words", "5", "--format", "json"], "4 words"),
    ):
        assert main(["show", str(path), *options]) == 0
        note = f"hiertopics: note: {path} holds {noted} per topic; a saved run has more\n"
        captured = capsys.readouterr()
        assert captured.out and captured.err == note
        assert main(["show", str(run), *options]) == 0
        assert capsys.readouterr().err == ""
    assert main(["show", str(path), "--words", "4", "--documents", str(n_documents)]) == 0
    assert capsys.readouterr().err == ""


def test_text_of_a_hostile_run_is_safe_on_a_terminal():
    tree = hostile_run().tree
    for node in tree:
        said = describe_topic(tree, node, 40, "ascii") + describe_documents([node], 40, "ascii")
        assert "\x1b" not in said and "\u202e" not in said and said.isascii()


# What is wrong is told in a line.


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["show", "FOLDER"], "is a folder, not a run; make one of it with: hiertopics fit folder"),
        (["apply", "FOLDER", "FOLDER"], "is a folder, not a run"),
        (["report", "FOLDER", "x.html"], "is a folder, not a run"),
        (["show", "missing.ht"], "no file missing.ht; check the path, or make a run"),
        (["report", "missing.ht", "x.html"], "no file missing.ht; check the path"),
        (["show", "other.ht"], "cannot be loaded"),
        (["show", "other.json"], "is no JSON"),
        (["show", "list.json"], "no tree of topics"),
        (["show", "model.ht"], "holds a NMF, not a run"),
        (["report", "tree.ht", "x.html"], "report needs a whole run"),
        (["show", "tree.ht", "--by", "year"], "--by needs a whole run"),
        (["show", "tree.ht", "--by", "year", "--format", "csv"], "--by supports --format"),
        (
            ["show", "tree.ht", "--by", "year", "--node", "0-0"],
            "--by and --node cannot be combined",
        ),
        (
            ["show", "tree.ht", "--depth", "1", "--node", "0-0"],
            "--node and --depth cannot be combined",
        ),
        (["report", "RUN", "no/x.html"], "there is no folder"),
        (["apply", "RUN", "FOLDER", "--output", "no/x.csv"], "--output no/x.csv: there is no"),
        (["apply", "RUN", "missing"], "missing"),
        (["report", "RUN", "RUN"], "would replace the input"),
        (["apply", "RUN", "folder", "--output", "RUN"], "would replace the input"),
        (["fit", "folder", "--save", "-"], "--save needs the name of a file"),
        (["fit", "folder", "--json", "-", "--html", "-"], "both go to -"),
        (["fit", "folder", "--save", "x", "--html", "./x"], "--save and --html both go to"),
    ],
)
def test_errors_are_one_line(saved, tmp_path, monkeypatch, capsys, arguments, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    for name, content in (("other.ht", "text"), ("other.json", "text"), ("list.json", "[1]")):
        (tmp_path / name).write_text(content)
    ht.save(ht.NMF(2, random_state=0).fit(np.kron(np.eye(2), np.ones((5, 3)))), "model.ht")
    ht.save(ht.load(saved).tree, "tree.ht")
    named = {"FOLDER": "folder", "RUN": str(saved)}
    quiet = [] if arguments[0] == "show" else ["--quiet"]
    assert main([named.get(word, word) for word in arguments] + quiet) == 1
    captured = capsys.readouterr()
    assert captured.out == "" and message in captured.err
    assert captured.err.startswith("hiertopics: error: ") and captured.err.count("\n") == 1


# Shares by group.


def test_shares_by_year(table, tmp_path, capsys):
    run, page, tree = (tmp_path / name for name in ("papers.ht", "papers.html", "tree.json"))
    files = ["--save", run, "--html", page, "--json", tree]
    printed = out_of(capsys, table, "--topics", "2", "--by", "year", "--quiet", *files)
    assert printed.startswith("24 documents, 2 topics\n")
    assert "2001" in printed and "2002" in printed
    groups = json.loads(tree.read_text(encoding="utf-8"))["groups"]
    assert [str(group)[:4] for group in groups["groups"]] == ["2001", "2002"]
    assert groups["n_documents"] == [12, 12]
    assert out_of(capsys, "show", run, "--by", "year") == printed
    shown = json.loads(out_of(capsys, "show", run, "--by", "year", "--format", "json"))
    assert shown["groups"] == groups
    again = out_of(capsys, "report", run, "-", "--by", "year")
    assert again == page.read_text(encoding="utf-8")


def test_shares_are_those_of_the_layers_shown(table, tmp_path, capsys):
    run = tmp_path / "papers.ht"
    out_of(capsys, table, "--topics", "4", "2", "--quiet", "--save", run)
    whole, broad = (
        json.loads(out_of(capsys, "show", run, "--by", "year", "--format", "json", *depth))
        for depth in ([], ["--depth", "1"])
    )
    assert [len(layer) for layer in whole["groups"]["layers"]] == whole["n_topics"] == [4, 2]
    assert [len(layer) for layer in broad["groups"]["layers"]] == broad["n_topics"] == [2]
    assert broad["groups"] == {**whole["groups"], "layers": whole["groups"]["layers"][1:]}
    assert out_of(capsys, "show", run, "--by", "year", "--depth", "9") == out_of(
        capsys, "show", run, "--by", "year"
    )
    tree = ht.load(run).tree.cut(1)
    for options in ([], ["--documents", "1"]):
        printed = out_of(capsys, "show", run, "--by", "year", "--depth", "1", *options)
        heading, *rows = (
            printed.split("Share of every topic by year\n")[1].split("\n\n")[0].split("\n")
        )
        assert heading.split() == ["2001", "2002"]
        percents = [[int(value) for value in re.findall(r"(\d+) %", row)] for row in rows if row]
        assert percents == [
            [round(100 * share) for share in broad["groups"]["layers"][0][node.index]]
            for node in tree
        ]


def test_wrong_groups_are_told_before_the_fitting(table, capsys, monkeypatch):
    from hiertopics.models.neural import NeuralNMF

    monkeypatch.setattr(NeuralNMF, "fit", None)
    assert main([str(table), "--topics", "2", "--by", "yaer", "--quiet"]) == 1
    captured = capsys.readouterr()
    assert captured.out == "" and "yaer" in captured.err and captured.err.count("\n") == 1
