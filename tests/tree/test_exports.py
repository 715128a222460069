"""Every form of a tree is read back by what it is written for, and says the same."""

import csv
import io
import json
import re
import subprocess
import sys
import warnings

import numpy as np
import pytest
from hypothesis import example, given, settings
from lxml import html
from markdown_it import MarkdownIt
from support.trees import HOSTILE, every_hostile_text, hostile_trees, random_tree

import hiertopics as ht
from hiertopics.errors import HiertopicsError
from hiertopics.printable import visible
from hiertopics.tree.export.exports import EXPORTS
from hiertopics.tree.export.markdown_list import escaped
from hiertopics.tree.formatting import percent
from hiertopics.tree.tree import TopicTree

FEW = settings(max_examples=40)
HARD = every_hostile_text()
INVISIBLE = re.compile(r"\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\\[nrt]")


def on_one_line(text):
    return visible(" ".join(text.split()))


@given(hostile_trees())
@example(HARD)
@FEW
def test_json_is_the_tree(tree):
    text = tree.to_json()
    assert json.loads(text) == tree.to_dict()
    assert TopicTree.from_json(text) == tree
    assert TopicTree.from_json(tree.to_json(indent=None).encode()) == tree


def test_json_file_holds_letters_as_they_are_and_half_characters(tmp_path):
    tree = random_tree(1).rename("0-1", "日本語")
    text = tree.to_json(tmp_path / "tree.json")
    assert '"日本語"' in text and (tmp_path / "tree.json").read_text("utf-8") == text
    half = tree.to_dict()
    half["topics"][0]["documents"][0]["id"] = "folder/\udce9t\udce9.txt"
    half = TopicTree.from_dict(half)
    half.to_json(tmp_path / "half.json")
    assert TopicTree.from_json((tmp_path / "half.json").read_bytes()) == half


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, b"\xff", None, "NaN", "[]", "{}"])
def test_what_is_no_tree_in_json_is_told(text):
    with pytest.raises(HiertopicsError, match="no JSON|no tree of topics"):
        TopicTree.from_json(text)


def plain_cell(text):
    """Undo what `to_csv` does to a text."""
    return text[1:] if re.match(r"'+(?:\s*[=+\-@＝＋－＠]|[\t\r\n])", text) else text


def joined(tuples):
    return ", ".join(str(each[0]) for each in tuples)


@given(hostile_trees())
@example(HARD)
@FEW
def test_csv_is_read_by_the_standard_library(tree):
    rows = list(csv.DictReader(io.StringIO(tree.to_csv(), newline="")))
    assert len(rows) == len(tree)
    for row, node in zip(rows, tree, strict=True):
        assert (int(row["layer"]), int(row["index"])) == (node.layer, node.index)
        assert row["parent"] == ("" if node.parent is None else str(node.parent))
        assert float(row["share"]) == node.share and int(row["n_documents"]) == node.n_documents
        assert plain_cell(row["name"]) == node.name.replace("\0", "\\x00")
        for column in ("words", "documents", "labels"):
            expected = joined(getattr(node, column)).replace("\0", "\\x00")
            assert plain_cell(row[column]) == expected
            assert not re.match(r"[\s]*[=+\-@＝＋－＠]|[\t\r\n]", row[column])


@pytest.mark.smoke
@given(hostile_trees())
@example(HARD)
@FEW
def test_csv_is_read_by_pandas(tree):
    import pandas

    # As text: the digits that older versions read are off in the last place.
    frame = pandas.read_csv(
        io.StringIO(tree.to_csv(), newline=""), keep_default_na=False, dtype=str
    )
    own = tree.to_frame()
    assert list(frame.columns) == list(own.columns)
    for column in ("layer", "index", "n_documents", "n_labelled", "share", "parent_share"):
        np.testing.assert_allclose(frame[column].astype(float), own[column], rtol=1e-15)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A", "  =1", "\t1", "\n1", "'=1", "＝1"])
def test_formulas_in_csv_are_disarmed(text):
    (row, *_) = csv.DictReader(io.StringIO(named(text).to_csv(), newline=""))
    assert row["name"] == "'" + text


def named(text):
    """A tree whose first topic has this name, also one that `rename` would refuse."""
    content = random_tree(1).to_dict()
    content["topics"][0]["name"] = text
    return TopicTree.from_dict(content)


def test_csv_file_for_excel_begins_with_a_mark(tmp_path):
    tree = named("ä\nb")
    text = tree.to_csv(tmp_path / "tree.csv", encoding="utf-8-sig")
    assert (tmp_path / "tree.csv").read_bytes() == text.encode("utf-8-sig")


