"""Plots: what is drawn is the data, on the axes given, whatever the names hold."""

import os
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

import matplotlib
import numpy as np
import pytest
from scipy import sparse

import hiertopics as ht
from hiertopics.core.topics import assigned_topics, layer_sums
from hiertopics.documents.table import DocumentTable, sparse_shares
from hiertopics.errors import HiertopicsError
from hiertopics.report.plots import drawing, plots
from hiertopics.tree.build import build_tree

matplotlib.use("Agg")
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

HOSTILE = (
    "$x^{$ costs $5", r"\frac{", "_hidden", "\x1b[31mred", "two\nlines", "<b>&amp;", "日本語",
    "\u202eevil", "\ud800", "\u0301mark", "", "x" * 400, "🙂", "%s {0}",
)  # fmt: skip


@pytest.fixture(autouse=True)
def no_trace():
    """Settings stay as they were, and figures are closed."""
    before = dict(matplotlib.rcParams)
    yield
    plt.close("all")
    assert dict(matplotlib.rcParams) == before


@pytest.fixture
def ax():
    return plt.subplots(layout="constrained")[1]


def random_model(sizes, n_docs=40, n_terms=20, seed=0):
    """Factors and weights without zeros, documents spread over the topics."""
    rng, rows, factors = np.random.default_rng(seed), n_terms, []
    for size in sizes:
        factors.append(
            rng.random((rows, size)) + 4 * (np.arange(rows)[:, None] % size == range(size))
        )
        rows = size
    fine = rng.random((n_docs, sizes[0])) + 5 * (np.arange(n_docs)[:, None] % sizes[0] == 0)
    layers = [fine]
    for A in factors[1:]:
        layers.append(layers[-1] @ A)
    return factors, layers, [f"word{j}" for j in range(n_terms)]


def random_tree(*sizes, **options):
    return build_tree(*random_model(sizes, **options))


def named(tree, names):
    """The tree with other names and words for its topics."""
    names = iter(names)

    def rename(node):
        name = next(names, "other")
        words = tuple((name, weight) for _, weight in node.words)
        return replace(node, name=name, words=words)

    return replace(tree, layers=tuple(tuple(map(rename, layer)) for layer in tree.layers))


def table(layers, labels=None):
    """Documents with the shares of the first layer, and topics of as many others as given.

    A topic hangs under the one of its number, counted anew where there are fewer.
    """
    n_topics = tuple(np.shape(layer)[1] for layer in layers)
    parents = tuple(np.arange(k) % above for k, above in pairwise(n_topics))
    n_docs = len(layers[0])
    if labels is None:
        labels = np.empty((n_docs, 0), dtype=object)
    return DocumentTable(
        tuple(map(str, range(n_docs))),
        sparse_shares(layers[0]),
        parents,
        n_topics,
        tuple(map(assigned_topics, layer_sums(np.asarray(layers[0]), parents, n_topics))),
        labels,
        (None,),
    )


def column(*labels):
    return np.array([[label] for label in labels], dtype=object)


def texts(ax):
    return [text.get_text() for text in ax.texts]


def ticks(axis):
    return [label.get_text() for label in axis.get_ticklabels()]


def image(ax):
    return np.asarray(ax.images[0].get_array())


def hostile_plots():
    tree = named(random_tree(12, 3), HOSTILE)
    n = len(HOSTILE)
    names = np.array(HOSTILE, dtype=object)
    documents = table([np.eye(12)[np.arange(n) % 12], np.eye(3)[np.arange(n) % 3]], names[:, None])
    shares = np.full((3, n), 1 / n)
    yield "tree", lambda: plots.plot_tree(tree)
    yield "words", lambda: plots.plot_words(tree)
    yield "documents", lambda: plots.plot_documents(documents, 0, "labels", tree=tree)
    yield "labels", lambda: plots.plot_labels(documents, 0, tree=tree)
    yield "convergence", lambda: plots.plot_convergence([3, 2], label="_$x^{$\x1b日")
    yield "lines", lambda: plots.plot_over_groups(shares, ["$a_{", "_b", "日"], HOSTILE)
    yield "area", lambda: plots.plot_over_groups(shares, ["\n", "", "c"], HOSTILE, kind="area")


