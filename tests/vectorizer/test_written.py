"""A matrix that a vectorizer writes to disk is the one that it would give in memory."""

import random
import tracemalloc

import numpy as np
import pytest

import hiertopics as ht
from hiertopics.core import shards
from hiertopics.core.data import DOC_WORK
from hiertopics.vectorizer import counts, stored_array, stored_tokens, stream

LINE = "the harbour office of the town wishes everybody a good journey\n"
WORDS = [f"{a}{b}" for a in ("boat", "tide", "sail", "wind", "wave") for b in "bcdfghklmn"]


def english(n=400):
    draw = random.Random(0)
    for i in range(n):
        words = draw.choices(WORDS, k=draw.randrange(0, 30))
        words[3:3] = ["New", "York"] * (i % 3 == 0) + ["space", "shuttle"] * (i % 5 == 0)
        yield " ".join(words) + "\n" + LINE * (i % 4 == 0) + "infor-\nmation " * (i % 7 == 0)


def chinese(n=60):
    draw = random.Random(0)
    for _ in range(n):
        yield "".join(draw.choices("我们今天坐火车去北京看长城天气很好经济发展社会问题", k=25))


SETTINGS = {
    "the defaults": {},
    "norm l1": {"norm": "l1", "use_idf": False},
    "no norm": {"norm": None, "sublinear_tf": False, "idf_power": 1},
    "float32": {"dtype": np.float32},
    "n-grams": {"ngram_range": (1, 3), "min_df": 2},
    "phrases kept together": {"keep_together": ["new york"], "phrases": True, "min_df": 5},
    "stems": {"stem": True, "language": "english", "max_terms": 30},
    "boilerplate kept": {"keep": ["boilerplate", "numbers"], "min_df": 1, "max_df": 1.0},
}


@pytest.fixture(params=["in memory", "on disk"])
def everything_on_disk(request, monkeypatch):
    """Small blocks and shards; on disk, also what would be in memory of so small a corpus."""
    monkeypatch.setattr(shards, "SHARD_WORK", 100 * DOC_WORK)
    if request.param == "on disk":
        monkeypatch.setattr(stored_array, "_IN_MEMORY", 1)
        monkeypatch.setattr(stored_tokens, "_READ_AT_ONCE", 300)
        monkeypatch.setattr(stream, "_BLOCK", 300)
        monkeypatch.setattr(counts, "_NONZEROS", 300)


def same_bits(stored, X):
    found = stored.tocsr()
    assert found.shape == X.shape and found.dtype == X.dtype
    for name in ("data", "indices", "indptr"):
        np.testing.assert_array_equal(getattr(found, name), getattr(X, name))


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.usefixtures("everything_on_disk")
def test_the_bits_are_those_in_memory(tmp_path, name):
    vectorizer, texts = ht.TextVectorizer(**SETTINGS[name]), list(english())
    X = vectorizer.fit_transform(texts)
    stored = vectorizer.fit_transform(english(), out=tmp_path / "fit")
    assert len(list(stored.blocks())) > 1
    same_bits(stored, X)
    assert stored.feature_names.tolist() == vectorizer.get_feature_names_out().tolist()
    assert stored.ids is None
    others = texts[100:250]
    stored = vectorizer.transform(
        iter(others), out=str(tmp_path / "others"), ids=map(str, range(150))
    )
    same_bits(stored, vectorizer.transform(others))
    same_bits(ht.open_matrix(tmp_path / "others"), vectorizer.transform(others))
    assert stored.ids.tolist() == [*map(str, range(150))]


def test_languages_without_blanks(tmp_path):
    vectorizer = ht.TextVectorizer(language="chinese")
    stored = vectorizer.fit_transform(chinese(), out=tmp_path / "fit")
    same_bits(stored, vectorizer.fit_transform(chinese()))


def test_tokens_read_before_give_the_same(tmp_path):
    vectorizer = ht.TextVectorizer()
    tokens = vectorizer.read_tokens(english())
    same_bits(
        vectorizer.fit_transform(tokens, out=tmp_path / "m"), vectorizer.fit_transform(tokens)
    )


def test_progress_counts_documents(tmp_path):
    seen = []
    ht.TextVectorizer().fit_transform(
        english(), out=tmp_path / "m", progress=lambda *report: seen.append(report)
    )
    assert seen[0] == ("writing", 0, 400) and seen[-1] == ("writing", 400, 400)


def never():
    raise AssertionError("texts were read")
    yield


def test_a_folder_with_other_things_is_refused_before_texts_are_read(tmp_path):
    (tmp_path / "letter.txt").write_text("boat")
    vectorizer = ht.TextVectorizer()
    with pytest.raises(ht.HiertopicsError, match=r"holds other things \(letter\.txt\)"):
        vectorizer.fit_transform(never(), out=tmp_path)
    with pytest.raises(ht.HiertopicsError, match="is a file"):
        vectorizer.fit_transform(never(), out=tmp_path / "letter.txt")
    with pytest.raises(ht.HiertopicsError, match="give out=FOLDER too"):
        vectorizer.fit_transform(never(), ids=["a"])
    vectorizer.fit_transform(english(), out=tmp_path / "m")
    with pytest.raises(ht.HiertopicsError, match="holds a matrix already"):
        vectorizer.transform(never(), out=tmp_path / "m")
    with pytest.raises(ht.HiertopicsError, match="an id for each of 400 documents, got 399"):
        vectorizer.transform(english(), out=tmp_path / "n", ids=map(str, range(399)))
    with pytest.raises(ht.StoreError, match="is not finished"):
        ht.open_matrix(tmp_path / "n")
    vectorizer.transform(english(), out=tmp_path / "n", ids=map(str, range(400)))


def test_texts_that_leave_no_term_leave_no_folder(tmp_path):
    with pytest.raises(ht.CorpusError):
        ht.TextVectorizer().fit_transform(["the", "of"], out=tmp_path / "m")
    assert not (tmp_path / "m").exists()


def random_texts(n_docs):
    """Of 100 words, 73 in each document, which take 900 bytes in a matrix of float64."""
    draw, words = random.Random(0), [f"{a}{b}" for a in WORDS[:10] for b in "bcdfghklmn"]
    return (" ".join(draw.choices(words, k=130)) for _ in range(n_docs))


@pytest.mark.parametrize("method", ["fit_transform", "transform"])
@pytest.mark.parametrize("settings", [{}, {"ngram_range": (1, 2)}], ids=str)
def test_memory_is_a_few_bytes_a_document(tmp_path, monkeypatch, method, settings):
    monkeypatch.setattr(shards, "SHARD_WORK", 200 * (DOC_WORK + 73))
    monkeypatch.setattr(stored_array, "_IN_MEMORY", 2**16)
    monkeypatch.setattr(stored_tokens, "_READ_AT_ONCE", 2**14)
    monkeypatch.setattr(stream, "_BLOCK", 2**14)
    monkeypatch.setattr(counts, "_NONZEROS", 2**14)
    few, more = 1000, 4000  # from few on, nearly all pairs of words have been met
    vectorizer = ht.TextVectorizer(language="english", max_df=1.0, **settings).fit(
        random_texts(few)
    )

    def most_memory(n_docs):
        tracemalloc.start()
        getattr(vectorizer, method)(random_texts(n_docs), out=tmp_path / f"{n_docs}")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    most_memory(few - 1)  # loads modules and tables
    assert most_memory(more) - most_memory(few) < 100 * (more - few)
