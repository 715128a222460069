import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiertopics.vectorizer import counts, stored_array, stored_tokens, stream
from hiertopics.vectorizer.tokens import Cleaning, OwnTokenizer, tokenize

SPLIT = OwnTokenizer(str.split, lowercase=True, for_ngrams=False)
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


@given(st.lists(ASCII | ANY, min_size=1), st.booleans(), st.sampled_from([0, 20, 2**17]))
def test_a_corpus_has_the_words_of_its_texts(texts, lowercase, block):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream, "_BLOCK", block)
        patch.setattr(stream, "_MOST_PIECES", block)
        read = stream.read_tokens(texts, Cleaning(lowercase))
    words = [tokenize(text, lowercase) for text in texts]
    assert words_of_documents(read) == words
    assert len(set(read.words)) == len(read.words)
    counts = [[document.count(word) for word in read.words] for document in words]
    found = read.counts[0].tocsr()
    assert found.toarray().tolist() == counts and found.has_canonical_format
    assert read.occurrences().tolist() == np.sum(counts, axis=0, dtype=int).tolist()
    equal = [words.index(document) if document else i for i, document in enumerate(words)]
    assert read.first_equal.tolist() == equal


def test_pieces_of_every_length_are_told_apart():
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = [letters[:length] + end for length in range(1, 26) for end in "xyz"]
    text = " ".join(words)
    assert words_of_documents(stream.read_tokens([text, text], Cleaning())) == [words, words]


def test_numbers_are_of_the_words():
    read = stream.read_tokens(["a b a", "", "b c"], SPLIT)
    assert read.words == ["a", "b", "c"] and read.n_docs == 3
    ((ids, ends),) = read
    assert ids.tolist() == [0, 1, 0, 1, 2] and ends.tolist() == [0, 3, 3, 5]
    assert ids.dtype == np.int32


@pytest.mark.parametrize("in_memory", [1, 2**25])
@pytest.mark.parametrize("block", [1, 7, 2**20])
def test_tokens_can_be_gone_through_again_and_again(in_memory, block, monkeypatch):
    monkeypatch.setattr(stored_array, "_IN_MEMORY", in_memory)
    monkeypatch.setattr(stream, "_BLOCK", block)
    monkeypatch.setattr(stored_tokens, "_READ_AT_ONCE", block)
    monkeypatch.setattr(counts, "_NONZEROS", block)
    rng = np.random.default_rng(0)
    texts = [" ".join(rng.choice(list("abcdefg"), rng.integers(0, 9))) for _ in range(50)]
    read = stream.read_tokens(texts, SPLIT)
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
    assert part.first_equal.tolist() == [
        words.index(document) if document else i
        for words in [words_of_documents(part)]
        for i, document in enumerate(words)
    ]
    assert abs(part.counts[0].tocsr() - read.counts[0].tocsr()[kept]).nnz == 0


def test_processes_number_words_as_one_does():
    texts = [f"w{number % 700} boat tide{number}" for number in range(1200)]
    one, two = (stream.read_tokens(iter(texts), Cleaning(), n_jobs) for n_jobs in (None, 2))
    assert one.words == two.words and words_of_documents(one) == words_of_documents(two)
    assert abs(one.counts[0].tocsr() - two.counts[0].tocsr()).nnz == 0
