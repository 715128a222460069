"""An evaluation holds the single measures, by layer, whatever topics and texts come as."""

import dataclasses
import json
import math
import re
from dataclasses import replace

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer

import hiertopics as ht
from hiertopics.quality import hierarchy
from hiertopics.quality.agreement import clustering_scores, hierarchical_scores
from hiertopics.quality.diversity import diversity, inverted_rbo, uniqueness
from hiertopics.quality.evaluation import Evaluation
from hiertopics.quality.figures import FIGURES, NAMES, TREE_FIGURES
from hiertopics.vectorizer.language import stem_vocabulary
from hiertopics.vectorizer.tokens import tokenize


@pytest.fixture(scope="module")
def corpus(everyday):
    return ht.read_corpus(everyday)


@pytest.fixture(scope="module")
def evaluated(everyday_run, corpus):
    return ht.evaluate(everyday_run, corpus)


def words_of(layer):
    return [[word for word, _ in node.words] for node in layer]


@pytest.mark.smoke
def test_an_evaluation_of_a_run_has_every_figure(evaluated):
    assert evaluated.n_topics == (12, 4)
    above = set(FIGURES["topics fit the topic above them"])
    assert list(evaluated.layers[0]) == list(NAMES)
    assert list(evaluated.layers[1]) == [name for name in NAMES if name not in above]
    assert set(evaluated.tree) == set(TREE_FIGURES)
    assert len(evaluated.notes) == 1 and "No word is listed in two topics" in evaluated.notes[0]


def test_figures_of_words_and_texts_are_the_single_measures(evaluated, everyday_run, corpus):
    run = everyday_run
    X, terms = run.vectorizer.transform(corpus.texts), run.vectorizer.get_feature_names_out()
    tokens = [tokenize(text) for text in corpus.texts]
    for nodes, figures in zip(run.tree.layers, evaluated.layers, strict=True):
        words = words_of(nodes)
        for name, measure in (
            ("diversity", diversity),
            ("uniqueness", uniqueness),
            ("inverted_rbo", inverted_rbo),
        ):
            assert figures[name] == measure(words)
        for name in ("npmi", "u_mass"):
            assert figures[name] == ht.coherence(words, X, terms, measure=name)
        for name in ("c_npmi", "c_v"):
            assert figures[name] == pytest.approx(ht.coherence(words, tokens, measure=name))


def test_figures_of_parents_are_the_single_measures(evaluated, everyday_run, corpus):
    run = everyday_run
    X, terms = run.vectorizer.transform(corpus.texts), run.vectorizer.get_feature_names_out()
    fine, broad = map(words_of, run.tree.layers)
    parents = [node.parent for node in run.tree.layers[0]]
    weights = [run.model.A_[0].T, (run.model.A_[0] @ run.model.A_[1]).T]
    figures = evaluated.layers[0]
    expected = {
        "parent_child_coherence": hierarchy.parent_child_coherence(fine, broad, parents, X, terms),
        "parent_child_diversity": hierarchy.parent_child_diversity(fine, broad, parents),
        "parent_other_diversity": hierarchy.parent_child_diversity(
            fine, broad, parents, others=True
        ),
        "overlap": hierarchy.overlap(fine, broad, parents),
        "sibling_diversity": hierarchy.sibling_diversity(fine, parents),
        "affinity": hierarchy.affinity(*weights, parents),
        "affinity_others": hierarchy.affinity(*weights, parents, others=True),
        "specialisation": hierarchy.specialisation(weights[0], np.asarray(X.sum(axis=0))),
    }
    for name, value in expected.items():
        assert figures[name] == pytest.approx(value, abs=1e-12), name
    assert evaluated.layers[1]["sibling_diversity"] == hierarchy.sibling_diversity(broad)


def test_figures_of_labels_are_the_single_measures(evaluated, everyday_run):
    documents = everyday_run.documents
    for layer, figures in enumerate(evaluated.layers):
        expected = clustering_scores(documents.topics[layer], documents.labels[:, layer])
        assert {name: figures[name] for name in expected} == expected
    assert evaluated.tree == hierarchical_scores(documents.topics, documents.labels.T)


