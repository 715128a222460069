"""Parse XML piece by piece, whatever its size and depth, without entities that it declares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from xml.parsers import expat

from hiertopics.corpus.files.bounds import PassedOver, TimeLimit


def parse(
    pieces: Iterable[bytes],
    limit: TimeLimit,
    start: Callable[[str, Mapping[str, str]], object],
    end: Callable[[str], object],
    text: Callable[[str], object],
) -> None:
    """Call for each element's start and end, by names without namespaces, and for each text.

    PassedOver is raised where it is no XML, declares entities of its own (a few lines of them may
    mean gigabytes), or takes too long.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise PassedOver("damaged")

    @lru_cache(maxsize=1000)
    def local(name: str) -> str:
        return name.rpartition(" ")[2]

    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda name, values: start(
        local(name), {local(key): value for key, value in values.items()} if values else values
    )
    parser.EndElementHandler = lambda name: end(local(name))
    parser.CharacterDataHandler = text
    try:
        for piece in pieces:
            limit.check()
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise PassedOver("damaged") from error
