"""Trees of topics for tests: random ones, and ones whose texts mean harm."""

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from hiertopics.tree.build import build_tree
from hiertopics.tree.node import TypicalDocument
from hiertopics.tree.tree import TopicTree

HOSTILE = (
    "plain", "two, words", "`code`", "a|b", "<script>alert(1)</script>", "[link](http://x.y)",
    "![image](x.png)", "two\nlines", "carriage\rreturn", "1. first", "1) first", "# heading",
    "- item", "+ item", "* item", "> quote", "```", "***", "---", "===", "**bold**", "_under_",
    "=1+1", "+1", "-1", "@SUM(A1)", "'=1", "''", "  =1", "＝1", "\t=1", "\r=1", '"', '""', "'",
    "\\", "a\\", "\\N", "\\n", "a:b", "a;b", "{a}", "<b>bold</b>", "&amp;", "&#60;", "&lt;", "]]>",
    "<!-- -->", "-->", "</details>", "</summary>", "<https://x.y>", "https://x.y", "www.x.y",
    "a@b.c", "~~gone~~", "$x$", "\x00", "\x01\x1b[31m", "\x7f\x85", "\u2028", "\u202ebidi",
    "\ufffe", "日本語", "שלום", "e\u0301", "👨\u200d👩", "digraph", "1-1", "NA", "nan", "x" * 300,
    "javascript:alert(1)", "</script>", "<img src=x onerror=y>", "&copy;", "|---|", "\xa0", "    x",
)  # fmt: skip

texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.text("<>&\"'`|*_[]()#+-.!\\={}:;,/ \n1a", max_size=12),
)


def random_arrays(seed, sizes=(6, 3), n_docs=25, n_terms=12, density=0.6):
    """Factors, document weights and terms."""
    generator = np.random.default_rng(seed)

    def sparse(shape):
        return generator.random(shape) * (generator.random(shape) < density)

    factors, rows = [], n_terms
    for size in sizes:
        factors.append(sparse((rows, size)))
        rows = size
    doc_topics = [sparse((n_docs, size)) for size in sizes]
    return factors, doc_topics, [f"word{j}" for j in range(n_terms)]


def random_tree(seed, *shape, **options) -> TopicTree:
    return build_tree(*random_arrays(seed, *shape, **options))


@st.composite
def trees(draw):
    sizes = draw(st.lists(st.integers(1, 6), min_size=1, max_size=4))
    seed, density = draw(st.integers(0, 10_000)), draw(st.sampled_from([0.15, 0.5, 1.0]))
    return random_tree(seed, sizes, draw(st.integers(1, 12)), density=density)


@st.composite
def hostile_trees(draw):
    """A random tree in which every text is drawn anew."""
    tree = draw(trees())
    layers = tuple(tuple(_hostile(draw, node) for node in layer) for layer in tree.layers)
    return replace(tree, layers=layers)


def _hostile(draw, node):
    if node.is_dead:
        return node
    return replace(
        node,
        name=draw(texts),
        words=tuple((draw(texts), weight) for _, weight in node.words[:3]),
        labels=((draw(texts), node.n_documents),),
        n_labelled=node.n_documents,
        documents=tuple(
            TypicalDocument(draw(texts), shown.share, draw(texts), draw(texts))
            for shown in node.documents[:1]
        ),
    )


def every_hostile_text() -> TopicTree:
    """A tree in which every hostile text is a name, a word, a label, an id, a title, a passage."""
    tree = random_tree(0, (len(HOSTILE), 8, 2), n_docs=200, n_terms=30, density=1.0)
    layers = tuple(
        tuple(
            replace(
                node,
                name=HOSTILE[(i + layer) % len(HOSTILE)],
                words=((HOSTILE[i], 0.5), (HOSTILE[i - 1], 0.25)),
                labels=((HOSTILE[i], 3),),
                n_labelled=3,
                documents=(TypicalDocument(HOSTILE[i], 0.5, HOSTILE[i], HOSTILE[i]),),
            )
            for i, node in enumerate(nodes)
        )
        for layer, nodes in enumerate(tree.layers)
    )
    return replace(tree, layers=layers)


def shape(tree, node):
    """A topic and all living ones under it, as nested pairs (key, list)."""
    children = [child for child in tree.children_of(node) if not child.is_dead]
    return node.key, [shape(tree, child) for child in children]
