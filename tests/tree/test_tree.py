"""From arrays to the tree: known answers, certificates, edge cases, written forms."""

import json
import pickle
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.trees import random_arrays, trees

import hiertopics as ht
from hiertopics.errors import HiertopicsError
from hiertopics.tree.build import TopicTree, build_tree, topic_tree
from hiertopics.tree.placement import (
    describing_columns,
    document_shares,
    typical_documents,
)
from hiertopics.tree.tree import TopicNode

TERMS = ("choir", "song", "goal", "team")
IDS = ("d0", "d1", "d2", "d3", "d4")


def miniature(**options):
    """Five documents, three topics in two groups, small enough for pencil and paper."""
    fine_factor = np.array([[3.0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 2]])
    broad_factor = np.array([[2.0, 0], [0, 1], [1, 3]])
    fine = np.array([[4.0, 0, 0], [2, 0, 2], [0, 3, 1], [0, 0, 5], [0, 0, 0]])
    broad = np.array([[4.0, 0], [3, 1], [0, 2], [0, 3], [0, 0]])
    options = {"wording": "weight", **options}
    return build_tree([fine_factor, broad_factor], [fine, broad], TERMS, IDS, **options)


def test_known_answer_of_the_miniature():
    labels = np.array([["c", "m"], ["c", "m"], ["g", "s"], [None, "s"], ["g", "s"]], dtype=object)
    tree = miniature(labels=labels)
    assert (tree.n_documents, tree.n_topics, tree.unplaced) == (5, (3, 2), (0.2, 0.2))
    # Rows 1 0 0 / .5 0 .5 / 0 .75 .25 / 0 0 1 / nothing, averaged over five documents.
    assert [node.share for node in tree.layers[0]] == pytest.approx([0.3, 0.15, 0.35])
    # The second group holds topics 1 and 2.
    assert [node.share for node in tree.layers[1]] == pytest.approx([0.3, 0.5])
    # Extents of topic 2: 1 * 7 under the first group, 3 * 6 under the second.
    last = tree.node(0, 2)
    assert (last.parent, last.parent_share) == (1, pytest.approx(18 / 25))
    assert last.further_parents == ((0, pytest.approx(7 / 25)),)
    assert [(node.parent, node.parent_share) for node in tree.layers[0][:2]] == [(0, 1), (1, 1)]
    assert tree.node(1, 1).children == (2, 1)
    assert [node.index for node in tree.roots] == [1, 0]
    assert [(node.layer, node.index) for node in tree] == [(1, 1), (0, 2), (0, 1), (1, 0), (0, 0)]
    # d1 is undecided between topics 0 and 2 and goes to the first of the equals.
    assert [node.n_documents for node in tree.layers[0]] == [2, 1, 1]
    assert [shown[:2] for shown in last.documents] == [("d3", 1.0), ("d1", 0.5), ("d2", 0.25)]
    assert last.labels == () and last.n_labelled == 0
    assert tree.node(0, 0).labels == (("c", 2),)
    assert tree.node(1, 1).labels == (("s", 2),) and tree.node(1, 1).n_labelled == 2
    # Words of the groups, choir to team: 6 2 0 2, and 0 0 1 1+6.
    assert tree.node(-1, 0).words == (("choir", 0.6), ("song", 0.2), ("team", 0.2))
    assert tree.node(1, 1).words == (("team", 0.875), ("goal", 0.125))
    assert tree.node(1, 1).name == "team, goal"


def test_topic_tree_reads_a_model_and_keeps_none_of_it():
    factors, doc_topics, terms = random_arrays(3)

    class Model:
        A_ = factors

        def transform_layers(self, X):
            assert X == "matrix"
            return doc_topics

    tree = topic_tree(Model(), np.array(terms), "matrix", n_words=4, n_documents=2)
    assert tree == build_tree(factors, doc_topics, terms, n_words=4, n_documents=2)
    assert pickle.loads(pickle.dumps(tree)) == tree
    assert tree.node(0, 0).documents[0][0].isdecimal()
    assert max(len(node.words) for node in tree) == 4
    assert max(len(node.documents) for node in tree) == 2


