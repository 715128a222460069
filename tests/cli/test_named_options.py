"""Options that messages and remarks advise are options of the command, with their values."""

import ast
import re
from pathlib import Path

import pytest

import hiertopics
from hiertopics.cli.main import find_verbs, parser_of

# An option and, if there is one, the word behind it; what is filled in later is \0.
OPTION = re.compile(r"(?<![\w-])--([a-z][a-z-]+)(?: ([\w,-]+|'[^']*'|\0))?")
VALUES = {"split": r"paragraphs|\d+|\0", "strip": "auto|email|none", "missing": ".*"}


def texts_in(path):
    """All texts of a module but its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef)
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, holders) and node.body]
    docs = {id(body[0].value) for body in bodies if isinstance(body[0], ast.Expr)}
    within = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [each.value if isinstance(each, ast.Constant) else "\0" for each in node.values]
            within.update(map(id, node.values))
            yield "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in docs | within:
                yield node.value


MODULES = sorted(Path(hiertopics.__file__).parent.rglob("*.py"))
ADVISED = {match.groups() for path in MODULES for text in texts_in(path)
           for match in OPTION.finditer(text)}  # fmt: skip


@pytest.fixture(scope="module")
def known():
    """The options of all verbs."""
    verbs = find_verbs()
    parsers = [parser_of(verb, verbs) for verb in verbs]
    return {
        own for parser in parsers for action in parser._actions for own in action.option_strings
    }


def test_many_options_are_advised():
    assert {"text", "split", "per-line", "strip", "missing", "each"} <= {
        name for name, _ in ADVISED
    }


@pytest.mark.parametrize(("name", "value"), sorted(ADVISED, key=str))
def test_what_is_advised_is_an_option(known, name, value):
    assert f"--{name}" in known
    if name in VALUES and value is not None:  # else the option itself is spoken of
        assert re.fullmatch(VALUES[name], value.strip("'")), f"--{name} {value}"
