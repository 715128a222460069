"""Files are written whole or not at all, in one place, by every writer."""

import ast
import errno
import inspect
import os
import re
from pathlib import Path

import pytest

import hiertopics as ht
from hiertopics.cli.main import main

PACKAGE = Path(ht.__file__).parent

# Calls that take a mode, and those that always write.
OPENERS = {"open", "fdopen", "FileIO", "ZipFile", "TarFile", "GzipFile", "BZ2File", "LZMAFile"}
METHODS = {"write_text", "write_bytes", "touch", "savefig", "tofile", "to_pickle"}
FUNCTIONS = {
    *("os.replace", "os.rename", "os.link", "os.symlink", "tempfile.mkstemp"),
    *("shutil.copy", "shutil.copy2", "shutil.copyfile", "shutil.move", "joblib.dump"),
    *("np.save", "np.savez", "np.savez_compressed", "np.savetxt", "np.memmap", "sparse.save_npz"),
}

# What looks like writing a file and is none: a zip archive in a file that write_whole opened, and
# a place for what nobody reads.
HARMLESS = {
    "store/archive.py": {
        "zipfile.ZipFile(file, 'w')",
        "archive.open(member, 'w', force_zip64=is_large)",
    },
    "cli/main.py": {"open(os.devnull, 'w')", "os.open(os.devnull, os.O_WRONLY)"},
}


def calls_that_write(source):
    """Calls in code that may write a file other than a temporary one."""
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call):
            function = ast.unparse(call.func)
            is_method = isinstance(call.func, ast.Attribute)
            name = call.func.attr if is_method else function
            writes = function in FUNCTIONS or (is_method and name in METHODS)
            if writes or (name in OPENERS and _may_write(call)):
                yield ast.unparse(call)


def _may_write(call):
    """Whether a mode is to write, or not known."""
    given = [keyword.value for keyword in call.keywords if keyword.arg == "mode"] or call.args[:2]
    modes = [value.value for value in given if isinstance(value, ast.Constant)]
    unknown = len(call.args) > 1 and not isinstance(call.args[1], ast.Constant)
    unknown |= any(keyword.arg in ("mode", None) for keyword in call.keywords) and not modes
    return unknown or any(re.fullmatch("[rwaxbt+U]*[wax+][rwaxbt+U]*", str(mode)) for mode in modes)


@pytest.mark.parametrize(
    "code",
    [
        "open(path, 'w')",
        "open(path, mode='ab')",
        "open(path, 'r+')",
        "open(path, mode)",
        "open(path, mode=mode)",
        "open(path, **how)",
        "io.open(path, 'x', encoding='utf-8')",
        "gzip.open(path, 'wt')",
        "os.open(path, os.O_WRONLY)",
        "Path(path).open('w')",
        "Path(path).write_text(text)",
        "path.write_bytes(data)",
        "zipfile.ZipFile(path, 'w')",
        "zipfile.ZipFile(path, mode='a')",
        "gzip.GzipFile(path, 'wb')",
        "figure.savefig(path)",
        "np.savez(path, a=a)",
        "os.replace(draft, path)",
    ],
)
def test_a_call_that_writes_is_found(code):
    assert list(calls_that_write(f"def f():\n    with {code} as g:\n        pass")) == [code]


def test_a_call_that_reads_is_none():
    for code in (
        "open(path)",
        "open(path, 'rb')",
        "open(path, encoding='utf-8')",
        "gzip.open(path, 'rb')",
        "archive.open(member)",
        "zipfile.ZipFile(file)",
        "path.read_text()",
        "write_text(path, text)",
        "tempfile.TemporaryFile(prefix='a', buffering=0)",
        "copy.copy(vectorizer)",
    ):
        assert list(calls_that_write(code)) == []


