"""What is unprintable, asked in one place: characters that act instead of being shown."""

from __future__ import annotations

import unicodedata

# They belong to the spelling of Persian, of Indian languages and of emoji.
_JOINERS = "\u200c\u200d"
_ACTING = ("Cc", "Cf", "Cs", "Zl", "Zp")


def printable(name: str) -> str:
    r"""Return a name, as of a file, with every character spelt out that could not be seen or typed.

    Bytes of a file name that are no text show as ``\xff``.
    """
    if name.isprintable():
        return name
    try:  # undecodable bytes of a file name reach Python as lone surrogates
        data = name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # surrogates that never were bytes, as JSON can spell them out
        data = name.encode("utf-8", "backslashreplace")
    name = data.decode("utf-8", "backslashreplace")
    return "".join(char if char.isprintable() else spelt(char) for char in name)


def visible(text: str, encoding: str = "utf-8") -> str:
    r"""Return text in which nothing acts on the terminal: all but plain characters is spelt out.

    Control characters, escape sequences, line ends and marks that turn the direction of writing
    show as ``\x1b``, ``\n``, ``\u202e``; so does every character that the encoding cannot carry,
    and a combining mark without a letter, which would climb onto whatever is printed before it.
    """
    if not text.isprintable():  # Nearly all is, and looking at each character takes seconds.
        text = "".join(spelt(char) if _acts(char) else char for char in text)
    if not text[:1].isascii() and unicodedata.category(text[0]) in ("Mn", "Me", "Cf"):
        text = spelt(text[0]) + text[1:]
    return encodable(text, encoding)


def _acts(char):
    return unicodedata.category(char) in _ACTING and char not in _JOINERS


def encodable(text: str, encoding: str | None) -> str:
    """Return text in which the characters that an encoding cannot carry are spelt out.

    None counts as UTF-8, which cannot carry half a character.
    """
    encoding = encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def spelt(char: str) -> str:
    r"""Return the escape of a character, such as ``\n`` or ``\u202e``."""
    return char.encode("unicode_escape").decode("ascii")
