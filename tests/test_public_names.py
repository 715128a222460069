"""Every public name is where the registry says, described, annotated, and seen by type checkers."""

import ast
import dataclasses
import inspect
import re
import types
from pathlib import Path

import pytest
from support.docstrings import entries

import hiertopics
from hiertopics import datasets

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ast.parse((ROOT / "hiertopics" / "__init__.py").read_text(encoding="utf-8"))


def public_values():
    """Names and values of what people import, those in public modules included."""
    modules = [datasets]
    for name in hiertopics.__all__:
        value = getattr(hiertopics, name)
        if isinstance(value, types.ModuleType):
            modules.append(value)
        else:
            yield name, value
    for module in modules:
        own = getattr(module, "__all__", None) or [
            name for name, value in vars(module).items() if defined_in(module, value)
        ]
        for name in own:
            if not name.startswith("_"):
                yield f"{module.__name__}.{name}", getattr(module, name)


def defined_in(module, value):
    return callable(value) and getattr(value, "__module__", None) == module.__name__


def functions_of(name, value):
    """Names and functions of a public value: it itself, or the methods of a class of ours."""
    if inspect.isfunction(value):
        yield name, value
    for owner in inspect.getmro(value) if inspect.isclass(value) else ():
        for attribute, member in vars(owner).items():
            function = plain(member)
            ours = function is not None and function.__module__.startswith("hiertopics.")
            written = ours and function.__qualname__.startswith(owner.__name__)  # not generated
            if written and (attribute == "__init__" or not attribute.startswith("_")):
                yield f"{name}.{attribute}", function


def plain(member):
    """The function as it is written, of a method, property, class method or decorated function."""
    for wrapped in ("fget", "fn", "func", "__func__"):
        member = getattr(member, wrapped, member)
    member = inspect.unwrap(member) if callable(member) else None
    return member if inspect.isfunction(member) else None


PUBLIC = dict(public_values())
FUNCTIONS = {key: f for name, value in PUBLIC.items() for key, f in functions_of(name, value)}


def parameters_of(function):
    names = list(inspect.signature(function).parameters)
    return [name for name in names if name not in ("self", "cls")]


def test_type_checkers_see_the_registry():
    (block,) = [node for node in SOURCE.body if isinstance(node, ast.If)]
    seen = {}
    for node in block.body:
        for alias in node.names:
            assert alias.asname == alias.name, "without `as`, a name is not exported to checkers"
            seen[alias.name] = node.module
    modules = {name: home.rpartition(".")[0] for name, home in hiertopics._MODULES.items()}
    assert seen == hiertopics._HOMES | modules
    assert set(hiertopics.__all__) == set(seen)


@pytest.mark.parametrize("name", hiertopics.__all__)
def test_the_registry_names_the_module_that_defines_it(name):
    value = getattr(hiertopics, name)
    home = getattr(value, "__module__", None) or value.__name__
    assert home == {**hiertopics._HOMES, **hiertopics._MODULES}[name]


@pytest.mark.parametrize("name", hiertopics.__all__)
def test_public_names_are_in_the_documentation(name):
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    assert re.search(rf"\b{name}\b", text), f"no page of the documentation mentions {name}"


@pytest.mark.parametrize("name", PUBLIC)
def test_public_classes_describe_their_parameters(name):
    value = PUBLIC[name]
    if not inspect.isclass(value):
        return
    if dataclasses.is_dataclass(value):
        needed = {field.name for field in dataclasses.fields(value) if field.name[0] != "_"}
    else:
        own = value.__dict__.get("__init__")
        needed = set(parameters_of(own)) if own else set()
    assert needed <= set(entries(value, "Parameters", "Attributes"))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_public_functions_describe_their_parameters(name):
    function = FUNCTIONS[name]
    if not name.endswith(".__init__"):  # the class describes what it is made from
        docstring = inspect.getdoc(function) or ""
        assert re.match(r"[^\n]+[.:]\n*", docstring), "a docstring begins with one line"
        missing = set(parameters_of(function)) - set(entries(function, "Parameters"))
        assert not missing, f"the docstring leaves out {sorted(missing)}"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_public_functions_are_annotated(name):
    function = FUNCTIONS[name]
    missing = {*parameters_of(function), "return"} - set(function.__annotations__)
    assert missing <= ({"return"} if name.endswith(".__init__") else set())


def test_unknown_names_are_refused_and_known_ones_listed():
    assert set(hiertopics.__all__) <= set(dir(hiertopics))
    with pytest.raises(AttributeError, match="no attribute 'topicmodel'"):
        hiertopics.topicmodel  # noqa: B018
