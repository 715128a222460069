"""``fit --save --html`` opens every input once, and passes over no token more than four times."""

import os
import sys
from collections import Counter

import pytest

import hiertopics as ht
from hiertopics.cli.main import main
from hiertopics.vectorizer.stream import TokenStream
from hiertopics.vectorizer.tokens import Cleaning, tokenize

OPENED = Counter()
WATCHED = []


def watch(event, arguments):
    """Count the files that are opened below the watched folder."""
    if event == "open" and WATCHED and isinstance(arguments[0], str | bytes):
        path = os.path.realpath(os.fsdecode(arguments[0]))
        if path.startswith(WATCHED[0] + os.sep):
            OPENED[os.path.relpath(path, WATCHED[0])] += 1


sys.addaudithook(watch)


@pytest.fixture
def watched(everyday):
    WATCHED[:] = [os.path.realpath(everyday)]
    OPENED.clear()
    yield
    WATCHED.clear()


@pytest.fixture
def passed_over(monkeypatch):
    """How often each word is passed over, as texts are split and as their tokens are gone through.

    A pass that splits a text is counted by its words; one over the tokens of the stream by their
    numbers.
    """
    split, pass_over = Counter(), Counter()
    spaced, blocks = Cleaning.spaced, TokenStream.__iter__

    def counted_pieces(self, text):
        found = spaced(self, text)
        split.update(word for piece in found.decode().split() for word in self.words(piece))
        return found

    def counted_blocks(self):
        for ids, ends in blocks(self):
            pass_over.update(self.words[i] for i in ids.tolist())
            yield ids, ends

    monkeypatch.setattr(Cleaning, "spaced", counted_pieces)
    monkeypatch.setattr(TokenStream, "__iter__", counted_blocks)
    return split, pass_over


def test_every_input_is_opened_once(everyday, watched, tmp_path, capsys):
    outputs = ["--save", str(tmp_path / "run.ht"), "--html", str(tmp_path / "run.html")]
    assert main([str(everyday), "--by", "labels", "--quiet", *outputs]) == 0
    assert len(OPENED) == 216 and set(OPENED.values()) == {1}
    assert len(ht.load(tmp_path / "run.ht").documents) == 216


def test_no_token_is_passed_over_more_than_four_times(everyday, passed_over, tmp_path, capsys):
    outputs = ["--save", str(tmp_path / "run.ht"), "--html", str(tmp_path / "run.html")]
    assert main([str(everyday), "--quiet", *outputs]) == 0
    split, stream = passed_over
    passes = [(split[word] + stream[word]) / times for word, times in occurrences(everyday).items()]
    assert min(passes) >= 1 and max(passes) <= 4


def occurrences(folder):
    """How often each word occurs in the texts of a folder."""
    return Counter(word for text in ht.read_corpus(folder).texts for word in tokenize(text))
