"""What a report tells, as data and as the text of a page."""

import base64
import gzip
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from sklearn.metrics import normalized_mutual_info_score
from support.made_runs import ATTACKS, hostile_groups, hostile_run, made_run

import hiertopics as ht
from hiertopics.quality.agreement import accuracy, label_agreement, labels_for
from hiertopics.report.html import write as html
from hiertopics.report.html.content import corpus_name, report_content
from hiertopics.report.html.documents import document_lists, visible_text
from hiertopics.report.html.word_forms import word_forms
from hiertopics.report.html.write import render_report, write_report


@pytest.fixture(scope="module")
def content(everyday_run):
    return report_content(everyday_run)


def unpacked(page, name):
    packed = re.search(rf'id="{name}-packed">([^<]*)<', page)[1]
    return gzip.decompress(base64.b64decode(packed)).decode("utf-8")


def test_page_does_not_tell_where_its_maker_keeps_files(everyday_run, everyday):
    page = render_report(everyday_run)
    assert str(everyday.parent) not in page + unpacked(page, "documents")


def test_types_among_the_settings_go_by_their_name(content):
    assert content["settings"]["vectorizer"]["dtype"] == "float64"


def test_content_is_json(content):
    assert json.loads(json.dumps(content, allow_nan=False)) == content


def test_nodes_come_in_the_order_of_the_tree_with_more_words(content, everyday_run):
    assert [node["key"] for node in content["nodes"]] == [
        f"{node.layer}-{node.index}" for node in everyday_run.tree
    ]
    for node in content["nodes"]:
        assert len(node["words"]) == 20
        assert ", ".join(word for word, _ in node["words"][:3]) == node["name"]
        assert node["key"] not in dict(node["neighbours"])


def test_topics_assigned_to_documents_are_those_the_tree_counts(content):
    lists = content["documents"]["assigned"]
    for node in content["nodes"]:
        assert lists[node["layer"]].count(node["index"]) == node["n_documents"]


def test_typical_documents_point_at_their_row(content):
    for node in content["nodes"]:
        for shown in node["documents"]:
            assert content["documents"]["ids"][shown["row"]] == shown["id"]
            assert shown["title"] == content["documents"]["titles"][shown["row"]]


def test_labels_agree_with_topics(content):
    fitting = [table for table in content["labels"]["tables"] if table["fits"]]
    assert [(table["layer"], table["label_layer"]) for table in fitting] == [(0, 0), (1, 1)]
    assert all(table["purity"] > 0.95 and table["nmi"] > 0.9 for table in fitting)
    assert all(np.argmax(row) == i for i, row in enumerate(fitting[1]["counts"]))
    assert [each["of"] for each in content["labels"]["predictions"]] == [216, 216]


def test_nmi_is_what_others_compute():
    rng = np.random.default_rng(0)
    strongest, labels = rng.integers(-1, 5, 200), rng.integers(0, 4, 200)
    labels[:50] = np.maximum(strongest[:50], 0) % 4
    found = label_agreement(strongest, labels.astype(object), range(5))
    placed = strongest >= 0
    expected = normalized_mutual_info_score(labels[placed], strongest[placed])
    assert found["nmi"] == pytest.approx(expected)
    assert found["n_documents"] == 200 and np.sum(found["counts"]) == placed.sum()


def test_labels_that_are_unknown_or_alone_have_no_agreement():
    unknown = np.array([None, None], dtype=object)
    assert label_agreement(np.array([0, 1]), unknown, [0, 1]) is None
    assert accuracy(unknown, unknown) is None
    alone = label_agreement(np.array([0, 0]), np.array(["a", "a"], dtype=object), [0])
    assert alone["nmi"] is None and alone["purity"] == 1


def test_accuracy_counts_known_labels_only():
    known = np.array(["a", "b", None], dtype=object)
    assert accuracy(np.array(["a", "a", "a"], dtype=object), known) == {"right": 1, "of": 2}


@pytest.mark.parametrize(
    "n_label_layers, n_layers, expected",
    [(1, 2, [None, 0]), (2, 2, [0, 1]), (3, 2, [1, 2]), (0, 2, [None, None]), (2, 3, [None, 0, 1])],
)
def test_layers_of_labels_belong_to_the_broadest_layers(n_label_layers, n_layers, expected):
    labels = np.array([[f"{layer}" for layer in range(n_label_layers)]], dtype=object)
    columns = labels_for(labels.reshape(1, n_label_layers), n_layers)
    assert columns == expected
    corpus = ht.Corpus.from_texts(["text"], labels=labels if n_label_layers else None)
    names = [None if column is None else f"{column}" for column in columns]
    assert corpus.labels_for(n_layers)[0].tolist() == names


def test_dead_topics_are_not_shown():
    run = made_run((3, 2))
    dead = replace(run.tree.layers[0][1], share=0.0, words=(), name="", n_documents=0)
    fine = (run.tree.layers[0][0], dead, run.tree.layers[0][2])
    run.tree = replace(run.tree, layers=(fine, run.tree.layers[1]))
    content = report_content(run)
    assert "0-1" not in json.dumps(content["nodes"])
    assert all(1 not in row[::2] for row in content["documents"]["topics"])
    assert content["summary"] == "12 documents, 2 topics in 2 groups"


