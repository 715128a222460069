"""Write the characters of a text in one way: ligatures, widths, hyphens, marks, Turkish i."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import chain

import numpy as np

HAN = "々〆〇㐀-䶿一-鿿\uf900-\ufaff\U00020000-\U0003ffff"
"""Body of a regular-expression set: characters of which one can be a word."""

# U+02BC is Ukrainian's; word processors put U+2018 where a word starts with its apostrophe.
_APOSTROPHES = "\u2019\u02bc\u2018\u02bb"
_HYPHENS = "\u2010\u2011"
# How a word is drawn or in which direction, not which word it is: hints for hyphens and joints
# (Persian is written with and without them), marks of direction, selectors of glyphs, the Arabic
# stroke that makes words longer, the points of Hebrew and vowels of Arabic, which most texts do
# without, lines through letters.
_INVISIBLE = (
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u0652\u0670"
    "\u00ad\u0334-\u0338\u034f\u061c\u0640\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u20d0-\u20f0"
    "\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"
)
# Letters of Korean and a pattern of Braille that draw nothing, and line ends of other kinds.
_BLANK = "\u115f\u1160\u3164\uffa0\u2800"
_LINE_ENDS = "\x85\u2028\u2029"
# Languages that write no blanks say by this one where a word ends; elsewhere it is a hint.
_ZERO_WIDTH_SPACE = re.compile("(?<=[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])\u200b")
# Those among them whose characters are forms of others: ligatures, widths, places in an Arabic
# word, fonts of mathematics, radicals of Han. Superscripts, fractions and circled letters are not.
_FORMS = (
    (0x132, 0x133), (0x13F, 0x140), (0x149, 0x149), (0x17F, 0x17F), (0x1C4, 0x1CC),
    (0x1F1, 0x1F3), (0x2E9F, 0x2E9F), (0x2EF3, 0x2EF3), (0x2F00, 0x2FD5), (0xFB00, 0xFDFB),
    (0xFE70, 0xFEFC), (0xFF01, 0xFFDC), (0x1D400, 0x1D7CB),
)  # fmt: skip
_MARK, _REPLACED = 1, 2
_MOST_MARKS = 4  # On a letter; Hebrew and Vietnamese have so many.
# Turkish and Azeri have more of these letters than this, in a text of any length.
_TURKISH_SHARE = 0.02
# A hyphen that is there only because the line ends: soft, or old prints' and scans' own.
_LINE_HYPHEN = re.compile(r"[\u00ad\u00ac\u2e17](?<=[^\W\d_].)[^\S\n\f]*[\n\f]\s*(?=[^\W\d_])")


def characters(categories: tuple[str, ...]) -> str:
    """Body of a regular-expression set with every character of these Unicode categories."""
    return _set(
        code
        for code in chain(range(0x80, 0x20000), range(0xE0100, 0xE01F0))
        if unicodedata.category(chr(code)) in categories
    )


def _set(codes) -> str:
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


@cache
def marks() -> str:
    """Body of a regular-expression set with all combining marks."""
    return characters(("Mn", "Mc", "Me"))


def _is_unusual(text: str) -> bool:
    """Whether there is anything to replace; a table is ten times as fast as a pattern."""
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
    most = _table()[units[units >= 0x80]].max(initial=0)
    if most != _MARK:
        return most == _REPLACED
    is_mark = _table()[units] == _MARK
    run = is_mark[_MOST_MARKS:].copy()
    for k in range(_MOST_MARKS):
        run &= is_mark[k : k - _MOST_MARKS]
    return bool(run.any())


@cache
def _table() -> np.ndarray:
    """What each unit of UTF-16 is: nothing of note, a combining mark, or to be replaced."""
    every = "".join(map(chr, range(0x10000)))
    table = np.zeros(0x10000, np.uint8)
    to_replace = f"{_INVISIBLE}{_BLANK}{_LINE_ENDS}{_forms()}\u00ac\u2e17"
    for body, what in ((marks(), _MARK), (to_replace, _REPLACED)):
        table[[ord(found) for found in re.findall(f"[{body}]", every)]] = what
    # The first halves of fonts of mathematics and of selectors of glyphs.
    table[[0xD835, 0xDB40]] = _REPLACED
    return table


@cache
def _forms() -> str:
    return _set(
        code
        for first, last in _FORMS
        for code in range(first, last + 1)
        if unicodedata.normalize("NFKC", chr(code)) != chr(code)
    )


@cache
def _replacements() -> tuple[tuple[re.Pattern, object], ...]:
    return (
        (_LINE_HYPHEN, ""),
        (_ZERO_WIDTH_SPACE, " "),
        (re.compile(f"[{_INVISIBLE}]+"), ""),
        (re.compile(f"[{_BLANK}]"), " "),
        (re.compile(f"[{_LINE_ENDS}]"), "\n"),
        (re.compile(f"[{_forms()}]+"), lambda match: unicodedata.normalize("NFKC", match[0])),
        # So many marks are decoration. NFC takes time quadratic in their number.
        (re.compile(f"[{marks()}]{{{_MOST_MARKS + 1},}}"), _few_marks),
    )


def _few_marks(match: re.Match) -> str:
    return "" if match[0][0] < "\u0370" else match[0][:_MOST_MARKS]


def plain_letters(text: str) -> str:
    """Text with one spelling for each of its characters, and none that draws nothing."""
    if text.isascii():
        return text
    if _is_unusual(text):
        for pattern, replacement in _replacements():
            text = pattern.sub(replacement, text)
    # str.replace, one character at a time, is several times faster than str.translate.
    for character in _APOSTROPHES:
        text = text.replace(character, "'")
    for character in _HYPHENS:
        text = text.replace(character, "-")
    return text


def lower(text: str, is_turkish: bool = False) -> str:
    """Lower case, the dots of Turkish and Azeri in their places.

    Without saying it is Turkish, a text is taken for it by its letters.
    """
    if text.isascii() and not is_turkish:
        return text.lower()
    if "I" in text and (is_turkish or _looks_turkish(text)):
        text = text.replace("I\u0307", "i").replace("I", "ı")
    text = text.lower()
    # What is left of a capital with a dot.
    return text.replace("i\u0307", "i") if "\u0307" in text else text


def _looks_turkish(text: str) -> bool:
    if "ı" not in text and "İ" not in text and "ğ" not in text:
        return False
    n_letters = sum(map(text.count, "ıİğĞ"))
    return n_letters > 1 and n_letters >= _TURKISH_SHARE * len(text)
