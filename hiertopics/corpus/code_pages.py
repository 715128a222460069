"""Guess the code page of bytes that are no UTF-8, by the letters and words that they make."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

# Letters beyond ASCII, in lower case, of languages that Latin code pages are for: these pages
# charset-normalizer hardly tells apart, scripts and multi-byte encodings it does.
_WESTERN = (
    "äöüß àâæçéèêëîïôœùûüÿ áéíóúñüªº áâãàçéêíóôõúüªº àèéìíîòóùúªº åäöéšž æøåéèòóôü áéíóúýþæöð "
    "éëïóöüáèê"
).split()
_CENTRAL = ("ąćęłńóśźż áčďéěíňóřšťúůýž áäčďéíĺľňóôŕšťúýž áéíóöőúüű ăâîşţ čšžćđ äöüß").split()
_BALTIC = "ąčęėįšųūž āčēģīķļņšūž äöõüšž".split()
_ALPHABETS = (
    *(("cp1252", alphabet) for alphabet in _WESTERN),
    ("cp1254", "çğıöşüâîû"),
    *(("cp1250", alphabet) for alphabet in _CENTRAL),
    *(("iso8859_2", alphabet) for alphabet in _CENTRAL),
    *(("cp1257", alphabet) for alphabet in _BALTIC),
    ("cp1252", "".join(_WESTERN)),
)
# Those of DOS and of old Macintoshes are tried where no page of Windows makes words of the bytes.
_OLD_ALPHABETS = (
    *((page, alphabet) for page in ("cp850", "mac_roman") for alphabet in _WESTERN),
    ("cp857", "çğıöşüâîû"),
    *((page, alphabet) for page in ("cp852", "mac_latin2") for alphabet in _CENTRAL),
)
# Their other signs are parts of boxes and of formulas; these are those of prose.
_PROSE = frozenset("«»¿¡°§£€“”‘’„‚–—…•©®™·ªº²³½¼±´\xa0\xad")
_DETECTED = (
    "cp1251 koi8_r cp1253 cp1255 cp1256 cp1250 cp1252 cp1254 iso8859_2 "
    "shift_jis euc_jp gb18030 big5 euc_kr"
).split()
# These make something of any bytes: they are tried where no other does, on words of such bytes.
_LAST = ("koi8_u", "cp866", "tis_620")
_RUN = re.compile(rb"[\x80-\xff]+")
_LONG_RUN = 3
# Signs inside a word or right behind it, and a capital after a small letter, give a wrong code page
# away.
_IMPLAUSIBLE = re.compile(
    r"[^\W\d_][¡-©«-±²³´µ¶¸¹»-¿‚„†‡ˆ‰‹›•™\x80-\x9f][^\W\d_]|[^\W\d_][¡¦¬±¶¼½¾¿]|[a-zß-ÿ][À-ÞŠŽŒŸ]"
)
_CONTROLS = re.compile("[\x80-\x9f]")
# The last of each page is all of its letters, for files around which others are in it.
_LATIN = {page: set().union(*(a for p, a in _ALPHABETS if p == page)) for page, _ in _ALPHABETS}
_DECLARED = re.compile(rb"""(?:charset|encoding)[ \t]{0,3}=[ \t]{0,3}["']?([A-Za-z0-9._-]{2,30})""")
_HEAD = 4096
_ASCII, _BEYOND = bytes(range(128)), bytes(range(128, 256))
# Fewer letters beyond ASCII than these leave it open which page, and which script, they are of.
_FEW_LATIN = 8
_FEW_OTHERS = 100
# Of the letters of Latin texts; of others most are beyond ASCII.
_MOST_FOREIGN = 0.4


def likely_page(data: bytes, usual: str | None = None) -> str:
    """Code page that these bytes are most likely in.

    In doubt it is the usual one of the files around, unless that contradicts the bytes.
    """
    if usual is not None and is_doubtful(data) and _fits(data, usual):
        return usual
    return _declared(data) or _pages(data)[0]


def is_doubtful(data: bytes) -> bool:
    """Whether several pages make plausible words of these bytes, or these are too few."""
    if _declared(data):
        return False
    pages = _pages(data)
    n_beyond = len(data.translate(None, _ASCII))
    if pages[0] in _LATIN:  # a few letters of others, with none of ASCII, may look like it
        n_plain = sum(map(str.isalpha, data.translate(None, _BEYOND).decode("ascii")))
        return len(pages) > 1 or (n_beyond < _FEW_LATIN and n_beyond > n_plain)
    return len(pages) > 1 or n_beyond < _FEW_OTHERS


