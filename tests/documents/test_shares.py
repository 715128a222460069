"""Shares of children add up to their parent's, in every document and group, wherever written."""

import csv
import io
import json
from itertools import pairwise

import numpy as np
import pytest

import hiertopics as ht
from hiertopics.documents.export import csv_lines, json_lines, layer_titles
from hiertopics.documents.table import document_table
from hiertopics.report.html.content import report_content
from hiertopics.tree.placement import document_shares

EXACT = 1e-12
WORDS = [f"{a}{b}o" for a in "bdfgklmnprst" for b in "aeiu"]
MODELS = [
    (ht.NMF, (5,)),
    (ht.HierarchicalNMF, (6, 3)),
    (ht.DeepNMF, (6, 3)),
    (ht.NeuralNMF, (6, 3)),
    (ht.NeuralNMF, (8, 5, 2)),
]


def some_texts(seed, n_docs=40):
    """Documents of a few topics each, the fourth of them without any word."""
    rng = np.random.default_rng(seed)
    topics = rng.dirichlet([0.1] * len(WORDS), 8)
    mixed = rng.dirichlet([0.3] * 8, n_docs) @ topics
    texts = [" ".join(rng.choice(WORDS, 30, p=p / p.sum())) for p in mixed]
    texts[3] = "!"
    return texts


def some_run(method, sizes, seed, **options):
    texts = some_texts(seed)
    corpus = ht.Corpus.from_texts(
        texts,
        labels=[f"label {i % 3}" for i in range(len(texts))],
        metadata={"year": [1990 + i % 4 for i in range(len(texts))]},
    )
    n_topics = sizes if len(sizes) > 1 else sizes[0]
    model = method(n_topics, random_state=seed, max_epochs=15, tol=0)
    vectorizer = ht.TextVectorizer(language="english", stop_words=None, min_df=1, max_df=1.0)
    return ht.fit_corpus(corpus, model=model, vectorizer=vectorizer, **options)


@pytest.fixture(params=[(*m, s) for m in MODELS for s in (0, 1)], ids=str)
def run(request):
    return some_run(*request.param)


def assert_add_up(layers, parents):
    """What the topics of each layer have, of shape (..., n_topics), adds up along the parents."""
    for (below, above), own in zip(pairwise(layers), parents, strict=True):
        for topic in range(above.shape[-1]):
            children = [child for child, parent in enumerate(own) if parent == topic]
            assert np.abs(below[..., children].sum(axis=-1) - above[..., topic]).max() <= EXACT


def parents_in(tree):
    return [[node.parent for node in nodes] for nodes in tree.layers[:-1]]


def arrays_of(table):
    return [shares.toarray() for shares in table.shares]


def test_tree_and_documents_add_up_by_the_parents_of_the_model(run):
    parents = parents_in(run.tree)
    assert parents == [[None if p < 0 else p for p in each] for each in run.model.parents_]
    assert_add_up([np.array([node.share for node in layer]) for layer in run.tree.layers], parents)
    layers = arrays_of(run.documents)
    assert {layer.dtype for layer in layers} == {np.dtype(np.float64)}
    assert_add_up(layers, parents)
    for layer, shares in enumerate(layers):
        means = [node.share for node in run.tree.layers[layer]]
        np.testing.assert_allclose(shares.mean(axis=0), means, rtol=1e-5, atol=1e-7)
        assert not shares[3].any() and run.documents.topics[layer][3] == -1
    rows = {name: row for row, name in enumerate(run.documents.ids)}
    for node in run.tree:
        for shown in node.documents:
            own = layers[node.layer][rows[shown.id], node.index]
            assert shown.share == pytest.approx(own, rel=1e-5)


def test_json_of_a_tree_adds_up(run):
    def check(topic):
        assert topic["layer"] == 0 or (
            abs(sum(child["share"] for child in topic["children"]) - topic["share"]) <= EXACT
        )
        for child in topic["children"]:
            check(child)

    for topic in json.loads(run.tree.to_json())["topics"]:
        check(topic)
    rows = list(csv.DictReader(io.StringIO(run.tree.to_csv())))
    for row in rows:
        below = [
            float(other["share"])
            for other in rows
            if int(other["layer"]) == int(row["layer"]) - 1 and other["parent"] == row["index"]
        ]
        assert row["layer"] == "0" or abs(sum(below) - float(row["share"])) <= EXACT


def test_what_apply_writes_of_other_documents_adds_up(run):
    table = run.apply(ht.Corpus.from_texts([*some_texts(9), "", "unknown words alone"]))
    parents = parents_in(run.tree)
    assert_add_up(arrays_of(table), parents)
    titles = layer_titles(len(run.tree.layers))
    lines = [json.loads(line) for line in json_lines(table, run.tree)]
    layers = [np.zeros((len(lines), k)) for k in run.tree.n_topics]
    for row, line in enumerate(lines):
        for layer, title in enumerate(titles):
            for each in line["topics"][title]:
                layers[layer][row, int(each["topic"].split("-")[1])] = each["share"]
    assert_add_up(layers, parents)
    assert layers[0].any(axis=0).all() and not layers[0][-1].any()
    rows = list(csv.DictReader(io.StringIO("".join(csv_lines(table, run.tree)))))
    for row, line, own in zip(rows, lines, range(len(rows)), strict=True):
        for layer, title in enumerate(titles):
            assert row[f"topic_{title}"] == (line["topic"][title] or "")
            if row[f"topic_{title}"]:
                assert float(row[f"topic_{title}_share"]) == layers[layer][own].max()


