"""Runs made by hand, small or hostile, for tests of reports."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np

from hiertopics.core.topics import assigned_topics, layer_sums
from hiertopics.documents.excerpts import Excerpt, title_of
from hiertopics.documents.table import DocumentTable, sparse_shares
from hiertopics.quality.choose import LayerCount, TopicCounts
from hiertopics.refits import TopicStability
from hiertopics.tree.build import build_tree

ATTACKS = (
    "<script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    "</script><script>window.pwned=1</script>",
    "<!--<script>window.pwned=1</script>",
    "\"'><svg onload=window.pwned=1>",
    "{{nonce}} ${window.pwned=1} %{x}",
    "javascript:window.pwned=1",
    "&lt;b&gt; &amp; </textarea></style></title>",
    "a\u202eb\u2066c\u2028d\u2029e\x00f\x1b[31mg\x85h\udc80",
)


def made_run(sizes=(4, 2), n_docs=12, terms=None, texts=None, labels=None, metadata=None, **more):
    """A run with topics of `sizes`, fine to broad, over documents shared out evenly."""
    rng = np.random.default_rng(0)
    terms = terms or [f"word{j}" for j in range(6 * sizes[0])]
    shapes = zip((len(terms), *sizes), sizes, strict=False)
    factors = [0.01 * rng.random(shape) + _blocks(*shape) for shape in shapes]
    doc_topics = [0.05 * rng.random((n_docs, size)) + _blocks(n_docs, size) for size in sizes]
    ids = more.pop("ids", [f"document-{i}" for i in range(n_docs)])
    texts = texts or [f"{terms[i % len(terms)]} and {terms[0]}, {i}" for i in range(n_docs)]
    labels = np.full((n_docs, 0), None) if labels is None else np.array(labels, dtype=object)
    columns = np.full((n_docs, len(sizes)), None)
    if labels.shape[1]:
        columns[:, -labels.shape[1] :] = labels
    tree = build_tree(factors, doc_topics, terms, ids, columns)
    parents = tuple(
        np.array([-1 if node.parent is None else node.parent for node in nodes])
        for nodes in tree.layers[:-1]
    )
    table = DocumentTable(
        ids=tuple(ids),
        fine_shares=sparse_shares(doc_topics[0]),
        parents=parents,
        n_topics=tree.n_topics,
        topics=tuple(map(assigned_topics, layer_sums(doc_topics[0], parents, sizes))),
        labels=labels,
        predicted=more.pop("predicted", (None,) * len(sizes)),
        metadata=metadata or {},
        excerpts=[Excerpt(title_of(text), (text,)) for text in texts],
    )
    source = more.pop("source", "memory")
    assert not more
    report = {
        **{"source": source, "n_documents": n_docs, "n_terms": len(terms), "n_nonzeros": 1},
        **{"n_empty": 0, "skipped": {source: 1}, "skipped_such_as": {source: [source]}},
    }
    settings = {"use_labels": False, "model": {"class": source}, "versions": {source: source}}
    return SimpleNamespace(
        tree=tree, documents=table, corpus_report=report, provenance=settings, inputs=()
    )


def judged_run(run, fine=(1.0, 0.5, 0.875)):
    """The same run with stability, 0-1 not solid and 0-2 in another place, and numbers chosen."""
    n_fine, *others = run.tree.n_topics
    topics = (fine + (1.0,) * (n_fine - len(fine)), *((1.0,) * size for size in others))
    places = ((1.0, 0.5, 0.625) + (1.0,) * (n_fine - 3), *((1.0,) * size for size in others[:-1]))
    layers = (LayerCount(12, 11, 13, True), LayerCount(4, 4, 4, False))
    sizes, agreement = (2, 4, 8, 12, 20, 40), (0.4, 0.7, 0.5, 0.9, 0.6, 0.3)
    chosen = TopicCounts(layers, sizes, agreement, (0.05,) * len(sizes))
    return replace(
        run,
        tree=run.tree.with_stability(TopicStability(topics, places, 8)),
        provenance={**run.provenance, "topics_chosen": chosen.to_dict()},
    )


def hostile_run():
    """A run in which every text that a user can bring is an attack."""
    n_docs = 2 * len(ATTACKS)
    texts = [f"{attack} and then {attack}\n\n{attack}" for attack in ATTACKS] * 2
    return made_run(
        (4, 2),
        n_docs,
        terms=[*ATTACKS, *(f"{attack} again" for attack in ATTACKS)],
        texts=texts,
        ids=[f"{i} {attack}" for i, attack in enumerate(ATTACKS * 2)],
        labels=[[attack, ATTACKS[i % 3]] for i, attack in enumerate(ATTACKS * 2)],
        predicted=(None, np.array(ATTACKS * 2, dtype=object)),
        metadata={attack: [attack] * n_docs for attack in ATTACKS},
        source=ATTACKS[2],
    )


def hostile_groups():
    """Groups that are attacks, for the topics of `hostile_run`."""
    shares = [[1 / 4] * len(ATTACKS)] * 4, [[1 / 2] * len(ATTACKS)] * 2
    return [
        {
            "name": ATTACKS[0],
            "groups": list(ATTACKS),
            "n_documents": [2] * len(ATTACKS),
            "layers": list(shares),
            "undated": 0,
            "notes": list(ATTACKS),
        }
    ]


def _blocks(n_rows, n_columns):
    return (np.arange(n_rows)[:, None] * n_columns // n_rows == np.arange(n_columns)).astype(float)
