"""Split texts into lines, paragraphs, or runs of so many words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from hiertopics.errors import CorpusError

# Below this a paragraph is a heading or a greeting, and belongs to what follows it.
_SHORT_PARAGRAPH = 25
# Characters of a text, some two thousand words, beyond which it has subjects of its own.
_LONG_TEXT = 12_000
# Of so many documents even long ones show their topics.
_FEW_TEXTS = 2_000
# Above this one without a blank line in it is cut, so that a file of any size can be read.
_LONG_PARAGRAPH = 5000
_BLANK_LINE = re.compile(r"(?:\A|\n)[^\S\n]*\n")


def check_split(split: object) -> str | int | None:
    """Return how to split, as `split_lines` takes it; raise CorpusError for anything else."""
    if split is None or split in ("lines", "paragraphs"):
        return split
    if isinstance(split, str) and split.isdecimal():
        split = int(split)
    if isinstance(split, bool) or not isinstance(split, int) or split < 1:
        raise CorpusError(
            f"split must be 'lines', 'paragraphs', a number of words or None, got {split!r}"
        )
    return split


def are_parts(reading: Mapping[str, object]) -> bool:
    """Whether documents are parts of others, passages or answers, by the `reading` of a corpus."""
    return "split" in reading or "each" in reading


def passage_place(split: str | int | None, line: int, number: int) -> str:
    """What leads back to a passage in its text.

    The line that it begins in, or the number of a run of words, of which many may be in a line.
    """
    return str(number if isinstance(split, int) else line)


def passage_titles(
    ids: Sequence[str], numbers: Sequence[int], titles: Sequence[object]
) -> list[object]:
    """Titles of passages, which lead back to the title of their text or else to its id.

    There is one for every document; those with the number 0 are no passages and keep theirs.
    """
    rows = zip(ids, numbers, titles, strict=True)
    return [
        f"{title or _readable(own.rpartition(':')[0])}, passage {number:,}" if number else title
        for own, number, title in rows
    ]


def _readable(name: str) -> str:
    stem = name.rpartition("/")[2]
    if stem.isdecimal():
        return f"document {stem}"
    return stem if " " in stem else stem.replace("_", " ")


def split_remark(split: str | int | None, lengths: Sequence[int], numbers: Sequence[int]) -> str:
    """Say that nothing was split, or that a split would help; nothing where neither is so.

    Lengths, in characters, and numbers of passages in their texts, 0 for whole texts, are those of
    the documents.
    """
    middle = sorted(lengths)[len(lengths) // 2]
    if split is None:
        if middle <= _LONG_TEXT or len(lengths) > _FEW_TEXTS:
            return ""
        return (
            f"the texts are long, some {middle // 600 * 100:,} words; --split 300 makes a document "
            "of every 300 words, and finer topics show"
        )
    if len(lengths) < 2 or max(numbers) > 1:
        return ""
    if isinstance(split, int):
        return f"no text was split, as none has {split + split // 2:,} words; each is a document"
    between = "line end" if split == "lines" else "blank line"
    return (
        f"no text was split, as none has a {between} within it; each is a document, and --split "
        "300 makes passages of 300 words"
    )


def each_line(text: str) -> Iterator[str]:
    """The lines of a text one after the other: a list of those of 20 MB takes three times that."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start:end]
        start = end + 1
    yield text[start:]


def has_blank_lines(text: str) -> bool:
    """Whether there are blank lines before the last line that is not."""
    return _BLANK_LINE.search(text.rstrip()) is not None


def split_lines(
    lines: Iterable[str], split: str | int, by_blank_lines: bool = True
) -> Iterator[tuple[int, str]]:
    """Split a text into passages, none of them blank, each with the number of its first line.

    "lines": every line. "paragraphs": what is between blank lines, or every line unless
    `by_blank_lines`; short ones, such as headings, go with the next, at the end with the last. A
    number: runs of that many words, the last one of up to half as many more.
    """
    if split == "lines":
        return ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    if split == "paragraphs":
        return _paragraphs(lines, by_blank_lines)
    return _runs(lines, int(split))


def _paragraphs(lines: Iterable[str], by_blank_lines: bool) -> Iterator[tuple[int, str]]:
    # One passage waits, in case that what follows it is too short for one of its own.
    waiting: tuple[int, str] | None = None
    paragraph: list[str] = []
    first = n_words = 0
    for number, line in enumerate(lines, 1):
        is_blank = not line.strip()
        is_end = is_blank or not by_blank_lines
        if (is_end and n_words >= _SHORT_PARAGRAPH) or n_words >= _LONG_PARAGRAPH:
            if waiting is not None:
                yield waiting
            waiting = first, "\n".join(paragraph).rstrip()
            paragraph, n_words = [], 0
        if not paragraph:
            first = number
        if paragraph or not is_blank:
            paragraph.append(line)
            n_words += len(line.split())
    rest = "\n".join(paragraph).rstrip()
    if waiting is not None and n_words < _SHORT_PARAGRAPH:
        first, rest = waiting[0], f"{waiting[1]}\n\n{rest}".rstrip()
    elif waiting is not None:
        yield waiting
    if rest:
        yield first, rest


def _runs(lines: Iterable[str], length: int) -> Iterator[tuple[int, str]]:
    # Words wait, with the numbers of their lines, until there are enough for a run and a half:
    # what is left at the end is then never shorter than half a run, unless it is all there is.
    numbers: list[int] = []
    words: list[str] = []
    enough = length + (length + 1) // 2
    for number, line in enumerate(lines, 1):
        found = line.split()
        words += found
        numbers += [number] * len(found)
        start = 0
        while len(words) - start >= enough:
            yield numbers[start], " ".join(words[start : start + length])
            start += length
        del words[:start], numbers[:start]
    if words:
        yield numbers[0], " ".join(words)