@pytest.mark.parametrize(
    "draw", [pytest.param(draw, id=name) for name, draw in hostile_plots()]
)  # fmt: skip
def test_hostile_names_are_drawn_as_they_are(draw):
    axes = np.ravel(draw())
    figure = axes[0].figure
    figure.canvas.draw()  # a warning, such as of a missing glyph, is an error here
    found = "".join(text.get_text() for text in figure.findobj(matplotlib.text.Text))
    assert "$" in found and "\x1b" not in found and "\u202e" not in found
    for text in figure.findobj(matplotlib.text.Text):
        assert "$" not in text.get_text() or not text.get_parse_math()


def test_names_that_begin_with_an_underscore_are_in_legends(ax):
    plots.plot_convergence([3, 2], ax, label="_a")
    plots.plot_convergence([4, 2], ax)
    plots.plot_convergence([5, 2], ax, label="$b")
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["_a", "$b"]


def test_characters_without_a_glyph_become_boxes_and_others_find_their_font(monkeypatch):
    from matplotlib import font_manager

    lost = "\U0010fff0"
    text = plt.figure().text(0, 0, "")
    drawing.write(text, f"a{lost}b")
    assert text.get_text() == "a□b"
    stock = list(font_manager.fontManager.ttflist)
    only_in_mono = SimpleNamespace(get_char_index=lambda code: code == 0x10FFF0)
    path = next(entry.fname for entry in stock if entry.name == "DejaVu Sans Mono")
    opened = font_manager.get_font
    monkeypatch.setattr(
        font_manager, "get_font", lambda name: only_in_mono if name == path else opened(name)
    )
    monkeypatch.setattr(drawing, "_FALLBACKS", ("No Such Font", "DejaVu Sans Mono"))
    drawing.write(text, f"a{lost}b")
    assert text.get_text() == f"a{lost}b" and text.get_fontfamily()[-1] == "DejaVu Sans Mono"


def test_tree_names_its_living_topics_in_order_with_sizes_by_share(ax):
    tree = random_tree(6, 3)
    assert plots.plot_tree(tree, ax) is ax
    living = [node for node in tree if not node.is_dead]
    assert [text.split("  ")[1][:6] for text in texts(ax)] == [node.name[:6] for node in living]
    areas = [dots.get_sizes()[0] - 6 for dots in ax.collections]
    shares = np.array([node.share for node in living])
    np.testing.assert_allclose(areas, 80 * shares / shares.max())
    places = np.array([dots.get_offsets()[0] for dots in ax.collections])
    np.testing.assert_array_equal(places[:, 0], [1 - node.layer for node in living])
    leaves = places[places[:, 0] == 1]
    np.testing.assert_array_equal(leaves[:, 1], range(6))
    assert ax.get_ylim()[0] > ax.get_ylim()[1]
    colors = {to_hex(dots.get_facecolor()[0]) for dots in ax.collections}
    assert len(colors) == len(tree.roots)


def test_tree_joins_every_topic_to_its_parent(ax):
    tree = random_tree(8, 4, 2)
    plots.plot_tree(tree, ax)
    place = {
        (node.layer, node.index): tuple(dots.get_offsets()[0])
        for node, dots in zip(tree, ax.collections, strict=True)
    }
    ends = {
        (round(line.get_xdata()[-1]), round(line.get_ydata()[-1], 6)): line for line in ax.lines
    }
    for node in tree:
        if tree.parent_of(node):
            x, y = place[node.layer, node.index]
            line = ends[round(x), round(y, 6)]
            assert line.get_ydata()[0] == pytest.approx(place[node.layer + 1, node.parent][1])
    assert {x for x, _ in place.values()} == {0, 1, 2}


@pytest.mark.parametrize("sizes", [(4,), (1,), (3, 1), (1, 1, 1)])
def test_tree_of_one_layer_or_one_topic(sizes):
    ax = plots.plot_tree(random_tree(*sizes))
    assert len(texts(ax)) == sum(sizes)
    ax.figure.canvas.draw()


