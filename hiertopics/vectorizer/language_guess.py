"""Guess the language of each document, from the counts of its words. Offline.

Half of what people write is function words, and most of these belong to one language or two: the
lists of stop words, which are here anyway, tell languages apart. Endings and letters help where
there are few of them, as in titles.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain

import numpy as np
from scipy import sparse

from hiertopics.vectorizer.counts import AnyCounts, column_sums, ends_of, row_blocks
from hiertopics.vectorizer.language import LANGUAGES, OTHER_LETTERS
from hiertopics.vectorizer.stop_words import stop_words

# With less evidence per token a text is no prose of any language known here.
_LEAST_SHARE = 0.06
_MARGIN = 1.05  # By how much the best language must beat the second.
_SPELLING_WEIGHT = 0.5  # Of a stop word's: names and loans keep their spelling.
_FEWEST_TOKENS = 20  # A handful of words can be of any language.

# A language that has nearly all of its evidence from two words has it from names or codes that look
# like its stop words, as http-nio in the lines of a program, if they are many of the tokens.
_MOST_OF_TWO, _MANY, _FEWEST_WORDS = 0.75, 0.02, 20

# A few titles in another language are mistakes of the guess.
_LEAST_DOCUMENTS, _FEWEST_DOCUMENTS = 0.05, 3

UNKNOWN = "unknown"

# Frequent words of languages without a list, so that these are not taken for their neighbours.
# In this order: Serbian and Croatian, Slovene, Macedonian, Belarusian, Slavic in Cyrillic script,
# the Baltics, Albanian, Basque, Galician, Asturian, Occitan, Esperanto, Latin, Irish, Welsh,
# Icelandic, Afrikaans, Kurdish, Tagalog, Marathi, Nepali, Yiddish.
_OTHERS = """
koji koja koje nije ili kako što iz biti jer kao smo gdje gde jeste ki ne bi še tudi lahko ali kot
če ker pri samo со ќе што сум се беше тоа од ги дека во има или што гэта ці каб толькі як было ён
яна није који која које као јер ning või kui seda mis see pole saab ja ir yra kad iš su tik būti
kaip un uz ar ka lai vai nav tiek dhe në të është një nga që me eta da ez bat dira du edo hau dute
izan unha ao non máis polo pola coa cando moi dun dunha nunha pue nun esti aqueste aquò dins amb
lo kaj estas ne por kun aŭ et in est non ad ut cum sed quod esse ab atque sunt qui hoc enim agus
an na ar is ní go le bhí yn mae ei wedi bod og að er sem ekki nie vir hierdie hulle jy dié deur bo
û li ji ku ang ng mga sa ay hindi ito आहे आहेत आणि नाही होते
किंवा साठी करा म्हणून गर्न गर्नुहोस् छैन लागि पनि भएको हुन्छ यो איז און דער האט פון צו ניט אויף
"""
_RANGE = re.compile("(.)(?:-(.))?")
# Han characters alone may be either, but there is no Japanese prose without kana.
_SELDOM = {"japanese": 0.75}


def language_weights(words: Sequence[str]) -> tuple[tuple[str, ...], sparse.csr_array]:
    """Languages, and the evidence (n_words, n_languages) that words give for each.

    The evidence is that of one occurrence of a word, in lower case as `tokenize` gives it. A stop
    word of n languages gives each of them 1 / n. Other words give half as much: divided among the
    languages that have their ending or, for want of one, all of their letters, if these are more
    than a to z. Names are those of languages that there are stop words for, in alphabetical order;
    last comes "unknown", for words of other languages. No row of the CSR matrix has a sum above 1.
    """
    names = (*LANGUAGES, UNKNOWN)
    listed, endings = _languages_of_stop_words(), _languages_of_endings()
    found = [
        listed.get(word)
        or (_by_ending(word, endings[last]) if (last := word[-2:]) in endings else ())
        for word in words
    ]
    n_found = np.fromiter(map(len, found), np.intp, len(words))
    is_listed = np.fromiter(map(listed.__contains__, words), bool, len(words))
    shares = np.where(is_listed, 1, _SPELLING_WEIGHT) / np.maximum(n_found, 1)
    columns = np.fromiter(chain.from_iterable(found), np.intp, n_found.sum())
    parts = np.repeat(shares, n_found), columns, ends_of(n_found)
    by_word = sparse.csr_array(parts, shape=(len(words), len(names)))
    # Letters of ASCII are those of all languages.
    spelled = np.flatnonzero(n_found == 0)
    spelled = spelled[[not words[i].isascii() for i in spelled.tolist()]]
    by_letters = _SPELLING_WEIGHT * _shares_of_letters([words[i] for i in spelled.tolist()])
    return names, (by_word + _in_rows(by_letters, spelled, len(words))).tocsr()


def guess_language(counts: AnyCounts, words: Sequence[str]) -> tuple[str | None, dict[str, int]]:
    """Language of all documents taken together, or None, and how many documents are in which.

    None is for too little evidence, or as much for another. The numbers are in falling order;
    documents without evidence are "unknown". `counts` (n_docs, n_words) are occurrences of `words`,
    lower case as `tokenize` gives them.
    """
    names = (*LANGUAGES, UNKNOWN)
    total, n_total = np.zeros((1, len(names))), np.zeros(1)
    n_docs: Counter[str] = Counter()
    for evidence, n_tokens in _evidence(counts, words):
        total += evidence.sum(axis=0)
        n_total += n_tokens.sum()
        n_docs.update(name or UNKNOWN for name in _decided(names, evidence, n_tokens))
    language = _decided(names, total, n_total)[0]
    return language, dict(sorted(n_docs.items(), key=lambda item: (-item[1], item[0])))


def document_languages(counts: AnyCounts, words: Sequence[str]) -> list[str]:
    """Language of each document, "unknown" without evidence; arguments as of `guess_language`."""
    names = (*LANGUAGES, UNKNOWN)
    return [
        name or UNKNOWN
        for evidence, n_tokens in _evidence(counts, words)
        for name in _decided(names, evidence, n_tokens)
    ]


def _evidence(counts: AnyCounts, words: Sequence[str]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Evidence for each language (n_docs, n_languages) and tokens of some documents at a time."""
    _, weights = language_weights(words)
    weights = _without_lone_words(weights, column_sums(counts).astype(float))
    for block in row_blocks(counts):  # Whole, the evidence would take 272 bytes a document.
        yield (block @ weights).toarray(), np.asarray(block.sum(axis=1), float).ravel()