def test_a_tree_and_its_word_lists_have_the_figures_of_words(evaluated, everyday_run, corpus):
    tree = everyday_run.tree
    fine, broad = map(words_of, tree.layers)
    parents = [[node.parent for node in tree.layers[0]]]
    of_tree = ht.evaluate(tree, corpus)
    assert of_tree == ht.evaluate([fine, broad], corpus, parents=parents)
    assert of_tree == ht.evaluate([fine, broad], list(corpus.texts), parents=parents)
    tokens = [tokenize(text) for text in corpus.texts]
    assert of_tree == ht.evaluate([fine, broad], tokens, parents=parents)
    for own, of_run in zip(of_tree.layers, evaluated.layers, strict=True):
        assert {"npmi", "c_v", "diversity"} <= set(own) <= set(of_run)
        for name, value in own.items():
            assert value == pytest.approx(of_run[name], abs=0.05), name
    assert ht.evaluate(fine, corpus).layers[0]["c_v"] == of_tree.layers[0]["c_v"]
    assert "sibling_diversity" not in ht.evaluate(fine, corpus).layers[0]


def test_only_the_first_words_are_looked_at(everyday_run, corpus):
    tree = everyday_run.tree
    shorter = [[own[:4] for own in words_of(layer)] for layer in tree.layers]
    parents = [[node.parent for node in tree.layers[0]]]
    found = ht.evaluate(tree, corpus, n_words=4)
    assert found == ht.evaluate(shorter, corpus, parents=parents)


def test_a_matrix_has_documents_and_no_windows(everyday_run, corpus):
    X = everyday_run.vectorizer.transform(corpus.texts)
    found = ht.evaluate(everyday_run, X)
    assert "npmi" in found.layers[0] and "specialisation" in found.layers[0]
    assert not {"c_v", "c_npmi"} & set(found.layers[0])
    assert "C_NPMI and C_v need the order of the words" in str(found)
    terms = everyday_run.vectorizer.get_feature_names_out()
    words = words_of(everyday_run.tree.layers[0])
    assert ht.evaluate(words, X, terms).layers[0]["npmi"] == found.layers[0]["npmi"]


def test_without_texts_a_run_has_all_but_coherence(evaluated, everyday_run):
    found = ht.evaluate(everyday_run)
    for own, full in zip(found.layers, evaluated.layers, strict=True):
        left_out = set(full) - set(own)
        assert left_out <= {*FIGURES["words of a topic meet in texts"]} | {
            "parent_child_coherence",
            "specialisation",
        }
        assert all(own[name] == full[name] for name in own)
    assert found.notes[0].startswith("Coherence and specialisation need texts")
    assert found.notes[1:] == evaluated.notes


def test_a_run_that_was_saved_has_the_same_figures(evaluated, everyday_run, corpus, tmp_path):
    ht.save(everyday_run, tmp_path / "run.ht")
    assert ht.evaluate(ht.load(tmp_path / "run.ht"), corpus) == evaluated


def test_stems_are_found_in_windows(corpus):
    vectorizer = ht.TextVectorizer(stem=True, language="english")
    run = ht.fit_corpus(corpus, (12, 4), vectorizer=vectorizer)
    tokens = [tokenize(text) for text in corpus.texts]
    columns, names = vectorizer.stem_columns_, list(vectorizer.vocabulary_)
    stems = stem_vocabulary([word for text in tokens for word in text], "english")
    named = iter([names[columns[stem]] if stem in columns else stem for stem in stems])
    stemmed = [[next(named) for _ in text] for text in tokens]
    single = [[word for word in own if " " not in word] for own in words_of(run.tree.layers[0])]
    parents = [[node.parent for node in run.tree.layers[0]]]
    tree = ht.evaluate([single, words_of(run.tree.layers[1])], stemmed, parents=parents)
    run = replace(run, tree=without_phrases(run.tree))
    found = ht.evaluate(run, corpus)
    for name in ("c_npmi", "c_v"):
        assert found.layers[0][name] == pytest.approx(tree.layers[0][name], abs=1e-12)
    assert not any("do not occur" in note for note in found.notes)