def test_dead_topics_are_left_out(ax):
    factors, layers, terms = random_model((6, 2))
    layers[0][:, 4] = 0
    tree = build_tree(factors, layers, terms)
    assert tree.node(0, 4).is_dead
    plots.plot_tree(tree, ax)
    assert len(texts(ax)) == 7
    assert len(plots.plot_words(tree)) == 5
    documents = table(layers, column(*["a", "b"] * 20))
    assert image(plots.plot_documents(documents, 0, tree=tree)).shape == (40, 5)
    assert image(plots.plot_labels(documents, 0, tree=tree)).shape == (2, 5)
    all_dead = build_tree(factors, [layer * 0 for layer in layers], terms)
    assert texts(plots.plot_tree(all_dead)) == []
    with pytest.raises(HiertopicsError, match="no topic to draw"):
        plots.plot_words(all_dead)


def test_names_are_cut_to_their_room_and_words_can_be_asked_for():
    tree = named(random_tree(4, 2), ["long" * 50, "b"])
    shown = texts(plots.plot_tree(tree))
    assert any(text.endswith("…") for text in shown) and max(map(len, shown)) < 60
    tree = random_tree(4, 2)
    shown = texts(plots.plot_tree(tree, n_words=1))
    assert [text.split("  ")[1] for text in shown] == [node.words[0][0] for node in tree]


def bars(ax):
    return [bar.get_width() for bar in ax.patches], ticks(ax.yaxis)


def test_word_bars_are_the_words_and_their_weights():
    tree = random_tree(6, 3)
    for axes, nodes, n_words in (
        (plots.plot_words(tree), [node for node in tree if node.layer == 0], 8),
        (plots.plot_words(tree, tree.roots, 3), tree.roots, 3),
        (plots.plot_words(tree, [(-1, 1), (0, 2)]), [tree.node(-1, 1), tree.node(0, 2)], 8),
    ):
        assert isinstance(axes, np.ndarray) and axes.shape == (len(nodes),)
        for ax, node in zip(axes, nodes, strict=True):
            words, weights = zip(*node.words[:n_words], strict=True)
            assert bars(ax) == (list(weights), list(words))
        assert len({ax.get_xlim() for ax in axes}) == 1
    many = random_tree(13, 2, n_docs=60)
    assert len(plots.plot_words(many)) == 2


def test_word_bars_go_on_axes_given_and_ask_for_enough():
    tree = random_tree(6, 3)
    _, given = plt.subplots(2, 2, layout="constrained")
    before = plt.get_fignums()
    axes = plots.plot_words(tree, tree.roots, axes=given)
    assert [*axes] == [*given.ravel()[:3]] and plt.get_fignums() == before
    with pytest.raises(HiertopicsError, match="6 panels need as many axes, got 4"):
        plots.plot_words(tree, axes=given)


@pytest.mark.parametrize("as_sparse", [False, True])
@pytest.mark.parametrize("order", [None, "topic"])
def test_factors_are_drawn_as_they_are(as_sparse, order):
    factors, layers, _ = random_model((6, 3))
    X = layers[0] @ factors[0].T
    S = layers[-1]
    model = SimpleNamespace(A_=factors, transform=lambda X: S)
    axes = plots.plot_factors(model, sparse.csr_array(X) if as_sparse else X, order=order)
    assert [ax.get_title() for ax in axes] == ["X", "A[0]", "A[1]", "S[1]", "A[0] A[1] S[1]"]
    X_drawn, A0, A1, S_drawn, product = map(image, axes)
    assert X_drawn.shape == product.shape == (20, 40) and A0.shape == (20, 6)
    fine = [int(topic) for topic in ticks(axes[2].yaxis)]
    broad = [int(topic) for topic in ticks(axes[2].xaxis)]
    np.testing.assert_allclose(A1, factors[1][np.ix_(fine, broad)])
    np.testing.assert_allclose(product, A0 @ A1 @ S_drawn)
    if order is None:
        np.testing.assert_allclose(X_drawn, X.T)
        np.testing.assert_allclose(A0, factors[0][:, fine])
        np.testing.assert_allclose(S_drawn, S[:, broad].T)
        np.testing.assert_allclose(product, (S @ (factors[0] @ factors[1]).T).T)
    else:
        assert (np.diff(A0.argmax(axis=1)) >= 0).all() and (np.diff(A1.argmax(axis=1)) >= 0).all()
        assert (np.diff(S_drawn.argmax(axis=0)) >= 0).all()
        documents = [np.abs(S[:, broad] - drawn).sum(axis=1).argmin() for drawn in S_drawn.T]
        terms = [np.abs(factors[0][:, fine] - drawn).sum(axis=1).argmin() for drawn in A0]
        assert sorted(documents) == [*range(40)] and sorted(terms) == [*range(20)]
        np.testing.assert_allclose(X_drawn, X.T[np.ix_(terms, documents)])


