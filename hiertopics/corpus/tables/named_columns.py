"""Columns that are asked for by their names, as arguments and command lines give them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from difflib import get_close_matches

from hiertopics.errors import CorpusError

Names = str | Sequence[str]


def wanted_columns(given: Names | None, names: Sequence[str]) -> tuple[str, ...] | None:
    """The columns that are asked for; None where none are. A CorpusError names what is not there.

    A command line divides at commas, and a question may have some.
    """
    if given is None:
        return None
    listed = list(map(str, given)) if isinstance(given, list | tuple) else [str(given)]
    found = []
    while listed:
        joined = [re.sub(r"\s*,\s*", ",", ",".join(listed[:n])) for n in range(len(listed), 0, -1)]
        plain = {re.sub(r"\s*,\s*", ",", name): name for name in reversed(names)}
        parts = next((each for each in joined if each in plain), None)
        if listed[0] not in names and parts is None:
            raise CorpusError(_not_there(listed[0], names))
        name = listed[0] if parts is None else plain[parts]
        found.append(name)
        del listed[: 1 if parts is None else len(joined) - joined.index(parts)]
    return tuple(found)


def _not_there(name: str, names: Sequence[str]) -> str:
    lower = {each.casefold(): each for each in reversed(names)}
    near = get_close_matches(name.casefold(), lower, 1)
    hint = f", did you mean {lower[near[0]]!r}?" if near else ";"
    shown = ", ".join(map(repr, names)) or "none"
    return f"there is no column {name!r}{hint} the columns are {shown}"


def option_of(names: Sequence[str]) -> str:
    """Names of columns as an option of the command takes them."""
    return shlex.quote(",".join(names))
