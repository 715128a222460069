"""Two trees compared: topics in another order, moved, gone and new; what is written of it."""

import itertools
import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.trees import hostile_trees, random_tree, trees

import hiertopics as ht
from hiertopics.errors import HiertopicsError
from hiertopics.tree.node import TopicNode, TypicalDocument
from hiertopics.tree.tree import TopicTree

FEW = settings(max_examples=50)


def node(layer, index, words, share=0.1, documents="", **fields):
    words = tuple((word, 1 / (place + 1)) for place, word in enumerate(words.split()))
    documents = tuple(TypicalDocument(name, 0.5) for name in documents.split())
    return TopicNode(layer, index, words[0][0], words, share, documents=documents, **fields)


def two_groups():
    fine = (
        node(0, 0, "choir alto song", 0.2, parent=0, parent_share=1.0),
        node(0, 1, "piano keys pedal", 0.3, parent=0, parent_share=1.0),
        node(0, 2, "race shoes miles", 0.3, parent=1, parent_share=1.0),
        node(0, 3, "pool lane swimmer", 0.2, parent=1, parent_share=1.0),
    )
    broad = (
        node(1, 0, "music song concert", 0.5, children=(1, 0)),
        node(1, 1, "sport team coach", 0.5, children=(2, 3)),
    )
    return TopicTree(10, (fine, broad), (0.0, 0.0))


def permuted(tree, seed):
    """The same tree with the topics of each layer in another order."""
    generator = np.random.default_rng(seed)
    orders = [generator.permutation(size) for size in tree.n_topics]
    places = [{int(old): new for new, old in enumerate(order)} for order in orders] + [{}]
    layers = tuple(
        tuple(
            replace(
                tree.node(layer, int(old)),
                index=new,
                parent=places[layer + 1].get(tree.node(layer, int(old)).parent),
                further_parents=tuple(
                    (places[layer + 1][index], share)
                    for index, share in tree.node(layer, int(old)).further_parents
                ),
                children=tuple(
                    places[layer - 1][index] for index in tree.node(layer, int(old)).children
                ),
            )
            for new, old in enumerate(order)
        )
        for layer, order in enumerate(orders)
    )
    return replace(tree, layers=layers), places


@given(trees(), st.integers(0, 100))
@FEW
def test_the_same_topics_in_another_order_are_all_found(tree, seed):
    other, places = permuted(tree, seed)
    compared = tree.compare(other)
    assert not compared.only_before and not compared.only_after and not compared.moved
    assert all(pair.similarity == pytest.approx(1) for pair in compared.pairs)
    assert len(compared.pairs) == sum(not node.is_dead for node in tree)
    distinct = len({(node.layer, node.words) for node in tree}) == len(tree)
    for pair in compared.pairs:
        assert pair.before.share == pair.after.share
        if distinct:
            assert places[pair.before.layer][pair.before.index] == pair.after.index


def test_twins_are_told_apart_by_what_is_below_them():
    tree = two_groups()
    fine = tuple(replace(node, share=0.25) for node in tree.layers[0])
    broad = tuple(replace(node, words=tree.node(1, 0).words) for node in tree.layers[1])
    tree = replace(tree, layers=(fine, broad))
    for seed in range(8):
        other, places = permuted(tree, seed)
        compared = tree.compare(other)
        assert not compared.moved
        for pair in compared.pairs:
            assert places[pair.before.layer][pair.before.index] == pair.after.index


def test_a_moved_child_is_found():
    tree = two_groups()
    fine, (music, sport) = tree.layers
    moved = (fine[0], replace(fine[1], parent=1), *fine[2:])
    broad = (replace(music, children=(0,)), replace(sport, children=(1, 2, 3)))
    compared = ht.compare_trees(tree, replace(tree, layers=(moved, broad)))
    assert [pair.before.key for pair in compared.moved] == ["0-1"]
    assert "piano  (under another topic than before)" in str(compared)
    assert repr(compared) == "<TreeComparison: 6 pairs, 1 of them moved, 0 gone, 0 new>"


def test_a_child_whose_parent_is_gone_is_moved_and_orphans_stay():
    tree = two_groups()
    fine, (music, sport) = tree.layers
    other = replace(tree, layers=(fine, (replace(music, words=(("other", 1.0),)), sport)))
    compared = tree.compare(other)
    assert [pair.before.key for pair in compared.moved] == ["0-0", "0-1"]
    assert (
        [each.key for each in compared.only_before]
        == ["1-0"]
        == [each.key for each in compared.only_after]
    )
    orphan = replace(fine[0], parent=None, parent_share=0.0)
    music = replace(music, children=(1,))
    orphaned = replace(tree, layers=((orphan, *fine[1:]), (music, sport)))
    assert not orphaned.compare(orphaned).moved
    for pair in (tree.compare(orphaned), orphaned.compare(tree)):
        assert [each.before.key for each in pair.moved] == ["0-0"]


def flat(*nodes):
    return TopicTree(10, (tuple(nodes),), (0.0,))


def similarity(one, other):
    pairs = flat(one).compare(flat(other)).pairs
    return pairs[0].similarity if pairs else None


