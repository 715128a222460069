"""The words of a text.

What must see a whole text (`cleaned`) is apart from the patterns that find words (`words_in`), so
that a corpus can be cut into pieces and the patterns look into each distinct piece once.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from hiertopics.corpus.files.html import unescaped
from hiertopics.errors import HiertopicsError
from hiertopics.vectorizer import codes, letters, segmenters
from hiertopics.vectorizer.latex import without_latex

LINE_END = "\0"
"""The piece of a text that ends a line; it has no words."""

_LINE_END = f" {LINE_END} ".encode("ascii")

# What is dropped from a text unless it is asked for.
KEEPABLE = ("boilerplate", "latex", "markup", "numbers", "urls")

# Letters that Unicode does not take apart into one of ASCII and a mark.
_FOLDED = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "þ": "th", "ð": "d"}
    | {"Æ": "AE", "Œ": "OE", "Ø": "O", "Ł": "L", "Đ": "D", "İ": "I", "Þ": "Th", "Ð": "D"}
)
_ACCENTS = re.compile("[\u0300-\u036f]+")

# Lines of encoded files: nobody writes so much without a blank, but for scripts that have none.
_ENCODED_LINE = re.compile(r"\n[!-~]{60,}(?=\s)")
_MAILBOX = string.ascii_letters + string.digits + "._+%=-" + codes.HYPHEN
_HANDLE = string.ascii_letters + string.digits + "_"
_SCHEME = string.ascii_letters
_URL_REST = re.compile(r"""[^\s<>"]*""")
_TAG = re.compile(
    r"</?(?:a|b|i|p|u|em|br|hr|li|ol|ul|td|th|tr|div|img|pre|sub|sup|font|span|strong|table|h[1-6])"
    r"\b[^<>]*>",
    re.IGNORECASE,
)
# l'homme, qu'il, n'y, dell'arte, un'altra, quest'anno: the elided word ends at its apostrophe.
# Starting with the apostrophe, not with what comes before it, lets the search skip from one to the
# next.
_ELISION = re.compile(
    r"'(?:(?<=\b[cdjlmnst]')|(?<=\bqu')|(?<=[sr]qu')|(?<=ll')|(?<=\bun')"
    r"|(?<=\b(?:quest|quand|grand)')|(?<=\b(?:sant|tutt|mezz|senz|anch)')|(?<=\b(?:com|dov|cos)'))"
    r"(?=[haeiouàâäèéêëìîïòôöùûüœæ]|y\b)",
    re.IGNORECASE,
)
# İstanbul'da, Ankara'ya, AB'nin: Turkish sets suffixes of names off; those of one letter do not
# differ from ends of names (Hawai'i).
_TURKISH_SUFFIX = re.compile(
    "'(?<=[^\\W\\d_]{2}')(?:y[aeıiuü]|n?[ıiuü]n|n?[dt][ae]n?|[dt][ae]ki(?:ler)?|y?l[ae]|y?[dt][ıiuü]r?"
    "|l[ıiuü](?:k|lar|ler)?|l[ae]r(?:[ıi]n?|[ae]|[dt][ae]n?)?|n[ae]|n[ıiuü]|y?ken|s[ıiuü]n?)(?!\\w)"
)


def _word_pattern(letter: str, inner: str, named: bool = False, flags: int = 0) -> re.Pattern:
    # Never (letter)(inner)+ alone: "i'm" has one letter before its apostrophe. A final 's is left
    # outside, where it is too short to be a word.
    inner = f"[{inner}{codes.INNER if named else ''}]"
    tail = rf"'(?![sS]\b){letter}{inner}*"
    word = rf"{letter}(?:{inner}+(?:{tail})*|(?:{tail})+)"
    if not named:
        return re.compile(rf"\b{word}", flags)
    return re.compile(
        rf"(?:\b|{codes.FIRST}){word}|\b{codes.NAMED_BY_DIGIT}|[{letters.HAN}]", flags
    )


_ASCII_PATTERNS = {
    (numbers, named): _word_pattern(
        "[a-zA-Z0-9]" if numbers else "[a-zA-Z]", "a-zA-Z0-9", named, re.ASCII
    )
    for numbers in (False, True)
    for named in (False, True)
}
# For bytes.translate: a blank for each character that no ASCII word has, but for ends of lines.
_ASCII_WORD_CHARACTERS = bytes(
    code
    if chr(code) in f"{string.ascii_letters}{string.digits}'\n{codes.FIRST}{codes.INNER}"
    else ord(" ")
    for code in range(256)
)


