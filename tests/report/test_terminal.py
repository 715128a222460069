"""The printed tree: exact text, widths, hostile strings, colour and pipes."""

import io
import re
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from hiertopics.printable import visible
from hiertopics.report.terminal.tree import print_tree
from hiertopics.tree.build import build_tree
from hiertopics.tree.outline import ASCII, Glyphs, Layout, outline_text
from hiertopics.tree.tree import TopicNode, TopicTree, TypicalDocument

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
HOSTILE = (
    "\x1b[31mred\x1b[0m", "[bold]loud[/bold]", "two\nlines", "tab\tbell\a", "\u202eright", "שלום",
    "日本語のことば", "e\u0301\u0302", "\u0301", ":smile:", "👨\u200d👩\u200d👧", "❤\ufe0f", "  ",
    "", "\\", "\udcff", "x" * 200, "a/very/long/path/" * 6 + "end.txt", "क्षि", "\ufe0f", "\u200d",
)  # fmt: skip

texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30), st.text("abc/- ", max_size=60))


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


class Pipe(io.TextIOWrapper):
    def __init__(self, encoding):
        super().__init__(io.BytesIO(), encoding=encoding, newline="\n")

    def text(self):
        self.flush()
        return self.buffer.getvalue().decode(self.encoding)


def printed(tree, **options):
    """The tree as a pipe gets it, 80 columns wide."""
    pipe = Pipe("utf-8")
    print_tree(tree, pipe, **options)
    return pipe.text().removesuffix("\n")


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch):
    for name in ("NO_COLOR", "COLUMNS", "TERM", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


def shown(*ids):
    return tuple(TypicalDocument(name, 1.0) for name in ids)


def small_tree():
    def node(layer, index, words, share, **fields):
        words = tuple((word, 0.1) for word in words.split())
        return TopicNode(
            layer, index, ", ".join(word for word, _ in words[:3]), words, share, **fields
        )

    fine = (
        node(0, 0, "choir sing voices", 0.09, parent=0, parent_share=1.0, n_documents=18,
             documents=shown("music/choir/first-rehearsal", "music/choir/evening"),
             labels=(("choir", 17), ("solo", 1)), n_labelled=18),
        node(0, 1, "goal team match", 0.002, parent=1, parent_share=0.6,
             further_parents=((0, 0.4),), documents=shown("sport/final"), n_documents=1),
        node(0, 2, "piano keys", 0.2, parent=0, parent_share=1.0, documents=shown("p")),
        node(0, 3, "", 0.0, parent=1, parent_share=1.0),
    )  # fmt: skip
    broad = (
        node(1, 0, "concert notes music", 0.26, children=(2, 0), n_documents=54,
             labels=(("music", 53), ("sport", 1)), n_labelled=54),
        node(1, 1, "game play", 0.7, children=(1, 3)),
    )  # fmt: skip
    return TopicTree(216, (fine, broad), (0.0, 2 / 216))


EXPECTED = """\
216 documents, 3 topics in 2 groups
Percentages: a topic's average share of a document; those below add up to it.
0 to 2, by layer, of 216 documents without any topic.

70 %  game, play
└─ <1 %  goal, team, match
         also under concert, notes (40 %) · e.g. sport/final

26 %  concert, notes, music
│     mostly music (53 of 54)
├─ 20 %  piano, keys
│        e.g. p
└─  9 %  choir, sing, voices
         mostly choir (17 of 18)
         e.g. music/choir/first-rehearsal, music/choir/evening

1 empty topic not shown."""


def test_the_text_is_exactly_this():
    assert printed(small_tree()) == EXPECTED
    assert str(small_tree()) == EXPECTED


def test_a_narrow_line_keeps_whole_words_and_the_ends_of_ids():
    lines = printed(small_tree(), width=30).splitlines()
    assert "         e.g. …first-rehearsal" in lines
    assert "└─ <1 %  goal, team, match" in lines
    assert "         also under concert" not in lines
    assert "         also under co… (40 %)" in lines


def test_a_name_that_a_person_gave_comes_first():
    text = printed(small_tree().rename({"1-0": "Music", "0-1": "Ball games" + "!" * 80}))
    assert " %  Music: concert, notes, music" in text and "also under Music (40 %)" in text
    assert "Ball games!!!" in text and all(len(line) <= 80 for line in text.splitlines())


def test_fewer_words_and_documents_can_be_asked_for():
    text = printed(small_tree(), n_words=1, n_documents=1)
    assert "20 %  piano\n" in text and "evening" not in text
    assert "e.g." not in printed(small_tree(), n_documents=0)


@st.composite
def hostile_trees(draw):
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    generator = np.random.default_rng(draw(st.integers(0, 999)))
    n_terms, n_docs = 6, draw(st.integers(1, 6))
    rows = (n_terms, *sizes)
    factors = [
        generator.random(shape) * (generator.random(shape) < 0.7)
        for shape in zip(rows, sizes, strict=False)
    ]
    doc_topics = [
        generator.random((n_docs, k)) * (generator.random((n_docs, k)) < 0.7) for k in sizes
    ]

    def several(n, choice=texts):
        return draw(st.lists(choice, min_size=n, max_size=n))

    labels = np.empty((n_docs, len(sizes)), dtype=object)
    labels[:, -1] = several(n_docs, st.none() | texts)
    return build_tree(factors, doc_topics, several(n_terms), several(n_docs), labels)


@given(
    hostile_trees(), st.sampled_from([40, 80, 120]), st.sampled_from(["utf-8", "ascii", "cp437"])
)
@settings(max_examples=300)
def test_no_line_breaks_its_width_whatever_the_words(tree, width, encoding):
    plain = Pipe(encoding)
    print_tree(tree, plain, width=width)
    text = plain.text()
    glyphs = Glyphs() if encoding == "utf-8" else ASCII
    clean = partial(visible, encoding=encoding)
    layout = Layout(width, glyphs=glyphs, clean=clean, measure=cell_len)
    assert text == outline_text(tree, layout) + "\n"
    # Only line ends may act; splitlines would also split at characters that should not be there.
    assert all(
        ord(character) >= 32 and ord(character) != 127 for character in text.replace("\n", "")
    )
    assert text.splitlines() == text[:-1].split("\n")
    for line in text.splitlines():
        assert cell_len(line) <= width
        assert line == line.rstrip()
    shown = sum(not node.is_dead for node in tree)
    assert len(re.findall(r"^[^\w<]*[<\d]+ %(  |$)", text, flags=re.MULTILINE)) == shown
    terminal = Terminal()
    print_tree(tree, terminal, width=width)
    if encoding == "utf-8":
        assert ESCAPE.sub("", terminal.getvalue()) == text


def test_hostile_words_are_shown_as_text():
    tree = small_tree()
    words = (("\x1b[2Jgone", 0.5), ("[bold]loud[/bold]", 0.3), (":smile:", 0.2))
    spoilt = replace(tree.node(0, 0), words=words, documents=shown("a\nb"))
    tree = replace(tree, layers=((spoilt, *tree.layers[0][1:]), tree.layers[1]))
    for file in (Terminal(), io.StringIO()):
        print_tree(tree, file)
        assert r"\x1b[2Jgone, [bold]loud[/bold], :smile:" in ESCAPE.sub("", file.getvalue())
        assert r"e.g. a\nb" in file.getvalue()
        assert "\x1b[2J" not in file.getvalue()


def test_colour_on_a_terminal_and_none_in_a_pipe(monkeypatch):
    def shown_by(file, **options):
        print_tree(small_tree(), file, **options)
        return file.getvalue()

    assert "\x1b[1;36mgame, play" in shown_by(Terminal())
    assert "\x1b" not in shown_by(io.StringIO())
    assert "\x1b" not in shown_by(Terminal(), color=False)
    assert "\x1b[1;36mgame" in shown_by(io.StringIO(), color=True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert shown_by(Terminal()) == EXPECTED + "\n"
    assert "\x1b[1;36mgame" in shown_by(io.StringIO(), color=True)
    monkeypatch.setenv("NO_COLOR", "")
    monkeypatch.setenv("TERM", "dumb")
    assert shown_by(Terminal()) == EXPECTED + "\n"


def test_ascii_streams_get_ascii_lines():
    pipe = Pipe("ascii")
    print_tree(small_tree(), pipe)
    assert "`- <1 %  goal, team, match\n" in pipe.text() and "|-" in pipe.text()


def test_width_comes_from_the_environment_where_there_is_no_terminal(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "44")
    print_tree(small_tree())
    assert capsys.readouterr().out == printed(small_tree(), width=44) + "\n"
    monkeypatch.setenv("COLUMNS", "wide")
    print_tree(small_tree())
    assert capsys.readouterr().out == EXPECTED + "\n"


def test_flat_and_empty_trees():
    flat = build_tree([np.eye(2)], [np.array([[3.0, 1], [0, 1]])], ["left", "right"], ["a", "b"])
    assert printed(flat).splitlines()[2:] == [
        "", "62 %  right", "      e.g. b, a", "38 %  left", "      e.g. a",
    ]  # fmt: skip
    dead = build_tree([np.eye(2)], [np.zeros((3, 2))], ["left", "right"])
    assert printed(dead).splitlines()[0] == "3 documents, 0 topics"
    assert printed(dead).splitlines()[2:] == [
        "3 of 3 documents without any topic.", "", "", "2 empty topics not shown.",
    ]  # fmt: skip
