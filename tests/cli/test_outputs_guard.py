"""No output takes the place of an input, whatever the name it goes by."""

import os
from dataclasses import replace

import pytest

import hiertopics as ht
from hiertopics.atomic import refuse_to_replace
from hiertopics.cli.main import main
from hiertopics.report.html.write import write_report

REFUSED = "would replace the input"
TEXTS = [
    text
    for i in range(12)
    for text in (
        f"the boat sails the sea with wave and wind {i}",
        f"flour and yeast make dough {i}",
    )
]


@pytest.fixture
def inputs(tmp_path, monkeypatch):
    """A folder to work in: a table, a folder of texts, files of labels and of words."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "p.csv").write_text("text\n" + "\n".join(TEXTS), encoding="utf-8")
    (tmp_path / "texts" / "part").mkdir(parents=True)
    for i, text in enumerate(TEXTS):
        (tmp_path / "texts" / "part" / f"d{i}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "texts" / "page.html").write_text(f"<p>{TEXTS[0]} anew</p>", encoding="utf-8")
    (tmp_path / "labels.csv").write_text("id,label\n1,sea\n2,bread\n", encoding="utf-8")
    (tmp_path / "stop.txt").write_text("wave\n", encoding="utf-8")
    (tmp_path / "phrases.txt").write_text("boat sails\n", encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def table_run(tmp_path_factory):
    """A run on a table, with the table and a file of labels."""
    folder = tmp_path_factory.mktemp("run")
    table, labels = folder / "p.csv", folder / "labels.csv"
    table.write_text("text\n" + "\n".join(TEXTS), encoding="utf-8")
    labels.write_text("id,label\n1,sea\n2,bread\n", encoding="utf-8")
    return ht.fit_corpus(ht.read_corpus(table, labels=labels), 2), table, labels


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refused(capsys, folder, *arguments):
    """Run a command that has to fail in one line and to leave every file as it was."""
    before = contents(folder)
    capsys.readouterr()
    assert main([*arguments, "--quiet"]) == 1
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err.count("\n") == 1
    assert captured.err.startswith("hiertopics: error: ")
    assert contents(folder) == before
    return captured.err


def never(*arguments, **settings):
    raise AssertionError("the long work had begun")


OPTIONS = ("--json", "--save", "--html")
WORDS = ("--stop-words", "stop.txt", "--keep-together", "phrases.txt")


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("name", ["p.csv", "labels.csv", "stop.txt", "phrases.txt"])
def test_fit_refuses_what_its_arguments_name_before_it_reads(
    inputs, capsys, monkeypatch, option, name
):
    monkeypatch.setattr("hiertopics.corpus.read.read_corpus", never)
    given = ("p.csv", "--labels", "labels.csv", *WORDS, option, name)
    error = refused(capsys, inputs, "fit", *given)
    assert f"{option} {name} {REFUSED}" in error and "name another file" in error


@pytest.mark.parametrize("name", ["p.csv", "labels.csv", "stop.txt", "phrases.txt"])
def test_corpus_refuses_what_its_arguments_name(inputs, capsys, monkeypatch, name):
    monkeypatch.setattr("hiertopics.corpus.read.read_corpus", never)
    given = ("p.csv", "--labels", "labels.csv", *WORDS, "--json", name)
    assert f"--json {name} {REFUSED}" in refused(capsys, inputs, "corpus", *given)


def make_alias(kind, file):
    """Return another name of a file."""
    if kind == "spelling":
        return os.path.join("texts", "..", os.path.relpath(file))
    if kind == "absolute":
        return os.path.abspath(file)
    alias = f"alias-{kind}"
    if kind == "hard link":
        os.link(file, alias)
    else:
        os.symlink(file, alias)
    return alias


@pytest.mark.parametrize("kind", ["spelling", "absolute", "hard link", "symbolic link"])
@pytest.mark.parametrize("verb, option", [("fit", o) for o in OPTIONS] + [("corpus", "--json")])
@pytest.mark.parametrize("source, file", [("p.csv", "p.csv"), ("texts", "texts/part/d3.txt")])
def test_other_names_of_an_input_are_refused(
    inputs, capsys, monkeypatch, kind, verb, option, source, file
):
    monkeypatch.setattr("hiertopics.run.fit_corpus", never)
    monkeypatch.setattr("hiertopics.vectorizer.survey.survey_corpus", never)
    alias = make_alias(kind, file)
    assert f"{option} {alias} {REFUSED}" in refused(capsys, inputs, verb, source, option, alias)


def test_a_source_in_the_home_folder_is_known(inputs, capsys, monkeypatch):
    monkeypatch.setenv("HOME", str(inputs))
    monkeypatch.setenv("USERPROFILE", str(inputs))
    monkeypatch.setattr("hiertopics.corpus.read.read_corpus", never)
    assert REFUSED in refused(capsys, inputs, "~/p.csv", "--json", "p.csv")


def test_a_source_behind_a_link_is_known(inputs, capsys):
    os.symlink("p.csv", "link.csv")
    assert REFUSED in refused(capsys, inputs, "link.csv", "--json", "p.csv")


@pytest.mark.parametrize("option", OPTIONS)
def test_a_document_of_the_folder_is_refused_before_the_fit(inputs, capsys, monkeypatch, option):
    monkeypatch.setattr("hiertopics.run.fit_corpus", never)
    error = refused(capsys, inputs, "texts", option, "texts/page.html")
    assert REFUSED in error and "outside of the folder" in error


def test_a_document_dropped_as_a_duplicate_is_an_input(inputs, capsys):
    (inputs / "texts" / "twin.txt").write_text(TEXTS[0], encoding="utf-8")
    assert REFUSED in refused(capsys, inputs, "texts", "--dedupe", "--json", "texts/twin.txt")
    corpus = ht.read_corpus("texts")
    assert corpus.take([0]).inputs == corpus.inputs
    run = ht.fit_corpus(corpus, 2, dedupe=True)
    with pytest.raises(ht.HiertopicsError, match=REFUSED):
        write_report(run, "texts/twin.txt")


def test_own_outputs_can_be_written_again(inputs, capsys):
    """What is passed over as no text or as a table is no input, inside of the folder too."""
    arguments = ["texts", "--topics", "2", "--quiet", "--html", "page.html"]
    arguments += ["--json", "texts/tree.json", "--save", "texts/run.ht"]
    for _ in range(2):
        assert main(arguments) == 0
    assert main(["report", "texts/run.ht", "page.html", "--quiet"]) == 0
    assert main(["apply", "texts/run.ht", "texts", "--output", "rows.csv", "--quiet"]) == 0
    assert main(["apply", "texts/run.ht", "texts", "--output", "rows.csv", "--quiet"]) == 0
    assert main(["p.csv", "--topics", "2", "--save", "p.ht", "--quiet"]) == 0
    assert main(["report", "p.ht", "--quiet"]) == 0 and (inputs / "p.html").is_file()


def test_devices_are_no_files_to_be_lost(inputs):
    arguments = ["p.csv", "--topics", "2", "--stop-words", os.devnull, "--json", os.devnull]
    assert main([*arguments, "--quiet"]) == 0


@pytest.mark.parametrize("kind", ["spelling", "hard link", "symbolic link"])
def test_verbs_on_a_run_refuse_the_run_and_all_that_it_was_made_from(inputs, capsys, kind):
    given = ("p.csv", "--topics", "2", "--labels", "labels.csv", *WORDS, "--save", "run.ht")
    assert main([*given, "--quiet"]) == 0
    for number, name in enumerate(("run.ht", "p.csv", "labels.csv", "stop.txt", "phrases.txt")):
        alias = make_alias(kind, name)
        error = refused(capsys, inputs, "report", "run.ht", alias)
        assert f"report {alias} {REFUSED}" in error
        error = refused(capsys, inputs, "apply", "run.ht", "texts", "--output", alias)
        assert f"--output {alias} {REFUSED}" in error
        if "link" in kind:
            os.rename(alias, f"{number}")
    for source, name in (("p.csv", "p.csv"), ("texts", "texts/part/d3.txt")):
        alias = make_alias(kind, name)
        error = refused(capsys, inputs, "apply", "run.ht", source, "--output", alias)
        assert f"--output {alias} {REFUSED}" in error
        if "link" in kind:
            os.rename(alias, f"source-{source}")


def test_apply_refuses_its_source_before_the_run_is_loaded(inputs, capsys):
    (inputs / "run.ht").write_text("no run")
    assert REFUSED in refused(capsys, inputs, "apply", "run.ht", "p.csv", "--output", "p.csv")


@pytest.mark.parametrize("kind", ["hard link", "symbolic link", "spelling", "absolute"])
def test_two_outputs_in_one_file_are_refused(inputs, capsys, kind):
    (inputs / "out").write_text("old")
    alias = make_alias(kind, "out")
    error = refused(capsys, inputs, "p.csv", "--json", "out", "--html", alias)
    assert "--json and --html both go to" in error


def test_two_outputs_in_one_file_that_is_not_there_yet_are_refused(inputs, capsys):
    os.symlink("new", "link")
    error = refused(capsys, inputs, "p.csv", "--json", "new", "--save", "link")
    assert "--json and --save both go to" in error


WRITERS = {
    "write_report": lambda run, path: write_report(run, path),
    "save a run": lambda run, path: ht.save(run, path),
    "save a tree": lambda run, path: ht.save(run.tree, path),
    "to_json": lambda run, path: run.tree.to_json(path),
    "to_csv": lambda run, path: run.tree.to_csv(path),
    "to_markdown": lambda run, path: run.tree.to_markdown(path),
    "to_graphml": lambda run, path: run.tree.to_graphml(path),
    "to_dot": lambda run, path: run.tree.to_dot(path),
    "a changed tree": lambda run, path: run.tree.rename("0-0", "Sea").cut(1).to_json(path),
    "a part of a tree": lambda run, path: run.tree.subtree("0-0").to_csv(path),
}


@pytest.mark.parametrize("kind", ["path", "hard link", "symbolic link"])
@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_the_library_refuses_the_inputs_of_a_run(
    table_run, tmp_path, monkeypatch, capsys, write, kind
):
    monkeypatch.chdir(tmp_path)
    run, *files = table_run
    for number, file in enumerate(files):
        before = file.read_bytes()
        path = file
        if kind != "path":
            path = tmp_path / f"{number}"
            os.rename(make_alias(kind, file), path)
        with pytest.raises(ht.HiertopicsError, match=f"writing .* {REFUSED}"):
            write(run, path)
        assert file.read_bytes() == before
    write(run, tmp_path / "new")
    write(run, tmp_path / "new")
    assert (tmp_path / "new").stat().st_size


def test_a_loaded_run_or_tree_still_knows_its_inputs(table_run, tmp_path):
    run, table, labels = table_run
    ht.save(run, tmp_path / "run.ht")
    ht.save(run.tree, tmp_path / "tree.ht")
    loaded, tree = ht.load(tmp_path / "run.ht"), ht.load(tmp_path / "tree.ht")
    assert loaded.inputs == tree.inputs == run.inputs == (str(table), str(labels))
    for write in (
        lambda: write_report(loaded, table),
        lambda: ht.save(loaded, table),
        lambda: tree.to_csv(labels),
    ):
        with pytest.raises(ht.HiertopicsError, match=REFUSED):
            write()
    ht.save(loaded, tmp_path / "run.ht")


def test_inputs_change_no_tree(table_run):
    tree = table_run[0].tree
    plain = replace(tree, inputs=())
    assert plain == tree and plain.to_json() == tree.to_json()
    assert type(tree).from_json(tree.to_json()).inputs == ()


def test_a_corpus_names_the_files_that_it_was_read_from(inputs):
    (inputs / "texts" / "table.csv").write_text("passed over")
    (inputs / "texts" / ".hidden").write_text("passed over")
    expected = {str(path) for path in (inputs / "texts").rglob("d*.txt")}
    expected.add(str(inputs / "texts" / "page.html"))
    assert set(ht.read_corpus("texts").inputs) == expected
    assert ht.read_corpus("p.csv").inputs == (str(inputs / "p.csv"),)
    assert ht.read_corpus(TEXTS).inputs == ()


def test_what_is_no_file_replaces_nothing(tmp_path):
    file = tmp_path / "file"
    file.write_text("text")
    refuse_to_replace([tmp_path, tmp_path / "gone", "a\0b"], file)
    refuse_to_replace([file], tmp_path)
    refuse_to_replace([file], tmp_path / "new")
    with pytest.raises(ht.HiertopicsError, match=REFUSED):
        refuse_to_replace([tmp_path / "gone", file], os.fsencode(file))
