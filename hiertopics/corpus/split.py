"""Split texts into lines, paragraphs, or runs of so many words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from hiertopics.errors import CorpusError

# Below this a paragraph is a heading or a greeting, and belongs to what follows it.
_SHORT_PARAGRAPH = 25
# Above this one without a blank line in it is cut, so that a file of any size can be read.
_LONG_PARAGRAPH = 5000


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


def has_blank_lines(lines: Sequence[str]) -> bool:
    """Whether there are blank lines between the others."""
    filled = [bool(line.strip()) for line in lines]
    return False in filled[: len(filled) - filled[::-1].index(True)] if True in filled else False


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
