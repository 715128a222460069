"""Imports point down, heavy libraries have one home, and help loads nothing."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "hiertopics"

# What each part may import of the others, whole parts or single modules of them.
MAY_SEE = {
    "dates": {"dates"},
    "corpus": {"corpus", "dates"},
    "vectorizer": {"vectorizer", "corpus", "matrix"},
    "core": {"core"},
    "matrix": {"matrix", "atomic", "core"},
    "models": {"models", "core", "matrix"},
    "tree": {"tree", "atomic", "core.topics"},
    "documents": {"documents", "dates", "tree", "core.topics"},
    # Of the vectorizer, how it splits texts: words are looked up in their tokens, in order.
    "quality": {
        *("quality", "tree", "core.topics"),
        *("vectorizer.stream", "vectorizer.tokens", "vectorizer.language", "vectorizer.numbering"),
    },
    "report": {"report", "atomic", "quality", "tree", "documents", "core.topics"},
    "choosing": {"core", "quality", "models.parameters"},
    "refits": {"core", "quality", "models.nmf", "models.parameters", "tree.node"},
    "provenance": set(),
    "run": {
        *("corpus", "vectorizer", "models", "tree", "documents", "choosing", "refits", "quality"),
        "provenance",
    },
    "store": {
        *("store", "atomic", "corpus", "vectorizer", "models", "tree", "documents", "quality"),
        "run",
    },
    "cli": {
        *("cli", "atomic", "corpus", "vectorizer", "matrix", "tree", "documents", "quality"),
        *("report", "run", "store"),
    },
    "__main__": {"cli"},
    "__init__": set(),
    "atomic": set(),
    "datasets": {"core.topics", "models.parameters"},
    "errors": set(),
    "missing": set(),
    "natural_order": set(),
    "matrix_checks": set(),
    "printable": set(),
    "reasons": set(),
    "progress": set(),
    "version": set(),
}
OPEN_TO_ALL = {
    *("errors", "matrix_checks", "missing", "natural_order", "printable", "progress", "reasons"),
    "version",
}
HOMES = {
    "numba": {"core/kernels/compiled.py", "core/kernels/numba_vectors.py"},
    "sklearn": {
        "corpus/public.py",
        "datasets.py",
        "models/estimator.py",
        "models/prediction.py",
        "models/transforms.py",
        "models/unknown_entries.py",
        "quality/agreement.py",  # adjusted mutual information and Rand index
        "vectorizer/vectorizer.py",
    },
    "nltk": {"corpus/public.py", "vectorizer/language.py"},
    "threadpoolctl": {"core/threads.py"},
    "joblib": {"vectorizer/stream.py"},
    "icu4py": {"vectorizer/segmenters.py"},
    "rjieba": {"vectorizer/segmenters.py"},
    "charset_normalizer": {"corpus/code_pages.py"},
    "pyarrow": {"corpus/tables/arrow.py"},
    "narwhals": {"corpus/tables/frames.py"},
    "python_calamine": {"corpus/tables/workbooks.py"},
    "pypdfium2": {"corpus/files/pdf.py", "corpus/files/print_columns.py"},
    "rich": {"report/terminal/tree.py", "report/terminal/progress.py"},
    "pandas": {"tree/export/tabular.py"},
    "networkx": {"tree/export/graphs.py"},
    "matplotlib": {"report/plots/drawing.py"},
    "plotly": {"report/html/write.py"},
}


def modules():
    return sorted(PACKAGE.rglob("*.py"))


def imports(path):
    """Every module that a file imports anywhere, absolute; type checkers alone may see others."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = {
        node
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for statement in block.body
        for node in ast.walk(statement)
    }
    for node in ast.walk(tree):
        if node in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module


def may_import(own, name):
    """Whether a part of hiertopics may import a module, given by its dotted name."""
    within = name.partition(".")[2] or "__init__"
    return any(f"{within}.".startswith(f"{seen}.") for seen in MAY_SEE[own] | OPEN_TO_ALL)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down(path):
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    for name in imports(path):
        if name.split(".")[0] == "hiertopics":
            assert may_import(own, name), f"{own} must not import {name}"


def test_a_part_may_see_one_module_of_another():
    for own in ("tree", "documents", "report", "quality", "datasets"):
        assert may_import(own, "hiertopics.core.topics")
        for other in ("hiertopics.core", "hiertopics.core.network", "hiertopics.core.topics2"):
            assert not may_import(own, other)
    assert may_import("models", "hiertopics.core.network")
    assert not may_import("tree", "hiertopics")


def test_topics_of_the_core_know_numpy_alone():
    """What the tree and the documents import of the core loads no compiled kernel."""
    libraries = {name.split(".")[0] for name in imports(PACKAGE / "core" / "topics.py")}
    assert libraries <= {"collections", "numpy", "typing"}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_libraries_have_a_home(path):
    own = path.relative_to(PACKAGE).as_posix()
    for name in imports(path):
        library = name.split(".")[0]
        assert own in HOMES.get(library, {own}), f"{library} does not belong in {own}"


def test_there_is_no_import_cycle():
    graph = {
        ".".join(("hiertopics", *path.relative_to(PACKAGE).with_suffix("").parts)): {
            name for name in imports(path) if name.startswith("hiertopics.")
        }
        for path in modules()
    }
    done = set()

    def visit(name, above):
        assert name not in above, f"import cycle: {' -> '.join([*above, name])}"
        if name not in done:
            for below in graph.get(name, ()):
                visit(below, [*above, name])
            done.add(name)

    for name in graph:
        visit(name, [])


def test_package_files_hold_no_code():
    for path in PACKAGE.rglob("*/__init__.py"):
        body = ast.parse(path.read_text(encoding="utf-8")).body
        assert len(body) == 1 and isinstance(body[0], ast.Expr), f"{path}: more than a docstring"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_stay_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 350


@pytest.mark.parametrize(
    "code",
    [
        "import hiertopics",
        "from hiertopics.cli.main import find_verbs, parser_of\n"
        "verbs = find_verbs()\n"
        "for verb in verbs: parser_of(verb, verbs).format_help()",
    ],
)
def test_nothing_heavy_is_loaded_before_work(code):
    heavy = {"numpy", "scipy", "sklearn", "numba", "nltk", "rich", "pandas", "matplotlib"}
    show = f"{code}\nimport sys; print(*sys.modules)"
    out = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=True)
    assert not heavy & set(out.stdout.split())


def test_a_reader_is_imported_with_the_first_file_of_its_format(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "Cats chase mice."}\n{"text": "Bread needs salt."}\n', "utf-8")
    show = f"import hiertopics, sys; hiertopics.read_corpus({str(path)!r}); print(*sys.modules)"
    out = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=True)
    loaded = set(out.stdout.split())
    assert "hiertopics.corpus.tables.objects" in loaded
    others = ("files.office", "files.pdf", "files.xml", "tables.delimited", "tables.workbooks")
    assert not {f"hiertopics.corpus.{name}" for name in others} & loaded
