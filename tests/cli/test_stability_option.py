"""The option --stability: topics that halves of the texts do not find again are marked and kept."""

import csv

import pytest

import hiertopics as ht
from hiertopics.cli.main import main
from hiertopics.tree.solidity import solidity_note

THEMES = (
    "boat sail wave wind harbour tide anchor deck",
    "garden rose apple tree gate path bench pond",
    "office letter desk clerk ledger ink stamp lamp",
)


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """Three themes of twenty texts each."""
    path = tmp_path_factory.mktemp("texts") / "texts.csv"
    words = [theme.split() for theme in THEMES]
    rows = [" ".join((own * 2)[i % 8 : i % 8 + 5]) for i in range(20) for own in words]
    path.write_text("\n".join(["text", *rows]))
    return path


@pytest.fixture(scope="module")
def fitted(table, tmp_path_factory):
    """What the command says and writes, with more topics than there are themes."""
    folder = tmp_path_factory.mktemp("fitted")
    paths = {"--save": folder / "run.ht", "--json": folder / "tree.json"}
    options = [part for pair in paths.items() for part in map(str, pair)]
    with pytest.MonkeyPatch.context() as patch:
        stages = []
        patch.setattr("hiertopics.cli.output.say", lambda *lines: stages.extend(lines))
        assert main([str(table), "--topics", "9", "3", "--stability", *options]) == 0
    return paths, stages


def test_topics_are_marked_in_one_note_and_kept(fitted, table, tmp_path, capsys):
    paths, said = fitted
    run = ht.load(paths["--save"])
    assert all(node.stability is not None for node in run.tree)
    assert [node.is_doubtful for node in run.tree.layers[1]] == [False] * 3
    assert 0 < sum(node.is_doubtful for node in run.tree.layers[0])
    notes = [line for line in said if "solid" in line]
    assert notes == [solidity_note(run.tree)]
    assert ht.TopicTree.from_json(paths["--json"].read_text(encoding="utf-8")) == run.tree
    assert main(["show", str(paths["--save"])]) == 0
    marks = capsys.readouterr().out.count("not solid: found again in")
    assert marks == sum(node.is_doubtful for node in run.tree)
    assert main(["show", str(paths["--save"]), "--format", "csv"]) == 0
    rows = csv.DictReader(capsys.readouterr().out.splitlines())
    assert [float(row["stability"]) for row in rows] == [node.stability for node in run.tree]


def test_it_is_off_by_default(table, capsys):
    assert main([str(table), "--topics", "9", "3"]) == 0
    captured = capsys.readouterr()
    assert "solid" not in captured.out + captured.err and "fitting halves" not in captured.err


def test_stability_of_a_run_is_that_of_its_model(table):
    corpus, stages = ht.read_corpus(table), []
    run = ht.fit_corpus(
        corpus, (3,), stability=True, progress=lambda *report: stages.append(report)
    )
    expected = ht.topic_stability(run.model, run.vectorizer.transform(corpus.texts))
    (found,) = ([node.stability for node in layer] for layer in run.tree.layers)
    assert tuple(found) == expected.topics[0]
    assert [report[1:] for report in stages if report[0] == "fitting halves"] == [
        (done, 8) for done in range(8)
    ]


def test_another_seed_draws_other_halves(table, monkeypatch):
    seeds = []

    def recorded(*args, random_state, **settings):
        seeds.append(random_state)
        return ht.topic_stability(*args, random_state=random_state, **settings)

    monkeypatch.setattr("hiertopics.run.topic_stability", recorded)
    corpus = ht.read_corpus(table)
    for seed in (5, None):
        ht.fit_corpus(corpus, (3,), stability=True, random_state=seed)
    assert seeds == [5, 0]


def test_a_tree_of_many_fits_is_that_of_their_consensus(table, tmp_path, capsys):
    path = tmp_path / "run.ht"
    assert main([str(table), "--topics", "4", "3", "--fits", "3", "--save", str(path)]) == 0
    run, corpus = ht.load(path), ht.read_corpus(table)
    model = ht.NeuralNMF((4, 3), supervision=0.3, neighbours=20, random_state=0)
    X = ht.TextVectorizer().fit_transform(corpus.texts)
    expected = ht.consensus(model, X, n_fits=3, random_state=0)
    for found, factor in zip(run.model.A_, expected.A_, strict=True):
        assert (found == factor).all()
    assert run.provenance["n_fits"] == 3
    with pytest.raises(SystemExit):
        main([str(table), "--fits", "0"])
    assert "--fits" in capsys.readouterr().err