@pytest.mark.smoke
@pytest.mark.parametrize("sizes", [(1,), (3,), (4, 2), (6, 4, 2), (6, 5, 4, 2)])
@pytest.mark.parametrize("n_docs", [1, 12])
def test_any_tree_makes_a_page(sizes, n_docs):
    page = render_report(made_run(sizes, n_docs))
    assert page.startswith("<!DOCTYPE html>")


def test_values_that_json_cannot_hold_are_left_out():
    run = made_run(metadata={"n": [np.nan, None, *range(10)], "when": [np.datetime64("NaT")] * 12})
    group = {
        **{"name": "year", "groups": ["1990"], "n_documents": np.array([3]), "undated": 0},
        "layers": [[[float("nan")]] * 4, np.ones((2, 1))],
    }
    content = report_content(run, [group])
    assert content["documents"]["metadata"]["n"][:3] == [None, None, "0"]
    assert content["documents"]["metadata"]["when"] == [None] * 12
    assert content["groups"][0]["layers"] == [[[None]] * 4, [[1.0], [1.0]]]
    json.dumps(content, allow_nan=False)


def test_forms_of_stems_are_found():
    texts = ["a network of networks", "networking with others", "a neuron", "birds"] * 3
    vectorizer = ht.TextVectorizer(language="english", stem=True).fit(texts)
    terms = set(vectorizer.get_feature_names_out())
    forms = word_forms(vectorizer, terms, [[text] for text in texts])
    assert forms == {"networking": "network", "networks": "network"} and "network" in terms
    assert word_forms(ht.TextVectorizer(), terms, []) == {} == word_forms(None, terms, [])


@pytest.mark.parametrize(
    "text, shown",
    [
        ("a\r\nb\tc", "a\nb   c"),
        ("a\n\n \n\nb\n\nc", "a\n\nb\n\nc"),
        ("\u202eabc\x00", "\\u202eabc\\x00"),
        ("שלום עולם", "שלום עולם"),
        ("\u0301a", "\\u0301a"),
    ],
)
def test_texts_keep_their_lines_and_nothing_else_acts(text, shown):
    assert visible_text(text) == shown


def test_long_corpora_are_shortened(monkeypatch):
    run = made_run(texts=["many words in every text " * 40] * 12)
    monkeypatch.setattr("hiertopics.report.html.documents.MOST_TEXT", 6000)
    lists = document_lists(run.documents, run.documents.fine_shares.toarray())
    assert lists["shortened"]
    assert sum(len(passage) for own in lists["passages"] for passage in own) <= 6000


@pytest.mark.parametrize(
    "source, name",
    [("/a/b/speeches", "speeches"), ("/a/x.jsonl.gz", "x"), ("memory", "memory"), ("", "Topics")],
)
def test_a_corpus_is_named_by_the_end_of_its_path(source, name):
    assert corpus_name(source) == name


class Reader(HTMLParser):
    """Collects the elements of a page and the texts of its data."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.texts, self._open = [], [], {}, None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        self._open = dict(attrs).get("id")

    def handle_data(self, data):
        self.texts[self._open] = self.texts.get(self._open, "") + data


def test_no_text_becomes_markup():
    page = Reader(render_report(hostile_run(), hostile_groups()))
    tame = Reader(render_report(made_run(n_docs=18, labels=[["a", "b"]] * 18), hostile_groups()))
    assert set(page.tags) == set(tame.tags)
    assert page.tags.count("script") == tame.tags.count("script")
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert json.loads(page.texts["content"])["groups"][0]["groups"][0] == ATTACKS[0]


def test_characters_that_act_are_spelt_out():
    page = render_report(hostile_run(), hostile_groups())
    data = page + unpacked(page, "documents")
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", data
    )
    assert "\\u202e" in data


@pytest.mark.smoke
def test_page_asks_for_nothing_from_elsewhere(everyday_run):
    page = render_report(everyday_run)
    assert "default-src 'none'" in page and "connect-src 'none'" in page
    code = re.sub(r"<script type=[^>]*>[^<]*</script>", "", page)
    assert not re.findall(r"""(?:src|href)=["']?(?!data:|#)[^"'\s$]""", code)
    assert not re.findall(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(", code)


@pytest.mark.smoke
def test_documents_travel_whole(everyday_run, content):
    lines = [
        json.loads(line) for line in unpacked(render_report(everyday_run), "documents").split("\n")
    ]
    assert lines[0]["n_documents"] == 216
    assert [name for block in lines[1:] for name in block["ids"]] == content["documents"]["ids"]


def test_the_same_run_gives_the_same_file(everyday_run, tmp_path):
    one, other = (write_report(everyday_run, tmp_path / name) for name in ("one", "other"))
    assert one.read_bytes() == other.read_bytes()
    assert one.stat().st_size < 3_000_000
    nonce = re.search("nonce-([^']*)'", one.read_text("utf-8"))[1]
    assert nonce not in render_report(made_run())


def test_missing_plotly_is_told(monkeypatch):
    monkeypatch.setattr(html.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ht.HiertopicsError, match="pip install 'plotly>=6'"):
        render_report(made_run())


def test_sources_of_the_page_are_short():
    for name in [
        *(f"{name}.js" for name in html.SCRIPTS),
        *(f"{name}.css" for name in html.STYLES),
    ]:
        assert len(html._source(name).splitlines()) < 300