@pytest.mark.parametrize("by", ["year", "labels"])
def test_shares_by_group_add_up(run, by):
    shares = run.shares_by(by)
    parents = parents_in(run.tree)
    assert_add_up([layer.T for layer in shares.layers], parents)
    written = json.loads(json.dumps(shares.to_dict()))["layers"]
    assert_add_up([np.array(layer).T for layer in written], parents)
    rows = csv.DictReader(io.StringIO(shares.to_csv(run.tree)))
    layers = [np.zeros((len(shares.groups), k)) for k in run.tree.n_topics]
    for row in rows:
        place = shares.groups.index(row["group"]), int(row["index"])
        layers[int(row["layer"])][place] = float(row["share"])
    assert_add_up(layers, parents)


def test_the_page_has_what_adds_up(run):
    content = json.loads(json.dumps(report_content(run, [run.shares_by("year").to_dict()])))
    nodes = {node["key"]: node for node in content["nodes"]}
    for node in nodes.values():
        total = sum(nodes[key]["share"] for key in node["children"])
        assert node["layer"] == 0 or abs(total - node["share"]) <= EXACT
        assert node["layer"] == len(run.tree.layers) - 1 or node["parent"] or not node["children"]
    assert_add_up(
        [np.array(layer).T for layer in content["groups"][0]["layers"]], parents_in(run.tree)
    )
    # Of documents the page has the fine topics alone, and adds up the others.
    fine = np.zeros(run.documents.fine_shares.shape)
    for row, topics in enumerate(content["documents"]["topics"]):
        fine[row, topics[::2]] = topics[1::2]
        assert topics[1::2] == sorted(topics[1::2], reverse=True)
    expected = run.documents.fine_shares.toarray()
    np.testing.assert_allclose(fine / 1e6, expected, rtol=0, atol=0.5001e-6)


def test_a_saved_run_adds_up(run, tmp_path):
    ht.save(run, tmp_path / "run")
    loaded = ht.load(tmp_path / "run")
    for mine, theirs in zip(arrays_of(run.documents), arrays_of(loaded.documents), strict=True):
        np.testing.assert_array_equal(mine, theirs)
    assert_add_up(arrays_of(loaded.documents), parents_in(loaded.tree))


def with_an_orphan(seed=0):
    """A run and its model: nothing explains the first fine topic, nothing is in a broad one."""
    run = some_run(ht.NeuralNMF, (5, 3), seed)
    model = run.model
    model.parents_ = [np.array([-1, 0, 2, 0, 2])]
    return run, model


def test_what_an_orphan_has_is_part_of_no_broad_topic():
    run, model = with_an_orphan()
    X = run.vectorizer.transform(texts := some_texts(0))
    S, corpus = model.transform_layers(X), ht.Corpus.from_texts(texts)
    table = document_table(corpus, run.vectorizer, model, S)
    fine, broad = arrays_of(table)
    assert_add_up([fine, broad], [[None, 0, 2, 0, 2]])
    np.testing.assert_allclose(fine[:, 1:].sum(axis=1), broad.sum(axis=1), atol=EXACT)
    assert fine[:, 0].any() and not broad[:, 1].any()
    tree = ht.topic_tree(model, run.vectorizer.get_feature_names_out(), X)
    assert [node.key for node in tree.roots if not node.is_dead and node.layer == 0] == ["0-0"]
    assert tree.node(1, 1).is_dead and "under no broader topic" in str(tree)
    alone = (fine[:, 0] > 0) & ~fine[:, 1:].any(axis=1)
    for row in np.flatnonzero(alone):
        assert (table.topics[0][row], table.topics[1][row]) == (0, -1)
    assert tree.unplaced == (np.mean(~fine.any(axis=1)), np.mean(~broad.any(axis=1)))
    inputs = ht.pyldavis_inputs(model, X, run.vectorizer.get_feature_names_out(), layer=1)
    placed = broad[broad.any(axis=1)]
    expected = document_shares(placed)
    np.testing.assert_allclose(inputs["doc_topic_dists"], expected, atol=1e-5)


@pytest.mark.parametrize("layer", [0, 1])
def test_labels_are_predicted_from_the_weights_of_their_own_layer(layer):
    run = some_run(ht.NeuralNMF, (5, 3), 1, use_labels=True)
    model, corpus = run.model, ht.Corpus.from_texts(texts := some_texts(1))
    S = model.transform_layers(run.vectorizer.transform(texts))
    S[1][5] = 0  # what it holds of fine topics may still put it under a broad one
    table = document_table(corpus, run.vectorizer, model, S)
    assert table.predicted[0] is None and table.topics[1][5] >= 0
    assert table.predicted[1][[3, 5]].tolist() == [None, None]
    has = S[1].any(axis=1)
    np.testing.assert_array_equal(table.predicted[1][has], model.predict(S=S)[has])
    lines = [json.loads(line) for line in json_lines(table, run.tree)]
    assert lines[5]["labels"] == {"broad": None} and lines[4]["labels"]["broad"] is not None
