"""Lines that many documents share are left out where they say nothing of these documents."""

import tracemalloc
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hiertopics as ht
from hiertopics.vectorizer import lines, stored_tokens, stream
from hiertopics.vectorizer.boilerplate import without_boilerplate
from hiertopics.vectorizer.tokens import Cleaning, tokenize

SIGNATURE = ["-- ", "Ada Quill, Department of Ropes", "Harbour College | tel 12 34", "Knots!"]
FOOTER = ["_______", "You get this as a member of the list of sailors", "To leave it write to us"]
WORDS = [f"{a}{b}{c}" for a in "bdfgkl" for b in "aeiou" for c in "mnprst"]


def body(rng, n_lines=8):
    return [" ".join(WORDS[i] for i in row) for row in rng.integers(len(WORDS), size=(n_lines, 6))]


def posts(parts, n=60, every=3, seed=0):
    """Texts of random words, and these lines at the end of every third."""
    rng = np.random.default_rng(seed)
    bodies = [body(rng) for _ in range(n)]
    return ["\n".join([*own, *parts] if i % every == 0 else own) for i, own in enumerate(bodies)]


def found_in(texts):
    return without_boilerplate(stream.read_tokens(texts, Cleaning()))[1]


def lines_as_words(parts):
    return {" ".join(words) for words in map(tokenize, parts) if len(words) > 1}


def words_of_documents(read):
    return [
        [read.words[i] for i in ids[start:end]]
        for ids, ends in read
        for start, end in zip(ends[:-1], ends[1:], strict=True)
    ]


@pytest.mark.parametrize("parts", [SIGNATURE, FOOTER], ids=["signature", "footer"])
@pytest.mark.parametrize("layout", ["{}", "  {}\t", "> {}", "{}\r"])
def test_signatures_and_footers_are_left_out(parts, layout):
    found = found_in(posts([layout.format(line) for line in parts]))
    assert set(found.lines) == lines_as_words(parts)
    assert set(found.n_docs) == {20} and found.in_documents == 20


def test_page_headers_between_the_lines_are_left_out():
    rng = np.random.default_rng(0)
    texts = []
    for _ in range(40):
        pages = [[f"Annals of the Harbour Office  page {page}", *body(rng)] for page in range(3)]
        texts.append("\n".join(line for page in pages for line in page))
    found = found_in(texts)
    assert found.lines == ("annals of the harbour office page",) and found.n_docs == (40,)


def test_other_words_are_counted_as_if_the_lines_were_not_there():
    options = {"language": None, "phrases": False, "min_df": 1, "max_df": 1.0}
    vectorizer, plain = ht.TextVectorizer(**options), ht.TextVectorizer(**options)
    X, expected = vectorizer.fit_transform(posts(SIGNATURE)), plain.fit_transform(posts(["Knots!"]))
    assert vectorizer.vocabulary_ == plain.vocabulary_
    assert (X.data == expected.data).all() and (X.indices == expected.indices).all()
    assert plain.boilerplate_ == () and len(vectorizer.boilerplate_) == 2


def test_what_a_line_says_of_its_documents_stays():
    """A series of documents speaks of what their common line says; others do not."""
    about = posts(["Ropes are the pride of every harbour", "and of those who knot"])
    rng = np.random.default_rng(1)
    for i in range(0, len(about), 3):
        about[i] = f"Ropes of {rng.choice(WORDS)}\n{about[i]}" if i % 2 else about[i]
    assert found_in(about).lines == ()
    apart = [text.replace("Ropes of", "Notes on") for text in about]
    assert len(found_in(apart).lines) == 2


def test_refrains_of_few_songs_stay_and_so_do_quotations():
    assert found_in(posts(["> as she said in her letter to the crew"], n=27)).lines == ()
    assert found_in(posts(["> as she said in her letter to the crew"], n=30)).lines != ()
    line = ["as she said in her letter to the crew"]
    assert found_in(posts(line, n=16_000, every=1067)).lines == ()  # 15 documents
    assert found_in(posts(line, n=16_000, every=1000)).lines != ()