@given(trees())
def test_shares_parents_and_membership_are_certified(tree):
    for layer, nodes in enumerate(tree.layers):
        total = sum(node.share for node in nodes)
        assert total <= 1 - tree.unplaced[layer] + 1e-9
        if not any(node.parent is None for below in tree.layers[:layer] for node in below):
            assert total == pytest.approx(1 - tree.unplaced[layer])
        placed = round((1 - tree.unplaced[layer]) * tree.n_documents)
        assert sum(node.n_documents for node in nodes) == placed
    walked = [(node.layer, node.index) for node in tree]
    assert len(walked) == len(set(walked)) == len(tree) == sum(tree.n_topics)
    for node in tree:
        assert (node.parent is None) == (node in tree.roots) == (node.parent_share == 0)
        shares = [node.parent_share, *(share for _, share in node.further_parents)]
        assert shares == sorted(shares, reverse=True) and sum(shares) <= 1 + 1e-9
        assert all(share >= 0.1 for share in shares[1:])
        children = tree.children_of(node)
        assert all(tree.parent_of(child) is node for child in children)
        assert [child.share for child in children] == sorted(
            (child.share for child in children), reverse=True
        )
        assert node.is_dead == (node.words == ()) and (node.share > 0 or not node.documents)


def added_up(fine, parents, n_topics):
    """Twin of what documents hold of the topics of every layer, one topic after the other."""
    layers = [np.asarray(fine, dtype=float)]
    for of_layer, n_above in zip(parents, n_topics[1:], strict=True):
        above = np.zeros((len(fine), n_above))
        for topic, parent in enumerate(of_layer):
            if parent is not None:
                above[:, parent] += layers[-1][:, topic]
        layers.append(above)
    return layers


@given(
    st.lists(st.integers(1, 6), min_size=1, max_size=3),
    st.integers(0, 10_000),
    st.sampled_from([0.15, 0.5, 1.0]),
)
def test_shares_add_up_in_every_document_and_in_the_corpus(sizes, seed, density):
    factors, doc_topics, terms = random_arrays(seed, sizes, density=density)
    n_docs = len(doc_topics[0])
    tree = build_tree(factors, doc_topics, terms, n_documents=n_docs)
    for layer, above in enumerate(tree.layers[1:]):
        for node in above:
            total = sum(child.share for child in tree.children_of(node))
            assert abs(total - node.share) <= 1e-12
        orphaned = sum(node.share for node in tree.layers[layer] if node.parent is None)
        gone = sum(node.share for node in tree.layers[layer]) - sum(node.share for node in above)
        assert abs(gone - orphaned) <= 1e-12
    fine = np.where(factors[0].any(axis=0), doc_topics[0], 0)
    parents = [[node.parent for node in nodes] for nodes in tree.layers[:-1]]
    weights = added_up(fine, parents, tree.n_topics)
    shares = added_up(document_shares(fine), parents, tree.n_topics)
    for node in tree:
        own, of_layer = shares[node.layer][:, node.index], weights[node.layer]
        assert node.share == pytest.approx(own.mean(), abs=1e-12)
        # All its documents are named, and each with the sum of its shares of what is below.
        shown = {int(each.id): each.share for each in node.documents}
        assert sorted(shown) == np.flatnonzero(own).tolist()
        assert all(abs(share - own[row]) <= 1e-12 for row, share in shown.items())
        strongest = (of_layer.argmax(axis=1) == node.index) & of_layer.any(axis=1)
        near = np.sum(of_layer >= of_layer.max(axis=1, keepdims=True) * (1 - 1e-12), axis=1) > 1
        assert abs(node.n_documents - strongest.sum()) <= near.sum()


@given(trees())
def test_other_trees_made_of_a_tree_add_up_too(tree):
    others = [tree.cut(n) for n in range(1, len(tree.layers) + 1)]
    others += [tree.subtree(node) for node in tree]
    for other in [*others, TopicTree.from_json(tree.to_json())]:
        for node in other:
            if node.layer > 0:
                total = sum(child.share for child in other.children_of(node))
                assert abs(total - node.share) <= 1e-12