def _without_lone_words(weights: sparse.csr_array, n_of_word: np.ndarray) -> sparse.csr_array:
    """Weights of words, none for the two words that nearly all evidence for a language is of.

    They stay where no other language has more evidence by the rest of its words.
    """
    if np.count_nonzero(n_of_word) < _FEWEST_WORDS:
        return weights
    by_language = weights.tocsc()
    tops, two, rest = [], [], []
    for start, end in zip(by_language.indptr[:-1], by_language.indptr[1:], strict=True):
        evidence = by_language.data[start:end] * n_of_word[by_language.indices[start:end]]
        top = np.argsort(-evidence, kind="stable")[:2]
        tops.append(start + top)
        two.append(evidence[top].sum())
        rest.append(evidence.sum() - two[-1])
    many = _MANY * n_of_word.sum()
    if max(rest) <= many:
        return weights
    lone = [
        top
        for top, of_two, of_rest in zip(tops, two, rest, strict=True)
        if of_two > many and of_two * (1 - _MOST_OF_TWO) > of_rest * _MOST_OF_TWO
        if 2 * of_rest < max(rest)
    ]
    for top in lone:
        by_language.data[top] = 0.0
    return by_language.tocsr() if lone else weights


def mixed_languages(n_docs_of: Mapping[str, int]) -> dict[str, int]:
    """Languages of a corpus of several, those that a twentieth of the documents are in.

    The numbers of documents are those of `guess_language`; empty for a corpus of one language.
    """
    least = max(_FEWEST_DOCUMENTS, _LEAST_DOCUMENTS * sum(n_docs_of.values()))
    found = {name: n for name, n in n_docs_of.items() if name != UNKNOWN and n >= least}
    return found if len(found) > 1 else {}