def test_short_lines_go_only_in_company():
    assert found_in(posts(["Introduction"])).lines == ()
    assert found_in(posts(["Thank you kindly"])).lines == ()
    together = ["Thank you kindly", "Ada Quill of the Department of Ropes"]
    assert set(found_in(posts(together)).lines) == lines_as_words(together)


def test_form_letters_and_copies_keep_their_words():
    letter = [f"we are happy to {word} you in our office" for word in WORDS[:6]]
    rng = np.random.default_rng(0)
    letters = ["\n".join([*letter, *body(rng, 2)]) for _ in range(40)]
    others = posts([], n=60)
    assert found_in(letters + others).lines == ()
    # Even where other documents have enough of their lines for these to be boilerplate.
    quoting = posts(letter[:2], n=60, every=2, seed=5)
    read = stream.read_tokens(letters + quoting, Cleaning())
    tokens, found = without_boilerplate(read)
    assert set(found.lines) == lines_as_words(letter[:2]) and set(found.n_docs) == {30}
    before, after = words_of_documents(read), words_of_documents(tokens)
    short = [2 * len(b) < len(a) for a, b in zip(before, after, strict=True)]
    assert not any(short) and before[:40] == [tokenize(text) for text in letters]


def test_equal_documents_count_once():
    text = "\n".join(["Ada Quill of the Department of Ropes", *body(np.random.default_rng(0))])
    assert found_in([text] * 30 + posts([])).lines == ()


def test_documents_of_one_line_are_untouched():
    rng = np.random.default_rng(0)
    titles = ["the same title of a song", "a title of a song by you", "one more title of a song"]
    texts = [*titles * 30, *(" ".join(body(rng, 1)) for _ in range(200))]
    kept = ht.TextVectorizer(keep=["boilerplate"]).fit_transform(texts)
    assert (ht.TextVectorizer().fit_transform(texts) != kept).nnz == 0
    assert found_in(texts).lines == ()


def test_a_tokenizer_of_ones_own_knows_no_lines():
    vectorizer = ht.TextVectorizer(tokenizer=str.split).fit(posts(SIGNATURE))
    assert vectorizer.boilerplate_ == () and "Quill," not in vectorizer.vocabulary_
    assert "quill," in vectorizer.vocabulary_


def test_boilerplate_can_be_kept():
    vectorizer = ht.TextVectorizer(keep=["boilerplate"]).fit(posts(SIGNATURE))
    assert vectorizer.boilerplate_ == () and "quill" in vectorizer.vocabulary_
    assert "quill" not in ht.TextVectorizer().fit(posts(SIGNATURE)).vocabulary_


def test_new_texts_lose_the_lines_that_were_found(tmp_path):
    texts = posts(["Ada Quill likes bam and ban", *FOOTER])
    vectorizer = ht.TextVectorizer(phrases=True)
    X = vectorizer.fit_transform(iter(texts))
    assert {"bam", "ban"} <= set(vectorizer.vocabulary_) and len(vectorizer.boilerplate_) == 3
    ht.save(vectorizer, tmp_path / "vectorizer.ht")
    new = ["bam bam ban dan fan dan\nAda  QUILL likes bam, and ban.", "Ada Quill likes bam and ban"]
    new.append("bam bam ban dan fan dan")
    for other in (vectorizer, ht.load(tmp_path / "vectorizer.ht")):
        assert other.boilerplate_ == vectorizer.boilerplate_
        assert abs(other.transform(iter(texts)) - X).nnz == 0
        assert abs(other.transform(other.read_tokens(texts)) - X).nnz == 0
        rows = other.transform(new)
        assert abs(rows[0] - rows[2]).nnz == 0
        assert rows[1].nnz == 2  # or the text would lose all
        assert abs(other.transform(other.read_tokens(new)) - rows).nnz == 0