def test_parents_that_are_given_make_the_tree():
    factors, doc_topics, terms = random_arrays(4, (5, 3), density=1.0)
    given = [np.array([2, 2, -1, 0, 2])]
    tree = build_tree(factors, doc_topics, terms, parents=given)
    assert [node.parent for node in tree.layers[0]] == [2, 2, None, 0, 2]
    extents = factors[1] * doc_topics[1].sum(axis=0)
    for node, own in zip(tree.layers[0], extents / extents.sum(axis=1)[:, None], strict=True):
        if node.parent is None:
            assert (node.parent_share, node.further_parents) == (0, ())
        else:
            assert node.parent_share == pytest.approx(own[node.parent])
            # The second group has no topic under it, so that nobody sees it.
            assert all(index in (0, 2) for index, _ in node.further_parents)
    childless = tree.node(1, 1)
    assert childless.is_dead and childless.words == () and childless.n_documents == 0
    shown = {word for node in tree for word, _ in node.words}
    assert len(shown) == len(terms), "a topic that is not shown takes no words from others"

    class Model:
        A_, parents_ = factors, given

    assert topic_tree(Model(), terms, S=doc_topics) == tree


@given(st.integers(0, 10_000))
@settings(max_examples=40)
def test_permuting_documents_changes_nothing(seed):
    factors, doc_topics, terms = random_arrays(seed)
    doc_topics = [np.vstack([weights, weights[:4]]) for weights in doc_topics]
    n_docs = len(doc_topics[0])
    ids = np.array([f"id{i:02}" for i in range(n_docs)])
    generator = np.random.default_rng(seed)
    labels = generator.choice(np.array(["x", "y", None], dtype=object), (n_docs, 2))
    order = generator.permutation(n_docs)
    tree = build_tree(factors, doc_topics, terms, ids, labels)
    permuted = build_tree(factors, [s[order] for s in doc_topics], terms, ids[order], labels[order])
    for node, other in zip(tree, permuted, strict=True):
        assert (node.index, node.words, node.children) == (other.index, other.words, other.children)
        assert (node.labels, node.n_documents) == (other.labels, other.n_documents)
        assert node.documents == other.documents
        assert (node.share, node.parent_share) == pytest.approx((other.share, other.parent_share))


@given(trees())
@settings(max_examples=40)
def test_round_trip_through_json(tree):
    content = json.loads(json.dumps(tree.to_dict()))
    assert content == tree.to_dict()
    assert TopicTree.from_dict(content) == tree


def test_dict_nests_children_and_names_every_field():
    content = miniature().to_dict()
    assert (content["n_documents"], content["n_topics"]) == (5, [3, 2])
    first = content["topics"][0]
    assert set(first) == set(TopicNode.__dataclass_fields__)
    assert first["words"][0] == {"word": "team", "weight": 0.875}
    child = first["children"][0]
    assert child["further_parents"] == [{"index": 0, "share": pytest.approx(0.28)}]
    assert child["documents"][0] == {"id": "d3", "share": 1.0, "title": "", "passage": ""}


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda c: c.pop("topics"), "no tree of topics as to_dict writes it.*topics"),
        (lambda c: c["topics"][0].pop("share"), "KeyError: 'share'"),
        (lambda c: c["topics"][0].update(share="much"), "expected float, got 'much'"),
        (lambda c: c["topics"][0].update(layer=7), "to_dict"),
        (lambda c: c["topics"].pop(), "numbered from 0 in every layer"),
        (lambda c: c.update(n_topics=None), "TypeError"),
        (lambda c: c["topics"][0].update(index=-1), "does not hang under its parent"),
        (lambda c: c["topics"].append(c["topics"][0]), "is there twice"),
        (lambda c: c["topics"][0].update(parent=99), "does not hang under its parent 99"),
        (lambda c: c.update(unplaced=[0.0]), "values of unplaced"),
    ],
)
def test_from_dict_refuses_what_is_no_tree(spoil, message):
    content = miniature().to_dict()
    spoil(content)
    with pytest.raises(HiertopicsError, match=message):
        TopicTree.from_dict(content)


def test_dead_topics_stay_in_the_data_without_weight():
    factors, doc_topics, terms = random_arrays(0, density=1.0)
    factors[0][:, 1] = 0
    doc_topics[0][:, 2] = 0
    doc_topics[1][:, 0] = 0
    tree = build_tree(factors, doc_topics, terms)
    for node in (tree.node(0, 1), tree.node(0, 2), tree.node(1, 0)):
        assert node.is_dead and node.words == () and node.name == "" and node.documents == ()
        assert node.n_documents == 0 and node.children == ()
    assert sum(node.share for node in tree.layers[0]) == pytest.approx(1)


