"""Every verb explains itself, its examples run, and a verb is one file."""

import re
import shlex
import sys

import pytest

import hiertopics.cli
from hiertopics.cli.main import find_verbs, main, parser_of
from hiertopics.corpus.formats import STRIP
from hiertopics.documents.export import TABLE_FORMS
from hiertopics.tree.export.exports import EXPORTS
from hiertopics.vectorizer.tokens import KEEPABLE

VERBS = find_verbs()
EXAMPLE = re.compile(r"  hiertopics (\S.*?)(?:   *\S.*| > \S+)?")
THEMES = {
    "sea": "boat sail wave wind harbour tide anchor deck",
    "home": "garden rose apple tree gate path bench pond",
    "work": "office letter desk clerk ledger ink stamp lamp",
}

GERMAN = "Boot Hafen Segel Wind Ruder Anker Brot Mehl Ofen Hefe Teig Laib Kruste Butter".split()


def texts_of(theme):
    words = THEMES[theme].split()
    return [" ".join(words[i % 8 : i % 8 + 4] + words[: i % 5] + [theme]) for i in range(16)]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A folder with everything that the examples name."""
    root = tmp_path_factory.mktemp("desk")
    (root / "letters").mkdir()
    for number in range(16):  # for --only german
        words = [GERMAN[(number + step) % len(GERMAN)] for step in range(9)]
        text = f"Das ist die Geschichte von {' und '.join(words)}, die wir nicht kennen."
        (root / "letters" / f"{number}.txt").write_text(text)
    for folder in ("letters", "new", "speeches"):
        for theme in THEMES:
            (root / folder / theme).mkdir(parents=True)
            for number, text in enumerate(texts_of(theme)):
                dated = f"---\ndate: {1900 + number % 3}-05-01\n---\n\n{text}\n\n{text}\n"
                (root / folder / theme / f"{number}.md").write_text(dated)
    rows = [(text, theme) for theme in THEMES for text in texts_of(theme)]
    papers = [f"{theme},{text},{theme}" for text, theme in rows]
    (root / "papers.csv").write_text("\n".join(["title,abstract,field", *papers]))
    (root / "new.csv").write_text("\n".join(["body", *(text for text, _ in rows)]))
    some = [f"{theme}/{number}.md,{theme}" for theme in THEMES for number in range(4)]
    (root / "some.csv").write_text("\n".join(["id,label", *some]))
    return root


def test_every_example_runs(desk, monkeypatch, capsys):
    monkeypatch.chdir(desk)
    for name in sorted(VERBS, key=lambda name: name != "fit"):  # the others show what fit saved
        lines = VERBS[name].EXAMPLES.splitlines()
        assert len(lines) >= 3
        for line in lines:
            words = shlex.split(EXAMPLE.fullmatch(line)[1])
            assert words[0] == name or name == "fit"
            assert main(words) == 0, f"{line}\n{capsys.readouterr().err}"
            captured = capsys.readouterr()
            assert captured.out or name == "report" or "--output" in words
            assert ("--quiet" in words) <= (captured.err == "")
    assert {"tree.json", "letters.ht", "letters.html", "topics.csv"} <= {
        path.name for path in desk.iterdir()
    }


@pytest.mark.parametrize("name", VERBS)
def test_help_of_every_verb(capsys, name):
    verb = VERBS[name]
    with pytest.raises(SystemExit) as stop:
        main([name, "--help"])
    assert stop.value.code == 0
    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= 80
    command = "hiertopics [fit]" if name == "fit" else f"hiertopics {name}"
    assert text.startswith(f"usage: {command} {verb.USAGE} [options]\n\n{verb.DESCRIPTION}")
    assert f"examples:\n{verb.EXAMPLES}" in text
    for metavar in verb.USAGE.replace("[", "").replace("]", "").split():
        assert f"\n  {metavar} " in text
    if name != "fit":
        assert verb.EXAMPLES.splitlines()[0] in parser_of("fit", VERBS).format_help()


def test_every_argument_has_help():
    for name in VERBS:
        for action in parser_of(name, VERBS)._actions:
            assert action.help, f"{name}: {action.option_strings or action.metavar}"


def test_a_new_verb_is_one_new_file(tmp_path, monkeypatch, capsys):
    (tmp_path / "greet.py").write_text(
        '"""The verb ``greet``."""\n'
        'USAGE = "NAME"\nDESCRIPTION = "Greet somebody."\n'
        'EXAMPLES = "  hiertopics greet Ada                     a greeting"\n'
        "def add_arguments(parser):\n    parser.add_argument('name', metavar='NAME')\n"
        "def perform(arguments):\n    print('Hello', arguments.name)\n"
    )
    (tmp_path / "shared.py").write_text('"""No verb."""\n')
    path = [*hiertopics.cli.__path__, str(tmp_path)]
    monkeypatch.setattr(hiertopics.cli, "__path__", path)
    assert sorted(find_verbs()) == sorted([*VERBS, "greet"])
    assert main(["greet", "Ada"]) == 0
    assert capsys.readouterr().out == "Hello Ada\n"
    assert "  hiertopics greet Ada  " in parser_of("fit", find_verbs()).format_help()
    for name in ("greet", "shared"):
        monkeypatch.delitem(sys.modules, f"hiertopics.cli.{name}")
        monkeypatch.delattr(hiertopics.cli, name)


NAMES = ("USAGE", "DESCRIPTION", "EXAMPLES", "add_arguments", "perform")


@pytest.mark.parametrize("missing", NAMES)
def test_a_verb_that_lacks_a_name_is_refused_with_it(tmp_path, monkeypatch, missing):
    lines = [f"{name} = print if {name!r}.islower() else ''" for name in NAMES if name != missing]
    module = f"without_{missing.lower()}"
    (tmp_path / f"{module}.py").write_text("\n".join(lines))
    monkeypatch.setattr(hiertopics.cli, "__path__", [*hiertopics.cli.__path__, str(tmp_path)])
    with pytest.raises(TypeError, match=rf"cli\.{module} lacks {missing}; .* {', '.join(NAMES)}$"):
        find_verbs()
    del sys.modules[f"hiertopics.cli.{module}"]
    delattr(hiertopics.cli, module)


def test_first_examples_are_aligned_with_all_others():
    lines = [line for verb in VERBS.values() for line in verb.EXAMPLES.splitlines()]
    remarks = [re.search(r"\S  +(?=\S)", line.lstrip()) for line in lines]
    assert {found.end() for found in remarks if found} == {43}


def test_the_choices_are_those_of_the_library():
    arguments = parser_of("fit", VERBS).parse_args(["texts", "--keep", ",".join(KEEPABLE)])
    assert arguments.keep == KEEPABLE
    text = " ".join(parser_of("fit", VERBS).format_help().split())
    assert all(name in text for name in KEEPABLE) and f"--strip {'|'.join(STRIP)}" in text
    for strip in STRIP:
        assert parser_of("corpus", VERBS).parse_args(["texts", "--strip", strip]).strip == strip
    text = " ".join(parser_of("show", VERBS).format_help().split())
    for form, export in EXPORTS.items():
        assert parser_of("show", VERBS).parse_args(["run", "--format", form]).format == form
        assert f"{form}: {export.about}" in text
    text = " ".join(parser_of("apply", VERBS).format_help().split())
    for name, form in TABLE_FORMS.items():
        assert parser_of("apply", VERBS).parse_args(["run", "in", "--format", name]).format == name
        assert f"{name}: {form.about}" in text
