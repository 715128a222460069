"""Languages that write no blanks between words."""

import pickle
import random
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import hiertopics as ht
from hiertopics.errors import ReadingWarning
from hiertopics.vectorizer import segmenters
from hiertopics.vectorizer.simplified import simplified
from hiertopics.vectorizer.stream import read_tokens
from hiertopics.vectorizer.tokens import Cleaning, tokenize

LIBRARIES = {"icu4py.breakers": segmenters.breaker, "rjieba": segmenters.jieba}


@pytest.fixture
def without(monkeypatch):
    """Does as if the named of the libraries were not installed."""

    def hide(*names):
        for name in names:
            monkeypatch.setitem(sys.modules, name, None)
            LIBRARIES[name].cache_clear()

    yield hide
    for library in LIBRARIES.values():
        library.cache_clear()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("经济增长，市场担忧。", "经济 增长 市场 担忧"),
        ("我们去公园散步", "我们 去 公园 散步"),
        ("公園を散歩しました", "公園 散歩"),
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


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("我每天都坐公交车上班", "我 每天 都 坐 公交车 上班"),
        ("我换了手机，在微信上付款", "我 换 了 手机 在 微信 上 付款"),
        ("这个汤太咸了，价格很高", "这个 汤 太 咸 了 价格 很 高"),
        ("奥密克戎毒株", "奥密克戎 毒株"),
        ("等了二十分钟，买三个鸡蛋", "等 了 买 鸡蛋"),
        ("我坐在圖書館，想去旅遊", "我 坐 在 圖書館 想 去 旅遊"),
        ("我也不會游泳，更不想學", "我 也 不會 游泳 更 不想 學"),
        ("他把門關了，手機也丟了", "他 把門 關 了 手機 也 丟 了"),
        ("這家餐廳的服務員很好", "這家 餐廳 的 服務員 很 好"),
        ("然後我們都坐捷運，最後走路", "然後 我們 都 坐 捷運 最後 走路"),
        ("出租车司机在地铁站等我", "出租车 司机 在 地铁站 等 我"),
        ("醫生給我開藥，我在學校讀書", "醫生 給 我 開藥 我 在 學校 讀書"),
        ("馬拉松比赛", "馬拉松 比赛"),
        ("电车に乗る", "电车 乗る"),
    ],
)
def test_words_of_chinese(text, words):
    assert tokenize(text) == words.split()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("友達と海へ行って泳ぎました", "友達 海 行く 泳ぐ"),
        ("スープが冷たかったので返した", "スープ 冷たい 返す"),
        ("試験で間違えて、先生に呼ばれた", "試験 間違える 先生 呼ぶ"),
        ("薬を飲んでも効かない", "薬 飲む 効く"),
        ("切符を買わなければならない", "切符 買う"),
        ("寝たいけど眠れない", "寝る 眠れる"),
        ("水がある。力もある。雨に降られた", "水 力 雨 降る"),
        ("楽しみにしている旅行", "楽しみ 旅行"),
        ("りんごとうどんがおいしい", "りんご うどん おいしい"),
        ("おばあちゃんのお茶碗", "おばあちゃん 茶碗"),
        ("三つの卵と二十分", "卵"),
        ("スマホとイヤホン、サッカーチーム", "スマホ イヤホン サッカー チーム"),
        ("電池の減りが早い", "電池 減る 早い"),
        ("看護師さんが改札口で待つ", "看護師 さん 改札口 待つ"),
    ],
)
def test_words_of_japanese_are_those_of_dictionaries(text, words):
    assert tokenize(text) == words.split()


@given(st.text("我們坐捷運看著名單作家後於裏囉沒有手機車門關了今天", max_size=30))
def test_traditional_characters_are_cut_as_the_simplified(text):
    plain = simplified(text)
    assert len(plain) == len(text) and simplified(plain) == plain
    assert [*map(simplified, tokenize(text))] == tokenize(plain)


def test_a_half_character_is_no_word():
    assert tokenize("今天\ud835天气") == ["今天", "天气"]


@pytest.mark.parametrize("script", ["simplified", "traditional"])
@pytest.mark.parametrize(
    ("run", "elsewhere", "words"),
    [
        ("请把手机关机", "我的手机响。手机很贵", "请 把 手机 关机"),
        ("请把手机关机", "门的把手。机关单位。机关学校", "请 把手 机关 机"),
        ("他把门关了", "车门很旧。门很旧，门太大", "他 把 门 关 了"),
        ("他把门关了", "他很好", "他 把门 关 了"),
        ("用户很多", "他用手机", "用户 很多"),
        ("还没等我上车", "", "还 没 等 我 上车"),
        ("衣服太小，放在家里", "", "衣服 太 小 放 在 家里"),
        ("太太存在", "", "太太 存在"),
        ("社会存在", "会存在", "社会存在"),
    ],
)
def test_the_corpus_decides_between_two_ways_to_cut(run, elsewhere, words, script):
    made = str.maketrans("请机关响门车贵单学户还没等单旧", "請機關響門車貴單學戶還沒等單舊")
    texts = [run, elsewhere]
    if script == "traditional":
        texts, words = [text.translate(made) for text in texts], words.translate(made)
    stream = read_tokens(texts, Cleaning())
    ids, ends = next(iter(stream))
    assert [stream.words[i] for i in ids[: ends[1]]] == words.split()


