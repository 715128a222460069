"""Words of the command line in, values out; what is wrong with a word is said at once."""

import argparse


def join_topic_counts(argv):
    """Make ``--topics 20 6 FOLDER`` one value, so that the folder is not taken for a number."""
    joined, position = [], 0
    while position < len(argv):
        joined.append(argv[position])
        position += 1
        if joined[-1] == "--topics":
            first = position
            while position < len(argv) and argv[position].replace(",", "").isdecimal():
                position += 1
            if position > first:
                joined.append(",".join(argv[first:position]))
    return joined


def topic_counts(text):
    """Read numbers of topics, fine to broad."""
    try:
        counts = tuple(int(part) for part in text.replace(",", " ").split())
    except ValueError:
        counts = ()
    if not counts or min(counts) < 1:
        raise argparse.ArgumentTypeError(
            f"expected numbers of topics from fine to broad, such as 20 6, got {text!r}"
        )
    if list(counts) != sorted(counts, reverse=True):
        suggestion = " ".join(map(str, sorted(counts, reverse=True)))
        raise argparse.ArgumentTypeError(
            f"numbers go from fine to broad; did you mean --topics {suggestion}?"
        )
    return counts


def positive(text):
    """Read a whole number of at least 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number of at least 1, got {text!r}")
    return int(text)


def seed(text):
    """Read a seed that numpy takes."""
    if not text.isdecimal() or int(text) >= 2**32:
        raise argparse.ArgumentTypeError(
            f"expected a whole number from 0 to {2**32 - 1}, got {text!r}"
        )
    return int(text)


def jobs(text):
    """Read a number of processes; -1 is for all cores."""
    return -1 if text == "-1" else positive(text)


def limit(text):
    """Read a number of documents, a share of them, or auto."""
    if text == "auto":
        return text
    try:
        return int(text) if text.isdecimal() else float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"expected a number of documents, such as 3, or a share, such as 0.5, got {text!r}"
        ) from None


def split(text):
    """Read how to split texts: paragraphs or a number of words."""
    if text != "paragraphs" and (not text.isdecimal() or int(text) < 1):
        raise argparse.ArgumentTypeError(f"expected paragraphs or a number of words, got {text!r}")
    return text


def kept(text):
    """Read what is kept of a text that is otherwise dropped."""
    parts = listed(text)
    if not set(parts) <= {"numbers", "urls", "markup", "latex"}:
        raise argparse.ArgumentTypeError(
            f"expected some of numbers, urls, markup and latex, separated by commas, got {text!r}"
        )
    return parts


def listed(text):
    """Read words separated by commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())
