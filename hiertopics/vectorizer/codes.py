"""Names with marks or digits in them: C++, C#, .NET, covid-19, F-16, 5G, 2FA.

Where a hyphen, a plus and the like are part of a name is seen in the text, and they get characters
of their own there, which no text has; all others separate words.
"""

from __future__ import annotations

import re

DIVISION = "\5"
"""Where a word is divided, or may be, by the end of a line."""

WAYS, CUT = "\6", "\7"
"""What is between the two ways to cut a run of characters, and between the words of a way."""

HYPHEN, _PLUS, _HASH, _DOT = _MARKS = "\1\2\3\4"
_OWN = (*_MARKS, DIVISION, WAYS, CUT)
_PLAIN = str.maketrans(_MARKS, "-+#.")
NAMED = re.compile(rf"[{_MARKS}{DIVISION}]|\b[1-9][^\W\d_]")
"""What words have that need the pattern of names."""
INNER = f"{HYPHEN}{_PLUS}{_HASH}{DIVISION}{WAYS}{CUT}"
"""Body of a regular-expression set: what a name may have after its first letter."""
FIRST = _DOT

# Each begins with its mark and looks back from there, so that the search skips to it.
# covid-19, F-16; not 3-Mar-93, 12-14, 1-800-CALL-2, n-1. Or the end of a line, maybe of a page.
_HYPHENS = re.compile(
    r"-(?=[\d\s])(?<=[^\W\d_]-)(?:"
    r"(?<!\d-[^\W\d_]{3}-)(?<!\b[ijknIJKN]-(?=\d\b))(?=\d{1,3}[a-zA-Z]?(?![a-zA-Z0-9_'+]|-\d))"
    r"|(?<=[^\W\d_]{2}-)[^\S\n\f]{0,20}[\n\f]\s{0,40}(?=([^\W\d_]{2,})))"
)
# sars-cov-2
_EARLIER_HYPHENS = re.compile(rf"-(?<=[^\W\d_]-)(?=[^\W\d_]{{2,3}}{HYPHEN})")
# Chinese writes them without blanks around.
_START = "(?<![a-zA-Z0-9_])"
_PLUSES = re.compile(
    rf"\+\+(?:(?<={_START}[cCgG]\+\+)|(?<={_START}[bdvBDV][cC]\+\+)"
    rf"|(?<={_START}[nN]otepad\+\+))(?![a-zA-Z_+])"
)
_HASHES = re.compile(rf"#(?<={_START}[acdfgjACDFGJ]#)(?![a-zA-Z0-9_#])")
_NET = re.compile(r"\.net\b(?<![\w.]\.net)")
_OTHER_NET = re.compile(r"\.(?=(?:NET|Net)\b)(?<![\w.]\.)")

# Ordinals and units are what a number is of, and no names.
_UNITS = (
    "st nd rd th er re nde ème eme am pm mm cm km nm kg mg lb lbs oz ft in yd mi ml kb mb gb tb "
    "kbit mbit gbit bit bits byte bytes bps kbps mbps gbps hz khz mhz ghz ns ms us sec secs min "
    "mins hr hrs day days yr yrs mw kw kwh gw dpi ppm px pt bn mn tn mln mrd mio eur usd gbp jan "
    "feb mar apr may jun jul aug sep oct nov dec"
).split()
NAMED_BY_DIGIT = rf"[1-9](?:[dgkDGK]|(?!(?i:{'|'.join(_UNITS)})\b)[^\W\d_]{{2,}})(?!\w)"
"""Pattern of names that begin with a digit: 5G, 3D, 4K, 2FA, 7zip; not 1st, 5pm, 10kg, 1990s."""


def without_own_marks(text: str) -> str:
    """Text without the characters that have a meaning here."""
    for mark in _OWN:
        if mark in text:
            text = text.replace(mark, " ")
    return text


def with_hyphens(text: str) -> str:
    """Text in which hyphens that are part of names are characters apart, or divide a word.

    A word that the end of a line may divide is in one, and so are the lines.
    """
    text = _HYPHENS.sub(_in_words, text)
    return _EARLIER_HYPHENS.sub(HYPHEN, text) if HYPHEN in text else text


def _in_words(match: re.Match) -> str:
    before, after = match.string[match.start() - 1], match[1]
    if after is None:
        return HYPHEN
    is_name = after[0].isupper() and not (after.isupper() and before.isupper())
    return match[0] if is_name else DIVISION


def with_marks(text: str, is_lower: bool) -> str:
    """Text, in lower case or not, in which other marks that are part of names are apart."""
    if "+" in text and "++" in text:
        text = _PLUSES.sub(_PLUS + _PLUS, text)
    if "#" in text:
        text = _HASHES.sub(_HASH, text)
    if ".net" in text:
        text = _NET.sub(f"{_DOT}net", text)
    if not is_lower and (".NET" in text or ".Net" in text):
        text = _OTHER_NET.sub(_DOT, text)
    return text


def is_open(token: str) -> bool:
    """Whether the corpus has to tell what the words of a token are."""
    return DIVISION in token or WAYS in token


def words_of(token: str, is_first: bool) -> list[str]:
    """Words of a token by the first of its two ways: one word undivided, or a run cut so."""
    if WAYS in token:
        first, second = token.split(WAYS)
        return (first if is_first else second).split(CUT)
    return [token.replace(DIVISION, "")] if is_first else token.split(DIVISION)


def plain(word: str) -> str:
    """A word with its marks as they are written."""
    return word.translate(_PLAIN)