@cache
def _numerals() -> re.Pattern:
    # Superscripts are notes, powers and ordinals.
    return re.compile(f"[{letters.characters(('No', 'Nl'))}ªºⁱⁿᴬ-ᵪₐ-ₜ]+")


@cache
def _unicode_word(numbers: bool, named: bool) -> re.Pattern:
    # Built when first needed (some 30 ms). Python's \w leaves out the vowel signs of Indic scripts
    # and takes in footnote marks such as ².
    letter = r"[^\W_]" if numbers else r"[^\W\d_]"
    return _word_pattern(letter, rf"\w{letters.marks()}", named)


class Cleaning(NamedTuple):
    """What becomes of a text before words are looked for in it.

    `keep` names what is not dropped, out of `KEEPABLE`; `fold_accents` makes *é* an *e*. Texts in
    `turkish` have *ı* for a small *I*, and so have others that look Turkish.
    """

    lowercase: bool = True
    keep: frozenset[str] = frozenset()
    fold_accents: bool = False
    turkish: bool = False

    def pieces(self, text: str) -> list[str]:
        """Parts of a text between white space, past which no pattern looks, and `LINE_END`s."""
        return self.spaced(text).decode("utf-8", "surrogatepass").split()

    def spaced(self, text: str) -> bytes:
        """The pieces of a text, with blanks between them, as UTF-8."""
        text = cleaned(text, self)
        if text.isascii():  # Then there are fewer pieces without what is in no word.
            data = text.encode("ascii").translate(_ASCII_WORD_CHARACTERS)
            return data.replace(b"\n", _LINE_END) if b"\n" in data else data
        if "\n" in text:
            text = text.replace("\n", f" {LINE_END} ")
        return " ".join(text.split()).encode("utf-8", "surrogatepass")

    def words(self, piece: str) -> list[str]:
        """Words, in order, of a piece."""
        if piece.isascii():
            # Most pieces are a word, maybe quoted or with a possessive, and the patterns need not
            # look at them.
            if piece.isalpha():
                return [piece] if len(piece) > 1 else []
            piece = piece.strip("'").removesuffix("'s")
            if len(piece) > 1 and piece.isalnum() and piece[0].isalpha():
                return [piece]
        if piece.isdigit() and "numbers" not in self.keep:
            return []
        return words_in(piece, "numbers" in self.keep)


def tokenize(
    text: str, lowercase: bool = True, keep: Iterable[str] = (), fold_accents: bool = False
) -> list[str]:
    """Words of a text, in order.

    A word starts with a letter and goes on with letters, digits and combining marks, at least two
    characters in all. Apostrophes inside stay and become ``'`` (*don't*, *o'clock*), a possessive
    *'s* and Turkish suffixes of names go (*Bob's*, *İstanbul'da*), an elided article is cut off
    (*l'homme* gives *homme*). Hyphens
    and underscores separate, but not in names with digits: *covid-19* and *F-16* are words, and so
    are *5G*, *3D*, *2FA* (no ordinals, units and sums such as *2nd*, *5kg*, *1bn*), *C++*, *C#* and
    *.NET*. Numbers, URLs, e-mail addresses, @handles, HTML tags, lines of encoded files, and
    formulas and commands of LaTeX are dropped, unless `keep` names them: "numbers", "urls" (with
    e-mail addresses), "markup" (with encoded files), "latex". With `fold_accents` *café* gives
    *cafe*.

    Ligatures, full-width and mathematical letters become plain ones; soft hyphens, joiners, marks
    of direction and lines through letters go, and so do heaps of accents. Chinese is cut into words
    where rjieba is installed, and Japanese, Thai, Lao, Khmer and Burmese where icu4py is, see
    `hiertopics.vectorizer.segmenters`; a single Han character is a word. Splitting the words again,
    joined by spaces, gives the same list, but for these languages.

    Examples
    --------
    >>> tokenize("Bob's well-known e-mail, bob@example.org, didn't arrive in 1999.")
    ['bob', 'well', 'known', 'mail', "didn't", 'arrive', 'in']
    """
    cleaning = Cleaning(lowercase, frozenset(keep), fold_accents)
    words = words_in(cleaned(text, cleaning), "numbers" in cleaning.keep)
    return [half for word in words for half in codes.words_of(word, codes.WAYS in word)]