def test_unexplained_topics_go_by_cooccurrence_and_else_under_the_root():
    fine = np.array([[1.0, 0, 0, 0], [0, 2, 0, 1], [0, 0, 1, 0]])
    broad = np.array([[1.0, 0], [0, 1], [0, 0]])
    factor = np.array([[1.0, 0], [0, 0], [0, 0], [0, 1]])
    tree = build_tree([np.eye(4), factor], [fine, broad], "abcd")
    assert [node.parent for node in tree.layers[0]] == [0, 1, None, 1]
    assert [(node.layer, node.index) for node in tree.roots] == [(1, 0), (1, 1), (0, 2)]
    assert "under no broader topic" in str(tree)


@pytest.mark.parametrize("sizes", [(5,), (5, 2), (6, 3, 2), (7, 5, 3, 1), (3, 5)])
def test_any_number_of_layers(sizes):
    tree = build_tree(*random_arrays(5, sizes, density=1.0))
    assert tree.n_topics == sizes and len(tree.roots) == sizes[-1]
    assert {node.layer for node in tree.roots} == {len(sizes) - 1}
    # Of the broader layers those are shown that have something under them.
    is_parent = [
        {node.parent for node in below if not node.is_dead} for below in [(), *tree.layers[:-1]]
    ]
    for node in tree:
        assert node.is_dead == (node.layer > 0 and node.index not in is_parent[node.layer])
    assert str(tree).count(" %  ") == sum(not node.is_dead for node in tree)


def test_typical_documents_prefer_own_and_put_copies_last():
    weights = np.array([[9.0, 10], [3, 0], [3, 0], [2, 1], [0.1, 0], [0, 0]])
    ids = ["rich", "b", "a", "c", "scrap", "empty"]
    topics = weights.argmax(axis=1)
    topics[-1] = -1
    shares = document_shares(weights)
    first, second = typical_documents(shares, weights, topics, ids, 3)
    assert [ids[row] for row, _ in first] == ["a", "c", "scrap"]
    more, _ = typical_documents(shares, weights, topics, ids, 5)
    assert [ids[row] for row, _ in more] == ["a", "c", "scrap", "b", "rich"]
    # Of the topic above both, no document but a copy in every fine topic is one.
    (above,) = typical_documents(shares.sum(axis=1)[:, None], weights, topics * 0, ids, 4)
    assert [(ids[row], share) for row, share in above] == [
        ("rich", 1), ("a", 1), ("c", 1), ("scrap", 1)
    ]  # fmt: skip
    assert second == ((0, pytest.approx(10 / 19)), (3, pytest.approx(1 / 3)))


@pytest.mark.parametrize("seed", range(5))
def test_documents_count_for_the_topic_that_the_model_assigns(seed):
    rng = np.random.default_rng(seed)
    X = rng.poisson(rng.random((60, 4)) @ rng.gamma(0.3, size=(4, 30)))
    model = ht.NeuralNMF((6, 3), random_state=seed, max_epochs=5, tol=0).fit(X)
    labels = np.array([[f"d{row}", f"d{row % 7}"] for row in range(60)], object)
    tree = ht.topic_tree(model, map(str, range(30)), X, labels=labels, n_documents=60)
    S = model.transform_layers(X)
    assert tree == ht.topic_tree(model, map(str, range(30)), S=S, labels=labels, n_documents=60)
    for layer, nodes in enumerate(tree.layers):
        topics = model.assign_topics(X, layer)
        assert tree.unplaced[layer] == np.mean(topics < 0)
        for node in nodes:
            own = np.flatnonzero(topics == node.index)
            assert node.n_documents == node.n_labelled == len(own)
            assert {int(shown.id) for shown in node.documents[: len(own)]} == set(own.tolist())
    assert [[node.parent for node in tree.layers[0]]] == [each.tolist() for each in model.parents_]
    # Other documents hang nothing elsewhere.
    few = ht.topic_tree(model, map(str, range(30)), X[:3])
    assert [node.parent for node in few.layers[0]] == model.parents_[0].tolist()


