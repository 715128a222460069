"""No regular expression over texts takes more than linear time on texts made against it."""

import collections
import importlib
import inspect
import itertools
import pkgutil
import re
import time

import pytest

import hiertopics.corpus

# How those are used that are kept in collections, or are handed on; others are found by name.
USED_BY = {
    "_FLAVOURS": {"match"},
    "_COMPLETE": {"match"},
    "_PARTS": {"fullmatch"},
    "_TAG": {"match"},
    "_HASTY_TAG": {"match"},
    "SHAPES": {"match"},
    "TURN": {"match"},
    "OF_A_PLAY": {"match"},
    "HAS_CLOCK": {"findall"},
    "MARKER": {"match"},
    **dict.fromkeys(("_VALUES", "_FROM_STDIN", "_CAST", "_WORD", "_REST"), {"match"}),
    "_STATEMENT": {"search"},
}
# What the pattern looks for is known to be there: `_tokens` looks no further than the last ">".
BOUNDED = {"_RAW"}
METHODS = "match|fullmatch|search|sub|split|findall|finditer"
STARTS = (
    "",
    "<a ",
    "<!--",
    "[a](",
    "[",
    "From: ",
    'x="',
    "a=",
    "begin 644 ",
    "{\\a",
    "$",
    "a ",
    "1",
    "1/2/21, 8:15 - ",
)
ALWAYS = " \na0"
MOST_SIGNS = 25
LONG, SHORT = 10**6, 4 * 10**4


def patterns_in(value):
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from patterns_in(tuple(value.values()))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from patterns_in(each)


def found():
    modules = [
        importlib.import_module(each.name)
        for each in pkgutil.walk_packages(hiertopics.corpus.__path__, "hiertopics.corpus.")
    ]
    for module in modules:
        source = inspect.getsource(module)
        for name, value in vars(module).items():
            if name in BOUNDED or not re.search(rf"^{name}\b.*=", source, re.MULTILINE):
                continue
            used = set(re.findall(rf"\b{name}\.({METHODS})\(", source))
            for number, pattern in enumerate(patterns_in(value)):
                place = f"{module.__name__.removeprefix('hiertopics.corpus.')}.{name}"
                yield f"{place}[{number}]", pattern, used or USED_BY.get(name, {"search", "sub"})


PATTERNS = {place: (pattern, used) for place, pattern, used in found()}


def hostile_to(pattern):
    """Long texts of one sign that the pattern knows, short ones of two behind a beginning."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode()
    signs = sorted({*ALWAYS, *re.sub(r"[\w()^$|?]", "", source)})
    signs = signs[:: 1 + len(signs) // MOST_SIGNS]  # a page of letters is as good as each
    for sign in signs:
        yield sign * LONG
    for start, sign in itertools.product(STARTS, signs):
        yield start + sign * SHORT + "\0"
    for pair in itertools.combinations(signs, 2):
        yield "".join(pair) * (SHORT // 2) + "\0"


def test_all_patterns_are_found():
    assert len(PATTERNS) > 60
    assert "files.html._TAG[0]" in PATTERNS and "files.markdown._MARKED[3]" in PATTERNS


@pytest.mark.parametrize("place", PATTERNS)
def test_a_pattern_takes_linear_time(place):
    pattern, used = PATTERNS[place]
    for text in hostile_to(pattern):
        text = text if isinstance(pattern.pattern, str) else text.encode()
        start = time.process_time()
        for method in used:
            if method in ("sub", "split", "findall"):
                arguments = (text[:0], text) if method == "sub" else (text,)
                getattr(pattern, method)(*arguments)
            elif method == "finditer":
                collections.deque(pattern.finditer(text), maxlen=0)
            else:
                getattr(pattern, method)(text)
        seconds = time.process_time() - start
        assert seconds < 1, f"{seconds:.1f} s for {len(text):,} of {text[:9]!r}{text[-9:]!r}"