def without_phrases(tree):
    layers = [
        tuple(
            replace(node, words=tuple(pair for pair in node.words if " " not in pair[0]))
            for node in layer
        )
        for layer in tree.layers
    ]
    return replace(tree, layers=tuple(layers))


def test_phrases_of_stems_are_found_in_windows():
    texts = ["heavy stones sink", "a heavy stone sank", "some heavy stones"] * 8 + ["light wood"]
    vectorizer = ht.TextVectorizer(stem=True, language="english", keep_together=["heavy stone"])
    run = ht.fit_corpus(ht.Corpus.from_texts(texts), 1, vectorizer=vectorizer)
    phrase = next(word for word in vectorizer.vocabulary_ if " " in word)
    node = replace(run.tree.layers[0][0], words=((phrase, 1.0), ("wood", 0.5)))
    run = replace(run, tree=replace(run.tree, layers=((node,),)))
    found = ht.evaluate(run, texts).layers[0]
    assert {"npmi", "c_npmi", "c_v"} <= set(found), "one of two words alone has no coherence"


def test_another_vectorizer_has_no_windows(corpus):
    vectorizer = CountVectorizer(stop_words="english", min_df=2)
    run = ht.fit_corpus(corpus, 5, vectorizer=vectorizer)
    found = ht.evaluate(run, corpus)
    assert "npmi" in found.layers[0] and "c_v" not in found.layers[0]


def test_labels_of_ones_own_and_layers_without(everyday_run):
    documents = everyday_run.documents
    broad = documents.labels[:, 1].copy()
    broad[::3] = None
    found = ht.evaluate(everyday_run, labels=broad)
    for layer in range(2):
        expected = clustering_scores(documents.topics[layer], broad)
        assert found.layers[layer]["ami"] == expected["ami"]
    assert found.tree == {}
    assert "compared with the nearest" in found.notes[1] and "144 of 216" in found.notes[2]
    of_tree = ht.evaluate(everyday_run.tree, labels=broad, assigned=documents.topics)
    assert of_tree.layers[0]["nmi"] == found.layers[0]["nmi"]
    one = ht.evaluate([["a"], ["b"]], labels=["x", "y", None], assigned=np.array([0, 1, 1]))
    assert one.layers[0]["nmi"] == pytest.approx(1)
    nobody = ht.evaluate([["a"]], labels=[None, None], assigned=np.array([0, 0]))
    assert "nmi" not in nobody.layers[0]


def test_topics_of_other_tools_are_layers_where_they_are_nested():
    weighted = [[("a", 0.5), ("b", 0.2)], [("c", 0.3)]]
    plain = [["a", "b"], ["c"]]
    assert ht.evaluate(weighted) == ht.evaluate(dict(enumerate(weighted))) == ht.evaluate(plain)
    nested = ht.evaluate([plain, [["b", "c"]]], parents=[[0, 0]])
    assert nested == ht.evaluate([weighted, [[("b", 1.0), ("c", 1.0)]]], parents=[[0, 0]])
    assert nested.n_topics == (2, 1)


def test_topics_without_words_are_not_counted():
    found = ht.evaluate([[["a", "b"], []], [["c"]]], [["a", "b"], ["c"]], parents=[[0, 0]])
    assert found.n_topics == (1, 1)
    assert "inverted_rbo" not in found.layers[0] and found.layers[0]["npmi"] > 0.9


def test_words_that_the_texts_lack_are_noted():
    found = ht.evaluate([["a", "b", "lost"]], [["a", "b"], ["c"]])
    assert found.notes[0].startswith("1 of 3 words do not occur in the texts")
    layers = [[["a", "b"]], [["lost", "gone"]]]
    found = ht.evaluate(layers, [["a", "b"], ["c"]])
    assert found.layers[0]["npmi"] > 0.9 and "npmi" not in found.layers[1]