def test_a_tree_is_read_off_documents_or_their_topics():
    model = ht.NMF(2, random_state=0).fit(np.eye(4))
    for arguments in ({}, {"X": np.eye(4), "S": [np.ones((4, 2))]}):
        with pytest.raises(HiertopicsError, match="one of both"):
            ht.topic_tree(model, "abcd", **arguments)
    for parents in ([], [[0, 1, 0]], [[0.0, 1]], [[0, -2]], [[1, 2]]):
        with pytest.raises(HiertopicsError, match="parents must have, for each layer but the last"):
            build_tree([np.eye(4, 2), np.eye(2)], [np.ones((4, 2))] * 2, "abcd", parents=parents)
    np.testing.assert_array_equal(document_shares([[0, 0], [1e308, 1e308]]), [[0, 0], [0.5, 0.5]])


def test_a_layer_without_labels_takes_the_nearest_broader_else_finer_ones():
    nothing, fine, broad = [None, float("nan")], ["f", None], ["c", "c"]
    columns = np.array([nothing, fine, nothing, broad, nothing], dtype=object).T
    chosen = [column.tolist() for column in describing_columns(columns)]
    assert chosen == [fine, fine, broad, broad, broad]
    unlabelled = build_tree(*random_arrays(1), labels=np.full((25, 2), None))
    assert all(node.labels == () for node in unlabelled)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"terms": ["one"]}, "a term for each of the 12 rows of factors.*got 1"),
        ({"ids": ["one"]}, "an id for each of the 25 documents, got 1"),
        ({"labels": ["x"] * 25}, r"labels of shape \(25, 2\).*got \(25,\)"),
        ({"doc_topics": []}, "one factor matrix and one array"),
        ({"doc_topics": [np.ones((25, 6)), np.ones((25, 4))]}, r"shape \(25, 3\), got \(25, 4\)"),
        ({"doc_topics": [np.ones((0, 6)), np.ones((0, 3))]}, "at least one document"),
        ({"doc_topics": [np.ones(6), np.ones((25, 3))]}, "two dimensions"),
        ({"doc_topics": [np.full((25, 6), np.nan), np.ones((25, 3))]}, "finite and nonnegative"),
        ({"doc_topics": [-np.ones((25, 6)), np.ones((25, 3))]}, r"doc_topics\[0\] must be finite"),
        ({"factors": [np.ones((12, 6)), np.ones((5, 3))]}, "a row for each of the 6 topics"),
        ({"factors": [np.ones((12, 6)), np.ones((6, 0))]}, "has no topics"),
    ],
)
def test_shapes_that_do_not_fit_are_named(change, message):
    factors, doc_topics, terms = random_arrays(2)
    arguments = {"factors": factors, "doc_topics": doc_topics, "terms": terms, **change}
    with pytest.raises(HiertopicsError, match=message):
        build_tree(**arguments)


def test_networkx_graph_has_every_topic_and_parent(tmp_path):
    import networkx

    graph = miniature().to_networkx()
    assert set(graph) == {(0, 0), (0, 1), (0, 2), (1, 0), (1, 1)}
    assert graph.edges[(1, 1), (0, 2)] == {"share": pytest.approx(0.72), "strongest": True}
    assert graph.edges[(1, 0), (0, 2)] == {"share": pytest.approx(0.28), "strongest": False}
    strongest = [edge for *edge, main in graph.edges(data="strongest") if main]
    assert networkx.is_forest(networkx.DiGraph(strongest))
    networkx.write_graphml(graph, tmp_path / "tree.graphml")


def test_frame_has_one_row_a_topic():
    frame = miniature().to_frame()
    assert list(zip(frame["layer"], frame["index"], strict=True)) == [
        (1, 1), (0, 2), (0, 1), (1, 0), (0, 0),
    ]  # fmt: skip
    assert frame["parent"].isna().sum() == 2 and frame["parent"].tolist()[1] == 1
    assert frame["words"][0] == "team, goal"


@pytest.mark.parametrize(
    ("package", "method"), [("pandas", "to_frame"), ("networkx", "to_networkx")]
)
def test_missing_optional_packages_are_named(monkeypatch, package, method):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ImportError, match=rf"{method}\(\) needs {package}.*hiertopics\[frames\]"):
        getattr(miniature(), method)()


def test_topics_need_neither_rich_nor_models():
    code = (
        "import sys, numpy as np; from hiertopics.tree.build import build_tree;"
        "print(build_tree([np.eye(2)], [np.eye(2)], 'ab'));"
        "assert not {'rich', 'pandas', 'networkx', 'sklearn', 'numba'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("2 documents, 2 topics\n")