def test_factors_alone_and_chosen_panels():
    factors, layers, _ = random_model((6, 3, 2))
    assert [ax.get_title() for ax in plots.plot_factors(factors)] == ["A[0]", "A[1]", "A[2]"]
    assert len(plots.plot_factors(factors[0])) == 1
    _, given = plt.subplots(1, 4)
    axes = plots.plot_factors(factors, S=layers[-1], show=("A", "S"), axes=given)
    assert [*axes] == [*given]
    for wrong, message in (
        ({"show": ("X",)}, "nothing to draw"),
        ({"X": np.ones((4, 3))}, "X must have 20 columns"),
        ({"S": np.ones((4, 3))}, "S must have 2 columns"),
        ({"S": np.ones((4, 2)), "X": np.ones((5, 20))}, "differ in documents: 4 and 5"),
        ({"order": "label"}, "order must be None or 'topic'"),
    ):
        with pytest.raises(HiertopicsError, match=message):
            plots.plot_factors(factors, **wrong)
    with pytest.raises(HiertopicsError, match="fine to broad"):
        plots.plot_factors(factors[::-1])
    with pytest.raises(HiertopicsError, match="rows and columns"):
        plots.plot_factors([])


def test_documents_are_sorted_by_topic_or_label(ax):
    shares = np.array([[0.1, 0.9], [0.7, 0.3], [0, 0], [0.2, 0.8], [1, 0]])
    labels = column("z", "a", "z", None, "a")
    documents = table([shares], labels)
    assert plots.plot_documents(documents, ax=ax) is ax
    np.testing.assert_allclose(image(ax), shares[[4, 1, 0, 3, 2]], rtol=1e-6)
    assert [line.get_ydata()[0] for line in ax.lines] == [1.5, 3.5]
    by_label = plots.plot_documents(documents, order="labels")
    np.testing.assert_allclose(image(by_label), shares[[4, 1, 0, 2, 3]], rtol=1e-6)
    assert ticks(by_label.yaxis) == ["a", "z", "no label"]
    np.testing.assert_allclose(by_label.get_yticks(), [0.5, 2.5, 4])
    assert [line.get_ydata()[0] for line in by_label.lines] == [1.5, 3.5]
    with pytest.raises(HiertopicsError, match="no document has a label"):
        plots.plot_documents(table([shares]), order="labels")
    with pytest.raises(HiertopicsError, match="order must be one of"):
        plots.plot_documents(documents, order="size")
    with pytest.raises(HiertopicsError, match="no layer 1"):
        plots.plot_documents(documents, 1)


def test_many_documents_are_averaged_into_a_thousand_rows():
    rng = np.random.default_rng(0)
    shares = rng.dirichlet([0.3] * 5, size=20_000)
    ax = plots.plot_documents(table([shares]))
    drawn = image(ax)
    assert drawn.shape == (1000, 5) and ax.get_ylim() == (19_999.5, -0.5)
    np.testing.assert_allclose(drawn.mean(axis=0), shares.mean(axis=0), rtol=1e-4)
    strongest = shares.argmax(axis=1)
    rows = np.lexsort((-shares.max(axis=1), strongest))
    np.testing.assert_allclose(drawn[:3], shares[rows[:60]].reshape(3, 20, 5).mean(axis=1), 1e-4)


