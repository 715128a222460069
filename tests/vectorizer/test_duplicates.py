import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiertopics.vectorizer import duplicates
from hiertopics.vectorizer.duplicates import find_duplicates
from hiertopics.vectorizer.stream import read_tokens
from hiertopics.vectorizer.tokens import OwnTokenizer

N_WORDS = 1000
DOCUMENTS = st.lists(st.lists(st.integers(0, 3), max_size=12), max_size=20)
SIMILARITIES = st.sampled_from([0.1, 0.3, 0.5, 2 / 3, 0.75, 0.8, 0.9, 1])


def block_of(documents):
    """The documents as one block."""
    ids = np.array([word for document in documents for word in document], np.int32)
    return ids, np.cumsum([0, *map(len, documents)], dtype=np.int64)


def first_equals(documents):
    """The first document with the same words, for each; without words, the document itself."""
    first = {}
    return np.array(
        [first.setdefault(tuple(document) or i, i) for i, document in enumerate(documents)], int
    )


def grouped(documents, n_words=N_WORDS, **options):
    found = find_duplicates([block_of(documents)], n_words, first_equals(documents), **options)
    return found.first.tolist(), found.exact.tolist()


def grouped_texts(*texts, **options):
    read = read_tokens(texts, OwnTokenizer(str.split, True, False))
    found = find_duplicates(read, len(read.words), read.first_equal, **options)
    return found.first.tolist(), found.exact.tolist()


def shingles_of(document, shingle):
    if len(document) < shingle:
        return {(word,) for word in document}
    return {tuple(document[p : p + shingle]) for p in range(len(document) - shingle + 1)}


def grouped_one_by_one(documents, similarity=0.8, shingle=3):
    """What `grouped` gives, by comparing every document with every leader."""
    sets = [shingles_of(document, shingle) for document in documents]
    first, leaders = list(range(len(documents))), []
    for i, mine in enumerate(sets):
        for leader in leaders if mine else ():
            if len(mine & sets[leader]) / len(mine | sets[leader]) >= similarity:
                first[i] = leader
                break
        else:
            leaders.append(i)
    exact = [i != f and documents[i] == documents[f] for i, f in enumerate(first)]
    return first, exact


def planted(seed, n_docs=250, n_words=N_WORDS):
    """Documents of every length, about half of them an earlier one with some changes."""
    rng = np.random.default_rng(seed)
    documents = []
    for i in range(n_docs):
        if i % 2 and rng.random() < 0.9:
            document = list(documents[rng.integers(i)])
            for _ in range(rng.choice([0, 1, 1, 1, 2, 4, 9]) if document else 0):
                place = rng.integers(len(document))
                document[place : place + rng.integers(3)] = [int(rng.integers(n_words))]
        else:
            document = rng.integers(
                0, n_words, rng.choice([0, 1, 2, 3, 8, 40, 200, 200, 200])
            ).tolist()
        documents.append(document)
    return documents


@given(DOCUMENTS, SIMILARITIES, st.integers(1, 4))
def test_groups_are_those_of_comparing_all(documents, similarity, shingle):
    expected = grouped_one_by_one(documents, similarity, shingle)
    assert grouped(documents, similarity=similarity, shingle=shingle) == expected


@pytest.mark.parametrize("similarity", [0.5, 0.8, 0.85, 0.9, 1])
@pytest.mark.parametrize("seed", range(3))
def test_every_planted_duplicate_is_found(seed, similarity):
    documents = planted(seed)
    first, exact = grouped(documents, similarity=similarity)
    assert (first, exact) == grouped_one_by_one(documents, similarity)
    n_followers = np.count_nonzero(np.arange(len(first)) != first)
    assert n_followers > 10 and (similarity == 1 or n_followers > sum(exact) + 10)


@given(DOCUMENTS, st.data())
def test_blocks_and_pieces_change_nothing(documents, data):
    ids, ends = block_of(documents)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(documents)), max_size=5)))
    blocks = []
    for start, stop in zip([0, *cuts], [*cuts, len(documents)], strict=True):
        here = ends[start : stop + 1]
        if data.draw(st.booleans()):
            blocks.append((ids[here[0] : here[-1]], here - here[0]))
        else:
            blocks.append((ids, here))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duplicates, "_PIECE", data.draw(st.integers(1, 30)))
        found = find_duplicates(blocks, 4, first_equals(documents), similarity=0.5)
    assert (found.first.tolist(), found.exact.tolist()) == grouped_one_by_one(documents, 0.5)
    assert found.first.dtype == np.int64 and found.exact.dtype == bool


def test_shingles_that_share_a_slot_hide_nothing(monkeypatch):
    documents = planted(7)
    monkeypatch.setattr(duplicates, "_FACTOR", np.uint64(1))
    assert grouped(documents) == grouped_one_by_one(documents)


@pytest.mark.parametrize("shingle", [1, 3, 9])
def test_shingles_too_long_for_a_number_are_hashed(shingle):
    documents = planted(8)
    expected = grouped_one_by_one(documents, shingle=shingle)
    for n_words in [N_WORDS, np.int64(2**31), 2**40]:
        assert grouped(documents, n_words, shingle=shingle) == expected


