"""Factors to words: products, order, ties, and how words are fitted to a line."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hiertopics.printable import visible
from hiertopics.tree.formatting import (
    counted,
    cut_end,
    cut_start,
    display_width,
    fit_names,
    fit_words,
    label_phrase,
    percent,
)
from hiertopics.tree.words import highest, top_words


def test_top_words_known_answer_with_ties_and_zeros():
    weights = np.array([[1.0, 0.0], [4.0, 0.0], [0.0, 0.0], [1.0, 0.0], [4.0, 2.0]])
    words = top_words(weights, ["a", "b", "c", "d", "e"], n_words=3)
    assert words == ((("b", 0.4), ("e", 0.4), ("a", 0.1)), (("e", 1.0),))


def test_weights_of_all_words_sum_to_one():
    weights = np.random.default_rng(1).random((50, 4)).astype(np.float32) * 1e30
    for words in top_words(weights, range(50), n_words=50):
        assert sum(weight for _, weight in words) == pytest.approx(1)
        assert len(words) == 50


def test_a_topic_without_words_has_none():
    assert top_words(np.zeros((3, 1)), "abc") == ((),)


def test_huge_and_tiny_weights_stay_finite():
    weights = np.array([[1e308, 5e-324], [1e308, 0.0]])
    assert top_words(weights, "ab") == ((("a", 0.5), ("b", 0.5)), (("a", 1.0),))


@given(st.lists(st.integers(-2, 4), max_size=30), st.integers(0, 12))
def test_highest_is_the_stable_sort(scores, n_highest):
    expected = sorted((i for i, score in enumerate(scores) if score > 0), key=lambda i: -scores[i])
    assert list(highest(np.array(scores, float), n_highest)) == expected[:n_highest]


@pytest.mark.parametrize(
    ("share", "written"),
    [(0, "0 %"), (0.0001, "<1 %"), (0.0049, "<1 %"), (0.006, "1 %"), (0.256, "26 %"), (1, "100 %")],
)
def test_percent(share, written):
    assert percent(share) == written


def test_counted():
    assert [counted(n, "topic") for n in (0, 1, 2225)] == ["0 topics", "1 topic", "2,225 topics"]


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mred", r"\x1b[31mred"),
        ("two\nlines\t\r", r"two\nlines\t\r"),
        ("[bold]x[/bold]", "[bold]x[/bold]"),
        ("\u202eevil", r"\u202eevil"),
        ("a\u2028b\x85", r"a\u2028b\x85"),
        ("bad\udcff.txt", r"bad\udcff.txt"),
        ("\u0301mark", r"\u0301mark"),
        ("e\u0301 שלום 日本 می\u200cروم", "e\u0301 שלום 日本 می\u200cروم"),
    ],
)
def test_visible_spells_out_what_acts(hostile, shown):
    assert visible(hostile) == shown


def test_visible_passes_any_encoding():
    assert visible("naïve 日", "ascii") == r"na\xefve \u65e5"
    assert visible("naïve 日", "latin-1") == r"naïve \u65e5"


def test_display_width_counts_columns():
    assert [display_width(text) for text in ("abc", "日本", "e\u0301", "")] == [3, 4, 1, 0]


def test_words_are_never_cut_unless_one_alone_is_too_wide():
    assert fit_words(["concert", "notes", "music"], 14) == "concert, notes"
    assert fit_words(["concert", "notes", "music"], 13) == "concert"
    assert fit_words(["concert", "notes"], 5) == "conc…"
    assert fit_words(["日本語", "b"], 5) == "日本…"
    assert fit_words([], 5) == ""


def test_long_names_keep_their_ends():
    assert cut_start("music/choir/first-rehearsal", 20) == "…/first-rehearsal"
    assert cut_start("abcdefghij", 6) == "…fghij"
    assert cut_start("short", 5) == "short"
    assert cut_start("abc", 1, "...") == cut_end("abc", 1, "...") == "."
    assert cut_start("abc", -1) == cut_end("abc", -1) == ""
    names = ["a/very/long/path/to/some/document-one.txt", "b.txt", "a/very/long/path/to/two.txt"]
    assert fit_names(names, 66) == "…/to/some/document-one.txt, b.txt, a/very/long/path/to/two.txt"
    assert fit_names(names, 60) == "a/very/long/path/to/some/document-one.txt, b.txt"
    assert fit_names(names, 20) == "…/document-one.txt"


@given(st.text(max_size=40), st.integers(4, 30), st.sampled_from(["…", "..."]))
@example("000\u0301日日", 4, "…")
@example("日" * 9, 5, "...")
def test_cut_texts_fit(text, room, ellipsis):
    for cut in (cut_end, cut_start):
        shown = cut(text, room, ellipsis)
        assert display_width(shown) <= room
        assert shown == text or (ellipsis in shown and display_width(text) > room)


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5), st.integers(10, 90))
def test_fitted_names_fit(names, room):
    assert display_width(fit_names(names, room)) <= room


def test_label_phrase():
    def say(labels, n_labelled, n_documents, room=40):
        return label_phrase(labels, n_labelled, n_documents, room)

    assert say([], 0, 5) == ""
    assert say([("choir", 17), ("solo", 1)], 18, 18) == "mostly choir (17 of 18)"
    assert say([("choir", 18)], 18, 18) == "all choir (18)"
    assert say([("choir", 9), ("solo", 1)], 10, 40) == "mostly choir (9 of 10 labelled)"
    assert say([("a", 4), ("b", 3), ("c", 3)], 10, 10) == "mixed: a 4, b 3, c 3 of 10"
    assert say([("a", 4), ("b", 3), ("c", 3)], 10, 10, room=22) == "mixed: a 4, b 3 of 10"
    assert say([("a" * 50, 4), ("b", 3)], 7, 7, 20) == "mostly aaa… (4 of 7)"
    assert say([("a" * 50, 3), ("b", 3)], 6, 6, 20) == "mixed: aaaaa… 3 of 6"


def test_a_phrase_and_its_words_do_not_stand_side_by_side():
    terms = ["space", "shuttle", "space shuttle", "moon", "full moon", "sea", "deep sea", "tide"]
    weights = np.array([[8.0], [7.0], [4.5], [6.0], [2.0], [1.0], [5.0], [0.5]])
    (words,) = top_words(weights, terms, n_words=8)
    # Half of the best word is enough to stand for it; less is not, and the words stay.
    assert [word for word, _ in words] == ["moon", "deep sea", "space shuttle", "tide"]
    (words,) = top_words(weights, terms, n_words=2)
    assert [word for word, _ in words] == ["moon", "deep sea"]
