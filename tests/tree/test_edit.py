"""Finding topics in a tree, and trees made of others: renamed, cut, one branch alone."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.trees import HOSTILE, hostile_trees, random_tree, trees

from hiertopics.errors import HiertopicsError
from hiertopics.printable import visible
from hiertopics.refits import TopicStability
from hiertopics.tree.node import TopicNode, TypicalDocument
from hiertopics.tree.tree import TopicTree

FEW = settings(max_examples=50)


def small_tree():
    """Two groups: music over choir and piano, sport over running; and one topic of no group."""

    def node(layer, index, name, words, share, **fields):
        words = tuple((word, 0.1) for word in words.split())
        return TopicNode(layer, index, name, words, share, **fields)

    fine = (
        node(0, 0, "Choir", "choir song alto", 0.2, parent=1, parent_share=0.8,
             labels=(("Concerts", 3),), n_labelled=3, n_documents=3),
        node(0, 1, "Running", "race shoes song", 0.3, parent=0, parent_share=0.7,
             further_parents=((1, 0.3),),
             documents=(TypicalDocument("sport/d1", 0.9, "A race for the Café"),)),
        node(0, 2, "Piano", "keys pedal", 0.25, parent=1, parent_share=1.0),
        node(0, 3, "Loose", "rest", 0.05),
    )  # fmt: skip
    broad = (
        node(1, 0, "Sport", "race team", 0.4, children=(1,)),
        node(1, 1, "Music", "song choir", 0.6, children=(2, 0)),
    )
    return TopicTree(20, (fine, broad), (0.2, 0.0))


def keys(nodes):
    return [node.key for node in nodes]


def test_paths_of_the_small_tree():
    tree = small_tree()
    assert keys(tree) == ["1-1", "0-2", "0-0", "1-0", "0-1", "0-3"]
    assert keys(tree.leaves()) == ["0-2", "0-0", "0-1", "0-3"]
    assert [keys(path) for path in tree.paths()] == [
        ["1-1", "0-2"], ["1-1", "0-0"], ["1-0", "0-1"], ["0-3"],
    ]  # fmt: skip
    assert keys(tree.path_to("Running")) == ["1-0", "0-1"]
    assert [tree.depth_of(key) for key in ("1-0", "0-1", "0-3")] == [0, 1, 0]


@given(trees())
@FEW
def test_paths_lead_from_roots_to_topics(tree):
    for node in tree:
        path = tree.path_to(node)
        assert path[0] in tree.roots and path[-1] is node
        assert all(
            child in tree.children_of(parent)
            for parent, child in zip(path[:-1], path[1:], strict=True)
        )
        assert tree.depth_of(node) == len(path) - 1
    assert [path[-1] for path in tree.paths()] == list(tree.leaves())
    assert {node for path in tree.paths() for node in path} == set(tree)


@given(hostile_trees())
@FEW
def test_every_topic_is_known_by_node_place_and_key(tree):
    for node in tree:
        references = (node, node.key, (node.layer, node.index), [node.layer, node.index])
        assert all(tree.resolve(reference) is node for reference in references)
        assert tree.resolve((node.layer - len(tree.layers), node.index)) is node


def test_names_and_topics_from_before_a_change_are_known():
    tree = small_tree()
    assert tree.resolve("Music") is tree.node(1, 1)
    renamed = tree.rename("1-1", "Klang")
    assert renamed.resolve(tree.node(1, 1)) is renamed.node(1, 1)
    # What looks like a key and is none may be a name.
    assert tree.rename("0-0", "7-7").resolve("7-7").key == "0-0"
    assert tree.rename("0-0", "0-1").resolve("0-1").key == "0-1"


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("Musik", "no topic is called 'Musik' or has that word; did you mean 1-1 'Music'"),
        ("runnin", "did you mean 0-1 'Running'"),
        ("alt", "did you mean 0-0 'Choir'"),
        ("race", "2 topics have the word 'race', .*: 1-0 'Sport' or 0-1 'Running'$"),
        ("xyzzy", "^no topic is called 'xyzzy' or has that word$"),
        ("", "^no topic is called '' or has that word$"),
        ("music", "did you mean 1-1"),
        (
            "1-2",
            r"^no topic 1-2: this tree has only layer 0 \(topics 0-0 to 0-3\) and layer 1 "
            r"\(topics 1-0 and 1-1\)$",
        ),
        ((0, 9), "no topic 0-9"),
        ((10**30, 0), "no topic"),
        ("9" * 5000 + "-1", "no topic is called"),
        ("01-1", "no topic is called"),
    ],
)
def test_unknown_topics_are_told_with_the_nearest(reference, message):
    with pytest.raises(HiertopicsError, match=message):
        small_tree().resolve(reference)


def test_a_key_that_a_part_of_a_tree_lacks_is_told_with_those_it_has():
    for part, keys in ((small_tree().cut(1), "topics 0-0 and 0-1"), (single(), "topic 0-0")):
        with pytest.raises(HiertopicsError, match=rf"^no topic 1-0: .* only layer 0 \({keys}\)$"):
            part.resolve("1-0")


def single():
    """A tree of one topic."""
    return TopicTree(1, ((small_tree().node(0, 0),),), (0.0,))


@pytest.mark.parametrize(
    ("word", "key"), [("alto", "0-0"), ("ALTO", "0-0"), ("shoes", "0-1"), ("team", "1-0")]
)
def test_a_word_that_one_topic_alone_has_means_that_topic(word, key):
    tree = small_tree()
    assert tree.resolve(word).key == key
    assert tree.path_to(word)[-1].key == key
    assert tree.subtree(word).roots[0].words == tree.resolve(key).words
    renamed = tree.rename({word: "New"})
    assert [node.key for node in renamed if node.name == "New"] == [key]
    assert renamed.resolve(word).name == "New"


def test_names_come_before_words():
    assert small_tree().rename("0-3", "alto").resolve("alto").key == "0-3"
    # A blank word, which a tree from elsewhere may hold, is not found by a blank text.
    blank = replace(small_tree().node(0, 0), words=((" ", 1.0),))
    with pytest.raises(HiertopicsError, match="no topic is called ''"):
        TopicTree(1, ((blank,),), (0.0,)).resolve("")


def test_ambiguous_names_and_topics_of_other_trees_are_told():
    tree = small_tree().rename({"0-0": "Same", "1-0": "Same"})
    with pytest.raises(HiertopicsError, match="2 topics are called 'Same', give a key: 0-0, 1-0"):
        tree.resolve("Same")
    other = replace(tree.node(0, 0), words=(("else", 1.0),))
    with pytest.raises(HiertopicsError, match="0-0 'Same' is of another tree; here 0-0 is 'Same'"):
        tree.resolve(other)


@pytest.mark.parametrize("reference", [None, 3, (1,), (1, 2, 3), ("1", "2"), 1.5, {}])
def test_what_names_no_topic_is_a_type_error(reference):
    with pytest.raises(TypeError, match="expected a topic: one of the tree"):
        small_tree().resolve(reference)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("choir", ["0-0", "1-1"]),  # a name, then a word
        ("song", ["1-1", "0-0", "0-1"]),  # a first word, a second, a third
        ("RACE", ["1-0", "0-1"]),  # both first words, the larger topic first
        ("concert", ["0-0"]),  # a label, in part
        ("sport", ["1-0", "0-1"]),  # a name, then a document's id
        ("cafe", []),  # accents are told apart
        ("cafe\u0301", ["0-1"]),  # however an accent is spelt
        ("o", ["1-0", "0-2", "0-0", "0-3", "1-1", "0-1"]),
    ],
)
def test_find_puts_the_best_first(text, found):
    assert keys(small_tree().find(text)) == found


def test_find_puts_whole_words_before_longer_ones():
    longer = TopicNode(0, 0, "A", (("songs", 0.9), ("x", 0.1)), 0.9)
    whole = TopicNode(0, 1, "B", (("x", 0.9), ("song", 0.1)), 0.1)
    assert keys(TopicTree(9, ((longer, whole),), (0.0,)).find("song")) == ["0-1", "0-0"]


def test_find_refuses_a_blank():
    with pytest.raises(HiertopicsError, match="a text to look for"):
        small_tree().find(" \n")


@given(hostile_trees(), st.sampled_from(HOSTILE))
@FEW
def test_find_finds_a_name_first_and_only_what_has_the_text(tree, text):
    if not text.strip():
        return
    found = tree.find(text)
    assert len(set(keys(found))) == len(found)
    if any(node.name == text for node in tree):
        assert found[0].name.strip().casefold() == text.strip().casefold()


def test_rename_changes_names_alone():
    tree = small_tree()
    before = tree.to_dict()
    renamed = tree.rename({"1-1": " Klang ", (0, 1): "Laufen", tree.node(0, 2): "Klavier"})
    assert tree.to_dict() == before
    assert [node.name for node in renamed] == [
        "Klang", "Klavier", "Choir", "Sport", "Laufen", "Loose",
    ]  # fmt: skip
    back = renamed.rename({node.key: node.name for node in tree})
    assert back == tree
    assert tree.rename("Music", "Klang") == tree.rename({"Music": "Klang"})
    assert tree.rename([1, 1], "Klang") == tree.rename("Music", "Klang")
    assert tree.rename({}) == tree


@given(hostile_trees(), st.sampled_from(HOSTILE))
@FEW
def test_a_name_either_shows_as_it_is_or_is_refused(tree, name):
    node = next(iter(tree))
    if name.strip() and visible(name.strip()) == name.strip():
        renamed = tree.rename(node, name)
        assert renamed.node(node.layer, node.index).name == name.strip()
        assert TopicTree.from_json(renamed.to_json()) == renamed
    else:
        with pytest.raises(HiertopicsError, match="name"):
            tree.rename(node, name)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ({"0-0": ""}, "expected a name for topic 0-0, got an empty one"),
        ({"0-0": "two\nlines"}, r"name of topic 0-0 has line ends.*two\\nlines"),
        ({"0-0": "\u202eright"}, "do not show"),
        ({"0-0": 5}, "expected a text as the name of topic 0-0, got 5"),
        ({"0-0": None}, "expected a text"),
        ({"0-0": "A", "Choir": "B"}, "topic 0-0 has two new names, 'A' and 'B'"),
        ({"0-9": "A", "0-0": "", 7: "B"}, "no topic 0-9.*; expected a name.*; expected a topic"),
    ],
)
def test_all_faults_of_new_names_are_told(names, message):
    with pytest.raises(HiertopicsError, match=message):
        small_tree().rename(names)


def test_rename_without_a_name_says_how():
    with pytest.raises(TypeError, match="rename takes a topic and its name"):
        small_tree().rename("0-0")


def is_sound(tree):
    """Whether a tree holds what `from_dict` checks, and every kin knows the other."""
    assert TopicTree.from_dict(tree.to_dict()) == tree
    assert len(list(tree)) == len(tree) and len(tree.unplaced) == len(tree.layers)
    for node in tree:
        assert all(tree.parent_of(child) is node for child in tree.children_of(node))
        assert all(0 <= index < tree.n_topics[node.layer + 1] for index, _ in node.further_parents)
    assert str(tree) and tree.to_dot() and tree.to_networkx()
    return True


@given(trees(), st.integers(1, 4))
@FEW
def test_cut_keeps_the_broadest_layers(tree, n_layers):
    if n_layers > len(tree.layers):
        with pytest.raises(HiertopicsError, match=f"expected 1 to {len(tree.layers)} layers"):
            tree.cut(n_layers)
        return
    cut = tree.cut(n_layers)
    assert is_sound(cut) and len(cut.layers) == n_layers
    assert cut.n_topics == tree.n_topics[-n_layers:] and cut.unplaced == tree.unplaced[-n_layers:]
    gone = len(tree.layers) - n_layers
    for node in cut:
        own = tree.node(node.layer + gone, node.index)
        children = own.children if node.layer else ()
        assert replace(own, layer=node.layer, children=children) == node
    assert tree.cut(len(tree.layers)) == tree


@pytest.mark.parametrize("n_layers", [0, -1, 3])
def test_cut_names_the_layers_there_are(n_layers):
    with pytest.raises(HiertopicsError, match=f"expected 1 to 2 layers .* got {n_layers}"):
        small_tree().cut(n_layers)


def test_cut_takes_whole_numbers():
    with pytest.raises(TypeError):
        small_tree().cut(1.0)


def test_subtree_of_the_small_tree():
    tree = small_tree()
    music = tree.subtree("Music")
    assert music.n_topics == (2, 1) and music.n_documents == 20 and music.unplaced == (0.2, 0.0)
    assert [node.name for node in music] == ["Music", "Piano", "Choir"]
    assert keys(music) == ["1-0", "0-1", "0-0"]
    assert music.node(1, 0).children == (1, 0)
    # Running also belonged to music, which is not here.
    assert tree.subtree("Sport").node(0, 0).further_parents == ()
    choir = tree.subtree("0-0")
    assert choir.n_topics == (1,) and choir.unplaced == (0.2,)
    assert (choir.node(0, 0).parent, choir.node(0, 0).parent_share) == (None, 0)


@given(trees())
@FEW
def test_subtrees_are_trees_of_the_same_topics(tree):
    for root in tree:
        branch = tree.subtree(root)
        assert is_sound(branch) and len(branch.roots) == 1 and all(branch.n_topics)

        def below(node):
            return [node, *(each for child in tree.children_of(node) for each in below(child))]

        whole = below(root)
        assert len(branch) == len(whole)
        for node, own in zip(branch, whole, strict=True):
            assert (node.words, node.share, node.documents) == (own.words, own.share, own.documents)
        for layer, nodes in enumerate(branch.layers):
            old = sorted(
                (own for own in whole if root.layer - own.layer == len(branch.layers) - 1 - layer),
                key=lambda own: own.index,
            )
            assert [node.words for node in nodes] == [own.words for own in old]


def test_further_parents_inside_of_a_subtree_are_numbered_anew():
    tree = random_tree(4, (8, 5, 1), density=1.0)
    branch = tree.subtree(tree.roots[0])
    assert branch == tree  # a single root has everything under it
    deeper = random_tree(4, (9, 6, 3, 2), density=1.0)
    kept = 0
    for root in deeper.layers[3]:
        inside = deeper.subtree(root)
        if len(inside.layers) < 4:
            continue
        for node in inside.layers[0]:
            (own,) = [other for other in deeper.layers[0] if other.words == node.words]
            by_words = {
                deeper.node(1, index).words: share
                for index, share in own.further_parents
                if deeper.node(1, index).words in {other.words for other in inside.layers[1]}
            }
            found = {inside.node(1, i).words: share for i, share in node.further_parents}
            assert found == by_words
            kept += len(found)
    assert kept > 0


def test_stability_is_put_on_topics_and_edges_and_kept():
    measured = TopicStability(((1.0, 0.5, 0.75, 0.0), (0.875, 1.0)), ((1.0, 0.25, 0.5, 0.0),), 8)
    plain = small_tree()
    tree = plain.with_stability(measured)
    assert [node.stability for node in tree.layers[0]] == [1.0, 0.5, 0.75, 0.0]
    assert [node.parent_stability for node in tree.layers[0]] == [1.0, 0.25, 0.5, None]
    assert [node.parent_stability for node in tree.layers[1]] == [None, None]
    assert all(node.stability is None for node in plain)
    assert TopicTree.from_json(tree.to_json()) == tree != plain
    assert TopicTree.from_json(plain.to_json()) == plain
    alone = tree.subtree("Running").node(0, 0)
    assert (alone.stability, alone.parent_stability) == (0.5, None)
    assert tree.cut(1).layers[0][0].stability == 0.875


def test_topics_that_are_not_solid_are_marked_in_print():
    measured = TopicStability(((1.0, 0.5, 0.75, 0.0), (0.875, 1.0)), ((1.0, 0.25, 0.5, 0.0),), 8)
    plain, tree = small_tree(), small_tree().with_stability(measured)
    assert keys(node for node in tree if node.is_doubtful) == ["0-1", "0-3"]
    assert not any(node.is_doubtful for node in plain)
    assert str(tree).count("not solid") == 2 and "not solid" not in str(plain)
    running = str(tree).partition("Running")[2]
    assert "not solid: found again in 50 % of fits" in running


def test_stability_of_another_model_is_refused():
    with pytest.raises(
        HiertopicsError, match=r"of \(4, 2\) topics, fine to broad, got that of \(3,"
    ):
        small_tree().with_stability(TopicStability(((1.0, 0.5, 0.75), (1.0,)), ((1.0,) * 3,), 8))


@pytest.mark.parametrize("value", ["0.5", True, float("nan")])
def test_a_stability_that_is_no_number_is_refused(value):
    content = small_tree().to_dict()
    content["topics"][0]["stability"] = value
    with pytest.raises(HiertopicsError, match="this is no tree of topics"):
        TopicTree.from_dict(content)
