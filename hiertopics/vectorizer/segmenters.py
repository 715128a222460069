"""Cut texts of languages without blanks into words: Chinese, Japanese, Thai, Lao, Khmer, Burmese.

ICU has dictionaries for all of them. It lacks many everyday words of Chinese (公交车, 链接), which
jieba has in simplified characters, and takes words with a function word (也不會, 關了) for one. So
jieba cuts Chinese where it is installed, traditional characters as if they were simplified. What
ICU finds of Japanese is mended by `japanese`.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from hiertopics.errors import ReadingWarning
from hiertopics.vectorizer import japanese
from hiertopics.vectorizer.codes import CUT, WAYS, words_of
from hiertopics.vectorizer.letters import HAN
from hiertopics.vectorizer.simplified import simplified
from hiertopics.vectorizer.stop_words import stop_words

if TYPE_CHECKING:
    from hiertopics.vectorizer.counts import AnyCounts

# Without the digits of these scripts.
_KANA_LETTERS = "ぁ-ゟ゠-ヿㇰ-ㇿ"
_OTHER_LETTERS = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ecd\u0edc-\u0edf\u1000-\u103f\u1050-\u108f\u1780-\u17dd"
)
_FEW = 0.05  # Of the documents, of which nothing is said.
UNSPACED = re.compile(f"[{HAN}{_KANA_LETTERS}{_OTHER_LETTERS}]+")
"""A run of characters without blanks between words."""
_HAN_RUN, _OTHER_RUN = re.compile(f"[{HAN}]+"), re.compile(f"[{_OTHER_LETTERS}]+")
_KANA = re.compile(f"[{_KANA_LETTERS}]")
# Characters that are mostly function words where a word of jieba's begins with them, or verbs end
# before them; words that they are part of.
_OPENING, _AFTER_VERBS = frozenset("把被没我你他她用太很让给跟"), frozenset("了在")
_WHOLE = frozenset(
    "存在 内在 外在 潜在 自在 健在 所在 旨在 太太 太后 太极 太行 太和 用地 被套".split()
)
_AT_A_TIME = 2**14  # Characters that are cut together.
_FAR = 8  # Characters that are looked at for another way.
_NUMERALS = frozenset("第一二三四五六七八九十百千万亿零两几半数")


@cache
def breaker():
    """The class of ICU that finds the words of a run, or None where icu4py is not installed."""
    try:
        # Imported here: it loads 30 MB, and most corpora never need it.
        from icu4py.breakers import WordBreaker
    except ImportError:
        return None
    return WordBreaker


@cache
def jieba():
    """The module rjieba, or None where it is not installed."""
    try:
        # Imported here: it reads its dictionary, which takes .3 s.
        import rjieba
    except ImportError:
        return None
    return rjieba


def with_blanks(text: str) -> str:
    """Text with a blank on both sides of each word of these languages.

    Without the libraries, all that is between marks, blanks and other letters is taken for a word.
    """
    if _KANA.search(text) is None:
        return _divided(_divided(text, _HAN_RUN), _OTHER_RUN)
    if breaker() is None:
        return UNSPACED.sub(r" \g<0> ", text)
    # ICU takes no half characters.
    found = found_by_icu(text.encode("utf-8", "replace").decode("utf-8"))
    words = japanese.words(found, found_by_icu)
    return "".join([f" {word} " if UNSPACED.match(word) else word for word in words])


def _divided(text: str, runs: re.Pattern) -> str:
    """Text with a blank on both sides of each word of these runs, none of which has kana."""
    parts: list[str] = []
    start = 0
    while start < len(text):
        rest = runs.match(text, start + _AT_A_TIME)
        end = rest.end() if rest else start + _AT_A_TIME
        parts.append(_divided_together(text[start:end], runs))
        start = end
    return "".join(parts)


def _divided_together(text: str, runs: re.Pattern) -> str:
    """Text as `_divided` gives it, the runs that the same library cuts handed to it together.

    To call it takes as long as to cut several words.
    """
    together: dict[Callable | None, list[str]] = {}
    found = runs.findall(text)
    whole = _finder("".join(found)) if runs is _HAN_RUN and found else None
    finders = []
    for run in found:
        find = None if len(run) == 1 else whole if whole is _found_by_jieba else _finder(run)
        finders.append(find)
        together.setdefault(find, []).append(run)
    words = {
        find: iter(own if find is None else " ".join(find("\n".join(own))).split("\n"))
        for find, own in together.items()
    }
    each = iter(finders)
    return runs.sub(lambda _: f" {next(words[next(each)]).strip()} ", text)


def _finder(run: str) -> Callable[[str], list[str]] | None:
    """What finds the words of a run without kana; None if its library is not installed."""
    if _is_chinese(run) and jieba() is not None:
        return _found_by_jieba
    return None if breaker() is None else _found_by_both


def _is_chinese(run: str) -> bool:
    """Whether a run is of Han characters that all have simplified ones in the Chinese standard."""
    if _HAN_RUN.fullmatch(run) is None:
        return False
    try:
        simplified(run).encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _found_by_both(run: str) -> list[str]:
    """Words that ICU finds; jieba cuts those it may know (我在) once more."""
    words = []
    for word in found_by_icu(run):
        is_known = len(word) > 1 and _is_chinese(word) and jieba() is not None
        words += _found_by_jieba(word) if is_known else [word]
    return words


def _found_by_jieba(run: str) -> list[str]:
    """Words of Chinese that jieba finds, without numerals and what they count (三天).

    A hidden Markov model joins characters to words that are not in its dictionary. It is right of
    new words (微信) and wrong where a character is a function word (改了).
    """
    plain = simplified(run)
    listed = iter(jieba().tag(plain, hmm=False))
    function_words = stop_words("chinese")
    spans, end = [], 0
    for word in jieba().cut(plain, hmm=True):
        parts, missing = [], len(word)
        while missing:
            parts.append(next(listed))
            missing -= len(parts[-1][0])
        if len(parts) > 1 and function_words.isdisjoint(part for part, _ in parts):
            parts = [(word, "")]
        for part, role in parts:
            start, end = end, end + len(part)
            if role != "m" or part[0] not in _NUMERALS:
                spans.append((start, end))
    return _with_second_ways(run, plain, spans)


def _with_second_ways(run: str, plain: str, spans: list[tuple[int, int]]) -> list[str]:
    """Words of a run, and both ways to cut it where a word begins with a function word.

    把手 may be a word, or 把 and the beginning of 手机; 没等我 is none. `plain` is the run in
    simplified characters.
    """
    function_words = stop_words("chinese")
    words, done = [], 0
    for number, (start, end) in enumerate(spans):
        if start < done:
            continue
        first, last = plain[start], plain[end - 1]
        if end - start == 1 or (first not in _OPENING and last not in _AFTER_VERBS):
            words.append(run[start:end])
        elif (word := plain[start:end]) in function_words or word in _WHOLE:
            words.append(run[start:end])
        elif last in _AFTER_VERBS and end - start < 4:
            words += [run[start : end - 1], run[end - 1 : end]]
        elif first in _OPENING and (cuts := _without_opening(plain, spans[number : number + _FAR])):
            done = cuts[-1]
            one = [run[a:b] for a, b in spans[number : number + _FAR] if b <= done]
            other = [run[a:b] for a, b in pairwise(cuts)]
            is_clear = function_words.issuperset(simplified(part) for part in other)
            words += other if is_clear else [f"{CUT.join(one)}{WAYS}{CUT.join(other)}"]
        else:
            words.append(run[start:end])
    return words


def _without_opening(plain: str, spans: list[tuple[int, int]]) -> list[int]:
    """Bounds of words if the first character is one, until an end of `spans`; none if none is."""
    start, ends = spans[0][0], [end for _, end in spans]
    cuts = [start, start + 1]
    for part in jieba().cut(plain[start + 1 : start + 1 + _FAR], hmm=False):
        cuts.append(cuts[-1] + len(part))
        if cuts[-1] == start + 1 + _FAR and plain[cuts[-1] : cuts[-1] + 1].strip():
            return []  # The word may go on.
        if cuts[-1] in ends:
            return cuts
    return []


def is_first_way(token: str, times: Callable[[str], int]) -> bool:
    """Whether words of the first of two ways to cut a run are more at home in a corpus.

    Function words do not count, and `times` says how often others occur. Where nothing tells, a
    single word stays, and several give way to the second way.
    """
    function_words = stop_words("chinese")
    first, second = (
        [part for part in words_of(token, is_first) if part not in function_words]
        for is_first in (True, False)
    )
    is_one = CUT not in token.split(WAYS)[0]
    mean_first, mean_second = (
        np.mean([np.log(times(part) + 0.5) for part in way]) for way in (first or second, second)
    )
    return bool(mean_first > mean_second or (is_one and mean_first == mean_second))


def found_by_icu(text: str) -> list[str]:
    """Words of a text that ICU finds, in order, and what is between them."""
    return [*breaker()(text, "en")]


def is_clause(word: str) -> bool:
    """Whether a word may be a clause that is not cut, for want of a library."""
    return len(word) > 1 and UNSPACED.match(word) is not None and _finder(word) is None


def warn_of_clauses(words: Sequence[str], counts: AnyCounts) -> None:
    """Warn where words of many documents are clauses, for want of a library.

    The words are those of the columns of `counts` (n_docs, n_words).
    """
    runs = [i for i, word in enumerate(words) if not word.isascii() and is_clause(word)]
    if not runs:
        return
    # Imported here: it loads scipy, which splitting a text does without.
    from hiertopics.vectorizer.counts import row_blocks

    is_run = np.zeros(len(words), np.int32)
    is_run[runs] = 1
    n_docs = sum(np.count_nonzero(rows @ is_run) for rows in row_blocks(counts))
    if n_docs > _FEW * counts.shape[0]:
        warnings.warn(
            f"{n_docs:,} documents are written without blanks between words, and their clauses are "
            "taken for words; pip install 'hiertopics[languages]' installs what divides them",
            ReadingWarning,
            stacklevel=4,
        )