def test_one_module_writes_files():
    found = {}
    for path in PACKAGE.rglob("*.py"):
        own = path.relative_to(PACKAGE).as_posix()
        calls = set(calls_that_write(path.read_text(encoding="utf-8")))
        if calls:
            found[own] = calls
    assert {"open(path, 'wb')", "os.replace(draft, target)"} <= found.pop("atomic.py")
    assert found == HARMLESS, "other modules write by hiertopics.atomic"


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    """A folder of texts."""
    folder = tmp_path_factory.mktemp("texts")
    for number, text in enumerate(["cats chase mice", "salt and bread"] * 6):
        (folder / f"{number}.txt").write_text(f"{text} {number}")
    return folder


@pytest.fixture(scope="module")
def run(texts):
    return ht.fit_corpus(ht.read_corpus(texts), 2)


@pytest.fixture(scope="module")
def run_path(run, tmp_path_factory):
    path = tmp_path_factory.mktemp("run") / "run.ht"
    ht.save(run, path)
    return path


METHOD_WRITERS = ("to_csv", "to_dot", "to_graphml", "to_json", "to_markdown")
FUNCTION_WRITERS = ("save", "write_report")
COMMANDS = (
    "fit TEXTS --topics 2 --quiet --save FILE",
    "fit TEXTS --topics 2 --quiet --html FILE",
    "fit TEXTS --topics 2 --quiet --json FILE",
    "corpus TEXTS --quiet --json FILE",
    "apply RUN TEXTS --quiet --output FILE",
    "apply RUN TEXTS --quiet --format jsonl --output FILE",
    "report RUN FILE --quiet",
)


def test_all_public_writers_are_tried():
    functions, methods = set(), set()
    for name in ht.__all__:
        public = getattr(ht, name)
        parts = inspect.getmembers(public, inspect.isfunction) if inspect.isclass(public) else ()
        methods |= {own for own, part in parts if own[0] != "_" and _takes_a_path(part)}
        if inspect.isfunction(public) and _takes_a_path(public):
            functions.add(name)
    # A matrix is a folder that nothing is written over, as tests/matrix holds.
    read_or_new = {"load", "open_matrix", "write_matrix"}
    assert functions - read_or_new == set(FUNCTION_WRITERS) and methods == set(METHOD_WRITERS)


def _takes_a_path(function):
    return "path" in inspect.signature(function).parameters


@pytest.fixture
def old(tmp_path):
    """A file that was there before."""
    path = tmp_path / "file"
    path.write_bytes(b"old")
    return path


def fail_at(call, fault, monkeypatch):
    def fail(*_, **__):
        raise fault

    monkeypatch.setattr(os, call, fail)


def assert_as_before(path):
    assert path.read_bytes() == b"old"
    assert os.listdir(path.parent) == [path.name], "no draft is left behind"


FULL = OSError(errno.ENOSPC, "no space left")


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("fault", [FULL, KeyboardInterrupt()], ids=["full", "interrupt"])
@pytest.mark.parametrize("name", [*METHOD_WRITERS, *FUNCTION_WRITERS])
def test_a_writer_that_fails_leaves_the_old_file(name, fault, call, run, old, monkeypatch):
    fail_at(call, fault, monkeypatch)
    with pytest.raises(type(fault)):
        if name in FUNCTION_WRITERS:
            getattr(ht, name)(run, old)
        else:
            getattr(run.tree, name)(old)
    assert_as_before(old)


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_fails_leaves_the_old_file(
    command, call, texts, run_path, old, monkeypatch, capsys
):
    places = {"TEXTS": texts, "RUN": run_path, "FILE": old}
    fail_at(call, FULL, monkeypatch)
    assert main([str(places.get(word, word)) for word in command.split()]) == 1
    assert "no space left" in capsys.readouterr().err
    assert_as_before(old)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_replaces_the_old_file(command, texts, run_path, old):
    places = {"TEXTS": texts, "RUN": run_path, "FILE": old}
    assert main([str(places.get(word, word)) for word in command.split()]) == 0
    assert len(old.read_bytes()) > 100 and os.listdir(old.parent) == [old.name]