def pages_like(data: bytes, page: str) -> list[str]:
    """Pages that make the same text of these bytes as one does, and that one."""
    text = data.decode(page, errors="replace")
    same = (each for each in _LATIN if data.decode(each, errors="replace") == text)
    return list(dict.fromkeys([page, *same]))


def most_fitting(texts: list[bytes], pages: Iterable[str] = ()) -> str:
    """Page that contradicts the fewest of some files, of those that are given, if any are."""
    pages = list(pages) or list(dict.fromkeys(page for data in texts for page in _pages(data)))
    return max(pages, key=lambda page: sum(_fits(data, page) for data in texts))


@lru_cache(maxsize=8)
def _pages(data: bytes) -> list[str]:
    """Pages that make different plausible texts of these bytes, the likeliest first."""
    by_text: dict[str, str] = {}
    with_controls: dict[str, str] = {}
    for page, alphabet in _ALPHABETS:
        if page == "cp1257" and by_text:
            continue  # its letters are in the places of those of French, Italian and others
        text = data.decode(page, errors="replace")
        if _is_plausible(text, alphabet):
            found = with_controls if _CONTROLS.search(text) else by_text
            found.setdefault(text, page)
    n_beyond = len(data.translate(None, _ASCII))
    may_be_old = not (by_text or with_controls) and n_beyond <= _MOST_FOREIGN * len(data)
    for page, alphabet in _OLD_ALPHABETS if may_be_old else ():
        text = data.decode(page, errors="replace")
        others = {char for char in text if char > "\x7f" and not char.isalpha()}
        if others <= _PROSE and _is_plausible(text, alphabet):
            by_text.setdefault(text, page)
    return list((by_text or with_controls).values()) or [_detected(data) or "cp1252"]


def _is_plausible(text: str, alphabet: str) -> bool:
    """Whether a text in Latin letters has none beyond ASCII but those of an alphabet, in words."""
    foreign = {char for char in text if char > "\x7f" and char.isalpha()}
    if not _small(foreign) <= set(alphabet) or "\ufffd" in text:
        return False
    # Other scripts, read as Latin, have hardly a letter of ASCII.
    letters = [char for char in text if char.isalpha()]
    n_foreign = sum(char in foreign for char in letters)
    is_latin = n_foreign < _FEW_LATIN or n_foreign <= _MOST_FOREIGN * len(letters)
    return is_latin and not _IMPLAUSIBLE.search(text)


def _fits(data: bytes, page: str) -> bool:
    """Whether nothing in the bytes contradicts a page."""
    try:
        text = data.decode(page)
    except UnicodeDecodeError:
        return False
    foreign = [char for char in text if char > "\x7f" and char.isalpha()]
    if page in _LATIN:
        is_known = _small(foreign) <= _LATIN[page]
        return is_known and not (_IMPLAUSIBLE.search(text) or _CONTROLS.search(text))
    # Letters of another page are capitals within words, and of Latin letters, too.
    n_turned = sum(a > "\x7f" and a.islower() and b.isupper() for a, b in pairwise(text))
    is_clean = not _CONTROLS.search(text)
    is_whole = len(foreign) > _MOST_FOREIGN * sum(map(str.isalpha, text))
    return (
        bool(is_clean and is_whole) and n_turned <= 0.05 * len(foreign) and min(foreign) > "\u02ff"
    )


def _small(letters: Iterable[str]) -> set[str]:
    """Letters in lower case; that of the Turkish İ is of ASCII, with a mark that is none."""
    return {letter.lower()[0] for letter in letters if letter != "İ"}


def _declared(data: bytes) -> str | None:
    """Page that a file names for itself, as HTML and mails do, if its bytes can be in it."""
    match = _DECLARED.search(data[:_HEAD])
    if match is None:
        return None
    return page_named(match[1].decode("ascii"), data)


def page_named(name: str, data: bytes) -> str | None:
    """Page of this name, if there is one and these bytes, which are no UTF-8, can be in it."""
    name = name.lower()
    name = {"iso-8859-1": "cp1252", "latin1": "cp1252"}.get(name, name)
    if name.startswith(("utf", "us-ascii")):  # the bytes have shown that they are none
        return None
    try:
        codec = codecs.lookup(name)
        codecs.getincrementaldecoder(name)().decode(data)
    except (UnicodeError, LookupError, AttributeError, TypeError, ValueError):
        return None
    return codec.name if codec._is_text_encoding else None


def _detected(data: bytes) -> str | None:
    # Imported here: most files are UTF-8.
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=_DETECTED).best()
    runs = _RUN.findall(data)
    has_words = sum(map(len, runs)) >= _LONG_RUN * len(runs)
    if has_words and (best is None or best.encoding in _LATIN):
        best = from_bytes(data, cp_isolation=list(_LAST)).best() or best
    return None if best is None else best.encoding
