"""The leaderboard's own parts, and those peers that the packages of the tests allow."""

import importlib
import json
import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import sparse
from sklearn.metrics import adjusted_rand_score

import hiertopics as ht

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")

FINE = ("bread flour oven yeast", "soup onion pepper carrot", "moon crater tide orbit")
FINE = [text.split() for text in (*FINE, "star galaxy quasar nova")]
BROAD = ["kitchen cook taste".split(), "sky telescope night".split()]
EMPTY = 5  # a document without words


@pytest.fixture(scope="module")
def benchmarks():
    """The modules of the folder by name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "benchmarks")
        names = ("peers", "encoders", "leaderboard", "labelled", "quality")
        yield SimpleNamespace(**{name: importlib.import_module(name) for name in names})


@pytest.fixture(scope="module")
def corpus(benchmarks):
    """Four planted groups of documents in two; one label is unknown."""
    rng = np.random.default_rng(0)
    fine = np.arange(80) % 4
    texts = []
    for group in fine:
        words = [*rng.choice(FINE[group], 12), *rng.choice(BROAD[group // 2], 5)]
        texts.append(" ".join([*words, *(["ice", "cream"] if group == 0 else [])]))
    texts[EMPTY] = "!"
    labels = np.array([f"fine {group}" for group in fine], dtype=object)
    labels[7] = None
    broad = np.array([f"broad {group // 2}" for group in fine], dtype=object)
    return benchmarks.labelled.Labelled("planted", texts, [labels, broad], (4, 2))


@pytest.fixture(scope="module")
def place(benchmarks, corpus, tmp_path_factory):
    """A folder that runs read."""
    folder = tmp_path_factory.mktemp("prepared")
    benchmarks.leaderboard.prepare(corpus, folder)
    return folder


@pytest.fixture(scope="module")
def task(benchmarks, place):
    return benchmarks.leaderboard.Task(place, seed=0)


def test_a_task_reads_what_was_prepared(task, corpus):
    assert task.sizes == (4, 2) and task.n_docs == len(corpus.texts)
    assert task.texts == corpus.texts
    assert task.labels[0][7] is None and task.labels[0][8] == "fine 0"
    shape = (task.n_docs, len(task.terms))
    assert task.counts.shape == task.weights.shape == task.plain.shape == shape
    assert task.counts.sum() > 0 and np.diff(task.counts.indptr)[EMPTY] == 0
    expected = ht.TextVectorizer(idf_power=1.0).fit_transform(corpus.texts)
    assert (task.plain != expected).nnz == 0


def test_terms_of_documents_are_joined_and_split_again(task):
    assert "ice cream" in task.terms
    lists = list(task.token_lists())
    assert lists[EMPTY] == []
    for own, row in zip(lists, task.counts.toarray(), strict=True):
        assert [own.count(term) for term in task.terms] == row.tolist()
    joined = [text.split() for text in task.joined_texts()]
    assert "ice_cream" in joined[0]
    assert task.split_words(joined) == lists


def test_words_are_those_of_largest_positive_weight(benchmarks):
    weights = [[0.0, 2.0, 3.0, 2.0], [0.0, 0.0, 0.0, 0.0], [-1.0, 0.5, 0.0, -2.0]]
    found = benchmarks.peers.top_words(weights, list("abcd"), 3)
    assert found == [["c", "b", "d"], [], ["b"]]
    assert benchmarks.peers.largest(weights).tolist() == [2, -1, 1]
    assert benchmarks.peers.spread_out([3, 4], [0, 2], 4).tolist() == [3, -1, 4, -1]


def test_words_of_groups_are_by_class_based_tf_idf(benchmarks):
    rng = np.random.default_rng(0)
    counts, assigned = rng.poisson(1.0, (30, 8)), np.arange(30) % 3
    by_group = np.array([counts[assigned == group].sum(axis=0) for group in range(3)])
    average = counts.sum() / 3
    expected = [
        sorted(
            range(8),
            key=lambda j: -own[j] / own.sum() * np.log(1 + average / by_group[:, j].sum()),
        )
        for own in by_group
    ]
    found = benchmarks.peers.class_words(sparse.csr_array(counts), assigned, list(range(8)))
    assert found == expected


def test_groups_of_embeddings_are_found(benchmarks, task, corpus):
    fine = np.arange(task.n_docs) % 4
    embeddings = np.eye(4)[fine] + 0.1 * np.eye(2)[fine // 2].repeat(2, axis=1)
    given = SimpleNamespace(
        embeddings=embeddings, sizes=(4, 2), seed=0, counts=task.counts, terms=task.terms
    )
    words, assigned = benchmarks.peers.k_means(given)
    assert adjusted_rand_score(assigned[0], fine) == 1 and len(set(assigned[1])) == 2
    assert {frozenset(own[:4]) for own in words[0]} == {frozenset(own) for own in FINE}


FLAT = ("NMF", "scikit-learn NMF", "scikit-learn NMF, idf^1.5", "scikit-learn LDA")
LAYERED = ("HierarchicalNMF", "DeepNMF", "NeuralNMF")
JOINED = [f"{name}, neighbours" for name in ("NMF", *LAYERED)]


@pytest.mark.parametrize("name", [*FLAT, *LAYERED, *JOINED, "hiertopics, the command"])
def test_methods_find_planted_groups(benchmarks, task, name):
    method = benchmarks.leaderboard.METHODS[name]
    assert method.modules == ()
    words, assigned = method.find(task)
    fine = np.arange(task.n_docs) % 4
    known = np.arange(task.n_docs) != EMPTY
    for layer, (own, topics, groups) in enumerate(
        zip(words, assigned, (fine, fine // 2), strict=True)
    ):
        assert len(own) == task.sizes[layer] and np.asarray(topics)[EMPTY] == -1
        assert all(1 <= len(topic) <= 10 and set(topic) <= set(task.terms) for topic in own)
        found = adjusted_rand_score(np.asarray(topics)[known], groups[known])
        assert found == 1 or ("LDA" in name and found > 0.6), "LDA may join two groups, by its seed"


@pytest.mark.parametrize("name", ["SSNMF", "NeuralNMF"])
def test_documents_whose_labels_are_given_are_not_scored(benchmarks, task, corpus, name):
    method = benchmarks.leaderboard.METHODS[f"{name}, neighbours, 10 % labels"]
    _, assigned = method.find(task)
    given = assigned[0] == benchmarks.quality.GIVEN
    assert 0 < given.sum() < task.n_docs / 4
    assert np.array_equal(given, assigned[1] == benchmarks.quality.GIVEN)
    judged = benchmarks.quality.Judge(corpus)([[["bread"]], [["sky"]]], assigned)
    assert judged["found"] == [4, 2] and judged["nmi"][0] > 0.9


def test_a_run_writes_what_it_found_and_took(benchmarks, place, tmp_path):
    result = tmp_path / "result.json"
    benchmarks.leaderboard.run_alone("fit", "scikit-learn NMF", "0", str(place), str(result))
    found = json.loads(result.read_text())
    assert [len(layer) for layer in found["words"]] == [4, 2]
    assert [len(layer) for layer in found["assigned"]] == [80, 80]
    assert min(found["seconds"], found["processor"], found["megabytes"]) > 0


def test_a_package_that_is_missing_is_named(benchmarks, place, tmp_path, monkeypatch):
    result = tmp_path / "result.json"
    for module in ("hnmf", "wordllama", "umap"):
        monkeypatch.setitem(importlib.sys.modules, module, None)
    monkeypatch.setitem(importlib.sys.modules, "bertopic", SimpleNamespace())
    for task, name, package in (
        ("fit", "hNMF", "hNMF"),
        ("fit", "BERTopic, MiniLM", "umap-learn"),
        ("encode", "wordllama", "wordllama"),
    ):
        benchmarks.leaderboard.run_alone(task, name, "0", str(place), str(result))
        assert json.loads(result.read_text()) == {"failed": f"{package} is not installed"}


def test_every_module_of_a_method_has_its_package(benchmarks):
    board = benchmarks.leaderboard
    used = {module for method in board.METHODS.values() for module in method.modules}
    assert used <= set(board.PACKAGES)
    lines = (ROOT / "benchmarks" / "requirements-quality.txt").read_text().splitlines()
    required = {line.partition(">=")[0] for line in lines if not line.startswith("#")}
    assert required <= set(board.PACKAGES.values())
    for package in board.PACKAGES.values():
        assert re.search(rf"(^|, )(no )?{re.escape(package)}( \d|,|$)", board.versions())


def test_runs_of_embeddings_read_them_and_name_their_encoder(benchmarks):
    for name, method in benchmarks.leaderboard.METHODS.items():
        assert (method.encoder is not None) == ("embeddings" in method.reads), name
        assert method.encoder is None or method.encoder in benchmarks.encoders.ENCODERS
        readable = dir(benchmarks.leaderboard.Task)
        assert set(method.reads) <= set(readable), name


def test_topics_are_judged_by_the_measures_of_the_package(benchmarks, corpus):
    fine = np.arange(len(corpus.texts)) % 4
    topics = fine.copy()
    topics[fine == 3] = -1  # a group of its own
    words = [FINE, BROAD]
    judged = benchmarks.quality.Judge(corpus)(words, [topics.tolist(), (fine // 2).tolist()])
    assert judged["nmi"] == pytest.approx([1, 1]) and judged["diversity"] == [1, 1]
    assert judged["found"] == [3, 2] and judged["placed"] == [0.75, 1]
    for layer, own in enumerate(words):
        for name in ("npmi", "c_v"):
            assert judged[name][layer] == ht.coherence(own, corpus.texts, measure=name)
    unlabelled = benchmarks.quality.Judge(SimpleNamespace(texts=corpus.texts, labels=[None, None]))
    assert unlabelled(words, [topics, fine])["nmi"] == [None, None]


def a_run(nmi, **more):
    figures = dict(nmi=[nmi, None], ami=[0.5, None], npmi=[-0.25, 0.5], diversity=[1, 1])
    return dict(found=[20, 6], seconds=2, processor=3, megabytes=1500, **figures) | more


def test_a_row_has_means_and_a_run_that_failed_its_reason(benchmarks):
    runs = [a_run(0.5), a_run(0.7, seconds=4, megabytes=1600)]
    row = benchmarks.quality.show_row("M", runs)
    cells = ["M", "20 / 6", ".600 / –", ".500 / –", "-.250 / .500", "1.000 / 1.000", "3.0", "3.0"]
    assert row == "| " + " | ".join([*cells, "1,600"]) + " |"
    failed = benchmarks.quality.show_row("M", [*runs, {"failed": "hNMF is not installed"}])
    assert failed.startswith("| M | hNMF is not installed |")
    assert failed.count("|") == row.count("|") == len(benchmarks.quality.COLUMNS) + 1
    assert benchmarks.quality.deviation(runs) == pytest.approx(0.1 * np.sqrt(2))
    assert benchmarks.quality.deviation(runs[:1]) == 0


def test_runs_among_the_results_are_not_made_again(benchmarks, corpus, tmp_path, monkeypatch):
    quality = benchmarks.quality
    made = []

    def run_apart(name, seed, place, options):
        made.append((name, seed))
        if name == "fails":
            return {"failed": "not done in 1 s"}
        topics = (np.arange(80) % 4).tolist()
        return {"words": [FINE, BROAD], "assigned": [topics, topics], "seconds": 1}

    monkeypatch.setattr(quality, "run_apart", run_apart)
    options = SimpleNamespace(threads=None, results=tmp_path / "runs.jsonl")
    judge = quality.Judge(corpus)
    first = quality.measured(corpus, "works", 0, None, judge, options)
    assert quality.measured(corpus, "works", 0, None, judge, options) == first
    for _ in range(2):
        assert "failed" in quality.measured(corpus, "fails", 0, None, judge, options)
    quality.measured(corpus, "works", 1, None, judge, options)
    assert made == [("works", 0), ("fails", 0), ("fails", 0), ("works", 1)]


def test_a_labelled_corpus_is_read(benchmarks, tmp_path):
    posts = [{"text": f"From: a\n\nbody {i}", "label": f"l{i % 8}"} for i in range(40)]
    path = tmp_path / "some.jsonl"
    path.write_text("\n".join(map(json.dumps, posts)), encoding="utf-8")
    found = benchmarks.labelled.read_labelled(path)
    assert found.name == "some" and found.sizes == (8, 2) and found.texts[3] == "body 3"
    assert found.labels[0][9] == "l1" and found.labels[1] is None
    part = benchmarks.labelled.read_labelled(path, 5, (2, 8))
    assert len(part.texts) == 5 and part.labels[0] is None and len(part.labels[1]) == 5
