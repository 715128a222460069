"""How the cells of a column read: as prose, as names, as classes, as keys."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from hiertopics.corpus.tables.cells import cell_text
from hiertopics.corpus.tables.no_answers import no_answers
from hiertopics.corpus.tables.surveys import are_choices
from hiertopics.missing import SPELLINGS, is_missing_cell

READ_ROWS = 1000
"""Rows of a table that are read."""

_READ_CELLS = 100_000  # of all columns together, but ten rows at least
_LONGEST_READ = 600  # characters of a cell
_READ = 200  # different cells
_NO_WORD = re.compile(r"[\d_@/\\=<>{}|#]")
_LETTER = re.compile(r"[^\W\d_]")
# Chinese, Japanese, Thai, Lao, Khmer and Burmese have no blanks between words of about two signs.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_LONGEST_NAME = 4  # words, as Maria del Carmen Ruiz
_LESS_THAN_A_WORD = 0.05  # codes and numbers, so that a text of nothing else is one
_LONGEST_ID = 200
_NAMES = 0.8  # of a column's cells, for it to read like names


class ColumnReading(NamedTuple):
    """How the cells of one column read, from a sample of its rows.

    `filled` is the share of rows that have a value, `distinct` the share of different values among
    those, `words` the mean number of words of a cell that has a value, `names` the share of cells
    that could be names of persons, `length` the greatest number of characters, `is_text`
    whether any is text, and `is_choices` whether they are lists of the same few choices. `weight`
    says how much the column reads like text: words a row, those of repeated cells once, times the
    logarithm of how many different words there are.
    """

    n_rows: int
    n_filled: int
    n_distinct: int
    words: float
    names: float
    length: int
    is_text: bool
    is_choices: bool
    weight: float

    @property
    def filled(self) -> float:
        """Share of the rows that have a value."""
        return self.n_filled / self.n_rows

    @property
    def distinct(self) -> float:
        """Share of different values among those that are there."""
        return self.n_distinct / max(self.n_filled, 1)

    @property
    def counted(self) -> str:
        """How many different values are in how many rows, in words."""
        values = "value" if self.n_distinct == 1 else "values"
        rows = "row" if self.n_filled == 1 else "rows"
        return f"{self.n_distinct:,} different {values} in {self.n_filled:,} {rows}"

    @property
    def is_names(self) -> bool:
        """Whether it reads like names of persons or places."""
        return self.names >= _NAMES

    @property
    def is_prose(self) -> bool:
        """Whether it reads like sentences: several words a cell, most cells unlike the others."""
        is_plain = not self.is_names and not self.is_choices
        return self.words >= 4 and self.distinct >= 0.5 and is_plain

    @property
    def is_titles(self) -> bool:
        """Whether it reads like titles: a word or more, seldom the same."""
        many = self.n_distinct >= 20 and self.words >= 3  # subjects come again with each answer
        return 1 <= self.words <= 30 and (self.distinct >= 0.5 or self.n_filled < 10 or many)

    @property
    def is_classes(self) -> bool:
        """Whether it reads like classes: few values that come again, each short."""
        few_rows = self.n_filled < 10
        repeats = few_rows or self.n_distinct <= 0.8 * self.n_filled
        return bool(self.n_filled) and repeats and self.words <= 12

    @property
    def is_key(self) -> bool:
        """Whether it reads like names of rows: each another, none long."""
        return bool(self.n_filled) and self.distinct >= 0.9 and self.length <= _LONGEST_ID


def read_columns(rows: Sequence[Mapping], names: Sequence[str]) -> dict[str, ColumnReading]:
    """How each column reads, by rows from all over those that are given."""
    most = min(READ_ROWS, max(10, _READ_CELLS // max(len(names), 1)))
    rows = rows[:: -(-len(rows) // most)]
    return {name: read_column(values_in([row.get(name) for row in rows])) for name in names}


def values_in(cells: list) -> list:
    """The cells of a column, None in the place of those that hold no value or no answer."""
    spellings = SPELLINGS | no_answers(cells)
    return [None if is_missing_cell(cell, spellings) else cell for cell in cells]


def read_column(cells: Sequence[object]) -> ColumnReading:
    """Read the cells of a column, None where there is no value."""
    filled = [(cell_text(cell), cell) for cell in cells if cell is not None]
    counts = Counter(text for text, _ in filled)
    one_of = dict(filled)
    read = list(one_of)[:: max(1, len(one_of) // _READ)]
    tokens = {text: _tokens(text) if _is_text(one_of[text]) else [] for text in read}
    vocabulary = set(chain.from_iterable(tokens.values()))
    known = set(filter(_is_word, vocabulary))
    words = {text: _n_words(own, text, known) for text, own in tokens.items()}
    n_read = sum(counts[text] for text in read)
    per_value = sum(words.values()) / max(len(read), 1)
    return ColumnReading(
        n_rows=max(len(cells), 1),
        n_filled=len(filled),
        n_distinct=len(counts),
        words=sum(words[text] * counts[text] for text in read) / max(n_read, 1),
        names=sum(counts[text] for text in read if _is_name(text)) / max(n_read, 1),
        length=max(map(len, counts), default=0),
        is_text=any(map(_is_text, one_of.values())),
        is_choices=are_choices(read),
        weight=per_value * len(counts) / max(len(cells), 1) * math.log2(2 + len(vocabulary)),
    )


def _is_text(value: object) -> bool:
    """Whether a cell holds text, in one piece or several, and not the data of a program."""
    if isinstance(value, list | tuple):
        return all(map(_is_text, value))
    return isinstance(value, str | bytes) and not _is_json(value)


def _is_json(text: str | bytes) -> bool:
    try:
        return text[:1] in ("{", "[", b"{", b"[") and isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False


def _tokens(text: str) -> list[str]:
    """Tokens of the beginning of a text, but for one that is alone and no word, such as a date."""
    beginning = text[:_LONGEST_READ].lower()
    tokens = beginning.split()
    is_more = len(tokens) > 1 or _UNSPACED.search(beginning)
    return tokens if is_more or any(map(_is_word, tokens)) else []


def _is_word(token: str) -> bool:
    # Most are of letters alone.
    return token.isalpha() or (not _NO_WORD.search(token) and bool(_LETTER.search(token)))


def _n_words(tokens: Sequence[str], text: str, known: set[str]) -> float:
    n_words = sum(map(known.__contains__, tokens))
    may_be_unspaced = tokens and not text.isascii()
    unspaced = len(_UNSPACED.findall(text[:_LONGEST_READ])) if may_be_unspaced else 0
    return n_words + _LESS_THAN_A_WORD * (len(tokens) - n_words) + unspaced / 2


def _is_name(text: str) -> bool:
    words = text[:_LONGEST_READ].split()
    return 0 < len(words) <= _LONGEST_NAME and all(
        word[0].isupper() and _is_word(word) and word[-1] not in "!?:;" for word in words
    )
