"""The examples run from a clone, and what they print and draw is what they say."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from scipy.io import savemat

import hiertopics as ht
from hiertopics.datasets import make_paper_toy

ROOT = Path(__file__).resolve().parents[1]


def run(*arguments, ok=True):
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    assert (done.returncode == 0) == ok, done.stderr
    return done.stdout if ok else done.stderr


@pytest.fixture(scope="module")
def matrix(tmp_path_factory):
    """A toy in the form of the authors' file."""
    X, y = make_paper_toy(random_state=1)
    known = np.arange(90) % 5 < 2
    path = tmp_path_factory.mktemp("toy") / "toy.mat"
    labels = {f"labels{n}": y[:, l] for l, n in enumerate((9, 4, 2))}
    savemat(path, {"X": X.T, "L40": np.tile(known, (2, 1)).astype(float), **labels})
    return path


@pytest.mark.parametrize("source", ["made", "file"])
def test_paper_table_is_dominated_by_neural_nmf(source, matrix):
    out = run("examples/paper_table.py", *([matrix] if source == "file" else []), "--trials", 1)
    first, _, nine = out.partition("With the nine finest labels")
    rows = re.findall(
        r"^(\d) +(\.\d+|0\.\d+) +Neural NMF +([\d.]+) ± \S+(?: / ([\d.]+))?", first, re.M
    )
    assert len(rows) == 9
    for depth, floor, error, accuracy in rows:
        assert float(error) <= float(floor) + 0.0004
        assert accuracy in ("", "1.000"), f"{depth} layers"
    assert first.count("Hier. NMF ") >= 9 and first.count("Deep NMF ") >= 9
    accuracies = re.findall(r"Neural NMF +\S+ ± \S+ / ([\d.]+)", nine)
    assert len(accuracies) == 4 and max(map(float, accuracies)) < 0.7


def test_paper_figures_are_drawn(tmp_path):
    run("examples/paper_figures.py", "--folder", tmp_path / "new")
    paths = sorted((tmp_path / "new").iterdir())
    assert [path.name for path in paths] == [f"figure_{n}.png" for n in (1, 2, 3, 4)]
    for path in paths:
        pixels = np.asarray(Image.open(path).convert("RGB"))
        assert min(pixels.shape[:2]) > 400 and len(np.unique(pixels.reshape(-1, 3), axis=0)) > 100


POST = """From: x@y
Subject: {group}

In article <1> a@b writes:
> {other}
{words}

--
signature
"""


@pytest.fixture(scope="module")
def newsgroups(tmp_path_factory):
    """Ten groups of made posts: words of the group, words of all, and quotes from another group."""
    sys.path.insert(0, str(ROOT / "examples"))
    try:
        from newsgroups import GROUPS
    finally:
        sys.path.pop(0)
    folder, rng = tmp_path_factory.mktemp("posts"), np.random.default_rng(0)
    names = list(GROUPS)
    for n, group in enumerate(names):
        (folder / GROUPS[group] / group).mkdir(parents=True)
        for i in range(104):
            own = rng.choice([f"{group.split('.')[-1]}{c}" for c in "abcdefgh"], 12)
            broad = rng.choice([f"{GROUPS[group]}{c}" for c in "klmn"], 6)
            common = rng.choice([f"common{c}" for c in "pqrstuvw"], 6)
            other = " ".join([f"{names[n - 1].split('.')[-1]}{c}" for c in "abcdefgh"])
            words = " ".join([*own, *broad, *common])
            text = POST.format(group=group, other=other, words=words)
            (folder / GROUPS[group] / group / f"{i}.txt").write_text(text, encoding="utf-8")
    return folder


def test_newsgroup_task_measures_both_layers(newsgroups):
    out = run("examples/newsgroups.py", newsgroups, "--seeds", 1)
    assert "1000 posts" in out
    rows = re.findall(r"^(\w[\w ]+?) {2,}([\d.]+) ± [\d.]+ +([\d.]+) ± ", out, re.M)
    found = {name: (float(fine), float(broad)) for name, fine, broad in rows}
    assert set(found) == {"no labels", "broad labels", "both labels", "logistic regression"}
    assert found["both labels"][0] > 0.8
    assert min(found["both labels"][1], found["broad labels"][1]) > 0.95
    assert "10 topics in 6 groups" in out and "signature" not in out


def test_newsgroup_task_names_the_groups_that_are_missing(newsgroups):
    message = run("examples/newsgroups.py", newsgroups / "sci", ok=False)
    assert "has no sub-folder named comp.graphics" in message and "Traceback" not in message


def test_pictures_show_the_sky(tmp_path, monkeypatch):
    """The tree goes into README, and the picture is of the topic with the word it is chosen by."""
    monkeypatch.syspath_prepend(ROOT / "examples")
    import pictures

    (tmp_path / "examples").mkdir()
    shutil.copytree(ROOT / "corpora" / "everyday", tmp_path / "corpora" / "everyday")
    begin, end = "before\n<!-- tree -->\n```text\n", "```\nafter\n"
    (tmp_path / "README.md").write_text(f"{begin}old\n{end}", encoding="utf-8")
    taken = []
    monkeypatch.setattr(pictures, "ROOT", tmp_path)
    monkeypatch.setattr(pictures, "PICTURE", tmp_path / "examples" / "report.png")
    monkeypatch.setattr(pictures, "photograph", lambda address, picture: taken.append(address))
    monkeypatch.setenv("PYTHONPATH", str(ROOT), prepend=os.pathsep)
    pictures.main()
    made = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert made.startswith(begin + "216 documents, 12 topics in 4 groups\n") and made.endswith(end)
    ((page, key),) = [address.split("#topic=") for address in taken]
    tree = ht.fit_corpus(ht.read_corpus(ROOT / "corpora" / "everyday")).tree
    assert page.endswith("/report.html") and tree.resolve(key).labels == (("astronomy", 54),)


def test_own_cost_makes_documents_purer():
    rows = [line.split() for line in run("examples/own_cost.py").splitlines()[1:]]
    topics, strongest = np.array(rows, dtype=float)[:, 1:3].T
    assert len(rows) == 4 and (np.diff(topics) < 0).all() and (np.diff(strongest) > 0).all()
