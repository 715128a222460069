"""A type checker finds no fault in the package, and sees the types of what people use of it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[1]
# The annotations of numpy itself, which mypy goes by, were others before.
pytestmark = pytest.mark.skipif(
    np.lib.NumpyVersion(np.__version__) < "2.2.0", reason="numpy is not annotated as it is now"
)

PROGRAM = """
from pathlib import Path
from typing import Any

import numpy as np
from typing_extensions import assert_type

import hiertopics as ht
from hiertopics.datasets import PlantedHierarchy, make_paper_toy, make_topic_hierarchy

corpus = ht.read_corpus("folder")
assert_type(corpus, ht.Corpus)
vectorizer = ht.TextVectorizer(language="english", stem=False)
X = vectorizer.fit_transform(corpus.texts)
model = ht.NeuralNMF((20, 6), solver="pgd", random_state=0, callback=lambda epoch, cost: cost < 1)
assert_type(model.fit(X, ["a", None], mask=np.ones((2, 3))), ht.NeuralNMF)
assert_type(ht.NMF(20, init=np.ones((3, 2))).fit(X), ht.NMF)
assert_type(ht.SSNMF(supervision=0.5).fit(X).fit_transform(X), np.ndarray)
assert_type(ht.DeepNMF((8, 3), pooling=lambda S: S).fit(X), ht.DeepNMF)
assert_type(ht.HierarchicalNMF([8, 3], supervision=[0, 1]).fit(X), ht.HierarchicalNMF)
assert_type(ht.consensus(model, X, n_fits=3), ht.NeuralNMF)
assert_type(ht.topic_stability(model, X), ht.TopicStability)
S = model.fit_transform_layers(X)
assert_type(S, list[np.ndarray])
assert_type(model.predict(S=S), np.ndarray)
assert_type(model.assign_topics(X, 0), np.ndarray)
assert_type(model.score(X), float)
assert_type(model.A_, list[np.ndarray])
assert_type(model.n_epochs_, int)
tree = ht.topic_tree(model, vectorizer.get_feature_names_out(), X, corpus.ids)
assert_type(tree, ht.TopicTree)
assert_type(tree.layers[0][0], ht.TopicNode)
assert_type(tree.to_csv(), str)
assert_type(ht.compare_trees(tree, tree), ht.TreeComparison)
run = ht.fit_corpus(corpus, (20, 6))
assert_type(run, ht.Run)
assert_type(run.tree, ht.TopicTree)
assert_type(run.shares_by("year"), ht.GroupShares)
assert_type(ht.evaluate(run, corpus, n_words=5), ht.Evaluation)
assert_type(ht.coherence([["moon", "sun"]], X, ["moon", "sun"], measure="npmi"), float)
ht.save(run, "run.ht")
ht.write_report(run, Path("report.html"))
assert_type(make_topic_hierarchy(50, 90, (6, 2)), PlantedHierarchy)
assert_type(make_paper_toy(0), tuple[np.ndarray, np.ndarray])
ht.plots.plot_tree(tree)
"""
MISTAKES = {
    "ht.NeuralNMG()": "attr-defined",
    "ht.NeuralNMF(n_topic=3)": "call-arg",
    "ht.NeuralNMF(n_topics=2.5)": "arg-type",
    "ht.NeuralNMF(solver='anls')": "arg-type",
    "ht.NMF(callback=3)": "arg-type",
    "ht.NMF(5, 'anls')": "call-arg|misc",
    "ht.NMF().fit(X, layer=0)": "call-arg",
    "ht.NMF().transform(X, layer='0')": "arg-type",
    "ht.NMF().predict(X, 0, None, None, S)": "call-arg|misc",
    "ht.NMF().history_.nothing": "attr-defined",
    "ht.read_corpus()": "call-arg",
    "ht.read_corpus('folder').text": "attr-defined",
    "ht.fit_corpus('folder')": "arg-type",
    "ht.topic_tree(model, [], X, corpus.ids).node": None,
    "ht.save(run)": "call-arg",
    "ht.plots.plot_trees": "attr-defined",
}


def mypy(*arguments):
    """What mypy prints, by a cache of this repository and its settings."""
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-pretty", "--hide-error-context", *arguments],
        cwd=ROOT,
        env={**os.environ, "MYPYPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.stdout


def test_the_package_has_no_fault():
    assert "Success" in mypy()


def test_public_names_have_the_types_that_people_expect(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    assert "Success" in mypy("--strict", "--follow-imports=silent", str(program))


def test_mistakes_are_found_before_a_program_runs(tmp_path):
    program = tmp_path / "mistakes.py"
    lines = [line for line in PROGRAM.splitlines() if "assert_type(" not in line]
    program.write_text("\n".join([*lines, *MISTAKES]), encoding="utf-8")
    printed = mypy("--strict", "--follow-imports=silent", str(program))
    found = dict(re.findall(r":(\d+): error: .*\[(.*)\]$", printed, re.M))
    for number, (line, expected) in enumerate(MISTAKES.items(), start=len(lines) + 1):
        code = found.pop(str(number), None)
        assert (code in expected.split("|")) if expected else code is None, (line, code, printed)
    assert not found


def test_type_checkers_are_told_that_the_package_is_annotated():
    assert (ROOT / "hiertopics" / "py.typed").read_text() == ""
    assert '"hiertopics" = ["py.typed"]' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
