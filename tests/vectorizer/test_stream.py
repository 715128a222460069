import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiertopics.vectorizer import spool, stream
from hiertopics.vectorizer.tokens import Cleaning, tokenize

ASCII = st.text(st.sampled_from("aBcdlqu s'x19_-@:/.w<b>&; \n\x00"))
ANY = (
    st.text(st.sampled_from("aBdéİσ'’_-@:/w<>&0²Ⅷ \u2003\u0301\u093f\u0915\u200d\u00ad"))
    | st.text()
)


def words_of_documents(read):
    return [
        [read.words[i] for i in ids[start:end]]
        for ids, ends in read
        for start, end in zip(ends[:-1], ends[1:], strict=True)
    ]


@given(
    st.lists(ASCII | ANY, min_size=1),
    st.booleans(),
    st.sampled_from([0, 20, 2**17]),
    st.sampled_from([0, 2**12]),
)
def test_a_corpus_has_the_words_of_its_texts(texts, lowercase, block, worth):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream, "_BLOCK", max(block, 1))
        patch.setattr(stream, "_WORTH_A_LOOKUP", worth)
        read = stream.read_words(texts, Cleaning(lowercase))
    assert words_of_documents(read) == [tokenize(text, lowercase) for text in texts]
    assert len(set(read.words)) == len(read.words)


@given(st.lists(st.lists(st.from_regex("[a-c]{2,20}", fullmatch=True), max_size=9), min_size=1))
def test_pieces_that_share_a_slot_are_told_apart(documents):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream, "_BLOCK", 40)
        patch.setattr(stream._PieceCache, "_SLOT_BITS", 1)
        read = stream.read_words(map(" ".join, documents))
    assert words_of_documents(read) == documents


def test_pieces_of_every_length_are_told_apart():
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = [letters[:length] + end for length in range(1, 26) for end in "xyz"]
    text = " ".join(words)
    assert words_of_documents(stream.read_words([text, text])) == [words, words]


def test_numbers_are_of_the_words():
    read = stream.read_tokens(["a b a", "", "b c"], str.split)
    assert read.words == ["a", "b", "c"] and read.n_docs == 3
    ((ids, ends),) = read
    assert ids.tolist() == [0, 1, 0, 1, 2] and ends.tolist() == [0, 3, 3, 5]
    assert ids.dtype == np.int32


@pytest.mark.parametrize("in_memory", [1, 2**25])
@pytest.mark.parametrize("block", [1, 7, 2**20])
def test_tokens_can_be_gone_through_again_and_again(in_memory, block, monkeypatch):
    monkeypatch.setattr(spool, "_IN_MEMORY", in_memory)
    monkeypatch.setattr(spool, "_BLOCK", block)
    rng = np.random.default_rng(0)
    texts = [" ".join(rng.choice(list("abcdefg"), rng.integers(0, 9))) for _ in range(50)]
    read = stream.read_tokens(texts, str.split)
    expected = [text.split() for text in texts]
    assert words_of_documents(read) == words_of_documents(read) == expected
    some = iter(read)
    next(some)  # one that is not gone through to the end disturbs no other
    assert words_of_documents(read) == expected
    kept = rng.random(50) < 0.5
    part = read.take(kept)
    assert part.n_docs == kept.sum()
    assert words_of_documents(part) == [expected[i] for i in np.flatnonzero(kept)]
    again = part.take(np.arange(part.n_docs) % 2 == 0)
    assert words_of_documents(again) == [expected[i] for i in np.flatnonzero(kept)][::2]


def test_a_spool_grows_after_it_was_read_in_part(monkeypatch):
    monkeypatch.setattr(spool, "_BLOCK", 2)
    kept = spool.Spool()
    for number in range(3):
        kept.add(np.array([number, number, number]), np.array([0, 1, 3]))
        next(kept.blocks())
    found = [ids.tolist() for ids, _ in kept.blocks()]
    assert found == [[0, 0, 0], [1, 1, 1], [2, 2, 2]] and kept.n_docs == 6
