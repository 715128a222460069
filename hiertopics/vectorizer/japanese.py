"""Make words of Japanese of what ICU finds: verbs and adjectives in the form of dictionaries.

ICU cuts endings off (行|っ|た, 冷|たか|っ|た), and texts are full of words in Hiragana that only
serve others. A verb or an adjective that begins with a Han character becomes the form of it that
ICU has in its dictionary (行く, 冷たい), and what follows it in Hiragana goes. Of words in Hiragana
alone those stay that are followed as nouns and adjectives are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from hiertopics.vectorizer.letters import HAN

Find = Callable[[str], Iterable[str]]
"""Words of a text, in order, with all between them."""

_HIRAGANA, _HAN_RUN = re.compile("[ぁ-ゟー]+"), re.compile(f"[{HAN}]+")
# A word that ends in a Han character, and its own ending.
_HEAD = re.compile(f"(.*[{HAN}])([ぁ-ゟ]*)", re.DOTALL)
_LONGEST = 4  # Characters of Hiragana that a verb or an adjective has: 新しい, 確かめる.
_LOOKED_AT = 12  # Characters of Hiragana behind a Han character that are looked at.
_ROWS = ["かきくけこ", "がぎぐげご", "さしすせそ", "たちつてと", "なにぬねの"]
_ROWS += ["ばびぶべぼ", "まみむめも", "らりるれろ", "わいうえお"]
_AFTER_VOWEL = (
    re.compile("な[いかけく]|[れせさずん]|ねば"),
    re.compile("ま[すしせ]|た[いくがか]|ながら|つつ|そう|すぎ|や[すに]|なさい|[がはを]|に?$"),
    re.compile(""),
    re.compile("[ばるただてず]|な[いかけく]|ま[すしせ]|られ"),
    re.compile("う"),
)
_A, _I, _U, _E, _O = range(5)
_ENDINGS_OF_ADJECTIVES = re.compile("く|か[っろ]|けれ|すぎ|そう|さ")
_ENDINGS_OF_STEMS = re.compile(
    "[たてずろ]|ま[すしせ]|な[いかけく]|られ|れば|よう|させ|ながら|つつ|そう|すぎ|に?$"
)
_SHORT_LOAN = 2  # Characters of Katakana; words of so few are rare.
_LONG_WORD = 20  # Characters; to join more would take time quadratic in them.
# Verbs whose stem is one Han character.
_SHORT = frozenset("見寝出来着似得経煮")
# What contracts before て and た, and the syllables it may come from, the likeliest first.
_CONTRACTED = {"っ": ("[たてち]", "るうつ"), "ん": ("[だで]", "むぶぬ")}
_CONTRACTED |= {"い": ("[たてだで]", "くぐ"), "し": ("[たてち]", "す")}
_AFTER_NOUN = frozenset(
    "を が は の に も で と や へ か です だ だっ でし から まで など より には では とは".split()
)
_AFTER_SHORT_NOUN = frozenset(("を", "が"))
_NUMERAL = re.compile(
    "[一二三四五六七八九十百千万億兆何数半〇]+[分時日年月週人個つ本回円枚度歳杯冊匹台番階秒点名]?"
)
_COUNTERS = frozenset(
    "分 時 日 年 月 週 人 個 つ 本 回 円 枚 度 歳 杯 冊 匹 台 番 階 秒 点 名 時間 日間 年間 週間 "
    "日前 年前 年生 番目".split()
)
_SUFFIXES = frozenset(
    "屋口券道人語員店駅線室所費代品料書表力法家者師場性化率館庁署市省県町村区国島山川橋寺湖部課長官"
    "機器車船院校園祭展賞税金権病薬食肉酒茶式型系用界業学"
)


def words(cut: Sequence[str], find: Find) -> list[str]:
    """Words of a text that ICU, which is `find`, has cut; what is between words comes as it is."""
    cut = _with_whole_loans(cut)
    is_kana = [*map(_is_hiragana, cut), False, False]
    made: list[str] = []
    place, last, n_cut = 0, "", len(cut)
    is_name = False
    while place < n_cut:
        word, n_used = cut[place], 1
        if is_kana[place]:
            word, n_used = _in_hiragana(cut, is_kana, place, find)
        elif "\u2e80" < word[0]:
            word, n_used = _in_han(cut, is_kana, place, find)
        is_name = (
            word in _SUFFIXES
            and 1 < len(last) < _LONG_WORD
            and (is_name or _HAN_RUN.fullmatch(last) is not None)
        )
        if is_name:
            made[-1] = word = last + word
        elif word in _COUNTERS and _NUMERAL.fullmatch(last) or _NUMERAL.fullmatch(word):
            made.append(" ")
        else:
            made.append(word)
        last = word
        place += n_used
    return made


def _with_whole_loans(cut: Sequence[str]) -> list[str]:
    """What was cut, without the short ends that ICU cuts off new loans: スマ|ホ, イヤ|ホン."""
    made: list[str] = []
    for word in cut:
        last = made[-1] if made else ""
        is_loan = "ァ" <= word[0] <= "ー" and "ァ" <= last[:1] <= "ー"
        if is_loan and min(len(word), len(last)) <= _SHORT_LOAN and len(last) < _LONG_WORD:
            made[-1] += word
        else:
            made.append(word)
    return made


def _is_hiragana(word: str) -> bool:
    return "ぁ" <= word[0] <= "ゟ" and _HIRAGANA.fullmatch(word) is not None


def _in_han(cut: Sequence[str], is_kana: Sequence[bool], place: int, find: Find) -> tuple[str, int]:
    """The word that begins at a place of what was cut, and how much of that it takes."""
    # 間|違|え|た: verbs of two Han characters are cut between them.
    most = 2 if len(cut[place]) == 1 and _HAN_RUN.fullmatch(cut[place]) else 1
    for n_heads in range(most, 0, -1):
        after = place + n_heads
        parts = cut[place:after]
        if not is_kana[after] and not "ぁ" <= parts[-1][-1] <= "ゟ":
            continue
        head = _HEAD.fullmatch("".join(parts)) if not is_kana[after - 1] else None
        if head is None:
            continue
        while is_kana[after] and after < place + _LOOKED_AT:
            after += 1
        kana = head[2] + "".join(cut[place + n_heads : after])
        form = _dictionary_form(head[1], kana[:_LOOKED_AT], find) if kana else None
        if form:
            while is_kana[after]:
                after += 1
            return form, after - place
    return cut[place], 1


def _in_hiragana(
    cut: Sequence[str], is_kana: Sequence[bool], place: int, find: Find
) -> tuple[str, int]:
    """The same of a word in Hiragana; a blank for one that serves others."""
    word, n_used = cut[place], 1
    if word in ("お", "ご") and is_kana[place + 1] and len(cut[place + 1]) > 1:
        word, n_used = word + cut[place + 1], 2
    is_followed = is_kana[place + n_used]
    follower = cut[place + n_used] if is_followed else ""
    if is_followed and word.endswith("し") and _ENDINGS_OF_ADJECTIVES.match(follower):
        adjective = f"{word}い"
        if _is_word(adjective, find):
            return adjective, n_used
    if len(word) > 2:
        is_noun = not is_followed or follower in _AFTER_NOUN
    else:
        is_noun = len(word) == 2 and follower in _AFTER_SHORT_NOUN
    return (word if is_noun else " "), n_used


@lru_cache(2**16)
def _dictionary_form(head: str, kana: str, find: Find) -> str | None:
    """The form in dictionaries of a verb or adjective that begins so, None for other words."""
    lengths = range(min(len(kana), _LONGEST) + 1)
    for length in reversed(lengths[1:]):
        form, ending = head + kana[:length], kana[length:]
        if kana[length - 1] == "い" and ending and _AFTER_VOWEL[_I].match(ending):
            continue  # 買い|ます
        if kana[length - 1] in "うくぐすつぬぶむるい" and _is_word(form, find):
            return form
    for candidates in (_likely, _less_likely):
        for length in lengths:
            for form in candidates(head + kana[:length], kana[length:]):
                if _is_word(form, find):
                    return form
    return None


def _likely(stem: str, ending: str):
    if _ENDINGS_OF_ADJECTIVES.match(ending):
        yield f"{stem}い"
    if _ENDINGS_OF_STEMS.match(ending) and (_HIRAGANA.fullmatch(stem[-1]) or stem in _SHORT):
        yield f"{stem}る"
    if ending[:1] in _CONTRACTED:
        follower, syllables = _CONTRACTED[ending[0]]
        if re.match(follower, ending[1:]):
            yield from (stem + syllable for syllable in ("く" * stem.endswith("行") or syllables))
    yield from _by_row(stem, ending, (_A, _I, _O))


def _less_likely(stem: str, ending: str):
    yield from _by_row(stem, ending, (_E,))


def _by_row(stem: str, ending: str, vowels: Iterable[int]):
    for row in _ROWS:
        vowel = row.find(ending[:1]) if ending else -1
        if vowel in vowels and _AFTER_VOWEL[vowel].match(ending[1:]):
            yield stem + row[_U]


@lru_cache(2**16)
def _is_word(word: str, find: Find) -> bool:
    return len([*find(word)]) == 1