def test_long_tables_have_every_weight():
    words, documents = HARD.words_frame(), HARD.documents_frame()
    assert list(words) == ["layer", "index", "rank", "word", "weight"]
    assert list(documents) == ["layer", "index", "rank", "id", "share", "title", "passage"]
    for frame, field in ((words, "words"), (documents, "documents")):
        found = [
            (layer, index, tuple(rest))
            for layer, index, _, *rest in frame.itertuples(index=False, name=None)
        ]
        assert found == [
            (node.layer, node.index, tuple(each)) for node in HARD for each in getattr(node, field)
        ]
    assert words["rank"].tolist()[:3] == [1, 2, 1]
    empty = random_tree(0, (1,), density=0.0)
    assert empty.words_frame().dtypes.tolist() != [] and empty.documents_frame().empty


def rendered(markdown):
    renderer = MarkdownIt("gfm-like", {"html": True, "linkify": False}).enable("table")
    return html.fragment_fromstring(renderer.render(markdown), create_parent="div")


def list_shape(items):
    """Nested pairs (text of the bold name, list) of a rendered list, and all else that it says."""
    found = []
    for item in items:
        (below,) = item.findall("ul") or [[]]
        found.append((item.find(".//strong").text_content(), list_shape(below)))
    return found


def name_shape(tree, node):
    children = [child for child in tree.children_of(node) if not child.is_dead]
    name = on_one_line(node.name) or node.key
    return name, [name_shape(tree, child) for child in children]


@given(hostile_trees())
@example(HARD)
@settings(max_examples=60)
def test_markdown_renders_to_the_tree_and_to_no_tag_of_its_texts(tree):
    page = rendered(tree.to_markdown())
    assert {each.tag for each in page.iter()} <= {"div", "p", "ul", "li", "strong", "br"}
    roots = [root for root in tree.roots if not root.is_dead]
    items = [item for found in page.findall("ul") for item in found]
    assert list_shape(items) == [name_shape(tree, root) for root in roots]
    said = " ".join(page.text_content().split())
    for node in tree:
        if not node.is_dead:
            for text in (*(w for w, _ in node.words), *(d.title for d in node.documents)):
                assert " ".join(on_one_line(text).split()) in said


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_shows_a_text_as_it_is(text):
    for before in ("", "word ", "**", "("):
        shown = rendered(before + escaped(text)).text_content().strip()
        assert shown == (before.strip("*") + on_one_line(text)).strip() or before == "**"
    assert "\n" not in escaped(text) and "<" not in escaped(text)


def test_bare_addresses_have_no_form_that_makes_links():
    for text in ("http://evil.example", "www.evil.example", "https://x.y", "WWW.x.y", "a@b.c"):
        assert not re.search(r"(?<!\\)(://|@)|www[.]", escaped(text), re.IGNORECASE)


def test_markdown_leaves_out_what_is_not_asked_for():
    tree = random_tree(2, density=1.0)
    text = tree.to_markdown(n_words=2, n_documents=0)
    assert "Document:" not in text and text.count("Words:") == len(tree)
    assert text.splitlines()[0] == "Topics of 25 documents, broad to fine:"
    first = tree.roots[0]
    assert f"- **{first.name}** ({percent(first.share)}, " in text
    assert f"  Words: {first.words[0][0]}, {first.words[1][0]}\n" in text


def test_markdown_goes_to_a_file(tmp_path):
    text = HARD.to_markdown(tmp_path / "topics.md", n_words=1)
    assert (tmp_path / "topics.md").read_bytes().decode() == text


def in_xml(text):
    return "".join(
        character
        if character in "\t\n" or (character >= " " and character not in "\ufffe\uffff")
        else character.encode("unicode_escape").decode()
        for character in text
    )


@pytest.mark.smoke
@given(hostile_trees())
@example(HARD)
@FEW
def test_graphml_is_read_by_networkx(tree):
    import networkx

    read = networkx.read_graphml(io.BytesIO(tree.to_graphml().encode()))
    graph = tree.to_networkx()
    assert set(read) == {node.key for node in tree}
    for node in tree:
        attributes = dict(graph.nodes[node.layer, node.index])
        for name in ("name", "words", "label"):
            attributes[name] = in_xml(attributes[name])
        assert read.nodes[node.key] == attributes
    edges = {
        (f"{a[0]}-{a[1]}", f"{b[0]}-{b[1]}"): attributes for a, b, attributes in graph.edges.data()
    }
    assert {(a, b): attributes for a, b, attributes in read.edges.data()} == edges


def test_graphml_goes_to_a_file(tmp_path):
    import networkx

    HARD.to_graphml(tmp_path / "tree.graphml")
    assert len(networkx.read_graphml(tmp_path / "tree.graphml")) == len(HARD)


