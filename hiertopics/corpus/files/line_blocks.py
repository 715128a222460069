"""A text by its lines, each with its number, and what is between some of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

Lines = list[tuple[int, str]]


class Article(NamedTuple):
    """A text out of a file of several, the number of its first line, and what is known about it."""

    line: int
    text: str
    fields: dict[str, str]


def parts_of(lines: Lines, is_mark) -> Iterator[Lines]:
    """What is before, between and behind lines that are marks."""
    part: Lines = []
    for number, line in lines:
        if is_mark(line):
            yield part
            part = []
        else:
            part.append((number, line))
    yield part


def blocks_of(lines: Lines) -> list[Lines]:
    """What is between blank lines."""
    return [part for part in parts_of(lines, lambda line: not line.strip()) if part]


def joined(lines: Lines) -> str:
    """Lines in one."""
    return " ".join(line.strip() for _, line in lines)


def text_of(blocks: list[Lines]) -> str:
    """The text of blocks, with blank lines between them."""
    return "\n\n".join("\n".join(line.strip() for _, line in block) for block in blocks)