def test_hashes_of_shingles_differ():
    words = np.arange(60, dtype=np.int32) * 30_000_000
    ids = np.stack(np.meshgrid(words, words, words), -1).ravel()
    blocks = [(ids, np.arange(0, len(ids) + 1, 3))]
    wanted = np.ones(len(ids) // 3, bool)
    for n_words in [2**31, 2**20]:
        keys = [keys for *_, keys in duplicates._shingles(blocks, n_words, 3, wanted)]
        assert len(np.unique(np.concatenate(keys))) == len(wanted)


def test_a_chain_of_small_changes_does_not_drift():
    a, b, c = "a b c d e f g h i j", "b c d e f g h i j k", "c d e f g h i j k l"
    assert grouped_texts(a, b, c, similarity=0.7) == ([0, 0, 2], [False] * 3)
    assert grouped_texts(b, a, c, similarity=0.7) == ([0, 0, 0], [False] * 3)


def test_similarity_is_not_missed_by_a_rounding():
    """14 of 25 words are in both, but 0.56 * 25 is 14.000000000000002."""
    documents = [list(range(25)), list(range(11, 25))]
    assert grouped(documents, similarity=0.56, shingle=1)[0] == [0, 0]
    assert grouped(documents, similarity=np.nextafter(0.56, 1), shingle=1)[0] == [0, 1]


def test_an_equal_of_a_follower_follows_too():
    leader, follower = "a b c d e f g h i j", "a b c d e f g h i j k"
    found = grouped_texts(leader, follower, leader, follower, "x y z")
    assert found == ([0, 0, 0, 0, 4], [False, False, True, False, False])


def test_documents_shorter_than_a_shingle_are_sets_of_words():
    found = grouped_texts("b a", "a b", "a b c", "a", "c", "b a", "c a b")
    assert found == ([0, 0, 2, 3, 4, 0, 6], [False] * 5 + [True, False])


def test_documents_without_words_repeat_nothing():
    assert grouped([[], [1], [], [1], []]) == ([0, 1, 2, 1, 4], [False, False, False, True, False])
    assert grouped([[], []]) == ([0, 1], [False, False])
    assert grouped([]) == ([], [])
    assert find_duplicates([], 0, np.empty(0, np.int64)).first.dtype == np.int64


def test_equal_documents_are_not_compared(monkeypatch):
    rng = np.random.default_rng(0)
    others = rng.integers(0, N_WORDS, (1000, 20)).tolist()
    sets = []
    monkeypatch.setattr(duplicates, "_followers", lambda *given: sets.append(given[0]) or [])
    first, exact = grouped(others + others[:1] * 5000 + others[1:2] * 5000)
    assert first == [*range(1000), *[0] * 5000, *[1] * 5000]
    assert exact == [False] * 1000 + [True] * 10_000
    assert len(sets[0].documents) == 0


def test_near_duplicates_are_compared_with_their_leader_only(monkeypatch):
    rng = np.random.default_rng(0)
    documents = np.tile(rng.integers(0, N_WORDS, 60), (2000, 1))
    documents[:, 30] = np.arange(2000)
    comparisons = []
    count = np.count_nonzero
    monkeypatch.setattr(np, "count_nonzero", lambda mask: comparisons.append(0) or count(mask))
    assert grouped(documents.tolist(), 2000)[0] == [0] * 2000
    assert len(comparisons) <= 2001


def test_what_is_found_past_too_many_leaders_is_true(monkeypatch):
    monkeypatch.setattr(duplicates, "_MOST_LEADERS", 1)
    rng = np.random.default_rng(0)
    documents = rng.integers(0, 3, (200, 12)).tolist()
    first, _ = grouped(documents, similarity=0.6)
    assert (
        0
        < sum(np.arange(200) != first)
        <= sum(np.arange(200) != grouped_one_by_one(documents, 0.6)[0])
    )
    for i, leader in enumerate(first):
        mine, theirs = shingles_of(documents[i], 3), shingles_of(documents[leader], 3)
        assert first[leader] == leader <= i
        assert len(mine & theirs) / len(mine | theirs) >= 0.6


def test_wrong_arguments_are_named():
    block = block_of([[1]])
    with pytest.raises(TypeError, match="several times, got an iterator; give a list"):
        find_duplicates(iter([block]), 2, np.zeros(1, int))
    for similarity in [0, -0.5, 1.01, np.nan]:
        with pytest.raises(ValueError, match="similarity must be above 0 and at most 1"):
            find_duplicates([block], 2, np.zeros(1, int), similarity=similarity)
    with pytest.raises(ValueError, match="shingle must be at least 1, got 0"):
        find_duplicates([block], 2, np.zeros(1, int), shingle=0)


def test_results_are_the_same_in_every_process():
    code = """
from test_duplicates import grouped, planted
print(grouped(planted(1)))
"""
    root = os.path.dirname(os.path.abspath(__file__))
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ["0", "1", "2"]
    }
    assert len(said) == 1 and "True" in said.pop()
