"""What each word of the command line means, and what is said where it means nothing."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Sequence
from itertools import takewhile


def join_topic_counts(words: Sequence[str]) -> list[str]:
    """Make ``--topics 20 6 FOLDER`` one value, so that the folder is not taken for a number."""
    if "--topics" not in words:
        return list(words)
    first = words.index("--topics") + 1
    counts = list(takewhile(lambda word: word.replace(",", "").isdecimal(), words[first:]))
    joined = [",".join(counts)] if counts else []
    return [*words[:first], *joined, *join_topic_counts(words[first + len(counts) :])]


def topic_counts(text: str) -> tuple[int, ...] | str:
    """Read numbers of topics, fine to broad, or auto."""
    if text == "auto":
        return text
    try:
        counts = tuple(int(part) for part in text.replace(",", " ").split())
    except ValueError:
        counts = ()
    if not counts or min(counts) < 1:
        raise ArgumentTypeError(
            f"expected numbers of topics from fine to broad, such as 20 6, or auto, got {text!r}"
        )
    if list(counts) != sorted(counts, reverse=True):
        suggestion = " ".join(map(str, sorted(counts, reverse=True)))
        raise ArgumentTypeError(
            f"numbers go from fine to broad; did you mean --topics {suggestion}?"
        )
    return counts


def positive(text: str) -> int:
    """Read a whole number of at least 1."""
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"expected a whole number of at least 1, got {text!r}")
    return int(text)


def count(text: str) -> int:
    """Read a whole number, 0 or more."""
    if not text.isdecimal():
        raise ArgumentTypeError(f"expected a whole number, 0 or more, got {text!r}")
    return int(text)


def seed(text: str) -> int:
    """Read a seed that numpy takes."""
    if not text.isdecimal() or int(text) >= 2**32:
        raise ArgumentTypeError(f"expected a whole number from 0 to {2**32 - 1}, got {text!r}")
    return int(text)


def jobs(text: str) -> int:
    """Read a number of processes; -1 is for one on every core."""
    if text != "-1" and (not text.isdecimal() or int(text) < 1):
        raise ArgumentTypeError(
            f"expected a number of processes, or -1 for one on every core, got {text!r}"
        )
    return int(text)


def limit(text: str) -> int | float | str:
    """Read a number of documents, a share of them, or auto."""
    if text == "auto":
        return text
    try:
        return int(text) if text.isdecimal() else float(text)
    except ValueError:
        raise ArgumentTypeError(
            f"expected a number of documents, such as 3, or a share, such as 0.5, got {text!r}"
        ) from None


def split(text: str) -> str:
    """Read how to split texts: paragraphs or a number of words."""
    if text != "paragraphs" and (not text.isdecimal() or int(text) < 1):
        raise ArgumentTypeError(f"expected paragraphs or a number of words, got {text!r}")
    return text


def kept(text: str) -> tuple[str, ...]:
    """Read what is kept of a text that is otherwise dropped."""
    from hiertopics.vectorizer.tokens import KEEPABLE

    parts = listed(text)
    if not set(parts) <= set(KEEPABLE):
        names = ", ".join(KEEPABLE)
        raise ArgumentTypeError(f"expected some of {names}, separated by commas, got {text!r}")
    return parts


def strip(text: str) -> str:
    """Read which texts lose what only mail has."""
    from hiertopics.corpus.formats import STRIP

    if text not in STRIP:
        raise ArgumentTypeError(f"expected one of {', '.join(STRIP)}, got {text!r}")
    return text


def language(text: str) -> str:
    """Read the name or the code of a language, auto, or none."""
    from hiertopics.errors import HiertopicsError
    from hiertopics.vectorizer.stop_words import stop_words

    if text not in ("auto", "none"):
        try:
            stop_words(text)
        except HiertopicsError as error:
            raise ArgumentTypeError(str(error)) from error
    return text


def only(text: str) -> str:
    """Read the name or the code of a language."""
    if text in ("auto", "none"):
        raise ArgumentTypeError(f"expected the name of a language such as german, got {text!r}")
    return language(text)


def listed(text: str) -> tuple[str, ...]:
    """Read words separated by commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())
