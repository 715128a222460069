"""Documents that repeat each other are grouped, and the passages found that several repeat."""

import numpy as np
from scipy import sparse
from support.planted_topics import THREAD, make_uneven_topics

from hiertopics.core.near_copies import near_copies, repeated_passages


def test_copies_and_near_copies_are_of_one_group():
    X, planted = make_uneven_topics(0)
    group = near_copies(X)
    thread = group[planted == THREAD]
    assert len(set(thread.tolist())) == 1
    assert len(set(group.tolist())) > 0.5 * len(group)
    twice = np.concatenate([X.toarray()[:30], 2 * X.toarray()[:30], np.zeros((3, X.shape[1]))])
    assert (near_copies(twice)[:30] == near_copies(twice)[30:60]).all()


def test_the_matrix_given_is_not_written_to():
    X, _ = make_uneven_topics(0)
    X = sparse.csr_array(X, dtype=np.float32)
    X = sparse.csr_array((X.data, X.indices[::-1], X.indptr), shape=X.shape)  # in no order
    for part in (X.data, X.indices, X.indptr):
        part.flags.writeable = False
    near_copies(X)


def test_a_theme_that_holds_together_is_no_thread():
    rng = np.random.default_rng(0)
    X = np.kron(np.eye(4), np.ones((30, 20))) * (0.5 + rng.random((120, 80)))
    assert np.bincount(near_copies(X)).max() <= 6


def with_passage(n_terms, n_repeating, left_out=0.0):
    """Random texts, the first of which repeat terms that are in no other."""
    rng = np.random.default_rng(1)
    X = rng.poisson(0.3, (200, 90)).astype(float)
    passage = np.zeros((200, n_terms))
    passage[:n_repeating] = rng.random((n_repeating, n_terms)) >= left_out
    return np.hstack([X, passage])


def test_a_passage_is_found_with_those_that_repeat_it():
    repeats, terms = repeated_passages(with_passage(8, 9))
    assert terms.toarray().tolist() == [[0] * 90 + [1] * 8]
    assert repeats.toarray().ravel().tolist() == [1] * 9 + [0] * 191


def test_who_leaves_a_word_out_repeats_it_too():
    X = with_passage(40, 10, left_out=0.1)
    repeats, terms = repeated_passages(sparse.csc_array(X))
    assert repeats.shape == (200, 1)
    assert repeats.toarray()[:10].all() and not repeats.toarray()[10:].any()
    assert terms.toarray()[0, 90:].mean() > 0.9 and not terms.toarray()[0, :90].any()


def test_names_and_the_words_of_a_theme_are_no_passages():
    assert repeated_passages(with_passage(5, 9))[1].shape == (0, 95)  # three words, two phrases
    assert repeated_passages(with_passage(8, 11))[1].shape == (0, 98)  # of every eighteenth text
    assert repeated_passages(with_passage(8, 1))[1].shape == (0, 98)
    assert repeated_passages(np.zeros((4, 9)))[0].shape == (4, 0)
