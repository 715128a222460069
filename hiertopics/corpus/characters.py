r"""Repair characters of texts that went wrong before they came here: "cafÃ©", "so.\nThen".

Both are mended on evidence alone: a text in which an *Ã* is a letter stays as it is, and so does
one with commands of LaTeX, paths and regular expressions. ftfy mends more of the former, and takes
“MANHÃ” for “MANHÔ, which is real Portuguese turned into none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote

# How the bytes of UTF-8 beyond ASCII look where they were read as cp1252 or Latin-1.
_BYTES = {bytes([code]).decode("cp1252", "ignore"): code for code in range(0x80, 0x100)}
_BYTES |= {chr(code): code for code in range(0x80, 0x100)}
_BYTES.pop("", None)
_REST = "".join(re.escape(char) for char, code in _BYTES.items() if code < 0xC0)
_R = f"[{_REST}]"
_ONE = f"[Â-ß]{_R}|[à-ï]{_R}{{2}}|[ð-ô]{_R}{{3}}"
_SEQUENCE, _SEQUENCES = re.compile(_ONE), re.compile(f"(?:{_ONE})+")
# What comes after a capital in real texts: quotation marks, dashes, signs.
_NO_SIGN = "(?![“”‘’„‚–—…•«»‹›™®©°ªº´¨·\xa0!?])"
_DECODED_TWICE = re.compile(
    f"(?<=[a-z])[ÂÃÄÅ]{_R}|[ÃÄÅ](?:{_R}(?=[a-z])|{_NO_SIGN}{_R})|Â[£¥§±²³·½¼¾¡¿°©®]"
    f"|â[€ˆ†„–]{_R}|ðŸ{_R}{{2}}|ï»¿|(?:[Â-ß]{_R}){{2}}|(?:[à-ï]{_R}{{2}}){{2}}"
)
# The blank that cannot be broken became a plain one, and a byte without a character was lost.
_LOST = (("Ã ", "à "), ("â€ ", "” "))
_LEADS = "ÂÃÄÅÎÏÐÑ×ØÙÚÛâãäåæçèéêëìíîïð"
_MAC = {bytes([code]).decode("mac_roman"): code for code in range(0x80, 0x100)}
_MAC_REST = "".join(re.escape(char) for char, code in _MAC.items() if code < 0xC0)
_MAC_SEQUENCE = re.compile(f"√[{_MAC_REST}]|‚[{_MAC_REST}]{{2}}")
_MAC_DECODED_TWICE = re.compile(f"√[©®†°¢¥±∂§¶ºª¨≠Æ]|‚Ä[ôúùìîò¶]|[a-z]√[{_MAC_REST}]")
_MOST_TIMES = 3

# A path, whose backslashes are its own; an escape; what is none but looks like one.
_PATH = r"(?<![a-zA-Z])[a-zA-Z]:\\[^\s\"<>|]*|\\\\[\w.-]+\\[^\s\"<>|]*"
_ESCAPE = re.compile(
    rf"({_PATH})|((?:\\u[dD][89abAB][0-9a-fA-F]{{2}}\\u[dD][c-fC-F][0-9a-fA-F]{{2}})"
    r"|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\[ntr\"'/\\])"
)
# One that has blanks on both sides is spoken of.
_SURE = re.compile(
    r"\\(?:u(?=[a-fA-F]{0,3}[0-9])[0-9a-fA-F]{4}"
    r"|[nrt](?:(?![a-z{\s])|(?<!\s..)(?![a-z{]))|[\"/](?![a-zA-Z]))"
)
_OTHER = re.compile(r"\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[ntr\"'/\\])|(\\.)", re.DOTALL)
_PLAIN = {"n": "\n", "t": "\t", "r": "\n", '"': '"', "'": "'", "/": "/", "\\": "\\"}
# Of a text alone, that it has so many of them and no line end of its own.
_FEWEST = 3
_FEWEST_TEXTS, _FEWEST_SHARE = 3, 0.02


def repaired(text: str, are_escaped: bool = False) -> tuple[str, list[str]]:
    """A text with what can be repaired, and what was: "decoded twice", "escapes".

    Whether all texts of its column `are_escaped` is for the function of this name to say.
    """
    once = decoded_once(text)
    read = with_escapes_read(once, are_escaped)
    repairs = [] if once == text else ["decoded twice"]
    repairs += [] if read == once else ["escapes"]
    return read, repairs


def repair_remarks(n_repaired: Mapping[str, int]) -> Iterator[str]:
    """Sentences on how many texts were repaired."""
    for what, sentence in (
        ("decoded twice", "decoded twice (Ã© for é) and mended"),
        ("escapes", r"written with escapes (\n, \u2019), which were read as what they mean"),
    ):
        if number := n_repaired.get(what, 0):
            yield f"{number:,} {'text was' if number == 1 else 'texts were'} {sentence}"


def decoded_once(text: str) -> str:
    """Text in which what was decoded twice ("cafÃ©", "donâ€™t") is what was written.

    Lines are looked at one by one, and changed where a sequence of characters can be nothing else.
    """
    if text.isascii():
        return text
    if any(lead in text for lead in _LEADS) and _DECODED_TWICE.search(text):
        text = "\n".join(map(_line_decoded_once, text.split("\n")))
    if "√" in text or "‚Ä" in text:
        if _MAC_DECODED_TWICE.search(text):
            text = _MAC_SEQUENCE.sub(lambda found: _decoded(found[0], _MAC), text)
    return text


def _line_decoded_once(line: str) -> str:
    for _ in range(_MOST_TIMES):
        if not _DECODED_TWICE.search(line):
            break
        mended = _SEQUENCES.sub(_sequences_decoded, line)
        for lost, meant in _LOST:
            mended = mended.replace(lost, meant)
        if mended == line:
            break
        line = mended
    return line


def _sequences_decoded(found: re.Match) -> str:
    whole = _decoded(found[0], _BYTES)
    if whole != found[0]:
        return whole
    return _SEQUENCE.sub(lambda one: _decoded(one[0], _BYTES), whole)


def _decoded(sequence: str, byte_of: dict[str, int]) -> str:
    try:
        return bytes(map(byte_of.__getitem__, sequence)).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return sequence


def are_escaped(texts: Iterable[str]) -> bool:
    r"""Whether texts of one column have escapes such as ``\n`` in the place of characters.

    They are so throughout: a fiftieth of the texts and more have some that can be nothing else,
    none of these has a line end of its own, and hardly a backslash is anything else.
    """
    n_texts = n_escaped = n_other = 0
    for text in texts:
        n_texts += 1
        if "\\" in text:
            n_sure, n_no_escape = _evidence(text)
            n_escaped += n_sure > 0
            n_other += n_no_escape > 0
    return n_escaped >= max(_FEWEST_TEXTS, _FEWEST_SHARE * n_texts) and 10 * n_other <= n_escaped


def with_escapes_read(text: str, are_known: bool = False) -> str:
    r"""Text with the characters that escapes mean, if these can be nothing else.

    A text without a line end of its own that has several is enough, or where `are_known`, one. Of
    ``%20``, that there are more than blanks.
    """
    if "\\" in text and (are_known or _SURE.search(text)):
        n_sure, n_other = _evidence(text)
        if (n_sure >= _FEWEST or (are_known and (n_sure or not n_other))) and not n_other:
            text = _ESCAPE.sub(_meant, text)
    if "%20" in text and text.count("%20") > max(2, text.count(" ")) and "://" not in text:
        text = unquote(text)
    return text


def _evidence(text: str) -> tuple[int, int]:
    """How many escapes can be nothing else, and how much speaks against any."""
    has_path = ":\\" in text or "\\\\" in text
    bare = re.sub(_PATH, " ", text) if has_path else text
    n_other = sum(map(bool, _OTHER.findall(bare))) + ("\n" in text.strip())
    return len(_SURE.findall(bare)), n_other


def _meant(found: re.Match) -> str:
    if found[1]:
        return found[1]
    escape = found[2]
    if escape[1] == "u":
        units = bytes.fromhex(escape.replace("\\u", ""))
        return units.decode("utf-16-be", "replace")
    if escape[1] == "x":
        return chr(int(escape[2:], 16))
    return _PLAIN[escape[1]]