def unquoted(text):
    """What a quoted string of DOT shows as a label."""
    assert text[0] == text[-1] == '"'
    inside = text[1:-1].replace('\\"', '"')
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], inside)


@pytest.mark.smoke
@given(hostile_trees())
@example(HARD)
@FEW
def test_dot_is_read_by_pydot(tree):
    import pydot

    with warnings.catch_warnings():
        # pydot uses names of pyparsing that are on their way out.
        warnings.filterwarnings("ignore", category=DeprecationWarning, module="pydot|pyparsing")
        (graph,) = pydot.graph_from_dot_data(tree.to_dot())
    nodes = {node.get_name().strip('"'): node for node in graph.get_nodes()}
    assert set(nodes) - {"graph", "node"} == {node.key for node in tree}
    for node in tree:
        label = unquoted(nodes[node.key].get("label"))
        name = on_one_line(node.name) or node.key
        assert label == f"{name}\n{percent(node.share)}"
    edges = {
        (edge.get_source().strip('"'), edge.get_destination().strip('"')): edge.get("style")
        for edge in graph.get_edges()
    }
    assert edges == {
        (f"{node.layer + 1}-{parent}", node.key): style
        for node in tree
        for parent, style in [(node.parent, None)] * (node.parent is not None)
        + [(index, "dashed") for index, _ in node.further_parents]
    }


def test_dot_needs_no_other_package(monkeypatch, tmp_path):
    for package in ("networkx", "pydot", "pandas"):
        monkeypatch.setitem(sys.modules, package, None)
    text = HARD.to_dot(tmp_path / "tree.dot")
    assert (tmp_path / "tree.dot").read_text("utf-8") == text
    assert HARD.to_csv() and HARD.to_json() and HARD.to_markdown() and HARD._repr_html_()


@pytest.mark.parametrize(
    ("package", "method"),
    [("networkx", "to_graphml"), ("pandas", "words_frame"), ("pandas", "documents_frame")],
)
def test_missing_packages_are_named(monkeypatch, package, method):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ImportError, match=rf"{method}\(\) needs {package}.*hiertopics\[frames\]"):
        getattr(HARD, method)()


def details_shape(details):
    return [
        (each.find("summary/b").text_content(), details_shape(each.findall("details")))
        for each in details
    ]


@given(hostile_trees())
@example(HARD)
@FEW
def test_notebooks_show_the_tree_and_no_tag_of_its_texts(tree):
    text = tree._repr_html_()
    page = html.fragment_fromstring(text)
    allowed = {"div", "p", "details", "summary", "span", "b"}
    assert {each.tag for each in page.iter()} <= allowed
    assert {name for each in page.iter() for name in each.attrib} <= {"style", "open"}
    roots = [root for root in tree.roots if not root.is_dead]
    assert details_shape(page.findall("details")) == [name_shape(tree, root) for root in roots]
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u202e]", text)
    assert "url(" not in re.sub(r">[^<]*<", "><", text)
    widths = [int(width) for width in re.findall(r"display:block;width:(\d+)%", text)]
    assert max(widths, default=100) == 100 and len(widths) == text.count("<details")


@pytest.fixture
def model(counts):
    X, _, _ = counts
    return ht.HierarchicalNMF((4, 2), random_state=0).fit(X), X, [f"word{j}" for j in range(40)]


@pytest.mark.smoke
@pytest.mark.parametrize("layer", [0, 1, -1])
def test_pyldavis_takes_the_inputs(model, layer):
    prepare = pyldavis_prepare()
    fitted, X, terms = model
    inputs = ht.pyldavis_inputs(fitted, X, terms, layer)
    prepared = prepare(**inputs, n_jobs=1, sort_topics=False, start_index=0)
    shares = inputs["doc_lengths"] @ inputs["doc_topic_dists"]
    np.testing.assert_allclose(
        prepared.topic_coordinates["Freq"], 100 * shares / shares.sum(), rtol=1e-9
    )
    # Nothing is infinite, which JSON and so the page could not hold.
    json.loads(prepared.to_json(), parse_constant=pytest.fail)
    tree = ht.topic_tree(fitted, terms, X, wording="weight")
    for node in tree.layers[layer]:
        best = prepared.sorted_terms(topic=node.index, _lambda=1)["Term"].tolist()
        assert best[:3] == [word for word, _ in node.words[:3]]


def pyldavis_prepare():
    if sys.version_info >= (3, 14):
        pytest.skip("pyLDAvis needs gensim, of which there is none for this Python")
    import pyLDAvis

    return pyLDAvis.prepare


