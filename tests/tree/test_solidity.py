"""What is said of topics that other fits do not find again, in every form of a tree."""

import csv
import io
import json
import re
from dataclasses import replace

import networkx
import pytest
from support.trees import random_tree

from hiertopics.refits import TopicStability
from hiertopics.report.terminal.topic import describe_topic
from hiertopics.tree.solidity import solidity_note

TOPICS = ((1.0, 0.5, 0.75, 0.875), (0.625, 1.0))
EDGES = ((1.0, 0.25, 0.5, 0.875),)
DOUBT = "ot solid: found again in 50 % of fits"
PLACE = "lace not solid: under this topic in 50 % of fits"


@pytest.fixture(scope="module")
def plain():
    """Four topics in two, none of them dead."""
    return random_tree(0, (4, 2))


@pytest.fixture(scope="module")
def tree(plain):
    """The same: 0-1 and 1-0 are not solid, 0-2 is, and its place is not."""
    return plain.with_stability(TopicStability(TOPICS, EDGES, 8))


def test_a_place_is_doubtful_where_the_topic_is_solid_and_hangs_elsewhere(plain, tree):
    assert [node.key for node in tree if node.is_place_doubtful] == ["0-2"]
    assert not any(node.is_place_doubtful for node in plain)
    edge = replace(tree.node(0, 2), parent_stability=0.75)
    assert not edge.is_place_doubtful


def stable(plain, fine, broad):
    return plain.with_stability(TopicStability((fine, broad), ((1.0,) * 4,), 8))


def test_one_note_says_how_many_topics_are_not_solid(plain, tree):
    assert solidity_note(plain) == ""
    assert solidity_note(tree) == (
        "1 of 4 fine topics and 1 of 2 broad topics are not solid: fits to other halves of the "
        "texts do not find them again; such topics are often boilerplate, signatures or a single "
        "thread"
    )
    one = solidity_note(stable(plain, (1.0, 0.5, 1.0, 1.0), (1.0, 1.0)))
    assert one.startswith("1 of 4 fine topics is not solid: fits") and "do not find it again" in one
    most = solidity_note(stable(plain, (0.5, 0.5, 0.0, 0.5), (1.0, 1.0)))
    assert most.startswith("4 of 4 fine") and most.endswith(
        "; with fewer topics more of them may be solid"
    )
    good = solidity_note(stable(plain, (1.0,) * 4, (1.0, 0.75)))
    assert good == "all 6 topics are solid: fits to other halves of the texts find them again"


def test_topics_that_are_not_shown_are_not_counted(plain):
    tree = stable(plain, (1.0, 0.0, 1.0, 1.0), (1.0, 1.0))
    dead = tuple(replace(node, share=0.0) if node.index == 1 else node for node in tree.layers[0])
    assert solidity_note(replace(tree, layers=(dead, tree.layers[1]))).startswith("all 5 topics")


@pytest.mark.parametrize("form", ["to_markdown", "_repr_html_"])
def test_texts_to_read_mark_topics_and_places(plain, tree, form):
    text = getattr(tree, form)()
    assert text.count("ot solid: found again in") == 2 and text.count(DOUBT) == 1
    assert text.count(PLACE) == 1
    assert "ot solid" not in getattr(plain, form)()


def test_one_topic_tells_how_often_it_is_found_again(plain, tree):
    def said(tree, *place):
        return " ".join(describe_topic(tree, tree.node(*place)).split())

    assert "solid" not in said(plain, 0, 1) and "stability" not in said(plain, 0, 1)
    halves = "of the fits to halves of the documents"
    assert (
        f"stability not solid: found again in 50 % {halves}; under the same broader topic in 25 % "
        "of them" in said(tree, 0, 1)
    )
    assert f"stability found again in 75 % {halves}; under the same" in said(tree, 0, 2)
    assert "broader" not in said(tree, 1, 0)


def test_tables_have_columns_of_stability(plain, tree):
    rows = csv.DictReader(io.StringIO(tree.to_csv()))
    for node, row in zip(tree, rows, strict=True):
        assert float(row["stability"]) == node.stability
        assert row["parent_stability"] == (
            "" if node.parent is None else str(node.parent_stability)
        )
    unknown = list(csv.DictReader(io.StringIO(plain.to_csv())))
    assert {row["stability"] + row["parent_stability"] for row in unknown} == {""}
    frame = tree.to_frame()
    assert frame["stability"].tolist() == [node.stability for node in tree]
    assert frame["parent_stability"].isna().tolist() == [node.parent is None for node in tree]
    for measured in (frame, plain.to_frame()):
        assert {str(measured[name].dtype) for name in ("stability", "parent_stability")} == {
            "float64"
        }


def test_graphs_have_stability_where_it_was_measured(plain, tree):
    graph = networkx.parse_graphml(tree.to_graphml())
    assert {key: each["stability"] for key, each in graph.nodes.items()} == {
        node.key: node.stability for node in tree
    }
    for node in tree.layers[0]:
        edge = graph.edges[tree.parent_of(node).key, node.key]
        assert edge["stability"] == node.parent_stability
    further = [each for each in graph.edges.values() if not each["strongest"]]
    assert not any("stability" in each for each in further)
    assert "stability" not in plain.to_graphml()


def test_dot_draws_dashed_frames_around_topics_that_are_not_solid(plain, tree):
    lines = tree.to_dot().splitlines()
    dashed = [line.split('"')[1] for line in lines if 'style="rounded,dashed"' in line]
    assert sorted(dashed) == ["0-1", "1-0"]
    (place,) = [line for line in lines if PLACE in line]
    assert re.search(r'-> "0-2" \[tooltip="\d+ %; p', place)
    assert "solid" not in plain.to_dot() and "dashed" not in plain.to_dot().partition("->")[0]


def test_json_has_both_numbers(tree):
    content = json.loads(tree.to_json())
    assert {topic["stability"] for topic in content["topics"]} == {0.625, 1.0}
