"""What a page shows of a run, as a plain dictionary that JSON can hold and that is safe to show."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

import numpy as np

from hiertopics.core.topics import layer_sums
from hiertopics.printable import visible
from hiertopics.quality.agreement import accuracy, label_agreement, labels_for
from hiertopics.report.html.documents import document_lists, visible_text
from hiertopics.report.html.word_forms import word_forms
from hiertopics.report.terminal.corpus import corpus_statements
from hiertopics.report.topic_roots import living_parent, root_numbers
from hiertopics.tree.formatting import counted, layer_words
from hiertopics.tree.node import living
from hiertopics.tree.outline import headline
from hiertopics.tree.solidity import place_doubt, stability_statements, topic_doubt
from hiertopics.tree.word_choice import more_words

if TYPE_CHECKING:  # the estimators, which take half a second to load, are not needed here
    from hiertopics.run import Run

N_WORDS = 20
"""Words of a topic, where the model is there to give more than the tree holds."""

N_NEIGHBOURS = 5
"""Other topics of its layer that are named beside a topic."""

_EXAMPLES = 5_000  # characters of each list of examples of what was read
_NEAR = 0.05  # cosine from which two topics have something to do with each other
_TABLE_ENDS = (
    *(".gz", ".bz2", ".xz", ".zst", ".jsonl", ".json", ".csv", ".tsv", ".parquet", ".feather"),
    *(".arrow", ".xml", ".xlsx", ".xlsb", ".xls", ".ods", ".mbox", ".txt"),
)


def report_content(run: Run, by: Sequence[Mapping] = ()) -> dict:
    """Return what a report shows of a run and of shares by group, each as `GroupShares.to_dict`.

    The run may be anything with its ``tree``, ``documents``, ``corpus_report`` and ``provenance``;
    a ``model`` and a ``vectorizer`` add words to the topics. In the result, ``unplaced`` counts the
    documents without a topic, by layer; ``nodes`` are the living topics in the order of the tree;
    ``labels`` says how they agree with each layer of labels; ``corpus`` pairs a subject with its
    statements; ``forms`` gives the word that shows each form of a word. What needs no script, the
    figures among it, is in `hiertopics.report.html.quality`.
    """
    tree, documents = run.tree, run.documents
    shares = documents.fine_shares.toarray()
    shares[:, [node.index for node in tree.layers[0] if node.is_dead]] = 0  # as the tree counts
    layers = layer_sums(shares, documents.parents, documents.n_topics)
    # A page is sent to others, whom the folders of its maker do not concern.
    corpus_report = {**run.corpus_report, "source": _end(run.corpus_report.get("source", ""))}
    # How numbers of topics were chosen has a part of its own on the page.
    settings = {name: value for name, value in run.provenance.items() if name != "topics_chosen"}
    rows = {name: row for row, name in enumerate(documents.ids)}
    words, roots = _words(run), root_numbers(tree)
    near = [_neighbours(shares) for shares in layers]
    nodes = [
        {**_node(tree, node, words, near, rows), "root": roots[node.key]} for node in living(tree)
    ]
    lists = document_lists(documents, shares)
    shown = {word for node in nodes for word, _ in node["words"]}
    return {
        "name": corpus_name(corpus_report["source"]),
        "summary": headline(tree),
        "n_documents": tree.n_documents,
        "unplaced": [int((topics < 0).sum()) for topics in documents.topics],
        "layer_names": _layer_names(tree),
        "nodes": nodes,
        "labels": _labels(tree, documents),
        "groups": [_plain(group) for group in by],
        "corpus": [
            [subject, [visible(statement) for statement in statements]]
            for subject, statements in corpus_statements(corpus_report, _EXAMPLES)
        ],
        "settings": _plain(settings),
        "forms": word_forms(getattr(run, "vectorizer", None), shown, lists["passages"]),
        "documents": lists,
    }


def corpus_name(source: str) -> str:
    """Return a short name for where the texts come from: the last part of a path."""
    name = _end(source)
    while name.lower().endswith(_TABLE_ENDS):
        name = name[: name.rindex(".")]
    return visible(name) or "Topics"


def _end(source):
    return PurePath(str(source)).name or str(source)


def _layer_names(tree):
    """Name the layers of a tree, fine to broad: ``12 fine topics``, ``4 broad topics``."""
    sizes = [len(living(layer)) for layer in tree.layers]
    words = layer_words(len(sizes))
    return [counted(size, f"{word}topic") for size, word in zip(sizes, words, strict=True)]


def _words(run):
    """Words of the topics, layer by layer; more than the tree holds where there is a model."""
    model, vectorizer = getattr(run, "model", None), getattr(run, "vectorizer", None)
    if not hasattr(model, "A_") or not hasattr(vectorizer, "get_feature_names_out"):
        return [[node.words for node in layer] for layer in run.tree.layers]
    return more_words(run.tree, model.A_, vectorizer.get_feature_names_out(), N_WORDS)


def _node(tree, node, words, near, rows):
    parent = living_parent(tree, node)
    further = [(tree.node(node.layer + 1, index), share) for index, share in node.further_parents]
    return {
        "key": node.key,
        "layer": node.layer,
        "index": node.index,
        "name": visible(node.name),
        "words": [
            [visible(word), float(f"{weight:.3g}")]
            for word, weight in words[node.layer][node.index]
        ],
        "share": node.share,
        "n_documents": node.n_documents,
        "parent": parent and parent.key,
        "parent_share": node.parent_share,
        "further_parents": [[above.key, share] for above, share in further if not above.is_dead],
        "children": [child.key for child in living(tree.children_of(node))],
        "neighbours": [
            [tree.node(node.layer, index).key, cosine]
            for index, cosine in near[node.layer][node.index]
        ],
        "labels": [[visible(label), count] for label, count in node.labels],
        "n_labelled": node.n_labelled,
        "found_again": "; ".join(stability_statements(node)),
        "doubt": topic_doubt(node),
        "place_doubt": place_doubt(node),
        "documents": [
            {
                "row": rows.get(shown.id, -1),
                "id": visible(shown.id),
                "share": shown.share,
                "title": visible(shown.title),
                "passage": visible_text(shown.passage),
            }
            for shown in node.documents
        ],
    }


def _neighbours(shares):
    """For every topic others of its layer that the same documents are about, nearest first."""
    lengths = np.linalg.norm(shares, axis=0)
    unit = shares / np.where(lengths > 0, lengths, 1)
    cosines = unit.T @ unit
    np.fill_diagonal(cosines, 0)
    return [
        [
            (int(other), float(f"{row[other]:.3g}"))
            for other in np.argsort(-row, kind="stable")[:N_NEIGHBOURS]
            if row[other] >= _NEAR
        ]
        for row in cosines
    ]


def _labels(tree, documents):
    """Agreement of every layer of topics with every layer of labels, and of what is predicted."""
    n_label_layers = documents.labels.shape[1]
    fitting = labels_for(documents.labels, len(tree.layers))
    tables, predictions = [], []
    for layer, own in enumerate(fitting):
        nodes = [node for node in living(tree) if node.layer == layer]
        topics, keys = [node.index for node in nodes], [node.key for node in nodes]
        for column in range(n_label_layers):
            found = label_agreement(documents.topics[layer], documents.labels[:, column], topics)
            if found:
                place = {"layer": layer, "label_layer": column, "fits": column == own}
                tables.append({**place, "topics": keys, **found})
        if own is not None and layer < len(documents.predicted):
            predicted = documents.predicted[layer]
            found = predicted is not None and accuracy(predicted, documents.labels[:, own])
            if found:
                predictions.append({"layer": layer, "label_layer": own, **found})
    return {"n_layers": n_label_layers, "tables": tables, "predictions": predictions}


def _plain(value):
    """Return a value as JSON can hold it: NaN and infinities as None, text without what acts."""
    if isinstance(value, Mapping):
        return {visible(str(name)): _plain(each) for name, each in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return _plain(value.tolist())
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, bool | int):
        return value
    return visible(str(value))
