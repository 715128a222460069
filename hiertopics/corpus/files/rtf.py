r"""Take the text out of Rich Text Format.

striprtf (0.0.35) was tried: it leaves out footnotes, and takes twice the time, of pictures more.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from hiertopics.corpus.files.bounds import PassedOver, TimeLimit
from hiertopics.corpus.files.html import tidy

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])"
    r"|([^\\{}\r\n]+)|[\r\n]+|\\"
)
_LEFT_OUT = set(
    "fonttbl colortbl stylesheet info header headerl headerr headerf footer footerl footerr "
    "footerf pict objdata objclass fldinst listtext pntext listtable listoverridetable rsidtbl "
    "themedata datastore latentstyles generator xmlnstbl ftnsep ftnsepc ftncn aftnsep aftnsepc "
    "aftncn annotation atnid atnauthor bkmkstart bkmkend nonshppict private xe tc deleted".split()
)
_WORDS = {
    **dict.fromkeys(("par", "sect", "page"), "\n\n"),
    **dict.fromkeys(("line", "row"), "\n"),
    **dict.fromkeys(("tab", "cell", "nestcell", "emspace", "enspace", "qmspace"), " "),
    **{"emdash": "\u2014", "endash": "\u2013", "bullet": "\u2022", "lquote": "\u2018"},
    **{"rquote": "\u2019", "ldblquote": "\u201c", "rdblquote": "\u201d"},
}
_SIGNS = {"{": "{", "}": "}", "\\": "\\", "~": "\xa0", "-": "\xad", "_": "-", "\n": "\n\n"}
_CHARSETS = {
    **{77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5"},
    **{161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257"},
    **{204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850"},
}
_CHECKED = 50_000  # tokens between two looks at the time


class _Group(NamedTuple):
    """What holds up to the end of a group in braces."""

    is_left_out: bool = False
    n_alternatives: int = 1  # characters behind one of Unicode, for readers that know none
    codec: str = "cp1252"
    is_note: bool = False


class _Text:
    """Text so far; bytes wait until all of a character have come."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._waiting = bytearray()
        self._codec = "cp1252"

    def add_bytes(self, data: bytes, codec: str) -> None:
        if codec != self._codec:
            self.add("")
        self._waiting += data
        self._codec = codec

    def add(self, text: str) -> None:
        if self._waiting:
            self._parts.append(self._waiting.decode(self._codec, "replace"))
            self._waiting.clear()
        self._parts.append(text)

    def whole(self) -> str:
        self.add("")
        text = "".join(self._parts)  # numbers of Unicode are those of UTF-16
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def rtf_text(data: bytes) -> str:
    r"""Text of an RTF file, its footnotes at the end.

    Heads and feet of pages, pictures, comments, styles and what was deleted are left out.

    Examples
    --------
    >>> rtf_text(rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}Caf\'e9 {\b w}ater\par \u8364?5}")
    'Café water\n\n€5'
    """
    if not data.lstrip().startswith(b"{\\rtf"):
        raise PassedOver("damaged")
    source, limit = data.decode("latin-1"), TimeLimit(len(data))
    texts, group, groups = (_Text(), _Text()), _Group(), [_Group()]
    fonts: dict[int | None, str] = {}
    font, alternatives, number, place = None, 0, 0, 0
    while match := _TOKEN.match(source, place):
        place, number, text = match.end(), number + 1, texts[group.is_note]
        if number % _CHECKED == 0:
            limit.check()
        word, value, code, sign, brace, run = match.groups()
        if brace == "{":
            groups.append(group)
        elif brace:
            group = groups.pop() if len(groups) > 1 else group
        elif word == "bin":
            place += max(int(value or 0), 0)
        elif word == "f":
            font = int(value or 0)
            group = group._replace(codec=fonts.get(font, group.codec))
        elif word == "fcharset" and int(value or 0) in _CHARSETS:
            fonts[font] = _CHARSETS[int(value or 0)]
        elif word == "ansicpg":
            group = group._replace(codec=_codec(value))
        elif word == "uc":
            group = group._replace(n_alternatives=int(value or 1))
        elif word in _LEFT_OUT or sign == "*":
            group = group._replace(is_left_out=True)
        elif word == "shptxt":  # text in a frame, within what other readers know nothing of
            group = group._replace(is_left_out=False)
        elif group.is_left_out:
            continue
        elif word == "footnote":
            texts[True].add("\n\n")
            group = group._replace(is_note=True)
        elif word == "u":
            text.add(chr(int(value or 63) & 0xFFFF))
            alternatives = group.n_alternatives
        elif code or run:
            found = bytes.fromhex(code) if code else run.encode("latin-1")
            text.add_bytes(found[alternatives:], group.codec)
            alternatives = max(alternatives - len(found), 0)
        elif word in _WORDS or sign in _SIGNS:
            text.add(_WORDS.get(word) or _SIGNS[sign])
    return tidy(f"{texts[False].whole()}\n\n{texts[True].whole()}")


def _codec(page: str | None) -> str:
    """Python's name of a code page; the western one for those it has not."""
    try:
        return codecs.lookup(f"cp{page or 1252}").name
    except LookupError:
        return "utf-8" if page == "65001" else "cp1252"
