from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse
from support.sentences import SENTENCES

from hiertopics.vectorizer import counts as blocks
from hiertopics.vectorizer import language_guess as guess
from hiertopics.vectorizer.language import LANGUAGES
from hiertopics.vectorizer.language_guess import guess_language, language_weights
from hiertopics.vectorizer.stop_words import stop_words
from hiertopics.vectorizer.tokens import tokenize

LISTED = tuple(LANGUAGES)
# Neighbours, which share many of their stop words.
CLOSE = (
    "danish norwegian swedish",
    "catalan italian portuguese spanish",
    "czech polish slovak",
    "indonesian malay",
    "bulgarian russian ukrainian",
    "dutch german",
    "arabic persian",
    "chinese japanese",
)
TITLES = """
A survey of methods for learning from graphs
Detecting fraud in credit card transactions with trees
Sparse models of images and their fast solvers
On the growth of cities along large rivers
Neural networks for speech recognition in noisy rooms
How bees find their way home after rain
Water quality monitoring by cheap sensors
Protein folding simulation with parallel processors
The effect of sleep on memory in children
Robust portfolio optimization under changing markets
Learning topic hierarchies by nonnegative matrix factorization
Cooling of data centres using sea water
"""
# Made texts in languages without a list, and in none.
UNLISTED = {
    "latin": "Puella in horto cum matre ambulat et rosas pulchras videt. Pater autem non est domi, "
    "quod ad urbem cum amicis suis iit, ubi multa emere debet.",
    "croatian": "Ujutro je baka otišla na tržnicu jer je htjela kupiti povrće prije nego što dođu "
    "drugi ljudi. Kad se vratila kući, našla je moga brata koji nije dobro spavao.",
    "serbian": "Ујутру је бака отишла на пијацу, јер је хтела да купи поврће пре него што дођу "
    "други људи. Кад се вратила кући, нашла је мог брата који није добро спавао.",
    "welsh": "Yn y bore aeth fy mam i'r farchnad i brynu llysiau cyn i bobl eraill ddod. Roedd "
    "hi'n oer iawn ond mae'r haul wedi codi dros y tai.",
    "tagalog": "Kaninang umaga ay pumunta ang nanay ko sa palengke para bumili ng gulay bago "
    "dumating ang mga tao. Malamig ang hangin pero sumisikat na ang araw.",
    "tibetan": "དེ་རིང་ ཨ་མ་ ཁྲོམ་ལ་ སྔོ་ཚལ་ ཉོ་བར་ ཕྱིན་པ་ རེད།",
    "made up": "blorf wug trundlick zapko mervish tolk frimp dax glorb plinku",
}


def guess_whole(counts, words):
    """Guess of a corpus in one block, which cuts into many must not change."""
    found = guess_language(counts, words)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "_NONZEROS", 7)
        assert guess_language(counts, words) == found
    return found


def guess_languages(counts, words):
    """Guess of each document alone; taken together they are counted."""
    found = [guess_language(counts[[row]], words)[0] for row in range(counts.shape[0])]
    assert guess_language(counts, words)[1] == Counter(name or "unknown" for name in found)
    return found


def counted(documents):
    """Counts of the words of documents, each a list of words, and the words."""
    words = list(dict.fromkeys(word for document in documents for word in document))
    columns = {word: column for column, word in enumerate(words)}
    counts = sparse.lil_array((len(documents), len(words)), dtype=np.int64)
    for row, document in enumerate(documents):
        for word, n in Counter(document).items():
            counts[row, columns[word]] = n
    return counts.tocsr(), words