def test_ways_to_cut_are_kept_for_other_texts(tmp_path):
    texts = ["请把手机关机。"] * 9 + ["我的手机在响。"] * 9 + ["他把门关了。"] * 9
    vectorizer = ht.TextVectorizer(min_df=1, max_df=1.0)
    X = vectorizer.fit_transform(texts)
    assert {"手机", "关机"} <= {*vectorizer.vocabulary_} and "机关" not in vectorizer.vocabulary_
    parallel = ht.TextVectorizer(min_df=1, max_df=1.0, n_jobs=2)
    assert (parallel.fit_transform(texts) != X).nnz == 0
    ht.save(vectorizer, tmp_path / "v.ht")
    again = ht.load(tmp_path / "v.ht")
    assert (again.transform(texts) != X).nnz == 0
    new = again.transform(["别把手机弄丢"])[0, again.vocabulary_["手机"]]
    assert new > 0


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
    assert {"股票市场", "球队", "冠军", "税收政策"} <= {*vectorizer.vocabulary_}
    assert vectorizer.language_ == "chinese" and not {"了", "到"} & {*vectorizer.vocabulary_}
    parallel = ht.TextVectorizer(min_df=1, n_jobs=2)
    assert (parallel.fit_transform(TEXTS) != X).nnz == 0
    ht.save(vectorizer, tmp_path / "v.ht")
    for again in (pickle.loads(pickle.dumps(vectorizer)), ht.load(tmp_path / "v.ht")):
        assert (again.transform(TEXTS) != X).nnz == 0
    run = ht.fit_corpus(ht.Corpus.from_texts(TEXTS), (3, 2))
    table = run.apply(ht.Corpus.from_texts(TEXTS[:5]))
    assert np.diff(table.fine_shares.indptr).min() > 0


def test_what_to_install_is_said(without):
    without("icu4py.breakers")
    assert tokenize("経済は成長、市場は不安。今") == ["経済は成長", "市場は不安", "今"]
    texts = [f"市場は不安、経済は成長、{'春夏秋冬'[i % 4]}は長い" for i in range(120)]
    vectorizer = ht.TextVectorizer(min_df=1)
    with pytest.warns(
        ReadingWarning, match=r"120 documents .*pip install 'hiertopics\[languages\]'"
    ):
        vectorizer.fit(texts)


def test_chinese_needs_no_icu(without, recwarn):
    without("icu4py.breakers")
    assert tokenize("我坐公交车，没下雪。") == "我 坐 公交车 没 下雪".split()
    assert tokenize("我騎腳踏車。") == "我 騎 腳踏車".split()
    assert "球队" in ht.TextVectorizer(min_df=1).fit(TEXTS).vocabulary_
    assert not recwarn.list


def test_icu_cuts_chinese_without_jieba(without, recwarn):
    without("rjieba")
    assert tokenize("政府宣布税收政策") == "政府 宣布 税收 政策".split()
    assert "市场" in ht.TextVectorizer(min_df=1).fit(TEXTS).vocabulary_
    assert not recwarn.list


def test_chinese_without_libraries_is_said(without):
    without(*LIBRARIES)
    assert tokenize("我坐公交车，没下雪。") == ["我坐公交车", "没下雪"]
    with pytest.warns(ReadingWarning, match=r"pip install 'hiertopics\[languages\]'"):
        ht.TextVectorizer(min_df=1).fit(TEXTS)


def test_libraries_are_loaded_with_the_first_text_that_needs_them():
    show = "import sys; from hiertopics.vectorizer.segmenters import with_blanks as f; f({!r})"
    show += "; print({{'rjieba', 'icu4py.breakers'}} & {{*sys.modules}})"
    for text, loaded in (("boat", "set()"), ("学校", "{'rjieba'}"), ("ไทย", "{'icu4py.breakers'}")):
        code = [sys.executable, "-c", show.format(text)]
        assert subprocess.run(code, capture_output=True, text=True).stdout.strip() == loaded


def test_nothing_is_said_of_a_word_or_two(without, recwarn):
    without(*LIBRARIES)
    ht.TextVectorizer(min_df=1).fit([f"boat tide w{i % 7}" for i in range(99)] + ["中文 name"])
    assert not recwarn.list


RUNS = "我們把手機被偷了 船沒等我 龘龘厵 漁民 把手 第三天 ท่าเรือ 港口在這裡 ตอนเช้า 唔該 我在 跟她 了"


@pytest.mark.parametrize("at_a_time", [1, 5, 2**14])
def test_runs_are_cut_together_into_the_words_of_each_alone(monkeypatch, at_a_time):
    monkeypatch.setattr(segmenters, "_AT_A_TIME", at_a_time)
    runs = random.Random(at_a_time).choices(RUNS.split(), k=300)
    alone = [segmenters.with_blanks(run).split() for run in runs]
    assert segmenters.with_blanks("，".join(runs)).replace("，", " ").split() == sum(alone, [])


def test_many_short_runs_are_handed_to_a_library_at_once(monkeypatch):
    handed = []
    find = segmenters._found_by_jieba
    monkeypatch.setattr(
        segmenters, "_found_by_jieba", lambda run: handed.append(len(run)) or find(run)
    )
    segmenters.with_blanks("漁民，港口。" * 10_000)
    assert len(handed) < 10 and max(handed) < 10**5