def test_pyldavis_inputs_are_distributions_of_what_there_is(model):
    fitted, X, terms = model
    X = X.copy().tolil()
    X[3] = 0  # a document without words
    X = X.tocsr()
    inputs = ht.pyldavis_inputs(fitted, X, terms)
    assert list(inputs) == [
        "topic_term_dists", "doc_topic_dists", "doc_lengths", "vocab", "term_frequency",
    ]  # fmt: skip
    for name in ("topic_term_dists", "doc_topic_dists"):
        assert (inputs[name] > 0).all()
        np.testing.assert_allclose(inputs[name].sum(axis=1), 1)
    assert inputs["doc_topic_dists"].shape == (59, 4) and len(inputs["doc_lengths"]) == 59
    np.testing.assert_array_equal(inputs["doc_lengths"], np.delete(X.sum(axis=1), 3))
    kept = [terms.index(word) for word in inputs["vocab"]]
    np.testing.assert_array_equal(inputs["term_frequency"], X.sum(axis=0)[kept])
    assert inputs["topic_term_dists"].shape == (4, len(kept))


def test_weights_count_every_term_once_unless_counts_are_given(model):
    fitted, X, terms = model
    weighted = X * 0.37
    once = ht.pyldavis_inputs(fitted, weighted, terms)
    np.testing.assert_array_equal(once["doc_lengths"], (X != 0).sum(axis=1))
    counted = ht.pyldavis_inputs(fitted, weighted, terms, counts=X)
    np.testing.assert_array_equal(counted["doc_lengths"], X.sum(axis=1))
    dense = ht.pyldavis_inputs(fitted, weighted.toarray(), terms, counts=X.toarray())
    np.testing.assert_allclose(dense["doc_lengths"], counted["doc_lengths"])


def test_dead_topics_and_unused_terms_do_no_harm():
    class Model:
        A_ = [np.array([[1.0, 0, 2], [1, 0, 0], [0, 0, 0]]), np.array([[1.0, 1], [1, 1], [1, 1]])]

        def transform_layers(self, X):
            fine = np.array([[1.0, 0, 0], [1, 5, 0], [0, 3, 0], [0, 0, 0]])
            return [fine, np.ones((4, 2))]

    X = np.array([[1.0, 1, 0], [2, 0, 0], [0, 0, 3], [1, 0, 0]])
    inputs = ht.pyldavis_inputs(Model(), X, ["a", "b", "c"])
    assert inputs["vocab"] == ["a", "b"] and inputs["doc_lengths"].tolist() == [2, 2]
    np.testing.assert_allclose(inputs["doc_topic_dists"], [[1, 0, 0], [1, 0, 0]], atol=2e-6)
    # Topic 1 has no words and speaks as all do, topic 2 no documents and keeps its word.
    np.testing.assert_allclose(
        inputs["topic_term_dists"], [[0.5, 0.5], [0.5, 0.5], [1, 0]], atol=2e-6
    )
    prepared = pyldavis_prepare()(**inputs, n_jobs=1)
    json.loads(prepared.to_json(), parse_constant=pytest.fail)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"terms": ["one"]}, "a term for each of the 40 rows"),
        ({"layer": 2}, "a layer from 0, the finest, to 1, got 2"),
        ({"counts": np.ones((3, 3))}, r"counts of the shape of X, \(60, 40\), got \(3, 3\)"),
        ({"counts": -np.ones((60, 40))}, "counts must be finite and nonnegative"),
        ({"counts": np.zeros((60, 40))}, "no document has a topic at layer 0"),
    ],
)
def test_what_does_not_fit_pyldavis_is_told(model, change, message):
    fitted, X, terms = model
    with pytest.raises(HiertopicsError, match=message):
        ht.pyldavis_inputs(**{"model": fitted, "X": X, "terms": terms, **change})


def test_run_counts_the_words_of_its_texts(everyday):
    corpus = ht.read_corpus(everyday)
    run = ht.fit_corpus(corpus, (12, 4))
    inputs = run.to_pyldavis(corpus)
    counted = ht.TextVectorizer(sublinear_tf=False, norm=None, use_idf=False)
    totals = counted.fit_transform(corpus.texts).sum()
    assert inputs["doc_lengths"].sum() == pytest.approx(totals)
    assert inputs["topic_term_dists"].shape[0] == 12
    assert run.vectorizer.norm == "l2"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        prepared = pyldavis_prepare()(**run.to_pyldavis(list(corpus.texts), layer=1), n_jobs=1)
    assert len(prepared.topic_coordinates) == 4


def test_registry_of_exports_is_what_the_methods_write_and_loads_nothing_heavy():
    for name, export in EXPORTS.items():
        own = HARD._repr_html_() if name == "html" else getattr(HARD, f"to_{name}")()
        assert export.text_of(HARD) == own and export.about
    code = "import hiertopics.tree.export.exports, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout
    assert not {"numpy", "networkx", "pandas"} & set(loaded.split()) and "json" in loaded