def halves(text):
    words = tokenize(text)
    return [words[: len(words) // 2], words[len(words) // 2 :]]


def test_every_language_has_a_text_and_an_alphabet():
    assert set(LISTED) == set(SENTENCES)
    assert all(80 <= len(text.split()) <= 110 or len(text) > 130 for text in SENTENCES.values())


def test_texts_are_told():
    counts, words = counted([tokenize(SENTENCES[name]) for name in LISTED])
    assert guess_languages(counts, words) == list(LISTED)


def test_half_a_text_is_enough():
    counts, words = counted([half for name in LISTED for half in halves(SENTENCES[name])])
    assert guess_languages(counts, words) == [name for name in LISTED for _ in range(2)]


@pytest.mark.parametrize("close", CLOSE)
def test_close_languages_are_clearly_apart(close):
    group = close.split()
    counts, words = counted([tokenize(SENTENCES[name]) for name in group])
    names, weights = language_weights(words)
    evidence = (counts @ weights).toarray()[:, [names.index(name) for name in group]]
    own = np.diag(evidence).copy()
    np.fill_diagonal(evidence, 0)
    assert (own > 1.15 * evidence.max(axis=1)).all()


def test_documents_are_counted_by_language():
    n_docs = {"english": 5, "german": 3, "greek": 2}
    documents = [tokenize(SENTENCES[name]) for name, n in n_docs.items() for _ in range(n)]
    counts, words = counted([*documents, [], ["zwx"]])
    language, found = guess_whole(counts, words)
    assert language == "english"
    assert list(found.items()) == [("english", 5), ("german", 3), ("greek", 2), ("unknown", 2)]


def test_titles_are_english_as_a_whole():
    counts, words = counted([tokenize(title) for title in TITLES.strip().splitlines()])
    language, found = guess_whole(counts, words)
    assert language == "english" and found["english"] >= 10
    assert set(found) <= {"english", "unknown"}


def test_keywords_are_told_by_their_endings():
    keywords = "signal processing, image segmentation, conditional probability, data clustering"
    assert guess_whole(*counted([tokenize(keywords)]))[0] == "english"
    palabras = "educación, migraciones, calidad, universidad, población"
    assert guess_whole(*counted([tokenize(palabras)]))[0] == "spanish"


@pytest.mark.parametrize("name", UNLISTED)
def test_other_languages_are_not_taken_for_a_listed_one(name):
    assert guess_languages(*counted([tokenize(UNLISTED[name])])) == [None]


def test_nothing_to_go_by_is_none():
    counts, words = counted([[], ["zwx", "qqq"], ["the"]])
    assert guess_languages(counts, words) == [None, None, "english"]
    assert guess_languages(sparse.csr_array((3, 0)), []) == [None] * 3
    assert guess_whole(sparse.csr_array((3, 0)), []) == (None, {"unknown": 3})
    assert guess_whole(sparse.csr_array((0, 2)), ["the", "und"]) == (None, {})


def test_two_words_decide_nothing():
    said = ["failed for", "refused to close on"] * 40
    lines = [f"info http-nio exec q{i}x {what} order" for i, what in enumerate(said)]
    counts, words = counted([tokenize(line) for line in lines])
    language, found = guess_whole(counts, words)
    assert language in ("english", None) and "swedish" not in found
    # Where nothing else says more, they do.
    french = [tokenize(f"été déjà q{i}x") for i in range(40)]
    assert guess_whole(*counted(french))[0] == "french"


def test_as_much_for_two_is_none():
    shared = sorted(stop_words("danish") & stop_words("norwegian") - stop_words("swedish"))
    names, weights = language_weights(shared)
    pair = weights[:, [names.index("danish"), names.index("norwegian")]].toarray()
    assert (pair[:, 0] == pair[:, 1]).all()
    assert guess_languages(*counted([shared])) == [None]


def test_order_of_documents_and_of_words_does_not_matter():
    rng = np.random.default_rng(0)
    counts, words = counted([half for name in LISTED for half in halves(SENTENCES[name])])
    guessed = guess_languages(counts, words)
    rows, columns = rng.permutation(counts.shape[0]), rng.permutation(len(words))
    mixed, renamed = counts[rows][:, columns], [words[column] for column in columns]
    assert guess_languages(mixed, renamed) == [guessed[row] for row in rows]
    assert guess_whole(mixed, renamed)[1] == guess_whole(counts, words)[1]


def test_whole_is_the_sum_of_its_documents():
    documents = [half for name in LISTED[:6] for half in halves(SENTENCES[name])]
    counts, words = counted(documents)
    joined, _ = counted([sum(documents, [])])
    assert guess_whole(counts, words)[0] == guess_languages(joined, words)[0]


@given(st.lists(st.text(min_size=1, max_size=8) | st.sampled_from(["the", "de", "été", "за"])))
def test_no_word_gives_more_than_one_vote(words):
    names, weights = language_weights(words)
    assert weights.shape == (len(words), len(names)) and names == (*LISTED, "unknown")
    assert weights.nnz == 0 or weights.data.min() >= 0
    totals = np.asarray(weights.sum(axis=1)).ravel()
    listed = {word for name in LISTED for word in stop_words(name)} | set(guess._OTHERS.split())
    assert (totals <= 1 + 1e-12).all()
    assert all(
        abs(total - 1) < 1e-12 if word in listed else total <= 0.5 + 1e-12
        for word, total in zip(words, totals, strict=True)
    )


def test_weights_are_those_of_a_slow_twin():
    words = sorted({word for text in SENTENCES.values() for word in tokenize(text)})
    names, weights = language_weights(words)
    lists = {name: stop_words(name) for name in LISTED} | {"unknown": guess._OTHERS.split()}
    for word, row in zip(words, weights.toarray(), strict=True):
        having = [name for name in names if word in lists[name]]
        if having:
            assert dict(zip(names, row, strict=True)) == {
                name: (name in having) / len(having) for name in names
            }