def test_many_labels_are_all_named():
    labels = column(*(f"label {i % 58}" for i in range(2000)))
    ax = plots.plot_documents(table([np.eye(5)[np.arange(2000) % 5]], labels), order="labels")
    assert len(ticks(ax.yaxis)) == 58
    ax.figure.canvas.draw()


def test_topics_take_names_and_order_of_the_tree():
    factors, layers, terms = random_model((6, 3))
    tree = build_tree(factors, layers, terms)
    nodes = [node for node in tree if node.layer == 0]
    ax = plots.plot_documents(table(layers), 0, tree=tree)
    assert [name[:6] for name in ticks(ax.xaxis)] == [node.name[:6] for node in nodes]
    np.testing.assert_allclose(
        image(ax).mean(axis=0), [node.share for node in nodes], rtol=1e-5
    )  # fmt: skip
    with pytest.raises(HiertopicsError, match="is not the tree of"):
        plots.plot_labels(table(layers[:1], column(*"ab" * 20)), tree=tree)


def test_labels_are_shared_out_over_topics(ax):
    shares = np.eye(3)[[0, 0, 1, 2, 2, 2, 1]] * 0.8 + 0.1
    shares[-1] = 0
    labels = column("b", "b", "b", "a", "a", None, "a")
    assert plots.plot_labels(table([shares], labels), ax=ax) is ax
    assert ticks(ax.yaxis) == ["b", "a"] and ticks(ax.xaxis) == ["0", "1", "2"]
    np.testing.assert_allclose(image(ax), [[2 / 3, 1 / 3, 0], [0, 0, 1]])
    assert texts(ax) == ["67", "33", "100"]
    few = plots.plot_labels(table([shares], labels), n_labels=1)
    assert ticks(few.yaxis) == ["b"]
    large = plots.plot_labels(table([np.eye(30)], column(*map(str, range(30)))))
    assert image(large).shape == (30, 30) and texts(large) == []


def test_each_layer_is_set_against_its_own_labels():
    labels = np.array([["f1", "c"], ["f2", "c"], ["f3", "d"]], dtype=object)
    documents = table([np.eye(4)[:3], np.eye(3), np.eye(2)[[0, 0, 1]]], labels)
    names = [set(ticks(plots.plot_labels(documents, layer).yaxis)) for layer in range(3)]
    assert names == [{"f1", "f2", "f3"}, {"f1", "f2", "f3"}, {"c", "d"}]


def test_costs_are_drawn_epoch_by_epoch(ax):
    model = SimpleNamespace(history_=np.array([100.0, 10, 1]))
    assert plots.plot_convergence(model, ax) is ax
    assert ax.get_yscale() == "log" and ax.get_legend() is None
    plots.plot_convergence([5, 4, 3, 2.5], ax, label="other")
    first, second = ax.lines
    np.testing.assert_array_equal(first.get_ydata(), model.history_)
    np.testing.assert_array_equal(second.get_xdata(), range(4))
    assert first.get_color() != second.get_color()
    assert plots.plot_convergence([2.0, 0], ax).get_yscale() == "linear"
    assert plots.plot_convergence([2.0, 1], log=False).get_yscale() == "linear"
    near = plots.plot_convergence([561.6, 561.2])
    near.figure.canvas.draw()
    assert all("10" not in tick and "$" not in tick for tick in ticks(near.yaxis))
    for wrong in ([], "history", [[1, 2]], object()):
        with pytest.raises(HiertopicsError, match="needs a fitted model or a history"):
            plots.plot_convergence(wrong)


