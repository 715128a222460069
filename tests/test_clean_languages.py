"""Trees of texts in many languages show words: no stop word, no mark, no half of a word."""

import re
import unicodedata

import pytest
from support.everyday import TEXTS
from support.themes import SUBJECTS, documents, whole_words

import hiertopics as ht
from hiertopics.vectorizer import letters
from hiertopics.vectorizer.simplified import simplified
from hiertopics.vectorizer.stop_words import stop_words


@pytest.mark.parametrize("language", SUBJECTS)
def test_trees_show_whole_words_of_the_subjects(language):
    corpus = ht.Corpus.from_texts(documents(language))
    run = ht.fit_corpus(corpus, (5, 2))
    assert run.vectorizer.language_ == language
    shown = {word for node in run.tree for words, _ in node.words for word in words.split()}
    terms = {word for term in run.vectorizer.vocabulary_ for word in term.split()}
    assert len(shown) >= 20
    assert not shown & stop_words(language)
    assert not shown - terms
    for word in shown:
        assert all(unicodedata.category(char)[0] in "LM" for char in word), word
    assert not shown - whole_words(language), "halves of words, or two in one"


# Words without a subject that these texts have, and halves of words.
UNWANTED = {
    "german": "hieß lass gesagt braucht brauchst ungefähr zwanzig nächste bisschen gern gibt's",
    "turkish": "da ya istanbul'da ankara'ya türkiye'nin giden gerekiyor söyledi istedi lazım bence",
    "polish": "żeby trzeba chcesz możesz powinienem powiedział wczoraj dwadzieścia inaczej",
    "chinese": "公 交 钟 自行 出租 单程 都坐 就把 先把 我在 我想 换了 不知道 觉得 先 去 概要 二十"
    " 把手 机关 没等我",
    "japanese": "行っ 食べ 食べら 買わ 冷たか 変わっ てく しま した にし きだ 二十 三つ くらい",
    "arabic": "أن إننا منذ هل بذلك بأي ولذلك وعندي لما يجب ينبغي كثيرا تقريبا عشرين أُلغي ال",
    "hindi": "में है जबकि मुझसे थोड़ा ज़्यादा सिर्फ़ जाना चाहिए लगता पड़ता लीजिए बताया कर",
}
WANTED = {
    "german": "straßenbahn fahrschein kuchen suppe apotheke tabletten prüfung schüler ausgang",
    "turkish": "istanbul ankara türkiye otobüs tren metro çorba doktor ilaç sınavı ızgara",
    "polish": "tramwaj bilet autobus zupa kelner lekarza gardło uczniowie egzamin śnieg",
    "chinese": "公交车 出租车 自行车 地铁 西红柿 红烧肉 服务员 医院 手机 补习班 考试 期末考试 手机",
    "japanese": "電車 切符 乗る 行列 冷たい 食べる 間違える 乗り遅れる 薬 看護師 定期券 寿司屋",
    "arabic": "الحافلة القطار الكعكة الحساء الطبيب المستشفى الامتحان الطلاب ألغي",
    "hindi": "बस ट्रेन टिकट टमाटर दवा दर्द परीक्षा गणित",
}


@pytest.mark.parametrize("language", TEXTS)
def test_everyday_texts_give_words_that_say_what_they_are_about(language):
    texts = [text for text in TEXTS[language].splitlines() if text]
    terms = set(ht.TextVectorizer(phrases=False).fit(texts).vocabulary_)
    assert terms & set(UNWANTED[language].split()) == set()
    assert set(WANTED[language].split()) - terms == set()
    for word in terms:
        assert all(unicodedata.category(char)[0] in "LM" for char in word), word
    if language not in ("chinese", "japanese"):
        whole = set(letters.lower(_without_marks(TEXTS[language]), language == "turkish").split())
        assert terms - whole == set(), "halves of words"


TRADITIONAL = """
我把手機放在桌子上，回來就不見了。
請把手機關機，不要影響別人。
還沒等我上車，司機就把門關了。
昨天公車又晚了二十分鐘，捷運站裡人很多。
我也不會騎腳踏車，更不想學。
這家餐廳的服務員態度很差，湯也太鹹了。
先用油炒洋蔥，再放鹽和番茄。
奶奶包的水餃是我吃過最好吃的。
妹妹把錢包弄丟了，媽媽很生氣。
醫生讓我多睡覺，少喝咖啡。
我嗓子疼了三天，還沒去看醫生。
他的手機沒電了，在學校裡不能充電。
老師說考試的時候不能用字典。
我兒子今年上小學，他已經很期待了。
外面的雨下得很大，我們都沒帶雨傘。
週末我們去菜市場買新鮮的蔬菜和水果。
"""


def test_traditional_chinese_gives_the_words_of_the_simplified():
    texts = TRADITIONAL.split()
    terms = set(ht.TextVectorizer(phrases=False, min_df=1).fit(texts).vocabulary_)
    unwanted = (
        "把 把手 機關 機 沒等我 關了 丟了 不見 也不 不會 想學 這家 務員 員 太鹹 說 還沒 裡 都 沒帶"
    )
    wanted = "手機 關機 公車 捷運 腳踏車 餐廳 服務員 番茄 水餃 錢包 醫生 考試 小學 雨傘 菜市場"
    assert terms & set(unwanted.split()) == set()
    assert set(wanted.split()) - terms == set()
    same = ht.TextVectorizer(phrases=False, min_df=1).fit([simplified(text) for text in texts])
    assert {simplified(term) for term in terms} == set(same.vocabulary_)


def _without_marks(text):
    """Text of nothing but letters and blanks; what is behind an apostrophe goes, and a damma."""
    text = re.sub(r"'\w+", "", text.replace("\u064f", ""))
    return "".join(char if unicodedata.category(char)[0] in "LM" else " " for char in text)