def test_similarity_of_known_pairs():
    same = node(0, 0, "a b c")
    assert similarity(same, node(0, 0, "a b c")) == 1
    assert similarity(same, node(0, 0, "d e f")) is None
    # Weights 1 and 1/2 each: the cosine of (1, 1/2, 0) and (1, 0, 1/2) is 1 / 1.25.
    assert similarity(node(0, 0, "a b"), node(0, 0, "a c")) == pytest.approx(0.8)
    # No word in common, and of the fewer documents half, then all.
    few, many = node(0, 0, "a", documents="x y"), node(0, 0, "b", documents="y z v w")
    assert similarity(few, many) == pytest.approx(0.25)
    assert similarity(few, node(0, 0, "b", documents="x y z")) == pytest.approx(0.5)
    # Both speak for the pair: 1 - .2 * .75.
    assert similarity(
        node(0, 0, "a b", documents="x y"), node(0, 0, "a c", documents="y z")
    ) == pytest.approx(0.85)


def test_a_word_in_passing_makes_no_pair():
    many = " ".join(f"w{i}" for i in range(8))
    passing = node(0, 0, "z " + " ".join(f"v{i}" for i in range(14)) + " w7")
    compared = flat(node(0, 0, many)).compare(flat(passing))
    assert not compared.pairs and len(compared.only_before) == len(compared.only_after) == 1


@given(trees(), trees())
@FEW
def test_matching_is_one_to_one_complete_and_symmetric(tree, other):
    compared, reverse = tree.compare(other), other.compare(tree)
    assert len(compared.layers) == min(len(tree.layers), len(other.layers))
    for place, layer in enumerate(compared.layers):
        for own, nodes in (("before", tree.layers), ("after", other.layers)):
            matched = [getattr(pair, own) for pair in layer.pairs]
            alone = getattr(layer, f"only_{own}")
            living = [each for each in nodes[-1 - place] if not each.is_dead]
            assert sorted((*matched, *alone), key=lambda each: each.index) == living
        assert all(0.1 <= pair.similarity <= 1 for pair in layer.pairs)
        total = sum(pair.similarity for pair in layer.pairs)
        assert total == pytest.approx(sum(p.similarity for p in reverse.layers[place].pairs))


def test_the_matching_has_the_highest_sum():
    tree, other = (random_tree(seed, (5, 2), n_terms=8, density=0.7) for seed in (1, 2))
    (_, layer) = tree.compare(other).layers
    alone = [
        [similarity(one, another) or 0 for another in other.layers[0]] for one in tree.layers[0]
    ]
    best = max(
        sum(alone[i][j] for i, j in enumerate(order)) for order in itertools.permutations(range(5))
    )
    assert sum(pair.similarity for pair in layer.pairs) == pytest.approx(best)


def test_layers_are_matched_from_the_broadest():
    tree = random_tree(3, (7, 4, 2), density=1.0)
    cut = tree.cut(2)
    compared = tree.compare(cut)
    assert [len(layer.pairs) for layer in compared.layers] == [2, 4] and not compared.moved
    assert str(compared).endswith("The first tree has 1 finer layer without a counterpart.")
    assert str(cut.compare(tree)).endswith(
        "The second tree has 1 finer layer without a counterpart."
    )


def test_what_is_said_of_a_comparison():
    before = flat(node(0, 0, "song", 0.5), node(0, 1, "race", 0.3), node(0, 2, "same", 0.2))
    after = flat(node(0, 0, "same", 0.25), node(0, 1, "song", 0.004), node(0, 2, "new", 0.6))
    assert str(before.compare(after)).splitlines() == [
        "Topics before and after, each with its share and how similar it is, 0 to 1",
        "",
        "Layer 1 from the top: 3 topics before, 3 after",
        " 50 % →  <1 %  1.00  song",
        " 20 % →  25 %  1.00  same",
        " 30 % →        gone  race",
        "      →  60 %  new   new",
    ]


@given(hostile_trees(), hostile_trees())
@FEW
def test_forms_of_a_comparison_agree(tree, other):
    import pandas

    compared = tree.compare(other)
    content = json.loads(json.dumps(compared.to_dict()))
    assert content == compared.to_dict()
    frame = compared.to_frame()
    n_rows = len(compared.pairs) + len(compared.only_before) + len(compared.only_after)
    assert len(frame) == len(content["topics"]) == n_rows
    for row, cells in zip(content["topics"], frame.to_dict("records"), strict=True):
        assert list(row) == list(cells)
        for column, value in row.items():
            assert cells[column] == value or (value is None and pandas.isna(cells[column]))
        kept = row["before"] is not None and row["after"] is not None
        assert (row["status"] in ("same", "moved")) == kept == (row["similarity"] is not None)
        for side, topics in (("before", tree), ("after", other)):
            if row[side] is not None:
                topic = topics.resolve(row[side])
                assert (topic.name, topic.share) == (row[f"name_{side}"], row[f"share_{side}"])
                assert topic.layer == len(topics.layers) - 1 - row["layer"]
    assert len(str(compared).split("\n")) >= n_rows + 1
    assert "\x1b" not in str(compared) and "\u202e" not in str(compared)


def test_only_trees_are_compared():
    with pytest.raises(HiertopicsError, match="expected two trees of topics to compare, got 'no'"):
        two_groups().compare("no")