def test_shares_over_groups(ax):
    shares = np.array([[0.1, 0.9], [0.3, 0.7], [0.2, 0.8]])
    assert plots.plot_over_groups(shares, [2001, 1999, 2000], ["a", "b"], ax) is ax
    for line, values in zip(ax.lines, shares.T, strict=True):
        np.testing.assert_array_equal(line.get_xdata(), [1999, 2000, 2001])
        np.testing.assert_array_equal(line.get_ydata(), values[[1, 2, 0]])
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["a", "b"]
    months = np.array(["2001-02", "2001-01", "2001-03"], dtype="datetime64[M]")
    dated = plots.plot_over_groups(shares, months, ["a", "b"])
    np.testing.assert_array_equal(dated.lines[0].get_ydata(), [0.3, 0.1, 0.2])
    worded = plots.plot_over_groups(shares, ["z", "a", "m"], ["a", "b"])
    np.testing.assert_array_equal(worded.lines[1].get_ydata(), shares[:, 1])
    assert ticks(worded.xaxis) == ["z", "a", "m"]
    area = plots.plot_over_groups(shares, [1, 2, 3], ["a", "b"], kind="area")
    tops = [layer.get_paths()[0].vertices[:, 1].max() for layer in area.collections]
    assert tops == pytest.approx([0.3, 1.0])
    for figure in map(plt.figure, plt.get_fignums()):
        figure.canvas.draw()
    with pytest.raises(HiertopicsError, match=r"\(3, 1\), got \(3, 2\)"):
        plots.plot_over_groups(shares, [1, 2, 3], ["a"])
    with pytest.raises(HiertopicsError, match="kind must be one of"):
        plots.plot_over_groups(shares, [1, 2, 3], ["a", "b"], kind="bars")


def test_28_lines_are_told_apart_by_colour_and_dashes_21_areas_by_colour():
    styles = {(style["color"], style["linestyle"]) for style in map(drawing.line_style, range(28))}
    assert len(styles) == 28 and len({drawing.hue(n) for n in range(21)}) == 21


def test_no_figure_is_made_where_axes_are_given(ax):
    factors, layers, terms = random_model((4, 2))
    tree, documents = build_tree(factors, layers, terms), table(layers, column(*"ab" * 20))
    before = plt.get_fignums()
    for draw in (
        lambda: plots.plot_tree(tree, ax),
        lambda: plots.plot_documents(documents, 0, "labels", ax),
        lambda: plots.plot_labels(documents, 0, ax),
        lambda: plots.plot_convergence([2, 1], ax),
        lambda: plots.plot_over_groups(np.ones((2, 1)), [1, 2], ["a"], ax),
    ):
        ax.clear()
        assert draw() is ax and isinstance(ax, Axes)
    assert plt.get_fignums() == before


def test_axes_of_a_subfigure_serve_too():
    figure = plt.figure(layout="constrained")
    left, right = figure.subfigures(1, 2)
    plots.plot_tree(random_tree(4, 2), left.subplots())
    plots.plot_labels(table([np.eye(2)], column("a", "b")), ax=right.subplots())
    figure.canvas.draw()


@pytest.mark.smoke
def test_a_fitted_run_is_drawn(everyday):
    run = ht.fit_corpus(ht.read_corpus(everyday / "music"), (3, 1))
    assert ht.plots is plots
    for ax in (
        ht.plots.plot_tree(run.tree),
        *ht.plots.plot_words(run.tree),
        ht.plots.plot_documents(run.documents, 0, "labels", tree=run.tree),
        ht.plots.plot_labels(run.documents, 0, tree=run.tree),
        ht.plots.plot_convergence(run.model),
        *ht.plots.plot_factors(run.model, order="topic"),
    ):
        ax.figure.canvas.draw()


@pytest.mark.parametrize("prelude", ["", "sys.modules['matplotlib'] = None; "])
def test_matplotlib_is_loaded_by_the_first_plot_and_asked_for_where_it_is_missing(prelude):
    code = (
        f"import sys; {prelude}import hiertopics as ht; ht.plots.plot_tree\n"
        "print('matplotlib.pyplot' in sys.modules)\n"
        "try: ht.plots.plot_convergence([2, 1])\n"
        "except ImportError as fault: print(fault)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={**os.environ, "MPLBACKEND": "Agg"},
    )  # fmt: skip
    missing = "plots need matplotlib, which is not installed; pip install 'hiertopics[plots]'\n"
    assert done.stdout == "False\n" + (missing if prelude else "")
