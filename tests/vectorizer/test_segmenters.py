"""Languages that write no blanks between words."""

import pickle
import sys

import numpy as np
import pytest

import hiertopics as ht
from hiertopics.errors import ReadingWarning
from hiertopics.vectorizer import segmenters
from hiertopics.vectorizer.tokens import tokenize


@pytest.fixture
def without_library(monkeypatch):
    """As if icu4py were not installed."""
    monkeypatch.setitem(sys.modules, "icu4py.breakers", None)
    segmenters.breaker.cache_clear()
    yield
    segmenters.breaker.cache_clear()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("经济增长，市场担忧。", "经济 增长 市场 担忧"),
        ("我们去公园散步", "我们 去 公园 散步"),
        ("公園を散歩しました", "公園 散歩 しま した"),
        ("รัฐบาลประกาศนโยบายภาษีใหม่", "รัฐบาล ประกาศ นโยบาย ภาษี ใหม่"),
        ("5G网络与C++语言、covid-19疫苗", "5g 网络 与 c++ 语言 covid-19 疫苗"),
        ("2024年3月苹果iPhone手机", "年 月 苹果 iphone 手机"),
        ("한국어는 띄어쓰기가 있다", "한국어는 띄어쓰기가 있다"),
        ("ｻｯｶｰの試合", "サッカー 試合"),
        ("山、水；火", "山 水 火"),
        ("ภาษา\u200bไทย", "ภาษา ไทย"),
    ],
)
def test_words(text, words):
    assert tokenize(text) == words.split()


def test_a_half_character_is_no_word():
    assert tokenize("今天\ud835天气") == ["今天", "天气"]


SENTENCES = [
    "股票市场大幅下跌",
    "球队赢得了冠军",
    "望远镜观测到星系",
    "政府宣布税收政策",
    "投资者担心利率",
]
TEXTS = ["。".join(SENTENCES[(i + k * k) % 5] for k in range(2)) for i in range(120)]


def test_terms_are_those_of_one_process_and_of_others(tmp_path):
    vectorizer = ht.TextVectorizer(min_df=1)
    X = vectorizer.fit_transform(TEXTS)
    assert {"市场", "球队", "冠军", "政策"} <= {*vectorizer.vocabulary_}
    assert vectorizer.language_ == "chinese" and not {"了", "到"} & {*vectorizer.vocabulary_}
    parallel = ht.TextVectorizer(min_df=1, n_jobs=2)
    assert (parallel.fit_transform(TEXTS) != X).nnz == 0
    ht.save(vectorizer, tmp_path / "v.ht")
    for again in (pickle.loads(pickle.dumps(vectorizer)), ht.load(tmp_path / "v.ht")):
        assert (again.transform(TEXTS) != X).nnz == 0
    run = ht.fit_corpus(ht.Corpus.from_texts(TEXTS), (3, 2))
    table = run.apply(ht.Corpus.from_texts(TEXTS[:5]))
    assert np.diff(table.fine_shares.indptr).min() > 0


def test_what_to_install_is_said(without_library):
    assert tokenize("经济增长，市场担忧。今") == ["经济增长", "市场担忧", "今"]
    vectorizer = ht.TextVectorizer(min_df=1)
    with pytest.warns(
        ReadingWarning, match=r"120 documents .*pip install 'hiertopics\[languages\]'"
    ):
        vectorizer.fit(TEXTS)


def test_nothing_is_said_of_a_word_or_two(without_library, recwarn):
    ht.TextVectorizer(min_df=1).fit([f"boat tide w{i % 7}" for i in range(99)] + ["中文 name"])
    assert not recwarn.list