def test_words_in_one_topic_alone_are_noted():
    assert ht.evaluate([["a", "b"], ["b", "c"]], [["a", "b"], ["b", "c"]]).notes == ()
    found = ht.evaluate([[["a"], ["b"]], [["c"]]], [["a", "b", "c"]])
    assert found.notes[0].startswith("No word is listed in two topics")
    found = ht.evaluate([[["a"], ["b"]], [["a"]]], [["a", "b", "c"]])
    assert found.notes == (), "a parent has a word of its child"


def test_an_evaluation_is_plain_and_frozen(evaluated):
    content = evaluated.to_dict()
    assert json.loads(json.dumps(content, allow_nan=False)) == content
    assert content["layers"][0]["n_topics"] == 12 and "c_v" in content["layers"][0]
    with pytest.raises(dataclasses.FrozenInstanceError):
        evaluated.notes = ()
    assert repr(evaluated) == "<Evaluation of 12 + 4 topics fine to broad>"


def test_an_evaluation_comes_back_from_json(evaluated):
    content = json.loads(json.dumps(evaluated.to_dict()))
    assert Evaluation.from_dict(content) == evaluated
    later = {**content, "layers": [{**layer, "unheard_of": 1.0} for layer in content["layers"]]}
    assert Evaluation.from_dict(later) == evaluated


@pytest.mark.parametrize(
    "place, value",
    [("layers", None), ("layers", [{}]), ("layers", [{"n_topics": 3, "npmi": math.nan}]),
     ("layers", [{"n_topics": 3, "npmi": "high"}]), ("tree", 3), ("notes", None)],
)  # fmt: skip
def test_what_is_no_evaluation_is_refused(evaluated, place, value):
    with pytest.raises(ht.HiertopicsError, match="expected the figures of an evaluation"):
        Evaluation.from_dict({**evaluated.to_dict(), place: value})


def test_every_figure_is_printed_with_how_to_read_it(evaluated):
    lines = str(evaluated).splitlines()
    assert lines[0].split() == ["fine", "broad"] and lines[1].split() == ["topics", "12", "4"]
    assert max(map(len, lines)) <= 80
    for figures, group in [(evaluated.layers, each) for each in FIGURES.values()] + [
        ((evaluated.tree,), TREE_FIGURES)
    ]:
        for name, (title, reading) in group.items():
            values = [f"{layer[name]:.3f}" for layer in figures if name in layer]
            pattern = rf"  {re.escape(title)} +{' +'.join(map(re.escape, values))} +"
            assert any(re.fullmatch(pattern + re.escape(reading), line) for line in lines), title
    assert "topics    " in str(ht.evaluate([["a"]])).splitlines()[0]
    three = str(ht.evaluate([[["a"]], [["b"]], [["c"]]])).splitlines()
    assert three[0].split() == ["fine", "middle", "broad"]


MISTAKES = {
    "a tree has its own parents": lambda run: ht.evaluate(run.tree, parents=[[0]]),
    "an entry for every layer but the broadest, 1 for 2": lambda run: ht.evaluate(
        [[["a"]], [["b"]]], parents=[[0], [0]]
    ),
    "expected topics with words, got none": lambda run: ht.evaluate([[]]),
    "give assigned": lambda run: ht.evaluate(run.tree, labels=run.documents.labels),
    "labels of the shape": lambda run: ht.evaluate(run, labels=["a", "b"]),
    "assigned must have an array of 1 dimension for each of the 2": lambda run: ht.evaluate(
        run.tree, assigned=run.documents.topics[:1]
    ),
    "weights must have an array of 2 dimensions": lambda run: ht.evaluate(
        [["a"]], weights=np.ones(3)
    ),
    "evaluate a tree that was cut by itself": lambda run: ht.evaluate(
        replace(run, tree=run.tree.cut(1))
    ),
    "got the text 'moon sun'": lambda run: ht.evaluate(["moon sun", "bread"]),
}


@pytest.mark.parametrize("message", MISTAKES)
def test_mistakes_are_told(everyday_run, message):
    with pytest.raises(ht.HiertopicsError, match=message):
        MISTAKES[message](everyday_run)
