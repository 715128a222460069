"""The command: streams, exit codes, one-line errors."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hiertopics.cli.input import corpus_of, vectorizer_of
from hiertopics.cli.main import find_verbs, main, parser_of
from hiertopics.progress import silent

THEMES = {
    "sea": ["the boat sails the sea", "waves and wind move the boat", "a sail in the wind"],
    "bread": ["flour and yeast make dough", "bake the dough in the oven", "an oven for bread"],
}


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "texts"
    for theme, texts in THEMES.items():
        (root / theme).mkdir(parents=True)
        for number, text in enumerate(texts * 4):
            (root / theme / f"{theme}{number}.txt").write_text(f"{text} {theme} {number}")
    return root


def run(*arguments, **options):
    command = [sys.executable, "-m", "hiertopics", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, **options)


def test_tree_on_stdout_progress_on_stderr(folder):
    done = run(folder, "--topics", "2")
    assert done.returncode == 0
    assert done.stdout.startswith("24 documents, 2 topics")
    assert "all sea (12)" in done.stdout and "all bread (12)" in done.stdout
    for stage in ("reading ...", "fitting ...", "building the tree ..."):
        assert stage in done.stderr
    assert "\x1b" not in done.stdout + done.stderr


def test_same_seed_same_tree_and_quiet_is_quiet(folder, capsys):
    outputs = []
    for _ in range(2):
        assert main([str(folder), "--topics", "2", "--quiet", "--seed", "3"]) == 0
        captured = capsys.readouterr()
        assert captured.err == ""
        outputs.append(captured.out)
    assert outputs[0] == outputs[1]


def test_neighbours_are_those_asked_for(folder, tmp_path, capsys):
    for asked, expected in (([], 20), (["--neighbours", "0"], 0), (["--neighbours", "3"], 3)):
        target = tmp_path / "tree.json"
        assert main([str(folder), "--topics", "2", "--quiet", "--json", str(target), *asked]) == 0
        made_by = json.loads(target.read_text())["provenance"]
        assert made_by["model"]["neighbours"] == expected


@pytest.mark.parametrize(
    "order",
    [
        ["FOLDER", "--topics", "4", "2"],
        ["--topics", "4", "2", "FOLDER"],
        ["fit", "--topics", "4,2", "FOLDER"],
        ["fit", "FOLDER", "--topics=4,2"],
    ],
)
def test_options_and_folder_in_any_order(folder, capsys, order):
    arguments = [str(folder) if word == "FOLDER" else word for word in order]
    assert main([*arguments, "--quiet"]) == 0
    assert capsys.readouterr().out.startswith("24 documents, 4 topics in 2 groups")


@pytest.mark.parametrize("verb", find_verbs())
def test_folder_named_like_a_verb(folder, capsys, monkeypatch, verb):
    folder.rename(folder.parent / verb)
    monkeypatch.chdir(folder.parent)
    assert main([f"./{verb}", "--topics", "2", "--quiet"]) == 0
    assert main(["fit", verb, "--topics", "2", "--quiet"]) == 0


def test_json_holds_the_nested_tree(folder, tmp_path, capsys):
    path = tmp_path / "tree.json"
    arguments = [str(folder), "--topics", "4", "2", "--words", "3", "--quiet", "--json"]
    assert main([*arguments, str(path)]) == 0
    content = json.loads(path.read_text(encoding="utf-8"))
    assert content["n_topics"] == [4, 2]
    assert content["corpus"]["n_documents"] == 24
    assert content["provenance"]["model"]["random_state"] == 0
    assert "children" in json.dumps(content) and "bread" in json.dumps(content)
    assert sorted(os.listdir(tmp_path)) == ["texts", "tree.json"], "no draft is left behind"
    capsys.readouterr()
    assert main([*arguments, "-"]) == 0
    assert json.loads(capsys.readouterr().out) == content


def test_json_into_a_pipe_a_link_and_an_ascii_stream(folder, tmp_path, capsys):
    arguments = [str(folder), "--topics", "2", "--quiet", "--json"]
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    link.symlink_to(real)
    assert main([*arguments, str(link)]) == 0
    assert link.is_symlink() and json.loads(real.read_text(encoding="utf-8"))["topics"]
    command = f"{sys.executable} -m hiertopics {' '.join(arguments)} >(cat) >/dev/null"
    assert main([*arguments, "/dev/null"]) == 0
    assert not os.path.isfile("/dev/null")
    (folder / "sea" / "u.txt").write_text("größe größe boat sea größe größe", encoding="utf-8")
    done = run(*arguments, "-", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert "größe" in json.dumps(json.loads(done.stdout), ensure_ascii=False)
    piped = subprocess.run(["bash", "-c", command], capture_output=True, timeout=300)
    assert piped.returncode == 0, piped.stderr


def test_json_keeps_the_permissions_of_the_file(folder, tmp_path):
    target = tmp_path / "tree.json"
    target.write_text("")
    target.chmod(0o600)
    assert main([str(folder), "--topics", "2", "--quiet", "--json", str(target)]) == 0
    assert target.stat().st_mode & 0o777 == 0o600 and target.read_text()


def test_json_that_cannot_be_put_in_place_leaves_nothing(folder, tmp_path, monkeypatch, capsys):
    def fail(*_):
        raise PermissionError("not here")

    monkeypatch.setattr(os, "replace", fail)
    arguments = [str(folder), "--topics", "2", "--quiet", "--json", str(tmp_path / "tree.json")]
    assert main(arguments) == 1
    assert capsys.readouterr().err == "hiertopics: error: not here\n"
    assert os.listdir(tmp_path) == ["texts"]


def test_number_of_words(folder, capsys):
    assert main([str(folder), "--topics", "1", "--words", "2", "--quiet"]) == 0
    line = capsys.readouterr().out.splitlines()[-2:]
    assert sum(part.count(",") for part in line) <= 4


def test_labels_train_only_when_asked(folder, capsys):
    assert main([str(folder), "--topics", "2", "--labels", "folders", "--quiet"]) == 0
    for theme in THEMES:
        for path in (folder / theme).iterdir():
            path.rename(folder / path.name)
        (folder / theme).rmdir()
    assert main([str(folder), "--topics", "2", "--labels", "folders", "--quiet"]) == 1
    assert "sub-folders" in capsys.readouterr().err


def test_labels_that_are_not_there_are_missed_before_the_fit(folder, capsys, monkeypatch):
    monkeypatch.setattr("hiertopics.run.fit_corpus", None)
    table = folder / "rows.csv"
    table.write_text("text\nboat sea\nflour yeast\n")
    for source, labels, advice in (
        (folder / "sea", "folders", "sub-folders that are named"),
        (table, "columns", "--label"),
    ):
        assert main([str(source), "--labels", labels, "--quiet"]) == 1
        error = capsys.readouterr().err
        assert f"--labels {labels}: there are no labels" in error and advice in error


def test_what_was_passed_over_is_said(folder, capsys):
    (folder / ".hidden.txt").write_text("secret")
    (folder / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 20)
    assert main([str(folder), "--topics", "2"]) == 0
    assert "passed over 2 files (1 hidden, 1 not text)" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["missing"], "missing"),
        (["empty"], "no text"),
        (["numbers"], "words"),
        (["texts", "--json", "nowhere/tree.json"], "there is no folder"),
        (["texts", "--json", "texts"], "is a folder"),
        (["texts", "--json", "new/"], "is a folder"),
        (["texts", "--json", ""], "--json needs the name of a file, got an empty one"),
        (["~/shows"], "there is no folder or file"),
        (["texts", "--labels", "all"], "there is no folder or file"),
        (["texts", "--stop-words", "none.txt"], "--stop-words none.txt: No such file"),
        (["texts", "--text", "body"], "columns are for tables"),
    ],
)
def test_errors_are_one_line_without_traceback(folder, monkeypatch, capsys, arguments, message):
    monkeypatch.chdir(folder.parent)
    Path("empty").mkdir()
    Path("numbers").mkdir()
    Path("numbers/one.txt").write_text("1 2 3")
    Path("file.txt").write_text("text")
    assert main([*arguments, "--quiet"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("hiertopics: error: ") and captured.err.count("\n") == 1
    assert message in captured.err


@pytest.mark.parametrize(
    "arguments, message",
    [
        ([], "SOURCE"),
        (["texts", "--topics"], "--topics"),
        (["texts", "--topics", "6", "20"], "did you mean --topics 20 6?"),
        (["texts", "--topics", "0"], "numbers of topics from fine to broad"),
        (["texts", "--topics", "many"], "numbers of topics from fine to broad"),
        (["texts", "--words", "0"], "at least 1"),
        (["texts", "--seed", "-1"], "--seed"),
        (["texts", "--neighbours", "-1"], "--neighbours"),
        (["texts", "--neighbours", "few"], "--neighbours"),
        (["texts", "--min-df", "few"], "a share, such as 0.5, got 'few'"),
        (["texts", "--split", "0"], "expected paragraphs or a number of words, got '0'"),
        (["texts", "--top", "3"], "--top"),
        (["texts", "--language", "klingon"], "choose one of"),
        (["texts", "--keep", "dates"], "boilerplate, latex, markup, numbers, urls"),
        (["texts", "--strip", "mail"], "expected one of auto, email, none"),
        (["texts", "--jobs", "0"], "or -1 for one on every core"),
        (["aply", "run.ht", "texts"], "aply is neither a command nor a file; did you mean apply?"),
        (["aply"], "did you mean apply?"),
        (["show"], "see: hiertopics show --help"),
    ],
)
def test_usage_errors_exit_with_2(capsys, arguments, message):
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    captured = capsys.readouterr()
    assert message in captured.err and "Traceback" not in captured.err


def test_a_folder_with_nearly_the_name_of_a_verb_is_read(folder, capsys, monkeypatch):
    monkeypatch.chdir(folder.parent)
    monkeypatch.setenv("HOME", str(folder.parent))
    folder.rename("reports")
    for source in ("reports", "~/reports"):
        assert main([source, "--topics", "2", "--quiet"]) == 0


def test_an_error_of_the_system_is_said_in_words(folder, capsys, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device", "texts.tmp")

    monkeypatch.setattr("hiertopics.corpus.read.read_corpus", full)
    assert main([str(folder)]) == 1
    assert capsys.readouterr().err == "hiertopics: error: texts.tmp: No space left on device\n"


def test_help_of_the_module(folder):
    done = run("--help")
    assert done.returncode == 0 and done.stdout.startswith("usage: hiertopics")


def test_closed_pipe_is_no_error(folder):
    command = f"{sys.executable} -m hiertopics {folder} --topics 2 --quiet | true"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, timeout=300
    )
    assert done.stderr == "" and done.returncode == 0


def test_ascii_terminal_shows_everything(folder):
    (folder / "sea" / "ü.txt").write_text("größe größe boat sea größe größe", encoding="utf-8")
    done = run(folder, "--topics", "2", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0 and done.stdout.isascii()


def test_hostile_names_and_texts_stay_text(tmp_path):
    root = tmp_path / "hostile"
    root.mkdir()
    for number in range(6):
        name = f"\x1b[31mred[bold]{number}\n.txt"
        (root / name).write_text(f"plain words here <script> \x1b[2J wordy{number % 2} plenty")
    done = run(root, "--topics", "2")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout + done.stderr


def test_corpus_reports_without_a_model(folder, tmp_path, capsys):
    path = tmp_path / "report.json"
    assert main(["corpus", str(folder), "--json", str(path), "--quiet"]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("documents   24 from") and captured.err == ""
    report = json.loads(path.read_text(encoding="utf-8"))
    assert report["n_documents"] == 24 and report["language"] == "english"
    assert main(["corpus", str(folder), "--json", "-", "--quiet"]) == 0
    assert json.loads(capsys.readouterr().out) == report


def test_explain_says_the_same_on_stderr(folder, capsys):
    assert main(["corpus", str(folder), "--quiet"]) == 0
    report = capsys.readouterr().out
    assert main([str(folder), "--topics", "2", "--explain", "--quiet"]) == 0
    captured = capsys.readouterr()
    assert captured.err == report and captured.out.startswith("24 documents, 2 topics")


def test_lines_left_out_are_noted_and_can_be_kept(folder, capsys):
    for number, path in enumerate(sorted(folder.rglob("*.txt"))):
        own = " ".join(f"w{number}x{k}" for k in range(12))
        path.write_text(f"{path.read_text()}\n{own}\nPrinted by Ada Quill in Ropes\n")
    n_docs = number + 1
    assert n_docs >= 10 and main([str(folder), "--topics", "2", "1"]) == 0
    said = " ".join(capsys.readouterr().err.split())
    line = '"printed by ada quill in ropes"; --keep boilerplate keeps them'
    shared = "1 line that many documents share is left out"
    assert f"{shared}, of {n_docs} documents, such as {line}" in said
    assert main([str(folder), "--topics", "2", "1", "--keep", "boilerplate"]) == 0
    assert "many documents share" not in capsys.readouterr().err


def test_what_was_guessed_and_what_is_missing_is_noted(tmp_path, capsys):
    words = [f"qzx{chr(97 + i % 5)}w" for i in range(20)]
    rows = [f"{a} {b}" for a in words[:5] for b in words[:5]] + ["123", "456"]
    path = tmp_path / "one.txt"
    path.write_text("\n".join(rows))
    labels = tmp_path / "labels.csv"
    labels.write_text("id,label\n1,x\nnobody,y\n")
    arguments = ["--per-line", "--topics", "2", "--labels", str(labels)]
    assert main([str(path), *arguments]) == 0
    notes = capsys.readouterr().err
    for note in (
        "one file, its lines are the documents, named by the line they begin in",
        "the labels file names 1 of 27 documents",
        "1 of its rows name no document, such as nobody",
        "language unknown, taken for English",
        "2 documents have none of the words that were kept",
    ):
        assert f"hiertopics: {note}\n" in notes
    path.write_text("\n".join([*rows[:-1], rows[0]]))
    assert main([str(path), *arguments, "--language", "en"]) == 0
    notes = capsys.readouterr().err
    assert "hiertopics: 1 document has none of the words that were kept\n" in notes
    assert "hiertopics: 1 document repeats an earlier one; --dedupe leaves repeats out\n" in notes
    assert "language" not in notes


def test_large_corpora_are_split_into_words_by_all_cores(folder, monkeypatch):
    monkeypatch.setattr("hiertopics.cli.input._LARGE", 100)
    arguments = parser_of("corpus", find_verbs()).parse_args([str(folder)])
    corpus = corpus_of(arguments, silent)
    assert vectorizer_of(arguments, corpus).n_jobs == -1
    arguments = parser_of("corpus", find_verbs()).parse_args([str(folder), "--jobs", "2"])
    assert vectorizer_of(arguments, corpus).n_jobs == 2


def test_an_interrupt_ends_with_130(folder, capsys, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("hiertopics.corpus.read.read_corpus", interrupted)
    assert main([str(folder), "--quiet"]) == 130
    assert capsys.readouterr().err == "hiertopics: interrupted\n"


def test_a_reader_that_leaves_a_named_pipe_is_an_error(folder, tmp_path, capsys, monkeypatch):
    def broken(*_):
        raise BrokenPipeError

    monkeypatch.setattr("hiertopics.cli.output.write_text", broken)
    path = tmp_path / "pipe"
    assert main(["corpus", str(folder), "--quiet", "--json", str(path)]) == 1
    assert f"--json {path}: the reader left before the end" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_missed_at_once(folder, capsys, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert main([str(folder), "--json", str(folder / "x.json"), "--quiet"]) == 1
    assert "cannot be written; name another file" in capsys.readouterr().err


def test_a_table_with_columns_guessed_or_named(tmp_path, capsys):
    rows = [
        f"{theme},{text} {number}"
        for theme in THEMES
        for number, text in enumerate(THEMES[theme] * 4)
    ]
    path = tmp_path / "rows.csv"
    path.write_text("kind,text\n" + "\n".join(rows))
    assert main([str(path), "--topics", "2"]) == 0
    captured = capsys.readouterr()
    assert "hiertopics: text from 'text'\n" in captured.err
    assert captured.out.startswith("24 documents, 2 topics") and "all sea" not in captured.out
    arguments = [str(path), "--topics", "2", "--text", "text", "--label", "kind"]
    assert main([*arguments, "--labels", "columns"]) == 0
    captured = capsys.readouterr()
    assert "text from 'text', labels from 'kind'" in captured.err and "all sea (12)" in captured.out


def test_labels_in_a_file_train(folder, tmp_path, capsys):
    lines = [f"{theme}/{theme}{number},{theme}" for theme in THEMES for number in range(6)]
    path = tmp_path / "some.csv"
    path.write_text("id,label\n" + "\n".join(lines))
    assert main([str(folder), "--topics", "2", "--labels", str(path), "--json", "-"]) == 0
    content = json.loads(capsys.readouterr().out)
    assert content["provenance"]["use_labels"] is True
    assert content["corpus"]["reading"]["labels_file"]["documents"] == 12


def test_words_as_asked(folder, tmp_path, capsys):
    (tmp_path / "stop.txt").write_text("boat wind\nsea")
    (tmp_path / "together.txt").write_text("flour and yeast\n")
    arguments = ["corpus", str(folder), "--quiet", "--json", "-"]
    options = ["--stop-words", str(tmp_path / "stop.txt"), "--min-df", "2", "--max-df", "1.0"]
    options += [
        "--keep-together",
        str(tmp_path / "together.txt"),
        "--keep",
        "numbers",
        "--no-phrases",
    ]
    assert main([*arguments, *options, "--language", "en", "--fold-accents", "--jobs", "2"]) == 0
    report = json.loads(capsys.readouterr().out)
    stopped = report["words"]["dropped"]["stop words"]["such_as"]
    assert {"boat", "wind", "sea"} <= set(stopped)
    assert report["language"] == "en" and report["words"]["n_phrases"] == 0
    assert report["words"]["min_df"] == 2 and report["words"]["max_df"] == 24


def test_parts_of_files_and_copies(folder, capsys):
    (folder / "sea" / "sea0.txt").write_text("boat one\nboat two\nboat one\n")
    assert main(["corpus", str(folder), "--per-line", "--dedupe", "--json", "-", "--quiet"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["reading"]["split"] == "lines" and report["duplicates"]["exact"] >= 1
    assert (
        report["n_documents"] == 26 - report["duplicates"]["exact"] - report["duplicates"]["near"]
    )


def test_half_characters_and_narrow_streams(tmp_path):
    rows = [
        {"text": f"boat {word} tide", "label": "\ud800x"} for word in ("größe", "лодка", "a")
    ] * 4
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    target = tmp_path / "tree.json"
    narrow = {**os.environ, "PYTHONIOENCODING": "ascii"}
    for verb in (["corpus"], []):
        done = run(*verb, path, "--json", target, "--quiet", env=narrow)
        assert done.returncode == 0, done.stderr
        assert done.stdout.isascii() and json.loads(target.read_text(encoding="utf-8"))
    assert run(path, "--json", "/dev/null", "--quiet").returncode == 0
    closed = f"{sys.executable} -m hiertopics corpus {path} --quiet 2>&-"
    assert subprocess.run(["bash", "-c", closed], capture_output=True).returncode == 0