def test_processes_and_blocks_do_not_matter(monkeypatch):
    texts = posts(SIGNATURE, n=1200)
    one, two = ht.TextVectorizer(), ht.TextVectorizer(n_jobs=2)
    X = one.fit_transform(texts)
    assert len(one.boilerplate_) == 2
    assert (two.fit_transform(texts) != X).nnz == 0 and two.boilerplate_ == one.boilerplate_
    monkeypatch.setattr(stream, "_BLOCK", 7)
    monkeypatch.setattr(stored_tokens, "_READ_AT_ONCE", 100)
    assert (one.fit_transform(texts) != X).nnz == 0 and two.boilerplate_ == one.boilerplate_


def test_what_is_left_of_dropped_documents_does_not_count():
    texts = posts(SIGNATURE)
    read = stream.read_tokens(texts, Cleaning())
    kept = np.arange(60) >= 33  # nine of the signatures are left
    assert len(without_boilerplate(read)[1].lines) == 2
    assert without_boilerplate(read.take(kept))[1].lines == ()
    tokens, found = without_boilerplate(read.take(np.arange(60) >= 30))
    assert set(found.n_docs) == {10}
    dropped = tokens.take(np.arange(30) % 2 == 1)
    assert words_of_documents(dropped) == words_of_documents(tokens)[1::2]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from("ab cd ef gh".split()), max_size=4), max_size=30))
def test_lines_have_one_key_each(parts):
    number_of = {word: number for number, word in enumerate("ab cd ef gh".split())}
    ids = np.array([number_of[word] for part in parts for word in part], np.int32)
    ends = np.cumsum([0, *map(len, parts)])
    lines.mark_lines(ids, ends[:-1])
    found = lines.lines_of(ids)
    own = [tuple(part) for part in parts if len(part) > 1]
    assert found.lengths.tolist() == [*map(len, own)]
    by_key = defaultdict(set)
    for key, slot, line in zip(found.keys(), found.slots(), own, strict=True):
        by_key[key].add((slot, line))
    assert all(len(same) == 1 for same in by_key.values()) and len(by_key) == len({*own})
    assert lines.unmarked(ids).tolist() == [number_of[word] for part in parts for word in part]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([0, 50, 2**17]))
def test_parts_of_documents_are_those_of_their_lines(seed, block):
    rng = np.random.default_rng(seed)
    known = [" ".join(rng.choice(WORDS, k)) for k in (2, 4, 5, 70)]
    texts = [
        "\n".join(rng.choice([*known, *body(rng, 4), ""], rng.integers(0, 9))) for _ in range(20)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream, "_BLOCK", block)
        read = stream.read_tokens(texts, Cleaning())
    number_of = {word: number for number, word in enumerate(read.words)}
    known = [line for line in known[:3] if number_of.keys() >= set(line.split())]
    if not known:
        return
    tokens, n_docs = read.without(lines.LineSet(known, number_of))
    expected = []
    for text in texts:
        whole = text.split()
        left = [word for line in text.split("\n") if line not in known for word in line.split()]
        expected.append(left if 2 * len(left) >= len(whole) else whole)
    assert words_of_documents(tokens) == expected
    counts = [[document.count(word) for word in read.words] for document in expected]
    found = tokens.counts[0].tocsr()
    assert found.toarray().tolist() == counts
    assert found.has_canonical_format and found.nnz == np.count_nonzero(counts)
    assert n_docs == sum(a != text.split() for a, text in zip(expected, texts, strict=True))


def test_a_line_costs_no_memory_each_time_that_it_comes_again():
    def most_memory(n_docs):
        lines_of_all = "the boat sails to the harbour\n" * 10_000
        read = stream.read_tokens([f"{lines_of_all}tide {i}" for i in range(n_docs)], Cleaning())
        tracemalloc.start()
        without_boilerplate(read)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert most_memory(60) < 1.3 * most_memory(20)