def corpus_languages(
    counts: AnyCounts, words: Sequence[str]
) -> tuple[str, list[str], dict[str, int]]:
    """Language of a corpus, all that a tenth of its documents are in, and documents per language.

    The language is English where there is no evidence, and the first of the list. For `counts` and
    the numbers see `guess_language`.
    """
    guess, n_docs_of = guess_language(counts, [word.lower() for word in words])
    if guess is None or column_sums(counts).sum() < _FEWEST_TOKENS:
        return "english", ["english"], n_docs_of
    least = 0.1 * counts.shape[0]
    others = [name for name, n in n_docs_of.items() if n >= least and name not in (guess, UNKNOWN)]
    return guess, [guess, *others], n_docs_of


def _decided(names, evidence: np.ndarray, n_tokens: np.ndarray) -> list[str | None]:
    second, best = np.partition(evidence, -2, axis=1)[:, -2:].T
    winners = evidence.argmax(axis=1)
    is_clear = (best > 0) & (best >= _LEAST_SHARE * n_tokens) & (best >= _MARGIN * second)
    is_clear &= winners != names.index(UNKNOWN)
    return [
        names[winner] if clear else None for winner, clear in zip(winners, is_clear, strict=True)
    ]


@cache
def _languages_of_stop_words() -> dict[str, list[int]]:
    return _inverted([*map(stop_words, LANGUAGES), _OTHERS.split()])


@cache
def _languages_of_endings() -> dict[str, list[tuple[str, list[int]]]]:
    """Endings by their last two letters, so that few need a try; the longest first."""
    languages = _inverted([language.endings.split() for language in LANGUAGES.values()])
    by_last: dict[str, list[tuple[str, list[int]]]] = {}
    for ending in sorted(languages, key=len, reverse=True):
        by_last.setdefault(ending[-2:], []).append((ending, languages[ending]))
    return by_last


def _inverted(lists: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    """Numbers of the lists that each string is in."""
    numbers: dict[str, list[int]] = {}
    for number, strings in enumerate(lists):
        for string in set(strings):
            numbers.setdefault(string, []).append(number)
    return numbers


def _by_ending(word: str, endings: list[tuple[str, list[int]]]) -> Sequence[int]:
    for ending, languages in endings:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return languages
    return ()


def _in_rows(matrix: sparse.csr_array, rows: np.ndarray, n_rows: int) -> sparse.csr_array:
    """A matrix with its rows at other places, in rising order, among empty ones."""
    lengths = np.zeros(n_rows, np.intp)
    lengths[rows] = np.diff(matrix.indptr)
    parts = matrix.data, matrix.indices, ends_of(lengths)
    return sparse.csr_array(parts, shape=(n_rows, matrix.shape[1]))


def _shares_of_letters(words: Sequence[str]) -> sparse.csr_array:
    """One shared out, for each word, among the languages that have all of its letters."""
    names = (*LANGUAGES, UNKNOWN)
    # A line end after each word, so that none is without a character.
    characters = "".join(f"{word}\n" for word in words).encode("utf-32-le", "surrogatepass")
    lengths = np.fromiter(map(len, words), np.intp, len(words)) + 1
    starts = np.cumsum(lengths) - lengths
    masks = _masks_of_letters()[np.frombuffer(characters, np.uint32)]
    masks = np.bitwise_and.reduceat(masks, starts) if len(words) else masks
    # Letters that no language here has together.
    masks[masks == 0] = 1 << names.index(UNKNOWN)
    distinct, numbers = np.unique(masks, return_inverse=True)
    spelled = (distinct[:, None] >> np.arange(len(names)) & 1) * [_SELDOM.get(n, 1) for n in names]
    spelled[distinct == -1] = 0
    shares = spelled / np.maximum(spelled.sum(axis=1, keepdims=True), 0.5)
    return sparse.csr_array(shares)[numbers]


@cache
def _masks_of_letters() -> np.ndarray:
    """Languages that have each character of Unicode in their alphabet, one bit for each."""
    masks = np.zeros(0x110000, np.int64)
    masks[:0x80] = -1
    alphabets = [*(language.letters for language in LANGUAGES.values()), OTHER_LETTERS]
    for number, letters in enumerate(alphabets):
        for first, last in _RANGE.findall(letters):
            masks[ord(first) : ord(last or first) + 1] |= 1 << number
    return masks
