"""What README.md says can be pasted and comes out as shown; examples run."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from hiertopics.arguments import VERBS

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(marker):
    """The code block under a marker."""
    return re.search(rf"<!-- {marker} -->\n```\w+\n(.*?)```", README, re.DOTALL)[1]


def run(*arguments):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=True,
    ).stdout


def groups(tree):
    """What a reader takes from the tree: its first line, and which folders its topics match."""
    return tree.splitlines()[0], sorted(re.findall(r"(?:all|mostly|mixed:?) .*", tree))


def test_first_command_prints_the_tree_shown():
    *setup, command = block("main command").strip().split(" && ")
    assert [shlex.split(step)[-1] for step in setup] == [".venv", "."]
    printed = run(*shlex.split(command)[1:])
    assert groups(printed) == groups(block("tree")) and len(groups(printed)[1]) == 16


def test_corpus_command_prints_the_report_shown():
    command = block("corpus command").strip()
    printed, shown = run(*shlex.split(command)[1:]), block("corpus report")
    assert printed.splitlines()[1:] == shown.splitlines()[1:]


def test_second_command_is_what_ci_runs():
    command = block("test command").strip()
    assert command.endswith("-m pytest") and "'.[test]'" in command
    assert "<!-- test command -->" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_scripts_run_as_pasted(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    code = "".join(re.findall(r"```python\n(.*?)```", README, re.DOTALL))
    exec(compile(code, "README.md", "exec"), {})
    assert "216 documents, 12 topics in 4 groups" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["corpora/everyday/music"]])
def test_quickstart_runs(arguments):
    out = run("examples/quickstart.py", *arguments)
    assert "normalized mutual information" in out and "right" in out


def test_every_option_of_the_readme_exists():
    text = "".join(run("-m", "hiertopics", verb, "--help") for verb in VERBS)
    for option in set(re.findall(r"(?<!\S)--[a-z]+", README)) - {"--quiet", "--help"}:
        assert option in text, f"README.md names {option}, --help does not"