class OwnTokenizer(NamedTuple):
    """A tokenizer of the user's, behind lower case; a class, so that processes can be sent it."""

    tokenizer: Callable[[str], list[str]]
    lowercase: bool
    for_ngrams: bool

    def pieces(self, text: str) -> list[str]:
        """Words of a text."""
        return self.tokenizer(text.lower() if self.lowercase else text)

    def words(self, piece: str) -> list[str]:
        """Return a word as the list of itself; raise a HiertopicsError if it is none."""
        if not isinstance(piece, str):
            raise HiertopicsError(f"tokenizer must return words (str), it returned {piece!r}")
        if " " in piece and self.for_ngrams:
            raise HiertopicsError(
                f"tokenizer returned {piece!r}, which n-grams would confuse with two words; "
                "join its parts with '_' or leave ngram_range at (1, 1)"
            )
        return [piece]


def words_in(piece: str, numbers: bool = False) -> list[str]:
    """Words, in order, of a `cleaned` text or of any part of it between blanks.

    With `numbers` a word may also start with a digit. A word that the end of a line may divide has
    `codes.DIVISION` in it, and a run that may be cut in two ways `codes.WAYS`.
    """
    is_ascii = piece.isascii()
    named = marked = codes.NAMED.search(piece) is not None
    if not is_ascii:
        piece = _numerals().sub(" ", piece)
        if segmenters.UNSPACED.search(piece):
            named, piece = True, segmenters.with_blanks(piece)
    if "_" in piece:
        piece = piece.replace("_", " ")
    if "'" in piece:
        piece = _TURKISH_SUFFIX.sub("", _ELISION.sub(" ", piece))
    pattern = _ASCII_PATTERNS[numbers, named] if is_ascii else _unicode_word(numbers, named)
    words = pattern.findall(piece)
    return [codes.plain(word) for word in words] if marked else words


def cleaned(text: str, cleaning: Cleaning) -> str:
    """Text without addresses and tags, which are what no part between blanks can tell alone."""
    keep = cleaning.keep
    text = codes.without_own_marks(text)
    if "\n" in text and "markup" not in keep:
        text = _ENCODED_LINE.sub("", text)
    if "&" in text and "markup" not in keep:
        # Twice what was escaped twice, as &amp;nbsp; was.
        text = unescaped(unescaped(text) if "&amp;" in text else text)
    if ("\\" in text or "$" in text) and "latex" not in keep:
        text = without_latex(text)
    text = letters.plain_letters(text)
    if "-" in text:
        text = codes.with_hyphens(text)
    if cleaning.lowercase:
        text = letters.lower(text, cleaning.turkish)
    if ("@" in text or "://" in text or "www." in text) and "urls" not in keep:
        text = _without_addresses(text)
    if "<" in text and "markup" not in keep:
        text = _TAG.sub(" ", text)
    text = codes.with_marks(text, cleaning.lowercase)
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    return _without_accents(text) if cleaning.fold_accents else text


def as_token(word: str, fold_accents: bool = False, turkish: bool = False) -> str:
    """Return a word in lower case as `cleaned` leaves it."""
    word = letters.lower(letters.plain_letters(word), turkish)
    word = unicodedata.normalize("NFC", word)
    return _without_accents(word) if fold_accents else word


def _without_accents(text: str) -> str:
    text = _ACCENTS.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", text).translate(_FOLDED)


def _without_addresses(text: str) -> str:
    # One pattern for all of it would be tried at every character, and cost as much as three times
    # the splitting into words. These look only around the marks.
    text = text.replace("www.", "://")
    if "://" in text:
        before, *others = text.split("://")
        kept = [before]
        for after in others:
            kept[-1] = kept[-1].rstrip(_SCHEME)
            kept.append(_URL_REST.sub("", after, count=1))
        text = " ".join(kept)
    before, *others = text.split("@")
    kept = [before]
    for after in others:
        before = kept[-1].rstrip(_MAILBOX)
        is_address = len(before) < len(kept[-1])
        kept[-1] = before
        # Without a mailbox it is a name that people go by, as in @anna.
        kept.append(after.lstrip(_MAILBOX if is_address else _HANDLE))
    return " ".join(kept)
